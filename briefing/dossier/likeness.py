"""How alike two texts are: by their words and by their letters, each weighted by how rare it is.

Letters see what words miss: inflected forms, other spellings of a name, and words that lost the blank
between them. Only texts that share a word which few have are compared at all, so that the work grows with
the texts and not with their pairs.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nsmallest
from itertools import combinations

from briefing import lexicon

IMAGINED = 20
"""How many further texts without any of the words are imagined when a word is weighed, so that one bound
does for two articles and for two hundred."""

NEIGHBOURS = 40
"""With so many others, the nearest, a text is compared in full."""

COMMON = 100
"""A word that more texts have finds no two that are alike."""

LETTERS = 4
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SHORT = 3

Vector = Mapping[str, float]
Counts = Mapping[str, float]
Pair = tuple[int, int]


def words(text: str) -> Counter[str]:
    """The words of a text that carry something, and how often each stands there."""
    empty = _empty()
    lower = (word.casefold() for word in _WORD.findall(text))
    return Counter(word for word in lower if len(word) >= _SHORT and word not in empty)


def letters(text: str) -> Counter[str]:
    """The runs of four letters within a text, word borders among them."""
    row = f" {' '.join(word.casefold() for word in _WORD.findall(text))} "
    return Counter(row[at : at + LETTERS] for at in range(len(row) - LETTERS + 1))


def vectors(counted: Sequence[Counts]) -> list[Vector]:
    """Each text's counts by weight: log frequency times inverse document frequency, of length one."""
    spread = Counter(part for text in counted for part in text)
    every = len(counted) + IMAGINED
    rare = {part: math.log(every / count) for part, count in spread.items()}
    return [_unit({part: math.log1p(n) * rare[part] for part, n in text.items()}) for text in counted]


def cosine(one: Vector, other: Vector) -> float:
    """The likeness of two vectors of length one."""
    # Added without rounding in between: a set's order is another in each process.
    return math.fsum(one[part] * other[part] for part in one.keys() & other.keys())


def near(vectors: Sequence[Vector], *, floor: float, common: int = COMMON) -> dict[Pair, float]:
    """The cosines, from `floor` up, of each two that share a word which at most `common` have."""
    holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        for part, weight in vector.items():
            holders[part].append((place, weight))
    found: defaultdict[Pair, float] = defaultdict(float)
    for held in holders.values():
        if len(held) <= common:
            for (one, weight), (other, its) in combinations(held, 2):
                found[one, other] += weight * its
    # What was left out, the words that many have, is added where the two are worth it.
    kept = _nearest({pair: part for pair, part in found.items() if part >= floor / 2})
    whole = {pair: cosine(vectors[pair[0]], vectors[pair[1]]) for pair in kept}
    return {pair: value for pair, value in whole.items() if value >= floor}


def _nearest(found: Mapping[Pair, float]) -> list[Pair]:
    """The pairs of which one is among the nearest of the other: so many a text, however many there are."""
    rows: defaultdict[int, list[tuple[float, Pair]]] = defaultdict(list)
    for pair, part in found.items():
        for place in pair:
            rows[place].append((-part, pair))
    return sorted({pair for row in rows.values() for _, pair in nsmallest(NEIGHBOURS, row)})


def mixed(by_words: Mapping[Pair, float], by_letters: Sequence[Vector], share: float) -> dict[Pair, float]:
    """The likeness by words of each pair, mixed with a share of that by letters."""
    return {
        (one, other): (1 - share) * value + share * cosine(by_letters[one], by_letters[other])
        for (one, other), value in by_words.items()
    }


def summed(parts: Iterable[tuple[Counter[str], float]]) -> dict[str, float]:
    """Counts added up, each with its weight."""
    out: defaultdict[str, float] = defaultdict(float)
    for counted, weight in parts:
        for part, n in counted.items():
            out[part] += weight * n
    return dict(out)


def _unit(vector: dict[str, float]) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {part: weight / length for part, weight in vector.items()}


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    """The function words of every language that has a word list of them."""
    lists = (lexicon.load(code).lists.get("summary", ()) for code in lexicon.languages())
    return frozenset(w for entries in lists for e in entries if e.get("role") == "empty" for w in e.words)
