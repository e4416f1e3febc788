"""Tokens, sentences, quotations and languages: worked cases, and what holds for any text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import spacy
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from briefing import language, sources
from briefing.language import detection, pipeline, sentences
from briefing.lexicon import Entry, load
from briefing.model import Article

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def cases(name: str) -> list[dict[str, Any]]:
    path = ROOT / "tests/cases/language" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["case"]


def article(text: str) -> Article:
    return Article(id="x", source="x", text=text, paragraphs=(), language="id", digest="x")


def blank(text: str) -> Doc:
    """The Doc of the pipeline that has no models: sentences by rule."""
    return pipeline.blank("id")(text)


# --- quotations ------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("quotes"), ids=lambda c: c["rule"])
def test_quotations(case: dict[str, Any]) -> None:
    """The outermost quoted words, without their marks."""
    text = case["text"]
    found = language.find_quotes(text)
    assert [text[q.start : q.end] + ("" if q.closed else "…") for q in found] == case["quotes"]


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
def test_every_quotation_of_a_seed_is_closed(path: Path) -> None:
    """The seeds' marks are sound, so each quotation has both of its own."""
    text = sources.read_path(path).article.text
    quotes = language.find_quotes(text)
    assert len(quotes) == sum(text.count(mark) for mark in '"“”') / 2
    assert all(q.closed and text[q.outer_start] in '"“' and text[q.outer_end - 1] in '"”' for q in quotes)


@given(
    st.lists(st.sampled_from(['"', "“", "”", "'", "‘", "’", " ", "a", "A", ".", ",", "\n\n", "kata", "''"]))
)
def test_quotations_of_any_text(pieces: list[str]) -> None:
    """They lie in the text, in order, apart; none crosses a paragraph or is empty."""
    text = "".join(pieces)
    after = 0
    for quote in language.find_quotes(text):
        assert after <= quote.outer_start < quote.start < quote.end <= quote.outer_end <= len(text)
        words = text[quote.start : quote.end]
        assert words == words.strip()
        assert "\n\n" not in text[quote.outer_start : quote.outer_end]
        after = quote.outer_end


# --- sentences and tokens --------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("sentences"), ids=lambda c: c["rule"])
def test_sentences(case: dict[str, Any]) -> None:
    """Each case is given in its sentences; `parts` where they are glued."""
    text = " ".join(case["sentences"]).replace(" ¶", "\n\n")
    found = [s.text.strip() for s in blank(text).sents if s.text.strip()]
    if "parts" in case:
        assert len(found) == case["parts"]
    else:
        assert found == [s.removeprefix("¶") for s in case["sentences"]]


@pytest.mark.parametrize("entry", load("id")["abbreviations"].entries, ids=lambda e: e.words[0])
def test_every_abbreviation_holds_its_sentence_together(entry: Entry) -> None:
    """The examples are read as the entry says, and the near misses as two sentences."""
    assert all(sentences.fires(entry, text) for text in entry.example)
    assert not any(sentences.fires(entry, text) for text in entry.silent)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ('"Kami siap," kata Lavrov.', ['"', "Kami", "siap", ",", '"', "kata", "Lavrov", "."]),
        (
            "kata-kata Kim Jong-un (B-1B), 6.000",
            ["kata-kata", "Kim", "Jong-un", "(", "B-1B", ")", ",", "6.000"],
        ),
        ('bisa,"ucap dia', ["bisa", ",", '"', "ucap", "dia"]),
        (
            "Jum'at (7/12), 1,5 juta; 20%.",
            ["Jum'at", "(", "7/12", ")", ",", "1,5", "juta", ";", "20", "%", "."],
        ),
        ("jelas...bahwa AS–Rusia", ["jelas", "...", "bahwa", "AS", "–", "Rusia"]),
        ("Letjen. H.R. Agus dkk.", ["Letjen.", "H.R.", "Agus", "dkk."]),
        ("di Kompas.com. Ya", ["di", "Kompas.com", ".", "Ya"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    """Marks at the edges are split off; hyphens, figures, abbreviations and apostrophes hold together."""
    assert [t.text for t in blank(text)] == tokens


def test_the_tokenizer_is_lean() -> None:
    """spaCy's own has 15,963 exceptions and takes seconds to make."""
    assert len(pipeline.blank("id").tokenizer.rules) < 500


def test_a_pipeline_is_saved_and_loaded(tmp_path: Path) -> None:
    """Tokenizer and sentences are registered, so a saved pipeline reads the same in anybody's program."""
    nlp = pipeline.blank("id")
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    text = '"Ia siap," kata Letjen. Agus. Korut diam.\n\nRusia menolak.'
    assert [t.text for t in again(text)] == [t.text for t in nlp(text)]
    assert [s.text for s in again(text).sents] == [s.text for s in nlp(text).sents]


def test_the_shipped_pipeline_splits_as_the_code_does() -> None:
    """A saved pipeline holds its tokenizer's patterns; those shipped are the ones made here.

    If not, `python -m training.package` packages the shipped pipeline anew; nothing is trained.
    """
    shipped, made = pipeline.pipeline("id").tokenizer, pipeline.blank("id").tokenizer
    assert shipped.infix_finditer.__self__.pattern == made.infix_finditer.__self__.pattern
    assert shipped.prefix_search.__self__.pattern == made.prefix_search.__self__.pattern
    assert shipped.suffix_search.__self__.pattern == made.suffix_search.__self__.pattern
    assert shipped.rules == made.rules


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
def test_a_doc_is_the_article(path: Path) -> None:
    """The text is the article's, and each paragraph begins a sentence that no other shares."""
    read = sources.read_path(path).article
    doc = language.read(read)
    assert doc.text == read.text
    starts = {s.start_char for s in doc.sents}
    assert all(p.start in starts for p in read.paragraphs)
    for sentence in doc.sents:
        holders = [p for p in read.paragraphs if p.start <= sentence.start_char < p.end]
        assert (
            not sentence.text.strip() or sentence.text.strip() in read.text[holders[0].start : holders[0].end]
        )
    assert doc._.quotes == language.find_quotes(read.text)


def test_many_articles_are_read_as_one_is() -> None:
    """A batch gives the same Docs in the same order."""
    articles = [sources.read_path(path).article for path in SEEDS]
    for doc, one in zip(language.read_all(articles, batch=2), map(language.read, articles), strict=True):
        assert doc.text == one.text
        assert [(e.start_char, e.label_) for e in doc.ents] == [(e.start_char, e.label_) for e in one.ents]
        assert [s.start_char for s in doc.sents] == [s.start_char for s in one.sents]


@pytest.mark.parametrize("word", ["(" * 2000, "a" * 700, "https://x.example/" + "a/" * 900, "-" * 901])
def test_a_word_without_end_is_kept(word: str) -> None:
    """Rows of marks and data are cut into tokens as other words are; nothing of the text is lost."""
    text = f"Ini {word} itu. Rusia menolak."
    doc = language.read(article(text))
    assert doc.text == text
    assert [s.text for s in doc.sents][-1] == "Rusia menolak."


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from([".", " ", "\n\n", '"', "A", "a", "No.", "(", ")", "5"])).map("".join)
)
def test_any_text_is_kept(text: str) -> None:
    """Whatever the text, the Doc's is the same, and sentences cover it."""
    doc = language.read(article(text))
    assert doc.text == text
    assert "".join(s.text_with_ws for s in doc.sents) == text
    assert all("\n\n" not in s.text.strip("\n ") or not s.text.strip() for s in doc.sents if s.text.isascii())


# --- languages -------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("languages"), ids=lambda c: c["text"][:30])
def test_languages(case: dict[str, str]) -> None:
    """By script, function words and affixes; "und" where too little speaks for any."""
    assert language.detect(case["text"]) == case["language"]


@pytest.mark.parametrize("entry", load("id")["languages"].entries, ids=lambda e: e.where)
def test_every_entry_tells_its_language(entry: Entry) -> None:
    """The examples are told by the entry's words, the near misses are another language's."""
    assert all(detection.fires(entry, text) for text in entry.example)
    assert not any(detection.fires(entry, text) for text in entry.silent)


def test_a_quotation_in_another_language_changes_nothing() -> None:
    """What most of the words are in is the language."""
    said = "Rusia menolak usul itu karena tidak adil bagi Korea Utara dan sekutunya, kata Lavrov di Moskow. "
    text = f'{said * 2}"This is not the way that we will go."'
    assert language.detect(text) == "id"
