"""What an input gives, before it is read as an article: the bytes, and what is known beside them.

A file, a page behind an address, an item of a feed, a row of a table, a message: each becomes a `Piece`.
A piece that holds others (a feed, a mailbox, an archive) is taken apart by the reader of its kind into
pieces again, until what is left is a text or a page; `read_piece` makes the article of that.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from briefing.model import HeaderReading, Problem, record


class Form(StrEnum):
    """What a piece is made of."""

    UNKNOWN = "unknown"
    """Told from its name and its first bytes."""
    TEXT = "text"
    """Plain text or Markdown."""
    PAGE = "page"
    """HTML, a whole page or a piece of one."""


@record
class Piece:
    """One thing to be read, and where it is from."""

    where: str
    """As it is told to the reader: a path or an address; what is within another by "#" ("mail.mbox#3")."""
    data: bytes
    name: str = ""
    """The file's name, for what its ending tells; empty where `where` has it."""
    form: Form = Form.UNKNOWN
    encoding: str = ""
    """As declared beside the bytes (by a server, a message); the bytes' own word counts where it is none."""
    given: tuple[HeaderReading, ...] = ()
    """What is known beside the text: fields title, author, published, outlet, url, dateline and marking,
    each with the words that it was read from, and the rule ("feed", "json-ld", "sidecar", "mail", "row")."""
    key: str = ""
    """What tells it from all others of its source, whatever else of it changes: an item's guid."""
    cut: bool = False
    """Whether it is the beginning alone of what stands at the address given with it: a teaser in a feed."""
    problems: tuple[Problem, ...] = ()
    """What was odd about bringing it, to be told with the article in it."""
    columns: tuple[tuple[str, str], ...] = ()
    """Of a table: the columns of fields, as the user names them: ("text", "isi")."""
    file: Path | None = None
    """The file itself, where it is too large to be held: `data` are then its first bytes alone."""

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.file.stat().st_size if self.file else len(self.data)

    def open(self) -> BinaryIO:
        """All its bytes, to be read from the first one on."""
        return self.file.open("rb") if self.file else io.BytesIO(self.data)


Reader = Callable[[Piece], Iterator[Piece | Problem]]
"""Takes a piece apart that holds others; trouble with one of these stops none of the rest."""
