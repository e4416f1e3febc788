"""A picture as templates get it: drawn wide and narrow, with its words and the table behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup

from briefing.model import Brief, record
from briefing.render.pictures import svg
from briefing.render.pictures.lettering import LEADING, SMALL, width

WIDE = 640
"""Units across on paper and on a large screen."""
NARROW = 340
"""Units across on a phone, where the same letters must be read."""
FEWEST = 3
"""A picture of fewer points than this says nothing that a sentence does not say better."""


@record
class Table:
    """What a picture is drawn from, in words."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@record
class Picture:
    """`wide` and `narrow` are the same picture as SVG; `alt` is its text alternative."""

    id: str
    title: str
    alt: str
    wide: Markup
    narrow: Markup
    notes: tuple[str, ...]
    table: Table
    sources: tuple[int, ...]
    """The numbers of the sources that it is drawn from, after which it is marked."""


@record
class Drawing:
    """What was drawn at some width, how high it is, and what had to stay out for lack of room."""

    body: Markup
    height: float
    left_out: int = 0


def sheet(
    id: str,
    title: str,
    told: str,
    draw: Callable[[int], Drawing],
    table: Table,
    *,
    sources: Iterable[int],
    notes: Sequence[str] = (),
) -> Picture:
    """The picture of this drawing at both widths. `told` is what it shows, in a sentence or two."""
    alt = f"{title}. {told}"
    drawn = {across: draw(across) for across in (WIDE, NARROW)}
    wide, narrow = (
        svg.picture(d.body, width=across, height=d.height, alt=alt) for across, d in drawn.items()
    )
    return Picture(
        id=id, title=title, alt=alt, wide=wide, narrow=narrow, notes=tuple(notes), table=table,
        sources=tuple(sorted(set(sources))),
    )  # fmt: skip


def legend(entries: Sequence[tuple[Markup, str]], *, across: float, mark: float) -> Drawing:
    """Marks and what they mean, in as many lines as they take. A mark is drawn around its (0, 0)."""
    x, y, step = 0.0, SMALL, SMALL * LEADING + 4
    out = []
    for sign, words in entries:
        room = mark + 6 + width(words, size=SMALL) + 16
        if x and x + room - 16 > across:
            x, y = 0.0, y + step
        place = f"translate({svg.number(x + mark / 2)} {svg.number(y - SMALL * 0.35)})"
        out.append(svg.element("g", sign, transform=place))
        out.append(svg.label(words, (x + mark + 6, y), colour="muted", size=SMALL))
        x += room
    return Drawing(body=Markup("").join(out), height=y + 6)


def moved(body: Markup, x: float, y: float) -> Markup:
    """The drawing set off by this much."""
    return svg.element("g", body, transform=f"translate({svg.number(x)} {svg.number(y)})")


def some(parts: Sequence[str], most: int) -> str:
    """The first of several parts joined, with "…" where more follow."""
    return "; ".join(parts[:most]) + ("; …" if len(parts) > most else "")


def spoken(brief: Brief) -> set[int]:
    """The sources of the statements, and of the names of those who speak or are spoken about."""
    voices = {v.entity: v for v in brief.voices}
    entities = {e for s in brief.statements for e in (s.entity, *(m.entity for m in s.about)) if e}
    return {s.source for s in brief.statements} | {voices[e].name.citation.source for e in entities}
