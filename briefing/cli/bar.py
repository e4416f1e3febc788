"""The progress bar of a terminal, fed by the library's own steps, with rate and time left."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from briefing.cli.screen import line
from briefing.progress import Step
from briefing.progress import progress as steps

LONGEST = 40


@contextmanager
def bar() -> Iterator[None]:
    """A bar for each stage on standard error that follows the steps told on `progress`; gone afterwards."""
    with Progress(*columns(), console=Console(stderr=True), transient=True) as shown:
        handler = _Follow(shown)
        before = steps.level
        steps.addHandler(handler)
        steps.setLevel(logging.INFO)
        try:
            yield
        finally:
            steps.setLevel(before)
            steps.removeHandler(handler)


def columns() -> tuple[ProgressColumn, ...]:
    """Stage, bar, how many of how many, how many a second, the time since it began and the time left."""
    return (
        TextColumn("{task.fields[stage]:<8}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        _Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        _What(),
    )


class _Rate(ProgressColumn):
    """How many a second are done, as far as that is known."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.1f}/s" if speed else "")


class _What(TextColumn):
    """The piece in hand; its name comes from outside, so it is never read as markup."""

    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: object) -> Text:
        return Text(task.fields["what"])  # type: ignore[attr-defined]


class _Follow(logging.Handler):
    """Moves the bar of a stage to each step that is told of it."""

    def __init__(self, shown: Progress) -> None:
        super().__init__()
        self.shown = shown
        self.tasks: dict[str, TaskID] = {}

    def emit(self, record: logging.LogRecord) -> None:
        step = getattr(record, "step", None)
        if isinstance(step, Step):
            if step.stage not in self.tasks:
                self.tasks[step.stage] = self.shown.add_task("", stage=step.stage, what="", total=None)
            what = line(step.what)[-LONGEST:]
            self.shown.update(
                self.tasks[step.stage], completed=step.done, total=step.total or None, what=what
            )
