"""Feeds taken apart: RSS, Atom and JSON Feed to their items, each with what its feed says of it.

feedparser reads the XML kinds; it is given the text as UTF-8, whatever the feed says of itself, and a stream,
so that nothing in the feed can make it open an address or a file. Entities that a feed defines for itself are
not expanded. An item whose feed has only its beginning is told as `cut`: the whole stands on its page.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape
from types import MappingProxyType
from typing import Any

from briefing.errors import InputError
from briefing.lexicon import load
from briefing.model import HeaderReading, Problem, record
from briefing.sources.beside import read_field
from briefing.sources.decode import decode
from briefing.sources.markup import plain
from briefing.sources.outlets import listed, outlet_name, publisher_at
from briefing.sources.pieces import Form, Piece
from briefing.sources.urls import canonical, host_of, is_url, joined

STAGE = "sources"
RULE = "feed"
HEAD = 4096
"""Bytes in which the first element, or the version of a JSON Feed, stands."""
ROOTS = {"rss": "feed", "feed": "feed", "rdf": "feed", "opml": "opml"}
ELEMENT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')
DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
MOST = 1000
"""Items that are read of one feed, the first ones: the newest stand there."""
FULL = 120
"""Words from which on a summary that ends as sentences do is taken for the whole."""
CUT_OFF = re.compile(r"(\.\.\.|…|\[…\]|\[\.\.\.\]|»)[\s\])]*$")
EARLIEST = "1990"
"""An item of a feed is dated earlier only where a clock was not set."""
APART = re.compile(r"\s+[-–|:•»]\s+")
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
LINK = re.compile(rb"<link\b[^<>]{1,2000}>", re.IGNORECASE)
GIVEN = re.compile(rb"""([A-Za-z-]{1,20})\s*=\s*["']([^"'<>]{0,1000})["']""")
FEED_TYPE = re.compile(r"application/(rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE)
LONGEST_KEY = 500


@record
class Entry:
    """An item as its feed has it, whatever the kind of feed."""

    key: str
    title: str = ""
    address: str = ""
    authors: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    """The words of its day, the best first: when it was published, when it was changed."""
    text: str = ""
    form: Form = Form.PAGE
    whole: bool = False
    """Whether the feed has put the text where the whole belongs."""


@record
class Channel:
    """A feed: its title, and its entries as they come."""

    title: str
    entries: tuple[Entry, ...]


def kind_of_feed(head: bytes) -> str:
    """What the first bytes of a file begin: "feed" (RSS, Atom, RDF), "json", "opml"; nothing else.

    >>> kind_of_feed(b'\\n<?xml version="1.0"?><!-- x --><rss version="2.0">')
    'feed'
    """
    head = head[: 2 * HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:HEAD]
    if head.startswith(b"{"):
        return "json" if JSON_FEED.search(head) else ""
    at = 0
    while head.startswith(b"<", at):
        if head.startswith((b"<?", b"<!"), at):
            ends = b"-->" if head.startswith(b"<!--", at) else b">"
            end = head.find(ends, at)
            inner = head.find(b"[", at, end) if head.startswith(b"<!DOCTYPE", at) else -1
            end = head.find(b"]", end) if inner >= 0 and end >= 0 else end
            if end < 0:
                return ""
            at = len(head) - len(head[end + len(ends) if inner < 0 else end + 1 :].lstrip(b"> \t\r\n"))
            continue
        element = ELEMENT.match(head, at)
        return ROOTS.get(element[1].decode().lower(), "") if element else ""
    return ""


def is_feed(piece: Piece) -> bool:
    """Whether a piece is a feed, told from its first bytes."""
    return kind_of_feed(piece.data[: 2 * HEAD]) in ("feed", "json")


def items(piece: Piece) -> Iterator[Piece | Problem]:
    """The items of a feed, each once, in the feed's order; and what is wrong with some of them.

    Raises InputError where it is no feed, or can't be read as one.
    """
    with piece.open() as file:
        data = file.read()
    channel = _json(data, piece) if kind_of_feed(data) == "json" else _xml(data, piece)
    yield from channel_items(channel.entries, piece.where, title=channel.title)


def channel_items(
    entries: Iterable[Entry],
    where: str,
    *,
    title: str = "",
    outlets: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Piece | Problem]:
    """The entries of a feed as pieces, each once, with a problem for days that are none.

    `title` is that of the feed; of entries that come from several, `outlets` has it by their keys.
    """
    met: set[str] = set()
    undated: list[str] = []
    for n, entry in enumerate(entries, start=1):
        same = {entry.key, canonical(entry.address)} - {""}
        if met & same:
            continue
        met |= same
        day, wrong = _day(entry)
        undated += [wrong] if wrong else []
        yield _item(
            entry, where, n, (*_given(entry), *day, *_outlet(entry.address, outlets.get(entry.key, title)))
        )
    if undated:
        told = f"{len(undated)} items have days that are" if len(undated) > 1 else "an item has a day that is"
        hint = "Their pages may tell; or look at the feed"
        yield Problem(stage=STAGE, where=where, message=f"{told} none: {undated[0]!r}", hint=hint)


def _item(entry: Entry, feed: str, n: int, given: tuple[HeaderReading, ...]) -> Piece:
    words = TAG.sub(" ", entry.text) if entry.form is Form.PAGE else entry.text
    whole = entry.whole or len(words.split()) >= FULL
    return Piece(
        where=entry.address or f"{feed}#{n}",
        data=entry.text.encode("utf-8", "replace"),
        form=entry.form,
        encoding="utf-8",
        given=given,
        key=entry.key,
        cut=bool(entry.address) and (not whole or bool(CUT_OFF.search(unescape(words.strip()[-40:])))),
    )


def _given(entry: Entry) -> Iterator[HeaderReading]:
    """What the feed tells of an item but for its day; what can't be so is left out."""
    for field, words in (("title", entry.title), ("url", entry.address), ("author", entry.authors)):
        try:
            yield from read_field(field, words, rule=RULE)
        except ValueError:
            continue


def _day(entry: Entry) -> tuple[tuple[HeaderReading, ...], str]:
    """The day of an item, and the words of one that is none. A clock that was never set tells none."""
    wrong = ""
    for words in entry.days:
        try:
            day = read_field("published", words, rule=RULE)
        except ValueError:
            wrong = wrong or words[:60]
            continue
        if day and day[0].value >= EARLIEST:
            return day, ""
    return (), wrong


def _outlet(address: str, title: str) -> tuple[HeaderReading, ...]:
    """Who publishes an item: by its address; or by its feed's title ("ANTARA News - Terkini")."""
    entry = publisher_at(address, load("id")) if address else None
    if entry is not None:
        return (HeaderReading(field="outlet", value=entry.get("name"), words=address, rule="address"),)
    words = " ".join(plain(title).split())
    for part in (words, *APART.split(words)):
        name = outlet_name(part, load("id")) if listed(load("id")).fullmatch(part) else None
        if name:
            return (HeaderReading(field="outlet", value=name, words=part, rule=RULE),)
    return ()


# --- RSS and Atom -----------------------------------------------------------------------------


def _xml(data: bytes, piece: Piece) -> Channel:
    import feedparser

    text = _text(data, piece)
    told = {"content-type": "application/xml; charset=utf-8"}
    if is_url(piece.where):
        told["content-location"] = piece.where
    read: Any = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers=told,
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not read.get("version") and not read.entries:
        said = read.get("bozo_exception") or "it has no items"
        raise InputError(
            f"is no feed that can be read: {said}", where=piece.where, hint="Look at it in a browser"
        )
    base = next((a for a in (piece.where, _words(read.feed.get("link"))) if is_url(a)), "")
    site = _site(host_of(_words(read.feed.get("link"))))
    return Channel(
        title=_words(read.feed.get("title")),
        entries=tuple(_entry(one, base, site) for one in read.entries[:MOST]),
    )


def _text(data: bytes, piece: Piece) -> str:
    """The feed as text: as the server or the feed itself declares it, where the bytes bear that out."""
    declared = DECLARED.search(data[:HEAD])
    told = piece.encoding or (declared[1].decode("ascii", "replace") if declared else "")
    text = decode(data, source=piece.where, declared=told).text.lstrip("\ufeff \t\r\n")
    return re.sub(r"^(<\?xml[^>]{0,200}?)\s+encoding\s*=\s*[\"'][^\"']{0,40}[\"']", r"\1", text, count=1)


def _entry(raw: dict[str, Any], base: str, site: str) -> Entry:
    address = _words(raw.get("link"))
    address = joined(base, address) if address else ""
    guid = _words(raw.get("id"))
    led_astray = bool(site) and _site(host_of(address)) != site == _site(host_of(guid))
    if not is_url(address) or led_astray:  # by whoever counts a feed's readers, and is gone some day
        address = guid if is_url(guid) else ""
    text, whole = _words(raw.get("summary")), False
    for content in raw.get("content") or ():
        if len(_words(content.get("value"))) > len(text):
            text, whole = _words(content.get("value")), True
    title = TAG.sub("", _words(raw.get("title")))
    return Entry(
        key=_key(guid, address, title, text),
        title=title,
        address=address,
        authors=tuple(_names(raw)),
        days=tuple(
            words for name in ("published", "updated", "created") if (words := _words(dict.get(raw, name)))
        ),
        text=text,
        form=Form.PAGE if TAG.search(text) else Form.TEXT,
        whole=whole,
    )


def _site(host: str) -> str:
    """What the hosts of one publisher have in common: "detik.com", "contoh.co.id"."""
    labels = host.split(".")
    return ".".join(labels[-3 if len(labels) > 2 and len(labels[-2]) <= len("web") else -2 :])


def _names(raw: Mapping[str, Any]) -> Iterable[str]:
    """Who wrote an item: names, not addresses of mail."""
    told = [_words(one.get("name")) for one in raw.get("authors") or () if one]
    names = (name for name in told or [_words(raw.get("author"))] if name and "@" not in name)
    return dict.fromkeys(names)


def _words(raw: object) -> str:
    return raw.strip() if isinstance(raw, str) else ""


def _key(guid: str, address: str, title: str, text: str) -> str:
    """What tells an item from the others of its feed."""
    if guid and len(guid) <= LONGEST_KEY:
        return guid
    if address:
        return canonical(address)[:LONGEST_KEY]
    return hashlib.sha256(f"{guid}\n{title}\n{text}".encode("utf-8", "replace")).hexdigest()


# --- JSON Feed --------------------------------------------------------------------------------


def _json(data: bytes, piece: Piece) -> Channel:
    """A JSON Feed (jsonfeed.org, 1 and 1.1); what in it is of another type than it should be is left out."""
    try:
        read = json.loads(decode(data, source=piece.where, declared="utf-8").text)
    except (ValueError, RecursionError) as error:
        what = f"is no feed that can be read: {error}"
        raise InputError(what, where=piece.where, hint="Look at it in a browser") from error
    raw = read.get("items") if isinstance(read, dict) else None
    if not isinstance(raw, list):
        raise InputError("is a feed without items", where=piece.where, hint="Look at it in a browser")
    base = next((a for a in (piece.where, _words(read.get("home_page_url"))) if is_url(a)), "")
    return Channel(
        title=_words(read.get("title")),
        entries=tuple(_json_entry(one, base) for one in raw[:MOST] if isinstance(one, dict)),
    )


def _json_entry(raw: Mapping[str, Any], base: str) -> Entry:
    address = _words(raw.get("url")) or _words(raw.get("external_url"))
    address = joined(base, address) if address else ""
    html, text = _words(raw.get("content_html")), _words(raw.get("content_text"))
    summary = _words(raw.get("summary"))
    authors = raw.get("authors") if isinstance(raw.get("authors"), list) else [raw.get("author")]
    named = [_words(one.get("name")) for one in authors or () if isinstance(one, dict)]
    id_ = raw.get("id")
    title = _words(raw.get("title"))
    return Entry(
        key=_key(str(id_) if isinstance(id_, str | int) else "", address, title, html or text or summary),
        title=title,
        address=address if is_url(address) else "",
        authors=tuple(name for name in named if name),
        days=tuple(w for name in ("date_published", "date_modified") if (w := _words(raw.get(name)))),
        text=html or text or escape(summary),
        form=Form.TEXT if text and not html else Form.PAGE,
        whole=bool(html or text),
    )


# --- lists of feeds ---------------------------------------------------------------------------


def feeds_named(page: bytes, address: str) -> tuple[str, ...]:
    """The feeds that a page names in its head, in their order.

    >>> feeds_named(b'<link rel="alternate" type="application/rss+xml" href="/rss">', "https://contoh.example/")
    ('https://contoh.example/rss',)
    """
    found = []
    for link in LINK.findall(page[: 50 * HEAD]):
        told = {
            name.lower().decode(): value.decode("utf-8", "replace") for name, value in GIVEN.findall(link)
        }
        if FEED_TYPE.fullmatch(told.get("type", "").strip()) and told.get("href"):
            found.append(joined(address, unescape(told["href"])))
    return tuple(dict.fromkeys(found))


def is_list(piece: Piece) -> bool:
    """Whether a piece is a list of feeds (OPML)."""
    return kind_of_feed(piece.data[: 2 * HEAD]) == "opml"


def refused_list(piece: Piece) -> Iterator[Piece | Problem]:
    """Nothing: who puts a list of feeds into a folder is not the user, who alone has addresses fetched."""
    hint = f"Name it as @{piece.where} to have them fetched"
    raise InputError("is a list of feeds", where=piece.where, hint=hint)


def opml_addresses(data: bytes, *, source: str) -> tuple[str, ...]:
    """The addresses of the feeds in an OPML list, each once. Raises InputError where it is none."""
    from lxml import etree

    text = decode(data, source=source).text.encode("utf-8", "replace")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"is no list of feeds: {error}", where=source, hint="Export it anew") from error
    found = [] if root is None else [
        value.strip()
        for outline in root.iter("outline")
        for name, value in outline.attrib.items()
        if str(name).lower() == "xmlurl"
    ]  # fmt: skip
    addresses = tuple(dict.fromkeys(address for address in found if address))
    if not addresses:
        raise InputError("is a list without feeds", where=source, hint="Export it anew")
    return addresses
