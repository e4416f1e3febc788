"""Events, read anew: kind, status, figures, who did it and to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing import lexicon
from briefing.lexicon.numbers import Number, find_numbers
from briefing.model import Article, Brief, Citation, Cited, EventItem, Qualifier, Status, Voice
from briefing.verify.fields import language_of, stands_for
from briefing.verify.refusal import Refusal, of_list, of_thing
from briefing.verify.words import inside, said_of

KINDS = ("events", "event_phrases")
"""The word lists that tell an event's kind; in others the same word may be of another kind."""

UNMARKED = (Status.REPORTED,)
CAREFUL = (Status.CLAIMED, Status.HYPOTHETICAL)
"""What needs no words of its own: the article says so itself, or it stands in somebody's words or threat."""


def events(brief: Brief) -> Iterator[Refusal]:
    """Where an event says other than its own words, or names what is not in the brief."""
    articles = {s.number: s.article for s in brief.sources}
    voices = {v.entity: v for v in brief.voices}
    details = {m.id: m.source for m in brief.military}
    said = {s.id: s.source for s in brief.statements}
    for event in brief.events:
        if event.source in articles:
            yield from _event(event, articles[event.source])
            yield from _sides(event, articles[event.source], voices)
        if any(details.get(item) != event.source for item in event.military):
            yield of_thing(event, "military", "names a detail that is not of its source")
        if event.statement is not None and said.get(event.statement) != event.source:
            yield of_thing(event, "statement", "names a statement that is not of its source")
        for citation in event.also:
            if reason := _nowhere(citation, articles):
                yield of_thing(event, "also", reason)
    if [event.number for event in brief.events] != list(range(1, len(brief.events) + 1)):
        yield of_list("events", "are not numbered in their order")
    if len({event.id for event in brief.events}) != len(brief.events):
        yield of_list("events", "has an id twice")


def _event(event: EventItem, article: Article) -> Iterator[Refusal]:
    own: list[Cited | None] = [event.text, event.cue, event.marker, event.place, event.date]
    if any(cited.citation.source != event.source for cited in own if cited):
        yield of_thing(event, None, f"cites another source than its own, {event.source}")
    if not inside(event.cue, event.text):
        yield of_thing(event, "cue", f"{event.cue.value!r} is not of the event's own words")
    kinds = said_of(article, "kind", event.cue, lists=KINDS)
    if kinds and event.kind not in kinds:
        yield of_thing(event, "kind", f"{event.kind!r} is not what {event.cue.value!r} says")
    if (event.status in UNMARKED) if event.marker else (event.status not in (*UNMARKED, *CAREFUL)):
        marker = event.marker.value if event.marker else "no words"
        yield of_thing(event, "status", f"{event.status.value!r} does not go with {marker!r}")
    stands = said_of(article, "status", event.marker)
    if stands and event.marker and event.status.value not in stands:
        yield of_thing(event, "status", f"{event.status.value!r} is not what {event.marker.value!r} says")
    for figure in event.figures:
        words, told = figure.quantity_words, (figure.low, figure.high, figure.qualifier)
        found = find_numbers(words.value, lexicon.load(language_of(article)))
        if told not in [(*bounds(n), n.qualifier) for n in (*found, *_apart(words.value, article))]:
            reason = f"{figure.low} to {figure.high} is not the number in {words.value!r}"
            yield of_thing(event, "figures", reason, words)


def _apart(words: str, article: Article) -> tuple[Number, ...]:
    """The number of words whose qualifier stands apart from it: "sedikitnya dilaporkan ada 111"."""
    first, _, rest = words.partition(" ")
    return find_numbers(f"{first} {rest.rpartition(' ')[2]}", lexicon.load(language_of(article)))


def bounds(number: Number) -> tuple[float | None, float | None]:
    """Both ends of a number: the same where it is told as it is, one open where words say so."""
    low, high = (number.low, number.high) if number.value is None else (number.value, number.value)
    if number.qualifier in {Qualifier.OVER, Qualifier.AT_LEAST}:
        return low, None
    return (None, high) if number.qualifier is Qualifier.UP_TO else (low, high)


def _sides(event: EventItem, article: Article, voices: Mapping[str, Voice]) -> Iterator[Refusal]:
    """Whoever does or suffers it is named by the words that are cited for him."""
    for field, mentions in (("doers", event.doers), ("targets", event.targets)):
        for mention in mentions:
            voice, words = voices.get(mention.entity), mention.named
            if voice is None:
                yield of_thing(event, field, f"{words.value!r} is nobody of the brief", words)
            elif words.citation.source != event.source or not stands_for(words.value, voice, article):
                yield of_thing(event, field, f"{words.value!r} does not name {voice.name.value!r}", words)


def _nowhere(citation: Citation, articles: Mapping[int, Article]) -> str | None:
    """Why a citation leads nowhere; none where it leads to words of its paragraph."""
    article = articles.get(citation.source)
    if article is None:
        return f"cites source {citation.source}, which is not there"
    start, end = citation.start, citation.end
    n = article.paragraph_at(start)
    if not 0 <= start < end <= len(article.text) or n is None:
        return f"cites {start}-{end} of a text of {len(article.text)} characters"
    return (
        None
        if article.paragraphs[n].number == citation.paragraph
        else f"is not in paragraph {citation.paragraph}"
    )
