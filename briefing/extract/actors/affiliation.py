"""Whom a person or body belongs to: the country that the article tells, and where it tells it.

First what stands in the office itself ("Menlu Rusia"), then the body's country, then what is generally
known (a well-known person, the register), and only where the article names that country or a body of
its. Last what the article plainly implies: an office of state or a rank is that of the only country there.
Every country that is printed cites words that tell it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from briefing.extract.actors.identity import Identity
from briefing.extract.actors.organisations import Organisation
from briefing.extract.actors.people import Line, Person, mention, offices_alone
from briefing.extract.actors.roles import Told, role_of, span
from briefing.extract.sentences.chunks import Office, Row
from briefing.extract.sentences.vocabulary import Vocabulary
from briefing.lexicon.register import registered
from briefing.lexicon.spelling import tokens

Name = tuple[str, ...]
FORCES = frozenset({"body:service", "body:forces"})


class Affiliations:
    """What an article tells about who belongs where: the countries that it names, and the bodies."""

    def __init__(self, lines: Sequence[Line], bodies: Sequence[Organisation], vocabulary: Vocabulary) -> None:
        self._lines = lines
        self._bodies = {m.start: b for b in bodies for m in b.mentions}
        self._known = _well_known(vocabulary)
        self._named: dict[str, list[tuple[int, int]]] = {}
        for line, _ in lines:
            for _, _, place in line.sentence.countries:
                self._named.setdefault(place.code, []).append((place.start, place.end))
        self._by_bodies = _of_bodies(bodies, vocabulary)
        self._trail = sorted(
            (at, end, code)
            for places in (self._named, self._by_bodies)
            for code, spans in places.items()
            for at, end in spans
        )

    def of_body(self, body: Organisation) -> Told | None:
        """A body's country: as its name or its neighbours tell, else as the word list does."""
        if body.country:
            start, end, code = body.country
            return Told(value=code, start=start, end=end, rule="country:body")
        at, also = body.mentions[0].start, body.entry.values.get("also", ()) if body.entry else ()
        told = [
            t for code in (body.code, *also) if code and (t := self._near(code, at, "country:known-body"))
        ]
        return min(told, key=lambda t: abs(t.start - at)) if told else None

    def of_person(self, person: Identity) -> Told | None:
        """A person's country: from the office, the body, what is generally known, what is implied."""
        said = [m.country for m in person.mentions if m.country]
        if said:
            return said[0]
        for said_as in person.mentions:
            body = self._body(said_as)
            country = self.of_body(body) if body else None
            if country:
                return Told(value=country.value, start=country.start, end=country.end, rule="country:body")
        at, rule, code = person.mentions[0].start, "country:well-known", self._known.get(person.low)
        if not code and any(m.official or m.ranked for m in person.mentions):
            rule, code = "country:register", registered(person.low)
        return self._near(code, at, rule) if code else self._implied(person)

    def body_of(self, person: Identity) -> Told | None:
        """The body that a person's office belongs to, under its fullest name."""
        body = next((b for m in person.mentions if (b := self._body(m))), None)
        if body is None:
            return None
        first = body.mentions[0]
        return Told(value=first.name, start=first.start, end=first.end, rule="body:office")

    def holds(self, person: Identity, line: Row, office: Office) -> bool:
        """Whether an office of this country and body can be the person's."""
        if office.country:
            own = self.of_person(person)
            if own is None or own.value != office.country[2]:
                return False
        body = self._bodies.get(line.words[office.body.begin].start) if office.body else None
        return body is None or any(self._body(m) is body for m in person.mentions)

    def _body(self, mention: Person) -> Organisation | None:
        return self._bodies.get(mention.body) if mention.body is not None else None

    def _near(self, code: str, at: int, rule: str) -> Told | None:
        """The mention of a country that stands nearest, else of a body known for its: words to check."""
        places = self._named.get(code) or self._by_bodies.get(code)
        if not places:
            return None
        start, end = min(places, key=lambda p: (abs(p[0] - at), p[0]))
        return Told(value=code, start=start, end=end, rule=rule)

    def _implied(self, person: Identity) -> Told | None:
        """An officer's country: of the forces that his sentence names before him, else the only one told."""
        codes = {code for *_, code in self._trail}
        for officer in person.mentions:
            line, parts = self._lines[officer.line]
            forces = (c.body for c in parts if officer.ranked and c.begin < officer.begin)
            own = next((b.country for b in forces if b and b.country and b.rule in FORCES), None)
            if own:
                return span(line, *own[:2], "country:forces", own[2])
            if (officer.ranked or officer.state) and len(codes) == 1 and self._trail[0][0] < officer.start:
                return self._near(codes.pop(), officer.start, "country:implied")
        return None


def by_office(lines: Sequence[Line], persons: Sequence[Identity], told: Affiliations) -> None:
    """Add to persons where their office stands for them: "kata Presiden" is the president named last."""
    named = [(m.start, at, m.role.value) for at, i in enumerate(persons) for m in i.mentions if m.role]
    named.sort(reverse=True)
    last: dict[Name, Identity] = {}
    for line, chunk, office in offices_alone(lines):
        while named and named[-1][0] < line.words[chunk.begin].start:
            _, at, role = named.pop()
            words = tuple(role.casefold().split())
            last.update((words[:length], persons[at]) for length in range(1, len(words) + 1))
        held = last.get(tuple(role_of(line, office, "").value.casefold().split()))
        if held and told.holds(held, line, office):
            alone = mention(line, 0, chunk.begin, chunk.end, "person:office-alone")
            held.mentions.append(replace(alone, low=()))


def _of_bodies(bodies: Sequence[Organisation], vocabulary: Vocabulary) -> dict[str, list[tuple[int, int]]]:
    """Where bodies are named that are known for one country's, by its code.

    A court or ministry known at home may be another country's where no country stands beside it.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for body in bodies:
        code = body.entry.get("country") if body.entry else ""
        for named in body.mentions if code else ():
            head = named.name.split()[0].casefold()
            common = code == vocabulary.home and head in vocabulary.heads.starts()
            one = body.entry is not None and not body.entry.values.get("also") and not common
            if body.entry and one and named.name in body.entry.words:
                found.setdefault(code, []).append((named.start, named.end))
    return found


@lru_cache(maxsize=8)
def _well_known(vocabulary: Vocabulary) -> Mapping[Name, str]:
    """Well-known persons by the words of their names, and by surname where only one country has it."""
    full: dict[Name, str] = {}
    last: dict[Name, set[str]] = {}
    for entry in vocabulary.known.entries:
        code = entry.get("country")
        for name in entry.words if code else ():
            low = tokens(name)
            full[low] = code
            last.setdefault(low[-1:], set()).add(code)
    for entry in vocabulary.known.entries:
        if entry.get("kind") == "nickname":
            full.update((tokens(nick), full.get(tokens(entry.words[0]), "")) for nick in entry.words[1:])
    surnames = {tokens(w) for e in vocabulary.known.entries if e.get("kind") == "surname" for w in e.words}
    for low, codes in last.items():
        if len(codes) == 1 and low in surnames:
            full.setdefault(low, codes.pop())
    return full
