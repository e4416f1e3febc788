"""Dates as Indonesian news tells them, resolved against the day of publication.

"Kamis (7/12)", "Selasa, 12 Desember", "7 Juli 2017", "September tahun lalu", "pekan lalu", "kemarin",
"sejak 2022". Months and weekdays come from CLDR through Babel, the words around them from
`dates.toml`. A date is never made finer than it is told: "Desember 2017" is "2017-12", and "pekan
lalu" is the month that its seven days share, or else their year. What can't be resolved (a day
without a year in an article without a date) is left out rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale

from briefing.lexicon import Entry, load
from briefing.model import record

PAST, FUTURE = -1, 1
CUE_REACH = 80
"""How far before a date "akan" may stand and still put it into the future (same sentence)."""
MONTHS_A_YEAR = 12
PRECISIONS = {4: "year", 7: "month", 10: "day"}
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


@record
class _Words:
    """The words of one language, by what they tell."""

    months: dict[str, int]
    weekdays: dict[str, int]
    short_weekdays: dict[str, int]
    roles: dict[str, dict[str, Entry]]
    numbers: dict[str, int]


@lru_cache(maxsize=4)
def _words(language: str) -> _Words:
    locale, lexicon = Locale.parse(language), load(language)
    roles: dict[str, dict[str, Entry]] = {}
    for entry in lexicon["dates"]:
        for word in entry.words:
            roles.setdefault(entry.get("role"), {})[word.casefold()] = entry
    months = {
        name.casefold(): number
        for width in ("wide", "abbreviated")
        for number, name in locale.months["format"][width].items()
    }
    months |= {w: int(e.values["number"]) for w, e in roles.get("month", {}).items()}
    wide = {name.casefold(): number for number, name in locale.days["format"]["wide"].items()}
    wide |= {w: int(e.values["number"]) for w, e in roles.get("weekday", {}).items()}
    short = {name.casefold(): number for number, name in locale.days["format"]["abbreviated"].items()}
    numbers = {
        w.casefold(): int(e.values["value"])
        for e in lexicon.lists.get("numbers", ())
        if e.get("role") == "unit"
        for w in e.words
    }
    return _Words(months=months, weekdays=wide, short_weekdays=short | wide, roles=roles, numbers=numbers)


def _either(words: object, *, capital: bool = False) -> str:
    """A pattern for any of the words, longest first; `capital`: only as a name or in capitals."""
    forms = sorted({str(w) for w in words}, key=lambda w: (-len(w), w))  # type: ignore[attr-defined]
    if not forms:
        return r"(?!)"
    if capital:
        forms = [f for w in forms for f in (w[0].upper() + w[1:], w.upper())]
        return "(?:" + "|".join(map(re.escape, forms)) + r")\b"
    return "(?i:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in forms) + r")\b"


@lru_cache(maxsize=4)
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The rules, in the order in which they are preferred where two begin at the same place."""
    w = _words(language)
    any_weekday = _either(w.short_weekdays, capital=True)
    wd = rf"(?P<wd>{any_weekday})\.?"
    pair = rf"(?:\s*[-–/]\s*{any_weekday})?"
    full_wd = rf"(?P<wd>{_either(w.weekdays, capital=True)})"
    mon, name = rf"(?P<mon>{_either(w.months)})", rf"(?P<mon>{_either(w.months, capital=True)})"
    d = r"(?P<d>[0-3]?\d)(?:\s*(?:[-–]|\b(?:hingga|sampai|dan)\b)\s*[0-3]?\d)?"
    m, y = r"(?P<m>[01]?\d)", r"(?P<y>(?:19|20)\d\d)"
    part, lead = _either(w.roles["part"]), _either(w.roles["lead"])
    weak, daypart = _either(w.roles["weak lead"]), _either(w.roles["daypart"])
    turn = (
        rf"(?:(?P<past>{_either(w.roles['past'])})|(?P<future>{_either(w.roles['future'])})"
        rf"|(?P<this>{_either(w.roles['this'])}))"
    )
    unit = rf"(?P<unit>{_either(w.roles['unit'])})"
    count = rf"(?P<n>\d{{1,2}}|{_either(w.numbers)})"
    free = r"(?<![\w.,/:-])"
    stop = r"(?![\w/]|[.,:-]\d|-\w)"
    table = (
        (
            "weekday (day/month)",
            rf"(?:\b{wd}{pair}\s*,?\s*)?\(\s*(?:{any_weekday}\s*,?\s*)?{d}\s*/\s*{m}"
            rf"(?:\s*/\s*(?P<yy>(?:19|20)\d\d|\d\d))?\s*\)",
        ),
        ("day/month/year", rf"(?:\b{wd}\s*,?\s*)?{free}{d}(?P<sep>[/.-]){m}(?P=sep){y}{stop}"),
        ("year-month-day", rf"{free}{y}-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?![\d-])"),
        ("weekday, day/month", rf"\b{wd}{pair}\s*,?\s+{d}/{m}{stop}"),
        (
            "day month",
            rf"(?:\b{wd}{pair}\s*,?\s*\(?\s*)?{free}{d}\s+{mon}"
            rf"(?:\s*,?\s+(?i:tahun\s+)?{y}\b(?!\.\d))?(?:\s+{unit})?(?:\s+{turn})?",
        ),
        ("month year", rf"\b(?:{part}\s+)?(?i:bulan\s+)?{mon}(?i:\s+tahun)?\s+{y}{stop}(?!-an\b)"),
        ("month of a year", rf"\b(?:{part}\s+)?(?i:bulan\s+)?{name}\s+{unit}\s+{turn}"),
        ("month turned", rf"\b(?:{part}\s+)?(?i:bulan\s+)?{name}\s+{turn}"),
        (
            "month",
            rf"\b(?:{lead}|{weak}|{part})\s+(?P<core>(?:(?:{part}|(?i:bulan))\s+)?{name})"
            r"(?!\s+[A-Z])(?!\s*\d)",
        ),
        ("day word", rf"\b(?P<day>{_either(w.roles['day'])})"),
        ("weekday of a week", rf"\b(?i:hari\s+)?{full_wd}\s+{unit}\s+{turn}"),
        ("weekday turned", rf"\b(?i:hari\s+)?{full_wd}\s+{turn}"),
        ("weekday", rf"\b(?:{lead}|{weak})\s+(?P<core>(?i:hari\s+)?{full_wd})(?!\s*[-–]\s*[A-Z]|\s+[A-Z])"),
        ("weekday", rf"\b{full_wd}(?=\s+{daypart})"),
        ("weekday", rf"(?<=,\s){full_wd}(?=\s*(?:[,.;)]|$))"),
        ("unit turned", rf"\b(?:{part}\s+)?(?:{count}\s+)?{unit}\s+{turn}"),
        (
            "year",
            rf"\b(?:{lead}|{part})\s+(?P<core>(?:{part}\s+)?(?i:tahun\s+)?"
            rf"{y}{stop}(?!-an\b)(?:\s+{turn})?)",
        ),
        ("year", rf"\b{weak}\s+(?P<core>{y}{stop})(?!-an\b)(?=\s*(?:[,.;)(]|$|{lead}|{weak}))"),
    )
    return tuple((rule, re.compile(pattern)) for rule, pattern in table)


def find_dates(text: str, *, published: str | None, language: str = "id") -> tuple[DateMention, ...]:
    """Every date of the text that can be resolved, in reading order; no two of them overlap.

    `published` is the article's day, as ISO date or date-time. Without it a day or month that lacks
    a year takes that of the nearest full date in the text, and a relative date ("pekan lalu") is
    left out.

    >>> [d.value for d in find_dates("pada Kamis (7/12) dan sejak Februari 2016", published="2017-12-08")]
    ['2017-12-07', '2016-02']
    """
    words = _words(language)
    anchor = _day(published)
    told = _without_overlap(_matches(text, language))
    found: list[DateMention] = []
    waiting: list[tuple[str, re.Match[str]]] = []
    for rule, match in told:
        mention = _resolve(rule, match, words, anchor)
        if mention is not None:
            found.append(mention)
        elif anchor is None:
            waiting.append((rule, match))
    if waiting:
        found += _from_neighbours(waiting, found, words)
    return tuple(sorted(found, key=lambda f: f.start))


def fires(entry: Entry, text: str) -> bool:
    """Whether a date is read in the text through one of the entry's words (the checker of `dates.toml`)."""
    forms = [re.compile(rf"(?<!\w){re.escape(w)}(?!\w)", re.IGNORECASE) for w in entry.words]
    if entry.get("role") == "future cue":
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


def _start(match: re.Match[str]) -> int:
    """Where the date itself begins, behind a preposition that only shows that it is one."""
    return match.start("core") if "core" in match.re.groupindex else match.start()


def _matches(text: str, language: str) -> Iterator[tuple[int, int, int, str, re.Match[str]]]:
    for rank, (rule, pattern) in enumerate(_patterns(language)):
        for match in pattern.finditer(text):
            yield _start(match), -match.end(), rank, rule, match


def _without_overlap(
    matches: Iterator[tuple[int, int, int, str, re.Match[str]]],
) -> list[tuple[str, re.Match[str]]]:
    kept: list[tuple[str, re.Match[str]]] = []
    after = 0
    for start, negative_end, _rank, rule, match in sorted(matches, key=lambda m: m[:3]):
        if start >= after:
            kept.append((rule, match))
            after = -negative_end
    return kept


def _from_neighbours(
    waiting: list[tuple[str, re.Match[str]]], found: list[DateMention], words: _Words
) -> Iterator[DateMention]:
    """Days and months without a year, by the nearest full date of the text: before them, or else after."""
    full = [f for f in found if f.explicit and f.precision != "year"]
    for rule, match in waiting:
        groups = match.groupdict()
        if not full or not (groups.get("mon") or groups.get("m")) or groups.get("unit"):
            continue
        before = [f for f in full if f.start < match.start()]
        near = before[-1] if before else full[0]
        anchor = date.fromisoformat(near.value if near.precision == "day" else f"{near.value}-15")
        mention = _resolve(rule, match, words, anchor)
        if mention is not None:
            yield replace(mention, rule=f"{mention.rule}, year of the text")


def _resolve(rule: str, match: re.Match[str], words: _Words, anchor: date | None) -> DateMention | None:
    """The date that a match tells, or none: impossible days, fractions, nothing to count from."""
    g = {k: v for k, v in match.groupdict().items() if v}
    year = _year(g)
    weekday = words.short_weekdays.get(g["wd"].casefold()) if "wd" in g else None
    turn = PAST if "past" in g else FUTURE if "future" in g else 0
    value: str | None
    if "d" in g and ("m" in g or "mon" in g):
        month = int(g["m"]) if "m" in g else words.months[g["mon"].casefold()]
        if year is None and "wd" not in g and "m" in g and _is_fraction(int(g["d"]), month):
            return None
        if year is None and anchor is not None and "unit" in g:
            year = anchor.year + turn
        value = _full_day(year, month, int(g["d"]), weekday, turn, anchor)
    elif "mon" in g:
        value = _month(words.months[g["mon"].casefold()], year, g, turn, anchor, _is_future(match, words))
    elif year is not None:
        value = f"{year:04}"
    elif anchor is None:
        value = None
    elif "day" in g:
        value = _shift(anchor, days=int(words.roles["day"][_plain(g["day"])].values["offset"]))
    elif weekday is not None:
        value = _weekday(weekday, g, turn or (FUTURE if _is_future(match, words) else 0), anchor)
    else:
        value = _unit(match, g, turn, words, anchor)
    if value is None:
        return None
    precision = PRECISIONS[len(value)]
    return DateMention(
        start=_start(match),
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


def _is_fraction(day: int, month: int) -> bool:
    """Whether "(24/7)" or "(1/2)" with no weekday is likelier a figure of speech or a part."""
    return (day, month) == (24, 7) or (day < month <= 4)


def _is_future(match: re.Match[str], words: _Words) -> bool:
    before = match.string[max(0, match.start() - CUE_REACH) : match.start()]
    sentence = re.split(r"[.!?;:]\s|\n", before)[-1]
    return bool(re.search(rf"\b{_either(words.roles['future cue'])}", sentence))


def _full_day(
    year: int | None, month: int, day: int, weekday: int | None, turn: int, anchor: date | None
) -> str | None:
    """A day of a month; without a year the nearest to the anchor that fits the weekday, if any does."""
    if year is not None:
        return _iso(year, month, day)
    if anchor is None:
        return None
    days = [date.fromisoformat(v) for y in (-1, 0, 1) if (v := _iso(anchor.year + y, month, day))]
    days = [d for d in days if (d - anchor).days * turn >= 0] or days
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


def _unit(match: re.Match[str], groups: dict[str, str], turn: int, words: _Words, anchor: date) -> str | None:
    """ "pekan lalu", "dua hari lalu", "awal tahun ini"; a vague count ("beberapa pekan lalu") has no date."""
    before = match.string[: match.start()].split()[-1:]
    if before and _plain(before[0]) in _vague():
        return None
    told = groups.get("n")
    count = 1 if told is None else int(told) if told.isdigit() else words.numbers[told.casefold()]
    if told is not None and turn == 0:
        return None
    entry = words.roles["unit"][_plain(groups["unit"])]
    if "months" in entry.values:
        months = anchor.year * 12 + anchor.month - 1 + turn * count * int(entry.values["months"])
        if int(entry.values["months"]) == MONTHS_A_YEAR:
            return f"{months // 12:04}"
        return f"{months // 12:04}-{months % 12 + 1:02}"
    if entry.values["days"] == 1:
        return _shift(anchor, days=turn * count) if told is not None else None
    monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=turn * count)
    sunday = monday + timedelta(days=6)
    if monday.year != sunday.year:
        return None
    return f"{monday:%Y-%m}" if monday.month == sunday.month else f"{monday:%Y}"


@lru_cache(maxsize=1)
def _vague() -> frozenset[str]:
    entries = load("id").lists.get("numbers", ())
    return frozenset(w.casefold() for e in entries if e.get("role") == "vague" for w in e.words)


def _shift(anchor: date, *, days: int) -> str:
    return (anchor + timedelta(days=days)).isoformat()
