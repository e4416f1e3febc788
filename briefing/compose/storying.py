"""A story as printed: its name, the days that it is of, and what its sources tell in it."""

from __future__ import annotations

from dataclasses import replace

from briefing.dossier.sentences import Sentence
from briefing.dossier.standing import alone
from briefing.dossier.telling import Telling
from briefing.model import Brief, Citation, Cited, EventItem, Statement, Status, Story

RULE = "story"
_DATED = len("2017-12-08")
_LEADS = 3
"""An event told in the title or the first sentences is of the story's days; later ones are background."""

_PLAIN_ACT = "states"


def named(story: Story, brief: Brief, told: Telling) -> Story:
    """The story with its name, its first and latest day, and the ids of what is told in it."""
    own = set(story.sources)
    titles = [s for s in told.sentences if s.source in own and s.title]
    best = max(titles, key=lambda s: (_naming(s, story), -s.source), default=None)
    days = sorted(_days(story, brief, told))
    return replace(
        story,
        name=_cited(best) if best else None,
        first=days[0] if days else None,
        latest=days[-1] if days else None,
        items=_items(story, brief),
    )


def _naming(title: Sentence, story: Story) -> float:
    """How well a title names the story: understood alone, and of a source that is like the others."""
    return alone(title) * (1.0 - 0.5 * story.sources.index(title.source) / len(story.sources))


def _cited(title: Sentence) -> Cited:
    citation = Citation(
        source=title.source, paragraph=title.paragraph, start=title.start, end=title.end, rule=RULE
    )
    return Cited(value=title.text, citation=citation)


def _days(story: Story, brief: Brief, told: Telling) -> set[str]:
    """The days on which its sources were published, and those of events with which they begin."""
    published = (s.article.published or "" for s in brief.sources if s.number in story.sources)
    days = {day[:_DATED] for day in published if len(day) >= _DATED}
    for event in brief.events:
        if event.source in story.sources and event.date and event.status is not Status.PLANNED:
            cited = event.text.citation
            sentence = told.at(cited.source, cited.start)
            if sentence and sentence.place <= _LEADS and len(event.date.value) == _DATED:
                days.add(event.date.value)
    return days


def _items(story: Story, brief: Brief) -> tuple[str, ...]:
    """What is told in it and repeats nothing: what most sources tell first, then source by source."""
    place = {source: n for n, source in enumerate(story.sources)}
    lines: list[Statement | EventItem] = [*brief.events, *brief.statements]
    own = [line for line in lines if line.source in place and line.repeats is None]
    own.sort(
        key=lambda line: (
            -len({line.source, *(c.source for c in line.also)}),
            not isinstance(line, EventItem) and line.act == _PLAIN_ACT,
            place[line.source],
            line.text.citation.start,
        )
    )
    return tuple(line.id for line in own)
