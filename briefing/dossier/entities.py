"""Actors merged over all articles. Two readings and no winner: they stay apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefing import lexicon
from briefing.lexicon.countries import countries
from briefing.lexicon.spelling import keys, plain, same_person, tokens
from briefing.model import Actor, ActorKind, Entity, Findings

_BODIES = (ActorKind.ORGANISATION, ActorKind.GROUP)


_Item = tuple[int, str, Actor]


@dataclass(slots=True)
class _Cluster:
    """Actors of several articles that are held to be one, while they are being collected."""

    actors: list[_Item] = field(default_factory=list)
    countries: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    """Names with the country's taken off, for bodies alone."""

    def add(self, item: _Item) -> None:
        actor = item[2]
        self.actors.append(item)
        self.countries |= {actor.country.value} if actor.country else set()
        self.names.add(plain(actor.name))
        self.forms |= {plain(form) for form in (actor.name, *actor.aliases)}

    def agrees(self, actor: Actor) -> bool:
        """Whether the actor's country, where it is known, is the cluster's, where that is known."""
        return not self.countries or actor.country is None or actor.country.value in self.countries


class _Shelf:
    """Clusters by keys: only those that share one with an actor are looked at, however many there are."""

    def __init__(self) -> None:
        self.clusters: list[_Cluster] = []
        self._by_key: dict[str, dict[int, _Cluster]] = {}

    def near(self, keys: Iterable[str]) -> list[_Cluster]:
        """The clusters under any of the keys, each once."""
        return list({n: c for key in keys for n, c in self._by_key.get(key, {}).items()}.values())

    def put(self, item: _Item, fitting: list[_Cluster], keys: Iterable[str]) -> _Cluster:
        """Into the one cluster that fits; where none or several do, into one of its own."""
        if len(fitting) == 1:
            cluster = fitting[0]
        else:
            cluster = _Cluster()
            self.clusters.append(cluster)
        cluster.add(item)
        for key in keys:
            self._by_key.setdefault(key, {})[id(cluster)] = cluster
        return cluster


def merge(findings: Sequence[Findings]) -> tuple[Entity, ...]:
    """One entity for each actor over all articles, in order of first mention.

    Countries are joined by code, organisations and groups by name or abbreviation, persons by
    their full names in any spelling; a surname alone joins the one person who bears it, and
    stands alone where two do. Different countries are never joined.
    """
    found = [(n, f.article.id, actor) for n, f in enumerate(findings) for actor in f.actors]
    languages = {f.article.id: f.article.language for f in findings}
    clusters = [
        *_countries(x for x in found if x[2].kind is ActorKind.COUNTRY),
        *_persons([x for x in found if x[2].kind is ActorKind.PERSON]),
        *_bodies([x for x in found if x[2].kind in _BODIES], languages),
    ]
    clusters.sort(key=lambda c: min((n, a.mentions[0].start) for n, _, a in c.actors))
    return tuple(_entity(f"e{n}", c) for n, c in enumerate(clusters, start=1))


def _countries(found: Iterable[_Item]) -> list[_Cluster]:
    by_code: dict[str, _Cluster] = {}
    for item in found:
        actor = item[2]
        key = actor.country.value if actor.country else plain(actor.name)
        by_code.setdefault(key, _Cluster()).add(item)
    return list(by_code.values())


def _persons(found: list[_Item]) -> list[_Cluster]:
    """Full names first, the fullest ahead; then single names, which need them to be told apart."""
    shelf = _Shelf()
    by_fullness = sorted(found, key=lambda x: (-len(tokens(x[2].name)), x[0], x[2].mentions[0].start))
    for item in by_fullness:
        actor, parts = item[2], tokens(item[2].name)
        near = shelf.near(key for part in parts for key in keys(part))
        if len(parts) > 1:
            fitting = [c for c in near if c.agrees(actor) and _one_person(c, parts)]
        else:
            fitting = [c for c in near if c.agrees(actor) and _bears(c, parts)]
            if len(fitting) > 1:  # the same article may say who is meant: no, extraction did not
                fitting = []
        borne = {part for form in (actor.name, *actor.aliases) for part in tokens(form)}
        shelf.put(item, fitting, {key for part in borne for key in keys(part)})
    return shelf.clusters


def _one_person(cluster: _Cluster, parts: tuple[str, ...]) -> bool:
    borne = [tokens(name) for name in cluster.names]
    full = [name for name in borne if len(name) > 1]
    return bool(full) and all(same_person(name, parts) for name in full)


def _bears(cluster: _Cluster, parts: tuple[str, ...]) -> bool:
    """Whether the person bears the single name: as a part of the name, or as another form of it."""
    return any(parts[0] in tokens(form) for form in cluster.forms)


def _bodies(found: list[_Item], languages: dict[str, str]) -> list[_Cluster]:
    shelf = _Shelf()
    for item in found:
        actor = item[2]
        name, bare = plain(actor.name), _bare(item, languages)
        aliases = {plain(a) for a in actor.aliases}
        fitting = [
            c
            for c in shelf.near({name, bare, *aliases})
            if c.agrees(actor)
            and (
                name in c.forms
                or c.names & aliases
                # Equal once the country is taken off, which both must have: "… Rusia".
                or (actor.country and c.countries and bare in c.bare)
            )
        ]
        shelf.put(item, fitting, {name, bare, *aliases}).bare.add(bare)
    return shelf.clusters


def _bare(item: _Item, languages: dict[str, str]) -> str:
    _, article, actor = item
    name = plain(actor.name)
    if actor.country is None:
        return name
    if languages[article] not in lexicon.languages():
        return name
    country = plain(countries(languages[article]).name(actor.country.value))
    return name.removesuffix(country).strip() or name


def _entity(id_: str, cluster: _Cluster) -> Entity:
    actors = sorted(cluster.actors, key=lambda x: (x[0], x[2].mentions[0].start))
    counted = Counter(a.name for _, _, a in actors)
    kinds = Counter(a.kind for _, _, a in actors)
    codes = Counter(a.country.value for _, _, a in actors if a.country)
    return Entity(
        id=id_,
        # Most parts, then most articles, then first: max keeps the first of equals.
        name=max(counted, key=lambda name: (len(tokens(name)), counted[name])),
        kind=kinds.most_common(1)[0][0],
        country=codes.most_common(1)[0][0] if codes else None,
        members=tuple((article, a.id) for _, article, a in actors),
    )
