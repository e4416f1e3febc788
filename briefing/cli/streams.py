"""Standard output and standard error, made ready: they show any text, and a full disk is told in a line."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Any

from briefing.errors import OutputError


class _Output(io.FileIO):
    """Standard output as it is written to, byte for byte.

    What it can't take is an OutputError, once; that its reader went away (`| head -1`) is nothing to tell.
    """

    def write(self, data: Any, /) -> int | None:  # type: ignore[override]
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            self._let_go()
            raise OutputError(
                f"can't be written: {error.strerror or error}",
                where="standard output",
                hint="Free some space, or write to another place",
            ) from error

    def _let_go(self) -> None:
        """From now on what is written goes nowhere, for Python tries again as it ends."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


def prepare() -> None:
    """Make both ready; one that was closed from the start takes everything and keeps nothing."""
    sys.stdout = sys.stdout and _output(sys.stdout)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name) or Path(os.devnull).open("w")  # noqa: SIM115 - open to the end
        stream.reconfigure(errors="backslashreplace")
        setattr(sys, name, stream)


def _output(stream: Any) -> io.TextIOWrapper:
    raw = _Output(stream.fileno(), "wb", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding=stream.encoding, line_buffering=stream.line_buffering
    )
