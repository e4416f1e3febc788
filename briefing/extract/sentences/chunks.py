"""A sentence as a row of chunks: countries, bodies, offices, ranks, names, and plain words between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import NamedTuple

from briefing.extract.sentences.vocabulary import Vocabulary, Word
from briefing.extract.sentences.wording import Sentence
from briefing.lexicon import Entry
from briefing.lexicon.countries import CountryMention
from briefing.model import record

NOMINAL = re.compile(r"(?:pe|ke)[a-z]{5,}an$")
"""Nouns made of others, which offices and bodies are full of ("Kemitraan", "Pengembangan")."""


PERSON = "PER"
PLACE = "LOC"
AHEAD = 8
BRACKET = 12
"""A bracket that introduces a short form holds fewer words: a foreign name and its letters at most."""


class ChunkKind(StrEnum):
    COUNTRY = "country"
    BODY = "body"
    OFFICE = "office"
    RANK = "rank"
    NAME = "name"
    OUTLET = "outlet"
    WORD = "word"
    MARK = "mark"


@record
class Row:
    """A sentence ready to be read: what starts where, and the vocabulary. `solo` are names used alone.

    `common` are the words that the article writes in lower case somewhere.
    """

    sentence: Sentence
    words: tuple[Word, ...]
    countries: Mapping[int, tuple[int, CountryMention]]
    vocabulary: Vocabulary
    solo: frozenset[str]
    common: frozenset[str]
    labels: Mapping[int, tuple[int, str]]
    foreign: bool
    """Whether some word is a foreign noun of bodies ("Corporation")."""
    bodies: dict[int, Body | None] = field(default_factory=dict)
    """The bodies that were looked for before, by where they would begin (see bodies.py)."""

    def label(self, begin: int, end: int) -> str:
        """What a trained recogniser takes the words for: PER, ORG or LOC; empty where it says nothing."""
        said = self.labels.get(begin)
        return said[1] if said and said[0] == end else ""

    def placed(self, begin: int, end: int) -> bool:
        """Whether the words are a part of what a trained recogniser takes for a longer place."""
        return any(
            label == PLACE and first <= begin and end <= last and last - first > end - begin
            for first, (last, label) in self.labels.items()
        )

    def person_ahead(self, at: int) -> int:
        """Where the recogniser lets a person's name begin in the capitalised words ahead; 0 if nowhere."""
        ahead = at + 1
        while ahead - at < AHEAD and (self.cap(ahead) or (self.low(ahead) == "dan" and self.cap(ahead + 1))):
            if self.labels.get(ahead, (0, ""))[1] == PERSON:
                return ahead
            ahead += 1
        return 0

    def low(self, at: int) -> str:
        """The word at a place, case-folded; empty outside the row."""
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def text(self, at: int) -> str:
        """The word at a place; empty outside the row."""
        return self.words[at].text if 0 <= at < len(self.words) else ""

    def cap(self, at: int) -> bool:
        """Whether a capitalised word stands there."""
        return 0 <= at < len(self.words) and self.words[at].cap

    def country(self, at: int) -> tuple[int, CountryMention] | None:
        """The end of the country's name that starts here, and the mention."""
        return self.countries.get(at)

    def domain(self, at: int) -> bool:
        """Whether a common noun with a capital stands there, as offices and bodies have them."""
        low = self.low(at)
        common = low in self.vocabulary.domains or NOMINAL.match(low) is not None
        return self.cap(at) and common and low not in self.solo

    def abbreviation(self, at: int) -> int | None:
        """The end of a short bracket "(PBB)" that starts here."""
        if self.text(at) != "(":
            return None
        for end in range(at + 2, min(at + BRACKET, len(self.words))):
            if self.text(end) == ")":
                return end + 1 if self.cap(at + 1) else None
        return None


@record
class Body:
    """A body as it is named: where, its country's name if it holds one, and its entry if it is known.

    `bare` is a head noun alone ("Parlemen"): a short form of a body named elsewhere, or nothing.
    `weak` is named by a common noun ("militer Israel"). `held` is an office inside
    ("Kantor Perdana Menteri").
    """

    begin: int
    end: int
    entry: Entry | None = None
    country: tuple[int, int, str] | None = None
    kind: str = "organisation"
    rule: str = "body:head"
    aliases: tuple[tuple[int, int], ...] = ()
    bare: bool = False
    weak: bool = False
    held: tuple[int, int] | None = None


@record
class Office:
    """An office phrase: the words of the role itself, and the country or body that it belongs to.

    `inner` is an office within: "penasihat senior | Presiden Chile".
    """

    begin: int
    end: int
    role: tuple[int, int]
    entry: Entry
    country: tuple[int, int, str] | None = None
    body: Body | None = None
    inner: tuple[int, int, Entry] | None = None
    possessive: bool = False
    former: bool = False


class Chunk(NamedTuple):
    """Words `begin` to `end` of a row, and what they are. A tuple and no record: nearly every word is one."""

    kind: ChunkKind
    begin: int
    end: int
    mention: CountryMention | None = None
    body: Body | None = None
    office: Office | None = None
    entry: Entry | None = None


def row(sentence: Sentence, vocabulary: Vocabulary, solo: frozenset[str], common: frozenset[str]) -> Row:
    """A sentence ready to be read."""
    starts = {begin: (end, mention) for begin, end, mention in reversed(sentence.countries)}
    return Row(
        sentence=sentence,
        words=sentence.words,
        countries=starts,
        vocabulary=vocabulary,
        solo=solo,
        common=common,
        foreign=not vocabulary.foreign.isdisjoint([w.low for w in sentence.words]),
        labels={begin: (end, label) for begin, end, label in sentence.labels},
    )


def chunks(line: Row) -> tuple[Chunk, ...]:
    """The row cut into chunks, left to right, the longest reading first."""
    return tuple(_chunks(line))


def _chunks(line: Row) -> Iterator[Chunk]:
    at = 0
    while at < len(line.words):
        chunk = _chunk(line, at)
        yield chunk
        at = chunk.end


def _chunk(line: Row, at: int) -> Chunk:
    words, vocabulary = line.words, line.vocabulary
    word = words[at]
    if word.mark:
        return Chunk(ChunkKind.MARK, at, at + 1)
    if not (word.cap or word.low in vocabulary.starts or at in line.countries):
        return Chunk(ChunkKind.WORD, at, at + 1)
    return _several(line, at, word)


def _several(line: Row, at: int, word: Word) -> Chunk:
    """The chunk that begins with a word with which more than a plain word may begin."""
    from briefing.extract.sentences.bodies import body_at
    from briefing.extract.sentences.names import name_at
    from briefing.extract.sentences.offices import office_at

    words, vocabulary = line.words, line.vocabulary
    listed = word.low in vocabulary.starts
    outlet = vocabulary.outlets.match(words, at) if listed else None
    known = vocabulary.organisations.match(words, at) if listed else None
    if outlet and not (known and known[0] >= outlet[0]):
        return Chunk(kind=ChunkKind.OUTLET, begin=at, end=outlet[0], entry=outlet[1])
    office = office_at(line, at)
    body = body_at(line, at)
    country = line.country(at)
    if country and body and body.rule != "body:known" and country[0] >= body.end:
        body = None
    if body and not (office and office.end > body.end):
        return Chunk(kind=ChunkKind.BODY, begin=at, end=body.end, body=body)
    if office:
        return Chunk(kind=ChunkKind.OFFICE, begin=at, end=office.end, office=office)
    if country:
        return Chunk(kind=ChunkKind.COUNTRY, begin=at, end=country[0], mention=country[1])
    famous = vocabulary.known.match(words, at) if listed else None
    if famous:
        return Chunk(kind=ChunkKind.NAME, begin=at, end=max(famous[0], name_at(line, at) or 0))
    rank = vocabulary.ranks.match(words, at) or vocabulary.honorifics.match(words, at) if listed else None
    if rank and not (rank[0] == at + 1 and word.low in line.solo):
        return Chunk(kind=ChunkKind.RANK, begin=at, end=_branches(line, rank[0]), entry=rank[1])
    end = name_at(line, at)
    if end:
        return Chunk(kind=ChunkKind.NAME, begin=at, end=end)
    return Chunk(kind=ChunkKind.WORD, begin=at, end=at + 1)


def _branches(line: Row, at: int) -> int:
    """Past what may stand between a rank and a name: "Letjen TNI (Purn.)"."""
    while True:
        inside = at + 1 if line.text(at) == "(" else at
        match = line.vocabulary.branches.match(line.words, inside)
        if match is None:
            return at
        if inside == at:
            at = match[0]
        elif line.text(match[0]) == ")":
            at = match[0] + 1
        else:
            return at


def rows(sentences: Sequence[Sentence], vocabulary: Vocabulary) -> tuple[tuple[Row, tuple[Chunk, ...]], ...]:
    """Every sentence with its chunks."""
    from briefing.extract.sentences.names import solos

    common = frozenset(w.text for s in sentences for w in s.words if w.text.islower())
    solo = solos(sentences, vocabulary, common)
    lines = (row(s, vocabulary, solo, common) for s in sentences)
    return tuple((line, chunks(line)) for line in lines)
