"""Indonesian numbers in words and figures: where they stand, what they are worth, how exact they are meant.

"dua", "dua puluh lima", "6.000", "1,5 juta", "50 ribu", "sepasang" have a value; "ribuan" and
"beberapa" are numbers without one. "240mm" is a size and "Rp405 triliun" a sum, so neither counts
things. Ordinals ("kedelapan", "ke-4"), dates, times and designations ("F-16") are no numbers at all.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from briefing.lexicon import Entry, Lexicon, load
from briefing.model import Qualifier, record

TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*|[$£€¥%]|\S")
GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?$|\d{1,3}(?:,\d{3})+$")
YEAR = re.compile(r"(?:19|20)\d\d$")
LENGTH = re.compile(r"(?:mm|cm|km|m|kg)\b")
CURRENCY = re.compile(r"(?:Rp\.?|[$£€¥])$")
QUALIFIERS = {
    "about": Qualifier.ABOUT,
    "over": Qualifier.OVER,
    "at least": Qualifier.AT_LEAST,
    "up to": Qualifier.UP_TO,
    "exact": Qualifier.EXACT,
}
LONGEST_QUALIFIER = 3


@record
class Number:
    """A number in a text. `start` includes its qualifier ("lebih dari 100"), `core` does not.

    `counts` is false for a size, a sum or a span of time; `year` marks a bare figure that may be one.
    """

    start: int
    core: int
    end: int
    value: float | None
    qualifier: Qualifier
    counts: bool = True
    year: bool = False
    rule: str = "number"


class _Token(NamedTuple):
    text: str
    start: int
    end: int


@lru_cache(maxsize=8)
def _tables(lexicon: Lexicon) -> dict[str, dict[str, Entry]]:
    tables: dict[str, dict[str, Entry]] = {}
    for entry in lexicon["numbers"]:
        table = tables.setdefault(entry.get("role"), {})
        for word in entry.words:
            table.setdefault(word.casefold(), entry)
    return tables


def find_numbers(text: str, lexicon: Lexicon) -> tuple[Number, ...]:
    """Every number of the text in reading order; no two of them overlap.

    >>> from briefing.lexicon import load
    >>> [(n.value, n.qualifier.value) for n in find_numbers("hampir 2.000 tentara, dua kapal", load("id"))]
    [(2000.0, 'about'), (2.0, 'exact')]
    """
    tokens = [_Token(m[0], *m.span()) for m in TOKEN.finditer(text)]
    tables = _tables(lexicon)
    found: list[Number] = []
    at = 0
    while at < len(tokens):
        read = _number(text, tokens, at, tables)
        if read is None:
            at += 1
            continue
        after, value, rule = read
        ranged = _range_end(text, tokens, after, tables)
        if ranged is not None:
            after, value, rule = ranged, None, "number range"
        floor = found[-1].end if found else 0
        found.append(_finish(text, tokens, (at, after), value, rule, tables, floor))
        at = after
    return tuple(found)


def _number(
    text: str, tokens: list[_Token], at: int, tables: dict[str, dict[str, Entry]]
) -> tuple[int, float | None, str] | None:
    """(index after the number, its value, rule) where one begins at this token."""
    token = tokens[at]
    word = token.text.casefold()
    if token.text[0].isdecimal():
        if not _stands_free(text, token):
            return None
        return _scaled(tokens, at + 1, _figure(token.text), tables, "number figures")
    if word in tables["vague"]:
        after = at + 1
        while after < len(tokens) and tokens[after].text.casefold() in tables["scale"]:
            after += 1
        return after, None, "number vague"
    for role in ("one", "fraction"):
        if word in tables[role]:
            return at + 1, float(tables[role][word].values["value"]), f"number {role}"
    if word in tables["unit"] and not _hyphened(text, token):
        return _spelt(tokens, at, tables)
    return None


def _stands_free(text: str, token: _Token) -> bool:
    """Figures that are part of a date, a time, a designation or an ordinal are not numbers of things."""
    before, after = text[max(0, token.start - 1) : token.start], text[token.end : token.end + 2]
    if before and (before.isalnum() or before in "/-–:.,_") and not _currency_before(text, token.start):
        return before in ".," and not text[max(0, token.start - 2) : token.start - 1].isalnum()
    if after[:1] in ("/", ":", "_", "+") or (after[:1] in "-–" and after[1:2].isalpha()):
        return False
    return not re.match(r"[^\W\d_]", after) or LENGTH.match(text, token.end) is not None


def _hyphened(text: str, token: _Token) -> bool:
    return text[token.end : token.end + 1] == "-" or text[max(0, token.start - 1) : token.start] == "-"


def _currency_before(text: str, start: int) -> bool:
    return CURRENCY.search(text, max(0, start - 4), start) is not None


def _figure(words: str) -> float:
    if GROUPED.match(words):
        return float(words.replace(".", "").replace(",", ".") if "." in words else words.replace(",", ""))
    try:
        return float(words.replace(",", "."))
    except ValueError:
        return float(re.match(r"\d+", words)[0])  # type: ignore[index]  # the token begins with a digit


def _scaled(
    tokens: list[_Token], after: int, value: float, tables: dict[str, dict[str, Entry]], rule: str
) -> tuple[int, float, str]:
    while after < len(tokens) and tokens[after].text.casefold() in tables["scale"]:
        value *= float(tables["scale"][tokens[after].text.casefold()].values["value"])
        after += 1
    return after, value, rule


def _spelt(tokens: list[_Token], at: int, tables: dict[str, dict[str, Entry]]) -> tuple[int, float, str]:
    """ "dua puluh lima ribu tiga ratus": units are multiplied by belas, puluh, ratus, summed, then scaled."""
    total = group = 0.0
    last = 0.0
    highest = float("inf")  # each following part must be smaller: "dua tiga" is not five
    after = at
    while after < len(tokens):
        word = tokens[after].text.casefold()
        if word in tables["unit"]:
            unit = float(tables["unit"][word].values["value"])
            if unit >= highest:
                break
            group, last, highest = group + unit, unit, max(1.0, unit if unit >= 10 else 1.0)
        elif word in tables["teens"] and 1 < last < 10:
            group, last, highest = group + 10, 0.0, 1.0
        elif word in tables["tens"] and 0 < last < 10:
            times = float(tables["tens"][word].values["value"])
            group, last, highest = group - last + last * times, 0.0, times
        elif word in tables["scale"] and group:
            total += group * float(tables["scale"][word].values["value"])
            group, last, highest = 0.0, 0.0, float("inf")
        else:
            break
        after += 1
    return after, total + group, "number words"


def _range_end(
    text: str, tokens: list[_Token], after: int, tables: dict[str, dict[str, Entry]]
) -> int | None:
    """ "10-15", "dua hingga tiga", "lima atau enam": two readings and no winner, so no value."""
    if after + 1 >= len(tokens) or tokens[after].text.casefold() not in (
        "-",
        "–",
        "hingga",
        "sampai",
        "atau",
    ):
        return None
    tight = tokens[after].text in "-–" and tokens[after + 1].text[0].isdecimal()
    word = tokens[after + 1].text
    if tight:
        return after + 2
    read = _number(text, tokens, after + 1, tables) if tokens[after].text.isalpha() else None
    return read[0] if read and (word[0].isdecimal() or word.casefold() in tables["unit"]) else None


def _finish(
    text: str,
    tokens: list[_Token],
    span: tuple[int, int],
    value: float | None,
    rule: str,
    tables: dict[str, dict[str, Entry]],
    floor: int,
) -> Number:
    """Add what stands around the number: its qualifier, a measure, a currency."""
    at, after = span
    start, qualifier = tokens[at].start, Qualifier.EXACT
    for length in range(LONGEST_QUALIFIER, 0, -1):
        if at - length < 0 or tokens[at - length].start < floor:
            continue
        words = " ".join(t.text for t in tokens[at - length : at]).casefold()
        role = next((r for r in QUALIFIERS if words in tables[r]), None)
        if role:
            start, qualifier = tokens[at - length].start, QUALIFIERS[role]
            break
    follows = tokens[after].text.casefold() if after < len(tokens) else ""
    before = tokens[at - 1].text.casefold() if at else ""
    counts = follows not in tables["measure"] and before not in tables["currency"]
    counts = counts and not _currency_before(text, tokens[at].start)
    words = text[tokens[at].start : tokens[after - 1].end]
    return Number(
        start=start, core=tokens[at].start, end=tokens[after - 1].end, value=value, qualifier=qualifier,
        counts=counts, year=bool(YEAR.match(words)), rule=rule,
    )  # fmt: skip


def fires(entry: Entry, text: str) -> bool:
    """Whether a number of the text is read with one of the entry's words; checks the word list's examples."""
    role = entry.get("role")
    lexicon = load("id")
    for number in find_numbers(text, lexicon):
        words = text[number.start : number.end].casefold()
        around = text[max(0, number.start - 4) : number.end + 12].casefold()
        if role in ("measure", "currency"):
            if not number.counts and any(w.casefold() in around for w in entry.words):
                return True
        elif number.counts and any(
            re.search(rf"(?<!\w){re.escape(w.casefold())}(?!\w)", words) for w in entry.words
        ):
            return True
    return False
