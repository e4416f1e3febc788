"""Figures set beside one another, and accounts that are said to differ: each is of its event, and they do."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from briefing.model import (
    Brief,
    Difference,
    DifferenceKind,
    EventItem,
    FigureItem,
    FigureTable,
    Qualifier,
    Verdict,
)
from briefing.verify.refusal import Refusal, of_list

_ROUGH = 0.1


def figures(brief: Brief) -> Iterator[Refusal]:
    """Tables and differences that hold what their events do not tell, or judge otherwise than they show."""
    events = {e.id: e for e in brief.events}
    stories = {s.number: set(s.sources) for s in brief.stories}
    for table in brief.figures:
        if reason := _table(table, events, stories):
            yield of_list(f"figures {table.number}", reason, part="figures", number=table.number)
    yield from _stories(brief)
    if [t.number for t in brief.figures] != list(range(1, len(brief.figures) + 1)):
        yield of_list("figures", "are not numbered in their order")
    for difference in brief.differences:
        if difference.told and (reason := _difference(difference, events)):
            where = f"difference {difference.number}"
            yield of_list(where, reason, part="differences", number=difference.number)


def _table(
    table: FigureTable, events: Mapping[str, EventItem], stories: Mapping[int, set[int]]
) -> str | None:
    for row in table.rows:
        event = events.get(row.event)
        if event is None or event.source != row.source or row.figure not in event.figures:
            return f"has a figure that event {row.event!r} does not tell"
        if row.figure.of != table.of:
            return f"is of {table.of!r}, and has a figure of {row.figure.of!r}"
    sources = {row.source for row in table.rows}
    if len(sources) < 2:
        return "has figures of one source alone"
    if table.story is not None and not sources <= stories.get(table.story, set()):
        return f"is not of the sources of story {table.story}"
    differ = some_apart([row.figure for row in table.rows])
    return None if differ == (table.verdict is not Verdict.AGREE) else f"says that they {table.verdict.value}"


def _difference(difference: Difference, events: Mapping[str, EventItem]) -> str | None:
    found = [events[item] for item in difference.items if item in events]
    if not len(found) == len(difference.items) == len(difference.told) or len({e.source for e in found}) < 2:
        return "is not of events of several sources"
    if difference.kind is DifferenceKind.FIGURES:
        told = [
            next((f for f in event.figures if f.quantity_words == words and f.of == difference.subject), None)
            for event, words in zip(found, difference.told, strict=True)
        ]
        known = [figure for figure in told if figure]
        holds = len(known) == len(told) and some_apart(known)
    else:
        named = [{m.named for m in event.targets} for event in found]
        holds = all(words in own for words, own in zip(difference.told, named, strict=True))
        holds = holds and len({words.value for words in difference.told}) > 1
    return None if holds else "is not of what these events tell differently"


def some_apart(told: Sequence[FigureItem]) -> bool:
    """Whether two of the figures can't both hold."""
    spans = [_span(figure) for figure in told]
    return any(one[1] < other[0] or other[1] < one[0] for one, other in combinations(spans, 2))


def _span(figure: FigureItem) -> tuple[float, float]:
    low = 0.0 if figure.low is None else figure.low
    high = math.inf if figure.high is None else figure.high
    rough = _ROUGH if figure.qualifier is Qualifier.ABOUT else 0.0
    return low * (1 - rough), high * (1 + rough)


def _stories(brief: Brief) -> Iterator[Refusal]:
    """Stories whose name is no title of theirs, or that list what is not told in them."""
    articles = {s.number: s.article for s in brief.sources}
    lines = {s.id: s.source for s in brief.statements} | {e.id: e.source for e in brief.events}
    for story in brief.stories:
        reason = None
        if story.name is not None:
            cited = story.name.citation
            article = articles.get(cited.source)
            if cited.source not in story.sources or article is None:
                reason = "is named by another source"
            elif article.text[cited.start : cited.end] != story.name.value:
                reason = f"has a name that is not the words it cites: {story.name.value!r}"
        if any(lines.get(item) not in story.sources for item in story.items):
            reason = "lists what is told in no source of it"
        if (story.first or "") > (story.latest or ""):
            reason = f"ends on {story.latest}, before it begins"
        if reason:
            yield of_list(f"story {story.number}", reason, part="stories", number=story.number)
