"""One detail for one thing: the same item named again adds nothing new.

Of several mentions the one that is told most fully stays. Mentions are kept apart where number,
operator, place or day differ; a bare "rudal itu" after a missile that was described is that missile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.extract.events.noun_phrases import ITEMS, Phrase
from briefing.extract.events.operators import State
from briefing.model import Status

WINDOW = 150
"""So many details before it a mention is compared with."""


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
    place: tuple[int, int] | None = None
    date: tuple[str, int, int] | None = None

    @property
    def kind(self) -> str:
        """The kind of the phrase's head; counted troops are a deployment."""
        people = self.phrase.entry.get("needs") == "number"
        return "deployment" if people and self.phrase.kind == "unit" else self.phrase.kind

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
        near = range(max(0, len(kept) - WINDOW), len(kept))
        if any(_part_of(draft, kept[n]) or _again(kept[n], draft, text) for n in near):
            continue
        twin = next((n for n in near if _twins(kept[n], draft, text)), None)
        if twin is None:
            kept.append(draft)
        elif _fullness(draft) > _fullness(kept[twin]):
            kept[twin] = draft
    return tuple(sorted(kept, key=lambda d: d.start))


def _part_of(draft: Draft, kept: Draft) -> bool:
    """Whether it only repeats a piece of a detail around it: a deployment's troops, a toll's dead."""
    inside = kept.start <= draft.start and draft.end <= kept.end
    people = draft.phrase.entry.get("needs") == "number"
    if kept.kind == "casualties" and draft.kind == "strike" and draft.phrase.owners:
        return False
    return inside and (people or draft.kind not in ITEMS) and kept.kind in (draft.kind, "casualties")


def _fullness(draft: Draft) -> float:
    """How much a mention tells; length only breaks ties."""
    phrase = draft.phrase
    named = phrase.designation or phrase.name is not None
    placed = (phrase.place is not None, draft.date is not None, not phrase.definite)
    told = (phrase.number is not None, named, bool(draft.operators), draft.found == "told", *placed)
    return sum(told) + (phrase.number is not None) + min(draft.end - draft.start, 80) / 100


def _compatible(one: Draft, two: Draft) -> bool:
    """Nothing that either tells speaks against their being one thing."""
    a, b = one.phrase, two.phrase
    if one.kind != two.kind:
        return False
    if _value(a) is not None and _value(b) is not None and _value(a) != _value(b):
        return False
    if one.told and two.told and one.codes and two.codes and one.codes != two.codes:
        return False
    dates = [d.date[0] for d in (one, two) if d.date]
    return len(dates) < 2 or dates[0].startswith(dates[1]) or dates[1].startswith(dates[0])


def _again(one: Draft, two: Draft, text: str) -> bool:
    """Whether the second is only a shorter word for the first: "rudal itu" after "rudal balistik"."""
    a, b = _head(one), _head(two)
    if not _compatible(one, two) or (_name(two, text) and _name(two, text) != _name(one, text)):
        return False
    if two.kind == "casualties":
        return two.phrase.definite
    if two.phrase.definite:
        return bool(a & b)
    if two.kind == "test" and _bare(two.phrase):
        return True
    return b < a and (_plain(two.phrase) if one.kind in ITEMS else _bare(two.phrase))


def _twins(one: Draft, two: Draft, text: str) -> bool:
    """Whether the two name the same thing in the same words: the fuller of them stays."""
    if not _compatible(one, two):
        return False
    a, b = one.phrase, two.phrase
    if one.kind == "casualties":
        return _value(a) is not None and _value(a) == _value(b) and a.row[a.last].low == b.row[b.last].low
    names = _name(one, text), _name(two, text)
    if all(names):
        # "jet tempur F-16 buatan AS" tells of the type, "satu unit F-16" of one of them.
        typed = bool(a.makers) != bool(b.makers) and _value(a) != _value(b)
        return names[0] == names[1] and not typed
    many = [p for p in (a, b) if not p.name and (_value(p) or 0) > 1]
    if (one.kind not in ITEMS and _vague(a) != _vague(b)) or (any(names) and many):
        return False  # "kapal induk Shandong" is not "dua kapal induk"
    heads = _head(one), _head(two)
    shorter = heads[0] < heads[1] and (_plain(a) if one.kind in ITEMS else _bare(a) and not one.operators)
    return heads[0] == heads[1] or shorter


def _plain(phrase: Phrase) -> bool:
    """No number of more than one: "60 rudal" is not the missile that was described before."""
    return phrase.number is None or phrase.number.value == 1


def _value(phrase: Phrase) -> float | None:
    number = phrase.number or next((i.number for i in phrase.inner), None)
    return number.value if number is not None else None


def _vague(phrase: Phrase) -> bool:
    """ "serangkaian uji coba" is more than one event."""
    return phrase.number is not None and phrase.number.value is None


def _bare(phrase: Phrase) -> bool:
    told = (phrase.owners, phrase.sources, phrase.targets, phrase.partners, phrase.inner, phrase.name)
    return not any((*told, phrase.place, phrase.date, phrase.number))


def _name(draft: Draft, text: str) -> str:
    span = draft.phrase.name
    return text[span[0] : span[1]].casefold() if span else ""


def _head(draft: Draft) -> frozenset[str]:
    phrase = draft.phrase
    words = [w for at in range(phrase.head, phrase.type_end + 1) for w in phrase.row.stem(at).split()]
    return frozenset(half if (half := w.partition("-")[0]) == w.partition("-")[2] else w for w in words)
