"""Headings of the analyst's notes, by the word list `notes/sections.toml`."""

from __future__ import annotations

from pathlib import Path

from briefing.lexicon import Entry, WordList, load
from briefing.model import NoteKind, record


@record
class Heading:
    """What a heading announces; `about` is what it names behind "Comment on"."""

    kind: NoteKind
    about: str = ""


def heading(text: str, user_folder: Path | None = None) -> Heading | None:
    """The section that a heading announces; none where it is no heading of notes.

    >>> heading("Komentar atas berita S2")
    Heading(kind=<NoteKind.COMMENT: 'comment'>, about='S2')
    """
    return _find(text, load("notes", user_folder)["sections"])


def _find(text: str, words: WordList) -> Heading | None:
    plain = " ".join(text.split())
    low = plain.casefold().rstrip(":")
    table = words.by_word()
    if low in table and not table[low].values.get("about"):
        return Heading(kind=NoteKind(table[low].get("kind")))
    for word in sorted((w for w in table if table[w].values.get("about")), key=len, reverse=True):
        if low.startswith(f"{word} "):
            return Heading(kind=NoteKind(table[word].get("kind")), about=plain[len(word) :].strip(" :“”\"'"))
    return None


def fires(entry: Entry, text: str) -> bool:
    """Whether a heading is read as the entry's section; checks the word list's examples."""
    found = heading(text)
    return found is not None and found.kind == entry.get("kind")
