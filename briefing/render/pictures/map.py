"""A locator map of the places of a brief's events.

Equidistant cylindrical, true to scale along the middle latitude, cut to the places and turned so that
they do not fall apart at the date line. Outlines: Natural Earth. Countries that operate what the
military picture lists, or that it gives as places, are toned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from markupsafe import Markup

from briefing.model import Brief
from briefing.render.pictures import svg
from briefing.render.pictures.lettering import SMALL, width
from briefing.render.pictures.outlines import area, main_land, middle, outlines
from briefing.render.pictures.places import Place, places
from briefing.render.pictures.placing import Room
from briefing.render.pictures.sheet import FEWEST, Drawing, Picture, Table, legend, moved, sheet, some
from briefing.render.pictures.view import View, view_of
from briefing.render.pictures.wording import Wording

_DEGREE = 111.2
"""Kilometres of a degree of latitude."""
_GRID = 1
"""Units: outlines are drawn on a grid of these."""
_LABELLED = 90
"""Square units that a country must have in view to be named."""
_TONED = 12
_MARK = 4.5
"""Half the width of a mark."""
_MOST = 24
"""Places drawn, the most important of them; the table has all."""
_BAR = 0.22


def locator(words: Wording) -> Picture | None:
    """The map; none where events have fewer than three places that it knows."""
    found = places(words.brief, numbered=words.numbered)
    if len(found) < FEWEST:
        return None
    names = {p.name: words.country(p.code) if p.code else words.place(p.name) for p in found}

    def draw(across: int) -> Drawing:
        return _draw(found, names, across, words)

    table = Table(
        head=(words.text("Place"), words.text("Named in")),
        rows=tuple((names[p.name], ", ".join(p.where)) for p in found),
    )
    notes = [
        words.text("Outlines: Natural Earth; borders and names imply no opinion on their status."),
    ]
    if words.numbered:
        notes.insert(0, words.text("Numbers: E event, M military detail."))
    if (rest := len([p for p in found if not p.vast]) - _MOST) > 0:
        notes.append(
            words.plural("%(count)s more place is left out.", "%(count)s more places are left out.", rest)
        )
    told = some([f"{name} ({where})" for name, where in table.rows], 12)
    return sheet(
        "map", words.text("Places named"), told, draw, table, sources=_sources(words.brief), notes=notes
    )


def _sources(brief: Brief) -> list[int]:
    """Those of the words that tell a place."""
    return [*(e.source for e in brief.events if e.place), *(m.source for m in brief.military if m.place)]


# --- drawing -------------------------------------------------------------------------------


def _draw(found: Sequence[Place], names: dict[str, str], across: int, words: Wording) -> Drawing:
    shown = [p for p in found if not p.vast][:_MOST] or list(found)
    view = view_of([(p.lon, p.lat) for p in shown], across)
    shown += [p for p in found if p.vast and view.holds(p.lon, p.lat)]
    toned = _toned(found, words)
    frame = (0, 0, view.across, view.high)
    plain = (code for code in outlines() if code not in toned)
    land = _land(plain, view, "land") + _land(toned, view, "named")
    sea = svg.box(frame, fill="sea")
    room = Room(view.across, view.high)
    bar = _scale_bar(view, words)
    room.take((0, view.high - 24, view.across * _BAR + 70, view.high))
    marks = _apart([p for p in shown if not p.code], view)
    for p in marks:
        x, y = view.at(p.lon, p.lat)
        room.take((x - 5, y - 5, x + 5, y + 5))
    signs = Markup("").join(moved(_mark(p), *view.at(p.lon, p.lat)) for p in reversed(marks))
    labels = Markup("").join(_label(p, names[p.name], view, room) for p in marks)
    lands = Markup("").join(_country(code, words.country(code), view, room) for code in toned)
    inside = sea + land + lands + signs + labels + bar
    border = svg.box((0.5, 0.5, view.across - 1, view.high - 1), fill="none", line="border")
    key = legend(_key(marks, words), across=across, mark=12)
    return Drawing(
        body=inside + border + moved(key.body, 0, view.high + 7), height=view.high + 7 + key.height
    )


def _apart(found: Iterable[Place], view: View) -> list[Place]:
    """The places whose marks do not lie on one another: of two the one that is told more often."""
    taken = Room(view.across, view.high)
    kept: list[Place] = []
    for place in found:
        x, y = view.at(place.lon, place.lat)
        box = (x - _MARK, y - _MARK, x + _MARK, y + _MARK)
        if not kept or taken.free(box):
            taken.take(box)
            kept.append(place)
    return kept


def _toned(found: Sequence[Place], words: Wording) -> list[str]:
    """The countries to be toned: places first, then those that operate most."""
    operators = Counter(o.value for m in words.brief.military for o in m.operators)
    codes = [p.code for p in found if p.code] + [code for code, _ in operators.most_common()]
    return [code for code in dict.fromkeys(codes) if code in outlines()][:_TONED]


def _land(codes: Iterable[str], view: View, fill: str) -> Markup:
    """Countries in view as one path, on a grid that is no finer than can be seen.

    On the grid two neighbours' common border is the same line, whichever way around it runs.
    """
    rings = (ring for code in codes for ring in outlines()[code])
    d = "".join(_path(part) for ring in rings for part in view.seen(ring))
    scale = f"scale({_GRID})"
    shape = svg.shape("path", fill=fill, line="border", thick=0.5 / _GRID, d=d, fill_rule="evenodd")
    return svg.element("g", shape, transform=scale) if d else Markup("")


def _path(points: Sequence[tuple[float, float]]) -> str:
    """A closed path in steps of the grid; nothing where it is too small to be seen."""
    cells = [(round(x / _GRID), round(y / _GRID)) for x, y in points]
    kept = [here for here, before in zip(cells, (cells[-1], *cells[:-1]), strict=True) if here != before]
    if len(kept) < 3:
        return ""
    steps = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(kept))
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def _mark(place: Place) -> Markup:
    """A diamond at a place, a ring of dashes in the midst of an area."""
    if place.area:
        dash = "1.6 1.6"
        return svg.shape("circle", fill="paper", line="deep", thick=1, dash=dash, cx=0, cy=0, r=3.4)
    return svg.shape("path", fill="warm", line="ink", thick=1, d="M0 -5.2L5.2 0L0 5.2L-5.2 0Z")


def _label(place: Place, name: str, view: View, room: Room) -> Markup:
    wide = width(name, size=SMALL, bold=not place.area)
    placed = room.beside(view.at(place.lon, place.lat), wide, SMALL * 1.15, off=6.5)
    if placed is None:
        return Markup("")
    return svg.label(
        name, (placed.x, placed.y), size=SMALL, bold=not place.area, anchor=placed.anchor, halo=True
    )


def _country(code: str, name: str, view: View, room: Room) -> Markup:
    """A country's name on what of it is in view, where there is room for it."""
    ring = main_land(code)
    if ring is None:
        return Markup("")
    drawn = max(view.seen(ring), key=lambda part: abs(area(part)), default=[])
    if not drawn or abs(area(drawn)) < _LABELLED:
        return Markup("")
    wide = width(name, size=SMALL) * 1.02
    placed = room.over(middle(drawn), wide, SMALL * 1.2)
    if placed is None:
        return Markup("")
    return svg.label(name, (placed.x, placed.y), size=SMALL, colour="muted", anchor="middle", halo=True)


def _scale_bar(view: View, words: Wording) -> Markup:
    """A bar of a round number of kilometres, true in the middle of the map."""
    most = view.across * _BAR / view.y_scale * _DEGREE
    length = max(n * 10**power for power in range(1, 5) for n in (1, 2, 5) if n * 10**power <= most)
    long, y = length / _DEGREE * view.y_scale, view.high - 9
    line = svg.curve(f"M8 {svg.number(y - 4)}v4h{svg.number(long)}v-4", colour="muted", width=1.2)
    told = words.kilometres(length)
    return line + svg.label(told, (long + 14, y + 2), size=SMALL, colour="muted", halo=True)


def _key(marks: Sequence[Place], words: Wording) -> list[tuple[Markup, str]]:
    """What the marks mean, of those that are on the map."""
    plain, area_ = Place(name="", lon=0, lat=0), Place(name="", lon=0, lat=0, area=True)
    all_ = (
        (any(not p.area for p in marks), plain, words.text("place of an event")),
        (any(p.area for p in marks), area_, words.text("area of an event")),
    )
    return [(_mark(place), told) for there, place, told in all_ if there]
