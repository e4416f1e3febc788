"""How many of several sources stand for themselves."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from briefing.model import Brief


def independent(brief: Brief, sources: Iterable[int], copies: Iterable[tuple[int, int]] = ()) -> int:
    """How many of the sources stand for themselves, as far as the record tells.

    Those of one outlet, those that carry the same agency, and copies count once.
    """
    told = sorted(set(sources))
    by_number = {s.number: s for s in brief.sources}
    one: dict[int, int] = {n: n for n in told}

    def root(number: int) -> int:
        while one[number] != number:
            number = one[number]
        return number

    def hands(number: int) -> set[str]:
        source = by_number[number]
        return {name.casefold() for name in (source.article.outlet or "", *source.carried) if name}

    def alike(one: int, other: int) -> bool:
        """Whether one is a copy of the other, or both are of a third."""
        copied = [by_number[n].copy_of or n for n in (one, other)]
        return copied[0] == copied[1]

    shared = [(a, b) for a, b in combinations(told, 2) if hands(a) & hands(b) or alike(a, b)]
    for first, other in (*shared, *copies):
        one[root(other)] = root(first)
    return len({root(n) for n in told})
