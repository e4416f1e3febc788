"""Which places the events of a brief are told of, with where: those of events and of military details."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from briefing.lexicon.countries import FormKind, countries
from briefing.model import Brief, EventItem, MilitaryItem, MilitaryKind
from briefing.render.pictures.gazetteer import Spot, spots
from briefing.render.pictures.outlines import main_land, middle
from briefing.verify.fields import language_of

_DAY = len("2017-12-08")
_BEFORE = 7
"""Days before the first source in which an event still belongs to what it tells."""
_STANDING = frozenset({MilitaryKind.FACILITY, MilitaryKind.WEAPON, MilitaryKind.PLATFORM, MilitaryKind.UNIT})
"""Kinds of military details that are no events."""


@dataclass(slots=True)
class Place:
    """A place, or a country as one (then `code` is its own), and what names it.

    `where` are numbers as the page prints them: "E2", "M3", or "S1" of sources.
    """

    name: str
    lon: float
    lat: float
    code: str | None = None
    area: bool = False
    vast: bool = False
    where: list[str] = field(default_factory=list)


def places(brief: Brief, *, numbered: bool = True) -> list[Place]:
    """Every place of an event that the map knows, the one most told of first.

    Unless they are `numbered` on the page, their sources stand for the events and details.
    """
    found: dict[str, Place] = {}
    for words, number, language in _texts(brief, numbered):
        for place in _named(words, language):
            known = found.setdefault(place.name, place)
            if number not in known.where:
                known.where.append(number)
    return sorted(found.values(), key=lambda p: -len(p.where))


def _texts(brief: Brief, numbered: bool) -> Iterator[tuple[str, str, str]]:
    """The words that are given as a place, the number of what they stand in, their language."""
    language = {s.number: language_of(s.article) for s in brief.sources}
    for event in brief.events:
        if event.place and _of_the_period(event, brief):
            number = f"E{event.number}" if numbered else f"S{event.source}"
            yield event.place.value, number, language[event.source]
    for item in brief.military:
        if item.place and item.kind not in _STANDING and _of_the_period(item, brief):
            number = f"M{item.number}" if numbered else f"S{item.source}"
            yield item.place.value, number, language[item.source]


def _of_the_period(thing: EventItem | MilitaryItem, brief: Brief) -> bool:
    """Whether nothing says that it was long before the days that the brief covers."""
    if thing.date is None or brief.period is None or len(thing.date.value) < _DAY:
        return True
    first = date.fromisoformat(brief.period[0]) - timedelta(days=_BEFORE)
    return date.fromisoformat(thing.date.value[:_DAY]) >= first


def _named(words: str, language: str) -> Iterator[Place]:
    """The places in words that are given as one."""
    taken = []
    for spot, start, end in spots(words, running=False):
        taken.append((start, end))
        yield _of(spot)
    for mention in countries(language).find(words):
        land = main_land(mention.code)
        outside = all(mention.end <= start or end <= mention.start for start, end in taken)
        if mention.kind in (FormKind.NAME, FormKind.ABBREVIATION) and outside and land:
            lon, lat = middle(land.points)
            yield Place(name=mention.code, lon=lon, lat=lat, code=mention.code, area=True)


def _of(spot: Spot) -> Place:
    return Place(name=spot.name, lon=spot.lon, lat=spot.lat, area=spot.area, vast=spot.vast)
