"""The article as rows of chunks: what every reader of actors starts from. Made once for a Doc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.extract.sentences.chunks import Chunk, Row, rows
from briefing.extract.sentences.vocabulary import vocabulary
from briefing.extract.sentences.wording import sentences
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
