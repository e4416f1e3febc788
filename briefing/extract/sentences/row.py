"""One typed reading of an article: its words in a row, and typed items over them. Everybody reads this.

The words are the finest tokens, with their offsets in the article. Over them lie items: names, offices,
bodies, ranks, countries and outlets (the chunks of chunks.py), quotations, days, numbers, words that
report speech, military terms, designations, ships. A reader asks for the kinds that he needs and gets
the stretch cut into them without gaps, plain words and marks between:

    text = read_text(doc, article, lexicon)
    for stretch in text.stretches:
        row = text.items(stretch, Kind.QUOTE, Kind.NAME, Kind.COUNTRY, Kind.CUE)

Where two items overlap, the one that begins first stands, then the longer one, then the kind asked for
first. A quotation hides what stands in it from whoever asks for quotations; who does not ask for them
reads the words inside like all others. Each kind is looked for once an article, when first asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from briefing.extract.sentences.chunks import Chunk, ChunkKind
from briefing.extract.sentences.reading import Lines, read_lines
from briefing.extract.sentences.terms import Piece, find_designations, find_ships, find_terms
from briefing.extract.sentences.vocabulary import Word, vocabulary
from briefing.language import Quote
from briefing.lexicon import Entry, Lexicon
from briefing.lexicon.countries import CountryMention, countries
from briefing.lexicon.dates import DateMention, find_dates
from briefing.lexicon.numbers import Number, find_numbers
from briefing.model import Article, Paragraph, record

if TYPE_CHECKING:
    from spacy.tokens import Doc

KEY = "briefing.row"
STOPS = frozenset(",.!?")
"""Marks at the end of quoted words."""


class Kind(StrEnum):
    """What an item is."""

    WORD = "word"
    MARK = "mark"
    NAME = "name"
    RANK = "rank"
    OFFICE = "office"
    BODY = "body"
    COUNTRY = "country"
    NATION = "nation"
    """Every mention of a country by itself, also inside a body's or an office's name."""
    OUTLET = "outlet"
    QUOTE = "quote"
    CUE = "cue"
    DATE = "date"
    NUMBER = "number"
    TERM = "term"
    DESIGNATION = "designation"
    SHIP = "ship"


CHUNKS = {Kind(kind.value) for kind in ChunkKind} - {Kind.WORD, Kind.MARK}


class Item(NamedTuple):
    """Words `begin` to `end` of the article's row, and what they are; `start` to `stop` in its text.

    `low` are its words case-folded with one blank between. `entries` are the entries of the word list that
    it was found by (a cue's, a term's). `possessive` is a word that "-nya" clings to.
    """

    kind: Kind
    begin: int
    end: int
    start: int
    stop: int
    low: str
    cap: bool = False
    chunk: Chunk | None = None
    entries: tuple[Entry, ...] = ()
    mention: CountryMention | None = None
    number: Number | None = None
    date: DateMention | None = None
    quote: Quote | None = None
    possessive: bool = False
    loud: bool = False
    """Whether it is one word that looks like an abbreviation."""


@record
class Stretch:
    """A sentence, or several that share a quotation: words `begin` to `end` of the article's row.

    `start` to `stop` are offsets in the article. `quotes` are the quotations that begin in it.
    """

    number: int
    begin: int
    end: int
    start: int
    stop: int
    paragraph: Paragraph
    quotes: tuple[Quote, ...]


class Text:
    """An article as it is read: `words`, the `lines` that they come from, the `stretches` over them."""

    def __init__(self, doc: Doc, article: Article, lexicon: Lexicon) -> None:
        self.article, self.lexicon = article, lexicon
        self.lines: Lines = read_lines(doc, article, lexicon)
        self.words: tuple[Word, ...] = tuple(w for line, _ in self.lines for w in line.words)
        self.lows = [w.low for w in self.words]
        self._starts = [w.start for w in self.words]
        self.quotes: tuple[Quote, ...] = tuple(self._mended(q) for q in doc._.quotes)
        self._found: dict[Kind, tuple[Item, ...]] = {}
        self._begins: dict[Kind, list[int]] = {}
        self.chunked = _all_chunks(self.lines)
        self.stretches: tuple[Stretch, ...] = tuple(self._stretches())

    def at(self, offset: int) -> int:
        """The place in the row of the word that stands at an offset, or of the next one."""
        at = bisect_right(self._starts, offset) - 1
        return at if at >= 0 and offset < self.words[at].end else at + 1

    def item(
        self,
        kind: Kind,
        start: int,
        stop: int,
        *,
        entries: tuple[Entry, ...] = (),
        mention: CountryMention | None = None,
        number: Number | None = None,
        date: DateMention | None = None,
        quote: Quote | None = None,
        possessive: bool = False,
    ) -> Item | None:
        """The words between two offsets as an item; none where there are none."""
        begin, end = self.at(start), bisect_left(self._starts, stop)
        if begin >= end:
            return None
        words = self.words[begin:end]
        low = words[0].low if end == begin + 1 else " ".join([w.low for w in words])
        loud = len(words) == 1 and words[0].loud
        cap = words[0].cap
        return Item(
            kind,
            begin,
            end,
            start,
            stop,
            low,
            cap,
            None,
            entries,
            mention,
            number,
            date,
            quote,
            possessive,
            loud,
        )

    def of(self, kind: Kind) -> tuple[Item, ...]:
        """Every item of a kind in the article, in reading order; they may overlap items of other kinds."""
        if kind not in self._found:
            items = [item for item in FINDERS[kind](self) if item is not None]
            items.sort(key=lambda i: (i.begin, -i.end))
            self._found[kind] = tuple(items)
            self._begins[kind] = [i.begin for i in items]
        return self._found[kind]

    def within(self, kind: Kind, begin: int, end: int) -> Sequence[Item]:
        """The items of a kind that begin between two places of the row."""
        items = self.of(kind)
        begins = self._begins[kind]
        return items[bisect_left(begins, begin) : bisect_left(begins, end)]

    def items(self, stretch: Stretch, *kinds: Kind) -> tuple[Item, ...]:
        """A stretch cut into items of the kinds asked for, plain words and marks between them."""
        return self.cut(stretch.begin, stretch.end, *kinds)

    def cut(self, begin: int, end: int, *kinds: Kind, also: Iterable[Item] = ()) -> tuple[Item, ...]:
        """The words between two places cut into items of the kinds asked for, and `also` of others."""
        rank = {kind: n for n, kind in enumerate(kinds) if kind in FINDERS}
        every = [i for kind in rank for i in self.within(kind, begin, end)]
        every += also
        hidden = [i for i in every if i.kind is Kind.QUOTE]
        if hidden:
            every = [i for i in every if i.kind is Kind.QUOTE or not _inside(i, hidden)]
        every.sort(key=lambda i: (i.begin, -i.end, rank[i.kind]))
        return tuple(self._tiled(every, begin, end))

    def _tiled(self, items: Iterable[Item], at: int, end: int) -> Iterator[Item]:
        for item in items:
            if item.begin < at:
                continue
            yield from self._plain(at, item.begin)
            if item.start > (glued := self.words[item.begin]).start:
                yield self._part(item.begin, glued.start, item.start)
            yield item
            at = item.end
            if item.stop < (glued := self.words[at - 1]).end:
                yield self._part(at - 1, item.stop, glued.end)
        yield from self._plain(at, end)

    def _part(self, at: int, start: int, stop: int) -> Item:
        """What is left of a word that an item is glued to: "tempur|generasi"."""
        text = self.article.text[start:stop]
        kind = Kind.WORD if any(sign.isalnum() for sign in text) else Kind.MARK
        return Item(kind, at, at + 1, start, stop, text.casefold(), text[0].isupper())

    def _plain(self, begin: int, end: int) -> Iterator[Item]:
        for at in range(begin, end):
            word = self.words[at]
            kind = Kind.MARK if word.mark else Kind.WORD
            yield Item(kind, at, at + 1, word.start, word.end, word.low, word.cap, loud=word.loud)

    def _mended(self, quote: Quote) -> Quote:
        """A quotation that is not closed ends before the words that report it ('"Kami siap, kata X.')."""
        if quote.closed:
            return quote
        for at in range(self.at(quote.start) + 2, self.at(quote.end - 1)):
            before = self.words[at - 1]
            cue = next(find_cues(self.words[at : at + 1], self.lexicon), None)
            if cue is None or before.low not in STOPS or not (cue[3] or self.words[at + 1].cap):
                continue
            if any(e.get("kind") == "root" for e in cue[2]):
                return replace(quote, end=before.end, outer_end=before.end)
        return quote

    def _stretches(self) -> Iterator[Stretch]:
        """The sentences, joined where one ends inside a quotation."""
        begin = at = number = 0
        quotes = self.quotes
        for n, (line, _) in enumerate(self.lines):
            end = at + len(line.words)
            stop = line.words[-1].end
            last = n + 1 == len(self.lines)
            paragraph = line.sentence.paragraph
            near = bisect_left(quotes, stop, key=lambda q: q.outer_start)
            inside = near > 0 and stop < quotes[near - 1].outer_end
            if inside and not last and self.lines[n + 1][0].sentence.paragraph == paragraph:
                at = end
                continue
            start = self.words[begin].start
            mine = quotes[bisect_left(quotes, start, key=lambda q: q.outer_start) : near]
            yield Stretch(
                number=number,
                begin=begin,
                end=end,
                start=start,
                stop=stop,
                paragraph=paragraph,
                quotes=tuple(mine),
            )
            begin, at, number = end, end, number + 1


def _inside(item: Item, quotes: Sequence[Item]) -> bool:
    at = bisect_right(quotes, item.begin, key=lambda q: q.begin) - 1
    return at >= 0 and item.begin < quotes[at].end


def _all_chunks(lines: Lines) -> dict[Kind, list[Item]]:
    """The items that the chunks of all sentences are, by kind."""
    found: dict[Kind, list[Item]] = {kind: [] for kind in CHUNKS}
    kinds = {kind.value: kind for kind in CHUNKS}
    at = 0
    for line, parts in lines:
        words = line.words
        for chunk in parts:
            kind = kinds.get(chunk.kind)
            if kind is None:
                continue
            mine = words[chunk.begin : chunk.end]
            item = Item(
                kind,
                at + chunk.begin,
                at + chunk.end,
                mine[0].start,
                mine[-1].end,
                " ".join([w.low for w in mine]),
                mine[0].cap,
                chunk,
                (chunk.entry,) if chunk.entry else (),
                chunk.mention,
            )
            found[kind].append(item)
        at += len(words)
    return found


def find_cues(words: Sequence[Word], lexicon: Lexicon) -> Iterator[tuple[int, int, tuple[Entry, ...], bool]]:
    """Every word that reports: its places, its entries, and whether who speaks clings to it ("katanya").

    With a capital within a sentence it is a name.
    """
    table, stem_of = vocabulary(lexicon).cues, vocabulary(lexicon).forms.possessive_stem
    at = 0
    while at < len(words):
        word, stem, found = words[at], "", None
        if not word.mark and (not word.cap or word.opens):
            found = table.every(words, at)
            if found is None and (stem := stem_of(word.low)) != word.low:
                found = table.every(words, at, stem)
                found = found if found and found[0] == at + 1 else None
        if found is not None:
            yield at, found[0], found[1], bool(stem)
        at = found[0] if found else at + 1


def _days(text: Text) -> Sequence[DateMention]:
    if "dates" not in text.lexicon.lists:
        return ()
    published = text.article.published
    return find_dates(text.article.text, published=published, language=text.lexicon.language)


def _pieces(find: Callable[[str, Lexicon], Iterable[Piece]], kind: Kind) -> Finder:
    return lambda text: (
        text.item(kind, p.start, p.end, entries=p.entries, possessive=p.possessive)
        for p in find(text.article.text, text.lexicon)
    )


def _chunks(kind: Kind) -> Finder:
    return lambda text: text.chunked[kind]


Finder = Callable[[Text], Iterable[Item | None]]
FINDERS: dict[Kind, Finder] = {
    **{kind: _chunks(kind) for kind in CHUNKS},
    Kind.QUOTE: lambda text: (
        text.item(Kind.QUOTE, q.outer_start, q.outer_end, quote=q) for q in text.quotes
    ),
    Kind.CUE: lambda text: (
        text.item(Kind.CUE, text.words[a].start, text.words[b - 1].end, entries=entries, possessive=clings)
        for a, b, entries, clings in find_cues(text.words, text.lexicon)
    ),
    Kind.DATE: lambda text: (text.item(Kind.DATE, d.start, d.end, date=d) for d in _days(text)),
    Kind.NATION: lambda text: (
        text.item(Kind.NATION, m.start, m.end, mention=m)
        for m in countries(text.lexicon.language).find(text.article.text)
    ),
    Kind.NUMBER: lambda text: (
        text.item(Kind.NUMBER, n.start, n.end, number=n)
        for n in find_numbers(text.article.text, text.lexicon)
    ),
    Kind.TERM: _pieces(find_terms, Kind.TERM),
    Kind.SHIP: _pieces(find_ships, Kind.SHIP),
    Kind.DESIGNATION: _pieces(find_designations, Kind.DESIGNATION),
}


def read_text(doc: Doc, article: Article, lexicon: Lexicon) -> Text:
    """The article's one reading; made once for a Doc."""
    text = doc.user_data.get(KEY)
    if not isinstance(text, Text) or text.lexicon is not lexicon:
        text = doc.user_data[KEY] = Text(doc, article, lexicon)
    return text
