"""Words that a page glued together beside a link or a bold name: "dikutipAFP", "Trumpmengatakan".

A word is cut only where one side is a common word of the lexicon, before a capital within the word or around
a long reporting verb, or where both sides stand alone elsewhere in the article ("MahkotaArab", "Israelyang").
"YouTube" and "DiCaprio" stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from briefing.language.grammar import grammar_of
from briefing.lexicon import Lexicon
from briefing.model import record

COMMON = ("cues", "carriers", "roles", "bodies", "voices")
SEAM = re.compile(r"(?<=[a-z])(?=[A-Z][\w]+)")
FIRST = re.compile(r"[A-Z][a-z]+?(?=[A-Z]|me[mnl]|$)")
"""A name with a capital within another word."""
LONG = 7
"""Letters of a verb that is told from what it ran together with."""
SURE = 5
"""Letters of a common word with a capital of its own ("DikutipAFP"): shorter ones may begin a name."""
ALONE = 4
"""Letters of a side that is known by standing alone elsewhere in the article."""
NAME, WORD = 3, 6
"""Letters that a name before a verb has at least, and a word behind one."""


@record
class Gluing:
    """What is told apart: common words, countries by their first words, given names, verbs."""

    common: frozenset[str]
    lands: frozenset[str]
    given: frozenset[str]
    verbs: frozenset[str]


@lru_cache(maxsize=4)
def gluing(lexicon: Lexicon) -> Gluing:
    """The words of a lexicon that pages glue to names."""
    grammar = grammar_of(lexicon)
    listed = {w for name in COMMON for e in lexicon.lists.get(name, ()) for w in e.words if w.islower()}
    closed = {w for role in grammar.roles for w in grammar.words(role)}
    persons = (e for e in lexicon.lists.get("persons", ()) if e.get("kind") == "given")
    reporting = (e for e in lexicon.lists.get("cues", ()) if e.get("kind") == "verb")
    verbs = (w for e in reporting for w in e.words if len(w) >= LONG and grammar.forms.is_active(w))
    countries = (w.split()[0] for e in lexicon.lists.get("countries", ()) for w in e.words)
    return Gluing(
        lands=frozenset(w for w in countries if len(w) >= ALONE),
        common=frozenset(w for w in listed | closed if " " not in w),
        given=frozenset(w.casefold() for e in persons for w in e.words),
        verbs=frozenset(verbs),
    )


def cut(text: str, glued: Gluing, alone: Collection[str] = ()) -> Iterator[str]:
    """The words of a token, in order; the token itself where nothing was glued.

    `alone` are the words that the article has elsewhere with blanks around them.

    >>> from briefing.lexicon import load
    >>> [list(cut(w, gluing(load("id")))) for w in ("dikutipAFP", "Trumpmengatakan", "PanAhmad", "YouTube")]
    [['dikutip', 'AFP'], ['Trump', 'mengatakan'], ['Pan', 'Ahmad'], ['YouTube']]
    >>> list(cut("seranganIsraelyang", gluing(load("id")), {"serangan", "Israel"}))
    ['serangan', 'Israel', 'yang']
    """
    at = next((s.start() for s in SEAM.finditer(text) if _parts(text, s.start(), glued, alone)), 0)
    if at:
        yield text[:at]
        yield from cut(text[at:], glued, alone)
        return
    at = _clings(text, glued, alone)
    yield from (text[:at], text[at:]) if at else (text,)


def _parts(text: str, at: int, glued: Gluing, alone: Collection[str]) -> bool:
    """Whether a capital within a word begins another word."""
    left, right = text[:at], text[at:]
    if left.casefold() in glued.common and (left.islower() or len(left) >= SURE):
        return True
    ends = range(len(right), ALONE - 1, -1)
    if left in alone and (right in glued.lands or any(right[:end] in alone for end in ends)):
        return True
    name = FIRST.match(right)
    return name is not None and len(left) >= NAME and name[0].casefold() in glued.given


def _clings(text: str, glued: Gluing, alone: Collection[str]) -> int:
    """Where a word begins that clings to a name or a verb before it; 0 for none.

    "Trump|mengatakan", "menuduh|nelayan", "Israel|yang".
    """
    name = text[0].isupper()
    ends = (
        end
        for end in range(len(text) - NAME, NAME - 1, -1)
        if (name and text[end:] in glued.verbs)
        or (name and text[:end] in alone and text[end:] in glued.common and text not in alone)
        or (text[:end] in glued.verbs and len(text) - end >= WORD)
    )
    return next(ends, 0)
