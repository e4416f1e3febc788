"""A new theme: a small folder that extends one of ours, not a copy of it."""

from __future__ import annotations

import re
from pathlib import Path

from briefing import output
from briefing.errors import OutputError, UsageError
from briefing.model import record
from briefing.render.folders import BUILTIN, names
from briefing.render.themes import CONTRACT, about

HERE = Path(__file__).parent / "new"
FILES = {"theme.toml": "theme.toml", "brief.html.j2": "brief.html.j2", "style.css": "@NAME@.css"}


@record
class Listed:
    """A theme in the list: its name, whose it is ("built-in" or a folder), and what it says of itself."""

    name: str
    place: str
    description: str


def create(name: str, base: str, folder: Path) -> tuple[Path, ...]:
    """The files of a new theme in a folder of themes. Raises UsageError or OutputError."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
        raise UsageError(f"{name!r} can't be the name of a theme", hint="Use a-z, 0-9, - and _")
    if name in names(BUILTIN):
        hint = "Files in a folder of that name come before ours, one by one"
        raise UsageError(f"{name!r} is a built-in theme", hint=hint)
    if base not in names(BUILTIN):
        raise UsageError(f"no built-in theme {base!r}", hint=f"There are: {', '.join(names(BUILTIN))}")
    target = folder / name
    if target.exists():
        raise OutputError(
            "is there already", where=str(target), hint="Choose another name, or change that one"
        )
    return output.write_all(
        target, {_filled(file, name, base): _text(source, name, base) for source, file in FILES.items()}
    )


def _text(source: str, name: str, base: str) -> bytes:
    return _filled((HERE / source).read_text(encoding="utf-8"), name, base).encode()


def _filled(text: str, name: str, base: str) -> str:
    return text.replace("@NAME@", name).replace("@BASE@", base).replace("@CONTRACT@", str(CONTRACT))


def listed(folder: Path | None) -> tuple[Listed, ...]:
    """Every theme there is, ours first."""
    ours = [_listed(name, BUILTIN, "built-in") for name in names(BUILTIN)]
    own = [_listed(name, folder, str(folder / name)) for name in names(folder)] if folder else []
    return (*ours, *own)


def _listed(name: str, root: Path, place: str) -> Listed:
    told = about(root / name)
    return Listed(name=name, place=place, description=str(told.get("description", "")))
