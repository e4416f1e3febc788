"""Whom words name: forms of a name, abbreviations, nicknames, and nouns that say what somebody is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from briefing import lexicon
from briefing.lexicon.countries import countries
from briefing.lexicon.register import registered
from briefing.model import ActorKind, Article, Voice
from briefing.verify.fields import even, language_of, short_forms, stands_for
from briefing.verify.page import Page

_WORD = re.compile(r"\w+")
_SPELLED = 5
"""Letters that a name must have to be known by another spelling ("Zelensky", "Zelenskyy")."""
_ALIKE = 0.8
_SHORT = 3
"""Letters of an abbreviation at least ("KPK")."""
_BRACKET, _BLANK = 90, 2
"""How far before a bracket the name may begin that what is in it abbreviates, and must end at least."""


def names(words: str, voice: Voice, page: Page) -> bool:
    """Whether words hold a form of the voice's name: a part, a nickname, another spelling, a short form."""
    article = page.article
    if voice.kind is ActorKind.COUNTRY:
        return stands_for(words, voice, article)
    said = _tokens(words)
    forms = [_tokens(cited.value) for cited in (voice.name, *voice.also)]
    known = [token for form in forms for token in form]
    if said and (said in forms or (len(said) == 1 and said[0] in known)):
        return True
    if any("".join(token[0] for token in form) in said for form in forms if len(form) >= _SHORT):
        return True
    own = {token for token in known if len(token) >= _SHORT} - _lands(language_of(article))
    if own & set(said):
        return True
    if any(_spelled(a, b) for a in said for b in own) or _glued(words, voice):
        return True
    if voice.kind is ActorKind.PERSON:
        return _nicknamed(words, voice, article) or _introduced(words, voice, page)
    return _shortened(words, voice, language_of(article)) or _introduced(words, voice, page)


def _glued(words: str, voice: Voice) -> bool:
    """Whether a name stands in the words without a blank beside it: "SumberHamas"."""
    name = even(voice.name.value)
    return len(name) >= _SPELLED and name in even(words)


@lru_cache(maxsize=4)
def _lands(language: str) -> frozenset[str]:
    """The words of countries' names: "Korea" stands in many names, and names none of their bearers."""
    return frozenset(token for form in countries(language) for token in _tokens(form.words))


def _tokens(words: str) -> list[str]:
    return _WORD.findall(words.casefold())


def _spelled(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SPELLED or one[0] != other[0]:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


@lru_cache(maxsize=4)
def _nicknames(language: str) -> Mapping[str, frozenset[str]]:
    """By each form, all forms of the same person."""
    entries = lexicon.load(language).lists.get("persons", ())
    out: dict[str, frozenset[str]] = {}
    for entry in entries:
        if entry.get("kind") == "nickname":
            out |= {even(form): frozenset(map(even, entry.words)) for form in entry.words}
    return out


def _nicknamed(words: str, voice: Voice, article: Article) -> bool:
    table = _nicknames(language_of(article))
    forms = {form for cited in (voice.name, *voice.also) for form in table.get(even(cited.value), ())}
    return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", even(words)) for form in forms)


def _shortened(words: str, voice: Voice, language: str) -> bool:
    """ "KPK", "Bekraf", "Kemlu": the letters of a word with a capital stand in the name in their order."""
    lands = _lands(language)
    short = [word for word in _WORD.findall(words) if word[0].isupper() and word.casefold() not in lands]
    for cited in (voice.name, *voice.also):
        letters = "".join(_tokens(cited.value))
        if any(_abbreviates(word.casefold(), letters) for word in short):
            return True
        if " " not in cited.value and _abbreviates(cited.value.casefold(), "".join(_tokens(words))):
            return True
    return False


def _abbreviates(short: str, letters: str) -> bool:
    if len(short) < _SHORT or not letters.startswith(short[0]) or len(letters) <= len(short):
        return False
    rest = iter(letters)
    return all(letter in rest for letter in short)


def _introduced(words: str, voice: Voice, page: Page) -> bool:
    """Whether the article says once that both are one: "Pasukan Penyelamat (ARSA)", "Budi alias Elang"."""
    text = page.article.text
    for part in {words, *_WORD.findall(words)}:
        at = page.brackets.get(part.casefold(), 0) if part[:1].isupper() else 0
        before = page.names_of(voice.entity, max(0, at - _BRACKET), at) if at else []
        if before and before[-1].end >= at - _BLANK:
            return True
    return words[:1].isupper() and any(
        words in text[start:end] and page.has(voice.entity, start, end) for start, end in page.aliases
    )


@lru_cache(maxsize=4)
def _known(language: str) -> Mapping[str, str]:
    """The country of each well-known person, by his names and by the last word of them."""
    out: dict[str, str] = {}
    for entry in lexicon.load(language).lists.get("persons", ()):
        if entry.get("country"):
            for form in entry.words:
                out.setdefault(even(form), entry.get("country"))
                out.setdefault(even(form).split()[-1], entry.get("country"))
    return out


def country_of(voice: Voice, article: Article) -> str | None:
    """The country of a person whom the word lists or the register of office-holders know."""
    if voice.kind is not ActorKind.PERSON:
        return None
    known = _known(language_of(article))
    return known.get(even(voice.name.value)) or registered(_tokens(voice.name.value)) or None


@lru_cache(maxsize=4)
def _bodies(language: str) -> frozenset[str]:
    entries = lexicon.load(language).lists.get("bodies", ())
    return frozenset(even(word) for entry in entries for word in entry.words)


def opens_a_body(name: str, language: str) -> bool:
    """Whether a name begins with a noun that opens the name of a body: "Kantor Perdana Menteri"."""
    words = even(name).split()
    return any(" ".join(words[:n]) in _bodies(language) for n in (1, 2))


def says_what_he_is(words: str, voice: Voice, article: Article) -> bool:
    """Whether the words are of his office, and of nothing else: "sang menteri", "Sekjen PBB"."""
    if voice.role is None:
        return False
    language = language_of(article)
    known = {"itu", "ini", "tersebut", "sang"}
    for cited in (voice.role, voice.body, voice.country):
        if cited:
            span = cited.citation
            known |= set(_tokens(cited.value)) | set(_tokens(article.text[span.start : span.end]))
    for short in short_forms(voice.role.value, language):
        known |= set(_tokens(short))
    return bool(_tokens(words)) and set(_tokens(words)) <= known


@lru_cache(maxsize=4)
def standing_for(language: str) -> Mapping[str, str]:
    """The words of `pronouns.toml` that stand for somebody named before, and for whom: person, body, country.

    "Unnamed" are those behind which nobody is named at all ("sejumlah", "sumber").
    """
    out: dict[str, str] = {}
    for entry in lexicon.load(language).lists.get("pronouns", ()):
        if entry.get("kind") in {"person", "several", "unnamed", "country", "body"}:
            out |= {even(word): entry.get("kind") for word in entry.words}
    return out
