"""Sentences that only tell who said what stands before them: "Hal itu disampaikan X", "Begitu kata X"."""

from __future__ import annotations

from briefing.extract.claims.contents import carried_lead
from briefing.extract.claims.line import REPORTING, Line, Phrase
from briefing.extract.claims.outlets import outlet_in
from briefing.extract.claims.phrases import ENDS, phrase_from, speaks
from briefing.extract.sentences.row import Kind
from briefing.lexicon import Entry
from briefing.model import record

OBJECT = 12
"""Words before the passive: "Permintaan tersebut"."""


@record
class Pointer:
    """A sentence that tells about what stands before it; where that was `said`, all of it is a statement."""

    named: Phrase | None
    entry: Entry | None = None
    cue: int | None = None
    said: bool = False


def pointer(line: Line) -> Pointer | None:
    """What the line tells about another's words; none where it has words of its own."""
    if line.quotes:
        return None
    if _only_carried(line) or _tells_outlet(line):
        return Pointer(named=None)
    return _closing(line) or _passive(line)


def _only_carried(line: Line) -> bool:
    """ "Seperti dilansir Reuters, Senin (4/3).": a sentence that says only who carried the words before."""
    like = line.passed(line.low, "as")
    if like == line.low or not line.run(line.run(like, "relative") or like, "carried"):
        return False
    return not carried_lead(line, line.low, line.high) and not any(
        line.entry(n, *REPORTING) for n in line.cues
    )


def _tells_outlet(line: Line) -> bool:
    """ "Pengakuan itu terungkap dalam rekaman yang disiarkan X."."""
    start = line.passed(line.low, "connective")
    pointed = line.entry(start, "noun") is not None and line.run(start + 1, "demonstrative") > 0
    if not pointed or any(line.entry(n, *REPORTING) for n in line.cues):
        return False
    return outlet_in(line, ((start, line.high),)) is not None


def _passive(line: Line) -> Pointer | None:
    """ "Hal itu disampaikan X kepada Y, Kamis (7/12)."."""
    told = next((n for n in line.cues if line.entry(n, "told")), 0)
    entry = line.entry(told, "told") if told else None
    start = line.low
    if entry is None or any(line.entry(n, *REPORTING) for n in range(start, told)):
        return None
    while carried := carried_lead(line, start, told):
        start = carried
    connective = line.passed(start, "connective", high=told)
    if connective > start and line.is_mark(connective, ","):
        start = connective + 1
    if start >= told or line.count(start, told) > OBJECT:
        return None
    points, said = _points(line, start, told)
    if not points:
        return None
    named = phrase_from(line, line.passed(told + 1, "agent"), line.high)
    if named is not None and not speaks(line, named, weak=False):
        named = None
    return Pointer(named=named, entry=entry, cue=told, said=said)


def _points(line: Line, start: int, told: int) -> tuple[bool, bool]:
    """Whether words before a passive point to what was said ("hal itu"), and can be nothing else."""
    end = told
    while (adverb := line.back(end, "adverb", start)) >= 0:
        end = adverb
    noun = line.run(start, "that matter") or (line.entry(start, "noun") is not None and start + 1)
    alike = any(line.run(n, "alike") for n in range(start, end))
    pointed = any(line.run(n, "demonstrative") for n in range(start, end))
    short = line.count(start, end) <= 4 and not any(line.is_mark(n, ",") for n in range(start, end))
    if not short or not (noun or alike or pointed):
        return False, False
    return True, bool(noun) and not alike


def _closing(line: Line) -> Pointer | None:
    """ "Begitu kata X kepada Y", "Demikian laporan dari X": nothing is said behind it."""
    at = line.low
    entry = line.entry(at, "behind")
    if entry is None:
        return None
    start = cue = at + 1
    root = line.entry(cue, "root", "told")
    if root is not None:
        start = line.run(cue + 1, "agent") or cue + 1
        entry = root
    else:
        cue = at
        while start < line.high and (line.run(start, "statement") or line.entry(start, "noun", "told")):
            start = line.run(start, "statement") or start + 1
        if start == at + 1:
            return None
    alone = root is not None and line[cue].possessive
    named = None if alone else phrase_from(line, start, line.high)
    rest = named.end if named else start
    if (named is None and not alone) or any(line.entry(n, *REPORTING) for n in range(rest, line.high)):
        return None
    if rest < line.high and line[rest].kind is Kind.WORD and not line.run(rest, *ENDS):
        return None
    if named and (line.outlet(named.end - 1) or not speaks(line, named, weak=False)):
        named = None
    return Pointer(named=named, entry=entry, cue=cue, said=True)
