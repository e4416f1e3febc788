"""The sections of notes: headings of the first or second level, each of a kind that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from briefing.errors import NotesError
from briefing.lexicon import load
from briefing.lexicon.headings import heading
from briefing.model import NoteKind, record

FENCE = re.compile(r"[ ]{0,3}(```|~~~)")
HEADING = re.compile(r"[ ]{0,3}#{1,2}[ \t]+(.*?)[ \t]*#*[ \t]*")


@record
class Section:
    """A section as written: its kind, what it is about, its text, and the line of its heading."""

    kind: NoteKind
    about: str
    text: str
    line: int


def sections(body: str, first: int, *, where: str) -> list[Section]:
    """The sections in their order; `first` is the line of the notes on which the body begins."""
    cut, before = _cut(body, first)
    if before:
        raise _early(before, where)
    return [_section(number, title, lines, where) for number, title, lines in cut]


def faults(body: str, first: int, *, where: str) -> Iterator[NotesError]:
    """Every heading that is of no known kind, and text before the first; a draft without headings is none."""
    cut, before = _cut(body, first)
    if cut and before:
        yield _early(before, where)
    for number, title, lines in cut:
        try:
            _section(number, title, lines, where)
        except NotesError as error:
            yield error


def _cut(body: str, first: int) -> tuple[list[tuple[int, str, list[str]]], int]:
    """Each section's line, heading and lines; and the line of text before the first, else 0."""
    found: list[tuple[int, str, list[str]]] = []
    before = 0
    fenced = False
    for number, line in enumerate(body.split("\n"), start=first):
        fenced ^= bool(FENCE.match(line))
        head = None if fenced else HEADING.fullmatch(line)
        if head:
            found.append((number, head[1], []))
        elif found:
            found[-1][2].append(line)
        elif line.strip():
            before = before or number
    return found, before


def _early(number: int, where: str) -> NotesError:
    return NotesError(
        "text before the first section", where=f"{where}:{number}", hint=f"There are: {_known()}"
    )


def _section(number: int, title: str, lines: list[str], where: str) -> Section:
    read = heading(title)
    if read is None:
        words = [word for entry in load("notes")["sections"] for word in entry.words]
        near = get_close_matches(title.casefold(), words, n=1)
        hint = f"The nearest is {near[0].capitalize()!r}" if near else f"There are: {_known()}"
        raise NotesError(f"no section {title!r}", where=f"{where}:{number}", hint=hint)
    return Section(kind=read.kind, about=read.about, text="\n".join(lines), line=number)


def _known() -> str:
    return ", ".join(entry.words[0].capitalize() for entry in load("notes")["sections"])
