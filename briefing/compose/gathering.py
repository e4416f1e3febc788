"""What joins the sources of a brief, from its record alone: stories and the front page.

The same is done when a brief is composed and when something is left out of it, so that what is withheld has
no say in what is chosen, told or counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.compose.accounts import of_counts, of_offices, of_spelling
from briefing.compose.figures import figure_tables, of_figures, of_names
from briefing.compose.front import front_page
from briefing.compose.interests import Interests
from briefing.compose.repeating import told_once
from briefing.compose.storying import named
from briefing.dossier.stories import stories
from briefing.dossier.telling import Telling, telling
from briefing.model import (
    Brief,
    Citation,
    Difference,
    DifferenceKind,
    EventItem,
    FrontLine,
    MilitaryItem,
    Problem,
    Statement,
    Story,
)
from briefing.verify.front import line_fault


def gathered(brief: Brief, interests: Interests = ()) -> Brief:
    """The brief with its stories and its front page, worked out anew."""
    told = telling({s.number: s.article for s in brief.sources})
    grouped = replace(brief, stories=_stories(brief))
    grouped = told_once(grouped, told)
    grouped = replace(grouped, figures=figure_tables(grouped, told))
    grouped = replace(grouped, differences=_differences(grouped, told))
    grouped = replace(grouped, stories=tuple(named(story, grouped, told) for story in grouped.stories))
    return _with_front(grouped, front_page(grouped, told, interests))


def _with_front(brief: Brief, lines: Sequence[FrontLine]) -> Brief:
    """The brief with those of the lines that are borne out; that one was not is told among the problems."""
    # A frame that the line's own words do not bear out goes, not the line.
    lines = [line if line_fault(line, brief) is None else replace(line, item=None) for line in lines]
    faults = [line_fault(line, brief) for line in lines]
    problems = tuple(
        Problem(stage="compose", where="front page", message=f"a line was left out: {fault}")
        for fault in faults
        if fault
    )
    kept = tuple(line for line, fault in zip(lines, faults, strict=True) if fault is None)
    return replace(brief, front=kept, problems=(*brief.problems, *problems))


def _stories(brief: Brief) -> tuple[Story, ...]:
    numbers = {s.article.id: s.number for s in brief.sources}
    found = stories([s.article for s in brief.sources])
    return tuple(
        Story(number=n, sources=tuple(numbers[article] for article in story))
        for n, story in enumerate(found, start=1)
    )


def _differences(brief: Brief, told_where: Telling) -> tuple[Difference, ...]:
    """Figures, names, offices, then denials; figures that stand in a longer list only there."""
    events = _longest(
        [
            *of_counts(brief, told_where),
            *of_figures(brief.figures),
            *of_names(brief),
            *of_spelling(brief, told_where),
            *of_offices(brief, told_where),
        ]
    )
    spans = _spans(brief)
    told = [spans[item] for difference in events for item in difference.items]
    others = [
        d for d in _of_one_story(brief) if not any(_overlap(spans[i], t) for i in d.items for t in told)
    ]
    figures = [d for d in others if d.kind is DifferenceKind.FIGURES]
    found = (*events, *figures, *(d for d in others if d not in figures))
    return tuple(replace(difference, number=n) for n, difference in enumerate(found, start=1))


def _longest(found: Sequence[Difference]) -> list[Difference]:
    """The differences of which none before has two of the words that differ."""
    kept: list[Difference] = []
    met: list[set[tuple[int, int]]] = []
    for difference in found:
        places = {(words.citation.source, words.citation.end) for words in difference.told}
        if not any(len(places & other) > 1 for other in met):
            kept.append(difference)
            met.append(places)
    return kept


def _spans(brief: Brief) -> dict[str, Citation]:
    lines: list[Statement | MilitaryItem | EventItem] = [*brief.statements, *brief.military, *brief.events]
    return {line.id: line.text.citation for line in lines}


def _overlap(one: Citation, other: Citation) -> bool:
    return one.source == other.source and one.start < other.end and other.start < one.end


def _of_one_story(brief: Brief) -> list[Difference]:
    """The differences of details and statements that are of one story; figures of two are of two things."""
    together = [set(story.sources) for story in brief.stories]
    sources = {m.id: m.source for m in brief.military}
    return [
        difference
        for difference in brief.differences
        if not difference.told
        and (
            difference.kind is not DifferenceKind.FIGURES
            or any({sources[item] for item in difference.items} <= story for story in together)
        )
    ]
