"""What a command works with: the settings with its options on top, and standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from briefing.errors import InputError
from briefing.owning import others_hand
from briefing.settings import FILE_NAME, THEMES, Loaded, Settings, declared, load


def settings_of(ctx: typer.Context, *, without: tuple[str, ...] = ()) -> Settings:
    """The settings of all four layers."""
    return loaded(ctx, without=without).settings


def loaded(ctx: typer.Context, *, without: tuple[str, ...] = ()) -> Loaded:
    """The settings, with the command's options on top that are named as a setting."""
    given: dict[str, Any] = {
        key: value for key, value in ctx.params.items() if key in declared() and key not in without
    }
    file = ctx.params.get("settings")
    if file is None and Path(FILE_NAME).exists():
        file = Path(FILE_NAME)
    return _with_themes(load(file, environment=os.environ, options=given))


def _with_themes(loaded: Loaded) -> Loaded:
    """The settings, with the folder that `template new` fills, where a theme that is asked for is in it."""
    chosen = loaded.settings
    asked = (chosen.theme, chosen.email.theme, *(group.theme for group in chosen.email.groups.values()))
    there = any(name and (THEMES / name).is_dir() for name in asked)
    if chosen.templates is not None or not there or not (folder := own_themes(*asked)):
        return loaded
    origins = {**loaded.origins, "templates": f"{folder} in the working folder"}
    return replace(loaded, settings=replace(chosen, templates=folder), origins=origins)


def own_themes(*asked: str) -> Path | None:
    """The folder that `template new` fills, in the working folder; none where others can put themes into it.

    Nor where nothing is `asked` of it but themes that ship: a folder that happens to lie there changes none.
    """
    from briefing.render.folders import BUILTIN, names

    new = [name for name in names(THEMES) if name not in names(BUILTIN)]
    wanted = not asked or set(asked) & set(new)
    return THEMES if new and wanted and not others_hand(THEMES) else None


def stdin_of(inputs: Sequence[str]) -> bytes:
    """What stands on standard input, where an input asks for it."""
    if "-" not in inputs:
        return b""
    if sys.stdin is None:
        raise InputError("is closed", where="standard input", hint="Name a file, or pipe an article in")
    return sys.stdin.buffer.read()
