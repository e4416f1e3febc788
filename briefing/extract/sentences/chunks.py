"""A sentence as a row of chunks: the records of what names, bodies, offices and countries it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
    ("Kantor Perdana Menteri"). A `unit` is a part of a body, whose head's office says little without it.
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
    unit: bool = False


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


class Chunk(NamedTuple):
    """Words `begin` to `end` of a row, and what they are. A tuple and no record: nearly every word is one."""

    kind: ChunkKind
    begin: int
    end: int
    mention: CountryMention | None = None
    body: Body | None = None
    office: Office | None = None
    entry: Entry | None = None
