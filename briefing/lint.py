"""Probability words in the analyst's notes: on one scale, and not in one sentence with confidence.

ICD 203 (2 January 2015, D.6.e.2) has seven bands of likelihood with words of their own, and asks that
a degree of likelihood and a level of confidence do not stand in one sentence; PHIA's yardstick has
seven others. Words that estimate but are on no scale ("might", "bisa jadi") mean something else to
every reader. Both languages are looked at, whichever the notes are in. Words in quotation marks are
somebody else's, and are left alone; so are quoted blocks, code, addresses and the front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from briefing.lexicon import Entry, Lexicon, load
from briefing.model import record

SCALES = {"icd203": "ICD 203", "phia": "PHIA's yardstick"}
OFF_SCALE, MIXED = "off the scale", "likelihood mixed with confidence"

_SILENT = (
    re.compile(r"\A\+\+\+\n.*?^\+\+\+$", re.DOTALL | re.MULTILINE),
    re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE),
    re.compile(r"^[ \t]*>.*$", re.MULTILINE),
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"`[^`\n]*`"),
    re.compile(r"“[^”\n]*(?:\n[^”\n]+)*?”"),
    re.compile(r'(?<!\w)"[^"\n]*(?:\n[^"\n]+)*?"(?!\w)'),
    re.compile(r"\]\([^)\n]*\)|<?https?://[^\s>]*>?"),
)
_BLOCK_END = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d+[.)]|#{1,6})[ \t])")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)\]*_]*\s+(?=[\W\d_]*[A-Z])")
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t].*$", re.MULTILINE)


@record
class Finding:
    """One thing to mend: where it stands (from 1), the words, and what is wrong with them."""

    line: int
    column: int
    words: str
    rule: str
    message: str


@record
class _Term:
    start: int
    end: int
    entry: Entry
    list: str


def lint(text: str, *, scale: str = "icd203", user_folder: Path | None = None) -> tuple[Finding, ...]:
    """What in the notes is off the scale, or mixes likelihood with confidence; in order of the text.

    >>> [f.words for f in lint("It is likely that Moscow might agree.")]
    ['might']
    """
    words = load("notes", user_folder)
    silenced = _silenced(text)
    found = []
    for start, sentence in _sentences(silenced):
        terms = [t for t in _terms(sentence, scale, words) if not _excepted(t, sentence)]
        likely = [t for t in terms if t.list != "confidence"]
        sure = [t for t in terms if t.list == "confidence"]
        off = (t for t in likely if t.list != scale)
        found += [_finding(text, start, t, OFF_SCALE, _off(t, scale, words)) for t in off]
        if likely and sure:
            said = " ".join(sentence[likely[0].start : likely[0].end].split())
            message = f"says how sure in one sentence with how likely ('{said}'); make two sentences of it"
            found.append(_finding(text, start, sure[0], MIXED, message))
    return tuple(sorted(found, key=lambda f: (f.line, f.column)))


def fires(entry: Entry, text: str) -> bool:
    """Whether a word of the entry is found in the text; checks the word lists' examples."""
    name = entry.where.partition("/")[2].partition(".")[0]
    scale = name if name in SCALES else next(iter(SCALES))
    terms = _terms(text, scale, load("notes"))
    low = {w.casefold() for w in entry.words}
    return any(_word(t, text) in low and t.list == name and not _excepted(t, text) for t in terms)


def _word(term: _Term, text: str) -> str:
    return " ".join(text[term.start : term.end].casefold().split())


def _silenced(text: str) -> str:
    """The text with what is not the analyst's own wording blanked out, every offset as it was."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    for pattern in _SILENT:
        text = pattern.sub(blank, text)
    return text


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Every sentence with its offset; one ends with its block, and a heading is one."""
    cuts = {0, len(text)}
    cuts |= {m.end() for m in _BLOCK_END.finditer(text)} | {m.end() for m in _SENTENCE_END.finditer(text)}
    cuts |= {edge for m in _HEADING.finditer(text) for edge in m.span()}
    ordered = sorted(cuts)
    yield from ((a, text[a:b]) for a, b in pairwise(ordered) if text[a:b].strip())


def _terms(sentence: str, scale: str, words: Lexicon) -> Iterator[_Term]:
    """Words of likelihood and confidence, the longest at each place; those of the scale before others."""
    pattern, table = _pattern(words, scale)
    for match in pattern.finditer(sentence):
        name, entry = table[" ".join(match[0].casefold().split())]
        yield _Term(start=match.start(), end=match.end(), entry=entry, list=name)


@lru_cache(maxsize=8)
def _pattern(words: Lexicon, scale: str) -> tuple[re.Pattern[str], dict[str, tuple[str, Entry]]]:
    table: dict[str, tuple[str, Entry]] = {}
    for name in (scale, "confidence", "estimates", *(other for other in SCALES if other != scale)):
        for word, entry in words[name].by_word().items():
            table.setdefault(word, (name, entry))
    longest = sorted(table, key=lambda w: (-len(w), w))
    either = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in longest)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE), table


def _excepted(term: _Term, sentence: str) -> bool:
    """Whether the word estimates nothing here: a name ("May"), or part of a phrase that is excepted."""
    entry, words = term.entry, sentence[term.start : term.end]
    if entry.get("case") == "lower" and words != words.lower():
        return True
    phrases: Sequence[str] = entry.values.get("unless", ())
    low = re.sub(r"\s", " ", sentence.casefold()).replace("’", "'")
    for phrase in phrases:
        for match in re.finditer(re.escape(phrase), low):
            if match.start() < term.end and term.start < match.end():
                return True
    return False


def _off(term: _Term, scale: str, words: Lexicon) -> str:
    """What is wrong with a word, and what the scale has instead: the nearest band, else all of them."""
    name = SCALES[scale]
    bands = [e for e in words[scale] if e.get("language") == term.entry.get("language")]
    if term.list in SCALES:
        near = min(bands, key=lambda e: abs(_middle(e) - _middle(term.entry)))
        return f"is of {SCALES[term.list]}, not of {name}; the nearest there is '{near.words[0]}'"
    return f"is off the scale of {name}: {', '.join(e.words[0] for e in bands)}"


def _middle(entry: Entry) -> float:
    return (float(entry.get("low")) + float(entry.get("high"))) / 2


def _finding(text: str, offset: int, term: _Term, rule: str, message: str) -> Finding:
    start = offset + term.start
    before = text.rfind("\n", 0, start) + 1
    return Finding(
        line=text.count("\n", 0, start) + 1,
        column=start - before + 1,
        words=" ".join(text[start : offset + term.end].split()),
        rule=rule,
        message=message,
    )
