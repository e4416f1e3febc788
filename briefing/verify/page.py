"""An article as verification reads it: its sentences, its words, and where it names those of the brief.

Plain on purpose, and with nothing of the extraction in it: a sentence ends with a full stop before a capital,
a name is found by its words. What can't be told from that is not demanded of a record.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

from briefing import lexicon
from briefing.lexicon.countries import CountryMention, countries
from briefing.model import ActorKind, Article, Citation, Paragraph, Voice, record
from briefing.verify.fields import language_of

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s+[\"'“‘(\[]*[A-Z0-9])")
_BRACKETED = re.compile(r"\(([^()\n]{2,40})\)")
_MOST = 50
"""Aliases that an article is asked for: more are a list, not a report."""
_AROUND = 60
"""Characters before and behind an "alias" within which both names stand."""
_LONGEST_ABBREVIATION = 16
_TELLING = 3
"""Letters of a part of a name that stands for it by itself ("Trump"); a shorter one may be anybody's."""


@record
class Named:
    """Where somebody of the brief is named: by which words, and who it may be."""

    start: int
    end: int
    entities: frozenset[str]
    person: bool


@record
class Page:
    """One article, its paragraphs, its sentences in order, and all places where voices are named."""

    article: Article
    paragraphs: tuple[Paragraph, ...]
    begins: tuple[int, ...]
    """Where each sentence begins; it goes on to the next one, or to its paragraph's end."""
    names: tuple[Named, ...]
    name_begins: tuple[int, ...]
    persons: tuple[Named, ...]
    person_begins: tuple[int, ...]
    bodies: tuple[Named, ...]
    body_begins: tuple[int, ...]
    lands: tuple[CountryMention, ...]
    """Where countries are named, whoever they are."""
    brackets: Mapping[str, int]
    """What stands alone in brackets, and where for the first time: "(BMKG)"."""
    aliases: tuple[tuple[int, int], ...]
    """Where the words around an "alias" begin and end."""
    places: Mapping[str, tuple[Named, ...]]
    """Where each voice is named."""

    def holds(self, cited: Citation) -> bool:
        """Whether cited words lie in the text at all."""
        return 0 <= cited.start < cited.end <= len(self.article.text)

    def sentence(self, at: int) -> int:
        """The number of the sentence that a place lies in."""
        return max(0, bisect_right(self.begins, at) - 1)

    def sentences(self, cited: Citation) -> tuple[int, int]:
        """The first and the last sentence that cited words lie in."""
        return self.sentence(cited.start), self.sentence(max(cited.start, cited.end - 1))

    def bounds(self, first: int, last: int) -> tuple[int, int]:
        """Where the sentences from the first to the last begin and end; those that there are of them."""
        end = self.begins[last + 1] if last + 1 < len(self.begins) else len(self.article.text)
        return self.begins[max(0, first)], end

    def named(self, start: int, end: int) -> tuple[Named, ...]:
        """Who is named between two places, in order."""
        return self.names[bisect_left(self.name_begins, start) : bisect_left(self.name_begins, end)]

    def names_of(self, entity: str, start: int, end: int) -> tuple[Named, ...]:
        """Where somebody is named between two places."""
        own = self.places.get(entity, ())
        return own[bisect_left(own, start, key=_start) : bisect_left(own, end, key=_start)]

    def has(self, entity: str, start: int, end: int) -> bool:
        """Whether somebody is named between two places."""
        own = self.places.get(entity, ())
        n = bisect_left(own, start, key=_start)
        return n < len(own) and own[n].start < end

    def nearest(self, entity: str, cited: Citation, start: int, end: int) -> list[Named]:
        """The names of somebody that stand next to cited words, before and behind, between two places."""
        own = self.places.get(entity, ())
        n = bisect_left(own, cited.end, key=_start)
        return [name for name in own[max(0, n - 1) : n + 1] if start <= name.start < end]

    def person_from(self, at: int) -> Named | None:
        """The first person who is named from a place on."""
        n = bisect_left(self.person_begins, at)
        return self.persons[n] if n < len(self.persons) else None

    def person_before(self, at: int) -> Named | None:
        """The person named last before a place."""
        n = bisect_left(self.person_begins, at)
        return self.persons[n - 1] if n else None

    def body_before(self, at: int) -> Named | None:
        """The body or country named last before a place."""
        n = bisect_left(self.body_begins, at)
        return self.bodies[n - 1] if n else None

    def named_before(self, entity: str, at: int) -> bool:
        """Whether somebody is named anywhere before a place."""
        return self.has(entity, 0, at)

    def lately(self, entity: str, at: int, paragraphs: int) -> bool:
        """Whether somebody is named before a place, in its paragraph or so many before it."""
        here = bisect_right(self.paragraphs, at, key=lambda p: p.start) - 1
        return self.has(entity, self.paragraphs[max(0, here - paragraphs)].start, at)


def _start(name: Named) -> int:
    return name.start


def between(one: Citation, other: Citation) -> tuple[int, int]:
    """Where the gap between two spans begins and ends."""
    first, second = (one, other) if one.start <= other.start else (other, one)
    return first.end, max(first.end, second.start)


def page(article: Article, voices: Iterable[Voice], *, source: int = 1) -> Page:
    """The article as verification reads it, with the places where these voices are named."""
    lands = countries(language_of(article)).find(article.text)
    names = tuple(sorted(_names(article, voices, lands, source), key=lambda name: (name.start, -name.end)))
    places: dict[str, list[Named]] = {}
    for name in names:
        for entity in name.entities:
            places.setdefault(entity, []).append(name)
    begins = tuple(at for paragraph in article.paragraphs for at in _begins(article, paragraph))
    return Page(
        article=article,
        paragraphs=article.paragraphs,
        begins=begins or (0,),
        names=names,
        name_begins=tuple(name.start for name in names),
        persons=tuple(name for name in names if name.person),
        person_begins=tuple(name.start for name in names if name.person),
        bodies=tuple(name for name in names if not name.person),
        body_begins=tuple(name.start for name in names if not name.person),
        lands=lands,
        brackets={m[1].casefold(): m.start() for m in reversed(list(_BRACKETED.finditer(article.text)))},
        aliases=tuple(
            (max(0, m.start() - _AROUND), m.end() + _AROUND)
            for m in islice(_aliases(language_of(article)).finditer(article.text), _MOST)
        ),
        places={entity: tuple(own) for entity, own in places.items()},
    )


def _begins(article: Article, paragraph: Paragraph) -> Iterator[int]:
    """Where the sentences of a paragraph begin."""
    text, short = article.text, _abbreviations(language_of(article))
    yield paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        before = text[max(paragraph.start, match.start() - _LONGEST_ABBREVIATION) : match.start() + 1]
        word = before.split()[-1] if before.split() else ""
        if word.lstrip("(\"“'") in short or re.fullmatch(r"\W*[A-Z]\.", word):
            continue
        yield match.end() + _spaces(text, match.end())


def _spaces(text: str, at: int) -> int:
    end = at
    while end < len(text) and text[end].isspace():
        end += 1
    return end - at


@lru_cache(maxsize=4)
def _abbreviations(language: str) -> frozenset[str]:
    entries = lexicon.load(language).lists.get("abbreviations", ())
    return frozenset(word for entry in entries for word in entry.words)


@lru_cache(maxsize=4)
def _aliases(language: str) -> re.Pattern[str]:
    """The words that lead from one name of somebody to another: "alias", "akrab disapa"."""
    entries = lexicon.load(language).lists.get("pronouns", ())
    forms = sorted((w for e in entries if e.get("kind") == "alias" for w in e.words), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + ("|".join(map(re.escape, forms)) or r"(?!)") + r")(?!\w)")


# --- names ---------------------------------------------------------------------------------


def _names(
    article: Article, voices: Iterable[Voice], mentions: Iterable[CountryMention], source: int
) -> Iterator[Named]:
    """Every place where a voice is named: whole names, a person's single ones, forms of a country's."""
    text = article.text
    words = [(m[0].casefold(), m.start(), m.end()) for m in _WORD.finditer(text)]
    forms: dict[tuple[str, ...], list[Voice]] = {}
    lengths: dict[str, set[int]] = {}
    found: dict[tuple[int, int], tuple[set[str], bool]] = {}
    lands: dict[str, str] = {}
    for voice in voices:
        person = voice.kind is ActorKind.PERSON
        if voice.kind is ActorKind.COUNTRY and voice.country:
            lands[voice.country.value] = voice.entity
        for form in _forms(voice):
            forms.setdefault(form, []).append(voice)
            lengths.setdefault(form[0], set()).add(len(form))
        for cited in (voice.name, *voice.also):
            span = cited.citation
            if span.source == source and cited.value.strip():
                who, _ = found.setdefault((span.start, span.end), (set(), person))
                who.add(voice.entity)
    for n, (word, start, _) in enumerate(words):
        for length in sorted(lengths.get(word, ())):
            here = words[n : n + length]
            if length == 1 and not text[start].isupper():
                continue
            for voice in forms.get(tuple(told for told, _, _ in here), ()):
                person = voice.kind is ActorKind.PERSON
                who, _ = found.setdefault((start, here[-1][2]), (set(), person))
                who.add(voice.entity)
    for mention in mentions:
        if mention.code in lands:
            # The Israel of Israel Katz is the country's before it is his.
            who, _ = found.get((mention.start, mention.end), (set(), False))
            found[mention.start, mention.end] = ({*who, lands[mention.code]}, False)
    for (start, end), (who, person) in found.items():
        yield Named(start=start, end=end, entities=frozenset(who), person=person)


def _forms(voice: Voice) -> set[tuple[str, ...]]:
    """The words by which a voice may be named."""
    forms: set[tuple[str, ...]] = set()
    for cited in (voice.name, *voice.also):
        parts = tuple(word.casefold() for word in _WORD.findall(cited.value))
        if not parts:
            continue
        forms.add(parts)
        if voice.kind is ActorKind.PERSON:
            forms |= {(part,) for part in parts if len(part) >= _TELLING}
        elif len(parts) > 1:
            forms.add(("".join(part[0] for part in parts),))
    return forms
