"""Small SQLite files in the user's state folder: made where they are missing, and his alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefing.errors import BriefingError
from briefing.owning import others_hand

BESIDE = ("", "-wal", "-shm", "-journal")


@contextmanager
def opened(file: Path, schema: str, *, version: int = 1) -> Iterator[sqlite3.Connection]:
    """The file, with its tables, for as long as this lasts. What SQLite says of trouble is told in one line.

    Raises BriefingError where others may write into it: they could have things read twice, or not at all.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for one in (file.with_name(file.name + ending) for ending in BESIDE):
            if hand := others_hand(one):
                hint = "chmod go-w makes it yours alone; or name another folder with the setting state"
                raise BriefingError(f"what was read before {hand}", where=str(one), hint=hint)
        file.touch(mode=0o600, exist_ok=True)
        base = sqlite3.connect(file, timeout=60, isolation_level=None)
        try:
            _prepare(base, schema, version, file)
            yield base
        finally:
            base.close()
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BriefingError(
            f"what was read before can't be kept: {reason}",
            where=str(file),
            hint="Mend the folder's permissions, free some space, or name another with the setting state",
        ) from error


@contextmanager
def transaction(base: sqlite3.Connection) -> Iterator[None]:
    """One step, whole or not at all; from here on it outlasts a power cut."""
    base.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")


def _prepare(base: sqlite3.Connection, schema: str, version: int, file: Path) -> None:
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = FULL")
    with transaction(base):
        (found,) = base.execute("PRAGMA user_version").fetchone()
        if found == 0:
            for statement in filter(str.strip, schema.split(";")):
                base.execute(statement)
            base.execute(f"PRAGMA user_version = {version}")
    if found not in (0, version):
        hint = "A newer briefing made it; use that"
        raise BriefingError(f"is a file of version {found}", where=str(file), hint=hint)
