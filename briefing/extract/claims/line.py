"""A stretch as the shapes read it: its items by number, and what they are in the sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from briefing.extract.claims.words import Words
from briefing.extract.sentences.row import Item, Kind, Stretch, Text
from briefing.lexicon import Entry
from briefing.model import ActorKind, Findings, record

NAMING = (Kind.OFFICE, Kind.BODY, Kind.COUNTRY, Kind.NAME, Kind.OUTLET, Kind.RANK)
"""Kinds of items that noun phrases with a name are made of."""
KINDS = (Kind.QUOTE, Kind.CUE, *NAMING, Kind.DATE)
REPORTING = ("verb", "wish")
HARD = frozenset(":;–—.?!…")
"""Marks that part a verb from what stands before them; "-" and "--" do too, see `hard`."""
DASHES = frozenset({"-", "--", "–", "—"})
OPENING, CLOSING = "([", ")]"
OUTSIDE = Item(Kind.MARK, -1, -1, -1, -1, "\n")
NEAR = 3
"""So many mentions before a place may reach over it."""
BRACKET = 16
"""A bracket with more items than this is no part of a name."""


@record
class Phrase:
    """A noun phrase: items `begin` to `end` of its line, `start` to `stop` in the article."""

    begin: int
    end: int
    start: int
    stop: int


@record
class Mention:
    """Where an actor is named."""

    start: int
    stop: int
    actor: str
    kind: ActorKind


class Names:
    """Where the article names its actors, in reading order."""

    def __init__(self, found: Findings) -> None:
        self.actors = {a.id: a for a in found.actors}
        every = {
            (m.start, m.end): Mention(start=m.start, stop=m.end, actor=a.id, kind=a.kind)
            for a in found.actors
            for m in a.mentions
        }
        self.mentions = [every[span] for span in sorted(every)]
        self._starts = [m.start for m in self.mentions]

    def within(self, start: int, stop: int) -> Sequence[Mention]:
        """The mentions that lie between two offsets."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, stop)
        return [m for m in self.mentions[first:last] if m.stop <= stop]

    def before(self, at: int, count: int) -> Sequence[Mention]:
        """The last so many mentions that end before an offset."""
        last = bisect_left(self._starts, at)
        return [m for m in self.mentions[max(0, last - count) : last] if m.stop <= at]

    def touching(self, start: int, stop: int) -> bool:
        """Whether a mention covers some of the words between two offsets."""
        first = max(0, bisect_left(self._starts, start) - NEAR)
        last = bisect_left(self._starts, stop)
        return any(m.stop > start for m in self.mentions[first:last])


class Line:
    """A stretch cut into items; places are numbers of items, `low` and `high` where its own words lie."""

    def __init__(self, text: Text, stretch: Stretch, words: Words, names: Names) -> None:
        self.text, self.stretch, self.words, self.names = text, stretch, words, names
        self.classes, self.forms = words.classes, words.forms
        self.items: tuple[Item, ...] = text.items(stretch, *KINDS)
        self.low, self.high = 0, len(self.items)
        self._places = {item.begin: n for n, item in enumerate(self.items)}
        self._places[stretch.end] = len(self.items)
        self.cues = [n for n, item in enumerate(self.items) if item.kind is Kind.CUE]
        self.quotes = [n for n, item in enumerate(self.items) if item.kind is Kind.QUOTE]

    def __getitem__(self, at: int) -> Item:
        """The item at a place; a mark outside the line."""
        return self.items[at] if 0 <= at < self.high else OUTSIDE

    def quote(self, at: int) -> bool:
        """Whether a quotation stands at a place."""
        return self[at].kind is Kind.QUOTE

    def quoted(self, at: int) -> tuple[int, int]:
        """Where the words of the quotation at a place lie, without a comma of the sentence around them."""
        item = self[at]
        start, end = (item.quote.start, item.quote.end) if item.quote else (item.start, item.stop)
        return start, start + len(self.text.article.text[start:end].rstrip(' ,"“”'))

    def runs_on(self, at: int) -> bool:
        """Whether the sentence goes on behind the quotation at a place: it has a comma there, or asks."""
        quote = self.items[at].quote
        if quote is None:
            return False
        text = self.text.article.text
        return "," in text[quote.end - 1 : quote.outer_end + 2] or text[quote.end - 1] in "?!"

    def is_mark(self, at: int, marks: str | frozenset[str]) -> bool:
        """Whether one of the marks stands at a place."""
        return self[at].kind is Kind.MARK and self[at].low in marks

    def run(self, at: int, *roles: str) -> int:
        """The place behind a word or phrase of one of the classes that begins here; 0 where none does."""
        if not 0 <= at < self.high:
            return 0
        lows, begin = self.text.lows, self.items[at].begin
        if not self.classes.may_begin(lows[begin]):
            return 0
        ends = (begin + self.classes.run(lows, begin, role) for role in roles)
        return max((self._places.get(end, 0) for end in ends if end > begin), default=0)

    def begins(self, at: int, *roles: str) -> int:
        """How many words of the item at a place, from its first on, are a word or phrase of a class."""
        return max(self.classes.run(self.text.lows, self[at].begin, role) for role in roles)

    def noun(self, phrase: Phrase) -> int:
        """The word with which a phrase begins, its article or number left out ("seorang | penasihat …")."""
        lows, at, end = self.text.lows, self.items[phrase.begin].begin, self.items[phrase.end - 1].end
        while at < end - 1 and (
            few := max(self.classes.run(lows, at, role) for role in ("indefinite", "article"))
        ):
            at += few
        return min(at, end - 1)

    def heads(self, phrase: Phrase, *roles: str) -> int:
        """How many words of a phrase, from its noun on, are a word or phrase of one of the classes."""
        return max(self.classes.run(self.text.lows, self.noun(phrase), role) for role in roles)

    def back(self, end: int, role: str, low: int = 0) -> int:
        """The place where a word or phrase of the class begins that ends before `end`; -1 where none does."""
        if end <= low:
            return -1
        last = self.items[end - 1].end
        length = self.classes.back(self.text.lows, last, role, self.items[low].begin)
        return self._places.get(last - length, -1) if length else -1

    def backed(self, end: int, role: str, low: int = 0) -> int:
        """The place before all words of a class that follow one another up to here."""
        while (at := self.back(end, role, low)) >= 0:
            end = at
        return end

    def passed(self, at: int, *roles: str, high: int | None = None) -> int:
        """The place behind all words of the classes that follow one another from here on."""
        high = self.high if high is None else high
        while at < high and (end := self.run(at, *roles)):
            at = end
        return at

    def past_connective(self, at: int, high: int) -> int:
        """The place behind "Selain itu," that opens a sentence."""
        behind = self.passed(at, "connective", high=high)
        return behind + 1 if behind > at and self.is_mark(behind, ",") else at

    def entry(self, at: int, *kinds: str) -> Entry | None:
        """The entry by which the word at a place reports in one of these ways; none where it does not."""
        item = self[at]
        if item.kind is not Kind.CUE:
            return None
        return next((e for kind in kinds for e in item.entries if e.get("kind") == kind), None)

    def plain(self, at: int) -> bool:
        """Whether a word in small letters stands at a place, and no name."""
        return self[at].kind in (Kind.WORD, Kind.CUE) and not self[at].cap

    def acts(self, at: int) -> bool:
        """Whether a plain word looks like a verb ("menyerang", "dibangun")."""
        if not self.plain(at) or self.run(at, "modifier", "opens a speaker"):
            return False
        low = self[at].low
        passive = self.forms.is_passive(low) and not self.forms.is_involuntary(low)
        return passive or self.forms.is_active(low)

    def verb(self, at: int) -> bool:
        """Whether a verb stands at a place, one that reports or another."""
        return self.entry(at, *REPORTING) is not None or self.acts(at)

    def timed(self, at: int) -> bool:
        """Whether a day, a weekday or a month stands at a place."""
        return self[at].kind is Kind.DATE or self[at].low in self.words.times

    def past_days(self, at: int) -> int:
        """The place behind a day and the brackets beside it: " pada Selasa (5/12)"."""
        day = end = self.run(at, "preposition") or at
        while self.timed(end) or (end > day and self.bracket(end)):
            end = self.bracket(end) or end + 1
        return end if end > day else at

    def outlet(self, at: int) -> bool:
        """Whether the item at a place is the name of an outlet that others carry."""
        item = self[at]
        if item.kind is Kind.OUTLET:
            return True
        match = self.words.outlets.match(self.text.words, item.begin) if item.kind in NAMING else None
        return match is not None and match[0] >= item.end

    def bracket(self, at: int) -> int:
        """The place behind the bracket that opens here; 0 where none does."""
        if not self.is_mark(at, OPENING):
            return 0
        ahead = range(at + 1, at + BRACKET)
        return next((n + 1 for n in ahead if self.is_mark(n, CLOSING)), 0)

    def hard(self, at: int) -> bool:
        """Whether a mark or a quotation stands here that parts what is before from what is behind."""
        follows = self[at + 1].cap or self[at + 1].kind is Kind.MARK
        return self.quote(at) or self.is_mark(at, HARD) or (follows and self.is_mark(at, DASHES))

    def phrase(self, begin: int, end: int) -> Phrase:
        """The items between two places as a phrase, marks at its edges left out."""
        while (
            end - 1 > begin and self.items[end - 1].kind is Kind.MARK and not self.is_mark(end - 1, CLOSING)
        ):
            end -= 1
        return Phrase(begin=begin, end=end, start=self.items[begin].start, stop=self.items[end - 1].stop)

    def mentions(self, begin: int, end: int) -> Sequence[Mention]:
        """The actors named by the items between two places."""
        return self.names.within(self.items[begin].start, self.items[end - 1].stop) if begin < end else ()

    def person(self, begin: int, end: int) -> bool:
        """Whether a person is named by the items between two places."""
        return any(m.kind is ActorKind.PERSON for m in self.mentions(begin, end))

    def count(self, begin: int, end: int) -> int:
        """How many words stand between two places."""
        return sum(self.word_count(item) for item in self.items[begin:end])

    def word_count(self, item: Item) -> int:
        """How many words an item has, marks not counted."""
        return sum(not w.mark for w in self.text.words[item.begin : item.end])

    def pieces(self, begin: int, end: int) -> list[tuple[int, int]]:
        """What stands between the commas (those in brackets don't count), empty pieces left out."""
        found, at, first = [], begin, begin
        while at < end:
            at_bracket = self.bracket(at)
            if at_bracket and at_bracket <= end:
                at = at_bracket
                continue
            if self.is_mark(at, ","):
                found.append((first, at))
                first = at + 1
            at += 1
        found.append((first, end))
        return [(a, b) for a, b in found if a < b]

    def words_of(self, begin: int, end: int) -> str:
        """The article's words between two places."""
        return (
            self.text.article.text[self.items[begin].start : self.items[end - 1].stop] if begin < end else ""
        )
