"""Web archives (WARC) taken apart: the pages that a crawl has kept, each with its address."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from typing import Any

from briefing.errors import InputError
from briefing.model import Problem
from briefing.sources.archives import beginning
from briefing.sources.beside import read_field
from briefing.sources.pieces import Form, Piece
from briefing.sources.reading import LIMIT
from briefing.sources.records import missing

STAGE = "sources"
MAGIC = b"WARC/"
PAGES = frozenset({"text/html", "application/xhtml+xml"})
OTHERS = {
    "application/pdf": ".pdf",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "text/plain": ".txt",
}


def is_webarchive(piece: Piece) -> bool:
    """Whether a piece is a web archive, packed or not, told from its first bytes."""
    return beginning(piece, len(MAGIC)) == MAGIC


def responses(piece: Piece) -> Iterator[Piece | Problem]:
    """The pages in a web archive that a server answered with, and texts, feeds and PDFs."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise missing("a web archive", "warcio", "webarchives", piece.where) from error
    with piece.open() as file:
        try:
            for n, kept in enumerate(ArchiveIterator(file), start=1):
                if kept.rec_type == "response" and kept.http_headers.get_statuscode() == "200":
                    yield from _page(piece, n, kept)
        except (ArchiveLoadFailed, OSError, EOFError, ValueError, AttributeError) as error:
            what = f"is a web archive, and damaged or cut off: {error}"
            raise InputError(what, where=piece.where, hint="What stood before that is read") from error


def _page(piece: Piece, n: int, kept: Any) -> Iterator[Piece | Problem]:
    told = Message()
    told["content-type"] = kept.http_headers.get_header("Content-Type") or "application/octet-stream"
    kind = told.get_content_type()
    if kind not in PAGES and kind not in OTHERS:
        return
    address = kept.rec_headers.get_header("WARC-Target-URI") or ""
    where = address.strip("<>") or f"{piece.where}#{n}"
    data = kept.content_stream().read(LIMIT + 1)
    if len(data) > LIMIT:
        what = f"is too large for an article: over {LIMIT / 1e6:.0f} MB"
        yield Problem(stage=STAGE, where=where, message=what)
        return
    try:
        given = read_field("url", where, rule="web archive")
    except ValueError:
        given = ()
    charset = told.get_content_charset() or ""
    form = Form.PAGE if kind in PAGES else Form.UNKNOWN
    yield Piece(
        where=where, data=data, name=f"page{OTHERS.get(kind, '')}", form=form, encoding=charset, given=given
    )
