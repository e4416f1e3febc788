"""The analyst's notes: merged at their place, set apart, cited, sanitised, and never invented."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from samples import WHOLE, brief

from briefing import codec
from briefing.cli import run
from briefing.errors import NotesError
from briefing.model import BlockKind, Brief, NoteKind, Pointer, RunStyle
from briefing.notes import attach
from briefing.render import FORMATS, render
from briefing.render.catalogue import HERE, read
from briefing.verify import verify

WRONG = tomllib.loads((ROOT / "tests/cases/notes/wrong.toml").read_text(encoding="utf-8"))["case"]
NOTES = """+++
author = "A. Analyst"
date = 2018-02-01
[grading]
"Republika" = "B2"
+++

## Key judgements

We judge that Moscow will **very likely** host talks [S1¶2], as *Lavrov* offered [claim:2].

- First item [S2 ¶1]
- Second item [M1]

## Comment on S1

One report, carried by [an agency](https://example.org/x).

## Komentar atas Rex Tillerson

He has said no before.

## Comment on claim:5

Said often.

## Assumptions

Dates are right.

## Outlook

Unlikely to change [claim:s1-c1].

## Celah informasi

> No source names the day.
"""
BRIEF = brief()
MADE = attach(BRIEF, NOTES, where="n.md")
PLACES = ("Key judgements", "Assumptions", "Outlook", "Gaps")


def test_sections_have_their_kind_in_both_languages() -> None:
    """In the order of print; a comment says what it is about."""
    assert MADE.notes is not None
    assert [(n.kind, n.about) for n in MADE.notes.sections] == [
        (NoteKind.JUDGEMENTS, None),
        (NoteKind.ASSUMPTIONS, None),
        (NoteKind.COMMENT, Pointer(source=1)),
        (NoteKind.COMMENT, Pointer(entity=next(v.entity for v in BRIEF.voices if "Rex" in v.name.value))),
        (NoteKind.COMMENT, Pointer(source=1, item="s1-c3")),
        (NoteKind.OUTLOOK, None),
        (NoteKind.GAPS, None),
    ]
    blocks = [b for n in MADE.notes.sections for b in n.blocks]
    assert [b.number for b in blocks] == list(range(1, len(blocks) + 1))
    assert verify(MADE) == ()


def test_text_is_kept_as_runs_with_their_citations() -> None:
    """Styles and what a citation leads to; no markup of any kind."""
    assert MADE.notes is not None
    first, second, *_ = MADE.notes.sections[0].blocks
    assert [(r.text, r.style, r.pointer) for r in first.runs] == [
        ("We judge that Moscow will ", RunStyle.PLAIN, None),
        ("very likely", RunStyle.STRONG, None),
        (" host talks ", RunStyle.PLAIN, None),
        ("", RunStyle.PLAIN, Pointer(source=1, paragraph=2)),
        (", as ", RunStyle.PLAIN, None),
        ("Lavrov", RunStyle.EMPHASIS, None),
        (" offered ", RunStyle.PLAIN, None),
        ("", RunStyle.PLAIN, Pointer(source=1, item="s1-c2")),
        (".", RunStyle.PLAIN, None),
    ]
    assert second.kind is BlockKind.ITEM


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case["rule"])
def test_what_does_not_resolve_is_one_clear_line(case: dict[str, Any]) -> None:
    """With the notes' own line, and the nearest that exists."""
    with pytest.raises(NotesError) as caught:
        attach(BRIEF, case["text"], where="n.md")
    assert [text for text in case["says"] if text not in str(caught.value)] == []
    assert "\n" not in str(caught.value)


def test_a_source_is_commented_on_by_its_title_too() -> None:
    made = attach(BRIEF, "## Comment on story Rusia siap membantu Korut\n\nx", where="n.md")
    assert made.notes is not None
    assert made.notes.sections[0].about == Pointer(source=1)


def test_code_is_no_citation() -> None:
    made = attach(BRIEF, "## Gaps\n\n`[S9]` and\n\n```\n[S9¶9]\n```\n", where="n.md")
    assert made.notes is not None
    assert [r.pointer for b in made.notes.sections[0].blocks for r in b.runs] == [None] * 3


def test_without_notes_nothing_is_judged() -> None:
    """No section, no heading, no word of the analyst's; the method says that there is none."""
    for format in ("html", "txt", "md"):
        text = render(BRIEF, format, options=WHOLE).decode()
        assert not re.search(
            "Key judgements|Outlook|Analyst's (?:text|comment)", re.sub("(?s)<style.*?</style>", "", text)
        )
    assert attach(BRIEF, "", where="n.md").notes is None
    assert "this brief holds no text by an analyst" in render(BRIEF, "html", options=WHOLE).decode()


@pytest.mark.parametrize("format", ["html", "txt", "md"])
@pytest.mark.parametrize("language", ["en", "id"])
def test_notes_stand_at_their_place_in_every_format(format: str, language: str) -> None:
    """From the record alone; signed and dated; a comment with what it is about."""
    kept = codec.read_brief(codec.brief_json(replace(MADE, language=language)))
    text = re.sub("(?s)<(style|script).*?</\\1>", "", render(kept, format, options=WHOLE).decode())
    flat = " ".join(re.sub(r"<[^>]+>|\\|\*|(?m:^[>|] )", " ", text).split()).casefold()
    labels = {m.id: m.string for m in read(HERE / f"{language}.po") if not m.context}
    contents = flat.rfind(str(labels["Annex: source texts"]).casefold(), 0, flat.index("very likely"))
    begin = max(contents, flat.index(str(labels["Bottom line"]).casefold()))
    at = [flat.index(f"{labels[title]} ".casefold(), begin) for title in PLACES]
    assert begin < at[0] < flat.index(str(labels["Who said what"]).casefold(), at[0])
    assert at == sorted(at)
    for words in (
        "very likely",
        "One report, carried by",
        "He has said no before.",
        "No source names the day.",
    ):
        assert flat.count(words.casefold()) == 1
    assert flat.index("tidak ada pembicaraan", at[0]) > flat.index("he has said no before.")
    assert "a. analyst" in flat
    assert "b2" in flat


def test_notes_are_in_the_pdf() -> None:
    import subprocess

    made = render(MADE, "pdf", options=WHOLE)
    text = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True)
    flat = " ".join(text.stdout.decode().split())
    assert "very likely" in flat
    assert "He has said no before." in flat


def test_citations_lead_both_ways() -> None:
    """From the notes to paragraph, statement or item, and from the paragraph back."""
    page = render(MADE, "html", options=WHOLE).decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    judgement = page[page.index('id="n1"') : page.index('id="n2"')]
    assert 'href="#a1-2"' in judgement
    assert 'href="#p2"' in judgement
    paragraph = page[page.index('id="a1-2"') :]
    assert 'href="#n1"' in paragraph[: paragraph.index("</p>")]


ATTACKS = (
    "<script>alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    "[a](javascript:alert(1))",
    '<a href="https://x.example" onclick="x()">b</a>',
    "<style>p { color: red }</style>",
    "</div></main><h1>x</h1>",
    "{{ 7*7 }} {% for x in y %}",
    "![](https://x.example/p.png)",
    "<iframe src='https://x.example'></iframe>",
    "\u202e\x1b[31mred",
    "| # *a* _b_ `e` ~f~",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_in_notes_is_gone_or_text(attack: str) -> None:
    """Sanitised once, kept as text, escaped again: no tag, handler, address or template comes through."""
    page = render(
        attach(BRIEF, f"## Outlook\n\nPlain {attack} end.", where="n.md"), "html", options=WHOLE
    ).decode()
    harmless = render(
        attach(BRIEF, "## Outlook\n\nPlain x end.", where="n.md"), "html", options=WHOLE
    ).decode()
    ours = re.compile(r"<(?!/?(?:strong|em|code|a|p|span)\b)[a-z/!]+")
    assert sorted(ours.findall(page)) == sorted(ours.findall(harmless))
    body = page[page.index('id="outlook"') :]
    body = body[: body.index("</section>")]
    assert not re.search(r"onclick=|onerror=|src=|javascript:[^)]*\"|\x1b|\u202e|>49<", body)
    assert body.count("Plain") == 1


@given(st.text(max_size=300))
def test_any_text_in_a_section_is_kept_or_refused(text: str) -> None:
    """Never a fault; and what is kept goes through the record and back."""
    try:
        made = attach(BRIEF, f"## Outlook\n\n{text}", where="n.md")
    except NotesError:
        return
    assert verify(made) == ()
    assert codec.read_brief(codec.brief_json(made)) == made


def test_a_citation_of_nothing_in_the_record_is_caught() -> None:
    """The check of a brief looks at them again."""

    def pointing(pointer: Pointer) -> Brief:
        assert MADE.notes is not None
        note = MADE.notes.sections[0]
        runs = tuple(replace(r, pointer=pointer) if r.pointer else r for r in note.blocks[0].runs)
        changed = replace(note, blocks=(replace(note.blocks[0], runs=runs),))
        return replace(MADE, notes=replace(MADE.notes, sections=(changed,)))

    for pointer in (
        Pointer(source=9), Pointer(source=1, paragraph=99), Pointer(source=2, item="s1-c1"),
        Pointer(entity="e99"), Pointer(),
    ):  # fmt: skip
        assert verify(pointing(pointer))
    assert verify(pointing(Pointer(source=1))) == ()


def test_notes_bear_the_briefs_marking_unless_they_say_otherwise() -> None:
    """A label in brackets at a paragraph, else that of the front matter; never below what is cited."""
    made = brief(marking="", source_marking=(("Republika", "TLP:AMBER"),))
    text = "## Gaps\n\nplain\n\n(TLP:CLEAR) open\n\n(TLP:CLEAR) cites [S2]\n\n(TLP:RED) closed\n"
    noted = attach(made, text, where="n.md")
    assert noted.notes is not None
    assert [b.marking for b in noted.notes.sections[0].blocks] == [
        "TLP:AMBER", "TLP:CLEAR", "TLP:AMBER", "TLP:RED",
    ]  # fmt: skip
    assert noted.marking == "TLP:RED"
    green = attach(made, f'+++\nmarking = "TLP:GREEN"\n+++\n{text}', where="n.md")
    assert green.notes is not None
    assert green.notes.sections[0].blocks[0].marking == "TLP:GREEN"


def test_grades_are_the_users_alone() -> None:
    """At the sources that they are given for, in words, and said to be given by hand; at no others."""
    assert [s.grading for s in MADE.sources] == [None, "B2", None]
    page = render(MADE, "html", options=WHOLE).decode()
    assert "B2: usually reliable; probably true" in page
    assert "given by hand" in page
    assert "Graded" not in render(BRIEF, "html", options=WHOLE).decode()


def test_the_source_summary_counts() -> None:
    """Articles, outlets, days, ages, carriers: each from the sources' own fields."""
    text = " ".join(render(BRIEF, "txt", options=WHOLE).decode().split())
    summary = text[text.index("Source summary statement") :]
    for fact in (
        "rests on 3 articles.",
        "2 outlets are named: Suara Pembaruan, Republika.",
        "1 article names no outlet.",
        "2 articles are dated (8 Dec 2017 – 16 Jan 2018); ages on the day of this brief: 16 days – 1 month.",
        "1 article is undated, and its age is not known.",
        "1 article says that it draws on other outlets.",
        "No source is graded.",
    ):
        assert fact in summary


def test_sources_with_a_carrier_in_common_are_named() -> None:
    """One that is the outlet, and one that has words from it."""
    sources = (
        BRIEF.sources[0],
        replace(BRIEF.sources[1], article=replace(BRIEF.sources[1].article, outlet="Interfax")),
    )
    text = " ".join(
        render(replace(BRIEF, sources=(*sources, BRIEF.sources[2])), "txt", options=WHOLE).decode().split()
    )
    assert "S1, S2 have Interfax in common" in text


@pytest.mark.parametrize(
    ("context", "words"),
    [
        ("material", {"reported", "assumed", "judged"}),
        ("material explained", {"reported", "assumed", "judged", "nothing judged"}),
        ("reliability", set("ABCDEF")),
        ("credibility", set("123456")),
    ],
)
def test_closed_sets_of_the_standards_are_labelled_whole(context: str, words: set[str]) -> None:
    for language in ("en", "id"):
        assert {m.id for m in read(HERE / f"{language}.po") if m.context == context} == words


def test_make_merges_notes_and_tells_what_their_lint_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The words stay the analyst's; the problem names file, line and column. A bad citation makes nothing."""
    monkeypatch.chdir(tmp_path)
    seed = str(next((ROOT / "seeds").glob("000_*.txt")))
    Path("n.md").write_text("## Outlook\n\nTalks might come [S1¶1].\n", encoding="utf-8")
    assert run(["make", seed, "--date", "2026-11-20", "--format", "json,txt", "--notes", "n.md"]) == 0
    assert "n.md:3:7: 'might' is off the scale" in capfd.readouterr().out
    record = Path("reports/2026-11-20/briefing.json")
    assert run(["render", str(record), "--format", "md", "--out", "again"]) == 0
    assert "Talks might come" in Path("again/briefing.md").read_text(encoding="utf-8")
    Path("n.md").write_text("## Outlook\n\n[S7]\n", encoding="utf-8")
    assert run(["make", seed, "--date", "2026-11-21", "--notes", "n.md"]) == 1
    assert "n.md:3: [S7] leads to nothing. The nearest is [S1]" in capfd.readouterr().err
    assert not Path("reports/2026-11-21").exists()


def test_every_format_holds_notes() -> None:
    assert all(render(MADE, format, options=WHOLE) for format in FORMATS)
