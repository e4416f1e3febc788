"""Whether everything printed is borne out by the words of the span that it cites.

The brief is read anew, from the record alone: nothing of the extraction is called. `fields` has a
check for every field of type `Cited`, and a field without one is reported as unchecked: there are
no silent gaps. Beyond single fields, what the brief refers to must be there, and agree.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefing import lexicon
from briefing.lexicon.dates import find_dates
from briefing.lexicon.numbers import find_numbers
from briefing.model import (
    Article,
    Brief,
    Cited,
    EntryKind,
    EventItem,
    FigureItem,
    Mention,
    MilitaryItem,
    Problem,
    Statement,
    Voice,
)
from briefing.verify import standards
from briefing.verify.agreeing import agreeing
from briefing.verify.changing import changing
from briefing.verify.events import events
from briefing.verify.fields import CHECKS, bears_out, even, language_of, stands_for
from briefing.verify.figures import figures
from briefing.verify.front import front
from briefing.verify.inputs import inputs
from briefing.verify.items import details
from briefing.verify.judging import judged, judging, lets_pass
from briefing.verify.page import Page, page
from briefing.verify.refusal import Refusal, Thing, of_list, of_source, of_thing
from briefing.verify.repeating import repeating
from briefing.verify.speaking import attributes, speaking

KINDS = {Statement: "statement", MilitaryItem: "military", EventItem: "event"}
"""The kind of a line of the chronology, by what it refers to."""

__all__ = ["CHECKS", "Refusal", "bears_out", "refusals", "stands_for", "verify"]


def verify(brief: Brief, *, user_folder: Path | None = None) -> tuple[Problem, ...]:
    """What in the brief is not borne out by its sources; empty when all of it is.

    `user_folder` has the user's own word lists: a word of theirs means what they say.
    """
    return tuple(refusal.problem() for refusal in refusals(brief, user_folder=user_folder))


def refusals(brief: Brief, *, user_folder: Path | None = None) -> Iterator[Refusal]:
    """The same, each with the item and field that it is about: what a maker of briefs has to leave out.

    Readings that an analyst judged himself stand under his name, and are not held against the source.
    """
    own = judged(brief)
    found = _refusals(brief, user_folder=user_folder)
    yield from (refusal for refusal in found if not lets_pass(own, refusal))
    yield from judging(brief)


def _refusals(brief: Brief, *, user_folder: Path | None = None) -> Iterator[Refusal]:
    articles = {s.number: s.article for s in brief.sources}
    yield from _sources(brief)
    for place, thing, field, cited in _cited(brief):
        article = articles.get(cited.citation.source)
        reason = (
            f"cites source {cited.citation.source}, which is not there"
            if article is None
            else bears_out(field, cited, article)
        )
        if reason:
            yield of_thing(thing, field, reason, cited, where=f"{place}, {field}")
    voices = {v.entity: v for v in reversed(brief.voices)}
    for statement in brief.statements:
        yield from _statement(statement, voices, articles)
    for item in brief.military:
        yield from _military(item, articles)
    yield from standards.marking(brief)
    yield from standards.citations(brief)
    yield from _references(brief)
    yield from _chronology(brief)
    yield from agreeing(brief)
    pages = _pages(brief)
    yield from speaking(brief, pages)
    yield from attributes(brief, pages)
    yield from details(brief, pages, user_folder=user_folder)
    yield from events(brief)
    yield from front(brief)
    yield from repeating(brief)
    yield from figures(brief)
    yield from changing(brief)
    yield from inputs(brief)


def _pages(brief: Brief) -> dict[int, Page]:
    """Every article as it is read anew, with the voices that are named in it."""
    of: dict[int, list[Voice]] = {}
    for voice in brief.voices:
        for number in voice.sources:
            of.setdefault(number, []).append(voice)
    return {s.number: page(s.article, of.get(s.number, ()), source=s.number) for s in brief.sources}


def _cited(brief: Brief) -> Iterator[tuple[str, Thing, str, Cited]]:
    """Every `Cited` in the brief with what it is in and its field, found by type: none can be forgotten."""
    for name in ("statements", "voices", "military", "events", "digests"):
        for n, item in enumerate(getattr(brief, name), start=1):
            for field in dataclasses.fields(item):
                for inner, cited in _flat(field.name, getattr(item, field.name)):
                    yield f"{name} {n}", item, inner, cited


def _flat(name: str, value: Any) -> Iterator[tuple[str, Cited]]:
    """Every `Cited` in a field's value with the name of its own field."""
    if isinstance(value, Cited):
        yield name, value
    elif isinstance(value, tuple):
        for part in value:
            yield from _flat(name, part)
    elif isinstance(value, Mention | FigureItem):
        for field in dataclasses.fields(value):
            yield from _flat(field.name, getattr(value, field.name))


def _sources(brief: Brief) -> Iterator[Refusal]:
    passed_on: dict[int, set[str]] = {}
    for s in brief.statements:
        passed_on.setdefault(s.source, set()).update(c.value for c in s.chain)
    for n, source in enumerate(brief.sources, start=1):
        article = source.article
        if source.number != n:
            yield of_source(n, None, f"is numbered {source.number}")
        if article.id != _text_id(article.text):
            yield of_source(n, None, "has another text than the one it was read as")
        if any(not 0 <= p.start < p.end <= len(article.text) for p in article.paragraphs):
            yield of_source(n, None, "has a paragraph outside its text")
        for reading in article.header:
            if not _header(reading.field, reading.value, reading.words, article):
                yield of_source(n, reading.field, f"{reading.value!r} is not in {reading.words!r}")
        yield from (of_source(n, field, reason) for field, reason in _head_fields(article))
        if not set(source.carried) <= passed_on.get(n, set()):
            yield of_source(n, "carried", "names an outlet that no statement came through")


def _text_id(text: str) -> str:
    """What an article's id is made of, worked out here anew."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _header(field: str, value: str, words: str, article: Article) -> bool:
    """Whether words of the head tell the value: a day told in any form, an outlet by any of its names."""
    if field == "published":
        mentions = find_dates(words, published=article.published, language=language_of(article))
        return value[:10] in words or any(m.value == value[:10] for m in mentions) or _same(value, words)
    if field not in _HEAD_TEXTS or even(value) in even(words):
        return True
    names = _signatures(language_of(article)).get(even(value), ()) if field == "outlet" else ()
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", even(words)) for name in names)


def _same(value: str, words: str) -> bool:
    """Whether words name the day, or the moment, of a value as machines write them (RFC 3339, RFC 5322)."""
    try:
        told = datetime.fromisoformat(words.strip().replace("/", "-"))
    except ValueError:
        try:
            told = parsedate_to_datetime(words)
        except (ValueError, TypeError, IndexError, OverflowError):
            return False
    day = datetime.fromisoformat(value)
    if told.date() == day.date():
        return True
    zoned = told.utcoffset() is not None and day.utcoffset() is not None
    return zoned and abs(told - day).total_seconds() < 60


@lru_cache(maxsize=8)
def _signatures(language: str) -> Mapping[str, tuple[str, ...]]:
    """By an outlet's usual name, the forms in which it signs."""
    entries = lexicon.load(language).lists.get("outlets", ())
    return {
        even(e.get("name")): tuple(even(word) for word in (*e.words, e.get("domain")) if word)
        for e in entries
    }


_HEAD_TEXTS = ("author", "authors", "outlet", "title", "dateline")


def _head_fields(article: Article) -> Iterator[tuple[str, str]]:
    """Fields of the head that no reading of the head bears out."""
    readings = {(r.field, r.value) for r in article.header}
    fields = {name for name, _ in readings}
    for field in ("published", "outlet"):
        value = getattr(article, field)
        if value and field in fields and (field, value) not in readings:
            yield field, f"{value!r} is not what was read from the head"


def _statement(
    statement: Statement, voices: Mapping[str, Voice], articles: Mapping[int, Article]
) -> Iterator[Refusal]:
    own = [statement.text, statement.speaker, statement.named, statement.cue, *statement.chain]
    if any(c.citation.source != statement.source for c in own if c):
        yield of_thing(statement, None, f"cites another source than its own, {statement.source}")
    if (statement.entity is None) != (statement.speaker is None):
        yield of_thing(statement, None, "has a speaker without a voice, or a voice without a speaker")
    voice = voices.get(statement.entity) if statement.entity else None
    if statement.speaker and voice and not _speaks(statement.speaker, voice):
        reason = f"{statement.speaker.value!r} is no name of {voice.name.value!r}"
        yield of_thing(statement, "speaker", reason)
    for mention, reason in _about(statement, voices, articles):
        yield of_thing(statement, "about", reason, mention.named)


def _about(
    statement: Statement, voices: Mapping[str, Voice], articles: Mapping[int, Article]
) -> Iterator[tuple[Mention, str]]:
    """Those whom a statement is said to name: others than its speaker, and named by its own words."""
    told = statement.text.citation
    for mention in statement.about:
        words, voice = mention.named.citation, voices.get(mention.entity)
        if words.source != told.source or not (told.start <= words.start and words.end <= told.end):
            yield mention, f"{mention.named.value!r} is not in the statement's words"
        elif voice is None or mention.entity == statement.entity:
            yield mention, f"{mention.named.value!r} is nobody, or the speaker himself"
        elif words.source in articles and not stands_for(mention.named.value, voice, articles[words.source]):
            yield mention, f"{mention.named.value!r} does not name {voice.name.value!r}"


def _speaks(speaker: Cited, voice: Voice) -> bool:
    return speaker.value in {voice.name.value, *(c.value for c in voice.also)}


def _military(item: MilitaryItem, articles: dict[int, Article]) -> Iterator[Refusal]:
    if item.text.citation.source != item.source:
        yield of_thing(item, None, f"cites another source than its own, {item.source}")
    if item.quantity_words is None:
        if item.quantity is not None:
            yield of_thing(item, "quantity", f"{item.quantity:g} cites no words")
        return
    article = articles.get(item.quantity_words.citation.source)
    if article is None:
        return
    found = find_numbers(item.quantity_words.value, lexicon.load(language_of(article)))
    if (item.quantity, item.low, item.high) not in [(n.value, n.low, n.high) for n in found]:
        reason = f"{item.quantity} is not the number in {item.quantity_words.value!r}"
        yield of_thing(item, "quantity", reason)


def _references(brief: Brief) -> Iterator[Refusal]:
    """Ids and numbers: everything that is referred to is there, and only once."""
    entities = {v.entity for v in brief.voices}
    numbers = {s.number for s in brief.sources}
    for name, ids in (
        ("statements", [s.id for s in brief.statements]),
        ("military", [m.id for m in brief.military]),
    ):
        if len(set(ids)) != len(ids):
            yield of_list(name, "has an id twice")
    said: dict[str | None, set[str]] = {}
    for statement in brief.statements:
        said.setdefault(statement.entity, set()).add(statement.id)
    for voice in brief.voices:
        where = f"voice {voice.name.value}"
        if set(voice.statements) != said.get(voice.entity, set()):
            yield of_thing(voice, None, "has not all of its statements, or others", where=where)
        if not set(voice.sources) <= numbers:
            yield of_thing(voice, None, "names a source that is not there", where=where)
    for statement in brief.statements:
        if statement.entity is not None and statement.entity not in entities:
            yield of_thing(statement, None, "has a speaker who is not among the voices")
    for story in brief.stories:
        if len(set(story.sources) & numbers) != len(story.sources) or len(story.sources) < 2:
            reason = "is not of two sources that are there, or more"
            yield of_list(f"story {story.number}", reason, part="stories", number=story.number)


def _chronology(brief: Brief) -> Iterator[Refusal]:
    """Each line's day is the day of what it refers to, which cites its words."""
    things = {t.id: t for made in (brief.statements, brief.military, brief.events) for t in made}
    published = {s.number: (s.article.published or "")[:10] for s in brief.sources}
    for n, entry in enumerate(brief.chronology, start=1):
        thing = things.get(entry.item or "")
        if thing is None:
            right = entry.item is None and entry.kind is EntryKind.PUBLICATION
            right = right and published.get(entry.source) == entry.date != ""
        else:
            told = thing.said_on if isinstance(thing, Statement) else thing.date
            right = entry.kind.value == KINDS[type(thing)] and thing.source == entry.source
            right = right and told is not None and told.value == entry.date
        if not right:
            where, reason = f"chronology {n}", f"{entry.date} is not the day of what it refers to"
            yield of_thing(thing, "day", reason, where=where) if thing else of_list(where, reason)
    published_days = sorted(s.article.published[:10] for s in brief.sources if s.article.published)
    period = (published_days[0], published_days[-1]) if published_days else None
    if brief.period != period:
        yield of_list("period", f"{brief.period} is not the sources' first and last day")
