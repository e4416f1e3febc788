"""The progress bar of a terminal, fed by the library's own steps, with rate and time left."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from briefing.cli.screen import line
from briefing.progress import Step
from briefing.progress import progress as steps

LONGEST = 40


@contextmanager
def bar() -> Iterator[None]:
    """A bar on standard error that follows the steps told on `progress`, and is gone afterwards."""
    columns = (TextColumn("{task.fields[stage]}"), BarColumn(), TimeElapsedColumn(), _What())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        handler = _Follow(shown)
        before = steps.level
        steps.addHandler(handler)
        steps.setLevel(logging.INFO)
        try:
            yield
        finally:
            steps.setLevel(before)
            steps.removeHandler(handler)


class _What(TextColumn):
    """The piece in hand; its name comes from outside, so it is never read as markup."""

    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: object) -> Text:
        return Text(task.fields["what"])  # type: ignore[attr-defined]


class _Follow(logging.Handler):
    """Moves the bar to each step that is told."""

    def __init__(self, shown: Progress) -> None:
        super().__init__()
        self.shown = shown
        self.task = shown.add_task("", stage="read", what="", total=None)

    def emit(self, record: logging.LogRecord) -> None:
        step = getattr(record, "step", None)
        if isinstance(step, Step):
            what = line(step.what)[-LONGEST:]
            self.shown.update(self.task, completed=step.done, total=step.total, stage=step.stage, what=what)
