"""Sentences that tell who said what stands before them: "Hal itu disampaikan X", "Begitu kata X"."""

from __future__ import annotations

import re

from briefing.extract.claims import speakers
from briefing.extract.claims.cues import Cues
from briefing.extract.claims.drafts import Pointer
from briefing.extract.claims.known import Names
from briefing.extract.claims.stretches import HIDDEN, Stretch, Text

OBJECT = 90
"""Letters before the passive: "Permintaan tersebut"."""
WORDS = re.compile(r"\w+")
AGENT = re.compile(r"\s+(?:langsung\s+)?(?:oleh\s+)?", re.IGNORECASE)


def pointer(text: Text, stretch: Stretch, low: int, cues: Cues, known: Names) -> Pointer | None:
    """What the stretch tells about another's words; none where it has words of its own."""
    frame = text.frame
    if stretch.quotes and HIDDEN in frame[low : stretch.end]:
        return None
    if cues.carried_back.match(frame, low, stretch.end):
        return Pointer(start=low, end=stretch.end, named=None)
    if (closing := _closing(frame, low, stretch.end, cues, known)) is not None:
        return closing
    told = cues.told.search(frame, low, stretch.end)
    if told is None or cues.verb.search(frame, low, told.start()):
        return None
    lead = frame[low : told.start()]
    start = low
    while (carried := cues.carried.match(frame, start, told.start())) is not None and carried.end() > start:
        start = carried.end()
    connective = cues.connective.match(frame, start, told.start())
    if connective and "," in connective[0]:
        start = connective.end()
    lead = frame[start : told.start()]
    if not lead.strip() or len(lead) > OBJECT or not cues.points.search(lead):
        return None
    agent = AGENT.match(frame, told.end(), stretch.end)
    named = speakers.after(frame, agent.end() if agent else told.end(), stretch.end, cues, known)
    if named is not None and not speakers.speaks(frame, named, cues, known, weak=False):
        named = None
    return Pointer(
        start=low,
        end=stretch.end,
        named=named,
        entry=cues.entry(told["cue"]),
        cue=told.span("cue") if cues.says.search(lead) else None,
    )


def _closing(frame: str, low: int, high: int, cues: Cues, known: Names) -> Pointer | None:
    """ "Begitu kata X kepada Y", "Demikian laporan dari X": nothing is said behind it."""
    behind = cues.behind.match(frame, low, high)
    if behind is None:
        return None
    at = behind.end() + len(frame[behind.end() : high]) - len(frame[behind.end() : high].lstrip())
    root = cues.root.match(frame, at, high) or cues.told.match(frame, at, high)
    cue = root or behind
    start = root.end() if root else behind.end()
    if root is None:
        while (noun := cues.statement.match(frame, start, high)) is not None:
            start = noun.end()
        if start == behind.end():
            return None
    by = cues.by.match(frame, start, high)
    start = by.end() if by else start
    alone = root is not None and bool(root["nya"])
    named = None if alone else speakers.after(frame, start, high, cues, known)
    rest = frame[named[1] if named else start : high]
    if (named is None and not alone) or cues.verb.search(rest) or not _only_where(rest, cues):
        return None
    if named and (
        cues.outlet.match(frame, named[0]) or not speakers.speaks(frame, named, cues, known, weak=False)
    ):
        named = None
    return Pointer(start=low, end=high, named=named, entry=cues.entry(cue["cue"]), cue=cue.span("cue"))


def _only_where(rest: str, cues: Cues) -> bool:
    """Whether words behind a speaker tell no more than who he is, to whom, where or when he spoke."""
    word = WORDS.match(rest.lstrip(" "))
    return word is None or word[0].casefold() in cues.cuts or word[0].casefold() in cues.times
