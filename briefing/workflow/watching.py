"""A watch: takes what appears in folders and feeds, once each, and makes and sends the brief at a set hour.

A look takes what is new into the spool, goes on with what an earlier run was killed over, makes the brief
when its hour has come, hands it to the outbox, and has the outbox try again what waits there. A watch is such
a look every few minutes, or one that a timer starts.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from briefing import codec, workflow
from briefing.deliver.rows import Delivery, State, outbox_file
from briefing.errors import BriefingError, InputError, OutputError, UsageError
from briefing.model import Problem, record
from briefing.progress import report, trouble
from briefing.settings import Settings
from briefing.workflow import sending, spool
from briefing.workflow.bounded import Bounds
from briefing.workflow.feeding import feeds_of, item_marks, no_feed, since
from briefing.workflow.fetching import Wanted, bring, fetcher, is_remote, listed_of, state_folder
from briefing.workflow.spool import Day, Look, Mark, Spool, Stage

if TYPE_CHECKING:
    from briefing.sources import Piece

STAGE = "watch"
LOCK = "watch.lock"
MINUTE = 60.0
SETTLED = 5.0
"""Seconds that a file must have been left alone: one that is still being written is taken the next time."""
TRIES = 5
"""How often the brief of a day is tried before what it is of is left to the next day's."""
LATE = 2.5
"""Of the pauses between two looks: a watch that has not looked for so long is not alive."""

Clock: TypeAlias = Callable[[], float]


@record
class Plan:
    """What a watch watches, when it makes the brief, and who gets it."""

    inputs: tuple[str, ...]
    feeds: bool
    at: str
    minutes: float
    groups: tuple[str, ...]
    weekdays: bool = False


@record
class Done:
    """What a look did: how many pieces it took, the briefs it made, and the trouble it met."""

    taken: int
    briefs: tuple[str, ...]
    problems: tuple[Problem, ...]


def hour_of(at: str) -> tuple[int, int]:
    """Hour and minute of "06:00". Raises UsageError where it is no time of day."""
    hour, colon, minute = at.partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and len(at) <= 5):
        raise UsageError(f"{at!r} is no time of day", hint="Write it as 06:00")
    if int(hour) > 23 or int(minute) > 59:
        raise UsageError(f"{at!r} is no time of day", hint="Write it as 06:00")
    return int(hour), int(minute)


def watch(
    plan: Plan,
    settings: Settings,
    environment: Mapping[str, str],
    *,
    once: bool = False,
    looked: Callable[[Done], None] = lambda done: None,
    clock: Clock = time.time,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Looks until it is ended, or `once`; `looked` is told what each look did.

    Where the state folder can't be used now (a full disk), it tries again at the next look. Raises
    BriefingError where another watch has the same state folder, UsageError where nothing is watched.
    """
    if not plan.inputs and not plan.feeds:
        raise UsageError("nothing is named to watch", hint="Name folders or feeds, or give --feeds")
    hour_of(plan.at)
    folder = state_folder(settings, environment)
    with alone(folder):
        while True:
            try:
                done = look(plan, settings, environment, folder, clock=clock)
            except BriefingError as error:
                if once or isinstance(error, UsageError):
                    raise
                done = Done(taken=0, briefs=(), problems=(report(_problem(error, str(folder))),))
            looked(done)
            if once:
                return
            wait(_pause(plan, clock()))


def _pause(plan: Plan, now: float) -> float:
    """Seconds until the next look: the usual ones, or fewer where the hour of the brief comes before."""
    hour, minute = hour_of(plan.at)
    here = datetime.fromtimestamp(now).astimezone()
    due = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
    due += timedelta(days=1) if due <= here else timedelta()
    return max(1.0, min(plan.minutes * MINUTE, due.timestamp() - now))


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nothing else watches with this state folder for as long as this lasts; the system keeps the lock."""
    handle = _lock(folder)
    if handle is None:
        hint = "End it first, or name another folder with the setting state"
        raise BriefingError("another watch is at work", where=str(folder), hint=hint)
    try:
        yield
    finally:
        os.close(handle)


def _lock(folder: Path) -> int | None:
    """The lock, or none where another process has it. Raises BriefingError where the folder can't be used."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        hint = "Mend its permissions, or name another with the setting state"
        raise BriefingError(f"can't be used: {error.strerror}", where=str(folder), hint=hint) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


# --- one look -----------------------------------------------------------------------------------


def look(
    plan: Plan, settings: Settings, environment: Mapping[str, str], folder: Path, *, clock: Clock = time.time
) -> Done:
    """What one look did. Whatever goes wrong with one thing is told, and stops nothing else."""
    began = clock()
    with spool.opened(folder) as kept:
        taken, problems = _take(plan, settings, environment, kept, clock)
        briefs: list[str] = []
        for day in _due(plan, kept, problems, clock):
            try:
                problems += _finish(day, plan, settings, environment, kept, clock)
                briefs.append(day.day)
            except Exception as error:  # noqa: BLE001 - a watch outlives whatever befalls one brief
                problems.append(_kept_back(day, error, kept, clock))
        problems += _tried_again(settings, environment)
        kept.looked(
            Look(began=began, ended=clock(), minutes=plan.minutes, at=plan.at, problems=tuple(problems))
        )
    return Done(taken=taken, briefs=tuple(briefs), problems=tuple(report(p) for p in problems))


def _take(
    plan: Plan, settings: Settings, environment: Mapping[str, str], kept: Spool, clock: Clock
) -> tuple[int, list[Problem]]:
    """How many pieces were new, and are in the spool now; and the trouble with the places looked at."""
    problems: list[Problem] = []
    taken = 0
    for piece, marks in _new(plan, settings, environment, kept, problems, clock):
        taken += kept.take(piece, marks, now=clock())
    return taken, problems


def _new(
    plan: Plan,
    settings: Settings,
    environment: Mapping[str, str],
    kept: Spool,
    problems: list[Problem],
    clock: Clock,
) -> Iterator[tuple[Piece, tuple[Mark, ...]]]:
    """What is new in folders, then in feeds and at addresses."""
    places, wrong = listed_of(plan.inputs)
    problems += wrong
    for place in places:
        if not is_remote(place):
            yield from _in_folder(place, settings, kept, problems, clock)
    feeds: tuple[str, ...] = ()
    if plan.feeds:
        feeds, unlisted = feeds_of(settings)
        problems += unlisted
    remote = dict.fromkeys((*(place for place in places if is_remote(place)), *feeds))
    new = [place for place in remote if not kept.known([_page_mark(place)])]
    if new:
        found = _at_addresses(new, settings, environment, kept, problems)
        for place, piece, marks in found:
            if place in feeds and (wrong_one := no_feed(place, piece)):
                problems.append(wrong_one)
            else:
                yield piece, marks


def _in_folder(
    place: str, settings: Settings, kept: Spool, problems: list[Problem], clock: Clock
) -> Iterator[tuple[Piece, tuple[Mark, ...]]]:
    """What is new in a folder, but for files that are still being written, and for briefs."""
    from briefing import sources

    within = Path(place) if Path(place).is_dir() and not settings.follow else None
    out = settings.out.resolve()
    for path in _files(place, settings):
        if _lies_in(path, out):
            continue
        try:
            found = path.stat()
            if clock() - found.st_mtime < SETTLED and found.st_mtime <= clock():
                continue
            known = (str(path), found.st_size, found.st_mtime_ns)
            if kept.is_unchanged(*known):
                continue
            name = os.fsencode(path).decode("utf-8", errors="replace")
            piece = sources.piece_at(path, source=name, within=within)
            after = path.stat()
        except InputError as error:
            problems.append(_problem(error, str(path)))
            continue
        except OSError:  # it is gone again
            continue
        if (after.st_size, after.st_mtime_ns) != known[1:]:
            continue
        large = f"{path}\n{known[1]}\n{known[2]}".encode("utf-8", "surrogateescape")
        digest = hashlib.sha256(large if piece.file else piece.data).hexdigest()
        yield piece, (("", digest),)
        kept.looked_into(*known)


def _lies_in(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):  # links in a circle; they are told of where they are opened
        return False


def _files(place: str, settings: Settings) -> list[Path]:
    """The files in a folder, or the one that is named; none where the folder has none yet."""
    from briefing import sources

    try:
        return sources.find([place], follow=settings.follow)
    except InputError:
        return []


def _at_addresses(
    places: Sequence[str],
    settings: Settings,
    environment: Mapping[str, str],
    kept: Spool,
    problems: list[Problem],
) -> Iterator[tuple[str, Piece, tuple[Mark, ...]]]:
    """What is new in feeds, and at addresses of pages, each of which is taken once; with its place."""
    met: dict[Mark, tuple[Mark, ...]] = {}

    def is_new(place: str, item: Piece) -> bool:
        marks = item_marks(place, item)
        met[place, item.key] = marks
        return not kept.known(marks)

    bounds = Bounds(seconds=settings.article_seconds, megabytes=settings.article_megabytes)
    wanted = Wanted(fresh=is_new, since=since(settings), again=True)
    with fetcher(settings, environment) as opened:
        got = bring(places, opened, settings, environment, wanted=wanted, bounds=bounds)
    for place, group in zip(places, got, strict=True):
        for one in group:
            if isinstance(one, Problem):
                problems.append(one)
            else:
                yield place, one, met.get((place, one.key)) or (_page_mark(place),)


def _page_mark(place: str) -> Mark:
    from briefing.sources.urls import canonical

    return "", canonical(place)


# --- the brief ----------------------------------------------------------------------------------


def _due(plan: Plan, kept: Spool, problems: Sequence[Problem], clock: Clock) -> list[Day]:
    """The briefs to go on with: those that were begun before, and today's where its hour has come."""
    found = list(kept.unfinished())
    hour, minute = hour_of(plan.at)
    here = datetime.fromtimestamp(clock()).astimezone()
    today = here.date().isoformat()
    works = here.weekday() < 5 or not plan.weekdays
    if works and (here.hour, here.minute) >= (hour, minute) and kept.day(today) is None:
        day = kept.begin(today, problems, now=clock())
        found += [day] if day.stage is Stage.BEGUN else []
    return found


def _finish(
    day: Day, plan: Plan, settings: Settings, environment: Mapping[str, str], kept: Spool, clock: Clock
) -> list[Problem]:
    """Makes the brief, where it is not made yet, and sends it; gives the trouble with those who lack it."""
    if day.stage is Stage.BEGUN:
        made = workflow.make(
            [*kept.pieces(day), *day.problems],
            settings=replace(settings, date=day.day),
            environment=environment,
        )
        day = kept.made(day, codec.brief_json(made.brief), now=clock())
    late: list[Problem] = []
    if plan.groups:
        brief = codec.read_brief(day.record)
        readers = sending.people(settings, groups=plan.groups)
        sent = sending.send(brief, readers, settings=settings, environment=environment, clock=clock)
        late = _undelivered(sent.rows)
    kept.sent(day, now=clock())
    return late


def _kept_back(day: Day, error: Exception, kept: Spool, clock: Clock) -> Problem:
    """What kept a brief back: told, and tried again, unless it would be in vain."""
    trouble.debug("while making the brief of %s", day.day, exc_info=error)
    what = str(error) if isinstance(error, BriefingError) else f"{type(error).__name__}: {error}"
    current = kept.day(day.day) or day
    vain = isinstance(error, InputError) or (
        not isinstance(error, OutputError) and current.tries + 1 >= TRIES
    )
    again = current.stage is Stage.MADE or not vain
    kept.kept_back(current, what, now=clock(), again=again)
    hint = "It is tried again at the next look" if again else "What it was of is left to the next brief"
    return Problem(stage=STAGE, where=f"the brief of {day.day}", message=what, hint=hint)


def _tried_again(settings: Settings, environment: Mapping[str, str]) -> list[Problem]:
    """The trouble with messages that waited in the outbox, each tried once more where it is due."""
    if not outbox_file(settings).exists():
        return []
    try:
        tried = sending.retry(settings, environment)
    except BriefingError as error:
        return [_problem(error, "outbox")]
    return _undelivered((*tried.rows, *tried.unsure))


def _undelivered(rows: Sequence[Delivery]) -> list[Problem]:
    hint = "`briefing outbox list` shows it"
    return [
        Problem(stage=STAGE, where=str(row.recipient), message=f"{row.state}: {row.answer}", hint=hint)
        for row in rows
        if row.state not in (State.DELIVERED, State.DROPPED)
    ]


def _problem(error: BriefingError, where: str) -> Problem:
    return Problem(stage=STAGE, where=error.where or where, message=error.what, hint=error.hint or "")


# --- whether it is alive --------------------------------------------------------------------------


@record
class Sign:
    """One thing by which a watch is known to be alive, or not."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    needed: bool = True


def signs(settings: Settings, environment: Mapping[str, str], *, now: float) -> tuple[Sign, ...]:
    """Whether the watch looks as often as it should, when it last did, and how far its last brief is."""
    folder = state_folder(settings, environment)
    start = "start it: `briefing watch`, or the units that `briefing schedule --watch` prints"
    if not (folder / spool.FILE).exists():
        return (Sign(name="watch", ok=False, detail=f"none ever looked ({folder})", remedy=start),)
    with spool.opened(folder) as kept:
        last, day, waiting = kept.last_look(), kept.last(), kept.waiting()
    if last is None:
        return (Sign(name="watch", ok=False, detail="none has finished a look", remedy=start),)
    since_then = max(0.0, now - last.ended)
    alive = since_then <= LATE * last.minutes * MINUTE
    told = f"last looked {_ago(since_then)} ago, every {last.minutes:g} minutes"
    found = [Sign(name="watch", ok=alive, detail=told, remedy=start)]
    found.append(Sign(name="waiting", ok=True, detail=f"{waiting} for the brief at {last.at}"))
    if day is not None:
        good = day.stage is Stage.SENT
        message = f": {day.message}" if day.message else ""
        detail = f"that of {day.day} is {day.stage}{message}"
        found.append(Sign(name="last brief", ok=good, detail=detail, remedy="mend that; it is tried again"))
    for one in last.problems[:10]:
        detail = f"{one.where}: {one.message}"
        found.append(Sign(name="trouble", ok=False, detail=detail, remedy=one.hint, needed=False))
    return tuple(found)


def _ago(seconds: float) -> str:
    if seconds < 2 * MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 120 * MINUTE:
        return f"{seconds / MINUTE:.0f} minutes"
    return f"{seconds / MINUTE / 60:.0f} hours"
