"""A brief of all articles but those that it can't be made of: each of these costs only what was read in it.

Which they are is found out by trying: half of the articles without the findings of the others, half of
that half, and so on. An article that is left out so stays among the sources, and it is told why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from briefing.errors import BriefingError, TemplateError
from briefing.model import Findings, Problem
from briefing.progress import progress, report, trouble

T = TypeVar("T")
Make = Callable[[Sequence[Findings], Sequence[Problem]], T]


def sparing(findings: Sequence[Findings], make: Make[T], *, own_theme: bool) -> T:
    """What `make` makes of the findings and the problems with them; of those that it can be made of.

    What stops the work anyhow (a file that can't be written, a theme of the user's own) is raised as it is,
    and so is what goes wrong with no article at all.
    """
    try:
        return make(findings, ())
    except Exception as error:
        if isinstance(error, BriefingError) and (own_theme or not isinstance(error, TemplateError)):
            raise
        trouble.debug("while the brief was made", exc_info=error)
        with _silence():
            faults = _faults(findings, make, error)
    problems = [_left_out(findings[n], fault) for n, fault in sorted(faults.items())]
    return make([_bare(f) if n in faults else f for n, f in enumerate(findings)], problems)


def _faults(findings: Sequence[Findings], make: Make[T], error: Exception) -> dict[int, Exception]:
    """The articles that it can't be made of, with what goes wrong; raises where it is none of them."""
    bare = [_bare(f) for f in findings]
    kept: set[int] = set()
    faults: dict[int, Exception] = {}

    def fault(numbers: set[int]) -> Exception | None:
        try:
            make([f if n in numbers else bare[n] for n, f in enumerate(findings)], ())
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            return error
        return None

    if fault(set()) is not None:
        raise error
    groups = [list(range(len(findings)))]
    while groups:
        group = groups.pop()
        wrong = fault(kept | set(group))
        if wrong is None:
            kept |= set(group)
        elif len(group) == 1:
            faults[group[0]] = wrong
        else:
            half = len(group) // 2
            groups += [group[half:], group[:half]]
    return faults


def _bare(found: Findings) -> Findings:
    return Findings(article=found.article, problems=found.problems)


def _left_out(found: Findings, fault: Exception) -> Problem:
    what = fault.what if isinstance(fault, BriefingError) else f"{type(fault).__name__}: {fault}"
    return report(
        Problem(
            stage="compose",
            where=found.article.source,
            message=f"what was read in it is left out, since no brief can be made with it: {what}",
            hint="It is listed among the sources; --debug shows where it failed",
        )
    )


@contextmanager
def _silence() -> Iterator[None]:
    """Tells nobody, while it is open, of what is only tried."""
    disabled = [(logger, logger.disabled) for logger in (trouble, progress)]
    for logger, _ in disabled:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, was in disabled:
            logger.disabled = was
