"""The words that report what somebody says: one list (cues.toml), and what each reader takes from it.

The claims take all of it. A quotation closes before a reporting word that stands right behind its mark; a
day beside one is that of a statement; who is named behind one speaks, and owns no weapon.
"""

from __future__ import annotations

from functools import lru_cache

from briefing.lexicon import Lexicon

SAYS = frozenset({"states", "explains", "confirms", "reports", "announces"})
"""Acts of words that mainly say that something is said."""
TAKES = {
    "quotations": frozenset({"root", "verb", "behind"}),
    "days": frozenset({"root", "verb", "behind", "noun"}),
    "owners": frozenset({"root", "verb", "behind", "noun", "per"}),
}
"""The kinds of cues.toml that a reader other than the claims takes."""


@lru_cache(maxsize=16)
def reporting(lexicon: Lexicon, reader: str) -> frozenset[str]:
    """The words of reporting that a reader takes, case-folded; none where the language has no list.

    >>> from briefing.lexicon import load
    >>> "kata" in reporting(load("id"), "days")
    True
    """
    listed = lexicon.lists.get("cues", ())
    taken = (e for e in listed if e.get("kind") in TAKES[reader] and e.get("act") in SAYS)
    return frozenset(w.casefold() for entry in taken for w in entry.words)
