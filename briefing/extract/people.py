"""Which names are persons, and what the words beside them tell: office, rank, country, body.

Every rule has a name, which becomes the rule of the mention's evidence. A name without any sign that
it is a person's is left alone: the ship, exercise or festival that it may be is no actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing.extract.chunks import Body, Chunk, ChunkKind, Office, Row
from briefing.model import record

CAMEL = re.compile(r"^(?!Mc|Mac|De|Di|La|Le|Al|Fitz)[A-Z][a-z]+[A-Z]")
"""Names of products and firms ("SilentHawk")."""
BESIDE = frozenset({"selaku", "sebagai", "adalah", "merupakan", "yaitu"})


@record
class Told:
    """A value that the words beside a name tell, and where they tell it (offsets in the article)."""

    value: str
    start: int
    end: int
    rule: str


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


Line = tuple[Row, tuple[Chunk, ...]]


def people(lines: Sequence[Line]) -> tuple[Person, ...]:
    """The mentions that a rule tells to be persons, in reading order."""
    found: list[Person] = []
    for number, (line, parts) in enumerate(lines):
        if not line.sentence.titled:
            found += [p for at in range(len(parts)) if (p := _read(line, parts, at, number))]
    return tuple(_implied(found, lines))


def _implied(found: Sequence[Person], lines: Sequence[Line]) -> Iterator[Person]:
    """Who is introduced without an office right after an unnamed holder of one: "duta besar Korut … Kim Young Jae"."""
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
        role = _role(line, phrase, "person:role-of-sentence-before")
        yield replace(
            person, role=role, country=_country(line, phrase), rule="person:role-of-sentence-before"
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
        if (_role(line, o, "").value.casefold(), o.country[2] if o.country else "") not in roles
    ]
    return (line, free[0]) if len(free) == 1 else None


def unhyphened(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a name as it is compared: "Jong-un", "Jong - un" and "Jong Un" are one."""
    return tuple(p for w in words for p in w.casefold().replace("’", "'").split("-") if p.strip(".'"))


def _read(line: Row, parts: Sequence[Chunk], at: int, number: int) -> Person | None:
    chunk = parts[at]
    if chunk.kind is not ChunkKind.NAME or not _plausible(line, chunk):
        return None
    office, rule = _office_of(line, parts, at)
    ranked = at > 0 and parts[at - 1].kind is ChunkKind.RANK and parts[at - 1].entry
    if office and office.entry.values.get("kin") and rule == "person:role-before" and near_kin(parts, at):
        office, rule = None, "person:kin"
    role = _role(line, office, rule) if office else None
    rank_role = False
    if ranked:
        rule = rule or f"person:{ranked.get('kind')}"
        if role is None and ranked.get("kind") == "rank":
            role, rank_role = _span(line, parts[at - 1].begin, parts[at - 1].end, "person:rank"), True
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
        name=" ".join(w.text for w in words),
        low=unhyphened([w.text for w in words]),
        rule=rule,
        paragraph=line.sentence.paragraph.number,
        line=number,
        begin=chunk.begin,
        role=role,
        rank=rank_role,
        country=_country(line, office),
        body=line.words[office.body.begin].start if office and office.body else None,
        home=home,
    )


def near_kin(parts: Sequence[Chunk], at: int) -> bool:
    """Whether a noun of kinship stands right before: "ayah Budi" is not Budi, but tells that Budi is a person."""
    return at > 0 and parts[at - 1].kind is ChunkKind.OFFICE


def _plausible(line: Row, chunk: Chunk) -> bool:
    words = line.words[chunk.begin : chunk.end]
    if line.vocabulary.known.match(line.words, chunk.begin):
        return True
    if len(words) == 1 and CAMEL.search(words[0].text):
        return False
    if all(w.loud for w in words) or any(c.isdigit() for w in words for c in w.text):
        return False
    region = line.vocabulary.regions.match(line.words, chunk.begin)
    return not (region and region[0] == chunk.end and words[0].low not in line.solo)


def _office_of(line: Row, parts: Sequence[Chunk], at: int) -> tuple[Office | None, str]:
    """The office that the words around a name give its holder, and the rule that says so."""
    left = at - 1
    while left >= 0 and parts[left].kind is ChunkKind.RANK:
        left -= 1
    near = parts[left] if left >= 0 else None
    if near and near.kind is ChunkKind.OFFICE and near.office:
        return (_inner(near.office) if _outer_follows(line, parts, at) else near.office), "person:role-before"
    if near and near.body and near.body.held:
        return _held(line, near.body), "person:role-in-body"
    if near and line.text(near.begin) in (",", "(") and left > 0:
        found = _before_comma(line, parts, left)
        if found:
            return found, "person:role-before"
    after = _after(line, parts, at)
    return (after, "person:role-after") if after else (None, "")


def _outer_follows(line: Row, parts: Sequence[Chunk], at: int) -> bool:
    """ "penasihat Presiden Zelensky, Andriy Yermak, mengatakan": the outer office is the second name's."""
    office = next((p.office for p in reversed(parts[:at]) if p.kind is not ChunkKind.RANK), None)
    return bool(office and office.inner)


def _inner(office: Office) -> Office:
    if office.inner is None:
        return office
    begin, end, entry = office.inner
    return Office(begin=begin, end=office.end, role=(begin, end), entry=entry, country=office.country)


def _held(line: Row, body: Body) -> Office | None:
    if body.held is None:
        return None
    begin, end = body.held
    match = line.vocabulary.offices.match(line.words, begin)
    return Office(begin=begin, end=end, role=(begin, end), entry=match[1]) if match else None


def _before_comma(line: Row, parts: Sequence[Chunk], comma: int) -> Office | None:
    """The office in "OFFICE, NAME", "OFFICE, Kremlin, NAME" or "OFFICE NAME1, NAME"."""
    near = parts[comma - 1]
    if near.kind is ChunkKind.OFFICE:
        taken = (
            comma >= 3
            and line.text(parts[comma - 2].begin) == ","
            and parts[comma - 3].kind is ChunkKind.NAME
        )
        return None if taken and not _listed(line, parts, comma) else near.office
    if (
        near.kind in (ChunkKind.COUNTRY, ChunkKind.BODY)
        and comma >= 3
        and line.text(parts[comma - 2].begin) == ","
    ):
        office = parts[comma - 3].office
        return office if parts[comma - 3].kind is ChunkKind.OFFICE else None
    if near.kind is ChunkKind.NAME and comma >= 2 and line.text(parts[comma].begin) == ",":
        office = parts[comma - 2].office
        return office if office and office.inner else None
    return None


def _listed(line: Row, parts: Sequence[Chunk], comma: int) -> bool:
    """In "X, Menlu Rusia, Y" the office is X's, unless X has one before ("Presiden X, Menlu Rusia, Y")."""
    return comma >= 4 and parts[comma - 4].kind in (ChunkKind.OFFICE, ChunkKind.RANK)


def _after(line: Row, parts: Sequence[Chunk], at: int) -> Office | None:
    """The office behind a name: "NAME, OFFICE", "NAME (OFFICE)", "NAME selaku OFFICE"."""
    step = _past_bracket(line, parts, at + 1)
    if step >= len(parts):
        return None
    mark = line.text(parts[step].begin)
    if mark not in (",", "(", "–", "-", "—") and line.low(parts[step].begin) not in BESIDE:
        return None
    step += 1
    while step < len(parts) and line.low(parts[step].begin) in line.vocabulary.links:
        step += 1
    if step >= len(parts) or parts[step].kind is not ChunkKind.OFFICE:
        return None
    behind = parts[step + 1] if step + 1 < len(parts) else None
    if behind and behind.kind in (ChunkKind.NAME, ChunkKind.RANK):
        return None
    return parts[step].office


def _past_bracket(line: Row, parts: Sequence[Chunk], at: int) -> int:
    """Past "(37)" or "(Golkar)" behind a name."""
    if at < len(parts) and line.text(parts[at].begin) == "(":
        for end in range(at + 1, min(at + 5, len(parts))):
            if line.text(parts[end].begin) == ")":
                inside = parts[at + 1 : end]
                return at if any(p.kind is ChunkKind.OFFICE for p in inside) else end + 1
    return at


def _sign(line: Row, parts: Sequence[Chunk], at: int) -> str:
    """Which other sign there is that a name is a person's; empty where there is none."""
    chunk, vocabulary = parts[at], line.vocabulary
    known = vocabulary.known.match(line.words, chunk.begin)
    if known and known[0] == chunk.end:
        return "person:well-known"
    if line.low(chunk.begin - 1) == "bernama":
        return "person:named"
    if line.text(chunk.end) == "(" and line.text(chunk.end + 1).isdigit() and line.text(chunk.end + 2) == ")":
        return "person:age"
    if _institution(line, chunk):
        return ""
    ahead = chunk.begin - 1
    root = vocabulary.roots.match(line.words, ahead) and not line.words[ahead].cap
    if root or line.low(ahead) == "menurut":
        return "person:said"
    if _speaks(line, chunk.end):
        return "person:speaks"
    words = line.words[chunk.begin : chunk.end]
    if len(words) > 1 and words[0].low in vocabulary.given | vocabulary.family_first and not words[-1].loud:
        return "person:given-name"
    return ""


def _institution(line: Row, chunk: Chunk) -> bool:
    """Whether some word of the run names bodies rather than persons."""
    lows = {w.low for w in line.words[chunk.begin : chunk.end]}
    return bool(lows & (line.vocabulary.foreign | line.vocabulary.domains) - line.solo)


def _speaks(line: Row, at: int) -> bool:
    """Whether a reporting verb in the active voice follows, an adverb or two between."""
    for step in range(at, min(at + 3, len(line.words))):
        match = line.vocabulary.verbs.match(line.words, step)
        if match and line.low(step).startswith(("me", "ber", "bilang", "minta")):
            return True
        if line.words[step].cap or line.words[step].mark or line.low(step) in ("yang", "dan", "di"):
            return False
    return False


def _span(line: Row, begin: int, end: int, rule: str) -> Told:
    words = line.words[begin:end]
    return Told(value=" ".join(w.text for w in words), start=words[0].start, end=words[-1].end, rule=rule)


def _role(line: Row, office: Office, rule: str) -> Told:
    """The role as the article gives it, an abbreviated office in full ("Menlu" is "Menteri Luar Negeri")."""
    begin, end = office.role
    told = _span(line, begin, end, rule.replace("person:", "role:"))
    if office.possessive and end - begin == 1:
        return Told(value=told.value[:-3], start=told.start, end=told.end - 3, rule=told.rule)
    full = office.entry.get("full")
    short = next((w for w in office.entry.words if told.value.casefold().startswith(w.casefold())), None)
    if full and short:
        return Told(value=full + told.value[len(short) :], start=told.start, end=told.end, rule=told.rule)
    return told


def _country(line: Row, office: Office | None) -> Told | None:
    if office is None or office.country is None:
        return None
    begin, end, code = office.country
    return Told(value=code, start=line.words[begin].start, end=line.words[end - 1].end, rule="country:role")


def offices(lines: Sequence[Line]) -> Iterator[tuple[int, Office, bool]]:
    """Every office phrase: number of its sentence, the phrase, and whether a name stands beside it."""
    for number, (line, parts) in enumerate(lines):
        for at, chunk in enumerate(parts):
            if chunk.office:
                beside = parts[at + 1 : at + 3]
                yield number, chunk.office, any(p.kind in (ChunkKind.NAME, ChunkKind.RANK) for p in beside)
