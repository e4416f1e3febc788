"""The outlines of countries as rings of degrees, read from the file that ships (Natural Earth, 1:50m)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from briefing.model import record

Point = tuple[float, float]
FILE = Path(__file__).with_name("outlines.json")


@record
class Ring:
    """A closed line in degrees (longitude, latitude), with its bounds: west, south, east, north."""

    points: tuple[Point, ...]
    bounds: tuple[float, float, float, float]


@lru_cache(maxsize=1)
def outlines() -> Mapping[str, tuple[Ring, ...]]:
    """The rings of every country by ISO code; holes are rings too. Land that is nobody's has the code ""."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    lines = [_line(steps, told["step"]) for steps in told["lines"]]
    return {
        code: tuple(
            _ring([p for n in ring for p in (lines[n] if n >= 0 else lines[~n][::-1])]) for ring in rings
        )
        for code, rings in told["countries"].items()
    }


def _line(steps: Sequence[int], step: float) -> list[Point]:
    x = y = 0
    out = []
    for n in range(0, len(steps), 2):
        x, y = x + steps[n], y + steps[n + 1]
        out.append((x * step, y * step))
    return out


def _ring(points: Sequence[Point]) -> Ring:
    whole = _unbroken(points)
    lons, lats = [p[0] for p in whole], [p[1] for p in whole]
    return Ring(points=tuple(whole), bounds=(min(lons), min(lats), max(lons), max(lats)))


def _unbroken(points: Sequence[Point]) -> list[Point]:
    """The ring without its leaps from one side of the date line to the other: degrees go on beyond 180.

    A ring around a pole ends a turn away from where it began; it is closed along the pole.
    """
    out, turn, before = [], 0.0, points[0][0]
    for lon, lat in points:
        turn += 360 if before - lon > 180 else -360 if lon - before > 180 else 0
        out.append((lon + turn, lat))
        before = lon
    if turn:
        pole = 90.0 if out[0][1] > 0 else -90.0
        out += [(out[-1][0], pole), (out[0][0], pole)]
    return out


@lru_cache(maxsize=512)
def main_land(code: str) -> Ring | None:
    """A country's largest ring; none where there is no such country on the map."""
    rings = outlines().get(code, ())
    return max(rings, key=lambda r: abs(area(r.points)), default=None)


def area(points: Sequence[Point]) -> float:
    """The area that a ring encloses, in the square of its units; its sign tells the direction."""
    around = zip(points, (*points[1:], points[0]), strict=True)
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in around) / 2


def middle(points: Sequence[Point]) -> Point:
    """The centre of the area that a ring encloses."""
    whole = area(points)
    if abs(whole) < 1e-9:
        return points[0]
    x = y = 0.0
    for (ax, ay), (bx, by) in zip(points, (*points[1:], points[0]), strict=True):
        cross = ax * by - bx * ay
        x, y = x + (ax + bx) * cross, y + (ay + by) * cross
    return x / (6 * whole), y / (6 * whole)


def clipped(points: Sequence[Point], box: tuple[float, float, float, float]) -> list[Point]:
    """The part of a ring within a box (left, top, right, bottom): Sutherland and Hodgman, 1974."""
    out = list(points)
    for axis, edge, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        if not out:
            break
        before, kept = out[-1], []
        for here in out:
            inside, was = sign * (here[axis] - edge) >= 0, sign * (before[axis] - edge) >= 0
            if inside != was:
                share = (edge - before[axis]) / (here[axis] - before[axis])
                kept.append(tuple(before[n] + share * (here[n] - before[n]) for n in (0, 1)))
            if inside:
                kept.append(here)
            before = here
        out = kept  # type: ignore[assignment]  # two numbers each
    return out
