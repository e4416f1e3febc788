"""A military noun phrase: what the rules of phrases.py and adjuncts.py fill in while they read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.extract.sentences.terms import Piece
from briefing.lexicon import Entry
from briefing.lexicon.countries import CountryMention
from briefing.lexicon.dates import DateMention
from briefing.lexicon.numbers import Number

ITEMS = frozenset({"weapon", "platform", "unit", "facility"})
"""Kinds of things; all other kinds are events."""


@dataclass(slots=True)
class Phrase:
    """A noun phrase under construction; `first` to `last` are places in the row, both included."""

    row: Sequence[Piece]
    entry: Entry
    head: int
    first: int
    last: int
    number: Number | None = None
    unit: tuple[int, int] | None = None
    name: tuple[int, int] | None = None
    designation: bool = False
    owners: list[CountryMention] = field(default_factory=list)
    makers: list[CountryMention] = field(default_factory=list)
    sources: list[CountryMention] = field(default_factory=list)
    partners: list[CountryMention] = field(default_factory=list)
    targets: list[CountryMention] = field(default_factory=list)
    place: tuple[int, int] | None = None
    date: DateMention | None = None
    core: int = 0
    """Place of the last piece before a clause with "yang"; what stands in the clause is read for itself."""
    type_end: int = 0
    """Place of the last piece of the type that the head names: "hulu ledak | rudal balistik"."""
    tallied: bool = False
    """Its number stands behind it ("pasukan AS berjumlah 900 orang")."""
    span: bool = False
    """It tells a length of time ("dalam dua tahun terakhir")."""
    both: bool = False
    """It speaks of both sides ("kedua negara")."""
    definite: bool = False
    possessive: bool = False
    foreign: bool = False
    """It has an owner who is no state ("roket Hizbullah")."""
    inner: list[Phrase] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The kind that the head has in the lexicon."""
        return self.entry.get("kind")

    @property
    def start(self) -> int:
        """Offset of the first word."""
        return self.row[self.first].start

    @property
    def end(self) -> int:
        """Offset after the last word."""
        return self.row[self.last].end
