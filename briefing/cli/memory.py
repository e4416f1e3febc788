"""The commands that look into the archive: search, actor, and the archive's own house."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from briefing.cli import options as o
from briefing.cli import screen
from briefing.cli.context import settings_of
from briefing.errors import UsageError

if TYPE_CHECKING:
    from briefing.archive import Found, Query
    from briefing.settings import Settings

NOT_MADE = 1


class Form(StrEnum):
    """How answers are printed."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


class Do(StrEnum):
    """What is done with the archive."""

    LIST = "list"
    CHECK = "check"
    BACKUP = "backup"
    PRUNE = "prune"
    EXPORT = "export"


def search(
    ctx: typer.Context,
    words: o.Words = "",
    actor: o.OfActor = "",
    country: o.OfCountry = "",
    kind: o.OfKind = "",
    place: o.AtPlace = "",
    begin: o.From = "",
    end: o.To_ = "",
    series: o.Series = None,
    form: o.Form = "table",
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Search the statements and events of all briefs in the archive.

    All words must be there, in the text, the names or the title of the source; "nukl*" stands for any ending.
    """
    from briefing.archive import Query

    chosen = settings_of(ctx)
    query = Query(
        words=words, actor=actor, country=country, kind=kind, place=place,
        since=begin, until=end, series=chosen.series,
    )  # fmt: skip
    if query == Query(series=chosen.series):
        raise UsageError("nothing is looked for", hint="Give words, or one of the options")
    _print(_answers(chosen, query), form, title=words or actor or country or kind or place)


def actor(
    ctx: typer.Context,
    name: o.ActorName,
    begin: o.From = "",
    end: o.To_ = "",
    series: o.Series = None,
    form: o.Form = "table",
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Tell what somebody said and did, by day, and in which offices.

    Of all briefs in the archive; a part of the name is enough.
    """
    from briefing.archive import Query

    chosen = settings_of(ctx)
    found = _answers(chosen, Query(actor=name, since=begin, until=end, series=chosen.series))
    if form == Form.TABLE:
        for office, days in _offices(found, name).items():
            typer.echo(
                screen.line(f"{office}: {days[0]}" + (f" to {days[-1]}" if days[-1] != days[0] else ""))
            )
    _print(found, form, title=name)


def archive(
    ctx: typer.Context,
    action: o.ArchiveAction,
    to: o.ToFile = None,
    before: o.Before = "",
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Look after the archive: list, check, backup, prune, export.

    list shows the briefs in it. check looks whether the file is sound. backup copies it to --to, also while
    others write. prune removes what is older than --before. export writes the records to the folder --to.
    """
    from briefing.workflow import remembering

    chosen = settings_of(ctx)
    if action not in list(Do):
        raise UsageError(f"no action {action!r}", hint=f"There are: {', '.join(Do)}")
    if action in (Do.BACKUP, Do.EXPORT) and to is None:
        raise UsageError(
            f"{action} needs --to", hint="Name a file" if action == Do.BACKUP else "Name a folder"
        )
    if action == Do.PRUNE and not before:
        raise UsageError("prune needs --before", hint="Give a day, such as --before 2026-01-01")
    with remembering.asked(chosen) as kept:
        if action == Do.LIST:
            for one in kept.briefs():
                typer.echo(
                    screen.line(f"{one.day}  {one.number}  {one.marking}  {one.title}  ({one.series})")
                )
        counts = ", ".join(f"{count} {name}" for name, count in kept.counts().items())
        if action == Do.CHECK:
            for fault in kept.faults():
                screen.error(f"{kept.file}: {fault}")
            if kept.faults():
                raise typer.Exit(NOT_MADE)
            typer.echo(screen.line(f"{kept.file}: sound; {counts}"))
        if action == Do.BACKUP and to is not None:
            kept.backup(to)
            typer.echo(screen.line(f"{to}: a copy; {counts}"))
        if action == Do.PRUNE:
            briefs, articles = remembering.prune(kept, before)
            typer.echo(f"removed: {briefs} briefs, {articles} articles")
        if action == Do.EXPORT and to is not None:
            for path in remembering.export(kept, to):
                typer.echo(screen.line(str(path)))


def _answers(settings: Settings, query: Query) -> tuple[Found, ...]:
    from briefing.archive import search
    from briefing.workflow import remembering

    with remembering.asked(settings) as kept:
        return search(kept, query)


def _print(found: Sequence[Found], form: str, *, title: str) -> None:
    if form == Form.JSON:
        for one in found:
            typer.echo(screen.visible(json.dumps(dataclasses.asdict(one), ensure_ascii=False)))
    elif form == Form.HTML:
        from briefing.render.found import page

        typer.echo(page(found, title=title), nl=False)
    elif form == Form.TABLE:
        for one in found:
            typer.echo(screen.line(_told(one)))
    else:
        raise UsageError(f"no form {form!r}", hint=f"There are: {', '.join(Form)}")
    if not found:
        screen.error("nothing is found")
        raise typer.Exit(NOT_MADE)


def _told(one: Found) -> str:
    """An answer in a line: day, who and what, the words, and where they stand."""
    line, brief = one.line, one.brief
    who = f"{line.speaker} {line.word}" if line.kind == "statement" else line.word
    where = f"{line.outlet or line.title or 'source'}, ¶{line.paragraph}"
    stands = f"brief {brief.number} of {brief.day}, source {line.source}"
    marking = f" {line.marking}" if line.marking else ""
    return f"{line.day or 'undated'}  {who}: “{line.text}”  [{stands}: {where}]{marking}"


def _offices(found: Sequence[Found], name: str) -> dict[str, list[str]]:
    """The offices in which somebody spoke, each with its first and last day."""
    offices: dict[str, list[str]] = {}
    wanted = name.casefold().split()
    for line in sorted((one.line for one in found), key=lambda line: line.day):
        if line.role and all(part in line.speaker.casefold() for part in wanted):
            offices.setdefault(f"{line.speaker}, {line.role}", []).append(line.day or "undated")
    return offices
