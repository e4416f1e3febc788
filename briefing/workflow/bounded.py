"""Work on one article after another, each within bounds of time and memory.

The work is done in processes that are forked for it and have all that this one has loaded, so that none
has to be sent anything but a number. The system itself keeps the bounds: it ends a process that has used
more processor time than one article may, and refuses memory beyond the limit. What that costs is the one
article; another process goes on with the next. The processes end with this one, however it ends.

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
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, Pipe, wait
from typing import Generic, NoReturn, TypeVar

from briefing.model import record
from briefing.progress import progress, trouble

T = TypeVar("T")
R = TypeVar("R")

FORKS = sys.platform.startswith("linux")
MOST = 4
"""Processes at the most."""
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
    if not FORKS:
        return [_here(do, thing, n, begun) for n, thing in enumerate(things)]
    crew = _Crew(do, things, bounds)
    try:
        return crew.work(begun)
    finally:
        crew.end()


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

    def begin(self, n: int) -> None:
        self.at, self.since = n, time.monotonic()
        self.pipe.send(n)

    def ended(self) -> int:
        """How the process ended, which it has or does now: negative the signal that ended it."""
        self.pipe.close()
        os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)


class _Crew(Generic[T, R]):
    """The processes that do one list of things. A class, since they must end with it: `end`."""

    def __init__(self, do: Callable[[T], R], things: Sequence[T], bounds: Bounds) -> None:
        self.do, self.things, self.bounds = do, things, bounds
        self.workers: list[_Worker] = []
        self.next = 0
        self.done: dict[int, R | Failed] = {}
        self.told: dict[int, list[logging.LogRecord]] = {}

    def work(self, begun: Callable[[int, T], None]) -> list[R | Failed]:
        waiting = list(reversed(range(len(self.things))))
        count = min(MOST, len(os.sched_getaffinity(0)), len(waiting))
        while len(self.done) < len(self.things):
            while waiting and len(self.workers) < count and (worker := self._forked()) is not None:
                self._hand_out(worker, waiting, begun)
            if not self.workers:  # no process is to be had
                n = waiting.pop()
                self.done[n] = _here(self.do, self.things[n], n, begun)
                continue
            for pipe in wait([w.pipe for w in self.workers], timeout=self._patience()):
                worker = next(w for w in self.workers if w.pipe is pipe)
                if self._taken_from(worker) and waiting:
                    self._hand_out(worker, waiting, begun)
            self._give_up_what_stands_still()
            self._tell()
        return [self.done[n] for n in range(len(self.things))]

    def end(self) -> None:
        for worker in self.workers:
            worker.ended()
        self.workers.clear()

    def _tell(self) -> None:
        """Tells the listeners here what was told over there, in the order of the things."""
        while self.next in self.done:
            for line in self.told.pop(self.next, ()):
                logging.getLogger(line.name).handle(line)
            self.next += 1

    def _forked(self) -> _Worker | None:
        """Another process; none where the system has none to give."""
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
            for one in (pipe, *(w.pipe for w in self.workers)):
                one.close()
            _serve(theirs, self.do, self.things, self.bounds, parent)
        theirs.close()
        worker = _Worker(pid, pipe)
        self.workers.append(worker)
        return worker

    def _hand_out(self, worker: _Worker, waiting: list[int], begun: Callable[[int, T], None]) -> None:
        n = waiting.pop()
        begun(len(self.done), self.things[n])
        worker.begin(n)

    def _taken_from(self, worker: _Worker) -> bool:
        """Whether the process goes on after what it answers is taken; if it has ended, that is its answer."""
        try:
            outcome, self.told[worker.at], goes_on = pickle.loads(worker.pipe.recv_bytes())  # noqa: S301 - of our own process
        except (EOFError, OSError):
            self.workers.remove(worker)
            self.done[worker.at] = _broken_down(worker.ended(), self.bounds)
            return False
        self.done[worker.at] = outcome
        worker.since = math.inf
        if not goes_on:
            self.workers.remove(worker)
            worker.ended()
        return bool(goes_on)

    def _patience(self) -> float | None:
        longest = min(w.since for w in self.workers) + STANDSTILL * self.bounds.seconds - time.monotonic()
        return max(0.0, longest)

    def _give_up_what_stands_still(self) -> None:
        for worker in list(self.workers):
            if time.monotonic() - worker.since > STANDSTILL * self.bounds.seconds:
                self.workers.remove(worker)
                worker.ended()
                self.done[worker.at] = Failed(message="was given up: nothing went on for minutes")


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


def _serve(
    pipe: Connection, do: Callable[[T], R], things: Sequence[T], bounds: Bounds, parent: int
) -> NoReturn:
    """Does the things whose numbers come through the pipe, until it ends."""
    try:
        kept = _settled(parent, bounds)
        goes_on = True
        while goes_on:
            n = pipe.recv()
            kept.lines.clear()
            _bound_time(math.ceil(time.process_time() + bounds.seconds))
            try:
                outcome = _tried(do, things[n])
            except MemoryError:
                outcome, goes_on = _too_large(bounds), False
            if isinstance(outcome, Failed) and isinstance(outcome.error, MemoryError):
                outcome, goes_on = _too_large(bounds), False
            _bound_time(None)
            pipe.send_bytes(_pickled(outcome, kept.lines, goes_on))
    except (EOFError, OSError):
        pass
    finally:
        os._exit(0)


def _pickled(outcome: object, lines: list[logging.LogRecord], goes_on: bool) -> bytes:
    try:
        data = pickle.dumps((outcome, lines, goes_on))
        if isinstance(outcome, Failed):
            pickle.loads(data)  # noqa: S301 - an error may be of a kind that can't be made again
        return data
    except Exception as error:  # noqa: BLE001 - an error or a finding of a plugin's, of whatever kind
        said = outcome.message if isinstance(outcome, Failed) else f"{type(error).__name__}: {error}"
        return pickle.dumps((Failed(message=said), [], goes_on))


def _too_large(bounds: Bounds) -> Failed:
    return Failed(
        message=f"needs over {bounds.megabytes} MB and was given up",
        hint="The setting article_megabytes is the limit",
    )


def _settled(parent: int, bounds: Bounds) -> _Kept:
    """What this process has of the other put in order: signals, loggers, limits."""
    import resource

    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before that
        os._exit(0)
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
