"""The analyst's own text, merged into a brief: judged and assumed, where all else is reported.

Notes are Markdown: front matter in TOML between `+++` lines, then sections whose headings say what
they are ("Key judgements", "Comment on S3", "Outlook", …). They are sanitised and kept in the
record as plain runs of text, never as markup or template source. Citations must resolve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from briefing import markings
from briefing.compose.marking import graded, named
from briefing.errors import MarkingError, NotesError
from briefing.model import Brief, Note, NoteBlock, NoteKind, Notes, Pointer
from briefing.notes.citing import Index, check
from briefing.notes.front import WHOLE_FRONT, Front, split
from briefing.notes.prose import Block, blocks
from briefing.notes.sections import Section, sections
from briefing.notes.sections import faults as section_faults

__all__ = ["attach", "faults"]

ORDER = {kind: n for n, kind in enumerate(NoteKind)}


def attach(brief: Brief, text: str, *, where: str) -> Brief:
    """The brief with the notes in it, marked as strictly as they are, graded as they say.

    `where` names the notes in messages. Raises NotesError, in one line with the notes' own line
    number and the nearest thing that exists, for a heading, key or citation that leads nowhere.
    """
    front, body, first = split(text.removeprefix("\ufeff").replace("\r\n", "\n"), where=where)
    _known(front, brief, where)
    _grades(front, brief, where)
    brief = graded(brief, front.grading)
    index = Index(brief)
    check(body, first, index, where)
    read = [(s, _about(s, index, where)) for s in sections(body, first, where=where)]
    read.sort(key=lambda pair: ORDER[pair[0].kind])
    notes: list[Note] = []
    number = 0
    for section, about in read:
        made = []
        for block in blocks(section.text, index, where=f"{where}:{section.line}", scheme=markings.of(brief)):
            number += 1
            made.append(_block(block, number, about, front, brief, f"{where}:{section.line}"))
        if made:
            notes.append(Note(kind=section.kind, about=about, blocks=tuple(made)))
    labels = [b.marking for note in notes for b in note.blocks]
    merged = Notes(
        author=front.author,
        date=front.date,
        language=front.language or brief.language,
        sections=_joined(notes),
    )
    return replace(
        brief, notes=merged if notes else None, marking=_strictest([brief.marking, *labels], brief)
    )


def faults(text: str, *, where: str) -> tuple[NotesError, ...]:
    """What `attach` would refuse in the form of notes, whichever the brief: keys and headings, by line."""
    even = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        _, body, first = split(even, where=where)
    except NotesError as error:
        front = WHOLE_FRONT.match(even)
        below = faults("\n" * front[0].count("\n") + even[front.end() :], where=where) if front else ()
        return (error, *below)
    return tuple(section_faults(body, first, where=where))


def _joined(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Sections of one kind, about the same thing, as one."""
    out = []
    for (kind, about), same in groupby(notes, key=lambda note: (note.kind, note.about)):
        out.append(Note(kind=kind, about=about, blocks=tuple(b for note in same for b in note.blocks)))
    return tuple(out)


def _about(section: Section, index: Index, where: str) -> Pointer | None:
    return index.target(section.about, f"{where}:{section.line}") if section.about else None


def _block(
    block: Block, number: int, about: Pointer | None, front: Front, brief: Brief, where: str
) -> NoteBlock:
    """A block with its marking: its own, else the notes', else the brief's; never below what it cites."""
    pointers = [about, *(run.pointer for run in block.runs)]
    names = {v.entity: v.name.citation.source for v in brief.voices}
    cited = {names[p.entity] if p.entity else p.source for p in pointers if p}
    own = block.marking or front.marking or brief.marking
    try:
        label = _strictest([own, *(s.marking for s in brief.sources if s.number in cited)], brief)
    except MarkingError as error:
        raise NotesError(error.what, where=where, hint=error.hint) from error
    return NoteBlock(number=number, kind=block.kind, marking=label, runs=block.runs)


def _strictest(labels: Sequence[str], brief: Brief) -> str:
    """The strictest label; with a marking of no scheme nothing can be compared, so all must be the same."""
    same = dict.fromkeys(labels)
    return labels[0] if len(same) == 1 else markings.strictest(same, markings.of(brief))


def _known(front: Front, brief: Brief, where: str) -> None:
    if front.marking and front.marking != brief.marking:
        try:
            markings.strictest([front.marking, brief.marking], markings.of(brief))
        except MarkingError as error:
            raise NotesError(f"marking: {error.what}", where=f"{where}:1", hint=error.hint) from error


def _grades(front: Front, brief: Brief, where: str) -> None:
    for key, _ in front.grading:
        if not any(named(source.article, key) for source in brief.sources):
            known = [name for s in brief.sources for name in (s.article.outlet, s.article.source) if name]
            raise NotesError(
                f"grading: {key!r} is no outlet or file of this brief",
                where=f"{where}:1",
                hint=f"There are: {', '.join(dict.fromkeys(known))}",
            )
