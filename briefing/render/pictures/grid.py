"""A two-way count as a table of discs: a number in each, its area growing with the number.

Rows have a bar for their total. The numbers are printed, so nothing depends on judging an area, and one
colour does for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import sqrt

from markupsafe import Markup

from briefing.model import record
from briefing.render.pictures import svg
from briefing.render.pictures.lettering import LEADING, SIZE, SMALL, widest, width, wrapped
from briefing.render.pictures.sheet import WIDE, Drawing

_LEAST, _GROWS = 7.2, 2.6
_STEP = 21.0
_NAME_SHARE = 0.3
_APART, _NARROWEST, _WIDEST = 6.0, 26.0, 84.0


@record
class Counts:
    """Rows and columns by name, what stands in their cells, and each row's total (not always their sum).

    `corner` is what the totals are called, `other` what the columns are that there is no room for;
    `last` is a column that is never among these.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], int]
    totals: Mapping[str, int]
    corner: str
    other: str
    last: str | None = None


def draw(counts: Counts, across: int) -> Drawing:
    """The table of discs at this width, with as many columns as their heads leave room for."""
    names = [wrapped(row, across * _NAME_SHARE) for row in counts.rows]
    left = max(widest(lines) for lines in names) + 12
    right = 96.0 if across >= WIDE else max(30.0, width(counts.corner, size=SMALL, bold=True) + 8)
    counts = _fitting(counts, across - left - right)
    step = min(_WIDEST, (across - left - right) / len(counts.columns))
    heads = [wrapped(column, step - _APART, most=3, size=SMALL) for column in counts.columns]
    top = max(len(lines) for lines in heads) * SMALL * LEADING + 8
    out = [_heads(heads, left, step, top)]
    ends = left + step * len(counts.columns)
    out.append(svg.label(counts.corner, (ends + 6, top - 9), colour="muted", size=SMALL, bold=True))
    y = top
    for row, name in zip(counts.rows, names, strict=True):
        high = _STEP + (len(name) - 1) * SIZE * 0.8
        out.append(_row(counts, row, name, (left, y, high), (step, across)))
        y += high
    return Drawing(body=Markup("").join(out), height=y + 2)


def _fitting(counts: Counts, room: float) -> Counts:
    """The most columns whose heads are not cut in this room; at least two."""
    for most in range(len(counts.columns), 2, -1):
        fewer = _fewer(counts, most)
        words = [word for column in fewer.columns for word in column.split()]
        if most * (max(_NARROWEST, widest(words, size=SMALL)) + _APART) <= room:
            return fewer
    return _fewer(counts, 2)


def _fewer(counts: Counts, most: int) -> Counts:
    """The first columns; what the further ones hold is added up in one of their own."""
    if len(counts.columns) <= most:
        return counts
    pinned = (counts.last,) if counts.last in counts.columns and most > 2 else ()
    first = [column for column in counts.columns if column not in pinned]
    kept, rest = first[: most - 1 - len(pinned)], first[most - 1 - len(pinned) :]
    cells = {(row, column): n for (row, column), n in counts.cells.items() if column not in rest}
    for row in counts.rows:
        if n := sum(counts.cells.get((row, column), 0) for column in rest):
            cells[row, counts.other] = n
    return replace(counts, columns=(*kept, counts.other, *pinned), cells=cells)


def _heads(heads: Sequence[tuple[str, ...]], left: float, step: float, top: float) -> Markup:
    out = []
    for n, words in enumerate(heads):
        y = top - 9 - (len(words) - 1) * SMALL * LEADING
        at = (left + step * (n + 0.5), y)
        out.append(svg.lines(words, at, step=SMALL * LEADING, colour="muted", size=SMALL, anchor="middle"))
    return Markup("").join(out)


def _row(
    counts: Counts,
    row: str,
    name: tuple[str, ...],
    at: tuple[float, float, float],
    room: tuple[float, int],
) -> Markup:
    (left, y, high), (step, across) = at, room
    middle = y + high / 2
    base = middle + SIZE * 0.35 - (len(name) - 1) * SIZE * 0.55
    out = [svg.rule((0, y), (across, y), width=0.6), svg.lines(name, (0, base), step=SIZE * 1.1)]
    largest = max(n for (r, _), n in counts.cells.items() if r in counts.rows)
    for n, column in enumerate(counts.columns):
        out.append(_cell(counts.cells.get((row, column), 0), largest, (left + step * (n + 0.5), middle)))
    start, total = left + step * len(counts.columns) + 6, counts.totals[row]
    longest = across - start - 30 if across >= WIDE else 0
    if longest > 0:
        long = max(1.5, longest * total / max(counts.totals[r] for r in counts.rows))
        out.append(svg.box((start, middle - 4, long, 8), fill="neutral"))
        start += long + 5
    out.append(svg.label(str(total), (start, middle + SIZE * 0.35), bold=True))
    return Markup("").join(out)


def _cell(count: int, largest: int, at: tuple[float, float]) -> Markup:
    x, y = at
    if not count:
        return svg.shape("circle", fill="rule", cx=x, cy=y, r=1.2)
    disc = svg.shape("circle", fill="deep", cx=x, cy=y, r=_LEAST + _GROWS * sqrt(count / largest))
    return disc + svg.label(
        str(count), (x, y + SMALL * 0.36), colour="paper", size=SMALL, bold=True, anchor="middle"
    )
