"""A piece of any form to the article in it: unpacked, decoded, cut into blocks, made an article of."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from briefing.errors import InputError
from briefing.markings import TLP, Scheme, from_lines
from briefing.model import Problem
from briefing.sources.article import Origin, Read, article_of, problem
from briefing.sources.beside import is_address
from briefing.sources.decode import decode
from briefing.sources.markup import NEWLINE, blocks_of, is_html
from briefing.sources.pieces import Form, Piece
from briefing.sources.webpage import read_page

LIMIT = 5_000_000
"""Bytes: a larger text or page is no article."""


def read_bytes(data: bytes, *, source: str, scheme: Scheme = TLP) -> Read:
    """The article in a file's bytes, with what was odd about them (`read_piece`)."""
    return read_piece(Piece(where=source, data=data), scheme=scheme)


def read_piece(piece: Piece, *, limit: int = LIMIT, scheme: Scheme = TLP) -> Read:
    """The article in a piece, with what was odd about it.

    What is given with it counts before what its text says. A line at its head or foot that is a label of
    `scheme` marks the article, and is no part of its text. Raises InputError where the bytes are no text,
    are empty, too many, or hold no words.
    """
    piece = _held(piece, limit)
    decoded = decode(piece.data, source=piece.where, declared=piece.encoding)
    problems: list[Problem] = []
    if decoded.trouble:
        problems.append(problem(piece.where, decoded.trouble, "Save it as UTF-8"))
    if piece.form is Form.PAGE or (piece.form is Form.UNKNOWN and is_html(decoded.text)):
        page = read_page(decoded.text, address=piece.where if is_address(piece.where) else "", scheme=scheme)
        blocks, told, located = page.blocks, page.readings, page.located
    else:
        kept, told = from_lines(NEWLINE.sub("\n", decoded.text).split("\n"), scheme)
        blocks, located = blocks_of("\n".join(kept)), False
    origin = Origin(
        source=piece.where,
        digest=hashlib.sha256(piece.data).hexdigest(),
        encoding=decoded.encoding,
        given=(*piece.given, *told),
        located=located,
    )
    read = article_of(blocks, origin, scheme=scheme)
    return replace(read, problems=(*piece.problems, *problems, *read.problems))


def _held(piece: Piece, limit: int) -> Piece:
    """The piece with all its bytes; raises InputError where they are too many for an article."""
    if piece.size > limit:
        raise InputError(
            f"is too large for an article: {piece.size / 1e6:.1f} MB, the limit is {limit / 1e6:.1f} MB",
            where=piece.where,
            hint="Split it into articles",
        )
    if piece.file is None:
        return piece
    with piece.open() as file:
        return replace(piece, data=file.read(limit), file=None)
