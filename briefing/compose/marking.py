"""Which marking holds for each source and for the brief, and which grade the user gave a source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from briefing.errors import MarkingError
from briefing.markings import TLP, Scheme, strictest
from briefing.model import Article, Brief, Problem, Source

Pairs = Sequence[tuple[str, str]]
"""An outlet's name or a pattern for files, and what holds for it."""


def marked(brief: Brief, *, asked: str, scheme: Scheme, by_setting: Pairs = ()) -> Brief:
    """The brief with its own marking and its sources': never below what a source carries.

    `asked` is the least that the brief is marked with; empty leaves it to the sources. A source
    without a marking has the brief's least one. Where a source is stricter than what was asked, the
    brief is marked as that source, and says so among its problems: a label that is too strict costs
    a reader, one that is too low can't be taken back.
    """
    given = [_given(s.article, by_setting, scheme) for s in brief.sources]
    own = () if scheme == TLP else scheme
    if asked and asked not in {m.label for m in scheme}:
        # Any other text may mark a brief, as long as nothing in it has to be compared with that text.
        if any(given):
            other = next(filter(None, given))
            raise MarkingError(f"{asked!r} can't be compared with {other}", hint="Ask for one of its scheme")
        return replace(brief, marking=asked, floor=asked, scheme=own, sources=_with(brief.sources, asked))
    floor = asked or scheme[0].label
    marks = [label or floor for label in given]
    marking = strictest((floor, *marks), scheme)
    above = [s.article.source for s, label in zip(brief.sources, marks, strict=True) if label == marking]
    raised = [_raised(asked, marking, above[0])] if asked and marking != asked else []
    sources = tuple(replace(s, marking=m) for s, m in zip(brief.sources, marks, strict=True))
    return replace(
        brief, marking=marking, floor=floor, scheme=own, sources=sources, problems=(*brief.problems, *raised)
    )


def graded(brief: Brief, given: Pairs) -> Brief:
    """The brief with the user's grades at the sources that they are given for."""
    sources = tuple(replace(s, grading=_last(s.article, given) or s.grading) for s in brief.sources)
    return replace(brief, sources=sources)


def named(article: Article, key: str) -> bool:
    """Whether a key of the settings means this article: by its outlet, its file, or a pattern for files."""
    outlet = (article.outlet or "").casefold()
    return key.casefold() == outlet or fnmatchcase(article.source, key)


def _given(article: Article, by_setting: Pairs, scheme: Scheme) -> str | None:
    """The strictest of what the file carries and what the settings say of it."""
    labels = [label for key, label in by_setting if named(article, key)]
    labels += [article.marking] if article.marking else []
    return strictest(labels, scheme) if labels else None


def _last(article: Article, given: Pairs) -> str | None:
    """What is given for the file itself, else for its outlet."""
    keys = {key: grade for key, grade in given if named(article, key)}
    files = [grade for key, grade in keys.items() if fnmatchcase(article.source, key)]
    return next(iter([*files, *keys.values()]), None)


def _with(sources: Iterable[Source], label: str) -> tuple[Source, ...]:
    return tuple(replace(s, marking=label) for s in sources)


def _raised(asked: str, marking: str, where: str) -> Problem:
    return Problem(
        stage="compose",
        where=where,
        message=f"is {marking}: so is the brief, though {asked} was asked for",
        hint="Leave the article out, or hand on a version without it",
    )
