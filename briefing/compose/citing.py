"""From evidence to citations: source and paragraph numbers, and whether the words bear a value out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from briefing.model import Actor, Article, Citation, Cited, Dossier, Entity, Evidence, Problem, Reading
from briefing.verify import bears_out


@dataclass(slots=True)
class Desk:
    """What composing needs at hand: the articles by id, who is who, and what had to be left out."""

    numbers: dict[str, int]
    articles: dict[str, Article]
    actors: dict[tuple[str, str], Actor]
    entity_of: dict[tuple[str, str], Entity]
    mentions: dict[str, list[tuple[Evidence, Actor]]]
    """Who is mentioned in each article, by its id, in the order of the text."""
    problems: list[Problem] = field(default_factory=list)

    def cite(self, evidence: Evidence) -> Citation:
        """Source, paragraph and offsets of the evidence."""
        article = self.articles[evidence.article]
        n = article.paragraph_at(evidence.start)
        return Citation(
            source=self.numbers[evidence.article],
            paragraph=-1 if n is None else article.paragraphs[n].number,
            start=evidence.start,
            end=evidence.end,
            rule=evidence.rule,
        )

    def mentioned(self, evidence: Evidence) -> list[tuple[Evidence, Actor]]:
        """Who is mentioned within the words that the evidence points to."""
        every = self.mentions[evidence.article]
        first = bisect_left(every, evidence.start, key=lambda x: x[0].start)
        last = bisect_left(every, evidence.end, key=lambda x: x[0].start)
        return [(mention, actor) for mention, actor in every[first:last] if mention.end <= evidence.end]

    def words(self, evidence: Evidence) -> Cited:
        """The words themselves, cited."""
        return Cited(value=self.articles[evidence.article].words(evidence), citation=self.cite(evidence))

    def reading(self, name: str, reading: Reading | None) -> Cited | None:
        """A reading for the field of this name, where its words bear it out; else a problem is kept."""
        if reading is None:
            return None
        cited, reason = self._try(name, reading)
        if reason is None:
            return cited
        article = self.articles[reading.evidence.article]
        message = f"{name.replace('_', ' ')} left out: {reason}"
        self._leave_out(Problem(stage="compose", where=article.source, message=message))
        return None

    def first(self, name: str, readings: Iterable[Reading | None]) -> Cited | None:
        """The first of several readings that its words bear out."""
        for reading in readings:
            if reading is not None:
                cited, reason = self._try(name, reading)
                if reason is None:
                    return cited
        return None

    def name(self, actor: Actor) -> Cited:
        """The actor's name with a mention that has it; else the longest mention, which then is the name."""
        article = self.articles[actor.mentions[0].article]
        for mention in actor.mentions:
            cited = Cited(value=actor.name, citation=self.cite(mention))
            if bears_out("name", cited, article) is None:
                return cited
        return self.words(max(actor.mentions, key=lambda m: m.end - m.start))

    def _try(self, name: str, reading: Reading) -> tuple[Cited, str | None]:
        cited = Cited(value=reading.value, citation=self.cite(reading.evidence))
        return cited, bears_out(name, cited, self.articles[reading.evidence.article])

    def _leave_out(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def desk(dossier: Dossier) -> Desk:
    """The desk for a dossier; source numbers are positions in it, from 1."""
    return Desk(
        numbers={f.article.id: n for n, f in enumerate(dossier.findings, start=1)},
        articles={f.article.id: f.article for f in dossier.findings},
        actors={(f.article.id, a.id): a for f in dossier.findings for a in f.actors},
        entity_of={member: e for e in dossier.entities for member in e.members},
        mentions={
            f.article.id: sorted(
                ((mention, actor) for actor in f.actors for mention in actor.mentions),
                key=lambda x: x[0].start,
            )
            for f in dossier.findings
        },
    )
