"""The numbers of a sentence and what they count: people killed, hurt or missing, missiles fired, else a noun.

This reads looser than events do, since a number is compared here and never printed as an event's: a word that
tells a fate need only stand near. What is a part of another number, or comes on top of it, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from briefing import lexicon
from briefing.lexicon.dates import find_dates
from briefing.lexicon.numbers import Number, find_numbers
from briefing.model import record

BEFORE, BEHIND, REACHED = 4, 7, 16
"""How many words may stand between a number and the word that tells the fate: before it ("menewaskan
sedikitnya 12"), behind it ("12 orang dilaporkan tewas"), and where another says what it reached."""

_REACHING = 3
_PHRASE = 3
_NEAR = 3
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@record
class Count:
    """A number in a text and what it counts: a figure of events ("killed"), or the noun behind it."""

    number: Number
    figure: str
    noun: str


@record
class _Words:
    before: Mapping[str, str]
    """Fates by words that the number stands before ("12 orang tewas")."""
    after: Mapping[str, str]
    """Fates by words that it stands after ("menewaskan 12 orang")."""
    reaching: frozenset[str]
    part: frozenset[str]
    others: frozenset[str]
    people: frozenset[str]


class _Row:
    """The words of a text, and the numbers among them as spans of words."""

    def __init__(self, text: str, numbers: Sequence[Number]) -> None:
        found = list(_WORD.finditer(text))
        self.low = [m.group().casefold() for m in found]
        starts, at, spans = [m.start() for m in found], 0, []
        for number in numbers:
            while at < len(starts) and found[at].end() <= number.start:
                at += 1
            end = at
            while end < len(starts) and starts[end] < number.end:
                end += 1
            spans.append((at, end))
        self.spans = spans

    def said(self, at: int, listed: Collection[str]) -> str | None:
        """The words of the list that begin here, the longest."""
        rows = (" ".join(self.low[at : at + n]) for n in range(_PHRASE, 0, -1))
        return next((words for words in rows if words in listed), None)


def counts(text: str, language: str, published: str | None = None) -> tuple[Count, ...]:
    """Every number that counts something by itself, in reading order; `published` is the text's day.

    >>> [(c.figure, c.noun, c.number.value) for c in counts("Gempa itu menewaskan 12 tentara.", "id")]
    [('killed', 'tentara', 12.0)]
    """
    if language not in lexicon.languages() or "event_phrases" not in lexicon.load(language).lists:
        return ()
    return tuple(_counts(text, language, published))


def _counts(text: str, language: str, published: str | None) -> Iterator[Count]:
    words = _words(language)
    numbers = [n for n in find_numbers(text, lexicon.load(language)) if n.counts and not n.year]
    row = _Row(text, numbers)
    dated = (
        [(d.start, d.end) for d in find_dates(text, published=published, language=language)]
        if numbers
        else []
    )
    for n, number in enumerate(numbers):
        begin, end = row.spans[n]
        last = row.spans[n - 1][1] if n else 0
        following = row.spans[n + 1][0] if n + 1 < len(numbers) else len(row.low)
        in_date = any(start < number.end and number.start < stop for start, stop in dated)
        worth = not in_date and (number.value is not None or number.low is not None)
        if worth and not _partial(row, begin, end, words):
            noun = row.low[end] if end < following else ""
            figure = _figure(row, (last, begin, end, following), words)
            yield Count(number=number, figure=figure, noun="" if noun in words.people else noun)


def _partial(row: _Row, begin: int, end: int, words: _Words) -> bool:
    """Whether it is a part of another number, or on top of it: "termasuk | 12", "12 orang | lainnya"."""
    before, behind = row.low[max(0, begin - 2) : begin], row.low[end : end + _NEAR]
    return not words.part.isdisjoint(before) or not words.others.isdisjoint(behind)


def _figure(row: _Row, bounds: tuple[int, int, int, int], words: _Words) -> str:
    """What became of those who are counted; nothing where no word near says so."""
    last, begin, end, following = bounds
    for at in range(begin - 1, max(last, begin - BEFORE) - 1, -1):
        if said := row.said(at, words.after):
            return words.after[said]
    for at in range(end, min(following, end + BEHIND)):
        if row.said(at, words.after) and not row.said(at, words.before):
            break
        if said := row.said(at, words.before):
            return words.before[said]
    if any(row.said(at, words.reaching) for at in range(max(last, begin - _REACHING), begin)):
        for at in range(begin - 1, max(last, begin - REACHED) - 1, -1):
            told = row.said(at, words.after)
            if told or (told := row.said(at, words.before)):
                return words.after.get(told) or words.before[told]
    return ""


@lru_cache(maxsize=4)
def _words(language: str) -> _Words:
    sides: dict[str, dict[str, str]] = {"before": {}, "after": {}}
    reaching: set[str] = set()
    loaded = lexicon.load(language).lists
    for entry in loaded["event_phrases"]:
        figure, side = entry.get("figure"), entry.get("side")
        if figure and side:
            sides[side].update({word.casefold(): figure for word in entry.words})
        elif entry.get("role") == "reaching":
            reaching.update(entry.words)
    roles: dict[str, set[str]] = {"people": set(), "others": set(), "part": set()}
    for entry in loaded.get("agreement", ()):
        if entry.get("role") in roles:
            roles[entry.get("role")].update(entry.words)
    return _Words(
        before=sides["before"],
        after=sides["after"],
        reaching=frozenset(reaching),
        part=frozenset(roles["part"]),
        others=frozenset(roles["others"]),
        people=frozenset(roles["people"]),
    )
