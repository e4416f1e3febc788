"""Titles as pages give them, with the outlet, its section and the page's number behind them.

"Rusia Menolak | tempo.co", "Rusia Menolak - Kompas.com Regional", "Rusia Menolak Halaman all": what follows
the last dash or bar goes where it is an outlet's name with no more than a section beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from briefing.lexicon import Entry, Lexicon, load
from briefing.sources.outlets import SITE, listed, outlet_name

BETWEEN = re.compile(r"\s+(?:\||-|–|—|::|»|·|•|/)\s+|\s*\|\s+|\s+\|\s*")
BESIDE = 2
"""Words of a section that may stand beside an outlet's name behind a title."""
LONGEST = 400
"""Letters that a title has at most, with what stands behind it."""
SHORTEST = 2
"""Words that a title has at least, once what stands behind it is gone."""


@lru_cache(maxsize=2)
def _pages(lexicon: Lexicon) -> re.Pattern[str]:
    """A pattern for the number of a page behind a title ("Halaman 2", "- Page all")."""
    words = "|".join(re.escape(w) for e in lexicon["titles"] for w in e.words)
    return re.compile(
        rf"\s*(?:[-|–]\s*)?(?<!\w)(?:{words})\s+(?:all|semua|\d{{1,3}}(?:\s*/\s*\d{{1,3}})?)\s*$",
        re.IGNORECASE,
    )


def without_suffix(words: str, *, names: Sequence[str] = (), lexicon: Lexicon | None = None) -> str:
    """A title without the outlet behind it; `names` are what the page calls itself.

    >>> without_suffix("Rusia Menolak Usul Itu - Kompas.com Regional"), without_suffix("AS - Rusia Bertemu")
    ('Rusia Menolak Usul Itu', 'AS - Rusia Bertemu')
    """
    if len(words) > LONGEST:
        return words
    lexicon = lexicon or load("id")
    title = _pages(lexicon).sub("", words).strip()
    known = {name.casefold() for name in names}
    while (last := _last(title)) is not None:
        before, behind = title[: last.start()].rstrip(), title[last.end() :].strip()
        if len(before.split()) < SHORTEST or not _is_outlet(behind, known, lexicon):
            break
        title = _pages(lexicon).sub("", before).strip()
    return title


def _last(title: str) -> re.Match[str] | None:
    found = list(BETWEEN.finditer(title))
    return found[-1] if found else None


def _is_outlet(words: str, known: set[str], lexicon: Lexicon) -> bool:
    """Whether words are an outlet's name, alone or with a section beside it."""
    if words.casefold() in known or outlet_name(words, lexicon) is not None:
        return True
    named = listed(lexicon).search(words) or re.search(rf"(?<![\w.]){SITE}(?![\w.])", words)
    if named is None:
        return False
    beside = (words[: named.start()] + " " + words[named.end() :]).split()
    return len(beside) <= BESIDE and all(w[:1].isupper() for w in beside)


def best_title(told: Sequence[str], *, names: Sequence[str] = ()) -> tuple[str, str] | None:
    """The title of a page that tells it several times, the surest first, and the words that it is told in.

    One that was cut short gives way to one that goes on; one behind which a section is left gives way to the
    shorter that the page tells elsewhere.
    """
    each = {words: without_suffix(words, names=names) for words in told}
    first = next(iter(told), None)
    if first is None:
        return None
    best, words = each[first], first
    for other, title in each.items():
        low, begun = title.casefold(), best.casefold()
        cut = begun.rstrip(" .…")
        whole = best.endswith(("...", "…")) and low.startswith(cut) and len(low) > len(begun)
        bare = begun.startswith(low) and len(title.split()) > SHORTEST
        if whole or (bare and BETWEEN.match(best[len(title) :] + " ")):
            best, words = title, other
    return best, words


def fires(entry: Entry, text: str) -> bool:
    """Whether a title loses what an entry tells to be no part of it (the checker of `titles.toml`)."""
    return without_suffix(text) != text and any(w.casefold() in text.casefold() for w in entry.words)
