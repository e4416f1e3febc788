"""Actors: who does, says or suffers something in the article, merged over all mentions.

The text becomes rows of chunks (extract/sentences/). people.py, organisations.py and states.py say which
of them are actors, roles.py what the words beside a name tell, identity.py which mentions are one person,
affiliation.py whom he belongs to. Here they become records, in order of first mention.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from briefing.extract.actors.affiliation import Affiliations, by_office
from briefing.extract.actors.identity import AGAIN, Identity, identities
from briefing.extract.actors.organisations import Organisation, organisations
from briefing.extract.actors.people import Person, people
from briefing.extract.actors.roles import Told
from briefing.extract.actors.states import WEAK, states
from briefing.extract.sentences.reading import read_lines
from briefing.extract.sentences.vocabulary import vocabulary
from briefing.lexicon import Lexicon
from briefing.lexicon.countries import Countries, countries_of
from briefing.lexicon.spelling import plain
from briefing.model import Actor, ActorKind, Evidence, Findings, ParagraphKind, Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc

SPEAKING = frozenset({"person:speaks", "person:said"})
RANK = "person:rank"
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
    lines, words = read_lines(doc, found.article, lexicon), vocabulary(lexicon)
    bodies = organisations(lines, words)
    forms = frozenset(a.casefold() for b in bodies for a in (*b.aliases, *(m.name for m in b.mentions)))
    persons = identities(lines, people(lines), words, forms)
    told = Affiliations(lines, bodies, words)
    by_office(lines, persons, told)
    drafts = [
        *_states(states(lines), countries_of(lexicon)),
        *(_organisation(b, told) for b in bodies),
        *(_person(p, told) for p in persons),
    ]
    drafts.sort(key=lambda d: (min(d.mentions), d.name))
    return replace(found, actors=tuple(_record(d, f"a{n}", found) for n, d in enumerate(drafts, start=1)))


def _states(named: Iterable[tuple[str, int, int, str]], table: Countries) -> list[Draft]:
    """The countries that act or are dealt with, each named at least once by more than a capital."""
    found: dict[str, Draft] = {}
    for code, start, end, rule in named:
        draft = found.setdefault(code, Draft(name=table.name(code), kind=ActorKind.COUNTRY))
        draft.mentions.append((start, end, rule))
        draft.country = draft.country or Told(value=code, start=start, end=end, rule=rule)
    return [d for d in found.values() if any(rule != WEAK for _, _, rule in d.mentions)]


def _organisation(body: Organisation, told: Affiliations) -> Draft:
    fullest = max(body.mentions, key=lambda m: (len(m.name.split()), -m.start))
    return Draft(
        name=fullest.name,
        kind=ActorKind(body.kind),
        mentions=[(m.start, m.end, m.rule) for m in body.mentions],
        country=told.of_body(body),
        acts=body.acts,
    )


def _fullness(mention: Person) -> tuple[bool, int, int, bool, int]:
    """How much of a person's name a mention gives: another name is an alias, however long."""
    rule, words = mention.rule, len(plain(mention.name).split())
    return rule != "person:alias", len(mention.low), words, rule != AGAIN, -mention.start


def _person(identity: Identity, told: Affiliations) -> Draft:
    named = [m for m in identity.mentions if m.low]
    roles = [m for m in named if m.role]
    often = Counter(m.role.value.casefold() for m in roles if m.role)
    roles.sort(key=lambda m: (_rank(m), -often[m.role.value.casefold()] if m.role else 0, m.start))
    return Draft(
        name=max(named, key=_fullness).name,
        kind=ActorKind.PERSON,
        mentions=[(m.start, m.end, m.rule) for m in identity.mentions],
        role=roles[0].role if roles else None,
        body=told.body_of(identity),
        country=told.of_person(identity),
        acts=any(m.rule in SPEAKING for m in named),
    )


def _rank(mention: Person) -> bool:
    """Whether a mention tells a mere rank: an office told elsewhere says more."""
    return mention.role is not None and mention.role.rule == RANK


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
