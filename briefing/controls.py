"""Characters that nobody sees and that change what is seen: the order of letters, a line, a terminal.

In what is printed each of them becomes U+FFFD, so that nothing vanishes unseen; in JSON they are escaped, and
stay what they are. Joiners are none of them: they make one picture of several, and join Arabic letters.
"""

from __future__ import annotations

import re

JOINERS = "\u200c\u200d"

_UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # but tab and line feed
    "\u061c\u180e\u200e\u200f\u2028-\u202e\u2061-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
CONTROLS = re.compile(f"[{_UNSEEN}\ud800-\udfff]")
_IN_JSON = re.compile(f"[{_UNSEEN}]")


def visible(text: str) -> str:
    """The text without control characters, as long as before; tabs and line feeds stay."""
    return CONTROLS.sub("\ufffd", text)


def escaped(json: str) -> str:
    """JSON with its control characters escaped: the same JSON, in which everything is seen."""
    return _IN_JSON.sub(lambda found: _escape(ord(found[0])), json)


def _escape(point: int) -> str:
    if point < 0x10000:
        return f"\\u{point:04x}"
    high, low = divmod(point - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
