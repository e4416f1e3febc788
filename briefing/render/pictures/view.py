"""What part of the world a map shows, and what of a country's outline is seen in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, radians

from briefing.model import record
from briefing.render.pictures.outlines import Point, Ring, clipped

_LEAST = 11.0
"""Degrees across at the least: a place needs its surroundings to be recognised."""
_EDGE = 0.14
_SHAPES = (0.34, 0.42)
_TALLEST = 135.0
"""Degrees from north to south that a map of the world shows, if nothing named lies beyond."""


@record
class View:
    """How degrees become units: the middle meridian, the north edge, units a degree, the frame."""

    middle: float
    north: float
    across: float
    high: float
    x_scale: float
    y_scale: float

    def x(self, lon: float) -> float:
        """From the left edge; a meridian on the far side comes out beyond it."""
        turned = (lon - self.middle + 180) % 360 - 180
        return self.across / 2 + turned * self.x_scale

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """A point on the map."""
        return self.x(lon), (self.north - lat) * self.y_scale

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point is within the frame."""
        x, y = self.at(lon, lat)
        return 0 <= x <= self.across and 0 <= y <= self.high

    def seen(self, ring: Ring) -> Iterator[list[Point]]:
        """The parts of a ring that are in the frame, as points on the map."""
        box = (0.0, 0.0, self.across, self.high)
        west, south, east, north = ring.bounds
        if (self.north - south) * self.y_scale < box[1] or (self.north - north) * self.y_scale > box[3]:
            return
        for turn in (-360, 0, 360):
            zero = self.across / 2 + (turn - self.middle) * self.x_scale
            if zero + east * self.x_scale < box[0] or zero + west * self.x_scale > box[2]:
                continue
            drawn = [
                (zero + lon * self.x_scale, (self.north - lat) * self.y_scale) for lon, lat in ring.points
            ]
            if len(part := clipped(drawn, box)) > 2:
                yield part


def view_of(points: Sequence[Point], across: float) -> View:
    """The view that holds all places with some room around them, in a pleasant shape."""
    middle_lon, span = _turned([lon for lon, _ in points])
    lats = [lat for _, lat in points]
    south, north = min(lats), max(lats)
    shrink = max(0.35, cos(radians(max(-65.0, min(65.0, (south + north) / 2)))))
    wide = max(span * (1 + 2 * _EDGE), _LEAST / shrink, span + 14)
    high = max((north - south) * (1 + 2 * _EDGE), _LEAST * _SHAPES[0], north - south + 8)
    ratio = high / (wide * shrink)
    if ratio < _SHAPES[0]:
        high = wide * shrink * _SHAPES[0]
    elif ratio > _SHAPES[1]:
        wide = high / (shrink * _SHAPES[1])
    wide, high = min(wide, 360.0), min(high, max(_TALLEST, north - south + 8))
    scale = across / wide
    centre = max(-90 + high / 2, min(90 - high / 2, (south + north) / 2))
    return View(
        middle=middle_lon,
        north=centre + high / 2,
        across=across,
        high=float(round(high * scale / shrink)),
        x_scale=scale,
        y_scale=scale / shrink,
    )


def _turned(lons: Sequence[float]) -> tuple[float, float]:
    """The middle meridian and the span of longitudes, with the widest gap between them left behind."""
    ordered = sorted(set(lons))
    gaps = [
        ((following - lon) % 360 or 360.0, following)
        for lon, following in zip(ordered, (*ordered[1:], ordered[0]), strict=True)
    ]
    gap, start = max(gaps)
    return (start + (360 - gap) / 2 + 180) % 360 - 180, 360 - gap
