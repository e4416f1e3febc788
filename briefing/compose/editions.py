"""What an edition prints of a record: the stories told shortly, and the rows that say enough.

The record holds everything that was read. The brief edition is to be read in minutes: its front page and
at most five pages behind it, and from fifteen articles up at most a quarter of the words that went in
(`room`). What it leaves out stands in the record and in the full edition; how much that is, it tells.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from typing import TypeVar

from briefing.compose.heads import lacking
from briefing.compose.room import (
    Room,
    difference,
    figures,
    heading,
    left,
    paragraph,
    person,
    total,
)
from briefing.compose.room import day as of_day
from briefing.compose.room import military as of_item
from briefing.model import (
    ActorKind,
    Brief,
    Citation,
    Difference,
    EventItem,
    FigureRow,
    FigureTable,
    MilitaryItem,
    MilitaryKind,
    Outcome,
    ParagraphKind,
    Pointer,
    Problem,
    Source,
    Statement,
    Status,
    Story,
    Voice,
    record,
)

T = TypeVar("T")
Line = TypeVar("Line", EventItem, Statement)

SHOWN = 3
"""Of so many other sources that tell a line the brief edition names each; of more it says how many."""

_PARTS = (
    ("stories", 0.5),
    ("singles", 0.4),
    ("said", 0.4),
    ("military", 0.4),
    ("chronology", 0.6),
    ("people", 1.0),
)
"""What part of the room that is left each may have, in this order: the rest goes to the next."""
_HAPPENED, _SAID, _NEXT = 5, 6, 3
"""At most so many lines of a story: events, statements, plans."""
_LEAD = 400
"""Characters of an article that tell what it is about."""
_MOST_PEOPLE = 16
_FIGURES = 4
"""Tables of figures of a story."""
_ALL_SOURCES = 20
"""So many sources are listed all; of more those alone that are cited."""
_LIKELY = 25
"""For so many sources more than the front page cites there is room in their list."""
_PROBLEMS = 6
_UNUSED = frozenset({Outcome.DUPLICATE, Outcome.OUT_OF_SCOPE})
_READINGS = frozenset({"verify", "compose"})
"""The stages whose problems are of single readings, which the full edition tells one by one."""
_TELLING = 2
"""A row of the military picture tells at least so many of: whose, against whom, where, when, how many."""

_EQUIPMENT = frozenset({MilitaryKind.WEAPON, MilitaryKind.PLATFORM, MilitaryKind.FACILITY, MilitaryKind.UNIT})
_PLANNED = frozenset({Status.PLANNED, Status.HYPOTHETICAL})
_PLAIN_ACT = "states"
_DAY, _MONTH = len("2017-12-08"), len("2017-12")


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
    sources: tuple[Source, ...]
    """The sources that are listed: all of a few, those cited of many."""
    problems: tuple[Problem, ...]
    """What could not be read at all; what heads lack is told by the summary of sources."""
    left_out: Mapping[str, int]
    """How many statements, events, military details, sources and problems stand in the record alone."""


def brief_edition(brief: Brief) -> Edition:
    """The brief edition of a record: most telling first, until the room is spent."""
    problems = _problems(brief)
    items, told = _Items(brief), _Told(brief)
    sure = _listed(brief, items, ())
    likely = [s for s in brief.sources if s not in sure][:_LIKELY]
    room = left(brief, (*sure, *likely), problems, _room_of_notes(brief))
    share = dict(_PARTS)

    def spend(part: str, chosen: Iterable[T], takes: Callable[[T], Room]) -> tuple[T, ...]:
        nonlocal room
        kept, spent = _within(chosen, room.part(share[part]), takes)
        room -= spent
        return kept

    stories, spent = _stories(brief, items, room.part(share["stories"]), told)
    room -= spent
    singles = spend("singles", told.once(_singles(brief, items)), paragraph)
    noted = frozenset(_noted(brief))
    printed_said = {s.id for story in stories for s in story.said}
    about = tuple(s for s in brief.statements if s.id in noted and s.id not in printed_said)
    said = (*about, *spend("said", told.once(_said_alone(brief, stories, noted)), paragraph))
    rows = sorted(
        (m for m in brief.military if _slots(m) >= _TELLING and m.id not in noted),
        key=lambda m: (m.kind in _EQUIPMENT, m.status in _PLANNED, -_slots(m), m.number),
    )
    kept = tuple(m for m in brief.military if m.id in noted)
    military = (*kept, *spend("military", rows, of_item))
    dated = sorted(_dated(brief), key=lambda e: (-_rank(e), e.number))
    chronology = spend("chronology", dated, of_day)
    people = sorted(
        (v for v in brief.voices if v.entity in noted or (v.kind is ActorKind.PERSON and v.role)),
        key=lambda v: (v.entity not in noted, -len(v.sources), -len(v.statements)),
    )
    shown = spend("people", people[:_MOST_PEOPLE], lambda v: person())
    happened = [e for s in stories for e in (*s.happened, *s.planned)]
    cited: list[EventItem | Statement | MilitaryItem] = [*happened, *singles, *chronology, *said, *military]
    cited += [s for story in stories for s in story.said]
    sources = _listed(brief, items, cited, stories=stories, people=shown)
    return Edition(
        stories=stories,
        singles=tuple(sorted(singles, key=lambda e: e.number)),
        said=tuple(sorted(said, key=lambda s: s.number)),
        military=tuple(sorted(military, key=lambda m: (m.kind in _EQUIPMENT, m.number))),
        chronology=tuple(sorted(chronology, key=lambda e: (e.date.value if e.date else "", e.number))),
        people=shown,
        sources=sources,
        problems=problems,
        left_out={
            "statements": len(brief.statements) - len(printed_said) - len(said),
            "events": len(brief.events) - len({e.id for e in (*happened, *singles, *chronology)}),
            "military": len(brief.military) - len(military),
            "sources": len(brief.sources) - len(sources),
            "problems": len(brief.problems) - len(problems) + sum(i.outcome in _UNUSED for i in brief.inputs),
        },
    )


def printed(brief: Brief, edition: Edition) -> Brief:
    """The record with no more of what happened in it than the edition prints."""
    ids = {line.item for line in brief.front} | {e.id for e in (*edition.singles, *edition.chronology)}
    ids |= {e.id for story in edition.stories for e in (*story.happened, *story.planned)}
    return replace(brief, events=tuple(e for e in brief.events if e.id in ids), military=edition.military)


class _Items:
    """What the record holds, by source, by id and by story."""

    def __init__(self, brief: Brief) -> None:
        self.sources = {s.number: s for s in brief.sources}
        self.last = brief.period[1] if brief.period else ""
        self.events: dict[int, list[EventItem]] = {}
        for event in brief.events:
            self.events.setdefault(event.source, []).append(event)
        self.statements: dict[int, list[Statement]] = {}
        for statement in brief.statements:
            self.statements.setdefault(statement.source, []).append(statement)
        lines: list[Statement | MilitaryItem | EventItem]
        lines = [*brief.statements, *brief.military, *brief.events]
        self.where = {line.id: line.source for line in lines}
        self.words = {line.id: line.text.value for line in lines}
        self.figures: dict[int | None, list[FigureTable]] = {}
        for table in brief.figures:
            self.figures.setdefault(table.story, []).append(table)
        story = {n: s.number for s in brief.stories for n in s.sources}
        self.differences: dict[int | None, list[Difference]] = {}
        for one in brief.differences:
            of = {story.get(self.where.get(item, 0)) for item in one.items}
            self.differences.setdefault(of.pop() if len(of) == 1 else None, []).append(one)


class _Told:
    """The stretches of sources that are printed, so that none is printed twice."""

    def __init__(self, brief: Brief) -> None:
        self.stretches: dict[int, list[tuple[int, int]]] = {}
        for line in brief.front:
            self.add(line.citations)

    def add(self, citations: Iterable[Citation]) -> None:
        for c in citations:
            self.stretches.setdefault(c.source, []).append((c.start, c.end))

    def has(self, line: EventItem | Statement) -> bool:
        """Whether words of the line, or of where the same is told, are printed already."""
        at = line.text.citation
        return any(start < at.end and at.start < end for start, end in self.stretches.get(at.source, ()))

    def once(self, lines: Sequence[Line]) -> list[Line]:
        """The lines of which nothing is printed yet, none of them twice; they count as printed."""
        new: list[Line] = []
        for line in lines:
            if not self.has(line):
                self.add((line.text.citation,))
                self.add(line.also)
                new.append(line)
        return new


def _listed(
    brief: Brief,
    items: _Items,
    cited: Iterable[EventItem | Statement | MilitaryItem],
    *,
    stories: Sequence[StoryTold] = (),
    people: Sequence[Voice] = (),
) -> tuple[Source, ...]:
    """The sources to be listed, where these lines are printed beside the front page."""
    if len(brief.sources) <= _ALL_SOURCES:
        return brief.sources
    numbers = {c.source for line in brief.front for c in line.citations}
    for line in cited:
        also = () if isinstance(line, MilitaryItem) else line.also
        numbers |= {line.source, *(c.source for c in also[:SHOWN])}
    numbers |= {cited.citation.source for v in people for cited in (v.role or v.name,)}
    numbers |= {s.story.name.citation.source for s in stories if s.story and s.story.name}
    numbers |= {row.source for s in stories for table in s.figures for row in table.rows}
    numbers |= {items.where[id_] for s in stories for d in s.differences for id_ in d.items}
    pointers = list(_pointers(brief))
    numbers |= {p.source for p in pointers if p.source}
    numbers |= {items.where[p.item] for p in pointers if p.item in items.where}
    return tuple(s for s in brief.sources if s.number in numbers or not s.read)


def _problems(brief: Brief) -> tuple[Problem, ...]:
    """The problems that cost an article or more than a reading; of many the first."""
    lacks = {(p.where, p.message) for p in lacking([s.article for s in brief.sources])}
    whole = [p for p in brief.problems if p.stage not in _READINGS and (p.where, p.message) not in lacks]
    return tuple(whole[:_PROBLEMS])


def _room_of_notes(brief: Brief) -> Room:
    """What the analyst's own text takes, which is never left out."""
    blocks = [block for note in (brief.notes.sections if brief.notes else ()) for block in note.blocks]
    texts = ["".join(run.text for run in block.runs) for block in blocks]
    return total(Room(words=0, lines=len(text) / 90 + 1.6) for text in texts)


def _within(rows: Iterable[T], room: Room, takes: Callable[[T], Room]) -> tuple[tuple[T, ...], Room]:
    """The first rows that there is room for, and what they take; one that is too long is passed over."""
    kept: list[T] = []
    spent = Room()
    for row in rows:
        if room.holds(cost := spent + takes(row)):
            kept.append(row)
            spent = cost
    return tuple(kept), spent


def _singles(brief: Brief, items: _Items) -> list[EventItem]:
    """The most telling event of each article that is of no story and not on the front page."""
    told = {n for story in brief.stories for n in story.sources}
    told |= {c.source for line in brief.front for c in line.citations}
    best: dict[int, EventItem] = {}
    for event in sorted(brief.events, key=lambda e: e.text.citation.start):
        # News is written lead first: what stands further down is background, or leans on what stands above.
        if event.source not in told and event.text.citation.start <= _lead(items.sources[event.source]):
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


def _lead(source: Source) -> int:
    """Where the title and the first paragraph of a source end."""
    body = [p.end for p in source.article.paragraphs if p.kind is ParagraphKind.BODY]
    return min(body[0], _LEAD) if body else 0


# --- stories -------------------------------------------------------------------------------


def _stories(brief: Brief, items: _Items, room: Room, told: _Told) -> tuple[tuple[StoryTold, ...], Room]:
    """The stories in the order of the front page, told in turn until the room is spent, and what they take.

    Every story gets its best line before any gets its second, so that a long one crowds out none.
    """
    lines = {story.number: _lines(items, story, told) for story in _ordered(brief)}
    kept: dict[int, list[EventItem | Statement]] = {}
    spent = Room()
    frames = {story.number: _frame(items, story) for story in _ordered(brief)}
    for story in _ordered(brief):
        shows = _figures(items, story)
        if (shows or _differing(items, story, shows)) and room.holds(spent + frames[story.number]):
            kept[story.number] = []
            spent += frames[story.number]
    for round_ in zip_longest(*([(number, line) for line in lines[number]] for number in lines)):
        for number, line in filter(None, round_):
            cost = paragraph(line) + (Room() if number in kept else frames[number])
            if not told.has(line) and room.holds(spent + cost):
                kept.setdefault(number, []).append(line)
                told.add((line.text.citation, *line.also))
                spent += cost
    out = (_told(items, story, kept[story.number]) for story in _ordered(brief) if story.number in kept)
    return tuple(out), spent


def _frame(items: _Items, story: Story) -> Room:
    """What a story takes beside its lines: its name, its figures, and where its sources differ."""
    name = story.name.value if story.name else ""
    tables = _figures(items, story)
    taken = heading(name, story.sources) + total(figures(len(t.rows)) for t in tables)
    differing = _differing(items, story, tables)
    return taken + total(difference(items.words[i] for i in d.items if i in items.words) for d in differing)


def _figures(items: _Items, story: Story) -> tuple[FigureTable, ...]:
    """The first tables of a story's numbers, in which no source tells one twice."""
    own = items.figures.get(story.number, ())[:_FIGURES]
    return tuple(replace(f, rows=_a_row_each(f.rows)) for f in own)


def _a_row_each(rows: Sequence[FigureRow]) -> tuple[FigureRow, ...]:
    """The rows without those in which a source tells its own number again."""
    first: dict[tuple[int, float | None], FigureRow] = {}
    for row in rows:
        low, high = row.figure.low, row.figure.high
        first.setdefault((row.source, high if low is None else low), row)
    return tuple(first.values())


def _differing(items: _Items, story: Story, tables: Sequence[FigureTable]) -> tuple[Difference, ...]:
    """Where a story's sources differ, but for what a table of figures shows."""
    shown = [(table.of, {row.event for row in table.rows}) for table in tables]

    def new(d: Difference) -> bool:
        return not any(d.subject == of and events & set(d.items) for of, events in shown)

    return tuple(d for d in items.differences.get(story.number, ()) if new(d))


def _ordered(brief: Brief) -> tuple[Story, ...]:
    """The stories as the front page has them, then the others."""
    front = [line.story for line in brief.front if line.story is not None]
    place = {number: n for n, number in reversed(list(enumerate(front)))}
    return tuple(sorted(brief.stories, key=lambda s: (place.get(s.number, len(front)), s.number)))


def _lines(items: _Items, story: Story, told: _Told) -> Iterator[EventItem | Statement]:
    """Lines of a story in turn: an event, a statement, …, best first; none that the front page has."""
    mine = [
        event
        for n in story.sources
        for event in items.events.get(n, ())
        if not told.has(event) and not _background(event, items.sources[n].article.published or items.last)
    ]
    events = sorted(mine, key=lambda e: (-_rank(e), e.number))
    happened = [e for e in events if e.status not in _PLANNED][:_HAPPENED]
    planned = [e for e in events if e.status in _PLANNED][:_NEXT]
    own = (s for n in story.sources for s in items.statements.get(n, ()) if s.entity and not told.has(s))
    said = sorted(own, key=lambda s: (-_weight(s), s.number))
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


def _told(items: _Items, story: Story, lines: Sequence[EventItem | Statement]) -> StoryTold:
    """A story with the lines that are kept, each kind in the order of its days."""
    events = sorted((x for x in lines if isinstance(x, EventItem)), key=_day_of)
    said = sorted((x for x in lines if isinstance(x, Statement)), key=lambda s: (s.entity or "", s.number))
    tables = _figures(items, story)
    return StoryTold(
        number=story.number,
        story=story,
        sources=story.sources,
        happened=tuple(e for e in events if e.status not in _PLANNED),
        planned=tuple(e for e in events if e.status in _PLANNED),
        said=tuple(said),
        figures=tables,
        differences=_differing(items, story, tables),
    )


def _background(event: EventItem, published: str) -> bool:
    """Whether an event is told as of a month before its article's: what led to the news, and none itself."""
    day = event.date.value if event.date else ""
    return bool(day) and bool(published) and day[:_MONTH] < published[: min(len(day), _MONTH)]


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
    for pointer in _pointers(brief):
        yield from filter(None, (pointer.item, pointer.entity))


def _pointers(brief: Brief) -> Iterator[Pointer]:
    for note in brief.notes.sections if brief.notes else ():
        runs = (run.pointer for block in note.blocks for run in block.runs)
        yield from (pointer for pointer in (note.about, *runs) if pointer is not None)
