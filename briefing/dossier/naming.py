"""When two names of one person, or two offices of his, are not the same to a reader."""

from __future__ import annotations

from functools import lru_cache

from briefing import lexicon
from briefing.lexicon.spelling import plain, same_token, tokens

LEAST = 4
"""Letters. Shorter parts of names ("Al", "bin") differ for no reason."""


def spelled_apart(one: str, other: str) -> bool:
    """Whether two names are spellings of one, part by part, with other letters in some part.

    >>> spelled_apart("Anwar Syarief", "Anwar Syarif"), spelled_apart("Song-hui", "Song Hui")
    (True, False)
    """
    here, there = tokens(one), tokens(other)
    if len(here) != len(there) or len(here) < 2 or "".join(here) == "".join(there):
        return False
    differ = [pair for pair in zip(here, there, strict=True) if pair[0] != pair[1]]
    return all(same_token(*pair) and min(map(len, pair)) >= LEAST for pair in differ)


def offices_apart(one: tuple[str, str], other: tuple[str, str], language: str) -> bool:
    """Whether two offices, each with its body where that is known, can't be one in other words.

    Both are offices of the list, of bodies that are not known to be two, and have no word in common; or one
    is held by the other's deputy.

    >>> offices_apart(("juru bicara", ""), ("Direktur", ""), "id")
    True
    >>> offices_apart(("Ketua", "KPU"), ("Menteri", "Bawaslu"), "id")
    False
    """
    bodies = [plain(body) for _, body in (one, other)]
    if all(bodies) and bodies[0] != bodies[1]:
        return False
    offices, deputies = _offices(language), _deputies(language)
    here, there = (
        [word for word in plain(role).split() if word not in body.split()]
        for (role, _), body in zip((one, other), bodies, strict=True)
    )
    if not all(_listed(role, offices, deputies) for role in (here, there)):
        return False
    short, long = sorted((here, there), key=len)
    return set(here).isdisjoint(there) or (long[1:] == short and long[0] in deputies)


def _listed(role: list[str], offices: frozenset[str], deputies: frozenset[str]) -> bool:
    """Whether the role begins with an office of the list, or with its deputy."""
    office = role[1:] if role[:1] and role[0] in deputies else role
    return any(" ".join(office[:n]) in offices for n in range(1, len(office) + 1))


@lru_cache(maxsize=4)
def _offices(language: str) -> frozenset[str]:
    listed = lexicon.load(language).lists.get("roles", ()) if language in lexicon.languages() else ()
    offices = [e for e in listed if e.get("kind") == "office"]
    words = [w for e in offices for w in (*e.words, e.values.get("full") or "")]
    return frozenset(plain(w) for w in words if w)


@lru_cache(maxsize=4)
def _deputies(language: str) -> frozenset[str]:
    listed = lexicon.load(language).lists.get("agreement", ()) if language in lexicon.languages() else ()
    return frozenset(plain(w) for e in listed if e.get("role") == "deputy" for w in e.words)
