"""Countries: names and codes from CLDR (through Babel), other forms from `countries.toml`.

CLDR says "Tiongkok" and "Inggris Raya" where Indonesian news says "China" and "Inggris"; the word
list gives such usual names, abbreviations ("Korut", "AS"), nicknames and seats of government
("Kremlin") and capitals. A capital stands for its government in some contexts only; here it is
merely found and marked as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from babel import Locale

from briefing import lexicon
from briefing.lexicon import Lexicon
from briefing.lexicon.patterns import any_of
from briefing.model import record

NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""Regions and placeholders that CLDR lists among the territories."""
VERB_AHEAD = r"(?:me|ber|di|ter)[a-z]{5,}"
"""A verb glued to a name that lost the space of its link ("Jepangmelakukan")."""


class FormKind(StrEnum):
    """What kind of name a form is. A `capital` may be a mere place; a `place` is never a country.

    `glued` are words that stick to one where a page lost its spaces.
    """

    NAME = "name"
    ABBREVIATION = "abbreviation"
    METONYM = "metonym"
    CAPITAL = "capital"
    PLACE = "place"
    GLUED = "glued"


@record
class Form:
    """One way to name a country. `code` is ISO 3166-1 alpha-2."""

    words: str
    code: str
    kind: FormKind


@record
class CountryMention:
    """Where a text names a country: `text[start:end]` is the form."""

    start: int
    end: int
    code: str
    kind: FormKind


class Countries:
    """All forms of all countries in one language. Made once a language by `countries`."""

    def __init__(self, forms: tuple[Form, ...], names: dict[str, str], known: dict[str, str]) -> None:
        self.forms = forms
        self._names = names
        self._codes = known
        self._by_words = {f.words: f for f in reversed(forms)}
        self._begins = _beginnings(forms)
        self._pattern = _compile(forms)
        self._lately = lru_cache(maxsize=8)(lambda text: tuple(self._mentions(text)))
        """The last few texts' mentions: several readers ask for the same article's."""

    def __iter__(self) -> Iterator[Form]:
        return (form for form in self.forms if form.code)

    def code(self, name: str) -> str | None:
        """The ISO code of a country by any of its forms, English names included; none if unknown.

        >>> countries("id").code("Korut"), countries("id").code("North Korea"), countries("id").code("as")
        ('KP', 'KP', None)
        """
        form = self._by_words.get(name)
        if form is not None:
            return form.code or None
        if (name.isupper() and len(name) < SHOUTED) or not name[:1].isupper():
            return None
        return self._codes.get(name.casefold())

    def name(self, code: str) -> str:
        """The usual name in this language ("Korea Utara", "China"); the code itself where it is unknown."""
        return self._names.get(code, code)

    def find(self, text: str) -> tuple[CountryMention, ...]:
        """Every form in the text, longest first, left to right. Case counts: "as" is no country.

        Names glued to their neighbours by a page's lost spaces are found too ("PemerintahJepang").
        """
        return self._lately(text)

    def _mentions(self, text: str) -> Iterator[CountryMention]:
        after = 0
        for capital in self._begins.finditer(text):
            match = self._pattern.match(text, capital.start()) if capital.start() >= after else None
            if match is None:
                continue
            after = match.end()
            form = self._by_words.get(match[0]) or self._by_words.get(_calm(match[0]))
            if form is not None and form.code:
                yield CountryMention(start=match.start(), end=match.end(), code=form.code, kind=form.kind)


NEVER = re.compile(r"(?!)")
SHOUTED = 5
"""A name of this length or more is also known in capitals ("RUSIA")."""


def _calm(words: str) -> str:
    """ "KOREA UTARA" as "Korea Utara"."""
    return " ".join(w.capitalize() for w in words.split(" "))


def _beginnings(forms: tuple[Form, ...]) -> re.Pattern[str]:
    """Letters that a name may begin with, small ones at the beginning of a word only.

    A class of letters is found much faster than the names themselves are tried at every place.
    """
    first = {f.words[:1] for f in forms if f.kind is not FormKind.GLUED}
    small = re.escape("".join(sorted(c for c in first if c.islower())))
    any_case = re.escape("".join(sorted(first)))
    return re.compile(f"[{any_case}]" + (rf"(?<!\w[{small}])" if small else "")) if first else NEVER


def _compile(forms: tuple[Form, ...]) -> re.Pattern[str]:
    long = {f.words for f in forms if f.kind is FormKind.NAME and len(f.words) >= SHOUTED}
    loud = {w.upper() for w in long if _calm(w.upper()) == w}
    glued = {f.words for f in forms if f.kind is FormKind.GLUED}
    every = any_of({f.words for f in forms} - glued | loud)
    names = any_of({w for w in long if " " not in w})
    after = rf"(?!\w)|(?=(?:{VERB_AHEAD}|{any_of(glued)})(?!\w))" if glued else r"(?!\w)"
    return re.compile(rf"(?<!\w)(?:{every})(?!\w)|(?:(?<!\w)|(?<=[a-zà-ÿ]))(?:{names})(?:{after})")


@lru_cache(maxsize=4)
def countries(language: str) -> Countries:
    """The countries as a language names them: CLDR's names, and the forms of its word list."""
    listed = lexicon.load(language) if language in lexicon.languages() else Lexicon(language, {})
    return countries_of(listed)


@lru_cache(maxsize=8)
def countries_of(words: Lexicon) -> Countries:
    """The countries as a lexicon names them, a user's own forms included."""
    cldr = _cldr(words.language)
    entries = words.lists["countries"].entries if "countries" in words.lists else ()
    names = cldr | {e.get("code"): e.words[0] for e in entries if e.values.get("usual")}
    known = {n.casefold(): c for c, n in (_cldr("en") | cldr).items()}
    known |= {n.casefold(): c for c, n in _cldr("en").items() if n.casefold() not in known}
    forms = [
        Form(words=w, code=e.get("code"), kind=FormKind(e.get("kind"))) for e in entries for w in e.words
    ]
    listed = {f.words for f in forms}
    forms += [Form(words=n, code=c, kind=FormKind.NAME) for c, n in cldr.items() if n not in listed]
    known |= {f.words.casefold(): f.code for f in forms if f.kind is FormKind.NAME}
    return Countries(tuple(forms), names, known)


def _cldr(language: str) -> dict[str, str]:
    territories = Locale.parse(language).territories
    return {c: n for c, n in territories.items() if len(c) == 2 and c.isalpha() and c not in NO_COUNTRY}
