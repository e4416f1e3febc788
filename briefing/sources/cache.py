"""Pages fetched before, on disk: so that a server need send again only what has changed since.

A file for each address, named by its digest, readable by its owner alone, written whole or not at all. What
does not fit its own digest is as good as not there.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from briefing.errors import InputError
from briefing.model import record
from briefing.owning import others_hand

DAY = 24 * 3600
MARK = "briefing page 1"
OURS = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{12}\.\w+")
"""Names of files that this module makes; no other is ever taken out."""


@record
class Kept:
    """A page as it came, with what its server goes by to tell whether it has changed."""

    address: str
    data: bytes
    etag: str = ""
    modified: str = ""
    kind: str = ""
    charset: str = ""


def opened(folder: Path) -> Path:
    """The folder, made where it is missing, for its owner alone. Raises InputError where others may write."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        hand = others_hand(folder / "page")
    except OSError as error:
        hand = f"can't be made: {error.strerror or error}"
    if hand:
        hint = "Mend its permissions, or name another with the setting fetch.cache"
        raise InputError(f"pages are not kept: the folder {hand}", where=str(folder), hint=hint)
    return folder


def kept(folder: Path, address: str) -> Kept | None:
    """The page of an address, if it is kept and whole."""
    try:
        head, _, data = _file(folder, address).read_bytes().partition(b"\n")
        told = json.loads(head)
        sound = told.pop("mark") == MARK and told.pop("digest") == hashlib.sha256(data).hexdigest()
        found = Kept(data=data, **told)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return found if sound and found.address == address else None


def keep(folder: Path, page: Kept) -> None:
    """Keeps the page in place of an earlier one; a full disk keeps nobody from reading."""
    told = {
        "mark": MARK,
        "digest": hashlib.sha256(page.data).hexdigest(),
        **{name: getattr(page, name) for name in ("address", "etag", "modified", "kind", "charset")},
    }
    file = _file(folder, page.address)
    name = ""
    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{file.name[:12]}.", dir=folder
        )  # readable by its owner alone
        with os.fdopen(handle, "wb") as new:
            new.write(json.dumps(told).encode() + b"\n" + page.data)
        Path(name).replace(file)
    except OSError:
        if name:
            with suppress(OSError):
                Path(name).unlink()


def tidy(folder: Path, *, days: int, now: float) -> None:
    """Takes out what was last fetched so many days ago, and what an interrupted run left half-written."""
    for file in folder.iterdir():
        with suppress(OSError):
            if OURS.fullmatch(file.name) and now - file.stat().st_mtime > days * DAY:
                file.unlink()


def _file(folder: Path, address: str) -> Path:
    return folder / hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
