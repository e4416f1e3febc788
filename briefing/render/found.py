"""Answers of a search as a page: what was said and done, by day, with the brief that tells it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template

    from briefing.archive import Found

NAME = "found.html.j2"


def page(found: Sequence[Found], *, title: str) -> str:
    """The page, in HTML, that stands alone and loads nothing."""
    days: dict[str, list[Found]] = {}
    for one in found:
        days.setdefault(one.line.day, []).append(one)
    return _template().render(days=days, title=title)


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    kept = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=kept, autoescape=True, undefined=StrictUndefined).get_template(NAME)
