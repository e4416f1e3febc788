"""What the library tells while it works, by two loggers; it never prints.

`trouble` (logger "briefing.trouble"):
    ERROR    an input is lost: it is not in the result
    WARNING  something in the result may be missing or wrong; also a Problem of the brief. Or the work
             stands still for a while, and why (the record has `waits`)
`progress` (logger "briefing.progress"):
    INFO     a step of the work has begun or is done; carries a `Step`
    DEBUG    what a step took, for finding out where time goes

A program that uses the library hears nothing unless it listens:

>>> logging.getLogger("briefing.trouble").addHandler(logging.StreamHandler())
"""

from __future__ import annotations

import logging

from briefing.model import Problem, record

trouble = logging.getLogger("briefing.trouble")
progress = logging.getLogger("briefing.progress")
# Without a handler of its own, Python would print warnings to stderr on its own account.
for _logger in (trouble, progress):
    _logger.addHandler(logging.NullHandler())


@record
class Step:
    """How far a stage has come: `done` of `total` pieces, and the piece in hand."""

    stage: str
    done: int
    total: int
    what: str = ""


def step(stage: str, done: int, total: int, what: str = "") -> None:
    """Tell the listeners on `progress` how far a stage has come."""
    if progress.isEnabledFor(logging.INFO):
        told = Step(stage=stage, done=done, total=total, what=what)
        progress.info("%s %d/%d %s", stage, done, total, what, extra={"step": told})


def waiting(why: str) -> None:
    """Tell the listeners on `trouble` that the work stands still for a while."""
    trouble.warning("%s", why, extra={"waits": True})


def report(problem: Problem, *, lost: bool = False) -> Problem:
    """The problem, told to the listeners on `trouble`: an error where an input is lost."""
    level = logging.ERROR if lost else logging.WARNING
    trouble.log(
        level, "%s: %s: %s", problem.stage, problem.where, problem.message, extra={"problem": problem}
    )
    return problem
