"""Brief -> bytes, in every format, from the record alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from briefing.errors import TemplateError
from briefing.model import Brief
from briefing.render.html import html
from briefing.render.json import json
from briefing.render.markdown import markdown
from briefing.render.pdf import pdf
from briefing.render.templates import Theme, find_theme
from briefing.render.text import text

__all__ = ["FORMATS", "render"]


class Renderer(Protocol):
    """What a format is: a function from a brief and a theme to the bytes of a file."""

    def __call__(self, brief: Brief, chosen: Theme, *, language: str | None = None) -> bytes: ...


FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {"pdf": pdf, "html": html, "json": json, "txt": text, "md": markdown}
)
"""The formats by name, which is also the file's ending."""


def render(
    brief: Brief,
    format: str,
    *,
    theme: str = "intelligence",
    templates_folder: Path | None = None,
    language: str | None = None,
) -> bytes:
    """The brief in one format. The same brief gives the same bytes.

    `language` (default: the brief's own) is that of labels, dates and numbers. Raises TemplateError
    where the format, theme or language is unknown, or a template can't be rendered.
    """
    make = FORMATS.get(format)
    if make is None:
        raise TemplateError(f"no format {format!r}", hint=f"There are: {', '.join(FORMATS)}")
    return make(brief, find_theme(theme, templates_folder), language=language)
