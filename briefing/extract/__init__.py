"""What is read in an article: actors, claims, events, military details, a summary in its own sentences.

Every extractor is a plain function that takes what was found so far and gives back more of it;
`EXTRACTORS` is the one place where their order stands. Claims need the actors (who is "dia"?), events
need the claims (who says so?), military details the events that they belong to, and the summary actors and
claims.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from briefing.extract.actors import actors
from briefing.extract.claims import claims
from briefing.extract.events.happenings import events
from briefing.extract.events.military import military
from briefing.extract.summary import summary
from briefing.model import Findings

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from briefing.lexicon import Lexicon
    from briefing.model import Article

__all__ = ["EXTRACTORS", "Extractor", "extract"]

Extractor = Callable[["Doc", "Lexicon", Findings], Findings]
EXTRACTORS: tuple[Extractor, ...] = (actors, claims, events, military, summary)


def extract(article: Article, doc: Doc, lexicon: Lexicon) -> Findings:
    """Everything that the extractors read in the article; `doc` is what `language.read` made of it."""
    found = Findings(article=article)
    for extractor in EXTRACTORS:
        found = extractor(doc, lexicon, found)
    return found
