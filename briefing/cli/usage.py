"""A command that was called wrongly: told in one line, as every other trouble is."""

from __future__ import annotations

from typing import Any

import typer

from briefing.cli import screen

WRONG_USAGE: type[Exception] = typer.BadParameter.__bases__[0]
"""What the parser raises for a wrong option or argument; Typer gives a name to this child of it alone."""


def told(wrong: Any) -> int:
    """The exit status, after one line; a command that was called without anything shows its help."""
    message = wrong.format_message()
    if "\n" in message:
        wrong.show()
    else:
        command = wrong.ctx.command_path if wrong.ctx else "briefing"
        end = "" if message.endswith(("?", ".")) else "."
        screen.error(f"{message}{end} See {command} --help")
    return int(wrong.exit_code)
