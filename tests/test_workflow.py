"""From inputs to findings and files: what is promised to a program that calls it."""

from __future__ import annotations

import logging
import shutil
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefing import workflow
from briefing.errors import InputError, UsageError
from briefing.model import Findings
from briefing.settings import Settings

SEED = "002_1d1aa39e3ef4d986.txt"
DAY = "2026-11-20"
BYLINE = """Anggota Dewan Minta Indonesia Tetap Netral

BUDI SANTOSO - detikNews

Senin, 23 Jun 2025 10:15 WIB

Jakarta - Anggota Komisi I DPR RI TB Hasanuddin meminta pemerintah tetap netral dalam perang itu.

"Kita tidak boleh memihak," kata Anggota Komisi I DPR RI TB Hasanuddin di Jakarta, Senin (23/6/2025).
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(out=tmp_path / "reports", date=DAY, format=("json", "txt"))


@pytest.fixture
def seed(seeds: Path) -> Path:
    return seeds / SEED


def test_analyse_gives_findings_in_the_order_of_the_inputs(seeds: Path) -> None:
    """One for each article, in the order given; folders in the order of their names."""
    first = seeds / "004_a5336afc67e5747c.txt"
    analysed = workflow.analyse([first, seeds])
    names = [Path(found.article.source).name for found in analysed.findings]
    assert names == [first.name, *(p.name for p in sorted(seeds.iterdir()) if p != first)]
    assert analysed.problems == ()
    assert all(found.claims for found in analysed.findings)


def test_everything_found_lies_in_the_text(seeds: Path) -> None:
    """For every span there are words; offsets are code points of the article's text."""
    for found in workflow.analyse([seeds]).findings:
        spans = [*found.summary, *(m for a in found.actors for m in a.mentions)]
        spans += [c.evidence for c in found.claims] + [m.evidence for m in found.military]
        assert spans
        assert all(span.end <= len(found.article.text) for span in spans)
        assert all(found.article.words(span).strip() for span in spans)


def test_standard_input_is_one_article(seed: Path) -> None:
    """The bytes are passed in; the source is "-"."""
    (found,) = workflow.analyse(["-"], stdin=seed.read_bytes()).findings
    assert found.article.source == "-"
    (same,) = workflow.analyse([seed]).findings
    assert found.article.id == same.article.id


def test_nothing_read_is_an_error(tmp_path: Path) -> None:
    """No article at all: there is nothing to go on with."""
    with pytest.raises(InputError, match="holds no articles"):
        workflow.analyse([tmp_path])


def test_make_leaves_the_files_of_the_day(seed: Path, settings: Settings) -> None:
    """<out>/<date>/<slug>.<format>, and a record of what was made."""
    made = workflow.make([seed], settings=settings)
    assert made.paths == (settings.out / DAY / "briefing.json", settings.out / DAY / "briefing.txt")
    assert [path.exists() for path in made.paths] == [True, True]
    assert made.brief.title == "Daily briefing"
    assert made.brief.number == "2026-324"
    assert made.seconds > 0


def test_same_input_same_bytes(seeds: Path, settings: Settings, tmp_path: Path) -> None:
    """Two runs, in different folders, leave the same bytes."""
    first = workflow.make([seeds], settings=settings)
    again = workflow.make([seeds], settings=replace(settings, out=tmp_path / "again"))
    assert [p.read_bytes() for p in first.paths] == [p.read_bytes() for p in again.paths]


def test_an_ordinary_byline_and_a_member_of_parliament_make_a_brief(
    tmp_path: Path, settings: Settings
) -> None:
    """An outlet by any name that it signs with, an office told with a body: nothing is refused."""
    file = tmp_path / "satu.txt"
    file.write_text(BYLINE, encoding="utf-8")
    brief = workflow.make([file], settings=settings).brief
    assert [s.article.outlet for s in brief.sources] == ["detikcom"]
    assert brief.statements
    assert [p for p in brief.problems if p.stage == "verify"] == []


def test_nothing_of_the_sample_articles_is_refused(seeds: Path, settings: Settings) -> None:
    """What is read in plain articles holds when it is read anew: no line is left out."""
    brief = workflow.make([seeds], settings=settings).brief
    assert [p for p in brief.problems if p.stage == "verify"] == []
    assert len(brief.statements) > 20


def test_the_record_that_is_checked_is_the_one_that_is_left(seed: Path, settings: Settings) -> None:
    """What a reader of the file gets is what was verified and printed."""
    made = workflow.make([seed], settings=settings)
    assert workflow.open_record(made.paths[0]) == made.brief


@pytest.mark.parametrize(
    ("settings", "environment", "day"),
    [
        (Settings(date="2024-02-29"), {"SOURCE_DATE_EPOCH": "0"}, date(2024, 2, 29)),
        (Settings(), {"SOURCE_DATE_EPOCH": "1795132800"}, date(2026, 11, 20)),
        (Settings(), {"SOURCE_DATE_EPOCH": "1795219199"}, date(2026, 11, 20)),
    ],
)
def test_the_day_of_a_brief(settings: Settings, environment: dict[str, str], day: date) -> None:
    """As set; else that of SOURCE_DATE_EPOCH in universal time, so that it is the same everywhere."""
    assert workflow.brief_day(settings, environment) == day


def test_a_bad_source_date_epoch() -> None:
    """Named, with its value."""
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        workflow.brief_day(Settings(), {"SOURCE_DATE_EPOCH": "yesterday"})


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("", "briefing"),
        ("Asia Watch", "asia-watch"),
        ("Réunion – l'été / 2026", "reunion-l-ete-2026"),
        ("../../etc/passwd", "etc-passwd"),
        ("!!!", "briefing"),
        ("Москва", "москва"),
        ("x" * 200, "x" * 80),
    ],
)
def test_the_file_name_of_a_brief(title: str, slug: str) -> None:
    """From the title, safe as a file name; without a title "briefing"; as set, if it is."""
    assert workflow.slug(Settings(title=title)) == slug
    assert workflow.slug(Settings(title=title, slug="mine")) == "mine"


def test_steps_and_trouble_are_told_to_who_listens(
    seed: Path, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Two loggers: every stage in its order on one, the input that is lost on the other."""
    caplog.set_level(logging.INFO, logger="briefing")
    (tmp_path / "bad.txt").write_bytes(b"")
    workflow.make([seed, tmp_path / "bad.txt"], settings=settings)
    stages = [r.step.stage for r in caplog.records if hasattr(r, "step")]
    assert list(dict.fromkeys(stages)) == ["read", "analyse", "compose", "verify", "render"]
    lost = [r for r in caplog.records if r.name == "briefing.trouble" and r.problem.stage == "sources"]
    assert [(r.levelname, r.problem.message) for r in lost][:1] == [("ERROR", "is empty")]


# --- plugins -------------------------------------------------------------------------------------

POINTS = """
[briefing.formats]
shout = house_plugins:shout
[briefing.extractors]
summarise = house_plugins:summarise
misread = house_plugins:misread
[briefing.sources]
desk = house_plugins:desk
"""
MODULE = """
from dataclasses import replace
from pathlib import Path
from briefing import sources

def shout(brief):
    return brief.title.upper().encode()

def summarise(doc, lexicon, found):
    return replace(found, summary=found.summary[:1])

def misread(doc, lexicon, found):
    return replace(found, claims=tuple(replace(claim, act="sings") for claim in found.claims))

def desk(address):
    if address == "down":
        raise ConnectionError("the desk does not answer")
    yield sources.read_bytes(Path(address).read_bytes(), source=f"desk:{address}")
"""


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package with a plugin of each kind."""
    about = tmp_path / "site" / "house_plugins-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: house-plugins\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(POINTS)
    (tmp_path / "site" / "house_plugins.py").write_text(MODULE)
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.delitem(sys.modules, "house_plugins", raising=False)


@pytest.mark.usefixtures("plugins")
def test_a_format_of_a_plugin(seed: Path, settings: Settings) -> None:
    """Asked for as a built-in one; its name is the file's ending."""
    made = workflow.make([seed], settings=replace(settings, format=("shout",)))
    (path,) = made.paths
    assert path.name == "briefing.shout"
    assert path.read_bytes() == b"DAILY BRIEFING"


@pytest.mark.usefixtures("plugins")
def test_an_extractor_of_a_plugin(seed: Path, settings: Settings) -> None:
    """Runs after the built-in ones, where the settings name it, and not otherwise."""
    with_it = workflow.analyse([seed], settings=replace(settings, extractors=("summarise",)))
    without: Findings = workflow.analyse([seed], settings=settings).findings[0]
    assert with_it.findings[0].summary == without.summary[:1]
    assert len(without.summary) > 1


@pytest.mark.usefixtures("plugins")
def test_what_a_plugin_reads_wrongly_is_left_out_and_told(seed: Path, settings: Settings) -> None:
    """The record that is left holds in every line; what was left out stands among its problems."""
    made = workflow.make([seed], settings=replace(settings, extractors=("misread",)))
    assert workflow.failures(workflow.open_record(made.paths[0])) == ()
    assert made.brief.statements == ()
    assert {p.message.partition(":")[0] for p in made.brief.problems if p.stage == "verify"} == {
        "statement left out"
    }


@pytest.mark.usefixtures("plugins")
def test_a_source_of_a_plugin(seed: Path, settings: Settings) -> None:
    """An input "desk:…" is handed to it; where it fails, that input is lost and the others are not."""
    analysed = workflow.analyse([f"desk:{seed}", "desk:down"], settings=settings)
    assert [found.article.source for found in analysed.findings] == [f"desk:{seed}"]
    (problem,) = analysed.problems
    assert problem.where == "desk:down"
    assert "ConnectionError: the desk does not answer" in problem.message


@pytest.mark.usefixtures("plugins")
def test_a_file_comes_before_a_source_of_that_name(
    seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file called "desk:x" is a file."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(seed, "desk:x")
    assert workflow.analyse(["desk:x"]).findings[0].article.source == "desk:x"


def test_an_unknown_extractor_is_named(seed: Path) -> None:
    """Before any article is read."""
    with pytest.raises(UsageError, match="unknown extractor 'weather'"):
        workflow.analyse([seed], settings=Settings(extractors=("weather",)))
