"""Where sentences begin: a spaCy component that trusts paragraphs, and doubts full stops.

A paragraph border (an empty line) always begins a sentence. A full stop does not end one behind an
abbreviation, rank or initial ("Letjen.", "(Purn.)", "H.R."), in a figure, behind the number of a
list, or where the next word goes on in lower case.
"""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc, Token

from briefing.lexicon import Entry, load

ENDS = frozenset({".", "!", "?", "…"})
CLOSING = re.compile(r"[\"“”„‟«»'‘’)\]}]+$")
DOTS = re.compile(r"\.{2,}$")
INITIALS = re.compile(r"(?:[A-Z]\.)+$")


@lru_cache(maxsize=1)
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    """(those that end no sentence, those that may)."""
    entries = load("id")["abbreviations"].entries
    never = frozenset(w for e in entries if not e.values.get("ends") for w in e.words)
    return never, frozenset(w for e in entries if e.values.get("ends") for w in e.words)


@Language.component("briefing_sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """The same Doc with every token marked as beginning a sentence or not."""
    start = True
    for token in doc:
        if token.is_space:
            token.is_sent_start = start and token.i == 0
            start = start or "\n" in token.text
            continue
        token.is_sent_start = start
        start = _ends_sentence(doc, token)
    return doc


def _ends_sentence(doc: Doc, token: Token) -> bool:
    """Whether the sentence ends with this token (closing marks behind the full stop belong to it)."""
    following = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if following is None or (CLOSING.match(following.text) and not token.whitespace_):
        return False
    at = token.i
    while at > 0 and CLOSING.match(doc[at].text) and not doc[at - 1].whitespace_:
        at -= 1
    last = doc[at]
    if not (last.text in ENDS or DOTS.match(last.text) or last.text[-1:] == "."):
        return False
    never, may = _abbreviations()
    if last.text in never or (INITIALS.match(last.text) and last.text not in may):
        return False
    if last.text not in may and last.text[-1:] == "." and len(last.text) > 1 and not DOTS.match(last.text):
        return False
    if last.text == "." and last.i and doc[last.i - 1].is_digit and doc[last.i - 1].is_sent_start:
        return False
    return _can_begin(following, doc)


def _can_begin(token: Token, doc: Doc) -> bool:
    """Whether a sentence can begin here: with a capital, a figure, or a mark before one."""
    at = token.i
    while at < len(doc) and not doc[at].text[:1].isalnum() and not doc[at].is_space:
        at += 1
    if at == len(doc) or doc[at].is_space:
        return True
    first = doc[at].text[0]
    return not first.islower()


def fires(entry: Entry, text: str) -> bool:
    """Whether an abbreviation is read in a text as its entry says (the checker of `abbreviations.toml`)."""
    from briefing.language.pipeline import blank

    doc = blank("id")(text)
    whole = any(token.text in entry.words for token in doc)
    return whole and len(list(doc.sents)) == 1
