"""Quotation marks paired: which words of a text are quoted.

Marks are read by where they stand as much as by their shape, for real pages use straight, curly and
lowered marks, some in the wrong direction (”…”), doubled, or with a space on the wrong side. For each
paragraph the cheapest reading wins (every mark opens, closes or means nothing, at a cost): so a mark
that is missing spoils one quotation and not all that follow. Single marks pair only where both stand
clear of letters: the apostrophe in "Jum'at" quotes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from briefing.language.languages import DEFAULT
from briefing.lexicon import load
from briefing.lexicon.reporting import reporting
from briefing.model import record

DOUBLE = re.compile(r"[\"“”„‟«»″＂]+|''|``")
SINGLE = re.compile(r"['‘’‚‛`]")
PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\n)[^\n]+)*")
OPENERS, CLOSERS = "“„«‟", "”»"
IMPLIED, LEFT_OPEN, MEANINGLESS, WRONG_SHAPE, WRONG_PLACE = 2.0, 1.5, 2.0, 1.0, 1.0
"""What a reading costs: a closing mark that is missing, one missing at the paragraph's end, a mark that
means nothing, a curly mark in the wrong direction, and a space or letter on the wrong side."""
NESTED = 0.5
"""What each mark of a quotation within a quotation costs, besides its place."""
REPORTED = 4.0
"""What it costs to open before a reporting verb: "…, “kata Lavrov" closes, whatever the mark's shape."""


Link = tuple[str, "Link | None"]
Readings = tuple[float, Link | None]
"""What marks are read as, the last first, each with those before it; and what all of them cost."""


@record
class Quote:
    """Quoted words: `start` to `end` without the marks, `outer_start` to `outer_end` with them.

    `closed` is false where the closing mark is missing: the quotation then ends with its paragraph,
    or before the next one that opens.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool = True


def find_quotes(text: str) -> tuple[Quote, ...]:
    """The outermost quotations of a text, in reading order; they never cross a paragraph.

    >>> [(q.start, q.end, q.closed) for q in find_quotes('Ia: "Kami siap," kata Kim. "Tidak')]
    [(5, 15, True), (28, 33, False)]
    """
    quotes: list[Quote] = []
    for paragraph in PARAGRAPH.finditer(text):
        doubles = list(_doubles(text, paragraph.start(), paragraph.end()))
        quotes += doubles
        quotes += _singles(text, paragraph.start(), paragraph.end(), doubles)
    return tuple(sorted(quotes, key=lambda q: q.outer_start))


def _doubles(text: str, start: int, end: int) -> Iterator[Quote]:
    marks = list(DOUBLE.finditer(text, start, end))
    if not marks:
        return
    opened: re.Match[str] | None = None
    for mark, reading in zip(marks, _cheapest(text, marks), strict=True):
        if reading == "open":
            if opened is not None:
                yield from _quote(text, opened, mark.start(), mark.start(), closed=False)
            opened = mark
        elif reading == "close" and opened is not None:
            yield from _quote(text, opened, mark.start(), mark.end(), closed=True)
            opened = None
    if opened is not None:
        yield from _quote(text, opened, end, end, closed=False)


def _quote(text: str, opened: re.Match[str], end: int, outer_end: int, *, closed: bool) -> Iterator[Quote]:
    """The quotation between a mark and where it ends, spaces inside the marks left out; none if empty."""
    start = opened.end()
    inner = text[start:end]
    trimmed = inner.strip()
    if not trimmed:
        return
    start += len(inner) - len(inner.lstrip())
    stop = start + len(trimmed)
    yield Quote(
        start=start,
        end=stop,
        outer_start=opened.start(),
        outer_end=outer_end if closed else stop,
        closed=closed,
    )


def _cheapest(text: str, marks: list[re.Match[str]]) -> list[str]:
    """The cheapest reading of a paragraph's marks ("open", "close" or "none" each)."""
    outside: Readings = (0.0, None)
    inside: Readings | None = None
    nested: Readings | None = None
    shapes = {shape for mark in marks for shape in mark[0]}
    same_shape = shapes <= set(CLOSERS) or shapes <= set(OPENERS)
    for mark in marks:
        opening, closing = _costs(text, mark, any_direction=same_shape)
        stay_out = (outside[0] + MEANINGLESS, ("none", outside[1]))
        go_in = (outside[0] + opening, ("open", outside[1]))
        if inside is None:
            outside, inside = stay_out, go_in
            continue
        go_out = (inside[0] + closing, ("close", inside[1]))
        anew = (inside[0] + IMPLIED + opening, ("open", inside[1]))
        stay_in = (inside[0] + MEANINGLESS, ("none", inside[1]))
        back = [(nested[0] + closing + NESTED, ("none", nested[1]))] if nested else []
        deeper = [(inside[0] + opening + NESTED, ("none", inside[1]))]
        deeper += [(nested[0] + MEANINGLESS, ("none", nested[1]))] if nested else []
        nested = min(deeper, key=lambda r: r[0])
        outside = min(go_out, stay_out, key=lambda r: r[0])
        inside = min(anew, go_in, stay_in, *back, key=lambda r: r[0])
    left_open = inside is not None and inside[0] + LEFT_OPEN < outside[0]
    return _in_order(inside if inside and left_open else outside)


def _in_order(readings: Readings) -> list[str]:
    """The readings first to last."""
    found: list[str] = []
    link = readings[1]
    while link is not None:
        found.append(link[0])
        link = link[1]
    return found[::-1]


def _costs(text: str, mark: re.Match[str], *, any_direction: bool) -> tuple[float, float]:
    """What it costs to read a mark as opening, and as closing."""
    before = text[mark.start() - 1 : mark.start()] if mark.start() else ""
    after = text[mark.end() : mark.end() + 1]
    earlier = text[max(0, mark.start() - 2) : mark.start()].strip()[-1:]
    stopped = earlier != "" and earlier in ",.!?"
    reported = stopped and _reporting().match(text, mark.end()) is not None
    opening = closing = 0.0
    if not any_direction:
        opening += WRONG_SHAPE if mark[0][0] in CLOSERS else 0
        closing += WRONG_SHAPE if mark[0][0] in OPENERS and not reported else 0
    if before == "," or before.isdecimal():
        opening += 2 * WRONG_PLACE
    elif before.isalpha():
        opening += WRONG_PLACE
    elif before and before in ".!?":
        opening += WRONG_PLACE / 2
    if not after or after.isspace():
        opening += WRONG_PLACE
    elif after in ",.;:!?)":
        opening += 2 * WRONG_PLACE
    if reported:
        opening += REPORTED
    if not before or before.isspace():
        closing += WRONG_PLACE / 2 if stopped else WRONG_PLACE
    if after.isalnum():
        closing += WRONG_PLACE / 2 if stopped else WRONG_PLACE
    return opening, closing


@lru_cache(maxsize=1)
def _reporting() -> re.Pattern[str]:
    """A reporting verb directly behind a mark: "kata", "ujarnya"."""
    verbs = sorted(reporting(load(DEFAULT), "quotations"), key=lambda w: (-len(w), w))
    return re.compile(r"\s*(?:" + "|".join(map(re.escape, verbs)) + r")(?:nya)?\b(?!-)")


def _singles(text: str, start: int, end: int, doubles: Iterable[Quote]) -> Iterator[Quote]:
    """Single-quoted words outside the double-quoted ones; an unpaired single mark is an apostrophe."""
    taken = [(q.outer_start, q.outer_end) for q in doubles]
    near = 0
    opened: re.Match[str] | None = None
    for mark in SINGLE.finditer(text, start, end):
        while near < len(taken) and taken[near][1] <= mark.start():
            near += 1
        if near < len(taken) and taken[near][0] <= mark.start():
            opened = None
            continue
        before = text[mark.start() - 1] if mark.start() else " "
        after = text[mark.end() : mark.end() + 1] or " "
        if before.isalnum() and after.isalnum():
            continue
        if opened is None:
            if not before.isalnum() and not after.isspace() and mark[0] != "’":
                opened = mark
        elif not before.isspace() and not after.isalnum():
            yield from _quote(text, opened, mark.start(), mark.end(), closed=True)
            opened = None
