"""What follows a military noun with a preposition or "yang": targets, partners, places, days, clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.extract.events.phrase import ITEMS, Phrase
from briefing.extract.sentences.grammar import AND, Grammar, nation_list
from briefing.extract.sentences.terms import Piece

LONGEST_OBJECT = 7
LONGEST_RELATIVE = 11
LEAST_CLAUSE = 3
PASSIVE = re.compile(r"di\w{4,}")
ACTIVE = re.compile(r"me[mnl]\w{3,}|meng\w{3,}|ber\w{4,}|ter\w{5,}|akan$|telah$")
SPAN_WORDS = 3
STOPS = frozenset(',.;:!?()[]"“”–—')
ENDS = frozenset(",.;")
SIDES = frozenset({"negara", "belah", "pihak", "kubu"})


def adjunct(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """A prepositional phrase, if it is one that an item or an event takes."""
    row = phrase.row
    for role, rule in (
        ("source", _source),
        ("partner", _partner),
        ("opponent", _opponent),
        ("place", _object),
    ):
        step = grammar.run(row, at, role)
        if step and at + step < len(row):
            after = rule(phrase, at, at + step, grammar)
            if after > at:
                return after
    return at


def _source(phrase: Phrase, at: int, begin: int, grammar: Grammar) -> int:
    """ "dari Pyongyang", "oleh Israel", "dari kedua belah pihak"."""
    nations, after = _nations(phrase.row, begin, grammar)
    phrase.sources.extend(nations)
    return after if nations else at


def _partner(phrase: Phrase, at: int, begin: int, grammar: Grammar) -> int:
    """ "dengan Korea Selatan", "antara India dan Pakistan", "melibatkan AS, Jepang, dan Korea Selatan"."""
    if phrase.kind in ITEMS and phrase.kind != "facility":
        return at
    nations, after = _nations(phrase.row, begin, grammar)
    phrase.partners.extend(nations)
    return after if nations else at


def _opponent(phrase: Phrase, at: int, begin: int, grammar: Grammar) -> int:
    """ "perang Ukraina | melawan Rusia": both sides of what two sides do."""
    return _partner(phrase, at, begin, grammar) if phrase.entry.values.get("mutual") else at


def _nations(row: Sequence[Piece], at: int, grammar: Grammar):  # type: ignore[no-untyped-def]
    while at < len(row) and (step := grammar.run(row, at, "service")):
        at += step
    return nation_list(row, at)


def _object(phrase: Phrase, at: int, begin: int, grammar: Grammar) -> int:
    """What stands behind ke, di, terhadap: a place or a target. Its states are never the operators."""
    if phrase.kind in ITEMS and phrase.kind not in ("facility", "unit"):
        return at
    row, after, solid = phrase.row, begin, False
    while after < len(row) and after - begin < LONGEST_OBJECT:
        piece = row[after]
        step = grammar.run(row, after, "place noun")
        if piece.nation is not None:
            phrase.targets.append(piece.nation)
            after, solid = after + 1, True
        elif step or piece.kind == "name":
            after, solid = after + (step or 1), True
        elif (
            piece.kind == "number"
            or (not solid and grammar.run(row, after, "quantifier"))
            or (piece.kind == "term" and (not solid or row[after - 1].number is not None))
            or grammar.run(row, after, "service")
        ):
            solid = solid or piece.kind == "term"
            after += grammar.run(row, after, "service") or grammar.run(row, after, "quantifier") or 1
        elif piece.low in ("kedua", "negara", "bagian") or (solid and _of_place(row, after, grammar)):
            after, solid = after + 1, True
        elif (
            solid
            and piece.text == ","
            and after + 1 < len(row)
            and _is_place(row[after + 1])
            and not _listed(row, after)
        ) or (solid and piece.low in AND and _leads_to_place(row, after + 1, grammar)):
            after += 1
        else:
            break
    if not solid:
        return at
    phrase.both = phrase.both or _both(row, begin, after)
    if phrase.place is None:
        phrase.place = (row[begin].start, row[after - 1].end)
    return after


def _main_verb(row: Sequence[Piece], yang: int, at: int) -> bool:
    """A second verb in its active form, with nothing before it that leads to one, is the sentence's own."""
    if at - yang < LEAST_CLAUSE or row[at].kind not in ("word", "term") or not ACTIVE.match(row[at].low):
        return False
    before = row[at - 1]
    return before.kind in ("nation", "name", "term", "date") or before.text == ")"


def _platform(piece: Piece) -> bool:
    """What is told for itself: "14 ribu personel | yang membawa kapal induk …"."""
    return any(e.get("kind") == "platform" and e.get("strength") == "strong" for e in piece.entries)


def _both(row: Sequence[Piece], start: int, end: int) -> bool:
    """Whether a stretch speaks of both sides: "kedua negara", "kedua belah pihak"."""
    return any(
        row[p].low == "kedua" and row[p + 1].low in SIDES for p in range(start, min(end, len(row) - 1))
    )


def both_sides(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """ "pasukan | kedua pihak", "dari kedua belah pihak"."""
    row = phrase.row
    begin = at + (row[at].low in ("dari", "antara"))
    if not _both(row, begin, begin + 1):
        return at
    phrase.both = True
    after = begin + 2
    return after + 1 if after < len(row) and row[after - 1].low == "belah" else after


def target(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """The place or state that a verb of attack has as its object."""
    return _object(phrase, at, at, grammar)


def _of_place(row: Sequence[Piece], at: int, grammar: Grammar) -> bool:
    """A word that goes on with a place: "pantai | baratnya", "perairan | internasional", "negara | itu"."""
    roles = ("adjective", "definite")
    return row[at].low.endswith("nya") or any(grammar.run(row, at, role) for role in roles)


def _is_place(piece: Piece) -> bool:
    return piece.kind in ("name", "nation")


def _leads_to_place(row: Sequence[Piece], at: int, grammar: Grammar) -> bool:
    """ "Mosul dan | Raqqa", "30 pos polisi dan | satu pangkalan militer"."""
    begin = at
    while at < len(row) and (row[at].number is not None or grammar.run(row, at, "quantifier")):
        at += grammar.run(row, at, "quantifier") or 1
    if at >= len(row) or (at == begin and not _is_place(row[at])):
        return False
    base = any(e.get("kind") == "facility" for e in row[at].entries)
    return base or _is_place(row[at]) or grammar.run(row, at, "place noun") > 0


def _listed(row: Sequence[Piece], comma: int) -> bool:
    """Behind the comma a new clause begins: "ke Kursk, Rusia akan …" is rarer than "ke Kursk, Rusia,"."""
    after = comma + 2
    return after < len(row) and row[after].kind == "word" and row[after].low not in AND


def day(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """ "pada 2 November 2017", "sejak tahun lalu", "dalam dua tahun terakhir"."""
    row = phrase.row
    if phrase.kind in ITEMS:
        return at
    begin = at + grammar.run(row, at, "time")
    if begin >= len(row):
        return at
    if row[begin].date is not None:
        phrase.date = phrase.date or row[begin].date
        return begin + 1
    if begin > at and row[begin].number is not None:
        if begin + 1 < len(row) and row[begin + 1].kind == "name":  # "18 November lalu" of no known year
            return begin + 2 + int(begin + 2 < len(row) and row[begin + 2].low == "lalu")
        phrase.span = True
        after = begin + 1
        while after < min(len(row), begin + 1 + SPAN_WORDS) and row[after].kind == "word":
            if row[after].low in AND or any(grammar.run(row, after, r) for r in ("time", "place")):
                break
            after += 1
            if row[after - 1].low in ("terakhir", "ini", "lalu"):
                break
        return after
    return at


def relative(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """ "yang …" up to the next comma or stop, if it ends soon; its doers count as owners.

    Where no mark ends it within reach the phrase ends before "yang": a clause cut in its middle misleads.
    """
    row, yang = phrase.row, at
    if row[at].text == "," and phrase.kind not in ITEMS:
        yang += 1
    if yang + 1 >= len(row) or row[yang].low != "yang":
        return at
    partner = grammar.run(row, yang + 1, "partner")
    if partner:
        nations, after = nation_list(row, yang + 1 + partner)
        phrase.partners.extend(nations)
        return after if nations else at
    after = yang + 1
    while after < len(row) and row[after].text not in STOPS and not _main_verb(row, yang, after):
        if after - yang > LONGEST_RELATIVE or row[after].low == "yang":
            return at
        if phrase.number is not None and phrase.kind == "unit" and _platform(row[after]):
            return at
        after += 1
    if after - yang < 2 or (after < len(row) and row[after].text in STOPS - ENDS):
        return at
    phrase.both = phrase.both or _both(row, yang, after)
    for place in range(yang + 2, after):
        piece = row[place]
        before = row[place - 1].low
        if (
            piece.nation is not None
            and (before == "oleh" or PASSIVE.match(before) or grammar.back(row, place, "service"))
            and not grammar.back(row, place, "backed")
        ):
            phrase.sources.append(piece.nation)
        if piece.date is not None and phrase.date is None:
            phrase.date = piece.date
    return after


def tally(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """Troops that are counted behind their name: "pasukan Inggris di Estonia | berjumlah 900 orang"."""
    row, begin = phrase.row, at + grammar.run(phrase.row, at, "tally")
    if phrase.kind != "unit" or phrase.number is not None or begin == at or begin >= len(row):
        return at
    number = row[begin].number
    if number is None or number.year or number.value is None:
        return at
    after = begin + 1 + grammar.run(row, begin + 1, "classifier")
    if after == begin + 1:
        return at
    phrase.number, phrase.unit, phrase.tallied = number, (row[begin + 1].start, row[after - 1].end), True
    return after


def generation(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """ "generasi 5.0", "kelas Nagapasa", "jarak 500 kilometer", "30 mm": a size or a make."""
    row = phrase.row
    if row[at].low == "generasi" and at + 1 < len(row):
        after = at + 1
        while (
            after < len(row)
            and after - at <= 4
            and (row[after].text[0].isdecimal() or row[after].text in ".-ke4+")
        ):
            after += 1
        return after if after > at + 1 else at
    number = row[at].number
    if number is not None and not number.counts and number.value is not None and at + 1 < len(row):
        return at + 2 if row[at + 1].kind == "word" else at + 1
    return at
