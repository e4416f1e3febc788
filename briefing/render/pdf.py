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
from briefing.render.templates import Theme, fill

BASE = "https://theme.invalid/"
"""Stands for the theme's folder in addresses; nothing is ever asked for over the network."""


def pdf(brief: Brief, chosen: Theme, *, language: str | None = None) -> bytes:
    """The brief as PDF/UA-1 (declared): tags, bookmarks, links, metadata, fonts embedded."""
    from weasyprint import HTML  # type: ignore[import-untyped]
    from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]

    page = fill("brief.html.j2", brief, chosen, language=language, medium="paper")
    document = HTML(string=page, base_url=BASE, url_fetcher=_fetcher(chosen))
    identifier = hashlib.sha256(page.encode()).digest()[:16]
    try:
        laid_out = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    except FatalURLFetchingError as error:
        raise TemplateError(f"{error}", where=f"theme {chosen.name}") from error
    return margins_as_artifacts(bytes(laid_out or b""))


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
