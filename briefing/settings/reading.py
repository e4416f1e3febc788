"""From the four layers to one record of settings, each value checked and with its origin."""

from __future__ import annotations

import dataclasses
import datetime
import math
import re
import tomllib
import typing
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from briefing.errors import SettingError
from briefing.owning import others_hand
from briefing.settings.declaring import (
    ANY_NAME,
    PREFIX,
    Declared,
    Given,
    declared_in,
    fields,
    is_named,
    is_path,
    is_record,
)
from briefing.settings.lines import Key, lines
from briefing.settings.showing import shown_of
from briefing.toml import read_toml

NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""What no format can hold; lone surrogates are left of bytes in a variable that are no UTF-8."""
TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}

Found = dict[Key, tuple[object, str]]
"""What is set, by key: the value, and where it came from."""


def from_file(kind: type, file: Path) -> Found:
    """What a settings file sets. Raises SettingError where it reaches out and is not the user's own file."""
    text = _text(file)
    parsed = _parsed(text, file)
    at = lines(text)
    hand = others_hand(file)
    found: Found = {}
    for key, raw in _leaves(kind, parsed, ()):
        origin = f"{file}:{at.get(key, 1)}"
        if hand and (setting := _setting(kind, key, origin)).reaches_out:
            raise SettingError(
                f"{setting.key} is not taken from a settings file that {hand}",
                where=origin,
                hint="Look at the file; then chown and chmod go-w make it yours",
            )
        value = _value(kind, key, raw, origin, file.parent)
        # A theme's logo or font may still be named there, but leads nowhere else.
        held = dataclasses.replace(value, held=True) if hand and isinstance(value, Given) else value
        found[key] = (held, origin)
    return found


def from_environment(kind: type, environment: Mapping[str, str]) -> Found:
    """What variables set: `BRIEFING_EMAIL_HOST` for `email.host`."""
    named = {d.variable: tuple(d.key.split(".")) for d in declared_in(kind).values() if d.variable}
    free = {d.variable: tuple(d.key.split(".")) for d in declared_in(kind).values() if d.free}
    found: Found = {}
    for variable, text in sorted(environment.items()):
        if variable.startswith(PREFIX):
            key = named.get(variable) or _below(free, variable)
            key = key or (variable.removeprefix(PREFIX).lower(),)
            found[key] = (_value(kind, key, _from_text(kind, key, text), variable, Path()), variable)
    return found


def from_options(kind: type, options: Mapping[str, object]) -> Found:
    """What options of the command line set; one that is None was not given."""
    found: Found = {}
    for name, raw in options.items():
        if raw is not None:
            key, origin = tuple(name.split(".")), "--" + name.replace("_", "-")
            given = _from_text(kind, key, raw) if isinstance(raw, str) else raw
            found[key] = (_value(kind, key, given, origin, None), origin)
    return found


def built(kind: type, found: Found, prefix: Key = ()) -> Any:
    """The record of what is set; what is not set has its default."""
    values: dict[str, object] = {}
    for name, of in fields(kind).items():
        key = (*prefix, name)
        below = {k: v for k, v in found.items() if k[: len(key)] == key}
        if is_record(of):
            values[name] = built(of, below, key)
        elif is_named(of):
            inner = typing.get_args(of)[1]
            names = dict.fromkeys(k[len(key)] for k in below if len(k) > len(key))
            if is_record(inner):
                values[name] = {n: built(inner, below, (*key, n)) for n in names}
            else:
                values[name] = {n: below[(*key, n)][0] for n in names}
        elif below:
            values[name] = below[key][0]
    return kind(**values)


def _below(free: Mapping[str, Key], variable: str) -> Key | None:
    """The key of a variable that sets a value of a free table: `BRIEFING_THEME_OPTIONS_ACCENT`."""
    for table, key in free.items():
        if variable.startswith(f"{table}_"):
            return (*key, variable.removeprefix(f"{table}_").lower())
    return None


def _leaves(kind: Any, parsed: Any, prefix: Key) -> Iterator[tuple[Key, object]]:
    """Every value of a parsed file that is a setting, with its key; tables are gone into."""
    for name, raw in parsed.items():
        key = (*prefix, name)
        of = fields(kind).get(name) if is_record(kind) else typing.get_args(kind)[1]
        if isinstance(raw, dict) and (is_record(of) or is_named(of)):
            yield from _leaves(of, raw, key)
        else:
            yield key, raw


def _setting(kind: type, key: Key, origin: str) -> Declared:
    """The declaration of a key. Raises SettingError with the nearest known key where there is none."""
    known = declared_in(kind)
    for setting in known.values():
        parts = setting.key.split(".")
        if setting.free and list(key[:-1]) == parts:
            return dataclasses.replace(setting, key=".".join(key), type=Given)
        if len(parts) == len(key) and all(p in (k, ANY_NAME) for p, k in zip(parts, key, strict=True)):
            return dataclasses.replace(setting, key=".".join(key))
    name = ".".join(key)
    near = get_close_matches(name, known, n=1)
    hint = f"The nearest is {near[0]!r}" if near else f"There are: {', '.join(known)}"
    raise SettingError(f"unknown setting {name!r}", where=origin, hint=hint)


def _from_text(kind: type, key: Key, text: str) -> object:
    """What a text from the environment or the command line stands for; lists are split at commas."""
    setting = declared_in(kind).get(".".join(key))
    if setting is not None and setting.type is bool:
        return TRUTH.get(text.strip().lower(), text)
    if setting is not None and setting.type is int and re.fullmatch(r"-?\d{1,12}", text.strip()):
        return int(text)
    if (
        setting is not None
        and setting.type is float
        and re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", text.strip())
    ):
        return float(text)
    if setting is not None and setting.type == tuple[str, ...]:
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _value(kind: type, key: Key, raw: object, origin: str, folder: Path | None) -> object:
    setting = _setting(kind, key, origin)
    if setting.type is Given:
        return Given(value=raw, origin=origin, folder=folder or Path())
    value = _typed(setting, raw, origin, folder)
    if setting.check and value != setting.default and (trouble := setting.check(str(value))):
        raise SettingError(
            f"{setting.key} = {shown_of(setting, value)} {trouble}",
            where=origin,
            hint=setting.meaning.rstrip("."),
        )
    return value


def _typed(setting: Declared, raw: object, origin: str, folder: Path | None) -> object:
    if isinstance(raw, datetime.date) and setting.type is str:
        return raw.isoformat()
    if setting.type in (bool, int) and type(raw) is setting.type:
        return raw
    number = raw if isinstance(raw, int | float) and not isinstance(raw, bool) else math.nan
    if setting.type is float and math.isfinite(number):
        return float(number)
    if setting.type == tuple[str, ...] and isinstance(raw, list) and all(isinstance(v, str) for v in raw):
        return tuple(dict.fromkeys(raw))
    if setting.type is str and isinstance(raw, str) and not NO_TEXT.search(raw):
        return raw.strip()
    if is_path(setting.type) and isinstance(raw, (str, Path)) and "\0" not in str(raw):
        if not str(raw):
            return setting.default
        return folder / Path(raw).expanduser() if folder else Path(raw).expanduser()
    wanted = {
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        str: "a text",
        tuple[str, ...]: "a list of texts",
    }
    expected = "a table" if is_named(setting.type) else wanted.get(setting.type, "a folder")
    raise SettingError(
        f"{setting.key} = {shown_of(setting, raw)} is not {expected}",
        where=origin,
        hint=setting.meaning.rstrip("."),
    )


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
        return read_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingError(f"is no TOML: {error}", where=str(file), hint="Mend that line") from error
