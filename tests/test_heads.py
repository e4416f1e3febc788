"""That nothing is missing is said only where it is so: what heads lack is told, and days that can't be."""

from __future__ import annotations

from typing import Any

import pytest
from samples import article, at, brief, first, fourth, reading, second, third

from briefing.compose import withhold
from briefing.compose.heads import impossible, lacking
from briefing.model import Findings, HeaderReading, MilitaryDetail, MilitaryKind, Status

WHOLE: dict[str, Any] = {"outlet": "Tempo", "published": "2018-01-20"}


def of(name: str, **fields: Any) -> Findings:
    """An article "Latihan dimulai" with all that a head tells, but for these fields."""
    given = {"source": name, **WHOLE, **fields}
    return Findings(article=article(("Latihan dimulai", f"Berita {name}."), **given))


def test_a_whole_head_lacks_nothing() -> None:
    assert lacking([of("a.txt").article]) == ()


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("title", "no title: 1 of 2 articles"),
        ("published", "no day: 1 of 2 articles"),
        ("outlet", "no outlet: 1 of 2 articles"),
    ],
)
def test_what_a_head_lacks_is_counted_and_named(field: str, message: str) -> None:
    """With the article's number in the brief and its file, and with what to do."""
    (told,) = lacking([of("berita/a.txt").article, of("berita/b.txt", **{field: None}).article])
    assert (told.where, told.message) == ("S2 b.txt", message)
    assert told.hint


def test_many_are_named_by_their_numbers() -> None:
    """Runs of them as from and to: none is left out."""
    heads = [of(f"{n}.txt", outlet=None if n not in (3, 5) else "Tempo").article for n in range(1, 10)]
    (told,) = lacking(heads)
    assert told.where == "S1–S2, S4, S6–S9"
    assert told.message == "no outlet: 7 of 9 articles"


def test_a_brief_tells_what_its_heads_lack() -> None:
    lacks = {p.where: p.message for p in brief(first(), third()).problems if p.stage == "sources"}
    assert lacks["S2 tiga.txt"] == "no outlet: 1 of 2 articles"


def test_a_version_with_sources_left_out_tells_of_those_that_are_left() -> None:
    """Looked at anew: neither how many were left out nor what they lacked is told."""
    made = brief(third(), fourth(), source_marking=(("samples/empat.txt", "TLP:RED"),), marking="TLP:GREEN")
    assert "no day: 1 of 2 articles" in {p.message for p in made.problems}
    left = withhold(made, "TLP:GREEN")
    assert {p.message for p in left.problems} == {
        f"no {what}: 1 of 1 article" for what in ("title", "day", "outlet")
    }


# --- days that can't be ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "today", "message"),
    [
        ("2018-02-02", "2018-02-01", "its day, 2018-02-02, is after the brief's own, 2018-02-01"),
        ("2018-02-01", "2018-01-31", "its day, 2018-02-01, is still to come"),
        ("2018-02-01T23:30+07:00", None, ""),
        ("2018-02-01", "2018-02-01", ""),
        (None, "2018-02-01", ""),
    ],
)
def test_a_day_that_is_still_to_come(published: str | None, today: str | None, message: str) -> None:
    """After the brief's own day, or after that on which it is made."""
    told = impossible([of("a.txt", published=published)], day="2018-02-01", today=today)
    assert [p.message for p in told] == [message] * bool(message)


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("Jumat, 8 Desember 2017 | 17:19 WIB", True),
        ("Budi Santoso - Jum'at, 8 Desember 2017", True),
        ("8 Desember 2017", True),
        ("Senin, 8 Desember 2017", False),
        ("Kamis (8/12/2017)", False),
    ],
)
def test_a_weekday_that_does_not_fit_its_date(words: str, fits: bool) -> None:
    head = (HeaderReading(field="published", value="2017-12-08", words=words, rule="date line"),)
    told = impossible([of("a.txt", published="2017-12-08", header=head)], day="2018-02-01", today=None)
    assert [p.message for p in told] == (
        [] if fits else [f"its day, 2017-12-08, is no such weekday: {words!r}"]
    )


@pytest.mark.parametrize(
    ("published", "status", "told"),
    [
        ("2018-01-16", Status.REPORTED, []),
        ("2018-01-20", Status.REPORTED, []),
        ("2018-01-15", Status.PLANNED, []),
        (
            "2018-01-15",
            Status.REPORTED,
            ["tells of 2018-01-16 as past (1 line), is itself of 2018-01-15"],
        ),
    ],
)
def test_a_day_after_its_article_told_as_past(published: str, status: Status, told: list[str]) -> None:
    """What is planned may lie ahead; what is told as done may not."""
    a = article(("Latihan", "Kapal tiba pada 16 Januari 2018."), published=published)
    detail = MilitaryDetail(
        id="m1", kind=MilitaryKind.PLATFORM, status=status, evidence=at(a, "Kapal"),
        date=reading(a, "2018-01-16", "16 Januari 2018"),
    )  # fmt: skip
    found = Findings(article=a, military=(detail,))
    assert [p.message for p in impossible([found], day="2018-02-01", today=None)] == told


def test_a_month_is_after_no_day_in_it() -> None:
    """ "Desember 2017" in an article of the 8th may be before it."""
    assert impossible([first(), second()], day="2018-02-01", today="2018-02-01") == ()
