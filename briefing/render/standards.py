"""What the standards ask a page to show: portion markings, the analyst's text, what the sources are.

All of it is worked out from the record alone: the source summary statement counts and compares what
the sources' own fields say, and adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from briefing import markings
from briefing.compose.editions import StoryTold
from briefing.model import (
    Brief,
    ChronologyEntry,
    Cited,
    Difference,
    Digest,
    EventItem,
    FrontLine,
    MilitaryItem,
    NoteBlock,
    NoteKind,
    Source,
    Statement,
    Voice,
    record,
)
from briefing.render.pictures.sheet import Picture


@record
class Analyst:
    """The analyst's text by its place: sections of its own, and comments by what they are about.

    A comment's key is a source's number, a statement's or military item's id, or a voice's entity.
    """

    author: str | None
    date: str | None
    language: str
    judgements: tuple[NoteBlock, ...]
    assumptions: tuple[NoteBlock, ...]
    outlook: tuple[NoteBlock, ...]
    gaps: tuple[NoteBlock, ...]
    comments: Mapping[int | str, tuple[NoteBlock, ...]]


@record
class Carrier:
    """An outlet that several sources have words from, or are of: they are not independent there."""

    outlet: str
    sources: tuple[int, ...]


@record
class Sourcing:
    """The source summary statement in figures. Days are ISO; none where no source is dated."""

    articles: int
    outlets: tuple[str, ...]
    unnamed: int
    dated: int
    undated: int
    oldest: str | None
    newest: str | None
    drawing: int
    shared: tuple[Carrier, ...]
    unread: int
    graded: int


Portion = (
    Statement
    | Voice
    | MilitaryItem
    | EventItem
    | ChronologyEntry
    | Digest
    | Difference
    | FrontLine
    | StoryTold
    | Source
    | NoteBlock
    | Picture
)


def analyst(brief: Brief) -> Analyst | None:
    """The analyst's text by its place; none where the brief has no notes."""
    if brief.notes is None:
        return None
    by_kind: dict[NoteKind, tuple[NoteBlock, ...]] = {}
    comments: dict[int | str, tuple[NoteBlock, ...]] = {}
    for note in brief.notes.sections:
        if note.about is None:
            by_kind[note.kind] = by_kind.get(note.kind, ()) + note.blocks
        else:
            key = note.about.item or note.about.entity or note.about.source or 0
            comments[key] = comments.get(key, ()) + note.blocks
    return Analyst(
        author=brief.notes.author,
        date=brief.notes.date,
        language=brief.notes.language,
        judgements=by_kind.get(NoteKind.JUDGEMENTS, ()),
        assumptions=by_kind.get(NoteKind.ASSUMPTIONS, ()),
        outlook=by_kind.get(NoteKind.OUTLOOK, ()),
        gaps=by_kind.get(NoteKind.GAPS, ()),
        comments=comments,
    )


def has(brief: Brief, kind: NoteKind) -> bool:
    """Whether the notes have a section of this kind."""
    return brief.notes is not None and any(n.kind is kind and n.about is None for n in brief.notes.sections)


def sourcing(brief: Brief) -> Sourcing:
    """The source summary statement of a brief, counted."""
    articles = [s.article for s in brief.sources]
    days = sorted(a.published[:10] for a in articles if a.published)
    return Sourcing(
        articles=len(articles),
        outlets=tuple(dict.fromkeys(a.outlet for a in articles if a.outlet)),
        unnamed=sum(1 for a in articles if not a.outlet),
        dated=len(days),
        undated=len(articles) - len(days),
        oldest=days[0] if days else None,
        newest=days[-1] if days else None,
        drawing=sum(1 for s in brief.sources if s.carried),
        shared=tuple(_shared(brief.sources)),
        unread=sum(1 for s in brief.sources if not s.read),
        graded=sum(1 for s in brief.sources if s.grading),
    )


def _shared(sources: Iterable[Source]) -> Iterable[Carrier]:
    carried: dict[str, set[int]] = {}
    for source in sources:
        for outlet in source.carried:
            carried.setdefault(outlet, set()).add(source.number)
    for source in sources:
        if source.article.outlet in carried:
            carried[source.article.outlet].add(source.number)
    return (Carrier(outlet=o, sources=tuple(sorted(n))) for o, n in carried.items() if len(n) > 1)


def filters(brief: Brief) -> dict[str, Callable[..., Any]]:
    """`portion`: the label that a part of the brief bears where its parts differ, else nothing."""
    scheme = markings.of(brief)
    shorts = {m.label: m.short for m in scheme}
    voices = {v.entity: v for v in brief.voices}
    by_number = {s.number: s.marking or brief.marking for s in brief.sources}
    differ = len(set(_labels(brief))) > 1
    lines: list[Statement | MilitaryItem | EventItem] = [*brief.statements, *brief.military, *brief.events]
    read_from = {line.id: line.source for line in lines}
    by_id = {line.id: line for line in lines}

    def portion(part: Portion) -> str:
        return shorts[_label(part)] if differ else ""

    def framed(line: FrontLine) -> set[int]:
        """The sources of the names that the frame of a line prints."""
        item = by_id.get(line.item or "")
        told = (item.doers, item.targets) if isinstance(item, EventItem) else ()
        entities = [m.entity for side in told for m in side]
        if isinstance(item, Statement):
            entities = [*([item.entity] if item.entity else []), *(m.entity for m in item.about)]
        return {voices[e].name.citation.source for e in entities if line.frame and e in voices}

    def _label(part: Portion) -> str:
        if isinstance(part, NoteBlock):
            return part.marking
        if isinstance(part, Source):
            return by_number[part.number]
        if isinstance(part, Difference):
            return markings.strictest({by_number[read_from[item]] for item in part.items}, scheme)
        numbers = part.sources if isinstance(part, Picture) else _sources(part, voices)
        if isinstance(part, FrontLine):
            numbers = {*numbers, *framed(part)}
        return markings.strictest({by_number[n] for n in numbers}, scheme)

    def mark_class(label: str) -> str:
        return _class(label, brief)

    return {"portion": portion, "mark_class": mark_class, "barred": barred}


def barred(text: str) -> str:
    """Lines that begin with two spaces, each with a bar there: what sets a text apart in plain text."""
    return "\n".join(f"| {line[2:]}" for line in text.splitlines())


def _labels(brief: Brief) -> Iterable[str]:
    yield from (s.marking or brief.marking for s in brief.sources)
    yield from (b.marking for n in (brief.notes.sections if brief.notes else ()) for b in n.blocks)


def _sources(
    part: Statement | Voice | MilitaryItem | EventItem | ChronologyEntry | Digest | FrontLine | StoryTold,
    voices: Mapping[str, Voice],
) -> set[int]:
    """The sources that a printed part has its words from: a speaker's office may be another source's."""
    if isinstance(part, Voice):
        return {c.citation.source for c in (part.name, part.role, part.country, *part.also) if c}
    if isinstance(part, FrontLine):
        return {c.source for c in part.citations}
    if isinstance(part, StoryTold):
        return {part.sources[0]}
    numbers = {part.source}
    if isinstance(part, EventItem | Statement):
        numbers |= {c.source for c in part.also}
    if isinstance(part, Statement) and part.entity:
        numbers |= _borrowed(part, voices[part.entity])
    return numbers


def _borrowed(statement: Statement, voice: Voice) -> set[int]:
    """Sources of what is printed with a statement though its own source does not tell it."""
    same = statement.speaker is not None and statement.speaker.value == voice.name.value
    taken: list[Cited | None] = [None if same else voice.name]
    taken += [None, None] if statement.role else [voice.role, voice.body]
    taken.append(None if statement.country else voice.country)
    return {c.citation.source for c in taken if c}


def _class(label: str, brief: Brief) -> str:
    """The CSS class of a label: that of TLP, or of its place in the brief's own scheme."""
    places = [n for n, m in enumerate(brief.scheme) if label in (m.label, m.short)]
    if places:
        return f"own-{places[0]}"
    return "-".join(
        word for word in "".join(c if c.isalnum() else " " for c in label.lower()).split() if word.isascii()
    )
