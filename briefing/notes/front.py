"""The front matter of notes: TOML between two lines of `+++`, all of it optional."""

from __future__ import annotations

import datetime
import re
import tomllib
from difflib import get_close_matches
from typing import Any

from briefing.errors import NotesError
from briefing.model import record
from briefing.toml import read_toml

FENCE = "+++"
WHOLE_FRONT = re.compile(r"\A\+\+\+[ \t]*\n.*?^[ \t]*\+\+\+[ \t]*$", re.DOTALL | re.MULTILINE)
GRADE = re.compile("[A-F][1-6]")
LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]+)*")


@record
class Front:
    """Who wrote the notes, when, in which language, and how they are marked; grades of outlets or files."""

    author: str | None = None
    date: str | None = None
    language: str | None = None
    marking: str | None = None
    grading: tuple[tuple[str, str], ...] = ()


KEYS = tuple(Front.__dataclass_fields__)


def split(text: str, *, where: str) -> tuple[Front, str, int]:
    """The front matter, what follows it, and the line on which that begins."""
    lines = text.split("\n")
    if lines[0].strip() == "---":
        raise NotesError(
            "front matter of another kind",
            where=f"{where}:1",
            hint="Write it as TOML between two lines of +++",
        )
    if lines[0].strip() != FENCE:
        return Front(), text, 1
    end = next((n for n, line in enumerate(lines[1:], start=1) if line.strip() == FENCE), None)
    if end is None:
        raise NotesError(
            "the front matter has no end", where=f"{where}:1", hint="Close it with a line of +++"
        )
    try:
        told = read_toml("\n".join(lines[1:end]))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) + 1 if at else end
        raise NotesError(
            f"the front matter is no TOML: {error}", where=f"{where}:{line}", hint="Mend it"
        ) from error
    return _front(told, lines[1:end], where), "\n".join(lines[end + 1 :]), end + 2


def _front(told: dict[str, Any], lines: list[str], where: str) -> Front:
    values: dict[str, Any] = {}
    for key, value in told.items():
        at = f"{where}:{_line(key, lines)}"
        if key not in KEYS:
            near = get_close_matches(key, KEYS, n=1)
            hint = f"The nearest is {near[0]!r}" if near else f"There are: {', '.join(KEYS)}"
            raise NotesError(f"unknown key {key!r}", where=at, hint=hint)
        values[key] = _grading(value, at) if key == "grading" else _text(key, value, at)
    return Front(**values)


def _text(key: str, value: object, at: str) -> str:
    text = value.isoformat() if isinstance(value, datetime.date) else value
    wrong = not isinstance(text, str) or not text.strip()
    wrong = wrong or (key == "date" and not _day(str(text)))
    wrong = wrong or (key == "language" and not LANGUAGE.fullmatch(str(text)))
    if wrong:
        raise NotesError(
            f"{key} = {value!r} does not fit", where=at, hint='Such as: date = "2026-11-20", language = "en"'
        )
    return " ".join(str(text).split())


def _day(value: str) -> bool:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _grading(value: object, at: str) -> tuple[tuple[str, str], ...]:
    table = value if isinstance(value, dict) else {"": value}
    for key, grade in table.items():
        if not key or not GRADE.fullmatch(str(grade)):
            raise NotesError(
                f"grading: {grade!r} is none of A1 to F6", where=at, hint='Such as "Republika" = "B2"'
            )
    return tuple((key, str(grade)) for key, grade in table.items())


def _line(key: str, lines: list[str]) -> int:
    """The line of a key in the notes; the front matter's own begin behind its fence."""
    found = (n for n, line in enumerate(lines, start=2) if re.match(rf"\s*\[?[\"']?{re.escape(key)}\b", line))
    return next(found, 2)
