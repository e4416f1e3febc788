"""What happened, as printed: each event with those who do and suffer it, its place, day and figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from briefing.compose.citing import Desk
from briefing.model import (
    Dossier,
    Event,
    EventItem,
    FigureItem,
    Findings,
    Mention,
    Participant,
    Voice,
)
from briefing.verify import stands_for


def event_items(dossier: Dossier, voices: Sequence[Voice], desk: Desk) -> tuple[EventItem, ...]:
    """Every event, the newest article's first, in the order of its text; numbered in that order."""
    by_entity = {v.entity: v for v in voices}
    newest = sorted(dossier.findings, key=lambda f: f.article.published or "", reverse=True)
    found = [(f, event) for f in newest for event in sorted(f.events, key=lambda e: e.evidence.start)]
    return tuple(_item(f, event, n, by_entity, desk) for n, (f, event) in enumerate(found, start=1))


def taking_part(dossier: Dossier, desk: Desk) -> frozenset[str]:
    """The entities that do or suffer an event."""
    return frozenset(
        desk.entity_of[f.article.id, p.actor].id
        for f in dossier.findings
        for event in f.events
        for p in (*event.doers, *event.targets)
        if (f.article.id, p.actor) in desk.entity_of
    )


def _item(found: Findings, event: Event, number: int, voices: Mapping[str, Voice], desk: Desk) -> EventItem:
    source = desk.numbers[found.article.id]
    claims = {c.id for c in found.claims}
    details = {d.id for d in found.military}
    return EventItem(
        id=f"e{source}-{event.id}",
        number=number,
        source=source,
        kind=event.kind,
        status=event.status,
        marker=desk.words(event.marker) if event.marker else None,
        text=desk.words(event.evidence),
        cue=desk.words(event.cue),
        doers=_mentions(found, event.doers, voices, desk),
        targets=_mentions(found, event.targets, voices, desk),
        place=desk.reading("place", event.place),
        date=desk.reading("date", event.date),
        figures=tuple(
            FigureItem(
                of=figure.of,
                low=figure.low,
                high=figure.high,
                qualifier=figure.qualifier,
                quantity_words=desk.words(figure.evidence),
            )
            for figure in event.figures
        ),
        military=tuple(f"m{source}-{id_}" for id_ in event.military if id_ in details),
        statement=f"s{source}-{event.claim}" if event.claim in claims else None,
    )


def _mentions(
    found: Findings, participants: Iterable[Participant], voices: Mapping[str, Voice], desk: Desk
) -> tuple[Mention, ...]:
    """Those of them whom the words name that stand there; each once."""
    out: dict[str, Mention] = {}
    for participant in participants:
        entity = desk.entity_of.get((found.article.id, participant.actor))
        voice = voices.get(entity.id) if entity else None
        if voice and stands_for(found.article.words(participant.evidence), voice, found.article):
            named = desk.words(participant.evidence)
            out.setdefault(voice.entity, Mention(entity=voice.entity, named=named))
    return tuple(out.values())
