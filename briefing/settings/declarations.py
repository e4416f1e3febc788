"""What can be set: each setting with its type, its default, what it means, and what is no value of it."""

from __future__ import annotations

import dataclasses
import datetime
import re
import typing
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from briefing import markings
from briefing.errors import MarkingError
from briefing.model import record

PREFIX = "BRIEFING_"
SCALES = ("icd203", "phia")
Pairs = tuple[tuple[str, str], ...]
"""A table of texts, in its order."""


def _setting(default: object, meaning: str, check: Callable[[str], str | None] | None = None) -> Any:
    return dataclasses.field(default=default, metadata={"meaning": meaning, "check": check})


def _day(value: str) -> str | None:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return "is no date of the form 2026-11-20"
    return None


def _marking(value: str) -> str | None:
    labels = [m.label for m in markings.TLP]
    if value.startswith("TLP:") and value not in labels:
        return f"is no label of TLP 2.0; there are: {', '.join(labels)}"
    return None


def _scheme(value: str) -> str | None:
    try:
        markings.own_scheme([value])
    except MarkingError as error:
        return str(error)
    return None


def _grade(value: str) -> str | None:
    return None if re.fullmatch("[A-F][1-6]", value) else f"holds {value!r}, which is none of A1 to F6"


def _file(value: str) -> str | None:
    return None if Path(value).is_file() else "is no file that is there"


def _file_name(value: str) -> str | None:
    return None if re.fullmatch(r"\w[\w.+-]*", value) else "can't be part of a file name"


def _folder(value: str) -> str | None:
    return None if Path(value).is_dir() else "is no folder that is there"


def _one_of(*known: str) -> Callable[[str], str | None]:
    return lambda value: None if value in known else f"must be one of: {', '.join(known)}"


@record
class Settings:
    """The value of every setting. An empty text, or none for a folder, means: not set."""

    title: str = _setting("", "Title of the brief. Empty: 'Daily briefing', in the brief's language.")
    number: str = _setting("", "Number of the brief. Empty: year and day of the year, such as 2026-324.")
    date: str = _setting(
        "", "Date of the brief. Empty: the day of SOURCE_DATE_EPOCH, if set; else today.", _day
    )
    language: str = _setting(
        "en",
        "Language of labels, dates and numbers: en or id. Quotations stay in the original.",
        _one_of("en", "id"),
    )
    marking: str = _setting(
        "",
        "Marking of the brief, at the least. Empty: the strictest of its sources, else the lowest.",
        _marking,
    )
    marking_scheme: tuple[str, ...] = _setting(
        (),
        'Markings of your own, least strict first: "RAHASIA (R) #ffffff on #c8102e". Empty: TLP 2.0.',
        _scheme,
    )
    source_marking: Pairs = _setting(
        (), 'Marking of outlets or files: { "Republika" = "TLP:GREEN", "desk/*" = "TLP:AMBER" }.', _marking
    )
    grading: Pairs = _setting(
        (),
        'Your Admiralty grading of outlets or files: { "Republika" = "B2" }. None is ever worked out.',
        _grade,
    )
    notes: Path | None = _setting(
        None, "Notes of the analyst, in Markdown, to be merged into the brief.", _file
    )
    scale: str = _setting(
        "icd203", "Scale of the analyst's probability words: icd203 or phia.", _one_of(*SCALES)
    )
    prepared_by: str = _setting("", "Who prepared the brief, for its cover.")
    prepared_for: str = _setting("", "Whom the brief is for, for its cover.")
    out: Path = _setting(Path("reports"), "Folder for the briefs; each goes to a folder of its date in it.")
    slug: str = _setting(
        "",
        "File name of the brief, without ending. Empty: made from the title if set, else 'briefing'.",
        _file_name,
    )
    format: tuple[str, ...] = _setting(
        ("pdf", "html", "json"), "Formats to make: pdf, html, json, txt, md, or a plugin's."
    )
    theme: str = _setting("intelligence", "Theme: the templates and styles that the brief is set in.")
    templates: Path | None = _setting(
        None, "Folder with themes of your own; a file there comes before the built-in one.", _folder
    )
    lexicon: Path | None = _setting(
        None, "Folder with word lists of your own, laid on top of the built-in ones.", _folder
    )
    extractors: tuple[str, ...] = _setting(
        (), "Extractors of plugins to run after the built-in ones, in this order."
    )
    strict: bool = _setting(False, "Whether what is made, but with problems, ends with exit status 3.")


@record
class Declared:
    """One setting as declared in `Settings`."""

    key: str
    type: Any
    default: object
    meaning: str
    check: Callable[[str], str | None] | None

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.key.upper()


@lru_cache(maxsize=1)
def declared() -> Mapping[str, Declared]:
    """Every setting by its key, in the order of the example file."""
    types = typing.get_type_hints(Settings)
    return MappingProxyType(
        {
            field.name: Declared(
                key=field.name,
                type=types[field.name],
                default=field.default,
                meaning=field.metadata["meaning"],
                check=field.metadata["check"],
            )
            for field in dataclasses.fields(Settings)
        }
    )
