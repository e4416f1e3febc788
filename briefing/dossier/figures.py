"""Figures of one thing over sources and days: how many died, were hurt, are missing, or were intercepted.

A number is compared with others of its kind in the same story, or in sentences much alike; of another
order of size, at another place, on another day or by others it is of another thing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from briefing.dossier.agreement import within
from briefing.dossier.likeness import cosine, letters, vectors
from briefing.dossier.repetitions import near_days
from briefing.model import Qualifier, record

SIZES = 3.0
"""Figures further apart than this, as a ratio, are of two things: a day's toll and a war's."""

_ROUND = 10

ALIKE, TOGETHER = 0.3, 0.1
"""How alike sentences are that count one thing: anywhere, and within a story."""

ROUGH = 0.1
"""How far from the truth "about 40" may be."""

LARGE = 100
"""What one source counts twice nearly alike is one thing from here on; small numbers are near by chance."""


@record
class Counted:
    """A number as one source tells it: of what, between which bounds, and what is known of the event."""

    of: str
    low: float | None
    high: float | None
    qualifier: Qualifier
    sentence: str
    source: int
    matter: int
    place: str
    day: str
    published: str
    by: frozenset[str]
    alike: float = TOGETHER
    """How alike its sentence has to be to another of the story that counts the same."""


def one_thing(counted: Sequence[Counted]) -> list[tuple[int, ...]]:
    """The groups of numbers that count one thing, by their places, each in the order of days and sources."""
    runs = vectors([letters(item.sentence) for item in counted])
    by_size = sorted(range(len(counted)), key=lambda n: (counted[n].of, size(counted[n]), n))
    groups: list[list[int]] = []
    for place in by_size:
        group = next((g for g in reversed(groups[-_LOOKED_AT:]) if _joins(place, g, counted, runs)), None)
        if group is None:
            groups.append([place])
        else:
            group.append(place)
    told = (sorted(g, key=lambda n: (_day(counted[n]), counted[n].source, n)) for g in groups)
    return [tuple(group) for group in told if _several([counted[n] for n in group])]


def _several(group: Sequence[Counted]) -> bool:
    """Whether several sources tell it, or one tells a large number twice and nearly alike."""
    if len({item.source for item in group}) > 1:
        return True
    sizes = [size(item) for item in group]
    return LARGE <= min(sizes) < max(sizes) <= (1 + ROUGH) * min(sizes)


_LOOKED_AT = 12


def size(item: Counted) -> float:
    """A number to compare sizes by: the middle of a range, or its one bound."""
    bounds = [b for b in (item.low, item.high) if b is not None]
    return sum(bounds) / max(1, len(bounds))


def apart(one: Counted, other: Counted) -> bool:
    """Whether no number fits both."""
    here, there = _bounds(one), _bounds(other)
    return here[1] < there[0] or there[1] < here[0]


def grew(group: Sequence[Counted]) -> bool:
    """Whether the numbers only rise with the days of their sources, and those are known and several."""
    days = [_day(item) for item in group]
    if not all(days) or len(set(days)) < 2:
        return False
    told = sorted(zip(days, map(size, group), strict=True))
    return all(first[1] <= second[1] for first, second in pairwise(told))


def _joins(place: int, group: Sequence[int], counted: Sequence[Counted], runs: Sequence[object]) -> bool:
    item, first = counted[place], counted[group[0]]
    if item.of != first.of or size(item) > SIZES * max(size(first), 1.0):
        return False
    return all(not _contradict(item, counted[n]) for n in group) and any(
        cosine(runs[place], runs[n]) >= (item.alike if item.matter == counted[n].matter else ALIKE)  # type: ignore[arg-type]
        and near_days(item.published, counted[n].published)
        for n in group
    )


def _contradict(one: Counted, other: Counted) -> bool:
    """Whether the two are told of other days, other places or of what others did."""
    days = bool(one.day and other.day) and not (
        one.day.startswith(other.day) or other.day.startswith(one.day)
    )
    places = bool(one.place and other.place) and not within(one.place, other.place)
    return days or places or bool(one.by and other.by and one.by.isdisjoint(other.by))


def _day(item: Counted) -> str:
    return item.published or item.day


def _bounds(item: Counted) -> tuple[float, float]:
    low = item.low if item.low is not None else 0.0
    high = item.high if item.high is not None else math.inf
    if item.qualifier is Qualifier.ABOUT:
        return low * (1 - ROUGH), high * (1 + ROUGH)
    if high == math.inf and low >= LARGE and low % _ROUND:
        return low, low  # "more than 56,331" is a count that stood there once
    return low, high
