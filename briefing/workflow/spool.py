"""What a watch has taken and not yet told: on the disk before anything is made of it, gone when it is sent.

The file is the promise that what came in is in a brief once. A piece is taken with its bytes, in one step
with what it is known by, so that it is never taken again; for a brief all that waits is set apart in one
step; the brief's record is put beside it before anybody is sent it. Whatever is killed in between, the next
run goes on from the last step.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.model import HeaderReading, Problem, record
from briefing.workflow import statefile
from briefing.workflow.statefile import transaction

if TYPE_CHECKING:
    from briefing.sources import Piece

FILE = "watch.sqlite"
LONGEST_PROBLEM = 1000
SCHEMA = """
CREATE TABLE known (
    feed TEXT NOT NULL, key TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (feed, key)
) WITHOUT ROWID;
CREATE TABLE file (path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    brief INTEGER, head TEXT NOT NULL, data BLOB NOT NULL, at REAL NOT NULL
);
CREATE INDEX item_brief ON item (brief);
CREATE TABLE brief (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    day TEXT NOT NULL UNIQUE, state TEXT NOT NULL, tries INTEGER NOT NULL,
    problems TEXT NOT NULL, record BLOB NOT NULL, message TEXT NOT NULL, changed REAL NOT NULL
);
CREATE TABLE look (
    one INTEGER PRIMARY KEY CHECK (one = 1), began REAL NOT NULL, ended REAL NOT NULL, minutes REAL NOT NULL,
    at TEXT NOT NULL, problems TEXT NOT NULL
)
"""

Mark = tuple[str, str]
"""What a piece is known by: its feed and its guid; or no feed, and its address or the digest of its bytes."""


class Stage(StrEnum):
    """How far the brief of a day has come. "Empty" is a day on which nothing was there to tell."""

    BEGUN = "begun"
    MADE = "made"
    SENT = "sent"
    FAILED = "failed"
    EMPTY = "empty"


@record
class Day:
    """The brief of a day: how far it has come, its record once it is made, and what kept it back last."""

    id: int
    day: str
    stage: Stage
    tries: int
    problems: tuple[Problem, ...]
    record: bytes
    message: str
    changed: float


@record
class Look:
    """The last time that a watch looked: when, how often it does, and the trouble it met."""

    began: float
    ended: float
    minutes: float
    at: str
    problems: tuple[Problem, ...]


@contextmanager
def opened(folder: Path) -> Iterator[Spool]:
    """The spool in a state folder, for as long as this lasts."""
    with statefile.opened(folder / FILE, SCHEMA) as base:
        yield Spool(base)


class Spool:
    """The open file. A class, because every step needs it."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    # --- taking ---------------------------------------------------------------------------------

    def known(self, marks: Iterable[Mark]) -> bool:
        """Whether something is known by any of these."""
        query = "SELECT 1 FROM known WHERE feed = ? AND key = ?"
        return any(self._base.execute(query, mark).fetchone() for mark in marks)

    def is_unchanged(self, path: str, size: int, changed: int) -> bool:
        """Whether a file was looked into as it is now."""
        row = self._base.execute("SELECT size, changed FROM file WHERE path = ?", (path,)).fetchone()
        return bool(row == (size, changed))

    def take(self, piece: Piece, marks: Sequence[Mark], *, now: float) -> bool:
        """Whether the piece was new, and is taken now."""
        with transaction(self._base):
            if self.known(marks):
                return False
            self._base.executemany("INSERT OR IGNORE INTO known VALUES (?, ?, ?)", [(*m, now) for m in marks])
            self._base.execute(
                "INSERT INTO item (head, data, at) VALUES (?, ?, ?)", (_head(piece), piece.data, now)
            )
        return True

    def looked_into(self, path: str, size: int, changed: int) -> None:
        """Keeps in mind that a file's bytes were taken as they are now, or known before."""
        with transaction(self._base):
            self._base.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", (path, size, changed))

    def waiting(self) -> int:
        """How many pieces wait for a brief."""
        (count,) = self._base.execute("SELECT count(*) FROM item WHERE brief IS NULL").fetchone()
        return int(count)

    # --- briefs ---------------------------------------------------------------------------------

    def begin(self, day: str, problems: Sequence[Problem], *, now: float) -> Day:
        """The brief of a day, with all that waits set apart for it; empty where nothing does."""
        with transaction(self._base):
            stage = Stage.BEGUN if self.waiting() else Stage.EMPTY
            cursor = self._base.execute(
                "INSERT INTO brief (day, state, tries, problems, record, message, changed)"
                " VALUES (?, ?, 0, ?, x'', '', ?)",
                (day, stage, _problems_json(problems), now),
            )
            self._base.execute("UPDATE item SET brief = ? WHERE brief IS NULL", (cursor.lastrowid,))
        (found,) = self._days("WHERE id = ?", cursor.lastrowid)
        return found

    def day(self, day: str) -> Day | None:
        """The brief of a day, if there is one."""
        return next(iter(self._days("WHERE day = ?", day)), None)

    def unfinished(self) -> tuple[Day, ...]:
        """The briefs that are begun or made, and not yet sent, the oldest first."""
        return self._days("WHERE state IN (?, ?)", Stage.BEGUN, Stage.MADE)

    def last(self) -> Day | None:
        """The last brief that was of anything."""
        return next(iter(reversed(self._days("WHERE state <> ?", Stage.EMPTY))), None)

    def pieces(self, day: Day) -> tuple[Piece, ...]:
        """What is set apart for a brief, in the order in which it was taken."""
        rows = self._base.execute("SELECT head, data FROM item WHERE brief = ? ORDER BY id", (day.id,))
        return tuple(_piece(head, data) for head, data in rows)

    def made(self, day: Day, record_: bytes, *, now: float) -> Day:
        """The brief, made: from here on its record is what is sent, whatever becomes of the files."""
        self._move(day, Stage.MADE, "", record_, now)
        return replace(day, stage=Stage.MADE, record=record_, message="")

    def sent(self, day: Day, *, now: float) -> None:
        """The brief is in the outbox, or is for nobody; what it was made of is kept no longer."""
        with transaction(self._base):
            self._set(day, Stage.SENT, "", b"", now)
            self._base.execute("DELETE FROM item WHERE brief = ?", (day.id,))

    def kept_back(self, day: Day, message: str, *, now: float, again: bool) -> None:
        """What kept a brief from going on. It is tried `again`; or else what it was of waits for the next."""
        with transaction(self._base):
            self._set(day, day.stage if again else Stage.FAILED, message, day.record, now, tries=1)
            if not again:
                self._base.execute("UPDATE item SET brief = NULL WHERE brief = ?", (day.id,))

    def _move(self, day: Day, stage: Stage, message: str, record_: bytes, now: float) -> None:
        with transaction(self._base):
            self._set(day, stage, message, record_, now)

    def _set(
        self, day: Day, stage: Stage, message: str, record_: bytes, now: float, *, tries: int = 0
    ) -> None:
        self._base.execute(
            "UPDATE brief SET state = ?, message = ?, record = ?, changed = ?, tries = tries + ?"
            " WHERE id = ?",
            (stage, message[:LONGEST_PROBLEM], record_, now, tries, day.id),
        )

    def _days(self, where: str, *values: object) -> tuple[Day, ...]:
        columns = "id, day, state, tries, problems, record, message, changed"
        query = f"SELECT {columns} FROM brief {where} ORDER BY id"  # noqa: S608 - both are ours
        rows = self._base.execute(query, values)
        return tuple(
            Day(
                id=id_, day=day, stage=Stage(state), tries=tries, problems=_problems(problems),
                record=record_, message=message, changed=changed,
            )
            for id_, day, state, tries, problems, record_, message, changed in rows
        )  # fmt: skip

    # --- looks ----------------------------------------------------------------------------------

    def looked(self, look: Look) -> None:
        """Keeps in mind when was looked last, and with what trouble."""
        with transaction(self._base):
            self._base.execute(
                "INSERT OR REPLACE INTO look VALUES (1, ?, ?, ?, ?, ?)",
                (look.began, look.ended, look.minutes, look.at, _problems_json(look.problems)),
            )

    def last_look(self) -> Look | None:
        """When was looked last, if ever."""
        row = self._base.execute("SELECT began, ended, minutes, at, problems FROM look").fetchone()
        if row is None:
            return None
        began, ended, minutes, at, problems = row
        return Look(began=began, ended=ended, minutes=minutes, at=at, problems=_problems(problems))


def _head(piece: Piece) -> str:
    """All of a piece but its bytes, as JSON."""
    given = [[r.field, r.value, r.words, r.rule] for r in piece.given]
    told: dict[str, Any] = {
        "where": piece.where, "name": piece.name, "form": piece.form.value, "encoding": piece.encoding,
        "given": given, "key": piece.key, "cut": piece.cut,
        "problems": [_told(one) for one in piece.problems], "file": str(piece.file) if piece.file else None,
    }  # fmt: skip
    return json.dumps(told)


def _piece(head: str, data: bytes) -> Piece:
    from briefing.sources.pieces import Form, Piece

    told = json.loads(head)
    return Piece(
        where=told["where"],
        data=data,
        name=told["name"],
        form=Form(told["form"]),
        encoding=told["encoding"],
        given=tuple(HeaderReading(field=f, value=v, words=w, rule=r) for f, v, w, r in told["given"]),
        key=told["key"],
        cut=told["cut"],
        problems=tuple(Problem(**one) for one in told["problems"]),
        file=Path(told["file"]) if told["file"] else None,
    )


def _problems_json(problems: Iterable[Problem]) -> str:
    return json.dumps([_told(one) for one in problems])


def _told(one: Problem) -> dict[str, str]:
    return {"stage": one.stage, "where": one.where, "message": one.message, "hint": one.hint}


def _problems(text: str) -> tuple[Problem, ...]:
    return tuple(Problem(**one) for one in json.loads(text))
