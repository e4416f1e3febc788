"""The options of a theme: declared in `theme.toml` by their defaults, set in `briefing.toml`.

A value must be of its default's kind. Some names mean more: `logo` and `fonts` are files, read
here and handed to the templates as `data:` addresses, so that no template reads a file; the values
of `STYLES` go into stylesheets and may hold nothing that ends a declaration.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from briefing.errors import SettingError
from briefing.model import record
from briefing.render.folders import held
from briefing.settings import Given, shown

STYLES = ("accent", "sans", "serif", "variables", "dark")
FILES = ("logo", "fonts")
LARGEST = 2_000_000
"""Bytes of a logo or font, which travel within every page."""

TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}
LOGOS = (".png", ".svg", ".jpg", ".jpeg")
_FIRST_BYTES = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}
FONTS = (".ttf", ".otf", ".woff2", ".woff")

_STYLE = re.compile(r"[\w\s#%.,()/+*-]*")


@record
class Face:
    """A font file of the user's: what `@font-face` needs to know of it, and the file as an address."""

    family: str
    weight: int
    style: str
    address: str


def data_address(path: Path) -> str:
    """A file as a `data:` address."""
    kind = TYPES.get(path.suffix.lower(), "application/octet-stream")
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"


def set_options(
    declared: Mapping[str, Any],
    *,
    given: Mapping[str, Given],
    choices: Mapping[str, list[str]],
    theme: str,
) -> dict[str, Any]:
    """The options with what is given in the place of their defaults; SettingError where that can't be."""
    values = dict(declared)
    for name, one in given.items():
        if name not in declared:
            near = get_close_matches(name, declared, n=1)
            hint = f"The nearest is {near[0]!r}" if near else f"There are: {', '.join(declared)}"
            raise SettingError(f"theme {theme} has no option {name!r}", where=one.origin, hint=hint)
        trouble = _trouble(name, one.value, declared[name], choices.get(name))
        if trouble:
            raise SettingError(f"theme_options.{name} = {shown(one.value)} {trouble}", where=one.origin)
        values[name] = _read(name, one)
    return values


def _trouble(name: str, value: object, default: object, choices: list[str] | None) -> str | None:
    """Why a value can't be that of the option."""
    kinds = {bool: "true or false", str: "a text", int: "a whole number", list: "a list", dict: "a table"}
    if type(value) is not type(default):
        return f"is not {kinds.get(type(default), 'of the right kind')}"
    if choices and (wrong := set(value if isinstance(value, list) else [value]) - set(choices)):
        near = get_close_matches(str(min(wrong)), choices, n=1)
        return f"must be one of: {', '.join(choices)}" + (f" (the nearest is {near[0]!r})" if near else "")
    if isinstance(value, list) and not all(isinstance(v, str) for v in value):
        return "is not a list of texts"
    if name in STYLES:
        texts = (*value, *value.values()) if isinstance(value, dict) else (value,)
        if not all(isinstance(t, str) and _STYLE.fullmatch(t) for t in texts):
            return "holds what a stylesheet can't; colours, lengths and names without quotation marks can"
    return None


def _read(name: str, given: Given) -> Any:
    """The value as templates get it."""
    if name == "logo" and given.value:
        path = _file(str(given.value), given, LOGOS)
        if not _is_picture(path):
            raise SettingError(f"{path} holds no picture of its kind", where=given.origin)
        return data_address(path)
    if name == "fonts" and isinstance(given.value, list):
        return [_face(_file(text, given, FONTS), given) for text in given.value]
    return given.value


def _file(text: str, given: Given, endings: tuple[str, ...]) -> Path:
    """The file that an option names: one that is held in its folder, one of the user's own anywhere."""
    path = given.folder / Path(text).expanduser()
    found = held(given.folder, text) if given.held else path
    if not {path.suffix.lower(), (found or path).suffix.lower()} <= set(endings):
        raise SettingError(f"{text}: is none of {', '.join(endings)}", where=given.origin)
    if found is None:
        raise SettingError(
            f"{text} is no file in {given.folder}, out of which it may not lead", where=given.origin
        )
    if not found.is_file():
        beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        near = get_close_matches(path.name, beside, n=1)
        hint = f"The nearest is {near[0]!r}" if near else "It is meant from the folder of the settings"
        raise SettingError(f"{path} is no file that is there", where=given.origin, hint=hint)
    if found.stat().st_size > LARGEST:
        raise SettingError(f"{path} is over {LARGEST / 1e6:.0f} MB", where=given.origin)
    return found


def _is_picture(path: Path) -> bool:
    """Whether a file is what its name says: pages that go out must not carry another under that name."""
    if path.suffix.lower() != ".svg":
        with path.open("rb") as file:
            return file.read(8).startswith(_FIRST_BYTES[path.suffix.lower()])
    try:
        # Entities are not looked up, and nothing is drawn here.
        _, root = next(ET.iterparse(path, events=("start",)))  # noqa: S314
    except (ET.ParseError, StopIteration, ValueError):
        return False
    return str(root.tag).rpartition("}")[2] == "svg"


def _face(path: Path, given: Given) -> Face:
    """A font's family, weight and style, as the file itself tells them."""
    from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

    try:
        with TTFont(path, lazy=True) as font:
            names, os2 = font["name"], font["OS/2"]
            family = names.getDebugName(16) or names.getDebugName(1) or path.stem
            weight, italic = int(os2.usWeightClass), bool(os2.fsSelection & 1)
    except (TTLibError, OSError, KeyError) as error:
        raise SettingError(f"{path} is no font: {error}", where=given.origin) from error
    return Face(
        family=re.sub(r"[^\w\s-]", "", str(family)),
        weight=weight,
        style="italic" if italic else "normal",
        address=data_address(path),
    )
