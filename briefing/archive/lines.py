"""What of a brief can be searched: its statements and events, a line each, with where it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from briefing.model import Brief, Cited, EventItem, Mention, Source, Statement, Voice, record


@record
class Line:
    """A statement or an event as it is kept. Names are those of the brief's own list of voices."""

    item: str
    kind: str
    word: str
    status: str
    day: str
    speaker: str
    role: str
    names: tuple[str, ...]
    countries: tuple[str, ...]
    place: str
    text: str
    source: int
    outlet: str
    title: str
    url: str
    marking: str
    paragraph: int
    start: int
    end: int

    def values(self) -> Mapping[str, Any]:
        """Its fields by their names, as they are kept: a name a line, countries with blanks between them."""
        kept = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        return {**kept, "names": "\n".join(self.names), "countries": " ".join(self.countries)}


COLUMNS = tuple(f.name for f in dataclasses.fields(Line))


def line_from(values: Sequence[Any]) -> Line:
    """The line of these columns, as they were kept."""
    kept = dict(zip(COLUMNS, values, strict=True))
    names, countries = tuple(filter(None, kept["names"].split("\n"))), tuple(kept["countries"].split())
    return Line(**{**kept, "names": names, "countries": countries})


def lines_of(brief: Brief) -> Iterator[Line]:
    """The lines of a brief; what is told again in it stands in the line that it repeats."""
    sources = {s.number: s for s in brief.sources}
    voices = {v.entity: v for v in brief.voices}
    for statement in brief.statements:
        if statement.repeats is None:
            yield _of_statement(statement, sources[statement.source], voices)
    for event in brief.events:
        if event.repeats is None:
            yield _of_event(event, sources[event.source], voices)


def _of_statement(s: Statement, source: Source, voices: Mapping[str, Voice]) -> Line:
    voice = voices.get(s.entity or "")
    speaker = voice.name.value if voice else _value(s.speaker)
    about = [name for m in s.about if (name := _name(m, voices))]
    countries = {_value(s.country), *(_country(m, voices) for m in s.about)} - {""}
    return Line(
        **_place(s.text, source),
        item=s.id,
        kind="statement",
        word=s.act,
        status="",
        day=_value(s.said_on) or (source.article.published or "")[:10],
        speaker=speaker,
        role=_value(s.role),
        names=tuple(dict.fromkeys([n for n in (speaker, *about) if n])),
        countries=tuple(sorted(countries)),
        place="",
    )


def _of_event(e: EventItem, source: Source, voices: Mapping[str, Voice]) -> Line:
    sides = [name for m in (*e.doers, *e.targets) if (name := _name(m, voices))]
    countries = {_country(m, voices) for m in (*e.doers, *e.targets)} - {""}
    return Line(
        **_place(e.text, source),
        item=e.id,
        kind="event",
        word=e.kind,
        status=e.status.value,
        day=_value(e.date) or (source.article.published or "")[:10],
        speaker="",
        role="",
        names=tuple(dict.fromkeys(sides)),
        countries=tuple(sorted(countries)),
        place=_value(e.place),
    )


def _place(text: Cited, source: Source) -> dict[str, Any]:
    article = source.article
    return {
        "text": text.value,
        "source": source.number,
        "outlet": article.outlet or "",
        "title": article.title or "",
        "url": article.url or "",
        "marking": source.marking,
        "paragraph": text.citation.paragraph,
        "start": text.citation.start,
        "end": text.citation.end,
    }


def _name(mention: Mention, voices: Mapping[str, Voice]) -> str:
    known = voices.get(mention.entity)
    return known.name.value if known else mention.named.value


def _country(mention: Mention, voices: Mapping[str, Voice]) -> str:
    known = voices.get(mention.entity)
    return _value(known.country) if known else ""


def _value(cited: Cited | None) -> str:
    return cited.value if cited else ""
