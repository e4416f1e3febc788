"""Whom a person or body belongs to: the country that the article tells, and where it tells it.

First what stands in the office itself ("Menlu Rusia"), then the body's country; only then what is
generally known (a ministry's home, a well-known person), and then only where the article names that
country or a known body of its, because every country that is printed cites words that tell it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from briefing.extract.actors.beside import Told, beside, country_of, role_of
from briefing.extract.actors.identity import Identity
from briefing.extract.actors.institutions import Institution
from briefing.extract.actors.people import Line, Person, unhyphened
from briefing.extract.sentences.vocabulary import Vocabulary

HOME = "ID"


class Belonging:
    """What `belonging` gathered over an article: where countries are named, and the bodies."""

    def __init__(
        self,
        named: dict[str, list[tuple[int, int]]],
        bodies: Sequence[Institution],
        vocabulary: Vocabulary,
        offices: dict[str, Told],
    ) -> None:
        self._named = named
        self._bodies = {m.start: b for b in bodies for m in b.mentions}
        self._known = _known(vocabulary)
        self._told_by_bodies = _by_bodies(bodies, vocabulary)
        self._offices = offices

    def of_body(self, body: Institution) -> Told | None:
        """A body's country: as its name or its neighbours tell, else as the word list does."""
        if body.country:
            start, end, code = body.country
            return Told(value=code, start=start, end=end, rule="country:body")
        return self._near(body.code, body.mentions[0].start, "country:known-body") if body.code else None

    def of_person(self, person: Identity) -> Told | None:
        """A person's country: from the office, the body, then what is generally known."""
        said = [m.country for m in person.mentions if m.country]
        if said:
            return said[0]
        for mention in person.mentions:
            body = self._body(mention)
            country = self.of_body(body) if body else None
            if country:
                return Told(value=country.value, start=country.start, end=country.end, rule="country:body")
        at = person.mentions[0].start
        code = self._known.get(person.low) or ""
        if code:
            return self._near(code, at, "country:well-known")
        same = [t for m in person.mentions if (t := self._same(m))]
        if same:
            return same[0]
        if any(m.home for m in person.mentions):
            return self._near(HOME, at, "country:home-office")
        return None

    def _same(self, mention: Person) -> Told | None:
        """The country of this office where the article names it without a holder ("duta besar Rusia")."""
        return self._offices.get(mention.role.value.casefold()) if mention.role else None

    def body_of(self, person: Identity) -> Told | None:
        """The body that a person's office belongs to, under its fullest name."""
        for mention in person.mentions:
            body = self._body(mention)
            if body:
                first = body.mentions[0]
                return Told(value=first.name, start=first.start, end=first.end, rule="body:office")
        return None

    def _body(self, mention: Person) -> Institution | None:
        return self._bodies.get(mention.body) if mention.body is not None else None

    def _near(self, code: str, at: int, rule: str) -> Told | None:
        """The mention of a country that stands nearest, else of a body known for its: words to check."""
        places = self._named.get(code) or self._told_by_bodies.get(code)
        if not places:
            return None
        start, end = min(places, key=lambda p: (abs(p[0] - at), p[0]))
        return Told(value=code, start=start, end=end, rule=rule)


def belonging(lines: Sequence[Line], bodies: Sequence[Institution], vocabulary: Vocabulary) -> Belonging:
    """What the article tells about who belongs where."""
    named: dict[str, list[tuple[int, int]]] = {}
    for line, _ in lines:
        for _, _, mention in line.sentence.countries:
            named.setdefault(mention.code, []).append((mention.start, mention.end))
    return Belonging(named, bodies, vocabulary, _offices(lines))


def _by_bodies(bodies: Sequence[Institution], vocabulary: Vocabulary) -> dict[str, list[tuple[int, int]]]:
    """Where bodies are named that are known for one country's, by its code.

    A court or ministry known at home may be another country's where no country stands beside it.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for body in bodies:
        code = body.entry.get("country") if body.entry else ""
        for mention in body.mentions if code else ():
            common = code == HOME and mention.name.split()[0].casefold() in vocabulary.heads.starts()
            if body.entry and mention.name in body.entry.words and not common:
                found.setdefault(code, []).append((mention.start, mention.end))
    return found


def _offices(lines: Sequence[Line]) -> dict[str, Told]:
    """Offices that the article names with a country and no holder, where it is one country only."""
    found: dict[str, list[Told]] = {}
    for line, parts in lines:
        for at, chunk in enumerate(parts):
            if chunk.office and chunk.office.country and not beside(line, parts, at):
                told = country_of(line, chunk.office)
                if told:
                    found.setdefault(role_of(line, chunk.office, "").value.casefold(), []).append(told)
    return {role: told[0] for role, told in found.items() if len({t.value for t in told}) == 1}


@lru_cache(maxsize=8)
def _known(vocabulary: Vocabulary) -> Mapping[tuple[str, ...], str]:
    """Well-known persons by the words of their names, and by surname where only one country has it."""
    full: dict[tuple[str, ...], str] = {}
    last: dict[tuple[str, ...], set[str]] = {}
    for entry in vocabulary.known.entries:
        code = entry.get("country")
        for name in entry.words if code else ():
            low = unhyphened(name.split())
            full[low] = code
            last.setdefault(low[-1:], set()).add(code)
    for entry in vocabulary.known.entries:
        if entry.get("kind") == "nickname" and (code := full.get(unhyphened(entry.words[0].split()), "")):
            full |= {unhyphened(nick.split()): code for nick in entry.words[1:]}
    surnames = {w for e in vocabulary.known.entries if e.get("kind") == "surname" for w in e.words}
    for low, codes in last.items():
        if len(codes) == 1 and low[0].capitalize() in surnames:
            full.setdefault(low, codes.pop())
    return full
