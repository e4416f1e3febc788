"""Which outlet carried the words: "dilansir RT", "kepada kantor berita Interfax", "seperti dikutip AFP"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from briefing.extract.claims.line import Line, Phrase
from briefing.extract.sentences.row import Kind
from briefing.model import ActorKind

DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)*\.(com|co|id|net|org|tv|ru|news)")
NEAR = 10
"""Words between an outlet and its verb: "pada Rabu (6/12)"."""
BEHIND = 8
"""Words of what an outlet is called, before the comma and its name."""
Span = tuple[int, int]
Places = tuple[int, int]


def outlet_in(line: Line, areas: Iterable[Places], but: Phrase | None = None) -> Phrase | None:
    """The first outlet named that carried the words, in the first of the areas that names one.

    Persons and states are no outlets, but their names may be part of one. `but` is none either.
    """
    for begin, end in areas:
        named = [p for p in _named(line, begin, end) if _may_carry(line, p)]
        if but:
            named = [p for p in named if p.stop <= but.start or p.start >= but.stop]
        if named:
            return min(named, key=lambda p: (p.start, p.stop))
    return None


def _may_carry(line: Line, phrase: Phrase) -> bool:
    return not any(
        m.kind is ActorKind.PERSON
        or (m.kind is ActorKind.COUNTRY and (m.start, m.stop) == (phrase.start, phrase.stop))
        for m in line.mentions(phrase.begin, phrase.end)
    )


def _named(line: Line, begin: int, end: int) -> Iterator[Phrase]:
    for at in range(begin, end):
        for role, strict in (("carrier by", False), ("strict carrier", True), ("carrier to", True)):
            behind = line.run(at, role)
            named = _name(line, behind, end, strict=strict) if behind and behind < end else None
            if named:
                yield named
        if told := _telling(line, at, end):
            yield told


def _name(line: Line, at: int, end: int, *, strict: bool) -> Phrase | None:
    """The outlet's name behind its carrier: an outlet, or what is called one, or else any name."""
    part = line.run(at, "carrier part")
    if part and part < end and line.outlet(part):
        return line.phrase(part, part + 1)
    called = line.passed(at, "carrier medium", high=end)
    if at < called < end:
        near = range(called, min(end, called + BEHIND))
        own = next((n for n in near if line.outlet(n)), 0)
        if own and (
            own == called or line.is_mark(own - 1, ",") or all(line[n].cap for n in range(called, own))
        ):
            return line.phrase(own, own + 1)
        comma = next((n for n in near if line[n].kind is Kind.MARK), end)
        if (
            not line[called].cap
            and line.is_mark(comma, ",")
            and comma + 1 < end
            and _in_name(line, comma + 1)
        ):
            closed = comma + 2 >= line.high or line[comma + 2].kind is Kind.MARK
            return line.phrase(comma + 1, comma + 2) if closed else None
    if called < end and line.outlet(called) and (strict or not line[called].cap):
        return line.phrase(called, called + 1)
    last = called
    while last < end and _in_name(line, last):
        last += 1
    if last == called or (strict and called == at and not _signed(line, called, last)):
        return None
    return line.phrase(called, last)


def _signed(line: Line, begin: int, end: int) -> bool:
    """Whether a name's own words tell that it is an outlet's: "Channel Nine", "Kivu Post", a domain."""
    words = [w for item in line.items[begin:end] for w in line.text.words[item.begin : item.end]]
    signs = line.classes.words("carrier sign")
    return DOMAIN.fullmatch(words[0].low) is not None or (
        len(words) > 1 and (words[0].low in signs or words[-1].low in signs)
    )


def points_to_outlet(line: Line, areas: Iterable[Places]) -> bool:
    """Whether words in one of the areas mean an outlet named before: "media itu", "laporan tersebut"."""
    return any(
        line.run(behind, "demonstrative") > 0
        for begin, end in areas
        for at in range(begin, end)
        if (behind := line.run(at, "carrier medium", "carrier report"))
    )


def _in_name(line: Line, at: int) -> bool:
    item = line[at]
    domain = "." in item.low and len(item.low) > 3
    return (
        item.kind in (Kind.NAME, Kind.BODY, Kind.OUTLET, Kind.WORD, Kind.COUNTRY) and (item.cap or domain)
    ) and not line.timed(at)


def _telling(line: Line, at: int, end: int) -> Phrase | None:
    """ "Laman berita X pada Rabu (6/12) melaporkan": an outlet that tells."""
    called = line.passed(at, "carrier medium", high=end)
    known = line.outlet(called) if called < end else False
    last = called + 1 if known else called
    while not known and called > at and last < end and _in_name(line, last):
        last += 1
    if last == called or (called == at and not known):
        return None
    verb = last
    for n in range(last, min(end, last + NEAR)):
        if line.run(n, "carrier telling"):
            verb = n
            break
    between = range(last, verb)
    told = verb > last or line.run(verb, "carrier telling")
    fits = all(
        line.timed(n) or line.run(n, "adverb", "preposition") or line.is_mark(n, ",()") for n in between
    )
    return line.phrase(called, last) if told and fits else None
