"""Documents taken apart: Word (.docx) and OpenDocument (.odt), each to the one text in it.

Titles keep their rank as Markdown marks, rows of tables become lines. What a document's properties say of its
title and author is left alone: they are those of whoever typed it, or of an older file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from briefing.errors import InputError
from briefing.model import Problem
from briefing.sources.pieces import Form, Piece
from briefing.sources.records import missing

LARGEST = 50_000_000
"""Bytes of a document, packed or unpacked."""
WORD = "word/document.xml"
OPEN = b"mimetypeapplication/vnd.oasis.opendocument.text"
ZIP = b"PK\x03\x04"
CONTENT = "content.xml"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
NO_TEXT = frozenset({f"{TEXT}note", f"{TEXT}tracked-changes"})
NAMED_AT = 30
"""Where an OpenDocument file says what it is."""
TITLE = ("title", "heading 1", "judul")
DECLARING = (b"<!DOCTYPE", b"<!ENTITY")


def is_word(piece: Piece) -> bool:
    """Whether a piece is a Word document: a ZIP archive with its main part in it."""
    if not piece.data.startswith(ZIP):
        return False
    try:
        with piece.open() as file, zipfile.ZipFile(file) as archive:
            return WORD in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError):
        return False


def is_open(piece: Piece) -> bool:
    """Whether a piece is an OpenDocument text, told from its first bytes."""
    return piece.data.startswith(OPEN, NAMED_AT)


def word(piece: Piece) -> Iterator[Piece | Problem]:
    """The text of a Word document."""
    try:
        import docx
    except ImportError as error:
        raise missing("a Word document", "python-docx", "documents", piece.where) from error
    data = _sound(piece, "a Word document")
    held = docx.Document(io.BytesIO(data))
    lines = []
    for part in held.iter_inner_content():
        if hasattr(part, "rows"):
            lines += [" | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in part.rows]
        else:
            lines.append(_marked(part.text, getattr(part.style, "name", "") or ""))
    yield _text(piece, lines)


def open_text(piece: Piece) -> Iterator[Piece | Problem]:
    """The text of an OpenDocument file."""
    from lxml import etree

    data = _sound(piece, "an OpenDocument text")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read(CONTENT)
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    lines = []
    for element in root.iter(f"{TEXT}p", f"{TEXT}h"):
        if not any(above.tag in NO_TEXT for above in element.iterancestors()):
            words = "".join(_words(element)).strip()
            lines.append(f"# {words}" if element.get(f"{TEXT}outline-level") == "1" and words else words)
    yield _text(piece, lines)


def _sound(piece: Piece, kind: str) -> bytes:
    """The bytes of a document; raises InputError where it is too large, or declares entities of its own."""
    if piece.size > LARGEST:
        what = f"is too large for {kind}: {piece.size / 1e6:.0f} MB, the limit is {LARGEST / 1e6:.0f} MB"
        raise InputError(what, where=piece.where, hint="Split it into articles")
    with piece.open() as file:
        data = file.read()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                what = f"is {kind} that is packed as bombs are, and was not opened"
                raise InputError(what, where=piece.where)
            parts = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            declares = any(mark in archive.read(name)[:4096] for name in parts for mark in DECLARING)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
        what = f"is {kind}, and damaged or cut off"
        raise InputError(what, where=piece.where, hint="Save or fetch it again") from error
    if declares:
        raise InputError(
            f"is {kind} that declares entities of its own, and was not opened", where=piece.where
        )
    return data


def _marked(words: str, style: str) -> str:
    """A paragraph, as a heading where its style says that it is the title."""
    return f"# {words}" if words.strip() and style.casefold() in TITLE else words


def _text(piece: Piece, lines: list[str]) -> Piece:
    text = "\n\n".join(line for line in lines if line.strip())
    data = text.encode("utf-8", "replace")
    return replace(piece, data=data, form=Form.TEXT, encoding="utf-8", file=None)


def _words(element: Any) -> Iterator[str]:
    """The words in a paragraph; tabs, breaks and runs of spaces are elements of their own."""
    yield element.text or ""
    for inner in element:
        if inner.tag == f"{TEXT}line-break":
            yield "\n"
        elif inner.tag in {f"{TEXT}s", f"{TEXT}tab"}:
            yield " "
        elif inner.tag not in NO_TEXT:
            yield from _words(inner)
        yield inner.tail or ""
