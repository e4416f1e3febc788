"""spaCy pipelines by language: the trained one where it lies, a blank one where it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

import briefing.language.sentences  # noqa: F401  (registers the component)
from briefing.language.id.tokenizer import tokenized
from briefing.language.languages import DEFAULT, LANGUAGES
from briefing.language.quotes import Quote, find_quotes
from briefing.model import Article

HERE = Path(__file__).parent
SENTENCES = "briefing_sentences"
NAMES = "ner"
PIECE = 4_000
"""Tokens that the recogniser reads at once: it takes 15 KB for each. Hardly an article is longer."""


@lru_cache(maxsize=4)
def pipeline(language: str) -> Language:
    """The pipeline of a language, loaded once."""
    model = HERE / language / "model"
    nlp = spacy.load(model) if (model / "meta.json").is_file() else blank(language)
    if SENTENCES not in nlp.pipe_names:
        nlp.add_pipe(SENTENCES, first=True)
    return nlp


def blank(language: str) -> Language:
    """A pipeline that only tokenizes and marks sentences."""
    config = {"nlp": {"tokenizer": {"@tokenizers": LANGUAGES[language].tokenizer}}}
    nlp = spacy.blank(language, config=config)
    nlp.add_pipe(SENTENCES)
    return nlp


def quotes_of(doc: Doc) -> tuple[Quote, ...]:
    """The quotations of a Doc (its `_.quotes`), found once."""
    key = "briefing.quotes"
    if key not in doc.user_data:
        doc.user_data[key] = find_quotes(doc.text)
    found: tuple[Quote, ...] = doc.user_data[key]
    return found


if not Doc.has_extension("quotes"):
    Doc.set_extension("quotes", getter=quotes_of)


def read(article: Article) -> Doc:
    """The article's text as a spaCy Doc: `doc.text == article.text`, and no sentence crosses a paragraph."""
    nlp = pipeline(article.language if article.language in LANGUAGES else DEFAULT)
    doc = tokenized(nlp, article.text)
    if len(doc) <= PIECE or NAMES not in nlp.pipe_names:
        return nlp(doc)
    with nlp.select_pipes(disable=[NAMES]):
        doc = nlp(doc)
    return _named_in_pieces(nlp, doc)


def _named_in_pieces(nlp: Language, doc: Doc) -> Doc:
    """The Doc with the names that the recogniser finds in one piece of it after another."""
    texts, spaces = [t.text for t in doc], [bool(t.whitespace_) for t in doc]
    starts: list[bool | int | None] = [bool(t.is_sent_start) for t in doc]
    recogniser = nlp.get_pipe(NAMES)
    found: list[Span] = []
    at = 0
    while at < len(doc):
        end = _piece_end(starts, at)
        piece = Doc(nlp.vocab, words=texts[at:end], spaces=spaces[at:end], sent_starts=starts[at:end])
        named = recogniser(piece).ents
        found += [Span(doc, at + name.start, at + name.end, label=name.label) for name in named]
        at = end
    doc.set_ents(found)
    return doc


def _piece_end(starts: Sequence[object], at: int) -> int:
    """Where a piece ends that begins here: with a sentence, if one ends in the second half of it."""
    last = min(at + PIECE, len(starts))
    if last == len(starts):
        return last
    return next((n for n in range(last, at + PIECE // 2, -1) if starts[n]), last)


def read_all(articles: Iterable[Article], *, batch: int = 32) -> Iterator[Doc]:
    """The Doc of each article, in order; the recogniser reads a batch of them at a time."""
    nlp = pipeline(DEFAULT)
    yield from nlp.pipe((tokenized(nlp, article.text) for article in articles), batch_size=batch)
