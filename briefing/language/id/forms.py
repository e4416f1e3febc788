"""The shapes of Indonesian words: prefixes and suffixes that tell verbs and nouns, and the clinging -nya."""

from __future__ import annotations

import re

ACTIVE = re.compile(r"(?:me[mnlrwy]|ber)[a-z-]{3,}")
PASSIVE = re.compile(r"(?:di|ter)[a-z]{4,}")
INVOLUNTARY = re.compile(r"ter[a-z]{4,}")
NOMINAL = re.compile(r"(?:ke|pe|per|pem|pen|peng|penge)[a-z]{3,}an(?:nya)?")
CLINGING = "nya"
SHORTEST = 3
"""A stem has more letters than this ("tanya" is no possessive)."""


def is_active(word: str) -> bool:
    """Whether a word has the prefix of a verb in the active voice.

    >>> is_active("mengatakan"), is_active("berunding"), is_active("media")
    (True, True, False)
    """
    return ACTIVE.fullmatch(word) is not None


def is_passive(word: str) -> bool:
    """Whether a word has the prefix of a verb in the passive.

    >>> is_passive("diserang"), is_passive("tertembak"), is_passive("di")
    (True, True, False)
    """
    return PASSIVE.fullmatch(word) is not None


def is_involuntary(word: str) -> bool:
    """Whether a word has the prefix of what befalls somebody, which adjectives have too.

    >>> is_involuntary("tertembak"), is_involuntary("terbaru"), is_involuntary("diserang")
    (True, True, False)
    """
    return INVOLUNTARY.fullmatch(word) is not None


def is_nominal(word: str) -> bool:
    """Whether a word has prefix and suffix of a noun that names a doing ("pengiriman", "kehadirannya")."""
    return NOMINAL.fullmatch(word) is not None


def possessive_stem(word: str) -> str:
    """The word without "-nya", which stands for an owner; the word itself where none clings to it.

    >>> possessive_stem("katanya"), possessive_stem("tanya"), possessive_stem("kata")
    ('kata', 'tanya', 'kata')
    """
    stem = word.removesuffix(CLINGING).rstrip("-")
    return stem if len(stem) > SHORTEST - 1 and stem != word and word != "tanya" else word
