"""Whose weapons, troops and strikes they are: the states that own, fire, train, send, buy or sell.

Read from the phrase itself where it names them; else from who stands before it in the sentence as
doer, or behind it with "oleh"; else from what the article has been speaking of.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from briefing.extract.events.phrases import ITEMS, Phrase
from briefing.extract.events.roles import Sentence, nation_list
from briefing.lexicon.countries import CountryMention, FormKind
from briefing.model import Actor, ActorKind, record

PAST = 3
"""So many pieces may stand between a state and its verb ("AS | kini tengah | mengirim")."""


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
    row: Sentence,
    actors: Iterable[tuple[int, int, Actor]],
    covered: Iterable[tuple[int, int]],
    *,
    subjects: Iterable[tuple[int, int]] = (),
) -> tuple[Doer, ...]:
    """Who may act in a sentence, in reading order.

    `covered` are the targets and places in it; `subjects` the stretches before its verbs: a name there
    that belongs to no known state acts too ("Houthi menembakkan …").
    """
    off = tuple(covered)
    found = [d for d in _nations(row) if not _inside(d.start, off)]
    found += [
        Doer(start=start, end=end, states=_of(actor))
        for start, end, actor in actors
        if not _inside(start, off) and not _undergoes(row, start, end)
    ]
    for start, stop in subjects:
        if _behind_nation(row, start):
            continue
        names = [p for p in row if start <= p.start < stop and p.kind == "name"]
        if names and not any(d.end > start and d.start < stop for d in found):
            found.append(Doer(start=names[0].start, end=names[-1].stop, states=()))
    found += [d for d in _groups(row) if not _inside(d.start, off)]
    return tuple(sorted(found, key=lambda d: (d.start, d.end)))


def _behind_nation(row: Sentence, start: int) -> bool:
    """Whether the name goes on with what a state owns: "kapal perang AS The Porter dan The Cole"."""
    at = next((i for i, p in enumerate(row) if p.start >= start), 0)
    while at > 0 and (row[at - 1].kind == "name" or row[at - 1].low == "," or row.run(at - 1, "and")):
        at -= 1
    return at > 0 and row[at - 1].mention is not None


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _nations(row: Sentence) -> list[Doer]:
    found: list[Doer] = []
    at = 0
    while at < len(row):
        if row[at].mention is None:
            at += 1
            continue
        nations, after = nation_list(row, at)
        if not _suffers(row, at, after) and not _no_doer(row, at, after):
            found.append(Doer(start=row[at].start, end=row[after - 1].stop, states=states(nations, "doer")))
        at = after
    return found


def _undergoes(row: Sentence, start: int, end: int) -> bool:
    """Whether an actor is named where it suffers, not acts: "menahan | tentara Israel"."""
    places = [n for n, p in enumerate(row) if start <= p.start < end]
    return bool(places) and _suffers(row, places[0], places[-1] + 1)


def _groups(row: Sentence) -> list[Doer]:
    """Armed people of no state who act: "sekelompok | militan | Rohingya menyerang …"."""
    found: list[Doer] = []
    for at in range(len(row)):
        after = at + row.run(at, "group")
        if after > at and not row.back(at, "group") and not _beside_state(row, at):
            while after < len(row) and row[after].kind in ("name", "nation"):
                after += 1
            if not _suffers(row, at, after):
                found.append(Doer(start=row[at].start, end=row[after - 1].stop, states=()))
    return found


def _beside_state(row: Sentence, at: int) -> bool:
    """Whether it acts beside a state's: "Pasukan Suriah | dan | milisi" is an act of Syria's too."""
    return at > 1 and row.run(at - 1, "and") > 0 and row[at - 2].mention is not None


def _suffers(row: Sentence, at: int, after: int) -> bool:
    """Behind "ke", "terhadap", "dari", or the owner of what stands there: "menahan | pasukan | Rusia".

    Behind a verb it suffers unless it has a verb of its own: "menyerang AS", but "menuduh AS mengirim …".
    """
    first = at
    while first > 0 and (step := _before(row, first)):
        if row[first - 1].entries and row[first - 1].entries[0].get("form"):
            break
        first -= step
    if first == 0:
        return False
    if row.verb(first - 1):
        told = row.back(first, "report") and not row.back(first, "target")
        return bool(row[first - 1].entries) or not (told or acts(row, after))
    away = any(row.back(first, role) for role in ("target", "backed")) or _backs(row, first)
    return bool(away or row.back(first, "origin"))


def _backs(row: Sentence, at: int) -> bool:
    """Whether it lends what somebody else uses: "didukung | serangan udara | AS"."""
    return at > 1 and bool(row[at - 1].entries) and row.back(at - 1, "backed") > 0


def _before(row: Sentence, at: int) -> int:
    """How many pieces before a state belong to what it owns: "sejumlah | pasukan | AS"."""
    owned = row.back(at, "service") or int(bool(row[at - 1].entries))
    return owned or row.back(at, "quantifier")


def acts(row: Sentence, at: int) -> bool:
    """Whether a verb follows from here on: "AS | mengeskalasi", "Korut | terus menjadi"."""
    begin = at
    while at < len(row) and at - begin <= PAST and (step := row.run(at, "auxiliary")):
        if row.run(at, "relative") or row.run(at, "and"):
            return False  # it begins what another does: "menyerang Iran | dan | menewaskan …"
        at += step
    return row.verb(at)


def _no_doer(row: Sentence, at: int, after: int) -> bool:
    """Part of an outlet's name ("CNN Indonesia"), or a capital set off by marks: "TEMPO.CO, Jakarta - "."""
    nation = row[at].mention
    before = row[at - 1] if at else None
    group = at
    while group > 0 and row[group - 1].kind == "name":
        group -= 1
    if row.back(group, "group") or row.run(group, "group"):
        return True  # "militan Suriah", "Milisi Syiah Irak"
    if before is not None and before.loud and before.kind == "name":
        return not row.back(at, "service")
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


PAIRED = len(" dengan ")
"""Two states with no more than this between them are named as a pair."""
PAIR = 2
KNOWN = "known unit"
"""The rule by which a unit or ship is a state's that its sentence does not name."""
NEAR = 300
"""So many letters the topic reaches; farther only where it is the state that the article names most.

Of 84 annotated details whose owner neither their phrase nor their sentence tells, 61 were right without it;
it leaves out eight of the 23 wrong ones and none of the others.
"""
FARTHEST = 60
"""So many states before "kedua negara" are looked at."""
SENTENCE_MARKS = frozenset(',.;:!?"“”')
LONGEST_REACH = 12
"""So many items before a phrase the verb of who reacts to it may stand."""
ATTACKING = frozenset({"weapon", "strike", "test"})
JOINT = frozenset({"exercise", "operation", "strike"})
"""Events that two sides do together: a partner is an operator too."""


@dataclass(slots=True)
class Spoken:
    """What the article has said so far: its topic, the states it named, whose each named thing is."""

    topic: tuple[State, ...] = ()
    named: tuple[State, ...] = ()
    """Every state of the article in reading order."""
    most: frozenset[str] = frozenset()
    """The codes of those that the article names most often."""
    owned: dict[str, tuple[State, ...]] = field(default_factory=dict)
    """The operators of things that were told, by designation and by type."""

    listed: tuple[State, ...] | None = None
    """Whose the things of a list are, as the line that introduces it tells."""

    def at(self, place: int, others: frozenset[str] = frozenset()) -> tuple[State, ...]:
        """Whose a thing is that nothing beside it tells: the topic's, if it is near or named most.

        `others` are states that it can't be of.
        """
        if self.listed is not None:
            return self.listed
        topic = tuple(s for s in self.topic if s.start < place and s.code not in others)
        if not topic or place - max(s.end for s in topic) <= NEAR:
            return topic
        return topic if any(s.code in self.most for s in topic) else ()

    def both(self, before: int) -> tuple[State, ...]:
        """Who "kedua negara" are: the pair named last ("Rusia-Ukraina"), else the two states named last."""
        end = bisect_left(self.named, before, key=lambda s: s.start)
        named = self.named[max(0, end - FARTHEST) : end]
        for one, two in reversed(list(pairwise(named))):
            if two.start - one.end <= PAIRED and one.code != two.code:
                return one, two
        last: dict[str, State] = {}
        for state in reversed(named):
            last.setdefault(state.code, state)
        return tuple(reversed(list(last.values())[:2]))


def operators(
    phrase: Phrase, acting: Sequence[Doer], spoken: Spoken, struck: frozenset[str] = frozenset()
) -> tuple[tuple[State, ...], str]:
    """The states behind a phrase, and how they were found: told, doer, known, topic or none.

    `struck` are the states that its sentence tells to be attacked: no attacker, nor whose the weapon is.
    """
    told = _told(phrase)
    others = _reacting(phrase, acting)
    if phrase.kind in ATTACKING:
        here = {s.code for d in acting if d.start < phrase.start for s in d.states}
        others |= {n.code for n in phrase.aimed} | (struck - here)
    if phrase.both and not phrase.owners:
        pair = _unique(s for d in acting if d.start < phrase.start for s in d.states)
        return (pair if len(pair) == PAIR else spoken.both(phrase.start)), "told"
    if phrase.kind == "casualties":
        return _unique(told or _dead(phrase, acting)), "told"
    if phrase.definite and not told:
        known = next((spoken.owned[k] for k in keys(phrase) if k in spoken.owned), ())
        owned = _but(known, others) or spoken.at(phrase.start, others)
        return owned, "doer" if others and not owned else "known"
    if phrase.entry.get("trade") == "purchase":
        buyer = states(phrase.owners, "owner") or _traders(phrase, acting, spoken)
        return _unique([*buyer, *_sellers(phrase)]), "told"
    if told and not _with_partner_only(phrase):
        return _unique(told), "told"
    if not told and (phrase.foreign or phrase.entry.values.get("befalls")):
        return (), "told"
    outside, how = _outside(phrase, acting, spoken, others)
    return _unique([*outside, *told]), how


def _but(found: Sequence[State], others: frozenset[str]) -> tuple[State, ...]:
    return tuple(s for s in found if s.code not in others)


def _reacting(phrase: Phrase, acting: Sequence[Doer]) -> frozenset[str]:
    """The states of who condemns, answers or wards off what the phrase tells: it is not theirs."""
    row = phrase.row
    for place in range(phrase.first, max(0, phrase.first - LONGEST_REACH), -1):
        if row[place - 1].low in SENTENCE_MARKS or row.back(place, "same subject"):
            break
        if row.back(place, "against"):
            before = [d for d in acting if d.end <= row[place - 1].start]
            between = [n for n in range(place) if before and row[n].start >= before[-1].end]
            if any(row[n].kind == "name" for n in between):  # "Dewan Keamanan | merespons"
                return frozenset()
            own = any(row.run(n, "report") for n in between)  # "mengatakan pihaknya | merespons"
            return frozenset(s.code for d in (before if own else before[-1:]) for s in d.states)
        if row.verb(place - 1):
            break
    return frozenset()


def _told(phrase: Phrase) -> list[State]:
    """What the phrase itself says: its owners; for an event its partners, or the owners of its items."""
    own = [*states(phrase.owners, "owner"), *states(phrase.sources, "source")]
    if phrase.kind in JOINT or phrase.kind == "facility":
        own += states(phrase.partners, "partner")
    own = own or _known(phrase)
    if not own and phrase.kind in ("test", "deployment", "supply"):
        own = [s for inner in phrase.inner for s in _told(inner)]
    return own


def _known(phrase: Phrase) -> list[State]:
    """Whose it is by its kind or its ship's letters: "Kodam Jaya", "kapal perusak | USS Porter"."""
    for at in (phrase.head, *range(phrase.first, phrase.last + 1)):
        piece = phrase.row[at]
        entry = phrase.entry if at == phrase.head else next(iter(piece.entries), None)
        if entry is not None and (at == phrase.head or piece.kind == "ship") and entry.get("country"):
            return [State(code=entry.get("country"), start=piece.start, end=piece.stop, rule=KNOWN)]
    return []


def _with_partner_only(phrase: Phrase) -> bool:
    """ "latihan gabungan dengan Korea Selatan": who trains with them stands outside the phrase."""
    return len(phrase.partners) == 1 and not phrase.owners and not phrase.sources


def _outside(
    phrase: Phrase, acting: Sequence[Doer], spoken: Spoken, others: frozenset[str]
) -> tuple[tuple[State, ...], str]:
    """Known from before by name or "itu"; shared with its neighbour in a list; else who acts before it."""
    named, kind = keys(phrase)[0], keys(phrase)[-1]
    if phrase.designation and _but(spoken.owned.get(named, ()), others):
        return spoken.owned[named], "known"
    if shared := _shared(phrase):
        return shared, "told"
    if phrase.kind == "facility" and phrase.targets:
        return states(phrase.targets, "where it stands"), "told"
    row = phrase.row
    before = [d for d in acting if d.start < row[phrase.head].start]
    before = [d for d in before if not d.states or _but(d.states, others)]
    if phrase.kind == "facility" and row.back(phrase.first, "target"):
        before = []  # what is done there is done by others
    if len(before) > 1 and _same_subject(phrase, before[-1]):
        before = [d for d in before if _is_subject(phrase.row, d)][-1:] or before[:1]
    if before:
        return before[-1].states, "doer"
    if phrase.makers:
        return states(phrase.makers, "maker"), "maker"
    if not before and (by := _named_by(phrase, acting)) is not None:
        return by.states, "doer"
    if known := _but(spoken.owned.get(kind, ()), others):
        return known, "known"
    return spoken.at(phrase.start, others), "topic"


def _is_subject(row: Sentence, doer: Doer) -> bool:
    """Whether a verb follows right behind: "AS | mengeskalasi", "Korut | terus menjadi"."""
    behind = next((at for at, p in enumerate(row) if p.start >= doer.end), len(row))
    return acts(row, behind)


def _same_subject(phrase: Phrase, doer: Doer) -> bool:
    """Whether a clause without a subject holds it: "Korut disorot AS | lantaran terus menggelar uji coba"."""
    row = phrase.row
    for at, piece in enumerate(row[: phrase.head]):
        if piece.start < doer.end or not (step := row.run(at, "same subject")):
            continue
        verb = at + step
        while verb < phrase.head and (more := row.run(verb, "auxiliary")):
            verb += more
        if row.verb(verb):
            return True
    return False


def _named_by(phrase: Phrase, acting: Sequence[Doer]) -> Doer | None:
    """Who does it in the passive: "600 anjing dilengkapi bom | oleh ISIS"."""
    places = {p.start: n for n, p in enumerate(phrase.row)}
    behind = (d for d in acting if d.start > phrase.row[phrase.head].start and places.get(d.start))
    return next((d for d in behind if phrase.row.back(places[d.start], "by")), None)


def keys(phrase: Phrase) -> tuple[str, ...]:
    """Under what a thing is known: its designation, then its type."""
    row = phrase.row
    kind = " ".join(row.stem(at) for at in range(phrase.head, phrase.type_end + 1))
    named = [
        p.low
        for p in row[phrase.first : phrase.last + 1]
        if phrase.name and phrase.name[0] <= p.start < phrase.name[1]
    ]
    return (" ".join(named), kind) if named else (kind,)


def _shared(phrase: Phrase) -> tuple[State, ...]:
    """ "pesawat pengebom B-52 dan jet tempur | Amerika": the last of a list speaks for those before it."""
    row, at = phrase.row, phrase.last + 1
    if phrase.kind not in ITEMS or at + 1 >= len(row) or not row.run(at, "and"):
        return ()
    for piece in row[at + 1 : at + 6]:
        if piece.mention is not None:
            return states([piece.mention], "shared owner")
        if not piece.entries and piece.number is None and piece.kind != "designation":
            return ()
    return ()


def _traders(phrase: Phrase, acting: Sequence[Doer], spoken: Spoken) -> tuple[State, ...]:
    """Who buys and sells as the sentence names them before the purchase; the last two at most."""
    before = [s for d in acting if d.start < phrase.row[phrase.head].start for s in d.states]
    return _unique(reversed(before))[:2] if before else spoken.topic


def _dead(phrase: Phrase, acting: Sequence[Doer]) -> tuple[State, ...]:
    """The state of one who is named as killed, or of soldiers: whoever was struck in their sentence."""
    if phrase.name is None and phrase.entry.values.get("loses"):
        before = [d for d in acting if d.start < phrase.start]
        return before[-1].states if before else ()
    if phrase.name is None:
        if not any(e.get("kind") == "unit" for e in phrase.row[phrase.head].entries):
            return ()
        struck = [p.mention for p in phrase.row[: phrase.first] if p.mention is not None]
        doing = {s.code for d in acting for s in d.states}
        return states([n for n in struck if n.code not in doing][-1:], "struck")
    return next((d.states for d in acting if phrase.start <= d.start < phrase.row[phrase.head].start), ())


def _sellers(phrase: Phrase) -> tuple[State, ...]:
    """For a purchase the seller is an operator beside the buyer."""
    sellers = [*phrase.sources, *phrase.makers]
    for inner in phrase.inner:
        sellers += [*inner.sources, *inner.makers]
    row = phrase.row
    for at in range(phrase.last + 1, len(row)):
        if row[at].low in SENTENCE_MARKS:
            break
        nation = row[at].mention
        if nation is not None and row.back(at, "origin"):
            sellers.append(nation)
    return states(sellers, "seller")


def _unique(states: Iterable[State]) -> tuple[State, ...]:
    found: dict[str, State] = {}
    for state in states:
        found.setdefault(state.code, state)
    return tuple(found.values())
