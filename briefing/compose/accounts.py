"""Where accounts of one thing differ in what their words say: a number, the spelling of a name, an office.

Numbers are read from the sentences themselves, since most that sources differ in stand in no slot of an
event. Each difference is of items of the record, with the words of each that differ.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from briefing.dossier.counting import Count, counts
from briefing.dossier.figures import Counted, apart, grew, one_thing
from briefing.dossier.naming import offices_apart, spelled_apart
from briefing.dossier.sentences import Sentence
from briefing.dossier.telling import Telling
from briefing.lexicon.spelling import plain
from briefing.model import (
    ActorKind,
    Brief,
    Citation,
    Cited,
    Difference,
    DifferenceKind,
    EventItem,
    MilitaryItem,
    Qualifier,
    Statement,
    Status,
)

Item = EventItem | MilitaryItem | Statement

FATES_ALIKE, THINGS_ALIKE = 0.18, 0.35
"""How alike sentences are whose numbers of people, and of any other thing, are compared."""

OF_ONE_SOURCE = 3
"""So many items of a source, at most, stand for what it tells of one number."""

_NO_END = (Qualifier.OVER, Qualifier.AT_LEAST)
_TOLD = (Status.REPORTED, Status.CLAIMED)
_LONGEST = 4000
_FORMS = 6


class Items:
    """The items of a record by where their words stand."""

    def __init__(self, brief: Brief) -> None:
        items: list[Item] = [*brief.events, *brief.statements, *brief.military]
        self.own: dict[int, list[Item]] = {}
        for item in sorted(items, key=_start):
            self.own.setdefault(item.source, []).append(item)

    def over(self, source: int, start: int, end: int) -> list[Item]:
        """The items with words between two places, the first to begin first."""
        own = self.own.get(source, [])
        first = bisect_left(own, start - _LONGEST, key=_start)
        last = bisect_left(own, end, key=_start)
        return [item for item in own[first:last] if item.text.citation.end > start]

    def telling(self, source: int, start: int, end: int) -> Item | None:
        """The item that best tells these words: an event before a statement, the shortest."""
        found = [i for i in self.over(source, start, end) if i.text.citation.start <= start]
        found = [i for i in found if end <= i.text.citation.end]
        return min(found, key=lambda i: (_ORDER.index(type(i)), len(i.text.value)), default=None)


_ORDER = (EventItem, Statement, MilitaryItem)


def of_counts(brief: Brief, told: Telling) -> Iterator[Difference]:
    """Numbers of one thing, in sources of one story or in sentences much alike, that can't all hold."""
    found = list(_counted(brief, told, Items(brief)))
    for group in one_thing([counted for counted, _, _ in found]):
        kept = _few_of_each([found[n] for n in group])
        numbers = [counted for counted, _, _ in kept]
        if all(isinstance(item, MilitaryItem) for _, item, _ in kept):
            continue  # `agreement` compares these, by what their slots tell
        if any(apart(one, other) for one, other in combinations(numbers, 2)):
            yield Difference(
                number=0,
                kind=DifferenceKind.FIGURES,
                subject=numbers[0].of if not numbers[0].of.startswith(_THING) else "",
                items=tuple(item.id for _, item, _ in kept),
                told=tuple(words for _, _, words in kept),
                grew=grew(numbers),
            )


_THING = "of "


def _counted(brief: Brief, told: Telling, items: Items) -> Iterator[tuple[Counted, Item, Cited]]:
    stories = _stories(brief)
    articles = {s.number: s.article for s in brief.sources}
    for sentence in told.sentences:
        article = articles[sentence.source]
        read = counts(sentence.text, article.language, article.published)
        for count in read:
            start, end = sentence.start + count.number.start, sentence.start + count.number.end
            item = items.telling(sentence.source, start, end)
            if item is None or not _compared(count, read) or not _happened(item):
                continue
            words = _of_event(item, sentence.source, start, end) or _words(sentence, start, end)
            matter, published = stories.get(sentence.source, -sentence.source), (article.published or "")[:10]
            yield _as_counted(count, item, sentence, matter, published), item, words


def _compared(count: Count, read: Sequence[Count]) -> bool:
    """Whether the number can be told from the others of its sentence by what it counts."""
    if count.figure:
        return sum((c.figure, c.noun) == (count.figure, count.noun) for c in read) == 1
    return len(count.noun) > _SHORT and sum(c.noun == count.noun for c in read) == 1


_SHORT = 2


def _happened(item: Item) -> bool:
    return isinstance(item, Statement) or item.status in _TOLD


def _as_counted(count: Count, item: Item, sentence: Sentence, matter: int, published: str) -> Counted:
    number = count.number
    worth = (number.low, number.high) if number.value is None else (number.value, number.value)
    event = item if isinstance(item, EventItem) else None
    place = None if isinstance(item, Statement) else item.place
    day = None if isinstance(item, Statement) else item.date
    return Counted(
        of=count.figure or f"{_THING}{count.noun}",
        low=None if number.qualifier is Qualifier.UP_TO else worth[0],
        high=None if number.qualifier in _NO_END else worth[1],
        qualifier=number.qualifier,
        sentence=sentence.text,
        source=sentence.source,
        matter=matter,
        place=plain(place.value) if place else "",
        day=day.value if day else "",
        published=published,
        by=frozenset(m.entity for m in event.doers) if event else frozenset(),
        alike=FATES_ALIKE if count.figure else THINGS_ALIKE,
    )


def _of_event(item: Item, source: int, start: int, end: int) -> Cited | None:
    """The words of the event's own figure, where it reads the same number: so a correction holds here too."""
    told = [f.quantity_words for f in item.figures] if isinstance(item, EventItem) else []
    return next(
        (
            w
            for w in told
            if w.citation.source == source and w.citation.start < end and start < w.citation.end
        ),
        None,
    )


def _words(sentence: Sentence, start: int, end: int) -> Cited:
    citation = Citation(
        source=sentence.source, paragraph=sentence.paragraph, start=start, end=end, rule="figure"
    )
    return Cited(value=sentence.text[start - sentence.start : end - sentence.start], citation=citation)


def _few_of_each(
    group: Sequence[tuple[Counted, Item, Cited]],
) -> list[tuple[Counted, Item, Cited]]:
    """Of each source the first items, each once."""
    met: dict[int, set[str]] = {}
    kept = []
    for told in sorted(group, key=lambda t: (t[0].source, t[2].citation.start)):
        of_source = met.setdefault(told[0].source, set())
        if len(of_source) < OF_ONE_SOURCE and told[1].id not in of_source:
            of_source.add(told[1].id)
            kept.append(told)
    return kept


# --- names and offices ---------------------------------------------------------------------


def of_spelling(brief: Brief, told: Telling) -> Iterator[Difference]:
    """Persons whose name two sources of one story write with other letters."""
    stories, items = _stories(brief), Items(brief)
    for voice in (v for v in brief.voices if v.kind is ActorKind.PERSON):
        forms = _in_items([voice.name, *voice.also[:_FORMS]], told, items)
        pairs = combinations(sorted(forms, key=lambda f: f[1].source), 2)
        apart_ = (
            pair
            for pair in pairs
            if len({stories.get(item.source, -item.source) for _, item in pair}) == 1
            and pair[0][1].source != pair[1][1].source
            and spelled_apart(pair[0][0].value, pair[1][0].value)
        )
        if pair := next(apart_, None):
            yield _of_words(DifferenceKind.NAME, pair)


def _in_items(names: Iterable[Cited], told: Telling, items: Items) -> list[tuple[Cited, Item]]:
    """The names that stand in the sentence of an item, each with the item."""
    found = []
    for name in names:
        at = told.at(name.citation.source, name.citation.start)
        words = at.text[name.citation.start - at.start : name.citation.end - at.start] if at else ""
        if at and words == name.value and (over := items.over(at.source, at.start, at.end)):
            found.append((name, over[0]))
    return found


def of_offices(brief: Brief, told: Telling) -> Iterator[Difference]:
    """Persons who speak in sources of one story in offices that are not one."""
    stories = _stories(brief)
    languages = {s.number: s.article.language for s in brief.sources}
    spoken: dict[tuple[int, str], dict[int, tuple[Cited, Statement]]] = {}
    for statement in sorted(brief.statements, key=lambda s: (s.source, not _beside(s, told), s.id)):
        if statement.entity and statement.role and statement.source in stories:
            own = spoken.setdefault((stories[statement.source], statement.entity), {})
            own.setdefault(statement.source, (statement.role, statement))
    for offices in spoken.values():
        for one, other in combinations(offices.values(), 2):
            bodies = [s.body.value if s.body else "" for _, s in (one, other)]
            language = languages[one[1].source]
            if offices_apart((one[0].value, bodies[0]), (other[0].value, bodies[1]), language):
                yield _of_words(DifferenceKind.ROLE, (one, other))
                break


def _beside(statement: Statement, told: Telling) -> bool:
    """Whether the office stands in the statement's own sentence."""
    if statement.role is None:
        return False
    return told.place(statement.source, statement.role.citation.start) == told.place(
        statement.source, statement.text.citation.start
    )


def _of_words(kind: DifferenceKind, pair: Sequence[tuple[Cited, Item]]) -> Difference:
    return Difference(
        number=0,
        kind=kind,
        subject="",
        items=tuple(item.id for _, item in pair),
        told=tuple(words for words, _ in pair),
    )


def _stories(brief: Brief) -> Mapping[int, int]:
    return {source: story.number for story in brief.stories for source in story.sources}


def _start(item: Item) -> int:
    return item.text.citation.start
