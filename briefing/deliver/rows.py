"""What stands in the outbox: the records of its rows, and the tables of the file."""

from __future__ import annotations

import errno
import sqlite3
from enum import StrEnum
from pathlib import Path

from briefing.addresses import Address
from briefing.deliver.ledger import ENDING
from briefing.errors import DeliveryError
from briefing.model import record
from briefing.owning import others_hand
from briefing.settings import Settings

VERSION = 1
OUTBOX = "outbox.sqlite"
BESIDE = ("-wal", "-shm", "-journal", ENDING)
FULL = {errno.ENOSPC, errno.EDQUOT}

_SCHEMA = """
CREATE TABLE content (id TEXT PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    brief TEXT NOT NULL, mailbox TEXT NOT NULL, again INTEGER NOT NULL,
    sender TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL,
    head BLOB NOT NULL, content TEXT NOT NULL,
    state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, answer TEXT NOT NULL DEFAULT '',
    queued REAL NOT NULL, changed REAL NOT NULL, due REAL NOT NULL,
    run TEXT NOT NULL DEFAULT '', lease REAL NOT NULL DEFAULT 0,
    UNIQUE (brief, mailbox, again)
);
CREATE INDEX delivery_state ON delivery (state, due);
"""


class State(StrEnum):
    """Where a row stands."""

    WAITING = "waiting"
    SENDING = "sending"
    ENDING = "ending"
    DELIVERED = "delivered"
    REFUSED = "refused"
    UNSURE = "unsure"
    DROPPED = "dropped"


@record
class Letter:
    """One recipient's message before it is in the outbox: head and content as they go on the wire."""

    sender: Address
    recipient: Address
    subject: str
    head: bytes
    content: bytes
    again: int = 0


@record
class Delivery:
    """A row: who gets what, where it stands, how often it was tried, what was said last and when."""

    id: int
    brief: str
    recipient: Address
    subject: str
    state: State
    tries: int
    answer: str
    queued: float
    changed: float
    due: float
    again: int


@record
class Claim:
    """Rows that this run alone may send now: the same message to one or more recipients."""

    deliveries: tuple[Delivery, ...]
    sender: Address
    message: bytes


def outbox_file(settings: Settings) -> Path:
    """Where the outbox is: where the settings say, else in the folder for the briefs."""
    return settings.email.outbox or settings.out / OUTBOX


def opened(file: Path) -> sqlite3.Connection:
    """The file, made where it is missing: readable by its owner alone.

    Raises DeliveryError where others may write into it: they could have messages sent, or sent twice.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _check_owner(file)
        file.touch(mode=0o600, exist_ok=True)
        base = sqlite3.connect(file, timeout=60, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise broken(file, error) from error
    try:
        _prepare(base, file)
    except BaseException as error:
        base.close()
        if isinstance(error, sqlite3.Error):
            raise broken(file, error) from error
        raise
    return base


def _check_owner(file: Path) -> None:
    """Nothing where the outbox, and what SQLite keeps beside it, is the user's own."""
    for one in (file, *(file.with_name(file.name + ending) for ending in BESIDE)):
        if hand := others_hand(one):
            raise DeliveryError(
                f"the outbox {hand}",
                where=str(one),
                hint="chmod go-w makes it yours alone; or name another with the setting outbox",
            )


def _prepare(base: sqlite3.Connection, file: Path) -> None:
    """The tables, where the file is new; DeliveryError where a newer version made it."""
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA secure_delete = ON")
    base.execute("BEGIN IMMEDIATE")
    (version,) = base.execute("PRAGMA user_version").fetchone()
    if version == 0:
        for statement in _SCHEMA.split(";"):
            base.execute(statement)
        base.execute(f"PRAGMA user_version = {VERSION}")
    base.execute("COMMIT")
    if version not in (0, VERSION):
        raise DeliveryError(
            f"is an outbox of version {version}", where=str(file), hint="A newer briefing made it; use that"
        )


def broken(file: Path, error: Exception) -> DeliveryError:
    """The error where the file can't be read or written."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    full = isinstance(error, OSError) and error.errno in FULL
    if full or "full" in reason or "disk I/O" in reason:
        hint = "Free some space and run it again. Another outbox would not know who has the brief"
    elif file.exists():
        hint = "Mend it, or put it back from a copy. Another outbox would not know who has which brief"
    else:
        hint = "Make the folder yours, or name another file with the setting outbox"
    return DeliveryError(f"the outbox can't be used: {reason}", where=str(file), hint=hint)
