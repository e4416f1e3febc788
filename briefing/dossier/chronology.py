"""What has a day, in order of days."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.model import EntryKind, Event, Findings


def events(findings: Sequence[Findings]) -> tuple[Event, ...]:
    """Publications, statements and military details that an article gives a day, oldest first.

    A statement without a day of its own is not put on its article's day: when it was said, the
    article does not tell. Dates known to the month or year stand before the days in them.
    """
    found: list[Event] = []
    for f in findings:
        article = f.article
        if article.published:
            found.append(
                Event(date=article.published[:10], kind=EntryKind.PUBLICATION, article=article.id, item=None)
            )
        for claim in f.claims:
            if claim.said_on:
                found.append(
                    Event(
                        date=claim.said_on.value, kind=EntryKind.STATEMENT, article=article.id, item=claim.id
                    )
                )
        for detail in f.military:
            if detail.date:
                found.append(
                    Event(date=detail.date.value, kind=EntryKind.MILITARY, article=article.id, item=detail.id)
                )
    return tuple(sorted(found, key=lambda e: e.date))
