"""Makes the outlines of countries that the locator map is drawn from.

`python setup/outlines.py countries-50m.json briefing/render/pictures/outlines.json`, where the first
is the file of that name in the npm package world-atlas (2.0.2), which is Natural Earth's 1:50m map as
TopoJSON. The lines are thinned (Visvalingam & Whyatt, "Line generalisation by repeated elimination of
points", 1993), so that the file is small and islands stay.

Borders are those that United Nations maps show where Natural Earth draws who holds the ground: Crimea
is joined to Ukraine, Northern Cyprus to Cyprus, Somaliland to Somalia. The inner lines go.
"""

from __future__ import annotations

import heapq
import json
import math
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from babel.core import get_global

STEP = 0.01
"""Degrees: a kilometre, finer than a pixel of any map that is drawn."""
SMALLEST = 0.0035
"""A point goes where the triangle that it makes with its neighbours is smaller, in square degrees."""
CREDIT = "Made with Natural Earth (1:50m, public domain, naturalearthdata.com)"
JOINED = {"Somaliland": "SO", "N. Cyprus": "CY", "Kosovo": "XK"}
CRIMEA = (34.2, 45.2)

Point = tuple[float, float]


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """The lines in degrees: TopoJSON gives steps on a grid."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * kx + tx, y * ky + ty))
        arcs.append(line)
    return arcs


def thinned(line: list[Point]) -> list[Point]:
    """The line without the points that matter least; its ends stay, a closed line keeps four."""
    keep = 4 if line[0] == line[-1] else 2
    before, after = list(range(-1, len(line) - 1)), list(range(1, len(line) + 1))
    gone = [False] * len(line)
    heap = [(triangle(line, n - 1, n, n + 1), n) for n in range(1, len(line) - 1)]
    heapq.heapify(heap)
    left, floor = len(line), 0.0
    current = {n: area for area, n in heap}
    while heap and left > keep:
        area, n = heapq.heappop(heap)
        if gone[n] or current[n] != area:
            continue
        floor = max(floor, area)
        if floor > SMALLEST:
            break
        gone[n], left = True, left - 1
        a, b = before[n], after[n]
        after[a], before[b] = b, a
        for m in (a, b):
            if 0 < m < len(line) - 1:
                current[m] = triangle(line, before[m], m, after[m])
                heapq.heappush(heap, (current[m], m))
    return [p for p, out in zip(line, gone, strict=True) if not out]


def triangle(line: list[Point], a: int, b: int, c: int) -> float:
    """Its area in square degrees as they are at that latitude."""
    (ax, ay), (bx, by), (cx, cy) = line[a], line[b], line[c]
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2 * math.cos(math.radians(min(abs(by), 80)))


def rings_of(geometry: dict[str, Any]) -> list[list[int]]:
    """Every ring of a country as the numbers of its lines; ~n is line n backwards."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
    return [ring for polygon in polygons for ring in polygon]


def path(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """The points along a ring."""
    return [p for n in ring for p in (arcs[n] if n >= 0 else arcs[~n][::-1])]


def holds(ring: list[Point], point: Point) -> bool:
    """Whether a point is within a ring."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def joined(rings: list[list[int]], arcs: list[list[Point]]) -> list[list[int]]:
    """The rings without the lines that two of them share, put together again."""
    uses = Counter(n if n >= 0 else ~n for ring in rings for n in ring)
    whole = [ring for ring in rings if all(uses[n if n >= 0 else ~n] == 1 for n in ring)]
    loose = [n for ring in rings if ring not in whole for n in ring if uses[n if n >= 0 else ~n] == 1]
    while loose:
        ring = [loose.pop(0)]
        while (end := path(ring[-1:], arcs)[-1]) != path(ring[:1], arcs)[0]:
            following = next(n for n in loose if path([n], arcs)[0] == end)
            loose.remove(following)
            ring.append(following)
        whole.append(ring)
    return whole


def countries_of(topology: dict[str, Any], arcs: list[list[Point]]) -> dict[str, list[list[int]]]:
    """The rings of every country by its ISO code; those of land that is nobody's by an empty one."""
    codes = get_global("territory_aliases")
    found: dict[str, list[list[int]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name, number = geometry["properties"]["name"], geometry.get("id")
        code = codes[number][0] if number in codes else JOINED.get(name, "")
        found.setdefault(code, []).extend(rings_of(geometry))
    crimea = [ring for ring in found["RU"] if holds(path(ring, arcs), CRIMEA)]
    found["RU"] = [ring for ring in found["RU"] if ring not in crimea]
    found["UA"] += crimea
    return {code: joined(rings, arcs) for code, rings in sorted(found.items())}


def steps(line: list[Point]) -> list[int]:
    """The line as whole steps: the first point, then how far it is from each to the next."""
    out: list[int] = []
    last = (0, 0)
    for lon, lat in line:
        here = (round(lon / STEP), round(lat / STEP))
        if not out or here != last:
            out += [here[0] - last[0], here[1] - last[1]]
        last = here
    return out


def make(atlas: Path, out: Path) -> None:
    """Writes the outlines."""
    topology = json.loads(atlas.read_bytes())
    arcs = arcs_of(topology)
    countries = countries_of(topology, arcs)
    used = sorted({n if n >= 0 else ~n for rings in countries.values() for ring in rings for n in ring})
    number = {n: new for new, n in enumerate(used)}
    renumbered = {
        code: [[number[n] if n >= 0 else ~number[~n] for n in ring] for ring in rings]
        for code, rings in countries.items()
    }
    lines = [steps(thinned(arcs[n])) for n in used]
    whole = {"credit": CREDIT, "step": STEP, "lines": lines, "countries": renumbered}
    out.write_text(json.dumps(whole, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
