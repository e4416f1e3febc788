"""Names in the heads of articles: whose they can be, and what stands beside them and is no part of them."""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.lexicon import Entry, Lexicon, load
from briefing.lexicon.countries import countries_of
from briefing.sources.outlets import listed, outlet_name

NAME_WORD = r"(?:[A-Z][\w'’.-]*|(?:bin|binti|van|de|der|al|von|da)\b)"
NAME = re.compile(rf"{NAME_WORD}(?:\s+{NAME_WORD}){{0,4}}")
DEGREE = re.compile(r"[A-Z][A-Za-z]{0,4}(?:\.[A-Z][A-Za-z]{0,5}){1,3}\.?")
"""A degree behind a name ("S.H.", "M.Si", "Ph.D")."""
LONGEST = 6
"""Words of a person's name."""
PLACES = frozenset({"province", "city", "abroad"})


@lru_cache(maxsize=32)
def _listed(lexicon: Lexicon, name: str, kind: str) -> frozenset[str]:
    entries = (e for e in lexicon[name] if e.get("kind") == kind)
    return frozenset(w.casefold() for e in entries for w in e.words)


def bare_name(words: str, *, lexicon: Lexicon | None = None) -> str | None:
    """A name without the degrees before it; none where the words are a degree, a place or a section.

    >>> bare_name("Dr. Dewi Kania"), bare_name("M.Si"), bare_name("Jakarta")
    ('Dewi Kania', None, None)
    """
    lexicon = lexicon or load("id")
    if DEGREE.fullmatch(words) or words.casefold() in _listed(lexicon, "degrees", "behind"):
        return None
    before, whole = _listed(lexicon, "degrees", "before"), words.split()
    while len(whole) > 1 and whole[0].casefold() in before:
        whole = whole[1:]
    name = " ".join(whole)
    if is_place(name, lexicon) or name.casefold() in _listed(lexicon, "newsrooms", "section"):
        return None
    return None if is_occupation(name, lexicon) else spelled(name)


def spelled(name: str) -> str:
    """A name in the usual spelling, where it stands in capitals: "DEWI KANIA" is Dewi Kania."""
    shouted = name.isupper() and len(name.split()) > 1 and "." not in name
    return name.title() if shouted else name


def is_occupation(words: str, lexicon: Lexicon) -> bool:
    """Whether words begin with what somebody is: "Dosen Universitas Merdeka"."""
    low, known = words.casefold(), _listed(lexicon, "newsrooms", "occupation")
    return any(low == word or low.startswith(f"{word} ") for word in known)


def is_place(words: str, lexicon: Lexicon) -> bool:
    """Whether words are the name of a country, a region or a town."""
    if any(words.casefold() in _listed(lexicon, "regions", kind) for kind in PLACES):
        return True
    return any(m.start == 0 and m.end == len(words) for m in countries_of(lexicon).find(words))


def is_name(words: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether words could be somebody's name: no outlet's, no address, none of a newsroom.

    >>> is_name("Dewi Kania"), is_name("Kabar Cyber Media"), is_name("detikcom")
    (True, False, False)
    """
    lexicon = lexicon or load("id")
    if len(words.split()) > LONGEST or NAME.fullmatch(words) is None or listed(lexicon).search(words):
        return False
    if outlet_name(words, lexicon) is not None or bare_name(words, lexicon=lexicon) is None:
        return False
    return not {w.casefold().strip(".") for w in words.split()} & _listed(lexicon, "newsrooms", "")


def fires(entry: Entry, text: str) -> bool:
    """Whether an entry keeps words from being a name, or from being part of one."""
    return not is_name(text) or bare_name(text) != text
