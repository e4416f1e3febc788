"""The brief as plain text of 78 columns."""

from __future__ import annotations

import textwrap
from typing import Any

from briefing.model import Brief
from briefing.render.templates import fill
from briefing.render.themes import Theme

WIDTH = 78


def text(brief: Brief, chosen: Theme, *, language: str | None = None) -> bytes:
    """The brief as plain text, UTF-8."""
    page = fill("brief.txt.j2", brief, chosen, language=language, **FORMAT)
    return tidy(page).encode()


def wrap(words: str, indent: int = 0, first: int | None = None) -> str:
    """The words broken into lines of 78 columns, `indent` spaces before each, `first` before the first."""
    lead = " " * (indent if first is None else first)
    return textwrap.fill(
        " ".join(words.split()),
        width=WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


FORMAT: dict[str, Any] = {"autoescape": False, "extra": {"wrap": wrap}}
"""How `fill` fills a template of plain text."""


def tidy(page: str) -> str:
    """No more than one empty line, no spaces at line ends, one line feed at the end."""
    out: list[str] = []
    for line in (raw.rstrip() for raw in page.splitlines()):
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out).strip("\n") + "\n"
