"""Inputs to articles: files, folders, standard input, and what plugins and servers bring.

Each input becomes pieces (`briefing.sources.pieces`). What holds others is taken apart by the readers in
`briefing.sources.readers`, and each text or page that is left is read, both in bounded processes.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

from briefing import plugins
from briefing.errors import BriefingError, InputError, ScopeError
from briefing.markings import TLP, Scheme
from briefing.model import Input, Problem, record
from briefing.plugins import Kind
from briefing.progress import report, step
from briefing.workflow.bounded import BOUNDS, Bounds, Failed, drawn, stream
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
Placed: TypeAlias = "tuple[int, Piece | Read | Problem]"
"""A piece, with the place of its input among all."""


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

    sources.make_ready()
    found = places_in(inputs, stdin, follow)
    with closing(pieces_of(found, bounds, columns)) as pieces:
        return list(read_each(pieces, scheme, bounds, inputs=len(found)))


def places_in(inputs: Iterable[Given], stdin: bytes, follow: bool) -> list[Unopened | Read | Problem]:
    """What the inputs stand for, each file once, and the trouble with those that stand for nothing."""
    return list(_found(inputs, stdin, follow))


def pieces_of(
    found: Sequence[Unopened | Read | Problem], bounds: Bounds, columns: tuple[tuple[str, str], ...] = ()
) -> Generator[Placed, None, None]:
    """What is in each thing found, with its place, in order; taken apart no further than it is asked for."""
    from briefing import sources

    def apart(one: Unopened | Read | Problem) -> Iterator[Piece | Read | Problem]:
        if isinstance(one, _File):
            one = sources.piece_at(one.path, source=_name(one.path), within=one.within)
        if isinstance(one, sources.Piece):
            yield from sources.apart(replace(one, columns=columns))
        else:
            yield one

    for at, part in drawn(apart, found, bounds):
        if isinstance(part, Failed):
            one = found[at]
            where = one.path if isinstance(one, _File) else getattr(one, "where", "")
            yield at, _lost(where, _as_input_error(part))
        else:
            yield at, part


def read_each(
    pieces: Iterable[Placed],
    scheme: Scheme,
    bounds: Bounds,
    *,
    inputs: int = 0,
    workers: int = 0,
) -> Iterator[Read | Problem]:
    """What each piece gives, as it comes; `inputs` is how many there are at first, for the listeners."""
    from briefing import sources

    def read(one: Placed) -> Read | Problem:
        piece = one[1]
        return sources.read_piece(piece, scheme=scheme) if isinstance(piece, sources.Piece) else piece

    begun = 0

    def tell(done: int, one: Placed) -> None:
        nonlocal begun
        begun += 1
        step("read", done, begun + inputs - one[0] - 1, getattr(one[1], "where", ""))

    for (_, piece), got in stream(read, pieces, bounds, workers=workers, begun=tell):
        if isinstance(got, Failed):
            got = _lost(getattr(piece, "where", ""), _as_input_error(got))
        yield report(got, lost=True) if _is_trouble(got) else got
    step("read", begun, begun)


def _is_trouble(got: Read | Problem) -> TypeGuard[Problem]:
    return isinstance(got, Problem) and got.stage != SCOPE


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
