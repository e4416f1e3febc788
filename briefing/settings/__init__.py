"""Settings: each declared once, with its type, its default and what it means.

Four layers, each over the one before: built-in, the file `briefing.toml`, environment variables
(`BRIEFING_LANGUAGE` for `language`), the command line. A value knows which layer it came from.
The example file and `briefing settings` are printed from the declarations below, so that neither
can say anything else.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import textwrap
import tomllib
import typing
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from briefing.errors import SettingError
from briefing.model import record

FILE_NAME = "briefing.toml"
PREFIX = "BRIEFING_"
BUILT_IN = "built-in"
COMMENT_WIDTH = 88
TLP = ("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR")
NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""What no format can hold; lone surrogates are left of bytes in a variable that are no UTF-8."""
TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _setting(default: object, meaning: str, check: Callable[[str], str | None] | None = None) -> Any:
    return dataclasses.field(default=default, metadata={"meaning": meaning, "check": check})


def _day(value: str) -> str | None:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return "is no date of the form 2026-11-20"
    return None


def _marking(value: str) -> str | None:
    if value.startswith("TLP:") and value not in TLP:
        return f"is no label of TLP 2.0; there are: {', '.join(TLP)}"
    return None if value.strip() else "must not be empty"


def _file_name(value: str) -> str | None:
    return None if re.fullmatch(r"\w[\w.+-]*", value) else "can't be part of a file name"


def _folder(value: str) -> str | None:
    return None if Path(value).is_dir() else "is no folder that is there"


def _one_of(*known: str) -> Callable[[str], str | None]:
    return lambda value: None if value in known else f"must be one of: {', '.join(known)}"


@record
class Settings:
    """The value of every setting. An empty text, or none for a folder, means: not set."""

    title: str = _setting("", "Title of the brief. Empty: 'Daily briefing', in the brief's language.")
    number: str = _setting("", "Number of the brief. Empty: year and day of the year, such as 2026-324.")
    date: str = _setting(
        "", "Date of the brief. Empty: the day of SOURCE_DATE_EPOCH, if set; else today.", _day
    )
    language: str = _setting(
        "en",
        "Language of labels, dates and numbers: en or id. Quotations stay in the original.",
        _one_of("en", "id"),
    )
    marking: str = _setting(
        "TLP:CLEAR", "Marking at the head and foot of every page, as it stands.", _marking
    )
    prepared_by: str = _setting("", "Who prepared the brief, for its cover.")
    prepared_for: str = _setting("", "Whom the brief is for, for its cover.")
    out: Path = _setting(Path("reports"), "Folder for the briefs; each goes to a folder of its date in it.")
    slug: str = _setting(
        "",
        "File name of the brief, without ending. Empty: made from the title if set, else 'briefing'.",
        _file_name,
    )
    format: tuple[str, ...] = _setting(
        ("pdf", "html", "json"), "Formats to make: pdf, html, json, txt, md, or a plugin's."
    )
    theme: str = _setting("intelligence", "Theme: the templates and styles that the brief is set in.")
    templates: Path | None = _setting(
        None, "Folder with themes of your own; a file there comes before the built-in one.", _folder
    )
    lexicon: Path | None = _setting(
        None, "Folder with word lists of your own, laid on top of the built-in ones.", _folder
    )
    extractors: tuple[str, ...] = _setting(
        (), "Extractors of plugins to run after the built-in ones, in this order."
    )
    strict: bool = _setting(False, "Whether what is made, but with problems, ends with exit status 3.")


@record
class Declared:
    """One setting as declared in `Settings`."""

    key: str
    type: Any
    default: object
    meaning: str
    check: Callable[[str], str | None] | None

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.key.upper()


@record
class Loaded:
    """The settings, and for each key where its value came from ("briefing.toml:3", "--theme")."""

    settings: Settings
    origins: Mapping[str, str]


@lru_cache(maxsize=1)
def declared() -> Mapping[str, Declared]:
    """Every setting by its key, in the order of the example file."""
    types = typing.get_type_hints(Settings)
    return MappingProxyType(
        {
            field.name: Declared(
                key=field.name,
                type=types[field.name],
                default=field.default,
                meaning=field.metadata["meaning"],
                check=field.metadata["check"],
            )
            for field in dataclasses.fields(Settings)
        }
    )


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
    values: dict[str, object] = {}
    origins = dict.fromkeys(declared(), BUILT_IN)
    if file is not None:
        text = _text(file)
        for key, raw in _parsed(text, file).items():
            origin = f"{file}:{_line(text, key)}"
            values[key] = _value(key, raw, origin, folder=file.parent)
            origins[key] = origin
    for variable, text in sorted(environment.items()):
        if variable.startswith(PREFIX):
            key = variable.removeprefix(PREFIX).lower()
            values[key] = _value(key, _from_text(key, text), variable)
            origins[key] = variable
    for key, raw in options.items():
        if raw is not None:
            origin = "--" + key.replace("_", "-")
            values[key] = _value(key, _from_text(key, raw) if isinstance(raw, str) else raw, origin)
            origins[key] = origin
    return Loaded(settings=Settings(**values), origins=MappingProxyType(origins))  # type: ignore[arg-type]


def shown(value: object) -> str:
    """A value as it would stand in briefing.toml."""
    if value is None:
        return '""'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(shown(v) for v in value) + "]"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text) + '"'


def example() -> str:
    """The text of briefing.example.toml: every setting explained, each at its default."""
    lines = ["# Settings of briefing. Save as briefing.toml, and take the # from the lines to change."]
    for setting in declared().values():
        comment = textwrap.wrap(f"{setting.meaning} ({setting.variable})", COMMENT_WIDTH)
        lines += ["", *(f"# {line}" for line in comment), f"#{setting.key} = {shown(setting.default)}"]
    return "\n".join(lines) + "\n"


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SettingError(
            f"the settings can't be read: {reason}", where=str(file), hint="Name another file with --settings"
        ) from error


def _parsed(text: str, file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingError(f"is no TOML: {error}", where=str(file), hint="Mend that line") from error


def _line(text: str, key: str) -> int:
    """The line of a top-level key or table; tomllib tells none."""
    name = rf"[\"']?{re.escape(key)}[\"']?"
    found = re.search(rf"^[ \t]*(?:{name}[ \t]*[=.]|\[+[ \t]*{name}[ \t]*[\].])", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _from_text(key: str, text: str) -> object:
    """What a text from the environment or the command line stands for; lists are split at commas."""
    setting = declared().get(key)
    if setting is not None and setting.type is bool:
        return TRUTH.get(text.strip().lower(), text)
    if setting is not None and setting.type == tuple[str, ...]:
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _value(key: str, raw: object, origin: str, *, folder: Path | None = None) -> object:
    setting = declared().get(key)
    if setting is None:
        near = get_close_matches(key, declared(), n=1)
        hint = f"The nearest is {near[0]!r}" if near else f"There are: {', '.join(declared())}"
        raise SettingError(f"unknown setting {key!r}", where=origin, hint=hint)
    value = _typed(setting, raw, origin, folder)
    if setting.check and value != setting.default and (trouble := setting.check(str(value))):
        raise SettingError(
            f"{key} = {shown(value)} {trouble}", where=origin, hint=setting.meaning.rstrip(".")
        )
    return value


def _typed(setting: Declared, raw: object, origin: str, folder: Path | None) -> object:
    if isinstance(raw, datetime.date) and setting.type is str:
        return raw.isoformat()
    if setting.type is bool and isinstance(raw, bool):
        return raw
    if setting.type == tuple[str, ...] and isinstance(raw, list) and all(isinstance(v, str) for v in raw):
        return tuple(dict.fromkeys(raw))
    if setting.type is str and isinstance(raw, str) and not NO_TEXT.search(raw):
        return raw.strip()
    if setting.type in (Path, Path | None) and isinstance(raw, (str, Path)) and "\0" not in str(raw):
        if not str(raw):
            return setting.default
        return folder / Path(raw).expanduser() if folder else Path(raw).expanduser()
    wanted = {bool: "true or false", str: "a text", tuple[str, ...]: "a list of texts"}
    raise SettingError(
        f"{setting.key} = {shown(raw)} is not {wanted.get(setting.type, 'a folder')}",
        where=origin,
        hint=setting.meaning.rstrip("."),
    )
