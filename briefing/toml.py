"""TOML that others wrote, read so that whatever is wrong in it is one kind of error.

Python's own reader also fails on brackets within brackets without end, and on numbers of thousands of digits.
"""

from __future__ import annotations

import tomllib
from typing import Any

DEEPEST = 50
"""Tables within tables: more than any file of ours has, and few enough to be gone into."""


def read_toml(text: str) -> dict[str, Any]:
    """The table that a text holds. Raises tomllib.TOMLDecodeError for any that can't be read.

    >>> read_toml("a.b = 1")
    {'a': {'b': 1}}
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise tomllib.TOMLDecodeError("it is nested too deeply") from None
    except ValueError:
        raise tomllib.TOMLDecodeError("it holds a number that is too long") from None
    level: list[Any] = [told]
    for _ in range(DEEPEST):
        level = [value for table in level for value in _values(table)]
        if not level:
            return told
    raise tomllib.TOMLDecodeError("it is nested too deeply")


def _values(thing: Any) -> list[Any]:
    """What is within a table or list, as far as there may be more within that."""
    inner = thing.values() if isinstance(thing, dict) else thing
    return [value for value in inner if isinstance(value, (dict, list))]
