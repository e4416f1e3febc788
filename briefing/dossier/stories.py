"""Which articles tell of the same matter: a story is two or more of them, close in words and in days."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import combinations

from briefing import lexicon
from briefing.model import Findings

ALIKE = 0.25
"""How alike articles of one story are, as a cosine. Of seventy stories found so in a corpus of 3,463 dated
articles, sixty-six were read to be of one matter; the five seeds (one subject, other events) reach 0.22."""

DAYS = 4
"""How many days may lie between two articles of one story, where both are dated."""

UNDATED = 0.4
"""How alike two have to be where one is undated: words alone join what happened in other weeks."""

IMAGINED = 20
"""How many further articles without any of the words are imagined when a word is weighed, so that one bound
does for a brief of two articles and of two hundred."""

COMMON = 100
"""A word that more articles have tells no story."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SHORT = 3

Vector = Mapping[str, float]


def stories(findings: Sequence[Findings]) -> tuple[tuple[str, ...], ...]:
    """The ids of the articles of each story, the one most like the others first; the largest story first.

    Words weigh by tf-idf, the likeness of two articles is the cosine, of two groups the mean over their
    pairs (average linkage). What is alike in words but days apart is another matter.
    """
    vectors = _vectors([words(found.article.text) for found in findings])
    likeness = {
        pair: value * _share(findings[pair[0]], findings[pair[1]])
        for pair, value in _likeness(vectors).items()
        if value >= ALIKE / 2
    }
    groups = [tuple(sorted(group)) for group in _joined(len(findings), likeness) if len(group) > 1]
    groups.sort(key=lambda group: (-len(group), group))
    return tuple(
        tuple(findings[n].article.id for n in sorted(group, key=lambda n: (-_centre(n, group, likeness), n)))
        for group in groups
    )


def words(text: str) -> Counter[str]:
    """The words of a text that carry something, and how often each stands there."""
    empty = _empty()
    lower = (word.casefold() for word in _WORD.findall(text))
    return Counter(word for word in lower if len(word) >= _SHORT and word not in empty)


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    """The function words of every language that has a word list of them."""
    lists = (lexicon.load(code).lists.get("summary", ()) for code in lexicon.languages())
    return frozenset(w for entries in lists for e in entries if e.get("role") == "empty" for w in e.words)


def _vectors(counted: Sequence[Counter[str]]) -> list[Vector]:
    """Each text's words by weight: log frequency times inverse document frequency, of length one."""
    spread = Counter(word for text in counted for word in text)
    every = len(counted) + IMAGINED
    return [
        _unit({w: (1 + math.log(n)) * math.log(every / spread[w]) for w, n in text.items()})
        for text in counted
    ]


def _unit(vector: dict[str, float]) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {word: weight / length for word, weight in vector.items()}


def _likeness(vectors: Sequence[Vector]) -> dict[tuple[int, int], float]:
    """The cosine of each two that share a word, by their places; the lower place first."""
    holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        for word, weight in vector.items():
            holders[word].append((place, weight))
    found: defaultdict[tuple[int, int], float] = defaultdict(float)
    for held in holders.values():
        if len(held) <= COMMON:
            for (one, weight), (other, its) in combinations(held, 2):
                found[one, other] += weight * its
    return found


def _share(one: Findings, other: Findings) -> float:
    """How much the likeness of two counts: nothing where they are days apart, less where one is undated."""
    days = [f.article.published[:10] for f in (one, other) if f.article.published]
    if len(days) < 2 or min(map(len, days)) < len("2017-12-08"):
        return ALIKE / UNDATED
    first, last = (date.fromisoformat(day) for day in sorted(days))
    return float((last - first).days <= DAYS)


def _joined(count: int, likeness: Mapping[tuple[int, int], float]) -> Iterator[set[int]]:
    """Groups of places: again and again the two most alike are made one, while they are alike enough."""
    groups = {n: {n} for n in range(count)}
    sums: defaultdict[int, dict[int, float]] = defaultdict(dict)
    heap = [(-value, *pair, value) for pair, value in likeness.items()]
    for _, one, other, value in heap:
        sums[one][other] = sums[other][one] = value
    heapify(heap)
    while heap and -heap[0][0] >= ALIKE:
        _, one, other, total = heappop(heap)
        if one not in groups or other not in groups or sums[one].get(other) != total:
            continue  # of groups as they were before one of them grew
        groups[one] |= groups.pop(other)
        for third, its in sums.pop(other).items():
            del sums[third][other]
            if third != one:
                grown = sums[one].get(third, 0.0) + its
                sums[one][third] = sums[third][one] = grown
                mean = grown / (len(groups[one]) * len(groups[third]))
                heappush(heap, (-mean, min(one, third), max(one, third), grown))
    yield from groups.values()


def _centre(place: int, group: Sequence[int], likeness: Mapping[tuple[int, int], float]) -> float:
    """How alike one of a group is to the others."""
    return sum(likeness.get((min(place, n), max(place, n)), 0.0) for n in group if n != place)
