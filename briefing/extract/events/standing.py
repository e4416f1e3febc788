"""How far the text vouches for an event: reported, claimed, planned, failed, denied, hypothetical, open."""

from __future__ import annotations

from briefing.extract.events.event_words import Cue, EventWords
from briefing.extract.events.lines import Line
from briefing.model import Status, record

OPEN = "open"
TOLD = ("failed", "denied", "planned", "hypothetical", "claimed", OPEN)
REACH = 8
BEHIND = 2
"""So many words may stand between a noun and the verb that says what became of it."""


@record
class Standing:
    """The status of an event and the words that tell it; no status where the text leaves it open."""

    status: Status | None = Status.REPORTED
    marker: tuple[int, int] | None = None


def standing(line: Line, cue: Cue, floor: int, end: int, words: EventWords) -> Standing:
    """The status that the nearest marker before the cue tells, down to the word `floor`.

    A noun may have it behind its phrase, which ends at `end`: "pertemuan itu | batal".
    """
    if cue.form == "noun" and (behind := _behind(line, end, words)) is not None:
        return behind
    for at in range(cue.begin - 1, max(floor, cue.begin - REACH) - 1, -1):
        if (found := _marker(line, at, cue.begin, words)) is not None:
            return found
    return Standing()


def _marker(line: Line, at: int, limit: int, words: EventWords) -> Standing | None:
    """The marker that begins at a word and ends before `limit`; the longest."""
    ends = {role: end for role in TOLD if at < (end := words.at(role, line.words, at)) <= limit}
    if not ends:
        return None
    role = max(ends, key=lambda r: ends[r])
    return Standing(status=None if role == OPEN else Status(role), marker=(at, ends[role]))


def _behind(line: Line, end: int, words: EventWords) -> Standing | None:
    for at in range(end, min(end + BEHIND, len(line.words))):
        if not line.words[at].text.isalpha():
            return None
        if (found := _marker(line, at, len(line.words), words)) is not None:
            return found
    return None


def conditional(line: Line, words: EventWords) -> bool:
    """Whether the sentence has a condition or asks: nothing in it is told as having happened."""
    return line.words[-1].text.endswith("?") or any(
        words.at("if", line.words, at) > at for at in range(len(line.words))
    )
