"""Which words name a speaker: the phrase behind a root ("kata X"), and whether a phrase can speak."""

from __future__ import annotations

import re

from briefing.extract.claims.cues import WORD, Cues
from briefing.extract.claims.drafts import Span
from briefing.extract.claims.known import Names

TOKEN = re.compile(rf"\([^)\n]{{0,60}}\)|ke\s+-\s+\d+|{WORD}|[^\w\s]|\s+")
VERB = re.compile(r"(?:me[mnlrwy]|di|ter)\w{4,}|ber\w{3,}")
ADJECTIVE = re.compile(r"ter\w+")
LONGEST = 16
"""Words in a speaker's name with office and body."""
NOMINAL = re.compile(r"(?:ke|pe|per|pem|pen|peng|penge)\w{3,}an(?:nya)?$")
"""Nouns that name a doing ("kunjungan" is in the list of things; "pengiriman", "kehadirannya")."""


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


def acts(word: str, cues: Cues) -> bool:
    """Whether a word within a noun phrase is a verb after all."""
    known = word in cues.speakers or word in cues.modifiers or ADJECTIVE.fullmatch(word)
    return not known and VERB.fullmatch(word) is not None


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


def speaks(frame: str, span: Span, cues: Cues, known: Names, *, weak: bool) -> bool:
    """Whether the phrase can name a speaker; with a `weak` verb it has to begin with somebody who speaks."""
    words = frame[span[0] : span[1]].split()
    first = words[0].casefold().strip("(),.") if words else ""
    if counts_things(frame, span, cues):
        return False
    if first in cues.records and (known.any(*span) or cues.outlet.search(frame, *span)):
        return True
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


def counts_things(frame: str, span: Span, cues: Cues) -> bool:
    """Whether a phrase counts what can't speak: "beberapa dokumen", "beberapa pekan lalu"."""
    few = cues.few.match(frame, *span)
    noun = frame[few.end() : span[1]].split()[:1] if few else []
    return bool(noun) and noun[0].casefold() in cues.things - cues.pointers


def opens_name(word: str, cues: Cues) -> bool:
    """Whether a word can open the phrase that names a speaker: "menteri", "pengacaranya"."""
    return word in cues.speakers or word.removesuffix("nya") in cues.speakers


def unknown_name(frame: str, span: Span, cues: Cues) -> bool:
    """Whether the phrase looks like a name that nobody in the article is known by."""
    words = re.sub(r"\([^)]*\)", "", frame[slice(*span)]).split()
    first = words[0].casefold() if words else ""
    opens = not first or first in cues.openers or first in cues.things or NOMINAL.match(first)
    return not opens and all(w[0].isupper() for w in words)
