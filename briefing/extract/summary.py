"""Two to four of an article's own sentences that carry most, in the order of the text.

News puts what matters first, so position weighs most; after it come the words that the whole article
turns on, and names and figures. A sentence that can't stand alone ("Hal itu …", "… tersebut") is taken
only together with the one before it; one that a quotation mark cuts is never taken.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from spacy.tokens import Doc

from briefing.lexicon import Entry, Lexicon, load
from briefing.model import Article, Evidence, Findings, ParagraphKind, record

RULE = "summary"
WORD = re.compile(r"\w+(?:-\w+)*")
LEAST, MOST = 2, 4
"""Sentences. Beyond the least, one that leans on a sentence left out is not taken at all."""
BUDGET = 55
"""Words: with so many, no further sentence. IndoSum's own summaries have 68 on average."""
SHORT = 6
"""A sentence of fewer words that carry something tells nothing."""
POSITION, DECAY, COVERAGE, SAID, LEANS, QUOTED, REPEATS = 1.0, 0.8, 0.02, 0.05, 0.6, 0.2, 0.1
"""Weights, set on one half of IndoSum's first fold and tried on the other (benchmarks/summaries.py)."""
MARKS = frozenset('"“”')


@record
class Sentence:
    """A body sentence as a candidate.

    `cut`: it begins or ends inside a quotation. `said`: it gives somebody's words, and who that is is known.
    """

    text: str
    cut: bool = False
    said: bool = False


@record
class _Words:
    leans: re.Pattern[str]
    skips: re.Pattern[str]
    points: frozenset[str]
    empty: frozenset[str]


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    roles: dict[str, list[str]] = {}
    for entry in lexicon.lists.get("summary", ()):
        roles.setdefault(entry.get("role"), []).extend(w.casefold() for w in entry.words)

    def opening(role: str) -> re.Pattern[str]:
        either = "|".join(re.escape(w) for w in sorted(roles.get(role, ()), key=lambda w: (-len(w), w)))
        if not either:
            return re.compile(r"(?!)")
        return re.compile(rf"\W*(?:{either})(?!\w)", re.IGNORECASE)

    return _Words(
        leans=opening("leans"),
        skips=opening("skip"),
        points=frozenset(roles.get("points", ())),
        empty=frozenset(roles.get("empty", ())),
    )


def summary(doc: Doc, lexicon: Lexicon, found: Findings) -> Findings:
    """The findings with the article's summary: spans of whole sentences of its body."""
    article = found.article
    spans = list(_candidates(doc, article))
    quotes = [(q.outer_start, q.outer_end) for q in doc._.quotes]
    claims = sorted((c.evidence.start, c.evidence.end) for c in found.claims if c.speaker is not None)
    sentences = [
        Sentence(
            text=article.text[start:end],
            cut=_within(quotes, start) or _within(quotes, end),
            said=any(e <= end for _, e in _beginning(claims, start, end)),
        )
        for start, end in spans
    ]
    chosen = (spans[i] for i in choose(sentences, lexicon, title=article.title or ""))
    return replace(
        found, summary=tuple(Evidence(article=article.id, start=s, end=e, rule=RULE) for s, e in chosen)
    )


def _candidates(doc: Doc, article: Article) -> Iterator[tuple[int, int]]:
    """The body's sentences without the blanks around them."""
    body = [(p.start, p.end) for p in article.paragraphs if p.kind is ParagraphKind.BODY]
    for sentence in doc.sents:
        words = article.text[sentence.start_char : sentence.end_char]
        start = sentence.start_char + len(words) - len(words.lstrip())
        end = sentence.start_char + len(words.rstrip())
        here = bisect_right(body, start, key=lambda p: p[0]) - 1
        if start < end and here >= 0 and end <= body[here][1]:
            yield start, end


def _within(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a place lies within one of the spans, which are in order and apart."""
    n = bisect_left(spans, at, key=lambda s: s[0]) - 1
    return n >= 0 and at < spans[n][1]


def _beginning(spans: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    """The spans, in order, that begin between two places."""
    return spans[bisect_left(spans, (start, 0)) : bisect_left(spans, (end, 0))]


def choose(sentences: Sequence[Sentence], lexicon: Lexicon, *, title: str = "") -> tuple[int, ...]:
    """The places of the sentences that make the summary, in the order of the text."""
    words = _words(lexicon)
    lows = [_lower(s.text) for s in sentences]
    content = [tuple([w for w in low if w not in words.empty]) for low in lows]
    fit = [
        i
        for i, s in enumerate(sentences)
        if not s.cut and len(content[i]) >= SHORT and not words.skips.match(s.text)
    ]
    weight = _weights(content, title, words)
    worth = {i: _worth(rank, sentences[i], content[i], weight) for rank, i in enumerate(fit)}
    # Whether a sentence points back to one before it: "Hal itu …", "… menteri tersebut …".
    leans = [
        words.leans.match(s.text) is not None or not words.points.isdisjoint(low)
        for s, low in zip(sentences, lows, strict=True)
    ]
    chosen: list[int] = []
    while len(chosen) < MOST and sum(len(lows[i]) for i in chosen) < BUDGET:
        left = [i for i in fit if i not in chosen]
        if len(chosen) >= LEAST:
            left = [i for i in left if not leans[i] or i - 1 in chosen]
        if not left:
            break
        chosen.append(max(left, key=lambda i: _gain(i, worth, chosen, content, leans)))
    return tuple(sorted(chosen))


def _weights(content: Sequence[Sequence[str]], title: str, words: _Words) -> dict[str, float]:
    """How much the article turns on each word: in how many sentences it stands; words of the title twice."""
    spread = Counter(w for sentence in content for w in set(sentence))
    named = set(_lower(title)) - words.empty
    return {w: math.log1p(n - 1) * (2 if w in named else 1) for w, n in spread.items()}


def _worth(rank: int, sentence: Sentence, content: Sequence[str], weight: dict[str, float]) -> float:
    """What a sentence is worth by itself."""
    coverage = sum(weight[w] for w in set(content)) / math.sqrt(len(set(content)) + 1)
    quoted = any(mark in sentence.text for mark in MARKS)
    return (
        POSITION / float((1 + rank) ** DECAY) + COVERAGE * coverage + SAID * sentence.said - QUOTED * quoted
    )


def _gain(
    place: int,
    worth: dict[int, float],
    chosen: Sequence[int],
    content: Sequence[Sequence[str]],
    leans: Sequence[bool],
) -> float:
    """What a sentence adds to those chosen: less where it repeats them or leans on one that is missing."""
    told = {w for i in chosen for w in content[i]}
    again = sum(w in told for w in content[place]) / len(content[place])
    alone = leans[place] and place - 1 not in chosen
    return worth[place] - REPEATS * again - LEANS * alone


def _lower(text: str) -> list[str]:
    return [w.casefold() for w in WORD.findall(text)]


def fires(entry: Entry, text: str) -> bool:
    """Whether the entry is seen in a text in its role; the checker of the word list's examples."""
    words = _words(load("id"))
    low = _lower(text)
    mine = any(w.casefold() in " ".join(low) for w in entry.words)
    match entry.get("role"):
        case "leans":
            return mine and words.leans.match(text) is not None
        case "skip":
            return mine and words.skips.match(text) is not None
        case _:
            return any(w.casefold() in low for w in entry.words)
