"""An article's head and foot: byline, date line, source, dateline. What is read, and from which words."""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.lexicon import Entry, Lexicon, load
from briefing.lexicon.dates import find_dates
from briefing.model import HeaderReading, record

LONGEST_HEADER_LINE = 160
LONGEST_DATELINE = 90
ZONES = {"WIB": "+07:00", "WITA": "+08:00", "WIT": "+09:00", "GMT": "+00:00", "UTC": "+00:00"}
CLOCK = re.compile(
    r"\b([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.][0-5]\d)?\b\s*(WIB|WITA|WIT|GMT|UTC)?(?:\s*[+]\d{1,2})?"
)
NAME_WORD = r"(?:[A-Z][\w'’.-]*|(?:bin|binti|van|de|der|al|von|da)\b)"
NAME = re.compile(rf"{NAME_WORD}(?:\s+{NAME_WORD}){{0,4}}")
INITIALS = re.compile(r"[A-Z]{2,4}|[a-z]{2,4}")
COUNT = re.compile(r"[\d.,]+\s*[kK]?")
SEPARATOR = re.compile(r"\s*[|/,;•·–—:()]+\s*|\s+-\s+")
BYLINE = re.compile(rf"[(\[]\s*({NAME_WORD}(?:\s+{NAME_WORD}){{1,4}})\s*[)\]]")
URL = re.compile(r"(?:(?:https?://|www\.)\S+)")
PLACE_WORD = r"[A-Z][\w'’.-]*"
PLACE = rf"{PLACE_WORD}(?:\s+(?:{PLACE_WORD}|d[aie]|of)){{0,3}}"
DASH = r"(?:\s*(?:--+|[–—―])\s*|\s+[-‑]\s*|-\s+)"
SITE = r"[A-Za-z0-9-]+(?:\.[A-Za-z]{2,10}){1,2}"


@record
class Dateline:
    """What opens the body: "REPUBLIKA.CO.ID, ISTANBUL --". `words` are verbatim."""

    words: str
    place: str | None
    outlet: str | None


@record
class _Patterns:
    label: re.Pattern[str]
    outlet: re.Pattern[str]
    fields: dict[str, str]
    outlets: dict[str, Entry]
    datelines: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> _Patterns:
    labels = [(w, e.get("field")) for e in lexicon["bylines"] for w in e.words]
    labels.sort(key=lambda pair: -len(pair[0]))
    outlets = lexicon["outlets"].by_word()
    words = sorted((w for e in lexicon["outlets"] for w in e.words), key=lambda w: -len(w))
    outlet = "(?i:" + "|".join(map(re.escape, words)) + f")|{SITE}"
    day = r"(?:,?\s+\d{1,2}(?:/\d{1,2}|\s+[A-Z][a-z]+)(?:[/\s]\d{4})?)?"
    return _Patterns(
        label=re.compile(
            r"(?<!\w)(?:"
            + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w, _ in labels)
            + r")(?!\w)\s*:?",
            re.IGNORECASE,
        ),
        outlet=re.compile(r"(?<!\w)(?i:" + "|".join(map(re.escape, words)) + r")(?!\w)"),
        fields={w.casefold(): f for w, f in labels},
        outlets=outlets,
        datelines=tuple(
            re.compile(p)
            for p in (
                rf"(?P<outlet>{outlet})\s*,\s*(?P<place>{PLACE}){day}{DASH}",
                rf"(?P<place>{PLACE})\s*,\s*(?P<outlet>{outlet}){day}{DASH}",
                rf"(?P<place>{PLACE})(?:\s*,\s*{PLACE})?{day}\s*\((?P<outlet>{outlet})\){DASH}",
                rf"(?P<outlet>{outlet}){DASH}(?P<place>[A-Z][A-Z ]+)\.\s",
                rf"(?P<outlet>{outlet}){DASH}",
                rf"(?P<place>{PLACE})(?:\s*,\s*{PLACE})?{day}{DASH}",
            )
        ),
    )


def dateline(text: str, *, lexicon: Lexicon | None = None) -> Dateline | None:
    """The dateline that a body paragraph begins with, if it begins with one.

    >>> dateline("REPUBLIKA.CO.ID, ISTANBUL -- Menteri Luar Negeri Rusia").place
    'Istanbul'
    """
    p = _patterns(lexicon or load("id"))
    for n, pattern in enumerate(p.datelines):
        match = pattern.match(text[: LONGEST_DATELINE + 1])
        if match is None or not text[match.end() :].strip():
            continue
        groups = match.groupdict()
        name, place = groups.get("outlet"), groups.get("place")
        if n == len(p.datelines) - 1 and not _stands_alone(match[0], str(place), text[match.end() :]):
            continue
        if place and _is_outlet(place, p):
            name, place = place, None
        return Dateline(
            words=match[0].rstrip(), place=_place_name(place) if place else None, outlet=_outlet_name(name, p)
        )
    return None


def outlet_name(words: str, *, lexicon: Lexicon | None = None) -> str | None:
    """The usual name of an outlet as it signs itself, or none where the words are no outlet's."""
    p = _patterns(lexicon or load("id"))
    return _outlet_name(words, p) if _is_outlet(words, p) else None


def is_agency(words: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether an outlet is an agency, whose reports others carry."""
    entry = _patterns(lexicon or load("id")).outlets.get(words.strip().casefold())
    return entry is not None and entry.get("kind") == "agency"


def header_line(text: str, *, lexicon: Lexicon | None = None) -> tuple[HeaderReading, ...]:
    """What a line of the head or foot tells, or nothing where it is not such a line.

    >>> [(r.field, r.value) for r in header_line("Natasia Christy / WIR Jumat, 8 Desember 2017 | 17:19 WIB")]
    [('author', 'Natasia Christy'), ('published', '2017-12-08T17:19+07:00')]
    """
    p = _patterns(lexicon or load("id"))
    if len(text) > LONGEST_HEADER_LINE:
        return ()
    byline = BYLINE.fullmatch(text)
    if byline:
        return (HeaderReading(field="author", value=byline[1], words=text, rule="name in brackets"),)
    if URL.fullmatch(text):
        return (HeaderReading(field="url", value=text, words=text, rule="address on a line"),)
    readings: list[HeaderReading] = []
    signs = 0
    for label, content in _segments(text, p):
        read = _segment(label, content, text, p)
        if read is None:
            return ()
        found, sign = read
        readings += found
        signs += sign
    return tuple(readings) if signs else ()


def fires(entry: Entry, text: str) -> bool:
    """Whether a label is read in a line of the head (the checker of `bylines.toml`)."""
    low = text.casefold()
    return bool(header_line(text)) and any(w.casefold() in low for w in entry.words)


def outlet_fires(entry: Entry, text: str) -> bool:
    """Whether an outlet is read from a dateline or source line (the checker of `outlets.toml`)."""
    line = dateline(text)
    if line is not None:
        return line.outlet == entry.get("name")
    return any(r.field == "outlet" and r.value == entry.get("name") for r in header_line(text))


def _segments(text: str, p: _Patterns) -> list[tuple[str | None, str]]:
    """A line cut at its labels: (field, what stands behind the label)."""
    names = [m.span() for m in p.outlet.finditer(text)]
    cuts = [c for c in p.label.finditer(text) if not any(a <= c.start() < b for a, b in names)]
    pieces: list[tuple[str | None, str]] = []
    first = text[: cuts[0].start()] if cuts else text
    if first.strip(" |/,-–—•·:"):
        pieces.append((None, first))
    for n, cut in enumerate(cuts):
        end = cuts[n + 1].start() if n + 1 < len(cuts) else len(text)
        label = " ".join(cut[0].rstrip(" :").casefold().split())
        pieces.append((p.fields[label], text[cut.end() : end]))
    return pieces


def _segment(
    label: str | None, content: str, line: str, p: _Patterns
) -> tuple[list[HeaderReading], int] | None:
    """The readings of a segment and how many signs of a head it bears; none where it is prose."""
    readings: list[HeaderReading] = []
    dates = [d for d in find_dates(content, published=None) if d.explicit and d.precision == "day"]
    clocks = list(CLOCK.finditer(content))
    signs = sum(d.weekday for d in dates) + len(clocks) + (label not in {None, "unlabelled"})
    rest = content
    for date in reversed(dates):
        rest = f"{rest[: date.start]} | {rest[date.end :]}"
    rest = CLOCK.sub(" | ", rest)
    names: list[HeaderReading] = []
    for piece in filter(None, (s.strip(" .") for s in SEPARATOR.split(rest))):
        if _is_outlet(piece, p):
            value = _outlet_name(piece, p) or piece
            names.append(HeaderReading(field="outlet", value=value, words=line, rule="outlet in the head"))
            signs += bool(dates) or len(names) > 1
        elif INITIALS.fullmatch(piece) or COUNT.fullmatch(piece):
            continue
        elif NAME.fullmatch(piece):
            field = label if label in {"author", "editor"} else "outlet" if label == "source" else "author"
            names.append(HeaderReading(field=field, value=piece, words=line, rule="name in the head"))
        else:
            return None
    readings += names
    if dates:
        field = label if label in {"published", "updated"} else "published"
        value = dates[0].value + (_time(clocks[0]) if clocks else "")
        rule = "labelled date line" if label == field else "date line"
        readings.append(HeaderReading(field=field, value=value, words=line, rule=rule))
        if not names:
            signs += 1
    return readings, signs


def _time(clock: re.Match[str]) -> str:
    zone = ZONES.get(clock[3] or "", "")
    return f"T{int(clock[1]):02}:{clock[2]}{zone}"


def _is_outlet(words: str, p: _Patterns) -> bool:
    return words.strip().casefold() in p.outlets or bool(re.fullmatch(SITE, words.strip()))


def _outlet_name(words: str | None, p: _Patterns) -> str | None:
    if not words:
        return None
    entry = p.outlets.get(words.strip().casefold())
    return entry.get("name") if entry else words.strip()


def _stands_alone(words: str, place: str, rest: str) -> bool:
    """Whether "Wina -" is a place that opens the report, and not a subject: "Rusia - AS tak bekerja sama"."""
    if not re.match(r"[\"“'‘]?[A-Z0-9]", rest):
        return False
    capitals = place.isupper() and len(place) > 3
    return capitals or (len(place) > 2 and not place.isupper() and len(place.split()) <= 2)


def _place_name(place: str) -> str:
    """A place in the usual spelling: "DEN HAAG" is Den Haag, "WASHINGTON DC" is Washington DC."""
    return " ".join(
        w.title() if (w.isupper() and len(w) > 3) or w in {"NEW", "DEN", "SAN", "LOS"} else w
        for w in place.split()
    )
