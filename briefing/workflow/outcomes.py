"""What became of each input: read, a duplicate of another, out of scope, or failed; with the reason."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing import markings
from briefing.model import Article, HeaderReading, Input, Outcome, Problem, record
from briefing.settings import Settings
from briefing.settings.standards import pairs
from briefing.workflow.inputs import SCOPE

if TYPE_CHECKING:
    from briefing.sources import Read


OF_SETTINGS = "source_marking"
"""The rule of a label that the settings give an article."""


@record
class Sorted:
    """The articles that the work goes on with, what became of each input, and the trouble with them."""

    kept: tuple[Read, ...]
    inputs: tuple[Input, ...]
    problems: tuple[Problem, ...]


def sort_out(opened: Sequence[Read | Problem], settings: Settings, languages: Collection[str]) -> Sorted:
    """What of the inputs is to be read, and what became of the others; all in the order given.

    An article in none of the `languages` goes on too: it is listed among the sources. So does a copy that
    another outlet printed; one of the same outlet, or of an outlet that is not known, does not, and leaves
    its markings to the one that it is a copy of.
    """
    first: dict[str, Article] = {}
    kept: dict[int, Read] = {}
    labels: dict[str, list[HeaderReading]] = {}
    inputs: list[Input] = []
    for n, one in enumerate(opened):
        if isinstance(one, Problem):
            outcome = Outcome.OUT_OF_SCOPE if one.stage == SCOPE else Outcome.FAILED
            inputs.append(Input(where=one.where, outcome=outcome, reason=one.message))
            continue
        found = outcome_of(one.article, settings, languages)
        twin = first.setdefault(one.article.id, one.article) if found.article else one.article
        if twin is not one.article:
            reason = f"has the same text as {twin.source}"
            found = replace(found, outcome=Outcome.DUPLICATE, reason=reason, of=twin.source)
            labels.setdefault(twin.id, []).extend(_labels(one.article, settings))
        elif found.article:
            kept[n] = one
        inputs.append(found)
    for n, of in _copies(kept):
        reason = f"is nearly the same as {of.source}"
        inputs[n] = replace(inputs[n], outcome=Outcome.DUPLICATE, reason=reason, of=of.source)
        if not _of_another_outlet(kept[n].article, of):
            inputs[n] = replace(inputs[n], article=of.id)
            gone = kept.pop(n).article
            labels.setdefault(of.id, []).extend([*_labels(gone, settings), *labels.get(gone.id, [])])
    problems = (p for p in opened if isinstance(p, Problem) and p.stage != SCOPE)
    scheme = markings.own_scheme(settings.marking_scheme)
    marked = (
        replace(one, article=markings.with_readings(one.article, labels.get(one.article.id, ()), scheme))
        for one in kept.values()
    )
    return Sorted(kept=tuple(marked), inputs=tuple(inputs), problems=tuple(problems))


def _labels(article: Article, settings: Settings) -> list[HeaderReading]:
    """The labels of an article that is left out: those that it carries, and those of the settings for it."""
    from briefing.compose.marking import named

    given = [label for key, label in pairs(settings.source_marking) if named(article, key)]
    told = (HeaderReading(field=markings.FIELD, value=one, words=one, rule=OF_SETTINGS) for one in given)
    return [*markings.readings(article), *told]


def outcome_of(article: Article, settings: Settings, languages: Collection[str]) -> Input:
    """What becomes of an article as far as it tells by itself; without its id where it is left out."""
    told = Input(where=article.source, outcome=Outcome.READ, article=article.id)
    if reason := _beyond(article, settings):
        return replace(told, outcome=Outcome.OUT_OF_SCOPE, reason=reason, article="")
    if article.language not in languages:
        reason = f"is in a language that is not read here ({article.language})"
        return replace(told, outcome=Outcome.OUT_OF_SCOPE, reason=reason)
    return told


def _beyond(article: Article, settings: Settings) -> str:
    """Why an article is not what was asked for; empty where it is. One without a day is of any day."""
    words = len(article.text.split())
    if words < settings.least_words:
        return f"is too short for an article: {words} words"
    day = (article.published or "")[:10]
    if settings.since and "" < day < settings.since:
        return f"is of {day}, before {settings.since}"
    if settings.until and day > settings.until:
        return f"is of {day}, after {settings.until}"
    if settings.about and not _is_about(article, settings.about):
        return f"does not name {' or '.join(settings.about)}"
    return ""


def _is_about(article: Article, words: Iterable[str]) -> bool:
    named = "|".join(re.escape(word) for word in words)
    return bool(re.search(rf"(?<!\w)(?:{named})(?!\w)", article.text, re.IGNORECASE))


def _copies(kept: dict[int, Read]) -> list[tuple[int, Article]]:
    """The places of the articles that are copies, each with the article that it is a copy of."""
    from briefing.dossier.copies import copies

    places, articles = list(kept), [one.article for one in kept.values()]
    return [(places[n], articles[of]) for n, of in copies(articles).items()]


def _of_another_outlet(one: Article, other: Article) -> bool:
    return bool(one.outlet and other.outlet) and one.outlet != other.outlet


def with_failed(inputs: Iterable[Input], failed: Mapping[str, Problem]) -> tuple[Input, ...]:
    """The inputs, of which those whose articles could not be analysed have failed."""
    return tuple(
        replace(one, outcome=Outcome.FAILED, reason=failed[one.article].message)
        if one.article in failed and one.outcome is Outcome.READ
        else one
        for one in inputs
    )
