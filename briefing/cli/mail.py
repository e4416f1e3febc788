"""The commands that send: `send`, `outbox`, `schedule`, and what they show."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from briefing.cli import options as o
from briefing.cli import screen
from briefing.cli.context import settings_of
from briefing.errors import UsageError
from briefing.model import Brief
from briefing.output import write_all
from briefing.settings import Settings

if TYPE_CHECKING:
    from briefing.deliver.rows import Delivery
    from briefing.workflow.sending import Built, Sent

NOT_MADE = 1
UNSURE = 3


class Action(StrEnum):
    """What `outbox` can do."""

    LIST = "list"
    RETRY = "retry"
    DROP = "drop"


def send(
    ctx: typer.Context,
    brief: o.Record,
    to: o.To = None,
    group: o.Groups = None,
    again: o.Again = False,
    dry_run: o.DryRun = None,
    to_me: o.ToMe = False,
    templates: o.Templates = None,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Send a brief by e-mail, to each recipient once.

    What may be tried again is, with growing pauses, as long as the setting patience says; after that
    it waits in the outbox.
    """
    from briefing import workflow
    from briefing.workflow.editing import edited

    chosen = settings_of(ctx)
    record = edited(workflow.open_record(brief, trusted=chosen.trusted_keys), chosen, brief.parent)
    send_record(record, chosen, to=to or (), groups=group or (), again=again, dry_run=dry_run, to_me=to_me)


def check_groups(settings: Settings, groups: Sequence[str]) -> None:
    """Nothing where the settings know the groups and a sender; else the error, before any work."""
    from briefing.workflow import recipients

    recipients.recipients(settings, (), groups)
    recipients.sender(settings)


def send_record(
    brief: Brief,
    settings: Settings,
    *,
    to: Sequence[str] = (),
    groups: Sequence[str] = (),
    again: bool = False,
    dry_run: Path | None = None,
    to_me: bool = False,
) -> None:
    """Sends the brief, or writes what would be sent, and shows what became of it."""
    from briefing.workflow import sending

    readers = sending.people(settings, to=to, groups=groups, to_me=to_me)
    with screen.progress(), screen.pauses():
        if dry_run is not None:
            built = sending.build(
                brief, readers, settings=settings, digest=sending.identity(brief), now=time.time()
            )
            paths = sending.dry_run(built, dry_run)
        else:
            sent = sending.send(
                brief, readers, settings=settings, environment=os.environ, again=again, test=to_me
            )
    if dry_run is not None:
        _show_built(built, paths)
    else:
        _show_sent(sent)


def outbox(
    ctx: typer.Context,
    action: o.OutboxAction,
    ids: o.OutboxIds = None,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Show what was sent and what waits; try again, or take out.

    list shows every row, newest last. retry sends what is due; with numbers, those at once, whatever
    became of them. drop takes rows out, so that they are never sent.
    """
    from briefing.workflow import sending

    chosen = settings_of(ctx)
    if action not in list(Action):
        raise UsageError(f"no action {action!r}", hint=f"There are: {', '.join(Action)}")
    if action == Action.RETRY:
        with screen.progress(), screen.pauses():
            tried = sending.retry(chosen, os.environ, ids or ())
        _show_rows(tried.rows)
        _end(tried.rows, tried.unsure)
        return
    if action == Action.DROP and not ids:
        raise UsageError("nothing is named", hint="Name the numbers that `briefing outbox list` shows")
    with sending.open_outbox(chosen) as box:
        box.recover(now=time.time())
        if action == Action.DROP:
            box.drop(ids or (), now=time.time())
        rows, unsure = box.listed(ids), box.unsure()
    _show_rows(rows)
    if not rows:
        typer.echo("nothing was sent yet, and nothing waits")
    _tell_unsure(unsure)
    if unsure:
        raise typer.Exit(UNSURE)


def schedule(
    ctx: typer.Context,
    inputs: o.SomeInputs = None,
    feeds: o.Feeds = False,
    watch: o.WatchUnits = False,
    user: o.UnitUser = "briefing",
    output: o.UnitFolder = None,
    send: o.Send = None,
    at: o.At = "06:00",
    every: o.Every = 15,
    weekdays: o.Weekdays = False,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Print a cron table and systemd units for the morning run.

    Both run `briefing make … --send`, and every quarter of an hour `briefing outbox retry`. With --watch: a
    unit and a timer for the whole system, which run `briefing watch … --once` as an ordinary user who can
    write nothing but a state folder of its own.
    """
    from briefing.deliver import schedule as units
    from briefing.workflow.recipients import recipients

    chosen = settings_of(ctx)
    groups = tuple(send or chosen.email.groups)
    if groups:
        recipients(chosen, (), groups)
    places = tuple(inputs or ())
    if not places and not feeds:
        raise UsageError("nothing is named", hint="Name folders or feeds, or give --feeds")
    for place in places:
        # A name with a colon may be a plugin's or an address. Nobody types at standard input in the morning.
        if ":" not in place and not Path(place.removeprefix("@")).exists():
            raise UsageError("no such file or folder", where=place, hint="Make it first, or name another")
    run = units.Run(
        program=_program(sys.argv[0]),
        folder=Path.cwd(),
        inputs=places,
        groups=groups,
        settings=settings.absolute() if settings else None,
        at=at,
        weekdays=weekdays,
        feeds=feeds,
        every=every,
    )
    if not watch:
        typer.echo(units.printed(run), nl=False)
        return
    made = units.watch_units(run, user=user)
    if output is None:
        typer.echo(units.watch_printed(made), nl=False)
    else:
        for path in write_all(output, {name: text.encode() for name, text in made.items()}):
            typer.echo(screen.line(str(path)))


def _program(name: str) -> tuple[str, ...]:
    """What a shell elsewhere can run for this: `python -m briefing` has no program of its own."""
    if Path(name).name == "__main__.py":
        return sys.executable, "-m", "briefing"
    return (str(Path(shutil.which(name) or name).absolute()),)


def _show_built(built: Sequence[Built], paths: Sequence[Path]) -> None:
    """What would be sent: to whom, under which subject, how large, of which parts."""
    from briefing.workflow.sending import parts

    for one in built:
        size = screen.size(len(one.message))
        typer.echo(f"{screen.line(str(one.letter.recipient))}: {screen.line(one.letter.subject)}  ({size})")
    for content in dict.fromkeys(one.letter.content for one in built):
        typer.echo("parts:")
        for kind, name, length in parts(content):
            typer.echo(f"  {kind}{'  ' + screen.line(name) if name else ''}  ({screen.size(length)})")
    for path in paths:
        typer.echo(f"Written, not sent: {screen.line(str(path))}")


def _show_sent(sent: Sent) -> None:
    _show_rows(sent.rows)
    for row in sent.before:
        typer.echo(f"{screen.line(str(row.recipient))}: {row.state} before; --again sends it again")
    _end((*sent.rows, *sent.before), sent.unsure)


def _show_rows(rows: Iterable[Delivery]) -> None:
    for row in rows:
        due = f", next try {_moment(row.due)}" if row.state == "waiting" else ""
        answer = f": {row.answer}" if row.answer else ""
        tries = "1 try" if row.tries == 1 else f"{row.tries} tries"
        told = f"{row.id:>5}  {row.state:<9}  {row.recipient}  {row.subject}  ({tries}{due}{answer})"
        typer.echo(screen.visible(told))


def _moment(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}"


def _end(rows: Sequence[Delivery], others: Sequence[Delivery] = ()) -> None:
    """The exit status: 1 where somebody does not have it, 3 where nobody knows whether somebody has it."""
    unsure = (*(row for row in rows if row.state == "unsure"), *others)
    _tell_unsure(unsure)
    if any(row.state not in ("delivered", "unsure") for row in rows):
        raise typer.Exit(NOT_MADE)
    if unsure:
        raise typer.Exit(UNSURE)


def _tell_unsure(rows: Sequence[Delivery]) -> None:
    """Each row that a person must decide on, with the two ways on."""
    for row in rows:
        screen.error(
            f"{row.recipient} may have '{row.subject}' or not: ask. Then `briefing outbox retry {row.id}` "
            f"sends it again, or `briefing outbox drop {row.id}` lets it be"
        )
