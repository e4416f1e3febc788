"""What changed since the last brief of the series: lines new or told before, what grew, what fell silent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from briefing import workflow
from briefing.compose.changing import changed
from briefing.model import Brief, News
from briefing.render import render
from briefing.settings import Settings
from briefing.verify import verify

QUAKE = (
    "Gempa Guncang Lembah Randu, {n} Orang Tewas",
    "{day}",
    "RANDU, RAGAMNEWS.COM - Gempa bumi mengguncang Lembah Randu dan menewaskan {n} orang pada {day}. "
    "Warga Lembah Randu mengungsi ke lapangan setelah gempa bumi itu merobohkan ratusan rumah.",
    "Gubernur Randu Bima Sakti mengatakan {n} orang tewas akibat gempa bumi di Lembah Randu.",
)
TALKS = (
    "Menlu Rusia dan Menlu Turki Bahas Gandum di Ankara",
    "Senin, 4 Desember 2017",
    "ANKARA, KABARDUNIA.COM - Menteri Luar Negeri Rusia Sergey Lavrov bertemu Menteri Luar Negeri Turki "
    "di Ankara, Senin (4/12/2017), untuk membahas pengiriman gandum melalui Laut Hitam.",
)
LAW = (
    "Parlemen Jepang Sahkan Anggaran Pertahanan",
    "Selasa, 5 Desember 2017",
    "TOKYO, KABARDUNIA.COM - Parlemen Jepang mengesahkan anggaran pertahanan baru, Selasa (5/12/2017).",
)
MONDAY, TUESDAY = "Senin, 4 Desember 2017", "Selasa, 5 Desember 2017"


def write(folder: Path, name: str, lines: tuple[str, ...], **filled: object) -> Path:
    path = folder / name
    path.write_text("\n\n".join(lines).format(**filled) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def days(tmp_path: Path) -> tuple[Brief, Brief]:
    """Monday's brief and Tuesday's, of one series."""
    quake = write(tmp_path, "a.txt", QUAKE, n=12, day=MONDAY)
    talks = write(tmp_path, "b.txt", TALKS)
    more = write(tmp_path, "c.txt", QUAKE, n=31, day=TUESDAY)
    law = write(tmp_path, "d.txt", LAW)
    settings = Settings(out=tmp_path / "reports", format=("json",), series="Pagi", date="2017-12-04")
    monday = workflow.make([quake, talks], settings=settings).brief
    tuesday = workflow.make([more, law], settings=replace(settings, date="2017-12-05")).brief
    return monday, tuesday


def test_a_first_brief_has_nothing_before_it(days: tuple[Brief, Brief]) -> None:
    monday, _ = days
    assert monday.since is None
    assert {line.news for line in monday.front} == {None}


def test_lines_are_new_or_go_on(days: tuple[Brief, Brief]) -> None:
    """By whether an article of the earlier brief is of their matter; what nobody tells any more is named."""
    _, tuesday = days
    assert tuesday.since is not None
    assert (tuesday.since.date, tuesday.since.series) == ("2017-12-04", "Pagi")
    news = {line.text: line.news for line in tuesday.front}
    assert [n for text, n in news.items() if "Gempa" in text] == [News.CONTINUED] * len(
        [text for text in news if "Gempa" in text]
    )
    assert {n for text, n in news.items() if "Jepang" in text} == {News.NEW}
    assert [one.text for one in tuesday.since.silent if "Turki" in one.text], tuesday.since.silent
    assert not [one.text for one in tuesday.since.silent if "Gempa" in one.text]


def test_a_number_that_grew_is_told_with_both_words(days: tuple[Brief, Brief]) -> None:
    _, tuesday = days
    assert tuesday.since is not None
    (one,) = tuesday.since.revised
    assert (one.of, one.low, one.earlier_low) == ("killed", 31, 12)
    assert "31" in one.quantity_words.value
    assert "12" in one.earlier.text


def test_it_is_printed_in_every_format_and_language(days: tuple[Brief, Brief]) -> None:
    _, tuesday = days
    for name in ("html", "txt", "md"):
        assert "31, then 12" in render(tuesday, name).decode()
        assert "31, sebelumnya 12" in render(tuesday, name, language="id").decode()


def test_what_does_not_hold_is_refused(days: tuple[Brief, Brief]) -> None:
    """Another number, an earlier brief that is later, news without one."""
    _, tuesday = days
    assert verify(tuesday) == ()
    since = tuesday.since
    assert since is not None
    (one,) = since.revised
    for wrong in (
        replace(tuesday, since=replace(since, revised=(replace(one, low=32.0),))),
        replace(tuesday, since=replace(since, revised=(replace(one, earlier_low=11.0),))),
        replace(tuesday, since=replace(since, date="2017-12-06")),
        replace(tuesday, since=None),
    ):
        assert verify(wrong)


def test_an_article_that_comes_again_was_told_before(days: tuple[Brief, Brief]) -> None:
    monday, _ = days
    again = changed(replace(monday, date="2017-12-05"), monday, series="Pagi")
    assert {line.news for line in again.front} == {News.TOLD}
    assert again.since is not None
    assert again.since.revised == again.since.silent == ()


def test_what_is_marked_higher_in_the_earlier_brief_is_not_told(days: tuple[Brief, Brief]) -> None:
    """Nothing of a brief that readers of this one may not have."""
    monday, tuesday = days
    bare = replace(tuesday, since=None, front=tuple(replace(line, news=None) for line in tuesday.front))
    amber = replace(monday, marking="TLP:AMBER", floor="TLP:AMBER")
    assert changed(bare, amber, series="Pagi") == bare
    sources = tuple(replace(s, marking="TLP:AMBER") for s in monday.sources)
    held = changed(bare, replace(monday, marking="TLP:AMBER", sources=sources), series="Pagi")
    assert held.since is None or held.since.silent == held.since.revised == ()
