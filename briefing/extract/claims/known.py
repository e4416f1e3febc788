"""Where an article names its actors, for rules that look for a speaker between two offsets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from briefing.extract.claims.drafts import Span
from briefing.model import ActorKind, Findings, record


@record
class Names:
    """Where the article names its actors."""

    spans: tuple[Span, ...]
    persons: tuple[Span, ...]
    person_ends: frozenset[int]
    states: tuple[Span, ...] = ()

    def any(self, start: int, end: int) -> bool:
        """Whether an actor is named between the offsets."""
        return bool(self.within(self.spans, start, end))

    def person(self, start: int, end: int) -> bool:
        """Whether a person is named between the offsets."""
        return bool(self.within(self.persons, start, end))

    def at(self, start: int) -> bool:
        """Whether an actor's name begins here."""
        i = bisect_left(self.spans, (start, 0))
        return i < len(self.spans) and self.spans[i][0] == start

    def covers(self, offset: int) -> bool:
        """Whether a name goes on over the offset."""
        i = bisect_left(self.spans, (offset, 0))
        return any(a < offset < b for a, b in self.spans[max(0, i - 2) : i + 1])

    def ends(self, end: int) -> bool:
        """Whether a person's name ends here."""
        return end in self.person_ends

    @staticmethod
    def within(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
        """The spans that lie between the offsets."""
        found = []
        for i in range(bisect_left(spans, (start, 0)), len(spans)):
            if spans[i][0] >= end:
                break
            if spans[i][1] <= end:
                found.append(spans[i])
        return found


def names(found: Findings) -> Names:
    """Where the findings' actors are named."""
    every = sorted({(m.start, m.end) for a in found.actors for m in a.mentions})
    persons = sorted(
        {(m.start, m.end) for a in found.actors if a.kind is ActorKind.PERSON for m in a.mentions}
    )
    states = sorted(
        {(m.start, m.end) for a in found.actors if a.kind is ActorKind.COUNTRY for m in a.mentions}
    )
    return Names(
        spans=tuple(every),
        persons=tuple(persons),
        person_ends=frozenset(b for _, b in persons),
        states=tuple(states),
    )
