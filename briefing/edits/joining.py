"""Lines that tell one thing, told once; and what was taken for one thing, told apart again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from briefing.edits import finding
from briefing.edits.finding import NotDoneError, overlap
from briefing.edits.placing import merge_front, split_front
from briefing.model import Brief, Citation, Edit, EventItem, Statement

Told = TypeVar("Told", bound=Statement | EventItem)


def merge(brief: Brief, edit: Edit) -> Brief:
    """The brief with the first line in the stead of the others, whose citations it gets."""
    if any(id_ == f.id for f in brief.front for id_ in edit.lines):
        return merge_front(brief, edit)
    first, *others = _told(brief, edit.lines)
    if any(type(other) is not type(first) for other in others):
        raise NotDoneError("is of a statement and of an event: those are two lines")
    ids = {id_ for other in others for id_ in (other.id, other.repeats) if id_}
    ids -= {first.id, first.repeats or ""}
    if not ids:
        raise NotDoneError("names one line alone, or lines that are one already")
    if first.repeats is not None:
        raise NotDoneError(f"{first.id!r} is told with {first.repeats!r}: name that one first")
    brief = _one_front_line(brief, [first.id, *sorted(ids)], edit)
    return _in_stories(
        replace(
            brief,
            statements=_merged(brief.statements, first.id, ids),
            events=_merged(brief.events, first.id, ids),
        ),
        gone=ids,
    )


def _one_front_line(brief: Brief, ids: Sequence[str], edit: Edit) -> Brief:
    """The brief whose front page has one line for these items, where it had several."""
    lines = [f.id for id_ in ids for f in brief.front if f.item == id_]
    return merge_front(brief, replace(edit, lines=tuple(lines))) if len(lines) > 1 else brief


def _merged(lines: Sequence[Told], first: str, ids: set[str]) -> tuple[Told, ...]:
    joined = [line for line in lines if line.id in ids or line.repeats in ids]
    cited = [c for line in joined for c in (line.text.citation, *line.also)]
    names = {line.id for line in joined}

    def made(one: Told) -> Told:
        if one.id == first:
            others = (c for c in cited if c != one.text.citation)
            return replace(one, also=tuple(dict.fromkeys((*one.also, *others))))
        return replace(one, repeats=first, also=()) if one.id in names else one

    return tuple(made(one) for one in lines)


def split(brief: Brief, edit: Edit) -> Brief:
    """The brief with what is told with the first line, or what of it is named, in lines of its own."""
    if any(edit.lines[0] == f.id for f in brief.front):
        return split_front(brief, edit)
    first, *named = _told(brief, edit.lines)
    every: list[Statement | EventItem] = [*brief.statements, *brief.events]
    repeats = [one for one in every if one.repeats == first.id]
    if strange := [one for one in named if one not in repeats]:
        raise NotDoneError(f"{strange[0].id!r} is not told with {first.id!r}")
    out = named or repeats
    if not out and not first.also:
        raise NotDoneError(f"nothing is told with {first.id!r}")
    ids = {one.id for one in out}
    left = _left(first.also, [one.text.citation for one in out]) if named else ()
    made = replace(
        brief,
        statements=_apart(brief.statements, first.id, left, ids),
        events=_apart(brief.events, first.id, left, ids),
    )
    return _in_stories(made, new=out)


def _left(also: Iterable[Citation], out: Sequence[Citation]) -> tuple[Citation, ...]:
    return tuple(c for c in also if not any(overlap(c, cited) for cited in out))


def _apart(lines: Sequence[Told], first: str, left: tuple[Citation, ...], ids: set[str]) -> tuple[Told, ...]:
    return tuple(
        replace(one, also=left) if one.id == first else replace(one, repeats=None) if one.id in ids else one
        for one in lines
    )


def _in_stories(
    brief: Brief, *, gone: Iterable[str] = (), new: Sequence[Statement | EventItem] = ()
) -> Brief:
    """The brief whose stories list what repeats nothing."""
    out = set(gone)
    return replace(
        brief,
        stories=tuple(
            replace(
                story,
                items=(
                    *(item for item in story.items if item not in out),
                    *(o.id for o in new if o.source in story.sources and o.id not in story.items),
                ),
            )
            for story in brief.stories
        ),
    )


def _told(brief: Brief, ids: Sequence[str]) -> list[Statement | EventItem]:
    found = [finding.line(brief, id_) for id_ in ids]
    told = [one for one in found if isinstance(one, Statement | EventItem)]
    if len(told) != len(found):
        raise NotDoneError("names a military item, which is told once as it is")
    return told
