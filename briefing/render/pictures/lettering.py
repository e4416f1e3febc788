"""How much room words take, and how they are made to fit: measured on the fonts that ship.

A picture is drawn before anybody renders it, so widths are read from the font's own table. Kerning is
left out and a little is added: a word is never wider on the page than it was taken for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from briefing.render.folders import BUILTIN

SIZE = 11.0
"""The usual size of letters, in the picture's units: about 8 points on paper, 11 pixels on screen."""
SMALL = 9.8
LEADING = 1.22

FONTS = BUILTIN / "intelligence" / "fonts"
FACES = {False: FONTS / "IBMPlexSans-Regular.ttf", True: FONTS / "IBMPlexSans-SemiBold.ttf"}
_MARGIN = 1.02
_WIDE = 0x2E80
"""From here on (Chinese, Japanese, Korean, emoji) a letter is taken to be as wide as it is high."""


@lru_cache(maxsize=2)
def _widths(bold: bool) -> tuple[dict[int, float], float]:
    """The width of every letter in the font, and of one that it has not, for letters of size 1."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(FACES[bold], lazy=True) as font:
        em = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        known = {code: metrics[name][0] / em for code, name in font.getBestCmap().items()}
    return known, max(known[ord("m")], 0.7)


def width(words: str, *, size: float = SIZE, bold: bool = False) -> float:
    """How wide a line of words is, rather too wide than too narrow."""
    known, other = _widths(bold)
    units = sum(known.get(ord(c)) or (1.0 if ord(c) >= _WIDE else other) for c in words)
    return units * size * _MARGIN


def shortened(words: str, room: float, *, size: float = SIZE, bold: bool = False) -> str:
    """The words, or as much of them as there is room for with "…" behind."""
    if width(words, size=size, bold=bold) <= room:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        fits = width(words[:middle].rstrip() + "…", size=size, bold=bold) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return words[:low].rstrip(" ,;:-") + "…"


def wrapped(
    words: str, room: float, *, most: int = 2, size: float = SIZE, bold: bool = False
) -> tuple[str, ...]:
    """The words in lines that fit, `most` of them; what does not go in is cut off with "…".

    Lines break at spaces, but not at one that does not break (U+00A0).
    """
    out: list[str] = []
    left = re.split(r"[ \t\n]+", words.strip())
    while left:
        if len(out) == most - 1:
            return (*out, shortened(" ".join(left), room, size=size, bold=bold))
        line = left.pop(0)
        while left and width(f"{line} {left[0]}", size=size, bold=bold) <= room:
            line = f"{line} {left.pop(0)}"
        out.append(shortened(line, room, size=size, bold=bold))
    return tuple(out) or ("",)


def widest(texts: Sequence[str], *, size: float = SIZE, bold: bool = False) -> float:
    """The width of the widest of several lines."""
    return max((width(t, size=size, bold=bold) for t in texts), default=0.0)
