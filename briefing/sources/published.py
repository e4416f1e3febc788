"""The day of publication where the page names none: what the report itself says when it came out.

A date beside "dilansir Reuters, Senin (4/3/2024)" counts, so does the day on which somebody said what
is reported. The date of an event alone does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from briefing.lexicon import Entry, Lexicon, load
from briefing.lexicon.dates import DateMention, find_dates
from briefing.lexicon.reporting import reporting
from briefing.model import HeaderReading

FULL_DATE = re.compile(r"/\d\d|(?:19|20)\d\d")
SENTENCE = re.compile(r"(?<=[a-z0-9)][a-z0-9)][a-z0-9)][.!?])[\"”’]?\s|(?<=[.!?][\"”’])\s")
REACH = 240
"""How far from a date the words that tell what it is may stand."""
FAR = REACH + 20
"""How far is looked, so that the sentence's borders are seen."""
LEAD = 2
"""Paragraphs that count as the lead."""


@lru_cache(maxsize=4)
def _cues(lexicon: Lexicon) -> dict[str, re.Pattern[str]]:
    roles: dict[str, list[str]] = {}
    for entry in lexicon["dating"]:
        roles.setdefault(entry.get("role"), []).extend(entry.words)
    words_of = {role: _either(words) for role, words in roles.items()}
    words_of["said"] = rf"{_either(reporting(lexicon, 'days'))}(?:nya)?(?!\w)"
    return {role: re.compile(words, re.IGNORECASE) for role, words in words_of.items()}


def _either(words: Iterable[str]) -> str:
    return r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))) + ")"


def published_by(paragraphs: list[str], *, lexicon: Lexicon | None = None) -> HeaderReading | None:
    """The day of publication that the body gives, with its words, or none.

    >>> published_by(["Rusia siap, dilansir Reuters, Senin (4/3/2024)."]).value
    '2024-03-04'
    """
    cues = _cues(lexicon or load("id"))
    carried: list[HeaderReading] = []
    said: list[HeaderReading] = []
    for n, text in enumerate(paragraphs):
        if not FULL_DATE.search(text):
            continue
        for date in find_dates(text, published=None):
            if not (date.explicit and date.precision == "day"):
                continue
            reading = _reading(text, date, cues, lead=n < LEAD)
            if reading is not None:
                (carried if reading.rule == "day of the report carried" else said).append(reading)
    latest = [max(readings, key=lambda r: r.value) for readings in (carried, said) if readings]
    if len(latest) > 1 and latest[1].value > latest[0].value:
        return None  # somebody spoke after the report that is passed on: neither day need be that of this one
    return latest[0] if latest else None


def _reading(
    text: str, date: DateMention, cues: dict[str, re.Pattern[str]], *, lead: bool
) -> HeaderReading | None:
    before, after = _sentence(text, date)
    words = text[date.start : date.end]
    if cues["not"].match(after.lstrip(" ,")) or cues["not"].search(words):
        return None
    if cues["carried"].search(before[-REACH:]):
        rule = "day of the report carried"
    elif date.weekday and lead and cues["until"].search(before) and cues["still"].search(before):
        rule = "day that a state lasts to"
    elif date.weekday and (
        cues["said"].search(before[-REACH:]) or (lead and cues["said"].search(after[:REACH]))
    ):
        rule = "day of the statement"
    else:
        return None
    return HeaderReading(field="published", value=date.value, words=words, rule=rule)


def _sentence(text: str, date: DateMention) -> tuple[str, str]:
    """What stands before and after a date in its sentence ("St. Petersburg" ends none)."""
    before = SENTENCE.split(text[max(0, date.start - FAR) : date.start])[-1]
    after = SENTENCE.split(text[date.end : date.end + FAR])[0]
    return before, after


def fires(entry: Entry, text: str) -> bool:
    """Whether an entry's words make a date the day of publication, or keep it from being one."""
    plain = published_by([text])
    return plain is None if entry.get("role") == "not" else plain is not None
