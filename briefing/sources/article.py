"""Blocks of a text to the article that they make: cleaned, taken apart, its head settled, joined."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from briefing import markings
from briefing.errors import InputError
from briefing.language.detection import OPEN, detect
from briefing.lexicon import Lexicon, load
from briefing.markings import TLP, Scheme
from briefing.model import Article, HeaderReading, Paragraph, ParagraphKind, Problem, record
from briefing.sources.bylines import is_head
from briefing.sources.clean import without_boilerplate
from briefing.sources.datelines import Dateline, dateline
from briefing.sources.markup import Block
from briefing.sources.outlets import is_at_home, is_publisher
from briefing.sources.page import article_in
from briefing.sources.published import published_by
from briefing.sources.text import Parts, take_apart

STAGE = "sources"


@record
class Read:
    """An article, and the trouble there was in reading it."""

    article: Article
    problems: tuple[Problem, ...] = ()


@record
class Origin:
    """Where a text is from, and what is known of it beside its words."""

    source: str
    digest: str
    encoding: str = "utf-8"
    given: tuple[HeaderReading, ...] = ()
    """Counts before what the text says."""
    located: bool = False
    """Whether the blocks are the report's own, and no menus of its page are left among them."""


def article_of(blocks: Sequence[Block], origin: Origin, *, scheme: Scheme = TLP) -> Read:
    """The article that the blocks of a text make; raises InputError where they hold no words."""
    lexicon = load("id")
    blocks = without_boilerplate(blocks, lexicon=lexicon)
    if not origin.located:
        blocks = article_in(blocks, lambda line: is_head(line, lexicon))
    named = next((r.value for r in origin.given if r.field == "title"), "")
    parts = take_apart(blocks, lexicon, named=named)
    if not any(
        c.isalpha() for b in parts.blocks if not (named and b.kind is ParagraphKind.TITLE) for c in b.text
    ):
        raise InputError("holds no words", where=origin.source, hint="Give a file with an article in it")
    head = _head(parts, origin.given, lexicon)
    marked = tuple(r for r in origin.given if r.field == markings.FIELD)
    marked += markings.from_paragraphs((b.text for b in parts.blocks), scheme)
    whole = replace(head, readings=(*head.readings, *marked))
    article, trouble = markings.mark(_article(parts, whole, origin), scheme)
    if head.trouble:
        trouble = (problem(origin.source, head.trouble, "Look at the article's date"), *trouble)
    return Read(article=article, problems=trouble)


def problem(where: str, message: str, hint: str = "") -> Problem:
    """Trouble in reading a text."""
    return Problem(stage=STAGE, where=where, message=message, hint=hint)


@record
class _Head:
    """What tells of an article: the readings of its fields, its day and its place among them."""

    readings: tuple[HeaderReading, ...]
    day: HeaderReading | None
    trouble: str

    def first(self, field: str) -> str | None:
        """What the first reading of a field gives."""
        return next((r.value for r in self.readings if r.field == field), None)


def _head(parts: Parts, given: tuple[HeaderReading, ...], lexicon: Lexicon) -> _Head:
    """What is given, and what the text tells of anything else."""
    body = [b.text for b in parts.blocks if b.kind is ParagraphKind.BODY]
    line = dateline(body[0], lexicon=lexicon) if body else None
    known = _first_of_each(given)
    fields = {r.field for r in known}
    told = (*parts.readings, *_of_dateline(line))
    readings = [*known, *(r for r in told if r.field not in fields)]
    dated = next((r for r in known if r.field == "published"), None)
    if dated is not None:
        return _Head(readings=tuple(readings), day=dated, trouble="")
    day, trouble = _published(parts.readings, body, lexicon)
    if day is not None and day not in readings:
        readings.append(day)
    return _Head(readings=tuple(readings), day=day, trouble=trouble)


def _first_of_each(given: tuple[HeaderReading, ...]) -> tuple[HeaderReading, ...]:
    """Of two things that give the same field, the first counts; markings are all kept."""
    rules: dict[str, str] = {}
    for reading in given:
        rules.setdefault(reading.field, reading.rule)
    counted = (r for r in given if r.rule == rules[r.field] and r.field != markings.FIELD)
    return tuple(dict.fromkeys(counted))


def _article(parts: Parts, head: _Head, origin: Origin) -> Article:
    text = "\n\n".join(b.text for b in parts.blocks)
    first, lexicon = parts.blocks[0], load("id")
    outlet = _outlet(head.readings, lexicon)
    return Article(
        id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        source=origin.source,
        text=text,
        paragraphs=_paragraphs(parts.blocks),
        language=_language(text, outlet, lexicon),
        digest=origin.digest,
        encoding=origin.encoding,
        title=first.text if first.kind is ParagraphKind.TITLE else None,
        outlet=outlet,
        authors=tuple(dict.fromkeys(r.value for r in head.readings if r.field == "author")),
        published=head.day.value if head.day else None,
        dateline=head.first("dateline"),
        url=head.first("url"),
        header=head.readings,
    )


def _language(text: str, outlet: str | None, lexicon: Lexicon) -> str:
    """The text's language; where words leave it open, that of the outlet's country."""
    found = detect(text)
    return lexicon.language if found in OPEN and is_at_home(outlet, lexicon) else found


def _paragraphs(blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    start = 0
    number = 0 if blocks[0].kind is ParagraphKind.TITLE else 1
    for block in blocks:
        end = start + len(block.text)
        kind = block.kind or ParagraphKind.BODY
        found.append(Paragraph(number=number, kind=kind, start=start, end=end))
        start, number = end + 2, number + 1
    return tuple(found)


def _of_dateline(line: Dateline | None) -> list[HeaderReading]:
    if line is None:
        return []
    values = (("dateline", line.place), ("outlet", line.outlet))
    return [HeaderReading(field=f, value=v, words=line.words, rule="dateline") for f, v in values if v]


def _outlet(readings: Sequence[HeaderReading], lexicon: Lexicon) -> str | None:
    """The outlet that publishes: by its dateline, else by its head; an agency only where nothing else is."""
    named = [r for r in readings if r.field == "outlet"]
    named.sort(key=lambda r: (r.rule != "dateline", not is_publisher(r.value, lexicon)))
    return named[0].value if named else None


def _published(
    readings: Sequence[HeaderReading], body: list[str], lexicon: Lexicon
) -> tuple[HeaderReading | None, str]:
    """The page's own date (labelled before bare before "updated"), else what the body says."""
    for field, rule in (("published", "labelled date line"), ("published", "date line"), ("updated", "")):
        dated = [r for r in readings if r.field == field and (not rule or r.rule == rule)]
        days = {r.value[:10] for r in dated}
        if len(days) > 1:
            return None, f"its head names {len(days)} days: {', '.join(sorted(days))}"
        if dated:
            return max(dated, key=lambda r: len(r.value)), ""
    return published_by(body, lexicon=lexicon), ""
