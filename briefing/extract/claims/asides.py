"""Reports that stand aside of their content: "…, kata X", "…, kata X, …", "menurut X, …"."""

from __future__ import annotations

import re

from briefing.extract.claims import content, speakers
from briefing.extract.claims.cues import Cues
from briefing.extract.claims.drafts import Span
from briefing.extract.claims.known import Names
from briefing.extract.claims.stretches import HIDDEN, Text

SUBJECT = 8
"""Words of a subject before an aside; more are a clause."""
ADVERBIAL = 8
"""Words of an adverbial before an aside."""
LONG_ADVERBIAL = 12
CLAUSE = 4
"""Words of a clause that "menurut X" closes."""
NEAR = 7
"""Letters behind "menurut" within which a comma stands: "menurut dia,"."""
LEAD = 80
"""Letters before a cue that tell whether its clause begins there."""
GIVEN = re.compile(r"(?:\s+(?:resmi|tertulis))?\s+(?:yang\s+di\w+\s+)?(?:dari|oleh)?(?=\s)")
"""What stands between a statement and who gave it: " resmi dari", " yang diberikan oleh"."""
GAP = re.compile(r"[\s,]*(?:bahwa\s+)?")
PLACE = re.compile(r"\s+([a-z]+)\s[^,.;:]{2,50},")
"""Where or when somebody said it, before the comma: " di Moskwa,"."""
DESCRIBED = re.compile(r",\s+([a-z]+)\b[^,.;:]{0,80},")
"""Who somebody is, between commas: ", seorang anggota parlemen dari Takistan,"."""


def stands_aside(frame: str, at: int, cue: re.Match[str], cues: Cues) -> bool:
    """Whether a cue begins its clause: behind a comma, at the start, or behind "selain itu"."""
    lead = cues.filler_end.sub("", frame[max(at, cue.start() - LEAD) : cue.start()]).strip()
    if cue["cue"].casefold() in cues.pers and "," in frame[cue.end() : cue.end() + NEAR]:
        return True
    if not lead or lead[-1] in {",", ";", HIDDEN} or lead.endswith("--"):
        return True
    return cue.start() - at < LEAD and bool(cues.connective.fullmatch(lead + ","))


def trails(frame: str, at: int, cue: re.Match[str], named: Span, high: int, cues: Cues, known: Names) -> bool:
    """Whether "menurut X" closes a clause with no comma before it: "… tenggelam di sana menurut X pada Rabu".

    Where a verb stands right before it, it tells how something is done ("dibagi menurut …").
    """
    words = frame[at : cue.start()].rpartition(",")[2].split()
    if cue["cue"] not in cues.pers or len(words) < CLAUSE:
        return False
    last, rest = words[-1].casefold(), frame[named[1] : high].lstrip()
    joins = cues.subordinator.match(f"{last} ") is not None
    if joins or last in cues.cuts or last in cues.predicates or speakers.acts(last, cues):
        return False
    word = re.match(r"\w+", rest)
    ends = word is None or word[0].casefold() in cues.cuts or word[0].casefold() in cues.times
    return ends and _clause(" ".join(words), cues) and speakers.speaks(frame, named, cues, known, weak=True)


def to_name(frame: str, at: int, high: int, cues: Cues, known: Names) -> int:
    """Where the speaker is named behind a cue: past "laporan" in "menurut laporan X"."""
    start = at
    while (noun := cues.statement.match(frame, start, high)) is not None:
        start = noun.end()
    if (given := GIVEN.match(frame, start, high)) is not None:
        start = given.end()
    begin = start + len(frame[start:high]) - len(frame[start:high].lstrip())
    word = re.match(r"\w+", frame[begin:high])
    speaker = start > at and word is not None and word[0].casefold() in cues.speakers - cues.things
    return start if speaker or known.at(begin) or given or cues.outlet.match(frame, begin) else at


def sides(text: Text, at: int, cue: int, behind: int, high: int, cues: Cues, known: Names) -> list[Span]:
    """The contents before and behind an aside that reaches from `cue` to `behind`.

    A mere subject before it ("Presiden, kata Bey, akan …") is left out: the content is the rest.
    """
    before = left(text, at, cue, cues)
    right = behind_aside(text, behind, high, cues, known, loose=before is None)
    right = right or _goes_on(text, before, behind, high, cues, known)
    if before is None:
        return [right] if right else []
    if right is None:
        return [before]
    goes_on = cues.goes_on.match(text.frame, right[0], right[1]) is not None
    if not _says_something(text.frame, before, cues, goes_on=goes_on):
        return [right]
    return [before, right] if goes_on else [before]


def _goes_on(text: Text, before: Span | None, start: int, high: int, cues: Cues, known: Names) -> Span | None:
    """The rest of a sentence whose subject stands before the aside: "Kapal itu, menurutnya | sudah cukup"."""
    word = re.match(r"\s+([a-z]+)\s", text.frame[start:high])
    if before is None or word is None or word[1] not in cues.predicates:
        return None
    begin = start + word.start(1)
    return (begin, content.end(text, begin, high, cues, known))


def left(text: Text, at: int, stop: int, cues: Cues) -> Span | None:
    """The content before an aside; none where only a connective or an adverbial stands there."""
    start = _past_lead(text.frame, at, stop, cues)
    stop = start + len(cues.filler_end.sub("", text.frame[start:stop]))
    piece = text.frame[start:stop].rstrip(" ,")
    start += len(piece) - len(piece.lstrip(" ,"))
    stop = start + len(piece.strip(" ,"))
    if stop <= start or content.short(text, start, stop):
        return None
    adverbial = cues.preposition.match(text.frame, start, stop)
    if adverbial and "," not in piece and len(piece.split()) < ADVERBIAL:
        return None
    return (start, stop)


def _past_lead(frame: str, start: int, stop: int, cues: Cues) -> int:
    """Past "Selain itu," and "Dilansir Reuters, Senin (4/3/2024),"."""
    connective = cues.connective.match(frame, start, stop)
    if connective and "," in connective[0]:
        start = connective.end()
    while (lead := cues.carried.match(frame, start, stop)) is not None and lead.end() > start:
        start = lead.end()
    return start


def _opens_clause(frame: str, begin: int, high: int, cues: Cues) -> bool:
    """Whether a clause can begin here; "komentar X terkait …" goes on with its noun."""
    word = re.match(r"\w+", frame[begin:high])
    return word is not None and not (word[0][0].islower() and word[0] in cues.cuts)


def _clause(words: str, cues: Cues) -> bool:
    """Whether words between commas are a clause of their own, and no description of somebody."""
    plain = [w.strip(",") for w in words.split()]
    return any(w in cues.predicates or speakers.acts(w, cues) for w in plain)


def _says_something(frame: str, span: Span, cues: Cues, *, goes_on: bool) -> bool:
    """Whether the words are more than a subject, or than an adverbial to a sentence that goes on."""
    words = frame[slice(*span)].split()
    if goes_on and len(words) <= LONG_ADVERBIAL and cues.preposition.match(frame, *span):
        return False
    return len(words) > SUBJECT or any(
        w.casefold() in cues.predicates or (speakers.acts(w, cues) and w not in cues.pointers)
        for w in words[1:]
    )


def behind_aside(
    text: Text, start: int, high: int, cues: Cues, known: Names, *, loose: bool = False
) -> Span | None:
    """The content behind an aside; `loose` where its comma may be missing ("menurutnya Rusia …")."""
    frame = text.frame
    described = DESCRIBED.match(frame, start, high)
    if described and described[1] in cues.speakers and not _clause(described[0], cues):
        start = described.end() - 1
    place = PLACE.match(frame, start, high)
    if place and place[1] in cues.cuts:
        start = place.end() - 1
    closes = cues.narrator.match(frame, start, high)
    if closes and "," not in frame[closes.end() : high]:
        return None  # "…, kata X, demikian dilaporkan Y"
    gap = GAP.match(frame, start, high)
    begin = gap.end() if gap else start
    carried = cues.carried.match(frame, begin, high) if "," in frame[start:begin] else None
    begin = carried.end() if carried else begin
    marked = "," in frame[start:begin] or "bahwa" in frame[start:begin]
    if begin >= high or not (marked or (loose and _opens_clause(frame, begin, high, cues))):
        return None
    stop = content.end(text, begin, high, cues, known)
    return (begin, stop) if begin < stop else None
