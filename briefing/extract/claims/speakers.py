"""Who speaks: candidates for the words that name a speaker, scored by a visible table of weights.

Words name a speaker in three ways: by a name or an office in them ("Menlu AS Rex Tillerson", "pejabat
Korut"), by a noun for somebody told of before ("sang jubir", "kementerian itu"), or by a pronoun or
nothing at all ("dia", "katanya"). Every actor who may be meant is a candidate; what speaks for him and
against him are features, and his score is the sum of their weights (weights.toml). The best one is
chosen if he reaches the floor and leads the second by the margin; or else nobody is named.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path

from briefing.extract.claims.line import Line, Mention, Names, Phrase
from briefing.extract.claims.phrases import subject_before
from briefing.extract.claims.shapes import Draft
from briefing.extract.sentences.chunks import Office
from briefing.extract.sentences.row import Item, Kind
from briefing.model import Actor, ActorKind, record

WEIGHTS = Path(__file__).with_name("weights.toml")
REACH = 10
"""Lines that a pronoun looks back over."""
GOES_ON = 3
"""Lines after which a quotation that names nobody is no longer the last speaker's."""
BODIES = (ActorKind.ORGANISATION, ActorKind.GROUP)
PERSON, COUNTRY = ActorKind.PERSON, ActorKind.COUNTRY
NAMED = 2
"""Lines in which somebody only named may still be meant by a pronoun."""
REMEMBERED = 200
"""Mentions that a noun looks back over for whom it may stand for; hardly an article has more."""
BESIDE = 600
"""Characters from an office within which somebody named may be its holder: about three sentences."""
OWN = 12
"""Words before a name in which its bearer's own office stands: "pengacara X, Y"."""


@record
class Weights:
    """The table: what each feature counts, what a speaker must reach, and by how much he must lead."""

    features: dict[str, float]
    floor: float
    margin: float

    def score(self, features: Iterable[str]) -> float:
        """The sum of what the features count."""
        return round(sum(self.features[name] * times for name, times in map(counted, features)), 3)


def counted(feature: str) -> tuple[str, float]:
    """A feature's name and how many times it counts.

    >>> counted("lines away*3")
    ('lines away', 3.0)
    """
    name, _, times = feature.partition("*")
    return name, float(times or 1)


@lru_cache(maxsize=4)
def weights(path: Path = WEIGHTS) -> Weights:
    """The table in a file, the shipped one if none is given."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Weights(
        features={name: row["weight"] for name, row in table["features"].items()},
        floor=table["choice"]["floor"],
        margin=table["choice"]["margin"],
    )


@record
class Candidate:
    """An actor who may be meant: what speaks for and against him, and the sum."""

    actor: str
    features: tuple[str, ...]
    score: float


@record
class Choice:
    """Who is taken to speak; none if nobody is certain enough. `antecedent`: whom a pronoun points to."""

    speaker: str | None
    candidates: tuple[Candidate, ...] = ()
    antecedent: Mention | None = None


@record
class Focus:
    """Who a line was about, or who spoke in it; `actor` is none for somebody whom no known name names."""

    line: int
    start: int
    """Where the words stand that brought him there."""
    actor: str | None
    spoke: bool
    noun: str = ""
    """The noun that stood for him: "juru bicara"."""


@record
class Noun:
    """The noun of a phrase, whether the phrase names somebody, and for what its noun may stand."""

    word: str
    named: bool
    body: bool
    state: bool


Found = tuple[str, tuple[str, ...]]
"""An actor's id and his features."""


class Speakers:
    """Who has been in focus, while the lines of an article are read from the first to the last."""

    def __init__(self, names: Names, table: Weights | None = None) -> None:
        self.names, self.actors, self.table = names, names.actors, table or weights()
        self.focus: list[Focus] = []
        self.began: int | None = None
        """Where the first line stands: a title introduces nobody."""
        self.nouns: dict[tuple[str, str], int] = {}
        """Where a noun stood for an actor first."""
        self.order = {actor: n for n, actor in enumerate(self.actors)}
        self.mentioned: dict[str, list[Mention]] = {}
        for mention in names.mentions:
            self.mentioned.setdefault(mention.actor, []).append(mention)

    # --- while a line is read ---------------------------------------------------------------

    def enter(self, line: Line) -> None:
        """A line begins: the subject of its first clause comes into focus ("Putin tiba di Moskwa.")."""
        self.began = line.stretch.start if self.began is None else self.began
        begin = line.passed(line.low, "connective")
        for at in range(begin + 1, line.high):
            if line.quote(at):
                return
            if (line.verb(at) or line.run(at, "auxiliary")) and not line.run(at - 1, "relative"):
                phrase = subject_before(line, line.low, at)
                if phrase is not None:
                    if not line.begins(phrase.begin, "thing"):
                        self._into_focus(line, self.named(line, phrase), phrase, spoke=False)
                    return

    def choose(self, line: Line, draft: Draft) -> Choice:
        """Who says the draft's content. He is in focus from then on, unless another's claim holds his."""
        choice = self.decide(line, draft)
        if not draft.inner:
            self.turn(line, choice, draft.named)
        return choice

    def decide(self, line: Line, draft: Draft) -> Choice:
        """Who says the draft's content."""
        if draft.rule == "split" and self.focus:
            return Choice(speaker=self.focus[-1].actor)
        if draft.named is None:
            at = min(draft.start, line[draft.cue].start) if draft.cue is not None else draft.start
            return self._pointing(line, at, "" if draft.rule == "goes on" else "clinging")
        return self.named(line, draft.named)

    def turn(self, line: Line, choice: Choice, named: Phrase | None) -> None:
        """Somebody is said to have spoken."""
        self._into_focus(line, choice, named, spoke=True)

    def _into_focus(self, line: Line, choice: Choice, phrase: Phrase | None, *, spoke: bool) -> None:
        """Somebody comes into focus; an unnamed person too, for then a pronoun may mean him."""
        if choice.speaker is None and not (phrase and unnamed(line, phrase, spoke=spoke)):
            return
        focus = Focus(
            line=line.stretch.number,
            start=phrase.start if phrase else line.stretch.start,
            actor=choice.speaker,
            spoke=spoke,
            noun=line.text.lows[line.noun(phrase)] if phrase else "",
        )
        self.focus.append(focus)
        if focus.actor is not None:
            known = self.nouns.setdefault((focus.noun, focus.actor), focus.start)
            self.nouns[focus.noun, focus.actor] = min(known, focus.start)

    # --- who is meant -----------------------------------------------------------------------

    def named(self, line: Line, phrase: Phrase) -> Choice:
        """Who is meant by the words that name a speaker."""
        pronoun = line.run(phrase.begin, "pronoun")
        if pronoun and pronoun >= phrase.end - 1:
            return self._pointing(line, phrase.start, "pronoun")
        if line.run(phrase.begin, "own side") >= phrase.end:
            return self._pointing(line, phrase.start, "clinging")
        if line.run(phrase.begin, "plural") >= phrase.end:
            return self._pointing(line, phrase.start, "plural")
        candidates = [*self._inside(line, phrase), *self._standing_for(line, phrase)]
        return self._best(candidates, phrase.start, points=not line.mentions(phrase.begin, phrase.end))

    def _best(self, found: Iterable[Found], before: int, *, points: bool) -> Choice:
        """The candidate whose score reaches the floor and leads the second by the margin."""
        scored: dict[str, Candidate] = {}
        for actor, features in found:
            score = self.table.score(features)
            if actor not in scored or score > scored[actor].score:
                scored[actor] = Candidate(actor=actor, features=features, score=score)
        ranked = tuple(sorted(scored.values(), key=lambda c: (-c.score, self.order[c.actor])))
        if not certain([c.score for c in ranked], self.table):
            return Choice(speaker=None, candidates=ranked)
        last = self._last_mention(ranked[0].actor, before) if points else None
        return Choice(speaker=ranked[0].actor, candidates=ranked, antecedent=last)

    def _last_mention(self, actor: str, before: int) -> Mention | None:
        """The last mention of an actor before an offset."""
        mine = self.mentioned.get(actor, [])
        at = bisect_right(mine, before, key=lambda m: m.stop)
        return mine[at - 1] if at else None

    # --- candidates in the phrase -----------------------------------------------------------

    def _inside(self, line: Line, phrase: Phrase) -> Iterator[Found]:
        """The actors that the phrase names, each with what his place in it says."""
        mentions = line.mentions(phrase.begin, phrase.end)
        for m in mentions:
            place = tuple(self._place(line, phrase, m, mentions))
            against = () if m.kind is PERSON else tuple(self._against(line, phrase, m.kind))
            yield m.actor, (*place, *against)
            if "a government named by its head" in place and (state := self._state(m.actor)):
                yield state, ("country named", "closes the phrase")
            if m.kind is COUNTRY and (body := self._body_of(line, phrase, m)):
                yield body, ("body named", "an office is its own", "closes the phrase", "its own noun")

    def _place(self, line: Line, phrase: Phrase, m: Mention, mentions: Sequence[Mention]) -> Iterator[str]:
        """What the place of a mention in its phrase says."""
        at = next(n for n in range(phrase.begin, phrase.end) if line[n].stop > m.start)
        last = next(n for n in range(at, phrase.end) if line[n].stop >= m.stop)
        yield {PERSON: "person named", COUNTRY: "country named"}.get(m.kind, "body named")
        if m.start == line.text.words[line.noun(phrase)].start:
            yield "opens the phrase"
        begin, end = next(
            (p for p in line.pieces(phrase.begin, phrase.end) if p[0] <= at < p[1]), (at, phrase.end)
        )
        clause = next((n for n in range(begin + 1, end) if opens_clause(line, n)), end)
        later = m.kind is PERSON and any(o.kind is PERSON and o.start > line[end - 1].stop for o in mentions)
        if at > clause:
            yield "in a clause of its own"
        elif not later and closes(line, clause, last + 1):
            yield "closes the phrase"
        if m.kind is not PERSON and begin > phrase.begin:
            yield "behind a comma"
        if any(line.run(n, "coordinator") for n in range(phrase.begin + 1, at)):
            yield "joined to another"
        if any(o is not m and o.start <= m.start and m.stop <= o.stop for o in mentions):
            yield "within a longer name"
        yield from (
            self._person(line, phrase, m, at)
            if m.kind is PERSON
            else self._other(line, phrase, m, at, mentions)
        )

    def _person(self, line: Line, phrase: Phrase, m: Mention, at: int) -> Iterator[str]:
        """What keeps a person who is named from being the one who speaks."""
        if line[at].kind is Kind.OFFICE:
            yield "by his office alone"
        if body_heads(line, phrase, at):
            yield "behind a body"
        if self._of_another(line, phrase, m, at):
            yield "another's aide or kin"
        if line.heads(phrase, "rule") or any(line.run(n, "rule of") for n in range(phrase.begin, at)):
            yield "a government named by its head"

    def _other(
        self, line: Line, phrase: Phrase, m: Mention, at: int, mentions: Sequence[Mention]
    ) -> Iterator[str]:
        """How a body or country is named: beside a person, in an office, as the name of a body's country."""
        if any(o.kind is PERSON for o in mentions) and not body_heads(line, phrase, phrase.end):
            yield "beside a person"
        elif m.kind is COUNTRY and any(o.kind in BODIES and o.stop <= m.start for o in mentions):
            yield "behind a body"
        elif line[at].kind is Kind.OFFICE:
            yield "an office is its own"
            if self._may_be_held(line, phrase, line[at]):
                yield "somebody may hold it"
        elif m.kind is COUNTRY and not self._for_its_state(line, phrase, m):
            yield "its body's own"

    def _for_its_state(self, line: Line, phrase: Phrase, m: Mention) -> bool:
        """Whether what stands before a country speaks for the state: "pemerintah X", not "armada X"."""
        first = line.text.words[line.noun(phrase)].start
        own = line.begins(phrase.begin, "of the state") or line.heads(phrase, "of the state", "rule")
        return m.start == first or bool(own) or line[phrase.begin].kind is Kind.OFFICE

    def _may_be_held(self, line: Line, phrase: Phrase, item: Item) -> bool:
        """Whether somebody may hold this office of whom the article tells none."""
        office = item.chunk.office if item.chunk else None
        if office is None or office.entry.get("kind") != "office" or line.begins(phrase.begin, "indefinite"):
            return False
        if line.heads(phrase, "aide", "official") == office.role[1] - office.role[0]:
            return False  # a body has several of them
        code = office.country[2] if office.country else None
        near = self.names.within(max(0, phrase.start - BESIDE), phrase.stop + BESIDE)
        for person in {m.actor: self.actors[m.actor] for m in near if m.kind is PERSON}.values():
            theirs = person.country is None or person.country.value == code
            own = person.role is not None and phrase.start <= person.role.evidence.start < phrase.stop
            if own or (person.role is None and theirs):
                return True
        return False

    def _state(self, person: str) -> str | None:
        """The country of a person, where it is an actor."""
        own = self.actors[person].country
        states = ((a.id, a.country) for a in self.actors.values() if a.kind is COUNTRY)
        return next((id_ for id_, code in states if own and code and code.value == own.value), None)

    def _body_of(self, line: Line, phrase: Phrase, m: Mention) -> str | None:
        """The body of a country that a noun before its name stands for: "pejabat kementerian Swedia"."""
        code, at = self.actors[m.actor].country, line.text.at(m.start)
        noun = line.text.lows[at - 1] if at > line[phrase.begin].begin else ""
        if code is None or noun not in line.classes.words("body noun"):
            return None
        bodies = (a for a in self.actors.values() if a.kind in BODIES and a.country)
        fits = [b.id for b in bodies if b.country == code or (b.country and b.country.value == code.value)]
        return next((b for b in fits if self.actors[b].name.casefold().startswith(noun)), None)

    def _against(self, line: Line, phrase: Phrase, kind: ActorKind) -> Iterator[str]:
        """What keeps a phrase from standing for a body or state."""
        if line.heads(phrase, "former") or (kind is COUNTRY and line.heads(phrase, "private")):
            yield "speaks for himself"
        outlet = line.heads(phrase, "medium", "carrier medium") and not line.heads(phrase, "record")
        if outlet and (kind is COUNTRY or not line.mentions(phrase.begin, phrase.end)):
            yield "an outlet"
        if self._unknown(line, phrase):
            yield "an unknown name"
        if points_back(line, phrase) and (
            line[phrase.begin].kind is Kind.OFFICE or line.heads(phrase, "someone")
        ):
            yield "somebody of its"
        if _nameless(line, phrase):
            yield "a source"

    def _unknown(self, line: Line, phrase: Phrase) -> bool:
        """Whether the phrase ends with a name that belongs to no known actor."""
        last = phrase.end - 1
        while last > phrase.begin and (line[last].kind is Kind.MARK or line.run(last, "demonstrative")):
            last -= 1
        item = line[last]
        joined = last - 1 > phrase.begin and line.run(last - 1, "coordinator")
        own = item.kind is Kind.NAME and item.cap and last > phrase.begin and not joined
        return own and not self.names.touching(item.start, item.stop)

    def _of_another(self, line: Line, phrase: Phrase, m: Mention, at: int) -> bool:
        """Whether a person is named only to tell whose lawyer, kin or adviser speaks ("pengacara X").

        He is where he was named before as somebody else, or where his own office stands between ("juru
        bicara Presiden X"). "Juru Bicara Presiden X" with no such office of X's is X himself.
        """
        noun = line.noun(phrase)
        whose = line.heads(phrase, "aide", "kin")
        own = line.text.words[noun + whose - 1] if whose else None
        if own is None or own.end > m.start or any(line.is_mark(n, ",") for n in range(phrase.begin, at)):
            return False
        if line.heads(phrase, "kin"):
            return True
        person = self.actors[m.actor]
        if person.role and person.role.value.casefold().split()[0] == line.text.lows[noun]:
            return False  # "Wakil Ketua X": the office is his own
        first = next(n.start for n in self.mentioned[m.actor] if n.start >= (self.began or 0))
        if first < m.start:
            place = line.text.at(first)
            return line.text.lows[noun] not in line.text.lows[max(0, place - OWN) : place]
        role = person.role.evidence.start if person.role else line.text.words[noun].start
        return role >= own.end

    # --- candidates told of before ----------------------------------------------------------

    def _standing_for(self, line: Line, phrase: Phrase) -> Iterator[Found]:
        """The actors for whom a noun may stand: who holds the office, or was in focus and fits the noun."""
        indefinite = line.begins(phrase.begin, "indefinite")
        if indefinite or by_name(line, phrase) or body_heads(line, phrase, phrase.end):
            return
        office = next((line[n] for n in range(phrase.begin, phrase.end) if line[n].kind is Kind.OFFICE), None)
        pointed = ("pointed at",) if points_back(line, phrase) else ()
        source = ("a source",) if _nameless(line, phrase) else ()
        against = cache(lambda kind: source if kind is PERSON else tuple(self._against(line, phrase, kind)))
        noun = self._noun(line, phrase)
        for actor in self._told_of(phrase.start):
            holds = self._holds(line, phrase, actor, office) if actor.kind is PERSON else ()
            features = tuple(holds or self._fits(noun, phrase, actor))
            if features:
                focus = self._in_focus(line, actor.id, phrase.start)
                yield actor.id, (*features, *pointed, *focus, *against(actor.kind))

    def _told_of(self, before: int) -> list[Actor]:
        """The actors named before an offset, as far back as anybody remembers, in their order."""
        lately = {m.actor for m in self.names.before(before, REMEMBERED)}
        return [self.actors[actor] for actor in sorted(lately, key=self.order.__getitem__)]

    def _fits(self, noun: Noun, phrase: Phrase, actor: Actor) -> Iterator[str]:
        """How a body or country fits a noun; nothing where it doesn't."""
        if actor.kind is PERSON:
            return
        if not noun.named and self.nouns.get((noun.word, actor.id), phrase.start) < phrase.start:
            yield "the same noun before"
        elif actor.kind in BODIES and noun.body:
            own = actor.name.casefold().split()[0] == noun.word
            yield "its own noun" if own else "a body for its noun"
        elif actor.kind is COUNTRY and noun.state:
            yield "a country for its noun"

    def _noun(self, line: Line, phrase: Phrase) -> Noun:
        return Noun(
            word=line.text.lows[line.noun(phrase)],
            named=bool(line.mentions(phrase.begin, phrase.end)),
            body=bool(line.heads(phrase, "body noun")),
            state=bool(line.begins(phrase.begin, "state noun")),
        )

    def _holds(self, line: Line, phrase: Phrase, actor: Actor, item: Item | None) -> Iterator[str]:
        """How a person fits an office, or another noun for a person that points back to him."""
        office = item.chunk.office if item and item.chunk else None
        whose = office.country[2] if office and office.country else None
        code = actor.country.value if actor.country else None
        if whose and code and whose != code:
            return
        if item and office and same_role(line, item, office, actor):
            yield "holds the office"
            if whose or office.entry.get("kind") == "office":
                yield "a full office"
        elif line.heads(phrase, "kin"):
            return
        elif points_back(line, phrase) and (office or line.heads(phrase, "someone", "former", "person")):
            official = line.heads(phrase, "official") and not (whose and whose == code)
            yield from () if official else ("another noun for him",)

    def _in_focus(self, line: Line, actor: str, before: int) -> Iterator[str]:
        near = [f for f in self._lately(line.stretch.number, REACH) if f.start < before]
        if near and near[-1].actor == actor:
            yield "told of last"
        elif any(f.actor == actor for f in near):
            yield "told of before"

    def _lately(self, number: int, reach: int) -> list[Focus]:
        """Who was in focus in the last so many lines, in order."""
        late = list(takewhile(lambda f: number - f.line <= reach, reversed(self.focus)))
        return late[::-1]

    def _pointing(self, line: Line, at: int, word: str) -> Choice:
        """Whom a pronoun at an offset means, by its kind; or a quotation that names nobody (no kind).

        A body or state is never meant by "dia", by "-nya" where it spoke, by "mereka" rather than a person.
        """
        number = line.stretch.number
        reach = REACH if word else GOES_ON
        near = [f for f in self._lately(number, reach) if f.start < at and (word or f.spoke)]
        if word == "clinging":
            near = [f for f in near if f.spoke or self._is_personal(f)]
        found: dict[str, tuple[str, ...]] = {}
        for f in reversed(near):
            if f.actor is not None and f.actor not in found:
                found[f.actor] = tuple(self._recalled(number, f, near, word))
        if word in ("clinging", "pronoun"):
            for m in self.names.within(line.text.stretches[max(0, number - NAMED)].start, at):
                if m.kind is PERSON:
                    found.setdefault(m.actor, ("only named",))
            named = [actor for actor, features in found.items() if features == ("only named",)]
            if len(named) == 1 and not any(number - f.line <= 1 for f in near):
                found[named[0]] = ("only named", "nobody else lately")
        return self._best(found.items(), at, points=True)

    def _recalled(self, number: int, f: Focus, near: Sequence[Focus], word: str) -> Iterator[str]:
        """What speaks for an actor who was in focus before."""
        kind = self.actors[f.actor or ""].kind
        if (word == "pronoun" and kind is not PERSON) or (word == "plural" and kind is PERSON):
            yield "no such kind"
        if word == "plural":
            yield "several"
        fitting = [g for g in near if word != "pronoun" or self._is_personal(g)]
        yield "last in focus" if fitting and fitting[-1] == f else "in focus before"
        if f.spoke:
            yield "spoke last" if [g for g in near if g.spoke][-1] == f else "spoke before"
        if number - f.line > 1:
            yield f"lines away*{number - f.line - 1}"

    def _is_personal(self, f: Focus) -> bool:
        return f.actor is None or self.actors[f.actor].kind is PERSON


def certain(scores: Sequence[float], table: Weights) -> bool:
    """Whether the first of the falling scores reaches the floor and leads the second by the margin."""
    return (
        bool(scores)
        and scores[0] >= table.floor
        and not (len(scores) > 1 and scores[0] - scores[1] < table.margin)
    )


def unnamed(line: Line, phrase: Phrase, *, spoke: bool) -> bool:
    """Whether a phrase brings somebody new whom no known name names: "seorang warga", not "pria itu"."""
    if points_back(line, phrase) or line.run(phrase.begin, "pronoun", "plural", "own side"):
        return False
    single = line.begins(phrase.begin, "single")
    first = line[phrase.begin]
    opens = first.end == first.begin + 1 and line.text.words[first.begin].opens
    named = first.kind is Kind.NAME and not opens and not line.mentions(phrase.begin, phrase.end)
    one = first.kind is Kind.OFFICE or named
    return bool(spoke or single or (one and not line.begins(phrase.begin, "indefinite")))


def by_name(line: Line, phrase: Phrase) -> bool:
    """Whether a phrase names a person by more than an office ("Menteri" alone may be somebody else's too)."""
    items = line.items[phrase.begin : phrase.end]
    offices = [(i.start, i.stop) for i in items if i.kind is Kind.OFFICE]
    persons = (m for m in line.mentions(phrase.begin, phrase.end) if m.kind is PERSON)
    return any(not any(a <= m.start and m.stop <= b for a, b in offices) for m in persons)


def _nameless(line: Line, phrase: Phrase) -> bool:
    """Whether a phrase names a source, a witness, an expert: "sumber pemerintah", "seorang saksi"."""
    lows, classes, at = line.text.lows, line.classes, line[phrase.begin].begin
    while not (named := classes.run(lows, at, "nameless")) and (few := classes.run(lows, at, "indefinite")):
        at += few
    return bool(named) and at < line[phrase.end - 1].end


def points_back(line: Line, phrase: Phrase) -> bool:
    """Whether a phrase points to somebody told of before: "sang jubir", "kelompok itu"."""
    inside = range(phrase.begin + 1, phrase.end)
    article = line.begins(phrase.begin, "article") > 0
    return article or any(line.run(n, "demonstrative") for n in inside)


def body_heads(line: Line, phrase: Phrase, before: int) -> bool:
    """Whether a body opens the phrase and no comma follows: "Kantor Perdana Menteri | Keir Starmer"."""
    start = line.text.words[line.noun(phrase)].start
    opens = any(o.kind in BODIES and o.start == start for o in line.mentions(phrase.begin, phrase.end))
    return opens and not any(line.is_mark(n, ",") for n in range(phrase.begin, before))


def opens_clause(line: Line, at: int) -> bool:
    """Whether a relative clause or an adverbial begins within a phrase, in which nobody speaks."""
    if line[at].kind is not Kind.WORD or line.run(at, "from", "simultaneous"):
        return False
    return bool(line.run(at, "relative", "preposition"))


def closes(line: Line, end: int, behind: int) -> bool:
    """Whether nothing that names anybody stands behind a mention but in brackets or behind "dan"."""
    while behind < end and (step := line.bracket(behind) or line.run(behind, "demonstrative")):
        behind = step
    return behind >= end or bool(line.run(behind, "coordinator"))


def same_role(line: Line, item: Item, office: Office, actor: Actor) -> bool:
    """Whether an actor's role is the office that the words name."""
    if actor.role is None or item.chunk is None:
        return False
    shift = item.begin - item.chunk.begin
    begin, end = office.role
    words = line.text.lows[begin + shift : end + shift]
    if office.possessive:
        words = [*words[:-1], line.forms.possessive_stem(words[-1])]
    wanted, has = full_role(" ".join(words), office), full_role(actor.role.value.casefold(), office)
    return has[: len(wanted)] == wanted or wanted[: len(has)] == has


def full_role(role: str, office: Office) -> list[str]:
    """A role in its full form: "menlu" is "menteri luar negeri"."""
    full = office.entry.get("like") or office.entry.get("full")
    short = next((w.casefold() for w in office.entry.words if role.startswith(w.casefold())), None)
    return (full.casefold() + role[len(short) :] if full and short else role).split()
