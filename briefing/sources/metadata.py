"""What a page says of its article to machines: JSON-LD, OpenGraph, meta elements, links.

JSON-LD is read in every shape that it is found in: an object, a list, an `@graph`, an article within
another thing. Every value keeps its words, so that it can be read anew. The surer sources come first:
of two that tell a field, the first counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from briefing.lexicon import Entry, Lexicon, load
from briefing.model import record
from briefing.sources.markup import plain, tidy

JSON_LD = "json-ld"
OPEN_GRAPH = "open graph"
META = "meta element"
LINK = "link element"
TITLE = "title element"
LARGEST = 400_000
"""Letters of JSON-LD that are looked at in a page."""
MOST = 5_000
"""Things within JSON-LD that are looked at in a page."""
LONGEST = 1_000
"""Letters of a value."""
WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
ARTICLE = re.compile(r"(?:Article|BlogPosting|Report)$")


@record
class Told:
    """A value that a page's metadata tells: of which field, by which rule."""

    field: str
    words: str
    rule: str
    person: bool = False
    """An author that is declared to be one."""


def metadata(tree: etree._Element) -> tuple[Told, ...]:
    """All that a page tells of its article, the surest first."""
    return (*_of_json_ld(tree), *_of_elements(tree))


@lru_cache(maxsize=2)
def _names(lexicon: Lexicon) -> dict[str, tuple[str, int]]:
    """The field that each name of a meta element stands for, and how sure it is (0 the surest)."""
    return {
        word.casefold(): (entry.get("field"), n)
        for n, entry in enumerate(lexicon["metadata"])
        for word in entry.words
    }


def _of_elements(tree: etree._Element) -> list[Told]:
    names = _names(load("id"))
    found: list[tuple[int, Told]] = []
    for element in tree.iter("meta", "link", "title"):
        if element.tag == "title":
            words, name, rule = "".join(element.itertext()), "<title>", TITLE
        elif element.tag == "link":
            words, name, rule = str(element.get("href") or ""), f"link:{element.get('rel')}", LINK
        else:
            words = str(element.get("content") or "")
            name = str(element.get("property") or element.get("name") or element.get("itemprop") or "")
            rule = OPEN_GRAPH if name.startswith(("og:", "article:")) else META
        field, rank = names.get(name.strip().casefold(), ("", 0))
        words = tidy(plain(words[:LONGEST]))
        if field and words:
            found.append((rank, Told(field=field, words=words, rule=rule)))
    found.sort(key=lambda pair: pair[0])
    return [told for _, told in found]


def _of_json_ld(tree: etree._Element) -> list[Told]:
    left, articles = LARGEST, []
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().casefold() != "application/ld+json":
            continue
        words = script.text or ""
        left -= len(words)
        if left < 0:
            break
        articles += [thing for thing in _things(_parsed(words)) if _is_article(thing)]
    if not articles:
        return []
    best = max(
        articles, key=lambda a: (bool(a.get("datePublished")), bool(a.get("headline") or a.get("name")))
    )
    return list(_of_article(best))


def _parsed(words: str) -> Any:
    """What a script of JSON-LD holds; nothing where it is broken."""
    try:
        return json.loads(WRAPPING.sub("", words), strict=False)
    except (ValueError, RecursionError):
        return None


def _things(whole: Any) -> Iterator[dict[str, Any]]:
    """Every object in JSON-LD, the outer before the inner, in their order."""
    level = [whole]
    seen = 0
    while level and seen < MOST:
        inner: list[Any] = []
        for thing in level:
            seen += 1
            if isinstance(thing, dict):
                yield thing
                inner += [value for value in thing.values() if isinstance(value, (dict, list))]
            elif isinstance(thing, list):
                inner += thing
        level = inner


def _is_article(thing: dict[str, Any]) -> bool:
    kinds = thing.get("@type")
    return any(
        isinstance(k, str) and ARTICLE.search(k) for k in (kinds if isinstance(kinds, list) else [kinds])
    )


def _of_article(article: dict[str, Any]) -> Iterator[Told]:
    for name in ("headline", "name"):
        yield from _texts(article.get(name), "title")
    for name in ("datePublished", "dateCreated"):
        yield from _texts(article.get(name), "published")
    for author in _listed(article.get("author")) or _listed(article.get("creator")):
        if isinstance(author, dict):
            kinds = _listed(author.get("@type"))
            if not kinds or "Person" in kinds:
                yield from _texts(author.get("name"), "author", person=bool(kinds))
        else:
            yield from _texts(author, "author")
    for publisher in _listed(article.get("publisher")):
        yield from _texts(publisher.get("name") if isinstance(publisher, dict) else publisher, "outlet")
    for name in ("url", "mainEntityOfPage"):
        value = article.get(name)
        yield from _texts(value.get("@id") or value.get("url") if isinstance(value, dict) else value, "url")
    yield from _texts(article.get("description"), "description")


def _texts(value: Any, field: str, *, person: bool = False) -> Iterator[Told]:
    for one in _listed(value):
        words = tidy(plain(one[:LONGEST])) if isinstance(one, str) else ""
        if words:
            yield Told(field=field, words=words, rule=JSON_LD, person=person)


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def fires(entry: Entry, text: str) -> bool:
    """Whether a page tells the field of an entry by one of its names (the checker of `metadata.toml`)."""
    tree = etree.HTML(f"<head>{text}</head>")
    return any(told.field == entry.get("field") for told in metadata(tree))
