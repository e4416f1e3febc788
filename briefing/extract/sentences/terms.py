"""The military terms, ships and designations of a text.

Where two terms begin at the same place the longer one wins; an idiom ("serangan jantung") covers its
words, so nothing military is read in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from briefing.extract.sentences.vocabulary import SHAPES
from briefing.lexicon import Entry, Lexicon
from briefing.model import record

TERM_LISTS = (
    "military_weapons",
    "military_platforms",
    "military_units",
    "military_events",
    "military_idioms",
    "military_names",
)
PATTERNED = frozenset({"series", "ship"})
"""Forms of entries whose words are the beginning of a designation or a ship's name, no term by themselves."""
JOINED = re.compile(r"[-/'’]")
WORD = re.compile(r"[^\W_]+(?:[-/'’][^\W_]+)*")
# Letters-hyphen-digits ("F-16", "MiG-29M/M2", "Kh-101", "Su-57") or letters and digits run together ("B61",
# "SS3", "M1A2"): whether it is a weapon's is decided by what stands beside it, in phrases.py.
DESIGNATION = re.compile(
    r"(?<![\w/-])(?:[A-Z][A-Za-z]{0,2}/)?(?:[A-Z][A-Za-z]{0,9}-|[A-Z][A-Za-z]{0,2} - )"
    r"\d{1,4}(?:[A-Z]{1,3}\d?(?![a-z]))?(?:/[A-Z0-9]{1,4}(?![a-z]))*"
    r"|(?<![\w/-])[A-Z]{1,4}\d{1,4}(?:[A-Z]\d?(?![a-z]))?(?:-\d{1,2})?(?![\w-])"
)
SERIES = re.compile(r"[A-Za-z/]+?(?= ?-? ?\d)")
FUSED = 2
"""So many letters at least where no hyphen parts them from the figures."""
LONG = 9
"""A term of more letters is found in small letters and capitals alike, though the list writes a capital."""


class Piece(NamedTuple):
    """Words of the lexicon. `kind`: term, ship or designation; `possessive`: "-nya" clings to it."""

    kind: str
    start: int
    end: int
    entries: tuple[Entry, ...] = ()
    possessive: bool = False


@record
class _Term:
    words: str
    pattern: re.Pattern[str]
    entries: tuple[Entry, ...]


@lru_cache(maxsize=8)
def _terms(lexicon: Lexicon) -> dict[str, tuple[_Term, ...]]:
    """The terms by their first word, longest first."""
    entries: dict[str, list[Entry]] = {}
    for name in TERM_LISTS:
        for entry in lexicon[name]:
            for word in entry.words if entry.get("form") not in PATTERNED else ():
                entries.setdefault(word, []).append(entry)
    table: dict[str, list[_Term]] = {}
    for words, mine in entries.items():
        term = _compile(words, tuple(mine))
        table.setdefault(re.findall(r"\w+", words)[0].casefold(), []).append(term)
    return {k: tuple(sorted(v, key=lambda t: -len(t.words))) for k, v in table.items()}


def _compile(words: str, entries: tuple[Entry, ...]) -> _Term:
    flags = re.IGNORECASE if words == words.casefold() or len(words) > LONG else 0
    body = r"\s+".join(re.escape(part) for part in words.split())
    body = body.replace(r"\-", " ?- ?")
    first = re.escape(words.split()[0])
    doubled = body if "-" in first or entries[0].get("form") else rf"(?:{first}-)?{body}"
    pattern = re.compile(rf"{doubled}(?P<nya>-?nya)?(?!\w|-\w)", flags)
    return _Term(words=words, pattern=pattern, entries=entries)


def find_terms(text: str, lexicon: Lexicon) -> tuple[Piece, ...]:
    """Every term of the lexicon in the text, longest first."""
    found: list[Piece] = []
    at = 0
    for match in WORD.finditer(text):
        word, start = match[0], match.start()
        if start < at or not word[0].isalpha():
            continue
        for term in _candidates(word.casefold(), lexicon):
            hit = term.pattern.match(text, start)
            if hit:
                found.append(_piece(hit, term))
                at = hit.end()
                break
    return tuple(found)


@lru_cache(maxsize=SHAPES)
def _candidates(first: str, lexicon: Lexicon) -> Sequence[_Term]:
    """The terms that may begin with a word, longest first."""
    table = _terms(lexicon)
    stem = first if first.isalpha() else JOINED.split(first)[0]
    keys = dict.fromkeys((first, first.removesuffix("nya"), stem))
    listed = [table[key] for key in keys if key in table]
    if len(listed) < 2:
        return listed[0] if listed else ()
    return sorted((term for terms in listed for term in terms), key=lambda t: -len(t.words))


def _piece(hit: re.Match[str], term: _Term) -> Piece:
    return Piece(
        kind="term",
        start=hit.start(),
        end=hit.end(),
        entries=term.entries,
        possessive=bool(hit["nya"]),
    )


@lru_cache(maxsize=8)
def _patterned(lexicon: Lexicon, form: str) -> dict[str, Entry]:
    return {w: e for e in lexicon["military_names"] if e.get("form") == form for w in e.words}


@lru_cache(maxsize=8)
def _ship_names(lexicon: Lexicon) -> re.Pattern[str]:
    prefixes = "|".join(_patterned(lexicon, "ship"))
    return re.compile(
        rf"(?<!\w)({prefixes})\s+(?:[A-Z][\w-]+|[A-Z]\.|\d+)(?:(?:\s+|\s-\s(?=\d))(?:[A-Z][\w-]+|[A-Z](?!\w)\.?|\d+))*"
    )


def find_ships(text: str, lexicon: Lexicon) -> Iterable[Piece]:
    """Ships by the letters before their name: "USS Carl Vinson", "KRI Nanggala 402"."""
    prefixes = _patterned(lexicon, "ship")
    for match in _ship_names(lexicon).finditer(text):
        yield Piece(kind="ship", start=match.start(), end=match.end(), entries=(prefixes[match[1]],))


def find_designations(text: str, lexicon: Lexicon) -> Iterable[Piece]:
    """Everything that looks like a designation; with its entry where the series is known."""
    series = _patterned(lexicon, "series")
    for match in DESIGNATION.finditer(text):
        entry = _series(match[0], series)
        entries = (entry,) if entry else ()
        yield Piece(kind="designation", start=match.start(), end=match.end(), entries=entries)


def _series(words: str, series: dict[str, Entry]) -> Entry | None:
    """The series of a designation that may stand without a head: with a hyphen, or two letters at least.

    "S-400" is one, "S1" and "S-2" are degrees: an entry may say from which figure on it holds (`least`).
    """
    letters = SERIES.match(words)
    entry = series.get(letters[0]) if letters else None
    if letters is None or entry is None or ("-" not in words and len(letters[0]) < FUSED):
        return None
    figures = re.match(r" ?-? ?(\d+)", words[letters.end() :])
    return entry if figures and int(figures[1]) >= int(entry.get("least", "0")) else None
