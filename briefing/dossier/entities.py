"""Actors merged over all articles. Two readings and no winner: they stay apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefing import lexicon
from briefing.dossier.names import plain, same_person, tokens
from briefing.lexicon.countries import countries
from briefing.model import Actor, ActorKind, Entity, Findings

_BODIES = (ActorKind.ORGANISATION, ActorKind.GROUP)


@dataclass(slots=True)
class _Cluster:
    """Actors of several articles that are held to be one, while they are being collected."""

    actors: list[tuple[int, str, Actor]] = field(default_factory=list)

    def countries(self) -> set[str]:
        return {a.country.value for _, _, a in self.actors if a.country}

    def agrees(self, actor: Actor) -> bool:
        """Whether the actor's country, where it is known, is the cluster's, where that is known."""
        known = self.countries()
        return not known or actor.country is None or actor.country.value in known

    def names(self) -> set[str]:
        return {plain(a.name) for _, _, a in self.actors}

    def forms(self) -> set[str]:
        return {plain(form) for _, _, a in self.actors for form in (a.name, *a.aliases)}


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


def _countries(found: Iterable[tuple[int, str, Actor]]) -> list[_Cluster]:
    by_code: dict[str, _Cluster] = {}
    for item in found:
        actor = item[2]
        key = actor.country.value if actor.country else plain(actor.name)
        by_code.setdefault(key, _Cluster()).actors.append(item)
    return list(by_code.values())


def _persons(found: list[tuple[int, str, Actor]]) -> list[_Cluster]:
    """Full names first, the fullest ahead; then single names, which need them to be told apart."""
    clusters: list[_Cluster] = []
    by_fullness = sorted(found, key=lambda x: (-len(tokens(x[2].name)), x[0], x[2].mentions[0].start))
    for item in by_fullness:
        actor, parts = item[2], tokens(item[2].name)
        if len(parts) > 1:
            fitting = [c for c in clusters if c.agrees(actor) and _one_person(c, parts)]
        else:
            fitting = [c for c in clusters if c.agrees(actor) and _bears(c, parts)]
            if len(fitting) > 1:  # the same article may say who is meant: no, extraction did not
                fitting = []
        _put(item, fitting, clusters)
    return clusters


def _one_person(cluster: _Cluster, parts: tuple[str, ...]) -> bool:
    return all(
        len(tokens(a.name)) < 2 or same_person(tokens(a.name), parts) for _, _, a in cluster.actors
    ) and any(same_person(tokens(a.name), parts) for _, _, a in cluster.actors)


def _bears(cluster: _Cluster, parts: tuple[str, ...]) -> bool:
    """Whether the person bears the single name: as a part of the name, or as another form of it."""
    return any(parts[0] in tokens(form) for _, _, a in cluster.actors for form in (a.name, *a.aliases))


def _bodies(found: list[tuple[int, str, Actor]], languages: dict[str, str]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    for item in found:
        actor = item[2]
        name = plain(actor.name)
        fitting = [
            c
            for c in clusters
            if c.agrees(actor)
            and (
                name in c.forms()
                or c.names() & {plain(a) for a in actor.aliases}
                or _bare_equal(c, item, languages)
            )
        ]
        _put(item, fitting, clusters)
    return clusters


def _bare_equal(cluster: _Cluster, item: tuple[int, str, Actor], languages: dict[str, str]) -> bool:
    """Whether names are equal once the country is taken off, which both must have: "… Rusia"."""
    if item[2].country is None or not cluster.countries():
        return False
    mine = _bare(item, languages)
    return any(_bare(other, languages) == mine for other in cluster.actors)


def _bare(item: tuple[int, str, Actor], languages: dict[str, str]) -> str:
    _, article, actor = item
    name = plain(actor.name)
    if actor.country is None:
        return name
    if languages[article] not in lexicon.languages():
        return name
    country = plain(countries(languages[article]).name(actor.country.value))
    return name.removesuffix(country).strip() or name


def _put(item: tuple[int, str, Actor], fitting: list[_Cluster], clusters: list[_Cluster]) -> None:
    """Into the one cluster that fits; where none or several do, into one of its own."""
    if len(fitting) == 1:
        fitting[0].actors.append(item)
    else:
        clusters.append(_Cluster(actors=[item]))


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
