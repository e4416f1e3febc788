"""Which mentions are one person: "Lavrov" and "Sergey Lavrov", "Sergei" and "Sergey", "Kim" and which Kim.

A short form belongs to the person whose full name was introduced last before it in its paragraph,
unless he was introduced as somebody's kin; else to whom it was given before; else to the nearest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from briefing.extract.actors.aliases import other_names
from briefing.extract.actors.people import Line, Person, unhyphened
from briefing.extract.sentences.chunks import ChunkKind, Row
from briefing.extract.sentences.names import LONGEST
from briefing.extract.sentences.vocabulary import Vocabulary, Word, spelled

NEAR = 2
"""So many letters may differ between two spellings of one given name ("Sergey", "Sergei")."""
LONG = 4


@dataclass(slots=True)
class Identity:
    """All mentions of one person while they are gathered; `low` is the fullest form of the name."""

    low: tuple[str, ...]
    name: str
    mentions: list[Person] = field(default_factory=list)

    def add(self, person: Person) -> None:
        """Take a mention in; a fuller form becomes the name."""
        self.mentions.append(person)
        if len(person.low) > len(self.low):
            self.low, self.name = person.low, person.name


def identities(
    lines: Sequence[Line], found: Sequence[Person], vocabulary: Vocabulary, bodies: frozenset[str]
) -> list[Identity]:
    """The persons of the article, each with all mentions in reading order.

    `bodies` are the names and short forms of bodies, which no person bears.
    """
    persons = _full(found, vocabulary)
    kin = frozenset(p.start for p in found if len(p.low) > 1 and _kin(lines[p.line][0], p.begin))
    _short([p for p in found if len(p.low) == 1], persons, vocabulary, kin)
    taken = {p.start for i in persons for p in i.mentions}
    again = [p for p in _bare(lines, persons) if p.start not in taken]
    _short(again, persons, vocabulary, kin, only_known=True)
    _join(persons, other_names(lines))
    for identity in persons:
        identity.mentions.sort(key=lambda p: p.start)
    told = [i for i in persons if len(i.low) > 1 or not _doubtful(i)]
    told = [i for i in told if not any(f"{form} ".startswith(f"{i.name.casefold()} ") for form in bodies)]
    return sorted(told, key=lambda i: i.mentions[0].start)


def _join(persons: list[Identity], names: Iterable[tuple[int, int]]) -> None:
    """Make one of two persons where the article says that they are one, under the name given first."""
    for first, other in names:
        one = next((i for i in persons if any(p.start == first for p in i.mentions)), None)
        two = next((i for i in persons if any(p.start == other for p in i.mentions)), None)
        if one is None or two is None or one is two:
            continue
        one.mentions += [replace(p, rule="person:alias") for p in two.mentions]
        persons.remove(two)


def _doubtful(identity: Identity) -> bool:
    """Whether all that tells of a person is one verb behind a single word: a town may "meminta" too."""
    signs = [m.rule for m in identity.mentions if m.rule != "person:name-again"]
    return signs == ["person:speaks"]


def _full(found: Sequence[Person], vocabulary: Vocabulary) -> list[Identity]:
    persons: list[Identity] = []
    for person in found:
        if len(person.low) < 2:
            continue
        same = next((i for i in persons if same_name(i.low, person.low)), None)
        if same is None:
            same = Identity(low=person.low, name=person.name)
            persons.append(same)
        same.add(person)
    return persons


def same_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names are forms of one: the same, one within the other, or spelled a little differently.

    >>> same_name(("sergey", "lavrov"), ("sergei", "lavrov"))
    True
    >>> same_name(("donald", "trump"), ("melania", "trump"))
    False
    """
    short, long = sorted((a, b), key=len)
    if set(short) <= set(long) and (len(short) > 1 or short == long):
        return True
    if len(a) != len(b) or len(a) < 2:
        return False
    differ = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(differ) == 1 and _alike(*differ[0])


def _alike(a: str, b: str) -> bool:
    """Whether two words are spellings of one name: the same beginning, all but two letters the same."""
    if a[:2] != b[:2] or min(len(a), len(b)) < LONG:
        return False
    return _distance(a, b) <= NEAR


def _distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def _kin(line: Row, begin: int) -> bool:
    """Whether a name stands behind "ayahnya, " or "istri Trump, "."""
    at = begin - 1 - int(line.text(begin - 1) == ",")
    while at > 0 and line.cap(at):
        at -= 1
    return line.low(at) in line.vocabulary.kin


def _short(
    found: Iterable[Person],
    persons: list[Identity],
    vocabulary: Vocabulary,
    kin: frozenset[int],
    *,
    only_known: bool = False,
) -> None:
    bound: dict[str, Identity] = {}
    for person in found:
        fits = [i for i in persons if _fits(person.low, i.low)]
        if only_known:
            fits = [i for i in fits if len(person.low) <= len(i.low)]
        if not fits and not only_known:
            nick = _nickname(person, persons, vocabulary)
            fits = [nick] if nick else []
        if not fits:
            if only_known:
                continue
            identity = Identity(low=person.low, name=person.name)
            persons.append(identity)
        else:
            identity = fits[0] if len(fits) == 1 else _choose(person, fits, bound, kin)
        identity.add(person)
        bound[" ".join(person.low)] = identity


def _fits(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return set(short) <= set(full) or (len(short) > 1 and same_name(short, full))


def _choose(
    person: Person, fits: Sequence[Identity], bound: dict[str, Identity], kin: frozenset[int]
) -> Identity:
    """Of several persons with this name: introduced last in the paragraph, bound before, or nearest."""
    here = [
        (m.start, i)
        for i in fits
        for m in i.mentions
        if m.paragraph == person.paragraph and m.start < person.start and len(m.low) > 1
        if m.start not in kin
    ]
    if here:
        return max(here, key=lambda h: h[0])[1]
    before = bound.get(" ".join(person.low))
    if before in fits and before is not None:
        return before
    heads = [i for i in fits if i.mentions[0].start not in kin] or fits
    return min(
        heads, key=lambda i: min(abs(m.start - person.start) for m in i.mentions if len(m.low) > 1 or True)
    )


def _nickname(person: Person, persons: Sequence[Identity], vocabulary: Vocabulary) -> Identity | None:
    for entry in vocabulary.known.entries:
        if entry.get("kind") == "nickname" and person.name in entry.words:
            lows = [unhyphened(w.split()) for w in entry.words]
            return next((i for i in persons if any(same_name(i.low, low) for low in lows)), None)
    return None


def _bare(lines: Sequence[Line], persons: Sequence[Identity]) -> Iterator[Person]:
    """Every run of name words, whether or not something tells that it is a person's."""
    full = {i.low for i in persons}
    for number, (line, parts) in enumerate(lines):
        if line.sentence.titled:
            yield from _titled(line.words, full, number, line.sentence.paragraph.number)
            continue
        for chunk in parts:
            if chunk.kind is ChunkKind.NAME:
                words = line.words[chunk.begin : chunk.end]
                yield _mention(words, number, line.sentence.paragraph.number, chunk.begin)


def _titled(
    words: Sequence[Word], full: set[tuple[str, ...]], number: int, paragraph: int
) -> Iterator[Person]:
    """In a headline every capitalised word may be a name: which is one, the body of the article tells."""
    at = 0
    while at < len(words):
        end = at + 1
        for longer in range(min(len(words), at + LONGEST), at + 1, -1):
            if unhyphened([w.text for w in words[at:longer]]) in full:
                end = longer
                break
        if words[at].cap:
            yield _mention(words[at:end], number, paragraph, at)
        at = end


def _mention(words: Sequence[Word], number: int, paragraph: int, begin: int) -> Person:
    return Person(
        start=words[0].start,
        end=words[-1].end,
        name=spelled(words),
        low=unhyphened([w.text for w in words]),
        rule="person:name-again",
        paragraph=paragraph,
        line=number,
        begin=begin,
    )
