"""Plain functions of other packages, found by entry point: sources, extractors, formats.

A package declares them in its pyproject.toml; nothing is registered at run time:

    [project.entry-points."briefing.formats"]
    docx = "my_package:docx"            # (brief: Brief) -> bytes; the name is the file's ending

    [project.entry-points."briefing.extractors"]
    weather = "my_package:weather"      # (doc, lexicon, found: Findings) -> Findings

    [project.entry-points."briefing.sources"]
    wiki = "my_package:wiki"            # (address: str) -> iterable of sources.Read; for inputs "wiki:…"

What is built in keeps its name: a plugin can add, not replace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from briefing.errors import BriefingError, UsageError


class Kind(StrEnum):
    SOURCE = "source"
    EXTRACTOR = "extractor"
    FORMAT = "format"


def known(kind: Kind, built_in: Iterable[str] = ()) -> tuple[str, ...]:
    """Every name of the kind that can be asked for: the built-in ones in their order, then plugins'."""
    names = tuple(built_in)
    return (*names, *sorted(set(_installed(kind)) - set(names)))


def find(kind: Kind, name: str) -> Callable[..., Any]:
    """The function that a plugin offers under this name.

    Raises UsageError with the known names for an unknown one, BriefingError where the plugin's
    package is broken.
    """
    installed = _installed(kind)
    check(kind, name, installed)
    entry = installed[name]
    try:
        function = entry.load()
    except Exception as error:
        raise _broken(kind, entry, f"can't be loaded: {type(error).__name__}: {error}") from error
    if not callable(function):
        raise _broken(kind, entry, "is no function")
    return function  # type: ignore[no-any-return]


def check(kind: Kind, name: str, names: Iterable[str]) -> None:
    """Nothing where `name` is among `names`; else UsageError with those, the nearest first."""
    names = tuple(names)
    if name in names:
        return
    near = get_close_matches(name, names, n=1)
    nearest = f"The nearest is {near[0]!r}. " if near else ""
    raise UsageError(f"unknown {kind} {name!r}", hint=f"{nearest}There are: {', '.join(names) or 'none'}")


def _installed(kind: Kind) -> Mapping[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=f"briefing.{kind}s")}


def _broken(kind: Kind, entry: EntryPoint, what: str) -> BriefingError:
    package = entry.dist.name if entry.dist else entry.value
    return BriefingError(
        f"the {kind} {entry.name!r} of {package} {what}", hint=f"Mend or uninstall {package}"
    )
