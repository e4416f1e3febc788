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
from briefing.sources.markup import Block

WORD = re.compile(r"\w+")
GRAM = 4
"""Words in a row by which a block is known that trafilatura cut otherwise."""
LIKE = 0.8
"""Share of these that a block must have in common with trafilatura's text."""
GAP = 9
"""Blocks in a row that may stand within a report and be no part of it: an advertisement, other headlines."""
PROSE = 12
"""Words that make a paragraph, if a sentence ends in it."""
SHORT = 2
SENTENCE_END = re.compile(r"[.!?…]\s*[\"”’')\]]*$")
STOP = re.compile(r"\.\s*[\"”’')\]]*$|[.!?,][\"”’]$")


@record
class Extent:
    """Where the report stands among the blocks of its page, and which of these belong to it."""

    start: int
    end: int
    kept: frozenset[int]


def extent(blocks: Sequence[Block], lines: Iterable[str]) -> Extent | None:
    """The run of blocks that the lines of the extracted text mark; none where no paragraph is marked."""
    marked = _marked(blocks, lines)
    prose = [n for n in sorted(marked) if _is_paragraph(blocks[n])]
    runs = _runs(prose)
    if not runs:
        return None
    start, end = max(runs, key=lambda run: sum(len(blocks[n].text) for n in prose if run[0] <= n < run[1]))
    while start and (start - 1 in marked or _is_paragraph(blocks[start - 1])):
        start -= 1
    while end < len(blocks) and (end in marked or _is_paragraph(blocks[end]) or _is_said(blocks[end])):
        end += 1
    inside = (n for n in range(start, end) if n in marked or _is_paragraph(blocks[n]) or _is_said(blocks[n]))
    return Extent(start=start, end=end, kept=frozenset(inside))


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


PARTS = frozenset({"head", "p", "item", "list", "quote", "lb", "row", "cell", "table"})
"""Elements that trafilatura cuts a text by."""


def _key(text: str) -> str:
    return "".join(WORD.findall(text)).casefold()


def _grams(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(text.casefold())
    return {tuple(words[n : n + GRAM]) for n in range(len(words) - GRAM + 1)}


def _marked(blocks: Sequence[Block], lines: Iterable[str]) -> frozenset[int]:
    keys: set[str] = set()
    grams: set[tuple[str, ...]] = set()
    for line in lines:
        keys.add(_key(line))
        grams |= _grams(line)
    return frozenset(n for n, block in enumerate(blocks) if _is_like(block.text, keys, grams))


def _is_like(text: str, keys: set[str], grams: set[tuple[str, ...]]) -> bool:
    if _key(text) in keys:
        return True
    own = _grams(text)
    return len(own) > GRAM and len(own & grams) >= LIKE * len(own)


def _runs(prose: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for n in prose:
        if runs and n - runs[-1][1] <= GAP:
            runs[-1] = (runs[-1][0], n + 1)
        else:
            runs.append((n, n + 1))
    return runs


def _is_paragraph(block: Block) -> bool:
    prose = block.kind is None and len(block.text.split()) >= PROSE and SENTENCE_END.search(block.text)
    return bool(prose) and not is_credit_line(block.text)


def _is_said(block: Block) -> bool:
    """A short sentence among them: '"Tidak," katanya.'"""
    short = block.kind is not ParagraphKind.CAPTION and len(block.text.split()) >= SHORT
    return short and bool(STOP.search(block.text))
