"""Across articles: who is the same, what stands on which day, which tell one story, where accounts differ."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.dossier.agreement import disagreements
from briefing.dossier.chronology import days
from briefing.dossier.copies import copies
from briefing.dossier.entities import merge
from briefing.dossier.stories import stories
from briefing.model import Article, Dossier, Findings, Problem

__all__ = ["build"]


def build(findings: Sequence[Findings]) -> Dossier:
    """All articles of a brief and what joins them; the same article given twice counts once."""
    kept: dict[str, Findings] = {}
    problems: list[Problem] = []
    for found in findings:
        first = kept.setdefault(found.article.id, found)
        if first is not found:
            problems.append(_twice(first, found))
    articles = tuple(kept.values())
    entities = merge(articles)
    told = stories([found.article for found in articles])
    return Dossier(
        findings=articles,
        entities=entities,
        days=days(articles),
        stories=told,
        disagreements=disagreements(articles, entities, told),
        problems=tuple(problems),
        copies=_copies([found.article for found in articles]),
    )


def _copies(articles: Sequence[Article]) -> tuple[tuple[str, str], ...]:
    return tuple((articles[n].id, articles[of].id) for n, of in copies(articles).items())


def _twice(first: Findings, again: Findings) -> Problem:
    return Problem(
        stage="dossier",
        where=again.article.source,
        message=f"has the same text as {first.article.source}",
        hint="It is counted once",
    )
