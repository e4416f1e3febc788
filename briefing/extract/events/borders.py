"""Where the clauses of a sentence begin, and how far before one a word stands that still governs it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from briefing.extract.events.event_words import EventWords
from briefing.extract.events.lines import Line

ENDS = frozenset(';:!?—–"“”')
VERBS = frozenset({"active", "passive", "bare", "state"})
"""Forms of the words that tell an event, but nouns."""


def borders(line: Line, words: EventWords) -> list[int]:
    """Where clauses begin, 0 and the end of the line among them."""
    found = [0]
    for at in range(1, len(line.words)):
        low = line.low(at)
        joint = at + 1 if low == "," else words.at("joint", line.words, at)
        # A verb that tells an event and reports too ("menyambut kedatangan") begins no clause of its own.
        said = (words.tells(line.words, at) or words.says(line, at)) and not _acts(line, at, words)
        if (
            said
            or low in ENDS
            or words.at("border", line.words, at) > at
            or (joint > at and _acts(line, joint, words))
        ):
            found.append(at)
    return [*found, len(line.words)]


def governor(line: Line, at: int, cut: Sequence[int], words: EventWords) -> int:
    """How far back a marker of the status may stand: before "bahwa", or in the clause that is joined."""
    clause = bisect_right(cut, at) - 1
    begin = cut[clause]
    if words.at("that", line.words, begin) > begin:
        return max(0, begin - 3)
    joint = begin + 1 if line.low(begin) == "," else words.at("joint", line.words, begin)
    while joint < at and (step := words.at("auxiliary", line.words, joint)) > joint:
        joint = step
    return cut[clause - 1] if clause and joint == at > begin else begin


def _acts(line: Line, at: int, words: EventWords) -> bool:
    """Whether a verb that tells an event begins here."""
    return any(c.form in VERBS for c in words.cues(line.words, at, headline=line.headline))
