"""Rows of the military picture read anew: of which kind, how vouched for, where, when and whose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from briefing import lexicon
from briefing.model import Brief, MilitaryItem, MilitaryKind, Status, record
from briefing.verify.fields import language_of
from briefing.verify.page import Page
from briefing.verify.refusal import Refusal, of_thing
from briefing.verify.words import said_of

_WORD = re.compile(r"\w+")
_OWN = "nya"
LISTS = "military"
"""How the names of the word lists of military terms begin."""
BECOMES: Mapping[str, frozenset[str]] = {
    MilitaryKind.STRIKE: frozenset({MilitaryKind.TEST, MilitaryKind.WEAPON}),
    MilitaryKind.DEPLOYMENT: frozenset({MilitaryKind.UNIT}),
}
"""What words of another kind may make of an item: a missile that is fired at somebody strikes."""
ATTACK = "attack"
DIRECTED = frozenset({"strike", "test", "weapon", "supply", "deployment"})
"""Kinds of item that go from somebody to somebody."""
LONGEST = 40
"""How far before a place the word directly before it may begin."""
REACH = 2
"""How many words before an item may still tell its status."""
NEXT = 1
PLAIN = ("factual", "no status")
LATELY = 5
"""An operator who is not named in an item's own sentence is one of the countries named last before it."""


@record
class Row:
    """An item with what it is looked at with."""

    item: MilitaryItem
    page: Page
    user_folder: Path | None = None


def details(brief: Brief, pages: Mapping[int, Page], *, user_folder: Path | None = None) -> Iterator[Refusal]:
    """Military items of which a rule does not hold; words may be of the user's own lists."""
    for item in brief.military:
        page = pages.get(item.source)
        if page is None or not _lies_in(item, page):
            continue
        row = Row(item=item, page=page, user_folder=user_folder)
        for field, rule in RULES:
            if reason := rule(row):
                yield of_thing(item, field, reason)
        for operator in item.operators:
            if reason := _operator(row, operator.citation.start, operator.value):
                yield of_thing(item, "operators", reason, operator)


def _lies_in(item: MilitaryItem, page: Page) -> bool:
    cited = [c for c in (item.text, item.marker, item.place, item.date, item.name, *item.operators) if c]
    return all(c.citation.source == item.source and page.holds(c.citation) for c in cited)


def _kind(row: Row) -> str | None:
    """The item's own words are of its kind, as far as the word lists have them."""
    kinds = kinds_in(row.item.text.value, language_of(row.page.article))
    own = row.item.kind.value
    if kinds and own not in kinds and not kinds & BECOMES.get(own, frozenset()):
        return f"{own!r} is not what {row.item.text.value!r} tells"
    return None


def kinds_in(words: str, language: str) -> frozenset[str]:
    """The kinds of military term that stand in the words."""
    table, longest = _terms(language)
    plain = _WORD.findall(words.casefold())
    said = [word.removesuffix(_OWN) for word in plain]
    found: set[str] = set()
    for tokens in (said, plain):
        for start in range(len(tokens)):
            for end in range(start + 1, min(len(tokens), start + longest) + 1):
                found |= table.get(tuple(tokens[start:end]), frozenset())
    return frozenset(found)


@lru_cache(maxsize=4)
def _terms(language: str) -> tuple[Mapping[tuple[str, ...], frozenset[str]], int]:
    """The kinds of each military term, by its words, and how many words the longest has."""
    out: dict[tuple[str, ...], set[str]] = {}
    for name, words in lexicon.load(language).lists.items():
        for entry in words if name.startswith(LISTS) else ():
            if entry.get("kind"):
                for form in entry.words:
                    out.setdefault(tuple(_WORD.findall(form.casefold())), set()).add(entry.get("kind"))
    return {form: frozenset(kinds) for form, kinds in out.items()}, max(map(len, out), default=1)


def _marker(row: Row) -> str | None:
    """The words that tell a status mean it, and stand in the item's own sentence."""
    marker, item = row.item.marker, row.item
    if marker is None:
        return None
    if not said_of(row.page.article, "status", marker, user_folder=row.user_folder):
        return f"{marker.value!r} does not say {item.status.value!r}"
    return _elsewhere(row, marker.value, marker.citation.start)


def _place(row: Row) -> str | None:
    place = row.item.place
    return _elsewhere(row, place.value, place.citation.start) if place else None


def _date(row: Row) -> str | None:
    date = row.item.date
    return _elsewhere(row, date.value, date.citation.start) if date else None


def _elsewhere(row: Row, value: str, at: int) -> str | None:
    first, last = row.page.sentences(row.item.text.citation)
    return None if first <= row.page.sentence(at) <= last else f"{value!r} stands in another sentence"


def _operator(row: Row, at: int, code: str) -> str | None:
    """An operator is named in the item's sentence or the next, or among the countries named last before."""
    page = row.page
    first, last = page.sentences(row.item.text.citation)
    begins, ends = page.bounds(first, last + NEXT)
    if row.item.kind.value in DIRECTED and (word := _towards(page, at)):
        return f"{code!r} stands behind {word!r}: it is where it goes, or who suffers it"
    if begins <= at < ends:
        return None
    if at >= ends:
        return f"{code!r} is named far behind the item"
    before = page.lands[: bisect_left(page.lands, begins, key=lambda mention: mention.start)]
    if not any(mention.start <= at < mention.end for mention in before):
        return None  # a body of the country, which may have been told long before
    lately: list[str] = []
    for mention in reversed(before):
        if mention.code not in lately:
            lately.append(mention.code)
        if len(lately) == LATELY:
            break
    return None if code in lately else f"{code!r} is not among the countries named last before"


def _towards(page: Page, at: int) -> str | None:
    """The preposition or verb directly before a place that makes of who is named there a target."""
    before = _WORD.findall(page.article.text[max(0, at - LONGEST) : at].casefold())[-1:]
    return next((word for word in before if word in _targets(language_of(page.article))), None)


@lru_cache(maxsize=4)
def _targets(language: str) -> frozenset[str]:
    """Words behind which somebody is the target of what is told: "ke", "terhadap", "menyerang"."""
    lists = lexicon.load(language).lists
    ways: dict[str, set[str]] = {"place": set(), "target": set()}
    for entry in lists.get("military_phrases", ()):
        ways.get(entry.get("role"), set()).update(word.casefold() for word in entry.words)
    attacks = (e for e in lists.get("events", ()) if e.get("form") == "verb" and e.get("kind") == ATTACK)
    return frozenset(ways["place"] & ways["target"]).union(
        word.casefold() for entry in attacks for word in entry.words
    )


def _vouched(row: Row) -> str | None:
    """What is told as a fact has no word close before it that makes a plan, a claim or a denial of it."""
    item, page = row.item, row.page
    if item.status is not Status.REPORTED:
        return None
    begins, _ = page.bounds(*page.sentences(item.text.citation))
    start = item.text.citation.start
    before = page.article.text[max(begins, start - LONGEST) : start]
    clause = _WORD.findall(re.split(r"[.,;:!?]", before.casefold())[-1])[-REACH:]
    known, plain = _statuses(language_of(page.article)), _plain(language_of(page.article))
    said = next((word for word in reversed(clause) if word in known), None)
    if said is None or any(word in plain for word in clause):
        return None
    return f"{said!r} stands before it, which says {min(known[said])!r}"


@lru_cache(maxsize=4)
def _plain(language: str) -> frozenset[str]:
    """Words behind which a thing is real whatever stands before ("akan menghentikan serangan"), or that only
    look like a status ("bukan hanya").
    """
    entries = (e for e in lexicon.load(language).lists.get("status", ()) if e.get("role") in PLAIN)
    return frozenset(word.casefold().split()[-1] for entry in entries for word in entry.words)


@lru_cache(maxsize=4)
def _statuses(language: str) -> Mapping[str, frozenset[str]]:
    """The status that single words give to what stands behind them."""
    out: dict[str, set[str]] = {}
    for entry in lexicon.load(language).lists.get("status", ()):
        if entry.get("status") and entry.get("scope") != "behind":
            for word in entry.words:
                out.setdefault(word.casefold(), set()).add(entry.get("status"))
    return {word: frozenset(values) for word, values in out.items()}


RULES: tuple[tuple[str, Callable[[Row], str | None]], ...] = (
    ("kind", _kind),
    ("status", _marker),
    ("status", _vouched),
    ("place", _place),
    ("date", _date),
)
