"""Whether words that are given as an author's name can be somebody's."""

from __future__ import annotations

from functools import lru_cache

from briefing.lexicon import Entry, Lexicon, load
from briefing.sources.head import NAME
from briefing.sources.outlets import listed, outlet_name

LONGEST = 6
"""Words of a person's name."""


@lru_cache(maxsize=4)
def _newsrooms(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(w.casefold() for e in lexicon["newsrooms"] for w in e.words)


def is_name(words: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether words could be somebody's name: no outlet's, no address, none of a newsroom.

    >>> is_name("Dewi Kania"), is_name("Kabar Cyber Media"), is_name("detikcom")
    (True, False, False)
    """
    lexicon = lexicon or load("id")
    if len(words.split()) > LONGEST or NAME.fullmatch(words) is None or listed(lexicon).search(words):
        return False
    own = {word.casefold().strip(".") for word in words.split()}
    return outlet_name(words, lexicon) is None and not own & _newsrooms(lexicon)


def fires(entry: Entry, text: str) -> bool:
    """Whether an entry keeps words from being a name (the checker of `newsrooms.toml`)."""
    return not is_name(text)
