"""An article's sentences as rows of words, with what pages glue or writers hyphenate taken apart.

"Israel-Hizbullah" and "AS-Korsel" are two names each, "Jong-un" is one; "PemerintahJepang" lost a
space. Offsets are the article's own throughout.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from briefing.extract.sentences.glue import ALONE, cut
from briefing.extract.sentences.spacing import rejoined, spaced
from briefing.extract.sentences.vocabulary import Vocabulary, Word, word
from briefing.lexicon.countries import Countries, CountryMention
from briefing.model import Article, Paragraph, ParagraphKind, record

if TYPE_CHECKING:
    from spacy.tokens import Doc

Named = TypeVar("Named")
OPENING = frozenset("\"“„‟«‘'([:;–—•-")
JOINT = re.compile(r"(?<=.)[-‑–/](?=.)", re.DOTALL)
"""A hyphen or slash within a word."""
PIECES = re.compile(r"[^-‑–/]+|[-‑–/]")
LONG = 4
SHORTEST = 5
"""Letters of two words that are glued."""
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
    ends = [p.end for p in article.paragraphs]
    labels = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
    places = [m.start for m in named], [start for start, _, _ in labels]
    alone = frozenset(token.text for token in doc if len(token.text) >= ALONE and token.text.isalpha())
    found = []
    at = 0
    for tokens in _tokens(doc):
        begin, end = tokens[0][1], tokens[-1][1] + len(tokens[-1][0])
        while at < len(named) and named[at].end <= begin:
            at += 1
        here = named[at : bisect_left(places[0], end)]
        said = labels[bisect_left(places[1], begin) : bisect_left(places[1], end)]
        pieces = [piece for token in tokens for piece in _unglued(*token, vocabulary, alone)]
        if len(pieces) > len(tokens):
            here = _found_apart(pieces, here, countries)
        words = tuple(_words(pieces, here, vocabulary))
        if any(w.text == "-" for w in words):
            words = tuple(rejoined(words, vocabulary, said))
            said = _widened(said, words)
        paragraph = _paragraph(article, bisect_right(ends, begin))
        found.append(
            Sentence(
                words=words,
                countries=tuple(_placed(words, [(m.start, m.end, m) for m in here])),
                paragraph=paragraph,
                titled=_titled(words, paragraph),
                labels=tuple(_placed(words, said)),
            )
        )
    return tuple(found)


def _tokens(doc: Doc) -> Iterator[list[tuple[str, int]]]:
    """The words of each sentence and their offsets, blanks and empty sentences left out."""
    tokens: list[tuple[str, int]] = []
    for token in doc:
        if token.is_sent_start and tokens:
            yield tokens
            tokens = []
        if not token.is_space:
            tokens.append((token.text, token.idx))
    if tokens:
        yield tokens


def _paragraph(article: Article, at: int) -> Paragraph:
    """The paragraph of a number; for what stands behind all of them the last."""
    if article.paragraphs:
        return article.paragraphs[min(at, len(article.paragraphs) - 1)]
    return Paragraph(number=1, kind=ParagraphKind.BODY, start=0, end=len(article.text))


def _titled(words: Sequence[Word], paragraph: Paragraph) -> bool:
    """Whether capitals tell nothing here: a headline in title case, or all in lower case."""
    if paragraph.kind not in (ParagraphKind.TITLE, ParagraphKind.HEADING):
        return False
    letters = [w for w in words if w.text[0].isalpha()]
    share = sum(w.cap for w in letters) / max(1, len(letters))
    return share >= TITLE_SHARE or not any(w.cap for w in letters)


def _words(
    tokens: Sequence[tuple[str, int]], named: Sequence[CountryMention], vocabulary: Vocabulary
) -> Iterator[Word]:
    opens = True
    borders = sorted({edge for m in named for edge in (m.start, m.end)})
    for text, start in tokens:
        if not borders and text.isalpha():
            yield word(text, start, opens=opens)
            opens = False
            continue
        cuts = borders[bisect_right(borders, start) : bisect_left(borders, start + len(text))]
        if cuts or JOINT.search(text):
            pieces = tuple(_pieces(text, start, cuts, vocabulary))
        else:
            pieces = ((text, start),)
        for piece, at in pieces:
            yield word(piece, at, opens=opens)
            opens = piece[0] in OPENING and (opens or piece not in "-–([")


def _found_apart(
    pieces: Sequence[tuple[str, int]], here: Sequence[CountryMention], countries: Countries
) -> tuple[CountryMention, ...]:
    """The countries of a sentence in which words were taken apart: those that clung to others, too."""
    places: dict[int, int] = {}
    ends: dict[int, int] = {}
    text = ""
    for piece, start in pieces:
        text += " " if text else ""
        places[len(text)] = start
        text += piece
        ends[len(text)] = start + len(piece)
    taken = {at for m in here for at in range(m.start, m.end)}
    more = [
        replace(m, start=places[m.start], end=ends[m.end])
        for m in countries.find(text)
        if m.start in places and m.end in ends and places[m.start] not in taken
    ]
    return tuple(sorted([*here, *more], key=lambda m: m.start))


def _unglued(
    text: str, start: int, vocabulary: Vocabulary, alone: Collection[str]
) -> Iterator[tuple[str, int]]:
    """The words of a token that a page glued together, each with its offset."""
    if len(text) < SHORTEST or text.isupper():
        yield text, start
        return
    for piece in cut(text, vocabulary.glued, alone):
        yield piece, start
        start += len(piece)


def _pieces(text: str, start: int, cuts: Sequence[int], vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    """The pieces of a token that a country's name begins or ends in, or of two names joined by a hyphen."""
    edges = [0, *(cut - start for cut in cuts), len(text)]
    for begin, end in itertools.pairwise(edges):
        piece = text[begin:end]
        if JOINT.search(piece) and _joined(piece, vocabulary):
            yield from ((m[0], start + begin + m.start()) for m in PIECES.finditer(piece))
        elif cuts and piece[0] in "-‑–/" and len(piece) > 1:
            yield piece[0], start + begin
            yield piece[1:], start + begin + 1
        elif cuts and piece[-1] in "-‑–/" and len(piece) > 1:
            yield piece[:-1], start + begin
            yield piece[-1], start + end - 1
        else:
            yield piece, start + begin


def _joined(piece: str, vocabulary: Vocabulary) -> bool:
    """Whether a hyphen joins two names of bodies ("TNI-Polri"), and the whole is none itself."""
    words = [word(p) for p in re.split(r"[-‑–/]", piece) if p]
    if len(words) == 2 and _two_persons(words[0], words[1], vocabulary):
        return True
    if vocabulary.organisations.match([word(piece)], 0):
        return False
    return all(vocabulary.organisations.match([w], 0) for w in words)


def _two_persons(left: Word, right: Word, vocabulary: Vocabulary) -> bool:
    """Whether a hyphen joins the end of one person's name to another's beginning ("Trump-Vladimir")."""
    if not (left.cap and right.cap) or min(len(left.text), len(right.text)) < LONG:
        return False
    known = vocabulary.known.match([left], 0) is not None
    return known or (right.low in vocabulary.given and left.low not in vocabulary.given)


def _widened(said: Sequence[tuple[int, int, str]], words: Sequence[Word]) -> list[tuple[int, int, str]]:
    """Labels that begin or end within a word put together again, widened to the whole of it."""
    found: list[tuple[int, int, str]] = []
    joined = [(w.start, w.end) for w in words if spaced(w)]
    for start, end, label in said:
        start = next((a for a, b in joined if a < start < b), start)
        end = next((b for a, b in joined if a < end < b), end)
        if not found or start >= found[-1][1]:
            found.append((start, end, label))
    return found


def _placed(
    words: Sequence[Word], named: Sequence[tuple[int, int, Named]]
) -> Iterator[tuple[int, int, Named]]:
    """Names by offsets as places in the row; one that cuts a word is left out."""
    if not named:
        return
    starts = {w.start: i for i, w in enumerate(words)}
    ends = {w.end: i + 1 for i, w in enumerate(words)}
    for start, stop, what in named:
        begin, end = starts.get(start), ends.get(stop)
        if begin is not None and end is not None:
            yield begin, end, what
