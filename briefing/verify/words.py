"""What word lists say of a word: its act, status or kind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from briefing import lexicon
from briefing.model import Article, Cited
from briefing.verify.fields import even, language_of


def inside(inner: Cited, outer: Cited) -> bool:
    """Whether what one cites lies within what the other cites."""
    here, there = inner.citation, outer.citation
    return here.source == there.source and there.start <= here.start and here.end <= there.end


def said_of(article: Article, key: str, cited: Cited | None) -> frozenset[str]:
    """What our lists say of a word: its act or status; nothing where they do not have it."""
    if cited is None:
        return frozenset()
    word = even(cited.value)
    table = _table(language_of(article), key)
    return frozenset[str]().union(*(table.get(form, ()) for form in {word, word.removesuffix("nya")}))


@lru_cache(maxsize=8)
def _table(language: str, key: str) -> Mapping[str, frozenset[str]]:
    """The values that word lists give words under a key."""
    out: dict[str, set[str]] = {}
    for words in lexicon.load(language).lists.values():
        for entry in words:
            if entry.get(key):
                for form in entry.words:
                    out.setdefault(even(form), set()).add(entry.get(key))
    return {form: frozenset(values) for form, values in out.items()}
