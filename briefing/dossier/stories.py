"""Which articles tell of the same matter: a story is two or more of them, close in words and in days.

News is written lead first: the title and the first sentences say what an article is about, the rest often
repeats what was written before of another matter. So they weigh most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from briefing import lexicon
from briefing.dossier.grouping import grouped
from briefing.dossier.likeness import Pair, letters, mixed, near, summed, vectors, words
from briefing.dossier.sentences import Sentence, sentences
from briefing.lexicon.dates import find_dates
from briefing.model import Article

ALIKE = 0.26
"""How alike articles of one story are. Set on two annotated mornings, where .22 to .26 do about as well."""

DAYS = 4
"""How many days may lie between two articles of one story, where both are dated."""

UNDATED = 0.75
"""What likeness counts where one of the two is undated: words alone join what happened in other weeks."""

TITLE, LEAD, REST = 4.0, 2.0, 0.3
"""Weights of a word by where it stands. The lead is the first three sentences."""

DATED = len("2017-12-08")
_LEAD = 3
_BY_LETTERS = 0.6


def stories(articles: Sequence[Article]) -> tuple[tuple[str, ...], ...]:
    """The ids of the articles of each story, the one most like the others first; the largest story first.

    The likeness of two groups is the mean over their pairs (average linkage). What is alike in words but
    days apart is another matter.
    """
    likeness = kinship(tuple(articles))
    groups = [group for group in grouped(len(articles), likeness, ALIKE) if len(group) > 1]
    groups.sort(key=lambda group: (-len(group), group))
    return tuple(
        tuple(articles[n].id for n in sorted(group, key=lambda n: (-_centre(n, group, likeness), n)))
        for group in groups
    )


@lru_cache(maxsize=2)
def kinship(articles: tuple[Article, ...]) -> Mapping[Pair, float]:
    """How alike each two articles are that are near in days, by their places; the lower place first.

    Kept for the last articles asked for, since stories are worked out for the dossier and for the brief.
    """
    told = [sentences(article, n) for n, article in enumerate(articles)]
    return {
        (one, other): value * _share(articles[one], articles[other])
        for (one, other), value in _likeness(told).items()
    }


def themes(articles: Sequence[Article]) -> tuple[float, ...]:
    """For each article, with how many (itself among them) it shares a theme: a looser bond than a story.

    Another of the same story counts fully, one that is less alike in part.
    """
    size = [1.0] * len(articles)
    for (one, other), value in kinship(tuple(articles)).items():
        part = min(1.0, value / ALIKE)
        size[one] += part
        size[other] += part
    return tuple(size)


def _likeness(told: Sequence[Sequence[Sentence]]) -> dict[Pair, float]:
    """How alike each two articles are, by their places; the lower place first."""
    by_words = vectors([summed((words(s.text), _weight(s)) for s in own) for own in told])
    by_letters = vectors([summed((letters(s.text), _weight(s)) for s in own) for own in told])
    return mixed(near(by_words, floor=ALIKE / 4), by_letters, _BY_LETTERS)


def _weight(sentence: Sentence) -> float:
    if sentence.title:
        return TITLE
    return LEAD if sentence.place <= _LEAD else REST


def _share(one: Article, other: Article) -> float:
    """How much the likeness of two counts: nothing where they are days apart, less where that is not known.

    An undated article tells its day where its text names days near that of the other, or others only.
    """
    here, there = _day(one), _day(other)
    if here and there:
        return float(abs((here - there).days) <= DAYS)
    if not (here or there):
        return UNDATED
    days = _told(one if there else other, here or there)
    if not days:
        return UNDATED
    return float(any(abs((day - (here or there or day)).days) <= DAYS for day in days))


def _day(article: Article) -> date | None:
    """The article's day; none where it is known to the month at best."""
    published = (article.published or "")[:DATED]
    return date.fromisoformat(published) if len(published) == DATED else None


@lru_cache(maxsize=1024)
def _told(article: Article, near: date | None) -> frozenset[date]:
    """The days that an undated article tells in figures ("Rabu (2/7)"), as they are near a given day."""
    language = article.language if article.language in lexicon.languages() else lexicon.languages()[0]
    found = find_dates(article.text, published=near.isoformat() if near else None, language=language)
    return frozenset(
        date.fromisoformat(mention.value)
        for mention in found
        if len(mention.value) == DATED
        and any(c.isdecimal() for c in article.text[mention.start : mention.end])
    )


def _centre(place: int, group: Sequence[int], likeness: Mapping[Pair, float]) -> float:
    """How alike one of a group is to the others."""
    return sum(likeness.get((min(place, n), max(place, n)), 0.0) for n in group if n != place)
