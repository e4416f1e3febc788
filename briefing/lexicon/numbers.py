"""Indonesian numbers in words and figures: where they stand, what they are worth, how exact they are meant.

"dua", "dua puluh lima", "6.000", "1 500", "1,5 juta", "50 ribu", "sepasang" have a value; "ribuan" and
"beberapa" are numbers without one. A range ("10-15", "antara 10 dan 20") keeps both ends and has no value;
"10 dari rencana 40" is ten, "separuh dari 40" has none. "240mm" is a size, "Rp405 triliun" a sum, "bukan 312"
a denial, so none of them counts things. Ordinals ("kedelapan", "ke-4"), dates, times, designations ("F-16")
and "salah satu" are no numbers at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from briefing.lexicon import Entry, Lexicon, load
from briefing.model import Qualifier, record

BLANK = re.compile("[ \u00a0\u2009\u202f]")
TOKEN = re.compile(
    rf"\d{{1,3}}(?:{BLANK.pattern}\d{{3}})+(?![\d/:]|[.,-]\d)|\d+(?:[.,]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*|\S"
)
GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?$|\d{1,3}(?:,\d{3})+$")
YEAR = re.compile(r"(?:19|20)\d\d$")
LENGTH = re.compile(r"(?:mm|cm|km|m|kg)\b")
CURRENCY = re.compile(r"(?:Rp\.?|[$£€¥])$")
DASHES = "-–"
EXACT = 10**15
"""From here on a figure is not kept to the last digit; nothing that is counted comes near it."""
LONGEST = 3
"""No qualifier has more words than this."""


@record
class Number:
    """A number in a text. `start` includes its qualifier ("lebih dari 100"), `core` does not.

    `low` and `high` are the ends of a range, which has no value. `counts` is false for a size, a sum, a
    span of time and a number that is denied; `year` marks a bare figure that may be one.
    """

    start: int
    core: int
    end: int
    value: float | None
    qualifier: Qualifier
    counts: bool = True
    year: bool = False
    rule: str = "number"
    low: float | None = None
    high: float | None = None


class _Token(NamedTuple):
    text: str
    start: int
    end: int
    low: str


class _Read(NamedTuple):
    """A number by itself: the token after it, its worth, the rule, and what "ribu" multiplied it by."""

    after: int
    value: float | None
    rule: str
    scale: float = 1.0


class _Words(NamedTuple):
    """The number words of a lexicon by role, and what may stand between two numbers."""

    roles: Mapping[str, Mapping[str, float]]
    joints: Mapping[str, re.Pattern[str]]
    openers: frozenset[str]
    """First words of what only looks like a number."""
    begin: frozenset[str]
    """Words that a number may begin with, or what looks like one."""


@lru_cache(maxsize=8)
def _words(lexicon: Lexicon) -> _Words:
    roles: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for entry in lexicon["numbers"]:
        for word in entry.words:
            roles[entry.get("role")].setdefault(word.casefold(), float(entry.get("value", "0")))
    joints = {
        role: re.compile(
            rf"\s*(?:{'|'.join(map(re.escape, sorted(roles[role], key=len)[::-1]))})\s*(?=\w)", re.I
        )
        for role in ("range", "between ends", "part of")
    }
    openers = frozenset(w.partition(" ")[0] for w in roles["no number"])
    begin = openers.union(*(roles[role] for role in ("vague", "one", "fraction", "unit")))
    return _Words(roles, joints, openers, begin)


class _Row(NamedTuple):
    text: str
    tokens: Sequence[_Token]
    words: _Words

    def has(self, at: int, role: str) -> bool:
        """Whether the token there is a word of the role."""
        return 0 <= at < len(self.tokens) and self.tokens[at].low in self.words.roles[role]

    def begins(self, at: int, role: str) -> int:
        """How many tokens from here on are a word of the role; 0 where none is."""
        words = [" ".join(t.low for t in self.tokens[at : at + n]) for n in range(LONGEST, 0, -1)]
        return next((LONGEST - n for n, told in enumerate(words) if told in self.words.roles[role]), 0)

    def value(self, at: int, role: str) -> float:
        """What the word there is worth in its role."""
        return self.words.roles[role][self.tokens[at].low]


def find_numbers(text: str, lexicon: Lexicon) -> tuple[Number, ...]:
    """Every number of the text in reading order; no two of them overlap.

    >>> from briefing.lexicon import load
    >>> [(n.value, n.qualifier.value) for n in find_numbers("hampir 2.000 tentara, dua kapal", load("id"))]
    [(2000.0, 'about'), (2.0, 'exact')]
    >>> [(n.low, n.high) for n in find_numbers("antara 10 dan 20 kapal", load("id"))]
    [(10.0, 20.0)]
    """
    tokens = [_Token(m[0], *m.span(), m[0].casefold()) for m in TOKEN.finditer(text)]
    row = _Row(text, tokens, _words(lexicon))
    found: list[Number] = []
    at = 0
    while at < len(tokens):
        if not (tokens[at].low in row.words.begin or tokens[at].text[0].isdecimal()):
            at += 1
            continue
        fixed = row.begins(at, "no number") if tokens[at].low in row.words.openers else 0
        read = None if fixed else _number(row, at)
        if read is None:
            at += fixed or 1
            continue
        number, at = _joined(row, at, read, found[-1].end if found else 0)
        found.append(number)
    return tuple(found)


def _number(row: _Row, at: int) -> _Read | None:
    """The number that begins at this token, if one does."""
    token = row.tokens[at]
    if token.text[0].isdecimal():
        return _figures(row, at) if _stands_free(row.text, token) else None
    if row.has(at, "vague"):
        if at and any(row.begins(at - 1, q.value) > 1 for q in Qualifier):
            return None  # "paling banyak enam"
        after = at + 1
        while row.has(after, "scale"):
            after += 1
        return _Read(after, None, "number vague")
    for role in ("one", "fraction"):
        if row.has(at, role):
            return _Read(at + 1, row.value(at, role), f"number {role}")
    hyphened = "-" in (row.text[token.end : token.end + 1], row.text[max(0, token.start - 1) : token.start])
    return _spelt(row, at) if row.has(at, "unit") and not hyphened else None


def _stands_free(text: str, token: _Token) -> bool:
    """Figures that are part of a date, a time, a designation or an ordinal are not numbers of things."""
    before, after = text[max(0, token.start - 1) : token.start], text[token.end : token.end + 2]
    if before and (before.isalnum() or before in "/-–:.,_") and not _currency_before(text, token.start):
        return before in ".," and not text[max(0, token.start - 2) : token.start - 1].isalnum()
    if after[:1] in ("/", ":", "_", "+") or (after[:1] in DASHES and after[1:2].isalpha()):
        return False
    return not re.match(r"[^\W\d_]", after) or LENGTH.match(text, token.end) is not None


def _currency_before(text: str, start: int) -> bool:
    return CURRENCY.search(text, max(0, start - 4), start) is not None


def _figures(row: _Row, at: int) -> _Read:
    """ "6.000", "1 500", "1,5 juta"."""
    words = BLANK.sub("", row.tokens[at].text)
    if GROUPED.match(words):
        words = words.replace(".", "").replace(",", ".") if "." in words else words.replace(",", "")
    try:
        value = float(words.replace(",", "."))
    except ValueError:
        value = float(re.match(r"\d+", words)[0])  # type: ignore[index]  # the token begins with a digit
    after, scale = at + 1, 1.0
    while row.has(after, "scale"):
        scale *= row.value(after, "scale")
        after += 1
    return _Read(after, _worth(value * scale), "number figures", scale)


def _spelt(row: _Row, at: int) -> _Read:
    """ "dua puluh lima ribu tiga ratus": units are multiplied by belas, puluh, ratus, summed, then scaled."""
    total = group = last = 0.0
    scale = 1.0
    highest = float("inf")  # each following part must be smaller: "dua tiga" is not five
    after = at
    while after < len(row.tokens):
        if row.has(after, "unit"):
            unit = row.value(after, "unit")
            if unit >= highest:
                break
            group, last, highest, scale = group + unit, unit, max(1.0, unit if unit >= 10 else 1.0), 1.0
        elif row.has(after, "teens") and 1 < last < 10:
            group, last, highest = group + 10, 0.0, 1.0
        elif row.has(after, "tens") and 0 < last < 10:
            times = row.value(after, "tens")
            group, last, highest = group - last + last * times, 0.0, times
        elif row.has(after, "scale") and group:
            scale = row.value(after, "scale")
            total, group, last, highest = total + group * scale, 0.0, 0.0, float("inf")
        else:
            break
        after += 1
    return _Read(after, _worth(total + group), "number words", scale)


def _worth(value: float) -> float | None:
    """The value of a number, if it can be told: a row of 400 digits has none."""
    return value if value < EXACT else None


def _joined(row: _Row, at: int, read: _Read, floor: int) -> tuple[Number, int]:
    """The number, with the one that makes a range of it or of which it is a part; and the token after it."""
    number = _finish(row, at, read, floor)
    between = row.has(at - 1, "between")
    for role, joint in row.words.joints.items():
        hit = joint.match(row.text, row.tokens[read.after - 1].end)
        ahead = bisect_left(row.tokens, hit.end(), key=lambda t: t.start) if hit else len(row.tokens)
        if (
            hit is None
            or ahead == len(row.tokens)
            or "\n" in hit[0]
            or (role == "between ends" and not between)
        ):
            continue
        tight = hit[0].strip() in DASHES and row.tokens[ahead].text[0].isdecimal()
        other = _figures(row, ahead) if tight else _number(row, ahead)
        if other is None or other.value is None or other.rule not in ("number figures", "number words"):
            continue
        start = row.tokens[at - 1].start if between else number.start
        if role == "part of":
            if number.value is None or number.value > other.value:
                continue
            value = None if read.rule == "number fraction" else number.value
            whole = _finish(row, at, other._replace(value=value, rule="number part"), floor)
            return whole, other.after
        low, high = number.value, other.value
        if low is not None and low < high / other.scale and read.scale == 1.0:
            low *= other.scale  # "10 hingga 15 ribu"
        whole = _finish(row, at, other._replace(value=None, rule="number range"), floor)
        ends = (low, high) if low is not None and low < high else (None, None)
        return replace(whole, start=start, low=ends[0], high=ends[1]), other.after
    return number, read.after


def _finish(row: _Row, at: int, read: _Read, floor: int) -> Number:
    """Add what stands around the number: its qualifier, a measure, a currency, a denial."""
    tokens, after, begin, qualifier = row.tokens, read.after, at, Qualifier.EXACT
    for length in range(min(LONGEST, at), 0, -1):
        words = " ".join(t.low for t in tokens[at - length : at])
        role = next((q for q in Qualifier if words in row.words.roles[q.value]), None)
        if role and tokens[at - length].start >= floor:
            begin, qualifier = at - length, role
            break
    if row.has(after, "over behind") and not row.has(after + 1, "compared"):
        after, qualifier = after + 1, Qualifier.OVER  # "100 lebih tentara"
    figures = row.text[tokens[at].start : tokens[read.after - 1].end]
    counts = not (
        row.has(after, "measure")
        or row.has(at - 1, "currency")
        or row.has(begin - 1, "denied")
        or _currency_before(row.text, tokens[at].start)
    )
    return Number(
        start=tokens[begin].start, core=tokens[at].start, end=tokens[after - 1].end, value=read.value,
        qualifier=qualifier, counts=counts, year=bool(YEAR.match(figures)), rule=read.rule,
    )  # fmt: skip


def fires(entry: Entry, text: str) -> bool:
    """Whether a number of the text is read with one of the entry's words; checks the word list's examples.

    Words that keep a number from counting things must stand in a text in which none counts.
    """
    numbers = [n for n in find_numbers(text, load("id")) if n.counts]
    role, stretches = entry.get("role"), [(n.start, n.end) for n in numbers]
    forms = [re.compile(rf"(?<![^\W\d]){re.escape(w)}(?![^\W\d])", re.IGNORECASE) for w in entry.words]
    if role in ("range", "between ends"):
        stretches = [(n.start, n.end) for n in numbers if n.low is not None]
    elif role == "compared":
        stretches = [(n.start, len(text)) for n in numbers if n.qualifier is Qualifier.EXACT]
    elif role in ("measure", "currency", "denied", "no number"):
        stretches = [] if numbers else [(0, len(text))]
    return any(f.search(text, *stretch) for stretch in stretches for f in forms)
