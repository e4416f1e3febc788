"""The brief as a tagged PDF, laid out by WeasyPrint from the same template as the web page.

The layout engine gets nothing but the theme's own files and `data:` addresses; any other address
stops the rendering. The same brief gives the same bytes: dates come from the brief, the file's
identifier from its contents.
"""

from __future__ import annotations

from briefing.errors import TemplateError
from briefing.model import Brief
from briefing.render import parts, press
from briefing.render.presses import in_parts
from briefing.render.templates import fill
from briefing.render.themes import Theme

MOST_SQUEEZED = 16
"""How often a page that may not be longer is set again, with less on it each time."""


def pdf(brief: Brief, chosen: Theme, *, language: str | None = None) -> bytes:
    """The brief as PDF/UA-1 (declared): tags, bookmarks, links, metadata, fonts embedded."""
    most = 1 if chosen.options.get("edition") == "page" else chosen.pages
    for squeeze in range(MOST_SQUEEZED + 1):
        page = fill("brief.html.j2", brief, chosen, language=language, medium="paper", squeeze=squeeze)
        whole = None if chosen.own or most else parts.cut(page)
        if whole is not None:
            return in_parts(whole, chosen)
        document = press.laid_out(page, chosen)
        if not most or len(document.pages) <= most:
            return press.bound(press.printed(document))
    raise TemplateError(
        f"makes {len(document.pages)} pages where {most} are allowed",
        where=f"theme {chosen.name}",
        hint="Print less the higher `squeeze` is",
    )
