"""A language is data: a toy one, made of a few words here, is read without a change to extract/."""

from __future__ import annotations

import pytest
import spacy

from briefing import language, lexicon
from briefing.extract.actors import actors
from briefing.extract.claims import claims
from briefing.language import pipeline
from briefing.language.grammar import grammar_of
from briefing.language.languages import DEFAULT, LANGUAGES, PLAIN, Language
from briefing.lexicon import Entry, Lexicon, WordList
from briefing.model import Article, Findings, Mode, Paragraph, ParagraphKind

Values = dict[str, object]


def entry(words: str, **values: object) -> Entry:
    return Entry(words=tuple(words.split(", ")), values=values, example=(), silent=(), where="xx/toy.toml#1")


def word_list(name: str, *entries: Entry) -> WordList:
    return WordList(name=name, title=name, checks="", entries=entries)


TOY = Lexicon(
    "en",
    {
        "cues": word_list(
            "cues",
            entry("says, warns", kind="verb", needs="clause", act="states"),
            entry("adds", kind="root", act="states"),
        ),
        "grammar": word_list(
            "grammar",
            entry("that", role="complementiser"),
            entry("he, she", role="pronoun"),
            entry("not, never", role="negation"),
            entry("on, in", role="preposition"),
        ),
        "persons": word_list("persons", entry("Alice Brown, Bob Green", kind="known")),
    },
)


def read(text: str) -> list[tuple[str, str, str]]:
    """Speaker, words and mode of each claim of a text in the toy language."""
    whole = Paragraph(number=1, kind=ParagraphKind.BODY, start=0, end=len(text))
    article = Article(id="x", source="x", text=text, paragraphs=(whole,), language="en", digest="-")
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    doc = nlp(text)
    found = claims(doc, TOY, actors(doc, TOY, Findings(article=article)))
    names = {a.id: a.name for a in found.actors}
    return [(names.get(c.speaker or "", ""), article.words(c.evidence), c.mode.value) for c in found.claims]


def test_a_toy_language_is_read() -> None:
    """ "X says that Y" is a claim of X's: the verbs, the small words and the names are the lexicon's."""
    assert read("Alice Brown says that the bridge is open.") == [
        ("Alice Brown", "the bridge is open", Mode.INDIRECT.value)
    ]


def test_its_quotations_and_pronouns_are_read() -> None:
    """A quotation with its report behind it, and a pronoun that goes on."""
    assert read('"The bridge is open," adds Bob Green. He says that the road is closed.') == [
        ("Bob Green", "The bridge is open", Mode.DIRECT.value),
        ("Bob Green", "the road is closed", Mode.INDIRECT.value),
    ]


def test_what_it_negates_is_no_claim() -> None:
    """Near miss: "never says" reports nothing."""
    assert read("Alice Brown never says that the bridge is open.") == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_of_the_table_has_all_that_reading_needs(code: str) -> None:
    """A row of `LANGUAGES` has its word lists and a tokenizer that loses nothing."""
    assert code in lexicon.languages()
    text = "Rusia menolak. Korut diam."
    doc = pipeline.blank(code)(text)
    assert (doc.text, doc.lang_) == (text, code)
    assert grammar_of(lexicon.load(code)).forms is LANGUAGES[code].forms
    assert DEFAULT in LANGUAGES


def test_a_row_of_the_table_is_all_that_code_has_to_know(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a row for it, English is supported, and has sentences by rule: by its own abbreviations alone."""
    assert "en" not in language.supported()
    monkeypatch.setitem(LANGUAGES, "en", Language(tokenizer="spacy.Tokenizer.v1", forms=PLAIN))  # type: ignore[arg-type]
    assert language.supported() == ("en", "id")
    doc = pipeline.blank("en")("They left on Mars. Nobody stayed.")
    assert [s.text for s in doc.sents] == ["They left on Mars.", "Nobody stayed."]
    assert [s.text for s in pipeline.blank("id")(doc.text).sents] == [doc.text]
