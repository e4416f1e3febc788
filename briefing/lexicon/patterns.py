"""Patterns for long word lists, written as a tree: no place of a text is tried with every word of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby


def any_of(words: Iterable[str], *, space: str = r"\ ") -> str:
    """A pattern for any of the words, the longest that fits first, as `a long|a` would try them.

    What words have in common at their beginning is written once: Python's `re` tries the branches of
    an alternation one by one. `space` is what stands for a blank.

    >>> any_of(["Korea", "Korut", "Korea Utara", "Mali"])
    '(?:Kor(?:ea(?:\\\\ Utara)?|ut)|Mali)'
    """
    listed = sorted(set(words))
    return _tree(listed, space) if listed else r"(?!)"


def _tree(words: list[str], space: str) -> str:
    """The pattern of sorted words, of which only the first may be empty."""
    ends = words[0] == ""
    branches = []
    for _, group in groupby(words[ends:], key=lambda w: w[0]):
        mine = list(group)
        shared = _shared(mine[0], mine[-1])
        rest = [w[shared:] for w in mine]
        branches.append(_literal(mine[0][:shared], space) + (_tree(rest, space) if len(rest) > 1 else ""))
    if len(branches) == 1 and not ends:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}"


def _shared(first: str, last: str) -> int:
    """How many letters two words have in common at their beginning."""
    return next(
        (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last))
    )


def _literal(words: str, space: str) -> str:
    return re.escape(words).replace(r"\ ", space)
