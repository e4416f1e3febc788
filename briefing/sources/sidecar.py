"""What somebody wrote beside an article: a file `article.txt.toml`, or front matter at its head.

Front matter is YAML between lines of three dashes, or TOML between lines of three plus signs. Fields may
have any of the names of `columns.toml`. What can't be read is told by the field's name, and the rest counts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from briefing.model import HeaderReading, Problem, record
from briefing.sources.beside import read_field
from briefing.toml import read_toml

STAGE = "sources"
ENDING = ".toml"
LARGEST = 65_536
"""Bytes of a sidecar, and letters of front matter."""
FENCES = {"---": "YAML", "+++": "TOML"}
LONGEST = 100
"""Lines of front matter."""
PLAIN = re.compile(r"([A-Za-z_]{2,20})\s*:\s*(\S.*)")
SIDECAR, FRONT = "sidecar", "front matter"


@record
class Beside:
    """What is told beside a text: readings of its fields, what was wrong, and the text that is left."""

    given: tuple[HeaderReading, ...] = ()
    problems: tuple[Problem, ...] = ()
    text: str = ""


@lru_cache(maxsize=1)
def _fields() -> dict[str, str]:
    """The field of each name that one may have, a text's own left out."""
    told = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))
    return {name: field for field, names in told.items() if field != "text" for name in names}


def read_sidecar(data: bytes, *, where: str) -> Beside:
    """What a sidecar tells of its article; a name in it that is no field's is told too."""
    if len(data) > LARGEST:
        return Beside(problems=(_problem(where, f"is larger than {LARGEST // 1024} KB, and was not read"),))
    try:
        told = read_toml(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Beside(problems=(_problem(where, f"can't be read: {error}"),))
    unknown = [_problem(where, f"{name}: is no field of an article") for name in told if not _field(name)]
    given, wrong = _read(told, SIDECAR, where)
    return Beside(given=given, problems=(*unknown, *wrong))


def read_front_matter(text: str, *, where: str) -> Beside:
    """What the front matter of a text tells, and the text without it; all of the text where there is none.

    >>> read_front_matter("---\\ntitle: Rusia Menolak\\n---\\nRusia menolak.", where="a.md").text
    'Rusia menolak.'
    """
    fence = text[:3]
    if fence not in FENCES:
        return Beside(text=text)
    lines = text[:LARGEST].split("\n", LONGEST + 1)
    end = next((n for n, line in enumerate(lines[1:], start=1) if line.rstrip() == fence), None)
    if lines[0].rstrip() != fence or end is None:
        return Beside(text=text)
    rest = text[sum(len(line) + 1 for line in lines[: end + 1]) :]
    told, trouble = _told("\n".join(lines[1:end]), FENCES[fence])
    if not any(_field(name) for name in told):
        if fence != "+++" or not trouble:
            return Beside(text=text)
        return Beside(text=rest, problems=(_problem(where, f"front matter can't be read: {trouble}"),))
    given, wrong = _read(told, FRONT, where)
    return Beside(given=given, problems=wrong, text=rest)


def _told(words: str, kind: str) -> tuple[Mapping[str, Any], str]:
    """The fields that front matter holds, and why it can't be read; broken YAML is read line by line."""
    try:
        told = read_toml(words) if kind == "TOML" else yaml.load(words, yaml.BaseLoader)  # noqa: S506 - makes only words
        return (told, "") if isinstance(told, dict) else ({}, "it names no fields")
    except (tomllib.TOMLDecodeError, yaml.YAMLError, RecursionError, ValueError) as error:
        if kind == "TOML":
            return {}, str(error)
    plain = (PLAIN.fullmatch(line.strip()) for line in words.split("\n"))
    return {m[1]: m[2].strip("'\" ") for m in plain if m}, "it is no YAML"


def _field(name: object) -> str:
    return _fields().get(name.strip().casefold(), "") if isinstance(name, str) else ""


def _read(
    told: Mapping[str, Any], rule: str, where: str
) -> tuple[tuple[HeaderReading, ...], tuple[Problem, ...]]:
    readings: list[HeaderReading] = []
    problems: list[Problem] = []
    for name, value in told.items():
        field = _field(name)
        words = list(_words(value)) if field else []
        if field and not words and value not in ("", [], None):
            problems.append(_problem(where, f"{name}: is no text"))
        try:
            readings += read_field(field, words, rule=rule) if words else ()
        except ValueError as error:
            problems.append(_problem(where, f"{name}: {error}"))
    return tuple(readings), tuple(problems)


def _words(value: Any) -> Iterator[str]:
    """The words of a value, or of each in a list."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, (date, datetime)):
            yield one.isoformat()
        elif isinstance(one, str) or (isinstance(one, (int, float)) and not isinstance(one, bool)):
            yield str(one)


def _problem(where: str, message: str) -> Problem:
    return Problem(stage=STAGE, where=where, message=message, hint="Mend it there")
