"""A day as it is written beside a text: by a page's metadata, a feed, a message or a table."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from briefing.lexicon.dates import find_dates
from briefing.sources.head import clock_of

ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:[T ]\s*(\d{1,2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
LONGEST = 100
"""Letters that a day takes at most."""
UNSET = frozenset({"0001-01-01", "1970-01-01"})
"""The days that programs write where they know none."""


def day_of(words: str) -> str | None:
    """The day that words name, ISO, with time and zone as far as they tell them; none where they name none.

    >>> day_of("Mon, 06 Nov 2023 08:15:00 +0700"), day_of("Senin, 6 November 2023 08:15 WIB")
    ('2023-11-06T08:15+07:00', '2023-11-06T08:15+07:00')
    """
    words = words.strip()
    if not words or len(words) > LONGEST:
        return None
    day = _iso(words) or _of_a_message(words) or _told(words)
    return None if day is None or day[:10] in UNSET else day


def _iso(words: str) -> str | None:
    found = ISO.match(words)
    if found is None:
        return None
    year, month, day, hour, minute, zone = found.groups()
    zone = "+00:00" if zone == "Z" else zone
    try:
        told = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))
    except ValueError:
        return None
    if hour is None:
        return told.date().isoformat()
    offset = f"{zone[:3]}:{zone[-2:]}" if zone else ""
    return told.isoformat(timespec="minutes") + offset


def _of_a_message(words: str) -> str | None:
    """A day as mail and feeds write it (RFC 5322)."""
    try:
        told = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if told.utcoffset() is None and not words.rstrip().endswith(("GMT", "UTC", "-0000")):
        return None
    return told.isoformat(timespec="minutes") + ("" if told.utcoffset() is not None else "+00:00")


def _told(words: str) -> str | None:
    """A day in the words of a language."""
    days = {d.value for d in find_dates(words, published=None) if d.explicit and d.precision == "day"}
    return days.pop() + clock_of(words) if len(days) == 1 else None
