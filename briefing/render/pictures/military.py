"""Military items by kind and operator: what is told of whom, and how often."""

from __future__ import annotations

from collections import Counter
from functools import partial

from briefing.model import MilitaryKind
from briefing.render.pictures import grid
from briefing.render.pictures.grid import Counts
from briefing.render.pictures.sheet import FEWEST, Picture, Table, sheet, some
from briefing.render.pictures.wording import Wording


def military(words: Wording) -> Picture | None:
    """The picture; none where there are fewer than three pairs of kind and operator."""
    counts = _counts(words)
    if len(counts.cells) < FEWEST:
        return None

    notes = [
        words.text(
            "Rows of the table below, not numbers of weapons. One with two operators counts under both."
        )
    ]
    return sheet(
        "military",
        words.text("Military details by kind and operator"),
        _told(counts),
        partial(grid.draw, counts),
        _table(counts, words),
        sources=(m.source for m in words.brief.military),
        notes=notes,
    )


def _counts(words: Wording) -> Counts:
    unknown = words.text("not named")
    cells: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    operators: Counter[str] = Counter()
    for item in words.brief.military:
        kind = words.named("kind", item.kind)
        totals[kind] += 1
        for name in dict.fromkeys(words.country(o.value) for o in item.operators) or (unknown,):
            cells[kind, name] += 1
            operators[name] += 1
    order = (words.named("kind", k) for k in MilitaryKind)
    return Counts(
        rows=tuple(k for k in order if k in totals),
        columns=tuple(sorted(operators, key=lambda o: (o == unknown, -operators[o]))),
        cells=cells,
        totals=totals,
        corner=words.text("All"),
        other=words.text("other"),
        last=unknown,
    )


def _told(counts: Counts) -> str:
    return some([f"{row}: {_operators(counts, row)}" for row in counts.rows], 6)


def _operators(counts: Counts, row: str) -> str:
    return ", ".join(f"{c} {counts.cells[row, c]}" for c in counts.columns if (row, c) in counts.cells)


def _table(counts: Counts, words: Wording) -> Table:
    return Table(
        head=(words.text("Kind"), words.text("Whose"), counts.corner),
        rows=tuple((row, _operators(counts, row), str(counts.totals[row])) for row in counts.rows),
    )
