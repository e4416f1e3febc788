"""What becomes of each input: read, duplicate, out of scope or failed, and the reason."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT

from briefing import codec, verify, workflow
from briefing.cli import run
from briefing.compose import withhold
from briefing.dossier.copies import copies
from briefing.dossier.independence import independent
from briefing.model import Article, Outcome
from briefing.settings import Given, Settings
from briefing.sources import read_bytes

SEED = sorted((ROOT / "seeds").glob("*.txt"))[0].read_text(encoding="utf-8")
SENTENCES = [
    f"Kapal patroli nomor {n} berlayar menuju pangkalan {name} pada hari itu, kata Kolonel {name} Wirawan."
    for n, name in enumerate(
        ("Ranai", "Belawan", "Sorong", "Bitung", "Merauke", "Sabang", "Tarakan", "Ambon")
    )
]
BODY = "\n\n".join(SENTENCES)


def article(text: str, *, outlet: str = "") -> Article:
    return replace(read_bytes(text.encode(), source="a.txt").article, outlet=outlet or None)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One article, a copy under a shorter title, one in English, one of another year, and no text."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(SEED, encoding="utf-8")
    (folder / "b.txt").write_text(SEED.replace("Rusia Akan Bantu", "Bantu"), encoding="utf-8")
    (folder / "c.txt").write_text(
        "The ministry said that nothing had happened in the strait.", encoding="utf-8"
    )
    (folder / "d.txt").write_text(
        f"Kapal Berlayar\n\nSelasa, 3 Mei 2011 | 10:00 WIB\n\n{BODY}", encoding="utf-8"
    )
    (folder / "e.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


BECAME = {
    "a.txt": (Outcome.READ, ""),
    "b.txt": (Outcome.DUPLICATE, "is nearly the same as in/a.txt"),
    "c.txt": (Outcome.OUT_OF_SCOPE, "is in a language that is not read here (en)"),
    "d.txt": (Outcome.OUT_OF_SCOPE, "is of 2011-05-03, before 2015-01-01"),
    "e.txt": (Outcome.FAILED, "is a PNG picture, not text"),
}


def test_each_input_is_told_with_its_outcome(folder: Path) -> None:
    found = workflow.sorted_out(["in"], settings=Settings(since="2015-01-01"))
    assert {Path(i.where).name: (i.outcome, i.reason) for i in found.inputs} == BECAME
    assert [Path(read.article.source).name for read in found.kept] == ["a.txt", "c.txt"]


def test_record_summary_and_page_tell_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The record holds each input, verification finds nothing wrong, and the page lists what was left."""
    asked = [
        "--since",
        "2015-01-01",
        "--date",
        "2026-11-20",
        "--format",
        "json,txt,md,html",
        "--edition",
        "full",
    ]
    assert run(["make", "in", *asked]) == 0
    said = capsys.readouterr().out
    assert "5 inputs: 1 read, 1 duplicate, 2 out of scope, 1 failed" in said
    assert "in/b.txt: duplicate: is nearly the same as in/a.txt" in said
    record = Path("reports/2026-11-20/briefing.json")
    brief = codec.read_brief(record.read_bytes())
    assert {Path(i.where).name: (i.outcome, i.reason) for i in brief.inputs} == BECAME
    assert [i.source for i in brief.inputs] == [1, 1, 2, None, None]
    assert not verify.verify(brief)
    for ending in ("txt", "md", "html"):
        page = " ".join(record.with_suffix(f".{ending}").read_text(encoding="utf-8").split())
        assert "out of scope: is of 2011-05-03, before 2015-01-01" in page


def test_sources_lists_without_making(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sources", "in"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines[:-1]] == [
        "read",
        "duplicate",
        "out of scope",
        "read",
        "failed",
    ]
    assert lines[-1] == "5 inputs: 2 read, 1 duplicate, 1 out of scope, 1 failed"
    assert run(["sources", "in", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[1]["of"] == "in/a.txt"
    assert rows[3]["published"] == "2011-05-03T10:00+07:00"
    assert not Path("reports").exists()


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ({}, ["a", "c", "d"]),
        ({"until": "2011-12-31"}, ["c", "d"]),
        ({"about": ("ranai",)}, ["d"]),
        ({"about": ("rana", "Bela")}, []),
    ],
)
def test_what_is_in_scope(folder: Path, asked: dict[str, object], read: list[str]) -> None:
    """Days to the day, both ends in; words whole, whatever their letters' case. What has no day is of any."""
    found = workflow.sorted_out(["in"], settings=replace(Settings(), **asked))  # type: ignore[arg-type]
    assert [Path(one.article.source).stem for one in found.kept] == read


def test_a_few_words_are_no_article(tmp_path: Path) -> None:
    """Too short: it is told, and stops nothing; how many words an article has at least is a setting."""
    (tmp_path / "a.txt").write_text("Kapal itu tiba.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Kapal itu tiba di Ranai.", encoding="utf-8")
    told = workflow.sorted_out([tmp_path]).inputs
    assert [one.outcome for one in told] == [Outcome.OUT_OF_SCOPE, Outcome.READ]
    assert told[0].reason == "is too short for an article: 3 words"
    told = workflow.sorted_out([tmp_path], settings=Settings(least_words=2)).inputs
    assert not [one for one in told if "too short" in one.reason]


def test_nothing_in_scope_is_told_in_a_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["make", "in/a.txt", "--since", "2030-01-01"]) == 1
    assert "no article is in scope: in/a.txt is of 2017-12-08, before 2030-01-01" in capsys.readouterr().err


def test_an_input_that_is_told_wrongly_is_refused(folder: Path) -> None:
    """One that is read and no source, one without a reason, a copy that shares no words with its original."""
    settings = Settings(format=("json",), since="2010-01-01", date="2026-11-20")
    brief = workflow.make(["in"], settings=settings).brief
    assert not verify.verify(brief)
    first, *others = brief.inputs
    for wrong in (
        replace(brief, inputs=(replace(first, source=2), *others)),
        replace(brief, inputs=tuple(one for one in brief.inputs if one.source != 2)),
        replace(brief, inputs=(replace(first, outcome=Outcome.FAILED), *others)),
        replace(brief, sources=(brief.sources[0], replace(brief.sources[1], copy_of=1), *brief.sources[2:])),
    ):
        assert verify.verify(wrong)


def test_a_copy_that_is_left_out_leaves_its_marking(folder: Path) -> None:
    """Be it carried by the copy, or given to its file by the settings; for the same text or nearly so."""
    shorter = SEED.replace("Rusia Akan Bantu", "Bantu")
    for text, given in (
        (f"TLP:AMBER\n\n{SEED}", {}),
        (f"TLP:AMBER\n\n{shorter}", {}),
        (shorter, {"*/b.txt": "TLP:AMBER"}),
    ):
        (folder / "b.txt").write_text(text, encoding="utf-8")
        table = {key: Given(value=label, origin="") for key, label in given.items()}
        settings = Settings(format=("json",), date="2026-11-20", source_marking=table)
        brief = workflow.make(["in/a.txt", "in/b.txt"], settings=settings).brief
        assert [(s.article.source, s.marking) for s in brief.sources] == [("in/a.txt", "TLP:AMBER")]
        assert not verify.verify(brief)


def test_a_version_for_others_names_no_input_above_it(folder: Path) -> None:
    """Of what is withheld, of copies of it and of what failed nothing is said."""
    (folder / "d.txt").write_text(
        f"TLP:RED\n\nKapal Berlayar\n\nTempo.co, Jakarta - {BODY}", encoding="utf-8"
    )
    (folder / "f.txt").write_text(f"Kapal Berlayar\n\nKompas.com, Jakarta - {BODY[:-100]}", encoding="utf-8")
    brief = workflow.make(["in"], settings=Settings(format=("json",), date="2026-11-20")).brief
    assert [i.outcome for i in brief.inputs if i.where == "in/f.txt"] == [Outcome.DUPLICATE]
    cut = withhold(brief, "TLP:GREEN")
    assert not verify.verify(cut)
    assert [(i.where, i.outcome) for i in cut.inputs] == [
        ("in/a.txt", Outcome.READ),
        ("in/c.txt", Outcome.OUT_OF_SCOPE),
        ("in/f.txt", Outcome.READ),
    ]
    assert not [i for i in cut.inputs if "d.txt" in f"{i.reason} {i.of}"]


# --- copies ----------------------------------------------------------------------------------


def test_copies_shortened_and_with_another_title() -> None:
    """The longer one is the original, wherever it stands; one told in other words is no copy."""
    whole, shortened = article(f"Judul\n\n{BODY}"), article("\n\n".join(SENTENCES[:4]))
    retitled = article(f"Sama Sekali Lain\n\n{BODY}")
    other = article("\n\n".join(s.replace("berlayar menuju", "meninggalkan") for s in SENTENCES[::-1]))
    mended = article(BODY.replace("nomor 3", "bernomor 3").replace("Ambon", "Kupang"))
    assert copies([shortened, whole, retitled, other, mended]) == {0: 2, 1: 2, 4: 2}


def test_a_copy_in_another_outlet_is_a_source_that_confirms_nothing(folder: Path) -> None:
    for name, outlet in (("x", "Kompas.com"), ("y", "Tempo.co")):
        text = f"Kapal {name} Berlayar\n\n{outlet}, Jakarta - {BODY}"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    settings = Settings(format=("json",), date="2026-11-20")
    brief = workflow.make(["in/a.txt", "in/x.txt", "in/y.txt"], settings=settings).brief
    assert [i.outcome for i in brief.inputs] == [Outcome.READ, Outcome.READ, Outcome.DUPLICATE]
    assert [s.copy_of for s in brief.sources] == [None, None, 2]
    assert independent(brief, [2, 3]) == 1
    assert independent(brief, [1, 2, 3]) == 2
