"""What word lists say of a word: its act, status or kind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from briefing import lexicon
from briefing.model import Article, Cited
from briefing.verify.fields import even, language_of


def inside(inner: Cited, outer: Cited) -> bool:
    """Whether what one cites lies within what the other cites."""
    here, there = inner.citation, outer.citation
    return here.source == there.source and there.start <= here.start and here.end <= there.end


def said_of(
    article: Article,
    key: str,
    cited: Cited | None,
    *,
    lists: tuple[str, ...] = (),
    user_folder: Path | None = None,
) -> frozenset[str]:
    """What the lists, or those of these names, say of a word: its act, status or kind; else nothing.

    The user's own lists are laid on ours where he has any.
    """
    if cited is None:
        return frozenset()
    word = even(cited.value)
    table = _table(language_of(article), key, lists, user_folder)
    return frozenset[str]().union(*(table.get(form, ()) for form in {word, word.removesuffix("nya")}))


@lru_cache(maxsize=8)
def _table(
    language: str, key: str, names: tuple[str, ...], user_folder: Path | None
) -> Mapping[str, frozenset[str]]:
    """The values that word lists give words under a key."""
    out: dict[str, set[str]] = {}
    for name, words in lexicon.load(language, user_folder).lists.items():
        for entry in words if not names or name in names else ():
            if entry.get(key):
                for form in (*entry.words, *_further(entry)):
                    out.setdefault(even(form), set()).add(entry.get(key))
    return {form: frozenset(values) for form, values in out.items()}


def _further(entry: lexicon.Entry) -> list[str]:
    """The passive forms of a verb, and those that headlines use."""
    kept = (entry.values.get(key) for key in ("passive", "bare"))
    return [form for forms in kept if isinstance(forms, list) for form in forms]
