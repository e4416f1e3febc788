"""Words that report what somebody says: where they stand in a row of words, and with which entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from briefing.extract.sentences.vocabulary import Word
from briefing.language.grammar import grammar_of
from briefing.lexicon import Entry, Lexicon


class Cue(NamedTuple):
    """Words `begin` to `end` of a row that report. One may report in several ways."""

    begin: int
    end: int
    entries: tuple[Entry, ...]
    possessive: bool
    """Whether whoever speaks clings to the word ("katanya")."""


Forms = dict[str, tuple[tuple[tuple[str, ...], tuple[Entry, ...]], ...]]


@lru_cache(maxsize=8)
def _forms(lexicon: Lexicon) -> Forms:
    """The forms by their first word, longest first, each with its entries."""
    entries: dict[tuple[str, ...], list[Entry]] = {}
    for entry in lexicon.lists.get("cues", ()):
        for form in entry.words:
            entries.setdefault(tuple(form.casefold().split()), []).append(entry)
    table: dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]] = {}
    for parts, mine in entries.items():
        table.setdefault(parts[0], []).append((parts, tuple(mine)))
    return {first: tuple(sorted(rows, key=lambda r: -len(r[0]))) for first, rows in table.items()}


def find_cues(words: Sequence[Word], lexicon: Lexicon) -> Iterator[Cue]:
    """Every reporting word of a row, in reading order. With a capital within a sentence it is a name."""
    forms, stem_of = _forms(lexicon), grammar_of(lexicon).forms.possessive_stem
    at = 0
    while at < len(words):
        word = words[at]
        found = None
        if not word.mark and (not word.cap or word.opens):
            found = _cue(words, at, forms, word.low, possessive=False)
            if found is None and (stem := stem_of(word.low)) != word.low:
                found = _cue(words, at, forms, stem, possessive=True)
        if found is not None:
            yield found
        at = found.end if found else at + 1


def _cue(words: Sequence[Word], at: int, forms: Forms, first: str, *, possessive: bool) -> Cue | None:
    for parts, entries in forms.get(first, ()):
        end = at + len(parts)
        if len(parts) == 1 or (not possessive and parts[1:] == tuple([w.low for w in words[at + 1 : end]])):
            return Cue(at, end, entries, possessive)
    return None
