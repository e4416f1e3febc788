"""What changed since an earlier brief, as far as the record can tell: numbers are those of their words."""

from __future__ import annotations

from collections.abc import Iterator

from briefing import lexicon
from briefing.lexicon.numbers import find_numbers
from briefing.model import Brief, Cited
from briefing.verify.fields import bears_out, language_of
from briefing.verify.refusal import Refusal, of_list


def changing(brief: Brief) -> Iterator[Refusal]:
    """Lines told as news without an earlier brief, one that is not earlier, and numbers that are not told."""
    since = brief.since
    if since is None:
        if any(line.news for line in brief.front):
            yield of_list("front page", "tells what is new since a brief that is not named")
        return
    if since.date >= brief.date:
        yield of_list("since", f"{since.date!r} is not before {brief.date!r}")
    articles = {s.number: s.article for s in brief.sources}
    for n, one in enumerate(since.revised, start=1):
        article = articles.get(one.quantity_words.citation.source)
        where = f"since, number {n}"
        if article is None:
            yield of_list(where, f"cites source {one.quantity_words.citation.source}, which is not there")
        elif reason := bears_out("quantity_words", one.quantity_words, article):
            yield of_list(where, reason)
        elif one.low <= one.earlier_low or not _says(one.quantity_words, one.low, language_of(article)):
            yield of_list(where, f"{one.low:g} is not the number in {one.quantity_words.value!r}")
        elif not _holds(one.earlier.text, one.earlier_low, language_of(article)):
            yield of_list(where, f"{one.earlier_low:g} is not the number in {one.earlier.text!r}")


def _says(cited: Cited, number: float, language: str) -> bool:
    return _holds(cited.value, number, language)


def _holds(text: str, number: float, language: str) -> bool:
    return any(number in (found.value, found.low) for found in find_numbers(text, lexicon.load(language)))
