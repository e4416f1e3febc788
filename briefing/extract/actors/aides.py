"""Who speaks for somebody else or is his kin: in "pengacara X", "istri X" the speaker is not X."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extract.claims.cues import Cues
from briefing.extract.claims.drafts import Span
from briefing.model import Actor

OFFICE = 5
"""Words of an office between "penasihat" and the name: "penasihat | Presiden Ukraina | X"."""
OWN = 90
"""Letters before a name in which its bearer's own office stands: "pengacara X, Y"."""


def of_another(frame: str, span: Span, actor: Actor, cues: Cues) -> bool:
    """Whether a speaker phrase names a person only to tell whose lawyer, kin or adviser speaks.

    It does where the person was named before as somebody else, or where his own office stands between
    ("juru bicara Presiden X"). "Juru Bicara Presiden X" with no such office of X's is X himself.
    """
    whose = cues.whose.match(frame, *span)
    if whose is None:
        return False
    mentions = sorted((m.start, m.end) for m in actor.mentions)
    name = next((m for m in mentions if whose.end() <= m[0] < span[1]), None)
    if name is None or not _leads(frame[whose.end() : name[0]]) or "," in frame[name[1] : span[1]]:
        return False
    if mentions[0][0] < span[0]:
        return not _own(frame, mentions, whose["whose"], cues)
    role = actor.role.evidence.start if actor.role else whose.start("whose")
    return role >= whose.end() or whose["whose"].casefold() in cues.kin


def _leads(words: str) -> bool:
    """Whether only an office stands between: "Presiden Ukraina "."""
    return "," not in words and len(words.split()) <= OFFICE


def _own(frame: str, mentions: Sequence[Span], noun: str, cues: Cues) -> bool:
    """Whether a person was introduced by this noun himself: "pengacara X, Y", "pengacara Y"."""
    start = mentions[0][0]
    lead = frame[max(0, start - OWN) : start].rpartition("\n")[2]
    before = lead.casefold().rpartition(noun.casefold())
    if not before[1] or noun.casefold() in cues.kin:
        return False
    follows = frame[mentions[0][1] : mentions[0][1] + 3]
    return "," in before[2] or not (follows[:1] == "," and follows[2:3].isupper())
