"""An article's sentences from its text alone, so that a record can be read again without a language model.

The rules are those of `language.sentences`: a full stop ends nothing behind an abbreviation, an initial or
the number of a list, and a sentence begins with a capital, a figure or a quotation mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from briefing import lexicon
from briefing.model import Article, Paragraph, ParagraphKind, record

_END = re.compile(r"[.!?…][\"“”'’)\]]{0,3}\s+(?=[\"“‘'(\[]{0,3}[^\W_a-z])")
_WORD_BEFORE = re.compile(r"\S{1,24}$")
_INITIALS = re.compile(r"\W*(?:[A-Z]\.)+|\W*\d{1,3}\.")
_DATELINE = re.compile(r"[^\n!?–—-]{2,40}[–—-]{1,2}(?:\s?[–—-]){0,2}\s*(?=[\"“A-Z])")
_SITE = re.compile(r"\s+\|[^|\n]*$")
_LONGEST_TITLE = 25
_DATELINE_WORDS = 6
"""A date line is of so many words at most, all with a capital ("KIEV, KOMPAS.com –", "Accra, Kabar - -")."""


@record
class Sentence:
    """A sentence or a title. `place` counts from 0 for the title, from 1 in the body."""

    source: int
    place: int
    paragraph: int
    start: int
    end: int
    text: str

    @property
    def title(self) -> bool:
        """Whether it is the article's title."""
        return self.place == 0


def sentences(article: Article, source: int) -> tuple[Sentence, ...]:
    """Title, standfirst and body, sentence by sentence; headings and captions tell nothing by themselves."""
    out: list[Sentence] = []
    for paragraph in article.paragraphs:
        titled = paragraph.kind is ParagraphKind.TITLE or (not out and _reads_as_title(article, paragraph))
        for start, end in _spans(article.text, paragraph, titled):
            out.append(
                Sentence(
                    source=source,
                    place=0 if titled else len(out) + (not out or out[0].place),
                    paragraph=paragraph.number,
                    start=start,
                    end=end,
                    text=article.text[start:end],
                )
            )
    return tuple(out)


def _reads_as_title(article: Article, paragraph: Paragraph) -> bool:
    """Whether a first paragraph is a title that nothing in the file calls one: short, and without a mark."""
    text = article.text[paragraph.start : paragraph.end].rstrip("\"”’')] ")
    return text[-1:].isalnum() and len(text.split()) <= _LONGEST_TITLE and "\n" not in text


def _spans(text: str, paragraph: Paragraph, titled: bool) -> Iterator[tuple[int, int]]:
    """The bounds of the paragraph's sentences, without the blanks around them and a date line before them."""
    at = paragraph.start
    if titled:
        site = _SITE.search(text, at, paragraph.end)
        yield at, _trimmed(text, at, site.start() if site else paragraph.end)
        return
    if paragraph.kind not in (ParagraphKind.BODY, ParagraphKind.STANDFIRST):
        return
    dateline = _DATELINE.match(text, at, paragraph.end)
    if dateline and _in_capitals(dateline.group()):
        at = dateline.end()
    for match in _END.finditer(text, at, paragraph.end):
        before = _WORD_BEFORE.search(text, max(at, match.start() - 24), match.start() + 1)
        if before and _abbreviated(before.group()):
            continue
        yield at, _trimmed(text, at, match.end())
        at = match.end()
    end = _trimmed(text, at, paragraph.end)
    if at < end:
        yield at, end


def _in_capitals(text: str) -> bool:
    words = [word for word in text.split() if any(c.isalpha() for c in word)]
    return 0 < len(words) <= _DATELINE_WORDS and all(word.lstrip("(")[:1].isupper() for word in words)


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _abbreviated(word: str) -> bool:
    return word.lstrip("\"“‘'([") in _abbreviations() or _INITIALS.fullmatch(word) is not None


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    """The abbreviations that end no sentence, of every language that has a list of them."""
    lists = (lexicon.load(code).lists.get("abbreviations", ()) for code in lexicon.languages())
    return frozenset(w for entries in lists for e in entries if not e.values.get("ends") for w in e.words)
