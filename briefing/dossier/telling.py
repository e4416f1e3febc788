"""Who tells the same: each sentence of all articles, and the others that are like it.

Everything is worked out from the articles' texts, so that a record with something left out can be composed
anew from what is left of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

from briefing.dossier.likeness import Vector, letters, mixed, near, vectors, words
from briefing.dossier.sentences import Sentence, sentences
from briefing.model import Article, record

FLOOR = 0.1
"""Two sentences less alike than this by their words have nothing to do with each other."""

NEIGHBOURS = 24
"""Of each sentence, so many others at most are kept: the most alike."""

_BY_LETTERS = 0.5
_COMMON = 50


@record
class Telling:
    """All sentences of the articles in order; for each its words' weights, and those that are like it."""

    sentences: tuple[Sentence, ...]
    weights: tuple[Vector, ...]
    like: tuple[Mapping[int, float], ...]
    starts: Mapping[int, tuple[tuple[int, int], ...]]

    def place(self, source: int, at: int) -> int | None:
        """The place of the sentence of a source in which a character stands, or of the last one before it."""
        own = self.starts.get(source, ())
        found = bisect_right(own, (at, len(self.sentences))) - 1
        return own[found][1] if found >= 0 else None

    def at(self, source: int, start: int) -> Sentence | None:
        """The sentence of a source in which a character stands, or the last one before it."""
        place = self.place(source, start)
        return None if place is None else self.sentences[place]


def telling(articles: Mapping[int, Article]) -> Telling:
    """The sentences of articles, by their source numbers, and how alike they are."""
    return _telling(tuple(articles.items()))


@lru_cache(maxsize=1)
def _telling(articles: tuple[tuple[int, Article], ...]) -> Telling:
    """Kept for the articles asked for last: of the same a brief is composed anew where lines are left out."""
    told = tuple(s for number, article in articles for s in sentences(article, number))
    by_words = vectors([words(s.text) for s in told])
    by_letters = vectors([letters(s.text) for s in told])
    pairs = mixed(near(by_words, floor=FLOOR, common=_COMMON), by_letters, _BY_LETTERS)
    like: list[dict[int, float]] = [{} for _ in told]
    for (one, other), value in pairs.items():
        like[one][other] = like[other][one] = value
    starts: dict[int, list[tuple[int, int]]] = {}
    for place, sentence in enumerate(told):
        starts.setdefault(sentence.source, []).append((sentence.start, place))
    return Telling(
        sentences=told,
        weights=tuple(by_words),
        like=tuple(_nearest(row) for row in like),
        starts={source: tuple(own) for source, own in starts.items()},
    )


def _nearest(row: Mapping[int, float]) -> Mapping[int, float]:
    best: Sequence[tuple[int, float]] = sorted(row.items(), key=lambda item: (-item[1], item[0]))
    return dict(best[:NEIGHBOURS])
