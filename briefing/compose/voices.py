"""Who said what: statements with their speakers, and the order in which they are printed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache

from briefing.compose.citing import Desk
from briefing.dossier import sourcing
from briefing.dossier.broken import broken
from briefing.model import (
    ActorKind,
    Claim,
    Dossier,
    Entity,
    Evidence,
    Findings,
    Mention,
    Statement,
    Voice,
)
from briefing.verify import stands_for


def statements_and_voices(
    dossier: Dossier, desk: Desk, others: Collection[str] = ()
) -> tuple[tuple[Statement, ...], tuple[Voice, ...]]:
    """Every claim as printed, numbered in print order, and every voice with what he said.

    Voices stand by how many articles have them speak; each one's words newest first, with the
    article's day where no day is told, undated ones last. Claims without a speaker come at the end. `others`
    are entities that are voices too, though they neither speak nor are spoken of.
    """
    days = {f.article.id: f.article.published or "" for f in dossier.findings}
    by_id = {e.id: e for e in dossier.entities}
    known = cache(lambda id_: _voice(by_id[id_], days, desk))
    statements = [
        _statement(f, claim, known, desk, halves.get(claim.id, (False, False)))
        for f, halves in ((f, broken(f)) for f in dossier.findings)
        for claim in f.claims
    ]
    met = {*others, *(s.entity for s in statements)} | {m.entity for s in statements for m in s.about}
    voices = [known(e.id) for e in dossier.entities if e.id in met or _is_key(e, desk)]
    said = _by_entity(statements, dossier)
    ranked = sorted(voices, key=lambda v: weight(v, said.get(v.entity, [])))
    order = [s for v in ranked for s in said.get(v.entity, [])] + said.get(None, [])
    numbered = tuple(replace(s, number=n) for n, s in enumerate(order, start=1))
    spoken: dict[str | None, list[str]] = {}
    for s in numbered:
        spoken.setdefault(s.entity, []).append(s.id)
    return numbered, tuple(replace(v, statements=tuple(spoken.get(v.entity, ()))) for v in ranked)


def _statement(
    found: Findings, claim: Claim, known: Callable[[str], Voice], desk: Desk, half: tuple[bool, bool]
) -> Statement:
    article = found.article
    source = desk.numbers[article.id]
    actor = desk.actors.get((article.id, claim.speaker)) if claim.speaker else None
    chain = (desk.reading("chain", reading) for reading in sourcing.chain(found, claim))
    return Statement(
        id=f"s{source}-{claim.id}",
        number=0,
        source=source,
        entity=desk.entity_of[article.id, actor.id].id if actor else None,
        speaker=desk.name(actor) if actor else None,
        named=desk.words(claim.named) if claim.named else None,
        antecedent=desk.words(claim.antecedent) if claim.antecedent else None,
        role=desk.reading("role", actor.role) if actor else None,
        country=desk.reading("country", actor.country) if actor else None,
        act=claim.act,
        mode=claim.mode,
        text=desk.words(claim.evidence),
        cue=desk.words(claim.cue) if claim.cue else None,
        said_on=desk.reading("said_on", claim.said_on),
        chain=tuple(cited for cited in chain if cited),
        about=_about(found, claim, known, desk),
        body=desk.first("body", (actor.body,)) if actor and actor.role else None,
        continues=half[0],
        continued=half[1],
    )


def _about(found: Findings, claim: Claim, known: Callable[[str], Voice], desk: Desk) -> tuple[Mention, ...]:
    """The others whom a claim's own words name, in their order there; a "he" or "they" names nobody.

    Words within another's name are his: the Russia of "Presiden Rusia Vladimir Putin" is not named apart.
    """
    article = found.article
    own = desk.entity_of[article.id, claim.speaker].id if claim.speaker else None
    inside = desk.mentioned(claim.evidence)
    out: dict[str, Mention] = {}
    for mention, actor in sorted(inside, key=lambda x: (x[0].start, -x[0].end)):
        entity = desk.entity_of[article.id, actor.id]
        nested = any(_within(mention, other) and a is not actor for other, a in inside if other != mention)
        if entity.id != own and not nested and stands_for(article.words(mention), known(entity.id), article):
            out.setdefault(entity.id, Mention(entity=entity.id, named=desk.words(mention)))
    return tuple(out.values())


def _within(inner: Evidence, outer: Evidence) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _is_key(entity: Entity, desk: Desk) -> bool:
    """Whether an article is about this actor, whether he speaks or not."""
    return any(desk.actors[m].key for m in entity.members)


def _voice(entity: Entity, days: Mapping[str, str], desk: Desk) -> Voice:
    """Name in the dossier's form; role and country from the newest article that tells them."""
    newest = [desk.actors[m] for m in sorted(entity.members, key=lambda m: days[m[0]], reverse=True)]
    names = {cited.value: cited for cited in (desk.name(desk.actors[m]) for m in reversed(entity.members))}
    name = names.pop(entity.name, None) or names.pop(next(reversed(names)))
    roles = ((desk.first("role", (a.role,)), a) for a in newest)
    role, holder = next(((role, a) for role, a in roles if role), (None, None))
    return Voice(
        entity=entity.id,
        name=name,
        also=tuple(reversed(names.values())),
        kind=entity.kind,
        role=role,
        body=desk.first("body", (holder.body,)) if holder else None,
        country=desk.first("country", (a.country for a in newest)),
        sources=tuple(sorted({desk.numbers[article] for article, _ in entity.members})),
        statements=(),
    )


def _by_entity(statements: Sequence[Statement], dossier: Dossier) -> dict[str | None, list[Statement]]:
    days = {n: (f.article.published or "")[:10] for n, f in enumerate(dossier.findings, start=1)}
    said: dict[str | None, list[Statement]] = {}
    for statement in statements:
        said.setdefault(statement.entity, []).append(statement)
    for own in said.values():
        own.sort(key=lambda s: (s.source, s.text.citation.start))
        own.sort(key=lambda s: s.said_on.value if s.said_on else days[s.source], reverse=True)
    return said


def weight(voice: Voice, said: Sequence[Statement]) -> tuple[int, int, bool, int]:
    """Smaller stands first: spoken in many articles, many statements, a person, named in many."""
    return (
        -len({s.source for s in said}),
        -len(said),
        voice.kind is not ActorKind.PERSON,
        -len(voice.sources),
    )
