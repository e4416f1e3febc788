"""Figures set beside one another, and accounts that are said to differ: each is of its event, and they do."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from briefing import lexicon
from briefing.lexicon.numbers import Number, find_numbers
from briefing.model import (
    Article,
    Brief,
    Cited,
    Difference,
    DifferenceKind,
    EventItem,
    FigureItem,
    FigureTable,
    MilitaryItem,
    Qualifier,
    Statement,
    Verdict,
)
from briefing.verify.fields import even, language_of
from briefing.verify.refusal import Refusal, of_list

Item = EventItem | MilitaryItem | Statement

_ROUGH, _LARGE, _ROUND = 0.1, 100, 10


def figures(brief: Brief) -> Iterator[Refusal]:
    """Tables and differences that hold what their events do not tell, or judge otherwise than they show."""
    events = {e.id: e for e in brief.events}
    lines: list[Item] = [*brief.statements, *brief.military, *brief.events]
    items = {line.id: line for line in lines}
    articles = {s.number: s.article for s in brief.sources}
    stories = {s.number: set(s.sources) for s in brief.stories}
    for table in brief.figures:
        if reason := _table(table, events, stories):
            yield of_list(f"figures {table.number}", reason, part="figures", number=table.number)
    yield from _stories(brief)
    if [t.number for t in brief.figures] != list(range(1, len(brief.figures) + 1)):
        yield of_list("figures", "are not numbered in their order")
    for difference in brief.differences:
        if difference.told and (reason := _difference(difference, items, articles)):
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


def _difference(
    difference: Difference, items: Mapping[str, Item], articles: Mapping[int, Article]
) -> str | None:
    found = [items[item] for item in difference.items if item in items]
    if not len(found) == len(difference.items) == len(difference.told) or len(found) < 2:
        return "is not of several items"
    if difference.kind is not DifferenceKind.FIGURES and len({i.source for i in found}) < 2:
        return "is not of items of several sources"
    told = list(zip(found, difference.told, strict=True))
    if not all(_stands_in(words, item, articles) for item, words in told):
        return "has words that do not stand in its items"
    match difference.kind:
        case DifferenceKind.FIGURES:
            holds = _figures_apart(difference, told, articles)
        case DifferenceKind.ROLE:
            holds = all(isinstance(item, Statement) and item.role == words for item, words in told)
        case _:
            holds = True
    several = difference.kind is DifferenceKind.FIGURES or len({even(w.value) for w in difference.told}) > 1
    return None if holds and several else "is not of what its items tell differently"


def _stands_in(words: Cited, item: Item, articles: Mapping[int, Article]) -> bool:
    """Whether the words are the source's, in the item's own paragraph, or are its speaker's office."""
    cited, article = words.citation, articles.get(item.source)
    if article is None or cited.source != item.source:
        return False
    if isinstance(item, Statement) and words == item.role:
        return True
    exact = article.text[cited.start : cited.end] == words.value
    return exact and article.paragraph_at(cited.start) == article.paragraph_at(item.text.citation.start)


def _figures_apart(
    difference: Difference, told: Sequence[tuple[Item, Cited]], articles: Mapping[int, Article]
) -> bool:
    """Whether two of the numbers can't both hold, as their events tell them or as their words do."""
    spans = []
    for item, words in told:
        own = item.figures if isinstance(item, EventItem) else ()
        figure = next((f for f in own if f.quantity_words == words), None)
        if figure is not None and difference.subject not in {figure.of, ""}:
            return False
        lexicon_ = lexicon.load(language_of(articles[item.source]))
        numbers = find_numbers(words.value, lexicon_)
        if figure is None and not numbers:
            return False
        spans.append(_span(figure) if figure else _of_number(numbers[0]))
    return any(one[1] < other[0] or other[1] < one[0] for one, other in combinations(spans, 2))


def _of_number(number: Number) -> tuple[float, float]:
    """The bounds that the words of a number set."""
    low, high = (number.low, number.high) if number.value is None else (number.value, number.value)
    if number.qualifier in {Qualifier.OVER, Qualifier.AT_LEAST}:
        high = None
    if number.qualifier is Qualifier.UP_TO:
        low = None
    return _span_of(low or 0.0, math.inf if high is None else high, number.qualifier)


def some_apart(told: Sequence[FigureItem]) -> bool:
    """Whether two of the figures can't both hold."""
    spans = [_span(figure) for figure in told]
    return any(one[1] < other[0] or other[1] < one[0] for one, other in combinations(spans, 2))


def _span(figure: FigureItem) -> tuple[float, float]:
    low = 0.0 if figure.low is None else figure.low
    high = math.inf if figure.high is None else figure.high
    return _span_of(low, high, figure.qualifier)


def _span_of(low: float, high: float, qualifier: Qualifier) -> tuple[float, float]:
    """The bounds as they are meant: about; and not round, where "more than" stands before a count."""
    rough = _ROUGH if qualifier is Qualifier.ABOUT else 0.0
    counted = high == math.inf and low >= _LARGE and low % _ROUND
    return (low, low) if counted else (low * (1 - rough), high * (1 + rough))


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
