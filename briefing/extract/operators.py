"""Whose weapons, troops and strikes they are: the states that own, fire, train, send, buy or sell.

Read from the phrase itself where it names them; else from who stands before it in the sentence as
doer; else from what the article has been speaking of. A state behind "ke", "terhadap", "di" suffers
or hosts and is never taken. Groups that are no state have no code: where one of them is the doer
there are no operators.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from briefing.extract.grammar import AND, Grammar, nation_list
from briefing.extract.phrase import ITEMS, Phrase
from briefing.extract.terms import Piece
from briefing.lexicon.countries import CountryMention, FormKind
from briefing.model import Actor, ActorKind, record

PAIRED = len(" dengan ")
"""Two states with no more than this between them are named as a pair."""
SENTENCE_MARKS = frozenset(',.;:!?"“”')
JOINT = frozenset({"exercise", "operation", "strike"})
"""Events that two sides do together: a partner is an operator too."""


@record
class State:
    """A state's code and the words it was read from."""

    code: str
    start: int
    end: int
    rule: str


@record
class Doer:
    """Somebody in a sentence who may act, with his states: none for a group that is no state."""

    start: int
    end: int
    states: tuple[State, ...]


def doers(
    row: Sequence[Piece],
    actors: Iterable[Actor],
    covered: Iterable[tuple[int, int]],
    grammar: Grammar,
    *,
    subjects: Iterable[tuple[int, int]] = (),
) -> tuple[Doer, ...]:
    """Who may act in a sentence, in reading order.

    `covered` are the targets and places in it; `subjects` the stretches before its verbs: a name there
    that belongs to no known state acts too ("Houthi menembakkan …").
    """
    off = tuple(covered)
    found = [d for d in _nations(row, grammar) if not _inside(d.start, off)]
    begin, end = row[0].start, row[-1].end
    for actor in actors:
        if actor.kind is ActorKind.COUNTRY or (actor.country is None and actor.kind is not ActorKind.GROUP):
            continue
        found += [
            Doer(start=m.start, end=m.end, states=_of(actor))
            for m in actor.mentions
            if begin <= m.start < end and not _inside(m.start, off)
        ]
    for start, stop in subjects:
        if _behind_nation(row, start):
            continue
        names = [p for p in row if start <= p.start < stop and p.kind == "name"]
        if names and not any(d.end > start and d.start < stop for d in found):
            found.append(Doer(start=names[0].start, end=names[-1].end, states=()))
    return tuple(sorted(found, key=lambda d: (d.start, d.end)))


def _behind_nation(row: Sequence[Piece], start: int) -> bool:
    """Whether the name goes on with what a state owns: "kapal perang AS The Porter dan The Cole"."""
    at = next((i for i, p in enumerate(row) if p.start >= start), 0)
    while at > 0 and (row[at - 1].kind == "name" or row[at - 1].low in (*AND, ",")):
        at -= 1
    return at > 0 and row[at - 1].nation is not None


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _nations(row: Sequence[Piece], grammar: Grammar) -> list[Doer]:
    found: list[Doer] = []
    at = 0
    while at < len(row):
        if row[at].nation is None:
            at += 1
            continue
        nations, after = nation_list(row, at)
        if not _suffers(row, at, grammar) and not _no_doer(row, at, after, grammar):
            found.append(Doer(start=row[at].start, end=row[after - 1].end, states=_states(nations, "doer")))
        at = after
    return found


def _suffers(row: Sequence[Piece], at: int, grammar: Grammar) -> bool:
    """Behind "ke", "terhadap", "dari", or the owner of what stands there: "menahan | pasukan | Rusia"."""
    while at > 0 and (step := grammar.back(row, at, "service") or int(bool(row[at - 1].entries))):
        if row[at - 1].entries and row[at - 1].entries[0].get("form"):
            break
        at -= step
    away = any(grammar.back(row, at, role) for role in ("target", "backed"))
    return at > 0 and bool(away or row[at - 1].low in ("dari", "dengan"))


def _no_doer(row: Sequence[Piece], at: int, after: int, grammar: Grammar) -> bool:
    """Part of an outlet's name ("CNN Indonesia"), or a capital set off by marks: "TEMPO.CO, Jakarta - "."""
    nation = row[at].nation
    before = row[at - 1] if at else None
    if before is not None and before.text.isupper() and before.kind == "name":
        return not grammar.back(row, at, "service")
    if nation is None or nation.kind is not FormKind.CAPITAL:
        return False
    marks = [p.kind == "mark" for p in (*row[at - 1 : at], *row[after : after + 1])]
    return any(marks) or (at == 0 and after < len(row) and row[after].kind == "name")


def _of(actor: Actor) -> tuple[State, ...]:
    if actor.country is None:
        return ()
    evidence = actor.country.evidence
    return (State(code=actor.country.value, start=evidence.start, end=evidence.end, rule="doer's state"),)


def _states(nations: Iterable[CountryMention], rule: str) -> tuple[State, ...]:
    return tuple(State(code=n.code, start=n.start, end=n.end, rule=rule) for n in nations)


@dataclass(slots=True)
class Spoken:
    """What the article has said so far: its topic, the states it named, whose each named thing is."""

    topic: tuple[State, ...] = ()
    named: tuple[State, ...] = ()
    """Every state of the article in reading order."""
    owned: dict[str, tuple[State, ...]] = field(default_factory=dict)
    """The operators of things that were told, by designation and by type."""

    def both(self, before: int) -> tuple[State, ...]:
        """Who "kedua negara" are: the pair named last ("Rusia-Ukraina"), else the two states named last."""
        named = [s for s in self.named if s.start < before]
        for one, two in reversed(list(pairwise(named))):
            if two.start - one.end <= PAIRED and one.code != two.code:
                return one, two
        last: dict[str, State] = {}
        for state in reversed(named):
            last.setdefault(state.code, state)
        return tuple(reversed(list(last.values())[:2]))


def operators(
    phrase: Phrase, acting: Sequence[Doer], spoken: Spoken, grammar: Grammar
) -> tuple[tuple[State, ...], str]:
    """The states behind a phrase, and how they were found: told, doer, known, topic or none."""
    told = _told(phrase)
    if phrase.both and not phrase.owners:
        return spoken.both(phrase.start), "told"
    if phrase.kind == "casualties":
        return _unique(told or _dead(phrase, acting)), "told"
    if phrase.definite and not told:
        known = next((spoken.owned[k] for k in keys(phrase) if k in spoken.owned), ())
        return known or spoken.topic, "known"
    if phrase.entry.get("trade") == "purchase":
        buyer = _states(phrase.owners, "owner") or _traders(phrase, acting, spoken)
        return _unique([*buyer, *_sellers(phrase)]), "told"
    if told and not _with_partner_only(phrase):
        return _unique(told), "told"
    if phrase.foreign and not told:
        return (), "told"
    outside, how = _outside(phrase, acting, spoken, grammar)
    return _unique([*outside, *told]), how


def _told(phrase: Phrase) -> list[State]:
    """What the phrase itself says: its owners; for an event its partners, or the owners of its items."""
    own = [*_states(phrase.owners, "owner"), *_states(phrase.sources, "source")]
    if phrase.kind in JOINT or phrase.kind == "facility":
        own += _states(phrase.partners, "partner")
    if not own and phrase.kind in ("test", "deployment", "supply"):
        own = [s for inner in phrase.inner for s in _told(inner)]
    return own


def _with_partner_only(phrase: Phrase) -> bool:
    """ "latihan gabungan dengan Korea Selatan": who trains with them stands outside the phrase."""
    return len(phrase.partners) == 1 and not phrase.owners and not phrase.sources


def _outside(
    phrase: Phrase, acting: Sequence[Doer], spoken: Spoken, grammar: Grammar
) -> tuple[tuple[State, ...], str]:
    """Known from before by name or "itu"; shared with its neighbour in a list; else who acts before it."""
    named, kind = keys(phrase)[0], keys(phrase)[-1]
    if phrase.designation and named in spoken.owned:
        return spoken.owned[named], "known"
    if shared := _shared(phrase):
        return shared, "told"
    if phrase.kind == "facility" and phrase.targets:
        return _states(phrase.targets, "where it stands"), "told"
    row = phrase.row
    before = [d for d in acting if d.start < row[phrase.head].start]
    if phrase.kind == "facility" and grammar.back(row, phrase.first, "target"):
        before = []  # what is done there is done by others
    if before and grammar.back(row, phrase.first, "against"):
        other = tuple(s for s in spoken.topic if s.code not in {x.code for x in before[-1].states})
        before = [d for d in before if d.states != before[-1].states]
        if not before:
            return other, "topic"
    if before and not _receives(phrase, before[-1], grammar):
        return before[-1].states, "doer"
    if phrase.makers:
        return _states(phrase.makers, "maker"), "maker"
    if kind in spoken.owned:
        return spoken.owned[kind], "known"
    return tuple(s for s in spoken.topic if s.start < phrase.start), "topic"


def keys(phrase: Phrase) -> tuple[str, ...]:
    """Under what a thing is known: its designation, then its type."""
    row = phrase.row
    kind = " ".join(p.low for p in row[phrase.head : phrase.type_end + 1]).removesuffix("nya")
    named = [
        p.low
        for p in row[phrase.first : phrase.last + 1]
        if phrase.name and phrase.name[0] <= p.start < phrase.name[1]
    ]
    return (" ".join(named), kind) if named else (kind,)


def _shared(phrase: Phrase) -> tuple[State, ...]:
    """ "pesawat pengebom B-52 dan jet tempur | Amerika": the last of a list speaks for those before it."""
    row, at = phrase.row, phrase.last + 1
    if phrase.kind not in ITEMS or at + 1 >= len(row) or row[at].low not in AND:
        return ()
    for piece in row[at + 1 : at + 6]:
        if piece.nation is not None:
            return _states([piece.nation], "shared owner")
        if not piece.entries and piece.number is None and piece.kind != "designation":
            return ()
    return ()


def _receives(phrase: Phrase, doer: Doer, grammar: Grammar) -> bool:
    """ "Ukraina tidak akan mendapatkan rudal …": who gets a thing does not have it yet."""
    row = phrase.row
    return any(
        grammar.run(row, place, "receive")
        for place in range(len(row))
        if doer.end <= row[place].start < phrase.start
    )


def _traders(phrase: Phrase, acting: Sequence[Doer], spoken: Spoken) -> tuple[State, ...]:
    """Who buys and sells as the sentence names them before the purchase; the last two at most."""
    before = [s for d in acting if d.start < phrase.row[phrase.head].start for s in d.states]
    return _unique(reversed(before))[:2] if before else spoken.topic


def _dead(phrase: Phrase, acting: Sequence[Doer]) -> tuple[State, ...]:
    """The state of one who is named as killed, or of soldiers: whoever was struck in their sentence."""
    if phrase.name is None:
        if not any(e.get("kind") == "unit" for e in phrase.row[phrase.head].entries):
            return ()
        struck = [p.nation for p in phrase.row[: phrase.first] if p.nation is not None]
        doing = {s.code for d in acting for s in d.states}
        return _states([n for n in struck if n.code not in doing][-1:], "struck")
    return next((d.states for d in acting if phrase.start <= d.start < phrase.row[phrase.head].start), ())


def _sellers(phrase: Phrase) -> tuple[State, ...]:
    """For a purchase the seller is an operator beside the buyer."""
    sellers = [*phrase.sources, *phrase.makers]
    for inner in phrase.inner:
        sellers += [*inner.sources, *inner.makers]
    row = phrase.row
    for at in range(phrase.last + 1, len(row)):
        if row[at].text in SENTENCE_MARKS:
            break
        nation = row[at].nation
        if nation is not None and row[at - 1].low in ("dari", "dengan"):
            sellers.append(nation)
    return _states(sellers, "seller")


def _unique(states: Iterable[State]) -> tuple[State, ...]:
    found: dict[str, State] = {}
    for state in states:
        found.setdefault(state.code, state)
    return tuple(found.values())
