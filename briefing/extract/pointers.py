"""Sentences that tell who said what stands beside them: "Hal itu disampaikan X kepada Y, Kamis (7/12)."""

from __future__ import annotations

import re

from briefing.extract import speakers
from briefing.extract.cues import Cues
from briefing.extract.drafts import Pointer
from briefing.extract.known import Names
from briefing.extract.stretches import HIDDEN, Stretch, Text

OBJECT = 90
"""Letters before the passive: "Permintaan tersebut"."""
AGENT = re.compile(r"\s+(?:langsung\s+)?(?:oleh\s+)?", re.IGNORECASE)


def pointer(text: Text, stretch: Stretch, low: int, cues: Cues, known: Names) -> Pointer | None:
    """What the stretch tells about another's words; none where it has words of its own."""
    frame = text.frame
    if stretch.quotes and HIDDEN in frame[low : stretch.end]:
        return None
    if cues.carried_back.match(frame, low, stretch.end):
        return Pointer(start=low, end=stretch.end, named=None, back=True)
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
    return Pointer(start=low, end=stretch.end, named=named, back=True)
