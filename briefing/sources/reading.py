"""A piece of any form to the article in it: unpacked, decoded, cut into blocks, made an article of."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from briefing import markings
from briefing.errors import InputError
from briefing.markings import TLP, Scheme, from_lines
from briefing.model import HeaderReading, Problem
from briefing.sources.article import Origin, Read, article_of, problem
from briefing.sources.beside import is_address
from briefing.sources.decode import decode
from briefing.sources.markup import NEWLINE, blocks_of, is_html
from briefing.sources.pieces import Form, Piece
from briefing.sources.sidecar import FENCES, read_front_matter
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
    text, told = decoded.text, piece.given
    if text.startswith(tuple(FENCES)):
        kept, marked = from_lines(NEWLINE.sub("\n", text).split("\n"), scheme)
        front = read_front_matter("\n".join(kept), where=piece.where)
        text, told, problems = front.text, (*told, *front.given, *marked), [*problems, *front.problems]
    if piece.form is Form.PAGE or (piece.form is Form.UNKNOWN and is_html(text)):
        page = read_page(text, address=_address(piece.where, told), scheme=scheme)
        blocks, read, located = page.blocks, page.readings, page.located
    else:
        kept, read = from_lines(NEWLINE.sub("\n", text).split("\n"), scheme)
        blocks, located = blocks_of("\n".join(kept)), False
    given = tuple(_marked(r, piece.where, scheme) for r in dict.fromkeys((*told, *read)))
    origin = Origin(
        source=piece.where,
        digest=hashlib.sha256(piece.data).hexdigest(),
        encoding=decoded.encoding,
        given=given,
        located=located,
    )
    made = article_of(blocks, origin, scheme=scheme)
    return replace(made, problems=(*piece.problems, *problems, *made.problems))


def _marked(reading: HeaderReading, where: str, scheme: Scheme) -> HeaderReading:
    """A reading that was given; of a marking, as `scheme` has it. Raises InputError for one that it has not:
    an article whose marking nobody understands is not printed."""
    if reading.field != markings.FIELD:
        return reading
    found = markings.read(reading.words, scheme)
    if found is None and not markings.portion(reading.words, scheme):
        known = ", ".join(mark.label for mark in scheme)
        what = f"marking: {reading.words!r} is no label here"
        raise InputError(what, where=where, hint=f"There are: {known}")
    if found is None:
        return reading
    return replace(reading, value=found.label, rule=reading.rule if found.known else markings.UNKNOWN)


def _address(where: str, given: Sequence[HeaderReading]) -> str:
    """Where a page is from, as far as it is known beside the page."""
    known = (r.value for r in given if r.field == "url")
    return next(known, where if is_address(where) else "")


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
