"""The brief as Markdown (CommonMark with tables), every value escaped."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from briefing.model import Brief
from briefing.render.templates import fill, shown
from briefing.render.text import tidy
from briefing.render.themes import Theme

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


def markdown(brief: Brief, chosen: Theme, *, language: str | None = None) -> bytes:
    """The brief as Markdown, UTF-8."""
    page = fill("brief.md.j2", brief, chosen, language=language, **FORMAT)
    return tidy(page).encode()


def _show(value: Any) -> Any:
    value = shown(value)
    # Escaped here for Markdown, so that Jinja2 must not escape it for HTML.
    return value if isinstance(value, Markup) else Markup(escape(str(value)))  # noqa: S704


FORMAT: dict[str, Any] = {"show": _show}
"""How `fill` fills a template of Markdown."""


def escape(value: str) -> str:
    """A value as Markdown that prints it letter for letter: no emphasis, link, heading, HTML or table.

    >>> escape("# <b>*a*</b> | 1")
    '\\\\# \\\\<b\\\\>\\\\*a\\\\*\\\\</b\\\\> \\\\| 1'
    """
    line = " ".join(value.split())
    return _LINE_START.sub(r"\1\\\2" if not line[:1].isdigit() else r"\1\2\\", _SPECIAL.sub(r"\\\1", line))
