"""Which mentions are one body: by its entry, by a bracket's abbreviation, by a short form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from briefing.extract.actors.people import Line
from briefing.extract.actors.people import speaks as verb_follows
from briefing.extract.sentences.chunks import Body, Chunk, ChunkKind, Row
from briefing.extract.sentences.vocabulary import Vocabulary, spelled
from briefing.lexicon import Entry
from briefing.model import record

Name = tuple[str, ...]
NEAR = 24
"""Words between a body that opens a sentence and a verb by which it speaks: a day, a place, another verb."""


@record
class BodyMention:
    """One mention of a body: offsets, its words, and the rule that read it."""

    start: int
    end: int
    name: str
    rule: str


@dataclass(slots=True)
class Organisation:
    """All mentions of one body while they are gathered. `low` are the words of its name."""

    low: Name
    kind: str
    key: Name = ()
    """Its name with short forms in full and the country as a code: "Kemhan AS" is one with the long form."""
    entry: Entry | None = None
    country: tuple[int, int, str] | None = None
    """Offsets and code of the country's name that tells where it belongs."""
    mentions: list[BodyMention] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    acts: bool = False

    @property
    def code(self) -> str:
        """The code of its country; empty where nothing tells."""
        return self.country[2] if self.country else self.entry.get("country") if self.entry else ""

    def add(self, line: Row, begin: int, end: int, rule: str) -> None:
        """Take a mention in."""
        words = line.words[begin:end]
        self.mentions.append(
            BodyMention(start=words[0].start, end=words[-1].end, name=spelled(words), rule=rule)
        )
        self.acts = self.acts or speaks(line, Body(begin=begin, end=end))


def organisations(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Organisation]:
    """The bodies of the article, each with all mentions in reading order."""
    found: list[Organisation] = []
    for line, parts in lines:
        for body in _bodies(line, parts):
            _take(line, body, found, vocabulary)
    _abbreviated(lines, found)
    kept = [o for o in found if o.mentions]
    for organisation in kept:
        organisation.mentions.sort(key=lambda m: m.start)
    return sorted(kept, key=lambda o: o.mentions[0].start)


def _bodies(line: Row, parts: Sequence[Chunk]) -> Iterator[Body]:
    for at, chunk in enumerate(parts):
        body = chunk.body or (chunk.office.body if chunk.office else None)
        if body is None or (chunk.office is None and not _counts(line, body)):
            continue
        if at and parts[at - 1].kind is ChunkKind.OUTLET:
            continue
        if line.sentence.titled and body.rule not in ("body:known", "body:ministry"):
            continue
        yield body


def _counts(line: Row, body: Body) -> bool:
    """Whether a mention makes an actor: a common noun only where it speaks, an outlet where it asserts."""
    outlet = body.entry is not None and body.entry.values.get("outlet")
    if not (outlet or body.weak):
        return True
    return speaks(line, body) or (not outlet and _says(line, body))


def _says(line: Row, body: Body) -> bool:
    """Whether the body that opens a sentence reports with its first verb, or with one joined to it.

    "Militer X pada Sabtu mengatakan", "Militer X mengeluarkan perintah dan mengancam".
    """
    low, vocabulary = line.low, line.vocabulary
    if body.begin and low(body.begin - 1) not in (",", "-", "–", "—"):
        return False
    first = True
    for at in range(body.end, min(body.end + NEAR, len(line.words))):
        if vocabulary.is_verb(low(at)) and not line.cap(at):
            joined = first or low(at - 1) in vocabulary.joins
            if joined and vocabulary.verbs.match(line.words, at) and vocabulary.is_active(low(at)):
                return True
            first = False
        if low(at) in vocabulary.relative:
            return False
    return False


def speaks(line: Row, body: Body) -> bool:
    """Whether a body is the subject of a reporting verb: "X menyatakan", "kata X", "menurut X"."""
    vocabulary = line.vocabulary
    if vocabulary.roots.match(line.words, body.begin - 1):
        return True
    noun = vocabulary.pronouns["body"].match(line.words, body.begin - 1)
    before = body.begin - 2 if noun else body.begin - 1
    while line.low(before) in vocabulary.statements:
        before -= 1
    outlet = body.entry is not None and body.entry.values.get("outlet")
    if vocabulary.per.match(line.words, before) and not outlet:
        return True
    return verb_follows(line, line.abbreviation(body.end) or body.end)


def _take(line: Row, body: Body, found: list[Organisation], vocabulary: Vocabulary) -> None:
    low = tuple(w.low for w in line.words[body.begin : body.end])
    entry = body.entry
    if entry is None and body.aliases and not body.country:
        # "Aliansi Pakta … Utara (NATO)": the known body whose abbreviation stands in the bracket.
        short = vocabulary.organisations.match(line.words, body.aliases[0][0])
        entry = short[1] if short and short[0] == body.aliases[0][1] else None
    key = _key(line, body, vocabulary)
    same = next((o for o in found if key and o.key == key), None) or _same(
        low, entry, body, found, vocabulary
    )
    if same is None:
        if body.bare:
            return
        same = Organisation(low=low, kind=body.kind, entry=entry, key=key)
        found.append(same)
    elif len(low) > len(same.low):
        same.low = low
    if same.country is None and body.country:
        begin, end, code = body.country
        same.country = line.words[begin].start, line.words[end - 1].end, code
    same.add(line, body.begin, body.end, body.rule)
    for begin, end in body.aliases:
        alias = vocabulary.organisations.match(line.words, begin)
        if line.cap(begin) and (alias is None or alias[1] is same.entry):
            same.aliases.add(spelled(line.words[begin:end]))


def _key(line: Row, body: Body, vocabulary: Vocabulary) -> Name:
    """A body's name without its country, short forms in full, and the country's code; empty without one."""
    if body.country is None or body.country[1] != body.end or body.country[0] == body.begin:
        return ()
    known = vocabulary.organisations.match(line.words, body.begin)
    if known and known[0] == body.country[0]:
        return known[1].words[0].casefold(), body.country[2]
    words = [vocabulary.in_full.get(w.low, w.low) for w in line.words[body.begin : body.country[0]]]
    return " ".join(words), body.country[2]


def _same(
    low: Name, entry: Entry | None, body: Body, found: Sequence[Organisation], vocabulary: Vocabulary
) -> Organisation | None:
    """The body that a mention names again; the latest where a short form fits several."""
    each = entry is not None and entry.values.get("each")
    for other in reversed(found):
        if entry is not None and other.entry is entry and not each and not _elsewhere(body, other):
            return other
        if other.low == low or " ".join(low) in {a.casefold() for a in other.aliases}:
            return other
    plain = (vocabulary.in_full.get(low[0], low[0]), *low[1:])
    forms = [tuple(w.casefold().split()) for w in entry.words] if entry else [plain]
    ministry = entry is not None and entry.values.get("ministry")
    for other in reversed(found):
        theirs = (vocabulary.in_full.get(other.low[0], other.low[0]), *other.low[1:])
        if len(theirs) < 2 or _elsewhere(body, other) or (entry and other.entry):
            continue
        longer = any(f[: len(theirs)] == theirs for f in forms)
        if longer or ((entry is None or ministry) and any(theirs[: len(f)] == f for f in forms)):
            return other
    return None


def _elsewhere(body: Body, other: Organisation) -> bool:
    """Whether both name a country, and not the same one."""
    return bool(body.country and other.country and body.country[2] != other.country[2])


def _abbreviated(lines: Sequence[Line], found: Sequence[Organisation]) -> None:
    """Later mentions by the short form that a bracket introduced."""
    known = {a: o for o in found for a in o.aliases}
    for line, parts in lines if known else ():
        for chunk in parts:
            if chunk.kind in (ChunkKind.NAME, ChunkKind.WORD):
                organisation = known.get(spelled(line.words[chunk.begin : chunk.end]))
                if organisation:
                    organisation.add(line, chunk.begin, chunk.end, "body:abbreviation")
