"""Pictures of a brief as SVG: drawn from the record alone, without a browser, the same every time.

`pictures(brief, labels)` gives a function that templates call by name; it answers with a `Picture`, or
with nothing where there is too little to draw. A picture is drawn only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from briefing.compose.editions import Edition, printed
from briefing.errors import TemplateError
from briefing.model import Brief
from briefing.render.catalogue import Labels
from briefing.render.pictures.chronology import chronology
from briefing.render.pictures.claims import claims
from briefing.render.pictures.map import locator
from briefing.render.pictures.military import military
from briefing.render.pictures.network import network
from briefing.render.pictures.png import picture_png
from briefing.render.pictures.sheet import Picture, Table
from briefing.render.pictures.wording import Wording, wording

__all__ = ["PICTURES", "Picture", "Table", "picture_png", "pictures"]

PICTURES: Mapping[str, Callable[[Wording], Picture | None]] = MappingProxyType(
    {"network": network, "claims": claims, "military": military, "map": locator, "chronology": chronology}
)
"""The pictures by name."""


def pictures(
    brief: Brief, labels: Labels, *, edition: Edition | None = None
) -> Callable[[str], Picture | None]:
    """What templates call: `picture("network")`. Raises TemplateError where there is no such picture.

    Where a page prints no more than an `edition` has of the record, the map shows no more of what happened.
    """

    @cache
    def picture(name: str) -> Picture | None:
        draw = PICTURES.get(name)
        if draw is None:
            raise TemplateError(f"no picture {name!r}", hint=f"There are: {', '.join(PICTURES)}")
        if name == "map" and edition is not None:
            return draw(wording(printed(brief, edition), labels, numbered=False))
        return draw(wording(brief, labels))

    return picture
