"""Findings without what is cut out of them: a line, a field of one, a name, a field of the article's head."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from briefing.model import (
    Actor,
    Article,
    Citation,
    Claim,
    Event,
    Evidence,
    Findings,
    MilitaryDetail,
    ParagraphKind,
    record,
)

Line = TypeVar("Line", Actor, Claim, MilitaryDetail, Event)

AUTHORS = {"author", "authors"}


class Part(StrEnum):
    """What of an article's findings a cut is about."""

    ACTOR = "actor"
    MENTION = "mention"
    CLAIM = "claim"
    DETAIL = "detail"
    EVENT = "event"
    SUMMARY = "summary"
    HEAD = "head"


@record
class Cut:
    """What to leave out: the line of this id, or only a field of it; a mention, or the words at a place."""

    part: Part
    id: str | None = None
    field: str | None = None
    start: int | None = None
    end: int | None = None

    def at(self, evidence: Evidence) -> bool:
        """Whether the cut is about these words; about all where it names none."""
        return self.start is None or (self.start, self.end) == (evidence.start, evidence.end)


def cut_at(part: Part, cited: Citation | None, *, id_: str | None = None, field: str | None = None) -> Cut:
    """The cut of what cites these words."""
    start, end = (cited.start, cited.end) if cited else (None, None)
    return Cut(part=part, id=id_, field=field, start=start, end=end)


def pruned(found: Findings, cuts: Collection[Cut]) -> Findings:
    """The findings without what the cuts are about, and without claims of whoever is no longer in them."""
    by_part: dict[Part, list[Cut]] = {}
    for cut in cuts:
        by_part.setdefault(cut.part, []).append(cut)
    mentions = by_part.get(Part.MENTION, [])
    named = [_without_mentions(a, mentions) for a in found.actors] if mentions else found.actors
    actors = _without((a for a in named if a.mentions), by_part.get(Part.ACTOR, []))
    gone = {a.id for a in found.actors} - {a.id for a in actors}
    claims = tuple(c for c in _without(found.claims, by_part.get(Part.CLAIM, [])) if c.speaker not in gone)
    military = _without(found.military, by_part.get(Part.DETAIL, []))
    left = {thing.id for things in (actors, claims, military) for thing in things}
    return replace(
        found,
        article=_headed(found.article, {cut.field or "" for cut in by_part.get(Part.HEAD, [])}),
        actors=actors,
        claims=claims,
        military=military,
        events=tuple(_of_what_is_left(e, left) for e in _without(found.events, by_part.get(Part.EVENT, []))),
        summary=tuple(e for e in found.summary if not any(c.at(e) for c in by_part.get(Part.SUMMARY, []))),
    )


def _of_what_is_left(event: Event, left: Collection[str]) -> Event:
    """The event without those who are no longer in the findings, without details and claim that are not."""
    return replace(
        event,
        doers=tuple(d for d in event.doers if d.actor in left),
        targets=tuple(t for t in event.targets if t.actor in left),
        military=tuple(id_ for id_ in event.military if id_ in left),
        claim=event.claim if event.claim in left else None,
    )


def _without(lines: Any, cuts: Collection[Cut]) -> tuple[Any, ...]:
    """The lines that are not cut, and those of which only fields are with these emptied."""
    by_id: dict[str | None, list[Cut]] = {}
    for cut in cuts:
        by_id.setdefault(cut.id, []).append(cut)
    out = []
    for line in lines:
        own = by_id.get(line.id, [])
        if all(cut.field for cut in own):
            out.append(_emptied(line, own))
    return tuple(out)


def _emptied(line: Line, cuts: Collection[Cut]) -> Line:
    """The line without these fields; of several readings in one, without those that the cuts are about."""
    changed: dict[str, Any] = {}
    for cut in cuts:
        name = cut.field or ""
        value = changed.get(name, getattr(line, name))
        several = isinstance(value, tuple)
        one = several and cut.start is not None
        changed[name] = tuple(r for r in value if not cut.at(r.evidence)) if one else () if several else None
    return replace(line, **changed) if changed else line


def _without_mentions(actor: Actor, cuts: Collection[Cut]) -> Actor:
    spans = {(cut.start, cut.end) for cut in cuts}
    kept = tuple(m for m in actor.mentions if (m.start, m.end) not in spans)
    return actor if len(kept) == len(actor.mentions) else replace(actor, mentions=kept)


def _headed(article: Article, fields: Collection[str]) -> Article:
    """The article with these fields of its head emptied; the title becomes the one that its text has."""
    if not fields:
        return article
    changed: dict[str, Any] = {n: None for n in ("published", "outlet", "dateline", "url") if n in fields}
    if AUTHORS & set(fields):
        changed["authors"], fields = (), {*fields, *AUTHORS}
    if "title" in fields:
        titles = (p for p in article.paragraphs if p.kind is ParagraphKind.TITLE)
        changed["title"] = next((article.text[p.start : p.end] for p in titles), None)
    return replace(article, header=tuple(r for r in article.header if r.field not in fields), **changed)
