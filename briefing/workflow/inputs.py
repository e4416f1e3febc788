"""Inputs to articles: files, folders, standard input, and what plugins bring."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing import plugins
from briefing.errors import BriefingError, InputError
from briefing.markings import TLP, Scheme
from briefing.model import Article, Problem, record
from briefing.plugins import Kind
from briefing.progress import report
from briefing.workflow.bounded import BOUNDS, Bounds, Failed, each

if TYPE_CHECKING:
    from briefing.sources import Read

STDIN = "-"
NAMED_TROUBLES = 3

Opened = tuple[Article, tuple[Problem, ...]]


@record
class _File:
    """A file that is to be read; its links lead nowhere else than within a folder, if one is given."""

    path: Path
    within: Path | None


def open_inputs(
    inputs: Iterable[str | Path],
    stdin: bytes,
    scheme: Scheme = TLP,
    *,
    follow: bool = False,
    bounds: Bounds = BOUNDS,
) -> tuple[list[Opened], list[Problem]]:
    """Articles with what was met on reading them, and the trouble with what gave none.

    Links that lead out of a folder are told of and not read, unless `follow`. What can't be read within
    the bounds of an article is told of too.
    """
    from briefing import sources

    def read(piece: _File | bytes) -> Read:
        if isinstance(piece, bytes):
            return sources.read_bytes(piece, source=STDIN, scheme=scheme)
        return sources.read_path(piece.path, source=_name(piece.path), scheme=scheme, within=piece.within)

    found = list(_found(inputs, stdin, follow))
    unread = [piece for piece in found if isinstance(piece, _File | bytes)]
    sources.make_ready()
    done = iter(each(read, unread, bounds))
    opened: list[Opened] = []
    problems: list[Problem] = []
    for piece in found:
        got = next(done) if isinstance(piece, _File | bytes) else piece
        if isinstance(got, Problem):
            problems.append(got)
        elif isinstance(got, Failed):
            where = piece.path if isinstance(piece, _File) else STDIN
            problems.append(_lost(where, _as_input_error(got)))
        else:
            opened.append((got.article, got.problems))
    return opened, [report(problem, lost=True) for problem in problems]


def _as_input_error(failed: Failed) -> InputError:
    if isinstance(failed.error, InputError):
        return failed.error
    if isinstance(failed.error, BriefingError):
        raise failed.error
    return InputError(f"could not be read: {failed.message}", hint=failed.hint or None)


def _found(
    inputs: Iterable[str | Path], stdin: bytes, follow: bool
) -> Iterator[_File | bytes | Read | Problem]:
    """What the inputs stand for, each file once, and the trouble with those that stand for nothing."""
    done: set[Path] = set()
    for place in inputs:
        within = Path(place) if Path(place).is_dir() and not follow else None
        try:
            for piece in _pieces(place, stdin, follow):
                if not isinstance(piece, Path):
                    yield piece
                elif piece not in done:
                    done.add(piece)
                    yield _File(path=piece, within=within)
        except InputError as error:
            yield _lost(place, error)


def _pieces(place: str | Path, stdin: bytes, follow: bool) -> Iterator[Any]:
    """The paths that an input stands for, or the bytes of standard input, or what a plugin has read."""
    from briefing import sources

    if place == STDIN:
        if len(stdin) > sources.LIMIT:
            raise InputError(f"is too large for an article: over {sources.LIMIT / 1e6:.0f} MB", where=STDIN)
        yield stdin
        return
    name, colon, address = str(place).partition(":")
    if colon and not Path(place).exists() and name in plugins.known(Kind.SOURCE):
        yield from _from_plugin(name, address)
        return
    if "://" in str(place) and not Path(place).exists():
        hint = "Save the page as a file, and name that"
        raise InputError("is an address; none is fetched", where=str(place), hint=hint)
    yield from sources.find([place], follow=follow)


def _name(path: str | Path) -> str:
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
    where = _name(error.where or place)
    return Problem(stage="sources", where=where, message=error.what, hint=error.hint or "")


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
