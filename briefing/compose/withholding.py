"""A version of a brief for those who may read less: nothing above their ceiling is left in it.

What stood on withheld sources is made anew from the ones that remain: names, offices and countries
of voices, their order, the front page, the period, every number. The result is a brief like any
other: it is verified, and rendered from its record alone. That something was left out is said in one
neutral line; what, and how much, is not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from briefing import edits, markings
from briefing.compose.differing import differences_left
from briefing.compose.gathering import gathered
from briefing.compose.heads import lacking
from briefing.compose.interests import Interests
from briefing.compose.voices import weight
from briefing.errors import MarkingError
from briefing.model import (
    ActorKind,
    Brief,
    Citation,
    Cited,
    EventItem,
    Input,
    Mention,
    Note,
    NoteBlock,
    Notes,
    Outcome,
    Pointer,
    Problem,
    Source,
    Statement,
    Voice,
)
from briefing.verify import bears_out, stands_for

T = TypeVar("T")
FOUND_AGAIN = "name found again"


def withhold(brief: Brief, ceiling: str, interests: Interests = ()) -> Brief:
    """The brief without anything marked above the ceiling; the brief itself where nothing is.

    Raises MarkingError where the ceiling is no label of the brief's scheme, or lies below the marking
    that the maker asked for: that one holds for the brief as a whole, and can't be cut away.
    """
    scheme = markings.of(brief)
    limit = markings.rank(ceiling, scheme)
    floor = brief.floor or scheme[0].label
    if markings.rank(floor, scheme) > limit:
        raise MarkingError(
            f"the brief as a whole is {floor}, above {ceiling}",
            hint="Make it with a lower marking, or don't hand it on",
        )
    if markings.rank(brief.marking, scheme) <= limit:
        return brief
    sources = [s for s in brief.sources if markings.rank(s.marking or brief.marking, scheme) <= limit]
    numbers = {s.number: n for n, s in enumerate(sources, start=1)}
    brief = edits.left_of(brief, numbers)
    left = _Left(brief, numbers, _commented(brief, limit, scheme))
    statements, voices = left.statements_and_voices()
    military = tuple(
        replace(left.moved(m), id=left.ids[m.id], number=n)
        for n, m in enumerate(left.of(brief.military), start=1)
    )
    made = gathered(
        replace(
            brief,
            period=_period(sources),
            statements=statements,
            voices=voices,
            military=military,
            events=left.events(voices),
            chronology=tuple(
                replace(left.moved(e), item=left.ids.get(e.item or "")) for e in left.of(brief.chronology)
            ),
            digests=tuple(left.moved(d) for d in left.of(brief.digests)),
            sources=tuple(
                replace(s, number=n, copy_of=numbers.get(s.copy_of or 0))
                for n, s in enumerate(sources, start=1)
            ),
            problems=_problems(brief, sources),
            inputs=_inputs(brief, numbers),
            withheld=True,
            since=None,
            notes=left.notes(limit, scheme),
            differences=differences_left(brief.differences, left.ids, military),
        ),
        interests,
    )
    made = edits.again(made)
    blocks = [b.marking for note in (made.notes.sections if made.notes else ()) for b in note.blocks]
    own = markings.strictest([floor, *(s.marking for s in made.sources), *blocks], scheme)
    return replace(made, marking=own)


class _Left:
    """What is left of a brief on these sources, by old number and new."""

    def __init__(self, brief: Brief, numbers: Mapping[int, int], commented: Collection[str]) -> None:
        self.brief, self.numbers = brief, numbers
        self.ids = {
            i.id: f"{letter}{numbers[i.source]}-{i.id.partition('-')[2]}"
            for letter, items in (("s", brief.statements), ("m", brief.military), ("e", brief.events))
            for i in items
            if i.source in numbers
        }
        self.happened = [replace(e, also=()) for e in brief.events if e.source in numbers]
        self.articles = {numbers[s.number]: s.article for s in brief.sources if s.number in numbers}
        self.entities: dict[str, str] = {}
        self.commented = commented

    def of(self, items: Iterable[T]) -> list[T]:
        """Those of the items that were read from a source that is left."""
        return [i for i in items if i.source in self.numbers]  # type: ignore[attr-defined]

    def moved(self, value: T) -> T:
        """The value with every source number in it as it is now."""
        return cast("T", _moved(value, self.numbers))

    def statements_and_voices(self) -> tuple[tuple[Statement, ...], tuple[Voice, ...]]:
        """Who still speaks, in which order, by which names; and what they say, numbered anew."""
        said = [
            replace(self.moved(replace(s, also=())), id=self.ids[s.id])
            for s in self.of(self.brief.statements)
        ]
        left = [v for v in (self._voice(v, said) for v in self.brief.voices) if v is not None]
        own = {v.entity: [s for s in said if s.entity == v.entity] for v in left}
        voices = sorted(left, key=lambda v: (weight(v, own[v.entity]), _place(v)))
        self.entities = {v.entity: f"e{n}" for n, v in enumerate(voices, start=1)}
        order = [s for v in voices for s in own[v.entity]] + [s for s in said if s.entity is None]
        by_entity = {v.entity: v for v in voices}
        statements = tuple(self._statement(s, n, by_entity) for n, s in enumerate(order, start=1))
        return statements, tuple(
            replace(v, entity=self.entities[v.entity], statements=tuple(s.id for s in own[v.entity]))
            for v in voices
        )

    def events(self, voices: Sequence[Voice]) -> tuple[EventItem, ...]:
        """What happened, as the sources that are left tell it; after the voices are known."""
        old = {new: entity for entity, new in self.entities.items()}
        by_entity = {old[v.entity]: v for v in voices}
        return tuple(
            replace(
                self.moved(event),
                id=self.ids[event.id],
                number=n,
                doers=self._named_still(self.moved(event.doers), by_entity),
                targets=self._named_still(self.moved(event.targets), by_entity),
                military=tuple(self.ids[item] for item in event.military),
                statement=self.ids[event.statement] if event.statement else None,
            )
            for n, event in enumerate(self.happened, start=1)
        )

    def _statement(self, statement: Statement, number: int, voices: Mapping[str, Voice]) -> Statement:
        entity = self.entities[statement.entity] if statement.entity else None
        about = self._named_still(statement.about, voices)
        return replace(statement, number=number, entity=entity, about=about)

    def _named_still(self, mentions: Iterable[Mention], voices: Mapping[str, Voice]) -> tuple[Mention, ...]:
        """Those whom their words name still, by their names that are left."""
        return tuple(
            replace(mention, entity=self.entities[mention.entity])
            for mention in mentions
            if (voice := voices.get(mention.entity))
            and stands_for(mention.named.value, voice, self.articles[mention.named.citation.source])
        )

    def _voice(self, voice: Voice, said: Sequence[Statement]) -> Voice | None:
        """The voice as the sources that are left have it; none where they do not name it.

        One without words of its own that nobody speaks about stands in a brief because an article is about
        it; that may be a withheld one, so it is left out, unless the analyst comments on it.
        """
        own = [s for s in said if s.entity == voice.entity]
        met = [m.named for s in said for m in s.about if m.entity == voice.entity]
        sides = (m for e in self.happened for m in (*e.doers, *e.targets))
        met += [self.moved(m.named) for m in sides if m.entity == voice.entity]
        if not own and not met and voice.entity not in self.commented:
            return None
        kept = [self.moved(c) for c in (voice.name, *voice.also) if c.citation.source in self.numbers]
        names = kept + [s.speaker for s in own if s.speaker]
        names = names or list(self._found_again(voice)) or [self._named(voice, m) for m in met[:1]]
        if not names:
            return None
        by_value = {c.value: c for c in reversed(names)}
        name = by_value.pop(voice.name.value, None) or by_value.pop(names[0].value)
        told = next((s for s in own if s.role), None)
        role, body = self._left(voice.role), self._left(voice.body)
        if role is None:
            role, body = (told.role, told.body) if told else (None, None)
        country = self._left(voice.country) or next((s.country for s in own if s.country), None)
        return replace(
            voice,
            name=name,
            also=tuple(reversed(by_value.values())),
            role=role,
            body=body,
            country=country or self._country(voice, [*names, *met]),
            sources=tuple(sorted(self.numbers[n] for n in voice.sources if n in self.numbers)),
        )

    def _left(self, cited: Cited | None) -> Cited | None:
        return self.moved(cited) if cited and cited.citation.source in self.numbers else None

    def _found_again(self, voice: Voice) -> Iterable[Cited]:
        """A name of the voice where a source that is left has it, word for word."""
        for number in (self.numbers[n] for n in voice.sources if n in self.numbers):
            article = self.articles[number]
            for value in (voice.name.value, *(c.value for c in voice.also)):
                found = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", article.text)
                paragraphs = [p for p in article.paragraphs if found and p.start <= found.start() < p.end]
                if found and paragraphs:
                    number_there = paragraphs[0].number
                    yield Cited(
                        value=value,
                        citation=Citation(
                            source=number,
                            paragraph=number_there,
                            start=found.start(),
                            end=found.end(),
                            rule=FOUND_AGAIN,
                        ),
                    )

    def _named(self, voice: Voice, met: Cited) -> Cited:
        """The voice's name, where words of a source that is left bear it out; else those words."""
        name = replace(met, value=voice.name.value)
        held = bears_out("name", name, self.articles[met.citation.source]) is None
        return name if held else met

    def _country(self, voice: Voice, names: Iterable[Cited]) -> Cited | None:
        """A country's code, where one of its names that are left bears it out."""
        if voice.kind is not ActorKind.COUNTRY or voice.country is None:
            return None
        tried = (replace(voice.country, citation=c.citation) for c in names)
        return next(
            (c for c in tried if bears_out("country", c, self.articles[c.citation.source]) is None), None
        )

    def notes(self, limit: int, scheme: markings.Scheme) -> Notes | None:
        """The analyst's blocks up to the ceiling, numbered anew; none where none is left."""
        if self.brief.notes is None:
            return None
        sections, count = [], 0
        for note in self.brief.notes.sections:
            blocks = [b for b in note.blocks if markings.rank(b.marking, scheme) <= limit and self._holds(b)]
            if blocks and (note.about is None or self._is_left(note.about)):
                numbered = tuple(self._block(b, count + n) for n, b in enumerate(blocks, start=1))
                count += len(blocks)
                about = self._pointer(note.about) if note.about else None
                sections.append(Note(kind=note.kind, about=about, blocks=numbered))
        return replace(self.brief.notes, sections=tuple(sections)) if sections else None

    def _holds(self, block: NoteBlock) -> bool:
        return all(self._is_left(run.pointer) for run in block.runs if run.pointer)

    def _is_left(self, pointer: Pointer) -> bool:
        return pointer.entity in self.entities if pointer.entity else pointer.source in self.numbers

    def _block(self, block: NoteBlock, number: int) -> NoteBlock:
        runs = tuple(replace(r, pointer=self._pointer(r.pointer)) if r.pointer else r for r in block.runs)
        return replace(block, number=number, runs=runs)

    def _pointer(self, pointer: Pointer) -> Pointer:
        return replace(
            pointer,
            source=self.numbers[pointer.source] if pointer.source else None,
            item=self.ids[pointer.item] if pointer.item else None,
            entity=self.entities[pointer.entity] if pointer.entity else None,
        )


def _moved(value: Any, numbers: Mapping[int, int]) -> Any:
    if isinstance(value, tuple):
        return tuple(_moved(part, numbers) for part in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {f.name: _moved(getattr(value, f.name), numbers) for f in fields(value)}
    if "source" in changed:
        changed["source"] = numbers[changed["source"]]
    return replace(value, **changed)


def _place(voice: Voice) -> tuple[int, int]:
    """Where the voice's name stands first: what decides between two that weigh the same."""
    return voice.name.citation.source, voice.name.citation.start


def _commented(brief: Brief, limit: int, scheme: markings.Scheme) -> set[str]:
    """The voices that notes up to the ceiling speak of."""
    blocks = [
        (note, block)
        for note in (brief.notes.sections if brief.notes else ())
        for block in note.blocks
        if markings.rank(block.marking, scheme) <= limit
    ]
    pointers = [note.about for note, _ in blocks] + [run.pointer for _, b in blocks for run in b.runs]
    return {p.entity for p in pointers if p and p.entity}


def _period(sources: Sequence[Source]) -> tuple[str, str] | None:
    days = sorted(s.article.published[:10] for s in sources if s.article.published)
    return (days[0], days[-1]) if days else None


def _inputs(brief: Brief, numbers: Mapping[int, int]) -> tuple[Input, ...]:
    """Those that are sources which are left. A copy of one that is not left is no copy any more."""
    own = {s.article.source: numbers[s.number] for s in brief.sources if s.number in numbers}
    left = []
    for one in brief.inputs:
        number = numbers.get(one.source or 0)
        if number is None or own.get(one.where) != number:
            continue
        if one.outcome is Outcome.DUPLICATE and one.of not in own:
            one = replace(one, outcome=Outcome.READ, reason="", of="")
        left.append(replace(one, source=number))
    return tuple(left)


def _problems(brief: Brief, sources: Sequence[Source]) -> tuple[Problem, ...]:
    """Those about sources that are left alone: a problem's words may be those of any other.

    What heads lack is told of several at once: it is looked at anew in those that are left.
    """
    gone = [s.article for s in brief.sources if s not in sources]
    names = {s.article.source for s in sources} - {a.source for a in gone}
    told = [word for a in gone for word in (a.source, a.title) if word]
    kept = (
        p for p in brief.problems if p.where in names and not any(w in f"{p.message} {p.hint}" for w in told)
    )
    return (*kept, *lacking([s.article for s in sources]))
