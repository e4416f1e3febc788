"""Linguistic and domain knowledge as data: word lists in TOML, one folder a language.

A file `lexicon/<language>/<name>.toml` holds `[about]` (a `title`, and `checks`: which reading
its examples are tried on) and any number of `[[entry]]` tables. An entry has `words` (the forms
that it stands for), any further keys that the reading which uses it wants (`act`, `kind`, …), an
`example` in which it must fire and, where it could misfire, a `not` in which it must stay silent.
A user's folder, laid out alike, is laid on top: its entries come first, and an entry there with
`off = true` takes its words out of ours.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from briefing.errors import LexiconError
from briefing.model import record
from briefing.toml import read_toml

HERE = Path(__file__).parent
NOTES = "notes"
"""The folder of what an analyst writes, in any language: sections, words of likelihood."""
RESERVED = frozenset({"words", "example", "not", "off"})


@record
class Entry:
    """One entry of a word list. `where` is file and position, for messages."""

    words: tuple[str, ...]
    values: Mapping[str, Any]
    example: tuple[str, ...]
    silent: tuple[str, ...]
    where: str

    def get(self, key: str, default: str = "") -> str:
        """A value of the entry as text; `default` where it has none."""
        return str(self.values.get(key, default))


@record
class WordList:
    name: str
    title: str
    checks: str
    entries: tuple[Entry, ...]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def by_word(self) -> dict[str, Entry]:
        """Every form, lower-cased, with its entry; the first entry that has a form keeps it."""
        table: dict[str, Entry] = {}
        for entry in self.entries:
            for word in entry.words:
                table.setdefault(word.casefold(), entry)
        return table


class Lexicon:
    """All word lists of one language. Read-only; compared and hashed by identity, so it can key a cache."""

    def __init__(self, language: str, lists: Mapping[str, WordList]) -> None:
        self.language = language
        self.lists: Mapping[str, WordList] = MappingProxyType(dict(lists))

    def __getitem__(self, name: str) -> WordList:
        try:
            return self.lists[name]
        except KeyError:
            known = ", ".join(sorted(self.lists)) or "none"
            raise LexiconError(
                f"no word list {name!r} for language {self.language!r}", hint=f"There are: {known}"
            ) from None


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages that word lists ship for."""
    named = (p.name for p in HERE.iterdir() if p.is_dir() and any(p.glob("*.toml")))
    return tuple(sorted(name for name in named if name != NOTES))


@lru_cache(maxsize=8)
def load(language: str, user_folder: Path | None = None) -> Lexicon:
    """All word lists of a language, a user's folder laid on top.

    Raises LexiconError, naming file and entry, where a file breaks the format.
    """
    lists: dict[str, WordList] = {}
    for path in sorted((HERE / language).glob("*.toml")):
        lists[path.stem] = _read(path)
    if user_folder is not None:
        for path in sorted((user_folder / language).glob("*.toml")):
            lists[path.stem] = _lay_on(_read(path), lists.get(path.stem))
    return Lexicon(language, lists)


def sample(words: Lexicon) -> str:
    """A text with an example of each word list: whoever has read it has loaded what reading takes."""
    firsts = (next((e.example[0] for e in listed if e.example), "") for listed in words.lists.values())
    return "\n\n".join(filter(None, firsts))


def _read(path: Path) -> WordList:
    where = f"{path.parent.name}/{path.name}"
    try:
        data = read_toml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"can't be read: {error}", where=str(path), hint="Mend the file") from error
    about = data.get("about", {})
    if not isinstance(about, dict) or not about.get("title"):
        raise LexiconError("has no [about] with a title", where=str(path), hint="Add one")
    entries = tuple(_entry(raw, f"{where}#{n}") for n, raw in enumerate(data.get("entry", []), start=1))
    return WordList(
        name=path.stem, title=str(about["title"]), checks=str(about.get("checks", "")), entries=entries
    )


def _entry(raw: Mapping[str, Any], where: str) -> Entry:
    words = raw.get("words")
    if not isinstance(words, list) or not words or not all(isinstance(w, str) and w.strip() for w in words):
        raise LexiconError('needs words = ["…"], a list of texts', where=where, hint="Mend the entry")
    values = {k: v for k, v in raw.items() if k not in RESERVED}
    if raw.get("off"):
        values["off"] = True
    return Entry(
        words=tuple(words),
        values=MappingProxyType(values),
        example=_texts(raw.get("example")),
        silent=_texts(raw.get("not")),
        where=where,
    )


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(v) for v in value)  # type: ignore[attr-defined]


def _lay_on(top: WordList, base: WordList | None) -> WordList:
    if base is None:
        return top
    off = {w.casefold() for e in top for w in e.words if e.values.get("off")}
    kept = []
    for entry in base:
        words = tuple(w for w in entry.words if w.casefold() not in off)
        if words:
            kept.append(
                Entry(
                    words=words,
                    values=entry.values,
                    example=entry.example,
                    silent=entry.silent,
                    where=entry.where,
                )
            )
    new = tuple(e for e in top if not e.values.get("off"))
    return WordList(name=base.name, title=base.title, checks=base.checks, entries=(*new, *kept))
