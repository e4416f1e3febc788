"""Whose weapons, troops and strikes they are: the states that own, fire, train, send, buy or sell.

Read from the phrase itself where it names them; of an act from the event that it is; else from who acts
before it in the sentence; else, of a thing, from what the article has been speaking of.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from briefing.extract.events.event_words import EventWords
from briefing.extract.events.noun_phrases import ITEMS, Phrase
from briefing.extract.events.small_words import Sentence, nation_list
from briefing.lexicon.countries import CountryMention, FormKind
from briefing.model import Actor, ActorKind, Status, record

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
    named = [*_nations(row), *_groups(row)]
    named += _those(row)
    for start, end, actor in actors:
        places = [n for n, item in enumerate(row) if start <= item.start < end]
        if places and not _suffers(row, places[0], places[-1] + 1):
            named.append(Doer(start=start, end=end, states=of_actor(actor)))
    off = tuple(covered)
    found = [d for d in named if not any(start <= d.start < end for start, end in off)]
    for start, stop in subjects:
        names = [p for p in row if start <= p.start < stop and p.kind == "name"]
        joined = names and row.back(row.index(names[0]), "and")  # "kapal perang AS The Ross dan | The Porter"
        if names and not joined and not any(d.end > start and d.start < stop for d in found):
            found.append(Doer(start=names[0].start, end=names[-1].stop, states=()))
    return tuple(sorted(found, key=lambda d: (d.start, d.end)))


def of_actor(actor: Actor) -> tuple[State, ...]:
    """His state; a group has none, whatever land it is of ("Pasukan Demokratik Suriah")."""
    if actor.country is None or actor.kind is ActorKind.GROUP:
        return ()
    evidence = actor.country.evidence
    return (State(code=actor.country.value, start=evidence.start, end=evidence.end, rule="doer's state"),)


def _nations(row: Sentence) -> Iterable[Doer]:
    at = 0
    while at < len(row):
        nations, after = nation_list(row, at)
        if nations and not _suffers(row, at, after) and not _no_doer(row, at, after):
            yield Doer(start=row[at].start, end=row[after - 1].stop, states=states(nations, "doer"))
        at = max(after, at + 1)


def _groups(row: Sentence) -> Iterable[Doer]:
    """Armed people of no state who act: "sekelompok | militan | Rohingya menyerang …"."""
    for at in range(len(row)):
        after = at + row.run(at, "group")
        beside = at > 1 and row.run(at - 1, "and") > 0 and row[at - 2].mention is not None
        if after > at and not row.back(at, "group") and not beside:
            while after < len(row) and row[after].kind in ("name", "nation"):
                after += 1
            if not _suffers(row, at, after):
                yield Doer(start=row[at].start, end=row[after - 1].stop, states=())


def _those(row: Sentence) -> Iterable[Doer]:
    """Who is "negara itu": the state that the sentence named last before it."""
    for at in range(len(row)):
        step = row.run(at, "that state")
        nations = [item.mention for item in row[:at] if item.mention is not None] if step else []
        if nations and not _suffers(row, at, at + step):
            found = states(nations[-1:], "doer")
            yield Doer(start=row[at].start, end=row[at + step - 1].stop, states=found)


def _suffers(row: Sentence, at: int, after: int) -> bool:
    """Behind "ke", "terhadap", "dari", or the owner of what stands there: "menahan | pasukan | Rusia".

    Behind a verb it suffers unless it has a verb of its own: "menyerang AS", but "menuduh AS mengirim …",
    "mendesak AS agar mengirim …".
    """
    first = at
    while first > 0 and (step := _owned_before(row, first)):
        if row[first - 1].entries and row[first - 1].entries[0].get("form"):
            break
        first -= step
    if first == 0:
        return False
    if row.verb(first - 1):
        told = row.back(first, "report") and not row.back(first, "target")
        return bool(row[first - 1].entries) or not (told or _acts(row, after))
    if row.back(first, "addressee") and _acts(row, after):
        return False
    lent = first > 1 and bool(row[first - 1].entries) and row.back(first - 1, "backed")
    return any(lent or row.back(first, role) for role in ("target", "backed", "origin"))


def _owned_before(row: Sentence, at: int) -> int:
    """How many pieces before a state belong to what it owns: "sejumlah | pasukan | AS"."""
    owned = row.back(at, "service") or int(bool(row[at - 1].entries))
    return owned or row.back(at, "quantifier")


def _acts(row: Sentence, at: int) -> bool:
    """Whether a verb follows from here on: "AS | mengeskalasi", "Korut | terus menjadi"."""
    begin = at
    while at < len(row) and at - begin <= PAST and (step := row.run(at, "auxiliary")):
        if row.run(at, "relative") or row.run(at, "and"):
            return False  # it begins what another does: "menyerang Iran | dan | menewaskan …"
        at += step
    return row.verb(at)


def _no_doer(row: Sentence, at: int, after: int) -> bool:
    """Part of a group's or outlet's name ("CNN Indonesia"), or a capital set off by marks: "Jakarta - "."""
    nation, group = row[at].mention, at
    while group > 0 and row[group - 1].kind == "name":
        group -= 1
    if row.back(group, "group") or row.run(group, "group"):
        return True  # "militan Suriah", "Milisi Syiah Irak"
    if of_outlet(row, at):
        return not row.back(at, "service")
    if nation is None or nation.kind is not FormKind.CAPITAL:
        return False
    return after < len(row) and (row[after].kind == "mark" or (at == 0 and row[after].kind == "name"))


def of_outlet(row: Sentence, at: int) -> bool:
    """Whether a state is named in an outlet's name, or by the capital before it: "Jakarta, CNN Indonesia"."""
    if at == 0:
        nation = row[at].mention
        capital = nation is not None and nation.kind is FormKind.CAPITAL
        return capital and len(row) > 1 and row[1].kind == "mark"
    return row[at - 1].loud and row[at - 1].kind == "name"


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
FORCES = frozenset({"platform", "unit", "facility", "operation"})
JOINT = frozenset({"exercise", "operation", "strike"})
"""Events that two sides do together: a partner is an operator too."""


@dataclass(slots=True)
class Spoken:
    """What the article has said so far: its topic, the states it named, whose each named thing is."""

    topic: tuple[State, ...] = ()
    told: bool = False
    """Whether somebody is known to act or own, and the topic is not just the state that is named first."""
    named: tuple[State, ...] = ()
    """Every state of the article in reading order."""
    most: frozenset[str] = frozenset()
    """The codes of those that the article names most often."""
    attackers: dict[tuple[str, ...], tuple[State, ...]] = field(default_factory=dict)
    """Who is told to have made attacks, by their codes."""
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
        return tuple(reversed(_unique(reversed(named))[:PAIR]))


@record
class Scene:
    """What a sentence holds beside a phrase: who acts in it, who is struck, and the event that it is."""

    acting: Sequence[Doer]
    struck: frozenset[str] = frozenset()
    """The states that its sentence tells to be attacked: no attacker, nor whose the weapon is."""
    deed: tuple[State, ...] | None = None
    """The states of who does the event that the phrase tells; none where it names nobody."""
    act: tuple[State, ...] = ()
    """The states of who struck, fired or seized in the sentence before it."""
    status: Status = Status.REPORTED


Found = tuple[tuple[State, ...], str]


def operators(phrase: Phrase, scene: Scene, spoken: Spoken, words: EventWords) -> Found:
    """The states behind a phrase, and how they were found: told, doer, known, topic or none."""
    acting, before = scene.acting, [d for d in scene.acting if d.start < phrase.row[phrase.head].start]
    told = _told(phrase)
    reacting = _reacting(phrase, acting)
    others = reacting or frozenset()
    if phrase.kind in ATTACKING:
        here = {s.code for d in acting if d.start < phrase.start for s in d.states}
        others |= {n.code for n in phrase.aimed} | (scene.struck - here)
    if phrase.both and not phrase.owners:
        pair = _unique(s for d in before for s in d.states)
        return (pair if len(pair) == PAIR else spoken.both(phrase.start)), "told"
    if phrase.kind == "casualties":
        return _unique(told or _dead(phrase, acting)), "told"
    if phrase.definite and not told:
        known = next((spoken.owned[k] for k in keys(phrase) if k in spoken.owned), ())
        owned = _but(known, others) or spoken.at(phrase.start, others)
        return owned, "doer" if others and not owned else "known"
    if phrase.entry.get("trade") == "purchase":
        traders = _unique(reversed([s for d in before for s in d.states]))[:PAIR] if before else spoken.topic
        return _unique([*(states(phrase.owners, "owner") or traders), *_sellers(phrase)]), "told"
    of_group = bool(before) and not before[-1].states and phrase.kind in ATTACKING
    if of_group and told and all(s.rule == "source" for s in told):
        return (), "told"  # what an enemy fires from a land is not the land's
    if phrase.possessive and (owner := _spoken_of(phrase)):
        return owner, "told"
    with_partner = len(phrase.partners) == 1 and not phrase.owners and not phrase.sources
    if told and not with_partner:
        return _unique(told), "told"
    if not told and (phrase.foreign or phrase.entry.values.get("befalls")):
        return scene.deed or (), "told"
    if (scene.deed is not None and {s.code for s in scene.deed} - {s.code for s in told}) or scene.deed == ():
        return _unique([*scene.deed, *told]), "doer"
    before = [d for d in before if not d.states or _but(d.states, others)]
    attack = phrase.kind == "strike" and phrase.entry.get("form") == "noun"
    if attack and scene.act and not phrase.entry.values.get("mutual"):
        return _unique([*_but(scene.act, others), *told]), "doer"
    if not attack or phrase.entry.values.get("mutual") or _carried(phrase, scene, words):
        outside, how = _of_thing(phrase, before, acting, spoken, others)
        # What is warded off or answered is not the topic's either, where nobody is named who does so.
        nobody = reacting is not None and not reacting and how == "topic"
        return _unique([*(() if nobody else outside), *told]), how
    elsewhere = frozenset(s.code for d in before for s in d.states)
    topic = _of_topic(phrase, spoken, others)
    return _unique([*(topic if elsewhere <= {s.code for s in topic} else ()), *told]), "topic"


def _spoken_of(phrase: Phrase) -> tuple[State, ...]:
    """Whose it is by "-nya" behind whom it is said of: "memperingatkan Iran | soal | rudalnya"."""
    row = phrase.row
    at = phrase.first - row.back(phrase.first, "about")
    nation = row[at - 1].mention if 0 < at < phrase.first else None
    return states([nation], "owner") if nation is not None else ()


def _carried(phrase: Phrase, scene: Scene, words: EventWords) -> bool:
    """Whether who acts does it: "melancarkan | serangan", "merencanakan | uji coba", "serangan | -nya"."""
    row, line = phrase.row, phrase.row.line
    at = row.word(phrase.first - row.back(phrase.first, "classifier"))  # "meluncurkan gelombang | serangan"
    planned = phrase.possessive or scene.status is not Status.REPORTED
    return planned or words.back("light", line.words, at) < at


def _but(found: Sequence[State], others: frozenset[str]) -> tuple[State, ...]:
    return tuple(s for s in found if s.code not in others)


def _reacting(phrase: Phrase, acting: Sequence[Doer]) -> frozenset[str] | None:
    """The states of who condemns, answers or wards off what the phrase tells: it is not theirs.

    None where nobody does; empty where it is no state.
    """
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
    return None


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


def _of_thing(
    phrase: Phrase,
    before: Sequence[Doer],
    acting: Sequence[Doer],
    spoken: Spoken,
    others: frozenset[str],
) -> tuple[tuple[State, ...], str]:
    """Known from before by name; shared with its neighbour in a list; else who acts before it."""
    named, kind = keys(phrase)[0], keys(phrase)[-1]
    if phrase.designation and _but(spoken.owned.get(named, ()), others):
        return spoken.owned[named], "known"
    if shared := _shared(phrase):
        return shared, "told"
    if phrase.kind == "facility" and phrase.targets:
        return states(phrase.targets, "where it stands"), "told"
    if phrase.kind == "facility" and phrase.row.back(phrase.first, "target"):
        before = ()  # what is done there is done by others
    if before:
        if _same_subject(phrase, before[-1]):
            before = [d for d in before if _is_subject(phrase.row, d)][-1:] or before[:1]
        return before[-1].states, "doer"
    if phrase.makers:
        return states(phrase.makers, "maker"), "maker"
    places = {item.start: n for n, item in enumerate(phrase.row)}
    behind = (d for d in acting if d.start > phrase.end)
    by = next((d for d in behind if phrase.row.back(places.get(d.start, 0), "by")), None)
    if by is not None:  # "dilengkapi bom di tubuhnya | oleh ISIS"
        return by.states, "doer"
    if known := _but(spoken.owned.get(kind, ()), others):
        return known, "known"
    return _of_topic(phrase, spoken, others), "topic"


def _of_topic(phrase: Phrase, spoken: Spoken, others: frozenset[str]) -> tuple[State, ...]:
    """The topic's, but for an attack, of which it is as often the victim: that is the only attacker's told.

    While the topic is only the state named first it holds for forces, bases and unmistakable weapons.
    """
    if phrase.kind == "strike" and not (phrase.partners or phrase.entry.values.get("mutual")):
        only = next(iter(spoken.attackers.values())) if len(spoken.attackers) == 1 else ()
        return _but(only, others)
    strong = phrase.designation or phrase.entry.get("strength") == "strong"
    plain = phrase.kind in FORCES or (phrase.kind == "weapon" and strong)
    return spoken.at(phrase.start, others) if spoken.told or plain else ()


def _is_subject(row: Sentence, doer: Doer) -> bool:
    """Whether a verb follows right behind him: "AS | mengeskalasi", "Korut | terus menjadi"."""
    return _acts(row, next((at for at, item in enumerate(row) if item.start >= doer.end), len(row)))


def _same_subject(phrase: Phrase, doer: Doer) -> bool:
    """Whether a clause without a subject holds it: "Korut disorot AS | lantaran terus menggelar uji coba"."""
    row = phrase.row
    begins = [at for at in range(phrase.head) if row[at].start >= doer.end and row.run(at, "same subject")]
    return any(_acts(row, at + row.run(at, "same subject")) for at in begins)


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
    for place in range(at + 1, min(at + 6, len(row))):
        piece = row[place]
        if piece.mention is not None:
            return states([piece.mention], "shared owner")
        thing = piece.entries or piece.number is not None or piece.kind == "designation"
        if not thing and not row.run(place, "adjective"):
            return ()
    return ()


def _dead(phrase: Phrase, acting: Sequence[Doer]) -> tuple[State, ...]:
    """The state of one who is named as killed, that loses soldiers, or whose soldiers were struck."""
    row = phrase.row
    if phrase.entry.values.get("loses"):
        return next((d.states for d in reversed(acting) if d.start < phrase.start), ())
    if phrase.name is None:
        soldiers = any(e.get("kind") == "unit" for e in row[phrase.head].entries)
        doing = {s.code for d in acting for s in d.states}
        struck = [p.mention for p in row[: phrase.first] if p.mention is not None] if soldiers else []
        return states([n for n in struck if n.code not in doing][-1:], "struck")
    return next((d.states for d in acting if phrase.start <= d.start < row[phrase.head].start), ())


def _sellers(phrase: Phrase) -> tuple[State, ...]:
    """For a purchase the seller is an operator beside the buyer."""
    sellers = [n for p in (phrase, *phrase.inner) for n in (*p.sources, *p.makers)]
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
