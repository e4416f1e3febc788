"""A military noun phrase around its head: number, modifiers, designation, owners, targets, place and day.

Indonesian puts what counts before the head and everything else behind it: "dua | pesawat pengebom |
strategis | AS | , B-1B". From the head the phrase grows to the left over its number, and to the right
for as long as one of the rules in `RIGHT` takes what comes next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from briefing.extract.events.adjuncts import adjunct, both_sides, day, generation, relative, tally
from briefing.extract.events.phrase import ITEMS, Phrase
from briefing.extract.sentences.grammar import AND, Grammar, nation_list
from briefing.extract.sentences.terms import Piece
from briefing.lexicon import Entry

LONGEST_NAME = 7
Rule: TypeAlias = Callable[[Phrase, int, Grammar], int]
"""Takes the phrase and a place in the row; the place after what it took, or the same place."""
NAMES = frozenset({"series", "named", "ship"})
LONGEST_BRACKET = 8


def read_phrase(row: Sequence[Piece], head: int, entry: Entry, grammar: Grammar) -> Phrase:
    """The phrase around a head. The row should end with the sentence."""
    phrase = Phrase(row=row, entry=entry, head=head, first=head, last=head, core=head, type_end=head)
    phrase.possessive = row[head].possessive
    if entry.get("form") in NAMES:
        phrase.name, phrase.designation = (row[head].start, row[head].end), True
    _grow_left(phrase, grammar)
    at = head + 1
    while at < len(row):
        after = next((a for rule in RIGHT if (a := rule(phrase, at, grammar)) > at), at)
        if after == at:
            break
        if row[at].low != "yang" and row[at].text != ",":
            phrase.core = after - 1
        phrase.last = after - 1
        at = after
        if phrase.definite:
            break
    phrase.core = max(phrase.core, head)
    return phrase


def _grow_left(phrase: Phrase, grammar: Grammar) -> None:
    """Over the number ("20 unit | jet tempur"), or a designation in front ("SS3, | senapan serbu")."""
    row, at = phrase.row, phrase.head
    if at > 1 and row[at - 1].text == "," and row[at - 2].kind == "designation" and phrase.kind in ITEMS:
        phrase.first, phrase.name, phrase.designation = at - 2, (row[at - 2].start, row[at - 2].end), True
    if phrase.entry.values.get("named_before") and (begin := _named_from(row, at)) < at:
        phrase.first, phrase.name = begin, (row[begin].start, row[at].end)
        return
    back = grammar.back(row, at, "classifier")
    before = at - back - 1
    number = row[before].number if before >= 0 else None
    if number is not None and not number.year and (number.counts or back):
        phrase.number, phrase.first = number, before
        phrase.unit = (row[at - back].start, row[at - 1].end) if back else None


def _named_from(row: Sequence[Piece], at: int) -> int:
    """Where the capitalised words begin that end before a place: "Andersen | Air Force Base"."""
    while at > 0 and row[at - 1].kind == "name":
        at -= 1
    return at


def _modifier(phrase: Phrase, at: int, grammar: Grammar) -> int:
    return at + grammar.run(phrase.row, at, "adjective")


def _designation(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """The designation, right behind the phrase or set off by a comma or bracket: "AS, B-1B", "(J-15)"."""
    row = phrase.row
    skip = 1 if row[at].text in (",", "(") and at + 1 < len(row) else 0
    piece = row[at + skip]
    if piece.kind not in ("designation", "ship") or phrase.kind not in (*ITEMS, "test", "supply"):
        return at
    if phrase.name is not None and not skip and phrase.name[1] == row[at - 1].end:
        phrase.name, phrase.designation = (phrase.name[0], piece.end), True  # "Sukhoi | Su-35"
    elif phrase.name is None or not phrase.designation:
        phrase.name, phrase.designation = (piece.start, piece.end), True
    after = at + skip + 1
    return after + 1 if row[at].text == "(" and after < len(row) and row[after].text == ")" else after


def _title(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """ "bertajuk “Vigilant Ace”", "kelas Nagapasa": a name that is announced."""
    row = phrase.row
    after = at + grammar.run(row, at, "naming")
    if after == at or after >= len(row):
        return at
    if row[after].kind in ("designation", "ship"):
        phrase.name, phrase.designation = (row[after].start, row[after].end), True
        return after + 1
    quoted = _quoted(row, after)
    if quoted > after:
        phrase.name = (row[after + 1].start, row[quoted - 2].end)
        return quoted
    end = _names(row, after)
    if end == after:
        return at
    phrase.name = (row[after].start, row[end - 1].end)
    return end


def _quoted(row: Sequence[Piece], at: int) -> int:
    if row[at].text not in "\"“”'‘’":
        return at
    for close in range(at + 2, min(at + LONGEST_NAME + 2, len(row))):
        if row[close].text in "\"“”'‘’":
            return close + 1
    return at


def _names(row: Sequence[Piece], at: int) -> int:
    """The place after a run of capitalised words."""
    after = at
    while (
        after < len(row) and after - at < LONGEST_NAME and row[after].kind in ("name", "designation", "ship")
    ):
        after += 1
    return after


def _owner(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """ "Korea Selatan", "AU AS", "milik Rusia", "asal Indonesia", "Angkatan Udara Kerajaan Belanda"."""
    row = phrase.row
    after = at + grammar.run(row, at, "owner")
    while after < len(row) and (step := grammar.run(row, after, "service") or _led(row, at, after, grammar)):
        after += step
    if after < len(row) and row[after].nation is not None:
        if phrase.kind == "unit" and phrase.name and after == at and not phrase.designation:
            phrase.name = (row[phrase.head].start, row[after].end)  # "Pasukan Kurdi | Suriah"
        nations, after = nation_list(row, after)
        phrase.owners.extend(nations)
        other = after + 1 < len(row) and row[after].text in "-–/" and row[after + 1].kind == "name"
        return after + 2 if other and phrase.kind not in ITEMS else after
    if after > at and grammar.run(row, at, "owner"):
        end = _names(row, after)
        phrase.foreign = phrase.foreign or end > after
        return end if end > after else at
    return at


def _led(row: Sequence[Piece], at: int, after: int, grammar: Grammar) -> int:
    """ "koalisi | pimpinan | AS"."""
    return grammar.run(row, after, "owner") if after > at else 0


def _group(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """ "serangan | militan Rohingya": they are no state's, and so is what they do."""
    row = phrase.row
    if phrase.owners or phrase.definite or not (step := grammar.run(row, at, "group")):
        return at
    phrase.foreign = True
    after = at + step
    while after < len(row) and row[after].kind in ("name", "nation"):
        after += 1
    return after


def _maker(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """ "buatan AS", "buatan Korea Aerospace Industries, FA-50"."""
    row = phrase.row
    after = at + grammar.run(row, at, "maker")
    if after == at:
        return at
    after += grammar.run(row, after, "service")
    begin = after
    while after < len(row) and after - begin < LONGEST_NAME and row[after].kind in ("nation", "name"):
        if row[after].nation is not None:
            phrase.makers.append(row[after].nation)  # type: ignore[arg-type]
        after += 1
    if after + 1 < len(row) and after > begin and row[after].text == "," and row[after + 1].text.isupper():
        phrase.name = phrase.name or (row[after + 1].start, row[after + 1].end)
        after += 2
    return after if after > begin else at


def _proper(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """Capitalised words behind the head name it: "rudal Hellfire", "kapal induk Shandong"."""
    row = phrase.row
    if row[at].kind != "name" or phrase.owners or phrase.definite:
        return at
    after = _names(row, at)
    words = row[at:after]
    if phrase.name is None and phrase.kind != "strike":
        first = row[phrase.head] if _regular(phrase.entry) else words[0]
        phrase.name = (first.start, words[-1].end)
    phrase.foreign = phrase.foreign or (phrase.kind in ("strike", "unit") and not _regular(phrase.entry))
    return after


def _regular(entry: Entry) -> bool:
    """A unit that only states have, whatever its name ("Armada III", "Kodam Jaya")."""
    return bool(entry.values.get("regular") or entry.get("country"))


def _bracket(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """A short bracket with an abbreviation or a day: "(KSOT)", "(24/7/2025)"."""
    row = phrase.row
    if row[at].text != "(":
        return at
    for close in range(at + 2, min(at + LONGEST_BRACKET, len(row))):
        if row[close].text == ")":
            inside = row[at + 1 : close]
            named = phrase.designation or phrase.kind == "exercise"
            if len(inside) == 1 and inside[0].text.isupper() and not named:
                phrase.name = (inside[0].start, inside[0].end)
            return close + 1
    return at


def _complement(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """An event's item: "uji coba | rudal balistik", "pengiriman | 6.000 personel militer"."""
    row = phrase.row
    if phrase.kind in ITEMS:
        return _compound(phrase, at, grammar)
    takes, place = phrase.entry.values.get("takes"), at
    while place < min(at + 3, len(row)) and not item_entry(row[place], takes):
        if not (row[place].number or grammar.run(row, place, "classifier")):
            return at
        place += 1
    entry = item_entry(row[place], takes) if place < len(row) else None
    if entry is None:
        return at
    inner = read_phrase(row, place, entry, grammar)
    if inner.first < at:
        inner.first = at
    phrase.inner.append(inner)
    phrase.definite, phrase.both = inner.definite, inner.both
    after = inner.last + 1
    if after + 1 < len(row) and row[after].low in AND and (more := item_entry(row[after + 1], None)):
        other = read_phrase(row, after + 1, more, grammar)
        phrase.inner.append(other)
        after = other.last + 1
    return after


def _compound(phrase: Phrase, at: int, grammar: Grammar) -> int:
    """An item right behind an item belongs to its name: "hulu ledak | rudal", "amunisi | howitzer"."""
    piece = phrase.row[at]
    entry = item_entry(piece, None)
    if entry is None or entry.get("kind") == "facility":
        return at
    phrase.possessive = phrase.possessive or piece.possessive
    if entry.get("form") in NAMES:
        phrase.name, phrase.designation = (piece.start, piece.end), True
    else:
        phrase.type_end = at
    return at + 1


def item_entry(piece: Piece, takes: object) -> Entry | None:
    """The entry under which a piece is an item (of one of the kinds `takes`, if given)."""
    kinds = tuple(takes) if isinstance(takes, list) else tuple(ITEMS)
    for entry in piece.entries:
        if entry.get("kind") in kinds and entry.get("form") in ("", *NAMES):
            return entry
    return None


def _possessive(phrase: Phrase, at: int, grammar: Grammar) -> int:
    step = grammar.run(phrase.row, at, "possessive")
    phrase.possessive = phrase.possessive or step > 0
    return at + step


def _definite(phrase: Phrase, at: int, grammar: Grammar) -> int:
    step = grammar.run(phrase.row, at, "definite") if phrase.place is None else 0
    phrase.definite = step > 0
    return at + step


RIGHT: tuple[Rule, ...] = (
    _designation, generation, _title, both_sides, _group, _owner, _maker, _modifier, _bracket, _complement,
    day, adjunct, tally, _possessive, _definite, _proper, relative,
)  # fmt: skip
