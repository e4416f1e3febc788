"""Work on one article after another, each within bounds of time and memory.

The work is done in processes that are forked for it and have all that this one has loaded. `each` works
through a list, of which they are sent a number only; `stream` through whatever comes, holding no more than
is in work; `drawn` has things taken apart, and gives what comes out of them as it comes. The system itself
keeps the bounds: it ends a process that has used more processor time than one article may, and refuses memory
beyond the limit. What that costs is the one article; another process goes on with the next. The processes end
with this one, however it ends.

Where the system can't fork safely (Windows, macOS) the work is done here, without bounds.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import math
import os
import pickle
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, Generic, NoReturn, TypeVar, cast

from briefing.model import record
from briefing.progress import progress, trouble

T = TypeVar("T")
R = TypeVar("R")

FORKS = sys.platform.startswith("linux")
MOST = 4
"""Processes at the most."""
AHEAD = 16
"""Things for each process that are asked for before the first of them is given."""
STANDSTILL = 10
"""After so many times its seconds work is given up that uses no processor time at all."""
MEGABYTE = 1_000_000
DIE_WITH_PARENT = 1
"""The number of prctl's PR_SET_PDEATHSIG."""


@record
class Bounds:
    """What the work on one article may take: seconds of processor time, and megabytes."""

    seconds: int
    megabytes: int


BOUNDS = Bounds(seconds=10, megabytes=1_000)


@record
class Failed:
    """What kept a piece of work from being done, in words; and the error, where one was raised."""

    message: str
    hint: str = ""
    error: Exception | None = None


def each(
    do: Callable[[T], R],
    things: Sequence[T],
    bounds: Bounds,
    *,
    begun: Callable[[int, T], None] = lambda done, thing: None,
) -> list[R | Failed]:
    """What `do` makes of each thing, in their order, or why it makes nothing of it.

    `begun` is told how many things are done, and which one is begun. What `do` gives must be picklable.
    """
    numbers = range(len(things))
    done = stream(lambda n: do(things[n]), numbers, bounds, begun=lambda count, n: begun(count, things[n]))
    return [outcome for _, outcome in done]


def stream(
    do: Callable[[T], R],
    things: Iterable[T],
    bounds: Bounds,
    *,
    workers: int = 0,
    begun: Callable[[int, T], None] = lambda done, thing: None,
) -> Iterator[tuple[T, R | Failed]]:
    """Each thing, as it comes, and what `do` makes of it or why it makes nothing of it, in their order.

    Things are asked for no faster than they are worked on. They must be picklable, as what `do` gives.
    `workers` is the number of processes at the most; none: one a processor, and not more than `MOST`.
    """
    if not FORKS:
        for n, thing in enumerate(things):
            yield thing, _here(do, thing, n, begun)
        return
    crew = _Crew(do, things, bounds, workers or min(MOST, len(os.sched_getaffinity(0))))
    try:
        yield from crew.work(begun)
    finally:
        crew.end()


def drawn(
    do: Callable[[T], Iterator[R]], things: Sequence[T], bounds: Bounds
) -> Iterator[tuple[int, R | Failed]]:
    """What `do` draws from each thing, one by one, with the thing's place; each within the bounds.

    Where drawing breaks down, the rest of that thing is lost, and told by a `Failed`; the next one follows.
    """
    at = 0
    while at < len(things):
        worker = _forked(partial(_draw, do=do, things=things[at:], bounds=bounds)) if FORKS else None
        if worker is None:
            for item in _drawn_here(do, things[at]):
                yield at, item
            at += 1
            continue
        try:
            goes_on = True
            while goes_on and at < len(things):
                outcome, lines, ends, goes_on = _received(worker, bounds)
                for line in lines:
                    logging.getLogger(line.name).handle(line)
                if not ends or isinstance(outcome, Failed):
                    yield at, outcome
                at += ends
        finally:
            worker.ended()


def _drawn_here(do: Callable[[T], Iterator[R]], thing: T) -> Iterator[R | Failed]:
    try:
        yield from do(thing)
    except Exception as error:  # noqa: BLE001 - one input must not cost the others
        trouble.debug("%s", error, exc_info=error)
        yield Failed(message=f"{type(error).__name__}: {error}", error=error)


STOOD_STILL = Failed(message="was given up: nothing went on for minutes")
LAST = object()
"""Says that nothing more is to be drawn."""


def _here(do: Callable[[T], R], thing: T, n: int, begun: Callable[[int, T], None]) -> R | Failed:
    begun(n, thing)
    return _tried(do, thing)


def _tried(do: Callable[[T], R], thing: T) -> R | Failed:
    try:
        return do(thing)
    except Exception as error:  # noqa: BLE001 - one article must not cost the others their brief
        trouble.debug("%s", error, exc_info=error)
        return Failed(message=f"{type(error).__name__}: {error}", error=error)


# --- this side --------------------------------------------------------------------------------------


class _Worker:
    """A forked process, what it is at, and since when."""

    def __init__(self, pid: int, pipe: Connection) -> None:
        self.pid, self.pipe = pid, pipe
        self.at = -1
        self.since = math.inf
        self.status: int | None = None

    def begin(self, n: int, thing: object) -> None:
        self.at, self.since = n, time.monotonic()
        self.pipe.send(thing)

    def ended(self) -> int:
        """How the process ended, which it has or does now: negative the signal that ended it."""
        if self.status is None:
            self.pipe.close()
            os.kill(self.pid, signal.SIGKILL)
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status


class _Crew(Generic[T, R]):
    """The processes that do what comes. A class, since they must end with it: `end`."""

    def __init__(self, do: Callable[[T], R], things: Iterable[T], bounds: Bounds, most: int) -> None:
        self.do, self.bounds, self.most = do, bounds, most
        self.coming = enumerate(things)
        self.workers: list[_Worker] = []
        self.next = self.count = 0
        self.held: dict[int, T] = {}
        """What was begun and is not given yet."""
        self.waiting: int | None = None
        self.done: dict[int, R | Failed] = {}
        self.told: dict[int, list[logging.LogRecord]] = {}

    def work(self, begun: Callable[[int, T], None]) -> Iterator[tuple[T, R | Failed]]:
        while self._take() or self._busy():
            if self.waiting is not None and (worker := self._free()) is not None:
                self._hand_out(worker, begun)
            elif busy := self._busy():
                for pipe in wait([w.pipe for w in busy], timeout=self._patience()):
                    self._take_from(next(w for w in busy if w.pipe is pipe))
                self._give_up_what_stands_still()
            elif self.waiting is not None:  # no process is to be had
                n, self.waiting = self.waiting, None
                self._settle(n, _here(self.do, self.held[n], self.count, begun))
            yield from self._given()

    def end(self) -> None:
        for worker in self.workers:
            worker.ended()
        self.workers.clear()

    def _take(self) -> bool:
        """Whether a thing waits to be done; another is asked for if not too many wait for an earlier one."""
        if self.waiting is None and len(self.held) < AHEAD * self.most:
            n, thing = next(self.coming, (None, None))
            if n is not None:
                self.waiting, self.held[n] = n, cast("T", thing)
        return self.waiting is not None

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self.workers if worker.at >= 0]

    def _free(self) -> _Worker | None:
        """A process with nothing to do, or a new one; none where there are enough, or none is to be had."""
        idle = next((worker for worker in self.workers if worker.at < 0), None)
        if idle is not None or len(self.workers) >= self.most:
            return idle
        worker = _forked(partial(_serve, do=self.do, bounds=self.bounds), others=self.workers)
        if worker is not None:
            self.workers.append(worker)
        return worker

    def _hand_out(self, worker: _Worker, begun: Callable[[int, T], None]) -> None:
        n, self.waiting = cast("int", self.waiting), None
        begun(self.count, self.held[n])
        try:
            worker.begin(n, self.held[n])
        except Exception as error:  # noqa: BLE001 - what can't be sent costs itself alone
            worker.at = -1
            self._settle(n, Failed(message=f"{type(error).__name__}: {error}"))

    def _settle(self, n: int, outcome: R | Failed) -> None:
        self.done[n] = outcome
        self.count += 1

    def _given(self) -> Iterator[tuple[T, R | Failed]]:
        """What is done, in the order of the things, after what was told on the way to the listeners here."""
        while self.next in self.done:
            for line in self.told.pop(self.next, ()):
                logging.getLogger(line.name).handle(line)
            n, self.next = self.next, self.next + 1
            yield self.held.pop(n), self.done.pop(n)

    def _take_from(self, worker: _Worker) -> None:
        """Takes what the process answers; if it has ended, that is its answer."""
        n = worker.at
        try:
            outcome, self.told[n], goes_on = pickle.loads(worker.pipe.recv_bytes())  # noqa: S301 - of our own process
        except (EOFError, OSError):
            outcome, goes_on = None, False
        worker.at, worker.since = -1, math.inf
        if not goes_on:
            self.workers.remove(worker)
            status = worker.ended()
            outcome = _broken_down(status, self.bounds) if n not in self.told else outcome
        self._settle(n, outcome)

    def _patience(self) -> float | None:
        longest = min(w.since for w in self._busy()) + STANDSTILL * self.bounds.seconds - time.monotonic()
        return max(0.0, longest)

    def _give_up_what_stands_still(self) -> None:
        for worker in self._busy():
            if time.monotonic() - worker.since > STANDSTILL * self.bounds.seconds:
                self.workers.remove(worker)
                worker.ended()
                self._settle(worker.at, STOOD_STILL)


def _forked(serve: Callable[[Connection], NoReturn], others: Sequence[_Worker] = ()) -> _Worker | None:
    """Another process, that serves at the other end of its pipe; none where the system has none to give."""
    pipe, theirs = Pipe()
    parent = os.getpid()
    with warnings.catch_warnings():
        # What a thread of this process holds (a lock of the progress bar) is not used over there.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            pid = os.fork()
        except OSError:
            return None
    if pid == 0:
        try:
            for one in (pipe, *(w.pipe for w in others)):
                one.close()
            _follow(parent)
            serve(theirs)
        finally:
            os._exit(0)
    theirs.close()
    return _Worker(pid, pipe)


def _received(worker: _Worker, bounds: Bounds) -> tuple[Any, list[logging.LogRecord], bool, bool]:
    """What a process that draws sends next: what was drawn, what was told, whether it ends, and goes on."""
    if not worker.pipe.poll(STANDSTILL * bounds.seconds):
        return STOOD_STILL, [], True, False
    try:
        message = pickle.loads(worker.pipe.recv_bytes())  # noqa: S301 - of our own process
    except (EOFError, OSError):
        message = _broken_down(worker.ended(), bounds), [], True, False
    return cast("tuple[Any, list[logging.LogRecord], bool, bool]", message)


def _broken_down(status: int, bounds: Bounds) -> Failed:
    """What the end of a process in the midst of its work tells."""
    if status == -signal.SIGXCPU:
        return Failed(
            message=f"took over {bounds.seconds} s and was given up",
            hint="The setting article_seconds is the limit",
        )
    by = signal.Signals(-status).name if status < 0 else f"status {status}"
    return Failed(message=f"the process that read it broke down ({by})", hint="Look whether memory ran out")


# --- the other side ---------------------------------------------------------------------------------


class _Kept(logging.Handler):
    """Keeps what is told, to be told over there: what handlers of the other side hold may be locked."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[logging.LogRecord] = []

    def emit(self, line: logging.LogRecord) -> None:
        if line.exc_info:
            line.exc_text, line.exc_info = logging.Formatter().formatException(line.exc_info), None
        self.lines.append(line)


def _serve(pipe: Connection, do: Callable[[T], R], bounds: Bounds) -> NoReturn:
    """Does the things that come through the pipe, until it ends."""
    try:
        kept = _settled(bounds)
        goes_on = True
        while goes_on:
            thing = pipe.recv()
            kept.lines.clear()
            _bound_time(math.ceil(time.process_time() + bounds.seconds))
            outcome, goes_on = _within_memory(partial(do, thing), bounds)
            _bound_time(None)
            pipe.send_bytes(_pickled(outcome, kept.lines, goes_on))
    except (EOFError, OSError):
        pass
    finally:
        os._exit(0)


def _draw(pipe: Connection, do: Callable[[T], Iterator[R]], things: Sequence[T], bounds: Bounds) -> NoReturn:
    """Sends what is drawn from the things, one by one, and where each ends."""
    try:
        kept = _settled(bounds)
        for thing in things:
            items: Iterator[R] = iter(())
            begun = ends = False
            while not ends:
                kept.lines.clear()
                _bound_time(math.ceil(time.process_time() + bounds.seconds))
                items, begun = (items if begun else do(thing)), True
                outcome, goes_on = _within_memory(partial(next, items, LAST), bounds)
                _bound_time(None)
                ends = outcome is LAST or isinstance(outcome, Failed)
                drawn_now = None if outcome is LAST else outcome
                pipe.send_bytes(_pickled(drawn_now, kept.lines, ends, goes_on))
                if not goes_on:
                    os._exit(0)
    except (EOFError, OSError):
        pass
    finally:
        os._exit(0)


def _within_memory(do: Callable[[], object], bounds: Bounds) -> tuple[object, bool]:
    """What is done, and whether this process goes on: one that ran out of memory does not."""
    try:
        outcome = _tried(lambda _: do(), None)
    except MemoryError:
        return _too_large(bounds), False
    if isinstance(outcome, Failed) and isinstance(outcome.error, MemoryError):
        return _too_large(bounds), False
    return outcome, True


def _pickled(outcome: object, lines: list[logging.LogRecord], *state: bool) -> bytes:
    try:
        data = pickle.dumps((outcome, lines, *state))
        if isinstance(outcome, Failed):
            pickle.loads(data)  # noqa: S301 - an error may be of a kind that can't be made again
        return data
    except Exception as error:  # noqa: BLE001 - an error or a finding of a plugin's, of whatever kind
        said = outcome.message if isinstance(outcome, Failed) else f"{type(error).__name__}: {error}"
        return pickle.dumps((Failed(message=said), [], *state))


def _too_large(bounds: Bounds) -> Failed:
    return Failed(
        message=f"needs over {bounds.megabytes} MB and was given up",
        hint="The setting article_megabytes is the limit",
    )


def _follow(parent: int) -> None:
    """Has this process end with the one that forked it."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before that
        os._exit(0)


def _settled(bounds: Bounds) -> _Kept:
    """What this process has of the other put in order: signals, loggers, limits."""
    import resource

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both; the other side ends this one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.freeze()
    kept = _Kept()
    for logger in (trouble, progress):
        logger.handlers[:] = [kept]
        logger.propagate = False
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no time for more
        pages = int(file.read().split()[0])
    most = pages * resource.getpagesize() + bounds.megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (most if hard < 0 else min(most, hard), hard))
    return kept


def _bound_time(seconds: int | None) -> None:
    """Has the system end this process when it has used so much processor time; none: never."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    unbound = seconds is None or (hard >= 0 and seconds > hard)
    resource.setrlimit(resource.RLIMIT_CPU, (hard if unbound else int(seconds or 0), hard))
