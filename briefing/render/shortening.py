"""A brief with fewer items, for where there is a limit of size; what is kept is by rule.

Notes, the front page and the sources stay, since everything else leans on them. Of the rest the first
of each kind are kept, and the brief's own order puts the weightiest first. Nothing is renumbered: an
item has the same number in the mail as in the PDF beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefing.model import Brief, Pointer, record


@record
class Caps:
    """How many of each are kept: statements of a voice, voices, and so on."""

    statements: int
    voices: int
    military: int
    chronology: int
    sentences: int
    digests: int
    problems: int


LEVELS = (
    Caps(statements=5, voices=40, military=40, chronology=40, sentences=2, digests=60, problems=20),
    Caps(statements=4, voices=30, military=30, chronology=30, sentences=1, digests=60, problems=15),
    Caps(statements=3, voices=20, military=24, chronology=24, sentences=1, digests=40, problems=10),
    Caps(statements=2, voices=16, military=18, chronology=18, sentences=1, digests=40, problems=8),
    Caps(statements=2, voices=12, military=12, chronology=12, sentences=1, digests=20, problems=5),
    Caps(statements=1, voices=8, military=6, chronology=0, sentences=0, digests=0, problems=3),
    Caps(statements=0, voices=0, military=0, chronology=0, sentences=0, digests=0, problems=0),
)
"""From the mildest cut to the hardest; level 0, before them, is the whole brief."""


def shortened(brief: Brief, level: int) -> Brief:
    """The brief at a level of shortening: 0 is all of it."""
    if level == 0:
        return brief
    caps = LEVELS[min(level, len(LEVELS)) - 1]
    differences = brief.differences if caps.military else ()
    pointed = {p.item for p in _pointers(brief) if p.item} | {i for d in differences for i in d.items}
    pointed |= {line.item for line in brief.front if line.item}
    sides = (m for e in brief.events if e.id in pointed for m in (*e.doers, *e.targets))
    entities = {p.entity for p in _pointers(brief) if p.entity} | {m.entity for m in sides}
    speaking = [v for v in brief.voices if v.statements][: caps.voices]
    silent = [v for v in brief.voices if not v.statements][: caps.voices]
    said = {id_ for v in speaking for id_ in v.statements[: caps.statements]}
    nobodys = [s.id for s in brief.statements if not s.entity][: caps.statements]
    kept = {*said, *nobodys, *pointed}
    statements = tuple(s for s in brief.statements if s.id in kept)
    needed = {s.entity for s in statements} | {m.entity for s in statements for m in s.about} | entities
    shown = {v.entity for v in (*speaking, *silent)} | needed
    military = tuple(m for n, m in enumerate(brief.military) if n < caps.military or m.id in pointed)
    left = {s.id for s in statements} | {m.id for m in military} | {e.id for e in brief.events}
    entries = [e for e in brief.chronology if e.item is None or e.item in left]
    return replace(
        brief,
        statements=statements,
        voices=tuple(
            replace(v, statements=tuple(s for s in v.statements if s in kept))
            for v in brief.voices
            if v.entity in shown
        ),
        military=military,
        chronology=tuple(entries[-caps.chronology :] if caps.chronology else ()),
        digests=tuple(
            replace(d, sentences=d.sentences[: caps.sentences]) for d in brief.digests[: caps.digests]
        )
        if caps.sentences
        else (),
        problems=brief.problems[: caps.problems],
        differences=differences,
    )


def _pointers(brief: Brief) -> Iterator[Pointer]:
    """What the analyst's notes point to."""
    for note in brief.notes.sections if brief.notes else ():
        if note.about:
            yield note.about
        yield from (run.pointer for block in note.blocks for run in block.runs if run.pointer)
