"""The archive: nothing is read twice, all that was printed can be found, and no end of a run harms it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from samples import brief, first, fourth, second, third

from briefing import workflow
from briefing.archive import Query, opened, search
from briefing.archive.storing import MIGRATIONS, key_of
from briefing.cli import run
from briefing.errors import ArchiveError
from briefing.settings import Settings
from briefing.workflow import remembering

DAY = "2017-12-09"
EARLIER = replace(brief(first(), second()), date="2017-12-09", number="1")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "archive.sqlite"


@pytest.fixture
def filled(file: Path) -> Path:
    """Two days of one series, and a brief of another."""
    with opened(file) as kept:
        kept.keep(EARLIER, series="Asia", path="", now=1)
        later = replace(brief(first(), second(), third(), fourth()), date="2017-12-10", number="2")
        kept.keep(later, series="Asia", path="", now=2)
        kept.keep(replace(brief(fourth()), date="2017-12-08", number="3"), series="Europe", path="", now=3)
    return file


def texts(file: Path, **query: str) -> list[str]:
    with opened(file) as kept:
        return [found.line.text for found in search(kept, Query(**query))]  # type: ignore[arg-type]


# --- nothing is read twice ------------------------------------------------------------------


def test_what_was_read_comes_back_as_it_was(file: Path) -> None:
    """Whole, by the article's text and head, for the reader that read it; wherever the file lies now."""
    with opened(file) as kept:
        kept.remember([first(), second()], "reader", now=1)
        moved = replace(first().article, source="elsewhere.txt")
        (found,) = kept.known([moved], "reader").values()
        assert found == replace(first(), article=moved)
        assert kept.known([moved], "another reader") == {}
        assert kept.known([third().article], "reader") == {}
        assert kept.known([replace(moved, published="2017-12-01")], "reader") == {}


def test_a_second_run_reads_nothing_and_makes_the_same(seeds: Path, tmp_path: Path) -> None:
    """The same record, byte for byte, without an article analysed."""
    settings = Settings(out=tmp_path, format=("json",), date=DAY)
    inputs = sorted(seeds.glob("*.txt"))[:2]
    made = [workflow.make(inputs, settings=settings).paths[0].read_bytes()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workflow, "findings_of", None)  # whoever calls it fails
        made.append(workflow.make(inputs, settings=settings).paths[0].read_bytes())
    without = replace(settings, use_archive=False, out=tmp_path / "without")
    made.append(workflow.make(inputs, settings=without).paths[0].read_bytes())
    assert len(set(made)) == 1
    assert not (tmp_path / "without" / "archive.sqlite").exists()


def test_another_word_list_reads_anew(tmp_path: Path) -> None:
    """What reads is part of what an analysis is kept under."""
    (tmp_path / "a.toml").write_text("x = 1", encoding="utf-8")
    before = remembering.reader.__wrapped__(tmp_path)
    assert remembering.reader.__wrapped__(tmp_path) == before
    (tmp_path / "a.toml").write_text("x = 22", encoding="utf-8")
    assert remembering.reader.__wrapped__(tmp_path) != before
    assert remembering.reader.__wrapped__(None) != before


def test_an_archive_that_can_not_be_used_costs_no_brief(
    seeds: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told, with what to do."""
    (tmp_path / "archive.sqlite").write_bytes(b"no database at all" * 100)
    settings = Settings(out=tmp_path, format=("json",), date=DAY)
    made = workflow.make([min(seeds.glob("*.txt"))], settings=settings)
    assert made.brief.statements
    assert "the archive can't be used" in caplog.text


# --- what was printed can be found ------------------------------------------------------------


def test_words_are_looked_for_in_text_names_and_titles(filled: Path) -> None:
    """All of them must be there, whatever case and accents; a star stands for any ending."""
    (lavrov,) = texts(filled, words="lavrov memicu AS")
    assert texts(filled, words="LÁVROV perang memicu") == [lavrov]
    assert texts(filled, words="memic*") == [lavrov]
    assert texts(filled, words="lavrov rudal") == []
    assert texts(filled, words='OR "NEAR( * - :') == []


def test_a_line_of_several_briefs_is_found_once_with_the_latest(filled: Path) -> None:
    with opened(filled) as kept:
        (found,) = search(kept, Query(words="Korut ingin berbicara"))
    assert (found.brief.day, found.briefs) == ("2017-12-10", 2)
    assert found.line.text == "Korut ingin berbicara dengan AS"


def test_it_can_be_asked_for_actor_country_kind_days_and_series(filled: Path) -> None:
    """Each narrows the answers; all of an actor's names do."""
    everything = texts(filled, until="9999")
    assert len(everything) >= 5
    said = texts(filled, actor="lavrov")
    assert said
    assert set(said) < set(everything)
    assert texts(filled, actor="Lavrov Tillerson") == []
    assert set(texts(filled, country="us")) < set(everything)
    assert texts(filled, kind="accuses") == texts(filled, words="memicu perang")
    assert texts(filled, kind="event") == []
    assert texts(filled, since="2030-01-01") == []
    assert texts(filled, until="2017-12-07", words="Moskow") == ["Moskow siap membantu pembicaraan itu"]
    assert texts(filled, until="2017-12-06", words="Moskow") == []
    assert "maka perang akan meluas." in texts(filled, series="Europe")
    assert "AS memicu perang" not in texts(filled, series="Europe")


def test_a_brief_made_anew_takes_the_place_of_the_earlier_one(file: Path) -> None:
    """One of a series, day and number; its lines are not found twice, those that it lost not at all."""
    with opened(file) as kept:
        kept.keep(brief(first(), second()), series="Asia", path="", now=1)
        kept.keep(brief(first()), series="Asia", path="", now=2)
        assert len(kept.briefs()) == 1
        assert search(kept, Query(words="Tillerson")) == ()
        assert kept.faults() == ()


def test_the_record_is_kept(filled: Path) -> None:
    with opened(filled) as kept:
        (asia, *_) = kept.briefs("Asia")
        assert kept.brief(asia.id) == EARLIER
        with pytest.raises(ArchiveError, match="no brief 99"):
            kept.brief(99)


# --- its own house ----------------------------------------------------------------------------


def test_what_is_old_is_removed(filled: Path) -> None:
    """Briefs by their day, with their lines; articles by when they were last seen."""
    with opened(filled) as kept:
        kept.remember([first()], "reader", now=100)
        kept.remember([second()], "reader", now=300)
        assert kept.prune("2017-12-10", seen_before=200) == (2, 1)
        assert [one.day for one in kept.briefs()] == ["2017-12-10"]
        assert kept.counts()["analysis"] == 1
        assert kept.faults() == ()


def test_days_of_keeping_are_a_setting(tmp_path: Path) -> None:
    settings = Settings(out=tmp_path, archive_days=30)
    old, new = replace(brief(first()), date="2017-01-01"), replace(brief(second()), date="2017-12-09")
    for one in (old, new):
        remembering.keep(one, settings, path="", now=1_512_820_000)  # 9 December 2017
    with opened(tmp_path / "archive.sqlite") as kept:
        assert [one.day for one in kept.briefs()] == ["2017-12-09"]


def test_a_backup_is_an_archive(filled: Path, tmp_path: Path) -> None:
    """Taken while another run writes."""
    with opened(filled) as kept:
        kept.backup(tmp_path / "copy.sqlite")
    assert texts(tmp_path / "copy.sqlite", words="lavrov") == texts(filled, words="lavrov")


def test_an_archive_of_a_newer_version_is_left_alone(file: Path) -> None:
    opened(file).base.close()
    base = sqlite3.connect(file)
    base.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    base.commit()
    base.close()
    with pytest.raises(ArchiveError, match="version"):
        opened(file)


WRITER = """
import sys, time
from pathlib import Path
sys.path.insert(0, "tests")
from dataclasses import replace
from samples import brief, first, second
from briefing.archive import opened
made = [brief(first(), second()), brief(second())]
print("ready", flush=True)
for n in range(int(sys.argv[3])):
    with opened(Path(sys.argv[1])) as kept:
        kept.remember([first(), second()], f"reader {sys.argv[2]} {n % 7}", now=n)
        kept.keep(replace(made[n % 2], number=f"{sys.argv[2]} {n % 5}"), series="Asia", path="", now=n)
"""


def writer(file: Path, name: str, times: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(file), name, str(times)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as told:
        assert told.readline() == "ready\n"
    return process


def test_runs_that_are_killed_and_two_at_once_leave_it_sound(file: Path) -> None:
    """At whatever moment; what was kept before is still there."""
    with opened(file) as kept:
        kept.keep(brief(first(), second()), series="before", path="", now=0)
    for n in range(10):
        both = [writer(file, name, 1_000_000) for name in ("one", "two")]
        time.sleep(0.007 * n)
        for process in both:
            process.kill()
            process.wait()
    with opened(file) as kept:
        assert kept.faults() == ()
        assert len(kept.briefs("before")) == 1
    both = [writer(file, name, 5) for name in ("one", "two")]
    assert [process.wait() for process in both] == [0, 0]
    with opened(file) as kept:
        assert {one.number for one in kept.briefs("Asia")} >= {"one 4", "two 4"}
        assert kept.faults() == ()


def test_on_the_command_line(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Search and actor in three forms; list, check, backup, prune and export."""
    monkeypatch.setenv("BRIEFING_ARCHIVE", str(filled))
    assert run(["search", "lavrov memicu"]) == 0
    assert "Sergei Lavrov accuses" in capfd.readouterr().out.replace("Sergey", "Sergei")
    assert run(["search", "lavrov memicu", "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["line"]["kind"] == "statement"
    assert run(["actor", "lavrov", "--format", "html"]) == 0
    page = capfd.readouterr().out
    assert "<h1>lavrov</h1>" in page
    assert run(["actor", "lavrov"]) == 0
    assert "Lavrov, " in capfd.readouterr().out.splitlines()[0]
    assert run(["search", "tidakada"]) == 1
    assert run(["search"]) == 2
    assert run(["archive", "list"]) == 0
    assert run(["archive", "check"]) == 0
    assert run(["archive", "backup", "--to", str(tmp_path / "copy.sqlite")]) == 0
    assert run(["archive", "export", "--to", str(tmp_path / "out")]) == 0
    assert len(list((tmp_path / "out").glob("*.json"))) == 3
    assert run(["archive", "prune", "--before", "2017-12-10"]) == 0
    assert "removed: 2 briefs" in capfd.readouterr().out
    assert run(["archive", "prune", "--before", "yesterday"]) == 2
    assert run(["archive", "tidy"]) == 2
    monkeypatch.setenv("BRIEFING_ARCHIVE", str(tmp_path / "none.sqlite"))
    assert run(["search", "x"]) == 1
    assert "is not there" in capfd.readouterr().err


def test_what_is_printed_of_a_source_is_text(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """No markup of an article is one of the page's."""
    from samples import hostile

    from briefing.render.found import page

    with opened(file) as kept:
        kept.keep(hostile("<script>alert(1)</script>"), series="x", path="", now=0)
        found = search(kept, Query(words="script"))
    assert found
    assert "<script>" not in page(found, title="<b>x</b>")


def test_the_key_of_an_article_is_its_text_and_head() -> None:
    """Not where it lay."""
    article = first().article
    assert key_of(article) == key_of(replace(article, source="b", digest="c"))
    assert key_of(article) != key_of(replace(article, outlet="Lain"))
