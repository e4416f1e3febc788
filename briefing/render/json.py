"""The brief's own record: what every other format is made from."""

from __future__ import annotations

from briefing import codec
from briefing.model import Brief
from briefing.render.themes import Theme


def json(brief: Brief, chosen: Theme, *, language: str | None = None) -> bytes:
    """The record as JSON (schema "briefing.brief/1"); theme and language make no difference to it."""
    return codec.brief_json(brief)
