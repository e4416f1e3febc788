"""The dateline that opens a report: "REPUBLIKA.CO.ID, ISTANBUL --", "Seoul (ANTARA News) -", "Wina -".

It stays in the article's text, for offsets point at real words; `words` tells how much of the first
paragraph it takes.
"""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.lexicon import Entry, Lexicon, load
from briefing.model import record
from briefing.sources.outlets import outlet_name, signature

LONGEST = 90
SHOUTED = 3
"""Letters that a word in capitals may have and still be an abbreviation ("DC", "AS")."""
PLACE_WORD = r"[A-Z][\w'’.-]*"
PLACE = rf"{PLACE_WORD}(?:\s+(?:{PLACE_WORD}|d[aie]|of)){{0,3}}"
DASH = r"(?:\s*(?:--+|-\s-|[–—―])\s*|\s+[-‑]\s*|-\s+)"
DAY = r"(?:,?\s+\d{1,2}(?:/\d{1,2}|\s+[A-Z][a-z]+)(?:[/\s]\d{4})?)?"
ARTICLES = ("NEW", "DEN", "SAN", "LOS", "ABU")
"""Short words in capitals that are words all the same: "NEW YORK", "ABU DHABI"."""


@record
class Dateline:
    """What opens the body. `words` are verbatim."""

    words: str
    place: str | None
    outlet: str | None


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    """Every form, the surest first; the last, a place alone, needs a second look."""
    outlet = f"(?P<outlet>{signature(lexicon)})"
    place, region = f"(?P<place>{PLACE})", rf"(?:\s*,\s*{PLACE})?"
    forms = (
        rf"{outlet}\s*,\s*{place}{DAY}{DASH}",
        rf"{place}\s*,\s*{outlet}{DAY}{DASH}",
        rf"{place}{region}{DAY}\s*\({outlet}\){DASH}",
        rf"{outlet}{DASH}(?P<place>[A-Z][A-Z ]+)\.\s",
        rf"{outlet}{DASH}",
        rf"{place}{region}{DAY}{DASH}",
    )
    return tuple(re.compile(form) for form in forms)


def dateline(text: str, *, lexicon: Lexicon | None = None) -> Dateline | None:
    """The dateline that a body paragraph begins with, if it begins with one.

    >>> dateline("REPUBLIKA.CO.ID, ISTANBUL -- Menteri Luar Negeri Rusia").place
    'Istanbul'
    """
    lexicon = lexicon or load("id")
    *sure, alone = _patterns(lexicon)
    for pattern in (*sure, alone):
        match = pattern.match(text[: LONGEST + 1])
        if match is None or not text[match.end() :].strip():
            continue
        groups = match.groupdict()
        place, outlet = groups.get("place"), outlet_name(groups.get("outlet") or "", lexicon)
        if pattern is alone:
            outlet = outlet_name(str(place), lexicon)
            if outlet is None and not _is_place(str(place), text[match.end() :]):
                continue
            place = None if outlet else place
        return Dateline(words=match[0].rstrip(), place=_spelled(place) if place else None, outlet=outlet)
    return None


def _is_place(place: str, rest: str) -> bool:
    """Whether "Wina -" is a place that opens the report, and not a subject: "AS - Rusia bertemu"."""
    if not re.match(r"[\"“'‘]?[A-Z0-9]", rest):
        return False
    return len(place) > SHOUTED if place.isupper() else len(place) > 2 and len(place.split()) <= 2


def _spelled(place: str) -> str:
    """A place in the usual spelling: "DEN HAAG" is Den Haag, "WASHINGTON DC" is Washington DC."""
    words = place.split()
    shouted = [w.isupper() and (len(w) > SHOUTED or w in ARTICLES or len(words) == 1) for w in words]
    return " ".join(w.title() if loud else w for w, loud in zip(words, shouted, strict=True))


def fires(entry: Entry, text: str) -> bool:
    """Whether an outlet is read from a dateline or a line of the head (the checker of `outlets.toml`)."""
    from briefing.sources.head import header_line

    line = dateline(text)
    named = {line.outlet} if line else {r.value for r in header_line(text) if r.field in {"outlet", "source"}}
    return entry.get("name") in named
