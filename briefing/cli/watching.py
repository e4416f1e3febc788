"""The command that goes on for ever: `watch`, what it shows, and the checks of whether it is alive."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import typer

from briefing.cli import mail, screen
from briefing.cli import options as o
from briefing.cli.context import settings_of
from briefing.settings import Settings

if TYPE_CHECKING:
    from briefing.doctor import Check
    from briefing.workflow.watching import Done


def watch(
    ctx: typer.Context,
    inputs: o.SomeInputs = None,
    feeds: o.Feeds = False,
    send: o.Send = None,
    at: o.At = "06:00",
    every: o.Every = 15,
    weekdays: o.Weekdays = False,
    once: o.Once = False,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Take what appears, make the brief at a set hour, send it.

    What appears in folders and feeds is taken once each, and kept until it is in a brief. Killed at any
    point, it goes on where it was: nothing is lost, and nobody gets a brief twice.
    """
    from briefing.workflow.watching import Plan
    from briefing.workflow.watching import watch as watch_on

    chosen = settings_of(ctx)
    groups = tuple(send or chosen.email.groups)
    if groups:
        mail.check_groups(chosen, groups)
    plan = Plan(
        inputs=tuple(inputs or ()), feeds=feeds, at=at, minutes=float(every), groups=groups, weekdays=weekdays
    )
    watch_on(plan, chosen, os.environ, once=once, looked=lambda done: _show(done, sent=bool(groups)))


def _show(done: Done, *, sent: bool) -> None:
    """What a look did, in a line where it did something."""
    screen.troubles(done.problems)
    if done.taken or done.briefs:
        did = "made and sent" if sent else "made"
        briefs = f"; {did} the brief of {', '.join(done.briefs)}" if done.briefs else ""
        typer.echo(f"Took {done.taken}{briefs}")


def checks(settings: Settings) -> tuple[Check, ...]:
    """Whether the watch is alive, as `doctor` shows it."""
    from briefing.doctor import Check
    from briefing.workflow.watching import signs

    return tuple(
        Check(name=s.name, ok=s.ok, detail=s.detail, remedy=s.remedy, needed=s.needed)
        for s in signs(settings, os.environ, now=time.time())
    )
