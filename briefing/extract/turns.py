"""Whose turn it is: the actor behind the words that name a speaker, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.extract.cues import Cues
from briefing.extract.drafts import Draft, Span
from briefing.extract.speakers import Names
from briefing.extract.stretches import Stretch, Text
from briefing.lexicon import Lexicon
from briefing.model import ActorKind, Findings

if TYPE_CHECKING:
    from spacy.tokens import Doc

REACH = 3
"""Stretches after which nobody goes on without being named."""


class Turns:
    """Who spoke last, while claims are read from the beginning to the end."""

    def __init__(
        self, doc: Doc, lexicon: Lexicon, found: Findings, text: Text, known: Names, cues: Cues
    ) -> None:
        self.doc, self.lexicon, self.found = doc, lexicon, found
        self.text, self.known, self.cues = text, known, cues
        self.kinds = {a.id: a.kind for a in found.actors}
        self.owners = {(m.start, m.end): a.id for a in found.actors for m in a.mentions}
        self.last: str | None = None
        self.where = -REACH
        """Number of the stretch in which the last turn was taken."""

    def speaker(self, draft: Draft, stretch: Stretch) -> str | None:
        """The id of the actor who says the draft's content; none where nobody can be named."""
        if draft.same and draft.rule == "split":
            return self.last
        if draft.named is None:
            who = self._before(min(draft.start, draft.cue[0] if draft.cue else draft.start), stretch)
        else:
            who = self._named(draft.named, stretch)
        self._take(who, stretch)
        return who

    def turn(self, named: Span | None, stretch: Stretch) -> None:
        """Somebody is said to have spoken: a quotation that follows is his."""
        if named is not None:
            self._take(self._named(named, stretch), stretch)

    def _take(self, who: str | None, stretch: Stretch) -> None:
        self.last, self.where = who, self._number(stretch)

    def _number(self, stretch: Stretch) -> int:
        return self.text.stretches.index(stretch)

    def _named(self, span: Span, stretch: Stretch) -> str | None:
        a, b = span
        words = self.text.text[a:b]
        parts = words.casefold().split()
        if parts[0] in self.cues.pronouns and len(parts) <= 2:
            return self._before(a, stretch)
        if parts[0] in self.cues.media and parts[-1] in self.cues.pointers:
            return self.last
        a, b = self._best_piece(span)
        try:
            from briefing.extract.naming import resolve
        except ImportError:
            return next((i for (x, y), i in self.owners.items() if a <= x and y <= b), None)
        return resolve(self.text.text[a:b], a, self.found, self.doc, self.lexicon)

    def _best_piece(self, span: Span) -> Span:
        """Of "penasihat Presiden X, Y" the piece that holds the speaker's own name."""
        from briefing.extract.speakers import _segments

        pieces = _segments(self.text.frame, *span)
        if len(pieces) < 2:
            return span
        if self.known.person(*pieces[0]) and self.known.at(pieces[0][0]):
            return pieces[0]
        for piece in reversed(pieces):
            if self.known.person(*piece):
                return piece
        return span

    def _before(self, at: int, stretch: Stretch) -> str | None:
        """Whom "dia" means at an offset: the subject of a sentence since the last turn, or who spoke last."""
        number = self._number(stretch)
        here = [s for s in self.known.within(self.known.persons, stretch.start, at)]
        if here and self.where < number:
            return self.owners.get(here[-1] if len(here) == 1 else here[0])
        for n in range(number - 1, max(self.where, number - REACH - 1), -1):
            subject = self._subject(self.text.stretches[n])
            if subject is not None:
                return subject
        if number - self.where <= REACH:
            return self.last
        return None

    def _subject(self, stretch: Stretch) -> str | None:
        """The person whom a stretch without a claim is about: named before its first verb, or alone."""
        persons = self.known.within(self.known.persons, stretch.start, stretch.end)
        owners = {self.owners.get(p) for p in persons}
        if len(owners) == 1:
            return owners.pop()
        return self.owners.get(persons[0]) if persons else None


def is_person(kinds: dict[str, ActorKind], actor: str | None) -> bool:
    """Whether the actor is a person."""
    return actor is not None and kinds.get(actor) is ActorKind.PERSON
