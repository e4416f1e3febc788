"""Where named places lie: a small gazetteer, and how names are found in words.

The list is data (`gazetteer.toml`). A name is taken where it stands as whole words in its usual
spelling, the longest first: "Laut China Selatan" is the sea, and not China.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from briefing.model import record


@record
class Spot:
    """A place by its usual name. `lon` and `lat` are degrees; an `area` lies around them."""

    name: str
    lat: float
    lon: float
    area: bool = False
    vast: bool = False
    """An ocean: its middle is no place for a map to be drawn around."""
    running: bool = True
    """Whether its name in a running sentence means the place: a capital's may mean a government."""


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, Spot], re.Pattern[str]]:
    """Every spelling, and a pattern that finds them."""
    told = tomllib.loads(Path(__file__).with_name("gazetteer.toml").read_text(encoding="utf-8"))
    doubtful = {*told["capital"], *told["ambiguous"]["names"]}
    spots = {
        name: Spot(
            name=name,
            lat=lat,
            lon=lon,
            area=kind in ("area", "vast"),
            vast=kind == "vast",
            running=name not in doubtful,
        )
        for kind in ("capital", "city", "area", "vast")
        for name, (lat, lon) in told[kind].items()
    }
    spots |= {other: spots[name] for other, name in told["also"].items()}
    names = "|".join(re.escape(n) for n in sorted(spots, key=lambda n: (-len(n), n)))
    return spots, re.compile(rf"(?<!\w)(?:{names})(?!\w)")


def spots(words: str, *, running: bool = False) -> Iterator[tuple[Spot, int, int]]:
    """The places that words name, and where; in a `running` text only what can mean nothing else."""
    known, pattern = _known()
    for match in pattern.finditer(words):
        spot = known[match[0]]
        if spot.running or not running:
            yield spot, match.start(), match.end()
