"""Who is meant by the words that name a speaker: a name, an office, a body, a country, a pronoun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.extract.actors.people import Line
from briefing.extract.actors.roles import held_by_name
from briefing.extract.actors.salience import Reference, antecedent, references
from briefing.extract.sentences.chunks import ChunkKind, Office, Row
from briefing.extract.sentences.reading import read_lines
from briefing.extract.sentences.vocabulary import PARTS, vocabulary
from briefing.lexicon import Entry, Lexicon
from briefing.lexicon.spelling import tokens
from briefing.model import Actor, ActorKind, Findings

if TYPE_CHECKING:
    from spacy.tokens import Doc

KEY = "briefing.actors.index"
POINTERS = frozenset({"ini", "itu", "tersebut", "tadi"})
"""Without one of them "aliansi pemberontak" is no body named before."""


class Index:
    """What resolving needs to know of an article: made once for a Doc and its actors."""

    def __init__(self, doc: Doc, lexicon: Lexicon, found: Findings) -> None:
        self.actors = found.actors
        self.lines = read_lines(doc, found.article, lexicon)
        self.words = vocabulary(lexicon)
        self.offices = _unheld(self.lines)
        self.states = {
            a.country.value: a.id for a in self.actors if a.kind is ActorKind.COUNTRY and a.country
        }
        holders: dict[int, str | None] = {}
        for line, office in self.offices:
            holders[line.words[office.begin].start] = _office(line, office, self)
        self.marks: tuple[Reference, ...] = references(self.lines, found, doc, holders)

    def by_id(self, number: str) -> Actor:
        """The actor of an id."""
        return next(a for a in self.actors if a.id == number)

    def last(self, before: int, *kinds: ActorKind) -> list[Actor]:
        """Actors of some kinds that are mentioned before an offset, the latest first."""
        seen = [(m.start, a) for a in self.actors if a.kind in kinds for m in a.mentions if m.end <= before]
        return [a for _, a in sorted(seen, key=lambda s: -s[0])]


def _index(doc: Doc, lexicon: Lexicon, found: Findings) -> Index:
    index = doc.user_data.get(KEY)
    if not isinstance(index, Index) or index.actors is not found.actors:
        index = doc.user_data[KEY] = Index(doc, lexicon, found)
    return index


def subjects(doc: Doc, lexicon: Lexicon, found: Findings) -> frozenset[int]:
    """Where persons are named who do what their sentence tells: nothing governs them there."""
    marks = _index(doc, lexicon, found).marks
    return frozenset(m.start for m in marks if m.subject and m.person)


def resolve(words: str, start: int, found: Findings, doc: Doc, lexicon: Lexicon) -> str | None:
    """The id of the actor that a speaker phrase at an offset means; none where nobody named is meant.

    `words` are the article's own ("Menlu AS Rex Tillerson", "sang jubir", "dia", "pejabat Korut");
    for "-nya" give the "nya" and where it stands. Unnamed officials of a state or body speak for it;
    of no named one, for nobody.
    """
    if not found.actors or not words.strip():
        return None
    index = _index(doc, lexicon, found)
    end = start + len(words)
    low = words.casefold().strip(" ,.\"'")
    if low.lstrip("-") in index.words.pronouns["person"].words():
        return antecedent(start, index.marks, index.lines)
    if low in index.words.pronouns["several"].words():
        return _several(start, index)
    named = _named(start, end, index)
    if named:
        return _ruled(named, low, index) or named
    office = _office_in(start, end, index)
    if office:
        return _office(*office, index, words=low)
    return _thing(words, start, end, index) or _by_words(words, start, index)


def _ruled(person: str, low: str, index: Index) -> str | None:
    """ "pemerintahan Trump", "seorang pejabat rezim Assad": the state that the named person heads."""
    words = low.split()
    few = index.words.pronouns["unnamed"].words()
    if words[0] not in index.words.rules and (words[0] not in few or index.words.rules.isdisjoint(words)):
        return None
    head = next(a for a in index.actors if a.id == person)
    return index.states.get(head.country.value) if head.country else None


def _named(start: int, end: int, index: Index) -> str | None:
    """The person or body that the phrase names: a body where it heads the phrase, else the person."""
    inside = [(m.start, a) for a in index.actors for m in a.mentions if m.start < end and m.end > start]
    people = [(s, a) for s, a in inside if a.kind is ActorKind.PERSON]
    bodies = [(s, a) for s, a in inside if a.kind in (ActorKind.ORGANISATION, ActorKind.GROUP)]
    if people:
        head = next((a for s, a in sorted(bodies, key=lambda b: b[0]) if _heads(s, start, index)), None)
        return head.id if head else min(people, key=lambda p: _role_start(p, start))[1].id
    if _office_in(start, end, index) is None and bodies:
        return min(bodies, key=lambda b: b[0])[1].id
    return None


def _heads(mention: int, start: int, index: Index) -> bool:
    """Whether a body's name opens the phrase, but for small words before it."""
    return mention - start < 1 or (
        not any(
            line.words[p.begin].start <= start < mention
            and p.kind in (ChunkKind.OFFICE, ChunkKind.NAME, ChunkKind.RANK)
            for line, parts in index.lines
            for p in parts
            if line.words[p.begin].start <= mention
        )
        and mention - start < 12
    )


def _role_start(named: tuple[int, Actor], start: int) -> tuple[int, int]:
    """Where the office of a person begins in the phrase: the outer office's holder comes first."""
    at, actor = named
    role = actor.role.evidence.start if actor.role and start <= actor.role.evidence.start < at else at
    return role, at


def _several(start: int, index: Index) -> str | None:
    """ "keduanya", "mereka": the first of the two persons named last; none where it is not two."""
    numbers = sorted({m.sentence for m in index.marks if m.end <= start}, reverse=True)
    for number in numbers[:3]:
        here = [m.actor for m in index.marks if m.sentence == number and m.person and m.actor]
        if len(set(here)) > 1:
            return here[0]
    return None


def _office_in(start: int, end: int, index: Index) -> tuple[Row, Office] | None:
    for line, parts in index.lines:
        if line.words[-1].end <= start or line.words[0].start >= end:
            continue
        for chunk in parts:
            if chunk.office and line.words[chunk.begin].start < end and line.words[chunk.end - 1].end > start:
                return line, chunk.office
    return None


def _unheld(lines: Sequence[Line]) -> tuple[tuple[Row, Office], ...]:
    """Offices named without their holder beside them."""
    found = []
    for line, parts in lines:
        for at, chunk in enumerate(parts):
            if chunk.office and not held_by_name(line, parts, at):
                found.append((line, chunk.office))
    return tuple(found)


def _office(line: Row, office: Office, index: Index, words: str = "") -> str | None:
    """The person who holds an office, else the body or country that its unnamed holder speaks for."""
    start = line.words[office.begin].start
    few = index.words.pronouns["unnamed"].words()
    unnamed = (
        words.split(" ", 1)[0] in few or line.low(office.begin - 1) in few or line.low(office.begin) in few
    )
    if not unnamed:
        holder = _holder(line, office, start, index)
        if holder:
            return holder
    spoken = _speaks_for(line, office, start, index)
    if spoken or unnamed:
        return spoken
    return _again(line, office, start, index)


def _holder(line: Row, office: Office, start: int, index: Index) -> str | None:
    """The person named last before (else after) whose role is this office."""
    wanted = _plain_role(line, office)
    fits = [a for a in index.actors if a.kind is ActorKind.PERSON and a.role and _same_role(wanted, a)]
    if office.country:
        fits = [a for a in fits if a.country is None or a.country.value == office.country[2]]
    if not fits:
        return None
    before = [a for a in index.last(start, ActorKind.PERSON) if a in fits]
    return before[0].id if before else None


def _plain_role(line: Row, office: Office) -> tuple[str, ...]:
    begin, end = office.role
    words = [w.low for w in line.words[begin:end]]
    if office.possessive:
        words[-1] = words[-1].removesuffix("nya")
    return _expanded(" ".join(words), office.entry)


def _expanded(role: str, entry: Entry) -> tuple[str, ...]:
    full = entry.get("like") or entry.get("full")
    short = next((w.casefold() for w in entry.words if role.startswith(w.casefold())), None)
    return tuple((full.casefold() + role[len(short) :] if full and short else role).split())


def _same_role(wanted: tuple[str, ...], actor: Actor) -> bool:
    if actor.role is None:
        return False
    has = tuple(actor.role.value.casefold().split())
    return has[: len(wanted)] == wanted or wanted[: len(has)] == has


def _speaks_for(line: Row, office: Office, start: int, index: Index) -> str | None:
    if office.body:
        at = line.words[office.body.begin].start
        body = next((a for a in index.actors for m in a.mentions if m.start <= at < m.end), None)
        if body:
            return body.id
    if office.country is None:
        return None
    code = office.country[2]
    begin, end = office.role
    nouns = [line.low(i) for i in range(begin, end) if line.low(i) in index.words.pronouns["body"].words()]
    return (_body_of(nouns[0], code, start, index) if nouns else None) or index.states.get(code)


def _body_of(noun: str, code: str, at: int, index: Index) -> str | None:
    """ "kementerian Jepang": the body of that country and kind that was named last, else next."""
    bodies = [
        a
        for a in index.actors
        if a.kind is ActorKind.ORGANISATION and a.country and a.country.value == code
        if a.name.casefold().startswith(noun)
    ]
    before = [a for a in index.last(at, ActorKind.ORGANISATION) if a in bodies]
    return before[0].id if before else bodies[0].id if bodies else None


def _again(line: Row, office: Office, start: int, index: Index) -> str | None:
    """ "juru bicara itu": the unnamed holder of the same office that was spoken of before."""
    wanted = _plain_role(line, office)[:2]
    for other_line, other in reversed(index.offices):
        if other_line.words[other.begin].start >= start or other is office:
            continue
        if _plain_role(other_line, other)[: len(wanted)] == wanted:
            return _speaks_for(other_line, other, start, index)
    return None


def _thing(words: str, start: int, end: int, index: Index) -> str | None:
    """A country, or a common noun that stands for one or for a body named before.

    A noun with a name of its own behind it ("kelompok pemantau Airwars") stands for no other body.
    """
    low = words.casefold().strip(" ,.\"'")
    codes = [
        m.code for line, _ in index.lines for _, _, m in line.sentence.countries if start <= m.start < end
    ]
    nouns = [w for w in low.split() if w in index.words.pronouns["body"].words()]
    if codes:
        return (_body_of(nouns[0], codes[0], end, index) if nouns else None) or index.states.get(codes[0])
    if any(w[:1].isupper() for w in PARTS.findall(words)[1:]):
        return None
    if nouns and (" " not in low or low.endswith("nya") or low.split()[-1] in POINTERS):
        bodies = index.last(start, ActorKind.ORGANISATION, ActorKind.GROUP)
        return bodies[0].id if bodies else None
    if low in index.words.pronouns["country"].words() or low.endswith("pemerintahnya"):
        states = index.last(start, ActorKind.COUNTRY)
        return states[0].id if states else None
    return None


def _by_words(words: str, start: int, index: Index) -> str | None:
    """Last resort: an actor whose name shares a word with the phrase."""
    lows = set(tokens(" ".join(w for w in PARTS.findall(words) if w[:1].isupper())))
    if not lows:
        return None
    fits = [a for a in index.actors if a.kind is not ActorKind.COUNTRY and lows & set(tokens(a.name))]
    before = [a for a in index.last(start, *ActorKind) if a in fits]
    return before[0].id if before else fits[0].id if fits else None
