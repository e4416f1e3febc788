"""What heads of articles lack, and days that can't be: told, so that nobody takes silence for "none"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count, groupby
from pathlib import PurePath

from briefing import lexicon
from briefing.lexicon.date_patterns import words
from briefing.lexicon.dates import find_dates
from briefing.model import Article, Event, Findings, MilitaryDetail, Problem, Status

STAGE = "sources"
NAMED = 5
"""How many articles are named by their files; more of them by their numbers."""
LACKS: Mapping[str, tuple[Callable[[Article], object], str]] = {
    "title": (lambda article: article.title, "The title stands on the first line of a file"),
    "day": (lambda article: article.published, "A line of the head tells the day"),
    "outlet": (lambda article: article.outlet, "A line of the head names the outlet"),
}
LOOK = "Look at the article's date"


def lacking(articles: Sequence[Article]) -> tuple[Problem, ...]:
    """Articles without a title, a day or an outlet, counted and named: a problem for each that is lacked."""
    out = []
    for name, (has, hint) in LACKS.items():
        without = [n for n, article in enumerate(articles, start=1) if not has(article)]
        if without:
            message = f"no {name}: {len(without)} of {_count(len(articles), 'article')}"
            out.append(Problem(stage=STAGE, where=_named(without, articles), message=message, hint=hint))
    return tuple(out)


def _named(numbers: Sequence[int], articles: Sequence[Article]) -> str:
    """ "S2 dua.txt, S5 lima.txt"; of many "S1–S17, S19"."""
    if len(numbers) <= NAMED:
        return ", ".join(f"S{n} {_file(articles[n - 1].source)}" for n in numbers)
    steps = count()
    runs = [list(run) for _, run in groupby(numbers, key=lambda n: n - next(steps))]
    return ", ".join(f"S{r[0]}–S{r[-1]}" if len(r) > 1 else f"S{r[0]}" for r in runs)


def _file(source: str) -> str:
    return source if "://" in source else PurePath(source).name or source


def impossible(findings: Sequence[Findings], *, day: str, today: str | None) -> tuple[Problem, ...]:
    """Days that can't be, each with its article: of a head, or of something that an article tells as past.

    `day` is the brief's own, `today` that on which it is made.
    """
    return tuple(
        Problem(stage=STAGE, where=found.article.source, message=message, hint=LOOK)
        for found in findings
        for message in _wrong(found, day, today)
    )


def _wrong(found: Findings, day: str, today: str | None) -> Iterator[str]:
    article = found.article
    if not article.published:
        return
    published = article.published[:10]
    if published > day:
        yield f"its day, {published}, is after the brief's own, {day}"
    elif today and published > today:
        yield f"its day, {published}, is still to come"
    for reading in article.header:
        dated = reading.field == "published" and reading.value[:10] == published
        if dated and _misnamed(reading.words, article):
            yield f"its day, {published}, is no such weekday: {reading.words!r}"
    said = [(c.said_on, c.evidence) for c in found.claims]
    things: list[MilitaryDetail | Event] = [*found.military, *found.events]
    happened = [(thing.date, thing.evidence) for thing in things if thing.status is Status.REPORTED]
    later = [
        (reading.value, article.words(evidence))
        for reading, evidence in (*said, *happened)
        if reading and reading.value > published[: len(reading.value)]
    ]
    for value in dict.fromkeys(value for value, _ in later):
        lines = sum(value == other for other, _ in later)
        yield f"tells of {value} as past ({_count(lines, 'line')}), is itself of {published}"


def _misnamed(head: str, article: Article) -> bool:
    """Whether words of the head name a weekday that their own date is not."""
    known = lexicon.languages()
    language = article.language if article.language in known else known[0]
    weekdays = words(language).short_weekdays
    for mention in find_dates(head, published=None, language=language):
        if mention.weekday and mention.explicit and mention.precision == "day":
            parts = re.findall(r"\w+", head[mention.start : mention.end].casefold())
            told = {weekdays[part] for part in parts if part in weekdays}
            if told and date.fromisoformat(mention.value).weekday() not in told:
                return True
    return False


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"
