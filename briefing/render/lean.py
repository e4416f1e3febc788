"""A page made ready for paper: as it would look anyway, with less for the layout engine to keep apart.

WeasyPrint works out the style of alike elements once, but holds any two apart that lie in an element
with an `id` or `lang` of its own, and resolves `var()` anew for each. So anchors that nothing leads to
go; the others are noted in an attribute that no style depends on, and put back when all is laid out.
Languages become rules of the stylesheet, which alike elements share; variables are put in beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

PLACE = "data-place"
"""Names the anchors that lie where an element begins."""

TONGUE = "data-tongue"
"""Names an element's language."""

_STYLE = re.compile(r"(?s)(?<=<style>).*?(?=</style>)")
_DEFINED = re.compile(r"(--[\w-]+)\s*:\s*([^;}]*)")
_ROOTS = re.compile(r":root\s*\{[^{}]*\}")
_USED = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_LEADS_TO = re.compile(r'href="#([^"]+)"')
_BLOCK = re.compile(r"\{([^{}]*)\}")
_LOOKS_UP = re.compile(r"\btarget-")
_PSEUDO = re.compile(r"::?(?:before|after)\b")
_MOVED = re.compile(r"(?<![\w-])transform\s*:")
_LANGUAGE = re.compile(r"[A-Za-z0-9-]+")
_NESTED = 4
"""How often a variable may name another."""


def lead_to(page: str) -> frozenset[str]:
    """The anchors that something in the page leads to."""
    return frozenset(_LEADS_TO.findall(page))


def without_variables(page: str) -> str:
    """The page with the stylesheet's variables put in, where all of them are the whole page's."""
    return _STYLE.sub(lambda match: _put_in(match[0]), page, count=1)


def _put_in(css: str) -> str:
    values = {name: value.strip() for root in _ROOTS.findall(css) for name, value in _DEFINED.findall(root)}
    nested = any(before.count("{") != before.count("}") for before in _before_roots(css))
    if nested or _DEFINED.search(_ROOTS.sub("", css)):
        return css
    for _ in range(_NESTED):
        css = _USED.sub(lambda match: values.get(match[1], match[0]), css)
    return css


def _before_roots(css: str) -> list[str]:
    return [css[: match.start()] for match in _ROOTS.finditer(css)]


def thin(root: Any, *, kept: Collection[str], css: str) -> None:
    """Takes from the page's tree the anchors that are not `kept`, and notes the others in `PLACE`.

    An anchor stays an anchor where the layout itself depends on it: a selector names it, or its page's
    number is printed. Languages are noted in `TONGUE`, with rules for them, unless a selector asks for one.
    """
    # The id sheds no light on colours: "#fff" is one too, which only keeps an anchor so named in place.
    fast = {*re.findall(r"#([\w-]+)", css), *_looked_up(root, css)}
    if _MOVED.search(css):
        fast |= set(kept)
    _thin(root, None, frozenset(kept), fast)
    style = next(root.iter("style"), None)
    if style is not None and "lang" not in css:
        style.text = (style.text or "") + "".join(_spoken(root))


def _looked_up(root: Any, css: str) -> Iterator[str]:
    """The anchors whose pages or words the stylesheet prints, at links that lead to them."""
    import cssselect2  # type: ignore[import-untyped]

    page = cssselect2.ElementWrapper.from_html_root(root)
    for block in _BLOCK.finditer(css):
        if not _LOOKS_UP.search(block[1]):
            continue
        # Backwards from the block: what comes before may be a file within the stylesheet, as long as a book.
        begins = max(css.rfind(mark, 0, block.start()) for mark in "{};") + 1
        selectors = _PSEUDO.sub("", css[begins : block.start()])
        for link in page.query_all(selectors) if selectors.strip() else ():
            yield link.etree_element.get("href", "").removeprefix("#")


def _thin(element: Any, language: str | None, kept: Collection[str], fast: Collection[str]) -> None:
    own = element.get("lang")
    if own is not None and own == language:
        del element.attrib["lang"]
    anchor = element.get("id")
    if anchor is not None and anchor not in fast:
        del element.attrib["id"]
        if anchor in kept:
            element.set(PLACE, anchor)
    for child in element:
        if isinstance(child.tag, str) and not child.tag.startswith("{"):
            _thin(child, own or language, kept, fast)


def _spoken(root: Any) -> Iterator[str]:
    """A rule for each language of a part of the page, whose elements are noted in `TONGUE` instead."""
    found = dict.fromkeys(e.get("lang") for e in root.iter() if e is not root and "lang" in e.attrib)
    for language in found:
        if _LANGUAGE.fullmatch(language):
            yield f'\n[{TONGUE}="{language}"] {{ -weasy-lang: "{language}" }}'
    for element in root.iter():
        if element is not root and _LANGUAGE.fullmatch(element.get("lang", "")):
            element.set(TONGUE, element.attrib.pop("lang"))


def put_back(pages: Iterable[Any]) -> None:
    """Has WeasyPrint's pages know the anchors noted in `PLACE`: where their element's first box lies."""
    for page in pages:
        for box in _boxes(page._page_box):
            name = None if box.element is None else box.element.get(PLACE)
            if name is not None and name not in page.anchors:
                x, y, width, height = box.hit_area()
                page.anchors[name] = (x, y, x + width, y + height)


def _boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in box.all_children():
        yield from _boxes(child)
