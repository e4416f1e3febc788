"""An article's sentences as rows of words, with what pages glue or writers hyphenate taken apart.

"Israel-Hizbullah" and "AS-Korsel" are two names each, "Jong-un" is one; "PemerintahJepang" lost a
space. Offsets are the article's own throughout.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from briefing.extract.vocabulary import Vocabulary, Word
from briefing.lexicon.countries import Countries, CountryMention
from briefing.model import Article, Paragraph, ParagraphKind, record

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

OPENING = frozenset("\"“„‟«‘'([:;–—•-")
PIECES = re.compile(r"[^-‑–/]+|[-‑–/]")
LONG = 4
TITLE_SHARE = 0.6
"""From this share of capitalised words on, a line is in title case and its capitals tell nothing."""


@record
class Sentence:
    """A sentence: its words, the countries found in it (word index, end index, mention), where it stands.

    `labels` are what a trained recogniser says of it, if there is one: word index, end index, and
    PER, ORG or LOC.
    """

    words: tuple[Word, ...]
    countries: tuple[tuple[int, int, CountryMention], ...]
    paragraph: Paragraph
    titled: bool
    labels: tuple[tuple[int, int, str], ...] = ()

    @property
    def start(self) -> int:
        """Offset of the first word."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Offset behind the last word."""
        return self.words[-1].end


def sentences(
    doc: Doc, article: Article, countries: Countries, vocabulary: Vocabulary
) -> tuple[Sentence, ...]:
    """The article's sentences in reading order, empty ones left out."""
    named = countries.find(article.text)
    found = []
    at = 0
    for span in doc.sents:
        tokens = [(t.text, t.idx) for t in span if not t.is_space]
        if not tokens:
            continue
        begin, end = tokens[0][1], tokens[-1][1] + len(tokens[-1][0])
        while at < len(named) and named[at].end <= begin:
            at += 1
        here = [m for m in named[at:] if m.start < end]
        words = tuple(_words(tokens, here, vocabulary))
        paragraph = _paragraph(article, begin)
        found.append(
            Sentence(
                words=words,
                countries=tuple(_placed(words, here)),
                paragraph=paragraph,
                titled=_titled(words, paragraph),
                labels=tuple(_labels(words, span)),
            )
        )
    return tuple(found)


def _paragraph(article: Article, at: int) -> Paragraph:
    for paragraph in article.paragraphs:
        if at < paragraph.end:
            return paragraph
    if article.paragraphs:
        return article.paragraphs[-1]
    return Paragraph(number=1, kind=ParagraphKind.BODY, start=0, end=len(article.text))


def _titled(words: Sequence[Word], paragraph: Paragraph) -> bool:
    """Whether capitals tell nothing here: a headline in title case, or all in lower case."""
    letters = [w for w in words if w.text[0].isalpha()]
    share = sum(w.cap for w in letters) / max(1, len(letters))
    return paragraph.kind in (ParagraphKind.TITLE, ParagraphKind.HEADING) and (
        share >= TITLE_SHARE or not any(w.cap for w in letters)
    )


def _words(
    tokens: Sequence[tuple[str, int]], named: Sequence[CountryMention], vocabulary: Vocabulary
) -> Iterator[Word]:
    opens = True
    for text, start in tokens:
        for piece, at in _pieces(text, start, named, vocabulary):
            word = Word(text=piece, low=piece.casefold(), start=at, end=at + len(piece), opens=opens)
            yield word
            opens = piece[0] in OPENING and (opens or piece not in "-–([")


def _pieces(
    text: str, start: int, named: Sequence[CountryMention], vocabulary: Vocabulary
) -> Iterator[tuple[str, int]]:
    """A token, or the pieces of one that holds a country's name or two names joined by a hyphen."""
    cuts = {0, len(text)}
    for mention in named:
        for edge in (mention.start - start, mention.end - start):
            if 0 < edge < len(text):
                cuts.add(edge)
    edges = sorted(cuts)
    for begin, end in itertools.pairwise(edges):
        piece = text[begin:end]
        if any(c in piece[1:-1] for c in "-‑–/") and _joined(piece, vocabulary):
            yield from ((m[0], start + begin + m.start()) for m in PIECES.finditer(piece))
        elif len(cuts) > 2 and piece[0] in "-‑–/" and len(piece) > 1:
            yield piece[0], start + begin
            yield piece[1:], start + begin + 1
        elif len(cuts) > 2 and piece[-1] in "-‑–/" and len(piece) > 1:
            yield piece[:-1], start + begin
            yield piece[-1], start + end - 1
        else:
            yield piece, start + begin


def _joined(piece: str, vocabulary: Vocabulary) -> bool:
    """Whether a hyphen joins two names of bodies ("TNI-Polri"), and the whole is none itself."""
    words = [Word(text=p, low=p.casefold(), start=0, end=1) for p in re.split(r"[-‑–/]", piece) if p]
    if len(words) == 2 and _two_persons(words[0], words[1], vocabulary):
        return True
    whole = Word(text=piece, low=piece.casefold(), start=0, end=1)
    if vocabulary.organisations.match([whole], 0):
        return False
    return all(vocabulary.organisations.match([w], 0) for w in words)


def _labels(words: Sequence[Word], span: Span) -> Iterator[tuple[int, int, str]]:
    """The recogniser's names as places in the row; one that cuts a word is left out."""
    starts = {w.start: i for i, w in enumerate(words)}
    ends = {w.end: i + 1 for i, w in enumerate(words)}
    for named in span.ents:
        begin, end = starts.get(named.start_char), ends.get(named.end_char)
        if begin is not None and end is not None:
            yield begin, end, named.label_


def _two_persons(left: Word, right: Word, vocabulary: Vocabulary) -> bool:
    """Whether a hyphen joins the end of one person's name to another's beginning ("Trump-Vladimir")."""
    if not (left.cap and right.cap) or min(len(left.text), len(right.text)) < LONG:
        return False
    known = vocabulary.known.match([left], 0) is not None
    return known or (right.low in vocabulary.given and left.low not in vocabulary.given)


def _placed(
    words: Sequence[Word], named: Sequence[CountryMention]
) -> Iterator[tuple[int, int, CountryMention]]:
    starts = {w.start: i for i, w in enumerate(words)}
    ends = {w.end: i + 1 for i, w in enumerate(words)}
    for mention in named:
        begin, end = starts.get(mention.start), ends.get(mention.end)
        if begin is not None and end is not None:
            yield begin, end, mention
