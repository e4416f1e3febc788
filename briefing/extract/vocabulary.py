"""The word lists that names are read by, compiled once: phrases as runs of words, sets of single words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial

from briefing.lexicon import Entry, Lexicon
from briefing.model import record

PARTS = re.compile(r"\w[\w.+]*(?:['’\-/]\w[\w.]*)*|[^\w\s]")
"""A form of the lexicon as the words that the tokenizer makes of it."""

ARTICLE = re.compile(r"[ae][lsnrtd]-[A-Z]")


@record
class Word:
    """A word or mark of a sentence. `low` is its case-folded text; `start` and `end` lie in the article."""

    text: str
    low: str
    start: int
    end: int
    opens: bool = False
    """Whether a sentence or quotation begins with it, so that its capital tells nothing."""

    @property
    def cap(self) -> bool:
        """Whether it begins with a capital letter, an Arabic article put aside ("al-Assad")."""
        return self.text[:1].isupper() or ARTICLE.match(self.text) is not None

    @property
    def mark(self) -> bool:
        """Whether it is a punctuation mark."""
        return not any(c.isalnum() for c in self.text)

    @property
    def loud(self) -> bool:
        """Whether it looks like an abbreviation: "KPU", "UNIFIL"."""
        return len(self.text) > 1 and self.text.replace("-", "").isupper() and self.text[0].isalpha()


def spelled(words: Sequence[Word]) -> str:
    """The words as the article spells them, a line break as a space."""
    text = ""
    for at, word in enumerate(words):
        text += " " * (at > 0 and word.start > words[at - 1].end) + word.text
    return text


class Table:
    """Phrases of one word list, looked up at a place in a row of words; the longest wins."""

    def __init__(self, entries: Iterable[Entry], *, fold: bool) -> None:
        self.fold = fold
        self.entries = tuple(entries)
        self._rows: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for entry in self.entries:
            for form in entry.words:
                parts = tuple(PARTS.findall(form.casefold() if fold else form))
                if parts:
                    self._rows.setdefault(parts[0].casefold(), []).append((parts, entry))
        for rows in self._rows.values():
            rows.sort(key=lambda row: -len(row[0]))

    def match(self, words: Sequence[Word], at: int) -> tuple[int, Entry] | None:
        """The end of the longest phrase that stands here, and its entry."""
        if at >= len(words):
            return None
        for parts, entry in self._rows.get(words[at].low, ()):
            end = at + len(parts)
            if end <= len(words) and all(
                p == (w.low if self.fold else w.text) for p, w in zip(parts, words[at:end], strict=True)
            ):
                return end, entry
        return None

    def words(self) -> frozenset[str]:
        """All forms, case-folded."""
        return frozenset(w.casefold() for e in self.entries for w in e.words)


def _of(lexicon: Lexicon, name: str, *kinds: str) -> list[Entry]:
    listed = lexicon.lists.get(name)
    return [e for e in listed or () if not kinds or e.get("kind") in kinds]


def _table(lexicon: Lexicon, name: str, *kinds: str, fold: bool = True) -> Table:
    return Table(_of(lexicon, name, *kinds), fold=fold)


class Vocabulary:
    """Everything that the readers of names ask the lexicon for (see `vocabulary`)."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = partial(_table, lexicon)
        self.offices = table("roles", "office", "title")
        self.prefixes = table("roles", "prefix")
        self.modifiers = table("roles", "modifier").words()
        self.ranks = table("ranks", "rank", fold=False)
        self.branches = table("ranks", "branch", fold=False)
        self.honorifics = table("ranks", "honorific", fold=False)
        self.organisations = table("organisations", fold=False)
        self.outlets = Table([*_of(lexicon, "outlets"), *_of(lexicon, "carriers", "outlet")], fold=False)
        self.heads = Table((e for e in _of(lexicon, "bodies") if e.get("kind") in HEADS), fold=False)
        self.foreign = table("bodies", "english").words()
        self.descriptors = table("bodies", "descriptor", "armed")
        self.armed = table("bodies", "armed")
        self.lower = table("bodies", "lower")
        self.parts = table("bodies", "part").words()
        self.domains = table("domains").words()
        self.regions = table("regions", "province", "city", "abroad", fold=False)
        self.region_heads = table("regions", "before").words()
        self.region_tails = table("regions", "behind").words()
        self.openers = table("openers", "opener").words()
        self.things = table("openers", "thing", "time").words()
        self.known = table("persons", "known", "surname", "nickname", fold=False)
        self.particles = table("persons", "particle").words()
        self.syllables = table("persons", "syllable").words()
        self.given = table("persons", "given").words()
        self.family_first = table("persons", "family first").words()
        self.roots = Table((e for e in _of(lexicon, "cues", "root") if " " not in e.words[0]), fold=True)
        self.verbs = Table([*_of(lexicon, "cues", "verb"), *_of(lexicon, "stance")], fold=True)
        self.per = table("cues", "per")
        self.pronouns = {k: table("pronouns", k) for k in PRONOUNS}
        self.place_before = table("pronouns", "place before").words()
        self.links = table("pronouns", "link").words()
        self.objects = table("pronouns", "object before").words()
        self.namesakes = table("pronouns", "namesake").words()
        self.wars = table("pronouns", "war").words()


HEADS = frozenset({"ministry", "office", "forces", "association", "institution"}) | {
    "company",
    "movement",
    "local",
}
PRONOUNS = ("person", "several", "unnamed", "country", "body")


@lru_cache(maxsize=8)
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The vocabulary of a lexicon."""
    return Vocabulary(lexicon)
