"""Military details (briefing/extract/events/)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import language
from briefing.extract import extract
from briefing.extract.events.military import fires, military
from briefing.lexicon import Entry, Lexicon, load
from briefing.model import Article, Findings, MilitaryDetail, Paragraph, ParagraphKind

HERE = Path(__file__).parent / "cases/military"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['why']}")
    for path in sorted(HERE.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
LISTS = ("weapons", "platforms", "units", "events", "names", "idioms", "phrases")
ENTRIES = [e for name in LISTS for e in load("id")[f"military_{name}"]]
ENTRIES += load("id")["places"]
PIECES = (
    *("rudal", "jet tempur F-16", "AS", "Korea Utara", "menembakkan", "dua", "6.000", "personel militer"),
    *("tewas", "yang", "di", "ke", "(", ")", ",", ".", '"', "dan", "pada 7 Juli 2025", "serangan"),
    *("latihan militer", "KRI", "itu", "Kursk"),
)
DAY = "2025-07-02"


def article(text: str, *, kind: ParagraphKind = ParagraphKind.BODY) -> Article:
    paragraph = Paragraph(number=1, kind=kind, start=0, end=len(text))
    about = {"id": "case", "source": "case", "language": "id", "digest": "-", "published": DAY}
    return Article(text=text, paragraphs=(paragraph,), **about)


def read(
    text: str, *, kind: ParagraphKind = ParagraphKind.BODY
) -> tuple[Article, tuple[MilitaryDetail, ...]]:
    made = article(text, kind=kind)
    return made, extract(made, language.read(made), load("id")).military


def told(made: Article, detail: MilitaryDetail) -> dict[str, Any]:
    """A detail as the cases write it."""
    quantity = detail.quantity
    counted = quantity is not None and quantity.value is not None
    return {
        "kind": detail.kind.value,
        "text": made.words(detail.evidence),
        "name": detail.name.value if detail.name else "none",
        "quantity": quantity.value if quantity and counted else "none",
        "unit": quantity.unit if quantity else "none",
        "range": [quantity.low, quantity.high] if quantity else "none",
        "qualifier": quantity.qualifier.value if quantity else "none",
        "operators": [o.value for o in detail.operators],
        "place": detail.place.value if detail.place else "none",
        "date": detail.date.value if detail.date else "none",
        "status": detail.status.value,
        "marker": made.words(detail.marker) if detail.marker else "none",
    }


@pytest.mark.parametrize("case", CASES)
def test_a_text_gives_its_details_and_no_others(case: dict[str, Any]) -> None:
    """Every detail of the case is read, in order, with the values that the case names; nothing else is."""
    made, found = read(case["text"])
    got = [told(made, d) for d in found]
    named = [{k: g[k] for k in want} for g, want in zip(got, case["details"], strict=False)]
    assert (len(got), named) == (len(case["details"]), case["details"]), got


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: f"{e.where} {e.words[0]}")
def test_every_entry_fires_in_its_example_and_in_no_near_miss(entry: Entry) -> None:
    """An entry's example is read by the entry, and its near miss is not."""
    assert entry.example
    for text in entry.example:
        assert fires(entry, text), text
    for text in entry.silent:
        assert not fires(entry, text), text


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
def test_whatever_is_read_points_to_its_words(text: str) -> None:
    """Spans lie in the text; names, places and counts stand in the words that they cite; ids count up."""
    made, found = read(f"Rudal AS dan jet tempur. {text}")
    assert [d.id for d in found] == [f"m{n}" for n in range(1, len(found) + 1)]
    for detail in found:
        for reading in (detail.name, detail.place):
            assert reading is None or made.words(reading.evidence) == reading.value
        cited = [detail.evidence, *(o.evidence for o in detail.operators)]
        cited += [r.evidence for r in (detail.quantity, detail.date) if r is not None]
        assert all(0 <= e.start < e.end <= len(made.text) for e in cited)


def test_titles_and_headings_are_not_read() -> None:
    """What a title says the body says too; a caption is content."""
    text = "Korea Utara menembakkan dua rudal balistik."
    assert not read(text, kind=ParagraphKind.TITLE)[1]
    assert not read(text, kind=ParagraphKind.HEADING)[1]
    assert read(text, kind=ParagraphKind.CAPTION)[1]


def test_without_the_word_lists_of_a_language_nothing_is_read() -> None:
    """A language that has no military lists is no error."""
    made = article("Korea Utara menembakkan dua rudal balistik.")
    found = military(language.read(made), Lexicon("xx", {}), Findings(article=made))
    assert found.military == ()
