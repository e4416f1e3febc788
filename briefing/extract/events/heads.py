"""Which words of a sentence are heads of military phrases, and which phrases say enough to be a detail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType

from briefing.extract.events import clauses
from briefing.extract.events.operators import JOINT
from briefing.extract.events.phrase import ITEMS, Phrase
from briefing.extract.events.phrases import NAMES, read_phrase
from briefing.extract.events.tolls import toll
from briefing.extract.sentences.grammar import Grammar
from briefing.extract.sentences.terms import Piece
from briefing.lexicon import Entry


def noun_phrases(row: Sequence[Piece], words: Grammar) -> Iterator[Phrase]:
    """Every phrase around a noun of the lexicon, in reading order; one inside another only if it counts."""
    at = 0
    while at < len(row):
        phrase = _best(row, at, words) if row[at].entries else None
        if phrase is None:
            at += 1
            continue
        yield phrase
        yield from (i for i in phrase.inner if i.number is not None or i.designation)
        at = phrase.core + 1


def _best(row: Sequence[Piece], at: int, words: Grammar) -> Phrase | None:
    """The reading of a piece as a head: an item, an event, or a light noun that has its item."""
    for entry in row[at].entries:
        form = entry.get("form")
        if entry.get("kind") in ITEMS or form == "noun":
            return read_phrase(row, at, entry, words)
        if form in NAMES:
            return read_phrase(row, at, entry, words)
        if form == "light":
            phrase = read_phrase(row, at, entry, words)
            if phrase.inner or (phrase.kind == "test" and phrase.date is not None):
                return phrase
    return None


def told_by_verbs(row: Sequence[Piece], nouns: Sequence[Phrase], words: Grammar) -> Iterator[Phrase]:
    """The events that a verb tells."""
    strikes = [p.head for p in nouns if p.kind == "strike"]
    struck = attacked = bool(strikes)
    for at, piece in enumerate(row):
        for entry in piece.entries:
            clause = _clause(row, at, entry, nouns, words)
            if clause is None:
                continue
            if entry.get("kind") == "deployment" and len(piece.entries) > 1 and _given(clause):
                continue
            if entry.get("kind") == "strike" and struck and strikes[0] < at and not clause.inner:
                continue
            if entry.get("turns") and (attacked or _at_somebody(clause, words)):
                if attacked:
                    continue
                clause.entry = turned(entry)
            attacked = attacked or clause.kind == "strike"
            yield clause
            break


def _clause(
    row: Sequence[Piece], at: int, entry: Entry, nouns: Sequence[Phrase], words: Grammar
) -> Phrase | None:
    match entry.get("form"):
        case "verb":
            return clauses.verb_clause(row, at, entry, words)
        case "passive":
            return clauses.passive_clause(row, at, entry, nouns, words)
        case "toll":
            return toll(row, at, entry, words)
    return None


def _at_somebody(clause: Phrase, words: Grammar) -> bool:
    """Fired at a state or a town, not into the sea: no test."""
    if clause.targets or clause.place is None:
        return bool(clause.targets)
    row = clause.row
    place = next(i for i, p in enumerate(row) if p.start == (clause.place or (0, 0))[0])
    return row[place - 1].low == "ke" and not words.run(row, place, "open sea")


def _given(clause: Phrase) -> bool:
    """ "mengirim tank ke Ukraina" gives them away; "mengirim kapal induk ke Timur Tengah" moves them."""
    return any(inner.entry.get("moves") == "supply" for inner in clause.inner)


def turned(entry: Entry) -> Entry:
    """The same entry as the kind that it turns to: a missile fired at somebody is no test."""
    return replace(entry, values=MappingProxyType({**entry.values, "kind": entry.get("turns")}))


def counts(phrase: Phrase, weight: int) -> bool:
    """Whether a phrase says enough to be a detail."""
    entry = phrase.entry
    owned = bool(phrase.owners or phrase.sources or phrase.partners or phrase.foreign)
    told = phrase.number is not None or phrase.designation or phrase.name is not None
    weak = entry.get("strength") == "weak"
    if weight < 2 and not (_beside_strong(phrase) if weak else owned or told or phrase.inner or phrase.place):
        return False
    if entry.values.get("civil") and not (phrase.designation or _in_company(phrase)):
        return False
    match entry.get("needs"):
        case "owner":
            return owned
        case "number":
            return phrase.number is not None and (owned or phrase.number.value is not None)
        case "owner or target":
            return owned or bool(phrase.targets or phrase.date or phrase.place) or phrase.possessive
        case "name":
            return phrase.name is not None
        case "number or name":
            return told
    if entry.values.get("generic") and not phrase.inner:
        return owned or told or (phrase.kind not in ITEMS and bool(phrase.place or phrase.date))
    return True


def said_elsewhere(phrase: Phrase, told: Sequence[Phrase]) -> bool:
    """Whether another phrase tells it: a list behind "seperti", the thing it is likened to by "sebagai",
    the dead whose toll is told, a war that is spoken of as known ("perang itu").
    """
    row = phrase.row
    tail = [p.low for p in row[phrase.last : phrase.last + 3]]
    if phrase.number is None and tail[1:] == [",", "seperti"] and tail[0] in ("lainnya", "lain"):
        return True
    before = phrase.first - 1 - (row[phrase.first - 1].kind == "mark" if phrase.first else 0)
    if before > 0 and row[before].low == "sebagai":
        return any(p.definite and p.kind == phrase.kind and p.last < phrase.first for p in told)
    if phrase.kind == "operation" and phrase.definite:
        return True
    if phrase.definite and phrase.kind in ITEMS and any(phrase in p.inner for p in told):
        return True
    people = phrase.entry.get("needs") == "number"
    return people and (
        phrase.definite or any(p.kind == "casualties" and p.first <= phrase.head <= p.last for p in told)
    )


def _in_company(phrase: Phrase) -> bool:
    """Whether its sentence holds something military besides."""
    return any(
        p.start != phrase.row[phrase.head].start
        and (p.kind == "designation" or e.get("strength") == "strong" or e.get("kind") in JOINT)
        for p in phrase.row
        for e in p.entries
        if e.get("form") in ("", "noun", "verb")
    )


def _beside_strong(phrase: Phrase) -> bool:
    """Whether something unmistakable stands in its sentence."""
    return any(e.get("strength") == "strong" for p in phrase.row for e in p.entries)
