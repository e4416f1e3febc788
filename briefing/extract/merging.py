"""One detail for one thing: the same item named again adds nothing new.

Of several mentions the one that is told most fully stays. Mentions are kept apart where number,
operator, place or day differ; a bare "rudal itu" after a missile that was described is that missile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.extract.operators import State
from briefing.extract.phrase import ITEMS, Phrase
from briefing.model import Status


@dataclass(slots=True)
class Draft:
    """A detail before it becomes a record."""

    phrase: Phrase
    start: int
    end: int
    rule: str
    operators: tuple[State, ...]
    found: str
    """How the operators were found: told, doer, known, topic."""
    status: Status
    marker: tuple[int, int] | None
    date: tuple[str, int, int] | None = None

    @property
    def kind(self) -> str:
        """The kind of the phrase's head."""
        return self.phrase.kind

    @property
    def told(self) -> bool:
        """Whether the mention itself tells whose it is."""
        return self.found in ("told", "doer")

    @property
    def codes(self) -> frozenset[str]:
        """The operators' codes."""
        return frozenset(s.code for s in self.operators)

    def words(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]


def merge(drafts: Sequence[Draft], text: str) -> tuple[Draft, ...]:
    """The drafts that tell something of their own, in reading order."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.start, -d.end)):
        if any(_part_of(draft, k) for k in kept):
            continue
        twin = next((k for k in kept if _same(k, draft, text)), None)
        if twin is None:
            kept.append(draft)
        elif _fullness(draft) > _fullness(twin):
            kept[kept.index(twin)] = draft
    return tuple(sorted(kept, key=lambda d: d.start))


def _part_of(draft: Draft, kept: Draft) -> bool:
    """Whether it only repeats a piece of a detail around it: the troops of a deployment, the dead of a toll."""
    inside = kept.start <= draft.start and draft.end <= kept.end
    people = draft.phrase.entry.get("needs") == "number"
    return inside and (people or draft.kind not in ITEMS) and kept.kind in (draft.kind, "casualties")


def _fullness(draft: Draft) -> float:
    """How much a mention tells; length only breaks ties."""
    phrase = draft.phrase
    told = [
        phrase.number is not None, phrase.designation or phrase.name is not None, bool(draft.operators), draft.found == "told",
        phrase.place is not None, draft.date is not None, not phrase.definite,
    ]  # fmt: skip
    return sum(told) + min(draft.end - draft.start, 80) / 100


def _same(one: Draft, two: Draft, text: str) -> bool:
    """Whether two mentions are of one thing: nothing that either tells speaks against it."""
    if one.kind != two.kind:
        return False
    a, b = one.phrase, two.phrase
    if _value(a) is not None and _value(b) is not None and _value(a) != _value(b):
        return False
    if one.told and two.told and one.codes and two.codes and one.codes != two.codes:
        return False
    if (
        one.date
        and two.date
        and not (one.date[0].startswith(two.date[0]) or two.date[0].startswith(one.date[0]))
    ):
        return False
    if one.kind == "casualties":
        return b.definite or (_value(a) is not None and a.row[a.last].low == b.row[b.last].low)
    return _same_thing(one, two, text) if one.kind in ITEMS else _same_event(one, two)


def _value(phrase: Phrase) -> float | None:
    return phrase.number.value if phrase.number is not None else None


def _same_thing(one: Draft, two: Draft, text: str) -> bool:
    a, b = _name(one, text), _name(two, text)
    if a and b:
        return a == b
    if _counted_apart(one.phrase, two.phrase) or _counted_apart(two.phrase, one.phrase):
        return False
    heads = _head(one), _head(two)
    return heads[1] <= heads[0] or heads[0] <= heads[1]


def _counted_apart(named: Phrase, counted: Phrase) -> bool:
    """ "kapal induk Shandong" is not "dua kapal induk"."""
    return bool(named.name) and not counted.name and named.number is None and (_value(counted) or 0) > 1


def _same_event(one: Draft, two: Draft) -> bool:
    heads = _head(one), _head(two)
    if heads[0] == heads[1]:
        return _series(one.phrase) == _series(two.phrase) or two.phrase.definite
    return (two.phrase.definite or _bare(two.phrase)) and bool(heads[0] & heads[1])


def _series(phrase: Phrase) -> bool:
    """ "serangkaian uji coba" is more than one test."""
    return phrase.number is not None and phrase.number.value is None


def _bare(phrase: Phrase) -> bool:
    return not (
        phrase.owners or phrase.sources or phrase.targets or phrase.partners or phrase.inner or phrase.name
    )


def _name(draft: Draft, text: str) -> str:
    span = draft.phrase.name
    return text[span[0] : span[1]].casefold() if span else ""


def _head(draft: Draft) -> frozenset[str]:
    phrase = draft.phrase
    words = [
        w for p in phrase.row[phrase.head : phrase.type_end + 1] for w in p.low.removesuffix("nya").split()
    ]
    return frozenset(half if (half := w.partition("-")[0]) == w.partition("-")[2] else w for w in words)
