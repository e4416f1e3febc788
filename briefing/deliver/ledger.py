"""The ledger beside the outbox: a line for each message whose end went to a server, and never taken back.

The outbox is one file that can be emptied, put back from a copy, or copied without what SQLite keeps beside
it. Then it would have a brief sent twice. Whoever has a line here and no row there may have it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO

ENDING = ".sent"


def ledger_of(outbox: Path) -> Path:
    """The ledger's file: beside the outbox, under its name."""
    return outbox.with_name(outbox.name + ENDING)


def line_of(brief: str, mailbox: str, again: int) -> str:
    """What stands for one recipient of one brief; nobody's address can be read from it."""
    told = hashlib.sha256(f"{brief}\0{mailbox}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{told[:40]} {again}"


def read(file: Path) -> frozenset[str]:
    """All lines; a last one that was cut off counts for nothing. Raises OSError where it can't be read."""
    try:
        text = file.read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return frozenset()
    return frozenset(line.strip() for line in text.splitlines(keepends=True) if line.endswith("\n"))


def add(file: Path, lines: Iterable[str]) -> None:
    """More lines, on the disk when this returns. Raises OSError where they can't be written."""
    with _opened(file) as handle:
        data = "".join(f"{line}\n" for line in lines).encode("ascii")
        # A line that a crash cut off is ended first, or the next one would be lost in it.
        cut = handle.tell() > 0 and _last(file) != b"\n"
        handle.write(b"\n" + data if cut else data)
        handle.flush()
        os.fsync(handle.fileno())


def _opened(file: Path) -> IO[bytes]:
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")


def _last(file: Path) -> bytes:
    with file.open("rb") as handle:
        handle.seek(-1, os.SEEK_END)
        return handle.read(1)
