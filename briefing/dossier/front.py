"""Which titles and sentences make the front page: what a reader has to know who reads nothing else.

News is written lead first, and a title says most in fewest words. So the page begins with the title of each
article, or its first sentence where the title can't be understood alone, the weightiest first; what room is
left goes to the sentences that add most. A sentence counts for where it stands, for the other sources that
tell the like of it and where they do, for how large its story is and how new, and for what it tells; it must
be understood alone, and say something that the lines before it do not.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from briefing.dossier.likeness import letters
from briefing.dossier.sentences import Sentence
from briefing.dossier.standing import alone, cut
from briefing.dossier.telling import Telling
from briefing.model import record

WORDS = 250
HEADLINES, LINES, ENOUGH = 12, 15, 12
"""At most so many lines open an article, so many there are, and so many are printed whatever they are worth.
On three mornings annotated before any run, ten lines chosen by worth alone told 46 % of the vital facts, and
the titles alone 63 %: so titles come first."""

ALIKE = 0.28
"""Sentences so alike tell the same, and are cited together."""

_PLACE = (1.0, 1.0, 0.7, 0.55)
_LATE, _SUPPORTS_LATE = 0.4, 0.2
"""What a sentence counts by its place: title, lead, the two after it, further ones (and these as support)."""

_SUPPORT, _SURE, _SUPPORTING = 0.4, 0.2, 4
"""What another source adds, from which likeness on, and how many do at most."""

_HALF = 0.5
"""A likeness that counts fully."""

COPIED = 0.8
"""Sentences so alike are copies."""

_REPEATED, _BACKGROUND = 0.3, 0.25
"""What is late in an article and told so alike by others, all of them late, is background and no news; and
what is left of its worth."""

_STORY, _MORE = 0.45, 0.85
"""How a line counts by the size of its story, and how further lines of a story count for less (exponents)."""

_AGAIN, _SLACK, _SAME_NEWS, _SOURCE = 0.26, 0.08, 1.0, 0.8
"""Likeness to a line chosen before that makes a line worthless, and that costs nothing; what the lead's
likeness to its own title is held to be at least; what another line of one source is worth."""

_FURTHER, _LARGE = 1.5, 4.0
"""What a sentence counts beside the opening of an article, if it is of a theme of so many articles; in a
smaller theme it counts for less, since there the openings tell what there is to know."""

_ALONE_LATE = 0.5
"""What a sentence is worth that stands late and that no other source tells the like of."""

_NOTHING_READ, _PLAIN, _ALONE = 0.4, 1.1, 1.6
"""What is left of the worth of an article in whose first sentences nothing is read but plain statements (with
a weight of so much), if no theme of others (so large) says that it matters."""

_DOER = 0.6
"""What another line of a story is worth in which the same one does something again."""

_CLEAR, _POINTING = 0.45, 0.3
"""How well a title, and a first sentence, must be understood alone to open an article's news."""

_FULLER, _WHOLE = 0.1, 0.9
"""What part of a title's letters its first sentence has that is printed in its stead; how well that must be
understood alone."""

_AMONG = 0.5
"""How further titles of a story count for less (exponent)."""


_HEAD = 2
_TITLED = 0.2
"""What part of its title's letters a lead has that tells the same news and does not only announce it."""

_LEAST, _WORTH = 0.5, 0.03
"""A line that is worth less is not printed: beyond those that are enough, and among them."""

_FADES = 14.0
"""Days in which what is old comes to count less, down to `_OLD`."""
_OLD = 0.4


@record
class Matter:
    """What is known of each sentence beside its words: by its place in the telling, or by source.

    `weight` is 1 for a sentence that tells nothing of its own, more for an event or a decision; `age` are
    days since the newest source; `story` is the story's number, none where a source stands alone; `theme`
    with how many, itself among them, a source shares its theme; `positions` are the sentences in which
    somebody does more than say what is so, `doers` those who do an event that a sentence tells.
    """

    weight: Sequence[float]
    age: Mapping[int, float]
    story: Mapping[int, int]
    theme: Mapping[int, float]
    positions: frozenset[int]
    doers: Mapping[int, frozenset[str]]


@record
class Line:
    """A line: the sentence whose words are printed, and the others that tell the same (places)."""

    printed: int
    also: tuple[int, ...]


def front(told: Telling, matter: Matter, *, words: int = WORDS, lines: int = LINES) -> tuple[Line, ...]:
    """The lines of the front page, best first, of so many words and lines at most."""
    page = _Page(told, matter)
    left = words
    openings = page.openings()
    while (
        len(page.lines) < min(HEADLINES, lines)
        and (source := page.opening(openings, left, page.least)) is not None
    ):
        left -= page.take(openings.pop(source))
    while len(page.lines) < lines and (further := page.best(left, page.least)) is not None:
        left -= page.take(further)
    return page.filled(left)


class _Page:
    """A front page that is being filled."""

    def __init__(self, told: Telling, matter: Matter) -> None:
        self.told, self.matter = told, matter
        self.lines: list[Line] = []
        self.length = [_length(s) for s in told.sentences]
        self.alone = [alone(s) for s in told.sentences]
        self.titles = {s.source: s.text for s in told.sentences if s.title}
        self.base = [self._base(n) for n in range(len(told.sentences))]
        self.order = sorted(range(len(self.base)), key=lambda n: (-self.base[n] * self.alone[n], n))
        self.news: dict[int, float] = {}
        self.heard: set[str] = set()
        self.said: dict[int, float] = {}
        self.of_story: Counter[int] = Counter()
        self.of_source: Counter[int] = Counter()
        self.leads: set[int] = set()
        self.opened: set[int] = set()
        self.did: Counter[tuple[int, str]] = Counter()

    def best(self, left: int, least: float) -> int | None:
        """The sentence that adds most, of those that fit; none where none is worth more than that."""
        found, worth = None, least
        for n in self.order:
            if _FURTHER * self.base[n] * self.alone[n] * self._top() <= worth:
                break
            gain = self._gain(n) if self.length[n] <= left else 0.0
            if gain > worth:
                found, worth = n, gain
        return found

    def filled(self, left: int) -> tuple[Line, ...]:
        """The lines, with the first sentence for the title of its article while there is room for them."""
        lines = []
        for line in self.lines:
            lead = self._lead(line.printed)
            more = self.length[lead] - self.length[line.printed] if lead is not None else 0
            if lead is not None and 0 < more <= left:
                left -= more
                also = tuple(sorted({*line.also, line.printed, *self._alike(lead)} - {lead}))
                line = Line(printed=lead, also=also)
            lines.append(line)
        return tuple(lines)

    def _lead(self, place: int) -> int | None:
        """The first sentence behind a title, where it tells what the title does and is understood alone."""
        told, lead = self.told.sentences, place + 1
        if not told[place].title or lead >= len(told) or told[lead].source != told[place].source:
            return None
        runs, here = letters(told[place].text), letters(told[lead].text)
        same = sum(run in here for run in runs) / max(1, len(runs))
        return lead if same >= _FULLER and self.alone[lead] >= _WHOLE else None

    def openings(self) -> dict[int, int]:
        """By source: its title, or its first sentence where the title says nothing by itself."""
        heads: dict[int, dict[int, int]] = {}
        for n, sentence in enumerate(self.told.sentences):
            if sentence.place <= 1:
                heads.setdefault(sentence.source, {})[sentence.place] = n
        found = {}
        for source, head in heads.items():
            title, lead = head.get(0), head.get(1)
            if title is not None and self.alone[title] < _CLEAR and lead is not None:
                title = lead if self.alone[lead] >= _POINTING else title
            opening = lead if title is None else title
            if opening is not None:
                found[source] = opening
                worth = max(self.base[n] * max(self.alone[n], _POINTING) for n in head.values())
                self.news[opening] = worth * self._matters(source, opening)
        return found

    def _matters(self, source: int, opening: int) -> float:
        """What an article's news counts for what is read in its first sentences, where it is of no theme."""
        near = range(max(0, opening - 1), min(opening + _HEAD, len(self.told.sentences)))
        first = [n for n in near if self.told.sentences[n].source == source]
        read = max((self.matter.weight[n] for n in first), default=1.0) > _PLAIN
        return 1.0 if read or self.matter.theme.get(source, 1.0) >= _ALONE else _NOTHING_READ

    @property
    def least(self) -> float:
        """What the next line has to be worth: next to nothing, until there are enough."""
        return _LEAST if len(self.lines) >= ENOUGH else _WORTH

    def opening(self, openings: Mapping[int, int], left: int, least: float) -> int | None:
        """The source whose opening is worth most now, of those that fit; none where none is worth a line."""
        worth = {source: self.news_of(n) for source, n in openings.items() if self.length[n] <= left}
        best = max(worth, key=lambda source: (worth[source], -source), default=None)
        return best if best is not None and worth[best] > least else None

    def news_of(self, place: int) -> float:
        """What an article's news is worth: that of a large story more, what was told already nothing."""
        if self._again(place) >= _AGAIN + _SLACK:
            return 0.0
        story = self._story(self.told.sentences[place].source)
        size = float(self._theme(place) ** _STORY * (1.0 + self.of_story[story]) ** -_AMONG)
        return self.news[place] * size * self._new_words(place)

    def take(self, place: int) -> int:
        """Puts a sentence on the page, with those that tell the same; gives the words that it takes."""
        sentence = self.told.sentences[place]
        also = self._alike(place)
        self.lines.append(Line(printed=place, also=also))
        self.said[place] = 1.0
        for n in also:
            self.said.setdefault(n, 1.0)
        self.heard.update(self.told.weights[place])
        for n in (place, *also):
            if self.told.sentences[n].place <= 1:
                self.leads.add(self.told.sentences[n].source)
        if sentence.place <= 1:
            self.opened.add(sentence.source)
        story = self._story(sentence.source)
        self.of_story[story] += 1
        self.of_source[sentence.source] += 1
        for doer in self.matter.doers.get(place, ()):
            self.did[story, doer] += 1
        return self.length[place]

    def _alike(self, place: int) -> tuple[int, ...]:
        """The sentences that tell the same."""
        return tuple(sorted(n for n, value in self.told.like[place].items() if value >= ALIKE))

    def _base(self, place: int) -> float:
        """What a sentence is worth on an empty page: by its place, others like it, its age and matter."""
        own = self.told.sentences[place]
        best: defaultdict[int, float] = defaultdict(float)
        for n, value in self.told.like[place].items():
            other = self.told.sentences[n]
            if value >= _SURE:
                part = _at(other.place, _SUPPORTS_LATE) * min(1.0, value / _HALF)
                best[other.source] = max(best[other.source], part)
        first = max(_at(own.place), 0.9 * best.pop(own.source, 0.0))
        others = sorted(best.values(), reverse=True)[:_SUPPORTING]
        new = _OLD + (1 - _OLD) * math.exp(-self.matter.age.get(own.source, 0.0) / _FADES)
        worth = (first + _SUPPORT * sum(others)) * self.matter.weight[place] * self._titled(place)
        return worth * new * (_BACKGROUND if self._repeated(place) else 1.0)

    def _heard_of(self, place: int) -> bool:
        """Whether it stands early, or another source tells the like."""
        own = self.told.sentences[place]
        like = (n for n, value in self.told.like[place].items() if value >= _SURE)
        return own.place < len(_PLACE) or any(self.told.sentences[n].source != own.source for n in like)

    def _repeated(self, place: int) -> bool:
        """Whether it is background: others tell the like, and all of them late, as it is told here."""
        own, like = self.told.sentences[place], self.told.like[place]
        others = [self.told.sentences[n] for n, value in like.items() if value >= _REPEATED]
        places = [s.place for s in others if s.source != own.source]
        return bool(places) and min(own.place, *places) >= len(_PLACE)

    def _top(self) -> float:
        return float(max(self.matter.theme.values(), default=1.0) ** _STORY)

    def _gain(self, place: int) -> float:
        source = self.told.sentences[place].source
        story = self._story(source)
        again = max(0.0, self._again(place) - _SLACK) / _AGAIN
        story_weight = float(self._theme(place) ** _STORY * (1.0 + self.of_story[story]) ** -_MORE)
        return (
            self.base[place]
            * self.alone[place]
            * max(0.0, 1.0 - again)
            * self._new_words(place)
            * story_weight
            * _SOURCE ** self.of_source[source]
            * _FURTHER
            * (1.0 if self._heard_of(place) else _ALONE_LATE)
            * min(1.0, self._theme(place) / _LARGE)
            * _DOER ** max((self.did[story, doer] for doer in self.matter.doers.get(place, ())), default=0)
        )

    def _again(self, place: int) -> float:
        """How much of it lines before have told."""
        own = self.told.sentences[place]
        found = max(
            (value * self.said.get(n, 0.0) for n, value in self.told.like[place].items()), default=0.0
        )
        found = max(found, self.said.get(place, 0.0))
        told = own.source in self.leads and place not in self.matter.positions
        lead = own.place <= 1 and (told or own.source in self.opened)
        return max(found, _SAME_NEWS * (_AGAIN + _SLACK)) if lead else found

    def _new_words(self, place: int) -> float:
        weights = self.told.weights[place]
        return max(0.0, 1.0 - sum(w * w for word, w in weights.items() if word in self.heard))

    def _titled(self, place: int) -> float:
        """What part of its title an early sentence tells: one that only announces is worse than the title."""
        own = self.told.sentences[place]
        if not 0 < own.place < len(_PLACE):
            return 1.0
        title = self.titles.get(own.source)
        if title is None:
            return 1.0
        runs, here = letters(title), letters(own.text)
        return min(1.0, sum(run in here for run in runs) / max(1, len(runs)) / _TITLED)

    def _theme(self, place: int) -> float:
        return self.matter.theme.get(self.told.sentences[place].source, 1.0)

    def _story(self, source: int) -> int:
        return self.matter.story.get(source, -source)


def _at(place: int, late: float = _LATE) -> float:
    return _PLACE[place] if place < len(_PLACE) else late


def _length(sentence: Sentence) -> int:
    """The words of the part of it that is printed."""
    part = cut(sentence)
    return len(sentence.text[part.start - sentence.start : part.end - sentence.start].split())
