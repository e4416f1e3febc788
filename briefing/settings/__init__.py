"""Settings: each declared once, with its type, its default and what it means.

Four layers, each over the one before: built-in, the file `briefing.toml`, environment variables
(`BRIEFING_LANGUAGE` for `language`), the command line. A value knows which layer it came from.
The example file and `briefing settings` are printed from the declarations below, so that neither
can say anything else.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import reduce
from pathlib import Path
from types import MappingProxyType
from typing import Any

from briefing.errors import SettingError
from briefing.model import record
from briefing.settings import email, feeds, reading, showing, standards
from briefing.settings.declaring import Declared, Given, declared_in, setting, table
from briefing.settings.email import Email
from briefing.settings.feeds import Feeds
from briefing.settings.fetch import Fetch
from briefing.settings.showing import shown, shown_of

__all__ = ["Declared", "Given", "Loaded", "Settings", "declared", "example", "load", "shown"]

FILE_NAME = "briefing.toml"
THEMES = Path("themes")
"""Where a user's themes lie, where the settings name no folder."""
BUILT_IN = "built-in"
LANGUAGES = ("en", "id")
FIELDS = ("title", "text", "published", "url", "outlet", "author", "dateline", "marking")
"""What a column of a table can hold."""
EDITIONS = ("brief", "full", "page")
ANNEXES = ("cited", "full", "none")
SCALES = ("icd203", "phia")
SECRETS = frozenset({"BRIEFING_EMAIL_PASSWORD", "BRIEFING_FEEDS_PASSWORD"})
"""Variables that are no settings: they are read where they are used, and shown nowhere."""


def _day(value: str) -> str | None:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return "is no date of the form 2026-11-20"
    return None


def _file_name(value: str) -> str | None:
    return None if re.fullmatch(r"\w[\w.+-]*", value) else "can't be part of a file name"


def _folder(value: str) -> str | None:
    return None if Path(value).is_dir() else "is no folder that is there"


def _one_of(*known: str) -> Callable[[str], str | None]:
    return lambda value: None if value in known else f"must be one of: {', '.join(known)}"


def _from(least: int) -> Callable[[str], str | None]:
    return lambda value: None if int(value) >= least else f"must be {least} or more"


@record
class Settings:
    """The value of every setting. An empty text, or none for a folder, means: not set."""

    title: str = setting("", "Title of the brief. Empty: 'Daily briefing', in the brief's language.")
    number: str = setting("", "Number of the brief. Empty: year and day of the year, such as 2026-324.")
    date: str = setting(
        "", "Date of the brief. Empty: the day of SOURCE_DATE_EPOCH, if set; else today.", _day
    )
    language: str = setting(
        "en", "Language of labels, dates and numbers: en or id. Quotations stay in the original."
    )
    marking: str = setting(
        "",
        "Marking of the brief, at the least. Empty: the strictest of its sources, else the lowest.",
        standards.marking,
    )
    marking_scheme: tuple[str, ...] = setting(
        (), 'Markings of your own, least strict first: "RAHASIA (R) #ffffff on #c8102e". Empty: TLP 2.0.'
    )
    notes: Path | None = setting(
        None, "Notes of the analyst, in Markdown, to be merged into the brief.", standards.a_file
    )
    edits: Path | None = setting(
        None,
        "Edits of the analyst, in TOML, to be applied to the brief. Empty: edits.toml beside it, if there.",
        standards.a_file,
    )
    scale: str = setting(
        "icd203", "Scale of the analyst's probability words: icd203 or phia.", _one_of(*SCALES)
    )
    prepared_by: str = setting("", "Who prepared the brief, for its cover.")
    prepared_for: str = setting("", "Whom the brief is for, for its cover.")
    out: Path = setting(Path("reports"), "Folder for the briefs; each goes to a folder of its date in it.")
    state: Path | None = setting(
        None, "Folder where it is kept what of feeds was read. Empty: briefing in the user's state folder."
    )
    slug: str = setting(
        "",
        "File name of the brief, without ending. Empty: made from the title if set, else 'briefing'.",
        _file_name,
    )
    format: tuple[str, ...] = setting(
        ("pdf", "html", "json"), "Formats to make: pdf, html, json, txt, md, or a plugin's."
    )
    pdf_a: bool = setting(
        False, "Whether the PDF is PDF/A-3 too, for keeping, with the record and the source texts in it."
    )
    edition: str = setting(
        "",
        "How much is printed: brief (six pages at most), full, or page (one). Empty: as the theme has it.",
        _one_of("", *EDITIONS),
    )
    annex: str = setting(
        "",
        "Source texts at the end: cited (what is cited and around it), full, or none. Empty: as the theme.",
        _one_of("", *ANNEXES),
    )
    theme: str = setting("intelligence", "Theme: the templates and styles that the brief is set in.")
    templates: Path | None = setting(
        None, "Folder with themes of your own; a file there comes before the built-in one.", _folder
    )
    theme_seconds: int = setting(
        120, "Seconds that a theme of your own may take for one format before it is stopped.", _from(1)
    )
    labels: Path | None = setting(
        None, 'Folder with labels of your own: fr.po there makes `language = "fr"` possible.', _folder
    )
    lexicon: Path | None = setting(
        None, "Folder with word lists of your own, laid on top of the built-in ones.", _folder
    )
    since: str = setting("", "Day before which articles are out of scope. Those without a day are in.", _day)
    until: str = setting("", "Day after which articles are out of scope. Those without a day are in.", _day)
    about: tuple[str, ...] = setting(
        (), "Words or names: an article that has none of them is out of scope. Empty: all are in."
    )
    least_words: int = setting(
        5, "Words that an article has at least; one of fewer is out of scope.", _from(1)
    )
    map: tuple[str, ...] = setting(
        (), "Columns of tables and records: title=judul, text=isi. Empty: those with the usual names."
    )
    extractors: tuple[str, ...] = setting(
        (), "Extractors of plugins to run after the built-in ones, in this order.", reaches_out=True
    )
    follow: bool = setting(
        False, "Whether links in a folder of articles are read that lead out of it.", reaches_out=True
    )
    article_seconds: int = setting(
        10, "Seconds of processor time that one article may take before it is given up.", _from(1)
    )
    article_megabytes: int = setting(
        1000, "Megabytes of memory that one article may take before it is given up.", _from(1)
    )
    use_archive: bool = setting(
        True, "Whether the archive keeps what is read and made: nothing is read twice, all can be searched."
    )
    archive: Path | None = setting(
        None, "The archive, one SQLite file. Empty: archive.sqlite in the folder for the briefs."
    )
    archive_days: int = setting(
        0, "Days that briefs, and articles not seen since, stay in the archive. 0: for ever.", _from(0)
    )
    series: str = setting("", "Series that a brief is of, in the archive. Empty: its title.")
    sign_key: Path | None = setting(
        None, "Private Ed25519 key, in PEM, that signs each record; the signature lies beside it (.sig)."
    )
    trusted_keys: Path | None = setting(
        None,
        "Public keys, a file or a folder: render, send and verify take no record that none of them signed.",
    )
    strict: bool = setting(False, "Whether what is made, but with problems, ends with exit status 3.")
    source_marking: Mapping[str, Given] = table(
        'Markings of outlets or files: "Republika" = "TLP:GREEN", "desk/*" = "TLP:AMBER".'
    )
    grading: Mapping[str, Given] = table(
        'Your Admiralty grades of outlets or files: "Republika" = "B2". None is ever worked out.'
    )
    interests: Mapping[str, Given] = table(
        'What you follow, with weights for the front page: "Laut Natuna" = 2, "Hamas" = 1.5, "bola" = 0.'
    )
    theme_options: Mapping[str, Given] = table(
        "Options of the theme: accent, logo, paper, sections, … (docs/templates.md lists them)."
    )
    feeds: Feeds = field(default_factory=Feeds, metadata={"reaches_out": True})
    fetch: Fetch = field(default_factory=Fetch, metadata={"reaches_out": True})
    email: Email = field(default_factory=Email, metadata={"reaches_out": True})

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The columns of tables by the field that they hold, as `map` names them."""
        return tuple((field, column) for field, _, column in (one.partition("=") for one in self.map))

    @property
    def options(self) -> Mapping[str, Given]:
        """The options of the theme, with edition and annex among them where they are set."""
        chosen = {"edition": self.edition, "annex": self.annex}
        given = {name: Given(value=value, origin=name) for name, value in chosen.items() if value}
        return {**self.theme_options, **given}


@record
class Loaded:
    """The settings, and for each key where its value came from ("briefing.toml:3", "--theme")."""

    settings: Settings
    origins: Mapping[str, str]

    def seen(self, key: str) -> str:
        """The value of a key as it may be seen, as TOML."""
        known = declared().get(key)
        return shown_of(known, self.value(key)) if known else shown(self.value(key))

    def value(self, key: str) -> object:
        """The value of a key: "theme", or with dots for tables, "theme_options.accent"."""
        return reduce(_inner, key.split("."), self.settings)


def _inner(table: Any, name: str) -> Any:
    return table[name] if isinstance(table, Mapping) else getattr(table, name)


def declared() -> Mapping[str, Declared]:
    """Every setting by its key, in the order of the example file."""
    return declared_in(Settings)


def load(
    file: Path | None = None,
    *,
    environment: Mapping[str, str] = MappingProxyType({}),
    options: Mapping[str, object] = MappingProxyType({}),
) -> Loaded:
    """The settings of all four layers, each with its origin.

    `options` are those of the command line; one that is None was not given. Raises SettingError
    for an unknown key (with the nearest known one) or a value that does not fit, naming the key
    and the file's line, the variable or the option.
    """
    found = reading.from_file(Settings, file) if file is not None else {}
    found |= reading.from_environment(Settings, {k: v for k, v in environment.items() if k not in SECRETS})
    found |= reading.from_options(Settings, options)
    settings: Settings = reading.built(Settings, found)
    origins = {key: BUILT_IN for key, setting in declared().items() if setting.variable}
    origins |= {".".join(key): origin for key, (_, origin) in found.items()}
    _language(settings, origins["language"])
    _map(settings, origins["map"])
    standards.agree(settings, origins)
    email.agree(settings, origins)
    feeds.agree(settings, origins)
    return Loaded(settings=settings, origins=MappingProxyType(origins))


def example() -> str:
    """The text of briefing.example.toml: every setting explained, each at its default."""
    return showing.example(declared().values())


def _map(settings: Settings, origin: str) -> None:
    """Each part of `map` names a field of an article and a column."""
    for name, column in settings.columns:
        if name not in FIELDS or not column:
            hint = f"FIELD=COLUMN, with FIELD one of: {', '.join(FIELDS)}"
            raise SettingError(
                f"map = {shown(settings.map)} maps no field to a column", where=origin, hint=hint
            )


def _language(settings: Settings, origin: str) -> None:
    """A language has labels: ours, or a catalogue in the user's folder."""
    own = sorted(path.stem for path in settings.labels.glob("*.po")) if settings.labels else []
    known = dict.fromkeys((*LANGUAGES, *own))
    if settings.language not in known:
        raise SettingError(
            f"language = {shown(settings.language)} must be one of: {', '.join(known)}",
            where=origin,
            hint="For another, put its catalogue into the folder of the setting labels",
        )
