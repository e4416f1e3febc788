"""The numbers of an event: killed, injured, missing, captured, evacuated, fired, intercepted, troops.

The list of what is counted is closed and stands in the lexicon. A number counts only where the words say
at once of what it is and what became of it: "12 orang | dilaporkan | tewas", "menewaskan 12 warga sipil",
"korban tewas mencapai 12 orang".
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.extract.events.event_words import EventWords
from briefing.extract.events.lines import Line
from briefing.extract.sentences.vocabulary import word
from briefing.lexicon import Entry
from briefing.lexicon.numbers import Number
from briefing.model import Evidence, Figure, Qualifier, record

FAR = 14
"""So many words may stand between a toll's noun and the verb that says what it has reached."""
UNKNOWN = 3
"""So many words that say more of the people may stand there: "dua pekerja | marka jalan | tewas"."""
REACH = 7
"""So many words may stand between a number and the word that tells what became of them."""
QUALIFIERS = (Qualifier.AT_LEAST, Qualifier.OVER, Qualifier.ABOUT, Qualifier.UP_TO)
UP = (Qualifier.OVER, Qualifier.AT_LEAST)


@record
class Count:
    """A number of a line, by its words, and of what it is."""

    begin: int
    end: int
    number: Number
    entry: Entry
    cue: int
    """The word that tells what became of them."""
    qualifier: Qualifier = Qualifier.EXACT
    """Its own, or one that stands farther before it: "sedikitnya | dilaporkan ada | 111 orang"."""
    floor: int = 0
    """The word that it begins with, such a qualifier included."""

    @property
    def of(self) -> str:
        """What is counted."""
        return self.entry.get("figure")


def counts(line: Line, words: EventWords) -> tuple[Count, ...]:
    """The numbers of a line that are figures of an event, in reading order."""
    return tuple(_counts(line, words))


def _counts(line: Line, words: EventWords) -> Iterator[Count]:
    for begin, (end, number) in sorted(line.numbers.items()):
        if not number.counts or _worth(number) is None or begin in line.dates:
            continue
        if _summed(line, begin, end, words):
            continue
        told = _behind(line, end, words) or _before(line, begin, end, words) or _reached(line, begin, words)
        if told is not None:
            entry, cue = told
            floor, qualifier = _qualified(line, begin, number, words)
            yield Count(
                begin=begin, end=end, number=number, entry=entry, cue=cue, qualifier=qualifier, floor=floor
            )


def _summed(line: Line, begin: int, end: int, words: EventWords) -> bool:
    """Whether it is a whole or a part of the toll: "dari | 67 orang", "empat polisi dan | tiga pekerja"."""
    if words.back("of", line.words, begin) < begin:
        return True
    before = words.back("joint", line.words, begin)
    if before < begin and not _clause_before(line, before, words):
        return True
    at, item = end, _item(line, end, words)
    while item is not None and at < item[1] + UNKNOWN:
        at = max(at + 1, item[1])
        after = words.at("joint", line.words, at)
        after = words.at("auxiliary", line.words, after) if after > at else at
        if after > at:
            return after in line.numbers and _behind(line, line.numbers[after][0], words) is None
        if not words.plain(line, at):
            return False
    return False


def _clause_before(line: Line, end: int, words: EventWords) -> bool:
    """Whether what is joined before a place has a verb or fate of its own: "12 orang tewas | dan 40 …"."""
    for at in range(end - 1, max(-1, end - FAR), -1):
        low = line.low(at)
        if low in (";", ":") or words.at("border", line.words, at) > at:
            return False
        fate = words.figures["before"].match(line.words, at) or words.figures["after"].match(line.words, at)
        if fate or words.forms.is_active(low) or words.forms.is_passive(low):
            return True
        if words.cues(line.words, at, headline=line.headline):
            return True
    return False


def _behind(line: Line, end: int, words: EventWords) -> tuple[Entry, int] | None:
    """What became of the things counted, told behind them: "12 warga Palestina | dilaporkan | tewas"."""
    at = end
    kinds: frozenset[str] = frozenset()
    unknown = 0
    while at - end <= REACH:
        fate = words.figures["before"].match(line.words, at)
        if fate is not None and (fate[1].get("of") in kinds or words.at("toll noun", line.words, at) > at):
            return fate[1], at
        step = _item(line, at, words)
        if step is not None:
            kinds, at = kinds | step[0], step[1]
        elif (known := _past(line, at, words)) > at:
            at = known
        elif kinds and unknown < UNKNOWN and words.plain(line, at):
            at, unknown = at + 1, unknown + 1
        else:
            return None
    return None


def _before(line: Line, begin: int, end: int, words: EventWords) -> tuple[Entry, int] | None:
    """What became of them, told before: "menewaskan | sedikitnya 12 warga", "korban tewas | mencapai 12"."""
    at = begin
    item = _item(line, end, words)
    skipped = words.back("describing", line.words, end)
    kinds = item[0] if item is not None and skipped == end else frozenset()
    while begin - at <= REACH and at > 0:
        for length in (4, 3, 2, 1):
            first = at - length
            fate = words.figures["after"].match(line.words, first) if first >= 0 else None
            if fate is not None and fate[0] == at:
                toll = words.at("toll noun", line.words, first) > first
                if fate[1].get("of") in kinds or toll:
                    return fate[1], first
        back = words.back("between", line.words, at)
        if back == at:
            return None
        at = back
    return None


def _reached(line: Line, begin: int, words: EventWords) -> tuple[Entry, int] | None:
    """A toll told at the end: "korban tewas di Gaza bertambah jadi | 111", with no other number between."""
    at = words.back("reaching", line.words, begin)
    if at == begin:
        return None
    for first in range(at - 1, max(-1, at - FAR), -1):
        counted = first in line.numbers and not line.numbers[first][1].year
        if counted or words.tells(line.words, first) or line.low(first) in (",", ";"):
            return None
        fate = words.figures["before"].match(line.words, first)
        if fate is not None and fate[1].values.get("toll"):
            return fate[1], first
    return None


def _item(line: Line, at: int, words: EventWords) -> tuple[frozenset[str], int] | None:
    """The kinds of thing that a word here counts as, and the place behind it."""
    found = {item: m[0] for item, t in words.items.items() if (m := t.match(line.words, at))}
    if not found and (stem := words.forms.possessive_stem(line.low(at))) != line.low(at):
        found = {item: at + 1 for item, t in words.items.items() if t.match([word(stem)], 0)}
    if not found:
        return None
    end = max(found.values())
    return frozenset(item for item, stop in found.items() if stop == end), end


def _past(line: Line, at: int, words: EventWords) -> int:
    """Past what may stand between: a country or place, "yang dilaporkan"."""
    if at in line.named and not line.named[at].person:
        return line.named[at].end
    where = words.at("at", line.words, at)
    if where in line.places:
        return line.places[where]
    return words.at("between", line.words, at)


def _qualified(line: Line, begin: int, number: Number, words: EventWords) -> tuple[int, Qualifier]:
    """Where a number begins and how exact it is meant, with a qualifier that stands apart from it."""
    if number.qualifier is not Qualifier.EXACT:
        return begin, number.qualifier
    at = begin
    while at > 0 and begin - at < REACH:
        for role in QUALIFIERS:
            if (first := words.back(role.value, line.words, at)) < at:
                return (first, role) if at < begin else (begin, role)
        step = words.back("between", line.words, at)
        if step == at:
            break
        at = step
    return begin, number.qualifier


def figure(article: str, line: Line, count: Count) -> Figure:
    """The record of a count: both ends of a plain number, one of "at least" and "up to"."""
    number, qualifier = count.number, count.qualifier
    low, high = _worth(number) or (None, None)
    return Figure(
        of=count.of,
        low=None if qualifier is Qualifier.UP_TO else low,
        high=None if qualifier in UP else high,
        qualifier=qualifier,
        evidence=Evidence(
            article=article,
            start=min(number.start, line.words[count.floor].start),
            end=number.end,
            rule=f"figure: {count.entry.where}",
        ),
    )


def _worth(number: Number) -> tuple[float, float] | None:
    """Both ends of a number or range; nothing of "ribuan"."""
    if number.value is not None:
        return number.value, number.value
    if number.low is not None and number.high is not None:
        return number.low, number.high
    return None
