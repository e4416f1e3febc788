"""The files that a theme's page names, put into the page: one file is all that a reader gets.

The layout of the PDF finds them by their names (`url("fonts/Own.ttf")`, `<img src="seal.png">`); a page on a
screen has nothing beside it, so there they become `data:` addresses. Only tags and styles are looked at.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from briefing.render.options import data_address
from briefing.render.themes import Theme

_PIECES = re.compile(
    r"""<style\b[^>]*>(?:.*?</style>|.*) | <[a-z](?:[^>"']++|"[^"]*+"|'[^']*+')*+>""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ADDRESS = re.compile(r"""(url\(\s*)(["']?)([^"'()\s:][^"'():]*)(\2\s*\))""", re.IGNORECASE)
_PICTURE = re.compile(r"""(<img\b[^<>]*?\ssrc=)(["'])([^"':]+)(\2)""", re.IGNORECASE)


def embedded(page: str, chosen: Theme) -> str:
    """The page with the theme's files in it that its styles and pictures name."""

    def put_in(found: re.Match[str]) -> str:
        path = chosen.file(named(found[3]))
        return f"{found[1]}{found[2]}{data_address(path)}{found[4]}" if path else found[0]

    return _PIECES.sub(lambda piece: _PICTURE.sub(put_in, _ADDRESS.sub(put_in, piece[0])), page)


def named(address: str) -> str:
    """The name of a file that an address in the theme stands for: "a%20font.ttf?#iefix" is "a font.ttf"."""
    return unquote(re.split("[?#]", address, maxsplit=1)[0])
