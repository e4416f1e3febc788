"""How far the text vouches for an event: reported, claimed, planned, failed, denied, hypothetical, open."""

from __future__ import annotations

from briefing.extract.events.event_words import Cue, EventWords
from briefing.extract.events.lines import Line
from briefing.model import Status, record

OPEN = "open"
TOLD = ("failed", "denied", "planned", "hypothetical", "claimed", OPEN)
PLAIN = "plain"
"""Words that begin like a marker and are none: "tidak hanya", "selain itu"."""
FAR = 20
"""So many words before a clause a plan may stand that it belongs to."""
BETWEEN = ("auxiliary", "arm", "band", *TOLD)
REACH = 8
BEHIND = 3
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
    carried = words.back("light", line.words, cue.begin) < cue.begin
    if cue.form == "noun" and not carried and (behind := _behind(line, end, words)) is not None:
        return behind
    if cue.form == "noun" and cue.is_("toll") and words.back("takes", line.words, cue.begin) < cue.begin:
        return Standing()
    for at in range(cue.begin - 1, max(floor, cue.begin - REACH) - 1, -1):
        comma = line.low(at) == "," and at < cue.begin - 1
        if comma or words.at("relative", line.words, at) > at:
            return Standing()
        if (found := _marker(line, at, cue.begin, words)) is not None:
            if found.status is Status.CLAIMED and not _reaches(line, found, cue.begin, words):
                return Standing()
            return _governed(line, found, floor, words)
    return Standing()


def _marker(line: Line, at: int, limit: int, words: EventWords) -> Standing | None:
    """The marker that begins at a word and ends before `limit`; the longest."""
    ends = {role: end for role in (*TOLD, PLAIN) if at < (end := words.at(role, line.words, at)) <= limit}
    role = max(ends, key=lambda r: ends[r], default=PLAIN)
    if role == PLAIN:
        return None
    return Standing(status=None if role == OPEN else Status(role), marker=(at, ends[role]))


def _reaches(line: Line, found: Standing, end: int, words: EventWords) -> bool:
    """Whether a word of claim is said of the event, with nothing between but names and auxiliaries.

    "diduga | menyerang", "menuduh | militer Israel | menyerang"; "sopir diduga maling | ditangkap" is not.
    """
    at = found.marker[1] if found.marker else end
    while at < end:
        if at in line.named:
            at = line.named[at].end
        elif at in line.dates:
            at = line.dates[at][0]
        else:
            step = max(words.at(role, line.words, at) for role in BETWEEN)
            if step == at:
                return False
            at = step
    return True


def _governed(line: Line, found: Standing, floor: int, words: EventWords) -> Standing:
    """What a word right before a plan makes of it: "batal | akan", "mengancam | akan", "tidak | bisa"."""
    if found.status not in (Status.PLANNED, Status.HYPOTHETICAL) or found.marker is None:
        return found
    limit = found.marker[0]
    for at in range(limit - 1, max(floor, limit - 3) - 1, -1):
        before = _marker(line, at, limit, words)
        if before is not None and before.marker is not None and before.marker[1] == limit:
            return before if found.status is Status.PLANNED or before.status is Status.DENIED else found
    return found


def _behind(line: Line, end: int, words: EventWords) -> Standing | None:
    """A marker behind a noun's phrase; a plan only of its being held ("akan digelar"), else open."""
    for at in range(end, min(end + BEHIND, len(line.words))):
        if not line.words[at].text.isalpha():
            return None
        if words.at("is", line.words, at) > at:
            return Standing(status=None)
        found = _marker(line, at, len(line.words), words)
        if found is None:
            continue
        after = found.marker[1] if found.marker else at + 1
        held = words.at("light passive", line.words, after) > after
        return found if found.status is Status.FAILED or held else Standing(status=None, marker=found.marker)
    return None


def awaited(line: Line, begin: int, words: EventWords) -> bool:
    """Whether a clause tells what is to be done before or after something planned: "akan …, setelah | …"."""
    if words.at("after", line.words, begin) == begin:
        return False
    near = range(max(0, begin - FAR), begin)
    return any(words.at("planned", line.words, at) > at for at in near)


def conditional(line: Line, words: EventWords) -> bool:
    """Whether the sentence has a condition: nothing in it is told as having happened."""
    return any(words.at("if", line.words, at) > at for at in range(len(line.words)))


def asks(line: Line) -> bool:
    """Whether the sentence is a question, which tells nothing."""
    return any("?" in w.text for w in line.words[-2:])
