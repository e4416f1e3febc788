"""How an article vouches for a military detail: reported, claimed, planned, denied or hypothetical."""

from __future__ import annotations

from briefing.extract.events.phrases import Phrase
from briefing.extract.events.roles import Sentence
from briefing.model import Status

REACH = {Status.CLAIMED: 10, Status.PLANNED: 5, Status.DENIED: 4, Status.HYPOTHETICAL: 5}
"""So many pieces before the phrase a marker of the status still holds for it."""
ENDS = frozenset('.;:!?"“”')


def status_of(phrase: Phrase) -> tuple[Status, tuple[int, int] | None]:
    """The status of a phrase and the span of the words that tell it.

    The marker that stands nearest before the phrase, or inside it before its last word, wins; a
    sentence end or quotation mark cuts the search off. No marker: plainly reported.
    """
    row = phrase.row
    at = phrase.head
    begin = max(0, at - max(REACH.values()))
    for place in range(at, begin - 1, -1):
        if place < phrase.first and row[place].low in ENDS:
            break
        for status, reach in REACH.items():
            step = row.run(place, status.value)
            if step and at - place <= reach and not _covers(row, place, step, phrase):
                return status, (row[place].start, row[place + step - 1].stop)
    return Status.REPORTED, None


def _covers(row: Sentence, place: int, step: int, phrase: Phrase) -> bool:
    """The head itself is no marker, nor a verb that ends the sentence's main statement."""
    return place <= phrase.head < place + step
