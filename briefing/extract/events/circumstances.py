"""Where and on which day an event was, where its own clause says so and nothing else there could have."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.extract.events.event_words import EventWords
from briefing.extract.events.lines import Line
from briefing.lexicon.dates import DateMention

NOUNS = 3
"""So many words may stand between "di" and the place: "di wilayah utara | Suriah"."""
YEAR = 4


def place(line: Line, begin: int, end: int, words: EventWords) -> tuple[int, int] | None:
    """The words of the place that "di" names between two words of a line, if exactly one is."""
    found = []
    for at in range(begin, min(end, len(line.words))):
        after = words.at("at", line.words, at)
        if after > at and (span := _place_at(line, after)) is not None:
            found.append(span)
    return found[0] if len(found) == 1 else None


def _place_at(line: Line, at: int) -> tuple[int, int] | None:
    """The place named here, with the larger one behind a comma: "Homs, Suriah"."""
    begin = at
    while at - begin < NOUNS and at not in line.places:
        if not line.low(at).isalpha() or at in line.named:
            return None
        at += 1
    if at not in line.places:
        return None
    first = begin if begin == at or line.words[begin].cap else at
    end = line.places[at]
    while line.low(end) == "," and end + 1 in line.places and _closes(line, line.places[end + 1]):
        end = line.places[end + 1]
    if line.low(end) in ("dan", "serta", "hingga") or (line.low(end) == "," and end + 1 in line.places):
        return None
    return first, end


def _closes(line: Line, at: int) -> bool:
    """Whether a place behind a comma ends there, and is no item of a list."""
    return line.low(at) not in ("dan", "serta")


def day(line: Line, begin: int, end: int, cue: int, words: EventWords) -> DateMention | None:
    """The day or month told between two words of a line, if exactly one is that can be the event's."""
    found = [d for at, d in _days(line, begin, end, words)]
    return found[0] if len(found) == 1 else None


def _days(line: Line, begin: int, end: int, words: EventWords) -> Iterator[tuple[int, DateMention]]:
    saying = False
    for at in range(begin, min(end, len(line.words))):
        saying = saying or words.tells(line.words, at)
        if at not in line.dates or saying:
            continue
        mention = line.dates[at][1]
        before = at - 1 if line.low(at - 1) == "pada" else at
        bounded = words.back("since", line.words, before) < before
        if len(mention.value) > YEAR and not bounded:
            yield at, mention
