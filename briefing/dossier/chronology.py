"""What has a day, in order of days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.model import Dated, EntryKind, Findings


def days(findings: Sequence[Findings]) -> tuple[Dated, ...]:
    """Publications, statements, military details and events that an article gives a day, oldest first.

    A statement without a day of its own is not put on its article's day: when it was said, the
    article does not tell. Dates known to the month or year stand before the days in them.
    """
    found = [dated for f in findings for dated in _of(f)]
    return tuple(sorted(found, key=lambda d: d.date))


def _of(findings: Findings) -> Iterator[Dated]:
    article = findings.article
    if article.published:
        yield Dated(date=article.published[:10], kind=EntryKind.PUBLICATION, article=article.id, item=None)
    for claim in findings.claims:
        if claim.said_on:
            day = claim.said_on.value
            yield Dated(date=day, kind=EntryKind.STATEMENT, article=article.id, item=claim.id)
    for detail in findings.military:
        if detail.date:
            day = detail.date.value
            yield Dated(date=day, kind=EntryKind.MILITARY, article=article.id, item=detail.id)
    for event in findings.events:
        if event.date:
            day = event.date.value
            yield Dated(date=day, kind=EntryKind.EVENT, article=article.id, item=event.id)
