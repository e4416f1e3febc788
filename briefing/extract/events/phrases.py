"""A military noun phrase around its head: number, modifiers, designation, owners, targets, place and day.

Indonesian puts what counts before the head and everything else behind it: "dua | pesawat pengebom |
strategis | AS | , B-1B". From the head the phrase grows to the left over its number, and to the right
for as long as one of the rules in `RIGHT` takes what comes next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from briefing.extract.events.roles import Sentence, nation_list
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
        return self.row[self.last].stop


LONGEST_OBJECT = 7
LONGEST_RELATIVE = 11
LEAST_CLAUSE = 3
SPAN_WORDS = 3
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
        step = row.run(after, "place noun")
        if piece.mention is not None:
            phrase.targets.append(piece.mention)
            if at == begin or row.run(at, "toward"):
                phrase.aimed.append(piece.mention)
            after, solid = after + 1, True
        elif step or piece.kind == "name":
            after, solid = after + (step or 1), True
        elif (
            piece.kind == "number"
            or (not solid and row.run(after, "quantifier"))
            or (piece.kind == "term" and (not solid or row[after - 1].number is not None))
            or row.run(after, "service")
        ):
            solid = solid or piece.kind == "term"
            after += row.run(after, "service") or row.run(after, "quantifier") or 1
        elif (both := row.run(after, "both")) or (solid and _of_place(row, after)):
            after, solid = after + (both or 1), True
        elif (
            solid
            and piece.low == ","
            and after + 1 < len(row)
            and _is_place(row[after + 1])
            and not _listed(row, after)
        ) or (solid and row.run(after, "and") and _leads_to_place(row, after + 1)):
            after += 1
        else:
            break
    if not solid:
        return at
    phrase.both = phrase.both or _both(row, begin, after)
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


def _both(row: Sentence, start: int, end: int) -> bool:
    """Whether a stretch speaks of both sides: "kedua negara", "kedua belah pihak"."""
    return any(row.run(place, "both") for place in range(start, end))


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


def _of_place(row: Sentence, at: int) -> bool:
    """A word that goes on with a place: "pantai | baratnya", "perairan | internasional", "negara | itu"."""
    roles = ("adjective", "definite")
    return row.roles.grammar.forms.possessive_stem(row[at].low) != row[at].low or any(
        row.run(at, role) for role in roles
    )


def _is_place(piece: Item) -> bool:
    return piece.kind in ("name", "nation")


def _leads_to_place(row: Sentence, at: int) -> bool:
    """ "Mosul dan | Raqqa", "30 pos polisi dan | satu pangkalan militer"."""
    begin = at
    while at < len(row) and (row[at].number is not None or row.run(at, "quantifier")):
        at += row.run(at, "quantifier") or 1
    if at >= len(row) or (at == begin and not _is_place(row[at])):
        return False
    base = any(e.get("kind") == "facility" for e in row[at].entries)
    return base or _is_place(row[at]) or row.run(at, "place noun") > 0


def _listed(row: Sentence, comma: int) -> bool:
    """Behind the comma a new clause begins: "ke Kursk, Rusia akan …" is rarer than "ke Kursk, Rusia,"."""
    after = comma + 2
    return after < len(row) and row[after].kind == "word" and not row.run(after, "and")


def day(phrase: Phrase, at: int) -> int:
    """ "pada 2 November 2017", "sejak tahun lalu", "dalam dua tahun terakhir"."""
    row = phrase.row
    if phrase.kind in ITEMS:
        return at
    begin = at + row.run(at, "time")
    if begin >= len(row):
        return at
    if row[begin].date is not None:
        phrase.date = phrase.date or (row[begin].date if _begins(phrase, at) else None)
        return begin + 1
    if begin > at and row[begin].number is not None:
        if begin + 1 < len(row) and row[begin + 1].kind == "name":  # "18 November lalu" of no known year
            return begin + 2 + row.run(begin + 2, "past")
        phrase.span = True
        after = begin + 1
        while after < min(len(row), begin + 1 + SPAN_WORDS) and row[after].kind == "word":
            if any(row.run(after, r) for r in ("and", "time", "place")):
                break
            after += 1
            if row.run(after - 1, "past"):
                break
        return after
    return at


def _begins(phrase: Phrase, at: int) -> bool:
    """Whether a day is the event's: behind "sejak" only that of what goes on for long, and began then."""
    return phrase.kind in LASTING or not phrase.row.run(at, "bound")


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
    phrase.both = phrase.both or _both(row, yang, after)
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
    """ "jarak 500 kilometer", "30 mm": a size or a make."""
    row = phrase.row
    if step := row.run(at, "edition"):
        after = at + step
        while after < len(row) and (row[after].low[0].isdecimal() or row[after].low in ".-+"):
            after += 1
        return after if after > at + step else at
    number = row[at].number
    if number is not None and not number.counts and number.value is not None and at + 1 < len(row):
        return at + 2 if row[at + 1].kind == "word" else at + 1
    return at


LONGEST_NAME = 7
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
    after = at + row.run(at, "naming")
    if after == at or after >= len(row):
        return at
    if row[after].kind in ("designation", "ship"):
        phrase.name, phrase.designation = (row[after].start, row[after].stop), True
        return after + 1
    quoted = _quoted(row, after)
    if quoted > after:
        phrase.name = (row[after + 1].start, row[quoted - 2].stop)
        return quoted
    end = _names(row, after)
    if end == after:
        return at
    phrase.name = (row[after].start, row[end - 1].stop)
    return end


def _quoted(row: Sentence, at: int) -> int:
    if row[at].low not in "\"“”'‘’":
        return at
    for close in range(at + 2, min(at + LONGEST_NAME + 2, len(row))):
        if row[close].low in "\"“”'‘’":
            return close + 1
    return at


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
    while after < len(row) and (step := row.run(after, "service") or _led(row, at, after)):
        after += step
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


def _led(row: Sentence, at: int, after: int) -> int:
    """ "koalisi | pimpinan | AS"."""
    return row.run(after, "owner") if after > at else 0


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
    """ "buatan AS", "buatan Korea Aerospace Industries, FA-50"."""
    row = phrase.row
    after = at + row.run(at, "maker")
    if after == at:
        return at
    after += row.run(after, "service")
    begin = after
    while after < len(row) and after - begin < LONGEST_NAME and row[after].kind in ("nation", "name"):
        if row[after].mention is not None:
            phrase.makers.append(row[after].mention)  # type: ignore[arg-type]
        after += 1
    if after + 1 < len(row) and after > begin and row[after].low == "," and row[after + 1].loud:
        phrase.name = phrase.name or (row[after + 1].start, row[after + 1].stop)
        after += 2
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
