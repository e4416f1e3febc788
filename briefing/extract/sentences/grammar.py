"""The small words of a military phrase: what role a word, or a run of words, plays at a place in the row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from briefing.extract.sentences.terms import Piece
from briefing.lexicon import Lexicon
from briefing.lexicon.countries import CountryMention

LONGEST = 4
"""No role word of the lexicon has more words than this."""


class Grammar:
    """Role words of one lexicon, compiled once (see `grammar`)."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.roles: dict[str, frozenset[str]] = {}
        for name in ("military_phrases", "places", "status"):
            for entry in lexicon[name]:
                role = entry.get("role") or entry.get("status")
                role = "place noun" if role == "place" and name == "places" else role
                known = self.roles.get(role, frozenset())
                self.roles[role] = known | {w.casefold() for w in entry.words}
        self._begins = {role: frozenset(_begins(words)) for role, words in self.roles.items()}
        self._ends = {role: frozenset(_ends(words)) for role, words in self.roles.items()}

    def run(self, row: Sequence[Piece], at: int, role: str) -> int:
        """How many pieces from here on are a word of the role; 0 where none is."""
        begins = self._begins.get(role, frozenset())
        if at >= len(row) or row[at].low not in begins:
            return 0
        words = self.roles[role]
        best, text = 0, ""
        for length in range(1, min(LONGEST, len(row) - at) + 1):
            piece = row[at + length - 1]
            if piece.kind in ("mark", "date", "designation", "ship"):
                break
            text = f"{text} {piece.low}" if text else piece.low
            if text in words:
                best = length
            elif text not in begins:
                break
        return best

    def back(self, row: Sequence[Piece], at: int, role: str) -> int:
        """How many pieces that end just before here are a word of the role; 0 where none is."""
        if at <= 0 or row[at - 1].low not in self._ends.get(role, frozenset()):
            return 0
        for length in range(min(LONGEST, at), 0, -1):
            if self.run(row[:at], at - length, role) == length:
                return length
        return 0


def _begins(words: Iterable[str]) -> Iterator[str]:
    """What a run of words may begin with: whole words of theirs, from the first one on."""
    for word in words:
        yield word
        yield from (word[:at] for at, sign in enumerate(word) if sign == " ")


def _ends(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield word
        yield from (word[at + 1 :] for at, sign in enumerate(word) if sign == " ")


@lru_cache(maxsize=8)
def grammar(lexicon: Lexicon) -> Grammar:
    """The grammar of a lexicon."""
    return Grammar(lexicon)


AND = frozenset({"dan", "serta", "atau", "maupun", "and"})
DASHES = frozenset("-–—")
JOINS = frozenset({",", "-", "–", "/", "dan", "serta", "maupun"})


def nation_list(row: Sequence[Piece], at: int) -> tuple[tuple[CountryMention, ...], int]:
    """The states listed from here on ("AS, Jepang, dan Korea Selatan", "AS-Korsel"), and the place after."""
    found: list[CountryMention] = []
    after = at
    while after < len(row) and row[after].nation is not None:
        found.append(row[after].nation)  # type: ignore[arg-type]
        after += 1
        ahead = _over_bracket(row, after)
        step = ahead
        while step < len(row) and step - ahead < 2 and row[step].low in JOINS:
            step += 1
        if step > ahead and step < len(row) and row[step].nation is not None and _joins(row, ahead, step):
            after = step
        else:
            after = ahead if ahead > after else after
            break
    return tuple(found), after


def _joins(row: Sequence[Piece], ahead: int, step: int) -> bool:
    """A single comma joins only inside a list that ends in "dan"; else it parts two statements."""
    if step - ahead == 2 and {row[ahead].text, row[ahead + 1].text} <= DASHES:
        return False  # "CNN Indonesia -- Jepang dan AS": an outlet's dateline
    if row[ahead].low != "," or step - ahead == 2:
        return True
    for piece in row[step : step + 8]:
        if piece.low in AND:
            return True
        if piece.nation is None and piece.low != ",":
            return False
    return False


def _over_bracket(row: Sequence[Piece], at: int) -> int:
    """Past a short bracket that repeats a state's name: "Korea Utara (Korut)"."""
    if (
        at + 2 < len(row)
        and row[at].text == "("
        and row[at + 1].nation is not None
        and row[at + 2].text == ")"
    ):
        return at + 3
    return at
