"""What is told again: statements and events of several sources that are one and the same.

A statement is repeated where the same speaker is given the same words, or a translation of them, or takes
the same position on the same matter. Words decide first; who speaks, about whom, and the numbers told make
the likeness more or less.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations

from briefing import lexicon
from briefing.dossier.grouping import grouped
from briefing.dossier.likeness import Pair, letters, mixed, near, vectors, words
from briefing.dossier.stories import DATED, DAYS
from briefing.lexicon.patterns import any_of
from briefing.model import Status, record

SAME = 0.26
"""How alike two have to be, on the mean over a group."""

CARRYING = 3
"""Words that carry something. What has fewer can't be told from anything else by its words."""

VERBATIM = 0.6
"""Words so alike are the same whoever is held to say them."""

POSITION = 0.5
"""What the likeness is at least, where one speaker does the same thing to the same ones in one story."""

NEWS, OF_ONE_STORY = 0.35, 0.12
"""What the likeness of events is at least, with which articles of one story begin; and of two acts of one
speaker in a story, if they are so much alike."""

AGREES = {"speaker": 0.08, "target": 0.04, "number": 0.05, "day": 0.04, "place": 0.04}
DIFFERS = {
    "speaker": 0.26,
    "target": 0.08,
    "number": 0.45,
    "day": 0.2,
    "act": 0.2,
    "asserted": 0.4,
    "matter": 0.15,
    "days": 0.3,
    "killed": 0.12,
}
WITHIN = 0.2
"""What is added to the likeness of words where both tell the same of it, and what is taken off where they
tell otherwise; and what is taken off within one source, which seldom tells the same twice."""

_FLOOR = 0.06
_BY_LETTERS = 0.7
_BY_SENTENCE = 0.4
_OF_ONE_POSITION = 12
_ALIKE = 0.08
_OF_ONE_DOER = 24
_ASSERTED = (Status.REPORTED, Status.CLAIMED)
_NUMBER = re.compile(r"(?<![\d/])\d+(?:[.,]\d+)*(?![\d/]*/)")


@record
class Told:
    """A statement or event: its words, and what is known of it; sets are empty where it is not known.

    `within` is the sentence that it stands in, with what it leaves out: who says so, where, when.

    `position` says of an event that it is told within a position ("mengutuk serangan"), or only named as one
    that was told before; `act` is the act of a statement where it is more than a plain saying, or the kind of
    an event; `by` and `to` are those who speak or do, and those spoken of or done to (entities), `land` the
    countries of the former; `matter` is the story, below 0 for an article that stands alone; `leads` says
    whether it stands in the title or first sentence; `day` is its own, `published` that of its article.
    """

    text: str
    within: str
    source: int
    start: int
    end: int
    matter: int
    statement: bool
    position: bool = False
    leads: bool = False
    status: str = ""
    published: str = ""
    act: str = ""
    by: frozenset[str] = frozenset()
    person: bool = False
    land: frozenset[str] = frozenset()
    to: frozenset[str] = frozenset()
    place: frozenset[str] = frozenset()
    day: str = ""


def repetitions(told: Sequence[Told]) -> list[tuple[int, ...]]:
    """The groups of those that are one, by their places; each group has two at least."""
    carrying = [words(item.text) for item in told]
    by_letters = vectors([letters(item.text) for item in told])
    by_sentence = vectors([letters(item.within) for item in told])
    alone = mixed(near(vectors(carrying), floor=_FLOOR), by_letters, _BY_LETTERS)
    pairs = mixed(alone, by_sentence, _BY_SENTENCE)
    numbers = [frozenset(_NUMBER.findall(item.text)) for item in told]
    likeness = {
        (one, other): _likeness(told[one], told[other], value, numbers[one], numbers[other])
        for (one, other), value in pairs.items()
        if min(len(carrying[one]), len(carrying[other])) >= CARRYING or value >= VERBATIM
    }
    _positions(told, likeness)
    _news(told, likeness)
    _done_again(told, likeness)
    units = _units(told)
    of_unit = {place: n for n, unit in enumerate(units) for place in unit}
    alike: dict[Pair, float] = {}
    for (one, other), value in likeness.items():
        first, second = sorted((of_unit[one], of_unit[other]))
        if first != second:
            alike[first, second] = max(value, alike.get((first, second), value))
    groups = [[place for n in group for place in units[n]] for group in grouped(len(units), alike, SAME)]
    return [tuple(sorted(group)) for group in groups if len(group) > 1]


def _units(told: Sequence[Told]) -> list[list[int]]:
    """Places by the words that they share: a statement and the event that it tells are one telling."""
    units: list[list[int]] = []
    for place in sorted(range(len(told)), key=lambda n: (told[n].source, told[n].start, -told[n].end)):
        last = told[units[-1][0]] if units else None
        item = told[place]
        if last and last.source == item.source and item.end - max(item.start, last.start) > 0:
            shared = min(item.end, last.end) - item.start
            much = 2 * shared > min(item.end - item.start, last.end - last.start)
            if much and not any(other.statement and other.act for other in (item, last)):
                units[-1].append(place)
                continue
        units.append([place])
    return units


def _likeness(one: Told, other: Told, value: float, here: frozenset[str], there: frozenset[str]) -> float:
    """The likeness of the words, more or less for who speaks, what is done, when, and the numbers told."""
    if one.source == other.source:
        value -= WITHIN
    verbatim = value >= VERBATIM
    both = {
        "speaker": None if verbatim else _speakers(one, other),
        "target": _agree(one.to, other.to),
        "number": None if verbatim and _one_speaker(one, other) else _agree(here, there),
        "place": _agree(one.place, other.place) or None,
        "day": _same_day(one.day, other.day),
        "act": _acts(one, other),
        "asserted": _asserted(one, other),
        "days": None if near_days(one.published, other.published) else False,
        "killed": None if _kills(one.text) == _kills(other.text) else False,
        "matter": None if verbatim or one.matter == other.matter else False,
    }
    value += sum(AGREES.get(what, 0.0) for what, agree in both.items() if agree)
    return value - sum(DIFFERS.get(what, 0.0) for what, agree in both.items() if agree is False)


def _agree(here: Collection[str], there: Collection[str]) -> bool | None:
    """Whether the two have something in common; nothing where one of them tells nothing."""
    return not set(here).isdisjoint(there) if here and there else None


def _speakers(one: Told, other: Told) -> bool | None:
    """Whether the same ones speak or do it: two persons are two, one may speak for his country or body."""
    if not (one.by and other.by):
        # Whose position it is has to be known, for it to be the same one.
        return False if one.statement and other.statement and (one.act or other.act) else None
    if not one.by.isdisjoint(other.by):
        return True
    return False if (one.person and other.person) or _agree(one.land, other.land) is False else None


def _one_speaker(one: Told, other: Told) -> bool:
    """Whether two statements are of the same one: figures that his words then differ in are misheard."""
    return one.statement and other.statement and not one.by.isdisjoint(other.by)


def _kills(text: str) -> bool:
    """Whether it tells that somebody was killed: to aim at somebody is less."""
    return _killed().search(text) is not None


@lru_cache(maxsize=1)
def _killed() -> re.Pattern[str]:
    lists = (lexicon.load(code).lists.get("agreement", ()) for code in lexicon.languages())
    words_ = [w for entries in lists for e in entries if e.values.get("fate") == "killed" for w in e.words]
    return re.compile(rf"(?<!\w){any_of(words_)}(?!\w)", re.IGNORECASE)


def _acts(one: Told, other: Told) -> bool | None:
    """Whether two statements are the same act, or two events of one kind."""
    if one.statement != other.statement:
        return None
    if not one.statement and _toll_and_cause(one.act, other.act):
        return None
    return one.act == other.act if one.act and other.act else None


def _toll_and_cause(one: str, other: str) -> bool:
    """Whether one kind of event is a toll, and the other a kind that may have caused it."""
    causes, tolls = _kinds()
    return (one in tolls and other in causes) or (other in tolls and one in causes)


@lru_cache(maxsize=1)
def _kinds() -> tuple[frozenset[str], frozenset[str]]:
    """The kinds of event that have a toll, and those that are one, of every language's list."""
    lists = (lexicon.load(code).lists.get("events", ()) for code in lexicon.languages())
    listed = [entry for entries in lists for entry in entries]
    causes = frozenset(e.get("kind") for e in listed if e.values.get("toll"))
    return causes, frozenset(e.get("kind") for e in listed if e.values.get("into"))


def _asserted(one: Told, other: Told) -> bool | None:
    """What somebody condemns or denies, or only names, is not the event itself; what he threatens may be."""
    if one.statement == other.statement:
        return False if not one.statement and one.position != other.position else None
    statement, event = (one, other) if one.statement else (other, one)
    return False if statement.act and event.status in _ASSERTED else None


def _same_day(one: str, other: str) -> bool | None:
    """Whether two ISO days are one, as far as they tell."""
    return (one.startswith(other) or other.startswith(one)) if one and other else None


def _positions(told: Sequence[Told], likeness: dict[Pair, float]) -> None:
    """Raise the likeness of statements in which one speaker does the same to the same ones in one story.

    Outside of a story their words have to be somewhat alike too, and their days near.
    """
    same: dict[tuple[str, str, str], list[int]] = {}
    for place, item in enumerate(told):
        if item.statement and item.act:
            for by in item.by:
                for to in item.to - {by}:
                    same.setdefault((item.act, by, to), []).append(place)
    for places in same.values():
        for pair in combinations(places[:_OF_ONE_POSITION], 2):
            one, other = (told[n] for n in pair)
            if one.matter == other.matter or (
                likeness.get(pair, 0.0) >= _ALIKE and near_days(one.published, other.published)
            ):
                likeness[pair] = max(likeness.get(pair, 0.0), POSITION)


def _news(told: Sequence[Told], likeness: dict[Pair, float]) -> None:
    """Raise the likeness of events of one kind with which articles of one story begin, if nothing differs."""
    same: dict[tuple[str, int], list[int]] = {}
    for place, item in enumerate(told):
        if item.leads and not item.statement and item.matter > 0:
            same.setdefault((item.act, item.matter), []).append(place)
    for places in same.values():
        for pair in combinations(places[:_OF_ONE_POSITION], 2):
            one, other = (told[n] for n in pair)
            agree = (_agree(one.by, other.by), _agree(one.to, other.to), _agree(one.place, other.place))
            if one.status == other.status and False not in (*agree, _numbers(one, other)) and any(agree):
                likeness[pair] = max(likeness.get(pair, 0.0), NEWS)


def _of_one_story(told: Sequence[Told]) -> Iterator[Pair]:
    """Each two events of one kind, or statements that are one act, of the same ones in one story."""
    same: dict[tuple[bool, str, int, str], list[int]] = {}
    for place, item in enumerate(told):
        if item.act and item.matter > 0:
            for by in item.by:
                same.setdefault((item.statement, item.act, item.matter, by), []).append(place)
    for places in same.values():
        yield from combinations(places[:_OF_ONE_DOER], 2)


def _done_again(told: Sequence[Told], likeness: dict[Pair, float]) -> None:
    """Raise the likeness of acts of one speaker in one story that are alike, and of events with one number.

    Without a number in common the same ones may do the same twice: a story of war has many attacks.
    """
    for pair in _of_one_story(told):
        one, other = (told[n] for n in pair)
        value = likeness.get(pair, 0.0)
        numbers = _numbers(one, other)
        if not one.statement and numbers and _may_be_one(one, other):
            likeness[pair] = max(value, POSITION)
        elif one.statement and value >= OF_ONE_STORY:
            likeness[pair] = max(value, NEWS)


def _may_be_one(one: Told, other: Told) -> bool:
    """Whether nothing that is known of two events says that they are two."""
    agree = (_agree(one.to, other.to), _agree(one.place, other.place), _same_day(one.day, other.day))
    vouched = one.status == other.status or {one.status, other.status} <= set(_ASSERTED)
    return vouched and one.position == other.position and False not in agree


def _numbers(one: Told, other: Told) -> bool | None:
    """Whether the two tell a number in common; nothing where one of them tells none."""
    return _agree(*(frozenset(_NUMBER.findall(item.text)) for item in (one, other)))


def near_days(one: str, other: str) -> bool:
    """Whether two days of publication are near one another, as far as they are known."""
    if min(len(one), len(other)) < DATED:
        return True
    return abs((date.fromisoformat(one[:DATED]) - date.fromisoformat(other[:DATED])).days) <= DAYS
