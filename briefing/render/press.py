"""One HTML page -> PDF: WeasyPrint, spared the work that shows nowhere.

What it is spared: style rules of its own for footnotes and list markers, which match every element; styles
that differ in nothing that shows (`lean`); guessing what ill-formed HTML means, where it is well-formed;
collecting garbage while nothing becomes garbage; compressing what is opened again at once; a checksum
of the whole file. What each brings is in docs/benchmarks.md.
"""

from __future__ import annotations

import gc
import io
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from briefing.errors import TemplateError
from briefing.render import lean
from briefing.render.embedding import named
from briefing.render.margins import margins_as_artifacts
from briefing.render.themes import Theme

BASE = "https://theme.invalid/"
"""Stands for the theme's folder in addresses; nothing is ever asked for over the network."""

VARIANT = "pdf/ua-1"
_VOID = re.compile(r"<(meta|br|hr|img|col|wbr)\b([^<>]*?)\s*/?>")
_OWN_NOTES = re.compile(r"note-|list-item")
_NOTES = ("::footnote-", "::note-")


def laid_out(page: str, chosen: Theme, *, kept: Collection[str] | None = None) -> Any:
    """The page laid out, as WeasyPrint's `Document`. Raises TemplateError where it asks for other files.

    `kept` are the anchors that are led to; by default those that something in the page itself leads to.
    """
    from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]

    try:
        with _without_collecting():
            html = _html(page, chosen, lean.lead_to(page) if kept is None else kept)
            document = html.render(pdf_variant=VARIANT)
    except FatalURLFetchingError as error:
        raise TemplateError(f"{error}", where=f"theme {chosen.name}") from error
    lean.put_back(document.pages)
    return document


def printed(document: Any, *, finish: Callable[[Any, Any], None] = margins_as_artifacts) -> bytes:
    """A document laid out, as a PDF that is not yet compressed, its margins marked as artifacts.

    Raises TemplateError where the page attaches a file that it may not have.
    """
    from weasyprint.urls import FatalURLFetchingError

    options = {"pdf_variant": VARIANT, "uncompressed_pdf": True}
    try:
        with _without_collecting():
            return bytes(document.write_pdf(finisher=finish, **options) or b"")
    except FatalURLFetchingError as error:
        raise TemplateError(f"{error}", where="the page's attachments") from error


def bound(data: bytes) -> bytes:
    """The same PDF compressed, with an identifier made from what is in it."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return saved(pdf)


def saved(pdf: Any) -> bytes:
    """An opened PDF as the bytes of a file: the same for the same contents."""
    import pikepdf

    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _html(page: str, chosen: Theme, kept: Collection[str]) -> Any:
    """The page, parsed, with the style rules that every page of HTML has; less where it has no footnotes."""
    import cssselect2  # type: ignore[import-untyped]
    import weasyprint  # type: ignore[import-untyped]

    class Page(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint has no types
        def __init__(self, root: Any) -> None:
            self.base_url, self.url_fetcher, self.media_type = BASE, _fetcher(chosen), "print"
            self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root)
            self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms: bool = False) -> Any:
            own = super()._ua_stylesheets(forms)
            return [_without_notes() or own[0], *own[1:]] if not _OWN_NOTES.search(page) else own

    root = tree(lean.without_variables(page), own=chosen.own)
    style = "".join(e.text or "" for e in root.iter("style"))
    lean.thin(root, kept=kept, css=style)
    return Page(root)


def tree(page: str, *, own: bool) -> Any:
    """The page's elements. A page of our themes is well-formed, and read in a thirtieth of the time."""
    if not own:
        try:
            # What comes from articles is escaped, and our templates define no entities.
            return ET.fromstring(_VOID.sub(r"<\1\2/>", page))  # noqa: S314
        except ET.ParseError:
            pass
    import tinyhtml5  # type: ignore[import-untyped]

    return tinyhtml5.parse(page, namespace_html_elements=False)


@lru_cache(maxsize=1)
def _without_notes() -> Any:
    """WeasyPrint's style rules for HTML without those for footnotes; none where it keeps them elsewhere.

    Each of the five gives every element of a page a style of its own, as does that for list markers, which
    only list items have: a tenth of the time and a fifth of the memory of a long brief.
    """
    import weasyprint

    path = Path(weasyprint.__file__).parent / "css" / "html5_ua.css"
    if not path.is_file():
        return None
    rules = [r for r in path.read_text(encoding="utf-8").splitlines() if not r.startswith(_NOTES)]
    return weasyprint.CSS(string="\n".join(re.sub(r"^::marker\b", "li::marker", rule) for rule in rules))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Boxes and styles are kept until the page is done: looking for garbage among them finds none."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def _fetcher(chosen: Theme) -> Any:
    """A fetcher that knows the theme's files and `data:`, and refuses all else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class ThemeFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = chosen.file(named(url.removeprefix(BASE))) if url.startswith(BASE) else None
            if path is None:
                raise FatalURLFetchingError(f"asks for {url[:200]}, which is no file of the theme")
            return URLFetcherResponse(url, path.read_bytes())

    return ThemeFetcher(allowed_protocols={"data"})
