"""Readings that are an analyst's own: which of them verification lets pass, and that they are told as his.

Only the fields that a correction changed are let pass, and only where the record says the same as the
correction that is kept with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.model import Action, Brief, Edit, EventItem, Field, MilitaryItem, Statement
from briefing.verify.refusal import Refusal, Thing, of_list

Line = Statement | EventItem | MilitaryItem

FIELDS: Mapping[Field, frozenset[str]] = {
    Field.SPEAKER: frozenset({"speaker", "named"}),
    Field.ACT: frozenset({"act", "cue"}),
    Field.DAY: frozenset({"said_on", "date", "day"}),
    Field.STATUS: frozenset({"status", "marker"}),
    Field.FIGURE: frozenset({"figures", "quantity", "quantity_words", "qualifier"}),
}
"""What checks call the fields of the record that a reading is kept in."""


def judged(brief: Brief) -> frozenset[tuple[str, str]]:
    """The fields that are an analyst's own, by the id of their line."""
    lines = by_id(brief)
    return frozenset(
        (edit.lines[0], name)
        for edit in _judged(brief)
        if _fault(edit, lines) is None and edit.field
        for name in FIELDS[edit.field]
    )


def lets_pass(own: frozenset[tuple[str, str]], refusal: Refusal) -> bool:
    """Whether what is refused is a reading that an analyst answers for."""
    return (id_of(refusal.thing), refusal.field or "") in own


def id_of(thing: Thing | None) -> str:
    """The id of a line; "" for anything else."""
    return thing.id if isinstance(thing, Statement | EventItem | MilitaryItem) else ""


def judging(brief: Brief) -> Iterator[Refusal]:
    """Judgements without a name, of no line, or other than what the record says."""
    lines = by_id(brief)
    for edit in _judged(brief):
        if reason := _fault(edit, lines):
            yield of_list(f"judgement of {', '.join(edit.lines)}", reason)


def by_id(brief: Brief) -> dict[str, Line]:
    """Statements, events and military items by their ids."""
    every: list[Line] = [*brief.statements, *brief.events, *brief.military]
    return {line.id: line for line in every}


def told(line: Line, edit: Edit) -> set[str]:
    """What the line says in the field of the edit, in the forms in which an edit may give it."""
    match edit.field:
        case Field.SPEAKER if isinstance(line, Statement):
            return {line.speaker.value} if line.speaker else set()
        case Field.ACT if isinstance(line, Statement):
            return {line.act}
        case Field.DAY:
            day = line.said_on if isinstance(line, Statement) else line.date
            return {day.value} if day else set()
        case Field.STATUS if not isinstance(line, Statement):
            return {line.status.value}
        case Field.FIGURE if isinstance(line, EventItem):
            return {told_figure(f.low, f.high) for f in line.figures if edit.of in {None, f.of}}
        case Field.FIGURE if isinstance(line, MilitaryItem):
            return {told_figure(line.low, line.high)} | {told_figure(line.quantity, line.quantity)}
    return set()


def told_figure(low: float | None, high: float | None) -> str:
    """A figure as an edit gives it: "27", or "20-30" for a range."""
    ends = [f"{end:g}" if end < _LARGE else str(int(end)) for end in (low, high) if end is not None]
    return ends[0] if len(set(ends)) == 1 else "-".join(ends)


_LARGE = 1e5


def _judged(brief: Brief) -> Iterator[Edit]:
    return (edit for edit in brief.edits if edit.judged and edit.action is Action.CORRECT)


def _fault(edit: Edit, lines: Mapping[str, Line]) -> str | None:
    line = lines.get(edit.lines[0]) if edit.lines else None
    if line is None:
        return "is of no line of the brief"
    if not edit.author.strip():
        return "names nobody whose it is"
    return None if edit.value in told(line, edit) else f"is {edit.value!r}, which the line does not say"
