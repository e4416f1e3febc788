"""The one place where records become files and files become records."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from briefing.controls import escaped
from briefing.errors import EditsError, RecordError
from briefing.model import (
    Actor,
    Article,
    Brief,
    Claim,
    Edit,
    Event,
    Evidence,
    Figure,
    Findings,
    MilitaryDetail,
    Problem,
    Reading,
)

if TYPE_CHECKING:
    from pydantic import TypeAdapter

ANALYSIS_SCHEMA = "briefing.analysis/1"
BRIEF_SCHEMA = "briefing.brief/1"
_MAKE_ANEW = "Make the brief anew with this version"


def analysis(findings: Findings) -> dict[str, Any]:
    """One article's analysis in the contract of `briefing extract` (schema "briefing.analysis/1")."""
    article = findings.article
    return {
        "schema": ANALYSIS_SCHEMA,
        "article": _head(article),
        "summary": [_span(article, e) for e in findings.summary],
        "actors": [_actor(a) for a in findings.actors],
        "claims": [_claim(article, c) for c in findings.claims],
        "military": [_military(article, m) for m in findings.military],
        "events": [_event(article, e) for e in findings.events],
        "problems": [{"stage": p.stage, "message": p.message, "hint": p.hint} for p in findings.problems],
    }


def analyses_json(findings: Iterable[Findings]) -> bytes:
    """The analyses as JSON lines, UTF-8, in the order given: what `briefing extract` prints."""
    lines = (json.dumps(analysis(found), ensure_ascii=False) + "\n" for found in findings)
    # A lone surrogate (from a file name that is no UTF-8) becomes the escape that JSON has for it.
    return escaped("".join(lines)).encode("utf-8", errors="backslashreplace")


def _head(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "source": article.source,
        "title": article.title,
        "outlet": article.outlet,
        "authors": list(article.authors),
        "published": article.published,
        "dateline": article.dateline,
        "language": article.language,
        "url": article.url,
        "marking": article.marking,
        "text": article.text,
    }


def _span(article: Article, evidence: Evidence) -> dict[str, Any]:
    return {"text": article.words(evidence), "start": evidence.start, "end": evidence.end}


def _place(evidence: Evidence | None) -> dict[str, int] | None:
    return {"start": evidence.start, "end": evidence.end} if evidence else None


def _value(reading: Reading | None) -> str | None:
    return reading.value if reading else None


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind.value,
        "role": _value(actor.role),
        "country": _value(actor.country),
        "aliases": list(actor.aliases),
        "key": actor.key,
        "mentions": [{"start": m.start, "end": m.end} for m in actor.mentions],
    }


def _claim(article: Article, claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "speaker": claim.speaker,
        "mode": claim.mode.value,
        **_span(article, claim.evidence),
        "cue": article.words(claim.cue) if claim.cue else None,
        "via": _value(claim.via),
        "said_on": _value(claim.said_on),
        "act": claim.act,
        "named": _place(claim.named),
        "antecedent": _place(claim.antecedent),
        "rule": claim.evidence.rule,
    }


def _military(article: Article, detail: MilitaryDetail) -> dict[str, Any]:
    quantity = detail.quantity
    return {
        "id": detail.id,
        "kind": detail.kind.value,
        **_span(article, detail.evidence),
        "name": _value(detail.name),
        "quantity": _number(quantity.value) if quantity else None,
        "low": _number(quantity.low) if quantity else None,
        "high": _number(quantity.high) if quantity else None,
        "unit": quantity.unit if quantity else None,
        "operators": [o.value for o in detail.operators],
        "place": _value(detail.place),
        "date": _value(detail.date),
        "status": detail.status.value,
        "rule": detail.evidence.rule,
    }


def _number(value: float | None) -> float | int | None:
    """A whole number without a decimal point."""
    return int(value) if value is not None and value == int(value) else value


def _event(article: Article, event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "kind": event.kind,
        **_span(article, event.evidence),
        "doers": [d.actor for d in event.doers],
        "targets": [t.actor for t in event.targets],
        "place": _value(event.place),
        "date": _value(event.date),
        "status": event.status.value,
        "figures": [_figure(f) for f in event.figures],
        "military": list(event.military),
        "claim": event.claim,
        "rule": event.evidence.rule,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "of": figure.of,
        "low": _number(figure.low),
        "high": _number(figure.high),
        "qualifier": figure.qualifier.value,
        "start": figure.evidence.start,
        "end": figure.evidence.end,
    }


# --- the record of a brief ---------------------------------------------------------------------


def brief_json(brief: Brief) -> bytes:
    """The record of a brief as JSON (schema "briefing.brief/1"): indented, UTF-8, the same every time."""
    return escaped(_brief_adapter().dump_json(brief, indent=2).decode()).encode() + b"\n"


def read_brief(data: bytes, *, source: str = "brief.json") -> Brief:
    """The brief that `brief_json` wrote. Raises RecordError where it is damaged or of another schema."""
    from pydantic import ValidationError

    try:
        raw = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"is no JSON: {error}", where=source, hint=_MAKE_ANEW) from error
    schema = raw.get("schema") if isinstance(raw, dict) else None
    if schema != BRIEF_SCHEMA:
        what = f"has schema {schema!r}, not {BRIEF_SCHEMA!r}" if schema else "is no record of a brief"
        raise RecordError(what, where=source, hint=_MAKE_ANEW)
    try:
        return _brief_adapter().validate_json(data, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the record"
        raise RecordError(f"{place}: {first['msg']}", where=source, hint=_MAKE_ANEW) from error


def brief_schema() -> dict[str, Any]:
    """The JSON Schema of the record of a brief."""
    return _brief_adapter().json_schema()


@lru_cache(maxsize=1)
def _brief_adapter() -> TypeAdapter[Brief]:
    """Reader and writer of the record, made from the same frozen classes."""
    from pydantic import TypeAdapter

    return TypeAdapter(Brief)


# --- what was read in an article, as the archive keeps it --------------------------------------


def findings_json(findings: Findings) -> bytes:
    """What was read in an article, whole: `read_findings` gives it back."""
    return bytes(_findings_adapter().dump_json(findings))


def read_findings(data: bytes) -> Findings:
    """The findings that `findings_json` wrote. Raises RecordError where they have other fields."""
    from pydantic import ValidationError

    try:
        return _findings_adapter().validate_json(data, strict=True)
    except ValidationError as error:
        raise RecordError("are findings of another version") from error


@lru_cache(maxsize=1)
def _findings_adapter() -> TypeAdapter[Findings]:
    from pydantic import TypeAdapter

    return TypeAdapter(Findings)


# --- an analyst's edits ------------------------------------------------------------------------

EDITS_STAGE = "edits"
_WORKED_OUT = {"judged", "cited"}
"""Fields of an edit that are found when it is applied, and are not a user's to set."""
_NEEDED = ("author", "reason")


def read_edits(data: bytes, *, source: str = "edits.toml") -> tuple[tuple[Edit, ...], tuple[Problem, ...]]:
    """The edits of a TOML file, and a problem for each that can't be read; the others stand.

    `author` at the top of the file is that of every edit that names none. Raises EditsError where it is no
    TOML, or has no list of edits.
    """
    try:
        raw = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise EditsError(f"is no TOML: {error}", where=source, hint="docs/edits.md shows the form") from error
    given = raw.get("edit", [])
    unknown = sorted(raw.keys() - {"edit", "author"})
    if unknown or not isinstance(given, list) or not isinstance(raw.get("author", ""), str):
        what = f"has {unknown[0]!r}, which means nothing here" if unknown else "has no list of [[edit]]"
        raise EditsError(what, where=source, hint="docs/edits.md shows the form")
    edits, problems = [], []
    for n, one in enumerate(given, start=1):
        read = _edit(one, str(raw.get("author", "")))
        if isinstance(read, Edit):
            edits.append(read)
        else:
            problems.append(Problem(stage=EDITS_STAGE, where=f"{source}, edit {n}", message=read))
    return tuple(edits), tuple(problems)


def _edit(raw: object, author: str) -> Edit | str:
    """The edit, or why it is none."""
    from pydantic import ValidationError

    if not isinstance(raw, dict):
        return "is no table"
    known = {f.name for f in dataclasses.fields(Edit)} - _WORKED_OUT
    if strange := sorted(raw.keys() - known):
        return f"has {strange[0]!r}, which means nothing here; there are: {', '.join(sorted(known))}"
    told = {"author": author, **raw}
    for name in ("value", "lines"):  # a number or a day as TOML writes it; one line without brackets
        if name in told and not isinstance(told[name], str | list):
            told[name] = str(told[name])
    if isinstance(told.get("lines"), str):
        told["lines"] = [told["lines"]]
    if lacking := [name for name in _NEEDED if not str(told.get(name, "")).strip()]:
        return f"has no {lacking[0]}"
    try:
        edit = _edit_adapter().validate_python(told)
    except ValidationError as error:
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return edit if edit.lines else "names no lines"


@lru_cache(maxsize=1)
def _edit_adapter() -> TypeAdapter[Edit]:
    from pydantic import TypeAdapter

    return TypeAdapter(Edit)
