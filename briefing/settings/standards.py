"""Whether settings of markings and grades agree with one another: labels are of one scheme, grades exist."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import markings
from briefing.errors import MarkingError, SettingError
from briefing.settings.declaring import Given
from briefing.settings.showing import shown

if TYPE_CHECKING:
    from briefing.settings import Settings

GRADE = re.compile("[A-F][1-6]")


def marking(value: str) -> str | None:
    """Why a text can't be a marking; any text can that does not look like a label of TLP."""
    labels = [m.label for m in markings.TLP]
    if value.startswith("TLP:") and value not in labels:
        return f"is no label of TLP 2.0; there are: {', '.join(labels)}"
    return None


def a_file(value: str) -> str | None:
    """Why a path is of no use as a file."""
    return None if Path(value).is_file() else "is no file that is there"


def pairs(table: Mapping[str, Given]) -> tuple[tuple[str, str], ...]:
    """A table of texts as pairs, in its order."""
    return tuple((key, str(given.value)) for key, given in table.items())


def weights(table: Mapping[str, Given]) -> tuple[tuple[str, float], ...]:
    """A table of numbers as pairs, in its order; what is no number was told when the settings were read."""
    numbers = ((key, given.value) for key, given in table.items())
    return tuple((key, float(value)) for key, value in numbers if isinstance(value, int | float))


def agree(settings: Settings, origins: Mapping[str, str]) -> None:
    """Nothing when every label is one of the scheme, and every grade one of A1 to F6; else SettingError."""
    key, origin = "marking_scheme", origins["marking_scheme"]
    try:
        scheme = markings.own_scheme(settings.marking_scheme)
        if settings.marking_scheme and settings.marking:
            key, origin = "marking", origins["marking"]
            markings.rank(settings.marking, scheme)
        for name, given in settings.source_marking.items():
            key, origin = f"source_marking.{name}", given.origin
            markings.rank(str(given.value), scheme)
    except MarkingError as error:
        raise SettingError(f"{key}: {error.what}", where=origin, hint=error.hint) from error
    for name, given in settings.interests.items():
        value = given.value
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            what = f"interests.{name} = {shown(value)} is no weight"
            raise SettingError(what, where=given.origin, hint="A number: 2 counts twice, 1 as ever, 0 never")
    for name, given in settings.grading.items():
        if not GRADE.fullmatch(str(given.value)):
            what = f"grading.{name} = {shown(given.value)} is none of A1 to F6"
            raise SettingError(what, where=given.origin, hint="Reliability A to F, then credibility 1 to 6")
