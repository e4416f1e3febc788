"""Where the content of a reported claim begins and ends.

What stands between a verb and its content ("kepada wartawan", "pada Selasa") is passed over; the
content ends with its region, before another report ("dan menambahkan bahwa …", ", sang jubir
mengatakan, …"), or before words of the narrator ("…, seperti dikutip dari X").
"""

from __future__ import annotations

import re

from briefing.extract.claims import speakers, subjects
from briefing.extract.claims.cues import WORD, Cues
from briefing.extract.claims.drafts import Span
from briefing.extract.claims.known import Names
from briefing.extract.claims.stretches import HIDDEN, Text
from briefing.lexicon import Entry

SHORTEST = 3
"""Words of a content; shorter ones say too little."""
MARK = re.compile(r"\s*(?P<mark>,\s*bahwa\b|bahwa\b|,|:)\s*", re.IGNORECASE)
LEAD = re.compile(
    rf"\s+(?P<lead>[^,.;:{HIDDEN}]{{2,110}}?)(?P<mark>,?\s*\b(?:bahwa|jika)\b|,|:|(?=\s*{HIDDEN}))\s*",
    re.IGNORECASE,
)
TOLD = re.compile(rf"\s+(?P<lead>[^.;:{HIDDEN}]{{2,160}}?)\s(?P<mark>bahwa)\b\s*", re.IGNORECASE)
CLAUSE_MARKS = frozenset({"bahwa", "jika"})
ACTION = re.compile(r"\s*(?:me|ber|di)\w{3,}")
WORDS = re.compile(WORD)
DAY = re.compile(r"(\w+)\s*,\s+(\w+)\s+\(\d{1,2}/\d{1,2}(?:/\d{2,4})?\)[\s.]*\Z")
"""The day of a report at its end: "…, Senin (4/3/2024)."""
NEAR_DAYS = frozenset({"ini", "besok", "kemarin", "lalu"})
"""Words that a date goes on with: "hari ini, Rabu (25/6)"."""
NEAR = 80
"""Letters of a speaker's name before his verb."""
DASH = "—"
REACH = 300
"""Letters before a content in which a dash may open the parenthesis that it stands in."""
LEADING = 4
"""Words before a speaker's name that tell when he spoke: "pada Minggu (30/4)"."""
OPENING = 8
"""Words within which a clause has its predicate."""


def behind_verb(
    text: Text, verb: re.Match[str], entry: Entry, high: int, cues: Cues, known: Names
) -> Span | None:
    """The content behind a reporting verb, up to `high` at most; none where it has none."""
    frame, start = text.frame, verb.end()
    mark = MARK.match(frame, start, high)
    if mark is None:
        lead = LEAD.match(frame, start, high)
        passes = lead is not None and _passes(lead, frame, cues)
        mark = _addressed(frame, start, high, entry, cues) or (lead if passes else None)
    if mark is None and (told := cues.press.match(frame, start, high)):
        start = told.end()
    start = mark.end() if mark else start
    needs = entry.get("needs")
    if not mark and not _suffices(frame, start, high, needs, entry.get("kind"), cues):
        return None
    if entry.values.get("whole"):
        start = verb.start("cue")
    if entry.values.get("plain") and (also := cues.also.search(frame, start, high)):
        high = also.start()
    stop = end(text, start, high, cues, known, noun=needs == "object" and not mark)
    start += len(frame[start:stop]) - len(frame[start:stop].lstrip(" ,:"))
    return (start, stop)


def _addressed(frame: str, start: int, high: int, entry: Entry, cues: Cues) -> re.Match[str] | None:
    """Up to "bahwa" behind those who are told: "kepada Rusia, China dan Jepang bahwa"."""
    told = TOLD.match(frame, start, high)
    if told is None or cues.verb.search(told["lead"]):
        return None
    first = told["lead"].split()[0].casefold()
    return told if first in cues.address or entry.values.get("addressee") else None


def _suffices(frame: str, start: int, high: int, needs: str, kind: str, cues: Cues) -> bool:
    """Whether words that stand unmarked behind a verb can be its content."""
    if frame[start : start + 2].strip().startswith(HIDDEN):
        return True
    if needs == "mark":
        return False
    if kind == "wish":
        return ACTION.match(frame, start) is None
    if needs == "predicate":
        words = WORDS.findall(frame[start:high])[:OPENING]
        return any(w.casefold() in cues.predicates or speakers.VERB.fullmatch(w) for w in words)
    return True


def _passes(lead: re.Match[str], frame: str, cues: Cues) -> bool:
    """Whether the words between a verb and a mark only tell to whom, where or when."""
    words = lead["lead"]
    if cues.verb.search(words):
        return False
    opens = cues.between.match(words) is not None
    if HIDDEN in frame[lead.end() - 1 : lead.end() + 1]:
        return opens
    if lead["mark"].strip(" ,").casefold() in CLAUSE_MARKS:
        return opens or (" " not in words and words[0].islower())
    first = words.split()[0].casefold()
    return opens and (first in cues.address or cues.day.fullmatch(words) is not None)


def end(text: Text, start: int, high: int, cues: Cues, known: Names, *, noun: bool = False) -> int:
    """Where a content ends that begins at `start`; `noun` where it is an object and no clause."""
    stop = _parenthesis(text.frame, start, high)
    for match in cues.report.finditer(text.frame, start, stop):
        if match.start() > start:
            stop = match.start()
            break
    stop = _next_report(text, start, stop, cues, known)
    for pattern in (cues.narrator, *((cues.aside,) if noun else ())):
        cut = pattern.search(text.frame, start + 1, stop)
        if cut and text.frame[start : cut.start()].strip(" ,"):
            stop = cut.start()
    day = DAY.search(text.frame, start, stop)
    if day and day[2].casefold() in cues.times and day[1].casefold() not in NEAR_DAYS:
        stop = day.start(2)
    return start + len(text.text[start:stop].rstrip(" ,;:\n"))


def _parenthesis(frame: str, start: int, high: int) -> int:
    """Where the words between two dashes end in which a content begins: "—di mana PBB mengatakan … —"."""
    before = frame[max(0, start - REACH) : start].rpartition("\n")[2].rpartition(". ")[2]
    dash = frame.find(DASH, start, high) if before.count(DASH) % 2 else -1
    return dash if dash > start else high


def _next_report(text: Text, start: int, stop: int, cues: Cues, known: Names) -> int:
    """Where another's report begins: ", sang jubir mengatakan, …", "sedangkan Ukraina menyatakan …"."""
    for match in cues.marked.finditer(text.frame, start, stop):
        comma = text.frame.rfind(",", start, match.start())
        if comma < 0 or short(text, start, comma):
            continue
        span = subjects.before(text.frame, comma + 1, match.start(), cues, known)
        if span and span[0] <= comma + 2 and speakers.speaks(text.frame, span, cues, known, weak=True):
            return comma
    for match in cues.contrast.finditer(text.frame, start, stop):
        verb = cues.verb.search(text.frame, match.end(), min(stop, match.end() + NEAR))
        if verb is None or short(text, start, match.start()):
            continue
        span = subjects.before(text.frame, match.end(), verb.start(), cues, known)
        if span is None or not speakers.speaks(text.frame, span, cues, known, weak=True):
            continue
        lead = text.frame[match.end() : span[0]].split()
        if len(lead) <= LEADING and not any(speakers.acts(w, cues) for w in lead):
            return match.start()
    return stop


def short(text: Text, start: int, stop: int) -> bool:
    """Whether the words between the offsets are too few for a content."""
    return len(WORDS.findall(text.text[start:stop])) < SHORTEST
