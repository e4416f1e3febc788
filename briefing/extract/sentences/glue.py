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
    """What is told apart: common words, given names, first words of countries' names, and long reporting
    verbs by their first and last letters."""

    common: frozenset[str]
    lands: frozenset[str]
    given: frozenset[str]
    first: dict[str, tuple[str, ...]]
    last: dict[str, tuple[str, ...]]


@lru_cache(maxsize=4)
def gluing(lexicon: Lexicon) -> Gluing:
    """The words of a lexicon that pages glue to names."""
    grammar = grammar_of(lexicon)
    listed = [w for name in COMMON for e in lexicon.lists.get(name, ()) for w in e.words]
    single = {w for w in listed if w.islower() and " " not in w}
    persons = lexicon.lists.get("persons", ())
    given = frozenset(w.casefold() for e in persons if e.get("kind") == "given" for w in e.words)
    closed = {w for role in grammar.roles for w in grammar.words(role) if " " not in w}
    reporting = [e for e in lexicon.lists.get("cues", ()) if e.get("kind") == "verb"]
    verbs = sorted({w for e in reporting for w in e.words if len(w) >= LONG and grammar.forms.is_active(w)})
    first: dict[str, tuple[str, ...]] = {}
    last: dict[str, tuple[str, ...]] = {}
    for verb in verbs:
        first[verb[:LONG]] = (*first.get(verb[:LONG], ()), verb)
        last[verb[-LONG:]] = (*last.get(verb[-LONG:], ()), verb)
    countries = lexicon.lists.get("countries", ())
    lands = frozenset(w.split()[0] for e in countries for w in e.words if len(w.split()[0]) >= ALONE)
    return Gluing(common=frozenset(single | closed), lands=lands, given=given, first=first, last=last)


def cut(text: str, glued: Gluing, alone: Collection[str] = ()) -> Iterator[str]:
    """The words of a token, in order; the token itself where nothing was glued.

    `alone` are the words that the article has elsewhere with blanks around them.

    >>> from briefing.lexicon import load
    >>> [list(cut(w, gluing(load("id")))) for w in ("dikutipAFP", "Trumpmengatakan", "PanAhmad", "YouTube")]
    [['dikutip', 'AFP'], ['Trump', 'mengatakan'], ['Pan', 'Ahmad'], ['YouTube']]
    >>> list(cut("seranganIsraelyang", gluing(load("id")), {"serangan", "Israel"}))
    ['serangan', 'Israel', 'yang']
    """
    for seam in SEAM.finditer(text):
        left, right = text[: seam.start()], text[seam.start() :]
        known = left.casefold() in glued.common and (left.islower() or len(left) >= SURE)
        name = FIRST.match(right)
        attested = len(left) >= ALONE and left in alone and (_opens(right, alone) or right in glued.lands)
        if known or attested or (name and len(left) >= NAME and name[0].casefold() in glued.given):
            yield left
            yield from cut(right, glued, alone)
            return
    if text[0].isupper() and text not in alone and (end := _name_before(text, glued, alone)):
        yield from (text[:end], text[end:])
        return
    if len(text) >= LONG + NAME and text.isalpha():
        at = _before_verb(text, glued) or _behind_verb(text, glued)
        if at:
            yield from (text[:at], text[at:])
            return
    yield text


def _opens(text: str, alone: Collection[str]) -> bool:
    """Whether a word that stands alone elsewhere begins here: "Israelyang"."""
    return any(text[:end] in alone for end in range(len(text), ALONE - 1, -1))


def _name_before(text: str, glued: Gluing, alone: Collection[str]) -> int:
    """Where a small word begins that clings to a name ("Israel|yang", "Sultan|beserta"); 0 for none."""
    for end in range(len(text) - ALONE, ALONE - 1, -1):
        rest = text[end:]
        if text[:end] in alone and rest in glued.common and rest.islower():
            return end
    return 0


def _before_verb(text: str, glued: Gluing) -> int:
    """Where a reporting verb begins that clings to a name before it ("Trump|mengatakan"); 0 for none."""
    verbs = glued.last.get(text[-LONG:], ()) if text[0].isupper() else ()
    fits = [len(text) - len(v) for v in verbs if text.endswith(v) and len(text) - len(v) >= NAME]
    return max(fits, default=0)


def _behind_verb(text: str, glued: Gluing) -> int:
    """Where a word begins that clings to a verb before it ("menuduh|nelayan"); 0 for none."""
    verbs = glued.first.get(text[:LONG], ())
    fits = [len(v) for v in verbs if text.startswith(v) and len(text) - len(v) >= WORD]
    return max(fits, default=0)
