"""Which statements carry most over all articles: the matter of the bottom line, chosen by rule."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.model import Claim, Entity, Findings, Mode, record

LIMIT = 6
LEAST = 3
# Quoted words are the surest thing an article has; reported ones are its own wording.
_MODE = {Mode.DIRECT: 1.0, Mode.MIXED: 0.8, Mode.INDIRECT: 0.6}
_PLAIN_ACT = "states"


@record
class Candidate:
    """A claim with a speaker, and what speaks for it."""

    article: str
    claim: Claim
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
    pool = _candidates(findings, entities)
    wanted = min(LIMIT, max(LEAST, len(findings) + 1))
    chosen: list[Candidate] = []
    while pool and len(chosen) < wanted:
        best = max(pool, key=lambda c: _marginal(c, chosen))
        chosen.append(best)
        pool.remove(best)
    return tuple((c.article, c.claim.id) for c in chosen)


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
    newness = _newness(findings)
    count = max(1, len(findings))
    out = []
    for f, claim, entity, about in spoken:
        others = set[str]().union(*(speaking_of[e] for e in about if e != entity)) - {f.article.id}
        key = any(a.key for a in f.actors if a.id == claim.speaker)
        score = (
            (1.0 if key else 0.4)
            * (0.5 + reach[entity] / count)
            * (0.6 + 0.4 * len(others) / count)
            * _MODE[claim.mode]
            * _readable(f, claim)
            * (0.7 + 0.3 * newness[f.article.id])
            * (1.0 if claim.act == _PLAIN_ACT else 1.2)
            * (1.0 if about else 0.7)
        )
        out.append(Candidate(article=f.article.id, claim=claim, entity=entity, about=about, score=score))
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


def _newness(findings: Sequence[Findings]) -> dict[str, float]:
    """From 0 for the oldest article to 1 for the newest; an undated one stands with the oldest."""
    days = sorted({f.article.published[:10] for f in findings if f.article.published})
    place = {day: n / max(1, len(days) - 1) for n, day in enumerate(days)}
    return {f.article.id: place.get((f.article.published or "")[:10], 0.0) for f in findings}


def _readable(findings: Findings, claim: Claim) -> float:
    """Full weight from eight to forty words: a shorter one says little, a longer can't be read at once."""
    words = len(findings.article.words(claim.evidence).split())
    if words < 8:
        return words / 8
    return 1.0 if words <= 40 else max(0.4, 40 / words)
