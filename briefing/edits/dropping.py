"""Lines taken out of a brief, with all that points to them; what is left fits together as before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from briefing.edits.finding import NotDoneError, line, overlap
from briefing.model import (
    Brief,
    Citation,
    Difference,
    DifferenceKind,
    Digest,
    Edit,
    FigureTable,
    FrontLine,
    Source,
    Statement,
    Verdict,
)
from briefing.verify.figures import some_apart
from briefing.verify.judging import by_id


def drop(brief: Brief, edit: Edit) -> tuple[Brief, Edit]:
    """The brief without the lines, and the edit with where their words stand.

    With a line goes what is told with it, since that is printed as one; of a line of the front page what is
    behind it stays.
    """
    gone: set[str] = set()
    spans: list[Citation] = []
    front = {f.id: f for f in brief.front}
    items = by_id(brief).values()
    for id_ in edit.lines:
        if id_ in front:
            spans.extend(front[id_].citations)
            continue
        own = line(brief, id_).id
        for item in items:
            if item.id == own or getattr(item, "repeats", None) == own:
                gone.add(item.id)
                spans.append(item.text.citation)
    if cited := sorted(gone & _cited_by_notes(brief)):
        raise NotDoneError(f"the notes cite {cited[0]!r}: take it out of them first")
    return without(brief, gone, spans), replace(edit, cited=tuple(spans))


def without(brief: Brief, gone: Collection[str], spans: Sequence[Citation]) -> Brief:
    """The brief without these items, nor any line of the front page that prints the words cited."""
    places = {
        (c.source, c.start, c.end) for i in by_id(brief).values() if i.id in gone for c in [i.text.citation]
    }

    def left(also: Iterable[Citation]) -> tuple[Citation, ...]:
        return tuple(c for c in also if (c.source, c.start, c.end) not in places)

    statements = tuple(
        replace(s, number=n, also=left(s.also))
        for n, s in enumerate((s for s in brief.statements if s.id not in gone), start=1)
    )
    events = tuple(
        replace(
            e,
            number=n,
            also=left(e.also),
            military=tuple(m for m in e.military if m not in gone),
            statement=None if e.statement in gone else e.statement,
        )
        for n, e in enumerate((e for e in brief.events if e.id not in gone), start=1)
    )
    kept = [m for m in brief.military if m.id not in gone]
    tables = [table for t in brief.figures if (table := _table(t, gone)) is not None]
    differences = [found for d in brief.differences if (found := _difference(d, gone)) is not None]
    return replace(
        brief,
        statements=statements,
        events=events,
        military=tuple(replace(m, number=n) for n, m in enumerate(kept, start=1)),
        voices=tuple(
            replace(v, statements=tuple(s for s in v.statements if s not in gone)) for v in brief.voices
        ),
        chronology=tuple(entry for entry in brief.chronology if entry.item not in gone),
        stories=tuple(
            replace(story, items=tuple(i for i in story.items if i not in gone)) for story in brief.stories
        ),
        figures=tuple(replace(t, number=n) for n, t in enumerate(tables, start=1)),
        differences=tuple(replace(d, number=n) for n, d in enumerate(differences, start=1)),
        front=front_without(brief.front, gone, spans),
        digests=_digests(brief.digests, [i.text.citation for i in by_id(brief).values() if i.id in gone]),
        sources=_sources(brief.sources, statements),
    )


def front_without(
    front: Iterable[FrontLine], gone: Collection[str], spans: Sequence[Citation]
) -> tuple[FrontLine, ...]:
    """The front page without what is made from these items, or prints the words cited."""
    return tuple(
        f for f in front if f.item not in gone and not any(overlap(f.citations[0], span) for span in spans)
    )


def _digests(digests: Iterable[Digest], gone: Iterable[Citation]) -> tuple[Digest, ...]:
    """The digests without the sentences that print words of what is gone."""
    spans: dict[int, list[Citation]] = {}
    for span in gone:
        spans.setdefault(span.source, []).append(span)
    left = (
        replace(
            digest,
            sentences=tuple(
                s
                for s in digest.sentences
                if not any(overlap(s.citation, span) for span in spans.get(digest.source, ()))
            ),
        )
        for digest in digests
    )
    return tuple(digest for digest in left if digest.sentences)


def judged_anew(table: FigureTable) -> FigureTable:
    """The table with the verdict that its rows bear out."""
    if not some_apart([row.figure for row in table.rows]):
        return replace(table, verdict=Verdict.AGREE)
    return replace(table, verdict=Verdict.DIFFER) if table.verdict is Verdict.AGREE else table


def _table(table: FigureTable, gone: Collection[str]) -> FigureTable | None:
    rows = tuple(row for row in table.rows if row.event not in gone)
    if len({row.source for row in rows}) < _SEVERAL:
        return None
    return table if rows == table.rows else judged_anew(replace(table, rows=rows))


_SEVERAL = 2


def _difference(difference: Difference, gone: Collection[str]) -> Difference | None:
    """What is left of a difference: two accounts at least, and of a denial what is denied."""
    places = [n for n, item in enumerate(difference.items) if item not in gone]
    denied = difference.kind is not DifferenceKind.DENIAL or 0 in places
    if len(places) < _SEVERAL or not denied:
        return None
    told = tuple(difference.told[n] for n in places) if difference.told else ()
    return replace(difference, items=tuple(difference.items[n] for n in places), told=told)


def _sources(sources: Iterable[Source], statements: Iterable[Statement]) -> tuple[Source, ...]:
    """The sources with the outlets that a statement still came through."""
    passed_on: dict[int, set[str]] = {}
    for s in statements:
        passed_on.setdefault(s.source, set()).update(c.value for c in s.chain)
    return tuple(
        replace(s, carried=tuple(c for c in s.carried if c in passed_on.get(s.number, ()))) for s in sources
    )


def _cited_by_notes(brief: Brief) -> set[str]:
    sections = brief.notes.sections if brief.notes else ()
    pointers = [note.about for note in sections]
    pointers += [run.pointer for note in sections for block in note.blocks for run in block.runs]
    return {pointer.item for pointer in pointers if pointer and pointer.item}
