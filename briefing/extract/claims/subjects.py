"""Which words are the subject of a verb: read backwards from it, over adverbs, days and offices."""

from __future__ import annotations

import re

from briefing.extract.claims import speakers
from briefing.extract.claims.cues import WORD, Cues
from briefing.extract.claims.drafts import Span
from briefing.extract.claims.known import Names
from briefing.extract.claims.stretches import HIDDEN

JOINED = 4
"""Words before "dan" that still name a speaker ("Rusia dan China")."""
HARD = re.compile(rf"[;:–—{HIDDEN}\n]|\s-(?=\s)|--|[.!?]\s+(?=[A-Z])")


def before(frame: str, low: int, cue: int, cues: Cues, known: Names) -> Span | None:
    """The subject of the verb at `cue`, read backwards as far as `low`; none where there is none."""
    low = _behind_marks(frame, low, cue, known)
    shared = _coordinated(frame, low, cue, cues)
    end = _without_adverbials(frame, low, cue, cues, known)
    if shared and (joint := cues.coordinator.search(frame[low:end].rstrip() + " ")) is not None:
        first = frame[low : low + joint.start()].rstrip(" ,")
        end = low + len(first) if first else end
    start = _clause_start(frame, low, end, cues, known)
    opener = cues.opener.match(frame, start, end)
    start = opener.end() if opener and opener.end() < end else start
    segments = speakers.pieces(frame, start, end)
    if not segments:
        return None
    if len(segments) > 1 and frame.startswith("yang ", segments[-1][0]) and known.any(*segments[-2]):
        segments.pop()  # "X, yang memimpin Y mengatakan": without its second comma
    chosen = [segments[-1]]
    for segment in reversed(segments[:-1]):
        if not _belongs(frame, segment, chosen[0], cues, known):
            break
        chosen.insert(0, segment)
    a, b = chosen[0][0], chosen[-1][1]
    opener = cues.opener.match(frame, a, b)
    a = opener.end() if opener and opener.end() < b else a
    if cues.preposition.match(frame, a, b) and not known.at(a):
        return _closing_name(frame, a, b, cues, known)
    doing = _doing(frame, a, b, cues)
    if doing is not None:
        b = _without_adverbials(frame, a, doing, cues, known) if shared else a
    return (a, b) if a < b else None


def _coordinated(frame: str, low: int, cue: int, cues: Cues) -> bool:
    """Whether the verb shares its subject with one before it ("tiba dan mengatakan", "…, menyebut")."""
    words = cues.adverb.sub("", frame[low:cue]).split()
    if words and words[-1].endswith(",") and cues.anew.match(frame, cue):
        return True
    return bool(words) and cues.coordinator.fullmatch(words[-1] + " ") is not None


def _doing(frame: str, start: int, end: int, cues: Cues) -> int | None:
    """Where a verb stands in what should be a noun phrase; a verb behind "yang" belongs to it."""
    relative = False
    for number, word in enumerate(re.finditer(WORD, frame[start:end])):
        plain = word[0]
        relative = relative or plain == "yang"
        if number and not relative and speakers.acts(plain, cues):
            return start + word.start()
    return None


def _closing_name(frame: str, start: int, end: int, cues: Cues, known: Names) -> Span | None:
    """The name that ends an adverbial without a comma: "dalam sambutannya Wakil Kepala Bekraf Ricky Pesik".

    None where a preposition governs it ("dalam pertemuan dengan Putin").
    """
    if not any(b == end for _, b in known.within(known.spans, start, end)):
        return None
    begin = end
    for word in reversed(list(re.finditer(r"\S+", frame[start:end]))):
        if word[0][0].islower():
            if cues.preposition.fullmatch(word[0]) or word[0] in cues.cuts or begin >= end:
                return None
            closed = word[0] in cues.pointers or word[0].endswith("nya")
            return (begin, end) if closed or known.person(begin, end) else None
        begin = start + word.start()
    return None


def _without_adverbials(frame: str, low: int, end: int, cues: Cues, known: Names) -> int:
    """Where the subject ends: adverbs, days and adverbials between it and its verb left out."""
    while True:
        cut = low + len(frame[low:end].rstrip(" ,\n"))
        comma = frame.rfind(",", low, cut)
        adverb = cues.adverb.search(frame, low, cut)
        adverbial = next(
            (
                m.start()
                for m in cues.inner_cut.finditer(frame, max(low, comma + 1), cut)
                if _circumstance(frame, m, cut, cues, known) and _opened(frame, low, m.start(), cues, known)
            ),
            None,
        )
        if adverb and adverb.start() > low:
            cut = adverb.start()
        elif adverbial is not None:
            cut = adverbial
        elif comma > low and cues.day.fullmatch(frame[comma + 1 : cut].strip()):
            cut = comma
        if cut == end:
            return end
        end = cut


def _opened(frame: str, low: int, end: int, cues: Cues, known: Names) -> bool:
    """Whether something is left of the clause before an adverbial: behind "kendati" nothing is."""
    return bool(frame[_clause_start(frame, low, end, cues, known) : end].strip(" ,"))


def _circumstance(frame: str, match: re.Match[str], end: int, cues: Cues, known: Names) -> bool:
    """Whether a preposition opens words that name no speaker; behind "setelah" a subject may stand."""
    if known.person(match.end(), end) or _closing_name(frame, match.start(), end, cues, known):
        return False
    if not cues.subordinator.match(match[0] + " "):
        return True
    words = frame[match.end() : end].split()
    return not (known.any(match.end(), end) or (words and words[0].casefold() in cues.speakers))


def _clause_start(frame: str, low: int, end: int, cues: Cues, known: Names) -> int:
    """Where the clause begins that ends here."""
    start = _behind_marks(frame, low, end, known)
    for match in cues.subordinator.finditer(frame, start, end):
        left = frame[start : match.start()].split()
        named = any(b == match.start() - 1 for _, b in known.within(known.persons, start, match.start()))
        piece = frame[start : match.start()].rpartition(",")[2].split()
        named = named or bool(piece and piece[0].casefold() in cues.speakers)
        short = len(left) <= (speakers.LONGEST if named else JOINED)
        joins = left and short and not any(speakers.VERB.fullmatch(w) for w in left)
        if not (joins and cues.coordinator.fullmatch(match[0])):
            start = match.end()
    return start


def _behind_marks(frame: str, low: int, end: int, known: Names) -> int:
    """Where the words begin that no full stop, colon, dash or quotation parts from the end."""
    start = low
    for match in HARD.finditer(frame, low, end):
        hyphen = match[0].strip() == "-" and _hyphen(frame, match.end(), known)
        if not hyphen and not frame[match.end() : end].startswith(("yang ", " yang ")):
            start = match.end()
    return start


def _hyphen(frame: str, end: int, known: Names) -> bool:
    """Whether a dash with spaces is a hyphen: within a name ("Moon Jae - in") or before a small letter."""
    return frame[end : end + 2].strip()[:1].islower() or known.covers(end)


def _belongs(frame: str, left: Span, right: Span, cues: Cues, known: Names) -> bool:
    """Whether the piece before a comma is part of the subject: an office beside a name."""
    words = frame[left[0] : left[1]].split()
    if len(words) > speakers.LONGEST or cues.connective.fullmatch(frame[left[0] : left[1]] + ","):
        return False
    if (
        cues.preposition.match(frame, *left)
        or cues.verb.search(frame, *left)
        or HIDDEN in frame[slice(*left)]
    ):
        return False
    first = words[0].casefold()
    if speakers.counts_things(frame, left, cues):
        return False
    if first in cues.times or first in cues.things or frame[slice(*right)].casefold() in cues.pronouns:
        return False
    if any(speakers.acts(w, cues) for w in words[1:]):
        return False
    if known.at(left[0]):
        named = known.person(*right) and known.at(right[0])
        return (known.person(*left) and not named) or not known.person(*right) or frame[right[0]].islower()
    return first in cues.speakers
