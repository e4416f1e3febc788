"""Military events told by a verb: who fired, bought, sent what; what was stationed where; who was killed.

Each rule looks at one kind of verb and gives the clause as a phrase: the verb with its subject, its
object phrases and what follows them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.extract.events.adjuncts import adjunct, day, target
from briefing.extract.events.phrase import Phrase
from briefing.extract.events.phrases import item_entry, read_phrase
from briefing.extract.sentences.grammar import AND, Grammar, nation_list
from briefing.extract.sentences.terms import Piece
from briefing.lexicon import Entry

REACH = 4
"""So many pieces may stand between a verb and its object's head."""


def of_form(piece: Piece, form: str) -> tuple[Entry, ...]:
    """The entries of a piece that have a form: verb, passive, toll, people, light, noun."""
    return tuple(e for e in piece.entries if e.get("form") == form)


def verb_clause(row: Sequence[Piece], at: int, entry: Entry, grammar: Grammar) -> Phrase | None:
    """ "Pakistan | menembakkan | sejumlah roket, termasuk rudal jelajah | di lepas pantai"."""
    takes = entry.values.get("takes")
    objects = list(_objects(row, at + 1, takes, grammar))
    if not objects:
        return _attack(row, at, entry, grammar) if isinstance(takes, list) and "target" in takes else None
    clause = Phrase(
        row=row, entry=entry, head=at, first=_subject(row, at, grammar), last=objects[-1].last, type_end=at
    )
    clause.inner = objects
    clause.last = over(clause, clause.last + 1, grammar, _goes_on) - 1
    return clause


def _attack(row: Sequence[Piece], at: int, entry: Entry, grammar: Grammar) -> Phrase | None:
    """ "Israel | menyerang | wilayah Iran": the object is a place or a state."""
    clause = Phrase(row=row, entry=entry, head=at, first=_subject(row, at, grammar), last=at, type_end=at)
    begin = at + 1 + grammar.run(row, at + 1, "place")
    after = target(clause, begin, grammar) if begin < len(row) else begin
    noun = begin
    while noun < after and (row[noun].number is not None or grammar.run(row, noun, "quantifier")):
        noun += 1
    if after == begin or not (clause.targets or begin > at + 1 or grammar.run(row, noun, "place noun")):
        return None
    clause.last = over(clause, after, grammar, _goes_on) - 1
    return clause


Step = Callable[[Phrase, int, Grammar], int]


def over(clause: Phrase, at: int, grammar: Grammar, *steps: Step) -> int:
    """The place after everything that the steps take from here on."""
    while at < len(clause.row) and (after := max(step(clause, at, grammar) for step in steps)) > at:
        at = after
    return at


def _goes_on(clause: Phrase, at: int, grammar: Grammar) -> int:
    """An adjunct or a day behind the object, past a comma where "di" follows it."""
    row = clause.row
    skip = int(row[at].text == "," and at + 1 < len(row) and row[at + 1].low == "di")
    after = max(adjunct(clause, at + skip, grammar), day(clause, at + skip, grammar))
    return after if after > at + skip else at


def _objects(row: Sequence[Piece], at: int, takes: object, grammar: Grammar):  # type: ignore[no-untyped-def]
    """The object phrases of a verb: the first within reach, then what is joined to it."""
    for place in range(at, min(at + REACH, len(row))):
        if entry := item_entry(row[place], takes):
            phrase = read_phrase(row, place, entry, grammar)
            if phrase.first > at and any(p.kind not in ("number", "word") for p in row[at : phrase.first]):
                return
            yield phrase
            break
        if row[place].kind not in ("number", "word") or row[place].low in AND or row[place].low == "yang":
            return
    else:
        return
    while (after := _joined(row, phrase.last + 1, grammar)) is not None:
        phrase = read_phrase(row, *after, grammar)
        yield phrase


def _joined(row: Sequence[Piece], at: int, grammar: Grammar) -> tuple[int, Entry] | None:
    """The next item of a list: "dan 477 drone", ", termasuk rudal balistik"."""
    place, linked = at, False
    while place < len(row) and place - at < REACH + 1:
        piece = row[place]
        if linked and (entry := item_entry(piece, None)):
            return place, entry
        if piece.low in AND or piece.text == "," or piece.low in ("termasuk", "seperti"):
            linked = True
        elif not (linked and (piece.number or grammar.run(row, place, "classifier"))):
            return None
        place += 1
    return None


def _subject(row: Sequence[Piece], at: int, grammar: Grammar) -> int:
    """The place where the verb's subject begins, if a state or a name stands right before it."""
    place = at
    while place > 0 and (step := grammar.back(row, place, "auxiliary")):
        place -= step
    begin = place
    while begin > 0 and row[begin - 1].kind in ("nation", "name"):
        begin -= 1
    begin = _their_own(row, begin + grammar.run(row, begin, "pronoun"), grammar)
    return begin if begin < place else (place if row[place].low not in ("yang", "untuk", "dan") else at)


def _their_own(row: Sequence[Piece], at: int, grammar: Grammar) -> int:
    """Where the subject begins whose owner stands there: "sejumlah pesawat tempur | AS", "dua militan"."""
    begin = at
    while begin > 0:
        troops = any(e.get("kind") in ("unit", "platform") for e in row[begin - 1].entries)
        step = grammar.back(row, begin, "group") or grammar.back(row, begin, "service") or int(troops)
        if not step:
            break
        begin -= step
    if begin == at:
        return at
    begin -= grammar.back(row, begin, "quantifier")
    return begin - (begin > 0 and row[begin - 1].number is not None)


def passive_clause(
    row: Sequence[Piece], at: int, entry: Entry, phrases: Sequence[Phrase], grammar: Grammar
) -> Phrase | None:
    """ "ribuan personel | telah | ditempatkan | di sana sejak tahun lalu"."""
    place = at
    while place > 0 and (step := grammar.back(row, place, "auxiliary")):
        place -= step
    subject = next(
        (p for p in phrases if p.last == place - 1 and p.kind in tuple(entry.values.get("takes", ()))), None
    )
    if subject is None:
        return None
    clause = Phrase(row=row, entry=entry, head=at, first=subject.first, last=at, type_end=at)
    clause.number, clause.unit, clause.owners = subject.number, subject.unit, subject.owners
    clause.possessive, clause.definite, clause.sources = subject.possessive, subject.definite, subject.sources
    if entry.values.get("befalls"):
        return _befallen(clause, subject, phrases, grammar)
    clause.inner = [subject]
    clause.last = over(clause, at + 1, grammar, _there, _goes_on) - 1
    return clause


def _befallen(clause: Phrase, subject: Phrase, phrases: Sequence[Phrase], grammar: Grammar) -> Phrase | None:
    """ "pangkalan AS di Irak | diserang | milisi", "… dihantam | rudal Iran": whose it is suffers."""
    row, by = clause.row, clause.head + 1
    by += int(by < len(row) and row[by].low == "oleh")
    means = next((p for p in phrases if p.first == by), None)
    if means is not None and means.kind == "strike":
        return None
    clause.targets, clause.owners, clause.sources = list(subject.owners), [], []
    clause.number = clause.unit = None
    if means is not None:
        clause.last, clause.sources = means.last, list(means.owners)
    else:
        nations, after = nation_list(row, by)
        clause.sources, clause.last = list(nations), after - 1 if nations else clause.head
    if clause.entry.values.get("needs_means") and not (means or clause.sources):
        return None
    clause.last = over(clause, clause.last + 1, grammar, _goes_on) - 1
    return clause


def _there(clause: Phrase, at: int, grammar: Grammar) -> int:
    """ "di sana", "di situ"."""
    there = [p.low for p in clause.row[at : at + 2]]
    return at + 2 if there[0] == "di" and there[-1] in ("sana", "situ", "sini") else at
