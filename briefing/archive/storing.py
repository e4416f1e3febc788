"""The archive's file: its tables, what goes in and comes out, and how it is kept in order.

Each step is one transaction, so that a run that is killed leaves the file as it was before the step; two
runs at once wait for each other. An analysis is kept under what was read (the article's text and head) and
by what (the reader's fingerprint): another word list or another version reads anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from briefing import codec
from briefing.archive.lines import Line, lines_of
from briefing.errors import ArchiveError, RecordError
from briefing.model import Article, Brief, Findings, record

WAIT = 60
"""Seconds that a run waits for another one's step."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE article (
        key TEXT PRIMARY KEY, source TEXT NOT NULL, title TEXT, outlet TEXT, published TEXT, url TEXT,
        seen REAL NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE analysis (
        article TEXT NOT NULL REFERENCES article ON DELETE CASCADE, reader TEXT NOT NULL,
        findings BLOB NOT NULL, PRIMARY KEY (article, reader)
    ) WITHOUT ROWID;
    CREATE TABLE brief (
        id INTEGER PRIMARY KEY, series TEXT NOT NULL, day TEXT NOT NULL, number TEXT NOT NULL,
        title TEXT NOT NULL, marking TEXT NOT NULL, path TEXT NOT NULL, made REAL NOT NULL,
        record BLOB NOT NULL, UNIQUE (series, day, number)
    );
    CREATE TABLE line (
        id INTEGER PRIMARY KEY, brief INTEGER NOT NULL REFERENCES brief ON DELETE CASCADE,
        item TEXT NOT NULL, kind TEXT NOT NULL, word TEXT NOT NULL, status TEXT NOT NULL, day TEXT NOT NULL,
        speaker TEXT NOT NULL, role TEXT NOT NULL, names TEXT NOT NULL, countries TEXT NOT NULL,
        place TEXT NOT NULL, text TEXT NOT NULL, source INTEGER NOT NULL, outlet TEXT NOT NULL,
        title TEXT NOT NULL, url TEXT NOT NULL, marking TEXT NOT NULL, paragraph INTEGER NOT NULL,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL
    );
    CREATE INDEX line_brief ON line (brief);
    CREATE INDEX line_day ON line (day);
    CREATE VIRTUAL TABLE words USING fts5 (text, names, title, tokenize = "unicode61 remove_diacritics 2");
    CREATE TRIGGER line_gone AFTER DELETE ON line BEGIN DELETE FROM words WHERE rowid = old.id; END;
    """,
)
"""What brings the file from each version to the next; its version is how many were done."""


@record
class Kept:
    """A brief in the archive, without its record."""

    id: int
    series: str
    day: str
    number: str
    title: str
    marking: str
    path: str


class Archive:
    """The open file; a context manager. A class, because every step needs the same open file."""

    def __init__(self, file: Path, base: sqlite3.Connection) -> None:
        self.file, self.base = file, base

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.base.close()

    # --- analyses --------------------------------------------------------------------------

    def known(self, articles: Sequence[Article], reader: str) -> dict[str, Findings]:
        """What was read in these articles before, by this reader, by their keys."""
        found: dict[str, Findings] = {}
        for article in articles:
            key = key_of(article)
            row = self._one("SELECT findings FROM analysis WHERE article = ? AND reader = ?", (key, reader))
            if row is not None and (findings := _unpacked(row[0])) is not None:
                found[key] = replace(findings, article=article)
        return found

    def remember(self, findings: Iterable[Findings], reader: str, *, now: float) -> None:
        """Keeps what was read in articles."""
        with self.step():
            for one in findings:
                a, key = one.article, key_of(one.article)
                self.base.execute(
                    "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?)"
                    " ON CONFLICT (key) DO UPDATE SET seen = max(seen, excluded.seen)",
                    (key, a.source, a.title, a.outlet, a.published, a.url, now),
                )
                self.base.execute(
                    "INSERT OR REPLACE INTO analysis VALUES (?, ?, ?)", (key, reader, _packed(one))
                )

    # --- briefs ----------------------------------------------------------------------------

    def keep(self, brief: Brief, *, series: str, path: str, now: float) -> None:
        """Keeps a brief; one of the same series, day and number makes way for it."""
        with self.step():
            given = (series, brief.date, brief.number)
            self.base.execute("DELETE FROM brief WHERE series = ? AND day = ? AND number = ?", given)
            cursor = self.base.execute(
                "INSERT INTO brief (series, day, number, title, marking, path, made, record)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*given, brief.title, brief.marking, path, now, zlib.compress(codec.brief_json(brief))),
            )
            self._put_lines(int(cursor.lastrowid or 0), lines_of(brief))

    def briefs(self, series: str | None = None) -> tuple[Kept, ...]:
        """The briefs that are kept, oldest first; of one series, or of all."""
        rows = self.asked(
            "SELECT id, series, day, number, title, marking, path FROM brief"
            " WHERE ? IS NULL OR series = ? ORDER BY day, id",
            (series, series),
        )
        return tuple(
            Kept(id=i, series=s, day=d, number=n, title=t, marking=m, path=p) for i, s, d, n, t, m, p in rows
        )

    def brief(self, id_: int) -> Brief:
        """The record of a brief that is kept. Raises ArchiveError where it is none."""
        row = self._one("SELECT record FROM brief WHERE id = ?", (id_,))
        if row is None:
            raise ArchiveError(f"has no brief {id_}", where=str(self.file), hint="briefing archive list")
        return codec.read_brief(zlib.decompress(row[0]), source=f"{self.file}, brief {id_}")

    # --- the house -------------------------------------------------------------------------

    def counts(self) -> Mapping[str, int]:
        """How many articles, analyses, briefs and lines there are."""
        tables = ("article", "analysis", "brief", "line")
        return {t: int((self._one(f"SELECT count(*) FROM {t}", ()) or (0,))[0]) for t in tables}  # noqa: S608

    def prune(self, before: str, *, seen_before: float) -> tuple[int, int]:
        """Removes briefs of days before an ISO day, and articles not seen since; how many of each."""
        with self.step():
            briefs = self.base.execute("DELETE FROM brief WHERE day < ?", (before,)).rowcount
            articles = self.base.execute("DELETE FROM article WHERE seen < ?", (seen_before,)).rowcount
        self.base.execute("VACUUM")
        return briefs, articles

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the file; empty where nothing is."""
        told = [str(row[0]) for row in self.asked("PRAGMA integrity_check", ()) if row[0] != "ok"]
        told += [f"{row[0]}: a row belongs to nothing" for row in self.asked("PRAGMA foreign_key_check", ())]
        lost = self._one("SELECT count(*) FROM line WHERE id NOT IN (SELECT rowid FROM words)", ())
        if lost and lost[0]:
            told.append(f"{lost[0]} lines are not found by search")
        return tuple(told)

    def backup(self, to: Path) -> None:
        """A copy of the file as it is now, also while others write. Raises ArchiveError."""
        try:
            with closing(sqlite3.connect(to)) as copy:
                self.base.backup(copy)
        except (OSError, sqlite3.Error) as error:
            raise _broken(to, error) from error

    @contextmanager
    def step(self) -> Iterator[None]:
        """One step, whole or not at all."""
        try:
            self.base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.base.execute("ROLLBACK")
                raise
            self.base.execute("COMMIT")
        except sqlite3.Error as error:
            raise _broken(self.file, error) from error

    def _put_lines(self, brief: int, lines: Iterable[Line]) -> None:
        for line in lines:
            values = line.values()
            marks = ", ".join("?" * (len(values) + 1))
            names = ", ".join(f'"{name}"' for name in values)
            cursor = self.base.execute(
                f"INSERT INTO line (brief, {names}) VALUES ({marks})",  # noqa: S608 - our own names
                (brief, *values.values()),
            )
            self.base.execute(
                "INSERT INTO words (rowid, text, names, title) VALUES (?, ?, ?, ?)",
                (cursor.lastrowid, line.text, f"{line.speaker} {line.role} {line.names}", line.title),
            )

    def _one(self, query: str, values: Sequence[object]) -> tuple[Any, ...] | None:
        rows = self.asked(query, values)
        return rows[0] if rows else None

    def asked(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """What the file answers. Raises ArchiveError where it is damaged."""
        try:
            return self.base.execute(query, tuple(values)).fetchall()
        except sqlite3.Error as error:
            raise _broken(self.file, error) from error


def opened(file: Path) -> Archive:
    """The archive in a file, made where it is missing, for its owner alone. Raises ArchiveError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600, exist_ok=True)
        base = sqlite3.connect(file, timeout=WAIT, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _broken(file, error) from error
    try:
        _prepare(base, file)
    except sqlite3.Error as error:
        base.close()
        raise _broken(file, error) from error
    except ArchiveError:
        base.close()
        raise
    return Archive(file, base)


def _prepare(base: sqlite3.Connection, file: Path) -> None:
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    base.execute("PRAGMA foreign_keys = ON")
    # A cascade runs the triggers of what it deletes only so.
    base.execute("PRAGMA recursive_triggers = ON")
    base.execute("BEGIN IMMEDIATE")
    try:
        (version,) = base.execute("PRAGMA user_version").fetchone()
        for statements in MIGRATIONS[version:]:
            for statement in _apart(statements):
                base.execute(statement)
        base.execute(f"PRAGMA user_version = {max(version, len(MIGRATIONS))}")
        base.execute("COMMIT")
    except BaseException:
        base.execute("ROLLBACK")
        raise
    if version > len(MIGRATIONS):
        raise ArchiveError(
            f"is an archive of version {version}", where=str(file), hint="A newer briefing made it; use that"
        )


def _apart(statements: str) -> Iterator[str]:
    """The statements one by one, so that all are of one transaction; a trigger has a ; within it."""
    begun = ""
    for part in statements.split(";"):
        begun += f"{part};"
        if sqlite3.complete_statement(begun):
            yield begun
            begun = ""


def key_of(article: Article) -> str:
    """What tells one article from another: all of it but where it lay."""
    bare = replace(article, source="", digest="", encoding="")
    return hashlib.sha256(repr(bare).encode("utf-8", "surrogatepass")).hexdigest()


def _packed(findings: Findings) -> bytes:
    return zlib.compress(codec.findings_json(findings), 1)


def _unpacked(data: bytes) -> Findings | None:
    """The findings; none where they were kept by a version that had other fields."""
    try:
        return codec.read_findings(zlib.decompress(data))
    except (zlib.error, RecordError):
        return None


def _broken(file: Path, error: Exception) -> ArchiveError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return ArchiveError(
        f"the archive can't be used: {reason}",
        where=str(file),
        hint="Put it back from a copy, or remove it: it is made anew from what comes",
    )
