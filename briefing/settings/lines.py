"""On which line of a TOML file each key stands; tomllib tells none."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

Key = tuple[str, ...]


def lines(text: str) -> Mapping[Key, int]:
    """The line of every key and table of a TOML text that tomllib can read.

    The text is cut into its statements: lines are put together until they are whole TOML by
    themselves. What a statement sets is then its keys, below the table whose head came last.

    >>> lines('a = 1\\n[b.c]\\nd = [\\n  2,\\n]\\ne.f = 3')[("b", "c", "e", "f")]
    6
    """
    found: dict[Key, int] = {}
    table: Key = ()
    statement, began = "", 1
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        began = began if statement else number
        statement += line
        try:
            parsed = tomllib.loads(statement)
        except (ValueError, RecursionError):
            continue
        head = statement.lstrip().startswith("[")
        keys = list(_keys(parsed))
        if head and keys:
            table = ()
        for key in keys:
            found.setdefault(table + key, began)
        if head and keys:
            table = max(keys, key=len)
        statement = ""
    return found


def _keys(parsed: Any) -> Iterator[Key]:
    """Every key of nested tables, those of tables themselves included."""
    inner = parsed if isinstance(parsed, dict) else {}
    for name, value in inner.items():
        yield (name,)
        yield from ((name, *rest) for rest in _keys(value))
