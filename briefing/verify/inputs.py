"""What is told of the inputs and of copies agrees with the sources of the record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.model import Brief, Input, Outcome, Source
from briefing.verify.refusal import Refusal, of_list, of_source

IN_COMMON = 0.5
"""The share of its words in a row that a copy must have in common with what it is a copy of."""
IN_A_ROW = 3
WITH_REASON = frozenset({Outcome.DUPLICATE, Outcome.OUT_OF_SCOPE, Outcome.FAILED})


def inputs(brief: Brief) -> Iterator[Refusal]:
    """Refusals of inputs that are told to be what they are not, and of copies that are none."""
    by_number = {source.number: source for source in brief.sources}
    for source in brief.sources:
        if source.copy_of is not None and (reason := _copied(source, by_number.get(source.copy_of))):
            yield of_source(source.number, "copy_of", reason)
    for n, one in enumerate(brief.inputs, start=1):
        if reason := _wrong(one, by_number):
            yield of_list(f"input {n}", reason)
    told = {one.source for one in brief.inputs}
    if brief.inputs and not set(by_number) <= told:
        yield of_list("inputs", "do not name all sources")


def _wrong(one: Input, by_number: dict[int, Source]) -> str:
    """What is wrong with what is told of an input; empty where nothing is."""
    source = by_number.get(one.source or 0)
    if one.source is not None and (source is None or source.article.id != one.article):
        return f"is of source {one.source}, which is another or is not there"
    if one.outcome is Outcome.READ and source is None:
        return "is read, and is no source"
    if one.outcome in WITH_REASON and not one.reason:
        return f"is {one.outcome}, and no reason is told"
    if one.outcome is Outcome.DUPLICATE and not one.of:
        return "is a duplicate, and of what is not told"
    return ""


def _copied(source: Source, of: Source | None) -> str:
    if of is None or of is source or of.copy_of is not None:
        return "is told to be a copy of what is no source, or a copy itself"
    own, other = _rows(source.article.text), _rows(of.article.text)
    if len(own & other) < IN_COMMON * len(own):
        return f"is no copy of source {of.number}"
    return ""


def _rows(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[n : n + IN_A_ROW]) for n in range(len(words) - IN_A_ROW + 1)}
