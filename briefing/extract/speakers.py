"""Which words name the speaker: the phrase behind a root ("kata X"), and the subject before a verb."""

from __future__ import annotations

import re

from briefing.extract.cues import WORD, Cues
from briefing.extract.drafts import Span
from briefing.extract.known import Names
from briefing.extract.stretches import HIDDEN

TOKEN = re.compile(rf"\([^)\n]{{0,60}}\)|{WORD}|[^\w\s]|\s+")
VERB = re.compile(r"(?:me[mnlrwy]|di|ter)\w{4,}|ber\w{3,}")
ADJECTIVE = re.compile(r"ter\w+")
JOINED = 4
"""Words before "dan" that still name a speaker ("Rusia dan China")."""
LONGEST = 16
"""Words in a speaker's name with office and body."""
BREAKS = frozenset(';:–—?!"“”' + HIDDEN)
NOMINAL = re.compile(r"(?:ke|pe|per|pem|pen|peng|penge)\w{3,}an(?:nya)?$")
"""Nouns that name a doing ("kunjungan" is in the list of things; "pengiriman", "kehadirannya")."""
HARD = re.compile(rf"[;:–—{HIDDEN}\n]|\s-(?=\s)|--|[.!?]\s+(?=[A-Z])")


def after(frame: str, start: int, limit: int, cues: Cues, known: Names) -> Span | None:
    """The noun phrase that begins at `start` and names a speaker; none where there is none.

    It ends before a preposition, a verb, a weekday or a comma; behind a bare office a comma and a name
    still belong to it ("kata juru bicara Pentagon, Laura Hayes, kepada …").
    """
    at = begin = start + len(frame[start:limit]) - len(frame[start:limit].lstrip())
    end, count = begin, 0
    while at < limit and count < LONGEST:
        token = TOKEN.match(frame, at, limit)
        if token is None:
            break
        word = token[0]
        if word.isspace():
            at = token.end()
            continue
        if word[0].isalnum():
            plain = word.casefold()
            if count == 0 and (plain in cues.pronouns or plain in cues.plurals):
                return token.span()
            if count and plain in cues.pointers:
                named = _apposition(frame, token.end() + 1, limit, cues) and frame[token.end()] == ","
                end = token.end()
                if not (named and _office(frame, begin, end, cues, known)):
                    break
                at = token.end() + 1
                continue
            if plain in cues.times or (plain in cues.cuts and (word[0].islower() or not count)):
                break
            if count and (cues.verb.fullmatch(word) or (word[0].islower() and known.ends(end))):
                break
            at = end = token.end()
            count += 1
        elif word[0] == "(" and len(word) > 1 and count:
            at = end = token.end()
        elif (
            word == ","
            and count
            and _office(frame, begin, end, cues, known)
            and _apposition(frame, token.end(), limit, cues)
        ):
            at = token.end()
        elif (
            word == "." and token.end() < limit and frame[token.end()].isspace() and _abbreviated(frame, end)
        ):
            at = end = token.end()
        elif word in "&'’-@#" or (word == "." and token.end() < limit and not frame[token.end()].isspace()):
            at = token.end()
        else:
            break
    end = begin + len(frame[begin:end].rstrip(".,'’/-"))
    return (begin, end) if count and end > begin else None


def _office(frame: str, begin: int, end: int, cues: Cues, known: Names) -> bool:
    """Whether the phrase is an office or body without its holder's name ("pengacara X" names another)."""
    first = frame[begin:end].split()[0].casefold()
    return first in cues.speakers and (not known.person(begin, end) or bool(cues.whose.match(frame, begin)))


def _apposition(frame: str, at: int, limit: int, cues: Cues) -> bool:
    """Whether a name and nothing else stands behind the comma: "…, Laura Hayes, kepada CNN"."""
    name = cues.name.match(frame, at, limit)
    if name is None or name[1].split()[0].casefold().strip(".,") in cues.times:
        return False
    follows = frame[name.end() : limit].lstrip()
    word = re.match(WORD, follows)
    return not word or word[0].casefold() in cues.cuts


def _abbreviated(frame: str, end: int) -> bool:
    """Whether the word that ends here is an initial or rank with its full stop ("H.", "Letjen.")."""
    word = re.search(rf"{WORD}$", frame[max(0, end - 20) : end])
    return bool(
        word
        and word[0][0].isupper()
        and (len(word[0]) <= 3 or not re.search("[aiueo]{1}[^aiueo]{1}[aiueo]", word[0]))
    )


def before(frame: str, low: int, cue: int, cues: Cues, known: Names) -> Span | None:
    """The subject of the verb at `cue`, read backwards as far as `low`; none where there is none."""
    end = _without_adverbials(frame, low, cue, cues, known)
    start = _clause_start(frame, low, end, cues, known)
    segments = pieces(frame, start, end)
    if not segments:
        return None
    chosen = [segments[-1]]
    for segment in reversed(segments[:-1]):
        if not _belongs(frame, segment, chosen[0], cues, known):
            break
        chosen.insert(0, segment)
    a, b = chosen[0][0], chosen[-1][1]
    if cues.preposition.match(frame, a, b) and not known.at(a):
        return _closing_name(frame, a, b, cues, known)
    opener = cues.opener.match(frame, a, b)
    a = opener.end() if opener and opener.end() < b else a
    doing = _doing(frame, a, b, cues)
    if doing is not None:
        coordinated = _coordinated(frame, low, cue, cues)
        b = _without_adverbials(frame, a, doing, cues, known) if coordinated else a
    return (a, b) if a < b else None


def _coordinated(frame: str, low: int, cue: int, cues: Cues) -> bool:
    """Whether the verb shares its subject with one before it ("tiba dan mengatakan", "…, menyebut")."""
    words = cues.adverb.sub("", frame[low:cue]).split()
    if words and words[-1].endswith(",") and cues.anew.match(frame, cue):
        return True
    return bool(words) and cues.coordinator.fullmatch(words[-1] + " ") is not None


def acts(word: str, cues: Cues) -> bool:
    """Whether a word within a noun phrase is a verb after all."""
    known = word in cues.speakers or word in cues.modifiers or ADJECTIVE.fullmatch(word)
    return not known and VERB.fullmatch(word) is not None


def _doing(frame: str, start: int, end: int, cues: Cues) -> int | None:
    """Where a verb stands in what should be a noun phrase; a verb behind "yang" belongs to it."""
    relative = False
    for number, word in enumerate(re.finditer(WORD, frame[start:end])):
        plain = word[0]
        relative = relative or plain == "yang"
        if number and not relative and acts(plain, cues):
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
                if _circumstance(frame, m, cut, cues, known) and frame[low : m.start()].strip(" ,")
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
    start = low
    for match in HARD.finditer(frame, low, end):
        if not (match[0].strip() == "-" and _hyphen(frame, match.end(), known)):
            start = match.end()
    for match in cues.subordinator.finditer(frame, start, end):
        left = frame[start : match.start()].split()
        named = any(b == match.start() - 1 for _, b in known.within(known.persons, start, match.start()))
        piece = frame[start : match.start()].rpartition(",")[2].split()
        named = named or bool(piece and piece[0].casefold() in cues.speakers)
        short = len(left) <= (LONGEST if named else JOINED)
        joins = left and short and not any(VERB.fullmatch(w) for w in left)
        if not (joins and cues.coordinator.fullmatch(match[0])):
            start = match.end()
    return start


def _hyphen(frame: str, end: int, known: Names) -> bool:
    """Whether a dash with spaces is a hyphen: within a name ("Moon Jae - in") or before a small letter."""
    return frame[end : end + 2].strip()[:1].islower() or known.covers(end)


def pieces(frame: str, start: int, end: int) -> list[Span]:
    """The pieces between commas (commas in brackets don't count), without outer spaces."""
    found: list[Span] = []
    depth, begin = 0, start
    for i in range(start, end + 1):
        char = frame[i] if i < end else ","
        depth += (char == "(") - (char == ")")
        if char == "," and (depth <= 0 or i == end):
            piece = frame[begin:i]
            a = begin + len(piece) - len(piece.lstrip())
            b = a + len(piece.strip())
            if a < b:
                found.append((a, b))
            begin = i + 1
    return found


def _belongs(frame: str, left: Span, right: Span, cues: Cues, known: Names) -> bool:
    """Whether the piece before a comma is part of the subject: an office beside a name."""
    words = frame[left[0] : left[1]].split()
    if len(words) > LONGEST or cues.connective.fullmatch(frame[left[0] : left[1]] + ","):
        return False
    if (
        cues.preposition.match(frame, *left)
        or cues.verb.search(frame, *left)
        or HIDDEN in frame[slice(*left)]
    ):
        return False
    first = words[0].casefold()
    if first in cues.times or first in cues.things or frame[slice(*right)].casefold() in cues.pronouns:
        return False
    if any(acts(w, cues) for w in words[1:]):
        return False
    if known.at(left[0]):
        named = known.person(*right) and known.at(right[0])
        return (known.person(*left) and not named) or not known.person(*right) or frame[right[0]].islower()
    return first in cues.speakers


def speaks(frame: str, span: Span, cues: Cues, known: Names, *, weak: bool) -> bool:
    """Whether the phrase can name a speaker; with a `weak` verb it has to begin with somebody who speaks."""
    words = frame[span[0] : span[1]].split()
    first = words[0].casefold().strip("(),.") if words else ""
    if not first or first in cues.things or first in cues.times:
        return first in cues.media and words[-1].casefold() in cues.pointers
    if known.at(span[0]) or first in cues.pronouns or first in cues.plurals or opens_name(first, cues):
        return True
    if not weak and len(words) > 1 and words[-1].casefold() in cues.pointers:
        return True
    if re.search(r"\([A-Z][A-Za-z-]*[A-Z]\w*\)$", frame[slice(*span)]):
        return True
    if NOMINAL.match(first) or len(words) > LONGEST:
        return False
    if weak:
        return known.person(*span) and span[1] in {b for _, b in known.within(known.persons, *span)}
    return frame[span[0]].isupper() or known.any(*span)


def opens_name(word: str, cues: Cues) -> bool:
    """Whether a word can open the phrase that names a speaker: "menteri", "pengacaranya"."""
    return word in cues.speakers or word.removesuffix("nya") in cues.speakers


def unknown_name(frame: str, span: Span, cues: Cues) -> bool:
    """Whether the phrase looks like a name that nobody in the article is known by."""
    words = re.sub(r"\([^)]*\)", "", frame[slice(*span)]).split()
    first = words[0].casefold() if words else ""
    opens = not first or first in cues.openers or first in cues.things or NOMINAL.match(first)
    return not opens and all(w[0].isupper() for w in words)
