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
from briefing.language.parsing import parse_sentences
from briefing.language.quotes import Quote, find_quotes
from briefing.model import Article

HERE = Path(__file__).parent
TOKENIZERS = {"id": "briefing.id.v1"}
SENTENCES = "briefing_sentences"
PARSING = ("tok2vec", "tagger", "morphologizer", "trainable_lemmatizer", "parser")


def supported() -> tuple[str, ...]:
    """The languages that articles are read in."""
    return tuple(sorted(TOKENIZERS))


@lru_cache(maxsize=4)
def pipeline(language: str) -> Language:
    """The pipeline of a language. Loaded once; the parser stays out until `parse` asks for it."""
    model = HERE / language / "model"
    nlp = spacy.load(model) if (model / "meta.json").is_file() else blank(language)
    if SENTENCES not in nlp.pipe_names:
        nlp.add_pipe(SENTENCES, first=True)
    return nlp


def blank(language: str) -> Language:
    """A pipeline that only tokenizes and marks sentences."""
    config = {"nlp": {"tokenizer": {"@tokenizers": TOKENIZERS[language]}}}
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
    nlp = pipeline(article.language if article.language in TOKENIZERS else "id")
    with nlp.select_pipes(disable=[p for p in PARSING if p in nlp.pipe_names]):
        return nlp(tokenized(nlp, article.text))


def read_all(articles: Iterable[Article], *, batch: int = 32) -> Iterator[Doc]:
    """The Doc of each article, in order; the recogniser reads a batch of them at a time."""
    nlp = pipeline("id")
    with nlp.select_pipes(disable=[p for p in PARSING if p in nlp.pipe_names]):
        yield from nlp.pipe((tokenized(nlp, article.text) for article in articles), batch_size=batch)


def parse(doc: Doc, sentences: Sequence[Span]) -> bool:
    """Whether tags and dependencies were added to the chosen sentences: false where there is no parser."""
    return parse_sentences(pipeline(doc.lang_), doc, sentences)
