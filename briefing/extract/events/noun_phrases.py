"""A military noun phrase around its head: number, modifiers, designation, owners, targets, place and day.

Indonesian puts what counts before the head and everything else behind it: "dua | pesawat pengebom |
strategis | AS | , B-1B". From the head the phrase grows to the left over its number, and to the right
for as long as one of the rules in `RIGHT` takes what comes next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from briefing.extract.events.small_words import Sentence, nation_list
from briefing.extract.sentences.row import Item
from briefing.lexicon import Entry
from briefing.lexicon.countries import CountryMention
from briefing.lexicon.dates import DateMention
from briefing.lexicon.numbers import Number

LASTING = frozenset({"operation", "strike", "deployment"})
"""Events that go on: a day behind "sejak" is the one on which they began."""
ITEMS = frozenset({"weapon", "platform", "unit", "facility"})
"""Kinds of things; all other kinds are events."""


@dataclass(slots=True)
class Phrase:
    """A noun phrase under construction; `first` to `last` are places in the row, both included."""

    row: Sentence
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
    aimed: list[CountryMention] = field(default_factory=list)
    """Those targets that it is aimed at; the others are only where it happens ("serangan di Suriah")."""
    place: tuple[int, int] | None = None
    date: DateMention | None = None
    core: int = 0
    """Place of the last piece before a clause with "yang"; what stands in the clause is read for itself."""
    type_end: int = 0
    """Place of the last piece of the type that the head names: "hulu ledak | rudal balistik"."""
    verb: int | None = None
    """Place of the verb that tells what became of its people, where it has one ("12 orang | tewas")."""
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
        return self.row[self.last].stop


LONGEST_OBJECT = 7
LONGEST_RELATIVE = 11
LEAST_CLAUSE = 3
STOPS = frozenset(',.;:!?()[]"“”–—')
ENDS = frozenset(",.;")


def adjunct(phrase: Phrase, at: int) -> int:
    """A prepositional phrase, if it is one that an item or an event takes."""
    row = phrase.row
    for role, rule in (
        ("source", _source),
        ("partner", _partner),
        ("opponent", _opponent),
        ("place", _object),
    ):
        step = row.run(at, role)
        if step and at + step < len(row):
            after = rule(phrase, at, at + step)
            if after > at:
                return after
    return at


def _source(phrase: Phrase, at: int, begin: int) -> int:
    """ "dari Pyongyang", "oleh Israel"; "ditembakkan dari Gaza" is the act of no state that is named."""
    nations, after = _nations(phrase.row, begin)
    phrase.sources.extend(nations)
    if nations or phrase.kind not in ("strike", "test"):
        return after if nations else at
    after = begin + phrase.row.run(begin, "place noun")
    named = _names(phrase.row, after)
    phrase.foreign = phrase.foreign or named > after
    return named if named > after else at


def _partner(phrase: Phrase, at: int, begin: int) -> int:
    """ "dengan Korea Selatan", "antara India dan Pakistan", "melibatkan AS, Jepang, dan Korea Selatan"."""
    if phrase.kind in ITEMS and phrase.kind != "facility":
        return at
    nations, after = _nations(phrase.row, begin)
    phrase.partners.extend(nations)
    return after if nations else at


def _opponent(phrase: Phrase, at: int, begin: int) -> int:
    """ "perang Ukraina | melawan Rusia": both sides of what two sides do."""
    return _partner(phrase, at, begin) if phrase.entry.values.get("mutual") else at


def _nations(row: Sentence, at: int):  # type: ignore[no-untyped-def]
    while at < len(row) and (step := row.run(at, "service")):
        at += step
    return nation_list(row, at)


def _object(phrase: Phrase, at: int, begin: int) -> int:
    """What stands behind ke, di, terhadap: a place or a target. Its states are never the operators."""
    if phrase.kind in ITEMS and phrase.kind not in ("facility", "unit"):
        return at
    row, after, solid = phrase.row, begin, False
    while after < len(row) and after - begin < LONGEST_OBJECT:
        piece = row[after]
        if piece.mention is not None:
            phrase.targets.append(piece.mention)
            if at == begin or row.run(at, "toward"):
                phrase.aimed.append(piece.mention)
        place = 1 if piece.mention is not None or piece.kind == "name" else row.run(after, "place noun")
        counted = piece.kind == "term" and (not solid or row[after - 1].number is not None)
        between = int(piece.kind == "number" or counted) or row.run(after, "service")
        between = between or (_of_place(row, after) if solid else row.run(after, "quantifier"))
        step = place or between or row.run(after, "both") or int(solid and _more_places(row, after))
        if not step:
            break
        solid = solid or bool(place) or piece.kind == "term" or row.run(after, "both") > 0
        after += step
    if not solid:
        return at
    phrase.both = phrase.both or any(row.run(place, "both") for place in range(begin, after))
    if phrase.place is None:
        phrase.place = (row[begin].start, row[after - 1].stop)
    return after


def _main_verb(row: Sentence, yang: int, at: int) -> bool:
    """A second verb in its active form, with nothing before it that leads to one, is the sentence's own."""
    if (
        at - yang < LEAST_CLAUSE
        or row[at].kind not in ("word", "term")
        or not (row.verb(at) or row.run(at, "tense"))
    ):
        return False
    before = row[at - 1]
    return before.kind in ("nation", "name", "term", "date") or before.low == ")"


def both_sides(phrase: Phrase, at: int) -> int:
    """ "pasukan | kedua pihak", "dari kedua belah pihak"."""
    row = phrase.row
    begin = at + (row.run(at, "source") or row.run(at, "partner"))
    step = row.run(begin, "both")
    phrase.both = phrase.both or step > 0
    return begin + step if step else at


def target(phrase: Phrase, at: int) -> int:
    """The place or state that a verb of attack has as its object."""
    return _object(phrase, at, at)


def _more_places(row: Sentence, at: int) -> bool:
    """ "Homs | , Suriah", "Mosul | dan Raqqa"; but not "ke Kursk, Rusia akan …"."""
    named = at + 1 < len(row) and row[at + 1].kind in ("name", "nation")
    clause = row[at].low == "," and at + 2 < len(row) and row[at + 2].kind == "word"
    return named and not clause and (row[at].low == "," or row.run(at, "and") > 0)


def _of_place(row: Sentence, at: int) -> int:
    """A word that goes on with a place: "pantai | baratnya", "perairan | internasional", "negara | itu"."""
    owned = row.roles.grammar.forms.possessive_stem(row[at].low) != row[at].low
    return int(owned) or row.run(at, "adjective") or row.run(at, "definite")


def day(phrase: Phrase, at: int) -> int:
    """ "pada 2 November 2017", "sejak tahun lalu": behind "sejak" only of what began then, and goes on."""
    row = phrase.row
    begin = at + row.run(at, "time")
    if phrase.kind in ITEMS or begin >= len(row):
        return at
    if row[begin].date is None:
        if begin == at or row[begin].number is None:
            return at
        begin += 1 + int(begin + 1 < len(row) and row[begin + 1].kind in ("word", "name"))
        return begin + row.run(begin, "past")
    if phrase.kind in LASTING or not row.run(at, "bound"):
        phrase.date = phrase.date or row[begin].date
    return begin + 1


def relative(phrase: Phrase, at: int) -> int:
    """ "yang …" up to the next comma or stop, if it ends soon; its doers count as owners.

    Where no mark ends it within reach the phrase ends before "yang": a clause cut in its middle misleads.
    """
    row, yang = phrase.row, at
    if row[at].low == "," and phrase.kind not in ITEMS:
        yang += 1
    if yang + 1 >= len(row) or not row.run(yang, "relative"):
        return at
    partner = row.run(yang + 1, "partner")
    if partner:
        nations, after = nation_list(row, yang + 1 + partner)
        phrase.partners.extend(nations)
        return after if nations else at
    after = yang + 1
    while after < len(row) and row[after].low not in STOPS and not _main_verb(row, yang, after):
        if after - yang > LONGEST_RELATIVE or row.run(after, "relative"):
            return at
        after += 1
    if after - yang < 2 or (after < len(row) and row[after].low in STOPS - ENDS):
        return at
    for place in range(yang + 2, after):
        piece = row[place]
        before, forms = row[place - 1].low, row.roles.grammar.forms
        if (
            piece.mention is not None
            and (row.back(place, "by") or forms.is_passive(before) or row.back(place, "service"))
            and not row.back(place, "backed")
        ):
            phrase.sources.append(piece.mention)
        if piece.date is not None and phrase.date is None:
            phrase.date = piece.date
    return after


def generation(phrase: Phrase, at: int) -> int:
    """ "jarak 500 kilometer", "30 mm", "generasi 5.0": a size or a make."""
    row = phrase.row
    if (after := at + row.run(at, "edition")) > at:
        while after < len(row) and row[after].low[0] in DIGITS:
            after += 1
        return after
    number = row[at].number
    if number is not None and not number.counts and number.value is not None and at + 1 < len(row):
        return at + 2 if row[at + 1].kind == "word" else at + 1
    return at


LONGEST_NAME = 7
DIGITS = frozenset("0123456789.-+")
QUOTES = frozenset("\"“”'‘’")
Rule: TypeAlias = Callable[[Phrase, int], int]
"""Takes the phrase and a place in the row; the place after what it took, or the same place."""
NAMES = frozenset({"series", "named", "ship"})
LONGEST_BRACKET = 8


def read_phrase(row: Sentence, head: int, entry: Entry) -> Phrase:
    """The phrase around a head. The row should end with the sentence."""
    phrase = Phrase(row=row, entry=entry, head=head, first=head, last=head, core=head, type_end=head)
    phrase.possessive = row[head].possessive
    if entry.get("form") in NAMES:
        phrase.name, phrase.designation = (row[head].start, row[head].stop), True
    _grow_left(phrase)
    at = head + 1
    while at < len(row):
        after = next((a for rule in RIGHT if (a := rule(phrase, at)) > at), at)
        if after == at:
            break
        if not row.run(at, "relative") and row[at].low != ",":
            phrase.core = after - 1
        phrase.last = after - 1
        at = after
        if phrase.definite:
            break
    phrase.core = max(phrase.core, head)
    return phrase


def _grow_left(phrase: Phrase) -> None:
    """Over the number ("20 unit | jet tempur"), or a designation in front ("SS3, | senapan serbu")."""
    row, at = phrase.row, phrase.head
    if at > 1 and row[at - 1].low == "," and row[at - 2].kind == "designation" and phrase.kind in ITEMS:
        phrase.first, phrase.name, phrase.designation = at - 2, (row[at - 2].start, row[at - 2].stop), True
    if phrase.entry.values.get("named_before") and (begin := _named_from(row, at)) < at:
        phrase.first, phrase.name = begin, (row[begin].start, row[at].stop)
        return
    back = row.back(at, "classifier")
    before = at - back - 1
    number = row[before].number if before >= 0 else None
    if number is not None and not number.year and (number.counts or back):
        phrase.number, phrase.first = number, before
        phrase.unit = (row[at - back].start, row[at - 1].stop) if back else None


def _named_from(row: Sentence, at: int) -> int:
    """Where the capitalised words begin that end before a place: "Andersen | Air Force Base"."""
    while at > 0 and row[at - 1].kind == "name":
        at -= 1
    return at


def _modifier(phrase: Phrase, at: int) -> int:
    return at + phrase.row.run(at, "adjective")


def _designation(phrase: Phrase, at: int) -> int:
    """The designation, right behind the phrase or set off by a comma or bracket: "AS, B-1B", "(J-15)"."""
    row = phrase.row
    skip = 1 if row[at].low in (",", "(") and at + 1 < len(row) else 0
    piece = row[at + skip]
    if piece.kind not in ("designation", "ship") or phrase.kind not in (*ITEMS, "test", "supply"):
        return at
    if phrase.name is not None and not skip and phrase.name[1] == row[at - 1].stop:
        phrase.name, phrase.designation = (phrase.name[0], piece.stop), True  # "Sukhoi | Su-35"
    elif phrase.name is None or not phrase.designation:
        phrase.name, phrase.designation = (piece.start, piece.stop), True
    after = at + skip + 1
    return after + 1 if row[at].low == "(" and after < len(row) and row[after].low == ")" else after


def _title(phrase: Phrase, at: int) -> int:
    """ "bertajuk “Vigilant Ace”", "kelas Nagapasa": a name that is announced."""
    row = phrase.row
    begin = at + row.run(at, "naming")
    begin += begin > at and begin < len(row) and row[begin].low in QUOTES
    after = _names(row, begin) if begin > at else at
    if after <= begin:
        return at
    phrase.name = (row[begin].start, row[after - 1].stop)
    phrase.designation = phrase.designation or row[begin].kind in ("designation", "ship")
    return after + (after < len(row) and row[after].low in QUOTES)


def _names(row: Sentence, at: int) -> int:
    """The place after a run of capitalised words."""
    after = at
    while (
        after < len(row) and after - at < LONGEST_NAME and row[after].kind in ("name", "designation", "ship")
    ):
        after += 1
    return after


def _owner(phrase: Phrase, at: int) -> int:
    """ "Korea Selatan", "AU AS", "milik Rusia", "asal Indonesia", "Angkatan Udara Kerajaan Belanda"."""
    row = phrase.row
    after = at + row.run(at, "owner")
    led = after > at
    while after < len(row) and (step := row.run(after, "service") or (led and row.run(after, "owner"))):
        after, led = after + step, True
    if after < len(row) and row[after].mention is not None:
        if phrase.kind == "unit" and phrase.name and after == at and not phrase.designation:
            phrase.name = (row[phrase.head].start, row[after].stop)  # "Pasukan Kurdi | Suriah"
        nations, after = nation_list(row, after)
        phrase.owners.extend(nations)
        other = after + 1 < len(row) and row[after].low in "-–/" and row[after + 1].kind == "name"
        return after + 2 if other and phrase.kind not in ITEMS else after
    if after > at and row.run(at, "owner"):
        end = _names(row, after)
        phrase.foreign = phrase.foreign or end > after
        return end if end > after else at
    return at


def _group(phrase: Phrase, at: int) -> int:
    """ "serangan | militan Rohingya": they are no state's, and so is what they do."""
    row = phrase.row
    if phrase.owners or phrase.definite or not (step := row.run(at, "group")):
        return at
    phrase.foreign = True
    after = at + step
    while after < len(row) and row[after].kind in ("name", "nation"):
        after += 1
    return after


def _maker(phrase: Phrase, at: int) -> int:
    """ "buatan AS", "buatan Korea Aerospace Industries"."""
    row = phrase.row
    begin = at + row.run(at, "maker")
    begin += row.run(begin, "service") if begin > at else 0
    after = begin
    while at < begin <= after < len(row) and row[after].kind in ("nation", "name"):
        if (nation := row[after].mention) is not None:
            phrase.makers.append(nation)
        after += 1
    return after if after > begin else at


def _proper(phrase: Phrase, at: int) -> int:
    """Capitalised words behind the head name it: "rudal Hellfire", "kapal induk Shandong"."""
    row = phrase.row
    if row[at].kind != "name" or phrase.owners or phrase.definite:
        return at
    after = _names(row, at)
    words = row[at:after]
    if phrase.name is None and phrase.kind != "strike":
        first = row[phrase.head] if _regular(phrase.entry) else words[0]
        phrase.name = (first.start, words[-1].stop)
    phrase.foreign = phrase.foreign or (phrase.kind in ("strike", "unit") and not _regular(phrase.entry))
    return after


def _regular(entry: Entry) -> bool:
    """A unit that only states have, whatever its name ("Armada III", "Kodam Jaya")."""
    return bool(entry.values.get("regular") or entry.get("country"))


def _bracket(phrase: Phrase, at: int) -> int:
    """A short bracket with an abbreviation or a day: "(KSOT)", "(24/7/2025)"."""
    row = phrase.row
    if row[at].low != "(":
        return at
    for close in range(at + 2, min(at + LONGEST_BRACKET, len(row))):
        if row[close].low == ")":
            inside = row[at + 1 : close]
            named = phrase.designation or phrase.kind == "exercise"
            if len(inside) == 1 and inside[0].loud and not named:
                phrase.name = (inside[0].start, inside[0].stop)
            return close + 1
    return at


def _complement(phrase: Phrase, at: int) -> int:
    """An event's item: "uji coba | rudal balistik", "pengiriman | 6.000 personel militer"."""
    row = phrase.row
    if phrase.kind in ITEMS:
        return _compound(phrase, at)
    takes, place = phrase.entry.values.get("takes"), at
    while place < min(at + 3, len(row)) and not item_entry(row[place], takes):
        if not (row[place].number or row.run(place, "classifier")):
            return at
        place += 1
    entry = item_entry(row[place], takes) if place < len(row) else None
    if entry is None:
        return at
    inner = read_phrase(row, place, entry)
    if inner.first < at:
        inner.first = at
    phrase.inner.append(inner)
    phrase.definite, phrase.both = inner.definite, inner.both
    after = inner.last + 1
    if row.run(after, "and") and after + 1 < len(row) and (more := item_entry(row[after + 1], None)):
        other = read_phrase(row, after + 1, more)
        phrase.inner.append(other)
        after = other.last + 1
    return after


def _compound(phrase: Phrase, at: int) -> int:
    """An item right behind an item belongs to its name: "hulu ledak | rudal", "amunisi | howitzer"."""
    piece = phrase.row[at]
    entry = item_entry(piece, None)
    if entry is None or entry.get("kind") == "facility":
        return at
    phrase.possessive = phrase.possessive or piece.possessive
    if entry.get("form") in NAMES:
        phrase.name, phrase.designation = (piece.start, piece.stop), True
    else:
        phrase.type_end = at
    return at + 1


def item_entry(piece: Item, takes: object) -> Entry | None:
    """The entry under which a piece is an item (of one of the kinds `takes`, if given)."""
    kinds = tuple(takes) if isinstance(takes, list) else tuple(ITEMS)
    for entry in piece.entries:
        if entry.get("kind") in kinds and entry.get("form") in ("", *NAMES):
            return entry
    return None


def _possessive(phrase: Phrase, at: int) -> int:
    step = phrase.row.run(at, "possessive")
    phrase.possessive = phrase.possessive or step > 0
    return at + step


def _definite(phrase: Phrase, at: int) -> int:
    step = phrase.row.run(at, "definite") if phrase.place is None else 0
    phrase.definite = step > 0
    return at + step


RIGHT: tuple[Rule, ...] = (
    _designation, generation, _title, both_sides, _group, _owner, _maker, _modifier, _bracket, _complement,
    day, adjunct, _possessive, _definite, _proper, relative,
)  # fmt: skip
