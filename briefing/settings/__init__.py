"""Settings: each declared once, with its type, its default and what it means (`declarations`).

Four layers, each over the one before: built-in, the file `briefing.toml`, environment variables
(`BRIEFING_LANGUAGE` for `language`), the command line. A value knows which layer it came from.
The example file and `briefing settings` are printed from the declarations, so that neither can say
anything else.
"""

from __future__ import annotations

import datetime
import re
import textwrap
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from briefing import markings
from briefing.errors import MarkingError, SettingError
from briefing.model import record
from briefing.settings.declarations import PREFIX, SCALES, Declared, Pairs, Settings, declared

__all__ = [
    "FILE_NAME",
    "PREFIX",
    "SCALES",
    "Declared",
    "Loaded",
    "Settings",
    "declared",
    "example",
    "load",
    "shown",
]

FILE_NAME = "briefing.toml"
BUILT_IN = "built-in"
COMMENT_WIDTH = 88
PAIR = re.compile(r"\s*=\s*")
NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""What no format can hold; lone surrogates are left of bytes in a variable that are no UTF-8."""
TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@record
class Loaded:
    """The settings, and for each key where its value came from ("briefing.toml:3", "--theme")."""

    settings: Settings
    origins: Mapping[str, str]


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
    settings = Settings(**values)  # type: ignore[arg-type]
    _agree(settings, origins)
    return Loaded(settings=settings, origins=MappingProxyType(origins))


def _agree(settings: Settings, origins: Mapping[str, str]) -> None:
    """Nothing when all markings are of one scheme; else SettingError. Without a scheme any text may mark."""
    try:
        scheme, key = markings.own_scheme(settings.marking_scheme), "marking_scheme"
        for key, label in (
            ("marking", settings.marking),
            *(("source_marking", v) for _, v in settings.source_marking),
        ):
            if label and (key != "marking" or settings.marking_scheme):
                markings.rank(label, scheme)
    except MarkingError as error:
        raise SettingError(f"{key}: {error.what}", where=origins[key], hint=error.hint) from error


def shown(value: object) -> str:
    """A value as it would stand in briefing.toml."""
    if value is None:
        return '""'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return "{ " + ", ".join(f"{shown(k)} = {shown(v)}" for k, v in value) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(shown(v) for v in value) + "]"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text) + '"'


def example() -> str:
    """The text of briefing.example.toml: every setting explained, each at its default."""
    lines = ["# Settings of briefing. Save as briefing.toml, and take the # from the lines to change."]
    for setting in declared().values():
        comment = textwrap.wrap(f"{setting.meaning} ({setting.variable})", COMMENT_WIDTH)
        lines += ["", *(f"# {line}" for line in comment), f"#{setting.key} = {_default(setting)}"]
    return "\n".join(lines) + "\n"


def _default(setting: Declared) -> str:
    return "{}" if setting.type == Pairs else shown(setting.default)


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
    if setting is not None and setting.type == Pairs:
        parts = [PAIR.split(part.strip(), maxsplit=1) for part in text.split(",") if part.strip()]
        return {part[0]: part[-1] for part in parts}
    return text


def _value(key: str, raw: object, origin: str, *, folder: Path | None = None) -> object:
    setting = declared().get(key)
    if setting is None:
        near = get_close_matches(key, declared(), n=1)
        hint = f"The nearest is {near[0]!r}" if near else f"There are: {', '.join(declared())}"
        raise SettingError(f"unknown setting {key!r}", where=origin, hint=hint)
    value = _typed(setting, raw, origin, folder)
    if setting.check and value != setting.default:
        trouble = next(filter(None, map(setting.check, _checked(value))), None)
        if trouble:
            what = f"{key} = {shown(value)} {trouble}"
            raise SettingError(what, where=origin, hint=setting.meaning.rstrip("."))
    return value


def _checked(value: object) -> tuple[str, ...]:
    """What of a value a check looks at: each text of a list, each value of a table."""
    parts = value if isinstance(value, tuple) else (value,)
    return tuple(str(part[1] if isinstance(part, tuple) else part) for part in parts)


def _typed(setting: Declared, raw: object, origin: str, folder: Path | None) -> object:
    if isinstance(raw, datetime.date) and setting.type is str:
        return raw.isoformat()
    if setting.type is bool and isinstance(raw, bool):
        return raw
    if setting.type == tuple[str, ...] and isinstance(raw, list) and all(isinstance(v, str) for v in raw):
        return tuple(dict.fromkeys(raw))
    if setting.type == Pairs and isinstance(raw, dict) and all(isinstance(v, str) for v in raw.values()):
        return tuple((key, value.strip()) for key, value in raw.items())
    if setting.type is str and isinstance(raw, str) and not NO_TEXT.search(raw):
        return raw.strip()
    if setting.type in (Path, Path | None) and isinstance(raw, (str, Path)) and "\0" not in str(raw):
        if not str(raw):
            return setting.default
        return folder / Path(raw).expanduser() if folder else Path(raw).expanduser()
    wanted = {
        bool: "true or false",
        str: "a text",
        tuple[str, ...]: "a list of texts",
        Pairs: "a table of texts",
    }
    raise SettingError(
        f"{setting.key} = {shown(raw)} is not {wanted.get(setting.type, 'a folder')}",
        where=origin,
        hint=setting.meaning.rstrip("."),
    )
