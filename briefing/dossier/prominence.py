"""Which statements carry most over all articles: the matter of the bottom line, chosen by rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from briefing.dossier.broken import broken
from briefing.model import Claim, Entity, Findings, Mode, record

A = TypeVar("A")
LIMIT = 6
LEAST = 3
# Quoted words are the surest thing an article has; reported ones are its own wording.
_MODE = {Mode.DIRECT: 1.0, Mode.MIXED: 0.8, Mode.INDIRECT: 0.6}
_PLAIN_ACT = "states"
_HALF = 0.2
"""What half a sentence is worth beside a whole one."""


@record
class Candidate:
    """A claim with a speaker, and what speaks for it."""

    article: str
    id: str
    entity: str
    about: frozenset[str]
    score: float


def leading(findings: Sequence[Findings], entities: Sequence[Entity]) -> tuple[tuple[str, str], ...]:
    """The claims for the bottom line, best first, as (article id, claim id): three to six.

    A claim counts for more the more articles name its speaker, the more other articles have
    somebody speak about the same actors (corroboration), when it is quoted rather than reported,
    of a length that can be read at once, newer, and when it does more than state. A speaker or
    article that is already there counts for less, so that all sides are heard.
    """
    return tuple((c.article, c.id) for c in best(_candidates(findings, entities), len(findings)))


def best(pool: Iterable[Candidate], articles: int) -> tuple[Candidate, ...]:
    """Those for the bottom line of so many articles, best first."""
    left = list(pool)
    wanted = min(LIMIT, max(LEAST, articles + 1))
    chosen: list[Candidate] = []
    while left and len(chosen) < wanted:
        first = max(left, key=lambda c: _marginal(c, chosen))
        chosen.append(first)
        left.remove(first)
    return tuple(chosen)


def score(
    *,
    key: bool,
    reach: float,
    others: float,
    mode: Mode,
    words: int,
    newness: float,
    act: str,
    about: bool,
    half: bool,
) -> float:
    """What speaks for a claim: whether its article is about the speaker, the share of articles that
    name him and of those in which others speak about the same actors, and its own words."""
    return (
        (1.0 if key else 0.4)
        * (0.5 + reach)
        * (0.6 + 0.4 * others)
        * _MODE[mode]
        * _readable(words)
        * (0.7 + 0.3 * newness)
        * (1.0 if act == _PLAIN_ACT else 1.2)
        * (1.0 if about else 0.7)
        * (_HALF if half else 1.0)
    )


def newness(days: Mapping[A, str | None]) -> dict[A, float]:
    """By article, from 0 for the oldest to 1 for the newest; an undated one stands with the oldest."""
    known = sorted({day[:10] for day in days.values() if day})
    place = {day: n / max(1, len(known) - 1) for n, day in enumerate(known)}
    return {article: place.get((day or "")[:10], 0.0) for article, day in days.items()}


def _marginal(candidate: Candidate, chosen: Sequence[Candidate]) -> float:
    score = candidate.score
    for other in chosen:
        if other.entity == candidate.entity:
            score *= 0.35
        if other.article == candidate.article:
            score *= 0.7
        if other.about and other.about == candidate.about:
            score *= 0.9
    return score


def _candidates(findings: Sequence[Findings], entities: Sequence[Entity]) -> list[Candidate]:
    entity_of = {member: e.id for e in entities for member in e.members}
    reach = {e.id: len({article for article, _ in e.members}) for e in entities}
    spoken = [
        (f, claim, entity_of[f.article.id, claim.speaker], _about(f, claim, entity_of))
        for f in findings
        for claim in f.claims
        if claim.speaker and (f.article.id, claim.speaker) in entity_of
    ]
    speaking_of: dict[str, set[str]] = {}
    for f, _, _, about in spoken:
        for other in about:
            speaking_of.setdefault(other, set()).add(f.article.id)
    new = newness({f.article.id: f.article.published for f in findings})
    count = max(1, len(findings))
    halves = {f.article.id: broken(f) for f in findings}
    out = []
    for f, claim, entity, about in spoken:
        others = set[str]().union(*(speaking_of[e] for e in about if e != entity)) - {f.article.id}
        own = score(
            key=any(a.key for a in f.actors if a.id == claim.speaker),
            reach=reach[entity] / count,
            others=len(others) / count,
            mode=claim.mode,
            words=len(f.article.words(claim.evidence).split()),
            newness=new[f.article.id],
            act=claim.act,
            about=bool(about),
            half=claim.id in halves[f.article.id],
        )
        out.append(Candidate(article=f.article.id, id=claim.id, entity=entity, about=about, score=own))
    return out


def _about(findings: Findings, claim: Claim, entity_of: dict[tuple[str, str], str]) -> frozenset[str]:
    """The entities named in the claim's own words, its speaker apart."""
    span = claim.evidence
    return frozenset(
        entity_of[findings.article.id, actor.id]
        for actor in findings.actors
        if actor.id != claim.speaker
        and (findings.article.id, actor.id) in entity_of
        and any(span.start <= m.start and m.end <= span.end for m in actor.mentions)
    )


def _readable(words: int) -> float:
    """Full weight from eight to forty words: a shorter one says little, a longer can't be read at once."""
    if words < 8:
        return words / 8
    return 1.0 if words <= 40 else max(0.4, 40 / words)
