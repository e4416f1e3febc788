"""The office that the words beside a name give its bearer, and what it tells: the role in words, the country.

"OFFICE NAME", "OFFICE, NAME", "NAME, OFFICE", "NAME (OFFICE)", "NAME selaku OFFICE". Of two offices in a row
the first counts; of an office within an office ("penasihat Presiden X, Y") the inner one is X's.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extract.sentences.chunks import Chunk, ChunkKind, Office, Row
from briefing.extract.sentences.vocabulary import spelled
from briefing.model import record

CLAUSE = 6
"""Words of a clause between an office and the name: "Menteri Keamanan Israel yang berhaluan kanan, NAME"."""
PERSONS = (ChunkKind.NAME, ChunkKind.RANK)
OPENING = (",", "(")


@record
class Told:
    """A value that words of the article tell, and where they tell it (offsets in the article)."""

    value: str
    start: int
    end: int
    rule: str


def office_of(line: Row, parts: Sequence[Chunk], at: int) -> tuple[Office | None, str]:
    """The office that the words around a name give its bearer, and the rule that says so."""
    before = _before(line, parts, at)
    if before:
        return before, "person:role-before"
    after = _after(line, parts, at)
    return (after, "person:role-after") if after else (None, "")


def mark(line: Row, parts: Sequence[Chunk], at: int) -> str:
    """The word or mark that a chunk begins with; empty outside the row."""
    return line.low(parts[at].begin) if 0 <= at < len(parts) else ""


def kind(parts: Sequence[Chunk], at: int) -> ChunkKind | None:
    """What kind of chunk stands at a place; none outside the row."""
    return parts[at].kind if 0 <= at < len(parts) else None


def past_ranks(parts: Sequence[Chunk], at: int) -> int:
    """The place before a name's ranks."""
    while kind(parts, at) is ChunkKind.RANK:
        at -= 1
    return at


def _before(line: Row, parts: Sequence[Chunk], at: int) -> Office | None:
    left = past_ranks(parts, at - 1)
    if mark(line, parts, left) == ")" and kind(parts, left - 1) is kind(parts, left - 3) is ChunkKind.OFFICE:
        left -= 3  # an office's short form in brackets: "Menteri Koordinator (Menko) NAME"
    if left < 0:
        return None
    near = parts[left]
    if near.office:
        return _own(line, parts, at, left)
    if near.body and near.body.held:
        begin, end = near.body.held
        match = line.vocabulary.offices.match(line.words, begin)
        return Office(begin=begin, end=end, role=(begin, end), entry=match[1]) if match else None
    if mark(line, parts, left) in OPENING and left > 0:
        return _before_comma(line, parts, left)
    return None


def _own(line: Row, parts: Sequence[Chunk], at: int, left: int) -> Office | None:
    """The office right before a name: the inner one where another name has the outer one."""
    office = parts[left].office
    if office and office.inner and _bears_inner(line, parts, at, office):
        begin, end, entry = office.inner
        return Office(begin=begin, end=office.end, role=(begin, end), entry=entry, country=office.country)
    first = left
    while kind(parts, first - 1) is ChunkKind.OFFICE:
        first -= 1
    if kind(parts, first - 2) is ChunkKind.OFFICE and mark(line, parts, first - 1) in line.vocabulary.both:
        first -= 2
    return parts[first].office


def _bears_inner(line: Row, parts: Sequence[Chunk], at: int, office: Office) -> bool:
    """Whether "penasihat Presiden X" names the president: another name follows, or X is known.

    "istri Presiden X" and "terdakwa mantan Presiden X" always do, "Sekretaris Militer Presiden X" never.
    """
    values = office.entry.values
    if values.get("kin") or values.get("cased"):
        return True
    if office.entry.get("kind") == "title":
        return office.inner is not None and office.inner[2].get("kind") == "office"
    known = line.vocabulary.known.match(line.words, parts[at].begin)
    return bool(values.get("serves")) and (known is not None or named_next(line, parts, at))


def _before_comma(line: Row, parts: Sequence[Chunk], comma: int) -> Office | None:
    """The office in "OFFICE, NAME", "OFFICE, BODY, NAME", "OFFICE yang …, NAME", "OFFICE NAME1, NAME"."""
    near = parts[comma - 1]
    if near.kind is ChunkKind.OFFICE:
        taken = mark(line, parts, comma - 2) == "," and kind(parts, comma - 3) is ChunkKind.NAME
        # In "X, Menlu Rusia, Y" the office is X's, unless X has one before ("Presiden X, Menlu Rusia, Y").
        held = kind(parts, comma - 4) in (ChunkKind.OFFICE, ChunkKind.RANK)
        return _own(line, parts, comma + 1, comma - 1) if held or not taken else None
    if near.kind in (ChunkKind.COUNTRY, ChunkKind.BODY) and mark(line, parts, comma - 2) == ",":
        return parts[comma - 3].office
    if near.kind is ChunkKind.NAME and mark(line, parts, comma) == ",":
        office = parts[comma - 2].office if comma > 1 else None
        return office if office and (office.inner or office.entry.values.get("serves")) else None
    clause = comma - 1
    while comma - clause < CLAUSE and kind(parts, clause) is ChunkKind.WORD:
        clause -= 1
    office = parts[max(clause, 0)].office
    relative = mark(line, parts, clause + 1) in line.vocabulary.relative and mark(line, parts, comma) == ","
    return office if office and relative and office.entry.get("kind") == "office" else None


def named_next(line: Row, parts: Sequence[Chunk], at: int) -> bool:
    """Whether another person is named behind a name and a comma: "pengacara X, Y"."""
    return mark(line, parts, at + 1) == "," and kind(parts, at + 2) in PERSONS


def _after(line: Row, parts: Sequence[Chunk], at: int) -> Office | None:
    """The office behind a name: "NAME, OFFICE", "NAME (OFFICE)", "NAME selaku OFFICE"."""
    step = at + 1
    opens = mark(line, parts, step)
    dash = opens.strip("-–—") == "" and step < len(parts)
    if not dash and opens not in OPENING and opens not in line.vocabulary.apposition:
        return None
    step += 1
    while kind(parts, step) is ChunkKind.WORD and mark(line, parts, step) in line.vocabulary.links:
        step += 1
    if kind(parts, step) is not ChunkKind.OFFICE:
        return None
    return None if kind(parts, step + 1) in PERSONS else parts[step].office


def held_by_name(line: Row, parts: Sequence[Chunk], at: int) -> bool:
    """Whether a name stands on either side of an office."""
    if kind(parts, at + 1) in PERSONS:
        return True
    if mark(line, parts, at + 1) in OPENING and kind(parts, at + 2) in PERSONS:
        return True
    return mark(line, parts, at - 1) == "," and kind(parts, at - 2) is ChunkKind.NAME


def span(line: Row, begin: int, end: int, rule: str, value: str = "") -> Told:
    """The words from one place to another as a value, or as what tells one."""
    words = line.words[begin:end]
    return Told(value=value or spelled(words), start=words[0].start, end=words[-1].end, rule=rule)


def role_of(line: Row, office: Office, rule: str) -> Told:
    """The role as the article gives it, an abbreviated office in full ("Menlu" is "Menteri Luar Negeri")."""
    begin, end = office.role
    told = span(line, begin, end, rule.replace("person:", "role:"))
    if office.possessive and end - begin == 1:
        stem = line.vocabulary.forms.possessive_stem(told.value)
        return Told(value=stem, start=told.start, end=told.start + len(stem), rule=told.rule)
    full = office.entry.get("full")
    short = next((w for w in office.entry.words if told.value.casefold().startswith(w.casefold())), None)
    if full and short:
        return Told(value=full + told.value[len(short) :], start=told.start, end=told.end, rule=told.rule)
    return told


def country_of(line: Row, parts: Sequence[Chunk], at: int, office: Office | None) -> Told | None:
    """The country that an office tells: by its name, by its region's, by its own where only one has it.

    An office behind another is the same country's: "Kepala Angkatan Bersenjata Peru, Kepala Staf NAME".
    """
    if office is None:
        return None
    if office.country:
        begin, end, code = office.country
        return span(line, begin, end, "country:role", code)
    official = office.entry.get("kind") == "office"
    for begin in range(office.begin + 1, office.end) if official else ():
        region = line.vocabulary.regions.match(line.words, begin)
        if region and region[0] <= office.end and region[1].get("country"):
            return span(line, begin, region[0], "country:region", region[1].get("country"))
    own = office.entry.get("country")
    if own:
        return span(line, *office.role, "country:office", own)
    joins = line.vocabulary.both | line.vocabulary.joins
    place = next((i for i, p in enumerate(parts) if p.office is office), at)
    if place > at and mark(line, parts, place + 1) in joins and kind(parts, place + 2) is ChunkKind.OFFICE:
        return country_of(line, parts, at, parts[place + 2].office)
    left = past_ranks(parts, at - 1)
    others = [left - 2] if mark(line, parts, left - 1) in (",", *line.vocabulary.both) else []
    while kind(parts, left - 1) is ChunkKind.OFFICE:
        left -= 1
        others.append(left)
    outer = (o.country for i in others if i >= 0 and (o := parts[i].office) and o.country)
    found = next(outer, None)
    return span(line, *found[:2], "country:role", found[2]) if found else None
