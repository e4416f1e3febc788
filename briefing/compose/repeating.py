"""What is told again, told once: a statement or event in its fullest wording, with all its citations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from briefing.dossier.repetitions import Told, repetitions
from briefing.dossier.sentences import Sentence
from briefing.dossier.standing import points_back
from briefing.dossier.telling import Telling
from briefing.lexicon.spelling import plain
from briefing.model import ActorKind, Brief, Citation, EventItem, Statement, Voice

Line = TypeVar("Line", Statement, EventItem)

LONGEST = 60
"""Words. Of several wordings the fullest is printed that can still be read at once."""

PLAIN_ACTS = ("states", "claims", "announces", "confirms")
"""Acts that only say what is so."""


def told_once(brief: Brief, told: Telling) -> Brief:
    """The brief whose statements and events know where else they are told, and which stand for which."""
    stories = {source: story.number for story in brief.stories for source in story.sources}
    lines: list[Statement | EventItem] = [*brief.statements, *brief.events]
    sentences = _Sentences(told)
    published = {s.number: s.article.published or "" for s in brief.sources}
    voices = {v.entity: v for v in brief.voices}
    taken = {s.id for s in brief.statements if s.act not in PLAIN_ACTS}
    groups = repetitions([_told(line, stories, voices, sentences, published, taken) for line in lines])
    also: dict[str, tuple[Citation, ...]] = {}
    repeats: dict[str, str] = {}
    for group in groups:
        members = [lines[n] for n in group]
        for kind in (Statement, EventItem):
            own = [line for line in members if isinstance(line, kind)]
            if own:
                first = max(own, key=_fullness)
                also[first.id] = _elsewhere(first, members)
                repeats.update({line.id: first.id for line in own if line is not first})
    return replace(
        brief,
        statements=tuple(_marked(s, also, repeats) for s in brief.statements),
        events=tuple(_marked(e, also, repeats) for e in brief.events),
    )


def _marked(line: Line, also: Mapping[str, tuple[Citation, ...]], repeats: Mapping[str, str]) -> Line:
    return replace(line, also=also.get(line.id, ()), repeats=repeats.get(line.id))


class _Sentences:
    """The sentences of each source, to find the one that an item stands in."""

    def __init__(self, told: Telling) -> None:
        self.own: dict[int, list[Sentence]] = {}
        for sentence in told.sentences:
            self.own.setdefault(sentence.source, []).append(sentence)

    def of(self, cited: Citation) -> Sentence | None:
        """The sentence that most of the words stand in; none where they stand in no sentence."""
        own = self.own.get(cited.source, [])
        first = max(0, bisect_right(own, cited.start, key=lambda s: s.start) - 1)
        near = own[first : first + 4]
        return max(near, key=lambda s: min(s.end, cited.end) - max(s.start, cited.start), default=None)


def _told(
    line: Statement | EventItem,
    stories: Mapping[int, int],
    voices: Mapping[str, Voice],
    sentences: _Sentences,
    published: Mapping[int, str],
    taken: Collection[str] = (),
) -> Told:
    cited = line.text.citation
    sentence = sentences.of(cited)
    if isinstance(line, Statement):
        by = [line.entity] if line.entity else []
        to, act, place = line.about, "" if line.act in PLAIN_ACTS else line.act, None
    else:
        by, to, act, place = [m.entity for m in line.doers], line.targets, line.kind, line.place
    speakers = [voices[entity] for entity in by if entity in voices]
    return Told(
        text=line.text.value,
        within=sentence.text if sentence else line.text.value,
        source=line.source,
        start=cited.start,
        end=cited.end,
        matter=stories.get(line.source, -line.source),
        statement=isinstance(line, Statement),
        position=isinstance(line, EventItem) and (line.statement in taken or _named_before(line)),
        leads=sentence is not None and sentence.place <= 1,
        status=line.status if isinstance(line, EventItem) else "",
        published=published.get(line.source, ""),
        act=act,
        by=frozenset(by),
        person=any(v.kind is ActorKind.PERSON for v in speakers),
        land=frozenset(v.country.value for v in speakers if v.country),
        to=frozenset(m.entity for m in to),
        place=frozenset(plain(place.value).split()) if place else frozenset(),
        day=line.date.value if isinstance(line, EventItem) and line.date else "",
    )


def _named_before(event: EventItem) -> bool:
    """Whether the event is only named, as one that was told before: "mengutuk serangan itu"."""
    behind = event.cue.citation.end - event.text.citation.start
    return points_back(event.text.value[behind:])


def _fullness(line: Statement | EventItem) -> tuple[int, int, int]:
    """How much a wording tells; of those alike the one that stands first."""
    count = len(line.text.value.split())
    return (min(count, 2 * LONGEST - count), -line.source, -line.text.citation.start)


def _elsewhere(
    first: Statement | EventItem, members: Iterable[Statement | EventItem]
) -> tuple[Citation, ...]:
    """The citations of the others, in the order of the sources; where two overlap, the longer."""
    longest = sorted((m.text.citation for m in members), key=lambda c: c.start - c.end)
    kept: list[tuple[int, int, int]] = []
    others: list[Citation] = []
    for citation in (first.text.citation, *longest):
        span = (citation.source, citation.start, citation.end)
        n = bisect_left(kept, span)
        if not any(_overlap(span, other) for other in kept[max(0, n - 1) : n + 1]):
            kept.insert(n, span)
            others.append(citation)
    return tuple(sorted(others[1:], key=lambda c: (c.source, c.start)))


def _overlap(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
