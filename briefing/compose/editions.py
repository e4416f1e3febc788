"""What an edition prints of a record: the stories told shortly, and the rows that say enough.

The record holds everything that was read. The brief edition is to be read in minutes: its front page and
at most five pages behind it, and from fifteen articles up at most a quarter of the words that went in. What
it leaves out stands in the record and in the full edition.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from typing import TypeVar

from briefing.model import (
    ActorKind,
    Brief,
    Difference,
    EventItem,
    FigureTable,
    MilitaryItem,
    MilitaryKind,
    ParagraphKind,
    Statement,
    Status,
    Story,
    Voice,
    record,
)

T = TypeVar("T")

SHARE = 0.25
"""What part of the words that went in the pages before the annex may have."""
PAGES_HOLD = 2300
"""Words that the front page and five more hold in the built-in themes, with tables and headings."""
LEAST = 260
"""Words for stories and tables, however few went in: a brief of two articles is longer than a quarter."""
FRONT_FRAMES = 60
"""Words that frames and notes add to the lines of the front page."""
METHOD = 90
SOURCE_ROW = 13
"""Words of a row in the list of sources."""
ROW = 9
"""Words that a row has beside the source's own: number, kind, citation, day, names."""

_PARTS = (
    ("stories", 0.5),
    ("singles", 0.4),
    ("said", 0.4),
    ("military", 0.4),
    ("chronology", 0.6),
    ("people", 1.0),
)
"""What part of the words that are left each may have, in this order: the rest goes to the next."""
_HAPPENED, _SAID, _NEXT = 5, 6, 3
"""At most so many lines of a story: events, statements, plans."""
_LEAD = 400
"""Characters of an article that tell what it is about."""
_NAMES = 12
"""Words of a person with his office."""
_MOST_PEOPLE = 16
_FIGURES = 4
"""Tables of figures of a story."""
_TELLING = 2
"""A row of the military picture tells at least so many of: whose, against whom, where, when, how many."""

_EQUIPMENT = frozenset({MilitaryKind.WEAPON, MilitaryKind.PLATFORM, MilitaryKind.FACILITY, MilitaryKind.UNIT})
_PLANNED = frozenset({Status.PLANNED, Status.HYPOTHETICAL})
_PLAIN_ACT = "states"
_DAY = len("2017-12-08")


@record
class StoryTold:
    """A story as the brief edition prints it. `number` is none for what single articles tell."""

    number: int | None
    story: Story | None
    sources: tuple[int, ...]
    happened: tuple[EventItem, ...] = ()
    said: tuple[Statement, ...] = ()
    planned: tuple[EventItem, ...] = ()
    figures: tuple[FigureTable, ...] = ()
    differences: tuple[Difference, ...] = ()


@record
class Edition:
    """What is printed of a record beside its front page, and how much of each was left out."""

    stories: tuple[StoryTold, ...]
    singles: tuple[EventItem, ...]
    """What single articles tell, a line each."""
    said: tuple[Statement, ...]
    """What is said in single articles, and what the analyst writes about and no story prints."""
    military: tuple[MilitaryItem, ...]
    chronology: tuple[EventItem, ...]
    people: tuple[Voice, ...]
    left_out: Mapping[str, int]
    """How many statements, events and military details stand in the record alone."""


def brief_edition(brief: Brief) -> Edition:
    """The brief edition of a record: most telling first, until the words are spent."""
    left = budget(brief)
    share = dict(_PARTS)

    def spend(part: str, chosen: Sequence[T], length: Callable[[T], int]) -> tuple[T, ...]:
        nonlocal left
        kept, spent = _within(chosen, int(left * share[part]), length)
        left -= spent
        return kept

    stories, spent = _stories(brief, int(left * share["stories"]))
    left -= spent
    singles = spend("singles", _singles(brief), lambda e: _length(e.text.value))
    noted = frozenset(_noted(brief))
    told = {s.id for story in stories for s in story.said}
    about = tuple(s for s in brief.statements if s.id in noted and s.id not in told)
    said = (*about, *spend("said", _said_alone(brief, stories, noted), lambda s: _length(s.text.value)))
    rows = [m for m in brief.military if _slots(m) >= _TELLING or m.id in noted]
    rows.sort(key=lambda m: (m.kind in _EQUIPMENT, m.status in _PLANNED, -_slots(m), m.number))
    kept = tuple(m for m in rows if m.id in noted)
    rest = [m for m in rows if m.id not in noted]
    military = (*kept, *spend("military", rest, lambda m: _length(m.text.value)))
    dated = sorted(_dated(brief), key=lambda e: (-_rank(e), e.number))
    chronology = spend("chronology", dated, lambda e: _length(e.text.value))
    people = sorted(
        (v for v in brief.voices if v.entity in noted or (v.kind is ActorKind.PERSON and v.role)),
        key=lambda v: (v.entity not in noted, -len(v.sources), -len(v.statements)),
    )
    printed = {e.id for s in stories for e in (*s.happened, *s.planned)} | {e.id for e in chronology}
    return Edition(
        stories=stories,
        singles=tuple(sorted(singles, key=lambda e: e.number)),
        said=tuple(sorted(said, key=lambda s: s.number)),
        military=tuple(sorted(military, key=lambda m: (m.kind in _EQUIPMENT, m.number))),
        chronology=tuple(sorted(chronology, key=lambda e: (e.date.value if e.date else "", e.number))),
        people=spend("people", people[:_MOST_PEOPLE], lambda v: _NAMES),
        left_out={
            "statements": len(brief.statements) - sum(len(s.said) for s in stories) - len(said),
            "events": len(brief.events) - len(printed | {e.id for e in singles}),
            "military": len(brief.military) - len(military),
        },
    )


def budget(brief: Brief) -> int:
    """The words that stories, tables and lists of the brief edition may have together."""
    went_in = sum(len(s.article.text.split()) for s in brief.sources)
    front = FRONT_FRAMES + sum(len(line.text.split()) for line in brief.front)
    fixed = front + METHOD + SOURCE_ROW * len(brief.sources)
    return max(LEAST, min(int(went_in * SHARE), PAGES_HOLD) - fixed)


def _length(text: str) -> int:
    return len(text.split()) + ROW


def _within(rows: Iterable[T], words: int, length: Callable[[T], int]) -> tuple[tuple[T, ...], int]:
    """The first rows that the words suffice for, and what they take; one that is too long is passed over."""
    kept: list[T] = []
    spent = 0
    for row in rows:
        if spent + (cost := length(row)) <= words:
            kept.append(row)
            spent += cost
    return tuple(kept), spent


def _singles(brief: Brief) -> list[EventItem]:
    """The most telling event of each article that is of no story and not on the front page."""
    told = {n for story in brief.stories for n in story.sources}
    told |= {c.source for line in brief.front for c in line.citations}
    best: dict[int, EventItem] = {}
    for event in sorted(brief.events, key=lambda e: e.text.citation.start):
        # News is written lead first: what stands further down is background, or leans on what stands above.
        if event.source not in told and event.text.citation.start <= _lead(brief, event.source):
            best.setdefault(event.source, event)
    return sorted(best.values(), key=lambda e: (-_rank(e), e.number))


def _said_alone(brief: Brief, stories: Sequence[StoryTold], noted: Collection[str]) -> list[Statement]:
    """The weightiest statement of each article of no story, but for those the analyst writes about."""
    in_story = {n for story in brief.stories for n in story.sources}
    printed = {s.id for story in stories for s in story.said} | {line.item for line in brief.front}
    left = [s for s in brief.statements if s.id not in printed]
    best: dict[int, Statement] = {}
    for statement in sorted(left, key=lambda s: (-_weight(s), s.number)):
        if statement.entity and statement.source not in in_story:
            best.setdefault(statement.source, statement)
    return sorted((s for s in best.values() if s.id not in noted), key=lambda s: (-_weight(s), s.number))


def _lead(brief: Brief, number: int) -> int:
    """Where the title and the first paragraph of a source end."""
    source = next(s for s in brief.sources if s.number == number)
    body = [p.end for p in source.article.paragraphs if p.kind is ParagraphKind.BODY]
    return min(body[0], _LEAD) if body else 0


# --- stories -------------------------------------------------------------------------------


def _stories(brief: Brief, words: int) -> tuple[tuple[StoryTold, ...], int]:
    """The stories in the order of the front page, told in turn until the words are spent, and what they take.

    Every story gets its best line before any gets its second, so that a long one crowds out none.
    """
    lines = {story.number: _lines(brief, story) for story in _ordered(brief)}
    kept: dict[int, list[EventItem | Statement]] = {number: [] for number in lines}
    spent = 0
    for round_ in zip_longest(*([(number, line) for line in lines[number]] for number in lines)):
        for number, line in filter(None, round_):
            if spent + (cost := _length(line.text.value)) <= words:
                kept[number].append(line)
                spent += cost
    told = (_told(brief, story, kept[story.number]) for story in _ordered(brief))
    return tuple(t for t in told if t.happened or t.said or t.planned or t.figures or t.differences), spent


def _ordered(brief: Brief) -> tuple[Story, ...]:
    """The stories as the front page has them, then the others."""
    front = [line.story for line in brief.front if line.story is not None]
    place = {number: n for n, number in reversed(list(enumerate(front)))}
    return tuple(sorted(brief.stories, key=lambda s: (place.get(s.number, len(front)), s.number)))


def _lines(brief: Brief, story: Story) -> Iterator[EventItem | Statement]:
    """Lines of a story in turn: an event, a statement, …, best first; none that the front page has."""
    first = {(c.source, c.start) for line in brief.front for c in line.citations[:1]}
    inside = {line.item for line in brief.front}
    mine = frozenset(story.sources)

    def new(item: EventItem | Statement) -> bool:
        at = item.text.citation
        return item.source in mine and item.id not in inside and (at.source, at.start) not in first

    events = sorted((e for e in brief.events if new(e)), key=lambda e: (-_rank(e), e.number))
    happened = [e for e in events if e.status not in _PLANNED][:_HAPPENED]
    planned = [e for e in events if e.status in _PLANNED][:_NEXT]
    said = sorted((s for s in brief.statements if s.entity and new(s)), key=lambda s: (-_weight(s), s.number))
    pairs = zip_longest(happened, _one_voice(said)[:_SAID], planned)
    return (line for line in chain.from_iterable(pairs) if line is not None)


def _one_voice(said: Sequence[Statement]) -> list[Statement]:
    """Statements with every voice's best before any voice's second."""
    turn: dict[str | None, int] = {}
    ranked = []
    for statement in said:
        turn[statement.entity] = turn.get(statement.entity, 0) + 1
        ranked.append((turn[statement.entity], statement))
    return [statement for _, statement in sorted(ranked, key=lambda r: r[0])]


def _told(brief: Brief, story: Story, lines: Sequence[EventItem | Statement]) -> StoryTold:
    """A story with the lines that are kept, each kind in the order of its days."""
    events = sorted((x for x in lines if isinstance(x, EventItem)), key=_day_of)
    said = sorted((x for x in lines if isinstance(x, Statement)), key=lambda s: (s.entity or "", s.number))
    sources = frozenset(story.sources)
    where = {s.id: s.source for s in brief.statements}
    where |= {m.id: m.source for m in brief.military} | {e.id: e.source for e in brief.events}
    return StoryTold(
        number=story.number,
        story=story,
        sources=story.sources,
        happened=tuple(e for e in events if e.status not in _PLANNED),
        planned=tuple(e for e in events if e.status in _PLANNED),
        said=tuple(said),
        figures=tuple(f for f in brief.figures if f.story == story.number)[:_FIGURES],
        differences=tuple(
            d for d in brief.differences if all(where.get(item) in sources for item in d.items)
        ),
    )


def _day_of(event: EventItem) -> tuple[str, int]:
    return (event.date.value if event.date else "9999", event.number)


# --- what a line or row tells --------------------------------------------------------------


def _rank(event: EventItem) -> float:
    """How much an event's line tells: who, whom, where, when, how many, and how many sources tell it."""
    slots = sum(map(bool, (event.doers, event.targets, event.place, event.date, event.figures)))
    return slots + len({c.source for c in event.also}) - 0.02 * len(event.text.value.split())


def _weight(statement: Statement) -> float:
    """How much a statement carries: sources that have it, a position before a plain statement."""
    told = len({c.source for c in statement.also})
    position = statement.act != _PLAIN_ACT
    about = min(2, len(statement.about))
    half = statement.continues or statement.continued
    return 2 * told + position + 0.5 * about - half - 0.02 * len(statement.text.value.split())


def _slots(item: MilitaryItem) -> int:
    """How many a row tells of: whose, where, when, how many."""
    number = item.quantity is not None or bool(item.quantity_words)
    return sum(map(bool, (item.operators, item.place, item.date, number)))


def _dated(brief: Brief) -> Iterator[EventItem]:
    """Events of a known day; of those that one sentence tells the first."""
    seen: set[tuple[int, int, int]] = set()
    for event in brief.events:
        at = event.text.citation
        if event.date and len(event.date.value) >= _DAY and (at.source, at.start, at.end) not in seen:
            seen.add((at.source, at.start, at.end))
            yield event


def _noted(brief: Brief) -> Iterator[str]:
    """The items and voices that the analyst's notes are about or point to: what he writes of is printed."""
    for note in brief.notes.sections if brief.notes else ():
        pointers = (run.pointer for block in note.blocks for run in block.runs)
        for pointer in (note.about, *pointers):
            if pointer is not None:
                yield from filter(None, (pointer.item, pointer.entity))
