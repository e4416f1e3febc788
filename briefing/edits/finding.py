"""The lines of a brief by their ids, as a user's edits name them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.model import Article, Brief, Citation, EventItem, FrontLine, MilitaryItem, Statement
from briefing.verify.judging import Line, by_id

__all__ = ["Line", "NotDoneError", "article_of", "behind", "front_line", "line", "listed", "overlap"]


class NotDoneError(Exception):
    """An edit can't be applied: the message says why, for a line among the problems."""


def line(brief: Brief, id_: str) -> Line:
    """The statement, event or military item of an id; for a line of the front page what is behind it."""
    front = next((f for f in brief.front if f.id == id_), None)
    found = by_id(brief).get(front.item or "" if front else id_)
    if found is None:
        raise NotDoneError(
            f"{id_!r} has no statement or event behind it" if front else f"there is no line {id_!r}"
        )
    return found


def front_line(brief: Brief, id_: str) -> FrontLine | None:
    """The line of the front page of this id, or the one that tells the item of this id."""
    own = next((f for f in brief.front if f.id == id_), None)
    return own or next((f for f in brief.front if behind(f, brief, id_)), None)


def behind(front: FrontLine, brief: Brief, id_: str) -> bool:
    """Whether a line of the front page is made from the item, or prints its words."""
    if front.item is not None:
        return front.item == id_
    item = by_id(brief).get(id_)
    return item is not None and overlap(front.citations[0], item.text.citation)


def overlap(one: Citation, other: Citation) -> bool:
    """Whether both cite some words of one place."""
    return one.source == other.source and one.start < other.end and other.start < one.end


def article_of(brief: Brief, source: int) -> Article:
    """The article of a source by its number."""
    return next(s.article for s in brief.sources if s.number == source)


def listed(brief: Brief) -> Iterator[tuple[str, str, str]]:
    """Every line that edits can name: its part of the brief, its id, and what it says."""
    names = {v.entity: v.name.value for v in brief.voices}
    for front in brief.front:
        yield "front page", front.id, _joined([front.item or ""], front.text)
    for event in brief.events:
        yield "events", event.id, _event(event)
    for statement in brief.statements:
        yield "statements", statement.id, _statement(statement, names.get(statement.entity or "", "?"))
    for item in brief.military:
        yield "military picture", item.id, _military(item)


def _event(event: EventItem) -> str:
    figures = [f"{f.quantity_words.value} {f.of}" for f in event.figures]
    day = event.date.value if event.date else ""
    told = [event.kind, event.status.value, day, *figures, _repeats(event.repeats)]
    return _joined(told, event.text.value)


def _statement(statement: Statement, speaker: str) -> str:
    day = statement.said_on.value if statement.said_on else ""
    return _joined([speaker, statement.act, day, _repeats(statement.repeats)], statement.text.value)


def _military(item: MilitaryItem) -> str:
    day = item.date.value if item.date else ""
    many = item.quantity_words.value if item.quantity_words else ""
    return _joined([item.kind.value, item.status.value, day, many], item.text.value)


def _repeats(id_: str | None) -> str:
    return f"told with {id_}" if id_ else ""


def _joined(readings: Sequence[str], words: str) -> str:
    head = ", ".join(reading for reading in readings if reading)
    return f"{head}: {words}" if head else words
