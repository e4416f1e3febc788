"""The dead, wounded and captured: who they are and how many, around a word like "tewas"."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extract.events.adjuncts import STOPS, adjunct, day
from briefing.extract.events.clauses import of_form, over
from briefing.extract.events.phrase import Phrase
from briefing.extract.sentences.grammar import Grammar
from briefing.extract.sentences.terms import Piece
from briefing.lexicon import Entry

LONGEST_TOLL = 12
"""So many pieces may stand between the people and what became of them."""
LONGEST_CAUSE = 10
LONGEST_DESCRIPTION = 25
LONGEST_DESCRIBED = 5
"""So many pieces may stand between the number and the name of the group that the dead belong to."""


def toll(row: Sequence[Piece], at: int, entry: Entry, grammar: Grammar) -> Phrase | None:
    """ "19 orang dikabarkan tewas", "menewaskan 20 warga sipil", "tiga marinir … yang gugur pada Maret"."""
    clause = (
        _toll_after(row, at, entry, grammar)
        if entry.values.get("after")
        else _toll_before(row, at, entry, grammar)
    )
    if clause is not None:
        clause.definite = clause.last + 1 < len(row) and grammar.run(row, clause.last + 1, "definite") > 0
        clause.last = over(clause, clause.last + 1, grammar, _included, day, _where, _cause) - 1
    return clause


def _cause(clause: Phrase, at: int, grammar: Grammar) -> int:
    """ "saat bertugas bersama UNIFIL", "akibat serangan udara": up to the next mark, if it is near."""
    row = clause.row
    if not grammar.run(row, at, "cause"):
        return at
    after = at
    while after < len(row) and row[after].text not in STOPS:
        after += 1
    return after if after - at <= LONGEST_CAUSE else at


def _where(clause: Phrase, at: int, grammar: Grammar) -> int:
    return adjunct(clause, at, grammar) if clause.row[at].low == "di" else at


def _toll_after(row: Sequence[Piece], at: int, entry: Entry, grammar: Grammar) -> Phrase | None:
    number = row[at + 1].number if at + 1 < len(row) else None
    if number is None or not number.counts:
        return None
    people = next((p for p in range(at + 2, min(at + 4, len(row))) if of_form(row[p], "people")), None)
    if people is None and entry.values.get("people"):
        return None
    last = people if people is not None else at + 1
    clause = Phrase(
        row=row,
        entry=entry,
        head=people or at,
        first=at,
        last=last,
        number=number,
        type_end=people or at,
    )
    if people is not None:
        clause.unit = (row[people].start, row[people].end)
        _owned(clause, people + 1, grammar)
    return clause


def _toll_before(row: Sequence[Piece], at: int, entry: Entry, grammar: Grammar) -> Phrase | None:
    if entry.values.get("dead") and (name := _described(row, _before_auxiliaries(row, at, grammar))):
        return Phrase(row=row, entry=entry, head=at, first=0, last=at, type_end=at, name=name)
    for people in range(at - 1, max(-1, at - LONGEST_TOLL), -1):
        piece = row[people]
        if piece.text in (".", ";", ":") or of_form(piece, "verb") or of_form(piece, "toll"):
            break
        if of_form(piece, "people") and people and row[people - 1].number is not None:
            number = row[people - 1].number
            clause = Phrase(
                row=row, entry=entry, head=people, first=people - 1, last=at, number=number, type_end=people
            )
            clause.unit = (piece.start, piece.end)
            _owned(clause, people + 1, grammar)
            clause.last = at
            return clause
    return _named(row, at, entry, grammar)


def _named(row: Sequence[Piece], at: int, entry: Entry, grammar: Grammar) -> Phrase | None:
    """ "Villalba tewas setelah …": one who is named."""
    first = end = _before_auxiliaries(row, at, grammar)
    while first > 0 and row[first - 1].kind == "name":
        first -= 1
    if first == end or not entry.values.get("dead") or grammar.run(row, first, "pronoun"):
        return None
    if (counted := _counted_from(row, first)) is not None:
        return Phrase(
            row=row, entry=entry, head=at, first=counted, last=at, number=row[counted].number, type_end=at
        )
    name = (row[first].start, row[end - 1].end)
    return Phrase(row=row, entry=entry, head=at, first=first, last=at, type_end=at, name=name)


def _before_auxiliaries(row: Sequence[Piece], at: int, grammar: Grammar) -> int:
    """The place behind the subject: "Abu Amna | dilaporkan telah | tewas"."""
    while at > 0 and (step := grammar.back(row, at, "auxiliary")):
        at -= step
    return at


def _described(row: Sequence[Piece], end: int) -> tuple[int, int] | None:
    """Who opens the sentence and is described between commas: "Abu Amna, kepala keamanan ISIS, | tewas"."""
    after = next((n for n, p in enumerate(row) if p.kind != "name"), 0)
    commas = [n for n in range(min(end, LONGEST_DESCRIPTION)) if row[n].text == ","]
    if after == 0 or commas != [after, end - 1] or after == end - 1:
        return None
    return row[0].start, row[after - 1].end


def _counted_from(row: Sequence[Piece], at: int) -> int | None:
    """Where the number stands of those who are described: "seorang | pemimpin senior | Al Qaeda"."""
    for place in range(at - 1, max(-1, at - LONGEST_DESCRIBED), -1):
        number = row[place].number
        if number is not None:
            return place if number.counts and place < at - 1 else None
        if row[place].kind not in ("word", "name"):
            return None
    return None


def _owned(clause: Phrase, at: int, grammar: Grammar) -> None:
    """Whose people they are: "asal Indonesia", "Korea Selatan"."""
    after = at
    while after < len(clause.row) and after - at < 3:
        step = grammar.run(clause.row, after, "owner") or grammar.run(clause.row, after, "adjective")
        step = step or len(of_form(clause.row[after], "people")[:1])  # "tiga orang | tentara | India"
        if clause.row[after].nation is not None:
            clause.owners.append(clause.row[after].nation)  # type: ignore[arg-type]
            clause.last = after
            return
        if not step:
            return
        after += step


def _included(clause: Phrase, at: int, grammar: Grammar) -> int:
    """ ", terdiri atas sembilan warga sipil dan dua tentara", ", termasuk tujuh perwira"."""
    row = clause.row
    place = at + (row[at].text == ",")
    if place >= len(row) or row[place].low not in ("termasuk", "terdiri"):
        return at
    place += 1
    while place < len(row) and (row[place].kind in ("number", "word", "term")) and row[place].low != "yang":
        place += 1
    return place
