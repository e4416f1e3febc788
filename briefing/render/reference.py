"""What a template can use: every field of the records, every name and filter, with its meaning.

The meanings are data (`reference.toml`); the fields themselves are read from the records, so that
none can be missing here.
"""

from __future__ import annotations

import dataclasses
import tomllib
import types
import typing
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefing.model import Brief, record

LONGEST = 60
"""Letters of a value that is shown."""


@record
class Field:
    """One field as a template writes it ("brief.statements[].speaker.value"), or a name or filter.

    `type` is in a template author's words; `value` a real one, as text; empty where there is none.
    """

    path: str
    type: str
    meaning: str
    value: str = ""


@lru_cache(maxsize=1)
def meanings() -> Mapping[str, Any]:
    """The data file: `names`, `filters`, and `fields` by record."""
    return tomllib.loads((Path(__file__).parent / "reference.toml").read_text(encoding="utf-8"))


def names() -> tuple[Field, ...]:
    """What every template can use beside the fields of the brief."""
    return tuple(Field(path=n, type="name", meaning=m) for n, m in meanings()["names"].items())


def filters() -> tuple[Field, ...]:
    """The filters: `{{ brief.date|day }}`."""
    return tuple(Field(path=f"|{n}", type="filter", meaning=m) for n, m in meanings()["filters"].items())


def fields(brief: Brief) -> tuple[Field, ...]:
    """Every field of a brief that a template can use, in the order of the records, with its value."""
    return tuple(_walk(Brief, "brief", [brief], ()))


def _walk(kind: type, prefix: str, held: list[Any], within: tuple[type, ...]) -> Iterator[Field]:
    """The fields of a record and of what it holds; `held` are all its instances in the brief."""
    told = meanings()["fields"][kind.__name__]
    for name, of in typing.get_type_hints(kind).items():
        inner, many = _inner(of)
        path = f"{prefix}.{name}{'[]' if many else ''}"
        below = [getattr(one, name) for one in held]
        below = [v for value in below for v in (value if many else [value]) if v is not None]
        deep = dataclasses.is_dataclass(inner)
        value = "" if deep else _shown(next((v for v in below if v != ""), ""))
        yield Field(path=path, type=_name(of), meaning=told.get(name, ""), value=value)
        if deep and inner not in within:
            yield from _walk(inner, path, below, (*within, kind))


def _inner(of: Any) -> tuple[Any, bool]:
    """What a field holds, and whether it holds many: `tuple[Cited, ...]` is many Cited."""
    if isinstance(of, types.UnionType):
        return _inner(next(a for a in typing.get_args(of) if a is not type(None)))
    arguments = typing.get_args(of)
    many = typing.get_origin(of) is tuple and arguments[-1] is ...
    return (arguments[0], True) if many else (of, False)


def _name(of: Any) -> str:
    """A type in plain words: "text", "list of Statement", "Cited or none"."""
    if isinstance(of, types.UnionType):
        return " or ".join("none" if a is type(None) else _name(a) for a in typing.get_args(of))
    if typing.get_origin(of) is tuple:
        arguments = typing.get_args(of)
        many = arguments[-1] is ...
        return f"list of {_name(arguments[0])}" if many else f"pair of {_name(arguments[0])}"
    if isinstance(of, type) and issubclass(of, StrEnum):
        return "one of: " + ", ".join(of)
    plain = {str: "text", int: "whole number", float: "number", bool: "true or false"}
    return str(plain.get(of, of.__name__))


def _shown(value: Any) -> str:
    text = " – ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
