"""The word lists that names are read by, compiled once: phrases as runs of words, sets of single words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from briefing.extract.sentences.glue import gluing
from briefing.language.grammar import grammar_of
from briefing.lexicon import Entry, Lexicon
from briefing.lexicon.countries import countries_of

PARTS = re.compile(r"\w[\w.+]*(?:['’\-/]\w[\w.]*)*|[^\w\s]")
"""A form of the lexicon as the words that the tokenizer makes of it."""

ARTICLE = re.compile(r"(?:[aeu][lsnrtdz]|ash|asy)-['’‘ʼ`]?[A-Z]")
ARTICLES = ("al", "el")
"""Arabic articles that stand by themselves before a name."""


SHAPES = 1 << 15
"""Words whose shape is remembered: nearly all that an article has stood in the articles before it."""


class Word(NamedTuple):
    """A word or mark of a sentence; `start` and `end` lie in the article.

    A tuple and no record, for it is made for every word of every article, and looked at many times.
    """

    text: str
    start: int
    end: int
    low: str
    """Its text, case-folded."""
    cap: bool
    """Whether it begins with a capital letter, an Arabic article put aside ("al-Assad")."""
    mark: bool
    """Whether it is a punctuation mark."""
    loud: bool
    """Whether it looks like an abbreviation: "KPU", "UNIFIL"."""
    opens: bool = False
    """Whether a sentence or quotation begins with it, so that its capital tells nothing."""


def word(text: str, start: int = 0, *, opens: bool = False) -> Word:
    """The word that stands at an offset."""
    return Word(text, start, start + len(text), *_shape(text), opens)


@lru_cache(maxsize=SHAPES)
def _shape(text: str) -> tuple[str, bool, bool, bool]:
    """What can be told of a word by itself: `low`, `cap`, `mark` and `loud`."""
    cap = text[:1].isupper() or ARTICLE.match(text) is not None
    mark = not any(c.isalnum() for c in text)
    loud = len(text) > 1 and text.replace("-", "").isupper() and text[0].isalpha()
    return text.casefold(), cap, mark, loud


def spelled(words: Sequence[Word]) -> str:
    """The words as the article spells them, a line break as a space."""
    text = ""
    for at, word in enumerate(words):
        own = word.text if word.end - word.start == len(word.text) else " - ".join(word.text.split("-", 1))
        text += " " * (at > 0 and word.start > words[at - 1].end) + own
    return text


class Table:
    """Phrases of one word list, looked up at a place in a row of words; the longest wins."""

    def __init__(self, entries: Iterable[Entry], *, fold: bool) -> None:
        self.fold = fold
        self.entries = tuple(entries)
        listed: dict[tuple[str, ...], list[Entry]] = {}
        for entry in self.entries:
            for form in entry.words:
                listed.setdefault(tuple(PARTS.findall(form.casefold() if fold else form)), []).append(entry)
        self._rows: dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]] = {}
        for parts in sorted(listed, key=lambda parts: -len(parts)):
            self._rows.setdefault(parts[0].casefold(), []).append((parts, tuple(listed[parts])))
        self._words = frozenset(w.casefold() for e in self.entries for w in e.words)

    def every(self, words: Sequence[Word], at: int, first: str = "") -> tuple[int, tuple[Entry, ...]] | None:
        """The end of the longest phrase that stands here, and its entries; `first` is its first word if the
        row has that in another form."""
        rows = self._rows.get(first or words[at].low) if 0 <= at < len(words) else None
        if rows is None:
            return None
        for parts, entries in rows:
            end = at + len(parts)
            said = [w.low if self.fold else w.text for w in words[at:end]]
            if parts == tuple([first, *said[1:]] if first else said):
                return end, entries
        return None

    def match(self, words: Sequence[Word], at: int) -> tuple[int, Entry] | None:
        """The end of the longest phrase that stands here, and its first entry."""
        found = self.every(words, at)
        return (found[0], found[1][0]) if found else None

    def starts(self) -> Iterable[str]:
        """The first words of all forms, case-folded."""
        return self._rows

    def words(self) -> frozenset[str]:
        """All forms, case-folded."""
        return self._words


def _of(lexicon: Lexicon, name: str, *kinds: str) -> list[Entry]:
    listed = lexicon.lists.get(name)
    return [e for e in listed or () if not kinds or e.get("kind") in kinds]


def _table(lexicon: Lexicon, name: str, *kinds: str, fold: bool = True) -> Table:
    return Table(_of(lexicon, name, *kinds), fold=fold)


class Vocabulary:
    """Everything that the readers of names ask the lexicon for (see `vocabulary`)."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = partial(_table, lexicon)
        self.grammar = grammar_of(lexicon)
        self.forms = self.grammar.forms
        self.glued = gluing(lexicon)
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
        self.nouns = table("openers", "noun").words()
        self.things = table("openers", "thing", "time").words()
        self.known = table("persons", "known", "surname", "nickname", fold=False)
        self.particles = table("persons", "particle").words()
        self.articles = table("persons", "article").words()
        self.compounds = table("persons", "compound").words()
        self.syllables = table("persons", "syllable").words()
        self.given = table("persons", "given").words()
        self.family_first = table("persons", "family first").words()
        self.roots = Table((e for e in _of(lexicon, "cues", "root") if " " not in e.words[0]), fold=True)
        self.cues = table("cues")
        self.verbs = table("cues", "verb", "wish")
        self.saying = frozenset(w for w in self.verbs.words() if self.forms.is_active(w))
        self.per = table("cues", "per")
        self.statements = table("cues", "noun").words()
        self.pronouns = {k: table("pronouns", k) for k in PRONOUNS}
        self.place_before = table("pronouns", "place before").words()
        self.inside = table("pronouns", "inside").words()
        self.place_heads = table("pronouns", "place head").words()
        self.according = table("pronouns", "according").words()
        self.introducing = table("pronouns", "introducing").words()
        self.apposition = table("pronouns", "apposition").words()
        self.both = table("pronouns", "both").words()
        self.relative = self.grammar.words("relative")
        self.joins = self.grammar.words("coordinator")
        self.filling = self.relative | self.joins | table("pronouns", "filling").words()
        self.breaking = self.relative | self.joins | self.inside
        self.adverbs = table("pronouns", "adverb").words()
        self.active = table("pronouns", "active").words()
        self.lands = frozenset(f.words for f in countries_of(lexicon) if " " not in f.words)
        self.pointers = self.grammar.words("demonstrative")
        self.office_links = table("pronouns", "office link")
        self.body_links = table("bodies", "link", "english link").words()
        self.english_links = table("bodies", "english link").words()
        self.occasions = table("bodies", "occasion").words()
        self.sites = table("bodies", "site").words()
        self.armies = table("bodies", "army")
        self.powers = table("bodies", "power")
        self.in_full = {
            w.casefold(): e.get("full").casefold() for e in _of(lexicon, "bodies", "short") for w in e.words
        }
        self.home = next((e.get("code") for e in _of(lexicon, "countries") if e.values.get("home")), "")
        self.rules = table("pronouns", "rule").words()
        self.seized = table("pronouns", "seized").words()
        self.links = table("pronouns", "link").words()
        self.objects = table("pronouns", "object before").words()
        self.prepositions = self.objects | table("pronouns", "preposition").words()
        self.namesakes = table("pronouns", "namesake").words()
        self.wars = table("pronouns", "war").words()
        self.aliases = table("pronouns", "alias").words()
        self.kin = table("pronouns", "kin").words()
        tables = [self.outlets, self.organisations, self.prefixes, self.offices, self.heads, self.lower]
        tables += [self.known, self.ranks, self.honorifics]
        self.starts = frozenset(ARTICLES).union(*(t.starts() for t in tables))
        self.starts |= {f"{w}nya" for w in self.offices.words()}
        """What a word in lower case must be for a chunk of several words, or of a kind, to start with it."""

    def is_active(self, low: str) -> bool:
        """Whether a verb of saying is in the active voice, so that its subject speaks."""
        return self.forms.is_active(low) or low in self.active

    def is_verb(self, low: str) -> bool:
        """Whether a word looks like a verb."""
        return self.forms.is_active(low) or self.forms.is_passive(low)


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
