"""Links within a page: one that leads to nothing there is none."""

from __future__ import annotations

import re

_ID = re.compile(r'\sid="([^"]+)"')
_LINK = re.compile(r'(<a(?: (?!href)[\w-]+="[^"]*")*) href="#([^"]*)"')


def live(page: str) -> str:
    """The page in which every link within it leads somewhere; of one that does not the words are left.

    What a page prints is chosen by edition, sections and theme, and shortened to fit: a citation may name
    a row that found no room.

    >>> live('<p id="a"><a href="#a">1</a> <a class="cite" href="#b">2</a></p>')
    '<p id="a"><a href="#a">1</a> <a class="cite">2</a></p>'
    """
    there = set(_ID.findall(page))
    return _LINK.sub(lambda link: link[0] if link[2] in there else link[1], page)
