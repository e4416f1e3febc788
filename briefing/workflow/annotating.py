"""The analyst's notes: read from their file, linted, and merged into the brief."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from briefing.errors import NotesError
from briefing.model import Brief, Problem
from briefing.progress import report
from briefing.settings import Settings

STDIN = "-"
LIMIT = 1_000_000
"""Bytes: more are no notes."""


def annotated(brief: Brief, settings: Settings) -> Brief:
    """The brief with the notes that the settings name; what their lint finds is among its problems."""
    from briefing import notes

    if settings.notes is None:
        return brief
    text, where = read_notes(settings.notes), str(settings.notes)
    with_notes = notes.attach(brief, text, where=where)
    return replace(with_notes, problems=(*with_notes.problems, *_found(text, where, settings)))


def read_notes(file: str | Path, stdin: bytes = b"") -> str:
    """The text of a notes file, or of `stdin` for "-". Raises NotesError where it is no text."""
    try:
        data = stdin if file == STDIN else Path(file).read_bytes()
        if len(data) > LIMIT:
            raise NotesError(f"is too large for notes: {len(data) / 1e6:.1f} MB", where=str(file))
        return data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise NotesError(f"can't be read: {reason}", where=str(file), hint="Save it as UTF-8") from error


def _found(text: str, where: str, settings: Settings) -> tuple[Problem, ...]:
    from briefing.lint import lint

    return tuple(
        report(
            Problem(
                stage="lint",
                where=f"{where}:{f.line}:{f.column}",
                message=f"{f.words!r} {f.message}",
                hint="briefing lint",
            )
        )
        for f in lint(text, scale=settings.scale, user_folder=settings.lexicon)
    )
