"""What a command works with: the settings with its options on top, and standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from briefing.settings import FILE_NAME, Loaded, Settings, declared, load


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
    return load(file, environment=os.environ, options=given)


def stdin_of(inputs: Sequence[str]) -> bytes:
    """What stands on standard input, where an input asks for it."""
    return sys.stdin.buffer.read() if "-" in inputs else b""
