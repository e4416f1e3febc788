"""A sentence as the reader of events wants it: words, and which actors, numbers, days and places stand where.

The words, numbers and days come from the row of `sentences`, the actors from `Findings`; here they are only
laid beside each other, by the index of the word with which they begin.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from briefing.extract.sentences.chunks import PLACE, Chunk, ChunkKind, Row
from briefing.extract.sentences.row import Item, Kind, Text, read_text
from briefing.extract.sentences.vocabulary import Word
from briefing.language import Quote
from briefing.lexicon import Lexicon
from briefing.lexicon.dates import DateMention
from briefing.lexicon.numbers import Number
from briefing.model import Actor, ActorKind, Evidence, Findings, Paragraph, ParagraphKind, record

if TYPE_CHECKING:
    from spacy.tokens import Doc

T = TypeVar("T")
KEY = "briefing.lines"
Known = frozenset[tuple[str, ...]]
LIGHT = "light"
"""The form of nouns that are military only before a military thing ("bantuan")."""
LONGEST = 5
"""No place in a headline has more words than this."""
READ = frozenset({ParagraphKind.TITLE, ParagraphKind.STANDFIRST, ParagraphKind.CAPTION, ParagraphKind.BODY})


@record
class Naming:
    """Words `begin` to `end` of a line, which name an actor."""

    begin: int
    end: int
    actor: Actor
    evidence: Evidence

    @property
    def person(self) -> bool:
        """Whether somebody is named, and no body or country."""
        return self.actor.kind is ActorKind.PERSON


@record
class Line:
    """One sentence. `named`, `numbers`, `dates` and `places` are found by the word they begin with."""

    base: int
    """The place of its first word in the article's row."""
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    paragraph: Paragraph
    named: Mapping[int, Naming]
    named_to: Mapping[int, Naming]
    """The same namings by the word behind them."""
    chunks: Mapping[int, Chunk]
    chunks_to: Mapping[int, Chunk]
    numbers: Mapping[int, tuple[int, Number]]
    dates: Mapping[int, tuple[int, DateMention]]
    dates_to: Mapping[int, int]
    places: Mapping[int, int]
    places_to: Mapping[int, int]
    terms: Mapping[int, tuple[int, frozenset[str]]]
    """Military terms: the word behind them and the kinds of thing they are."""

    quotes: tuple[tuple[int, int], ...]
    """The quotations of the article that reach into the line, by their offsets."""

    def quoted(self, at: int) -> bool:
        """Whether a word stands within a quotation."""
        start = self.words[at].start
        return any(begin <= start < end for begin, end in self.quotes)

    @property
    def headline(self) -> bool:
        """Whether it is (part of) the title."""
        return self.paragraph.kind is ParagraphKind.TITLE

    def low(self, at: int) -> str:
        """The word at a place, case-folded; empty outside the line."""
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def index(self, offset: int) -> int:
        """The first word that begins at or behind an offset of the article."""
        return bisect_left(self.starts, offset)


def lines(doc: Doc, lexicon: Lexicon, found: Findings) -> tuple[Line, ...]:
    """The sentences to read for events, in reading order: title, standfirst, captions and body; laid once."""
    text = read_text(doc, found.article, lexicon)
    laid: tuple[Text, tuple[Actor, ...], tuple[Line, ...]] | None = doc.user_data.get(KEY)
    if laid is None or laid[0] is not text or laid[1] is not found.actors:
        laid = doc.user_data[KEY] = (text, found.actors, tuple(_laid_out(text, found)))
    return laid[2]


def _laid_out(text: Text, found: Findings) -> Iterator[Line]:
    mentions = sorted(
        ((m, a) for a in found.actors for m in a.mentions), key=lambda m: (m[0].start, -m[0].end)
    )
    starts = [m.start for m, _ in mentions]
    ends = [q.end for q in text.quotes]
    known = frozenset(
        tuple([w.text for w in row.words[b:e]])
        for row, chunks in text.lines
        if not row.sentence.titled
        for b, e in _places(row, chunks).items()
    )
    at = 0
    for row, chunks in text.lines:
        begin, at = at, at + len(row.words)
        sentence = row.sentence
        if sentence.paragraph.kind not in READ:
            continue
        here = slice(bisect_left(starts, sentence.start), bisect_left(starts, sentence.end))
        namings = tuple(_namings(row.words, mentions[here]))
        days = {i: (e, d.date) for i, (e, d) in _items(text.within(Kind.DATE, begin, at), begin) if d.date}
        places = _places(row, chunks) if not sentence.titled else _known_places(row, chunks, known)
        yield Line(
            base=begin,
            words=row.words,
            starts=tuple([w.start for w in row.words]),
            paragraph=sentence.paragraph,
            named={n.begin: n for n in namings},
            named_to={n.end: n for n in namings},
            chunks={c.begin: c for c in chunks},
            chunks_to={c.end: c for c in chunks},
            numbers={
                i: (e, n.number)
                for i, (e, n) in _items(text.within(Kind.NUMBER, begin, at), begin)
                if n.number
            },
            dates=days,
            dates_to={end: begin for begin, (end, _) in days.items()},
            places=places,
            terms={
                i: (e, frozenset(x.get("kind") for x in n.entries if x.get("form") != LIGHT))
                for i, (e, n) in _items(text.within(Kind.TERM, begin, at), begin)
            },
            quotes=tuple(_reaching(text.quotes, ends, sentence.start, sentence.end)),
            places_to={end: begin for begin, end in places.items()},
        )


def _reaching(
    quotes: Sequence[Quote], ends: Sequence[int], start: int, end: int
) -> Iterator[tuple[int, int]]:
    """The quotations that reach into a stretch; they stand in order and none within another."""
    for quote in quotes[bisect_right(ends, start) :]:
        if quote.start >= end:
            return
        yield quote.start, quote.end


def _items(items: Sequence[Item], base: int) -> Iterator[tuple[int, tuple[int, Item]]]:
    """Items of the article's row by their words in a line, which begins at `base`."""
    for item in items:
        yield item.begin - base, (item.end - base, item)


def _namings(words: Sequence[Word], mentions: Sequence[tuple[Evidence, Actor]]) -> Iterator[Naming]:
    """The mentions by their words; of two that overlap the longer, which begins first."""
    floor = 0
    for begin, (end, (evidence, actor)) in _laid(
        words, [(m.start, m.end, (m, a)) for m, a in mentions]
    ).items():
        if begin >= floor:
            floor = end
            yield Naming(begin=begin, end=end, actor=actor, evidence=evidence)


def _laid(words: Sequence[Word], found: Sequence[tuple[int, int, T]]) -> dict[int, tuple[int, T]]:
    """What stands between offsets, by the index of its first word; of two that begin together the first."""
    laid: dict[int, tuple[int, T]] = {}
    starts = [w.start for w in words] if found else []
    for start, stop, what in found:
        begin, end = bisect_left(starts, start), bisect_left(starts, stop)
        if begin < end:
            laid.setdefault(begin, (end, what))
    return laid


def _places(row: Row, chunks: Sequence[Chunk]) -> dict[int, int]:
    """Where a place is named: what the recogniser takes for one, a country, a province or city."""
    found: dict[int, int] = {}
    for begin, (end, label) in row.labels.items():
        if label == PLACE:
            found[begin] = end
    for chunk in chunks:
        if chunk.kind is ChunkKind.COUNTRY:
            found[chunk.begin] = max(chunk.end, found.get(chunk.begin, 0))
    for at in range(len(row.words)):
        region = row.vocabulary.regions.match(row.words, at) if row.cap(at) else None
        if region is not None:
            found[at] = max(region[0], found.get(at, 0))
    return found


def _known_places(row: Row, chunks: Sequence[Chunk], known: Known) -> dict[int, int]:
    """The places of a headline, whose capitals mislead the recogniser: those that the body names."""
    found = {c.begin: c.end for c in chunks if c.kind is ChunkKind.COUNTRY}
    texts = [w.text for w in row.words]
    for at in range(len(texts)):
        for length in range(LONGEST, 0, -1):
            if at + length <= len(texts) and tuple(texts[at : at + length]) in known:
                found[at] = max(at + length, found.get(at, 0))
                break
    return found
