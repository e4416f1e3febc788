"""The bottom line of a brief's record, chosen anew by the rule of the dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.dossier.prominence import Candidate, best, newness, score
from briefing.model import Article, Statement, Voice


def bottom_line(
    statements: Sequence[Statement], voices: Sequence[Voice], articles: Mapping[int, Article]
) -> tuple[str, ...]:
    """The ids of the leading statements, newest first; undated ones last.

    For a version with something left out: nothing that is withheld has a say in what is chosen. A record
    does not tell which actors an article is about, so every speaker counts as one of them.
    """
    days = {number: article.published for number, article in articles.items()}
    new, count = newness(days), max(1, len(articles))
    reach = {v.entity: len(v.sources) for v in voices}
    about = {s.id: frozenset(m.entity for m in s.about) - {s.entity} for s in statements}
    speaking_of: dict[str, set[int]] = {}
    for statement in statements:
        for entity in about[statement.id] if statement.entity else ():
            speaking_of.setdefault(entity, set()).add(statement.source)
    pool = [
        Candidate(
            article=str(s.source),
            id=s.id,
            entity=s.entity,
            about=about[s.id],
            score=score(
                key=True,
                reach=reach[s.entity] / count,
                others=len(set[int]().union(*(speaking_of[e] for e in about[s.id])) - {s.source}) / count,
                mode=s.mode,
                words=len(s.text.value.split()),
                newness=new[s.source],
                act=s.act,
                about=bool(about[s.id]),
                half=s.continues or s.continued,
            ),
        )
        for s in statements
        if s.entity
    ]
    by_id = {s.id: s for s in statements}
    chosen = [by_id[c.id] for c in best(pool, len(articles))]
    chosen.sort(key=lambda s: s.said_on.value if s.said_on else (days[s.source] or "")[:10], reverse=True)
    return tuple(s.id for s in chosen)
