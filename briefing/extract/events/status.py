"""How an article vouches for a military detail: reported, claimed, planned, denied or hypothetical."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extract.events.phrase import Phrase
from briefing.extract.sentences.grammar import Grammar
from briefing.extract.sentences.terms import Piece
from briefing.model import Status

REACH = {Status.CLAIMED: 10, Status.PLANNED: 5, Status.DENIED: 4, Status.HYPOTHETICAL: 5}
"""So many pieces before the phrase a marker of the status still holds for it."""
ENDS = frozenset('.;:!?"“”')


def status_of(phrase: Phrase, grammar: Grammar) -> tuple[Status, tuple[int, int] | None]:
    """The status of a phrase and the span of the words that tell it.

    The marker that stands nearest before the phrase, or inside it before its last word, wins; a
    sentence end or quotation mark cuts the search off. No marker: plainly reported.
    """
    row = phrase.row
    at = phrase.head
    begin = max(0, at - max(REACH.values()))
    for place in range(at, begin - 1, -1):
        if place < phrase.first and row[place].text in ENDS:
            break
        for status, reach in REACH.items():
            step = grammar.run(row, place, status.value)
            if step and at - place <= reach and not _covers(row, place, step, phrase):
                return status, (row[place].start, row[place + step - 1].end)
    return Status.REPORTED, None


def _covers(row: Sequence[Piece], place: int, step: int, phrase: Phrase) -> bool:
    """The head itself is no marker, nor a verb that ends the sentence's main statement."""
    return place <= phrase.head < place + step
