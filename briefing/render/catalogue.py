"""Labels in the reader's language, from gettext catalogues (.po files read through Babel).

The message id is the English text; `msgctxt` tells closed sets apart ("act", "status", …). Terms of
the sources' language (offices, bodies, places, units) are glossed by the contexts in `GLOSSES`,
where the catalogue has them; where it has not, they stand as the source gives them.

A user's catalogue lies over ours of the language, message by message; what neither has is in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from briefing.errors import TemplateError, UsageError
from briefing.model import record

HERE = Path(__file__).parent / "catalogues"
ENGLISH = "en"
GLOSSES = ("role", "role prefix", "name", "place", "unit", "one unit")
PROBLEM = "problem"
"""The context of what went wrong: messages as they are told, `%(name)s` for what differs in them."""
PLACE = re.compile(r"%\((\w+)\)s")
LONGEST = 1_000
"""Characters of a message that is looked up piece by piece."""
_PLURAL_ORDER = ("zero", "one", "two", "few", "many", "other")


@record
class Term:
    """A word of the sources' language as printed: glossed, or left as it stands (`original`)."""

    text: str
    original: bool


class Labels:
    """The labels of one language. `text` and `plural` for sentences, `named` for closed sets.

    The first of the catalogues that has a message gives it. `locale` is the first one's own (its header's
    "Language"): it decides the form of dates and numbers, so that English has "8 December 2017".
    """

    def __init__(self, language: str, *catalogues: Catalog) -> None:
        self.language = language
        told = [
            c.locale for c in catalogues if c.locale and (c is catalogues[0] or c.locale.language == language)
        ]
        self.locale = told[0] if told else Locale.parse(language)
        self._catalogues = catalogues

    def text(self, message: str, **values: object) -> str:
        """The label for an English text, `%(name)s` filled in; the text itself where there is none."""
        found = self._string(message, None) or message
        return found % values if values else found

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """The label for a count of things, in the form that the language uses for that number."""
        for catalogue in self._catalogues:
            message = catalogue.get(one)
            forms = message.string if message and isinstance(message.string, tuple) else ()
            if any(forms):
                number = (catalogue.locale or self.locale).plural_form
                tags = [t for t in _PLURAL_ORDER if t in number.tags or t == "other"]
                place = min(tags.index(number(count)), len(forms) - 1)
                return str(forms[place]) % {"count": count, **values}
        return (one if count == 1 else many) % {"count": count, **values}

    def named(self, context: str, word: str) -> str:
        """The label for a member of a closed set ("act", "status"); the word itself where there is none."""
        return self._string(word, context) or word

    def problem(self, message: str) -> str:
        """A problem's message or remedy in the reader's language; as it was told where it has no label.

        What stands in a message (a name, words of a source, another message) is told as it is, or by its own
        label.
        """
        found = self._string(message, PROBLEM)
        if found or len(message) > LONGEST:
            return found or message
        for pattern, chunk, label in _patterns(self):
            match = pattern.fullmatch(message) if chunk in message else None
            if match:
                return label % {name: self.problem(value) for name, value in match.groupdict().items()}
        return message

    def problems(self) -> Iterator[tuple[str, str]]:
        """The messages that have something to fill in, each with its label; a user's own before ours."""
        for catalogue in self._catalogues:
            for message in catalogue:
                if message.context == PROBLEM and PLACE.search(str(message.id)) and message.string:
                    yield str(message.id), str(message.string)

    def term(self, context: str, word: str) -> Term:
        """The gloss of a word of the sources' language. A known prefix ("Wakil …") is glossed apart."""
        found = self._gloss(context, word)
        if found is None:
            first, _, rest = word.partition(" ")
            frame, inner = self._gloss(f"{context} prefix", first), self._gloss(context, rest)
            found = frame % {"rest": inner} if frame and inner else None
        return Term(text=found or word, original=found is None)

    def _gloss(self, context: str, word: str) -> str | None:
        return self._string(word, context) or self._string(word.casefold(), context)

    def _string(self, message: str, context: str | None) -> str | None:
        for catalogue in self._catalogues if message else ():
            found = catalogue.get(message, context)
            if found and isinstance(found.string, str) and found.string:
                return str(found.string)
        return None


@lru_cache(maxsize=8)
def _patterns(labels: Labels) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """What each message with places in it looks like when they are filled, those with most words first.

    Beside each stands its longest stretch between two places, which is looked for first.
    """
    found = []
    for message, label in labels.problems():
        parts = PLACE.split(message)
        literal = parts[::2]
        shape = "".join(f"(?P<{part}>.+?)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
        found.append((re.compile(shape, re.DOTALL), max(literal, key=len), label))
    return tuple(sorted(found, key=lambda f: -len(f[0].pattern)))


def languages() -> tuple[str, ...]:
    """The languages that catalogues ship for."""
    return tuple(sorted(path.stem for path in HERE.glob("*.po")))


def labels(language: str, folder: Path | None = None) -> Labels:
    """The labels of a language: ours, under a user's catalogue in `folder` where there is one.

    Raises UsageError, naming the languages there are, where there is none for this one.
    """
    own = [folder / f"{language}.po"] if folder and (folder / f"{language}.po").is_file() else []
    ours = HERE / f"{language}.po"
    if not own and not ours.is_file():
        known = ", ".join(languages())
        raise UsageError(f"no labels in language {language!r}", hint=f"There are: {known}")
    below = ours if ours.is_file() else HERE / f"{ENGLISH}.po"
    # A catalogue that is being written is read anew after each save.
    return _labels(language, (*((path, path.stat().st_mtime_ns) for path in own), (below, 0)))


@lru_cache(maxsize=8)
def _labels(language: str, files: tuple[tuple[Path, int], ...]) -> Labels:
    try:
        return Labels(language, *(read(path) for path, _ in files))
    except (UnknownLocaleError, ValueError) as error:
        raise TemplateError(
            f"{error}", where=str(files[0][0]), hint="Name the file by a language code"
        ) from error


def read(path: Path) -> Catalog:
    """A catalogue as Babel reads it. Raises TemplateError, with the line, where that can't be."""
    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except PoFileError as error:
        # Babel counts lines from 0, and says the number in its message too.
        what = str(error).rpartition(" on ")[0] or str(error)
        raise TemplateError(what, where=f"{path}, line {error.lineno + 1}", hint="Mend the file") from error
    except UnicodeDecodeError as error:
        raise TemplateError(f"is no UTF-8 text: {error}", where=str(path)) from error
