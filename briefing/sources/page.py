"""The article within a page: menus above it and lists of other articles below it out.

A text that was copied whole from a browser begins with dozens of short lines and ends with more. Such
a run of lines cuts the page into zones; the zone with most prose is the report, and its title, byline
and date line stand directly above. Without such a run nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from briefing.sources.markup import BULLET, Block

PROSE = 12
"""Words that make a paragraph, if a sentence ends in it."""
MENU = 6
"""As many short lines in a row belong to the page."""
SHORT = 14
"""Words that a line of a menu, or another article's headline, has at most."""
HEAD = 9
"""Lines above the report in which its title is looked for."""
FOOT = 3
TITLE = 4
"""Words that a title has at least, where it must be told from a menu."""
BREADCRUMB = re.compile(r"\s[>»|]\s")
SENTENCE_END = re.compile(r"[.!?…]\s*[\"”’')\]]*$")


def article_in(blocks: Sequence[Block], is_header: Callable[[str], bool]) -> tuple[Block, ...]:
    """The blocks of the report itself, head and foot included; `is_header` knows a byline or date line."""
    runs = _menus(blocks)
    prose = [n for n, block in enumerate(blocks) if _is_prose(block)]
    if not runs or not prose:
        return tuple(blocks)
    start, end = _zone_with_most_prose(blocks, runs)
    inside = [n for n in prose if start <= n < end]
    first, last = inside[0], inside[-1]
    if any(run_end <= first for _, run_end in runs):
        start = _title_above(blocks, first, is_header)
    below = blocks[last + 1 : end]
    if any(run_start > last for run_start, _ in runs):
        below = [b for b in blocks[last + 1 : last + 1 + FOOT] if is_header(b.text)]
    return (*blocks[start : last + 1], *below)


def _is_prose(block: Block) -> bool:
    return len(block.text.split()) >= PROSE and bool(SENTENCE_END.search(block.text))


def _is_short(block: Block) -> bool:
    """A line that could stand in a menu; an item of a list with its mark could not."""
    bare = not SENTENCE_END.search(block.text) and not BULLET.match(block.text)
    return bare and len(block.text.split()) <= SHORT


def _menus(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Every run of short lines that is long enough; one that a colon announces is the report's own list."""
    runs: list[tuple[int, int]] = []
    start = 0
    for n in range(len(blocks) + 1):
        if n < len(blocks) and _is_short(blocks[n]):
            continue
        announced = start > 0 and blocks[start - 1].text.endswith(":")
        if n - start >= MENU and not announced and not blocks[start].text.endswith(":"):
            runs.append((start, n))
        start = n + 1
    return runs


def _zone_with_most_prose(blocks: Sequence[Block], runs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    edges = [0, *(edge for run in runs for edge in run), len(blocks)]
    zones = list(zip(edges[::2], edges[1::2], strict=True))

    def weight(zone: tuple[int, int]) -> int:
        return sum(len(b.text) for b in blocks[slice(*zone)] if _is_prose(b))

    return max(zones, key=weight)


def _title_above(blocks: Sequence[Block], first: int, is_header: Callable[[str], bool]) -> int:
    """Where the head begins: the last line above the date line, or above the report, that can be a title."""
    start = max(0, first - HEAD)
    dated = [n for n in range(start, first) if is_header(blocks[n].text)]
    for n in range((dated[0] if dated else first) - 1, start - 1, -1):
        text = blocks[n].text
        if len(text.split()) >= TITLE and not SENTENCE_END.search(text) and not BREADCRUMB.search(text):
            return n
    return dated[0] if dated else first
