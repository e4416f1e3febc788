"""The brief as a tagged PDF, laid out by WeasyPrint from the same template as the web page.

The layout engine gets nothing but the theme's own files and `data:` addresses; any other address
stops the rendering. The same brief gives the same bytes: dates come from the brief, the file's
identifier from the page that was laid out.
"""

from __future__ import annotations

import hashlib
from typing import Any

from briefing.errors import TemplateError
from briefing.model import Brief
from briefing.render.margins import margins_as_artifacts
from briefing.render.templates import fill
from briefing.render.themes import Theme

BASE = "https://theme.invalid/"
"""Stands for the theme's folder in addresses; nothing is ever asked for over the network."""

VARIANT = "pdf/ua-1"
MOST_SQUEEZED = 6
"""How often a page that may not be longer is set again, tighter each time."""


def pdf(brief: Brief, chosen: Theme, *, language: str | None = None) -> bytes:
    """The brief as PDF/UA-1 (declared): tags, bookmarks, links, metadata, fonts embedded."""
    from weasyprint import HTML  # type: ignore[import-untyped]
    from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]

    for squeeze in range(MOST_SQUEEZED + 1):
        page = fill("brief.html.j2", brief, chosen, language=language, medium="paper", squeeze=squeeze)
        document = HTML(string=page, base_url=BASE, url_fetcher=_fetcher(chosen))
        try:
            laid_out = document.render(pdf_variant=VARIANT)
        except FatalURLFetchingError as error:
            raise TemplateError(f"{error}", where=f"theme {chosen.name}") from error
        if not chosen.pages or len(laid_out.pages) <= chosen.pages:
            break
    else:
        raise TemplateError(
            f"makes {len(laid_out.pages)} pages where theme.toml allows {chosen.pages}",
            where=f"theme {chosen.name}",
            hint="Print less the higher `squeeze` is",
        )
    identifier = hashlib.sha256(page.encode()).digest()[:16]
    written = laid_out.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)
    return margins_as_artifacts(bytes(written or b""))


def _fetcher(chosen: Theme) -> Any:
    """A fetcher that knows the theme's files and `data:`, and refuses all else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class ThemeFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = chosen.file(url.removeprefix(BASE)) if url.startswith(BASE) else None
            if path is None:
                raise FatalURLFetchingError(f"asks for {url[:200]}, which is no file of the theme")
            return URLFetcherResponse(url, path.read_bytes())

    return ThemeFetcher(allowed_protocols={"data"})
