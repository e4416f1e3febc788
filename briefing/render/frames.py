"""The frame before a line of the front page: who does what to whom, where, when, in the reader's language.

    Attack · Israel → Gaza · 2 July 2025 · 111 killed
    Indonesia condemns · Israel

A frame is made from the typed slots of the event or statement behind the line and says nothing else, so that
a page can be read without the language of its sources. It is made anew for each language; the record keeps
that of the brief's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from briefing.model import Brief, EventItem, FigureItem, Mention, Qualifier, Statement, Status, Voice
from briefing.render.catalogue import Labels
from briefing.render.filters import capital, filters

BETWEEN, TO, AND = " · ", " → ", ", "
MOST = 3
"""So many names a side and figures at most."""

SIGNS = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "≈",
    Qualifier.OVER: ">",
    Qualifier.AT_LEAST: "≥",
    Qualifier.UP_TO: "≤",
}


def framed(brief: Brief, labels: Labels) -> Brief:
    """The brief with the frames of its front page in the language of the labels."""
    made = _Frames(brief, labels)
    return replace(brief, front=tuple(replace(line, frame=made.of(line.item)) for line in brief.front))


class _Frames:
    """What frames of one brief in one language are made of."""

    def __init__(self, brief: Brief, labels: Labels) -> None:
        self.labels, self.filters = labels, filters(brief, labels)
        self.voices: Mapping[str, Voice] = {v.entity: v for v in brief.voices}
        self.items: dict[str, EventItem | Statement] = {e.id: e for e in brief.events}
        self.items.update({s.id: s for s in brief.statements})

    def of(self, item: str | None) -> str:
        """The frame of an event or statement; empty where there is none."""
        found = self.items.get(item or "")
        if found is None:
            return ""
        parts = self._event(found) if isinstance(found, EventItem) else self._statement(found)
        frame = BETWEEN.join(part for part in parts if part)
        by = self.filters["judged"](found)
        return f"{frame} ({self.labels.text('analyst: %(name)s', name=by)})" if by and frame else frame

    def _event(self, event: EventItem) -> Iterator[str]:
        kind = capital(self.labels.named("event", event.kind))
        status = self.labels.named("status", event.status.value)
        yield kind if event.status is Status.REPORTED else f"{kind} ({status})"
        doers, targets = self._names(event.doers), self._names(event.targets)
        place = str(self.filters["place"](event.place.value).text) if event.place else ""
        yield from _sides(doers, targets, place)
        if event.date:
            yield str(self.filters["day"](event.date.value))
        yield from (self._figure(figure) for figure in event.figures[:MOST])

    def _statement(self, statement: Statement) -> Iterator[str]:
        speaker = self.voices.get(statement.entity or "")
        act = self.labels.named("act", statement.act)
        yield capital(f"{self._name(speaker)} {act}" if speaker else act)
        yield self._names(statement.about)
        if statement.said_on:
            yield str(self.filters["day"](statement.said_on.value))

    def _names(self, mentions: Iterable[Mention]) -> str:
        known = (self.voices.get(mention.entity) for mention in mentions)
        return AND.join([self._name(voice) for voice in known if voice][:MOST])

    def _name(self, voice: Voice) -> str:
        return str(self.filters["name"](voice).text)

    def _figure(self, figure: FigureItem) -> str:
        number = self.filters["number"]
        of = self.labels.named("figure", figure.of)
        if figure.low is not None and figure.high is not None and figure.low != figure.high:
            return f"{number(figure.low)}–{number(figure.high)} {of}"
        bound = figure.low if figure.low is not None else figure.high
        return f"{SIGNS[figure.qualifier]}{number(bound)} {of}" if bound is not None else ""


def _sides(doers: str, targets: str, place: str) -> Iterator[str]:
    """Who does it and to whom; where nobody is named to suffer it, where it happens."""
    if doers and (targets or place):
        yield f"{doers}{TO}{targets or place}"
    else:
        yield doers or targets or place
    if place and targets:
        yield place
