"""The article within a page: menus above it and lists of other articles below it out.

A text that was copied whole from a browser begins with dozens of short lines and ends with more. The
report is the largest cluster of prose in it; its title, byline and date line stand directly above.
A text that holds little else is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from briefing.sources.markup import BULLET, Block

PROSE = 12
"""Words that make a paragraph, if a sentence ends in it."""
GAP = 4
"""Short lines that may stand between two paragraphs of one report (headings, a caption)."""
MENU = 6
"""As many lines above the report, or below it, are no longer its own head or foot."""
HEAD = 9
FOOT = 3
TITLE = 4
"""Words that a title has at least, where it must be told from a menu."""
BREADCRUMB = re.compile(r"\s[>»|]\s")
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$")


def article_in(blocks: Sequence[Block], is_header: Callable[[str], bool]) -> tuple[Block, ...]:
    """The blocks of the report itself, head and foot included; `is_header` knows a byline or date line."""
    prose = [n for n, block in enumerate(blocks) if _is_prose(block)]
    if not prose:
        return tuple(blocks)
    first, last = _largest_cluster(blocks, prose)
    first = _title_above(blocks, first, is_header) if first > MENU else 0
    below = blocks[last + 1 :]
    if _is_list_of_others(below):
        below = [b for b in below[:FOOT] if is_header(b.text)]
    return (*blocks[first : last + 1], *below)


def _is_prose(block: Block) -> bool:
    return len(block.text.split()) >= PROSE and bool(SENTENCE_END.search(block.text))


def _largest_cluster(blocks: Sequence[Block], prose: Sequence[int]) -> tuple[int, int]:
    """First and last block of the cluster of prose with most text."""
    clusters: list[list[int]] = [[prose[0]]]
    for n in prose[1:]:
        if n - clusters[-1][-1] > GAP:
            clusters.append([])
        clusters[-1].append(n)
    best = max(clusters, key=lambda c: sum(len(blocks[n].text) for n in c))
    return best[0], best[-1]


def _title_above(blocks: Sequence[Block], first: int, is_header: Callable[[str], bool]) -> int:
    """Where the head begins: the last line above the date line, or above the report, that can be a title."""
    start = max(0, first - HEAD)
    dated = [n for n in range(start, first) if is_header(blocks[n].text)]
    for n in range((dated[0] if dated else first) - 1, start - 1, -1):
        text = blocks[n].text
        if len(text.split()) >= TITLE and not SENTENCE_END.search(text) and not BREADCRUMB.search(text):
            return n
    return dated[0] if dated else first


def _is_list_of_others(below: Sequence[Block]) -> bool:
    """Whether what stands below the report is other articles' headlines and menus."""
    short = [b for b in below if not SENTENCE_END.search(b.text) and not BULLET.match(b.text)]
    return len(below) > MENU or (len(below) > 1 and len(short) == len(below))
