"""Which names are persons, and what the words beside them tell: office, rank, country, body.

Every rule has a name, which becomes the rule of the mention's evidence. A name without any sign that
it is a person's is left alone: the ship, exercise or festival that it may be is no actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from briefing.extract.actors.aliases import other_name
from briefing.extract.actors.beside import (
    Told,
    closing,
    country_of,
    office_of,
    role_of,
    seat_of,
    served,
    span_of,
)
from briefing.extract.sentences.chunks import PERSON, Chunk, ChunkKind, Office, Row
from briefing.extract.sentences.vocabulary import SHAPES, spelled
from briefing.model import record

CAMEL = re.compile(r"^(?!Mc|Mac|De|Di|La|Le|Al|Fitz)[A-Z][a-z]+[A-Z]")
"""Names of products and firms ("SilentHawk")."""
PLACES = frozenset({"di", "ke", "wilayah", "kota"})
"""A name behind one of these is a place, whatever verb follows."""
GUESSED = frozenset({"person:model", "person:given-name"})
"""Signs that another mention may gainsay."""


@record
class Person:
    """One mention that reads as a person. `low` are the words of the name, case-folded and unhyphenated."""

    start: int
    end: int
    name: str
    low: tuple[str, ...]
    rule: str
    paragraph: int
    line: int
    begin: int
    role: Told | None = None
    rank: bool = False
    country: Told | None = None
    body: int | None = None
    """Where the body of the office is named: offset in the article."""
    home: bool = False
    """Whether the office or rank is one that only Indonesia has."""
    serves: bool = False
    """Whether the office before it serves somebody, who may be the one named ("pengacara X")."""


Line = tuple[Row, tuple[Chunk, ...]]


def people(lines: Sequence[Line]) -> tuple[Person, ...]:
    """The mentions that a rule tells to be persons, in reading order."""
    found: list[Person] = []
    for number, (line, parts) in enumerate(lines):
        if not line.sentence.titled:
            names = [at for at, chunk in enumerate(parts) if chunk.kind is ChunkKind.NAME]
            found += [p for at in names if (p := _read(line, parts, at, number))]
    places = _places(lines) - {p.low for p in found if p.rule not in GUESSED}
    return tuple(_implied(list(_served([p for p in found if p.low not in places])), lines))


def _served(found: Sequence[Person]) -> Iterator[Person]:
    """ "pengacara Khadr" gives no office to a Khadr who is named elsewhere: it is somebody else's."""
    for at, person in enumerate(found):
        before = any(set(person.low) <= set(p.low) for p in found[:at])
        fuller = any(set(person.low) < set(p.low) for p in found)
        if person.serves and (before or fuller):
            yield replace(person, role=None, country=None, body=None, rule="person:served")
        else:
            yield person


def _places(lines: Sequence[Line]) -> set[tuple[str, ...]]:
    """Names that stand somewhere as a place's: "di Albu Kamal", "merebut Albu Kamal"."""
    return {
        unhyphened([w.text for w in line.words[chunk.begin : chunk.end]])
        for line, parts in lines
        for chunk in parts
        if chunk.kind is ChunkKind.NAME and line.low(chunk.begin - 1) in line.vocabulary.seized
    }


def _implied(found: Sequence[Person], lines: Sequence[Line]) -> Iterator[Person]:
    """Who is introduced right after an unnamed holder of an office: "duta besar Korut … Kim Young Jae"."""
    known = [frozenset(p.low) for p in found if p.role]
    for person in found:
        words = frozenset(person.low)
        new = len(person.low) > 1 and not any(words <= k or k <= words for k in known)
        known.append(words)
        office = _unnamed_before(person, lines, found) if new else None
        if office is None:
            yield person
            continue
        line, phrase = office
        role = role_of(line, phrase, "person:role-of-sentence-before")
        yield replace(
            person, role=role, country=country_of(line, phrase), rule="person:role-of-sentence-before"
        )


def _unnamed_before(
    person: Person, lines: Sequence[Line], found: Sequence[Person]
) -> tuple[Row, Office] | None:
    """The one office of a country that the sentence before names, with no name to it anywhere."""
    if not person.line:
        return None
    line, parts = lines[person.line - 1]
    if line.sentence.paragraph.number != person.paragraph:
        return None
    held = {p.role.start for p in found if p.role}
    free = [
        c.office
        for c in parts
        if c.office and c.office.country and c.office.entry.get("kind") == "office" and not c.office.inner
    ]
    free = [o for o in free if line.words[o.role[0]].start not in held]
    roles = {(p.role.value.casefold(), p.country.value) for p in found if p.role and p.country}
    free = [
        o
        for o in free
        if (role_of(line, o, "").value.casefold(), o.country[2] if o.country else "") not in roles
    ]
    return (line, free[0]) if len(free) == 1 else None


def unhyphened(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a name as it is compared: "Jong-un", "Jong - un" and "Jong Un" are one."""
    return tuple(p for w in words for p in _unhyphened(w))


@lru_cache(maxsize=SHAPES)
def _unhyphened(word: str) -> tuple[str, ...]:
    return tuple(p for p in word.casefold().replace("’", "'").split("-") if p.strip(".'"))


def _read(line: Row, parts: Sequence[Chunk], at: int, number: int) -> Person | None:
    chunk = parts[at]
    if not _plausible(line, chunk):
        return None
    if closing(line, parts, at - 1):
        return None
    office, rule = office_of(line, parts, at)
    ranked = at > 0 and parts[at - 1].kind is ChunkKind.RANK and parts[at - 1].entry
    if not ranked and rule != "person:role-before" and _placed(line, chunk):
        return None
    if office and office.entry.values.get("kin"):
        office, rule = None, "person:kin"
    serves = bool(office and office.entry.values.get("serves") and rule == "person:role-before")
    serves = serves and _right_before(parts, at) and bool(office and office.end == office.role[1])
    if serves and served(line, parts, at):
        office, rule = None, "person:served"
    role = role_of(line, office, rule) if office else None
    rank_role = False
    if ranked:
        rule = rule or f"person:{ranked.get('kind')}"
        if role is None and ranked.get("kind") == "rank":
            role, rank_role = span_of(line, parts[at - 1].begin, parts[at - 1].end, "person:rank"), True
    rule = rule or _sign(line, parts, at)
    if not rule:
        return None
    words = line.words[chunk.begin : chunk.end]
    text = line.sentence.words
    start, end = text[chunk.begin].start, text[chunk.end - 1].end
    home = bool((office and office.entry.values.get("home")) or (ranked and ranked.values.get("home")))
    return Person(
        start=start,
        end=end,
        name=spelled(words),
        low=unhyphened([w.text for w in words]),
        rule=rule,
        paragraph=line.sentence.paragraph.number,
        line=number,
        begin=chunk.begin,
        role=role,
        rank=rank_role,
        country=country_of(line, office) or seat_of(line, parts, at, office),
        body=line.words[office.body.begin].start if office and office.body else None,
        home=home,
        serves=serves,
    )


def _right_before(parts: Sequence[Chunk], at: int) -> bool:
    """Whether an office stands right before, with no comma between."""
    return at > 0 and parts[at - 1].kind is ChunkKind.OFFICE


def _placed(line: Row, chunk: Chunk) -> bool:
    """Whether the name is the end of a longer place's ("Laut | Biru Samar"), and none used alone."""
    alone = chunk.end == chunk.begin + 1 and line.low(chunk.begin) in line.solo
    return line.placed(chunk.begin, chunk.end) and not alone


def _plausible(line: Row, chunk: Chunk) -> bool:
    words = line.words[chunk.begin : chunk.end]
    if len(words) == 1 and CAMEL.search(words[0].text):
        return False
    lone = len(words) == 1 and (words[0].low in line.common or len(words[0].text) < 2)
    if lone and words[0].low not in line.solo:
        return False
    named_after = {line.low(chunk.begin - 1), line.low(chunk.begin - 2)} & line.vocabulary.namesakes
    if line.vocabulary.known.match(line.words, chunk.begin) and not named_after:
        return True
    if all(w.loud for w in words) or any(c.isdecimal() for w in words for c in w.text):
        return False
    if named_after:
        return words[0].low in line.solo and len(words) == 1
    labelled = line.label(chunk.begin, chunk.end)
    if len(words) == 1 and labelled not in ("", PERSON) and words[0].low not in line.solo:
        return False
    region = line.vocabulary.regions.match(line.words, chunk.begin)
    return not (region and region[0] == chunk.end and words[0].low not in line.solo)


def _sign(line: Row, parts: Sequence[Chunk], at: int) -> str:
    """Which other sign there is that a name is a person's; empty where there is none."""
    chunk, vocabulary = parts[at], line.vocabulary
    known = vocabulary.known.match(line.words, chunk.begin)
    if known and known[0] == chunk.end:
        return "person:well-known"
    if line.low(chunk.begin - 1) == "bernama":
        return "person:named"
    if other_name(line, parts, at) is not None or _named_again(line, parts, at):
        return "person:alias"
    after, end = line.text(chunk.end + 1), line.text(chunk.end + 2)
    if line.text(chunk.end) == "(" and after.isdecimal() and end == ")":
        return "person:age"
    if _institution(line, chunk) or line.low(chunk.begin) in line.common - line.solo:
        return ""
    ahead = chunk.begin - 1
    if line.low(ahead) in PLACES:
        return ""
    root = vocabulary.roots.match(line.words, ahead) and not line.words[ahead].cap
    if root or line.low(ahead) == "menurut":
        return "person:said"
    if _speaks(line, chunk.end):
        return "person:speaks"
    words = line.words[chunk.begin : chunk.end]
    model = line.label(chunk.begin, chunk.end) == PERSON and not words[-1].loud
    if len(words) > 1 and model:
        return "person:model"
    if line.label(chunk.begin, chunk.end):
        return ""
    given = words[0].low in vocabulary.given or words[0].low in vocabulary.family_first
    if len(words) > 1 and given and not words[-1].loud:
        return "person:given-name"
    return ""


def _named_again(line: Row, parts: Sequence[Chunk], at: int) -> bool:
    """Whether this is the other name of somebody who is named shortly before."""
    before = next((i for i in range(at - 1, -1, -1) if parts[i].kind is ChunkKind.NAME), None)
    return before is not None and other_name(line, parts, before) == at


def _institution(line: Row, chunk: Chunk) -> bool:
    """Whether some word of the run names bodies rather than persons."""
    lows = {w.low for w in line.words[chunk.begin : chunk.end]} - line.solo
    return bool(lows & line.vocabulary.foreign or lows & line.vocabulary.domains)


def _speaks(line: Row, at: int) -> bool:
    """Whether a reporting verb in the active voice follows, an adverb or two between."""
    for step in range(at, min(at + 3, len(line.words))):
        match = line.vocabulary.verbs.match(line.words, step)
        if match and line.low(step).startswith(("me", "ber", "bilang", "minta")):
            return True
        if line.words[step].cap or line.words[step].mark or line.low(step) in ("yang", "dan", "di"):
            return False
    return False
