"""Which names are persons, and what the words beside them tell: office, rank, country, body.

Every rule has a name, which becomes the rule of the mention's evidence. A name without any sign that
it is a person's is left alone: the ship, exercise or festival that it may be is no actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from briefing.extract.actors.roles import (
    Told,
    country_of,
    held_by_name,
    kind,
    named_next,
    office_of,
    past_ranks,
    role_of,
    span,
)
from briefing.extract.sentences.chunks import PERSON, Chunk, ChunkKind, Office, Row
from briefing.extract.sentences.vocabulary import spelled
from briefing.lexicon.register import registered
from briefing.lexicon.spelling import tokens
from briefing.model import record

CAMEL = re.compile(r"^(?!Mc|Mac|De|Di|La|Le|Al|Fitz)[A-Z][a-z]+[A-Z]")
"""Names of products and firms ("SilentHawk")."""
INITIALS = 2
"""Words of no more letters may be initials ("TB", "R.")."""
GUESSED = frozenset({"person:model", "person:given-name"})
"""Signs that another mention may gainsay."""
REACH = 9
"""Words between two names of one person at most."""


@record
class Person:
    """One mention that reads as a person. `low` are the words of the name as they are compared."""

    start: int
    end: int
    name: str
    low: tuple[str, ...]
    rule: str
    paragraph: int
    line: int
    begin: int
    role: Told | None = None
    country: Told | None = None
    body: int | None = None
    """Where the body of the office is named: offset in the article."""
    ranked: bool = False
    """Whether a military or police rank stands before the name."""
    official: bool = False
    """Whether the role is an office, not an occupation."""
    state: bool = False
    """Whether the office is one of a state's government, with nothing else named that it belongs to."""
    serves: bool = False
    """Whether the office before it serves somebody, who may be the one named ("pengacara X")."""


Line = tuple[Row, tuple[Chunk, ...]]


def people(lines: Sequence[Line]) -> tuple[Person, ...]:
    """Every mention of a person in the article, in reading order; headlines in title case left out."""
    found = []
    for number, (line, parts) in enumerate(lines):
        if line.sentence.titled:
            continue
        again = frozenset(c.begin for pair in _pairs(line, parts) for c in pair)
        for at, chunk in enumerate(parts):
            person = _read(line, parts, at, number, again) if chunk.kind is ChunkKind.NAME else None
            found += [person] if person else []
    places = _places(lines) - {p.low for p in found if p.rule not in GUESSED}
    return tuple(_implied(list(_served([p for p in found if p.low not in places])), lines))


def mention(line: Row, number: int, begin: int, end: int, rule: str) -> Person:
    """A person's name that stands at these places of a row."""
    words = line.words[begin:end]
    return Person(
        start=words[0].start,
        end=words[-1].end,
        name=spelled(words),
        low=tokens(" ".join(w.text for w in words)),
        rule=rule,
        paragraph=line.sentence.paragraph.number,
        line=number,
        begin=begin,
    )


def _read(line: Row, parts: Sequence[Chunk], at: int, number: int, again: frozenset[int]) -> Person | None:
    chunk = parts[at]
    ranks = list(range(past_ranks(parts, at - 1) + 1, at))
    held = [n for n in ranks if (e := parts[n].entry) and e.get("kind") == "rank"] or ranks[-1:]
    rank = parts[held[0]].entry if held else None
    if not _plausible(line, parts, at):
        return None
    office, rule = office_of(line, parts, at)
    told = country_of(line, parts, at, office)
    person = mention(line, number, chunk.begin, chunk.end, rule)
    if office and office.entry.values.get("kin"):
        office, rule = None, "person:kin"
    before = kind(parts, at - 1) is ChunkKind.OFFICE
    serving = bool(office and office.entry.values.get("serves") and before and office.end == office.role[1])
    if serving and named_next(line, parts, at):
        office, rule, serving = None, "person:served", False
    role = role_of(line, office, rule) if office else None
    military = rank is not None and rank.get("kind") == "rank"
    if rank:
        rule = rule or f"person:{rank.get('kind')}"
        where = parts[held[0]].begin, parts[held[0]].end
        forces = (line.vocabulary.organisations.match(line.words, i) for i in range(*where))
        own = rank.get("country") or next((f[1].get("country") for f in forces if f), "")
        told = told or (span(line, *where, "country:rank", own) if own else None)
        role = role or (span(line, *where, "person:rank") if military else None)
    rule = rule or ("person:alias" if chunk.begin in again else _sign(line, chunk))
    if not rule:
        return None
    return replace(
        person,
        rule=rule,
        role=role,
        country=told if office or rank else None,
        body=line.words[office.body.begin].start if office and office.body else None,
        ranked=military,
        official=bool(office and office.entry.get("kind") == "office"),
        state=bool(office and office.entry.values.get("state") and office.end == office.role[1]),
        serves=serving,
    )


def _served(found: Sequence[Person]) -> Iterator[Person]:
    """ "pengacara Khadr" gives no office to a Khadr who is named elsewhere: it is somebody else's."""
    bearing: dict[str, dict[frozenset[str], int]] = {}
    for at, person in enumerate(found):
        for word in person.low:
            bearing.setdefault(word, {}).setdefault(frozenset(person.low), at)
    for at, person in enumerate(found):
        own = frozenset(person.low)
        rarest = min((bearing[word] for word in own), key=len) if person.serves else {}
        if any(own <= name and (first < at or name != own) for name, first in rarest.items()):
            yield replace(person, role=None, country=None, body=None, state=False, rule="person:served")
        else:
            yield person


def _places(lines: Sequence[Line]) -> set[tuple[str, ...]]:
    """Names that stand somewhere as a place's: "di Albu Kamal", "merebut Albu Kamal"."""
    return {
        tokens(" ".join(w.text for w in line.words[chunk.begin : chunk.end]))
        for line, parts in lines
        for chunk in parts
        if chunk.kind is ChunkKind.NAME and line.low(chunk.begin - 1) in line.vocabulary.seized
    }


def _implied(found: Sequence[Person], lines: Sequence[Line]) -> Iterator[Person]:
    """Who is introduced right after an unnamed holder of an office: "duta besar Korut … Kim Young Jae"."""
    held = {p.role.start for p in found if p.role}
    known = {word for p in found if p.role for word in p.low}
    for person in found:
        new = len(person.low) > 1 and person.line and person.low[-1] not in known
        known.update(person.low)
        line, parts = lines[person.line - 1]
        free = [
            (at, c.office)
            for at, c in enumerate(parts if new else ())
            if c.office and c.office.country and c.office.entry.get("kind") == "office"
            if line.words[c.office.role[0]].start not in held
        ]
        if len(free) != 1 or line.sentence.paragraph.number != person.paragraph:
            yield person
            continue
        (at, office), rule = free[0], "person:role-of-sentence-before"
        country = country_of(line, parts, at, office)
        yield replace(person, role=role_of(line, office, rule), country=country, rule=rule)


def _plausible(line: Row, parts: Sequence[Chunk], at: int) -> bool:
    """Whether a run of capitalised words can be a person's name."""
    chunk = parts[at]
    words = line.words[chunk.begin : chunk.end]
    vocabulary, alone = line.vocabulary, len(words) == 1
    titled = kind(parts, at - 1) is ChunkKind.RANK
    solo = words[0].low in line.solo
    if alone and (CAMEL.search(words[0].text) or len(words[0].text) < 2):
        return False
    if alone and words[0].low in line.common and not solo:
        return False
    namesake = _namesake(line, parts[past_ranks(parts, at - 1) + 1].begin)
    if vocabulary.known.match(line.words, chunk.begin) and not namesake:
        return True
    shouted = all(w.loud or len(w.text) <= INITIALS for w in words)
    long = any(len(w.text) > INITIALS + 1 for w in words)
    if shouted and not (long and (titled or (not alone and any(w.low in vocabulary.given for w in words)))):
        return False
    if namesake:
        return solo and alone
    if alone and not solo and line.label(chunk.begin, chunk.end) not in ("", PERSON):
        return False
    region = vocabulary.regions.match(line.words, chunk.begin)
    return not (region and region[0] == chunk.end and not solo)


def _namesake(line: Row, begin: int) -> bool:
    """Whether a thing bears the name: "kapal induk Abraham Lincoln", "Stadion Kapten I Wayan Dipta"."""
    before, names = begin - 1, line.vocabulary.namesakes
    if line.low(before) in names:
        return True
    return not line.cap(before) and not line.words[before].mark and line.low(before - 1) in names


def _sign(line: Row, chunk: Chunk) -> str:
    """Which other sign there is that a name is a person's; empty where there is none."""
    vocabulary = line.vocabulary
    words, ahead = line.words[chunk.begin : chunk.end], chunk.begin - 1
    known = vocabulary.known.match(line.words, chunk.begin)
    if known and known[0] == chunk.end:
        return "person:well-known"
    if registered(tokens(spelled(words))) is not None:
        return "person:register"
    if line.low(ahead) in vocabulary.introducing:
        return "person:named"
    if (
        line.text(chunk.end) == "("
        and line.text(chunk.end + 1).isdecimal()
        and line.text(chunk.end + 2) == ")"
    ):
        return "person:age"
    bodily = {w.low for w in words} - line.solo
    if (
        not bodily.isdisjoint(vocabulary.foreign | vocabulary.domains)
        or words[0].low in line.common - line.solo
    ):
        return ""
    if line.low(ahead) in vocabulary.place_heads:
        return ""
    root = vocabulary.roots.match(line.words, ahead) and not line.words[ahead].cap
    if root or line.low(ahead) in vocabulary.according:
        return "person:said"
    if speaks(line, chunk.end):
        return "person:speaks"
    label = line.label(chunk.begin, chunk.end)
    if len(words) == 1 or words[-1].loud or label not in ("", PERSON):
        return ""
    if label == PERSON:
        return "person:model"
    return "person:given-name" if words[0].low in vocabulary.given | vocabulary.family_first else ""


def _pairs(line: Row, parts: Sequence[Chunk]) -> Iterator[tuple[Chunk, Chunk]]:
    """Two names of one person, where the words say so: "Riduan alias Hambali", "X, dikenal sebagai Y"."""
    names = [p for p in parts if p.kind not in (ChunkKind.WORD, ChunkKind.MARK)]
    for one, other in pairwise(names):
        if one.kind is other.kind is ChunkKind.NAME and other.begin - one.end <= REACH:
            between = (line.low(i) for i in range(one.end, other.begin))
            said = " ".join(w for w in between if w.isalpha() and w not in line.vocabulary.filling)
            if said in line.vocabulary.aliases:
                yield one, other


def other_names(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Where two names of one person begin in the article, the first before the other."""
    for line, parts in lines:
        for one, other in _pairs(line, parts) if not line.sentence.titled else ():
            yield line.words[one.begin].start, line.words[other.begin].start


def speaks(line: Row, at: int) -> bool:
    """Whether a reporting verb in the active voice follows, an adverb or two between."""
    for step in range(at, min(at + 3, len(line.words))):
        if line.vocabulary.verbs.match(line.words, step) and line.vocabulary.is_active(line.low(step)):
            return True
        if line.words[step].cap or line.words[step].mark or line.low(step) in line.vocabulary.breaking:
            return False
    return False


def offices_alone(lines: Sequence[Line]) -> Iterator[tuple[Row, Chunk, Office]]:
    """Offices with a capital that stand for their holder, with no name beside them: "kata Presiden"."""
    for line, parts in lines:
        for at, chunk in enumerate(parts if not line.sentence.titled else ()):
            office = chunk.office
            titled = office is not None and office.entry.get("kind") == "office" and line.cap(chunk.begin)
            if office and titled and not held_by_name(line, parts, at):
                yield line, chunk, office
