"""The article as rows of chunks: what every reader of actors starts from. Made once for a Doc."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from briefing.extract.sentences.bodies import body_at
from briefing.extract.sentences.chunks import Chunk, ChunkKind, Row
from briefing.extract.sentences.names import first_name, name_at, solos
from briefing.extract.sentences.offices import office_at
from briefing.extract.sentences.vocabulary import Vocabulary, Word, vocabulary
from briefing.extract.sentences.wording import Sentence, sentences
from briefing.lexicon import Lexicon
from briefing.lexicon.countries import countries_of
from briefing.model import Article, Paragraph, ParagraphKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

Lines = tuple[tuple[Row, tuple[Chunk, ...]], ...]
KEY = "briefing.actors.lines"


def read_lines(doc: Doc, article: Article, lexicon: Lexicon) -> Lines:
    """Every sentence of the article with its chunks, in reading order."""
    if KEY not in doc.user_data:
        words = vocabulary(lexicon)
        found = sentences(doc, article, countries_of(lexicon), words)
        doc.user_data[KEY] = rows(found, words)
    lines: Lines = doc.user_data[KEY]
    return lines


def example_lines(text: str, lexicon: Lexicon) -> Lines:
    """The lines of a lexicon's example."""
    from briefing.language import read

    article = example(text)
    return read_lines(read(article), article, lexicon)


def example(text: str) -> Article:
    """A text as an article of one paragraph, for trying a rule on it."""
    body = Paragraph(number=1, kind=ParagraphKind.BODY, start=0, end=len(text))
    return Article(id="example", source="example", text=text, paragraphs=(body,), language="id", digest="-")


def row(sentence: Sentence, vocabulary: Vocabulary, solo: frozenset[str], common: frozenset[str]) -> Row:
    """A sentence ready to be read."""
    ends = {end for _, end, _ in sentence.countries}
    starts = {
        begin: (end, mention)
        for begin, end, mention in reversed(sentence.countries)
        if not first_name(sentence.words, begin, end, vocabulary, behind=begin in ends)
    }
    return Row(
        sentence=sentence,
        words=sentence.words,
        countries=starts,
        vocabulary=vocabulary,
        solo=solo,
        common=common,
        foreign=not vocabulary.foreign.isdisjoint([w.low for w in sentence.words]),
        labels={begin: (end, label) for begin, end, label in sentence.labels},
    )


def chunks(line: Row) -> tuple[Chunk, ...]:
    """The row cut into chunks, left to right, the longest reading first."""
    return tuple(_chunks(line))


def _chunks(line: Row) -> Iterator[Chunk]:
    at = 0
    while at < len(line.words):
        chunk = _chunk(line, at)
        yield chunk
        at = chunk.end


def _chunk(line: Row, at: int) -> Chunk:
    words, vocabulary = line.words, line.vocabulary
    word = words[at]
    if word.mark:
        return Chunk(ChunkKind.MARK, at, at + 1)
    if not (word.cap or word.low in vocabulary.starts or at in line.countries):
        return Chunk(ChunkKind.WORD, at, at + 1)
    return _several(line, at, word)


def _several(line: Row, at: int, word: Word) -> Chunk:
    """The chunk that begins with a word with which more than a plain word may begin."""
    words, vocabulary = line.words, line.vocabulary
    listed = word.low in vocabulary.starts
    outlet = vocabulary.outlets.match(words, at) if listed else None
    known = vocabulary.organisations.match(words, at) if listed else None
    if outlet and not (known and known[0] >= outlet[0]):
        return Chunk(kind=ChunkKind.OUTLET, begin=at, end=outlet[0], entry=outlet[1])
    office = office_at(line, at)
    body = body_at(line, at)
    country = line.country(at)
    famous = vocabulary.known.match(words, at) if listed else None
    if country and famous and famous[0] > country[0] and not office:
        country = body = None
    if country and body and body.rule != "body:known" and country[0] >= body.end:
        body = None
    if body and not (office and office.end > body.end):
        return Chunk(kind=ChunkKind.BODY, begin=at, end=body.end, body=body)
    if office:
        return Chunk(kind=ChunkKind.OFFICE, begin=at, end=office.end, office=office)
    if country:
        return Chunk(kind=ChunkKind.COUNTRY, begin=at, end=country[0], mention=country[1])
    if famous:
        return Chunk(kind=ChunkKind.NAME, begin=at, end=max(famous[0], name_at(line, at) or 0))
    rank = vocabulary.ranks.match(words, at) or vocabulary.honorifics.match(words, at) if listed else None
    if rank and not (rank[0] == at + 1 and word.low in line.solo):
        return Chunk(kind=ChunkKind.RANK, begin=at, end=_branches(line, rank[0]), entry=rank[1])
    end = name_at(line, at)
    if end:
        return Chunk(kind=ChunkKind.NAME, begin=at, end=end)
    return Chunk(kind=ChunkKind.WORD, begin=at, end=at + 1)


def _branches(line: Row, at: int) -> int:
    """Past what may stand between a rank and a name: "Letjen TNI (Purn.)"."""
    while True:
        inside = at + 1 if line.text(at) == "(" else at
        match = line.vocabulary.branches.match(line.words, inside)
        if match is None:
            return at
        if inside == at:
            at = match[0]
        elif line.text(match[0]) == ")":
            at = match[0] + 1
        else:
            return at


def rows(sentences: Sequence[Sentence], vocabulary: Vocabulary) -> tuple[tuple[Row, tuple[Chunk, ...]], ...]:
    """Every sentence with its chunks."""
    common = frozenset(w.text for s in sentences for w in s.words if w.text.islower())
    solo = solos(sentences, vocabulary, common)
    lines = (row(s, vocabulary, solo, common) for s in sentences)
    return tuple((line, chunks(line)) for line in lines)
