"""Names that a template asks for and that are not there: an error that names the nearest that is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from jinja2 import StrictUndefined
from jinja2.utils import missing


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like this one; none where none is like it."""
    found = get_close_matches(name, list(known), n=1)
    return found[0] if found else None


def strict(known: Iterable[str]) -> type[StrictUndefined]:
    """What stands for a missing name: any use of it is an error. `known` are the names there are."""
    names = tuple(known)

    class Missing(StrictUndefined):
        @property
        def _undefined_message(self) -> str:
            return explained(self._undefined_hint, self._undefined_obj, self._undefined_name, names)

    return Missing


def explained(hint: str | None, of: Any, name: str | None, known: Iterable[str]) -> str:
    """What is missing, of what, and what is nearest to it."""
    if hint:
        return hint
    asked = str(name)
    if of is missing:
        what, there = f"{asked!r} is undefined", known
    else:
        what, there = f"{kind_of(of)!r} has no attribute {asked!r}", members(of)
    near = nearest(asked, there)
    return f"{what}; the nearest is {near!r}" if near else what


def kind_of(value: Any) -> str:
    """What a template's author would call a value: "Statement", "table", "nothing"."""
    if value is None:
        return "nothing"
    return "table" if isinstance(value, Mapping) else type(value).__name__


def members(of: Any) -> tuple[str, ...]:
    """The names that a value has: the fields of a record, the keys of a table."""
    if isinstance(of, Mapping):
        return tuple(str(key) for key in of)
    return tuple(f.name for f in dataclasses.fields(of)) if dataclasses.is_dataclass(of) else ()
