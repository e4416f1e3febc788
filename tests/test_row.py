"""The one typed reading of an article: words in a row, items over them (extract/sentences/row.py)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import language, lexicon
from briefing.extract.sentences.reading import example
from briefing.extract.sentences.row import Kind, Text, read_text

LEXICON = lexicon.load("id")
TEXT = 'Menlu Rusia Sergey Lavrov mengatakan kepada AFP, "Kami siap. Kami tidak takut," pada Kamis (7/12).'


def text_of(words: str) -> Text:
    article = example(words)
    return read_text(language.read(article), article, LEXICON)


def test_a_reader_gets_the_kinds_that_he_asks_for() -> None:
    """Asked for names and cues, the row has names and cues, and plain words and marks between them."""
    text = text_of(TEXT)
    [stretch] = text.stretches
    items = text.items(stretch, Kind.OFFICE, Kind.NAME, Kind.CUE, Kind.QUOTE, Kind.OUTLET)
    assert [(i.kind.value, i.low) for i in items if i.kind not in (Kind.WORD, Kind.MARK)] == [
        ("office", "menlu rusia"),
        ("name", "sergey lavrov"),
        ("cue", "mengatakan"),
        ("outlet", "afp"),
        ("quote", '" kami siap . kami tidak takut , "'),
    ]


def test_sentences_that_share_a_quotation_are_one_stretch() -> None:
    """A full stop within quotation marks ends no stretch; behind them it does."""
    text = text_of('"Kami siap. Kami tidak takut," kata Sergey Lavrov. Ia lalu pergi.')
    assert [text.article.text[s.start : s.stop] for s in text.stretches] == [
        '"Kami siap. Kami tidak takut," kata Sergey Lavrov.',
        "Ia lalu pergi.",
    ]


def test_a_quotation_hides_its_words_only_from_who_asks_for_quotations() -> None:
    """A number within quotation marks is seen by the reader of numbers, not by the reader of quotations."""
    text = text_of('Sergey Lavrov mengatakan, "Kami mengirim 20 tank."')
    [stretch] = text.stretches
    plain = {i.kind for i in text.items(stretch, Kind.NUMBER, Kind.TERM)}
    assert {Kind.NUMBER, Kind.TERM} <= plain
    assert Kind.NUMBER not in {i.kind for i in text.items(stretch, Kind.QUOTE, Kind.NUMBER, Kind.TERM)}


@pytest.mark.parametrize("kinds", [(), (Kind.WORD,), tuple(Kind)])
def test_plain_words_are_no_kind_to_ask_for(kinds: tuple[Kind, ...]) -> None:
    """Words and marks are what lies between the items: asking for them changes nothing."""
    text = text_of(TEXT)
    asked = [k for k in kinds if k not in (Kind.WORD, Kind.MARK)]
    assert text.items(text.stretches[0], *kinds) == text.items(text.stretches[0], *asked)


PIECES = (
    "kata",
    "Menlu Rusia",
    "Sergey Lavrov",
    '"',
    "20 tank",
    "Kamis (7/12)",
    ".",
    ",",
    "USS Carl Vinson",
    "F-16",
)


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_the_items_of_a_stretch_cover_its_words(pieces: list[str]) -> None:
    """Whatever is asked for: the items follow one another without a gap, from the first word to the last."""
    words = " ".join(pieces).strip()
    if not words:
        return
    text = text_of(words)
    for stretch in text.stretches:
        for kinds in ((), (Kind.QUOTE, Kind.NAME, Kind.CUE), (Kind.TERM, Kind.NUMBER, Kind.DATE, Kind.SHIP)):
            items = text.items(stretch, *kinds)
            assert items[0].begin == stretch.begin
            assert items[-1].end == stretch.end
            assert all(a.end == b.begin for a, b in pairwise(items))
    assert sum(s.end - s.begin for s in text.stretches) == len(text.words)
