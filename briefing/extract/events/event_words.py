"""The word lists of events, compiled once: which words tell which kind, and what the words around them do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from briefing.extract.events.lines import Line
from briefing.extract.sentences.vocabulary import Table, Word, word
from briefing.language.grammar import grammar_of
from briefing.lexicon import Entry, Lexicon
from briefing.model import record

LISTS = ("events", "event_phrases", "status", "military_phrases")
CLOSED = ("border", "joint", "relative", "at", "against")
SHARED = ("definite", "that", "bound", "apart")
"""Roles whose words stand in the list of military phrases, and do the same around events."""
LONGEST = 5
"""No word around an event has more words than this."""


@record
class Cue:
    """Words `begin` to `end` of a line that tell an event, and how: active, passive, bare, noun, state."""

    begin: int
    end: int
    form: str
    entry: Entry

    @property
    def kind(self) -> str:
        """The kind of event."""
        return self.entry.get("kind")

    def is_(self, key: str) -> bool:
        """Whether the entry says so: `mutual`, `toll`, `into`."""
        return bool(self.entry.values.get(key))


class EventWords:
    """Everything that the reader of events asks the lexicon for (see `event_words`)."""

    def __init__(self, lexicon: Lexicon) -> None:
        listed = list(lexicon["events"])
        phrases = [*lexicon["event_phrases"], *_vouching(lexicon)]
        forms = {
            "active": [e for e in listed if e.get("form") == "verb"],
            "passive": list(_forms(listed, "passive")),
            "bare": list(_forms(listed, "bare")),
            "noun": [e for e in listed if e.get("form") == "noun"],
            "state": [e for e in listed if e.get("form") == "state"],
        }
        self.tables = {
            (form, *key): Table([e for e in entries if _needed(e) == key], fold=True)
            for form, entries in forms.items()
            for key in dict.fromkeys(_needed(e) for e in entries)
        }
        self._starts = frozenset(s for t in self.tables.values() for s in t.starts())
        self.forms = grammar_of(lexicon).forms
        roles = {e.get("role") for e in phrases if e.get("role")}
        self.roles = {r: Table([e for e in phrases if e.get("role") == r], fold=True) for r in roles}
        verbs = [e for e in lexicon["cues"] if e.get("kind") == "verb"]
        self.roles["saying"] = Table(verbs, fold=True)
        self._ends = {r: _ends(t) for r, t in self.roles.items()}
        self.acts = {a: e.get("role") for e in phrases for a in e.values.get("acts", ())}
        self.figures = {
            side: Table([e for e in phrases if e.get("figure") and e.get("side") == side], fold=True)
            for side in ("before", "after")
        }
        self.items = {
            item: Table([e for e in phrases if e.get("item") == item], fold=True)
            for item in {e.get("item") for e in phrases if e.get("item")}
        }
        cues = [e for e in lexicon["cues"] if e.get("kind") in ("verb", "per") or _plain_root(e)]
        self.reports = Table([e for e in cues if e.get("kind") != "per"], fold=True)
        self.sources = Table([e for e in cues if e.get("kind") == "per"], fold=True)
        self.behind = Table([e for e in lexicon["cues"] if _plain_root(e)], fold=True)
        self.roots = Table([e for e in lexicon["cues"] if e.get("kind") == "root"], fold=True)

    def at(self, role: str, words: Sequence[Word], at: int) -> int:
        """The end of the longest word of the role that begins here; `at` itself where none does."""
        match = self.roles[role].match(words, at) if role in self.roles else None
        return match[0] if match else at

    def back(self, role: str, words: Sequence[Word], end: int) -> int:
        """The begin of the longest word of the role that ends here; `end` itself where none does."""
        if end <= 0 or words[end - 1].low not in self._ends.get(role, ()):
            return end
        for begin in range(max(0, end - LONGEST), end):
            if self.at(role, words, begin) == end:
                return begin
        return end

    def cues(self, words: Sequence[Word], at: int, *, headline: bool) -> list[Cue]:
        """What may begin here, longest first, then those that take a thing; headlines have bare verbs."""
        if not 0 <= at < len(words) or words[at].low not in self._starts:
            return []
        found = [
            Cue(begin=at, end=match[0], form=form, entry=match[1])
            for (form, *_), table in self.tables.items()
            if (headline or form != "bare") and (match := table.match(words, at))
        ]
        return sorted(found, key=lambda c: (-c.end, not (c.is_("takes") or c.is_("later"))))

    def things(self, line: Line, at: int) -> frozenset[str]:
        """The kinds of thing that begin here: military terms, and what figures count."""
        counted = {i for i, table in self.items.items() if table.match(line.words, at)}
        if "-" in line.low(at):
            head = [word(line.low(at).partition("-")[0])]
            counted |= {i for i, table in self.items.items() if table.match(head, 0)}
        counted |= {"place"} if at in line.places else set()
        return frozenset(counted) | (line.terms[at][1] if at in line.terms else frozenset())

    def closed(self, line: Line, at: int) -> bool:
        """Whether a noun phrase may end here: no word follows that would say of what kind it is.

        "serangan | jantung" is of another kind; "serangan | di", "serangan | yang" are not.
        """
        low = line.low(at)
        if not low.isalpha() or line.words[at].cap or at in line.dates or at in line.numbers:
            return True
        known = any(self.at(role, line.words, at) > at for role in self.roles)
        verb = self.forms.is_active(low) or self.forms.is_passive(low)
        return known or verb or self.tells(line.words, at) or bool(self.cues(line.words, at, headline=False))

    def plain(self, line: Line, at: int) -> bool:
        """Whether a word stands there that only describes: no verb, number, mark or word with a role."""
        low = line.low(at)
        if not low.isalpha() or at in line.numbers or at in line.dates:
            return False
        verb = self.forms.is_active(low) or self.forms.is_passive(low)
        return not verb and all(self.at(role, line.words, at) == at for role in CLOSED)

    def tells(self, words: Sequence[Word], at: int) -> bool:
        """Whether a word begins here that reports or names who says ("mengatakan", "menurut")."""
        if self.at("light", words, at) > at:
            return False
        return self.reports.match(words, at) is not None or self.sources.match(words, at) is not None

    def ends_with(self, line: Line, at: int) -> bool:
        """Whether a word begins here that stands behind what is said ("…, kata X")."""
        return self.behind.match(line.words, at) is not None

    def says(self, line: Line, at: int) -> bool:
        """Whether a verb begins here behind which the content follows; in headlines without its prefix."""
        if max(self.at(role, line.words, at) for role in ("light", "takes")) > at:
            return False
        bare = self.at("headline saying", line.words, at) > at or self.roots.match(line.words, at) is not None
        if line.headline and bare:
            return not self.cues(line.words, at, headline=True)
        return self.reports.match(line.words, at) is not None


def _vouching(lexicon: Lexicon) -> Iterator[Entry]:
    """The words that say how far something is vouched for, each under what it does as its role."""
    for entry in lexicon["status"]:
        role = entry.get("status") or entry.get("role")
        if entry.get("scope") == "behind":
            role = "behind"
        elif entry.values.get("open"):
            role = "open"
        yield replace(entry, values=MappingProxyType({**entry.values, "role": role}))
        if entry.values.get("condition"):
            yield replace(entry, values=MappingProxyType({**entry.values, "role": "if"}))
    yield from (e for e in lexicon["military_phrases"] if e.get("role") in SHARED)


def _forms(listed: Sequence[Entry], key: str) -> Iterator[Entry]:
    """The entries with their other forms as their words."""
    for entry in listed:
        forms = tuple(entry.values.get(key, ()))
        if forms:
            yield Entry(
                words=forms,
                values=entry.values,
                example=entry.example,
                silent=entry.silent,
                where=entry.where,
            )


def _needed(entry: Entry) -> tuple[str, bool]:
    """What keeps entries of one word apart: the kind, and whether something must follow."""
    return entry.get("kind"), "later" in entry.values


def _plain_root(entry: Entry) -> bool:
    return entry.get("kind") == "root" and not entry.values.get("bare")


def _ends(table: Table) -> frozenset[str]:
    return frozenset(form.split()[-1] for form in table.words())


@lru_cache(maxsize=8)
def event_words(lexicon: Lexicon) -> EventWords:
    """The event words of a lexicon."""
    return EventWords(lexicon)
