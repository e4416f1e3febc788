"""A theme tried on briefs that are apt to break it; every fault with its file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefing.errors import BriefingError
from briefing.model import Brief, record
from briefing.progress import step
from briefing.render.checking import PAGES
from briefing.render.collecting import Fault
from briefing.settings import Settings
from briefing.theming.briefs import trials
from briefing.workflow.confined import Confined

LANGUAGES = ("en", "id")


@record
class Found:
    """A fault, and the pages in which it was met: "html of an empty brief"; none where it needs no brief."""

    fault: Fault
    met: tuple[str, ...]


def check(settings: Settings) -> tuple[Found, ...]:
    """What is wrong in the theme of the settings. SettingError or TemplateError where there is none."""
    with Confined(settings) as apart:
        found: dict[Fault, list[str]] = {fault: [] for fault in _ask(apart, None, "files")}
        tried = [(name, brief, page) for name, brief in trials(settings.out) for page in PAGES]
        for n, (name, brief, page) in enumerate(tried):
            step("check", n, len(tried), f"{page} of {name}")
            language = LANGUAGES[n % len(LANGUAGES)]
            for fault in _ask(apart, brief, page, language):
                found.setdefault(fault, []).append(f"{page} of {name}")
        step("check", len(tried), len(tried))
    return tuple(Found(fault=fault, met=tuple(dict.fromkeys(met))) for fault, met in _first(found))


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
