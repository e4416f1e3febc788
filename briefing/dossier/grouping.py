"""Groups of what is alike: again and again the two most alike are made one, while they are alike enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from heapq import heapify, heappop, heappush

from briefing.dossier.likeness import Pair


def grouped(count: int, likeness: Mapping[Pair, float], bound: float) -> list[tuple[int, ...]]:
    """The places 0 to `count` in groups, each in order.

    The likeness of two groups is the mean over their pairs (average linkage); a pair without one counts 0.
    """
    groups = {n: [n] for n in range(count)}
    sums: defaultdict[int, dict[int, float]] = defaultdict(dict)
    heap = [(-value, *pair, value) for pair, value in likeness.items()]
    for _, one, other, value in heap:
        sums[one][other] = sums[other][one] = value
    heapify(heap)
    while heap and -heap[0][0] >= bound:
        _, one, other, total = heappop(heap)
        if one not in groups or other not in groups or sums[one].get(other) != total:
            continue  # of groups as they were before one of them grew
        groups[one] += groups.pop(other)
        for third, its in sums.pop(other).items():
            del sums[third][other]
            if third != one:
                grown = sums[one].get(third, 0.0) + its
                sums[one][third] = sums[third][one] = grown
                mean = grown / (len(groups[one]) * len(groups[third]))
                heappush(heap, (-mean, min(one, third), max(one, third), grown))
    return [tuple(sorted(group)) for group in groups.values()]
