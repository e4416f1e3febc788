"""What happened: events of an article with kind, doers, targets, place, day, figures and status.

A sentence is cut where a new clause begins; a word of the lexicon tells the kind, and a clause tells one
event. participants.py reads who did it and to whom, circumstances.py where and when, figures.py how many,
status.py how far the text vouches for it. A toll in the same sentence belongs to what caused it. Every
slot is filled only where the grammar of the clause leaves one reading; an event that has nothing of its
own beside its word ("serangan itu") is none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from briefing.extract.events.borders import VERBS, borders, governor
from briefing.extract.events.circumstances import day, opening, place
from briefing.extract.events.event_words import LISTS, Cue, EventWords, event_words
from briefing.extract.events.figures import Count, counts, figure
from briefing.extract.events.lines import Line, Naming, lines
from briefing.extract.events.participants import Parts, parts
from briefing.extract.events.status import Standing, asks, awaited, behind, conditional, standing
from briefing.extract.sentences.chunks import ChunkKind
from briefing.lexicon import Lexicon
from briefing.lexicon.dates import DateMention
from briefing.model import (
    Article,
    Claim,
    Event,
    Evidence,
    Findings,
    Participant,
    Reading,
    Status,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

DETERMINED = 2
"""So many words may stand between "akibat" and the noun of the cause: "akibat | sebuah aksi | penembakan"."""
LATER = 16
"""How far behind a verb the word may stand that makes it an event: "menetapkan … | sebagai tersangka"."""
FAR = 14
"""So many words may stand between what fell and "jatuh": "pesawat | yang membawa 11 orang | jatuh"."""
NAMED = ("actor", "doer", "person", "official", "authority")
"""What an entry may need that place and figures don't give."""
FULL = 10
"""An ISO day has so many letters."""
FAR_BACK = 180
WEEKDAY = "weekday"
"""The rule of a weekday alone, which of a plan may be this week's or the next."""
NEAR = 6
"""So many words may stand between a verb and the thing that it takes."""
GRANTING = ("light", "takes", "border", "saying")
GOVERNING = ("hypothetical", "planned", "denied")


@dataclass(slots=True)
class Draft:
    """An event before it becomes a record; places are words of its line."""

    cue: Cue
    clause: tuple[int, int]
    parts: Parts
    read: Standing
    """The status that the clause tells by itself; `standing` is that with what is around it."""
    standing: Standing = field(default_factory=Standing)
    span: tuple[int, int] = (0, 0)
    counts: list[Count] = field(default_factory=list)
    place: tuple[int, int] | None = None
    day: DateMention | None = None
    targets: list[Naming] = field(default_factory=list)
    own: list[tuple[int, int]] = field(default_factory=list)
    """The words that tell it and its toll."""
    claim: Claim | None = None


@dataclass(slots=True)
class Claims:
    """The claims of an article, found by an offset."""

    claims: Sequence[Claim]
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.claims = sorted(self.claims, key=lambda c: c.evidence.start)
        self.starts = [c.evidence.start for c in self.claims]

    def at(self, start: int, end: int) -> Claim | None:
        """The claim whose content holds the words; of two in each other the inner."""
        first = bisect_right(self.starts, start)
        for claim in reversed(self.claims[max(0, first - 3) : first]):
            if end <= claim.evidence.end:
                return claim
        return None


def events(doc: Doc, lexicon: Lexicon, found: Findings) -> Findings:
    """The findings with the article's events, numbered in reading order."""
    if not all(name in lexicon.lists for name in LISTS):
        return found
    words = event_words(lexicon)
    claims = Claims(found.claims)
    told: list[Event] = []
    for line in lines(doc, lexicon, found):
        for draft in drafts(line, words, claims):
            if draft.day is not None and _far(draft.day, found.article.published):
                draft.day = None
            told.append(_event(found, line, draft, f"e{len(told) + 1}"))
    return replace(found, events=tuple(told))


def _far(day: DateMention, published: str | None) -> bool:
    """Whether a day without a year would lie so far back that another year may be meant."""
    if day.explicit or not day.weekday or published is None or len(day.value) < FULL:
        return False
    return abs((date.fromisoformat(published[:FULL]) - date.fromisoformat(day.value)).days) > FAR_BACK


def drafts(line: Line, words: EventWords, claims: Claims) -> list[Draft]:
    """The events of a line, in reading order."""
    cues = list(_cues(line, words))
    if not cues or asks(line):
        return []
    read = list(_read(line, cues, words))
    for draft in read:
        start, end = line.words[draft.cue.begin].start, line.words[draft.cue.end - 1].end
        draft.claim = claims.at(start, end)
    told = _one_a_clause(_with_causes(line, read, words))
    kept = _filled(line, told, words)
    return _filled(line, kept, words) if len(kept) < len(told) else kept


def _filled(line: Line, told: list[Draft], words: EventWords) -> list[Draft]:
    """The drafts with their words and slots, without those that turn out to be no events of their own."""
    _partition(line, told)
    starts = [d.span[0] for d in told]
    for draft in told:
        draft.counts, draft.standing = [], draft.read
    for count in counts(line, words):
        here = bisect_right(starts, count.begin)
        _counted(count, told[max(0, here - 2) : here])
    open_ = conditional(line, words)
    for draft in told:
        kinds = Counter(c.of for c in draft.counts)
        draft.counts = [c for c in draft.counts if kinds[c.of] == 1]
        _settle(line, draft, words)
        _vouch(line, draft, words, conditional=open_)
        if draft.standing.status is Status.PLANNED and draft.day is not None and draft.day.rule == WEEKDAY:
            draft.day = None
    return [d for d in told if not d.standing.open and _stands(line, d)]


def _cues(line: Line, words: EventWords) -> Iterator[Cue]:
    """The words that tell events; of the entries of one word that whose thing stands with it."""
    at = 0
    while at < len(line.words):
        cues = words.cues(line.words, at, headline=line.headline)
        cue = next((c for c in cues if _taken(line, c, words)), None)
        if cue is None or _inside_name(line, at):
            at += 1
        else:
            yield cue
            at = cue.end


def _inside_name(line: Line, at: int) -> bool:
    """Whether a word is part of a name of more than one word."""
    return line.words[at].cap and not line.headline and at > 0 and line.words[at - 1].cap


def _read(line: Line, cues: Sequence[Cue], words: EventWords) -> Iterator[Draft]:
    """A draft for each cue that tells an event where it stands."""
    cut = borders(line, words)
    before: Draft | None = None
    for number, cue in enumerate(cues):
        here = bisect_right(cut, cue.begin)
        begin, after = cut[here - 1], cut[here]
        read = parts(line, cue, words)
        if cue.form == "noun" and not _granted(line, cue, read, words):
            continue
        floor = max(begin, cues[number - 1].end if number else 0)
        if floor == begin:
            floor = governor(line, cue.begin, cut, words)
        draft = Draft(
            cue=cue,
            clause=(begin, max(after, read.end)),
            parts=read,
            read=_status(line, cue, floor, read.end, words),
            own=[(cue.begin, cue.end)],
        )
        if before is not None:
            _same_subject(line, before, draft, words)
        draft.targets = list(draft.parts.targets)
        if cue.entry.get("needs") in NAMED and not _stands(line, draft):
            continue
        yield draft
        before = draft


def _status(line: Line, cue: Cue, floor: int, end: int, words: EventWords) -> Standing:
    """The status that the clause itself tells; of a noun whose phrase ends at `end`, also behind it."""
    if cue.form == "noun":
        carried = words.back("light", line.words, cue.begin) < cue.begin
        if not carried and (said := behind(line, end, words)) is not None:
            return said
        if cue.is_("toll") and words.back("takes", line.words, cue.begin) < cue.begin:
            return Standing()
    return standing(line, cue.begin, floor, words)


def _granted(line: Line, cue: Cue, read: Parts, words: EventWords) -> bool:
    """Whether a noun tells that it was: carried by a light verb, taken for granted, or a subject."""
    if not (read.doers or read.targets or read.place or words.closed(line, read.end)):
        return False
    before = cue.begin
    if line.headline or before == 0 or not line.words[before - 1].text[-1].isalnum():
        return True
    return any(words.back(role, line.words, before) < before for role in GRANTING)


def _taken(line: Line, cue: Cue, words: EventWords) -> bool:
    """Whether a verb has the thing that its entry wants: "menembakkan | dua rudal"."""
    later = cue.entry.values.get("later")
    if later and not _later(line, cue.end, later):
        return False
    takes = cue.entry.values.get("takes")
    if not takes:
        return True
    if cue.form in ("passive", "state"):
        near = range(max(0, cue.begin - (NEAR if cue.form == "passive" else FAR)), cue.begin)
        return any(not words.things(line, at).isdisjoint(takes) for at in near)
    at = cue.end
    while at - cue.end <= NEAR:
        if things := words.things(line, at):
            return not things.isdisjoint(takes)
        step = line.numbers[at][0] if at in line.numbers else words.at("between", line.words, at)
        if step == at:
            return False
        at = step
    return False


def _later(line: Line, at: int, later: Sequence[str]) -> bool:
    """Whether one of the words follows in the sentence, before its next mark but a comma or bracket."""
    ahead = " ".join(w.low for w in line.words[at : at + LATER])
    return any(f" {words} " in f" {ahead} " for words in later)


def _same_subject(line: Line, before: Draft, draft: Draft, words: EventWords) -> None:
    """ "Israel menyerang Suriah dan | menangkap …": who did the first did the second too."""
    begin = draft.clause[0]
    joint = words.at("joint", line.words, begin)
    if line.low(begin) == ",":
        joint = begin + 1
    plain = before.cue.form in ("active", "bare") and draft.cue.form in ("active", "bare")
    if plain and joint == draft.cue.begin and before.parts.doers and not draft.parts.doers:
        draft.parts = replace(draft.parts, doers=before.parts.doers)
        if before.read.status is not Status.REPORTED and draft.read.status is Status.REPORTED:
            draft.read = before.read


def _with_causes(line: Line, read: Sequence[Draft], words: EventWords) -> list[Draft]:
    """The drafts without those that a cause in the same sentence takes in: a toll and what caused it."""
    causes = [d for d in read if d.cue.is_("toll")]
    begins = [c.cue.begin for c in causes]
    kept: list[Draft] = []
    for draft in read:
        if not draft.cue.is_("into") or not causes:
            kept.append(draft)
            continue
        here = bisect_right(begins, draft.cue.begin)
        near = causes[max(0, here - 1) : here + 1]
        cause = min(near, key=lambda c: abs(c.cue.begin - draft.cue.begin))
        people = [t for t in draft.parts.targets if t.person]
        apart = people and not _by_it(line, cause, draft, words)
        if cause.claim != draft.claim or apart or not _linked(line, cause, draft, words):
            kept.append(draft)
            continue
        cause.targets += people
        cause.own.append((draft.cue.begin, draft.cue.end))
        if cause.cue.form == "noun" and cause.read.status is Status.REPORTED:
            cause.read = draft.read
        cause.clause = min(cause.clause[0], draft.clause[0]), max(cause.clause[1], draft.clause[1])
    return kept


def _linked(line: Line, cause: Draft, toll: Draft, words: EventWords) -> bool:
    """Whether a toll told first is said to be of this cause, and of nothing that is told before it."""
    at, begin = toll.cue.end, cause.cue.begin
    if begin < at:
        return True
    while at < begin:
        after = max(words.at(role, line.words, at) for role in ("cause", "takes"))
        spell = after in line.numbers and not line.numbers[after][1].counts
        if after > at and not spell:
            near = begin - after <= DETERMINED and all(
                line.words[i].text.isalpha() for i in range(after, begin)
            )
            return near or (cause.cue.form in VERBS and at == cause.clause[0])
        at += 1
    return begin - toll.cue.end <= DETERMINED


def _by_it(line: Line, cause: Draft, toll: Draft, words: EventWords) -> bool:
    """Whether one who died did so in the event named: "tewas | dalam serangan", "tewas | dibunuh"."""
    begin = cause.cue.begin
    before = words.back("cause", line.words, begin)
    passive = cause.cue.form == "passive" and begin == toll.cue.end
    return passive or (before < begin and toll.cue.end <= before)


def _one_a_clause(read: Sequence[Draft]) -> list[Draft]:
    """One event a clause: the verb before the noun, the first before the second."""
    kept: list[Draft] = []
    for draft in read:
        twin = next((k for k in kept[-2:] if _one_clause(k, draft)), None)
        if twin is None:
            kept.append(draft)
        elif twin.cue.form == "noun" and draft.cue.form in VERBS and not twin.cue.is_("toll"):
            kept[kept.index(twin)] = draft
    return kept


def _one_clause(one: Draft, two: Draft) -> bool:
    return one.clause[0] <= two.cue.begin < one.clause[1]


def _partition(line: Line, told: Sequence[Draft]) -> None:
    """The words that tell each event: the sentence, or from its clause to the next event's."""
    for number, draft in enumerate(told):
        begin = 0 if number == 0 else draft.clause[0]
        end = told[number + 1].clause[0] if number + 1 < len(told) else len(line.words)
        if number and end > begin + 1 and not line.words[begin].text.isalnum():
            begin += 1
        if draft.claim is not None:
            begin = max(begin, line.index(draft.claim.evidence.start))
            end = min(end, line.index(draft.claim.evidence.end))
        draft.span = (min(begin, draft.cue.begin), max(end, draft.cue.end))


def _counted(count: Count, told: Sequence[Draft]) -> None:
    """Give a figure to the event in whose words it stands; a toll only to one that may have it."""
    tolled, kinds = bool(count.entry.values.get("toll")), count.entry.values.get("kinds")
    for draft in told:
        if not (
            draft.cue.is_("toll") or draft.cue.is_("into") if tolled else draft.cue.kind in (kinds or ())
        ):
            continue
        if draft.span[0] <= count.begin < draft.span[1]:
            draft.counts.append(count)
            return


def _settle(line: Line, draft: Draft, words: EventWords) -> None:
    """Fill place and day from the event's own clause."""
    begin = max(draft.clause[0], draft.span[0])
    end = min(draft.clause[1], draft.span[1])
    draft.place = draft.parts.place or place(line, draft.cue.end, end, words, draft.own)
    if draft.place is None and begin == draft.span[0]:
        draft.place = opening(line, begin, words)
    draft.day = day(line, (begin, draft.span[1]), draft.cue.begin, words, draft.own)


def _vouch(line: Line, draft: Draft, words: EventWords, *, conditional: bool) -> None:
    """The status from what is around the event: a condition, its claim, who is said to say it."""
    if draft.standing.open:
        return
    if draft.standing.status is Status.REPORTED and awaited(line, draft.clause[0], words):
        draft.standing = Standing(open=True)
        return
    role = words.acts.get(draft.claim.act, "claimed") if draft.claim else None
    if (role in GOVERNING and words.at("takes", line.words, draft.clause[0]) > draft.clause[0]) or (
        role in GOVERNING and _relative(line, draft, words)
    ):
        role = "claimed"
    vouched = draft.standing.status in (Status.REPORTED, Status.CLAIMED)
    if (conditional and vouched) or (role == "hypothetical" and draft.standing.status is Status.PLANNED):
        draft.standing = Standing(status=Status.HYPOTHETICAL)
    elif draft.standing.status is Status.REPORTED:
        if role is None and _said(line, draft, words):
            role = "claimed"
        if (
            role == "takes"
            and draft.claim is not None
            and draft.cue.begin > line.index(draft.claim.evidence.start)
        ):
            role = "claimed"
        if role is not None and role != "takes":
            draft.standing = Standing(status=Status(role))


def _unsaid(line: Line, at: int, cue: int, words: EventWords) -> bool:
    """Whether the verb of saying is denied, or its clause ends first: "belum | membeberkan"."""
    ended = any(line.low(i) == "," for i in range(at + 2, cue))
    return ended or any(words.back(role, line.words, at) < at for role in ("denied", "open"))


def _relative(line: Line, draft: Draft, words: EventWords) -> bool:
    """Whether the event only describes what is asked for: "meminta 36 orang yang | ditangkap …"."""
    begin = max(draft.clause[0], draft.cue.begin - NEAR)
    return any(words.at("relative", line.words, at) > at for at in range(begin, draft.cue.begin))


def _said(line: Line, draft: Draft, words: EventWords) -> bool:
    """Whether the clause is what somebody says: "X mengatakan | …", "…, kata X", "Gedung Putih: …"."""
    begin, end = draft.clause
    told = words.says(line, begin) and begin < draft.cue.begin
    if (
        line.quoted(draft.cue.begin)
        or (told and not _unsaid(line, begin, draft.cue.begin, words))
        or (
            words.at("that", line.words, begin) > begin
            and any(words.says(line, at) for at in range(max(0, begin - 8), begin))
        )
    ):
        return True
    named = line.named.get(0)
    if line.headline and named is not None and line.low(named.end) == ":" and begin >= named.end:
        return True
    return line.low(end - 1) == "," and end < len(line.words) and words.ends_with(line, end)


def _stands(line: Line, draft: Draft) -> bool:
    """Whether it has what its entry needs to be an event of its own."""
    doers, targets = draft.parts.doers, draft.targets
    slots = {
        "slot": bool(doers or targets or draft.place or draft.counts),
        "actor": bool(doers or targets) or draft.parts.someone,
        "doer": bool(doers),
        "figure": bool(draft.counts),
        "actor or figure": bool(doers or targets or draft.counts),
        "place": bool(draft.place),
        "place or figure": bool(draft.place or draft.counts),
        "person": any(n.person for n in targets) or (bool(doers) and draft.parts.someone),
        "person or figure": any(n.person for n in targets) or bool(draft.counts) or draft.parts.someone,
        "person or official": any(n.person for n in targets)
        or any(not n.person or n.actor.role for n in doers),
        "official": any(not n.person or n.actor.role for n in doers),
        "authority": any(not n.person or _in_office(line, n) for n in doers),
    }
    return slots.get(draft.cue.entry.get("needs"), True)


def _in_office(line: Line, name: Naming) -> bool:
    """Whether somebody is named with his office: "Presiden | Donald Trump"."""
    chunk = line.chunks_to.get(name.begin)
    return chunk is not None and chunk.kind is ChunkKind.OFFICE


# --- the record --------------------------------------------------------------------------------


def _event(found: Findings, line: Line, draft: Draft, number: str) -> Event:
    """The record of a draft; `number` is its id ("e1")."""
    article = found.article
    rule = f"event {draft.cue.form}: {draft.cue.entry.where}"

    def at(begin: int, end: int, rule: str = rule) -> Evidence:
        return Evidence(
            article=article.id, start=line.words[begin].start, end=line.words[end - 1].end, rule=rule
        )

    marker = draft.standing.marker
    return Event(
        id=number,
        kind=draft.cue.kind,
        status=draft.standing.status,
        evidence=_told(article, line, draft, rule),
        cue=at(draft.cue.begin, draft.cue.end),
        doers=_participants(draft.parts.doers),
        targets=_participants(draft.targets),
        place=None if draft.place is None else _place(article, at(*draft.place, "event place")),
        date=None if draft.day is None else _day(article, draft.day),
        figures=tuple(figure(article.id, line, c) for c in draft.counts),
        claim=draft.claim.id if draft.claim else None,
        marker=at(*marker, f"status: {draft.standing.status}") if marker else None,
    )


def _told(article: Article, line: Line, draft: Draft, rule: str) -> Evidence:
    """The words that tell it: the headline, or its part of the sentence within the claim."""
    if line.headline:
        start, end = line.paragraph.start, line.paragraph.end
    else:
        first, last = draft.span if draft.cue.form != "noun" else (0, len(line.words))
        while last - 1 > first and _loose(line, first, last - 1):
            last -= 1
        start, end = line.words[first].start, line.words[last - 1].end
        if draft.claim is not None:
            start = max(start, draft.claim.evidence.start)
            end = min(end, draft.claim.evidence.end)
    return Evidence(article=article.id, start=start, end=end, rule=rule)


def _loose(line: Line, first: int, at: int) -> bool:
    """Whether a mark at the end belongs to nothing before it: no bracket that was opened."""
    text = line.words[at].text
    return not any(c.isalnum() for c in text) and not (
        text == ")" and any(w.text == "(" for w in line.words[max(first, at - 12) : at])
    )


def _participants(names: Sequence[Naming]) -> tuple[Participant, ...]:
    first: dict[str, Naming] = {}
    for name in names:
        first.setdefault(name.actor.id, name)
    return tuple(Participant(actor=i, evidence=n.evidence) for i, n in first.items())


def _place(article: Article, evidence: Evidence) -> Reading:
    return Reading(value=article.words(evidence), evidence=evidence)


def _day(article: Article, mention: DateMention) -> Reading:
    evidence = Evidence(
        article=article.id, start=mention.start, end=mention.end, rule=f"date: {mention.rule}"
    )
    return Reading(value=mention.value, evidence=evidence)
