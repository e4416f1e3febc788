"""Actors: who does, says or suffers something in the article, merged over all mentions.

The text becomes rows of chunks (reading.py, chunks.py); people.py, institutions.py and
governments.py say which of them are actors, identity.py which mentions are one person. Here they
become records, in order of first mention.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from briefing.extract.actors.belonging import Belonging, belonging
from briefing.extract.actors.beside import Told
from briefing.extract.actors.governments import WEAK, reads_as_country
from briefing.extract.actors.identity import Identity, identities
from briefing.extract.actors.institutions import Institution, institutions
from briefing.extract.actors.naming import held
from briefing.extract.actors.people import Line, Person, people
from briefing.extract.sentences.chunks import Chunk
from briefing.extract.sentences.reading import read_lines
from briefing.extract.sentences.vocabulary import Vocabulary, vocabulary
from briefing.lexicon import Lexicon
from briefing.lexicon.countries import countries_of
from briefing.model import Actor, ActorKind, Evidence, Findings, ParagraphKind, Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc

SPEAKING = frozenset({"person:speaks", "person:said"})
OFTEN = 3
"""Mentions from which on an actor is key whatever it does."""


@dataclass(slots=True)
class Draft:
    """An actor before it becomes a record: mentions as (start, end, rule)."""

    name: str
    kind: ActorKind
    mentions: list[tuple[int, int, str]] = field(default_factory=list)
    role: Told | None = None
    body: Told | None = None
    country: Told | None = None
    acts: bool = False


def actors(doc: Doc, lexicon: Lexicon, found: Findings) -> Findings:
    """The findings with the article's actors, numbered in order of first mention."""
    article, words = found.article, vocabulary(lexicon)
    lines = read_lines(doc, article, lexicon)
    drafts = [d for d in _drafts(lines, words, lexicon) if d.mentions]
    drafts.sort(key=lambda d: (min(d.mentions), d.name))
    read = replace(found, actors=_records(drafts, found))
    again = held(doc, lexicon, read)
    if not again:
        return read
    for (start, end), who in again.items():
        drafts[int(who[1:]) - 1].mentions.append((start, end, "person:office-alone"))
    return replace(found, actors=_records(drafts, found))


def _records(drafts: Sequence[Draft], found: Findings) -> tuple[Actor, ...]:
    return tuple(_record(d, f"a{n}", found) for n, d in enumerate(drafts, start=1))


def _drafts(lines: Sequence[Line], words: Vocabulary, lexicon: Lexicon) -> list[Draft]:
    states = _states(lines, lexicon)
    bodies = institutions(lines, words)
    forms = frozenset(a.casefold() for b in bodies for a in (*b.aliases, *(m.name for m in b.mentions)))
    persons = identities(lines, people(lines), words, forms)
    where = belonging(lines, bodies, words)
    return [
        *states,
        *(_institution(i, where) for i in bodies),
        *(_person(i, where) for i in persons),
    ]


def _states(lines: Sequence[Line], lexicon: Lexicon) -> list[Draft]:
    """The countries that act or are dealt with."""
    table, found = countries_of(lexicon), dict[str, Draft]()
    for line, parts in lines:
        for at, chunk in enumerate(parts):
            if not (chunk.mention or chunk.office or chunk.body):
                continue
            named = []
            rule = reads_as_country(line, chunk, parts, at) if chunk.mention else None
            if chunk.mention and rule:
                named.append((chunk.mention.start, chunk.mention.end, chunk.mention.code, rule))
            office = _own_country(chunk)
            weak = chunk.body.country if chunk.body and chunk.body.weak else None
            for inside, reason in ((office, "country:office"), (weak, "country:service")):
                if inside:
                    begin, end, code = inside
                    named.append((line.words[begin].start, line.words[end - 1].end, code, reason))
            for start, end, code, reason in named:
                draft = found.setdefault(code, Draft(name=table.name(code), kind=ActorKind.COUNTRY))
                draft.mentions.append((start, end, reason))
                draft.country = draft.country or Told(value=code, start=start, end=end, rule=reason)
    return [d for d in found.values() if any(rule != WEAK for _, _, rule in d.mentions)]


def _own_country(chunk: Chunk) -> tuple[int, int, str] | None:
    """The country that an office phrase names outside the name of its body."""
    office = chunk.office
    if office is None or office.country is None:
        return None
    body = office.body
    within = body is not None and not body.weak and body.begin <= office.country[0] < body.end
    return None if within else office.country


def _institution(institution: Institution, where: Belonging) -> Draft:
    fullest = max(institution.mentions, key=lambda m: (len(m.name.split()), -m.start))
    return Draft(
        name=fullest.name,
        kind=ActorKind(institution.kind),
        mentions=[(m.start, m.end, m.rule) for m in institution.mentions],
        country=where.of_body(institution),
        acts=institution.acts,
    )


def _telling(mention: Person) -> tuple[bool, int, bool, int]:
    """How much of a person's name a mention gives: another name is an alias, however long."""
    rule = mention.rule
    return rule != "person:alias", len(mention.low), rule != "person:name-again", -mention.start


def _person(identity: Identity, where: Belonging) -> Draft:
    fullest = max(identity.mentions, key=_telling)
    told = [m for m in identity.mentions if m.role]
    often = Counter(m.role.value.casefold() for m in told if m.role)
    told.sort(key=lambda m: (m.rank, -often[m.role.value.casefold()] if m.role else 0, m.start))
    draft = Draft(
        name=fullest.name,
        kind=ActorKind.PERSON,
        mentions=[(m.start, m.end, m.rule) for m in identity.mentions],
        role=told[0].role if told else None,
        country=where.of_person(identity),
        acts=any(m.rule in SPEAKING for m in identity.mentions),
    )
    draft.body = where.body_of(identity)
    return draft


def _record(draft: Draft, number: str, found: Findings) -> Actor:
    article = found.article
    mentions = sorted(set(draft.mentions))
    forms = Counter(" ".join(article.text[s:e].split()) for s, e, _ in mentions)
    titles = [p for p in article.paragraphs if p.kind in (ParagraphKind.TITLE, ParagraphKind.STANDFIRST)]
    in_title = any(p.start <= s < p.end for p in titles for s, _, _ in mentions)
    return Actor(
        id=number,
        name=draft.name,
        kind=draft.kind,
        mentions=tuple(_evidence(article.id, m) for m in _apart(mentions)),
        role=_reading(article.id, draft.role),
        body=_reading(article.id, draft.body),
        country=_reading(article.id, draft.country),
        aliases=tuple(f for f in forms if f != draft.name),
        key=draft.acts or in_title or len(mentions) >= OFTEN,
    )


def _apart(mentions: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Mentions that don't lie within one another."""
    kept: list[tuple[int, int, str]] = []
    for start, end, rule in mentions:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, rule))
    return kept


def _evidence(article: str, mention: tuple[int, int, str]) -> Evidence:
    start, end, rule = mention
    return Evidence(article=article, start=start, end=end, rule=rule)


def _reading(article: str, told: Told | None) -> Reading | None:
    if told is None:
        return None
    evidence = Evidence(article=article, start=told.start, end=told.end, rule=told.rule)
    return Reading(value=told.value, evidence=evidence)
