"""Which articles are copies of others, also shortened, re-titled or with a few words changed.

Two texts are compared by their shingles, all their runs of four words. Where most of a text's shingles are
in another that is as long or longer, it is a copy. To find the pairs, only a fixed part of the shingles is
looked up (those whose checksum is a multiple of `SAMPLED`: the same in each text), so that the work grows
with the number of texts and not with that of their pairs.

Source: Broder, On the resemblance and containment of documents (1997).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from zlib import crc32

from briefing.model import Article

RUN = 4
"""Words of a shingle."""
SAMPLED = 4
MOST_ALIKE = 0.75
"""The share of a text's shingles in another that makes it a copy of that. Reports of one event by two
authors share below a third; a copy in which each tenth word was changed shares two thirds."""
FEWEST = 12
"""Shingles that a text must have to be compared at all."""
COMMONPLACE = 50
"""Texts: a shingle in more of them is a set phrase or a page's own words, and leads to no pair."""
WORD = re.compile(r"\w+")


def copies(articles: Sequence[Article]) -> dict[int, int]:
    """By the place of each article that is a copy, the place of the one that it is a copy of.

    That one is no copy itself, and is the longer one; of two as long as each other, the first.

    >>> copies([])
    {}
    """
    shingled = [_shingles(article.text) for article in articles]
    order = sorted(range(len(articles)), key=lambda n: -len(shingled[n]))
    having: dict[int, list[int]] = {}
    found: dict[int, int] = {}
    for n in order:
        own = shingled[n]
        if len(own) < FEWEST:
            continue
        sample = [shingle for shingle in own if shingle % SAMPLED == 0]
        near = Counter(other for shingle in sample for other in having.get(shingle, ()))
        best = max(near, key=lambda other: (near[other], -other), default=None)
        if best is not None and len(own & shingled[best]) >= MOST_ALIKE * len(own):
            found[n] = best
            continue
        for shingle in sample:
            known = having.setdefault(shingle, [])
            if len(known) < COMMONPLACE:
                known.append(n)
    return dict(sorted(found.items()))


def _shingles(text: str) -> frozenset[int]:
    """The checksums of a text's runs of words, whatever marks stand between them."""
    words = WORD.findall(text.casefold())
    return frozenset(
        crc32(" ".join(words[n : n + RUN]).encode("utf-8", "surrogatepass"))
        for n in range(len(words) - RUN + 1)
    )
