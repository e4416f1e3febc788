"""What of a brief is in the language of whoever reads it: a title that nobody gave, frames of its front."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from briefing.errors import UsageError
from briefing.model import Brief

TITLE = "Daily briefing"


def default_title(language: str, own: Path | None = None) -> str:
    """The title of a brief that has none of its own; `own` is the folder of a user's labels."""
    from briefing.render.catalogue import labels

    return labels(language, own).text(TITLE)


def titled(brief: Brief, language: str, own: Path | None = None) -> Brief:
    """The brief with its title in this language, where it is the default one of a language."""
    if brief.language == language or brief.title not in _defaults(brief.language, own):
        return brief
    return replace(brief, title=default_title(language, own))


def with_frames(brief: Brief, own: Path | None = None) -> Brief:
    """The brief with the frames of its front page in its own language; as it is where that has no labels."""
    from briefing.render.catalogue import labels
    from briefing.render.frames import framed

    try:
        return framed(brief, labels(brief.language, own))
    except UsageError:
        return brief


def _defaults(language: str, own: Path | None) -> set[str]:
    """The default titles of our languages, and the one that the brief's own has among a user's labels."""
    from briefing.render.catalogue import languages

    found = {default_title(one) for one in languages()}
    try:
        return {*found, default_title(language, own)}
    except UsageError:  # made where there were labels that are not here
        return found
