"""A long page laid out in parts by several processes, and bound into one PDF.

The parts are the same on every machine, however many processes there are; so is the file.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from queue import SimpleQueue

from briefing.apart import Apart
from briefing.errors import TemplateError
from briefing.model import record
from briefing.render import parts
from briefing.render.binding import Sheets, bind
from briefing.render.parts import Parts
from briefing.render.themes import Theme

MOST = 4
"""How many processes there are at the most: each takes up to 300 MB."""

SHEETS = 60
"""How many pages of the frame one process lays out."""

_TRIES = 3


@record
class Task:
    """A page to be laid out: a part of a whole that has these anchors, and these led to."""

    name: str
    page: str
    leads: frozenset[str] = frozenset()
    anchors: frozenset[str] = frozenset()


def in_parts(whole: Parts, chosen: Theme) -> bytes:
    """The PDF of a page in parts. Raises TemplateError as laying out the page at once would."""

    def task(name: str, page: str) -> Task:
        return Task(name=name, page=page, leads=whole.leads, anchors=whole.anchors)

    first = task("0", parts.numbered(whole, {}))
    rest = [task(str(n), page) for n, page in enumerate(whole.rest, start=1)]
    with _presses(min(MOST, os.cpu_count() or 1, len(rest) + 1), chosen) as printed:
        front, *bodies = printed([first, *rest])
        for _ in range(_TRIES):
            frames, again = _frames(whole, [front, *bodies]), task("0", _with_numbers(whole, front, bodies))
            if again == first:
                return bind([front, *bodies], frames=printed(frames))
            pages = front.pages
            front, *sheets = printed([again, *frames])
            if front.pages == pages:
                return bind([front, *bodies], frames=sheets)
    raise TemplateError(
        "the list of contents takes another page as soon as it has numbers", where=f"theme {chosen.name}"
    )


def _with_numbers(whole: Parts, front: Sheets, bodies: Sequence[Sheets]) -> str:
    """The front with page numbers in its list of contents."""
    numbers, before = {}, 0
    for sheets in (front, *bodies):
        numbers.update({name: before + page + 1 for name, (page, _, _) in sheets.anchors.items()})
        before += sheets.pages
    return parts.numbered(whole, numbers)


def _frames(whole: Parts, printed: Sequence[Sheets]) -> list[Task]:
    """What counts the pages, for every page; nothing where no margin box counts them."""
    total = sum(sheets.pages for sheets in printed)
    starts = range(0, total, SHEETS) if whole.counted else ()
    return [
        Task(
            name=f"frame {n}",
            page=parts.frame(whole, before=n, pages=min(SHEETS, total - n), total=total),
        )
        for n in starts
    ]


@contextmanager
def _presses(count: int, chosen: Theme) -> Iterator[Callable[[Sequence[Task]], list[Sheets]]]:
    """A function that has tasks done by so many processes at once, and gives the results in their order.

    The processes end with it at once, whatever they are doing: after an error in one, or Ctrl-C.
    """
    processes = [Apart("briefing.render.worker", reads=chosen.folders) for _ in range(count)]
    free: SimpleQueue[Apart] = SimpleQueue()
    for process in processes:
        free.put(process)

    def done(task: Task) -> Sheets:
        process = free.get()
        try:
            return _asked(process, task, chosen)
        finally:
            free.put(process)

    pool = ThreadPoolExecutor(count)
    try:
        yield lambda tasks: _longest_first(tasks, pool, done)
    finally:
        for process in processes:
            process.kill()
        pool.shutdown(cancel_futures=True)
        for process in processes:
            process.end()


def _longest_first(
    tasks: Sequence[Task], pool: ThreadPoolExecutor, do: Callable[[Task], Sheets]
) -> list[Sheets]:
    """What comes of the tasks, in their order; those that take long are begun first."""
    ordered = sorted(tasks, key=lambda task: -len(task.page))
    begun = {pool.submit(do, task): task.name for task in ordered}
    results = {begun[one]: one.result() for one in as_completed(begun)}
    return [results[task.name] for task in tasks]


def _asked(process: Apart, task: Task, chosen: Theme) -> Sheets:
    """The answer of a process to a task; raises what went wrong there."""
    asked = {
        "name": task.name,
        "page": task.page,
        "theme": chosen.name,
        "folders": [str(folder) for folder in chosen.folders],
        "leads": sorted(task.leads),
        "anchors": sorted(task.anchors),
    }
    try:
        process.told.write(json.dumps(asked).encode() + b"\n")
        process.told.flush()
        told = json.loads(process.answers.readline())
        data = process.answers.read(told["length"])
    except (OSError, ValueError):
        told, data = {"length": 1}, b""
    if len(data) < told["length"]:
        raise TemplateError(
            "a process that lays out pages was ended from outside, or broke down",
            where=f"theme {chosen.name}",
            hint="Look whether memory ran out, and try again",
        )
    if error := told.get("error"):
        raise TemplateError(error["what"], where=error["where"], hint=error["hint"])
    for line in told["warnings"]:
        logging.getLogger("weasyprint").warning("%s", line)
    return Sheets(
        data=data,
        pages=told["pages"],
        anchors=told["anchors"],
        bookmarks=tuple(map(tuple, told["bookmarks"])),
    )
