"""An article's sentences as rows of words, with what pages glue or writers hyphenate taken apart.

"Israel-Hizbullah" and "AS-Korsel" are two names each, "Jong-un" is one; "PemerintahJepang" lost a
space. Articles that went through a tokenizer have "Al - Masri", "aset - aset" for "Al-Masri", "aset-aset":
such a word is compared without the blanks and printed with them. "AS - Korsel" stays two names. Offsets
are the article's own throughout.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from briefing.extract.sentences.glue import ALONE, cut
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
SHORTEST = 5
"""Letters of two words that are glued."""
HYPHEN = "-"
SUFFIXES = ("", "nya", "ku", "mu", "an", "lah", "kah")
"""What may follow the second half of a doubled word ("sekutu-sekutunya")."""
PREFIXED = 2
"""A doubled stem of more letters than this may have a prefix before its first half ("disebut-sebut")."""
PERSON = "PER"
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
            here = _apart(pieces, here, countries)
        words = tuple(_words(pieces, here, vocabulary))
        if any(w.text == "-" for w in words):
            words = tuple(rejoined(words, vocabulary, said))
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


def _apart(
    pieces: Sequence[tuple[str, int]], here: Sequence[CountryMention], countries: Countries
) -> tuple[CountryMention, ...]:
    """The countries of a sentence in which words were taken apart: those that clung to others, too."""
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    at = 0
    for piece, start in pieces:
        starts[at], ends[at + len(piece)] = start, start + len(piece)
        at += len(piece) + 1
    found = [
        replace(m, start=starts[m.start], end=ends[m.end])
        for m in countries.find(" ".join(piece for piece, _ in pieces))
        if m.start in starts and m.end in ends
    ]
    kept = [m for m in here if not any(f.start < m.end and m.start < f.end for f in found)]
    return tuple(sorted((*kept, *found), key=lambda m: m.start))


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
        if cuts or _joined(piece, vocabulary):
            yield from ((m[0], start + begin + m.start()) for m in PIECES.finditer(piece))
        else:
            yield piece, start + begin


def _joined(piece: str, vocabulary: Vocabulary) -> bool:
    """Whether a hyphen joins two names of bodies ("TNI-Polri") or persons ("Trump-Vladimir"), and the whole
    is none itself."""
    known = vocabulary.organisations
    words = [word(p) for p in re.split(r"[-‑–/]", piece) if p]
    if len(words) == 2 and words[1].cap and vocabulary.known.match(words[:1], 0):
        return True
    return all(known.match([w], 0) for w in words) and not known.match([word(piece)], 0)


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


def rejoined(
    words: Sequence[Word], vocabulary: Vocabulary, said: Sequence[tuple[int, int, str]]
) -> Iterator[Word]:
    """The words of a sentence, those that a hyphen between blanks cuts in one piece again.

    `said` are the recogniser's labels: it takes "Abdul - Malik" for one person's name.
    """
    at = 0
    while at < len(words):
        joint = at + 1 < len(words) - 1 and words[at + 1].text == HYPHEN
        if joint and _one(words[at], words[at + 2], vocabulary, said):
            yield _together(words[at], words[at + 2])
            at += 3
        else:
            yield words[at]
            at += 1


def plural(text: str) -> bool:
    """Whether a word is a common noun doubled, whatever its capital: "Aset-aset", "Obat-obatan".

    >>> plural("Obat-obatan"), plural("Jong-un"), plural("Perangin-Angin")
    (True, False, False)
    """
    left, _, right = text.partition(HYPHEN)
    return right.islower() and _doubled(left.casefold(), right)


def _together(left: Word, right: Word) -> Word:
    whole = word(f"{left.text}{HYPHEN}{right.text}", left.start, opens=left.opens)
    return whole._replace(end=right.end, cap=left.cap or right.cap)


def _one(left: Word, right: Word, vocabulary: Vocabulary, said: Sequence[tuple[int, int, str]]) -> bool:
    """Whether the hyphen is within one word: behind an Arabic article, in a doubled word, in a first name."""
    if left.mark or right.mark or left.loud:
        return False
    named = left.cap and right.cap
    person = any(label == PERSON and a <= left.start and right.end <= b for a, b, label in said)
    first = left.low in vocabulary.compounds or (person and left.low in vocabulary.given)
    article = right.cap and left.low in vocabulary.articles
    return article or (named and first) or _doubled(left.low, right.low)


def _doubled(left: str, right: str) -> bool:
    """Whether the second word is the first again, without its prefix or with an ending."""
    again = any(right.removesuffix(suffix) == left for suffix in SUFFIXES)
    return again or (len(right) > PREFIXED and left.endswith(right) and len(left) > len(right))
