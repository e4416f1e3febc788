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

    shared = [(a, b) for a, b in combinations(told, 2) if hands(a) & hands(b)]
    for first, other in (*shared, *copies):
        one[root(other)] = root(first)
    return len({root(n) for n in told})
