"""Differences as printed, and what is left of them where sources are withheld."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from briefing.dossier.agreement import apart
from briefing.model import Difference, DifferenceKind, Dossier, MilitaryItem


def differences(dossier: Dossier, numbers: Mapping[str, int]) -> tuple[Difference, ...]:
    """The dossier's disagreements, by the ids of what is printed."""
    letters = {"c": "s", "m": "m", "e": "e"}
    return tuple(
        Difference(
            number=n,
            kind=found.kind,
            subject=found.subject,
            items=tuple(f"{letters[item[0]]}{numbers[article]}-{item}" for article, item in found.items),
        )
        for n, found in enumerate(dossier.disagreements, start=1)
    )


def differences_left(
    found: Sequence[Difference], ids: Mapping[str, str], military: Sequence[MilitaryItem]
) -> tuple[Difference, ...]:
    """The differences that what is left still shows, by its new ids."""
    return tuple(
        Difference(number=n, kind=difference.kind, subject=difference.subject, items=items)
        for n, (difference, items) in enumerate(_still(found, ids, military), start=1)
    )


def _still(
    found: Sequence[Difference], ids: Mapping[str, str], military: Sequence[MilitaryItem]
) -> Iterator[tuple[Difference, tuple[str, ...]]]:
    by_id = {item.id: item for item in military}
    for difference in (d for d in found if not d.told):
        items = tuple(ids[item] for item in difference.items if item in ids)
        if difference.kind is DifferenceKind.DENIAL:
            differs = len(items) > 1 and difference.items[0] in ids
        else:
            differs = any(_apart(by_id[one], by_id[other]) for one, other in combinations(items, 2))
        if differs:
            yield difference, items


def _apart(one: MilitaryItem, other: MilitaryItem) -> bool:
    return apart(one.quantity or 0.0, one.qualifier, other.quantity or 0.0, other.qualifier)
