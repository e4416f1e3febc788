"""Whose turn it is: the actor behind the words that name a speaker, in reading order."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from briefing.extract.actors.aides import of_another
from briefing.extract.actors.naming import resolve, subjects
from briefing.extract.claims import speakers
from briefing.extract.claims.cues import WORD, Cues
from briefing.extract.claims.drafts import Draft, Span
from briefing.extract.claims.known import Names
from briefing.extract.claims.stretches import Stretch, Text
from briefing.lexicon import Lexicon
from briefing.lexicon.countries import countries_of
from briefing.model import ActorKind, Findings

if TYPE_CHECKING:
    from spacy.tokens import Doc

WORDS = re.compile(WORD)
COUNTRY = ActorKind.COUNTRY
SEAT = re.compile(r"\s+di\s+([A-Z][^,.;:\n]{0,30})")
GOES_ON = 3
"""Stretches after which a quotation that names nobody is no longer the last speaker's."""
REACH = 10
"""Stretches that a pronoun looks back over."""


class Turns:
    """Who spoke last, while claims are read from the beginning to the end."""

    def __init__(
        self, doc: Doc, lexicon: Lexicon, found: Findings, text: Text, known: Names, cues: Cues
    ) -> None:
        self.doc, self.lexicon, self.found = doc, lexicon, found
        self.text, self.known, self.cues = text, known, cues
        self.kinds = {a.id: a.kind for a in found.actors}
        self.people = {a.id: a for a in found.actors if a.kind is ActorKind.PERSON}
        self.states = {a.id: a.country.value for a in found.actors if a.country}
        self.owners = {(m.start, m.end): a.id for a in found.actors for m in a.mentions}
        self.subjects = subjects(doc, lexicon, found)
        self.last: str | None = None
        self.where = -REACH
        """Number of the stretch in which the last turn was taken."""
        self.starts = [s.start for s in text.stretches]

    def speaker(self, draft: Draft, stretch: Stretch) -> str | None:
        """The id of the actor who says the draft's content; none where nobody can be named."""
        number = self._number(stretch)
        if draft.rule == "split":
            return self.last
        if draft.rule == "goes on":
            who = self.last if number - self.where <= GOES_ON else None
        elif draft.named is None:
            who = self._before(min(draft.start, draft.cue[0] if draft.cue else draft.start), stretch)
        else:
            who = self._named(draft.named, stretch)
        if not draft.inner:
            self._take(who, stretch)
        return who

    def turn(self, named: Span | None, stretch: Stretch) -> str | None:
        """Somebody is said to have spoken: a quotation that follows is his. Gives who it is."""
        if named is None:
            return None
        who = self._named(named, stretch)
        self._take(who, stretch)
        return who

    def _take(self, who: str | None, stretch: Stretch) -> None:
        self.last, self.where = who, self._number(stretch)

    def _number(self, stretch: Stretch) -> int:
        return bisect_left(self.starts, stretch.start)

    def _named(self, span: Span, stretch: Stretch) -> str | None:
        parts = self.text.text[slice(*span)].casefold().split()
        if parts[0] in self.cues.pronouns and len(parts) <= 2:
            return self._before(span[0], stretch)
        definite = parts[0] in self.cues.definite or parts[-1] in self.cues.pointers
        if definite and parts[0] in self.cues.media:
            return self.last
        if definite and parts[0] in self.cues.nameless and self.last in self.people:
            return None
        official = parts[-1] in self.cues.pointers and parts[0] in self.cues.speakers
        home = parts[-1] == "pemerintah" and (parts[0] in self.cues.media or parts[:2] == ["juru", "bicara"])
        if home and (there := self._seat(span[1])) is not None:
            return there
        if home or (parts[0] in self.cues.speakers and self._owned(parts[:2])):
            return self._owner(stretch)
        a, b = self._own_name(span)
        posted = self.cues.posted.search(self.text.text, a, b)
        if posted and not self.known.person(a, b) and (sender := self._country(a, posted.start())):
            return sender
        if self._unknown(span):
            return None
        who = self._by_name(resolve(self.text.text[a:b], a, self.found, self.doc, self.lexicon), a, b)
        if who in self.people and of_another(self.text.frame, span, self.people[who], self.cues):
            return self._before(span[0], stretch) if definite else None
        if self.kinds.get(who or "") is ActorKind.COUNTRY and self.cues.private.match(self.text.text, a, b):
            who = None
        if definite and (who is None or (official and self._official_of(who))):
            return self.last
        recent = self._number(stretch) - self.where <= GOES_ON
        if definite and recent and self.last is None and self.kinds[who or ""] is not ActorKind.PERSON:
            return None  # "kelompok itu" is the one that spoke last, whom no known name names
        return who

    def _by_name(self, who: str | None, start: int, end: int) -> str | None:
        """The person whose full name ends the words, where they hold nothing of the name of `who`."""
        words = set(self.text.text[start:end].split())
        if who not in self.people or words & set(self.people[who].name.split()):
            return who
        held = [
            (m.end - m.start, id_)
            for id_, person in self.people.items()
            for m in person.mentions
            if m.end == end and start < m.start and " " in self.text.text[m.start : m.end]
        ]
        return max(held)[1] if held else who

    def _seat(self, end: int) -> str | None:
        """The country of "media pemerintah di Pyongyang": whose place stands right behind."""
        behind = SEAT.match(self.text.frame, end)
        places = countries_of(self.lexicon).find(behind[1]) if behind else ()
        code = places[0].code if places and places[0].start == 0 else None
        return next((a for a, c in self.states.items() if c == code and self.kinds[a] is COUNTRY), None)

    def _official_of(self, who: str) -> bool:
        """Whether the last speaker is a person of this country: "pejabat Suriah itu" points at him."""
        last = self.last or who
        country = self.kinds[who] is ActorKind.COUNTRY and self.kinds[last] is ActorKind.PERSON
        return country and self.states.get(last, "") == self.states.get(who)

    def _country(self, start: int, end: int) -> str | None:
        """The last country named between the offsets."""
        who = [self.owners[s] for s in self.known.within(self.known.spans, start, end)]
        return next((a for a in reversed(who) if self.kinds[a] is ActorKind.COUNTRY), None)

    def _unknown(self, span: Span) -> bool:
        """Whether a name stands behind an office and a comma that belongs to no known actor."""
        last = speakers.pieces(self.text.frame, *span)[-1]
        if (
            last[0] == span[0]
            or self.known.any(*last)
            or not self.cues.name.fullmatch(self.text.frame, *last)
        ):
            return False
        return not any(self.known.person(*piece) for piece in speakers.pieces(self.text.frame, *span))

    def _owned(self, words: list[str]) -> bool:
        """Whether the phrase is a body of whoever the sentence is about: "media pemerintahnya"."""
        return any(w.endswith("nya") and w.removesuffix("nya") in self.cues.speakers for w in words)

    def _owner(self, stretch: Stretch) -> str | None:
        """The first country that a stretch names outside its quotations, or who spoke last."""
        quoted = [(q.outer_start, q.outer_end) for q in stretch.quotes]
        for start, end in self.known.within(self.known.spans, stretch.start, stretch.end):
            who = self.owners[start, end]
            if self.kinds[who] is ActorKind.COUNTRY and not any(a <= start < b for a, b in quoted):
                return who
        return self.last

    def _own_name(self, span: Span) -> Span:
        """Of "penasihat Presiden X, Y" the piece that holds the speaker's own name."""
        pieces = speakers.pieces(self.text.frame, *span)
        if len(pieces) < 2 or (self.known.at(pieces[0][0]) and self.known.person(*pieces[0])):
            return pieces[0] if len(pieces) > 1 else span
        for piece in reversed(pieces):
            if self.known.person(*piece) or piece in self.owners:
                return piece
        return span

    def _before(self, at: int, stretch: Stretch) -> str | None:
        """Whom "dia" means at an offset: a subject since the last turn, or else who spoke last."""
        number = self._number(stretch)
        if self.where < number:
            if (here := self._first(stretch.start, at, stretch)) is not None:
                return here
            for n in range(number - 1, max(self.where, number - REACH, -1), -1):
                earlier = self.text.stretches[n]
                subject = None if self._goes_on(earlier) else self._first(earlier.start, earlier.end, earlier)
                if subject is not None:
                    return subject
        if self.last is not None and number - self.where <= REACH:
            return self.last
        return self._named_last(number) if self.where < number else None

    def _goes_on(self, stretch: Stretch) -> bool:
        """Whether a stretch is about somebody before it: its subject is "dia"."""
        start = stretch.start
        connective = self.cues.connective.match(self.text.frame, start, stretch.end)
        if connective and "," in connective[0]:
            start = connective.end()
        word = WORDS.match(self.text.frame, start, stretch.end)
        return word is not None and word[0].casefold() in self.cues.pronouns

    def _does(self, start: int, end: int) -> bool:
        """Whether a name stands between a comma and a verb: "Dalam pesan itu, X mengucapkan"."""
        frame = self.text.frame
        word = WORDS.match(frame, end + 1)
        return frame[:start].endswith(", ") and word is not None and speakers.acts(word[0], self.cues)

    def _named_last(self, number: int) -> str | None:
        """Where nobody was a subject and nobody spoke: whom the nearest stretch before names first."""
        for n in range(number - 1, max(self.where, number - REACH, -1), -1):
            stretch = self.text.stretches[n]
            who = self._first(stretch.start, stretch.end, stretch, subject=False)
            if who is not None:
                return who
        return None

    def _first(self, low: int, high: int, stretch: Stretch, *, subject: bool = True) -> str | None:
        """The first person named between the offsets, outside quotations; as a `subject` if asked for."""
        quoted = [(q.outer_start, q.outer_end) for q in stretch.quotes]
        for start, end in self.known.within(self.known.persons, low, high):
            governed = subject and start not in self.subjects and not self._does(start, end)
            if not governed and not any(a <= start < b for a, b in quoted):
                return self.owners[start, end]
        return None
