"""The patterns by which dates are found, made from CLDR's months and weekdays and from `dates.toml`.

Each has a name, which is the rule that a date is read by. Their order is one of preference where two
begin at the same place and are equally long; the longest wins otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from briefing.lexicon import Entry, Lexicon, load
from briefing.model import record

WORD = re.compile(r"[^\W\d_]+|\d+")
CLINGING = 3
"""So many letters may cling to a root of saying ("katanya")."""
BEFORE, AFTER = 60, 80
"""How far a date may reach from the word or figure that gives it away."""
NOTHING, A_YEAR, A_SLASH = frozenset[str](), frozenset({"year"}), frozenset({"slash"})
DAY = r"(?P<d>[0-3]?\d)(?:\s*(?:[-–]|\b(?:hingga|sampai|dan)\b)\s*[0-3]?\d)?"
MONTH = r"(?P<m>[01]?\d)"
YEAR = r"(?P<y>(?:19|20)\d\d)"
FREE, STOP = r"(?<![\w.,/:-])", r"(?![\w/]|[.,:-]\d|-\w)"


@record
class Words:
    """The words of one language, by what they tell."""

    months: dict[str, int]
    full_months: tuple[str, ...]
    """Without a figure beside it only a month written out is one ("Mar", "Dec" may be names)."""
    weekdays: dict[str, int]
    short_weekdays: dict[str, int]
    roles: dict[str, dict[str, Entry]]
    numbers: dict[str, int]
    vague: frozenset[str]
    """"beberapa", "sejumlah": a count of them is no date."""
    triggers: dict[str, frozenset[str]]
    """Single words of which every date without a year has at least one: what they tell (see `patterns`)."""
    future: re.Pattern[str]
    saying: re.Pattern[str]
    """What reports speech: a day behind it is when it was said ("…," kata X pada Minggu)."""


@lru_cache(maxsize=4)
def words(language: str) -> Words:
    """The words that dates are told with in a language."""
    from babel import Locale  # costs 30 ms, wanted with the first article only

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
    months |= {w: int(e.values["number"]) for w, e in roles["month"].items()}
    wide = {name.casefold(): number for number, name in locale.days["format"]["wide"].items()}
    wide |= {w: int(e.values["number"]) for w, e in roles["weekday"].items()}
    short = {name.casefold(): number for number, name in locale.days["format"]["abbreviated"].items()}
    numbers = [e for e in lexicon["numbers"] if e.get("role") in {"unit", "vague"}]
    telling = {"month": months, "weekday": short | wide, "day": roles["day"], "unit": roles["unit"]}
    told = [(t, what) for what, forms in telling.items() for w in forms for t in WORD.findall(w)]
    triggers = {t: frozenset(what for other, what in told if other == t) for t, _ in told}
    return Words(
        months=months,
        full_months=tuple(name.casefold() for name in locale.months["format"]["wide"].values()),
        weekdays=wide,
        short_weekdays=short | wide,
        roles=roles,
        numbers={
            w.casefold(): int(e.values["value"]) for e in numbers if e.values.get("value") for w in e.words
        },
        vague=frozenset(w.casefold() for e in numbers if e.get("role") == "vague" for w in e.words),
        triggers=triggers,
        future=re.compile(rf"\b{_either(roles['future cue'])}"),
        saying=_saying(lexicon),
    )


def _saying(lexicon: Lexicon) -> re.Pattern[str]:
    forms: dict[str, list[str]] = {"root": [], "verb": []}
    for entry in lexicon.lists.get("cues", ()):
        forms.setdefault(entry.get("kind"), []).extend(entry.words)
    forms["root"] += [w for e in lexicon["dates"] if e.get("role") == "saying" for w in e.words]
    roots = _either(forms["root"]).removesuffix(r"\b")
    return re.compile(rf"[,”\"»]\s*{roots}\w{{0,{CLINGING}}}\b|\s{_either(forms['verb'])}")


def _either(forms: Iterable[str], *, capital: bool = False) -> str:
    """A pattern for any of the words, longest first; `capital`: only as a name or in capitals."""
    longest = sorted(set(forms), key=lambda w: (-len(w), w))
    if not longest:
        return r"(?!)"
    if capital:
        shapes = [f for w in longest for f in (w[0].upper() + w[1:], w.upper())]
        return "(?:" + "|".join(map(re.escape, shapes)) + r")\b"
    return "(?i:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in longest) + r")\b"


@lru_cache(maxsize=4)
def patterns(language: str) -> tuple[tuple[str, frozenset[str], re.Pattern[str]], ...]:
    """(rule, what its words must tell among others, pattern) for every way in which a date is told."""
    w = words(language)
    any_weekday = _either(w.short_weekdays, capital=True)
    short, full = rf"(?P<wd>{any_weekday})\.?", rf"(?P<wd>{_either(w.weekdays, capital=True)})"
    pair = rf"(?:\s*[-–/]\s*{any_weekday})?"
    month = rf"(?P<mon>{_either(w.months)})"
    name = rf"(?P<mon>{_either(w.full_months, capital=True)})"
    part, lead, weak = (_either(w.roles[r]) for r in ("part", "lead", "weak lead"))
    turn = "(?:" + "|".join(rf"(?P<{r}>{_either(w.roles[r])})" for r in ("past", "future", "this")) + ")"
    unit, count = rf"(?P<unit>{_either(w.roles['unit'])})", rf"(?P<n>\d{{1,2}}|{_either(w.numbers)})"
    of_month, of_day = r"(?i:bulan\s+)?", r"(?i:hari\s+)?"
    table = (
        (
            "weekday (day/month)",
            "slash",
            rf"(?:\b{short}{pair}\s*,?\s*)?\(\s*(?:{any_weekday}\s*,?\s*)?{DAY}\s*/\s*{MONTH}"
            rf"(?:\s*/\s*(?P<yy>(?:19|20)\d\d|\d\d))?\s*\)",
        ),
        (
            "day/month/year",
            "year",
            rf"(?:\b{short}\s*,?\s*)?{FREE}{DAY}(?P<sep>[/.-]){MONTH}(?P=sep){YEAR}{STOP}",
        ),
        ("year-month-day", "year", rf"{FREE}{YEAR}-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?![\d-])"),
        ("weekday, day/month", "slash", rf"\b{short}{pair}\s*,?\s+{DAY}/{MONTH}{STOP}"),
        (
            "day month",
            "month",
            rf"(?:\b{short}{pair}\s*,?\s*\(?\s*)?{FREE}{DAY}\s+{month}"
            rf"(?:\s*,?\s+(?i:tahun\s+)?{YEAR}\b(?!\.\d))?(?:\s+{unit})?(?:\s+{turn})?",
        ),
        (
            "month year",
            "month year",
            rf"\b(?:{part}\s+)?{of_month}{month}(?i:\s+tahun)?\s+{YEAR}{STOP}(?!-an\b)",
        ),
        ("month of a year", "month unit", rf"\b(?:{part}\s+)?{of_month}{name}\s+{unit}\s+{turn}"),
        ("month turned", "month", rf"\b(?:{part}\s+)?{of_month}{name}\s+{turn}"),
        (
            "month",
            "month",
            rf"\b(?:{lead}|{weak}|{part})\s+(?P<core>(?:(?:{part}|(?i:bulan))\s+)?{name})"
            r"(?!\s+[A-Z])(?!\s*\d)",
        ),
        ("day word", "day", rf"\b(?P<day>{_either(w.roles['day'])})"),
        ("weekday of a week", "weekday unit", rf"\b{of_day}{full}\s+{unit}\s+{turn}"),
        ("weekday turned", "weekday", rf"\b{of_day}{full}\s+{turn}"),
        (
            "weekday",
            "weekday",
            rf"\b(?:{lead}|{weak})\s+(?P<core>{of_day}{full})(?!\s*[-–]\s*[A-Z]|\s+[A-Z])",
        ),
        ("weekday", "weekday", rf"\b{full}(?=\s+{_either(w.roles['daypart'])})"),
        ("weekday", "weekday", rf"(?<=\(){full}(?=\))"),
        ("weekday", "weekday", rf"(?<=,\s){full}(?=\s*(?:[,.;)]|$))"),
        ("unit turned", "unit", rf"\b(?:{part}\s+)?(?:{count}\s+)?{unit}\s+{turn}"),
        (
            "year",
            "year",
            # not behind a figure: "Nomor 9 Tahun 2016" is a law
            rf"(?<!\d )\b(?:{lead}|{part})\s+(?P<core>(?:{part}\s+)?(?i:tahun\s+)?"
            rf"{YEAR}{STOP}(?!-an\b)(?:\s+{turn})?)",
        ),
        ("year", "year", rf"\b{weak}\s+(?P<core>{YEAR}{STOP})(?!-an\b)(?=\s*(?:[,.;)(]|$|{lead}|{weak}))"),
    )
    return tuple((rule, frozenset(needs.split()), re.compile(pattern)) for rule, needs, pattern in table)


def begins(match: re.Match[str]) -> int:
    """Where the date itself begins, behind a preposition that only shows that it is one."""
    return match.start("core") if "core" in match.re.groupindex else match.start()


@lru_cache(maxsize=8)
def matches(text: str, language: str) -> tuple[tuple[str, re.Match[str]], ...]:
    """(rule, match) for everything that looks like a date, in reading order, without overlap.

    The last few are kept: claims and military details ask for the same article's.
    """
    found = [
        (begins(match), -match.end(), rank, rule, match)
        for start, end, told in _windows(text, words(language))
        for rank, (rule, needs, pattern) in enumerate(patterns(language))
        if needs <= told
        for match in pattern.finditer(text, start, end)
    ]
    kept: list[tuple[str, re.Match[str]]] = []
    after = 0
    for start, _end, _rank, rule, match in sorted(found, key=lambda f: f[:3]):
        if start >= after:
            kept.append((rule, match))
            after = match.end()
    return tuple(kept)


def _windows(text: str, told: Words) -> Iterator[tuple[int, int, set[str]]]:
    """The stretches that can hold a date, around words that tell one, and what these words tell."""
    first = last = -1
    kinds: set[str] = set()
    for word in WORD.finditer(text):
        mine = _tells(word, text, told)
        if not mine:
            continue
        start, end = max(0, word.start() - BEFORE), min(len(text), word.end() + AFTER)
        if last < 0:
            first = start
        elif start > last:
            yield first, last, kinds | _slash(text, first, last)
            first, kinds = start, set()
        last = end
        kinds |= mine
    if last >= 0:
        yield first, last, kinds | _slash(text, first, last)


def _tells(word: re.Match[str], text: str, told: Words) -> frozenset[str]:
    """What a word or figure tells of a date: nothing, "month", "weekday", "year", "slash" …"""
    found = word[0]
    if not found[0].isdecimal():
        return told.triggers.get(found.casefold(), NOTHING)
    if len(found) == 4 and found[:2] in {"19", "20"}:
        return A_YEAR
    return A_SLASH if text[word.end() : word.end() + 1] == "/" else NOTHING


def _slash(text: str, start: int, end: int) -> frozenset[str]:
    return A_SLASH if text.find("/", start, end) >= 0 else NOTHING
