"""What the HTML of a mail asks of the client: pictures that come with it, and what no client grants.

Read with a parser, since an article may say `<script>` or `src="http://…"` as text, and that is no
reason to refuse anything.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from briefing.model import record

CID = "cid:"
DROPPED = {
    *("script", "svg", "math", "iframe", "frame", "object", "embed", "applet", "form", "input", "button"),
    *("video", "audio", "canvas", "link", "base", "portal", "template"),
}
"""Elements that clients take out, or that would fetch something."""
FETCHING = {"src", "background", "srcset", "poster", "data", "action", "formaction", "longdesc"}
_URL = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s;]*)""", re.IGNORECASE)
_POSITION = re.compile(r"\bposition\s*:\s*(?:fixed|absolute|sticky)", re.IGNORECASE)
_NAME = re.compile(r"[\w-]+")


@record
class Asked:
    """The pictures that a page asks for by name, and what is refused, each with its line."""

    pictures: tuple[str, ...]
    refused: tuple[tuple[int, str], ...]


def asked_for(page: str) -> Asked:
    """What a page asks for."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return Asked(pictures=tuple(dict.fromkeys(reader.pictures)), refused=tuple(reader.refused))


class _Reader(HTMLParser):
    """Notes what the elements and styles of a page ask for."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures: list[str] = []
        self.refused: list[tuple[int, str]] = []
        self._within_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within_style = tag == "style"
        if tag in DROPPED:
            self._refuse(f"<{tag}>")
        for name, value in attrs:
            if name in FETCHING:
                self._address(value or "")
            elif name.startswith("on"):
                self._refuse(f"{name}=")
            elif name == "style":
                self._styles(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._within_style = False

    def handle_data(self, data: str) -> None:
        if self._within_style:
            self._styles(data)

    def _styles(self, text: str) -> None:
        for address in _URL.findall(text):
            self._address(address)
        if found := _POSITION.search(text):
            self._refuse(found[0])

    def _address(self, address: str) -> None:
        name = address.strip().removeprefix(CID)
        if address.strip().startswith(CID) and _NAME.fullmatch(name):
            self.pictures.append(name)
        else:
            self._refuse(address[:60])

    def _refuse(self, what: str) -> None:
        self.refused.append((self.getpos()[0], what))
