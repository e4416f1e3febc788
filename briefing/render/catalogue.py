"""Labels in the reader's language, from gettext catalogues (.po files read through Babel).

The message id is the English text; `msgctxt` tells closed sets apart ("act", "status", …). Terms of
the sources' language (offices, bodies, places, units) are glossed by the contexts in `GLOSSES`,
where the catalogue has them; where it has not, they stand as the source gives them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from briefing.errors import TemplateError
from briefing.model import record

HERE = Path(__file__).parent / "catalogues"
GLOSSES = ("role", "role prefix", "name", "place", "unit")
_PLURAL_ORDER = ("zero", "one", "two", "few", "many", "other")


@record
class Term:
    """A word of the sources' language as printed: glossed, or left as it stands (`original`)."""

    text: str
    original: bool


class Labels:
    """The labels of one language. `text` and `plural` for sentences, `named` for closed sets.

    `locale` is the catalogue's own (its header's "Language"): it decides the form of dates and
    numbers, so that English has "8 December 2017".
    """

    def __init__(self, language: str, catalog: Catalog) -> None:
        self.language = language
        self.locale = catalog.locale or Locale.parse(language)
        self._catalog = catalog

    def text(self, message: str, **values: object) -> str:
        """The label for an English text, `%(name)s` filled in; the text itself where there is none."""
        found = self._string(message, None) or message
        return found % values if values else found

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """The label for a count of things, in the form that the language uses for that number."""
        message = self._catalog.get(one)
        forms = message.string if message and isinstance(message.string, tuple) else ()
        if not any(forms):
            return (one if count == 1 else many) % {"count": count, **values}
        tags = [t for t in _PLURAL_ORDER if t in self.locale.plural_form.tags or t == "other"]
        place = min(tags.index(self.locale.plural_form(count)), len(forms) - 1)
        return str(forms[place]) % {"count": count, **values}

    def named(self, context: str, word: str) -> str:
        """The label for a member of a closed set ("act", "status"); the word itself where there is none."""
        return self._string(word, context) or word

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
        found = self._catalog.get(message, context) if message else None
        return str(found.string) if found and isinstance(found.string, str) and found.string else None


def languages() -> tuple[str, ...]:
    """The languages that catalogues ship for."""
    return tuple(sorted(path.stem for path in HERE.glob("*.po")))


@lru_cache(maxsize=8)
def labels(language: str, folder: Path | None = None) -> Labels:
    """The labels of a language: a user's catalogue in `folder`, else ours.

    Raises TemplateError, naming the languages there are, where there is none for this one.
    """
    candidates = [f / f"{language}.po" for f in (folder, HERE) if f is not None]
    path = next((p for p in candidates if p.is_file()), None)
    if path is None:
        known = ", ".join(languages())
        raise TemplateError(f"no labels in language {language!r}", hint=f"There are: {known}")
    try:
        return Labels(language, read(path))
    except (UnknownLocaleError, ValueError) as error:
        raise TemplateError(f"{error}", where=str(path), hint="Name the file by a language code") from error


def read(path: Path) -> Catalog:
    """A catalogue as Babel reads it."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)
