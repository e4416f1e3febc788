"""The other side of `confined`: a process that renders what it is asked for, a JSON line at a time.

It renders users' themes. Its memory is bounded, what it prints goes to standard error, and an error
comes back as words, so that nothing in a template can do more than fail.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from briefing import codec
from briefing.errors import BriefingError
from briefing.settings import Given

MEMORY = 4 * 1024**3
"""Bytes of address space; a brief of 200 articles takes a quarter of it."""


def main() -> None:
    """Answers every line of standard input with a line of standard output, until there are no more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr
    _bound_memory()
    for line in sys.stdin.buffer:
        answers.write(json.dumps(_answer(json.loads(line))).encode() + b"\n")
        answers.flush()


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked for, or what went wrong."""
    try:
        return TASKS[asked["task"]](asked)
    except BriefingError as error:
        said = {"class": type(error).__name__, "what": error.what, "where": error.where, "hint": error.hint}
        return {"error": said}
    except MemoryError:
        return _failed(f"needs over {MEMORY / 1024**3:.0f} GB")
    except RecursionError:
        return _failed("a template includes or calls itself without end")
    except Exception as error:  # noqa: BLE001 - whatever a template brings about is told, not raised
        return _failed(f"{type(error).__name__}: {error}")


def _failed(what: str) -> dict[str, Any]:
    return {"error": {"class": "TemplateError", "what": what}}


def _render(asked: Mapping[str, Any]) -> dict[str, Any]:
    from briefing import render
    from briefing.render import glyphs

    with glyphs.lacking() as lacking:
        made = render.render(
            codec.read_brief(asked["brief"].encode()),
            asked["format"],
            theme=asked["theme"],
            templates_folder=_path(asked["templates"]),
            language=asked["language"],
            options=_options(asked),
            labels=_path(asked["labels"]),
        )
    return {"data": base64.b64encode(made).decode("ascii"), "lacking": list(lacking)}


def _check(asked: Mapping[str, Any]) -> dict[str, Any]:
    from briefing.render import checking, find_theme

    chosen = find_theme(
        asked["theme"], _path(asked["templates"]), options=_options(asked), labels=_path(asked["labels"])
    )
    if asked["format"] == "files":
        return {"faults": [_as_json(fault) for fault in checking.check_files(chosen)]}
    brief = codec.read_brief(asked["brief"].encode())
    faults = checking.check_format(brief, asked["format"], chosen, language=asked["language"])
    return {"faults": [_as_json(fault) for fault in faults]}


TASKS = {"render": _render, "check": _check}


def _as_json(fault: Any) -> dict[str, Any]:
    return {"what": fault.what, "file": fault.file, "line": fault.line}


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _options(asked: Mapping[str, Any]) -> dict[str, Given]:
    return {
        name: Given(**{**given, "folder": Path(given["folder"])}) for name, given in asked["options"].items()
    }


if __name__ == "__main__":
    main()
