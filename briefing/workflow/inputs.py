"""Inputs to articles: files, folders, standard input, and what plugins and servers bring.

Each input becomes pieces (`briefing.sources.pieces`). What holds others is taken apart by the readers in
`briefing.sources.readers`, and each text or page that is left is read, both in bounded processes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

from briefing import plugins
from briefing.errors import BriefingError, InputError, ScopeError
from briefing.markings import TLP, Scheme
from briefing.model import Input, Problem, record
from briefing.plugins import Kind
from briefing.progress import report
from briefing.workflow.bounded import BOUNDS, Bounds, Failed, each
from briefing.workflow.fetching import Given

if TYPE_CHECKING:
    from briefing.sources import Piece, Read

STDIN = "-"
NAMED_TROUBLES = 3
SCOPE = "scope"
"""The stage of a problem that is none: what was given is no article, or not what was asked for."""


@record
class _File:
    """A file that is to be read; its links lead nowhere else than within a folder, if one is given."""

    path: Path
    within: Path | None


Unopened: TypeAlias = "_File | Piece"
"""What is to be taken apart: a file, or what was brought from elsewhere."""


def open_inputs(
    inputs: Iterable[Given],
    stdin: bytes,
    scheme: Scheme = TLP,
    *,
    follow: bool = False,
    bounds: Bounds = BOUNDS,
    columns: tuple[tuple[str, str], ...] = (),
) -> list[Read | Problem]:
    """What each input gives, in their order: articles, and the trouble with what gave none.

    Links that lead out of a folder are told of and not read, unless `follow`. What can't be read within
    the bounds of an article is told of too. `columns` are those of tables, by the field that they hold.
    """
    from briefing import sources

    found = list(_found(inputs, stdin, follow))
    sources.make_ready()
    unopened = [one for one in found if isinstance(one, _File | sources.Piece)]
    pieces = list(_in_their_place(found, each(lambda one: _apart(one, columns), unopened, bounds)))
    unread = [piece for piece in pieces if isinstance(piece, sources.Piece)]
    read = iter(each(lambda piece: sources.read_piece(piece, scheme=scheme), unread, bounds))
    opened: list[Read | Problem] = []
    for piece in pieces:
        got = next(read) if isinstance(piece, sources.Piece) else piece
        if isinstance(got, Failed):
            where = piece.where if isinstance(piece, sources.Piece) else ""
            got = _lost(where, _as_input_error(got))
        opened.append(report(got, lost=True) if _is_trouble(got) else got)
    return opened


def _is_trouble(got: Read | Problem) -> TypeGuard[Problem]:
    return isinstance(got, Problem) and got.stage != SCOPE


def _apart(given: Unopened, columns: tuple[tuple[str, str], ...]) -> list[Piece | Problem]:
    """The texts and pages in an input, and the trouble with what in it is none."""
    from briefing import sources

    if isinstance(given, _File):
        given = sources.piece_at(given.path, source=_name(given.path), within=given.within)
    return list(sources.apart(replace(given, columns=columns)))


def _in_their_place(
    found: Iterable[Unopened | Read | Problem], taken_apart: Iterable[list[Piece | Problem] | Failed]
) -> Iterator[Piece | Read | Problem]:
    """What was found, in its order, with what is in each input in the place of that."""
    from briefing import sources

    parts = iter(taken_apart)
    for one in found:
        if not isinstance(one, _File | sources.Piece):
            yield one
            continue
        held = next(parts)
        if isinstance(held, Failed):
            yield _lost(one.path if isinstance(one, _File) else one.where, _as_input_error(held))
        else:
            yield from held


def _as_input_error(failed: Failed) -> InputError:
    if isinstance(failed.error, InputError):
        return failed.error
    if isinstance(failed.error, BriefingError):
        raise failed.error
    return InputError(f"could not be read: {failed.message}", hint=failed.hint or None)


def _found(inputs: Iterable[Given], stdin: bytes, follow: bool) -> Iterator[Unopened | Read | Problem]:
    """What the inputs stand for, each file once, and the trouble with those that stand for nothing."""
    done: set[Path] = set()
    for place in inputs:
        if not isinstance(place, str | Path):  # brought from elsewhere
            yield place
            continue
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
    """The paths that an input stands for, or the bytes of standard input, or what others bring."""
    from briefing import sources

    if place == STDIN:
        if len(stdin) > sources.LIMIT:
            raise InputError(f"is too large for an article: over {sources.LIMIT / 1e6:.0f} MB", where=STDIN)
        yield sources.Piece(where=STDIN, data=stdin)
        return
    name, colon, address = str(place).partition(":")
    if colon and not Path(place).exists() and name in plugins.known(Kind.SOURCE):
        yield from _from_plugin(name, address)
        return
    if "://" in str(place) and not Path(place).exists():
        hint = "http and https alone are fetched"
        raise InputError("is an address of another kind", where=str(place), hint=hint)
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
    stage = SCOPE if isinstance(error, ScopeError) else "sources"
    return Problem(stage=stage, where=where, message=error.what, hint=error.hint or "")


def nothing_read(problems: Sequence[Problem], inputs: Sequence[Input] = ()) -> InputError:
    """The error, in one line, of a run in which no input gave an article."""
    if not problems and inputs:
        (first, *others) = inputs
        more = f", and {len(others)} more are not either" if others else ""
        return InputError(f"no article is in scope: {first.where} {first.reason}{more}")
    if not problems:
        return InputError("no article was found", hint="Name text files, or folders that hold some")
    if len(problems) == 1:
        (only,) = problems
        return InputError(only.message, where=only.where, hint=only.hint or None)
    named = "; ".join(f"{p.where}: {p.message}" for p in problems[:NAMED_TROUBLES])
    more = f"; and {len(problems) - NAMED_TROUBLES} more" if len(problems) > NAMED_TROUBLES else ""
    return InputError(f"no article could be read: {named}{more}")
