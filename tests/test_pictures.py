"""Pictures: drawn from the brief alone, readable by everybody, nothing cut or one upon another."""

from __future__ import annotations

import io
import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import WHOLE, actor, article, at, brief, hostile, reading

from briefing import codec, lexicon
from briefing.errors import TemplateError
from briefing.model import (
    Brief,
    ChronologyEntry,
    Claim,
    EntryKind,
    Findings,
    MilitaryDetail,
    MilitaryKind,
    Mode,
    Status,
)
from briefing.render import render
from briefing.render.catalogue import labels
from briefing.render.pictures import PICTURES, Picture, picture_png, pictures
from briefing.render.pictures.chronology import _bins
from briefing.render.pictures.gazetteer import spots
from briefing.render.pictures.lettering import LEADING, SIZE, shortened, width, wrapped
from briefing.render.pictures.network import DASHES
from briefing.render.pictures.outlines import FILE, outlines
from briefing.render.pictures.palette import COLOURS, DARK, KINDS, TONES
from briefing.render.pictures.placing import Room
from briefing.render.pictures.sheet import NARROW, WIDE
from briefing.render.pictures.view import view_of

SVG = "{http://www.w3.org/2000/svg}"
PLACES = ("Kursk", "Laut China Selatan", "Gaza", "Jakarta", "Guam", "Semenanjung Korea", "Selat Taiwan")
COUNTRIES = {"KP": "Korut", "US": "AS", "RU": "Rusia", "JP": "Jepang", "CN": "China", "ID": "Indonesia"}
ACTS = ("states", "denies", "warns", "supports", "accuses", "states", "demands", "proposes")


def told(n: int, name: str, named: str, day: int) -> Findings:
    """An article in which somebody speaks of somebody and of a country, with a dated military detail."""
    code = sorted(COUNTRIES)[n % len(COUNTRIES)]
    country, place = COUNTRIES[code], PLACES[n % len(PLACES)]
    a = article(
        (
            f"Berita {n} dari {name}",
            f"{name} menyatakan, {named} dan {country} harus berunding, {day} Januari 2024.",
            f"Kapal {country} berlayar di {place} pada 1{day % 10} Februari 2024.",
        ),
        published=f"2024-0{1 + n % 9}-11",
        dateline=place,
    )
    words = f"{named} dan {country} harus berunding"
    return Findings(
        article=a,
        actors=(
            actor(a, "a1", name, "person", key=True),
            actor(a, "a2", named, "organisation"),
            actor(a, "a3", country, "country", country=reading(a, code, country)),
        ),
        claims=tuple(
            Claim(
                id=f"c{k}", speaker="a1", mode=Mode.INDIRECT, act=ACTS[(n + k) % len(ACTS)],
                evidence=at(a, words),
                said_on=reading(a, f"2024-01-{day:02}", f"{day} Januari 2024"),
            )
            for k in range(1 + n % 3)
        ),
        military=(
            MilitaryDetail(
                id="m1", kind=list(MilitaryKind)[n % 11], status=Status.REPORTED,
                evidence=at(a, f"Kapal {country} berlayar di {place}"),
                operators=(reading(a, code, country, 1),), place=reading(a, place),
                date=reading(a, f"2024-02-1{day % 10}", f"1{day % 10} Februari 2024"),
            ),
        ),
    )  # fmt: skip


LONG = "Kementerian Koordinator Bidang Pemberdayaan Masyarakat dan Kebudayaan Republik"


def crowd(articles: int, *, name: str = "Pembicara", named: str = "Badan") -> Brief:
    """A brief of so many articles, with speakers and those spoken of in ever other pairs."""
    letters = [(chr(65 + n % 23), chr(65 + n * 7 % 19)) for n in range(articles)]
    return brief(*(told(n, f"{name} {a}a", f"{named} {b}o", 1 + n % 28) for n, (a, b) in enumerate(letters)))


BRIEFS = {
    "three": crowd(3),
    "forty": crowd(40),
    "two hundred": crowd(200),
    "long names": crowd(30, name=f"Yang Terhormat {LONG}", named=LONG),
    "no spaces": crowd(12, name="X" * 90, named="W" * 70),
    "another script": crowd(8, name="習近平主席閣下" * 4, named="Владимир Владимирович"),
}


def drawn(made: Brief, language: str = "en") -> dict[str, Picture]:
    """The pictures of a brief by name, without those that it has too little for."""
    picture = pictures(made, labels(language))
    found = {name: picture(name) for name in PICTURES}
    return {name: p for name, p in found.items() if p is not None}


# --- what is drawn ---------------------------------------------------------------------------


def test_a_brief_of_some_articles_has_every_picture() -> None:
    assert list(drawn(crowd(5))) == list(PICTURES)


def test_a_picture_of_fewer_than_three_points_is_left_out() -> None:
    """One article: two pairs, one act, one military detail, one place; three days make a chronology."""
    assert list(drawn(crowd(1))) == ["chronology"]
    assert drawn(hostile("x")) == {}


def test_nothing_is_drawn_from_nothing() -> None:
    empty = replace(brief(), statements=(), voices=(), military=(), chronology=(), sources=())
    assert drawn(empty) == {}


def test_an_unknown_picture_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(TemplateError, match="network"):
        pictures(brief(), labels("en"))("pie")


def test_the_network_counts_statements_that_name_somebody() -> None:
    """ "Rusia harus berunding" by the Russian minister is not spoken about another."""
    rows = {(a, b): acts for a, b, acts in drawn(crowd(3))["network"].table.rows}
    assert rows[("Pembicara Ca", "Badan Oo")] == "warns\u00a01, supports\u00a01, accuses\u00a01"
    assert rows[("Pembicara Ba", "Indonesia")] == "denies\u00a01, warns\u00a01"


def test_claims_and_military_details_are_counted() -> None:
    made = crowd(40)
    pictures_ = drawn(made)
    assert sum(int(row[-1]) for row in pictures_["claims"].table.rows) == len(made.statements)
    assert sum(int(row[-1]) for row in pictures_["military"].table.rows) == len(made.military)
    counted = sum(int(n) for row in pictures_["chronology"].table.rows for n in row[1:] if n != "–")
    assert counted == len(made.chronology)


def test_the_map_tells_what_names_a_place() -> None:
    """The places of what happened; where a weapon is, or an article was filed from, is no event."""
    rows = dict(drawn(crowd(5))["map"].table.rows)  # type: ignore[arg-type]
    assert rows == {"Gaza": "M3", "Jakarta": "M4", "Guam": "M5"}


def test_an_event_of_long_ago_has_no_place_on_the_map() -> None:
    """What happened long before the days that the brief covers is background."""
    made = crowd(5)
    strike = made.military[4]
    old = replace(strike, date=replace(strike.date or strike.text, value="2016-01-01"))
    assert "map" not in drawn(replace(made, military=(*made.military[:4], old)))


@pytest.mark.parametrize("name", BRIEFS)
def test_the_same_brief_gives_the_same_pictures(name: str) -> None:
    again = codec.read_brief(codec.brief_json(BRIEFS[name]))
    assert drawn(again) == drawn(BRIEFS[name])


def test_pictures_speak_the_readers_language() -> None:
    english, indonesian = drawn(crowd(5)), drawn(crowd(5), "id")
    for name, picture in english.items():
        assert picture.title != indonesian[name].title
        assert picture.table.head != indonesian[name].table.head
    assert "tempat peristiwa" in indonesian["map"].wide
    assert "Korea Utara" in indonesian["military"].alt


# --- text fits -------------------------------------------------------------------------------

Box = tuple[float, float, float, float]


def texts(node: ET.Element, x: float = 0, y: float = 0) -> Iterator[tuple[str, Box]]:
    """Every line of words in a picture and the room that it takes."""
    move = re.fullmatch(r"translate\((\S+) (\S+)\)", node.get("transform", ""))
    x, y = (x + float(move[1]), y + float(move[2])) if move else (x, y)
    if node.tag == f"{SVG}text" and not node.get("aria-hidden"):
        size, words = float(node.get("font-size", SIZE)), node.text or ""
        wide = width(words, size=size, bold=node.get("font-weight") == "600")
        left = (
            x
            + float(node.get("x", 0))
            - {"middle": wide / 2, "end": wide}.get(node.get("text-anchor", ""), 0)
        )
        base = y + float(node.get("y", 0))
        yield words, (left, base - size * 0.74, left + wide, base + size * 0.2)
    for kid in node:
        yield from texts(kid, x, y)


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("name", BRIEFS)
def test_no_words_are_cut_or_upon_others(name: str, language: str) -> None:
    """Every line of words lies within the picture, and none touches another."""
    for picture in drawn(BRIEFS[name], language).values():
        for image, across in ((picture.wide, WIDE), (picture.narrow, NARROW)):
            root = ET.fromstring(image)
            high = float(root.get("height", 0))
            found = list(texts(root))
            assert found
            for words, (left, top, right, bottom) in found:
                inside = left >= -1 and top >= -1 and right <= across + 1 and bottom <= high + 1
                assert inside, (picture.id, across, words, left, right, bottom, high)
            for (one, a), (other, b) in combinations(found, 2):
                apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
                assert apart, (picture.id, across, one, other)


@pytest.mark.parametrize("name", BRIEFS)
def test_what_is_shortened_stands_in_full_in_the_table(name: str) -> None:
    for picture in drawn(BRIEFS[name]).values():
        cells = {cell for row in picture.table.rows for cell in row}
        assert not [cell for cell in cells if "…" in cell]


words_ = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=60)


@given(words_, st.floats(40, 300), st.integers(1, 4))
def test_wrapped_lines_fit(words: str, room: float, most: int) -> None:
    lines = wrapped(words, room, most=most)
    assert 1 <= len(lines) <= most
    assert all(width(line) <= room for line in lines)
    kept = "".join("".join(lines).replace("…", "").split())
    whole = "".join(words.split()).replace("…", "")
    assert kept == whole or any(line.endswith("…") for line in lines)


@given(words_, st.floats(20, 200))
def test_shortened_words_say_that_they_are(words: str, room: float) -> None:
    short = shortened(words, room)
    assert width(short) <= room
    assert short == words or short.endswith("…")


@given(st.lists(st.tuples(st.floats(0, 640), st.floats(0, 300), st.floats(5, 150)), max_size=30))
def test_labels_of_a_map_never_touch(marks: list[tuple[float, float, float]]) -> None:
    room, boxes = Room(640, 300), []
    for x, y, wide in marks:
        placed = room.beside((x, y), wide, 11, off=6)
        if placed:
            left = placed.x - {"start": 0, "middle": wide / 2, "end": wide}[placed.anchor]
            boxes.append((left, placed.y - 9, left + wide, placed.y + 1.8))
    assert all(b[0] >= 0 and b[2] <= 640 and b[1] >= 0 and b[3] <= 300 for b in boxes)
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


# --- the chronology's divisions --------------------------------------------------------------


def entries(*days: str) -> list[ChronologyEntry]:
    return [ChronologyEntry(date=d, kind=EntryKind.PUBLICATION, source=1, item=None) for d in sorted(days)]


@pytest.mark.parametrize(
    ("days", "most", "bins"),
    [
        (("2024-01-01", "2024-01-02"), 3, ["2024-01-01", "2024-01-02"]),
        (("2024-01-01", "2024-01-02", "2024-02-05", "2024-02-07"), 3, ["2024-01", "2024-02"]),
        (("2024", "2024-01-02", "2024-02-05", "2024-02-07"), 3, ["2024", "2024-01", "2024-02"]),
        (tuple(f"20{y}-0{m}-01" for y in (22, 23) for m in range(1, 10)), 6,
         ["2022-Q1", "2022-Q2", "2022-Q3", "2023-Q1", "2023-Q2", "2023-Q3"]),
        (tuple(f"20{y}-01-01" for y in range(10, 24)), 4, ["2020", "2021", "2022", "2023"]),
        (("1990", *["2024-01-01"] * 9, *["2024-01-02"] * 9), 2, ["1990", "2024-01"]),
        (("1990", "1991", *["2024-01-01"] * 9, *["2024-01-02"] * 9), 3, ["1991", "2024-01-01", "2024-01-02"]),
    ],
)  # fmt: skip
def test_days_are_put_together_as_finely_as_there_is_room(
    days: Sequence[str], most: int, bins: list[str]
) -> None:
    made = _bins(entries(*days), most)
    assert [b.when for b in made] == bins
    assert sum(len(b.entries) for b in made) == len(days)


# --- text from outside -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "attack", ["<script>alert(1)</script>", "a & b < c > \"d\" 'e'", "\x1b[31m\x00\ufffe", "]]>"]
)
def test_text_from_outside_is_text(attack: str) -> None:
    for picture in drawn(crowd(4, name=attack, named=attack)).values():
        for image in (picture.wide, picture.narrow):
            root = ET.fromstring(image)
            kinds = {node.tag.removeprefix(SVG) for node in root.iter()}
            assert kinds <= {"svg", "title", "g", "path", "rect", "circle", "text"}
            assert "\x1b" not in image


# --- for every reader ------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lightness(colour: str) -> float:
    """CIE L*: how light a colour is in a black-and-white print."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


PALETTES = pytest.mark.parametrize("palette", [COLOURS, DARK], ids=["paper", "dark"])


@PALETTES
@pytest.mark.parametrize("group", [KINDS, TONES], ids=["kinds", "tones"])
def test_colours_differ_in_lightness(palette: dict[str, str], group: tuple[str, ...]) -> None:
    """Lightness is what every kind of colour vision and a black-and-white printer keep: 15 of 100 apart."""
    values = sorted(lightness(palette[name]) for name in group)
    assert min(b - a for a, b in pairwise(values)) >= 15


@PALETTES
def test_colours_stand_out(palette: dict[str, str]) -> None:
    """Words 4.5 to 1 (WCAG 1.4.3), lines and marks 3 to 1 (1.4.11)."""
    for words, ground in (
        ("ink", "paper"),
        ("muted", "paper"),
        ("paper", "deep"),
        ("mark", "warm"),
        ("ink", "paper"),
    ):
        assert contrast(palette[words], palette[ground]) >= 4.5, words
    for mark in ("deep", *TONES):
        assert contrast(palette[mark], palette["paper"]) >= 3, mark
    assert contrast(palette["ink"], palette["land"]) >= 4.5


def test_both_pages_know_the_same_colours() -> None:
    assert set(COLOURS) == set(DARK)


def test_colour_is_never_alone() -> None:
    """Lines of different tone have different dashes; kinds of entries have different shapes."""
    assert set(DASHES) == set(TONES)
    assert len(set(DASHES.values())) == len(TONES)
    chronology = ET.fromstring(drawn(crowd(3))["chronology"].wide)
    marks = {(n.get("class"), n.get("rx")) for n in chronology.iter(f"{SVG}rect")}
    assert len({rx for _, rx in marks}) >= len(KINDS)


def test_each_picture_has_a_text_alternative_and_a_table() -> None:
    for picture in drawn(crowd(5)).values():
        root = ET.fromstring(picture.wide)
        assert root.get("role") == "img"
        assert root.get("aria-label") == picture.alt == root.findtext(f"{SVG}title")
        assert picture.alt.startswith(f"{picture.title}. ")
        assert len(picture.table.rows) >= 3
        assert {len(row) for row in picture.table.rows} == {len(picture.table.head)}


def test_the_text_alternative_is_in_the_pdf() -> None:
    """Each figure of the tagged PDF has it as /Alt."""
    made = crowd(5)

    def alts(node: pikepdf.Dictionary) -> Iterator[str]:
        kids = node.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                if kid.S == "/Figure":
                    yield str(kid.Alt)
                yield from alts(kid)

    with pikepdf.open(io.BytesIO(render(made, "pdf", options=WHOLE))) as pdf:
        assert set(alts(pdf.Root.StructTreeRoot)) == {p.alt for p in drawn(made).values()}


def test_the_web_page_has_pictures_with_their_data_folded_in() -> None:
    made = crowd(5)
    page = render(made, "html", options=WHOLE).decode()
    for name, picture in drawn(made).items():
        figure = page[page.index(f'id="picture-{name}"') :]
        figure = figure[: figure.index("</figure>")]
        assert figure.count("<svg") == 2
        assert figure.count("<tr>") == len(picture.table.rows) + 1
        assert "<details>" in figure


def test_a_picture_is_marked_as_the_strictest_source_that_it_is_drawn_from() -> None:
    """Only where sources differ. The second source has no statement, so only what is drawn from its
    military detail, its place or its days bears its label."""
    made = brief(
        told(0, "Pembicara A", "Badan B", 1),
        replace(told(1, "Pembicara C", "Badan D", 2), claims=()),
        *(told(n, f"Pembicara {n}", f"Badan {n}", 2 + n) for n in range(2, 5)),
        marking="TLP:CLEAR",
    )
    strict = next(s.number for s in made.sources if s.article.text.startswith("Berita 1 "))
    marked = tuple(
        replace(s, marking="TLP:AMBER" if s.number == strict else "TLP:CLEAR") for s in made.sources
    )
    page = render(replace(made, marking="TLP:AMBER", sources=marked), "html", options=WHOLE).decode()
    labels_ = dict(re.findall(r'id="picture-(\w+)">\s*<figcaption><span class="portion[^>]*>\((.*?)\)', page))
    assert labels_ == {
        "network": "TLP:CLEAR", "claims": "TLP:CLEAR", "military": "TLP:AMBER", "map": "TLP:AMBER",
        "chronology": "TLP:AMBER",
    }  # fmt: skip
    assert '<figcaption><span class="portion' not in render(made, "html", options=WHOLE).decode()


def test_a_png_is_made_without_a_browser() -> None:
    """Two pixels to a unit, letters from the fonts that ship."""
    picture = drawn(crowd(5))["claims"]
    data = picture_png(picture.narrow)
    high = float(ET.fromstring(picture.narrow).get("height", 0))
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20], "big") == 2 * NARROW
    assert abs(int.from_bytes(data[20:24], "big") - 2 * high) <= 2
    assert len(data) > len(picture_png(re.sub(r"<text.*?</text>", "", picture.narrow)))


# --- the map's data --------------------------------------------------------------------------


def test_outlines_are_small_and_whole() -> None:
    assert FILE.stat().st_size <= 300_000
    assert len([code for code in outlines() if code]) > 190
    for rings in outlines().values():
        for ring in rings:
            assert all(abs(b[0] - a[0]) < 180 for a, b in pairwise(ring.points)) or ring.bounds[1] < -80


def inside(code: str, lon: float, lat: float, slack: float = 0.35) -> bool:
    """Whether a point is within a country, or hardly off its coast."""
    for ring in outlines().get(code, ()):
        odd = False
        for (ax, ay), (bx, by) in pairwise((*ring.points, ring.points[0])):
            near = (ax - lon) ** 2 + (ay - lat) ** 2 < slack**2
            if near:
                return True
            if (ay > lat) != (by > lat) and lon < (bx - ax) * (lat - ay) / (by - ay) + ax:
                odd = not odd
        if odd:
            return True
    return False


def capitals() -> Iterator[tuple[str, str]]:
    """Every capital that the word list of countries knows, with its country."""
    for entry in lexicon.load("id")["countries"].entries:
        if entry.get("kind") == "capital":
            yield from ((word, entry.get("code")) for word in entry.words)


@pytest.mark.parametrize(("name", "code"), list(capitals()))
def test_capitals_lie_in_their_countries(name: str, code: str) -> None:
    found = [spot for spot, start, end in spots(name) if name[start:end] == name]
    assert found, f"the gazetteer lacks {name}"
    # On small islands and in disputed cities the outlines are too coarse to say.
    if outlines().get(code) and name not in {"Yerusalem", "Tel Aviv"}:
        assert inside(code, found[0].lon, found[0].lat), (name, code)


def test_crimea_is_on_the_map_as_united_nations_maps_have_it() -> None:
    assert inside("UA", 34.2, 45.2, slack=0)
    assert not inside("RU", 34.2, 45.2, slack=0)


def test_the_gazetteer_is_in_order() -> None:
    told_ = tomllib.loads((Path(FILE).parent / "gazetteer.toml").read_text(encoding="utf-8"))
    named = [name for kind in ("capital", "city", "area", "vast") for name in told_[kind]]
    assert len(named) == len(set(named))
    assert not set(told_["also"]) & set(named)
    assert set(told_["also"].values()) | set(told_["ambiguous"]["names"]) <= set(named)
    places = [at_ for kind in ("capital", "city", "area", "vast") for at_ in told_[kind].values()]
    assert all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in places)


@pytest.mark.parametrize(
    ("words", "running", "names"),
    [
        ("latihan di Laut China Selatan", True, ["Laut China Selatan"]),
        ("latihan di Laut Cina Selatan", True, ["Laut China Selatan"]),
        ("Moskow dan Kursk", True, ["Kursk"]),
        ("Moskow", False, ["Moskow"]),
        ("Serang pangkalan itu", True, []),
        ("Serang", False, ["Serang"]),
        ("wilayah Gazaria", True, []),
        ("di laut merah", True, []),
    ],
)
def test_places_are_found_by_whole_names(words: str, running: bool, names: list[str]) -> None:
    assert [spot.name for spot, _, _ in spots(words, running=running)] == names


@pytest.mark.parametrize(
    "points",
    [
        [(179.0, 0.0), (-179.0, 5.0), (178.0, -5.0)],
        [(-170.0, 60.0), (170.0, -40.0)],
        [(0.0, 89.0), (10.0, 88.0)],
        [(37.6, 55.7)],
        [(-120.0, 40.0), (0.0, 0.0), (120.0, -40.0)],
        [(106.8, -6.2), (107.0, -6.3)],
    ],
)
def test_a_view_holds_its_points_with_room_around_them(points: list[tuple[float, float]]) -> None:
    """Across the date line too; it is never narrower than a place needs to be recognised."""
    view = view_of(points, 640)
    assert all(view.holds(lon, lat) for lon, lat in points)
    assert 150 < view.high < 900
    assert view.across / view.x_scale >= 11


def test_the_date_line_does_not_tear_a_map() -> None:
    view = view_of([(179.0, 0.0), (-179.0, 5.0)], 640)
    assert abs(view.x(179.0) - view.x(-179.0)) < 200


def test_lines_of_words_have_room_between_them() -> None:
    assert LEADING > 1.1
