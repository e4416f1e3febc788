"""The analyst's edits: read from their file, and applied to the brief."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from briefing import codec
from briefing.errors import EditsError
from briefing.model import Brief
from briefing.progress import report
from briefing.settings import Settings
from briefing.workflow.titles import with_frames

FILE_NAME = "edits.toml"
LIMIT = 1_000_000
"""Bytes: more are no edits."""


def edited(brief: Brief, settings: Settings, folder: Path) -> Brief:
    """The brief with the edits that the settings name, or that lie in its folder; as it is where none do.

    An edit that can't be read or applied is among its problems.
    """
    beside = folder / FILE_NAME
    file = settings.edits or (beside if beside.is_file() else None)
    if file is None:
        return brief
    from briefing.edits import apply

    edits, problems = codec.read_edits(_read(file), source=file.name)
    made = apply(brief, edits, user_folder=settings.lexicon)
    told = (*problems, *made.problems[len(brief.problems) :])
    for problem in told:
        report(problem)
    made = replace(made, problems=tuple(dict.fromkeys((*brief.problems, *told))))
    return with_frames(made, settings.labels)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(LIMIT + 1)
    except OSError as error:
        raise EditsError(f"can't be read: {error.strerror}", where=str(file)) from error
    if len(data) > LIMIT:
        raise EditsError("is too large for edits: over 1 MB", where=str(file))
    return data
