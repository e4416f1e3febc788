"""Which language a text is in: by its script, its function words and its affixes. Small and offline.

Indonesian and Malay share most of both, so words that only one of them uses weigh more ("karena",
"bisa", "nuklir" against "kerana", "boleh", "nuklear"); where none occurs the text counts as Indonesian,
which is by far the likelier here. The words are data (`languages.toml`). Where too little speaks for a
language, or two are close, the answer is "und".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache

from briefing.language.languages import DEFAULT
from briefing.lexicon import Entry, load
from briefing.model import record

UNKNOWN = "und"
MALAY = "ms"
OPEN = frozenset({UNKNOWN, MALAY})
"""What a short Indonesian text may be taken for: an outlet of its country settles it."""
SAMPLE = 20_000
"""Characters that are looked at."""
ENOUGH = 0.1
"""The share of words (weighted) that must speak for a language."""
MALAY_LEAD = 2.0
"""What must speak for Malay beyond what speaks for Indonesian: a single word may be borrowed."""
LEAST = 1.5
"""What must speak for a language however short the text."""
CLEAR = 1.15
"""By how much the best must be ahead of the second."""
SHORT = 5
"""Words of so many letters or fewer are too short for an affix to tell anything."""
KNOWN = 1 << 15
"""Words whose languages are remembered."""
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
CODE = re.compile(r"://|www\.|[0-9_=%&]")
"""What no word of any language holds, but an address, a hash or a file's name."""
LONGEST = 40
SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")),
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("fa", re.compile(r"[پچژگ]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
OTHER = re.compile("[" + "".join(pattern.pattern[1:-1] for _, pattern in SCRIPTS) + "]")
"""Any letter that tells another script."""
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
TRACE = 0.03
"""The share of its script's letters at which a language's own letters (Japanese kana, Ukrainian і) tell."""


@record
class _Signs:
    words: dict[str, tuple[tuple[str, float], ...]]
    pairs: dict[str, tuple[tuple[str, float], ...]]
    beginnings: tuple[tuple[str, str, float], ...]
    endings: tuple[tuple[str, str, float], ...]


@lru_cache(maxsize=1)
def _signs() -> _Signs:
    words: dict[str, list[tuple[str, float]]] = {}
    beginnings: list[tuple[str, str, float]] = []
    endings: list[tuple[str, str, float]] = []
    for entry in load(DEFAULT)["languages"]:
        weight = float(entry.values.get("weight", 1))
        for language in entry.values["languages"]:
            for word in entry.words:
                if word.startswith("-"):
                    endings.append((word[1:], language, weight))
                elif word.endswith("-"):
                    beginnings.append((word[:-1], language, weight))
                else:
                    words.setdefault(word.casefold(), []).append((language, weight))
    return _Signs(
        words={w: tuple(s) for w, s in words.items() if " " not in w},
        pairs={w: tuple(s) for w, s in words.items() if " " in w},
        beginnings=tuple(beginnings),
        endings=tuple(endings),
    )


def detect(text: str) -> str:
    """The language of a text as an ISO 639-1 code, "und" where it can't be told.

    >>> detect("Rusia menolak usulan itu karena tidak adil."), detect("Le ministre n'est pas venu.")
    ('id', 'fr')
    """
    script = _script(text[:SAMPLE])
    if script is not None:
        return script
    sample = " ".join(w for w in text[:SAMPLE].split() if len(w) < LONGEST and not CODE.search(w))
    counts = Counter([word.casefold() for word in WORD.findall(sample)])
    total = sum(counts.values())
    scores = _scores(counts, sample.casefold())
    if not scores:
        return UNKNOWN
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    best, score = ranked[0]
    if {"id", "ms"} <= {language for language, _ in ranked[:2]}:
        best = "ms" if scores["ms"] >= scores["id"] + MALAY_LEAD else "id"
        ranked = [ranked[0], *ranked[2:]]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    if score < max(LEAST, ENOUGH * total) or score < CLEAR * second:
        return UNKNOWN
    return best


def fires(entry: Entry, text: str) -> bool:
    """Whether a text is told by an entry's words (the checker of `languages.toml`)."""
    return detect(text) in entry.values["languages"]


def _script(text: str) -> str | None:
    """The language that a script other than Latin tells; none for Latin and for no letters at all."""
    if not OTHER.search(text):
        return None
    latin = len(LATIN.findall(text))
    found = {language: len(pattern.findall(text)) for language, pattern in SCRIPTS}
    wide = {"zh": found["zh"] + found["ja"], "ru": found["ru"], "ar": found["ar"]}
    others = {k: found[k] for k in ("ko", "he", "hi", "th", "el")} | wide
    best = max(others, key=lambda k: others[k])
    if not others[best] or others[best] * 2 < latin:
        return None
    for base, special in (("zh", "ja"), ("ru", "uk"), ("ar", "fa")):
        if best == base and found[special] >= TRACE * others[base]:
            return special
    return best


@lru_cache(maxsize=KNOWN)
def _told(word: str) -> tuple[tuple[str, float], ...]:
    """The languages that a word speaks for, by itself or else by its affixes, and how much."""
    signs = _signs()
    if word in signs.words or len(word) <= SHORT:
        return signs.words.get(word, ())
    begun = [(language, weight) for start, language, weight in signs.beginnings if word.startswith(start)]
    ended = [(language, weight) for end, language, weight in signs.endings if word.endswith(end)]
    return (*begun, *ended)


def _scores(counts: Counter[str], text: str) -> dict[str, float]:
    signs = _signs()
    scores: dict[str, float] = defaultdict(float)
    for word, count in counts.items():
        for language, weight in _told(word):
            scores[language] += weight * count
    for pair, told in signs.pairs.items():
        if pair in text:
            for language, weight in told:
                scores[language] += weight
    return dict(scores)
