"""Files in, articles out: found, decoded, cleaned of what belongs to the page, head and foot read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from briefing.errors import InputError
from briefing.markings import TLP, Scheme
from briefing.sources.text import Read, read_bytes

__all__ = ["LIMIT", "SUFFIXES", "Read", "find", "read_bytes", "read_path"]

LIMIT = 5_000_000
"""Bytes: a larger file is no article."""
SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"})
"""What is looked for in a folder. A file that is named itself is read whatever it is called."""


def find(inputs: Iterable[Path | str]) -> list[Path]:
    """The files to read: those named, and the texts in the folders named, recursively, in stable order.

    A file named twice is found once. Raises InputError for a path that leads nowhere.
    """
    found: dict[Path, None] = {}
    for given in inputs:
        path = Path(given)
        if path.is_dir():
            below = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and not p.is_dir())
            if not below:
                kinds = " ".join(sorted(SUFFIXES))
                raise InputError("holds no articles", where=str(path), hint=f"Looked for {kinds}")
            found.update(dict.fromkeys(p for p in below if not _hidden(p.relative_to(path))))
        else:
            found[path] = None
    return list(found)


def read_path(path: Path, *, source: str | None = None, limit: int = LIMIT, scheme: Scheme = TLP) -> Read:
    """The article in a file; raises InputError, saying what, where and what to do, where there is none."""
    where = source or str(path)
    try:
        if path.is_symlink() and not path.exists():
            raise InputError("is a link that leads nowhere", where=where, hint="Mend or remove it")
        if path.is_dir():
            raise InputError("is a folder, not an article", where=where, hint="Name the files in it")
        size = path.stat().st_size
        if size > limit:
            raise _too_large(where, size, limit)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"can't be read: {reason}", where=where, hint="Check path and permission") from error
    if len(data) > limit:
        raise _too_large(where, len(data), limit)
    return read_bytes(data, source=where, scheme=scheme)


def _too_large(where: str, size: int, limit: int) -> InputError:
    return InputError(
        f"is too large for an article: {size / 1e6:.1f} MB, the limit is {limit / 1e6:.1f} MB",
        where=where,
        hint="Split it into articles",
    )


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
