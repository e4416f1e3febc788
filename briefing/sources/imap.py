"""A folder of a mailbox on a server (IMAP): its messages, read and left as they are.

The folder is opened for reading only, and bodies are asked for with PEEK, so that no message is marked as
read. What is new is told by the server's own numbers (UIDVALIDITY and UID), before a message is fetched.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from briefing.errors import InputError
from briefing.model import Problem, record
from briefing.sources.mail import LARGEST
from briefing.sources.pieces import Piece

SCHEME = "imaps://"
STAGE = "fetch"
PORT = 993
MOST = 2_000
"""Messages of a folder that are read, the newest ones."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIZE = re.compile(rb"UID (\d+) RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+) UID (\d+)")


@record
class Folder:
    """A folder on a server, as an address names it: imaps://user@host:port/Folder."""

    address: str
    user: str
    host: str
    port: int
    name: str


def folder_of(address: str) -> Folder:
    """The folder that an address names; raises InputError where it names none, or has a password in it.

    >>> folder_of("imaps://sari%40kantor.example@surat.example/Kliping").user
    'sari@kantor.example'
    """
    try:
        parts = urlsplit(address)
        port = parts.port or PORT
    except ValueError as error:
        raise InputError(
            "is no address of a mailbox", where=SCHEME, hint=f"{SCHEME}user@host/Folder"
        ) from error
    shown = f"{SCHEME}{parts.username or ''}@{parts.hostname or ''}{parts.path}"
    if parts.password is not None:
        hint = "Put it into password_file, or BRIEFING_FEEDS_PASSWORD"
        raise InputError("has a password in it", where=shown, hint=hint)
    if not parts.username or not parts.hostname:
        raise InputError("is no address of a mailbox", where=shown, hint=f"{SCHEME}user@host/Folder")
    name = unquote(parts.path.strip("/")) or "INBOX"
    return Folder(address=shown, user=unquote(parts.username), host=parts.hostname, port=port, name=name)


def messages(
    folder: Folder,
    password: str,
    *,
    wanted: Callable[[Piece], bool] = lambda piece: True,
    since: datetime | None = None,
    seconds: float = 20.0,
    authorities: Path | None = None,
) -> Iterator[Piece | Problem]:
    """The messages in a folder that are wanted, oldest first; of each its key is known before it is fetched.

    Raises InputError where the server can't be reached, or does not let in.
    """
    context = ssl.create_default_context(cafile=str(authorities) if authorities else None)
    if authorities:
        context.load_default_certs()
    try:
        server = imaplib.IMAP4_SSL(folder.host, folder.port, ssl_context=context, timeout=seconds)
    except (OSError, imaplib.IMAP4.error) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise InputError(
            f"can't be reached: {reason}", where=folder.address, hint="Check host and port"
        ) from error
    try:
        yield from _in(server, folder, password, wanted, since)
    except (OSError, imaplib.IMAP4.error) as error:
        raise InputError(
            f"breaks off: {_said(error)}", where=folder.address, hint="Try again later"
        ) from error
    finally:
        with suppress(OSError):
            server.shutdown()


def _in(
    server: imaplib.IMAP4,
    folder: Folder,
    password: str,
    wanted: Callable[[Piece], bool],
    since: datetime | None,
) -> Iterator[Piece | Problem]:
    try:
        server.login(folder.user, password)
    except imaplib.IMAP4.error as error:
        raise InputError(
            f"does not let in: {_said(error)}", where=folder.address, hint="Check the password"
        ) from error
    name = '"' + _utf7(folder.name).replace("\\", "\\\\").replace('"', '\\"') + '"'
    if server.select(name, readonly=True)[0] != "OK":
        raise InputError(f"has no folder {folder.name!r}", where=folder.address, hint="Look at its name")
    validity = (server.response("UIDVALIDITY")[1] or [b""])[0] or b""
    for uid, size in _listed(server, since):
        where = f"{folder.address}#{uid}"
        key = f"imap:{validity.decode('ascii', 'replace')}:{uid}"
        bare = Piece(where=where, data=b"", name=f"{uid}.eml", key=key)
        if not wanted(bare):
            continue
        if size > LARGEST:
            yield Problem(
                stage=STAGE, where=where, message=f"is too large for a message: {size / 1e6:.0f} MB"
            )
            continue
        _, answer = server.uid("FETCH", str(uid), "(BODY.PEEK[])")
        body = next((part[1] for part in answer if isinstance(part, tuple)), None)
        if body:
            yield Piece(where=where, data=body, name=f"{uid}.eml", key=key)
        else:
            yield Problem(stage=STAGE, where=where, message="was not given by the server")
    server.logout()


def _listed(server: imaplib.IMAP4, since: datetime | None) -> list[tuple[int, int]]:
    """Numbers and sizes of the newest messages, of those since a day, in their order."""
    asked = f"SINCE {since.day}-{MONTHS[since.month - 1]}-{since.year}" if since else "ALL"
    _, answer = server.uid("SEARCH", asked)
    uids = sorted(int(number) for part in answer if part for number in part.split())[-MOST:]
    if not uids:
        return []
    _, told = server.uid("FETCH", ",".join(map(str, uids)), "(UID RFC822.SIZE)")
    sizes: dict[int, int] = {}
    for part in told:
        found = SIZE.search(part[0] if isinstance(part, tuple) else part or b"")
        if found:
            uid, size = (found[1], found[2]) if found[1] else (found[4], found[3])
            sizes[int(uid)] = int(size)
    return [(uid, sizes[uid]) for uid in uids if uid in sizes]


def _said(error: Exception) -> str:
    """What a server said, on one line and without control characters."""
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said or type(error).__name__)
    return "".join(c if c.isprintable() else " " for c in text)[:160]


def _utf7(name: str) -> str:
    """A folder's name as IMAP writes it (RFC 3501, 5.1.3)."""

    def shifted(found: re.Match[str]) -> str:
        return "&" + found[0].encode("utf-7").decode("ascii").strip("+-").replace("/", ",") + "-"

    return re.sub(r"[^\x20-\x7e]+", shifted, name.replace("&", "&-"))
