"""How settings are declared: fields of frozen records, each with its meaning, default and check.

A record within a record is a table (`[email]`), a mapping of names to records one table for each
name (`[email.groups.NAME]`), a mapping of names to `Given` a table whose keys whoever reads it
checks (`[theme_options]`). `declared` walks them all, so that the example file, the list of
settings and the messages about unknown keys know the same.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import Any

from briefing.model import record

PREFIX = "BRIEFING_"
ANY_NAME = "NAME"
"""Stands in a declared key for a name that the user chooses: `email.groups.NAME.to`."""

Check = Callable[[str], str | None]


@record
class Given:
    """A value of a table whose keys are not declared here, where it came from, and the folder it is
    meant from; what is `held` may not lead out of that folder."""

    value: object
    origin: str
    folder: Path = Path()
    held: bool = False


@record
class Declared:
    """One setting as declared: its key with dots for tables ("email.host").

    One that `reaches_out` names a file, a command, a server or a reader, and is taken only from a file that
    is the user's own; of a `secret` no more than the first word is ever shown.
    """

    key: str
    type: Any
    default: object
    meaning: str
    check: Check | None
    reaches_out: bool = False
    secret: bool = False

    @property
    def variable(self) -> str:
        """The environment variable that sets it; none where a name of the user's is part of the key."""
        return "" if ANY_NAME in self.key.split(".") else PREFIX + self.key.upper().replace(".", "_")

    @property
    def free(self) -> bool:
        """Whether it is a table that takes any key."""
        return is_named(self.type) and typing.get_args(self.type)[1] is Given


def setting(
    default: object,
    meaning: str,
    check: Check | None = None,
    *,
    reaches_out: bool = False,
    secret: bool = False,
) -> Any:
    """A field of a record of settings. A path always reaches out; so do all fields of a record that does."""
    told = {"meaning": meaning, "check": check, "reaches_out": reaches_out, "secret": secret}
    return dataclasses.field(default=default, metadata=told)


def table(meaning: str, default: object = MappingProxyType({})) -> Any:
    """A field that is a table, or a table for each name."""
    return dataclasses.field(
        default_factory=lambda: default, metadata={"meaning": meaning, "check": None, "empty": default}
    )


def is_record(kind: Any) -> bool:
    """Whether a type is a record: a table in the file."""
    return isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind is not Given


def is_named(kind: Any) -> bool:
    """Whether a type is a mapping of names: to records, or to what is given."""
    return typing.get_origin(kind) is Mapping


def is_path(kind: Any) -> bool:
    """Whether a type is a path, or a path that may be absent."""
    return kind is Path or (isinstance(kind, UnionType) and Path in typing.get_args(kind))


@lru_cache(maxsize=8)
def fields(kind: type) -> Mapping[str, Any]:
    """The types of a record's fields by name."""
    return MappingProxyType(typing.get_type_hints(kind))


@lru_cache(maxsize=8)
def declared_in(kind: type) -> Mapping[str, Declared]:
    """Every setting of a record by its key, in the order of the example file."""
    return MappingProxyType({setting.key: setting for setting in _walk(kind, "")})


def _walk(kind: type, prefix: str, reaches_out: bool = False) -> Iterator[Declared]:
    types = fields(kind)
    for field in dataclasses.fields(kind):
        key, of = prefix + field.name, types[field.name]
        out = reaches_out or field.metadata.get("reaches_out", False)
        if is_record(of):
            yield from _walk(of, f"{key}.", out)
        elif is_named(of) and is_record(typing.get_args(of)[1]):
            yield from _walk(typing.get_args(of)[1], f"{key}.{ANY_NAME}.", out)
        else:
            yield Declared(
                key=key,
                type=of,
                default=field.metadata.get("empty", field.default),
                meaning=field.metadata["meaning"],
                check=field.metadata["check"],
                reaches_out=out or is_path(of),
                secret=field.metadata.get("secret", False),
            )
