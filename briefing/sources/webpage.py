"""An HTML page to the blocks of the article in it, and what the page tells of it.

The page is read twice. `markup` makes blocks of it in one pass, whatever is in it, with every space where
it stood; a tree (libxml2's, bounded in depth) is asked what the page tells machines, and trafilatura which
text is the report. Where that finds none (a piece of a page, a page nested without end), the blocks are
read as those of a text that was copied from a browser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

from briefing.lexicon import Entry, Lexicon, load
from briefing.markings import TLP, Scheme, from_lines
from briefing.model import HeaderReading, ParagraphKind, record
from briefing.sources.beside import is_address
from briefing.sources.bylines import foot_lines, head_lines
from briefing.sources.clean import is_credit_line
from briefing.sources.days import day_of
from briefing.sources.extent import Extent, extent, lines_of
from briefing.sources.markup import Block, blocks_of_html, tidy
from briefing.sources.metadata import JSON_LD, LINK, TITLE, Told, metadata
from briefing.sources.names import is_name
from briefing.sources.outlets import listed, outlet_name, publisher_at
from briefing.sources.titles import best_title, without_suffix

ABOVE_TITLE = 4
"""Blocks above a page's title in which its day may stand."""
HEAD = 40
"""Blocks between title and report that are looked at."""
FOOT = 9
NEAR = 9
"""Blocks above the report that are looked at where the title is none of them."""
CONTROLS = bytes({*range(32)} - {9, 10, 13})
"""What no tree can hold."""
NO_TEXT = ("script", "style", "svg", "template")
"""Elements without words of the report: trafilatura copies a tree many times over."""
MOST = 30_000
"""Elements of a page that trafilatura is given: several times those of any report's."""
HEADINGS = 5
DECK = 5
"""Words that a standfirst has at least."""
CAPTION = 40
"""Words that a photo's caption has at most."""
LABEL = 3
"""Words that a label has at most."""
FAR = 200_000
"""Letters in which a whole page says that it is one."""
WHOLE = re.compile(r"<(?:html|head|body)\b", re.IGNORECASE)
ROOTS = frozenset({"", "/"})
LONGEST_NAME = 60
COUNTRY = "ID"
LANGUAGES = frozenset({"", "id", "in"})
"""What a page in Indonesian says its language is, if it says so."""
LOCAL = timezone(timedelta(hours=7))
"""The zone of a page that tells a moment in UTC, as machines do: that of Jakarta, where its readers are."""
WORD = re.compile(r"\w+")

Lines = list[tuple[Block, tuple[HeaderReading, ...]]]
"""Lines of a page, with what each tells."""


@record
class Page:
    """What a page holds: the article's blocks, and what is told of it."""

    blocks: tuple[Block, ...]
    readings: tuple[HeaderReading, ...]
    located: bool = False
    """Whether the blocks are the report's own, and no menus are left among them."""


def read_page(text: str, *, address: str = "", scheme: Scheme = TLP) -> Page:
    """The article in an HTML page, and what the page tells of it; `address` is where it was fetched.

    A line at the head or foot of page or report that is a label of `scheme` is a reading, and no block.
    """
    blocks, marked = _unmarked(_joined(blocks_of_html(text)), scheme)
    page = _read(blocks, text, address)
    blocks, again = _unmarked(page.blocks, scheme)
    return replace(page, blocks=blocks, readings=(*page.readings, *dict.fromkeys((*marked, *again))))


def _unmarked(blocks: Sequence[Block], scheme: Scheme) -> tuple[tuple[Block, ...], tuple[HeaderReading, ...]]:
    kept, marked = from_lines([b.text for b in blocks], scheme)
    return tuple(b for b, text in zip(blocks, kept, strict=True) if text), marked


def _read(blocks: tuple[Block, ...], text: str, address: str) -> Page:
    tree = _tree(text) if WHOLE.search(text, 0, FAR) else None
    if tree is None:
        return Page(blocks=blocks, readings=())
    told = metadata(tree)
    title = _title(told, tree)
    foreign = _prune(tree, told, address)
    lines = _extracted(tree)
    found = extent(blocks, lines, title=title.value if title else "", foreign=foreign) if lines else None
    if found is None:
        return Page(blocks=blocks, readings=_readings(told, title, (), address, tree))
    head, foot = _around(blocks, found, title.value if title else "")
    shown = tuple(reading for _, readings in (*head, *foot) for reading in readings)
    readings = _readings(told, title, shown, address, tree)
    if not any(r.field == "published" for r in (*readings, *shown)):
        readings += _dated(tree)
    named = [Block(text=title.value, kind=ParagraphKind.HEADING)] if title else []
    last = max(found.kept)
    telling = {block for block, _ in (*head, *foot)}
    kept = [blocks[n] for n in sorted(found.kept) if n == last or not _is_caption(blocks[n])]
    body = [block for block in kept if block not in telling]
    deck = _standfirst(blocks[: found.first], told)
    whole = (*named, *(b for b, _ in head), *deck, *body, *(b for b, _ in foot))
    return Page(blocks=whole, readings=readings, located=True)


def _joined(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, a value that a table has in a cell of its own joined to its label ("Penulis", ": Dewi")."""
    joined: list[Block] = []
    for block in blocks:
        if joined and block.text.startswith(":") and len(joined[-1].text.split()) <= LABEL:
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {block.text}")
        else:
            joined.append(block)
    return tuple(joined)


def _tree(text: str) -> etree._Element | None:
    """The page as a tree; what is nested deeper than libxml2 goes is not in it."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        data = text.encode("utf-8", "replace").translate(None, CONTROLS)
        return html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


@lru_cache(maxsize=64)
def _foreign(lexicon: Lexicon, domain: str) -> tuple[etree.XPath, ...]:
    """What is no part of a report on the pages of a domain."""
    entries = (e for e in lexicon["pages"] if e.get("domain") in {"", domain})
    return tuple(etree.XPath(path) for e in entries for path in e.words)


def _prune(tree: etree._Element, told: Sequence[Told], address: str) -> list[str]:
    """Take out what holds no words of the report, and tell the words that it holds."""
    lexicon = load("id")
    url = _url(told, address)
    entry = publisher_at(url.words, lexicon) if url else None
    etree.strip_elements(tree, *NO_TEXT, with_tail=False)
    words: list[str] = []
    for path in _foreign(lexicon, entry.get("domain") if entry else ""):
        for element in path(tree):
            if element.getparent() is not None:
                element.drop_tree()
                words += lines_of(element)
    return words


def _extracted(tree: etree._Element) -> list[str]:
    """The lines that trafilatura takes for the report; none where it fails at what it was given."""
    if next(islice(tree.iter(), MOST, None), None) is not None:
        return []
    from trafilatura import bare_extraction  # costs 250 ms to import

    try:
        found: Any = bare_extraction(tree, fast=True, include_comments=False, with_metadata=False)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError):
        return []
    return lines_of(found.body) if found is not None and found.body is not None else []


def _around(blocks: Sequence[Block], found: Extent, title: str) -> tuple[Lines, Lines]:
    """The lines above and below the report's paragraphs that tell of it, with what they tell."""
    lexicon = load("id")
    begun, ended = found.first, found.last + 1
    first = max(0, begun - HEAD)
    at = [n for n in range(first, begun) if title and _fold(blocks[n].text) == _fold(title)]
    first = max(0, at[-1] - ABOVE_TITLE) if at else max(0, begun - NEAR)
    above = [b for b in blocks[first:begun] if _fold(b.text) != _fold(title)]
    report = "\n".join((title, *(blocks[n].text for n in sorted(found.kept) if begun <= n < ended)))
    told = head_lines([b.text for b in above], report, lexicon=lexicon)
    below = blocks[ended : found.end + FOOT]
    last = foot_lines([b.text for b in below], lexicon=lexicon)
    return _telling(above, told), _telling(below, last)


def _standfirst(above: Sequence[Block], told: Sequence[Told]) -> list[Block]:
    """The line above the report that its description says too."""
    descriptions = {_fold(t.words) for t in told if t.field == "description"}
    same = [b for b in above[-HEAD:] if len(b.text.split()) >= DECK and _fold(b.text) in descriptions]
    return same[:1]


def _is_caption(block: Block) -> bool:
    """Whether a block is the caption of a photo, by its credit."""
    return len(block.text.split()) <= CAPTION and is_credit_line(block.text)


def _telling(blocks: Sequence[Block], told: Sequence[tuple[HeaderReading, ...] | None]) -> Lines:
    return [(block, readings) for block, readings in zip(blocks, told, strict=True) if readings is not None]


def _fold(text: str) -> str:
    return "".join(WORD.findall(text)).casefold()


# --- what the page tells ---------------------------------------------------------------------


def _title(told: Sequence[Told], tree: etree._Element) -> HeaderReading | None:
    """The title, without the outlet behind it."""
    titles = {t.words: t.rule for t in reversed(told) if t.field == "title"}
    last = next((t.words for t in told if t.field == "title" and t.rule == TITLE), "")
    headings = {tidy("".join(h.itertext())): "heading" for h in islice(tree.iter("h1"), HEADINGS)}
    names = [t.words for t in told if t.field == "outlet"]
    shown = [h for h in headings if 2 * len(h.split()) >= len(last.split())]
    surer = [words for words in reversed(titles) if titles[words] != TITLE]
    found = best_title([*surer, *shown, *titles, *headings], names=names)
    if found is None:
        return None
    title, words = found
    return HeaderReading(field="title", value=title, words=words, rule=titles.get(words, "heading"))


def _readings(
    told: Sequence[Told],
    title: HeaderReading | None,
    shown: Sequence[HeaderReading],
    address: str,
    tree: etree._Element,
) -> tuple[HeaderReading, ...]:
    """What counts of all that is told, field by field; `shown` is what lines of the page tell its readers."""
    url = _url(told, address)
    day = _day(told, shown, local=_is_local(tree, url))
    found = (title, day, _outlet(told, url, address), url, *_authors(told, shown))
    return tuple(reading for reading in found if reading is not None)


def _is_local(tree: etree._Element, url: HeaderReading | None) -> bool:
    """Whether a page is read in Indonesia: its outlet's country says so, or else its language."""
    entry = publisher_at(url.words, load("id")) if url else None
    if entry is not None and entry.get("country"):
        return entry.get("country") == COUNTRY
    language = str(tree.get("lang") or "").casefold().partition("-")[0]
    return language in LANGUAGES


def _url(told: Sequence[Told], address: str) -> HeaderReading | None:
    """The page's own address: the canonical one, before those it is shared by, before where it was got."""
    links = [
        t for t in told if t.field == "url" and is_address(t.words) and urlsplit(t.words).path not in ROOTS
    ]
    links.sort(key=lambda t: t.rule != LINK)
    if links:
        return HeaderReading(field="url", value=links[0].words, words=links[0].words, rule=links[0].rule)
    return HeaderReading(field="url", value=address, words=address, rule="address") if address else None


def _outlet(told: Sequence[Told], url: HeaderReading | None, address: str) -> HeaderReading | None:
    """Whose page it is: by its address, by what it calls itself, by what stands behind its title."""
    lexicon = load("id")
    for words in (url.words if url else "", address):
        entry = publisher_at(words, lexicon) if words else None
        if entry is not None:
            return HeaderReading(field="outlet", value=entry.get("name"), words=words, rule="address")
    named = [t for t in told if t.field == "outlet"]
    for one in named:
        value = outlet_name(one.words, lexicon)
        if value is not None:
            return HeaderReading(field="outlet", value=value, words=one.words, rule=one.rule)
    for one in (t for t in told if t.field == "title" and t.rule == TITLE):
        behind = one.words[len(without_suffix(one.words)) :]
        found = listed(lexicon).search(behind)
        if found:
            value = outlet_name(found[0], lexicon) or found[0]
            return HeaderReading(field="outlet", value=value, words=one.words, rule=one.rule)
    if named and len(named[0].words) <= LONGEST_NAME:
        return HeaderReading(field="outlet", value=named[0].words, words=named[0].words, rule=named[0].rule)
    host = urlsplit(url.words).hostname if url else None
    return (
        HeaderReading(field="outlet", value=host.removeprefix("www."), words=host, rule="address")
        if host
        else None
    )


def _authors(told: Sequence[Told], shown: Sequence[HeaderReading]) -> list[HeaderReading]:
    """Whoever wrote it: by JSON-LD, unless the page calls him its editor; as the page shows; or by meta."""
    named = [t for t in told if t.field == "author" and is_name(t.words)]
    declared = [t for t in named if t.rule == JSON_LD]
    editors = {_fold(r.value) for r in shown if r.field == "editor"}
    writers = [r for r in shown if r.field == "author"]
    if writers and all(_fold(t.words) in editors for t in declared):
        return []
    counted = declared or ([] if writers else [t for t in named if _fold(t.words) not in editors])
    return [HeaderReading(field="author", value=t.words, words=t.words, rule=t.rule) for t in counted]


def _day(told: Sequence[Told], shown: Sequence[HeaderReading], *, local: bool) -> HeaderReading | None:
    """The moment of publication; one in UTC as the day that it was where a `local` page is read.

    Many a page writes its own time and calls it UTC: where it shows that time in its own zone, this counts.
    """
    for one in (t for t in told if t.field == "published"):
        value = day_of(one.words)
        if value is None:
            continue
        if value.endswith("+00:00"):
            if any(r.field == "published" and r.value[:16] == value[:16] for r in shown):
                return None
            if local:
                value = datetime.fromisoformat(value).astimezone(LOCAL).isoformat(timespec="minutes")
        return HeaderReading(field="published", value=value, words=one.words, rule=one.rule)
    return None


def _dated(tree: etree._Element) -> tuple[HeaderReading, ...]:
    """The day that htmldate finds, where neither the page's metadata nor its lines tell one."""
    from htmldate import find_date

    try:
        day = find_date(tree, original_date=True, extensive_search=False)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError):
        return ()
    value = day_of(day) if day else None
    return (HeaderReading(field="published", value=value, words=value, rule="htmldate"),) if value else ()


def fires(entry: Entry, text: str) -> bool:
    """Whether an entry takes something out of a page (the checker of `pages.toml`)."""
    tree = html.document_fromstring(f"<html><body>{text}</body></html>")
    return any(etree.XPath(path)(tree) for path in entry.words)
