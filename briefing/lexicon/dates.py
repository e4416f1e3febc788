"""Dates as Indonesian news tells them, resolved against the day of publication.

"Kamis (7/12)", "Selasa, 12 Desember", "7 Juli 2017", "September tahun lalu", "pekan lalu", "kemarin",
"sejak 2022". Months and weekdays come from CLDR through Babel, the words around them from
`dates.toml`. A date is never made finer than it is told: "Desember 2017" is "2017-12", and "pekan
lalu" is the month that its seven days share, or else their year. What can't be resolved (a day
without a year in an article without a date) is left out rather than guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from briefing.lexicon import Entry
from briefing.lexicon.date_patterns import Words, begins, matches, words
from briefing.model import record

PAST, FUTURE = -1, 1
CUE_REACH = 80
"""How far before a date "akan" may stand and still put it into the future (same sentence)."""
MONTHS_A_YEAR = 12
PRECISIONS = {4: "year", 7: "month", 10: "day"}
NEAR_DAYS = 92
"""How far a day without a year may lie from the full date whose year it takes."""
NEAR_AHEAD = 31
"""How far ahead a day without a year may lie that nothing puts into the future."""
LEAD_REACH = 20
CENTURY = 2000
"""Of years told in two figures ("16/1/24")."""


@record
class DateMention:
    """A date in a text. `value` is ISO, as fine as it is told: "2017-12-08", "2017-12" or "2017"."""

    start: int
    end: int
    value: str
    precision: str
    rule: str
    explicit: bool = False
    """The words themselves name the year: nothing was taken from the day of publication."""
    weekday: bool = False
    """The words name a weekday too."""


@lru_cache(maxsize=64)
def find_dates(text: str, *, published: str | None, language: str = "id") -> tuple[DateMention, ...]:
    """Every date of the text that can be resolved, in reading order; no two of them overlap.

    `published` is the article's day, as ISO date or date-time. Without it a day or month that lacks
    a year takes that of the nearest full date in the text, and a relative date ("pekan lalu") is
    left out. The last few texts' dates are kept: each line of a brief asks for those of its paragraph.

    >>> [d.value for d in find_dates("pada Kamis (7/12) dan sejak Februari 2016", published="2017-12-08")]
    ['2017-12-07', '2016-02']
    """
    told = words(language)
    anchor = _day(published)
    found: list[DateMention] = []
    waiting: list[tuple[str, re.Match[str]]] = []
    for rule, match in matches(text, language):
        mention = _resolve(rule, match, told, anchor)
        if mention is not None:
            found.append(mention)
        elif anchor is None:
            waiting.append((rule, match))
    if waiting:
        found += _from_neighbours(waiting, found, told)
    return tuple(sorted(found, key=lambda f: f.start))


def fires(entry: Entry, text: str) -> bool:
    """Whether a date is read in the text through one of the entry's words (the checker of `dates.toml`)."""
    forms = [re.compile(rf"(?<!\w){re.escape(w)}(?!\w)", re.IGNORECASE) for w in entry.words]
    if entry.get("role") in ("future cue", "saying"):
        return any(f.search(text) for f in forms) and bool(find_dates(text, published="2017-12-08"))
    reach = CUE_REACH if "lead" in entry.get("role") else 0
    return any(
        form.search(text, max(0, mention.start - reach), mention.end)
        or (entry.get("role") == "daypart" and form.match(text, mention.end + 1))
        for mention in find_dates(text, published="2017-12-08")
        for form in forms
    )


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _from_neighbours(
    waiting: list[tuple[str, re.Match[str]]], found: list[DateMention], told: Words
) -> Iterator[DateMention]:
    """Days and months without a year, by the nearest full date of the text: before them, or else after.

    A full date tells the year only of what lies close to it, and never against a weekday that is
    told: "sejak Januari 2014 … Sabtu (13/5)" leaves that Saturday, and all others, without a year. What
    is counted from the day of publication ("28 Juli lalu") has none.
    """
    full = [f for f in found if f.explicit and f.precision != "year"]
    taken = list(_taken(waiting, full, told))
    if all(agrees for _, agrees in taken):
        yield from (mention for mention, _ in taken if mention is not None)
    yield from _same_weekday(waiting, full, told)


def _same_weekday(
    waiting: list[tuple[str, re.Match[str]]], full: list[DateMention], told: Words
) -> Iterator[DateMention]:
    """ "Sabtu dini hari" in a text that tells of "Sabtu (14/6/2025)", and of no other Saturday."""
    days: dict[int, set[str]] = {}
    for mention in full:
        if mention.weekday and mention.precision == "day":
            days.setdefault(date.fromisoformat(mention.value).weekday(), set()).add(mention.value)
    for rule, match in waiting:
        groups = {k for k, v in match.groupdict().items() if v} - {"core"}
        known = days.get(told.short_weekdays[match["wd"].casefold()], set()) if groups == {"wd"} else set()
        if len(known) == 1:
            yield DateMention(
                start=begins(match), end=match.end(), value=min(known), precision="day",
                rule=f"{rule}, day of the text", weekday=True,
            )  # fmt: skip


def _taken(
    waiting: list[tuple[str, re.Match[str]]], full: list[DateMention], told: Words
) -> Iterator[tuple[DateMention | None, bool]]:
    """Each with the year of its neighbour, if that lies close; and whether its own weekday agrees."""
    for rule, match in waiting:
        groups = match.groupdict()
        counted = any(groups.get(name) for name in ("unit", "past", "future"))
        if not full or not (groups.get("mon") or groups.get("m")) or counted:
            continue
        near = full[max(0, bisect_left(full, match.start(), key=lambda f: f.start) - 1)]
        anchor = date.fromisoformat(near.value if near.precision == "day" else f"{near.value}-15")
        mention = _resolve(rule, match, told, anchor)
        if mention is None:
            continue
        day = date.fromisoformat(mention.value) if mention.precision == "day" else anchor
        weekday = told.short_weekdays.get(match.group("wd").casefold()) if mention.weekday else day.weekday()
        close = abs((day - anchor).days) <= NEAR_DAYS
        dated = replace(mention, rule=f"{mention.rule}, year of the text")
        yield dated if close and day.weekday() == weekday else None, day.weekday() == weekday


def _resolve(rule: str, match: re.Match[str], told: Words, anchor: date | None) -> DateMention | None:
    """The date that a match tells, or none: impossible days, fractions, nothing to count from."""
    g = {k: v for k, v in match.groupdict().items() if v}
    year = _year(g)
    weekday = told.short_weekdays.get(g["wd"].casefold()) if "wd" in g else None
    turn = PAST if "past" in g else FUTURE if "future" in g else 0
    value: str | None
    if "d" in g and ("m" in g or "mon" in g):
        month = int(g["m"]) if "m" in g else told.months[g["mon"].casefold()]
        if year is None and "wd" not in g and "m" in g and _is_fraction(int(g["d"]), month):
            return None
        if year is None and anchor is not None and "unit" in g:
            year = anchor.year + turn
        value = _full_day(year, month, int(g["d"]), weekday, turn, anchor, _is_future(match, told))
        if (
            value
            and anchor
            and year is None
            and not (turn or weekday)
            and _is_name(match, value, anchor, told)
        ):
            return None
    elif "mon" in g:
        value = _month(told.months[g["mon"].casefold()], year, g, turn, anchor, _is_future(match, told))
    elif year is not None:
        value = f"{year:04}"
    elif anchor is None:
        value = None
    elif "day" in g:
        value = _shift(anchor, days=int(told.roles["day"][_plain(g["day"])].values["offset"]))
    elif weekday is not None:
        value = _weekday(weekday, g, turn or (FUTURE if _is_future(match, told) else 0), anchor)
    else:
        value = _unit(match, g, turn, told, anchor)
    if value is None:
        return None
    precision = PRECISIONS[len(value)]
    return DateMention(
        start=begins(match),
        end=match.end(),
        value=value,
        precision=precision,
        rule=rule,
        explicit=_year(g) is not None,
        weekday=weekday is not None,
    )


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _year(groups: dict[str, str]) -> int | None:
    told = groups.get("y") or groups.get("yy")
    if told is None:
        return None
    return int(told) if len(told) > 2 else CENTURY + int(told)


def _is_name(match: re.Match[str], value: str, anchor: date, told: Words) -> bool:
    """Whether a day far off, with no word before it that leads to a day, names what happened then once.

    "pembantaian 7 Oktober" tells no year; "pada 7 Oktober" is the last one.
    """
    before = _plain(match.string[max(0, match.start() - LEAD_REACH) : match.start()]).rpartition(" ")[2]
    led = any(before in told.roles[role] for role in ("lead", "weak lead"))
    return not led and abs((date.fromisoformat(value) - anchor).days) > NEAR_DAYS


def _is_fraction(day: int, month: int) -> bool:
    """Whether "(24/7)" or "(1/2)" with no weekday is likelier a figure of speech or a part."""
    return (day, month) == (24, 7) or (day < month <= 4)


def _is_future(match: re.Match[str], told: Words) -> bool:
    """Whether "akan" stands before it in its sentence, and nobody is told to have said it in between."""
    before = match.string[max(0, match.start() - CUE_REACH) : match.start()]
    sentence = re.split(r"[.!?;:]\s|\n", before)[-1]
    cue = next(iter(reversed(list(told.future.finditer(sentence)))), None)
    if cue is None:
        return False
    behind = re.compile(r"\s*\w*").match(sentence, cue.end())  # "akan mengatakan" is still to come
    return not told.saying.search(sentence, behind.end() if behind else cue.end())


def _full_day(
    year: int | None,
    month: int,
    day: int,
    weekday: int | None,
    turn: int,
    anchor: date | None,
    future: bool,
) -> str | None:
    """A day of a month; without a year the nearest to the anchor that fits the weekday, if any does.

    News tells of what was: a day far ahead is last year's unless something points to the future.
    """
    if year is not None:
        return _iso(year, month, day)
    if anchor is None:
        return None
    days = [date.fromisoformat(v) for y in (-1, 0, 1) if (v := _iso(anchor.year + y, month, day))]
    days = [d for d in days if (d - anchor).days * turn >= 0] or days
    if not (turn or future):
        days = [d for d in days if (d - anchor).days <= NEAR_AHEAD] or days
    fitting = [d for d in days if weekday is None or d.weekday() == weekday] or days
    return min(fitting, key=lambda d: abs(d - anchor)).isoformat() if fitting else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(
    month: int, year: int | None, groups: dict[str, str], turn: int, anchor: date | None, future: bool
) -> str | None:
    """A month; without a year the nearest, looking back up to nine months and ahead up to two."""
    if year is None and anchor is not None:
        if "unit" in groups:
            year = anchor.year + turn
        else:
            turn = turn or (FUTURE if future else 0)
            back = {PAST: 11, FUTURE: 0, 0: 9}[turn]
            ahead = (month - anchor.month + back) % 12 - back
            year = anchor.year + (anchor.month - 1 + ahead) // 12
    return f"{year:04}-{month:02}" if year is not None else None


def _weekday(weekday: int, groups: dict[str, str], turn: int, anchor: date) -> str:
    """The last such weekday (the day itself counts), the next, or that of another week."""
    if "unit" in groups:
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=turn)
        return (monday + timedelta(days=weekday)).isoformat()
    back = (anchor.weekday() - weekday) % 7
    if turn == FUTURE:
        return (anchor + timedelta(days=(-back) % 7 or 7)).isoformat()
    if turn == PAST:
        back = back or 7
    return (anchor - timedelta(days=back)).isoformat()


def _unit(match: re.Match[str], groups: dict[str, str], turn: int, told: Words, anchor: date) -> str | None:
    """ "pekan lalu", "dua hari lalu", "awal tahun ini"; a vague count ("beberapa pekan lalu") has no date."""
    before = match.string[max(0, match.start() - CUE_REACH) : match.start()].split()[-1:]
    if before and _plain(before[0]) in told.vague:
        return None
    counted = groups.get("n")
    if counted is None:
        count = 1
    else:
        count = int(counted) if counted.isdecimal() else told.numbers[counted.casefold()]
    if counted is not None and turn == 0:
        return None
    entry = told.roles["unit"][_plain(groups["unit"])]
    if "months" in entry.values:
        months = anchor.year * 12 + anchor.month - 1 + turn * count * int(entry.values["months"])
        if int(entry.values["months"]) == MONTHS_A_YEAR:
            return f"{months // 12:04}"
        return f"{months // 12:04}-{months % 12 + 1:02}"
    if entry.values["days"] == 1:
        return _shift(anchor, days=turn * count) if counted is not None else None
    monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=turn * count)
    sunday = monday + timedelta(days=6)
    if monday.year != sunday.year:
        return None
    return f"{monday:%Y-%m}" if monday.month == sunday.month else f"{monday:%Y}"


def _shift(anchor: date, *, days: int) -> str:
    return (anchor + timedelta(days=days)).isoformat()
