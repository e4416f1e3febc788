"""A page saved by a browser with all that it shows (MHTML): the page itself out of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import PurePath

from briefing.errors import InputError
from briefing.model import Problem
from briefing.sources.beside import is_address, read_field
from briefing.sources.pieces import Form, Piece

SUFFIXES = (".mhtml", ".mht")
LARGEST = 50_000_000
"""Bytes: pictures may weigh more than the page by far."""
HEADER = 4096
MARK = b"snapshot-content-location:"
RELATED = b"multipart/related"
TYPES = frozenset({"text/html", "application/xhtml+xml"})


def is_page(piece: Piece) -> bool:
    """Whether a piece is a page saved with its parts: by what its head says, or by its name and form."""
    head = piece.data[:HEADER].lower()
    named = PurePath(piece.name or piece.where).suffix.lower() in SUFFIXES
    return RELATED in head and (named or MARK in head)


def page(piece: Piece) -> Iterator[Piece | Problem]:
    """The page in it, with the address that it was saved from. Raises InputError where there is none."""
    if piece.size > LARGEST:
        size, most = piece.size / 1e6, LARGEST / 1e6
        what = f"is too large for a saved page: {size:.1f} MB, the limit is {most:.1f} MB"
        raise InputError(what, where=piece.where, hint="Save the page alone, as HTML")
    with piece.open() as file:
        whole = BytesParser(EmailMessage, policy=policy.default).parse(file)
    pages = [part for part in whole.walk() if part.get_content_type() in TYPES]
    if not pages:
        raise InputError("is a saved page without its page", where=piece.where, hint="Save it again")
    address = str(whole.get("Snapshot-Content-Location", "")).strip()
    chosen = next((p for p in pages if str(p.get("Content-Location", "")).strip() == address), pages[0])
    address = address or str(chosen.get("Content-Location", "")).strip()
    given = read_field("url", address, rule="saved page") if is_address(address) else ()
    data = chosen.get_payload(decode=True)
    yield Piece(
        where=piece.where,
        data=data if isinstance(data, bytes) else b"",
        name=piece.name,
        form=Form.PAGE,
        encoding=chosen.get_content_charset() or "",
        given=(*piece.given, *given),
    )
