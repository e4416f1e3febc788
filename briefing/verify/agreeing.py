"""What a record says of its cited words, read anew: manner, act, status, how exact a number is, whose it is.

Quotations and names may all be in place and a line still mislead: the outlet's words as a quotation, a plan
as a fact, one item's number on another. A word that our lists do not know is nobody's fault: a user's own
lists may have it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from briefing import lexicon
from briefing.lexicon.numbers import find_numbers
from briefing.model import (
    ActorKind,
    Article,
    Brief,
    Cited,
    DifferenceKind,
    EntryKind,
    EventItem,
    MilitaryItem,
    Mode,
    ParagraphKind,
    Statement,
    Status,
    Voice,
)
from briefing.verify.fields import even, language_of
from briefing.verify.refusal import Refusal, of_list, of_source, of_thing
from briefing.verify.words import inside, said_of

_QUOTES = "\"“”„‟«»‘’'`´[("
DENIES = "denies"
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_SAFE = ("https://", "http://", "mailto:")


def agreeing(brief: Brief) -> Iterator[Refusal]:
    """Where the record says other than its own words, or other than the rest of it."""
    articles = {s.number: s.article for s in brief.sources}
    people = {v.entity: v for v in brief.voices if v.kind is ActorKind.PERSON}
    for statement in brief.statements:
        if statement.source in articles:
            yield from _statement(statement, articles[statement.source], people)
    for item in brief.military:
        if item.source in articles:
            yield from _item(item, articles[item.source])
    for number, article in articles.items():
        yield from _head(number, article)
    yield from _digests(brief, articles)
    yield from _lists(brief)
    yield from _differences(brief)
    yield from _links(brief)


# --- statements ----------------------------------------------------------------------------


def _statement(statement: Statement, article: Article, people: Mapping[str, Voice]) -> Iterator[Refusal]:
    start = statement.text.citation.start
    before = article.text[:start].rstrip()[-1:] if 0 <= start <= len(article.text) else ""
    if statement.mode is Mode.DIRECT and before not in _QUOTES:
        reason = "is given as a quotation, and no quotation mark opens before its words"
        yield of_thing(statement, "mode", reason)
    acts = said_of(article, "act", statement.cue)
    if acts and statement.act not in acts:
        reason = f"{statement.act!r} is not what {_told(statement.cue)!r} says"
        yield of_thing(statement, "act", reason)
    yield from _of_one_source(statement, ("said_on", "role", "country", "body"))
    named = even(statement.named.value) if statement.named else ""
    own = people.get(statement.entity or "")
    if own is None or not _names(own, named):
        others = (v for v in people.values() if v is not own and " " in v.name.value)
        if own and any(named.endswith(even(v.name.value)) for v in others):
            reason = f"{statement.named and statement.named.value!r} names somebody else"
            yield of_thing(statement, "speaker", reason)


def _names(voice: Voice, words: str) -> bool:
    """Whether some part of the voice's names stands among the words."""
    parts = {even(part) for c in (voice.name, *voice.also) for part in c.value.split() if len(part) > 1}
    return any(_whole(part, words) for part in parts)


def _whole(part: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(even(part))}(?!\w)", words) is not None


# --- military items ------------------------------------------------------------------------


def _item(item: MilitaryItem, article: Article) -> Iterator[Refusal]:
    if (item.status is Status.REPORTED) != (item.marker is None):
        reason = f"{item.status.value!r} does not go with {_told(item.marker) or 'no words'!r}"
        yield of_thing(item, "status", reason)
    known = said_of(article, "status", item.marker)
    if known and item.status.value not in known:
        reason = f"{item.status.value!r} is not what {_told(item.marker)!r} says"
        yield of_thing(item, "status", reason)
    for field in ("quantity_words", "name"):
        cited: Cited | None = getattr(item, field)
        if cited and not inside(cited, item.text):
            yield of_thing(item, field, f"{cited.value!r} is not of the item's own words", cited)
    yield from _of_one_source(item, ("marker", "place", "date"))
    for operator in item.operators:
        if operator.citation.source != item.source:
            yield of_thing(item, "operators", f"cites another source than its own, {item.source}", operator)
    if item.quantity_words and item.quantity is not None:
        found = find_numbers(item.quantity_words.value, lexicon.load(language_of(article)))
        if found and item.qualifier not in {n.qualifier for n in found if n.value == item.quantity}:
            reason = f"{item.qualifier.value!r} is not in {item.quantity_words.value!r}"
            yield of_thing(item, "qualifier", reason)
    if item.unit and not all(word in even(item.text.value) for word in even(item.unit).split()):
        yield of_thing(item, "unit", f"{item.unit!r} is not in {item.text.value!r}")


def _of_one_source(thing: Statement | MilitaryItem, names: Collection[str]) -> Iterator[Refusal]:
    for name in names:
        cited: Cited | None = getattr(thing, name)
        if cited and cited.citation.source != thing.source:
            yield of_thing(thing, name, f"cites another source than its own, {thing.source}", cited)
        if cited and name in {"date", "said_on"} and not _DAY.fullmatch(cited.value):
            yield of_thing(thing, name, f"{cited.value!r} is no ISO date", cited)


def _told(cited: Cited | None) -> str:
    return cited.value if cited else ""


# --- the rest of the record ----------------------------------------------------------------


def _head(number: int, article: Article) -> Iterator[Refusal]:
    """Title, place and authors stand in the text, or in the words that were read from the file's head."""
    titles = [p for p in article.paragraphs if p.kind is ParagraphKind.TITLE]
    told = [article.text[p.start : p.end] for p in titles]
    if even(article.title or "") != even(told[0] if told else ""):
        yield of_source(number, "title", f"{article.title!r} is not the text's own")
    words = even(" ".join([article.text, *(reading.words for reading in article.header)]))
    for field, value in (("dateline", article.dateline), *(("authors", name) for name in article.authors)):
        if value and even(value) not in words:
            yield of_source(number, field, f"{value!r} stands nowhere in the file")


def _digests(brief: Brief, articles: Mapping[int, Article]) -> Iterator[Refusal]:
    for n, digest in enumerate(brief.digests, start=1):
        if digest.source not in articles or any(c.citation.source != digest.source for c in digest.sentences):
            reason = f"has sentences of another source than its own, {digest.source}"
            yield of_thing(digest, None, reason, where=f"digest {n}")


def _lists(brief: Brief) -> Iterator[Refusal]:
    """Numbers run on, every day stands in the chronology once."""
    for name, things in (("statements", brief.statements), ("military", brief.military)):
        if [thing.number for thing in things] != list(range(1, len(things) + 1)):
            yield of_list(name, "are not numbered in their order")
    dated = {s.id for s in brief.statements if s.said_on} | {m.id for m in brief.military if m.date}
    items = [e.item for e in brief.chronology if e.item]
    published = [e.source for e in brief.chronology if e.kind is EntryKind.PUBLICATION]
    events = {e.id for e in brief.events if e.date}
    # Older records have no events in it.
    whole = (sorted(dated), sorted(dated | events))
    if sorted(items) not in whole or len(set(published)) != len(published):
        yield of_list("chronology", "has not every dated statement, item and event once")
    if not _DAY.fullmatch(brief.date):
        yield of_list("date", f"{brief.date!r} is no ISO date")


def _differences(brief: Brief) -> Iterator[Refusal]:
    """Accounts that are said to differ do: figures of one thing in one story, or what others deny."""
    said = {s.id: s for s in brief.statements}
    items = {m.id: m for m in brief.military}
    happened = {e.id: e for e in brief.events}
    articles = {s.number: s.article for s in brief.sources}
    for difference in brief.differences:
        where = f"difference {difference.number}"
        if difference.told:
            continue  # of events: `figures` looks at them
        if difference.kind is DifferenceKind.DENIAL:
            first, *denials = difference.items
            asserted = said.get(first) or happened.get(first)
            if not denials or not all(_denies(said.get(d), asserted, articles) for d in denials):
                reason = "is not of a statement and of its denials by others"
                yield of_list(where, reason, part="differences", number=difference.number)
            continue
        found = [items[item] for item in difference.items if item in items]
        sources = {item.source for item in found}
        one_story = any(sources <= set(story.sources) for story in brief.stories)
        alike = len({item.kind for item in found}) == 1 and len(sources) == len(difference.items)
        if not (alike and one_story and len({item.quantity for item in found} - {None}) > 1):
            reason = "is not of several figures for one kind of thing in the sources of one story"
            yield of_list(where, reason, part="differences", number=difference.number)


def _denies(
    denial: Statement | None, said: Statement | EventItem | None, articles: Mapping[int, Article]
) -> bool:
    """Whether somebody denies something, or says that there is none of it, which another asserts."""
    if denial is None or said is None:
        return False
    entry = lexicon.load(language_of(articles[denial.source])).lists.get("agreement", ())
    none = [w for e in entry if e.get("role") == "denial" for w in e.words]
    denies = denial.act == DENIES or any(_whole(words, even(denial.text.value)) for words in none)
    return denies and (
        isinstance(said, EventItem) or (said.act != DENIES and _speaks(denial) != _speaks(said))
    )


def _speaks(statement: Statement) -> str:
    """Who says it: somebody known, else by the words that name nobody."""
    return statement.entity or (even(statement.named.value) if statement.named else "")


def _links(brief: Brief) -> Iterator[Refusal]:
    """Notes have something in them, and lead to nothing that a browser would run."""
    for note in brief.notes.sections if brief.notes else ():
        if not note.blocks:
            yield of_list("notes", f"have a section {note.kind.value!r} with nothing in it")
        for block in note.blocks:
            for run in block.runs:
                if run.url is not None and not run.url.casefold().startswith(_SAFE):
                    reason = f"leads to {run.url[:60]!r}, which is no page and no address"
                    yield of_list(f"note {block.number}", reason)
