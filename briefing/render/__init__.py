"""Brief -> bytes, in every format, from the record alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from briefing.errors import UsageError
from briefing.model import Brief
from briefing.render import archiving
from briefing.render.html import html
from briefing.render.json import json
from briefing.render.mail import mail_html, mail_text
from briefing.render.markdown import markdown
from briefing.render.pdf import pdf
from briefing.render.text import text
from briefing.render.themes import Theme, find_theme
from briefing.settings import Given

__all__ = ["FORMATS", "KEPT", "MAIL", "find_theme", "render"]


class Renderer(Protocol):
    """What a format is: a function from a brief and a theme to the bytes of a file."""

    def __call__(self, brief: Brief, chosen: Theme, *, language: str | None = None) -> bytes: ...


FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {"pdf": pdf, "html": html, "json": json, "txt": text, "md": markdown}
)
"""The formats by name, which is also the file's ending."""

MAIL: Mapping[str, Renderer] = MappingProxyType({"email": mail_html, "email text": mail_text})
"""The bodies of a mail; a theme that has a template for them can be sent."""

KEPT: Mapping[str, Renderer] = MappingProxyType({archiving.FORMAT: archiving.pdf_a})
"""The PDF for keeping: PDF/A-3, with the record and the source texts in it."""


def render(
    brief: Brief,
    format: str,
    *,
    theme: str = "intelligence",
    templates_folder: Path | None = None,
    language: str | None = None,
    options: Mapping[str, Given] = MappingProxyType({}),
    labels: Path | None = None,
) -> bytes:
    """The brief in one format. The same brief gives the same bytes.

    `language` (default: the brief's own) is that of labels, dates and numbers, `labels` a folder
    with catalogues of the user's, `options` those of the theme. Raises UsageError where the
    format, theme or language is unknown or an option does not fit, and TemplateError where a template
    can't be rendered.
    """
    make = {**FORMATS, **MAIL, **KEPT}.get(format)
    if make is None:
        raise UsageError(f"no format {format!r}", hint=f"There are: {', '.join(FORMATS)}")
    chosen = find_theme(theme, templates_folder, options=options, labels=labels)
    return make(brief, chosen, language=language)
