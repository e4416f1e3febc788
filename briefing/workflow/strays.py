"""Keys of settings that are meant for a source and miss it by a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from briefing.compose.marking import named
from briefing.model import Article, Problem
from briefing.progress import report
from briefing.settings import Given, Settings

TABLES = ("source_marking", "grading")
LIKE = 0.75
"""How alike a key and a name must be (difflib's ratio); "Kompas" and "Kompos" are by 0.83."""
SHORTEST = 4
"""Letters that a name within another must have to be taken for the same."""


def strays(articles: Sequence[Article], settings: Settings) -> tuple[Problem, ...]:
    """A problem for each key of source_marking and grading that fits no article, but nearly fits one.

    Settings stand for many runs, so that an outlet without an article today is no fault. One that is
    nearly the outlet or file of an article would leave it with a lower marking, or without its grade.
    """
    return tuple(
        report(
            Problem(stage="settings", where=given.origin, message=message, hint=f"The nearest is {near!r}")
        )
        for table in TABLES
        for key, given, near in _missed(getattr(settings, table), articles)
        for message in (f"{table}: {key!r} is the outlet or file of no source",)
    )


def _missed(table: Mapping[str, Given], articles: Sequence[Article]) -> Iterator[tuple[str, Given, str]]:
    """Keys without an article, each with the nearest name of an article that no key is for."""
    left = [a for a in articles if not any(named(a, key) for key in table)]
    names = {name.casefold(): name for article in left for name in _names(article)}
    for key, given in table.items():
        if not any(named(article, key) for article in articles) and (near := _near(key.casefold(), names)):
            yield key, given, names[near]


def _near(key: str, names: Mapping[str, str]) -> str | None:
    within = [n for n in names if min(len(n), len(key)) >= SHORTEST and (key in n or n in key)]
    return next(iter([*get_close_matches(key, names, n=1, cutoff=LIKE), *within]), None)


def _names(article: Article) -> Iterator[str]:
    """What a key could have meant: the outlet, the file, the files beside it."""
    if article.outlet:
        yield article.outlet
    yield article.source
    if (folder := Path(article.source).parent) != Path():
        yield f"{folder.as_posix()}/*"
