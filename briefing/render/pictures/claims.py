"""Claims by actor and act: who states, denies, warns, and how often."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

from briefing.render.pictures import grid
from briefing.render.pictures.grid import Counts
from briefing.render.pictures.sheet import FEWEST, Picture, Table, sheet, some, spoken
from briefing.render.pictures.wording import Wording

_ROWS = 10


def claims(words: Wording) -> Picture | None:
    """The picture; none where there are fewer than three pairs of actor and act."""
    counts = _counts(words)
    if len(counts.cells) < FEWEST:
        return None

    shown = replace(counts, rows=counts.rows[:_ROWS])
    notes = [words.text("A statement counts once, under the verb with which its source reports it.")]
    if (rest := len(counts.rows) - _ROWS) > 0:
        notes.append(
            words.plural("%(count)s more actor is left out.", "%(count)s more actors are left out.", rest)
        )
    return sheet(
        "claims",
        words.text("Statements by actor and act"),
        _told(counts),
        partial(grid.draw, shown),
        _table(counts, words),
        sources=spoken(words.brief),
        notes=notes,
    )


def _counts(words: Wording) -> Counts:
    names = {v.entity: words.voice(v) for v in words.brief.voices}
    nobody = words.text("Speaker not named")
    cells: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    acts: Counter[str] = Counter()
    for s in words.brief.statements:
        row, act = names.get(s.entity or "", nobody), words.named("act", s.act)
        cells[row, act] += 1
        totals[row] += 1
        acts[act] += 1
    rows = sorted(totals, key=lambda r: (r == nobody, -totals[r]))
    columns = sorted(acts, key=lambda a: -acts[a])
    return Counts(
        rows=tuple(rows),
        columns=tuple(columns),
        cells=cells,
        totals=totals,
        corner=words.text("All"),
        other=words.text("other"),
    )


def _told(counts: Counts) -> str:
    """The rows in words: "Sergey Lavrov: states 20, rejects 1"."""
    return some([f"{row}: {_acts(counts, row)}" for row in counts.rows], 6)


def _acts(counts: Counts, row: str) -> str:
    return ", ".join(f"{c} {counts.cells[row, c]}" for c in counts.columns if (row, c) in counts.cells)


def _table(counts: Counts, words: Wording) -> Table:
    return Table(
        head=(words.text("Actor"), words.text("Acts"), counts.corner),
        rows=tuple((row, _acts(counts, row), str(counts.totals[row])) for row in counts.rows),
    )
