"""Who was spoken of before a place in the text: what pronouns and "-nya" point back to.

Subjects outrank others: who stands first in a sentence with no preposition before him, or behind a
reporting verb ("kata X"). A sentence whose subject is itself a pronoun is passed over, for it goes
on about somebody before. Words within quotation marks are the speaker's, and name no new subject.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.extract.actors.people import Line
from briefing.extract.sentences.chunks import Chunk, ChunkKind, Row
from briefing.model import ActorKind, Findings, record

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from briefing.language.quotes import Quote

PASSIVE = re.compile(r"di(?!plomat|rektur|visi)\w{4,}")
"""A verb whose doer stands behind it: "yang dikeluarkan X"."""
REACH = 8
"""Sentences that a pronoun looks back over."""


@record
class Reference:
    """A place where somebody is referred to. `actor` is none for an office that nobody named holds."""

    start: int
    end: int
    actor: str | None
    person: bool
    subject: bool
    sentence: int


def references(
    lines: Sequence[Line], found: Findings, doc: Doc, holders: dict[int, str | None]
) -> tuple[Reference, ...]:
    """All references in reading order; `holders` are the actors behind offices named without a holder."""
    quotes: tuple[Quote, ...] = doc._.quotes
    said = sorted((q.start, q.end) for q in quotes)
    marks: list[tuple[int, int, str | None, bool]] = []
    for actor in found.actors:
        person = actor.kind is ActorKind.PERSON
        marks += [(m.start, m.end, actor.id, person) for m in actor.mentions]
    people = {a.id for a in found.actors if a.kind is ActorKind.PERSON}
    for line, parts in lines:
        for chunk in parts:
            begin = line.words[chunk.begin].start
            if chunk.office and begin in holders:
                who = holders[begin]
                marks.append((begin, line.words[chunk.end - 1].end, who, who is None or who in people))
    starts = [line.words[0].start for line, _ in lines]
    seen: dict[int, int] = {}
    result = []
    opened = silent = 0
    for start, end, who, person in sorted(marks, key=lambda m: (m[0], -m[1])):
        while opened < len(said) and said[opened][0] <= start:
            silent = max(silent, said[opened][1])
            opened += 1
        number = bisect_right(starts, start) - 1
        if number < 0 or start < silent:
            continue
        line, parts = lines[number]
        begin = parts[_np_start(parts, _index(line, parts, start))].begin
        first = seen.setdefault(number, begin) == begin and _heads(line, begin)
        subject = first or _behind_verb(line, begin)
        result.append(
            Reference(start=start, end=end, actor=who, person=person, subject=subject, sentence=number)
        )
    return tuple(result)


def _index(line: Row, parts: Sequence[Chunk], start: int) -> int:
    for at, chunk in enumerate(parts):
        if line.words[chunk.end - 1].end > start:
            return at
    return len(parts) - 1


def _np_start(parts: Sequence[Chunk], at: int) -> int:
    """The first chunk of the noun phrase that a name closes: its office and rank stand before it."""
    while at > 0 and parts[at - 1].kind in (ChunkKind.OFFICE, ChunkKind.RANK):
        at -= 1
    if at > 1 and parts[at - 1].kind is ChunkKind.MARK and parts[at - 2].kind is ChunkKind.OFFICE:
        return at - 2
    return at


def _heads(line: Row, begin: int) -> bool:
    """Whether the phrase stands where a subject does: no preposition or passive agent before it."""
    before = line.low(begin - 1)
    return before not in line.vocabulary.objects and not PASSIVE.fullmatch(before)


def _behind_verb(line: Row, begin: int) -> bool:
    return bool(line.vocabulary.roots.match(line.words, begin - 1)) or line.low(begin - 1) == "menurut"


def antecedent(at: int, marks: Sequence[Reference], lines: Sequence[Line]) -> str | None:
    """The actor that a pronoun at this offset stands for; none where nothing tells."""
    starts = [line.words[0].start for line, _ in lines]
    here = bisect_right(starts, at) - 1
    spare: str | None = None
    for number in range(here, max(-1, here - REACH), -1):
        inside = [m for m in marks if m.sentence == number and m.end <= at]
        subjects = [m for m in inside if m.subject and m.person]
        if subjects:
            return subjects[-1].actor
        if _pronoun_subject(lines[number][0], at if number == here else None):
            continue
        others = [m for m in inside if m.person and m.actor]
        spare = spare or (others[0].actor if others else None)
    return spare or _any_actor(at, marks)


def _pronoun_subject(line: Row, before: int | None) -> bool:
    for word in line.words[:3]:
        if before is not None and word.start >= before:
            return False
        if word.low in line.vocabulary.pronouns["person"].words():
            return True
    tail = [w for w in line.words if before is None or w.start < before]
    return any(w.low.endswith("nya") and w.low[:-3] in line.vocabulary.roots.words() for w in tail)


def _any_actor(at: int, marks: Sequence[Reference]) -> str | None:
    """Where no person was named: the last body or country that was a subject."""
    before = [m for m in marks if m.end <= at and m.subject and m.actor]
    return before[-1].actor if before else None
