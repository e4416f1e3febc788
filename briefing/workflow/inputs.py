"""Inputs to articles: files, folders, standard input, and what plugins bring."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from briefing import plugins
from briefing.errors import BriefingError, InputError
from briefing.markings import TLP, Scheme
from briefing.model import Article, Problem
from briefing.plugins import Kind
from briefing.progress import report

STDIN = "-"
NAMED_TROUBLES = 3

Opened = tuple[Article, tuple[Problem, ...]]


def open_inputs(
    inputs: Iterable[str | Path], stdin: bytes, scheme: Scheme = TLP, *, follow: bool = False
) -> tuple[list[Opened], list[Problem]]:
    """Articles with what was met on reading them, and the trouble with what gave none.

    Links that lead out of a folder are told of and not read, unless `follow`.
    """
    from briefing import sources

    opened: list[Opened] = []
    problems: list[Problem] = []
    done: set[Path] = set()
    for place in inputs:
        try:
            pieces = [piece for piece in _pieces(place, stdin, scheme, follow) if piece not in done]
        except InputError as error:
            problems.append(_lost(place, error))
            continue
        within = Path(place) if Path(place).is_dir() and not follow else None
        for piece in pieces:
            try:
                read = (
                    sources.read_path(piece, source=_name(piece), scheme=scheme, within=within)
                    if isinstance(piece, Path)
                    else piece
                )
            except InputError as error:
                problems.append(_lost(piece, error))
            else:
                opened.append((read.article, read.problems))
        done.update(piece for piece in pieces if isinstance(piece, Path))
    return opened, problems


def _pieces(place: str | Path, stdin: bytes, scheme: Scheme, follow: bool) -> Iterator[Any]:
    """The paths that an input stands for, or what was read already (standard input, plugins)."""
    from briefing import sources

    if place == STDIN:
        if len(stdin) > sources.LIMIT:
            raise InputError(f"is too large for an article: over {sources.LIMIT / 1e6:.0f} MB", where=STDIN)
        yield sources.read_bytes(stdin, source=STDIN, scheme=scheme)
        return
    name, colon, address = str(place).partition(":")
    if colon and not Path(place).exists() and name in plugins.known(Kind.SOURCE):
        yield from _from_plugin(name, address)
        return
    yield from sources.find([place], follow=follow)


def _name(path: Path) -> str:
    """The path as text that every format can hold: what is no UTF-8 in it becomes U+FFFD."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def _from_plugin(name: str, address: str) -> list[Any]:
    source = plugins.find(Kind.SOURCE, name)
    try:
        return list(source(address))
    except BriefingError:
        raise
    except Exception as error:
        raise InputError(
            f"the source {name!r} failed: {type(error).__name__}: {error}", where=f"{name}:{address}"
        ) from error


def _lost(place: str | Path, error: InputError) -> Problem:
    where = _name(Path(error.where or place))
    return report(Problem(stage="sources", where=where, message=error.what, hint=error.hint or ""), lost=True)


def nothing_read(problems: Sequence[Problem]) -> InputError:
    """The error, in one line, of a run in which no input gave an article."""
    if not problems:
        return InputError("no article was found", hint="Name text files, or folders that hold some")
    if len(problems) == 1:
        (only,) = problems
        return InputError(only.message, where=only.where, hint=only.hint or None)
    named = "; ".join(f"{p.where}: {p.message}" for p in problems[:NAMED_TROUBLES])
    more = f"; and {len(problems) - NAMED_TROUBLES} more" if len(problems) > NAMED_TROUBLES else ""
    return InputError(f"no article could be read: {named}{more}")
