"""Tags and dependencies for chosen sentences of a Doc, put into the Doc itself.

Parsing costs more than everything else that is read, and a fifth of an article's sentences decide who
said what; so only these are parsed, each as a text of its own, as the parser was trained.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD, POS, SENT_START  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc, Span

PARSING = ("tok2vec", "morphologizer", "parser")
LOOSE = "parataxis"
WRAP = 1 << 64
"""spaCy keeps offsets to the left as unsigned numbers."""


def parse_sentences(nlp: Language, doc: Doc, sentences: Sequence[Span]) -> bool:
    """Whether the sentences now have tags, heads and relations; false where the pipeline has no parser.

    A sentence that was parsed before keeps its tree. In the sentences that were not asked for, a token's
    relation stays empty and its head is itself.
    """
    pipes = [pipe for name, pipe in nlp.components if name in PARSING]
    if len(pipes) < len(PARSING):
        return False
    chosen = {s.start: s for s in map(_without_line_ends, sentences) if len(s) and not s[0].dep}
    if not chosen:
        return True
    parsed = [span.as_doc() for span in chosen.values()]
    for pipe in pipes:
        parsed = list(pipe.pipe(parsed, batch_size=len(parsed)))  # type: ignore[attr-defined]
    _write(doc, dict(zip(chosen, parsed, strict=True)))
    return True


def _without_line_ends(sentence: Span) -> Span:
    """The sentence without what stands between it and the next paragraph: the parser never saw any."""
    end = sentence.end
    while end > sentence.start and sentence.doc[end - 1].is_space:
        end -= 1
    return sentence.doc[sentence.start : end]


def _write(doc: Doc, parsed: dict[int, Doc]) -> None:
    """Put trees into the Doc, and leave its sentences as they were.

    spaCy makes sentences anew as soon as a Doc gets heads; so their starts are put back afterwards, and
    where the parser left two roots the second is hung on the first.
    """
    heads, relations, tags = (doc.to_array(attribute) for attribute in (HEAD, DEP, POS))
    starts: Any = doc.to_array([SENT_START])
    loose = doc.vocab.strings.add(LOOSE)
    for start, tree in parsed.items():
        root = next(t.i for t in tree if t.head.i == t.i)
        for token in tree:
            hung = token.head.i == token.i and token.i != root
            offset = (root if hung else token.head.i) - token.i
            heads[start + token.i] = offset % WRAP
            relations[start + token.i] = loose if hung else token.dep
            tags[start + token.i] = token.pos
    columns: Any = np.stack([heads, relations, tags], axis=1)
    doc.from_array([HEAD, DEP, POS], columns)
    doc.from_array([SENT_START], starts)
