"""An HTML page as a row of tags and texts, read once from beginning to end.

No tree is built, since only blocks are wanted; so nothing has to be looked up in what stands open, and
a page takes time in proportion to its length, whatever is in it. Python's `html.parser` looks through
the rest of a page again and again for the end of a tag that has none. Trees (libxml2's, lexbor's) take the
square of their depth. What counts as a tag is what the HTML standard's tokenizer takes for one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

OPENING = re.compile(r"<(?:!--|[!?]|/(?![a-zA-Z])|(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*))")
"""Where markup begins; any other "<" is text."""
REST = re.compile(r"(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|))*+>")
"""The attributes of a tag and its end; a ">" in quotes does not end it."""
COMMENT_END = re.compile(r"--!?>")
VERBATIM = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "iframe", "xmp")
}
"""Elements that hold no tags: each lasts until its own end tag."""
REFERENCE = re.compile(
    r"&(?:#\d{1,7}(?!\d)|#[xX][0-9a-fA-F]{1,6}(?![0-9a-fA-F])|[A-Za-z][A-Za-z0-9]{1,30});?"
)


class Start(NamedTuple):
    """A start tag, its name in lower case."""

    name: str


class End(NamedTuple):
    """An end tag, its name in lower case."""

    name: str


class Text(NamedTuple):
    """Text between tags, its character references read."""

    text: str


def tags(page: str) -> Iterator[Start | End | Text]:
    """What a page holds, in order; comments, declarations and attributes are left out.

    >>> list(tags('<p class="a>b">Ya &amp; <B>tidak'))
    [Start(name='p'), Text(text='Ya & '), Start(name='b'), Text(text='tidak')]
    """
    at = 0
    while (opening := OPENING.search(page, at)) is not None:
        if opening.start() > at:
            yield Text(referred(page[at : opening.start()]))
        name = opening["name"]
        if name is None:
            at = _behind_comment(page, opening)
            continue
        rest = REST.match(page, opening.end())
        if rest is None:  # a tag that has no end takes the rest of the page
            return
        at, name = rest.end(), name.lower()
        yield End(name) if opening["end"] else Start(name)
        if name in VERBATIM and not opening["end"]:
            closing = VERBATIM[name].search(page, at)
            end = closing.start() if closing else len(page)
            yield Text(page[at:end])
            at = end
    if at < len(page):
        yield Text(referred(page[at:]))


def referred(text: str) -> str:
    """A text with its character references read ("&amp;", "&#8212;"), those without ";" too."""
    return REFERENCE.sub(lambda m: html.unescape(m[0]), text) if "&" in text else text


def _behind_comment(page: str, opening: re.Match[str]) -> int:
    """Where a comment or declaration ends; one that has no end takes the rest of the page."""
    if opening[0] != "<!--":
        end = page.find(">", opening.end())
        return end + 1 if end >= 0 else len(page)
    closing = COMMENT_END.search(page, opening.end() - 2)  # "<!-->" is a comment too
    return closing.end() if closing else len(page)
