"""Whether a title or sentence can be understood alone, and where it may be cut.

A front page has no room for what came before: "he", "this", "the plan" without what it is, a title that only
hints. What points back is found by the words that do so, and by whether a name stands before them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from briefing import lexicon
from briefing.dossier.sentences import Sentence
from briefing.lexicon import Entry
from briefing.lexicon.patterns import any_of
from briefing.model import record

SHORT, LONG = 6, 42
"""Words. A shorter line says too little, a longer one can't be read at once."""

CUT = 32
"""A line of more words is cut at the last border of a clause before, where enough is left of it."""

LEFT = 14
TELLING = 9
"""A sentence of the body with fewer words seldom has who, what and where."""

_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_NAME = re.compile(r"(?<=\w\s)[A-Z]|^[A-Z]\w+(?= [a-z])")
_GLUED = re.compile(r"[a-z]{3}[A-Z]")
"""Words that lost the blank between them ("seranganIsrael")."""

_MARKS = frozenset('"“')


@record
class _Words:
    teaser: re.Pattern[str]
    opener: re.Pattern[str]
    by: re.Pattern[str]
    leans: re.Pattern[str]
    back: re.Pattern[str]
    named: re.Pattern[str]


@record
class Cut:
    """Where a line begins and ends in its sentence, and whether words are left off at either end."""

    start: int
    end: int
    before: bool
    after: bool


def alone(sentence: Sentence) -> float:
    """How well it is understood without anything before it: from 0, not at all, to 1."""
    text, words = sentence.text, _words()
    if "?" in text or text.rstrip()[-1:] in ",:;" or not _whole_quotes(text):
        return 0.0
    worth = 1.0
    if words.teaser.match(text):
        worth *= 0.3 if sentence.title else 0.15
    told = _QUOTED.sub("", text[_opened(text) :])
    clause = words.by.match(told)
    told = told[clause.end() :] if clause else told
    if words.leans.match(told):
        return worth * 0.05
    if any(not _NAME.search(told, 0, m.start()) for m in words.back.finditer(told)):
        worth *= 0.3
    if text[:1] in _MARKS and not _NAME.search(told):
        worth *= 0.1
    if _GLUED.search(text):
        worth *= 0.7
    count = len(text.split())
    if count < SHORT or (count < TELLING and not sentence.title):
        worth *= 0.5
    return worth * (0.6 if count > LONG else 1.0)


def points_back(behind: str) -> bool:
    """Whether what stands behind a noun says that it was named before: "serangan | Israel itu"."""
    return _words().named.match(behind) is not None


def cut(sentence: Sentence) -> Cut:
    """The part of it to print: without the words that join it to the one before, and not too long."""
    text = sentence.text
    start = _opened(text)
    end = len(text.rstrip())
    borders = list(_borders(text)) if text[start : start + 1] not in _MARKS else []
    count = len(text[start:end].split())
    if count > CUT:
        words = [m.start() for m in re.finditer(r"\S+", text) if m.end() > start]
        fitting = [b for b in borders if LEFT <= bisect_left(words, b) <= CUT]
        end = fitting[-1] if fitting else end
    return Cut(
        start=sentence.start + start,
        end=sentence.start + end,
        before=start > 0,
        after=end < len(text.rstrip()),
    )


def _opened(text: str) -> int:
    """Where the sentence goes on behind the words that join it to the one before, and their comma."""
    match = _words().opener.match(text)
    return match.end() if match else 0


def _borders(text: str) -> Iterable[int]:
    """Where clauses end: at commas, not those within quotations, brackets or numbers."""
    quoted = [m.span() for m in re.finditer(r"[\"“][^\"“”]*[\"”]|\([^()]*\)", text)]
    starts = [start for start, _ in quoted]
    for match in re.finditer(r",(?=\s)", text):
        n = bisect_left(starts, match.start()) - 1
        if n < 0 or match.start() >= quoted[n][1]:
            yield match.start()


def _whole_quotes(text: str) -> bool:
    """Whether every quotation that begins in it ends in it."""
    return text.count('"') % 2 == 0 and text.count("“") == text.count("”")


@lru_cache(maxsize=1)
def _words() -> _Words:
    """The patterns of the lists of every language that has them."""
    roles: dict[str, set[str]] = {}
    for code in lexicon.languages():
        for name in ("headlines", "summary"):
            for entry in lexicon.load(code).lists.get(name, ()):
                roles.setdefault(entry.get("role"), set()).update(w.casefold() for w in entry.words)

    def any_word(role: str) -> str:
        return any_of(roles.get(role, ()))

    return _Words(
        teaser=re.compile(rf"\W*{any_word('teaser')}(?!\w)", re.IGNORECASE),
        opener=re.compile(
            rf"(?:{any_word('opener')}(?:,\s+|\s+(?=[A-Z])))+|{any_word('opener')}\s{any_word('opener')},\s+",
            re.IGNORECASE,
        ),
        by=re.compile(rf"\W*{any_word('by')}(?!\w)[^,]{{0,80}},\s*", re.IGNORECASE),
        leans=re.compile(rf"\W*{any_word('leans')}(?!\w)", re.IGNORECASE),
        named=re.compile(rf"(?:\s\w+)?\s{any_word('pointer')}(?!\w)", re.IGNORECASE),
        back=re.compile(
            rf"(?<!\w)(?:{any_word('pronoun')}|{any_word('pointer')}|\w{{3,}}nya)(?!\w)", re.IGNORECASE
        ),
    )


def fires(entry: Entry, text: str) -> bool:
    """Whether an entry of the list is seen in a text in its role; the checker of its examples."""
    words = _words()
    match entry.get("role"):
        case "teaser":
            return words.teaser.match(text) is not None
        case "opener":
            return words.opener.match(text) is not None
        case "by":
            return words.by.match(text) is not None
        case _:
            return any(word in text.casefold().split() for word in entry.words)
