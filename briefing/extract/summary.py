"""Two to four of an article's own sentences that carry most."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from briefing.lexicon import Lexicon
from briefing.model import Evidence, Findings, ParagraphKind

LENGTH = 3


def summary(doc: Doc, lexicon: Lexicon, found: Findings) -> Findings:
    """The findings with the article's first body sentences as its summary."""
    article = found.article
    body = [(p.start, p.end) for p in article.paragraphs if p.kind is ParagraphKind.BODY]
    spans = [
        (s.start_char, s.end_char)
        for s in doc.sents
        if any(a <= s.start_char and s.end_char <= b for a, b in body)
    ]
    chosen = tuple(
        Evidence(article=article.id, start=start, end=end, rule="summary lead")
        for start, end in spans[:LENGTH]
    )
    return replace(found, summary=chosen)
