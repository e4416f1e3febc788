"""What a language answers about its words: is this a verb in the active, which words open a clause …

The shapes of words (prefixes, suffixes) are rules, named in `LANGUAGES`; the small words of the closed
classes (prepositions, conjunctions, pronouns) are its word list `grammar.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from briefing.language.languages import LANGUAGES, PLAIN
from briefing.lexicon import Lexicon

LONGEST = 5
"""No phrase of a closed class has more words than this."""


class Classes:
    """Words and phrases by class; a phrase of several words is found at its first."""

    def __init__(self, classes: Mapping[str, Iterable[str]]) -> None:
        self._classes = {role: frozenset(w.casefold() for w in words) for role, words in classes.items()}
        self._begins = {
            role: frozenset(" ".join(w.split()[:n]) for w in words for n in range(1, LONGEST + 1))
            for role, words in self._classes.items()
        }
        self._first = frozenset(w for begins in self._begins.values() for w in begins)
        self._ends = {role: frozenset(w.split()[-1] for w in words) for role, words in self._classes.items()}

    @property
    def roles(self) -> tuple[str, ...]:
        """The names of the classes."""
        return tuple(self._classes)

    def words(self, role: str) -> frozenset[str]:
        """The words and phrases of a class, in small letters."""
        return self._classes.get(role, frozenset())

    def may_begin(self, low: str) -> bool:
        """Whether a word or phrase of any class begins with this word."""
        return low in self._first

    def run(self, lows: Sequence[str], at: int, role: str) -> int:
        """How many words from a place on are a word or phrase of the class, the longest; 0 for none."""
        begins = self._begins.get(role)
        if begins is None or not 0 <= at < len(lows) or lows[at] not in begins:
            return 0
        words, best, phrase = self._classes[role], 0, ""
        for length in range(1, min(LONGEST, len(lows) - at) + 1):
            phrase = f"{phrase} {lows[at + length - 1]}" if phrase else lows[at]
            if phrase in words:
                best = length
            elif phrase not in begins:
                break
        return best

    def back(self, lows: Sequence[str], end: int, role: str, low: int = 0) -> int:
        """How many words before a place are a word or phrase of the class, the longest; 0 for none."""
        ends = self._ends.get(role)
        if ends is None or end <= low or lows[end - 1] not in ends:
            return 0
        for length in range(min(LONGEST, end - low), 0, -1):
            if " ".join(lows[end - length : end]) in self._classes[role]:
                return length
        return 0


class Grammar(Classes):
    """The closed classes of a language, and the shapes of its words (see `grammar_of`).

    A class is the `role` of the entries of `grammar.toml`: "preposition", "negation", "pronoun" …
    """

    def __init__(self, lexicon: Lexicon) -> None:
        row = LANGUAGES.get(lexicon.language)
        self.forms = row.forms if row else PLAIN
        listed: dict[str, list[str]] = {}
        for entry in lexicon.lists.get("grammar", ()):
            listed.setdefault(entry.get("role"), []).extend(entry.words)
        super().__init__(listed)


@lru_cache(maxsize=8)
def grammar_of(lexicon: Lexicon) -> Grammar:
    """The grammar of a lexicon's language."""
    return Grammar(lexicon)
