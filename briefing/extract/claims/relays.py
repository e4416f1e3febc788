"""Words that pass through an outlet: "Laman X melaporkan, para aktivis menyebutkan …" is the activists'."""

from __future__ import annotations

from briefing.extract.claims import speakers, subjects
from briefing.extract.claims.cues import Cues
from briefing.extract.claims.drafts import Span
from briefing.extract.claims.known import Names

LEAD = 5
"""Words before the inner speaker: "pada Senin", "saat itu"."""


def outlet(frame: str, named: Span, cues: Cues) -> bool:
    """Whether the phrase is the name of an outlet, which carries words and has none of its own."""
    words = frame[slice(*named)]
    found = cues.outlet.search(words)
    return found is not None and found.end() == len(words)


def relays(frame: str, named: Span, cues: Cues) -> bool:
    """Whether the phrase names an outlet, or calls itself one: "laman berita X", "koran itu"."""
    return cues.paper.match(frame, *named) is not None or outlet(frame, named, cues)


def inner(frame: str, begin: int, high: int, cues: Cues, known: Names) -> bool:
    """Whether the words from here on report what somebody else says: "para aktivis menyebutkan …".

    A position ("KCNA menyebutkan Korut menolak …") stays with whoever tells it.
    """
    verb = cues.verb.search(frame, begin, high)
    entry = cues.entry(verb["cue"]) if verb else None
    if (
        verb is None
        or entry is None
        or entry.get("needs") == "object"
        or cues.unsaid.search(frame, begin, verb.start())
    ):
        return False
    named = subjects.before(frame, begin, verb.start(), cues, known)
    if named is None or not speakers.speaks(frame, named, cues, known, weak=True):
        return False
    if frame[slice(*named)].casefold() in cues.pronouns:
        return False  # "Menurut X, dia berpesan …": X himself
    lead = frame[begin : named[0]]
    return len(lead.split()) <= LEAD and not any(speakers.acts(w, cues) for w in lead.split())
