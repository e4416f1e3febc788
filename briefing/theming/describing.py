"""What a template can use, as a list for people and as JSON Schema for editors."""

from __future__ import annotations

import json
import re
from typing import Any

from briefing import codec
from briefing.errors import UsageError
from briefing.model import Brief
from briefing.render import reference
from briefing.render.missing import nearest
from briefing.render.reference import Field


def fields(brief: Brief, about: str = "") -> tuple[Field, ...]:
    """Every field, name and filter that has these letters in its path or meaning, with values of a brief.

    Raises UsageError where there is none.
    """
    found = (*reference.fields(brief), *reference.names(), *reference.filters())
    sought = about.casefold()
    chosen = tuple(f for f in found if sought in f.path.casefold() or sought in f.meaning.casefold())
    if not chosen:
        near = nearest(about, {word for f in found for word in re.findall(r"[a-z_]+", f.path)})
        hint = f"The nearest is {near!r}" if near else "Without a word, all are listed"
        raise UsageError(f"nothing that a template can use has {about!r} in it", hint=hint)
    return chosen


def schema() -> bytes:
    """The JSON Schema of the record, each field with its meaning."""
    made = codec.brief_schema()
    told = reference.meanings()["fields"]
    for name, record in {"Brief": made, **made["$defs"]}.items():
        for field, of in record.get("properties", {}).items():
            _explain(of, told.get(name, {}).get(field))
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(made, ensure_ascii=False, indent=2).encode() + b"\n"


def _explain(of: dict[str, Any], meaning: str | None) -> None:
    if meaning:
        of.pop("title", None)
        of["description"] = meaning
