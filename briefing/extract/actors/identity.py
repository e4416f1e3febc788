"""Which mentions are one person: "Lavrov" and "Sergey Lavrov", "Sergei" and "Sergey", "Kim" and which Kim.

A short form belongs to the person whose full name was introduced last before it in its paragraph,
unless he was introduced as somebody's kin; else to whom it was given before; else to the nearest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from briefing.extract.actors.people import Line, Person, mention, other_names
from briefing.extract.sentences.chunks import ChunkKind, Row
from briefing.extract.sentences.names import LONGEST
from briefing.extract.sentences.vocabulary import Vocabulary
from briefing.lexicon.spelling import same_person, same_token, slips, sound, tokens

Name = tuple[str, ...]
AGAIN = "person:name-again"
LONG, SLIPS = 4, 2
"""In a word of so many letters so many may differ, where all other words of a name are the same."""


@dataclass(slots=True)
class Identity:
    """All mentions of one person while they are gathered; `low` is the fullest form of the name."""

    low: Name
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
    persons: list[Identity] = []
    for person in found:
        if len(person.low) > 1:
            fits = [i for i in persons if same_name(i.low, person.low)]
            same = next((i for i in fits if i.low == person.low), fits[0] if fits else None)
            if same is None:
                same = Identity(low=person.low, name=person.name)
                persons.append(same)
            same.add(person)
    kin = frozenset(p.start for p in found if len(p.low) > 1 and _kin(lines[p.line][0], p.begin))
    _short([p for p in found if len(p.low) == 1], persons, vocabulary, kin)
    taken = {p.start for i in persons for p in i.mentions}
    _short([p for p in _bare(lines, persons) if p.start not in taken], persons, vocabulary, kin, known=True)
    _join(persons, other_names(lines))
    for identity in persons:
        identity.mentions.sort(key=lambda p: p.start)
    told = [i for i in persons if len(i.low) > 1 or not _doubtful(i)]
    told = [i for i in told if not any(f"{form} ".startswith(f"{i.name.casefold()} ") for form in bodies)]
    return sorted(told, key=lambda i: i.mentions[0].start)


def same_name(a: Name, b: Name) -> bool:
    """Whether two names are forms of one: the same, one within the other, or in two spellings.

    >>> same_name(("sergey", "lavrov"), ("sergei", "lavrov"))
    True
    >>> same_name(("donald", "trump"), ("melania", "trump"))
    False
    """
    if a == b or same_person(a, b):
        return True
    differ = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    return len(a) == len(b) > 1 and len(differ) == 1 and _alike(*differ[0])


def _alike(a: str, b: str) -> bool:
    """Whether two words are spellings of one name in an article: the same beginning, nearly all letters."""
    return a[:2] == b[:2] and min(len(a), len(b)) >= LONG and slips(a, b, most=SLIPS) <= SLIPS


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
    return [m.rule for m in identity.mentions if m.rule != AGAIN] == ["person:speaks"]


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
    known: bool = False,
) -> None:
    """Give each short form to the person that it stands for; `known` makes nobody new."""
    bound: dict[Name, Identity] = {}
    for person in found:
        fits = [i for i in persons if _fits(person.low, i.low)]
        if known:
            fits = [i for i in fits if {sound(w) for w in person.low} <= {sound(w) for w in i.low}]
        nick = None if fits or known else _nickname(person, persons, vocabulary)
        if fits or nick:
            identity = nick or _choose(person, fits, bound, kin)
        elif known:
            continue
        else:
            identity = Identity(low=person.low, name=person.name)
            persons.append(identity)
        identity.add(person)
        bound[person.low] = identity


def _fits(short: Name, full: Name) -> bool:
    return any(same_token(short[0], part) for part in full) if len(short) == 1 else same_name(short, full)


def _choose(
    person: Person, fits: Sequence[Identity], bound: dict[Name, Identity], kin: frozenset[int]
) -> Identity:
    """Of several persons with this name: introduced last in the paragraph, bound before, or nearest."""
    if len(fits) == 1:
        return fits[0]
    exact = [i for i in fits if set(person.low) <= set(i.low)]
    fits = exact or fits
    here = [
        (m.start, at)
        for at, i in enumerate(fits)
        for m in i.mentions
        if m.paragraph == person.paragraph and m.start < person.start and len(m.low) > 1
        if m.start not in kin
    ]
    if here:
        return fits[max(here)[1]]
    before = bound.get(person.low)
    if before is not None and before in fits:
        return before
    heads = [i for i in fits if i.mentions[0].start not in kin] or fits
    return min(heads, key=lambda i: min(abs(m.start - person.start) for m in i.mentions))


def _nickname(person: Person, persons: Sequence[Identity], vocabulary: Vocabulary) -> Identity | None:
    for entry in vocabulary.known.entries:
        if entry.get("kind") == "nickname" and person.name in entry.words:
            names = [tokens(w) for w in entry.words]
            return next((i for i in persons if any(same_name(i.low, n) for n in names)), None)
    return None


def _bare(lines: Sequence[Line], persons: Sequence[Identity]) -> Iterator[Person]:
    """Every run of name words, whether or not something tells that it is a person's."""
    full = {i.low for i in persons}
    for number, (line, parts) in enumerate(lines):
        if line.sentence.titled:
            yield from _titled(line, number, full)
            continue
        for chunk in parts:
            if chunk.kind is ChunkKind.NAME:
                yield mention(line, number, chunk.begin, chunk.end, AGAIN)


def _titled(line: Row, number: int, full: set[Name]) -> Iterator[Person]:
    """In a headline every capitalised word may be a name: which is one, the body of the article tells."""
    words, at = line.words, 0
    while at < len(words):
        end = at + 1
        for longer in range(min(len(words), at + LONGEST), at + 1, -1):
            if tokens(" ".join(w.text for w in words[at:longer])) in full:
                end = longer
                break
        if words[at].cap:
            yield mention(line, number, at, end, AGAIN)
        at = end
