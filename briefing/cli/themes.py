"""What the commands about themes show."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from briefing.cli.screen import error, line

if TYPE_CHECKING:
    from briefing.render.collecting import Fault
    from briefing.render.reference import Field
    from briefing.theming.checking import Found
    from briefing.theming.creating import Listed


def begun(name: str, folder: Path, paths: Sequence[Path]) -> None:
    """The files of a new theme, and what to do next."""
    for path in paths:
        typer.echo(f"  {line(str(path))}")
    typer.echo(f'To use it: templates = "{line(str(folder))}" and theme = "{name}" in briefing.toml;')
    typer.echo(f"to look at it while you change it: briefing template preview {name} --templates {folder}")


def themes(listed: Sequence[Listed]) -> None:
    """The themes, a line each."""
    width = max(len(theme.name) for theme in listed)
    for theme in listed:
        typer.echo(f"{line(theme.name):<{width}}  {line(theme.description)}  ({line(theme.place)})")


def fields(found: Sequence[Field]) -> None:
    """What a template can use: path, type, meaning, and a value where there is one."""
    for field in found:
        value = f"  e.g. {line(field.value)}" if field.value else ""
        typer.echo(f"{field.path}  ({field.type})\n    {field.meaning}{value}")


def checked(name: str, found: Sequence[Found]) -> None:
    """Each fault in a line with its place, and the page in which it was met; or that there is none."""
    for one in found:
        error(f"{_place(one.fault)}{one.fault.what}{_met(one.met)}")
    if not found:
        typer.echo(f"{line(name)}: no faults")


def _met(pages: Sequence[str]) -> str:
    more = f", and {len(pages) - 1} more" if len(pages) > 1 else ""
    return f" (in {pages[0]}{more})" if pages else ""


def _place(fault: Fault) -> str:
    """ "themes/mine/cover.html.j2:3: ", from the working folder where it lies in it."""
    if not fault.file:
        return ""
    file = Path(fault.file)
    if file.is_absolute() and file.is_relative_to(Path.cwd()):
        file = Path(os.path.relpath(file))
    return f"{file}:{fault.line}: " if fault.line else f"{file}: "
