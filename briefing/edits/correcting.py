"""A reading corrected: by other words of the source, which are cited; or by the analyst's own judgement.

What is quoted is never changed. A correction by words is held against the source like any other reading; one
without words stands under the analyst's name.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Mapping
from dataclasses import replace

from briefing import lexicon
from briefing.edits.dropping import judged_anew
from briefing.edits.finding import Line, NotDoneError, article_of, line, overlap
from briefing.lexicon.numbers import find_numbers
from briefing.model import (
    ActorKind,
    Brief,
    ChronologyEntry,
    Citation,
    Cited,
    Edit,
    EntryKind,
    EventItem,
    Field,
    FigureItem,
    MilitaryItem,
    Qualifier,
    Statement,
    Status,
    Voice,
)
from briefing.verify.events import bounds
from briefing.verify.fields import language_of
from briefing.verify.judging import told_figure

RULE = "analyst"
_DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_FIGURE = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)(?:-(\d{1,12}(?:\.\d{1,6})?))?")
_ENTRIES: Mapping[type[Line], EntryKind] = {
    Statement: EntryKind.STATEMENT,
    MilitaryItem: EntryKind.MILITARY,
    EventItem: EntryKind.EVENT,
}
_HAS: Mapping[type[Line], tuple[Field, ...]] = {
    Statement: (Field.SPEAKER, Field.ACT, Field.DAY),
    EventItem: (Field.STATUS, Field.DAY, Field.FIGURE),
    MilitaryItem: (Field.STATUS, Field.DAY, Field.FIGURE),
}


def correct(brief: Brief, edit: Edit) -> tuple[Brief, Edit]:
    """The brief with the reading as the edit has it, and the edit, marked where it is a judgement."""
    if len(edit.lines) != 1:
        raise NotDoneError("names several lines: a reading is corrected in one")
    found = line(brief, edit.lines[0])
    known = _HAS[type(found)]
    if edit.field not in known:
        names = ", ".join(field.value for field in known)
        raise NotDoneError(
            f"{found.id!r} has no {edit.field and edit.field.value!r} to correct; it has: {names}"
        )
    if not edit.value:
        raise NotDoneError("has no value")
    cited = _cited(brief, found, edit) if edit.words else None
    made = _corrected(brief, found, edit, edit.value, cited)
    front = tuple(replace(f, frame="") if f.item == found.id else f for f in made.front)
    own = cited is None or (edit.field is Field.STATUS and edit.value == Status.REPORTED)
    before = tuple(_superseded(e, edit, found.id) for e in made.edits)
    return replace(made, front=front, edits=before), replace(edit, lines=(found.id,), judged=own)


def _cited(brief: Brief, item: Line, edit: Edit) -> Cited:
    """The words of the edit where the line's own source has them, next to the line."""
    article, words = article_of(brief, item.source), edit.words or ""
    own = item.text.citation
    outside = edit.field in {Field.SPEAKER, Field.ACT}
    best: tuple[tuple[bool, int], Citation] | None = None
    for match in re.finditer(re.escape(words), article.text):
        n = article.paragraph_at(match.start())
        if n is None or match.end() > article.paragraphs[n].end:
            continue
        paragraph = article.paragraphs[n].number
        citation = Citation(
            source=item.source, paragraph=paragraph, start=match.start(), end=match.end(), rule=RULE
        )
        far = max(own.start - match.end(), match.start() - own.end, 0)
        rank = (outside and overlap(own, citation), far)
        if best is None or rank < best[0]:
            best = (rank, citation)
    if best is None:
        raise NotDoneError(f"{words!r} is not in the words of source {item.source}")
    return Cited(value=words, citation=best[1])


def _own_words(item: Line) -> Citation:
    """Where a judgement is told to be about: the line itself."""
    return replace(item.text.citation, rule=RULE)


def _with(brief: Brief, item: Line) -> Brief:
    """The brief with the line in the place of the one that has its id."""
    return replace(
        brief,
        statements=tuple(
            item if isinstance(item, Statement) and s.id == item.id else s for s in brief.statements
        ),
        events=tuple(item if isinstance(item, EventItem) and e.id == item.id else e for e in brief.events),
        military=tuple(
            item if isinstance(item, MilitaryItem) and m.id == item.id else m for m in brief.military
        ),
    )


def _superseded(before: Edit, edit: Edit, id_: str) -> Edit:
    """An earlier correction, no longer a judgement that stands where the new one is of the same reading."""
    same = before.lines == (id_,) and (before.field, before.of) == (edit.field, edit.of)
    return replace(before, judged=False) if same else before


def _corrected(brief: Brief, item: Line, edit: Edit, value: str, cited: Cited | None) -> Brief:
    """The brief with the value in the field of the line; which fields it has is known."""
    match item, edit.field:
        case Statement(), Field.SPEAKER:
            return _speaker(brief, item, value, cited)
        case Statement(), Field.ACT:
            return _act(brief, item, value, cited)
        case _, Field.DAY:
            return _day(brief, item, value, cited)
        case EventItem() | MilitaryItem(), Field.STATUS:
            return _status(brief, item, value, cited)
        case EventItem() | MilitaryItem(), _:
            return _figure(brief, item, edit, value, cited)
    raise NotDoneError(f"{item.id!r} has no such reading")


# --- one field each ------------------------------------------------------------------------


def _speaker(brief: Brief, item: Statement, value: str, cited: Cited | None) -> Brief:
    """The statement as said by a voice of the brief, or by somebody whom the words name."""
    voice = _voice(brief, value)
    if voice is None:
        if cited is None:
            raise NotDoneError(f"{value!r} is nobody of the brief; `words` of the source can name him")
        voice = _new_voice(brief, value, cited)
        brief = replace(brief, voices=(*brief.voices, voice))
    name = cited or Cited(value=value, citation=_own_words(item))
    speaker = replace(name, value=value)
    if cited and value.casefold() not in cited.value.casefold():
        here = (c for c in (voice.name, *voice.also) if c.value == value)
        speaker = next((c for c in here if c.citation.source == item.source), speaker)
    made = replace(
        item,
        entity=voice.entity,
        speaker=speaker,
        named=cited,
        role=None,
        body=None,
        country=None,
        antecedent=None,
        about=tuple(m for m in item.about if m.entity != voice.entity),
    )
    brief = _with(brief, made)
    return replace(brief, voices=tuple(_saying(v, made) for v in brief.voices))


def _voice(brief: Brief, name: str) -> Voice | None:
    """The voice that has this name, to the letter: it is printed as the edit gives it."""
    return next((v for v in brief.voices if name in {v.name.value, *(c.value for c in v.also)}), None)


def _new_voice(brief: Brief, name: str, cited: Cited) -> Voice:
    taken = [int(v.entity[1:]) for v in brief.voices if v.entity[1:].isdecimal()]
    return Voice(
        entity=f"e{max(taken, default=0) + 1}",
        name=replace(cited, value=name),
        also=(),
        kind=ActorKind.PERSON,
        role=None,
        country=None,
        sources=(cited.citation.source,),
        statements=(),
    )


def _saying(voice: Voice, said: Statement) -> Voice:
    """The voice with the statement among its own, or without it."""
    others = tuple(s for s in voice.statements if s != said.id)
    if voice.entity != said.entity:
        return replace(voice, statements=others)
    named_there = {said.source} if said.named else set()
    return replace(
        voice, statements=(said.id, *others), sources=tuple(sorted({*voice.sources, *named_there}))
    )


def _act(brief: Brief, item: Statement, value: str, cited: Cited | None) -> Brief:
    language = language_of(article_of(brief, item.source))
    acts = {e.get("act") for words in lexicon.load(language).lists.values() for e in words} - {None, ""}
    if value not in acts:
        raise NotDoneError(f"{value!r} is no act; there are: {', '.join(sorted(acts))}")
    return _with(brief, replace(item, act=value, cue=cited or item.cue))


def _day(brief: Brief, item: Line, value: str, cited: Cited | None) -> Brief:
    """The line as of that day, in the chronology too."""
    if not _DAY.fullmatch(value):
        raise NotDoneError(f"{value!r} is no day of the form 2026-11-20, nor a month or year")
    day = replace(cited, value=value) if cited else Cited(value=value, citation=_own_words(item))
    kind = _ENTRIES[type(item)]
    entry = ChronologyEntry(date=value, kind=kind, source=item.source, item=item.id)
    days = [e for e in brief.chronology if e.item != item.id]
    insort(days, entry, key=lambda e: e.date)
    made = replace(item, said_on=day) if isinstance(item, Statement) else replace(item, date=day)
    return _with(replace(brief, chronology=tuple(days)), made)


def _status(brief: Brief, item: EventItem | MilitaryItem, value: str, cited: Cited | None) -> Brief:
    try:
        status = Status(value)
    except ValueError:
        raise NotDoneError(f"{value!r} is no status; there are: {', '.join(Status)}") from None
    return _with(brief, replace(item, status=status, marker=None if status is Status.REPORTED else cited))


def _figure(
    brief: Brief, item: EventItem | MilitaryItem, edit: Edit, value: str, cited: Cited | None
) -> Brief:
    match = _FIGURE.fullmatch(value)
    if match is None:
        raise NotDoneError(f"{value!r} is no figure such as 27, or 20-30")
    if cited is not None:
        low, high, qualifier = _read(brief, item, cited)
        if value != told_figure(low, high):
            raise NotDoneError(f"{cited.value!r} says {told_figure(low, high)}, not {value}")
    else:
        low, high, qualifier = float(match[1]), float(match[2] or match[1]), Qualifier.EXACT
    old = _old(item, edit) if isinstance(item, EventItem) else None
    there = old.quantity_words if old else item.quantity_words if isinstance(item, MilitaryItem) else None
    words = cited or there
    if words is None:
        raise NotDoneError(f"{item.id!r} tells no such figure; `words` of the source can give it")
    if isinstance(item, EventItem):
        of = old.of if old else edit.of
        if not of:
            raise NotDoneError("has no `of`: what is counted")
        new = FigureItem(of=of, low=low, high=high, qualifier=qualifier, quantity_words=words)
        return _of_event(brief, item, old, new)
    return _with(brief, _counted(item, low, high, qualifier, words))


def _counted(
    item: MilitaryItem, low: float | None, high: float | None, qualifier: Qualifier, words: Cited
) -> MilitaryItem:
    """The item with this number: plain where both ends are one, or one is open."""
    plain = low if high is None or low == high else high if low is None else None
    ends = (None, None) if plain is not None else (low, high)
    return replace(item, quantity=plain, low=ends[0], high=ends[1], qualifier=qualifier, quantity_words=words)


def _read(brief: Brief, item: Line, cited: Cited) -> tuple[float | None, float | None, Qualifier]:
    """Both ends of the number that the words tell, and how exact it is."""
    words = lexicon.load(language_of(article_of(brief, item.source)))
    found = find_numbers(cited.value, words)
    if not found or bounds(found[0]) == (None, None):
        raise NotDoneError(f"{cited.value!r} tells no figure")
    return (*bounds(found[0]), found[0].qualifier)


def _old(item: EventItem, edit: Edit) -> FigureItem | None:
    """The figure that is corrected: the one of that thing, or the only one."""
    own = [f for f in item.figures if edit.of in {None, f.of}]
    if len(own) > 1:
        raise NotDoneError(f"{item.id!r} tells several: say which with `of`: {', '.join(f.of for f in own)}")
    return own[0] if own else None


def _of_event(brief: Brief, item: EventItem, old: FigureItem | None, new: FigureItem) -> Brief:
    """The event with this figure, in the tables and differences too."""
    figures = tuple(new if f is old else f for f in item.figures) if old else (*item.figures, new)
    made = _with(brief, replace(item, figures=figures))
    if old is None:
        return made
    tables = []
    for table in brief.figures:
        rows = tuple(
            replace(r, figure=new) if r.event == item.id and r.figure == old else r for r in table.rows
        )
        tables.append(table if rows == table.rows else judged_anew(replace(table, rows=rows)))
    differences = tuple(
        replace(
            d,
            told=tuple(
                new.quantity_words if i == item.id and words == old.quantity_words else words
                for i, words in zip(d.items, d.told, strict=True)
            ),
        )
        if d.told
        else d
        for d in brief.differences
    )
    return replace(made, figures=tuple(tables), differences=differences)
