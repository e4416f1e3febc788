"""The chronology along a line: what was said, what is told of arms, what was published, and when.

Days stand in order, farther apart the longer the time between them, but not to scale: news comes in
bursts with years between. A long silence is marked and named. Few entries are marks that bear the
number by which the brief calls them; many become columns by day, month, quarter or year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import log1p

from markupsafe import Markup

from briefing.model import ChronologyEntry, EntryKind, record
from briefing.render.pictures import svg
from briefing.render.pictures.lettering import SIZE, SMALL, width
from briefing.render.pictures.sheet import (
    FEWEST,
    Drawing,
    Picture,
    Table,
    legend,
    sheet,
)
from briefing.render.pictures.wording import Wording

_STEP = 38.0
"""The least distance between two days: a mark and its date fit in it."""
_STACK = 7
"""More marks than these on one day, and all days become columns."""
_MARK = (32.0, 14.0)
_HIGH = 84.0
_DAY = 10
_LONG = 60
"""Days of silence from which on the line is broken and the time named."""
_OLD = 0.1
"""The share of entries that may be put together as older ones."""
_FILLS = {
    EntryKind.STATEMENT: "deep",
    EntryKind.MILITARY: "warm",
    EntryKind.EVENT: "wash",
    EntryKind.PUBLICATION: "paper",
}


@record
class Bin:
    """What falls in one day, month, quarter or year."""

    when: str
    entries: tuple[ChronologyEntry, ...]
    until: bool = False
    """Whether all that is older is in it too."""


def chronology(words: Wording) -> Picture | None:
    """The picture; none where there are fewer than three entries, or all are of one day."""
    entries = words.brief.chronology
    if len(entries) < FEWEST or len({e.date for e in entries}) == 1:
        return None

    def draw(across: int) -> Drawing:
        return _draw(entries, across, words)

    told = "; ".join(f"{_label(kind, words)}: {n}" for kind, n in _by_kind(entries))
    span = f"{words.day(entries[0].date)} – {words.day(entries[-1].date)}. {told}"
    return sheet(
        "chronology", words.text("Chronology at a glance"), span, draw, _table(entries, words),
        sources=(e.source for e in entries),
        notes=[words.text(
                "Numbers on the marks are those of paragraphs, military details (M), events (E) "
                "and sources (S). Distances are not to scale."
            )],
    )  # fmt: skip


def _by_kind(entries: Sequence[ChronologyEntry]) -> list[tuple[EntryKind, int]]:
    counts = Counter(e.kind for e in entries)
    return [(kind, counts[kind]) for kind in EntryKind if kind in counts]


def _label(kind: EntryKind, words: Wording) -> str:
    return {
        EntryKind.STATEMENT: words.text("statements"),
        EntryKind.MILITARY: words.text("military details"),
        EntryKind.EVENT: words.text("events"),
        EntryKind.PUBLICATION: words.text("publications"),
    }[kind]


def _table(entries: Sequence[ChronologyEntry], words: Wording) -> Table:
    days: dict[str, Counter[EntryKind]] = {}
    for e in entries:
        days.setdefault(e.date, Counter())[e.kind] += 1
    kinds = [kind for kind, _ in _by_kind(entries)]
    return Table(
        head=(words.text("Date"), *(_label(k, words) for k in kinds)),
        rows=tuple((words.day(d), *(str(n[k]) if n[k] else "–" for k in kinds)) for d, n in days.items()),
    )


# --- days, months, quarters, years ---------------------------------------------------------


def _bins(entries: Sequence[ChronologyEntry], most: int) -> list[Bin]:
    """The finest division that shows what is newest in no more bins than this.

    What is older than the others goes into one bin, if it is little. A division that is finer than what
    some entries tell gives these a bin of their own ("2017").
    """
    for fineness in ("day", "month", "quarter", "year"):
        found: dict[str, list[ChronologyEntry]] = {}
        for entry in entries:
            found.setdefault(_when(entry.date, fineness), []).append(entry)
        bins = [Bin(when=w, entries=tuple(found[w])) for w in sorted(found, key=_first_day)]
        if len(bins) <= most:
            return bins
        old, new = bins[: 1 - most], bins[1 - most :]
        before = Bin(when=old[-1].when, entries=tuple(e for b in old for e in b.entries), until=True)
        if len(before.entries) <= len(entries) * _OLD:
            break
    return [before, *new]


def _when(iso: str, fineness: str) -> str:
    if fineness == "quarter" and len(iso) > 4:
        return f"{iso[:4]}-Q{(int(iso[5:7]) + 2) // 3}"
    return iso[: {"day": 10, "month": 7, "quarter": 7, "year": 4}[fineness]]


def _first_day(when: str) -> date:
    year, _, rest = when.partition("-")
    if not rest:
        return date(int(year), 1, 1)
    if rest[0] == "Q":
        return date(int(year), int(rest[1]) * 3 - 2, 1)
    return date(int(year), *[int(p) for p in rest.split("-")], *([1] if "-" not in rest else []))


def _places(bins: Sequence[Bin], across: int) -> list[float]:
    """Where each bin stands: the least distance, and the room that is left shared by the time between."""
    edge = _MARK[0] / 2 + 1
    gaps = [(_first_day(b.when) - _first_day(a.when)).days for a, b in pairwise(bins)]
    shares = [log1p(g) for g in gaps]
    spare = across - 2 * edge - _STEP * len(gaps)
    places = [edge]
    for share in shares:
        places.append(places[-1] + _STEP + spare * share / (sum(shares) or 1))
    return places


# --- drawing -------------------------------------------------------------------------------


def _draw(entries: Sequence[ChronologyEntry], across: int, words: Wording) -> Drawing:
    bins = _bins(entries, int((across - _MARK[0]) // _STEP) + 1)
    places = _places(bins, across)
    marks = all(len(b.entries) <= _STACK and not b.until for b in bins)
    signs = [(_mark(kind, "", (0, 0), (20, 11)), _label(kind, words)) for kind, _ in _by_kind(entries)]
    key = legend(signs, across=across, mark=20)
    most = max(len(b.entries) for b in bins)
    axis = key.height + 8 + (most * (_MARK[1] + 2) if marks else _HIGH + SIZE)
    out = [key.body, _axis(bins, places, axis, words)]
    for b, x in zip(bins, places, strict=True):
        out.append(_stack(b, x, axis, words) if marks else _column(b, x, axis, most))
    return Drawing(body=Markup("").join(out), height=axis + 2 * SIZE + 12)


def _axis(bins: Sequence[Bin], places: Sequence[float], y: float, words: Wording) -> Markup:
    """The line with its dates; a year is named where it begins, a long silence by its length."""
    out, last = [], ""
    for (a, b), (left, right) in zip(pairwise(bins), pairwise(places), strict=True):
        days = (_first_day(b.when) - _first_day(a.when)).days
        long = days >= _LONG * (1 if len(b.when) == _DAY else 9)
        out.append(svg.rule((left, y), (right, y), colour="muted", dash="2 3" if long else None))
        name = words.span(days) if long else ""
        if long and width(name, size=SMALL) + _MARK[0] <= right - left:
            at = ((left + right) / 2, y - 5)
            out.append(svg.label(name, at, colour="muted", size=SMALL, anchor="middle"))
    for b, x in zip(bins, places, strict=True):
        out.append(svg.rule((x, y), (x, y + 4), colour="muted"))
        year, within = b.when[:4], words.within_year(b.when)
        first = ("≤ " if b.until else "") + (within or year)
        out.append(svg.label(first, (x, y + SIZE + 5), size=SMALL, anchor="middle"))
        if within and year != last:
            out.append(
                svg.label(year, (x, y + 2 * SIZE + 7), size=SMALL, anchor="middle", colour="muted", bold=True)
            )
        last = year
    return Markup("").join(out)


def _stack(b: Bin, x: float, axis: float, words: Wording) -> Markup:
    """A day's entries as marks one above the other, each with its number."""
    across, high = _MARK
    statements = {s.id: s.number for s in words.brief.statements}
    items = {m.id: f"M{m.number}" for m in words.brief.military}
    items |= {e.id: f"E{e.number}" for e in words.brief.events}
    out, y = [], axis - 6 - high / 2
    for e in sorted(b.entries, key=lambda e: list(EntryKind).index(e.kind)):
        told = (
            f"S{e.source}"
            if e.item is None
            else str(statements[e.item])
            if e.kind is EntryKind.STATEMENT
            else items[e.item]
        )
        out.append(_mark(e.kind, told, (x, y), (across, high)))
        y -= high + 2
    return Markup("").join(out)


def _mark(kind: EntryKind, told: str, at: tuple[float, float], size: tuple[float, float]) -> Markup:
    """A statement is round, a military detail and an event have corners, a publication is white."""
    (x, y), (across, high) = at, size
    place = (x - across / 2, y - high / 2, across, high)
    colour = "ink" if kind is EntryKind.PUBLICATION else "paper"
    if kind is EntryKind.STATEMENT:
        body = svg.box(place, fill="deep", line="deep", round=high / 2)
    elif kind is EntryKind.MILITARY:
        body = svg.box(place, fill="warm", line="ink")
        colour = "mark"
    elif kind is EntryKind.EVENT:
        body, colour = svg.box(place, fill="wash", line="deep"), "ink"
    else:
        body = svg.box(place, fill="paper", line="ink", round=2)
    if not told:
        return body
    return body + svg.label(
        told, (x, y + SMALL * 0.36), colour=colour, size=SMALL, bold=True, anchor="middle"
    )


def _column(b: Bin, x: float, axis: float, most: int) -> Markup:
    """A bin's entries as a column in parts, with their number above it."""
    out, y, wide = [], axis, 22.0
    for kind, n in _by_kind(b.entries):
        high = _HIGH * n / most
        y -= high
        out.append(svg.box((x - wide / 2, y, wide, high), fill=_FILLS[kind], line="ink", thick=0.8))
    out.append(svg.label(str(len(b.entries)), (x, y - 4), size=SMALL, bold=True, anchor="middle"))
    return Markup("").join(out)
