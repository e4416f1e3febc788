"""Analyses of any number of articles, written one by one as they come, and gone on with after a kill.

No article is held longer than it is in work; of those that are done only a number is kept, to know them
again. While a file is written it is called NAME.part, and beside it NAME.journal says what of the inputs is
in it: a run that was killed, and is started again, goes on behind the last whole line. The work is done in
processes of this machine, or in those of a Dask cluster.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from briefing import __version__, codec, markings, plugins
from briefing.errors import BriefingError, InputError, OutputError, ScopeError, StoppedError
from briefing.model import Findings, Input, Outcome, Problem, record
from briefing.plugins import Kind
from briefing.progress import report, step, trouble
from briefing.settings import Settings
from briefing.workflow.bounded import Bounds, Failed, stream
from briefing.workflow.fetching import Given, brought
from briefing.workflow.inputs import SCOPE, Placed, nothing_read, pieces_of, places_in
from briefing.workflow.outcomes import outcome_of

if TYPE_CHECKING:
    from briefing.sources import Read

SCHEMA = "briefing.journal/1"
TOLD = 1_000
"""Inputs that were not read of which the reason is kept, to be told at the end."""
PARQUET = ".parquet"


@record
class Task:
    """What bears on the work on one article, of the settings; it can be sent to another machine."""

    since: str = ""
    until: str = ""
    about: tuple[str, ...] = ()
    lexicon: Path | None = None
    extractors: tuple[str, ...] = ()
    marking_scheme: tuple[str, ...] = ()

    @property
    def settings(self) -> Settings:
        """The settings that it stands for."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return Settings(**told)


@record
class Line:
    """What became of one piece of an input, and its analysis, where it is one of an article."""

    input: Input
    data: bytes = b""
    key: str = ""
    """Tells the text, with its marking, from all others."""
    problems: tuple[Problem, ...] = ()


@record
class Extracted:
    """How many inputs became what, those of which it is told, and whether there was trouble with any."""

    counts: Counter[Outcome]
    told: tuple[Input, ...]
    problems: tuple[Problem, ...]
    troubled: bool


def extract_to(
    out: Path | None,
    stdout: BinaryIO,
    inputs: Iterable[Given],
    *,
    settings: Settings,
    stdin: bytes = b"",
    environment: dict[str, str] | None = None,
    fetch: bool = False,
    workers: int = 0,
    cluster: str = "",
) -> Extracted:
    """What became of the inputs, with the analyses in the file `out` or on standard output.

    A text that came before is not written again. Raises InputError where no article could be read,
    OutputError where the file can't be written, StoppedError where it was interrupted in writing one.
    """
    from briefing import sources

    for name in settings.extractors:
        plugins.find(Kind.EXTRACTOR, name)
    task = Task(
        since=settings.since, until=settings.until, about=settings.about, lexicon=settings.lexicon,
        extractors=settings.extractors, marking_scheme=settings.marking_scheme,
    )  # fmt: skip
    bounds = Bounds(seconds=settings.article_seconds, megabytes=settings.article_megabytes)
    places = brought(inputs, settings, environment or {}, fetch=fetch, bounds=bounds)
    found = places_in(places, stdin, settings.follow)
    sources.make_ready()
    kept = _Kept(out, stdout, task)
    try:
        with closing(pieces_of(found, bounds, settings.columns)) as pieces:
            new = (piece for piece in pieces if not kept.has(_where(piece)))
            done = _worked(
                partial(work_on, task), new, bounds, workers=workers, cluster=cluster, of=len(found)
            )
            for (_, piece), line in done:
                kept.take(_settled(piece, line))
        return kept.finished()
    except KeyboardInterrupt as stop:
        if out is None or not kept.written:
            raise
        hint = "The same command goes on with the rest"
        raise StoppedError(f"interrupted; {kept.written} analyses are in {kept.part}", hint=hint) from stop
    finally:
        kept.close()


# --- one piece --------------------------------------------------------------------------------


def work_on(task: Task, placed: Placed) -> Line:
    """What becomes of a piece: read, found to be in scope, analysed, written down."""
    from briefing import language, sources, workflow

    piece, settings = placed[1], task.settings
    if isinstance(piece, Problem):
        return _not_read(piece)
    scheme = markings.own_scheme(task.marking_scheme)
    try:
        read: Read = sources.read_piece(piece, scheme=scheme) if isinstance(piece, sources.Piece) else piece
    except InputError as error:
        stage = SCOPE if isinstance(error, ScopeError) else "sources"
        where = error.where or _where(placed)
        return _not_read(Problem(stage=stage, where=where, message=error.what, hint=error.hint or ""))
    article = read.article
    told = outcome_of(article, settings, language.supported())
    if not told.article:
        return Line(input=told)
    extractors = [plugins.find(Kind.EXTRACTOR, name) for name in task.extractors]
    found = workflow.findings_in(article, read.problems, settings, extractors)
    data, found = _written(found)
    key = hashlib.sha256(f"{article.id} {article.marking or ''}".encode()).hexdigest()[:16]
    return Line(input=told, data=data, key=key, problems=found.problems)


def _written(found: Findings) -> tuple[bytes, Findings]:
    """The line of an analysis; of one that can't be written down, that of the article alone."""
    try:
        return codec.analyses_json([found]), found
    except Exception as fault:  # noqa: BLE001 - one article must not cost the others their lines
        trouble.debug("while writing %s", found.article.source, exc_info=fault)
        what = f"what was read in it can't be written: {type(fault).__name__}: {fault}"
        told = Problem(
            stage="language", where=found.article.source, message=what, hint="--debug shows where it failed"
        )
        bare = Findings(article=found.article, problems=(*found.problems, report(told)))
        return codec.analyses_json([bare]), bare


def _not_read(problem: Problem) -> Line:
    outcome = Outcome.OUT_OF_SCOPE if problem.stage == SCOPE else Outcome.FAILED
    told = Input(where=problem.where, outcome=outcome, reason=problem.message)
    return Line(input=told, problems=(problem,) if outcome is Outcome.FAILED else ())


def _settled(piece: Any, line: Line | Failed) -> Line:
    """What became of a piece, also where the work on it broke down."""
    if isinstance(line, Failed):
        if isinstance(line.error, BriefingError) and not isinstance(line.error, InputError):
            raise line.error
        where, what = _where((0, piece)), f"could not be analysed: {line.message}"
        line = _not_read(Problem(stage="sources", where=where, message=what, hint=line.hint))
    if line.input.outcome is Outcome.FAILED:
        for problem in line.problems:
            report(problem, lost=True)
    return line


def _where(placed: Placed) -> str:
    piece = placed[1]
    return getattr(piece, "where", "") or getattr(getattr(piece, "article", None), "source", "")


# --- many -------------------------------------------------------------------------------------


def _worked(
    do: Callable[[Placed], Line],
    pieces: Iterable[Placed],
    bounds: Bounds,
    *,
    workers: int,
    cluster: str,
    of: int,
) -> Iterator[tuple[Placed, Line | Failed]]:
    """Each piece and what becomes of it, in their order: on the cluster, or here."""
    begun = 0

    def tell(done: int, placed: Placed) -> None:
        nonlocal begun
        begun += 1
        step("analyse", done, begun + max(0, of - placed[0] - 1), _where(placed))

    if cluster:
        from briefing.workflow.clustered import on_cluster

        yield from on_cluster(do, pieces, bounds, address=cluster, begun=tell)
    else:
        make_all_ready(do)
        yield from stream(do, pieces, bounds, workers=workers, begun=tell)
    step("analyse", begun, begun)


def make_all_ready(do: Callable[[Placed], Line]) -> None:
    """Loads what reading takes, in every language that is read, before processes are forked for it."""
    from briefing import language, workflow

    task: Task = do.args[0]  # type: ignore[attr-defined]
    workflow.make_ready(set(language.supported()), task.settings)


# --- what is written --------------------------------------------------------------------------


class _Kept:
    """The lines written, and what is known of those before. A class, since files are open between lines."""

    def __init__(self, out: Path | None, stdout: BinaryIO, task: Task) -> None:
        self.out = out
        self.regular = out is not None and not (out.exists() and not out.is_file())
        self.part = out.with_name(f"{out.name}.part") if out else Path()
        self.journal = out.with_name(f"{out.name}.journal") if out else Path()
        self.asked = hashlib.sha256(f"{__version__} {task!r}".encode()).hexdigest()[:16]
        self.counts: Counter[Outcome] = Counter()
        self.told: list[Input] = []
        self.problems: list[Problem] = []
        self.troubled = False
        self.written = 0
        self.places: set[int] = set()
        self.keys: set[int] = set()
        self.notes: BinaryIO | None = None
        self.file: BinaryIO | None = stdout if out is None else None
        if out is not None:
            self._open(out)

    def has(self, where: str) -> bool:
        """Whether an earlier run has settled what is there."""
        return bool(self.places) and _number(where) in self.places

    def take(self, line: Line) -> None:
        """Counts what became of a piece, and writes its analysis, if its text is new."""
        told, key = line.input, int(line.key, 16) if line.key else 0
        if line.data and key in self.keys:
            told = replace(
                told, outcome=Outcome.DUPLICATE, reason="has the same text as one before", article=""
            )
        self.counts[told.outcome] += 1
        self.troubled = self.troubled or bool(line.problems)
        if told.outcome is Outcome.FAILED and len(self.problems) < TOLD:
            self.problems += line.problems
        if told.outcome is not Outcome.READ and len(self.told) < TOLD:
            self.told.append(told)
        new = bool(line.data) and told.outcome is not Outcome.DUPLICATE
        if new:
            self.keys.add(key)
            self.written += 1
        self._write(line.data if new else b"", [_number(told.where), key if new else 0, told.outcome.value])

    def finished(self) -> Extracted:
        """What became of all; the file has its name now. Raises InputError where there is nothing in it."""
        if not self.written:
            self.close()
            self._remove()
            raise nothing_read(self.problems, self.told)
        if self.regular and self.out is not None:
            self.close()
            try:
                if self.out.suffix == PARQUET:
                    _as_parquet(self.part, self.out)
                else:
                    os.replace(self.part, self.out)  # noqa: PTH105 - one name for both
                self._remove()
            except OSError as error:
                raise self._not_written(error) from error
        return Extracted(
            counts=self.counts, told=tuple(self.told), problems=tuple(self.problems), troubled=self.troubled
        )

    def close(self) -> None:
        """Nothing more is written."""
        for one in (self.notes, self.file if self.out is not None else None):
            if one is not None:
                with suppress(OSError):
                    one.close()
        self.notes = None

    def _open(self, out: Path) -> None:
        try:
            if not self.regular:
                self.file = out.open("wb", buffering=0)
                return
            out.parent.mkdir(parents=True, exist_ok=True)
            end = self._known()
            self.file = self.part.open("r+b" if end else "wb", buffering=0)
            self.file.truncate(end)
            self.file.seek(end)
            self.notes = self.journal.open("ab" if end else "wb", buffering=0)
            if not end:
                self.notes.write(json.dumps({"schema": SCHEMA, "asked": self.asked}).encode() + b"\n")
        except OSError as error:
            raise self._not_written(error) from error

    def _known(self) -> int:
        """What an earlier run for the same has left, by its journal: the length of its whole lines."""
        try:
            lines = self.journal.read_bytes().splitlines(keepends=True)
            size = self.part.stat().st_size
            head = json.loads(lines[0])
        except (OSError, ValueError, IndexError):
            return 0
        end = 0
        if head != {"schema": SCHEMA, "asked": self.asked}:
            return 0
        for line in lines[1:]:
            try:
                place, key, outcome, after = json.loads(line)
            except ValueError:  # the line in which it was killed
                break
            if after > size:
                break
            end = after
            self.places.add(place)
            self.counts[Outcome(outcome)] += 1
            if key:
                self.keys.add(key)
                self.written += 1
        return end if self.written else 0

    def _write(self, data: bytes, note: list[Any]) -> None:
        try:
            if self.file is not None and data:
                self.file.write(data)
                self.file.flush()
            if self.notes is not None and self.file is not None:
                self.notes.write(json.dumps([*note, self.file.tell()]).encode() + b"\n")
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._not_written(error) from error

    def _remove(self) -> None:
        if self.regular:
            self.part.unlink(missing_ok=True)
            self.journal.unlink(missing_ok=True)

    def _not_written(self, error: OSError) -> OutputError:
        hint = "Free some space, mend the permissions, or name another file"
        return OutputError(f"can't be written: {error.strerror or error}", where=str(self.out), hint=hint)


def _number(words: str) -> int:
    """A number of eight bytes that stands for words."""
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _as_parquet(lines: Path, out: Path, *, batch: int = 200) -> None:
    """The analyses as a Parquet table: what is known of each article, and its whole analysis as JSON."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        hint = "pip install 'briefing[tables]'; or name a file that ends in .jsonl"
        raise OutputError("to write a Parquet table takes pyarrow", where=str(out), hint=hint) from error
    head = ("id", "source", "title", "outlet", "published", "language", "url", "text")
    schema = pyarrow.schema([(name, pyarrow.string()) for name in (*head, "analysis")])
    temporary = out.with_name(f"{out.name}.part2")
    with lines.open("rb") as file, parquet.ParquetWriter(temporary, schema, compression="zstd") as table:
        for some in _batches(file, batch):
            articles = [json.loads(line)["article"] for line in some]
            columns = {name: [article[name] for article in articles] for name in head}
            columns["analysis"] = [line.decode().rstrip("\n") for line in some]
            table.write_table(pyarrow.Table.from_pydict(columns, schema=schema))
    temporary.replace(out)


def _batches(lines: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    some: list[bytes] = []
    for line in lines:
        some.append(line)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
