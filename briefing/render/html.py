"""The brief as one HTML file: no outside resource, no script needed."""

from __future__ import annotations

from briefing.model import Brief
from briefing.render.embedding import embedded
from briefing.render.policy import policed
from briefing.render.templates import fill
from briefing.render.themes import Theme


def html(brief: Brief, chosen: Theme, *, language: str | None = None) -> bytes:
    """The brief as a web page."""
    page = fill("brief.html.j2", brief, chosen, language=language, medium="screen")
    return (policed(embedded(page, chosen), chosen) if chosen.own else page).encode()
