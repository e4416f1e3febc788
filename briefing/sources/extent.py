"""Which blocks of a page are the report: those that trafilatura keeps, and what belongs between them.

Trafilatura finds the body of a page whatever its make; it also loses a first paragraph, takes in a list of
other reports far below, and glues words where an inline element ends. So its text only marks the blocks
of the page as they were read, and the run of marked blocks with most prose is the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from briefing.model import ParagraphKind, record
from briefing.sources.clean import is_credit_line
from briefing.sources.markup import BLOCKS, Block

WORD = re.compile(r"\w+")
GRAM = 4
"""Words in a row by which a block is known that trafilatura cut otherwise."""
SHORTEST = 40
"""Letters of a block that is known by such words."""
LIKE = 0.8
"""Share of these that a block must have in common with trafilatura's text."""
GAP = 9
"""Blocks in a row that may stand within a report and be no part of it: an advertisement, other headlines."""
FAR = 45
"""Blocks that may stand between a lone paragraph and the rest of its report: an offer to subscribe."""
PROSE = 12
"""Words that make a paragraph, if a sentence ends in it."""
SHORT = 2
OPENER = 5
"""Words that a dateline has at most, its dash counted."""
DASHES = (" -", " –", " —", "--")
SENTENCE_END = re.compile(r"[.!?…]\s*[\"”’')\]]*$")
STOP = re.compile(r"\.\s*[\"”’')\]]*$|[.!?,][\"”’]$")


@record
class Extent:
    """Where the report stands among the blocks of its page, and which of these belong to it."""

    start: int
    end: int
    first: int
    last: int
    """Its first and its last paragraph."""
    kept: frozenset[int]


def extent(
    blocks: Sequence[Block], lines: Iterable[str], *, title: str = "", foreign: Iterable[str] = ()
) -> Extent | None:
    """The blocks that the lines of the extracted text mark; none where no paragraph is marked.

    A sentence that stands among them unmarked belongs to them, unless it is one of the `foreign` lines.

    The report may be cut by advertisements and lists; a single paragraph far from the others is no part of
    it. The title, wherever it stands, is none of its blocks.
    """
    marked = _marked(blocks, lines, _key(title))
    ordered = sorted(marked)
    prose = [n for n in ordered if _is_paragraph(blocks[n])] or [n for n in ordered if _is_long(blocks[n])]
    runs = _runs(prose)
    if not runs:
        return None
    kept: set[int] = set()
    together = _together(runs, _below_title(blocks, runs, _key(title)))
    for run in together:
        kept |= _whole(run, marked, blocks)
    others = {_key(line) for line in foreign}
    kept = {n for n in kept if n in marked or _key(blocks[n].text) not in others}
    first, last = min(run[0] for run in together), max(run[-1] for run in together)
    start, end = min(kept), max(kept) + 1
    if start and (_is_paragraph(blocks[start - 1]) or _is_dateline(blocks[start - 1])):
        start = first = start - 1
    if end < len(blocks) and _is_said(blocks[end]):
        last, end = end, end + 1
    return Extent(start=start, end=end, first=first, last=last, kept=frozenset(kept | {first, last}))


def _below_title(blocks: Sequence[Block], runs: Sequence[Sequence[int]], title: str) -> int:
    """Where the report can begin: below its title, if that stands above its longest run."""
    first = max(runs, key=len)[0]
    return next((n + 1 for n in range(first) if title and _key(blocks[n].text) == title), 0)


def _together(runs: Sequence[list[int]], top: int) -> list[list[int]]:
    """The runs that are one report: the longest, those of several paragraphs, and a lone one near another."""
    main = max(range(len(runs)), key=lambda n: len(runs[n]))
    kept, nearest = [runs[main]], runs[main][0]
    for run in reversed(runs[:main]):
        if run[0] >= top and (len(run) > 1 or nearest - run[-1] <= FAR):
            kept.append(run)
            nearest = run[0]
    nearest = runs[main][-1]
    for run in runs[main + 1 :]:
        if len(run) > 1 or run[0] - nearest <= FAR:
            kept.append(run)
            nearest = run[-1]
    return kept


def _whole(run: Sequence[int], marked: frozenset[int], blocks: Sequence[Block]) -> set[int]:
    """A run of paragraphs with the marked blocks next to it and in it, and the sentences lost between two."""
    start, end = run[0], run[-1] + 1
    while start - 1 in marked:
        start -= 1
    while end in marked:
        end += 1
    lost = (n for n in range(start + 1, end - 1) if n - 1 in marked and n + 1 in marked)
    found = {n for n in lost if _is_paragraph(blocks[n]) or _is_said(blocks[n])}
    return found | {n for n in range(start, end) if n in marked}


def lines_of(body: etree._Element) -> list[str]:
    """The lines of the text that trafilatura extracted, as its elements cut it."""
    lines: list[list[str]] = [[]]
    for event, element in etree.iterwalk(body, events=("start", "end")):
        parts = element.tag in PARTS
        if event == "start":
            if parts:
                lines.append([])
            if element.text:
                lines[-1].append(element.text)
        else:
            if parts:
                lines.append([])
            if element.tail and element is not body:
                lines[-1].append(element.tail)
    return [line for line in map(" ".join, lines) if line.strip()]


PARTS = BLOCKS | {"head", "item", "list", "quote", "lb", "row", "cell"}
"""Elements that a text is cut by, in a page and in what trafilatura makes of it."""


def _key(text: str) -> str:
    return "".join(WORD.findall(text)).casefold()


def _grams(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(text.casefold())
    return {tuple(words[n : n + GRAM]) for n in range(len(words) - GRAM + 1)}


def _marked(blocks: Sequence[Block], lines: Iterable[str], title: str) -> frozenset[int]:
    keys: set[str] = set()
    grams: set[tuple[str, ...]] = set()
    for line in lines:
        keys.add(_key(line))
        grams |= _grams(line)
    keys -= {"", title}
    return frozenset(n for n, block in enumerate(blocks) if _is_like(block.text, title, keys, grams))


def _is_like(text: str, title: str, keys: set[str], grams: set[tuple[str, ...]]) -> bool:
    key = _key(text)
    if key in keys:
        return True
    own = _grams(text) if key != title and len(text) >= SHORTEST else set()
    return len(own) > GRAM and len(own & grams) >= LIKE * len(own)


def _runs(prose: Iterable[int]) -> list[list[int]]:
    """The paragraphs that stand close to one another."""
    runs: list[list[int]] = []
    for n in prose:
        if runs and n - runs[-1][-1] <= GAP:
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs


def _is_long(block: Block) -> bool:
    return block.kind is None and len(block.text.split()) >= PROSE


def _is_paragraph(block: Block) -> bool:
    prose = _is_long(block) and SENTENCE_END.search(block.text)
    return bool(prose) and not is_credit_line(block.text)


def _is_dateline(block: Block) -> bool:
    """What opens a report on a line of its own: "Jakarta -"."""
    return block.text.endswith(DASHES) and len(block.text.split()) <= OPENER


def _is_said(block: Block) -> bool:
    """A short sentence among them: '"Tidak," katanya.'"""
    short = block.kind is not ParagraphKind.CAPTION and len(block.text.split()) >= SHORT
    return short and bool(STOP.search(block.text))
