"""Where accounts of one thing differ: other figures for it in another source, or a denial of what is said.

Nothing is judged here. A pair is reported where a rule holds it to be of one thing; what is in doubt is left
out, so that a brief never sets two accounts against each other that are of two things.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations

from briefing import lexicon
from briefing.dossier.likeness import cosine, letters, vectors, words
from briefing.lexicon import Entry
from briefing.lexicon.spelling import plain
from briefing.model import (
    Claim,
    DifferenceKind,
    Disagreement,
    Entity,
    Evidence,
    Findings,
    MilitaryDetail,
    MilitaryKind,
    Qualifier,
    Quantity,
    Reading,
    record,
)

SHARED = 3
"""How many words that carry something a denial has in common, at least, with what it denies."""

ALIKE, ABOUT_OTHERS, WORD_FOR_WORD, NONE_OF_IT = 0.17, 0.27, 0.6, 0.3
"""How alike a denial and what it denies are, at least: what is said of him who denies; what names the same
others; any other; and where it says that there is none of it. In 415 articles of 150 stories
these bounds found three denials with what they deny, all of them right."""

NAMES = 2
"""How many names the two have in common, at least, where it is of others."""

_BY_WORDS = 0.4

APART = 10.0
"""Figures further apart than this, as a ratio, are of two things."""

ROUGH = 0.1
"""How far from the truth "about 40" may be."""

MONTH = 31
"""What happened longer before its article's day is told for comparison."""

_DENIES = "denies"
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")

Item = tuple[str, str]


def disagreements(
    findings: Sequence[Findings], entities: Sequence[Entity], stories: Sequence[Sequence[str]]
) -> tuple[Disagreement, ...]:
    """Figures that sources of one story give differently, then denials, within a story or an article."""
    by_id = {found.article.id: found for found in findings}
    told = [[by_id[article] for article in story] for story in stories]
    alone = set(by_id).difference(*stories)
    members = {member: entity.id for entity in entities for member in entity.members}
    figures = (pair for story in told for pair in _figures(sorted(story, key=findings.index)))
    groups = [*told, *([found] for found in findings if found.article.id in alone)]
    return (*figures, *(pair for group in groups for pair in _denials(group, members)))


# --- figures -------------------------------------------------------------------------------


def _figures(story: Sequence[Findings]) -> Iterator[Disagreement]:
    """Details of the same thing with another number; of each source the one that it tells first."""
    same: dict[tuple[str, ...], list[tuple[str, MilitaryDetail]]] = {}
    for found in story:
        met = set()
        for detail in sorted(found.military, key=lambda d: d.evidence.start):
            thing = _thing(detail, found)
            if thing and thing not in met and _of_these_days(detail, found):
                met.add(thing)
                same.setdefault(thing, []).append((found.article.id, detail))
    told: set[tuple[Evidence, ...]] = set()
    # Of a number that counts both rounds and the strike with them, the rounds are the surer thing.
    for thing, items in sorted(same.items(), key=lambda one: one[0][0] == MilitaryKind.STRIKE):
        kept = [item for item in items if _together(items[0][1], item[1])]
        numbers = tuple(detail.quantity.evidence for _, detail in kept if detail.quantity)
        if numbers not in told and any(_differ(one, other) for (_, one), (_, other) in combinations(kept, 2)):
            told.add(numbers)
            yield Disagreement(
                kind=DifferenceKind.FIGURES,
                subject=thing[1] if thing[0] == MilitaryKind.CASUALTIES else thing[0],
                items=tuple((article, detail.id) for article, detail in kept),
            )


def _thing(detail: MilitaryDetail, found: Findings) -> tuple[str, ...] | None:
    """What a number counts: kind, and fate and people, or name and owners; none where that is unclear."""
    quantity = detail.quantity
    if quantity is None or quantity.value is None or not (quantity.unit or detail.name):
        return None
    language = found.article.language
    unit = (quantity.unit or "").casefold()
    if _has(language, "others", unit):
        return None
    if detail.kind is MilitaryKind.CASUALTIES:
        fate = _fate(language, found.article.words(detail.evidence))
        people = "" if _has(language, "people", unit) else unit
        return (detail.kind, fate, people) if fate else None
    owners = sorted(o.value for o in detail.operators)
    return (detail.kind, plain(detail.name.value) if detail.name else unit, *owners)


def _of_these_days(detail: MilitaryDetail, found: Findings) -> bool:
    """Whether nothing says that the detail is of another month or year than the article."""
    day, published = _known(detail.date), (found.article.published or "")[:10]
    if not (day and published):
        return True
    if len(day) < len("2017-12-08"):
        return _agree(day, published)
    return abs((date.fromisoformat(published) - date.fromisoformat(day)).days) <= MONTH


def _together(one: MilitaryDetail, other: MilitaryDetail) -> bool:
    """Whether nothing says that the two are of different days or places, or of another order of size."""
    days = _known(one.date), _known(other.date)
    places = _known(one.place), _known(other.place)
    sizes = sorted((_value(one.quantity), _value(other.quantity)))
    return (
        (not all(days) or _agree(*days))
        and (not all(places) or within(*places))
        and sizes[1] <= APART * max(sizes[0], 1.0)
    )


def _known(reading: Reading | None) -> str:
    return reading.value if reading else ""


def _agree(one: str, other: str) -> bool:
    """Whether two ISO days, months or years may be the same, as far as they tell."""
    return one.startswith(other) or other.startswith(one)


def within(one: str, other: str) -> bool:
    """Whether all words of one place's name are among the other's."""
    here, there = set(plain(one).split()), set(plain(other).split())
    return here <= there or there <= here


def _value(quantity: Quantity | None) -> float:
    return quantity.value if quantity and quantity.value is not None else 0.0


def _differ(one: MilitaryDetail, other: MilitaryDetail) -> bool:
    return apart(*_number(one.quantity), *_number(other.quantity))


def _number(quantity: Quantity | None) -> tuple[float, Qualifier]:
    return _value(quantity), quantity.qualifier if quantity else Qualifier.EXACT


def apart(one: float, meant: Qualifier, other: float, its: Qualifier) -> bool:
    """Whether no number fits both: "more than 100" and 138 agree, 26 and 27 do not."""
    low, high = _range(one, meant), _range(other, its)
    return low[1] < high[0] or high[1] < low[0]


def _range(value: float, meant: Qualifier) -> tuple[float, float]:
    match meant:
        case Qualifier.ABOUT:
            return value * (1 - ROUGH), value * (1 + ROUGH)
        case Qualifier.OVER | Qualifier.AT_LEAST:
            return value, math.inf
        case Qualifier.UP_TO:
            return 0.0, value
        case _:
            return value, value


# --- denials -------------------------------------------------------------------------------


@record
class _Said:
    """A statement of somebody, or an event: its place and words, and whom these name.

    `speaker` is who says it: an entity, else the words that name nobody known ("sumber militer").
    """

    item: Item
    article: str
    start: int
    end: int
    entity: str | None
    speaker: str
    text: str
    names: frozenset[str]
    denies: bool
    none: str
    """The word for what it says there is none of."""
    asserts: bool


def _denials(group: Sequence[Findings], members: Mapping[Item, str]) -> Iterator[Disagreement]:
    """Each statement or event that somebody denies, and the denials: each with what is most like it."""
    said = [s for found in group for s in _said(found, members)]
    if not any(s.denies or s.none for s in said):
        return
    by_words = vectors([words(s.text) for s in said])
    by_letters = vectors([letters(s.text) for s in said])
    denied: dict[Item, list[Item]] = {}
    for n, denial in enumerate(said):
        if not (denial.denies or denial.none) or not denial.speaker:
            continue
        alike = {
            m: _BY_WORDS * cosine(by_words[n], by_words[m])
            + (1 - _BY_WORDS) * cosine(by_letters[n], by_letters[m])
            for m, other in enumerate(said)
            if _could_be_denied(other, denial) and len(by_words[n].keys() & by_words[m].keys()) >= SHARED
        }
        best = max(alike, key=lambda m: alike[m], default=None)
        if best is not None and _denies(denial, said[best], alike[best]):
            denied.setdefault(said[best].item, []).append(denial.item)
    for item, denials in denied.items():
        yield Disagreement(kind=DifferenceKind.DENIAL, subject="", items=(item, *denials))


def _denies(denial: _Said, other: _Said, alike: float) -> bool:
    """Whether the one is a denial of the other, which is of him who denies, or of the same others."""
    if denial.none and not denial.denies:
        return alike >= NONE_OF_IT and _begins(denial.none, other.text)
    if denial.entity in other.names:
        return alike >= ALIKE
    return alike >= (ABOUT_OTHERS if len(denial.names & other.names) >= NAMES else WORD_FOR_WORD)


def _begins(word: str, text: str) -> bool:
    """Whether the text has the word, or another form that begins like it."""
    return any(other.startswith(word[:_STEM]) for other in words(text))


_STEM = 5


def _could_be_denied(said: _Said, denial: _Said) -> bool:
    """Whether it asserts something, is of somebody else, and is not told within the denial's own words."""
    within = denial.article == said.article and denial.start < said.end and said.start < denial.end
    return said.asserts and said.speaker != denial.speaker and not within


def _said(found: Findings, members: Mapping[Item, str]) -> Iterator[_Said]:
    article = found.article
    mentions = sorted((m.start, m.end, actor.id) for actor in found.actors for m in actor.mentions)
    starts = [m[0] for m in mentions]
    acts: dict[str, Claim | None] = {c.id: c for c in found.claims} | {e.id: None for e in found.events}
    spans = {c.id: c.evidence for c in found.claims} | {e.id: e.evidence for e in found.events}
    for id_, claim in acts.items():
        evidence = spans[id_]
        text = article.words(evidence)
        inside = mentions[bisect_left(starts, evidence.start) : bisect_left(starts, evidence.end)]
        denies = claim is not None and claim.act in _DENIES
        entity = members.get((article.id, claim.speaker or "")) if claim else None
        named = article.words(claim.named).casefold() if claim and claim.named else ""
        yield _Said(
            item=(article.id, id_),
            article=article.id,
            start=evidence.start,
            end=evidence.end,
            entity=entity,
            speaker=entity or named,
            text=text,
            names=frozenset(e for *_, actor in inside if (e := members.get((article.id, actor)))),
            denies=denies,
            none=_none(article.language, text) if claim else "",
            asserts=not denies and not _has(article.language, "negation", text),
        )


def _none(language: str, text: str) -> str:
    """The word for what the text says there is none of: "tidak ada | senjata"; nothing with an exception."""
    row = [word.casefold() for word in _WORD.findall(text)]
    if not _has(language, "denial", text) or _has(language, "others", text) or _has(language, "part", text):
        return ""
    phrases = {w for e in _entries(language) if e.get("role") == "denial" for w in e.words}
    for at in range(len(row) - 2):
        if f"{row[at]} {row[at + 1]}" in phrases:
            return row[at + 2] if len(row[at + 2]) >= _STEM else ""
    return ""


# --- words ---------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _entries(language: str) -> tuple[Entry, ...]:
    return tuple(lexicon.load(language).lists.get("agreement", ())) if language in lexicon.languages() else ()


def _stands(entry: Entry, text: str) -> bool:
    """Whether some form of the entry stands in the text, as whole words."""
    row = f" {' '.join(word.casefold() for word in _WORD.findall(text))} "
    return any(f" {word} " in row for word in entry.words)


def _has(language: str, role: str, text: str) -> bool:
    return any(_stands(entry, text) for entry in _entries(language) if entry.get("role") == role)


def _fate(language: str, text: str) -> str:
    """What became of those who are counted; nothing where the text tells of two fates."""
    fates = {e.get("fate") for e in _entries(language) if e.get("role") == "fate" and _stands(e, text)}
    return fates.pop() if len(fates) == 1 else ""


def fires(entry: Entry, text: str) -> bool:
    """Whether the entry is seen in the text; the checker of the word list's examples."""
    return _stands(entry, text)
