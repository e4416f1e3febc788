"""Lines of an article's head and foot: byline, date line, source. What is read, and from which words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from briefing.lexicon import Entry, Lexicon, load
from briefing.lexicon.dates import DateMention, find_dates
from briefing.model import HeaderReading, record
from briefing.sources.names import DEGREE, NAME, NAME_WORD, bare_name, is_occupation
from briefing.sources.outlets import is_publisher, listed, outlet_name

LONGEST = 160
SHORTEST_NAME = 1
AND = re.compile(r"\s+(?:dan|pada|&)(?:\s+|$)")
"""Between two authors, or between one and the day: "Budi Santoso dan Agus Setiawan pada 5 November 2025"."""
ZONES = {"WIB": "+07:00", "WITA": "+08:00", "WIT": "+09:00", "GMT": "+00:00", "UTC": "+00:00"}
CLOCK = re.compile(
    r"\b([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.][0-5]\d)?\b\s*((?i:WIB|WITA|WIT|GMT|UTC))?(?:\s*[+]\d{1,2})?"
)
INITIALS = re.compile(r"[A-Z]{2,4}|[a-z]{2,4}")
COUNT = re.compile(r"[\d.,]+\s*[kK]?")
SEPARATOR = re.compile(r"\s*[|/,;•·–—:()]+\s*|\s+-\s+")
SIGNED = re.compile(r"\s[-–|]\s")
SIGNED_FOR = re.compile(r"\s[-–|]\s|,\s")
BYLINE = re.compile(rf"[(\[]\s*({NAME_WORD}(?:\s+{NAME_WORD}){{1,4}})\s*[)\]]")
URL = re.compile(r"(?:https?://|www\.)\S+")


@record
class _Segment:
    """A stretch of a line behind one label: the names, outlets, dates and times in it."""

    label: str | None
    names: tuple[str, ...]
    outlets: tuple[str, ...]
    dates: tuple[DateMention, ...]
    clocks: tuple[re.Match[str], ...]


@lru_cache(maxsize=4)
def _labels(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for every label, and which field each stands for."""
    labels = (e for e in lexicon["bylines"] if e.get("field") != "desk")
    fields = {w.casefold(): e.get("field") for e in labels for w in e.words}
    words = sorted(fields, key=lambda w: (-len(w), w))
    either = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)\s*:?", re.IGNORECASE), fields


def header_line(text: str, *, lexicon: Lexicon | None = None) -> tuple[HeaderReading, ...]:
    """What a line of the head or foot tells, or nothing where it is not such a line.

    >>> [(r.field, r.value) for r in header_line("Natasia Christy / WIR Jumat, 8 Desember 2017 | 17:19 WIB")]
    [('author', 'Natasia Christy'), ('published', '2017-12-08T17:19+07:00')]
    """
    if len(text) > LONGEST:
        return ()
    byline = BYLINE.fullmatch(text)
    if byline:
        return (HeaderReading(field="author", value=byline[1], words=text, rule="name in brackets"),)
    if URL.fullmatch(text):
        return (HeaderReading(field="url", value=text, words=text, rule="address on a line"),)
    lexicon = lexicon or load("id")
    segments = [_segment(label, content, lexicon) for label, content in _cut(text, lexicon)]
    read = [s for s in segments if s is not None]
    if len(read) < len(segments) or not _is_header(read, text):
        return ()
    return tuple(reading for segment in read for reading in _readings(segment, text, lexicon))


def is_headline(text: str, *, lexicon: Lexicon) -> bool:
    """Whether a first line that begins with a label is a title all the same: "Wartawan Dewi Kania Ditahan".

    A label that is also what somebody is tells only with a colon, a day or another label behind it.
    """
    pattern, _ = _labels(lexicon)
    nouns = {w.casefold() for e in lexicon["bylines"] if e.values.get("noun") for w in e.words}
    cuts = list(pattern.finditer(text))
    if len(cuts) != 1 or cuts[0].start() or cuts[0][0].strip().casefold() not in nouns:
        return False
    behind = text[cuts[0].end() :]
    return len(behind.split()) > SHORTEST_NAME and not SEPARATOR.search(behind) and not CLOCK.search(behind)


def label_alone(text: str, *, lexicon: Lexicon) -> str | None:
    """The label that a line is, if what it tells stands on another line ("Reporter", "Oleh :")."""
    _, fields = _labels(lexicon)
    label = " ".join(text.strip(" :,").casefold().split())
    return label if fields.get(label, "unlabelled") != "unlabelled" else None


def signed_line(text: str, *, lexicon: Lexicon) -> tuple[HeaderReading, ...] | None:
    """What a line of outlets tells, with a name or without ("Rakha Pradana, CNBC Indonesia"), or none.

    Only above the body, where no heading and nobody in passing is to be expected. A line that is only a
    word of the page ("News") tells nothing.
    """
    segments = [_segment(label, content, lexicon) for label, content in _cut(text, lexicon)]
    read = [s for s in segments if s is not None]
    if not read or len(read) < len(segments) or any(s.label not in {None, "unlabelled"} for s in read):
        return None
    names, outlets = [n for s in read for n in s.names], [o for s in read for o in s.outlets]
    if not all(is_publisher(outlet, lexicon) for outlet in outlets):
        return None
    if names and not (outlets and len(names) == 1 and SIGNED_FOR.search(text)):
        return None
    if not outlets and any(s.label is None for s in read):
        return None
    return tuple(dict.fromkeys(reading for segment in read for reading in _readings(segment, text, lexicon)))


@lru_cache(maxsize=4)
def _desks(lexicon: Lexicon) -> tuple[str, ...]:
    """Words before an outlet's name that make it the name of its newsroom ("Tim detikcom")."""
    return tuple(f"{w} " for e in lexicon["bylines"] if e.get("field") == "desk" for w in e.words)


def _outlet(words: str, lexicon: Lexicon) -> str | None:
    desk = next((d for d in _desks(lexicon) if words.casefold().startswith(d)), "")
    return outlet_name(words[len(desk) :], lexicon)


def fires(entry: Entry, text: str) -> bool:
    """Whether a label is read in a line of the head (the checker of `bylines.toml`)."""
    low = text.casefold()
    return bool(header_line(text)) and any(w.casefold() in low for w in entry.words)


def _cut(text: str, lexicon: Lexicon) -> list[tuple[str | None, str]]:
    """A line cut at its labels: (field, what stands behind the label). An outlet's name holds no label."""
    pattern, fields = _labels(lexicon)
    names = [m.span() for m in listed(lexicon).finditer(text)]
    cuts = [c for c in pattern.finditer(text) if not any(a <= c.start() < b for a, b in names)]
    pieces: list[tuple[str | None, str]] = []
    first = text[: cuts[0].start()] if cuts else text
    if first.strip(" |/,-–—•·:"):
        pieces.append((None, first))
    for n, cut in enumerate(cuts):
        end = cuts[n + 1].start() if n + 1 < len(cuts) else len(text)
        label = " ".join(cut[0].rstrip(" :").casefold().split())
        pieces.append((fields[label], text[cut.end() : end]))
    return pieces


def _segment(label: str | None, content: str, lexicon: Lexicon) -> _Segment | None:
    """What a segment holds; none where it holds anything but names, outlets, dates, times and counts."""
    dates = [d for d in find_dates(content, published=None) if d.explicit and d.precision == "day"]
    clocks = tuple(CLOCK.finditer(content))
    rest = content
    for date in reversed(dates):
        rest = f"{rest[: date.start]} | {rest[date.end :]}"
    names: list[str] = []
    outlets: list[str] = []
    if label in {"author", "editor"}:
        rest = AND.sub(" | ", rest)
    for piece in (s.strip(" .-") for s in SEPARATOR.split(CLOCK.sub(" | ", rest))):
        outlet = None if DEGREE.fullmatch(piece) else _outlet(piece, lexicon)
        if outlet is not None:
            outlets.append(outlet)
        elif (
            (names and is_occupation(piece, lexicon))
            or not piece
            or INITIALS.fullmatch(piece)
            or COUNT.fullmatch(piece)
        ):
            continue
        elif NAME.fullmatch(piece):
            name = bare_name(piece, lexicon=lexicon)
            names += [name] if name else []
        else:
            return None
    return _Segment(
        label=label, names=tuple(names), outlets=tuple(outlets), dates=tuple(dates), clocks=clocks
    )


def _is_header(segments: Sequence[_Segment], text: str) -> bool:
    """Whether what a line holds makes it one of the head, and not a heading or a name in passing."""
    bare = [s for s in segments if s.label is None]
    labelled = any(s.label not in {None, "unlabelled"} for s in segments)
    dated = any(s.dates for s in segments)
    timed = any(s.clocks or any(d.weekday for d in s.dates) for s in segments)
    if any(s.names for s in bare):
        signed = bool(SIGNED.search(text)) and [len(s.names) + len(s.outlets) for s in segments] == [2]
        return timed or (dated and labelled) or (signed and len(bare[0].outlets) == 1)
    return dated or labelled


def _readings(segment: _Segment, line: str, lexicon: Lexicon) -> list[HeaderReading]:
    field = segment.label if segment.label in {"author", "editor", "source"} else "author"
    readings = [
        HeaderReading(field=field, value=name, words=line, rule="name in the head") for name in segment.names
    ]
    for outlet in segment.outlets:
        kind = "source" if segment.label == "source" and not is_publisher(outlet, lexicon) else "outlet"
        readings.append(HeaderReading(field=kind, value=outlet, words=line, rule="outlet in the head"))
    if segment.dates:
        told = segment.label in {"published", "updated"}
        readings.append(
            HeaderReading(
                field=segment.label if told and segment.label else "published",
                value=segment.dates[0].value + (_time(segment.clocks[0]) if segment.clocks else ""),
                words=line,
                rule="labelled date line" if told else "date line",
            )
        )
    return readings


def clock_of(text: str) -> str:
    """The time of day that a text names first, as ISO has it behind a day; empty where it names none."""
    clock = CLOCK.search(text)
    return _time(clock) if clock else ""


def _time(clock: re.Match[str]) -> str:
    return f"T{int(clock[1]):02}:{clock[2]}{ZONES.get((clock[3] or '').upper(), '')}"
