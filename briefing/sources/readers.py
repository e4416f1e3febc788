"""What kind of thing an input is, and who takes it apart: `READERS`, the one ordered table.

A kind is told from the first bytes before it is told from the name: a PDF that is named .html is a PDF.
What is of no kind here is a text or a page, which `read_piece` reads as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePath

from briefing.errors import InputError
from briefing.model import Problem, record
from briefing.sources import archives, documents, mail, pdfs, records, saved, webarchives
from briefing.sources.feeds import is_feed, is_list, items, refused_list
from briefing.sources.pieces import Form, Piece, Reader

STAGE = "sources"
MEGABYTE = 1_000_000
HEAD = 65536
"""First bytes by which a kind is told."""


@record
class Kind:
    """A kind of thing that holds articles: how it is told, and the reader that takes it apart.

    `begins` are first bytes, and `holds` is asked of a piece where no such bytes are certain; where a kind
    has neither, its `suffixes` decide, but for pieces that the first bytes show to be of another kind.
    """

    name: str
    read: Reader
    suffixes: tuple[str, ...] = ()
    begins: tuple[bytes, ...] = ()
    holds: Callable[[Piece], bool] | None = None
    folder: bool = False
    """Whether it holds files, as a folder does: only those that are looked for in a folder are read."""


READERS: tuple[Kind, ...] = (
    Kind(name="a PDF document", read=pdfs.pdf, begins=(b"%PDF",), suffixes=(".pdf",)),
    Kind(name="a Word document", read=documents.word, holds=documents.is_word, suffixes=(".docx",)),
    Kind(name="an OpenDocument text", read=documents.open_text, holds=documents.is_open, suffixes=(".odt",)),
    Kind(
        name="a ZIP archive",
        read=archives.zipped,
        begins=(b"PK\x03\x04", b"PK\x05\x06"),
        suffixes=(".zip",),
        folder=True,
    ),
    Kind(
        name="a web archive",
        read=webarchives.responses,
        holds=webarchives.is_webarchive,
        suffixes=(".warc", ".gz"),
    ),
    Kind(
        name="a tar archive",
        read=archives.tarred,
        holds=archives.is_tar,
        suffixes=(".tar", ".tgz", ".tbz2", ".txz"),
        folder=True,
    ),
    Kind(
        name="a packed file",
        read=archives.unpacked,
        begins=tuple(archives.PACKED),
        suffixes=(".gz", ".bz2", ".xz"),
    ),
    Kind(
        name="a Parquet table", read=records.parquet_rows, begins=(records.PARQUET,), suffixes=(".parquet",)
    ),
    Kind(name="a saved page", read=saved.page, holds=saved.is_page, suffixes=saved.SUFFIXES),
    Kind(name="a feed", read=items, holds=is_feed, suffixes=(".rss", ".atom", ".xml")),
    Kind(name="a list of feeds", read=refused_list, holds=is_list, suffixes=(".opml",)),
    Kind(name="a mailbox", read=mail.mailbox, holds=mail.is_mailbox, suffixes=(".mbox", ".mbx")),
    Kind(name="a message", read=mail.articles, holds=mail.is_message, suffixes=(".eml",)),
    Kind(name="JSON", read=records.json_rows, holds=records.is_json, suffixes=(".json",)),
    Kind(name="JSON Lines", read=records.json_lines, suffixes=records.LINES),
    Kind(name="a table", read=records.csv_rows, suffixes=(".csv", ".tsv")),
)
"""The first that fits is taken."""

LEAVES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"})
"""What is looked for in a folder besides what the readers take apart: texts and pages."""
SUFFIXES = LEAVES.union(*(kind.suffixes for kind in READERS))


@record
class Limits:
    """How much may come out of one input: levels within one another, pieces, and bytes.

    The bytes may be `swelling` times those of the input, beyond `bytes`: text packs to a tenth, a bomb to a
    thousandth.
    """

    depth: int = 5
    pieces: int = 2_000_000
    bytes: int = 50 * MEGABYTE
    swelling: int = 100


LIMITS = Limits()
PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
"""How a page begins, whatever it is named."""


def kind_of(piece: Piece) -> Kind | None:
    """The kind of a piece that holds others; none of one that is a text or a page."""
    if piece.form is not Form.UNKNOWN:
        return None
    told = (kind for kind in READERS if kind.begins or kind.holds)
    for kind in told:
        if piece.data.startswith(kind.begins) or (kind.holds and kind.holds(piece)):
            return kind
    suffix = PurePath(piece.name or piece.where).suffix.lower()
    named = (kind for kind in READERS if not kind.begins and not kind.holds)
    found = next((kind for kind in named if suffix in kind.suffixes), None)
    return None if found and PAGE.match(piece.data) else found


def apart(piece: Piece, limits: Limits = LIMITS) -> Iterator[Piece | Problem]:
    """The texts and pages in a piece, in their order, or the piece itself, which is one; and what gave none.

    However the pieces lie within one another, and however much trouble there is with one of them.
    """
    yield from _Apart(limits, piece.size).of(piece, 0)


class _Apart:
    """What comes out of one input, counted. A class, since all levels share the count."""

    def __init__(self, limits: Limits, size: int) -> None:
        self.limits = limits
        self.pieces, self.bytes = limits.pieces, limits.bytes + limits.swelling * size

    def of(self, piece: Piece, depth: int) -> Iterator[Piece | Problem]:
        kind = kind_of(piece)
        if kind is None:
            yield piece
            return
        if depth >= self.limits.depth:
            yield lost(piece.where, f"lies within {depth} others, and was not opened", "Take it out")
            return
        try:
            for part in kind.read(piece):
                if isinstance(part, Problem):
                    yield part
                    continue
                self._count(part, piece)
                if not kind.folder or _is_looked_for(part):
                    yield from self.of(_handed_on(part, piece), depth + 1)
        except _TooMuch:
            if depth:
                raise
            what = "holds more than may come out of one input; the rest was not read"
            yield lost(piece.where, what, "Split it")
        except InputError as error:
            yield lost(error.where or piece.where, error.what, error.hint or "")
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a library says of a file that is damaged
            said = f"{type(error).__name__}: {error}".rstrip(": ")
            yield lost(piece.where, f"is {kind.name}, and damaged: {said}", "Save or fetch it again")

    def _count(self, part: Piece, of: Piece) -> None:
        self.pieces -= 1
        self.bytes -= len(part.data)
        if self.pieces < 0 or self.bytes < 0:
            raise _TooMuch(of.where)


def _is_looked_for(part: Piece) -> bool:
    """Whether a file in an archive is read: by its ending, or since it has none."""
    suffix = PurePath(part.name).suffix.lower()
    return not suffix or suffix in SUFFIXES


def _handed_on(part: Piece, of: Piece) -> Piece:
    """A part with what is known of the whole: what is given beside it, how a table's columns are called."""
    given = tuple(dict.fromkeys((*of.given, *part.given)))
    return replace(part, columns=of.columns, given=given, problems=(*of.problems, *part.problems))


class _TooMuch(Exception):  # noqa: N818 - no error, but a way out of all levels
    """More came out of an input than may."""


def lost(where: str, message: str, hint: str = "") -> Problem:
    """The trouble with an input that gives no article."""
    return Problem(stage=STAGE, where=where, message=message, hint=hint)
