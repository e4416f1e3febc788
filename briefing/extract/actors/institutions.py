"""Which mentions are one body: by its entry, by a bracket's abbreviation, by a short form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from briefing.extract.actors.people import Line
from briefing.extract.sentences.chunks import Body, Chunk, ChunkKind, Row
from briefing.extract.sentences.vocabulary import Vocabulary, spelled
from briefing.lexicon import Entry
from briefing.model import record

SERVICES = {"au": "angkatan udara", "al": "angkatan laut", "ad": "angkatan darat"}
MINISTRIES = {"departemen": "kementerian", "kementrian": "kementerian"}


@record
class BodyMention:
    """One mention of a body: offsets, its words, and the rule that read it."""

    start: int
    end: int
    name: str
    rule: str
    line: int
    begin: int


@dataclass(slots=True)
class Institution:
    """All mentions of one body while they are gathered. `low` are the words of its name."""

    low: tuple[str, ...]
    kind: str
    key: tuple[str, ...] = ()
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


def institutions(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Institution]:
    """The bodies of the article, each with all mentions in reading order."""
    found: list[Institution] = []
    for number, (line, parts) in enumerate(lines):
        for body in _bodies(line, parts):
            _take(line, body, number, found, vocabulary)
    _abbreviated(lines, found)
    kept = [i for i in found if i.mentions]
    for institution in kept:
        institution.mentions.sort(key=lambda m: m.start)
    return sorted(kept, key=lambda i: i.mentions[0].start)


def _bodies(line: Row, parts: Sequence[Chunk]) -> Iterator[Body]:
    for at, chunk in enumerate(parts):
        body = chunk.body or (chunk.office.body if chunk.office else None)
        if body is None or (chunk.office is None and not _counts(line, parts, at, body)):
            continue
        if at and parts[at - 1].kind is ChunkKind.OUTLET:
            continue
        if line.sentence.titled and body.rule not in ("body:known", "body:ministry"):
            continue
        yield body


def _counts(line: Row, parts: Sequence[Chunk], at: int, body: Body) -> bool:
    """Whether a mention makes an actor: a common noun only where it speaks, an outlet where it asserts."""
    if body.entry and body.entry.values.get("outlet"):
        return speaks(line, body)
    return not body.weak or speaks(line, body)


def speaks(line: Row, body: Body) -> bool:
    """Whether a body is the subject of a reporting verb: "X menyatakan", "kata X", "menurut X"."""
    vocabulary = line.vocabulary
    if vocabulary.roots.match(line.words, body.begin - 1):
        return True
    at = line.vocabulary.pronouns["body"].match(line.words, body.begin - 1)
    before = body.begin - 2 if at else body.begin - 1
    while line.low(before) in vocabulary.statements:
        before -= 1
    per = line.low(before) == "menurut" or vocabulary.per.match(line.words, before)
    if per and not (body.entry and body.entry.values.get("outlet")):
        return True
    if line.text(before) == "," and "menurut" in [line.low(i) for i in range(max(0, before - 4), before)]:
        return True
    bracket = line.abbreviation(body.end) or body.end
    for step in range(bracket, min(bracket + 3, len(line.words))):
        verb = vocabulary.verbs.match(line.words, step)
        if verb and line.low(step).startswith(("me", "ber")):
            return True
        if line.words[step].mark or line.cap(step):
            return False
    return False


def _take(line: Row, body: Body, number: int, found: list[Institution], vocabulary: Vocabulary) -> None:
    words = line.words[body.begin : body.end]
    low = tuple(w.low for w in words)
    entry = body.entry
    if entry is None and not body.country:
        entry = _entry_behind(line, body, vocabulary)
    key = _key(line, body, vocabulary)
    same = next((i for i in found if key and i.key == key), None) or _same(low, entry, body, found)
    if same is None:
        if body.bare:
            return
        same = Institution(low=low, kind=body.kind, entry=entry, key=key)
        found.append(same)
    elif len(low) > len(same.low):
        same.low = low
    if body.country:
        begin, end, code = body.country
        same.country = same.country or (line.words[begin].start, line.words[end - 1].end, code)
    same.country = same.country or _described(line, body)
    name = spelled(words)
    mention = BodyMention(
        start=words[0].start, end=words[-1].end, name=name, rule=body.rule, line=number, begin=body.begin
    )
    same.mentions.append(mention)
    same.acts = same.acts or speaks(line, body)
    for begin, end in body.aliases:
        alias = vocabulary.organisations.match(line.words, begin)
        if line.cap(begin) and (alias is None or alias[1] is same.entry):
            same.aliases.add(spelled(line.words[begin:end]))


def _described(line: Row, body: Body) -> tuple[int, int, str] | None:
    """The country in what stands before the name: "perusahaan Rusia, X", "raksasa AS X"."""
    if body.entry or line.low(body.end) in ("dan", "serta"):
        return None
    end = body.begin - 1 if line.text(body.begin - 1) == "," else body.begin
    for begin in range(max(0, end - 3), end):
        country = line.country(begin)
        if country and country[0] == end:
            nouns = range(max(0, begin - 3), begin)
            if any(line.vocabulary.descriptors.match(line.words, at) for at in nouns):
                return line.words[begin].start, line.words[end - 1].end, country[1].code
    return None


def _key(line: Row, body: Body, vocabulary: Vocabulary) -> tuple[str, ...]:
    """A body's name without its country, short forms in full, and the country's code; empty without one."""
    if body.country is None or body.country[1] != body.end or body.country[0] == body.begin:
        return ()
    known = vocabulary.organisations.match(line.words, body.begin)
    if known and known[0] == body.country[0]:
        return known[1].words[0].casefold(), body.country[2]
    words = [SERVICES.get(w.low, w.low) for w in line.words[body.begin : body.country[0]]]
    return " ".join(words), body.country[2]


def _entry_behind(line: Row, body: Body, vocabulary: Vocabulary) -> Entry | None:
    """The known body whose abbreviation stands in the bracket: "Aliansi Pakta … Utara (NATO)"."""
    match = vocabulary.organisations.match(line.words, body.aliases[0][0]) if body.aliases else None
    return match[1] if match and match[0] == body.aliases[0][1] else None


def _same(
    low: tuple[str, ...], entry: Entry | None, body: Body, found: Sequence[Institution]
) -> Institution | None:
    """The body that a mention names again; the latest where a short form fits several."""
    each = entry is not None and entry.values.get("each")
    for other in reversed(found):
        if entry is not None and other.entry is entry and not each:
            return other
        if other.low == low or " ".join(low) in {a.casefold() for a in other.aliases}:
            return other
    plain = (MINISTRIES.get(low[0], low[0]), *low[1:])
    forms = [tuple(w.casefold().split()) for w in entry.words] if entry else [plain]
    ministry = entry is not None and entry.values.get("ministry")
    for other in reversed(found):
        theirs = (MINISTRIES.get(other.low[0], other.low[0]), *other.low[1:])
        if len(theirs) < 2 or _elsewhere(body, other) or (entry and other.entry):
            continue
        longer = any(f[: len(theirs)] == theirs for f in forms)
        if longer or ((entry is None or ministry) and any(theirs[: len(f)] == f for f in forms)):
            return other
    return None


def _elsewhere(body: Body, other: Institution) -> bool:
    """Whether both name a country, and not the same one."""
    return bool(body.country and other.country and body.country[2] != other.country[2])


def _abbreviated(lines: Sequence[Line], found: Sequence[Institution]) -> None:
    """Later mentions by the short form that a bracket introduced."""
    known = {a: i for i in found for a in i.aliases}
    if not known:
        return
    for number, (line, parts) in enumerate(lines):
        for chunk in parts:
            if chunk.kind not in (ChunkKind.NAME, ChunkKind.WORD):
                continue
            words = line.words[chunk.begin : chunk.end]
            institution = known.get(spelled(words))
            if institution:
                institution.acts = institution.acts or speaks(line, Body(begin=chunk.begin, end=chunk.end))
                institution.mentions.append(
                    BodyMention(
                        start=words[0].start,
                        end=words[-1].end,
                        name=spelled(words),
                        rule="body:abbreviation",
                        line=number,
                        begin=chunk.begin,
                    )
                )
