"""Lint of the analyst's notes: likelihood on one scale, and never in one sentence with confidence."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from briefing.cli import run
from briefing.lexicon import Entry, load
from briefing.lexicon.headings import fires as heading_fires
from briefing.lint import SCALES, fires, lint
from briefing.render.catalogue import HERE, read

CASES = tomllib.loads((ROOT / "tests/cases/lint/notes.toml").read_text(encoding="utf-8"))["case"]
ENTRIES = [
    (entry, heading_fires if name == "sections" else fires)
    for name, words in load("notes").lists.items()
    for entry in words
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_what_is_found(case: dict[str, Any]) -> None:
    """The line, column and words of each finding, and none where the rule leaves a word alone."""
    found = lint(case["text"].removeprefix("\n") if "+++" in case["text"] else case["text"].lstrip("\n"),
                 scale=case.get("scale", "icd203"))  # fmt: skip
    assert [f"{f.line}:{f.column} {f.words}" for f in found] == case["found"]


@pytest.mark.parametrize(("entry", "checker"), ENTRIES, ids=lambda e: e.where if isinstance(e, Entry) else "")
def test_every_entry_on_its_own_examples(entry: Entry, checker: Any) -> None:
    assert entry.example
    assert [text for text in entry.example if not checker(entry, text)] == []
    assert [text for text in entry.silent if checker(entry, text)] == []


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("language", ["en", "id"])
def test_a_scale_has_seven_bands_that_rise(scale: str, language: str) -> None:
    """In both languages, in percent; ICD 203's bands touch, PHIA's leave gaps."""
    bands = [e for e in load("notes")[scale] if e.get("language") == language]
    edges = [float(e.get(key)) for e in bands for key in ("low", "high")]
    assert len(bands) == 7
    assert edges == sorted(edges)


def test_a_finding_says_what_to_write_instead() -> None:
    """The nearest band for a word of the other scale, all bands for a word of none, in its language."""
    (other,) = lint("A test is highly unlikely.")
    assert "'very unlikely'" in other.message
    (english,) = lint("A test is possible.")
    assert "almost no chance, very unlikely, unlikely, roughly even chance" in english.message
    (indonesian,) = lint("Uji coba mungkin terjadi.")
    assert "kemungkinan besar" in indonesian.message


@given(st.text())
def test_any_text_can_be_linted(text: str) -> None:
    """And each finding stands where it says."""
    for finding in lint(text):
        line = text.split("\n")[finding.line - 1]
        assert line[finding.column - 1 :].startswith(finding.words.split(" ")[0])


def test_the_command(tmp_path: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """file:line:column and status 1 where there is anything, status 0 and a word of it where not."""
    notes = tmp_path / "n.md"
    notes.write_text("## Outlook\n\nTalks might fail.\n", encoding="utf-8")
    assert run(["lint", str(notes)]) == 1
    assert f"{notes}:3:7: 'might' is off the scale of ICD 203" in capfd.readouterr().out
    notes.write_text("## Outlook\n\nTalks are likely.\n", encoding="utf-8")
    assert run(["lint", str(notes)]) == 0
    assert "nothing found" in capfd.readouterr().out
    assert run(["lint", str(tmp_path / "none.md")]) == 1
    assert "can't be read" in capfd.readouterr().err
    assert run(["lint", str(notes), "--scale", "mine"]) == 2


def test_what_notes_do_not_have(tmp_path: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Keys and headings, each with its line and the nearest that there is; prose alone is a draft."""
    notes = tmp_path / "n.md"
    text = '+++\nautor = "x"\n+++\n\n## Key judgments\n\nTalks might fail.\n\n## Outlok\n\nNone.\n'
    notes.write_text(text, encoding="utf-8")
    assert run(["lint", str(notes)]) == 1
    told = capfd.readouterr().out.splitlines()
    assert told[0] == f"{notes}:2: unknown key 'autor'. The nearest is 'author'"
    assert told[1] == f"{notes}:9: no section 'Outlok'. The nearest is 'Outlook'"
    assert told[2].startswith(f"{notes}:7:7: 'might' is off the scale")
    notes.write_text("Before.\n\n## Outlook\n\nNone.\n", encoding="utf-8")
    assert run(["lint", str(notes)]) == 1
    assert f"{notes}:1: text before the first section" in capfd.readouterr().out
    notes.write_text("Only prose.\n", encoding="utf-8")
    assert run(["lint", str(notes)]) == 0


@pytest.mark.parametrize("language", ["en", "id"])
def test_no_label_of_ours_estimates(language: str) -> None:
    """Words of likelihood are the analyst's alone; the Admiralty system's own words are the user's grade."""
    theirs = {"reliability", "credibility", "name", "role", "place", "unit"}
    told = [m for m in read(HERE / f"{language}.po") if m.id and m.context not in theirs]
    texts = [s for m in told for s in ((m.string,) if isinstance(m.string, str) else m.string)]
    bands = [entry for scale in SCALES for entry in load("notes")[scale]]
    assert len(texts) > 100
    guilty = {text for text in texts for entry in bands if fires(entry, text.replace("how likely", ""))}
    assert guilty == set()
