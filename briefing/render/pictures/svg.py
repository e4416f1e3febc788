"""SVG, element by element: what is text is escaped, what is a number is short.

Every shape has its colour as an attribute, for paper and for PNG, and the palette's name of it as a
class, by which the web page's style sheet gives it another in the dark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from briefing.controls import visible
from briefing.render.pictures.lettering import SIZE
from briefing.render.pictures.palette import COLOURS

FONTS = "Plex, 'IBM Plex Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
# What XML can't hold even escaped.
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")

Number = float | int
Point = tuple[float, float]


def element(name: str, *children: str, **attributes: str | Number | None) -> Markup:
    """An element. `font_size` is font-size, `class_` class; attributes that are none are left out."""
    inner = Markup("").join(c if isinstance(c, Markup) else text_of(c) for c in children)
    told = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _value(value))
        for key, value in attributes.items()
        if value is not None
    )
    tag = Markup(name)  # noqa: S704 # names of elements are ours
    return Markup("<{0}{1}>{2}</{0}>").format(tag, told, inner)


def text_of(words: str) -> Markup:
    """Words as text of a picture: escaped, nothing in them that XML can't hold."""
    return escape(_NO_XML.sub("\ufffd", visible(words)))


def _value(value: str | Number) -> str:
    return value if isinstance(value, str) else number(value)


def number(value: Number) -> str:
    """A coordinate, to a tenth of a unit."""
    told = f"{value:.1f}".removesuffix(".0")
    return "0" if told == "-0" else told


def label(
    words: str,
    at: Point,
    *,
    colour: str = "ink",
    size: float = SIZE,
    bold: bool = False,
    anchor: str = "start",
    halo: bool = False,
) -> Markup:
    """A line of words, its base line beginning (or ending: "end", or centred: "middle") at a point."""
    x, y = at
    shape = {
        "x": x,
        "y": y,
        "font_size": size if size != SIZE else None,
        "font_weight": 600 if bold else None,
        "text_anchor": anchor if anchor != "start" else None,
    }
    front = element("text", words, class_=f"f-{colour}", fill=COLOURS[colour], **shape)
    if not halo:
        return front
    # Drawn twice rather than with paint-order, which not every renderer knows.
    behind = element(
        "text", words, class_="s-paper f-paper", fill=COLOURS["paper"], stroke=COLOURS["paper"],
        stroke_width=2.6, stroke_linejoin="round", aria_hidden="true", **shape,
    )  # fmt: skip
    return behind + front


def lines(
    texts: Sequence[str], at: Point, *, step: float, colour: str = "ink", size: float = SIZE,
    bold: bool = False, anchor: str = "start",
) -> Markup:  # fmt: skip
    """Several lines of words, one below the other."""
    x, y = at
    return Markup("").join(
        label(words, (x, y + n * step), colour=colour, size=size, bold=bold, anchor=anchor)
        for n, words in enumerate(texts)
    )


def rule(
    start: Point, end: Point, *, colour: str = "rule", width: float = 1, dash: str | None = None
) -> Markup:
    """A straight line."""
    return element(
        "path", d=f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}",
        class_=f"s-{colour}", stroke=COLOURS[colour], stroke_width=width, stroke_dasharray=dash, fill="none",
    )  # fmt: skip


def curve(d: str, *, colour: str, width: float, dash: str | None = None) -> Markup:
    """A line along a path."""
    return element(
        "path", d=d, class_=f"s-{colour}", stroke=COLOURS[colour], stroke_width=width,
        stroke_dasharray=dash, fill="none",
    )  # fmt: skip


def shape(
    name: str, *, fill: str = "paper", line: str | None = None, thick: float = 1.2, dash: str | None = None,
    **attributes: str | Number | None,
) -> Markup:  # fmt: skip
    """A filled rect, circle or path, with an outline if `line` names its colour."""
    return element(
        name,
        class_=f"f-{fill}" + (f" s-{line}" if line else ""),
        fill=COLOURS[fill],
        stroke=COLOURS[line] if line else None,
        stroke_width=thick if line else None,
        stroke_dasharray=dash,
        **attributes,
    )


def box(
    bounds: tuple[Number, Number, Number, Number], *, fill: str = "paper", line: str | None = None,
    thick: float = 1, round: float | None = None,
) -> Markup:  # fmt: skip
    """A rectangle: left, top, width, height."""
    x, y, wide, high = bounds
    return shape("rect", fill=fill, line=line, thick=thick, x=x, y=y, width=wide, height=high, rx=round)


def picture(body: Markup, *, width: Number, height: Number, alt: str) -> Markup:
    """The whole picture. `alt` is its text alternative: for screen readers, and in a tagged PDF."""
    return element(
        "svg",
        element("title", alt),
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=_NO_XML.sub("\ufffd", visible(alt)),
        font_family=FONTS,
        font_size=SIZE,
    )
