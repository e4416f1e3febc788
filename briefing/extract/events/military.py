"""Military details of an article: weapons, platforms, exercises, tests, strikes, deployments, supplies,
casualties, facilities, operations and units, with number, name, operators, place, day and status.

A grammar, not a list of catchwords: terms of the lexicon are heads, noun_phrases.py grows noun phrases
around them, verb_clauses.py reads events that a verb tells, operators.py finds whose they are, merging.py
leaves one detail for one thing. Words that are military only in company ("serangan", "pasukan")
count only where the article speaks of unmistakable things as well; see `_gate`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from briefing.extract.events import verb_clauses
from briefing.extract.events.borders import borders, governor
from briefing.extract.events.circumstances import day, nearest_day
from briefing.extract.events.event_words import EventWords, event_words
from briefing.extract.events.lines import Line, lines
from briefing.extract.events.merging import Draft, merge
from briefing.extract.events.noun_phrases import ITEMS, NAMES, Phrase, read_phrase
from briefing.extract.events.operators import (
    JOINT,
    KNOWN,
    Doer,
    Scene,
    Spoken,
    State,
    doers,
    keys,
    of_actor,
    of_outlet,
    operators,
)
from briefing.extract.events.small_words import Roles, Sentence, roles_of, sentence
from briefing.extract.events.status import behind, standing
from briefing.extract.sentences.reading import example
from briefing.extract.sentences.row import Item, Kind, Text, read_text
from briefing.extract.sentences.terms import TERM_LISTS
from briefing.language import read as tokens
from briefing.lexicon import Entry, Lexicon, load
from briefing.lexicon.countries import CountryMention, FormKind
from briefing.lexicon.dates import DateMention
from briefing.model import (
    Actor,
    ActorKind,
    Article,
    Event,
    Evidence,
    Findings,
    MilitaryDetail,
    MilitaryKind,
    ParagraphKind,
    Quantity,
    Reading,
    Status,
    record,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

READ = frozenset({ParagraphKind.BODY, ParagraphKind.CAPTION, ParagraphKind.STANDFIRST})
WITH_STATE = frozenset({ActorKind.PERSON, ActorKind.ORGANISATION})
LONGEST = 250
"""A sentence of more words is read in pieces, so that no text takes more than its share of time."""
LONGEST_ASIDE = 4
VIOLENT = frozenset({"attack", "clash", "casualties", "seizure or arrest", "launch or test"})
"""Kinds of event in which whoever does it strikes, too."""
TERMS = (Kind.TERM, Kind.SHIP, Kind.DESIGNATION)


def military(doc: Doc, lexicon: Lexicon, found: Findings) -> Findings:
    """The findings with the article's military details, numbered in reading order."""
    if not all(name in lexicon.lists for name in (*TERM_LISTS, "numbers", "dates")):
        return found
    drafts = read(doc, lexicon, found)
    details = tuple(detail(found.article, draft, f"m{n}") for n, draft in enumerate(drafts, start=1))
    return replace(found, military=details, events=tuple(_holding(found.events, details)))


def _holding(events: Sequence[Event], details: Sequence[MilitaryDetail]) -> Iterator[Event]:
    """Each event with the details that lie within its words."""
    ordered = sorted(details, key=lambda d: d.evidence.start)
    starts = [d.evidence.start for d in ordered]
    for event in events:
        first = bisect_left(starts, event.evidence.start)
        last = bisect_left(starts, event.evidence.end)
        inside = [d.id for d in ordered[first:last] if d.evidence.end <= event.evidence.end]
        yield replace(event, military=tuple(inside))


class Mentions:
    """What else was read in an article: who may act, who says it aside, which events it tells."""

    def __init__(self, found: Findings) -> None:
        acting = [
            a for a in found.actors if a.kind is ActorKind.GROUP or (a.country and a.kind in WITH_STATE)
        ]
        self._named = sorted(((m.start, m.end, a) for a in acting for m in a.mentions), key=lambda m: m[:2])
        self._starts = [start for start, _, _ in self._named]
        self.groups = {start: end for start, end, actor in self._named if actor.kind is ActorKind.GROUP}
        aside = [c.named for c in found.claims if c.named and (c.evidence.rule or "").startswith("aside:")]
        self._asides = sorted((n.start, n.end) for n in aside)
        self.events = {e.cue.start: e for e in found.events}
        self.actors = {a.id: a for a in found.actors}

    def within(self, row: Sentence) -> Sequence[tuple[int, int, Actor]]:
        """The actors named in a sentence."""
        return self._named[bisect_left(self._starts, row[0].start) : bisect_left(self._starts, row[-1].stop)]

    def event(self, phrase: Phrase) -> Event | None:
        """The event that a phrase tells, if its head is the word of one."""
        row, heads = phrase.row, (phrase.head, phrase.verb)
        starts = [row[at].start for at in heads if at is not None] if phrase.kind not in ITEMS else []
        return next((self.events[start] for start in starts if start in self.events), None)

    def deed(self, event: Event | None) -> tuple[State, ...] | None:
        """The states of who does an event; none where it names nobody."""
        doers = [(self.actors[d.actor], d.evidence) for d in event.doers] if event is not None else []
        found = [replace(s, start=e.start, end=e.end, rule="doer") for a, e in doers for s in of_actor(a)]
        group = any(actor.kind is ActorKind.GROUP for actor, _ in doers)
        return tuple(found) if found or group else None

    def act(self, phrase: Phrase) -> tuple[State, ...]:
        """The states of who did the violent act that its sentence tells last before a phrase."""
        first, start = phrase.row[0].start, phrase.start
        near = [e for at, e in self.events.items() if first <= at < start and e.kind in VIOLENT]
        acts = [e for e in near if e.doers and not e.evidence.rule.startswith("event passive")]
        return (self.deed(acts[-1]) or ()) if acts else ()

    def asides(self, row: Sentence) -> Sequence[tuple[int, int]]:
        """Where it names who says it: "Menurut militer Israel, dua roket jatuh"."""
        return self._asides[
            bisect_left(self._asides, (row[0].start,)) : bisect_left(self._asides, (row[-1].stop,))
        ]


@record
class Around:
    """What a sentence holds around a phrase: who acts, who is struck, where its clauses begin."""

    mentions: Mentions
    acting: Sequence[Doer]
    struck: frozenset[str]
    cut: Sequence[int]


def read(doc: Doc, lexicon: Lexicon, found: Findings) -> tuple[Draft, ...]:
    """The drafts of an article's details."""
    text = read_text(doc, found.article, lexicon)
    if not any(_unmistakable(e, state=True) for k in TERMS for p in text.of(k) for e in p.entries):
        return ()
    roles = roles_of(text.lexicon)
    sentences = tuple(_sentences(text, lines(doc, lexicon, found), found, roles))
    weight = _gate(sentences, roles)
    if not weight:
        return ()
    named = tuple(
        State(code=p.mention.code, start=p.start, end=p.stop, rule="named before")
        for row in sentences
        for at, p in enumerate(row)
        if p.mention and not of_outlet(row, at)
    )
    counts = Counter(s.code for s in named)
    most = frozenset(code for code, n in counts.items() if n == max(counts.values()))
    spoken = Spoken(topic=named[:1], named=named, most=most)
    drafts: list[Draft] = []
    actors, words = Mentions(found), event_words(lexicon)
    for row in sentences:
        spoken.listed = _listed(row, spoken.listed)
        drafts += _drafts(row, actors, spoken, weight, words)
    return merge(_in_war(drafts), text.article.text)


def _listed(row: Sentence, before: tuple[State, ...] | None) -> tuple[State, ...] | None:
    """Whose the things of a list are: of whom the line with a colon names that introduces it."""
    if row[-1].low == ":":
        named = {p.mention.code: p for p in row if p.mention}
        return tuple(
            State(code=code, start=p.start, end=p.stop, rule="introduced") for code, p in named.items()
        )[: 2 - len(named)]
    return before if row.marked else None


def _sentences(text: Text, laid: Sequence[Line], found: Findings, roles: Roles) -> Iterator[Sentence]:
    """The sentences to read: of the body, not of titles, and not of a machine-made summary at the foot."""
    bodies = tuple(_bodies(text, found))
    begins, at = [b.begin for b in bodies], 0
    by_base = {line.base: line for line in laid}
    for line, _ in text.lines:
        begin, at = at, at + len(line.words)
        paragraph = line.sentence.paragraph
        opens = " ".join(w.low for w in line.words[:LONGEST_ASIDE]).lstrip("#* ")
        if any(opens.startswith(a) for a in roles.words["aside"]):
            return
        if paragraph.kind in READ:
            marked = any(not text.article.text[p].isalpha() for p in (paragraph.start, line.words[0].start))
            for first in range(begin, at, LONGEST):
                end = min(at, first + LONGEST)
                row = sentence(
                    text,
                    by_base[begin],
                    first,
                    end,
                    bodies[bisect_left(begins, first) : bisect_left(begins, end)],
                )
                row.marked = marked
                yield row


def _bodies(text: Text, found: Findings) -> Iterator[Item]:
    """Where the text names a body that belongs to a state ("TNI", "Pentagon") and no state in its name."""
    spans = [
        (m.start, m.end, a.country.value)
        for a in found.actors
        if a.kind is ActorKind.ORGANISATION and a.country is not None
        for m in a.mentions
    ]
    for start, end, code in sorted(spans):
        item = text.item(Kind.NATION, start, end)
        if item is not None and not text.within(Kind.NATION, item.begin, item.end):
            mention = CountryMention(start=start, end=end, code=code, kind=FormKind.NAME)
            yield item._replace(mention=mention)


def _in_war(drafts: list[Draft]) -> list[Draft]:
    """Where an article tells of strikes and of no test, what is fired is fired at somebody."""
    tested = any(d.kind == "test" and not d.phrase.entry.get("turns") for d in drafts)
    if not tested and any(d.kind == "strike" for d in drafts):
        for draft in drafts:
            if draft.phrase.entry.get("turns"):
                draft.phrase.entry = turned(draft.phrase.entry)
    return drafts


def _gate(sentences: Sequence[Sentence], roles: Roles) -> int:
    """0: no military article; 1: read what is unmistakable; 2: read what counts in company too.

    One unmistakable word may be a figure of speech; two different ones, or one in a sentence that
    names a state or a designation, are not, unless words of civil life outnumber them.
    """
    strong: set[str] = set()
    civil: set[str] = set()
    company = False
    for row in sentences:
        state = any(p.mention for p in row)
        listed = [p for p in row if p.entries]
        mine = {p.low for p in listed if any(_unmistakable(e, state=state) for e in p.entries)}
        strong |= mine
        civil |= roles.words["civil"].intersection([p.low for p in row])
        company = company or (bool(mine) and (state or any(p.kind == "designation" for p in row)))
    if len(civil) > len(strong):
        return 0
    return 2 if company or len(strong) > 1 else 1


def _unmistakable(entry: Entry, *, state: bool) -> bool:
    """Military wherever it stands; or beside a state, as soldiers are ("tentara", "pasukan")."""
    return entry.get("strength") == "strong" or (state and bool(entry.values.get("beside_state")))


def _drafts(row: Sentence, actors: Mentions, spoken: Spoken, weight: int, words: EventWords) -> list[Draft]:
    nouns = list(noun_phrases(row))
    told = [*told_by_verbs(row, nouns), *(_named_group(p, actors.groups) for p in nouns)]
    suffering = [n for p in told for n in (*p.targets, *(p.owners if p.kind == "casualties" else ()))]
    targets = [(n.start, n.end) for n in suffering]
    subjects = [(row[p.first].start, row[p.head].start) for p in told if p.entry.get("form") == "verb"]
    around = Around(
        mentions=actors,
        acting=doers(row, actors.within(row), [*targets, *actors.asides(row)], subjects=subjects),
        struck=_struck(told),
        cut=borders(row.line, words),
    )
    traded: dict[int, tuple[State, ...]] = {}
    sent: dict[int, tuple[State, ...]] = {}
    drafts: list[Draft] = []
    for phrase in (p for p in told if counts(p, weight) and not said_elsewhere(p, told)):
        draft = _draft(phrase, around, spoken, told, words)
        if phrase.head in traded:
            draft.operators = traded[phrase.head]
        elif phrase.kind in ITEMS and drafts and row.back(phrase.first, "instrument"):
            draft.operators = (
                draft.operators if draft.found == "told" else _wielding(drafts) or draft.operators
            )
        if phrase.entry.get("trade"):
            traded.update(dict.fromkeys((i.head for i in phrase.inner), draft.operators))
        if phrase.entry.get("form") == "passive" and draft.found == "doer":
            sent.update(dict.fromkeys((i.head for i in phrase.inner), draft.operators))
        draft.operators = draft.operators or sent.get(phrase.head, ())
        drafts.append(draft)
    _share_status(drafts)
    return [d for d in drafts if not _only_meant(d)]


def _wielding(drafts: Sequence[Draft]) -> tuple[State, ...]:
    """Whose a thing is by which an act is done: "menyerang markas itu | dengan helikopter tempur"."""
    acts = (
        d for d in reversed(drafts) if d.kind in ("strike", "test") and d.phrase.entry.get("form") == "verb"
    )
    return next((d.operators for d in acts), ())


def _struck(told: Sequence[Phrase]) -> frozenset[str]:
    """The states that attacks in a sentence are aimed at, or whose bases they hit."""
    strikes = [p for p in told if p.kind == "strike"]
    hit = [n for p in strikes for i in p.inner if i.kind == "facility" for n in i.owners]
    return frozenset(n.code for n in [*hit, *(n for p in strikes for n in p.aimed)])


def _share_status(drafts: Sequence[Draft]) -> None:
    """What a verb's clause holds is as sure as the clause: no tank was sent that an army "batal mengirim"."""
    for whole in drafts:
        clause = whole.phrase
        if clause.entry.get("form") not in ("verb", "passive") or whole.status is Status.REPORTED:
            continue
        for part in drafts:
            inside = clause.head < part.phrase.head <= clause.last or part.phrase in clause.inner
            if inside and part.status is Status.REPORTED:
                part.status, part.marker = whole.status, whole.marker


def _named_group(phrase: Phrase, groups: Mapping[int, int]) -> Phrase:
    """The phrase with an armed group's whole name ("Pasukan | Demokratik Suriah"), or with it as its owner
    and not as its name ("pangkalan udara | ISIS").
    """
    begin = phrase.row[phrase.head].start
    if phrase.kind == "unit" and begin in groups:
        end = groups[begin]
        phrase.name, phrase.designation, phrase.foreign, phrase.owners = (begin, end), True, True, []
        phrase.last = max(phrase.last, *(n for n, p in enumerate(phrase.row) if p.stop <= end))
    elif phrase.name and not phrase.designation and phrase.name[0] in groups:
        phrase.name, phrase.foreign, phrase.owners = None, True, []
    return phrase


def _only_meant(draft: Draft) -> bool:
    """A strike that is only threatened, feared or denied and is not described ("menyerang Pyongyang")."""
    phrase = draft.phrase
    bare = phrase.entry.get("strength") == "weak"
    row, head = phrase.row, phrase.head
    meant = any(row.run(place, "purpose") for place in range(max(0, head - 2), head))
    if draft.kind == "strike" and bare and phrase.entry.get("form") == "verb" and meant:
        return True
    return draft.kind == "strike" and bare and draft.status not in (Status.REPORTED, Status.CLAIMED)


def _draft(
    phrase: Phrase, around: Around, spoken: Spoken, told: Sequence[Phrase], words: EventWords
) -> Draft:
    event = around.mentions.event(phrase)
    status, marker = vouched(phrase, words, around.cut)
    if event is not None and event.marker is not None:
        status, marker = event.status, (event.marker.start, event.marker.end)
    deed = around.mentions.deed(event)
    act = around.mentions.act(phrase)
    scene = Scene(acting=around.acting, struck=around.struck, deed=deed, act=act, status=status)
    states, how = operators(phrase, scene, spoken, words)
    if how == "doer" and not states:
        spoken.topic = ()
    if states and how in ("told", "doer") and phrase.kind != "casualties":
        if states[0].rule != KNOWN:
            spoken.topic, spoken.told = states, True
        if phrase.kind == "strike":
            spoken.attackers[tuple(sorted(s.code for s in states))] = states
        if phrase.kind in ITEMS:
            spoken.owned.update(dict.fromkeys(keys(phrase), states))
    return Draft(
        phrase=phrase,
        start=phrase.start,
        end=phrase.end,
        rule=f"military {phrase.kind}: {phrase.entry.where}",
        operators=states,
        found=how,
        status=status,
        marker=marker,
        place=phrase.place or _span(event.place if event is not None else None),
        date=_day(phrase, event, told, around.cut, words),
    )


def _span(told: Reading | None) -> tuple[int, int] | None:
    return None if told is None else (told.evidence.start, told.evidence.end)


def _day(
    phrase: Phrase, event: Event | None, told: Sequence[Phrase], cut: Sequence[int], words: EventWords
) -> tuple[str, int, int] | None:
    """ISO day and its words: the own one, its event's, or one of its sentence that dates no other act."""
    date = phrase.date or next((i.date for i in phrase.inner if i.date is not None), None)
    if date is None and event is not None and event.date is not None:
        return event.date.value, event.date.evidence.start, event.date.evidence.end
    date = date or _sentence_day(phrase, told, cut, words)
    return None if date is None else (date.value, date.start, date.end)


def _sentence_day(
    phrase: Phrase, told: Sequence[Phrase], cut: Sequence[int], words: EventWords
) -> DateMention | None:
    row, line = phrase.row, phrase.row.line
    begin, end = row.word(phrase.first), row.word(phrase.last + 1)
    at = row.word(phrase.head if phrase.verb is None else phrase.verb)
    clause = cut[bisect_right(cut, begin) - 1], cut[min(bisect_left(cut, end), len(cut) - 1)]
    news = phrase.kind in ("test", "strike") and phrase.entry.get("form") == "verb"
    own = day(line, clause, at, words, [(begin, end)]) or nearest_day(line, at, words, news=news)
    thing = phrase.kind in ITEMS or phrase.kind == "casualties"
    others = [p.date for p in told if p is not phrase and p.kind not in ITEMS and p.date is not None]
    return own if thing or own not in others else None


def vouched(phrase: Phrase, words: EventWords, cut: Sequence[int]) -> tuple[Status, tuple[int, int] | None]:
    """How far the text vouches for what a phrase tells, and the words that say so."""
    row, line = phrase.row, phrase.row.line
    at = row.word(phrase.head if phrase.verb is None else phrase.verb)
    noun = phrase.kind not in ITEMS and phrase.entry.get("form") == "noun"
    said = behind(line, row.word(phrase.last + 1), words) if noun else None
    if said is None or said.open:
        floor = governor(line, row.word(phrase.first), cut, words)
        said = standing(line, at, floor, words, event=False)
    if said.marker is None:
        return Status.REPORTED, None
    begin, end = said.marker
    return said.status, (line.words[begin].start, line.words[end - 1].end)


def noun_phrases(row: Sentence) -> Iterator[Phrase]:
    """Every phrase around a noun of the lexicon, in reading order; one inside another only if it counts."""
    at = 0
    while at < len(row):
        phrase = _best(row, at) if row[at].entries else None
        if phrase is None:
            at += 1
            continue
        yield phrase
        yield from (i for i in phrase.inner if i.number is not None or i.designation)
        at = phrase.core + 1


def _best(row: Sentence, at: int) -> Phrase | None:
    """The reading of a piece as a head: an item, an event, or a light noun that has its item."""
    for entry in row[at].entries:
        form = entry.get("form")
        if entry.get("kind") in ITEMS or form == "noun":
            return read_phrase(row, at, entry)
        if form in NAMES:
            return read_phrase(row, at, entry)
        if form == "light":
            phrase = read_phrase(row, at, entry)
            if phrase.inner or (phrase.kind == "test" and phrase.date is not None):
                return phrase
    return None


def told_by_verbs(row: Sentence, nouns: Sequence[Phrase]) -> Iterator[Phrase]:
    """The events that a verb tells."""
    strikes = [p.head for p in nouns if p.kind == "strike"]
    struck = attacked = bool(strikes)
    for at, piece in enumerate(row):
        for entry in piece.entries:
            clause = _clause(row, at, entry, nouns)
            if clause is None:
                continue
            if entry.get("kind") == "strike" and struck and strikes[0] < at and not clause.inner:
                continue
            gives = any(inner.entry.get("moves") == "supply" for inner in clause.inner)
            if entry.get("kind") == "deployment" and len(piece.entries) > 1 and gives:
                continue  # "mengirim tank ke Ukraina" gives them away, "mengirim kapal induk" moves it
            if entry.get("turns") and attacked:
                continue
            if entry.get("turns") and (clause.targets or _at_a_place(clause)):
                clause.entry = turned(entry)
            attacked = attacked or clause.kind == "strike"
            yield clause
            break


def _clause(row: Sentence, at: int, entry: Entry, nouns: Sequence[Phrase]) -> Phrase | None:
    match entry.get("form"):
        case "verb":
            return verb_clauses.verb_clause(row, at, entry)
        case "passive":
            return verb_clauses.passive_clause(row, at, entry, nouns)
        case "toll":
            return verb_clauses.toll(row, at, entry)
    return None


def _at_a_place(clause: Phrase) -> bool:
    """Fired at a town, not into the sea: no test."""
    row, start = clause.row, (clause.place or (-1, 0))[0]
    at = next((n for n, piece in enumerate(row) if piece.start == start), 0)
    return row.back(at, "toward") > 0 and not row.run(at, "open sea")


def turned(entry: Entry) -> Entry:
    """The same entry as the kind that it turns to: a missile fired at somebody is no test."""
    return replace(entry, values=MappingProxyType({**entry.values, "kind": entry.get("turns")}))


def counts(phrase: Phrase, weight: int) -> bool:
    """Whether a phrase says enough to be a detail."""
    entry = phrase.entry
    owned = bool(phrase.owners or phrase.sources or phrase.partners or phrase.foreign)
    told = phrase.number is not None or phrase.designation or phrase.name is not None
    weak = entry.get("strength") == "weak"
    strong = any(e.get("strength") == "strong" for piece in phrase.row for e in piece.entries)
    if weight < 2 and not (strong if weak else owned or told or phrase.inner or phrase.place):
        return False
    if entry.values.get("civil") and not (phrase.designation or _in_company(phrase)):
        return False
    match entry.get("needs"):
        case "owner":
            return owned
        case "number":
            return phrase.number is not None and (owned or phrase.number.value is not None)
        case "owner or target":
            return owned or bool(phrase.targets or phrase.date or phrase.place) or phrase.possessive
        case "name":
            return phrase.name is not None
        case "number or name":
            return told
    if entry.values.get("generic") and not phrase.inner:
        return owned or told or (phrase.kind not in ITEMS and bool(phrase.place or phrase.date))
    return True


def said_elsewhere(phrase: Phrase, told: Sequence[Phrase]) -> bool:
    """Whether another phrase tells it: a list behind "seperti", the thing it is likened to by "sebagai",
    the dead whose toll is told, a war that is spoken of as known ("perang itu").
    """
    row = phrase.row
    comma = phrase.last + 1
    listed = row.run(phrase.last, "other") and comma < len(row) and row[comma].low == ","
    if phrase.number is None and listed and row.run(comma + 1, "inclusive"):
        return True
    before = phrase.first - 1 - (row[phrase.first - 1].kind == "mark" if phrase.first else 0)
    if before > 0 and row.run(before, "likened"):
        return any(p.definite and p.kind == phrase.kind and p.last < phrase.first for p in told)
    if phrase.kind == "operation" and phrase.definite:
        return True
    if phrase.definite and phrase.kind in ITEMS and any(phrase in p.inner for p in told):
        return True
    people = phrase.entry.get("needs") == "number"
    return people and (
        phrase.definite or any(p.kind == "casualties" and p.first <= phrase.head <= p.last for p in told)
    )


def _in_company(phrase: Phrase) -> bool:
    """Whether its sentence holds something military besides."""
    return any(
        p.start != phrase.row[phrase.head].start
        and (p.kind == "designation" or e.get("strength") == "strong" or e.get("kind") in JOINT)
        for p in phrase.row
        for e in p.entries
        if e.get("form") in ("", "noun", "verb")
    )


def detail(article: Article, draft: Draft, number: str) -> MilitaryDetail:
    """The record of a draft; `number` is its id ("m1")."""

    def at(start: int, end: int, rule: str = draft.rule) -> Evidence:
        return Evidence(article=article.id, start=start, end=end, rule=rule)

    def reading(span: tuple[int, int] | None, rule: str) -> Reading | None:
        return (
            None if span is None else Reading(value=article.text[span[0] : span[1]], evidence=at(*span, rule))
        )

    phrase = draft.phrase
    name = phrase.name or next((i.name for i in phrase.inner if i.name), None) or _type(phrase)
    return MilitaryDetail(
        id=number,
        kind=MilitaryKind(draft.kind),
        status=draft.status,
        evidence=at(draft.start, draft.end),
        name=reading(name, "military name"),
        quantity=_quantity(article, draft),
        operators=tuple(
            Reading(value=s.code, evidence=at(s.start, s.end, f"operator: {s.rule}")) for s in draft.operators
        ),
        place=reading(draft.place, "military place"),
        date=None
        if draft.date is None
        else Reading(value=draft.date[0], evidence=at(draft.date[1], draft.date[2], "military date")),
        marker=None if draft.marker is None else at(*draft.marker, f"status: {draft.status}"),
    )


def _type(phrase: Phrase) -> tuple[int, int] | None:
    """The kind of thing where it has no name of its own: "rudal balistik antarbenua"."""
    if phrase.kind in ITEMS:
        last = phrase.row[phrase.type_end]
        return phrase.row[phrase.head].start, last.stop - (
            len(last.low) - len(phrase.row.stem(phrase.type_end))
        )
    inner = phrase.inner[0] if phrase.inner else None
    return _type(inner) if inner else None


def _quantity(article: Article, draft: Draft) -> Quantity | None:
    phrase = draft.phrase
    number = phrase.number or next((i.number for i in phrase.inner if i.number is not None), None)
    if number is None:
        return None
    unit = phrase.unit or next((i.unit or _type(i) for i in phrase.inner), None) or _type(phrase)
    return Quantity(
        value=number.value,
        unit=article.text[unit[0] : unit[1]] if unit else None,
        qualifier=number.qualifier,
        evidence=Evidence(article=article.id, start=number.start, end=number.end, rule=number.rule),
        low=number.low,
        high=number.high,
    )


def fires(entry: Entry, text: str) -> bool:
    """Whether the entry does its work in a text; the checker of the military word lists' examples.

    A term must be the head of a detail, or the item of one; an idiom must keep its words from being
    read; a small word must stand in a text in which a detail is read.
    """
    made = replace(example(text), published="2025-07-02")
    drafts = read(tokens(made), load("id"), Findings(article=made))
    stands = any(re.search(rf"(?<!\w){re.escape(w)}", text, re.IGNORECASE) for w in entry.words)
    if entry.where.startswith("id/military_idioms") or entry.get("role") in ("aside", "civil"):
        return stands and not drafts
    if entry.get("role"):
        return bool(drafts) and stands
    return any(_is_head(entry, phrase) for d in drafts for phrase in (d.phrase, *d.phrase.inner))


def _is_head(entry: Entry, phrase: Phrase) -> bool:
    if entry.get("form") == "people":
        return phrase.kind == "casualties" and entry in phrase.row[phrase.head].entries
    head = phrase.row[phrase.head]
    return entry.where in (
        phrase.entry.where,
        *(e.where for e in head.entries if e.get("kind") == phrase.kind),
    )
