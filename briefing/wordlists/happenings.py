"""The examples of the word lists of events, tried on the real rules."""

from __future__ import annotations

import re
from dataclasses import replace

from briefing import language
from briefing.extract.actors import actors
from briefing.extract.claims import claims
from briefing.extract.events.happenings import events
from briefing.extract.events.military import military
from briefing.lexicon import Entry, Lexicon, load
from briefing.model import Article, Event, Findings, Paragraph, ParagraphKind

PUBLISHED = "2017-12-08"
NOTHING = "zzz"
"""A word that means nothing, put in place of one whose work is tried."""


def fires(entry: Entry, text: str) -> bool:
    """Whether the entry does its work in a text.

    Words that tell an event must tell one. Words around it must matter: with a word that means nothing in
    their place, or the one that the entry has as `instead`, the text is read differently.
    """
    lexicon, title = _with(entry), bool(entry.values.get("headline"))
    found = _read(text, lexicon, title=title)
    if entry.get("kind"):
        return any(e.evidence.rule.endswith(f" {entry.where}") for e in found)
    instead = entry.get("instead", NOTHING)
    slots = [_slots(e) for e in found]
    return bool(found) and any(
        [_slots(e) for e in _read(pattern.sub(instead, text, count=1), lexicon, title=title)] != slots
        for word in entry.words
        if (pattern := re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)).search(text)
    )


def _slots(event: Event) -> tuple[object, ...]:
    """What an event tells, without where."""
    people = [[p.actor for p in side] for side in (event.doers, event.targets)]
    figures = [(f.of, f.low, f.high, f.qualifier) for f in event.figures]
    place, date = (r.value if r else None for r in (event.place, event.date))
    return event.kind, event.status, people, figures, place, date


def read(entry: Entry, text: str) -> Findings:
    """What is read in a text of one paragraph with the entry among the word lists."""
    return _findings(text, _with(entry), title=False)


def _with(entry: Entry) -> Lexicon:
    """The lexicon with the entry in it, which may come from a user's folder."""
    base, name = load("id"), entry.where.split("/")[-1].partition(".toml")[0]
    if entry in base[name].entries:
        return base
    longer = replace(base[name], entries=(entry, *base[name].entries))
    return Lexicon("id", {**base.lists, name: longer})


def _read(text: str, lexicon: Lexicon, *, title: bool) -> tuple[Event, ...]:
    return _findings(text, lexicon, title=title).events


def _findings(text: str, lexicon: Lexicon, *, title: bool) -> Findings:
    """The events and military details of a text of one paragraph, or of a headline."""
    kind = ParagraphKind.TITLE if title else ParagraphKind.BODY
    whole = Paragraph(number=0 if title else 1, kind=kind, start=0, end=len(text))
    article = Article(
        id="example",
        source="example",
        text=text,
        paragraphs=(whole,),
        language="id",
        digest="-",
        published=PUBLISHED,
    )
    doc = language.read(article)
    found = claims(doc, lexicon, actors(doc, lexicon, Findings(article=article)))
    return military(doc, lexicon, events(doc, lexicon, found))
