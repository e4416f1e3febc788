"""Search over the statements and events of all briefs that are kept.

Words are looked for in the text, in the names and in the title of the source, whatever their case and
accents; all of them must be there, and a "*" at the end of one stands for any ending. A line that stands in
several briefs is found once, with the latest of them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from briefing.archive.storing import Archive
from briefing.model import record

WORD = re.compile(r"[\w'-]+\*?")
MOST = 200


@record
class Query:
    """What is looked for; what is empty does not count. Days are ISO days, countries ISO 3166-1 alpha-2."""

    words: str = ""
    actor: str = ""
    country: str = ""
    kind: str = ""
    """"statement", "event", or an act or kind of event ("denies", "attack")."""
    place: str = ""
    since: str = ""
    until: str = ""
    series: str = ""
    most: int = MOST


@record
class Found:
    """A line, the source it stands in, and the brief that told it last."""

    brief: int
    brief_day: str
    brief_title: str
    brief_number: str
    item: str
    kind: str
    word: str
    status: str
    day: str
    speaker: str
    role: str
    names: tuple[str, ...]
    countries: tuple[str, ...]
    place: str
    text: str
    source: int
    outlet: str
    title: str
    url: str
    marking: str
    paragraph: int
    start: int
    end: int
    briefs: int
    """In how many briefs it stands."""


def search(archive: Archive, query: Query) -> tuple[Found, ...]:
    """The lines that are all that is asked for, the latest day first."""
    conditions, values = _conditions(query)
    rows = archive.asked(
        "SELECT max(b.id), b.day, b.title, b.number, l.item, l.kind, l.word, l.status, l.day,"  # noqa: S608
        " l.speaker, l.role, l.names, l.countries, l.place, l.text, l.source, l.outlet, l.title, l.url,"
        " l.marking, l.paragraph,"
        ' l.start, l."end", count(*) FROM line l JOIN brief b ON b.id = l.brief'
        f" WHERE {' AND '.join(conditions) or '1'}"
        " GROUP BY l.kind, l.word, l.speaker, l.text, l.title, l.start ORDER BY l.day DESC, l.id LIMIT ?",
        (*values, query.most),
    )
    found = (_found(row) for row in rows)
    wanted = set(_folded(query.actor).split())
    return tuple(f for f in found if not wanted or any(wanted <= set(_folded(n).split()) for n in f.names))


def _conditions(query: Query) -> tuple[list[str], list[Any]]:
    given: list[tuple[str, tuple[Any, ...]]] = []
    if words := _words(query.words):
        given.append(("l.id IN (SELECT rowid FROM words WHERE words MATCH ?)", (words,)))
    if names := _words(query.actor):
        given.append(("l.id IN (SELECT rowid FROM words WHERE words MATCH ?)", (f"names : ({names})",)))
    if query.country:
        given.append(("' ' || l.countries || ' ' LIKE ?", (f"% {query.country.upper()} %",)))
    if query.kind:
        given.append(("(l.kind = ? OR l.word = ?)", (query.kind, query.kind)))
    if query.place:
        given.append(("l.place LIKE ?", (f"%{query.place}%",)))
    if query.series:
        given.append(("b.series = ?", (query.series,)))
    if query.since:
        given.append(("l.day >= ?", (query.since,)))
    if query.until:
        given.append(
            ("l.day != '' AND l.day <= ?", (f"{query.until}~",))
        )  # "2017-12-08~" is after all its hours
    return [condition for condition, _ in given], [value for _, some in given for value in some]


def _words(text: str) -> str:
    """The words as the full-text index takes them: each in quotation marks, so that none is a command."""
    return " AND ".join(_quoted(word) for word in WORD.findall(text))


def _quoted(word: str) -> str:
    return f'"{word[:-1]}"*' if word.endswith("*") else f'"{word}"'


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[^\w\s]", " ", "".join(c for c in plain if not unicodedata.combining(c)))


def _found(row: tuple[Any, ...]) -> Found:
    names = Found.__slots__  # type: ignore[attr-defined]
    cells = dict(zip(names, row, strict=True))
    cells["names"] = tuple(n for n in cells["names"].split("\n") if n)
    cells["countries"] = tuple(cells["countries"].split())
    return Found(**cells)
