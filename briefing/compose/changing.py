"""What changed since the last brief of the series: which lines are new, which numbers grew, what fell silent.

Both briefs are told by their articles: an article that was in the earlier one was told before; one that is
of a story with an earlier one goes on with it. Numbers are compared within such a matter alone, of one kind
of toll. What the earlier brief holds above the marking of this one is not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from briefing import markings
from briefing.compose.figures import TOLL
from briefing.compose.withholding import withhold
from briefing.dossier.stories import stories
from briefing.errors import MarkingError
from briefing.model import (
    Brief,
    Cited,
    Earlier,
    EventItem,
    FigureItem,
    FrontLine,
    News,
    Revised,
    Since,
    Status,
)

MOST = 5
"""As many numbers, and matters that fell silent, are told."""

_TOLD = (Status.REPORTED, Status.CLAIMED)
Matters = Mapping[str, int]
"""The matter that each article is of, by its id."""


def changed(brief: Brief, earlier: Brief, *, series: str) -> Brief:
    """The brief with what changed since the earlier one of its series."""
    before = _within(earlier, brief)
    if before is None:
        return brief
    matters = _matters(brief, before)
    known = {s.article.id for s in before.sources}
    going_on = {matters[id_] for id_ in known}
    front = tuple(replace(line, news=_news(line, brief, known, going_on, matters)) for line in brief.front)
    since = Since(
        series=series,
        date=before.date,
        number=before.number,
        title=before.title,
        revised=tuple(_revised(brief, before, matters))[:MOST],
        silent=tuple(_silent(brief, before, matters))[:MOST],
    )
    return replace(brief, front=front, since=since)


def _within(earlier: Brief, brief: Brief) -> Brief | None:
    """The earlier brief as readers of this one may have it; none where they may not, or labels differ."""
    try:
        if markings.rank(earlier.marking, markings.of(brief)) <= markings.rank(
            brief.marking, markings.of(brief)
        ):
            return earlier
        return withhold(earlier, brief.marking)
    except MarkingError:
        return None


def _matters(brief: Brief, before: Brief) -> Matters:
    """Articles of one story have one number, over both briefs; each of the others has its own."""
    articles = {s.article.id: s.article for one in (before, brief) for s in one.sources}
    found = {id_: n for n, story in enumerate(stories(list(articles.values()))) for id_ in story}
    return {id_: found.get(id_, -n) for n, id_ in enumerate(articles, start=1)}


def _news(line: FrontLine, brief: Brief, known: set[str], going_on: set[int], matters: Matters) -> News:
    ids = {s.number: s.article.id for s in brief.sources}
    cited = {ids[c.source] for c in line.citations}
    if cited <= known:
        return News.TOLD
    return News.CONTINUED if any(matters[id_] in going_on for id_ in cited) else News.NEW


def _revised(brief: Brief, before: Brief, matters: Matters) -> Iterator[Revised]:
    """Numbers of one matter and kind of which the highest told now is above the highest told then."""
    now, then = _highest(brief, matters), _highest(before, matters)
    for (matter, of), (_, figure) in now.items():
        if (matter, of) not in then:
            continue
        event, old = then[matter, of]
        low, old_low = figure.low, old.low
        if low is not None and old_low is not None and low > old_low:
            text = event.text.value
            earlier = Earlier(text=text, outlet=_outlet(before, event.text))
            words = figure.quantity_words
            yield Revised(of=of, quantity_words=words, low=low, earlier=earlier, earlier_low=old_low)


def _highest(brief: Brief, matters: Matters) -> dict[tuple[int, str], tuple[EventItem, FigureItem]]:
    ids = {s.number: s.article.id for s in brief.sources}
    found: dict[tuple[int, str], tuple[EventItem, FigureItem]] = {}
    for event in brief.events:
        for figure in event.figures if event.status in _TOLD else ():
            key = (matters[ids[event.source]], figure.of)
            if figure.of not in TOLL or figure.low is None:
                continue
            kept = found.get(key)
            if kept is None or (kept[1].low or 0) < figure.low:
                found[key] = (event, figure)
    return found


def _silent(brief: Brief, before: Brief, matters: Matters) -> Iterator[Earlier]:
    """Lines of the earlier front page of whose matter no article tells now."""
    ids = {s.number: s.article.id for s in before.sources}
    now = {matters[s.article.id] for s in brief.sources}
    for line in before.front:
        if not any(matters[ids[c.source]] in now for c in line.citations):
            source = next(s for s in before.sources if s.number == line.citations[0].source)
            yield Earlier(text=line.text, outlet=source.article.outlet or "")


def _outlet(brief: Brief, cited: Cited) -> str:
    source = next(s for s in brief.sources if s.number == cited.citation.source)
    return source.article.outlet or ""
