"""Characters that no font of this machine has: the PDF prints a box for each, and somebody must be told.

The shipped fonts have Latin, Greek and Cyrillic letters; for others the layout takes what the system has.
Screens and mail clients have fonts of their own.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from briefing.model import Problem

REMEDY = "install fonts that have them (of Debian fonts-noto-core, fonts-noto-cjk, fonts-noto-color-emoji)"
SAMPLES = {
    "Arabic": "\u0639",
    "Hebrew": "\u05e9",
    "Devanagari": "\u0928",
    "Thai": "\u0e01",
    "Hangul": "\ud3c9",
    "Han": "\u4eac",
    "Kana": "\u304b",
    "emoji": "\U0001f680",
}
"""A character of each script that articles quote now and then."""

_NAMED = 8
_WARNED = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)")


class _Heard(logging.Handler):
    """Puts down the characters of which the layout engine says that no font has them."""

    def __init__(self, lacking: dict[str, None]) -> None:
        super().__init__(logging.WARNING)
        self.lacking = lacking

    def emit(self, record: logging.LogRecord) -> None:
        if found := _WARNED.match(record.getMessage()):
            self.lacking[chr(int(found[1], 16))] = None


@contextmanager
def lacking() -> Iterator[dict[str, None]]:
    """The characters that no font has, in the order in which they are met while this lasts."""
    found: dict[str, None] = {}
    handler = _Heard(found)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)


def tell(characters: Iterable[str]) -> None:
    """Says of characters what the layout engine says, for those who listen in this process."""
    for one in characters:
        logging.getLogger("weasyprint").warning(
            '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)', one, ord(one)
        )


def problems(characters: Iterable[str]) -> tuple[Problem, ...]:
    """What is wrong with a PDF that lacks these: one problem; none where it lacks nothing."""
    met = list(characters)
    if not met:
        return ()
    named = ", ".join(f"{one} ({_script(one)})" for one in met[:_NAMED])
    more = f" and {len(met) - _NAMED} more" if len(met) > _NAMED else ""
    message = f"no font here has {named}{more}; the PDF has boxes in their place"
    return (Problem(stage="render", where="pdf", message=message, hint=f"{REMEDY[0].upper()}{REMEDY[1:]}"),)


def scripts_lacking() -> tuple[str, ...]:
    """The scripts of `SAMPLES` for which there is no font here."""
    import weasyprint  # type: ignore[import-untyped]

    logger = logging.getLogger("weasyprint")
    propagated, logger.propagate = logger.propagate, False  # it is asked, not told
    try:
        with lacking() as found:
            weasyprint.HTML(string=f"<p>{' '.join(SAMPLES.values())}").write_pdf()
    finally:
        logger.propagate = propagated
    return tuple(name for name, sample in SAMPLES.items() if sample in found)


def _script(character: str) -> str:
    """What a character is called by, for whoever looks for a font: "Hangul U+D3C9"."""
    words = unicodedata.name(character, "").split()
    return f"{words[0].title()} U+{ord(character):04X}" if words else f"U+{ord(character):04X}"
