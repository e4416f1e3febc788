"""Which places a brief names, with where it names them: military details, datelines, statements.

All of it is read from the brief's own words: the places of military details, the datelines of the
sources, and what the printed words of statements and military details name beyond doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing.lexicon.countries import FormKind, countries
from briefing.model import Brief
from briefing.render.pictures.gazetteer import Spot, spots
from briefing.render.pictures.outlines import main_land, middle
from briefing.verify.fields import language_of


@dataclass(slots=True)
class Place:
    """A place, or a country as one (then `code` is its own), and what names it.

    `where` are numbers as the brief prints them: "M3", "S1", "14". `event` is true where a military
    detail has it as its place, `filed` where an article was filed from it.
    """

    name: str
    lon: float
    lat: float
    code: str | None = None
    area: bool = False
    vast: bool = False
    event: bool = False
    filed: bool = False
    where: list[str] = field(default_factory=list)


def places(brief: Brief) -> list[Place]:
    """Every place that a brief names and that the map knows, the most important first."""
    found: dict[str, Place] = {}
    for words, number, language, use in _texts(brief):
        for place in _named(words, language, running=use == "words"):
            known = found.setdefault(place.name, place)
            known.event |= use == "event"
            known.filed |= use == "filed"
            if number not in known.where:
                known.where.append(number)
    return sorted(found.values(), key=lambda p: (not p.event, not p.filed, -len(p.where)))


def _texts(brief: Brief) -> Iterator[tuple[str, str, str, str]]:
    """Words that may name places: the number of what they stand in, their language, what they are."""
    language = {s.number: language_of(s.article) for s in brief.sources}
    for m in brief.military:
        if m.place:
            yield m.place.value, f"M{m.number}", language[m.source], "event"
        yield m.text.value, f"M{m.number}", language[m.source], "words"
    for source in brief.sources:
        if source.article.dateline:
            yield source.article.dateline, f"S{source.number}", language[source.number], "filed"
    for s in brief.statements:
        yield s.text.value, str(s.number), language[s.source], "words"


def _named(words: str, language: str, *, running: bool) -> Iterator[Place]:
    """The places in some words; countries only where the words are given as a place."""
    taken = []
    for spot, start, end in spots(words, running=running):
        taken.append((start, end))
        yield _of(spot)
    if running:
        return
    for mention in countries(language).find(words):
        land = main_land(mention.code)
        outside = all(mention.end <= start or end <= mention.start for start, end in taken)
        if mention.kind in (FormKind.NAME, FormKind.ABBREVIATION) and outside and land:
            lon, lat = middle(land.points)
            yield Place(name=mention.code, lon=lon, lat=lat, code=mention.code, area=True)


def _of(spot: Spot) -> Place:
    return Place(name=spot.name, lon=spot.lon, lat=spot.lat, area=spot.area, vast=spot.vast)
