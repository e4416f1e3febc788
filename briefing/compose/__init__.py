"""Dossier -> Brief: what is printed, in which order, with which citations.

What is printed is what its words bear out: a reading that they do not (a role, a country, a date
whose cited words say something else) is left out here, and told among the problems.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing import __version__
from briefing.compose import differing
from briefing.compose.citing import Desk, desk
from briefing.compose.events import event_items, taking_part
from briefing.compose.gathering import gathered
from briefing.compose.heads import impossible, lacking
from briefing.compose.interests import Interests
from briefing.compose.marking import Pairs, graded, marked
from briefing.compose.voices import statements_and_voices
from briefing.compose.withholding import withhold
from briefing.dossier import sourcing
from briefing.markings import TLP, Scheme
from briefing.model import (
    Brief,
    ChronologyEntry,
    Digest,
    Dossier,
    EntryKind,
    EventItem,
    Findings,
    Input,
    MilitaryDetail,
    MilitaryItem,
    MilitaryKind,
    Outcome,
    Problem,
    Qualifier,
    Source,
    Statement,
)

__all__ = ["SCHEMA", "compose", "withhold"]

SCHEMA = "briefing.brief/1"
LEFT_OUT = "was left out, for nothing could be made of it that holds"
_LETTER = {EntryKind.STATEMENT: "s", EntryKind.MILITARY: "m", EntryKind.EVENT: "e", EntryKind.PUBLICATION: ""}
_KIND_ORDER = {kind: n for n, kind in enumerate(MilitaryKind)}


def compose(
    dossier: Dossier,
    *,
    title: str,
    number: str,
    date: str,
    language: str,
    marking: str,
    prepared_by: str | None = None,
    prepared_for: str | None = None,
    problems: Sequence[Problem] = (),
    inputs: Sequence[Input] = (),
    scheme: Scheme = TLP,
    source_marking: Pairs = (),
    grading: Pairs = (),
    today: str | None = None,
    interests: Interests = (),
) -> Brief:
    """The brief of a dossier: everything printed, in order, each line with its citation.

    `date` is the brief's own ISO day, `language` that of its labels; `problems` are those met
    before the articles were read (files that could not be opened, for example), `inputs` what became of all
    that was given. `marking` is the
    least that the brief is marked with (`compose.marking`); `source_marking` and `grading` give
    outlets or files a label of `scheme`, or an Admiralty grade. `today` is the ISO day on which the brief
    is made, where articles of later days are to be told. `interests` are what the user follows, with weights
    for the choice of the front page.
    """
    at_hand = desk(dossier)
    statements, voices = statements_and_voices(dossier, at_hand, taking_part(dossier, at_hand))
    military = _military(dossier, at_hand)
    events = event_items(dossier, voices, at_hand)
    brief = Brief(
        schema=SCHEMA,
        title=title,
        number=number,
        date=date,
        language=language,
        marking=marking,
        generator=f"briefing {__version__}",
        period=_period(dossier.findings),
        prepared_by=prepared_by,
        prepared_for=prepared_for,
        statements=statements,
        voices=voices,
        military=military,
        events=events,
        chronology=_chronology(dossier, (statements, military, events), at_hand),
        digests=_digests(dossier, at_hand),
        sources=_sources(dossier, statements),
        problems=(*_problems(problems, dossier, at_hand), *_of_heads(dossier, date, today)),
        differences=differing.differences(dossier, at_hand.numbers),
        inputs=_inputs(inputs, dossier),
    )
    brief = gathered(brief, interests)
    return graded(marked(brief, asked=marking, scheme=scheme, by_setting=source_marking), grading)


def _period(findings: Sequence[Findings]) -> tuple[str, str] | None:
    days = sorted(f.article.published[:10] for f in findings if f.article.published)
    return (days[0], days[-1]) if days else None


def _military(dossier: Dossier, at_hand: Desk) -> tuple[MilitaryItem, ...]:
    """Rows by kind, the newest article first in each kind; numbered in that order."""
    days = {f.article.id: f.article.published or "" for f in dossier.findings}
    found = [(days[f.article.id], d) for f in dossier.findings for d in f.military]
    found.sort(key=lambda x: x[0], reverse=True)
    found.sort(key=lambda x: _KIND_ORDER[x[1].kind])
    return tuple(_item(detail, n, at_hand) for n, (_, detail) in enumerate(found, start=1))


def _item(detail: MilitaryDetail, number: int, at_hand: Desk) -> MilitaryItem:
    source = at_hand.numbers[detail.evidence.article]
    quantity = detail.quantity
    words = at_hand.words(quantity.evidence) if quantity else None
    operators = (at_hand.reading("operators", o) for o in detail.operators)
    return MilitaryItem(
        id=f"m{source}-{detail.id}",
        number=number,
        source=source,
        kind=detail.kind,
        status=detail.status,
        marker=at_hand.words(detail.marker) if detail.marker else None,
        text=at_hand.words(detail.evidence),
        name=at_hand.reading("name", detail.name),
        quantity=quantity.value if quantity else None,
        unit=quantity.unit if quantity else None,
        qualifier=quantity.qualifier if quantity else Qualifier.EXACT,
        quantity_words=words,
        operators=tuple(o for o in operators if o),
        place=at_hand.reading("place", detail.place),
        date=at_hand.reading("date", detail.date),
        low=quantity.low if quantity else None,
        high=quantity.high if quantity else None,
    )


def _chronology(
    dossier: Dossier,
    things: tuple[Sequence[Statement], Sequence[MilitaryItem], Sequence[EventItem]],
    at_hand: Desk,
) -> tuple[ChronologyEntry, ...]:
    """The dossier's days whose date is printed with its words, oldest first."""
    statements, military, events = things
    dated = {s.id for s in statements if s.said_on} | {m.id for m in military if m.date}
    dated |= {e.id for e in events if e.date}
    out = []
    for day in dossier.days:
        source = at_hand.numbers[day.article]
        item = f"{_LETTER[day.kind]}{source}-{day.item}" if day.item else None
        if item is None or item in dated:
            out.append(ChronologyEntry(date=day.date, kind=day.kind, source=source, item=item))
    return tuple(out)


def _digests(dossier: Dossier, at_hand: Desk) -> tuple[Digest, ...]:
    return tuple(
        Digest(source=n, sentences=tuple(at_hand.words(e) for e in f.summary))
        for n, f in enumerate(dossier.findings, start=1)
        if f.summary
    )


def _sources(dossier: Dossier, statements: Sequence[Statement]) -> tuple[Source, ...]:
    out = []
    numbers = {f.article.id: n for n, f in enumerate(dossier.findings, start=1)}
    copied = {numbers[one]: numbers[of] for one, of in dossier.copies}
    passed_on: dict[int, set[str]] = {}
    for s in statements:
        passed_on.setdefault(s.source, set()).update(c.value for c in s.chain)
    for n, f in enumerate(dossier.findings, start=1):
        vias = passed_on.get(n, set())
        read = bool(f.actors or f.claims or f.military or f.summary)
        carried = tuple(v for v in sourcing.carried(f) if v in vias)
        out.append(Source(number=n, article=f.article, read=read, carried=carried, copy_of=copied.get(n)))
    return tuple(out)


def _inputs(given: Sequence[Input], dossier: Dossier) -> tuple[Input, ...]:
    """What became of each input, with the number of its source; one that was left out has failed."""
    numbers = {f.article.id: n for n, f in enumerate(dossier.findings, start=1)}
    told = []
    for one in given:
        one = replace(one, source=numbers.get(one.article))
        if one.outcome is Outcome.READ and one.source is None:
            one = replace(one, outcome=Outcome.FAILED, reason=LEFT_OUT)
        told.append(one)
    return tuple(told)


def _problems(given: Sequence[Problem], dossier: Dossier, at_hand: Desk) -> tuple[Problem, ...]:
    """Every problem once, in the order of the stages."""
    met = [*given, *(p for f in dossier.findings for p in f.problems), *dossier.problems, *at_hand.problems]
    return tuple(dict.fromkeys(met))


def _of_heads(dossier: Dossier, day: str, today: str | None) -> tuple[Problem, ...]:
    articles = [f.article for f in dossier.findings]
    return (*lacking(articles), *impossible(dossier.findings, day=day, today=today))
