"""Search over the statements and events of all briefs that are kept.

Words are looked for in the text, in the names and in the title of the source, whatever their case and
accents; all of them must be there, and a "*" at the end of one stands for any ending. A line that stands in
several briefs is found once, with the latest of them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from briefing.archive.lines import COLUMNS, Line, line_from
from briefing.archive.storing import Archive, Kept
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
    """A line, and the brief that told it last; `briefs` says in how many it stands."""

    brief: Kept
    line: Line
    briefs: int


def search(archive: Archive, query: Query) -> tuple[Found, ...]:
    """The lines that are all that is asked for, the latest day first."""
    conditions, values = _conditions(query)
    columns = ", ".join(f'l."{name}"' for name in COLUMNS)
    rows = archive.asked(
        f"SELECT max(b.id), b.series, b.day, b.number, b.title, b.marking, b.path, count(*), {columns}"  # noqa: S608
        " FROM line l JOIN brief b ON b.id = l.brief"
        f" WHERE {' AND '.join(conditions) or '1'}"
        " GROUP BY l.kind, l.word, l.speaker, l.text, l.title, l.start ORDER BY l.day DESC, l.id LIMIT ?",
        (*values, query.most),
    )
    found = (_found(row) for row in rows)
    wanted = set(_folded(query.actor).split())
    return tuple(
        f for f in found if not wanted or any(wanted <= set(_folded(n).split()) for n in f.line.names)
    )


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
    id_, series, day, number, title, marking, path, briefs, *line = row
    brief = Kept(id=id_, series=series, day=day, number=number, title=title, marking=marking, path=path)
    return Found(brief=brief, line=line_from(line), briefs=briefs)
