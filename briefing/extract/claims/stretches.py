"""Sentences as claims need them: whole quotations inside, and quoted words hidden from the cues.

A sentence may end inside a quotation; a stretch does not. In the *frame* of a text every quoted
character is `HIDDEN`, so that offsets stay and no word inside a quotation can report anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from briefing.extract.claims.cues import Cues
from briefing.language import Quote
from briefing.model import Article, ParagraphKind, record

if TYPE_CHECKING:
    from spacy.tokens import Doc

HIDDEN = "¤"
DATELINE = re.compile(
    r"[^.!?\n\"“]*?(?:\.(?:com|co\.id|CO|COM|CO\.ID|id))?[^.!?\n\"“]{0,40}?\s*(?:--|–|—|\s-|-\s)[\s–—-]*"
)
INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
LONGEST = 70
"""Letters of a dateline with its outlet."""
READ = frozenset({ParagraphKind.BODY})
"""Kinds of paragraphs that claims are read from: titles and captions repeat the body."""


@record
class Stretch:
    """One or more sentences that share a quotation; `start` to `end` without outer spaces."""

    start: int
    end: int
    paragraph: int
    quotes: tuple[Quote, ...]


@record
class Text:
    """What the rules read: the article's text, its frame, and its stretches in order."""

    text: str
    frame: str
    stretches: tuple[Stretch, ...]


def read(article: Article, doc: Doc, cues: Cues) -> Text:
    """The body of an article as stretches."""
    text = article.text
    quotes = tuple(_mended(text, q, cues) for q in doc._.quotes)
    frame = _frame(text, quotes)
    found: list[Stretch] = []
    ends = [(s.start_char, s.end_char) for s in doc.sents]
    for paragraph in article.paragraphs:
        if paragraph.kind not in READ:
            continue
        inside = [(max(a, paragraph.start), min(b, paragraph.end)) for a, b in ends]
        spans = [(a, b) for a, b in inside if a < b]
        here = [q for q in quotes if paragraph.start <= q.outer_start < paragraph.end]
        for start, end in _joined(text, spans, here):
            mine = tuple(q for q in here if start <= q.outer_start < end)
            found.append(Stretch(start=start, end=end, paragraph=paragraph.number, quotes=mine))
    return Text(text=text, frame=frame, stretches=tuple(found))


def past_dateline(article: Article, text: Text, stretch: Stretch) -> int:
    """Where a stretch begins behind the dateline ("Liputan6.com, Moskow - "); only the first has one."""
    if stretch is not text.stretches[0]:
        return stretch.start
    match = DATELINE.match(text.text, stretch.start, min(stretch.end, stretch.start + LONGEST))
    if match is None:
        return stretch.start
    signs = [s.casefold() for s in (article.dateline, article.outlet) if s]
    opening = match[0].casefold()
    return match.end() if any(sign in opening for sign in signs) or match[0].isupper() else stretch.start


def _mended(text: str, quote: Quote, cues: Cues) -> Quote:
    """A quotation without its closing mark ends before the words that report it ('"Kami siap, kata X.')."""
    if quote.closed:
        return quote
    for match in cues.root.finditer(text, quote.start, quote.end):
        before = text[: match.start()].rstrip()
        follows = text[match.end() : match.end() + 2].strip()
        if (
            before[-1:] in {",", ".", "!", "?"}
            and len(before) > quote.start
            and (match["nya"] or follows[:1].isupper())
        ):
            return Quote(
                start=quote.start,
                end=len(before),
                outer_start=quote.outer_start,
                outer_end=len(before),
                closed=False,
            )
    return quote


def _frame(text: str, quotes: Iterable[Quote]) -> str:
    pieces: list[str] = []
    at = 0
    for quote in quotes:
        if quote.outer_start < at:
            continue
        pieces += (
            text[at : quote.outer_start],
            re.sub(r"[^\n]", HIDDEN, text[quote.outer_start : quote.outer_end]),
        )
        at = quote.outer_end
    return INVISIBLE.sub(" ", "".join((*pieces, text[at:])))


def _joined(
    text: str, sentences: Sequence[tuple[int, int]], quotes: Sequence[Quote]
) -> Iterable[tuple[int, int]]:
    """Sentences, joined where one ends inside a quotation."""
    start: int | None = None
    for a, b in sentences:
        if start is None:
            start = a
        end = start + len(text[start:b].rstrip())
        if any(q.outer_start < end < q.outer_end for q in quotes):
            continue
        lead = len(text[start:end]) - len(text[start:end].lstrip())
        if start + lead < end:
            yield start + lead, end
        start = None
    if start is not None:
        end = len(text[: sentences[-1][1]].rstrip())
        if start < end:
            yield start, end
