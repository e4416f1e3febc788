"""Files in, articles out: found, decoded, cleaned of what belongs to the page, head and foot read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from briefing.errors import BriefingError, InputError
from briefing.lexicon import load, sample
from briefing.markings import TLP, Scheme
from briefing.model import Problem
from briefing.sources import sidecar
from briefing.sources.article import Read
from briefing.sources.pieces import Form, Piece
from briefing.sources.readers import HEAD, LIMITS, SUFFIXES, Limits, apart
from briefing.sources.reading import LIMIT, read_bytes, read_piece

__all__ = [
    "LIMIT",
    "LIMITS",
    "SUFFIXES",
    "Form",
    "Limits",
    "Piece",
    "Read",
    "apart",
    "find",
    "make_ready",
    "piece_at",
    "read_bytes",
    "read_path",
    "read_piece",
]

KINDS = {stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}


def find(inputs: Iterable[Path | str], *, follow: bool = False) -> list[Path]:
    """The files to read: those named, and the texts in the folders named, recursively, in stable order.

    A file named twice is found once. What is no file at all (a named pipe, a socket, a device) is found
    whatever it is called, for `read_path` to say so; so are links to folders elsewhere, which are gone into
    with `follow` alone. Raises InputError for a folder without articles.
    """
    found: dict[Path, None] = {}
    for given in inputs:
        path = Path(given)
        if path.is_dir():
            below = sorted(_below(path, follow=follow))
            if not below:
                kinds = " ".join(sorted(SUFFIXES))
                raise InputError("holds no articles", where=str(path), hint=f"Looked for {kinds}")
            found.update(dict.fromkeys(p for p in below if not _hidden(p.relative_to(path))))
        elif not _is_sidecar(path):
            found[path] = None
    return list(found)


def read_path(
    path: Path,
    *,
    source: str | None = None,
    limit: int = LIMIT,
    scheme: Scheme = TLP,
    within: Path | None = None,
) -> Read:
    """The one article in a file (text, page, document); raises InputError where there is none, or several.

    The file is opened as by `piece_at`.
    """
    parts = list(islice(apart(piece_at(path, source=source, within=within)), 2))
    for part in parts:
        if isinstance(part, Problem):
            raise InputError(part.message, where=part.where, hint=part.hint or None)
        if len(parts) == 1:
            return read_piece(part, limit=limit, scheme=scheme)
    raise InputError("holds no article, or several", where=source or str(path), hint="Name one that is read")


def piece_at(path: Path, *, source: str | None = None, within: Path | None = None) -> Piece:
    """The file, opened but not taken apart; raises InputError, saying what, where and what to do.

    What its sidecar tells (`article.txt.toml` beside `article.txt`) is given with it.

    Only a regular file is opened: to open a named pipe is to wait until somebody writes to it. With
    `within`, only one that really lies in that folder: whoever may put files into it must not have others of
    this machine printed. Of a file that is larger than an article the first bytes alone are held.
    """
    where = source or str(path)
    try:
        if path.is_symlink() and not path.exists():
            raise InputError("is a link that leads nowhere", where=where, hint="Mend or remove it")
        if within is not None and _leads_out(path, within):
            hint = "Name the file itself, or give --follow"
            raise InputError(f"leads out of {within} by a link, and was not read", where=where, hint=hint)
        if path.is_dir():
            raise InputError("is a folder, not an article", where=where, hint="Name the files in it")
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            kind = KINDS.get(stat.S_IFMT(found.st_mode), "a device")
            raise InputError(f"is {kind}, not a file", where=where, hint="Give it on standard input, as -")
        large = found.st_size > LIMIT
        with path.open("rb") as file:
            data = file.read(HEAD if large else LIMIT + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"can't be read: {reason}", where=where, hint="Check path and permission") from error
    piece = Piece(where=where, data=data, name=path.name, file=path if large else None)
    beside = path.with_name(path.name + sidecar.ENDING)
    if not beside.is_file() or (within is not None and _leads_out(beside, within)):
        return piece
    return _given(piece, beside)


def _given(piece: Piece, beside: Path) -> Piece:
    """The piece with what the sidecar beside it tells."""
    where = piece.where + sidecar.ENDING
    try:
        with beside.open("rb") as file:
            data = file.read(sidecar.LARGEST + 1)
    except OSError as error:
        told = Problem(stage="sources", where=where, message=f"can't be read: {error.strerror}")
        return replace(piece, problems=(told,))
    read = sidecar.read_sidecar(data, where=where)
    return replace(piece, given=read.given, problems=read.problems)


def _is_sidecar(path: Path) -> bool:
    """Whether a file only tells of another that lies beside it."""
    return (
        path.suffix == sidecar.ENDING and path.with_suffix("").suffix != "" and path.with_suffix("").is_file()
    )


def _below(folder: Path, *, follow: bool) -> Iterator[Path]:
    """What is looked for in a folder, and every link to a folder elsewhere; with `follow` what is in that."""
    seen: set[str] = set()
    for top, folders, files in os.walk(folder, followlinks=True):
        within = sorted(Path(top) / name for name in folders)
        outside = [path for path in within if path.is_symlink() and _leads_out(path, folder)]
        new = {real: path for path in outside if follow and (real := os.path.realpath(path)) not in seen}
        seen.update(new)
        gone_into = new.values()
        # A link to a folder in this one leads to what is found anyway.
        folders[:] = [p.name for p in within if not p.is_symlink() or p in gone_into]
        yield from (path for path in outside if not follow)
        yield from (path for name in files if _is_looked_for(path := Path(top) / name))


def _leads_out(path: Path, folder: Path) -> bool:
    """Whether a path really lies elsewhere than in a folder."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links in a circle
        return True


@lru_cache(maxsize=1)
def make_ready() -> None:
    """Loads and compiles what reading a file takes."""
    with suppress(BriefingError):
        read_bytes(sample(load("id")).encode(), source="")


def _is_looked_for(path: Path) -> bool:
    """Whether a path in a folder is to be read, or to be told of as something that can't be."""
    try:
        kind = stat.S_IFMT(path.stat().st_mode)
    except OSError:
        return path.suffix.lower() in SUFFIXES
    return kind != stat.S_IFDIR and (kind != stat.S_IFREG or path.suffix.lower() in SUFFIXES)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
