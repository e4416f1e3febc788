"""The front page of a brief's record: chosen from its sources' own sentences, with what is behind each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import TypeVar

from briefing import lexicon
from briefing.compose.interests import Followed, Interests
from briefing.compose.repeating import PLAIN_ACTS
from briefing.dossier.front import COPIED, Line, Matter, front
from briefing.dossier.independence import independent
from briefing.dossier.repetitions import near_days
from briefing.dossier.sentences import Sentence
from briefing.dossier.standing import cut
from briefing.dossier.stories import themes
from briefing.dossier.telling import Telling
from briefing.lexicon.numbers import find_numbers
from briefing.model import Brief, Citation, EventItem, FrontLine, MilitaryItem, MilitaryKind, Statement

Item = TypeVar("Item", EventItem, Statement, MilitaryItem)

RULE = "front"
ELLIPSIS = "…"
ONE = 0.5
"""The likeness of sentences that tell the same statement or event."""

LONGEST = 2000
"""How many characters an item has at most, to find those that began before a sentence."""

_EVENT, _MILITARY, _ACT, _SAID = 0.4, 0.3, 0.2, 0.1
"""What a sentence gains by what it tells: an event, a military one, a position, a plain statement."""

_NOTHING = (1.0, 0.7, 0.5)
"""What a title, a lead, and any other sentence counts in which nothing was read."""

_DATED = len("2017-12-08")
_UNDATED_AGE = 2.0
_RECENT = 14
"""Days. What happened longer before its article's day is background."""

_OUTGROWN = 0.25
"""What is left of a sentence's worth whose number has grown since."""

_IN_ONE_LINE = 16
_MATERIAL = frozenset({MilitaryKind.WEAPON, MilitaryKind.PLATFORM, MilitaryKind.FACILITY, MilitaryKind.UNIT})
"""Military details that are no events by themselves."""


def front_page(brief: Brief, told: Telling, interests: Interests = ()) -> tuple[FrontLine, ...]:
    """The lines of the brief's front page, best story first, from what its record holds."""
    stories = {source: story.number for story in brief.stories for source in story.sources}
    told = _with_repetitions(told, brief)
    items, followed = _Items(brief), Followed(interests, brief)
    old = _outgrown(brief, told)
    matter = Matter(
        weight=[
            items.weight(s) * followed.weight(s) * (_OUTGROWN if n in old else 1.0)
            for n, s in enumerate(told.sentences)
        ],
        age=_ages(brief),
        story=stories,
        theme=dict(
            zip((s.number for s in brief.sources), themes([s.article for s in brief.sources]), strict=True)
        ),
        doers={n: doers for n, s in enumerate(told.sentences) if (doers := items.doers(s))},
        positions=frozenset(n for n, s in enumerate(told.sentences) if items.position(s)),
    )
    lines = front(told, matter)
    place: dict[int, int] = {}
    for line in lines:
        source = told.sentences[line.printed].source
        place.setdefault(stories.get(source, -source), len(place))
    ordered = sorted(lines, key=lambda line: place[_story(line, told, stories)])
    return tuple(_line(line, told, brief, items, stories) for line in ordered)


def _outgrown(brief: Brief, told: Telling) -> frozenset[int]:
    """The sentences that tell a number which has grown since, and the heads of articles whose title does."""
    found: set[int] = set()
    for difference in (d for d in brief.differences if d.grew):
        sizes = [(_size(words.value), words.citation) for words in difference.told]
        largest = max(size for size, _ in sizes)
        cited = [citation for size, citation in sizes if size < largest]
        found |= {place for c in cited if (place := told.place(c.source, c.start)) is not None}
    titled = {told.sentences[n].source for n in found if told.sentences[n].title}
    heads = (n for n, s in enumerate(told.sentences) if s.source in titled and s.place <= 1)
    return frozenset({*found, *heads})


def _size(words: str) -> float:
    """The number that the words tell, in the language whose lexicon reads it."""
    read = (n for code in lexicon.languages() for n in find_numbers(words, lexicon.load(code)))
    return max((n.value or n.high or 0.0 for n in read), default=0.0)


def _with_repetitions(told: Telling, brief: Brief) -> Telling:
    """The telling, in which sentences are alike too that tell a repetition of one statement or event.

    What sources of other days say in like words is of another event.
    """
    days = {s.number: s.article.published or "" for s in brief.sources}
    like = [
        {n: value for n, value in row.items() if near_days(days[s.source], days[told.sentences[n].source])}
        for s, row in zip(told.sentences, told.like, strict=True)
    ]
    lines: list[Statement | EventItem] = [*brief.statements, *brief.events]
    for line in lines:
        cited = [line.text.citation, *line.also] if line.also else []
        found = (told.place(c.source, c.start) for c in cited[:_IN_ONE_LINE])
        places = sorted({place for place in found if place is not None})
        for one, other in combinations(places, 2):
            like[one][other] = like[other][one] = max(ONE, like[one].get(other, 0.0))
    return replace(told, like=tuple(like))


def _story(line: Line, told: Telling, stories: Mapping[int, int]) -> int:
    source = told.sentences[line.printed].source
    return stories.get(source, -source)


def _line(line: Line, told: Telling, brief: Brief, items: _Items, stories: Mapping[int, int]) -> FrontLine:
    sentence = told.sentences[line.printed]
    part = cut(sentence)
    words = sentence.text[part.start - sentence.start : part.end - sentence.start]
    before = f"{ELLIPSIS} " if part.before else ""
    others = [told.sentences[n] for n in line.also]
    own = Citation(
        source=sentence.source, paragraph=sentence.paragraph, start=part.start, end=part.end, rule=RULE
    )
    item = items.behind(sentence) or next(
        (found for s in others if s.source == sentence.source and (found := items.behind(s))), None
    )
    copies = [
        (sentence.source, told.sentences[n].source)
        for n in line.also
        if told.like[line.printed].get(n, 0.0) >= COPIED
    ]
    return FrontLine(
        text=f"{before}{words}{ELLIPSIS if part.after else ''}",
        frame="",
        story=stories.get(sentence.source),
        citations=(own, *(_cited(s) for s in others)),
        item=item,
        independent=independent(brief, [sentence.source, *(s.source for s in others)], copies),
    )


def _cited(sentence: Sentence) -> Citation:
    return Citation(
        source=sentence.source,
        paragraph=sentence.paragraph,
        start=sentence.start,
        end=sentence.end,
        rule=RULE,
    )


def _ages(brief: Brief) -> Mapping[int, float]:
    """By source: days before the newest one. An undated one counts as a little old."""
    days = {
        s.number: date.fromisoformat(s.article.published[:_DATED])
        for s in brief.sources
        if s.article.published and len(s.article.published) >= _DATED
    }
    newest = max(days.values(), default=None)
    return {
        s.number: float((newest - days[s.number]).days) if newest and s.number in days else _UNDATED_AGE
        for s in brief.sources
    }


class _Items:
    """What the record has read where: events, statements and military details, by source and place."""

    def __init__(self, brief: Brief) -> None:
        self.published = {s.number: (s.article.published or "")[:_DATED] for s in brief.sources}
        self.events = _by_source(brief.events)
        self.statements = _by_source(brief.statements)
        self.military = _by_source([m for m in brief.military if m.kind not in _MATERIAL])

    def weight(self, sentence: Sentence) -> float:
        """What a sentence counts by what it tells."""
        acts = [_SAID if s.act in PLAIN_ACTS else _ACT for s in _within(self.statements, sentence)]
        military = [_MILITARY for _ in _within(self.military, sentence)]
        events = [_EVENT for event in _within(self.events, sentence) if not self._old(event)]
        gains = (*acts, *military, *events)
        return 1.0 + max(gains) if gains else _NOTHING[min(sentence.place, len(_NOTHING) - 1)]

    def position(self, sentence: Sentence) -> bool:
        """Whether somebody takes a position in it."""
        return any(s.act not in PLAIN_ACTS and s.entity for s in _within(self.statements, sentence))

    def doers(self, sentence: Sentence) -> frozenset[str]:
        """Those who do an event that is told in it."""
        return frozenset(m.entity for event in _within(self.events, sentence) for m in event.doers)

    def _old(self, event: EventItem) -> bool:
        """Whether it is told as of a day long before its article's: background, not news."""
        day, published = event.date.value if event.date else "", self.published.get(event.source, "")
        if not day or not published or published.startswith(day):
            return False
        days = _day(published) - _day(day)
        return days.days > _RECENT

    def behind(self, sentence: Sentence) -> str | None:
        """The id of the position, event or plain statement that a sentence tells; of several the fullest."""
        said = [s for s in _within(self.statements, sentence) if s.entity]
        positions = [s for s in said if s.act not in PLAIN_ACTS]
        events = _within(self.events, sentence)
        if positions:
            return max(positions, key=lambda s: len(s.text.value)).id
        if events:
            return max(events, key=lambda e: (_filled(e), -e.text.citation.start)).id
        return max(said, key=lambda s: len(s.text.value)).id if said else None


def _day(told: str) -> date:
    """An ISO day; of a month or year a day near its end."""
    year, month, day, *_ = (*(int(part) for part in told.split("-")), *((12, 28)[told.count("-") :]))
    return date(year, month, day)


def _filled(event: EventItem) -> int:
    slots = (event.doers, event.targets, event.place, event.date, event.figures)
    return sum(bool(slot) for slot in slots)


def _by_source(items: Iterable[Item]) -> dict[int, list[Item]]:
    out: dict[int, list[Item]] = {}
    for item in items:
        out.setdefault(item.source, []).append(item)
    for own in out.values():
        own.sort(key=_start)
    return out


def _start(item: Item) -> int:
    return item.text.citation.start


def _within(items: Mapping[int, Sequence[Item]], sentence: Sentence) -> list[Item]:
    """The items of a sentence's source that have words in it."""
    own = items.get(sentence.source, [])
    last = bisect_left(own, sentence.end, key=_start)
    first = bisect_left(own, sentence.start - LONGEST, key=_start)
    return [item for item in own[first:last] if item.text.citation.end > sentence.start]
