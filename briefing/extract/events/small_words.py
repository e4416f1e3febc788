"""A sentence as military details are read from it: items in a row, and the roles that small words play."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from briefing.extract.events.lines import Line
from briefing.extract.sentences.row import Item, Kind, Text
from briefing.language.grammar import grammar_of
from briefing.lexicon import Lexicon
from briefing.lexicon.countries import CountryMention
from briefing.lexicon.reporting import reporting

LONGEST = 4
"""No role word of the lexicon has more words than this."""
SOLID = frozenset({Kind.MARK, Kind.DATE, Kind.DESIGNATION, Kind.SHIP})
"""Kinds of items that are no part of a role word."""
KINDS = (Kind.TERM, Kind.SHIP, Kind.DATE, Kind.DESIGNATION, Kind.NATION, Kind.NUMBER)


class Roles:
    """The words of a lexicon by role, compiled once (see `roles_of`)."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.words: dict[str, frozenset[str]] = {}
        self.grammar = grammar_of(lexicon)
        for name in ("military_phrases", "places"):
            for entry in lexicon[name]:
                role = entry.get("role")
                role = "place noun" if role == "place" and name == "places" else role
                self.words[role] = self.words.get(role, frozenset()) | {w.casefold() for w in entry.words}
        self.words["report"] = self.words.get("report", frozenset()) | reporting(lexicon, "owners")
        self.begins = {role: frozenset(_begins(words)) for role, words in self.words.items()}
        self.ends = {role: frozenset(_ends(words)) for role, words in self.words.items()}


def _begins(words: Iterable[str]) -> Iterator[str]:
    """What a run of words may begin with: whole words of theirs, from the first one on."""
    for word in words:
        yield word
        yield from (word[:at] for at, sign in enumerate(word) if sign == " ")


def _ends(words: Iterable[str]) -> Iterator[str]:
    return (word.rpartition(" ")[2] for word in words)


@lru_cache(maxsize=8)
def roles_of(lexicon: Lexicon) -> Roles:
    """The roles of a lexicon's words."""
    return Roles(lexicon)


class Sentence(tuple[Item, ...]):
    """The items of a sentence; a capitalised word that is nothing else is a name."""

    roles: Roles
    line: Line
    """The sentence, or its part, as events are read from it."""
    marked: bool = False
    """Whether it or its paragraph begins with a dash or a number, as the lines of a list do."""

    def run(self, at: int, role: str) -> int:
        """How many items from here on are a word of the role; 0 where none is."""
        begins = self.roles.begins.get(role, frozenset())
        if at >= len(self) or self[at].low not in begins:
            return 0
        words, best, text = self.roles.words[role], 0, ""
        for length in range(1, min(LONGEST, len(self) - at) + 1):
            item = self[at + length - 1]
            if item.kind in SOLID:
                break
            text = f"{text} {item.low}" if text else item.low
            if text in words:
                best = length
            elif text not in begins:
                break
        return best

    def back(self, at: int, role: str) -> int:
        """How many items that end just before here are a word of the role; 0 where none is."""
        if at <= 0 or self[at - 1].low.rpartition(" ")[2] not in self.roles.ends.get(role, frozenset()):
            return 0
        for length in range(min(LONGEST, at), 0, -1):
            if self.run(at - length, role) == length:
                return length
        return 0

    def verb(self, at: int) -> bool:
        """Whether a verb in its active form stands there; "menjelang" and "melalui" only look like one."""
        if at >= len(self) or self[at].kind is Kind.NAME or self.run(at, "no verb"):
            return False
        return self.roles.grammar.forms.is_active(self[at].low.partition(" ")[0])

    def stem(self, at: int) -> str:
        """The words of an item without what clings to them and stands for an owner ("rudal|nya")."""
        item = self[at]
        return self.roles.grammar.forms.possessive_stem(item.low) if item.possessive else item.low

    def word(self, at: int) -> int:
        """The word of the line with which an item begins; behind the last one its end."""
        begin = self[at].begin if at < len(self) else self[-1].end
        return begin - self.line.base


def sentence(text: Text, line: Line, begin: int, end: int, bodies: Iterable[Item] = ()) -> Sentence:
    """The words between two places of an article's row; `bodies` are those that belong to a state."""
    items = text.cut(begin, end, *KINDS, also=bodies)
    named = (i._replace(kind=Kind.NAME) if i.cap and i.kind is Kind.WORD else i for i in items)
    made = Sentence(named)
    made.roles, made.line = roles_of(text.lexicon), line
    return made


DASHES = frozenset("-–—")
JOINS = frozenset({",", "-", "–", "/"})


def nation_list(row: Sentence, at: int) -> tuple[tuple[CountryMention, ...], int]:
    """The states listed from here on ("AS, Jepang, dan Korea Selatan", "AS-Korsel"), and the place after."""
    found: list[CountryMention] = []
    after = at
    while after < len(row) and row[after].mention is not None:
        found.append(row[after].mention)  # type: ignore[arg-type]
        after += 1
        ahead = _over_bracket(row, after)
        step = ahead
        while step < len(row) and step - ahead < 2 and (row[step].low in JOINS or row.run(step, "and")):
            step += 1
        if step > ahead and step < len(row) and row[step].mention is not None and _joins(row, ahead, step):
            after = step
        else:
            after = ahead if ahead > after else after
            break
    return tuple(found), after


def _joins(row: Sentence, ahead: int, step: int) -> bool:
    """A single comma joins only inside a list that ends in "dan"; else it parts two statements."""
    if step - ahead == 2 and {row[ahead].low, row[ahead + 1].low} <= DASHES:
        return False  # "CNN Indonesia -- Jepang dan AS": an outlet's dateline
    if row[ahead].low in DASHES and row[ahead].start > row[ahead - 1].stop:
        return False  # "Jakarta - Amerika Serikat": a dateline too
    if row[ahead].low != "," or step - ahead == 2:
        return True
    for piece in row[step : step + 8]:
        if row.roles.words["and"] & {piece.low}:
            return True
        if piece.mention is None and piece.low != ",":
            return False
    return False


def _over_bracket(row: Sentence, at: int) -> int:
    """Past a short bracket that repeats a state's name: "Korea Utara (Korut)"."""
    if (
        at + 2 < len(row)
        and row[at].low == "("
        and row[at + 1].mention is not None
        and row[at + 2].low == ")"
    ):
        return at + 3
    return at
