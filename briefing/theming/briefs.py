"""Briefs to try a theme on: a real one, an empty one, a huge one, one with all that is optional left out."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from briefing import codec
from briefing.errors import RecordError
from briefing.model import Article, Brief, Citation, EntryKind

SAMPLE = Path(__file__).parent / "sample" / "sample.json"
HUGE = 25
"""How many times over the huge brief is the real one: enough for every table to break over pages."""

# What is optional in the record, but not by itself: whose a statement is decides where it is printed.
KEPT = {("Statement", "entity"), ("ChronologyEntry", "item")}

JOINED = (
    *("statements", "voices", "military", "chronology", "digests", "sources", "problems"),
    *("stories", "differences", "events", "front", "figures", "inputs"),
)
"""What a brief so many times over has more of."""

T = TypeVar("T")


def sample() -> Brief:
    """The brief that ships for trying: two invented articles with notes."""
    return codec.read_brief(SAMPLE.read_bytes(), source=str(SAMPLE))


def newest(folder: Path) -> Brief | None:
    """The last brief made in a folder of reports; none where there is none."""
    records = sorted(folder.rglob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path))
    for path in reversed(records):
        try:
            return codec.read_brief(path.read_bytes(), source=str(path))
        except RecordError:
            continue
    return None


def trials(folder: Path) -> Iterator[tuple[str, Brief]]:
    """What a theme is tried on, each with its name."""
    shipped = sample()
    last = newest(folder)
    yield "the sample", shipped
    if last is not None:
        yield f"the brief of {last.date}", last
    yield "an empty brief", empty(shipped)
    yield "a brief with everything optional left out", bare(shipped)
    yield "a huge brief", many(shipped, HUGE)


def empty(brief: Brief) -> Brief:
    """A brief in which nothing was found: its articles are listed only."""
    return replace(
        brief,
        period=None,
        prepared_by=None,
        prepared_for=None,
        notes=None,
        front=(),
        events=(),
        statements=(),
        voices=(),
        military=(),
        chronology=(),
        digests=(),
        stories=(),
        differences=(),
        sources=tuple(replace(s, read=False, carried=(), article=bare(s.article)) for s in brief.sources[:1]),
    )


def bare(thing: T) -> T:
    """A record in which everything that may be absent is, all the way down."""
    if isinstance(thing, Brief):
        published = [e for e in thing.chronology if e.kind is EntryKind.PUBLICATION]
        thing = replace(thing, chronology=tuple(published))
    return typing.cast(T, _bare(thing))


def _bare(thing: Any) -> Any:
    if isinstance(thing, tuple):
        return tuple(_bare(one) for one in thing)
    if not dataclasses.is_dataclass(thing) or isinstance(thing, type):
        return thing
    kind = type(thing)
    hints = typing.get_type_hints(kind)
    values = {}
    for field in dataclasses.fields(kind):
        value = getattr(thing, field.name)
        of = hints[field.name]
        optional = isinstance(of, types.UnionType) and type(None) in typing.get_args(of)
        if optional and (kind.__name__, field.name) not in KEPT:
            value = None
        elif field.default is not dataclasses.MISSING:
            value = field.default
        values[field.name] = _bare(value)
    return kind(**values)


def many(brief: Brief, times: int) -> Brief:
    """The brief so many times over, each with articles, actors and numbers of its own."""
    copies = [_renumbered(brief, n) for n in range(times)]
    joined: dict[str, Any] = {
        name: tuple(one for copy in copies for one in getattr(copy, name)) for name in JOINED
    }
    return replace(brief, **joined)


def _renumbered(brief: Brief, nth: int) -> Brief:
    """A copy whose sources, items and actors are numbered on from the copies before it."""
    if nth == 0:
        return brief
    steps = {
        "source": nth * len(brief.sources),
        "statement": nth * len(brief.statements),
        "item": nth * len(brief.military),
        "story": nth * len(brief.stories),
        "difference": nth * len(brief.differences),
        "event": nth * len(brief.events),
        "table": nth * len(brief.figures),
    }

    def moved(thing: Any) -> Any:
        if isinstance(thing, tuple):
            return tuple(moved(one) for one in thing)
        if isinstance(thing, Citation):
            return replace(thing, source=thing.source + steps["source"])
        if not dataclasses.is_dataclass(thing) or isinstance(thing, type):
            return thing
        values = {f.name: moved(getattr(thing, f.name)) for f in dataclasses.fields(thing)}
        return type(thing)(**{name: _moved(type(thing), name, value) for name, value in values.items()})

    def _moved(kind: type, name: str, value: Any) -> Any:
        numbered = {
            "Statement": "statement",
            "MilitaryItem": "item",
            "Source": "source",
            "Story": "story",
            "Difference": "difference",
            "EventItem": "event",
            "FigureTable": "table",
        }
        if name == "number" and kind.__name__ in numbered:
            return value + steps[numbered[kind.__name__]]
        if name == "source" and isinstance(value, int):
            return value + steps["source"]
        if name == "story" and isinstance(value, int):
            return value + steps["story"]
        if name in {"entity", "item", "repeats", "statement", "event"} and isinstance(value, str):
            return f"{value}-{nth}"
        if name == "id" and kind is not Article:
            return f"{value}-{nth}"
        if name == "sources" and kind.__name__ in {"Voice", "Story"}:
            return tuple(number + steps["source"] for number in value)
        ids = {
            ("Voice", "statements"),
            ("Difference", "items"),
            ("Story", "items"),
            ("EventItem", "military"),
        }
        return tuple(f"{id_}-{nth}" for id_ in value) if (kind.__name__, name) in ids else value

    return typing.cast(Brief, replace(moved(replace(brief, notes=None)), notes=None))
