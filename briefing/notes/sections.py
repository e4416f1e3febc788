"""The sections of notes: headings of the first or second level, each of a kind that is known."""

from __future__ import annotations

import re
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
    found: list[tuple[int, str, list[str]]] = []
    fenced = False
    for number, line in enumerate(body.split("\n"), start=first):
        fenced ^= bool(FENCE.match(line))
        head = None if fenced else HEADING.fullmatch(line)
        if head:
            found.append((number, head[1], []))
        elif found:
            found[-1][2].append(line)
        elif line.strip():
            raise NotesError(
                "text before the first section", where=f"{where}:{number}", hint=f"There are: {_known()}"
            )
    return [_section(number, title, lines, where) for number, title, lines in found]


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
