"""What is said to be told elsewhere: the words are there, and what repeats a line is among its citations."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.model import Brief, EventItem, Statement
from briefing.verify.front import misplaced
from briefing.verify.refusal import Refusal, of_thing


def repeating(brief: Brief) -> Iterator[Refusal]:
    """Statements and events with citations that lead nowhere, or that repeat what does not cite them."""
    articles = {s.number: s.article for s in brief.sources}
    for lines in (brief.statements, brief.events):
        by_id: dict[str, Statement | EventItem] = {line.id: line for line in lines}
        for line in lines:
            for citation in line.also:
                if reason := misplaced(citation, articles):
                    yield of_thing(line, "also", reason)
            if line.repeats is not None and not _cites(by_id.get(line.repeats), line):
                yield of_thing(line, "repeats", f"repeats {line.repeats!r}, which does not cite it")


def _cites(first: Statement | EventItem | None, line: Statement | EventItem) -> bool:
    """Whether the one that stands for a line has its words, or some of them, among its citations."""
    own = line.text.citation
    return (
        first is not None
        and first is not line
        and first.repeats is None
        and any(
            c.source == own.source and c.start < own.end and own.start < c.end
            for c in (first.text.citation, *first.also)
        )
    )
