"""Text to a spaCy Doc: tokens, sentences, quotations, and names where a model lies here.

spaCy takes the better part of a second to import, so it is imported when the first article is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from briefing.language.detection import detect
from briefing.language.languages import LANGUAGES
from briefing.language.quotes import Quote, find_quotes

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from briefing.model import Article

__all__ = ["Quote", "detect", "find_quotes", "read", "read_all", "supported"]


def supported() -> tuple[str, ...]:
    """The languages that articles are read in ("id")."""
    return tuple(sorted(LANGUAGES))


def read(article: Article) -> Doc:
    """The article's text as a spaCy Doc: `doc.text == article.text`, and no sentence crosses a paragraph.

    `doc._.quotes` holds its quotations; `doc.ents` persons, organisations and places where a trained
    recogniser lies in `language/<code>/model`.
    """
    from briefing.language import pipeline

    return pipeline.read(article)


def read_all(articles: Iterable[Article], *, batch: int = 32) -> Iterator[Doc]:
    """The Doc of each article, in order, as `read` makes it; faster for many."""
    from briefing.language import pipeline

    return pipeline.read_all(articles, batch=batch)
