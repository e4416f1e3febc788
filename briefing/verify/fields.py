"""One cited field: does what is printed follow from the words?

Quotations must be the cited words to the letter; names, roles, outlets and places must stand in
them; numbers, dates and countries are read again from the words by the lexicon's own readers.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from briefing import lexicon
from briefing.lexicon.countries import countries
from briefing.lexicon.dates import DateMention, find_dates
from briefing.lexicon.numbers import find_numbers
from briefing.model import ActorKind, Article, Cited, Voice, record

_LONGEST_COUNTRY = 6
_TELLING = 3
_OF_COUNTRIES = ("organisations", "ranks", "regions", "roles")
"""Word lists whose entries belong to a country."""


@record
class _Place:
    """Where cited words stand."""

    article: Article
    start: int
    end: int

    def paragraph(self) -> tuple[int, int]:
        """The bounds of the paragraph that the words begin in."""
        paragraph = self.article.paragraphs[self.article.paragraph_at(self.start) or 0]
        return paragraph.start, paragraph.end


def bears_out(field: str, cited: Cited, article: Article) -> str | None:
    """Why the cited words do not bear out what is printed in this field; none when they do."""
    start, end = cited.citation.start, cited.citation.end
    if not 0 <= start < end <= len(article.text):
        return f"cites {start}-{end} of a text of {len(article.text)} characters"
    n = article.paragraph_at(start)
    if n is None or article.paragraphs[n].number != cited.citation.paragraph:
        return f"is not in paragraph {cited.citation.paragraph}"
    check = CHECKS.get(field)
    if check is None:
        return "has no check"
    words = article.text[start:end]
    held = check(cited.value, words, _Place(article=article, start=start, end=end))
    return None if held else f"{cited.value!r} is not in the words {words!r}"


def _identical(value: str, words: str, place: _Place) -> bool:
    return value == words


def _contained(value: str, words: str, place: _Place) -> bool:
    """Whether the value stands in the words as whole words; case and spacing do not matter."""
    return re.search(rf"(?<!\w){re.escape(even(value))}(?!\w)", even(words)) is not None


def even(words: str) -> str:
    """The words with even spacing and in lower case, to be compared."""
    return " ".join(words.split()).casefold()


def _date(value: str, words: str, place: _Place) -> bool:
    """Whether the words tell the day, read anew where they stand: "Selasa" alone is none elsewhere."""
    article = place.article
    start, end = place.paragraph()
    mentions = find_dates(article.text[start:end], published=article.published, language=language_of(article))
    here = _among(mentions, place.start - start, place.end - start)
    if value == words or any(m.value == value for m in here):
        return True
    # In an undated article a year stands in a paragraph nearby.
    every = find_dates(article.text, published=article.published, language=language_of(article))
    return any(m.value == value for m in _among(every, place.start, place.end))


def _among(mentions: Sequence[DateMention], start: int, end: int) -> Sequence[DateMention]:
    """Those of the dates that lie in a stretch of the text, in part or whole."""
    first = bisect_right(mentions, start, key=lambda m: m.end)
    return mentions[first : bisect_left(mentions, end, key=lambda m: m.start)]


def _country(value: str, words: str, place: _Place) -> bool:
    return names_country(value, words, place.article)


def names_country(value: str, words: str, article: Article) -> bool:
    """Whether the words, or some run of them, name the country of this code."""
    table = countries(language_of(article))
    if any(mention.code == value for mention in table.find(words)):
        return True
    parts = re.findall(r"[^\s,.;:()\[\]“”\"']+", words)
    runs = (
        " ".join(parts[i:j])
        for i in range(len(parts))
        for j in range(i + 1, min(len(parts), i + _LONGEST_COUNTRY) + 1)
    )
    return any(table.code(run) == value for run in runs) or _belongs(value, words, language_of(article))


def _belongs(code: str, words: str, language: str) -> bool:
    """Whether the words name a body, region, rank or office that the word lists know for this country's."""
    said = f" {' '.join(_parts(words))} "
    return any(name in said for name in _belonging(lexicon.load(language)).get(code, ()))


@lru_cache(maxsize=4)
def _belonging(known: lexicon.Lexicon) -> Mapping[str, tuple[str, ...]]:
    """By country: what the word lists know for its own, with a blank on either side."""
    found: dict[str, list[str]] = {}
    for entry in (e for name in _OF_COUNTRIES for e in known.lists.get(name, ())):
        if code := entry.get("country"):
            found.setdefault(code, []).extend(f" {' '.join(_parts(name))} " for name in entry.words)
    return {code: tuple(names) for code, names in found.items()}


def _name(value: str, words: str, place: _Place) -> bool:
    """A name stands in the words; a country's name may stand there in another form of it."""
    if _contained(value, words, place):
        return True
    code = countries(language_of(place.article)).code(value)
    return code is not None and _country(code, words, place)


def _role(value: str, words: str, place: _Place) -> bool:
    """An office stands in the words, in full or as the word list of offices abbreviates it."""
    if _contained(value, words, place):
        return True
    return any(_contained(short, words, place) for short in short_forms(value, language_of(place.article)))


def short_forms(role: str, language: str) -> Iterator[str]:
    """An office in the short forms that the word lists have for it: "Menlu", "Sekjen"."""
    for name in ("roles", "titles"):
        for entry in lexicon.load(language).lists.get(name, ()):
            full = entry.get("full") or entry.get("value") or entry.get("role")
            if full and even(role).startswith(even(full)):
                yield from (word + role[len(full) :] for word in entry.words)


def language_of(article: Article) -> str:
    """The article's language where word lists ship for it, else the first that they ship for."""
    known = lexicon.languages()
    return article.language if article.language in known else known[0]


def stands_for(words: str, voice: Voice, article: Article) -> bool:
    """Whether the words name this voice: by a part of a name, its initials, or a form of the country's.

    "Trump" stands for "Donald Trump", "PBB" for "Perserikatan Bangsa-Bangsa"; "dia" for nobody.
    """
    said = set(_parts(words))
    for name in (voice.name, *voice.also):
        parts = _parts(name.value)
        if said & {p for p in parts if len(p) >= _TELLING} or words.casefold() == "".join(
            p[0] for p in parts
        ):
            return True
    land = voice.country if voice.kind is ActorKind.COUNTRY else None
    return land is not None and names_country(land.value, words, article)


def _parts(name: str) -> list[str]:
    return re.findall(r"\w+", name.casefold())


def _number(value: str, words: str, place: _Place) -> bool:
    return value == words and bool(find_numbers(words, lexicon.load(language_of(place.article))))


CHECKS: dict[str, Callable[[str, str, _Place], bool]] = {
    "text": _identical,
    "sentences": _identical,
    "cue": _identical,
    "told": _identical,
    "named": _identical,
    "antecedent": _identical,
    "marker": _identical,
    "quantity_words": _number,
    "speaker": _name,
    "name": _name,
    "also": _name,
    "role": _role,
    "body": _contained,
    "chain": _contained,
    "place": _contained,
    "country": _country,
    "operators": _country,
    "said_on": _date,
    "date": _date,
}
