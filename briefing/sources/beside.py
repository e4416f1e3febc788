"""What is known of an article beside its text: fields that somebody named, and the words that they hold.

A sidecar file, front matter, a page's metadata, an item of a feed, a row of a table, the head of a message:
each names fields, and each value is read here, in one way. What can't be read is told by the field's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from briefing.lexicon import load
from briefing.model import HeaderReading
from briefing.sources.days import day_of
from briefing.sources.markup import plain, tidy
from briefing.sources.outlets import outlet_name

FIELDS = ("title", "author", "published", "outlet", "url", "dateline", "marking")
"""The fields of an article's head that can be given."""
LONGEST = 300
"""Letters of a value that names something."""
AUTHORS = re.compile(r"\s*[;|]\s*|\s*\n\s*")
"""Between two authors of one value."""


def read_field(field: str, words: str | Iterable[str], *, rule: str) -> tuple[HeaderReading, ...]:
    """What the words of a field give: one reading, or one for each author; none where they say nothing.

    Raises ValueError, telling what is wrong, where the words can't be what the field is. Whether a marking is
    one of those in use is looked at when the article is read.

    >>> read_field("published", "Mon, 06 Nov 2023 08:15:00 +0700", rule="feed")[0].value
    '2023-11-06T08:15+07:00'
    """
    several = [words] if isinstance(words, str) else list(words)
    plains = [tidy(plain(one)) for one in several if isinstance(one, str)]
    return tuple(
        HeaderReading(field=field, value=value, words=one, rule=told)
        for one in plains
        if one
        for value, told in _values(field, one, rule)
    )


def read_fields(given: Mapping[str, str], *, rule: str) -> tuple[tuple[HeaderReading, ...], dict[str, str]]:
    """What is given, field by field, and what is wrong by the name of the field.

    >>> read_fields({"outlet": "detikNews", "published": "kemarin"}, rule="row")[1]
    {'published': "'kemarin' is no day with its year"}
    """
    readings: list[HeaderReading] = []
    wrong: dict[str, str] = {}
    for field, words in given.items():
        try:
            readings += read_field(field, words, rule=rule)
        except ValueError as error:
            wrong[field] = str(error)
    return tuple(readings), wrong


def _values(field: str, words: str, rule: str) -> Iterator[tuple[str, str]]:
    """What words of a field hold, each with the rule that it is kept by."""
    if field == "published":
        day = day_of(words)
        if day is None:
            raise ValueError(f"{_short(words)} is no day with its year")
        yield day, rule
    elif field == "url":
        if not is_address(words):
            raise ValueError(f"{_short(words)} is no address of a page")
        yield words, rule
    elif field not in FIELDS:
        raise ValueError("is no field of an article")
    elif len(words) > LONGEST:
        raise ValueError(f"has more than {LONGEST} letters")
    elif field == "outlet":
        yield outlet_name(words, load("id")) or words, rule
    elif field == "author":
        yield from ((name, rule) for name in AUTHORS.split(words) if name)
    else:
        yield words, rule


def is_address(words: str) -> bool:
    """Whether words are the address of a page on the web."""
    try:
        parts = urlsplit(words)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", words)
    except ValueError:
        return False


def _short(words: str) -> str:
    return repr(words if len(words) <= 60 else words[:57] + "...")
