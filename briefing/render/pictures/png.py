"""A picture as PNG, for email, where SVG is not shown."""

from __future__ import annotations

from briefing.render.pictures.lettering import FACES
from briefing.render.pictures.palette import COLOURS

FAMILY = "IBM Plex Sans"


def picture_png(drawn: str, *, zoom: float = 2.0) -> bytes:
    """The PNG of an SVG picture, on white, `zoom` pixels to a unit, lettered in the fonts that ship."""
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=str(drawn),
        background=COLOURS["paper"],
        zoom=zoom,
        skip_system_fonts=True,
        font_files=[str(path) for path in FACES.values()],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )
