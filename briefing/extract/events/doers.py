"""Who may act in a sentence: the states and groups that own, fire, train, send, buy or sell.

A state behind "ke", "terhadap", "di" suffers or hosts and is never taken. Groups that are no state
have no code: where one of them is the doer there are no operators.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefing.extract.sentences.grammar import AND, Grammar, nation_list
from briefing.extract.sentences.terms import Piece
from briefing.lexicon.countries import CountryMention, FormKind
from briefing.model import Actor, ActorKind, record

ACTIVE_VERB = re.compile(r"me[mnlr]\w{3,}|meng\w{3,}")
PAST = 3
"""So many pieces may stand between a state and its verb ("AS | kini tengah | mengirim")."""
LINKS = frozenset({"yang", *AND})
"""Behind a state that suffers they begin what another does: "menyerang Iran | dan | menewaskan …"."""


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
            if begin <= m.start < end
            and not _inside(m.start, off)
            and not _undergoes(row, m.start, m.end, grammar)
        ]
    for start, stop in subjects:
        if _behind_nation(row, start):
            continue
        names = [p for p in row if start <= p.start < stop and p.kind == "name"]
        if names and not any(d.end > start and d.start < stop for d in found):
            found.append(Doer(start=names[0].start, end=names[-1].end, states=()))
    found += [d for d in _groups(row, grammar) if not _inside(d.start, off)]
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
        if not _suffers(row, at, after, grammar) and not _no_doer(row, at, after, grammar):
            found.append(Doer(start=row[at].start, end=row[after - 1].end, states=states(nations, "doer")))
        at = after
    return found


def _undergoes(row: Sequence[Piece], start: int, end: int, grammar: Grammar) -> bool:
    """Whether an actor is named where it suffers, not acts: "menahan | tentara Israel"."""
    places = [n for n, p in enumerate(row) if start <= p.start < end]
    return bool(places) and _suffers(row, places[0], places[-1] + 1, grammar)


def _groups(row: Sequence[Piece], grammar: Grammar) -> list[Doer]:
    """Armed people of no state who act: "sekelompok | militan | Rohingya menyerang …"."""
    found: list[Doer] = []
    for at in range(len(row)):
        after = at + grammar.run(row, at, "group")
        if after > at and not grammar.back(row, at, "group") and not _beside_state(row, at):
            while after < len(row) and row[after].kind in ("name", "nation"):
                after += 1
            if not _suffers(row, at, after, grammar):
                found.append(Doer(start=row[at].start, end=row[after - 1].end, states=()))
    return found


def _beside_state(row: Sequence[Piece], at: int) -> bool:
    """Whether it acts beside a state's: "Pasukan Suriah | dan | milisi" is an act of Syria's too."""
    return at > 1 and row[at - 1].low in AND and row[at - 2].nation is not None


def _suffers(row: Sequence[Piece], at: int, after: int, grammar: Grammar) -> bool:
    """Behind "ke", "terhadap", "dari", or the owner of what stands there: "menahan | pasukan | Rusia".

    Behind a verb it suffers unless it has a verb of its own: "menyerang AS", but "menuduh AS mengirim …".
    """
    first = at
    while first > 0 and (step := _before(row, first, grammar)):
        if row[first - 1].entries and row[first - 1].entries[0].get("form"):
            break
        first -= step
    if first == 0:
        return False
    if verb_at(row, first - 1, grammar):
        told = grammar.back(row, first, "report") and not grammar.back(row, first, "target")
        return bool(row[first - 1].entries) or not (told or acts(row, after, grammar))
    away = any(grammar.back(row, first, role) for role in ("target", "backed")) or _backs(row, first, grammar)
    return bool(away or row[first - 1].low in ("dari", "dengan"))


def _backs(row: Sequence[Piece], at: int, grammar: Grammar) -> bool:
    """Whether it lends what somebody else uses: "didukung | serangan udara | AS"."""
    return at > 1 and bool(row[at - 1].entries) and grammar.back(row, at - 1, "backed") > 0


def _before(row: Sequence[Piece], at: int, grammar: Grammar) -> int:
    """How many pieces before a state belong to what it owns: "sejumlah | pasukan | AS"."""
    owned = grammar.back(row, at, "service") or int(bool(row[at - 1].entries))
    return owned or grammar.back(row, at, "quantifier")


def acts(row: Sequence[Piece], at: int, grammar: Grammar) -> bool:
    """Whether a verb follows from here on: "AS | mengeskalasi", "Korut | terus menjadi"."""
    begin = at
    while at < len(row) and at - begin <= PAST and (step := grammar.run(row, at, "auxiliary")):
        if row[at].low in LINKS:
            return False
        at += step
    return verb_at(row, at, grammar)


def verb_at(row: Sequence[Piece], at: int, grammar: Grammar) -> bool:
    """Whether a verb in its active form stands there; "menjelang" and "melalui" only look like one."""
    found = at < len(row) and row[at].kind != "name" and ACTIVE_VERB.match(row[at].low) is not None
    return found and not grammar.run(row, at, "no verb")


def _no_doer(row: Sequence[Piece], at: int, after: int, grammar: Grammar) -> bool:
    """Part of an outlet's name ("CNN Indonesia"), or a capital set off by marks: "TEMPO.CO, Jakarta - "."""
    nation = row[at].nation
    before = row[at - 1] if at else None
    group = at
    while group > 0 and row[group - 1].kind == "name":
        group -= 1
    if grammar.back(row, group, "group") or grammar.run(row, group, "group"):
        return True  # "militan Suriah", "Milisi Syiah Irak"
    if before is not None and before.text.isupper() and before.kind == "name":
        return not grammar.back(row, at, "service")
    if nation is None or nation.kind is not FormKind.CAPITAL:
        return False
    marks = [p.kind == "mark" for p in (*row[at - 1 : at], *row[after : after + 1])]
    return any(marks) or (at == 0 and after < len(row) and row[after].kind == "name")


def _of(actor: Actor) -> tuple[State, ...]:
    """His state; a group has none, whatever land it is of ("Pasukan Demokratik Suriah")."""
    if actor.country is None or actor.kind is ActorKind.GROUP:
        return ()
    evidence = actor.country.evidence
    return (State(code=actor.country.value, start=evidence.start, end=evidence.end, rule="doer's state"),)


def states(nations: Iterable[CountryMention], rule: str) -> tuple[State, ...]:
    """The countries as states, with the rule that found them."""
    return tuple(State(code=n.code, start=n.start, end=n.end, rule=rule) for n in nations)
