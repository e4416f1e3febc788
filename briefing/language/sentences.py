"""Where sentences begin: a spaCy component that trusts paragraphs, and doubts full stops.

A paragraph border (an empty line) always begins a sentence. A full stop does not end one behind an
abbreviation, rank or initial ("Letjen.", "(Purn.)", "H.R."), in a figure, behind the number of a
list, or where the next word goes on in lower case.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from spacy.attrs import SENT_START  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc

from briefing.language.languages import DEFAULT
from briefing.lexicon import Entry, load
from briefing.model import record

ENDS = frozenset({".", "!", "?", "…"})
CLOSING = re.compile(r"[\"“”„‟«»'‘’)\]}]+$")
MARKS = 50
"""More marks than this before a word begin a sentence, whatever word it is."""
LONGEST = 250
"""A sentence of more tokens is cut: of 21,000 the longest has 148. Reading compares a sentence's words."""
DOTS = re.compile(r"\.{2,}$")
INITIALS = re.compile(r"(?:[A-Z]\.)+$")


@record
class _Words:
    """The tokens of a Doc, read once: their texts, and whether a blank stands behind each."""

    texts: Sequence[str]
    spaced: Sequence[bool]
    never: frozenset[str]
    """The abbreviations of its language that end no sentence."""
    may: frozenset[str]
    """Those that may."""


@lru_cache(maxsize=4)
def _abbreviations(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """(those that end no sentence, those that may)."""
    entries = tuple(load(language).lists.get("abbreviations", ()))
    never = frozenset(w for e in entries if not e.values.get("ends") for w in e.words)
    return never, frozenset(w for e in entries if e.values.get("ends") for w in e.words)


@Language.component("briefing_sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """The same Doc with every token marked as beginning a sentence or not."""
    never, may = _abbreviations(doc.lang_)
    words = _Words(
        texts=[t.text for t in doc], spaced=[bool(t.whitespace_) for t in doc], never=never, may=may
    )
    begins: list[bool] = []
    start = True
    last = 0
    for at, text in enumerate(words.texts):
        start = start or at - last >= LONGEST
        last = at if start else last
        if text.isspace():
            begins.append(start and at == 0)
            start = start or "\n" in text
        else:
            begins.append(start)
            start = _ends_sentence(words, at, begins)
    # All at once: to set one token's mark spaCy looks at every token of the Doc.
    marks: Any = np.where(begins, 1, -1).astype(np.int64).view(np.uint64).reshape(-1, 1)
    return doc.from_array([SENT_START], marks) if begins else doc


def _ends_sentence(words: _Words, at: int, begins: Sequence[bool]) -> bool:
    """Whether the sentence ends with this token (closing marks behind the full stop belong to it)."""
    texts, spaced = words.texts, words.spaced
    following = at + 1
    if following == len(texts) or (not spaced[at] and CLOSING.match(texts[following])):
        return False
    while at > 0 and not spaced[at - 1] and CLOSING.match(texts[at]):
        at -= 1
    last = texts[at]
    if last not in ENDS and last[-1:] != ".":
        return False
    if last in words.never or (INITIALS.match(last) and last not in words.may):
        return False
    if last not in words.may and last[-1:] == "." and len(last) > 1 and not DOTS.match(last):
        return False
    if last == "." and at and begins[at - 1] and texts[at - 1].isdecimal():
        return False
    return _can_begin(words, following)


def _can_begin(words: _Words, at: int) -> bool:
    """Whether a sentence can begin here: with a capital, a figure, or a mark before one."""
    texts = words.texts
    for text in itertools.islice(texts, at, at + MARKS):
        if text.isspace():
            return True
        if text[0].isalnum():
            return not text[0].islower()
    return True


def fires(entry: Entry, text: str) -> bool:
    """Whether an abbreviation is read in a text as its entry says (the checker of `abbreviations.toml`)."""
    from briefing.language.pipeline import blank

    doc = blank(DEFAULT)(text)
    whole = any(token.text in entry.words for token in doc)
    return whole and len(list(doc.sents)) == 1
