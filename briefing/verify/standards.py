"""Markings and the analyst's citations, looked at anew: nothing below its source, nothing leading nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from briefing import markings
from briefing.errors import MarkingError
from briefing.model import Article, Brief, Note, Pointer
from briefing.verify.refusal import Refusal, of_list, of_source


def marking(brief: Brief) -> Iterator[Refusal]:
    """Labels that are lower than what they stand on: a file's own lines, a source, a cited source."""
    scheme = markings.of(brief)
    try:
        for source in brief.sources:
            yield from _file(source.article, source.number, scheme)
            if source.article.marking and _below(source.marking, source.article.marking, scheme):
                reason = f"is {source.marking}, below {source.article.marking}"
                yield of_source(source.number, "marking", reason)
            for label in (source.marking, brief.marking):
                if label and brief.floor and _below(label, brief.floor, scheme):
                    yield of_list("marking", f"is {label}, below {brief.floor} that was asked for")
            if source.marking and _below(brief.marking, source.marking, scheme):
                yield of_list(
                    "marking", f"is {brief.marking}, below {source.marking} of source {source.number}"
                )
        for block in (b for note in _notes(brief) for b in note.blocks):
            if _below(brief.marking, block.marking, scheme):
                yield of_list("marking", f"is {brief.marking}, below {block.marking} of note {block.number}")
    except MarkingError as error:
        yield of_list("marking", str(error))


def _below(label: str, other: str, scheme: markings.Scheme) -> bool:
    return label != other and markings.rank(label, scheme) < markings.rank(other, scheme)


def _file(article: Article, number: int, scheme: markings.Scheme) -> Iterator[Refusal]:
    labels = []
    for reading in (r for r in article.header if r.field == markings.FIELD):
        found = markings.read(reading.words, scheme)
        portion = markings.portion(reading.words, scheme)
        label = found or (portion[0] if portion else None)
        if label is None or label.label != reading.value:
            yield of_source(number, "marking", f"{reading.value!r} is not in {reading.words!r}")
        labels.append(reading.value)
    texts = (article.text[p.start : p.end] for p in article.paragraphs)
    for reading in markings.from_paragraphs(texts, scheme):
        if reading.value not in labels:
            yield of_source(number, "marking", f"a paragraph is {reading.words}, and the source is not")
    if labels and article.marking != markings.strictest(labels, scheme):
        reason = f"{article.marking!r} is not the strictest of what the file carries"
        yield of_source(number, "marking", reason)


def citations(brief: Brief) -> Iterator[Refusal]:
    """Citations of the notes that lead to nothing in the brief."""
    for note in _notes(brief):
        runs = [(block.number, run.pointer) for block in note.blocks for run in block.runs]
        heads = [(block.number, note.about) for block in note.blocks[:1]]
        for number, pointer in [*heads, *runs]:
            if pointer is not None and not leads_somewhere(pointer, brief):
                yield of_list(f"note {number}", "cites what is not there")


def _notes(brief: Brief) -> tuple[Note, ...]:
    return brief.notes.sections if brief.notes else ()


def leads_somewhere(pointer: Pointer, brief: Brief) -> bool:
    """Whether source, paragraph, item and voice of a pointer are in the brief, and of one another."""
    source = next((s for s in brief.sources if s.number == pointer.source), None)
    if pointer.entity is not None:
        return any(v.entity == pointer.entity for v in brief.voices)
    if source is None:
        return False
    if pointer.item is not None:
        items = {s.id: s.source for s in brief.statements} | {m.id: m.source for m in brief.military}
        return items.get(pointer.item) == source.number
    return pointer.paragraph is None or any(p.number == pointer.paragraph for p in source.article.paragraphs)
