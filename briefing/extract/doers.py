"""Who may act in a sentence: the states and groups that own, fire, train, send, buy or sell.

A state behind "ke", "terhadap", "di" suffers or hosts and is never taken. Groups that are no state
have no code: where one of them is the doer there are no operators.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.extract.grammar import AND, Grammar, nation_list
from briefing.extract.terms import Piece
from briefing.lexicon.countries import CountryMention, FormKind
from briefing.model import Actor, ActorKind, record


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
            found.append(Doer(start=row[at].start, end=row[after - 1].end, states=states(nations, "doer")))
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


def states(nations: Iterable[CountryMention], rule: str) -> tuple[State, ...]:
    """The countries as states, with the rule that found them."""
    return tuple(State(code=n.code, start=n.start, end=n.end, rule=rule) for n in nations)
