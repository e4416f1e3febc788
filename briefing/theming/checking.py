"""A theme tried on briefs that are apt to break it; every fault with its file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import replace
from queue import SimpleQueue

from briefing.errors import BriefingError, TemplateError
from briefing.model import Brief, record
from briefing.progress import step
from briefing.render.checking import PAGES
from briefing.render.collecting import Fault
from briefing.settings import Settings
from briefing.theming.briefs import trials
from briefing.workflow import theme_of
from briefing.workflow.confined import Confined

LANGUAGES = ("en", "id")
LANES = 2
"""How many processes render side by side: the PDF of the huge brief takes as long as all the rest."""


@record
class Found:
    """A fault, and the pages in which it was met: "html of an empty brief"; none where it needs no brief."""

    fault: Fault
    met: tuple[str, ...]


def check(settings: Settings) -> tuple[Found, ...]:
    """What is wrong in the theme of the settings. UsageError where there is none."""
    with suppress(TemplateError):  # what its own files do wrong is a fault like others
        theme_of(settings)
    with Confined(settings) as apart:
        found: dict[Fault, list[str]] = {fault: [] for fault in _ask(apart, None, "files")}
    tried = [(name, brief, page) for name, brief in trials(settings.out) for page in PAGES]
    for (name, _, page), faults in zip(tried, _all(settings, tried), strict=True):
        for fault in faults:
            found.setdefault(fault, []).append(f"{page} of {name}")
    return tuple(Found(fault=fault, met=tuple(dict.fromkeys(met))) for fault, met in _first(found))


def _all(settings: Settings, tried: Sequence[tuple[str, Brief, str]]) -> list[tuple[Fault, ...]]:
    """What is met in each page of each brief, in their order; the huge brief's, the last, are begun first."""
    lanes = [Confined(settings) for _ in range(LANES)]
    free: SimpleQueue[Confined] = SimpleQueue()
    for lane in lanes:
        free.put(lane)

    def one(n: int) -> tuple[Fault, ...]:
        _, brief, page = tried[n]
        apart = free.get()
        try:
            return tuple(_ask(apart, brief, page, LANGUAGES[n % len(LANGUAGES)]))
        finally:
            free.put(apart)

    pool = ThreadPoolExecutor(LANES)
    try:
        begun = {n: pool.submit(one, n) for n in reversed(range(len(tried)))}
        for done, _ in enumerate(as_completed(begun.values()), start=1):
            step("check", done, len(tried))
        return [begun[n].result() for n in range(len(tried))]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for lane in lanes:
            lane.stop()
        pool.shutdown()


def _ask(apart: Confined, brief: Brief | None, page: str, language: str | None = None) -> Iterator[Fault]:
    try:
        answer = apart.ask("check", brief, page, language=language)
    except BriefingError as error:
        hint = f". {error.hint}" if error.hint else ""
        yield Fault(what=f"{error.what}{hint}", file=error.where or "")
        return
    yield from (Fault(**fault) for fault in answer["faults"])


def _first(found: dict[Fault, list[str]]) -> list[tuple[Fault, list[str]]]:
    """By file and line; what was told of a line without a brief is not told again."""
    plain = {replace(fault, what="") for fault, met in found.items() if not met}
    kept = [(f, met) for f, met in found.items() if not met or replace(f, what="") not in plain]
    return sorted(kept, key=lambda pair: (pair[0].file, pair[0].line, pair[0].what))
