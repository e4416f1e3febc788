"""When two names may stand for the same person or body: spelling put aside, nothing guessed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Romanised Russian, Korean and Arabic names, and Indonesian names in the spelling of before 1972,
# come in several forms; each pair is folded into one. Order matters: longer groups first.
_FOLDS = (
    ("oe", "u"),
    ("tj", "c"),
    ("dj", "j"),
    ("kh", "h"),
    ("ph", "f"),
    ("ei", "i"),
    ("ey", "i"),
    ("ej", "i"),
    ("ij", "i"),
    ("iy", "i"),
    ("yi", "i"),
    ("y", "i"),
    ("w", "v"),
    ("q", "k"),
)
_FUZZY_LENGTH = 6
_EDGE = 3
# The same few names come back in article after article.
_KEPT = 1 << 14


@lru_cache(maxsize=_KEPT)
def plain(name: str) -> str:
    """The name in lower case, without accents, hyphens and points: "Choe Song-hui" is "choe song hui"."""
    letters = name.casefold()
    if not letters.isascii():
        letters = unicodedata.normalize("NFKD", letters).casefold()
        letters = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", letters.replace("'", "").replace("’", "")))


@lru_cache(maxsize=_KEPT)
def tokens(name: str) -> tuple[str, ...]:
    """The parts of a name that tell persons apart; lone initials do not."""
    parts = plain(name).split()
    return tuple(p for p in parts if len(p) > 1) or tuple(parts)


@lru_cache(maxsize=_KEPT)
def sound(token: str) -> str:
    """A key that is equal for spellings of one name: "sergey" and "sergei", "soekarno" and "sukarno"."""
    for written, folded in _FOLDS:
        token = token.replace(written, folded)
    return re.sub(r"(.)\1+", r"\1", token)


def same_token(left: str, right: str) -> bool:
    """Whether two parts of names are spellings of one, a slip of one letter in a long one allowed."""
    if sound(left) == sound(right):
        return True
    if min(len(left), len(right)) < _FUZZY_LENGTH or left[0] != right[0]:
        return False
    return slips(left, right, most=1) <= 1


@lru_cache(maxsize=_KEPT)
def keys(token: str) -> tuple[str, ...]:
    """What two parts of names that are spellings of one have in common: at least one of these keys.

    Equal sounds are one; a slip of one letter leaves the first three letters or the last three alone.
    """
    edges = (f"{token[:_EDGE]}-", f"-{token[-_EDGE:]}") if len(token) >= _FUZZY_LENGTH else ()
    return (sound(token), *edges)


@lru_cache(maxsize=_KEPT)
def same_person(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two full names are one person's: all parts of the shorter occur, in order, in the longer.

    A single part ("Kim") never suffices here; who it stands for depends on who else is there.
    """
    short, long = sorted((left, right), key=len)
    if len(short) < 2:
        return False
    at = 0
    for part in short:
        while at < len(long) and not same_token(part, long[at]):
            at += 1
        if at == len(long):
            return False
        at += 1
    return True


def slips(left: str, right: str, most: int) -> int:
    """How many letters put in, left out or changed make one word of the other; one more than `most` at most.

    >>> slips("konsantin", "konstantin", 2), slips("masitha", "mashita", 2), slips("sari", "budiono", 2)
    (1, 2, 3)
    """
    if abs(len(left) - len(right)) > most:
        return most + 1
    row = list(range(len(right) + 1))
    for i, x in enumerate(left, start=1):
        before, row[0] = row[0], i
        for j, y in enumerate(right, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return min(row[-1], most + 1)
