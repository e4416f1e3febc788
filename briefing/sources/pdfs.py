"""PDF documents taken apart: the text of their pages in reading order, without what pages add to it.

Words lie on a page wherever they were set. Here they become lines, lines are put in order column by column,
and joined to paragraphs where spacing, indents or type size don't part them. What stands at the top or foot
of several pages alike (a running head, a page number, a browser's address line) is no text. A word that is
parted by a hyphen at the end of a line is joined, but for a doubled one ("kapal-kapal").
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Any

from briefing.errors import InputError, ScopeError
from briefing.model import HeaderReading, Problem, record
from briefing.sources.beside import read_field
from briefing.sources.pieces import Form, Piece
from briefing.sources.records import missing

LARGEST = 50_000_000
"""Bytes of a PDF document."""
PAGES = 60
"""Pages of a PDF document that can be a report; a book has more."""
GUTTER = 9.0
"""Points between two columns, at the least."""
COLUMN = 5
"""Lines that columns beside each other have, at the least."""
EDGE = 0.1
"""The share of a page at its top and foot where running heads stand."""
GAP = 1.45
"""How much more than usual two lines are apart where a paragraph ends."""
INDENT = 6.0
LARGER = 1.15
"""How much larger than the body the type of a title is."""
SHORT = 0.82
"""The share of a column's width that the last line of a paragraph reaches, at the most."""
NUMBER = re.compile(r"\W*(?:\w{3,8}\W+)?\d{1,4}(?:\W+(?:\w{2,5}\W+)?\d{1,4})?\W*")
"""A page number, as it stands alone on a line: "3", "Halaman 3 dari 7", "3/7"."""
DIGITS = re.compile(r"\d+")
ADDRESS = re.compile(r"https?://\S+")
PARTED = re.compile(r"(\w+)[-\u2010\u00ad]$")
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$")


@record
class _Line:
    """Words beside each other on a page, in points from its top left."""

    text: str
    left: float
    right: float
    top: float
    foot: float
    size: float
    page: int
    height: float

    @property
    def at_the_edge(self) -> bool:
        return self.top < EDGE * self.height or self.foot > (1 - EDGE) * self.height


def pdf(piece: Piece) -> Iterator[Piece | Problem]:
    """The text of a PDF document, its title as a heading; with its address, where a browser printed it."""
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfplumber.utils.exceptions import PdfminerException
    except ImportError as error:
        raise missing("a PDF document", "pdfplumber", "documents", piece.where) from error
    if piece.size > LARGEST:
        what = (
            f"is too large for a PDF document: {piece.size / 1e6:.0f} MB, the limit is {LARGEST / 1e6:.0f} MB"
        )
        raise InputError(what, where=piece.where, hint="Split it into articles")
    with piece.open() as file:
        try:
            with pdfplumber.open(io.BytesIO(file.read())) as book:
                if len(book.pages) > PAGES:
                    raise ScopeError(f"has {len(book.pages)} pages, and is no article", where=piece.where)
                pages = [_columns(_words(page)) for page in book.pages]
        except PdfminerException as error:
            locked = isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect)
            what = "is a PDF document that is locked with a password" if locked else _damaged(error)
            raise InputError(
                what, where=piece.where, hint="Save it anew" if locked else "Fetch it again"
            ) from error
    lines = [line for page in pages for line in page]
    if not lines:
        hint = "Have its words recognised (OCR), and save that"
        raise InputError("is a PDF document without text: pictures of pages", where=piece.where, hint=hint)
    kept, addresses = _without_running_heads(lines, len(pages))
    text = "\n\n".join(_paragraphs(kept))
    given = (*piece.given, *_address(addresses))
    data = text.encode("utf-8", "replace")
    yield replace(piece, data=data, form=Form.TEXT, encoding="utf-8", given=given, file=None)


def _damaged(error: Exception) -> str:
    return f"is a PDF document, and damaged or cut off: {error!s}".rstrip(": ")[:160]


def _address(addresses: Sequence[str]) -> tuple[HeaderReading, ...]:
    try:
        return read_field("url", addresses[0], rule="document") if addresses else ()
    except ValueError:
        return ()


# --- words to lines in their order ------------------------------------------------------------


def _words(page: Any) -> list[_Line]:
    """The words of a page that stand upright, each as a line of its own."""
    found = page.extract_words(extra_attrs=["size"], use_text_flow=False, keep_blank_chars=False)
    return [
        _Line(
            text=word["text"],
            left=word["x0"],
            right=word["x1"],
            top=word["top"],
            foot=word["bottom"],
            size=word["size"],
            page=page.page_number,
            height=float(page.height),
        )
        for word in found
        if word.get("upright", True)
    ]


def _rows(words: Sequence[_Line]) -> list[list[_Line]]:
    """Words that stand on one line each, from the top, each row from the left."""
    rows: list[list[_Line]] = []
    for word in sorted(words, key=lambda w: (w.top + w.foot, w.left)):
        middle = (word.top + word.foot) / 2
        if rows and rows[-1][0].top < middle < rows[-1][0].foot:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.left) for row in rows]


def _columns(words: Sequence[_Line]) -> list[_Line]:
    """The lines of a page, or of a part of it, column by column."""
    rows = _rows(words)
    first, end, middle = _gutter(rows)
    if end - first < COLUMN:
        return [_joined(row) for row in rows]
    within = [word for row in rows[first:end] for word in row]
    return [
        *_columns([word for row in rows[:first] for word in row]),
        *_columns([word for word in within if word.right <= middle]),
        *_columns([word for word in within if word.right > middle]),
        *_columns([word for row in rows[end:] for word in row]),
    ]


def _gutter(rows: Sequence[Sequence[_Line]]) -> tuple[int, int, float]:
    """The longest run of rows with a gap at one place, where columns are: its first row, its end, the place.

    A gap between two words of one row is none where the next rows have words there.
    """
    tried = Counter(
        round((a.right + b.left) / 2 / GUTTER)
        for row in rows
        for a, b in pairwise(row)
        if b.left - a.right >= GUTTER
    )
    best = (0, 0, 0.0)
    for place, times in tried.most_common(6):
        middle = place * GUTTER
        if times < COLUMN:
            break
        start, sides = 0, [0, 0]
        for n, row in enumerate([*rows, None]):
            if row is not None and not any(w.left < middle < w.right for w in row):
                sides[0] += any(w.right <= middle for w in row)
                sides[1] += any(w.right > middle for w in row)
                continue
            if min(sides) >= COLUMN and n - start > best[1] - best[0]:
                best = (start, n, middle)
            start, sides = n + 1, [0, 0]
    return best


def _joined(row: Sequence[_Line]) -> _Line:
    return replace(
        row[0],
        text=" ".join(word.text for word in row),
        right=row[-1].right,
        top=min(word.top for word in row),
        foot=max(word.foot for word in row),
        size=median(word.size for word in row),
    )


# --- what pages add ---------------------------------------------------------------------------


def _without_running_heads(lines: Sequence[_Line], pages: int) -> tuple[list[_Line], list[str]]:
    """The lines that are text, and the addresses in those that are not."""
    edge = [line for line in lines if line.at_the_edge]
    on = Counter((_masked(line), line.page) for line in edge)
    times = Counter(masked for masked, _ in on)
    gone = [
        line
        for line in edge
        if NUMBER.fullmatch(line.text) or (pages > 1 and times[_masked(line)] > pages / 2)
    ]
    addresses = [found[0] for line in gone if (found := ADDRESS.search(line.text))]
    left = {id(line) for line in gone}
    return [line for line in lines if id(line) not in left], addresses


def _masked(line: _Line) -> str:
    return DIGITS.sub("0", line.text)


# --- lines to paragraphs ----------------------------------------------------------------------


def _paragraphs(lines: Sequence[_Line]) -> list[str]:
    """The paragraphs that the lines make; the title, in larger type, as a heading."""
    if not lines:
        return []
    body = _usual([round(line.size, 1) for line in lines for _ in line.text.split()])
    leading = _usual([round(b.top - a.top, 1) for a, b in pairwise(lines) if b.top > a.top])
    made: list[list[_Line]] = []
    for line in lines:
        if made and not _parts(made[-1], line, leading * max(1.0, line.size / body)):
            made[-1].append(line)
        else:
            made.append([line])
    largest = max(line.size for line in lines[:COLUMN])
    texts: list[str] = []
    named = False
    for paragraph in made:
        text = _text(paragraph)
        heading = not named and paragraph[0].size >= max(LARGER * body, largest - 0.5)
        named = named or heading
        texts.append(f"# {text}" if heading else text)
    return texts


def _usual(values: Sequence[float]) -> float:
    return Counter(values).most_common(1)[0][0] if values else 0.0


def _parts(before: Sequence[_Line], line: _Line, leading: float) -> bool:
    """Whether a line begins a paragraph."""
    last = before[-1]
    if abs(line.size - last.size) > 0.08 * last.size:
        return True
    width = max(one.right for one in before) - min(one.left for one in before)
    ended = SENTENCE_END.search(last.text) is not None
    if line.page != last.page or line.top < last.top:  # another page or column
        return ended and len(before) > 1 and last.right - last.left < SHORT * width
    if leading and line.top - last.top > GAP * leading:
        return True
    if ended and len(before) > 1 and last.right - last.left < SHORT * width:
        return True
    begun = len(before) > 1 and line.left - min(one.left for one in before[1:]) > INDENT
    return begun and ended


def _text(lines: Sequence[_Line]) -> str:
    """The words of a paragraph, with those joined that were parted at the end of a line."""
    text = lines[0].text
    for line in lines[1:]:
        parted = PARTED.search(text)
        first = line.text.split(" ", 1)[0]
        if parted is None or not first[:1].islower():
            text = f"{text} {line.text}"
        elif first.casefold().startswith(parted[1].casefold()):
            text += line.text
        else:
            text = text[:-1] + line.text
    return text
