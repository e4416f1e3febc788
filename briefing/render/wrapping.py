"""Places to break in words that are longer than any line: addresses, runs of letters without a space.

Styles alone can't do it: what lets a long word break lets every word of a table break, where the table is
narrow. So the page says where such a word may be broken, by <wbr>, which is nothing when it is copied.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 30
"""Letters: no word of a language that is written with spaces is longer, or need not be broken."""
STEP = 10
"""A broken word takes no less room than an ordinary one."""

_PIECES = re.compile(
    r"""<!--(?:.*?-->|.*)
      | <(style|script|title|svg|textarea|option)\b(?:.*?</\1\s*>|.*)
      | <[a-z/!?](?:[^>"']++|"[^"]*+"|'[^']*+')*+>
      | <[a-z/!?].*
      | (?P<text>(?:[^<]|<(?![a-z/!?]))++)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# Scripts without spaces (from Thai to Khmer, and of China, Japan and Korea) break by themselves.
_LETTER = r"[^\s<&\u0e00-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_CHARACTER = rf"(?:{_LETTER}|&(?:amp|lt|gt|quot|\#34|\#39);)"
_WORD = re.compile(rf"{_CHARACTER}{{{LONGEST + 1},}}+")
_ONE = re.compile(r"&[^;]*;|.", re.DOTALL)
_JOINER, _SELECTORS = "\u200d", "\ufe0e\ufe0f"


def breakable(page: str) -> str:
    """The page with places to break in its long words; what is no text of it stays as it is."""
    if not _WORD.search(page):
        return page
    return _PIECES.sub(lambda piece: _broken(piece[0]) if piece["text"] else piece[0], page)


def _broken(text: str) -> str:
    return _WORD.sub(lambda word: _with_breaks(_ONE.findall(word[0])), text)


def _with_breaks(letters: list[str]) -> str:
    """A word with a break after every so many letters, never between a letter and what is joined to it."""
    out, since = [], 0
    for n, letter in enumerate(letters):
        if since >= STEP and len(letters) - n >= STEP // 2 and not _is_joined(letters[n - 1], letter):
            out.append("<wbr>")
            since = 0
        out.append(letter)
        since += 1
    return "".join(out)


def _is_joined(before: str, letter: str) -> bool:
    joined = before == _JOINER or letter == _JOINER or letter in _SELECTORS
    return joined or unicodedata.category(letter[0])[0] == "M"
