"""Themes: folders of templates, stylesheets and fonts, laid over one another, and their options.

A user's folder of themes is laid on top of ours file by file; what a theme lacks comes from the theme
that it extends, in the end from `intelligence`. `theme.toml` says what the theme is called, which version
of the template contract it was written for, and which options it has; `briefing.toml` sets them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from briefing.errors import TemplateError, UsageError
from briefing.model import record
from briefing.render.folders import BUILTIN, barred, held, held_files, is_ours, names
from briefing.render.options import FILES, set_options
from briefing.settings import Given
from briefing.toml import read_toml

BASE_THEME = "intelligence"
CONTRACT = 2
"""The version of what templates may rely on; `contract.toml` tells what changed."""

KEYS = ("name", "description", "extends", "contract", "pages", "options", "choices", "titles")
"""What may stand in `theme.toml`."""


@record
class Theme:
    """A theme by name: its folders, a user's first, and what `theme.toml` and the settings say.

    `pages` is the most pages that its PDF may have (0: any number), `titles` those of sections of
    its own, `labels` the folder of the user's label catalogues.
    """

    name: str
    folders: tuple[Path, ...]
    description: str
    options: dict[str, Any]
    contract: int = CONTRACT
    pages: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)
    labels: Path | None = None

    @property
    def own(self) -> bool:
        """Whether a file of the user's may be in it: then it is rendered apart, with a time limit."""
        return bool(self.own_folders)

    @property
    def own_folders(self) -> tuple[Path, ...]:
        """The folders of the theme that are the user's."""
        return tuple(folder for folder in self.folders if not is_ours(folder))

    def file(self, name: str) -> Path | None:
        """A file of the theme; none where there is none, or where the name leads out of its folder."""
        return next((path for folder in self.folders if (path := held(folder, name))), None)

    def files(self) -> tuple[str, ...]:
        """The names of all files of the theme, in order."""
        return tuple(sorted({name for folder in self.folders for name in held_files(folder)}))


def find_theme(
    name: str,
    templates_folder: Path | None = None,
    *,
    options: Mapping[str, Given] = MappingProxyType({}),
    labels: Path | None = None,
) -> Theme:
    """The theme of this name, with its options as given.

    Raises UsageError, naming the themes there are, where there is none; SettingError where an option is
    unknown or its value does not fit; TemplateError where the theme's own files are at fault.
    """
    folders = theme_folders(name, templates_folder)
    told = [about(folder) for folder in reversed(folders)]
    own = told[-1]
    if (contract := own.get("contract", CONTRACT)) > CONTRACT:
        raise TemplateError(
            f"is for version {contract} of the template contract; this program has {CONTRACT}",
            where=f"theme {name}",
            hint="Update the program",
        )
    choices = {k: v for one in told for k, v in one.get("choices", {}).items()}
    declared = {k: v for one in told for k, v in one.get("options", {}).items()}
    files = {k: v for folder in reversed(folders) for k, v in _files(folder).items()}
    return Theme(
        name=name,
        folders=folders,
        description=next((str(one["description"]) for one in reversed(told) if "description" in one), ""),
        options=set_options(declared, given={**files, **options}, choices=choices, theme=name),
        contract=contract,
        pages=next((one["pages"] for one in reversed(told) if "pages" in one), 0),
        titles={k: str(v) for one in told for k, v in one.get("titles", {}).items()},
        labels=labels,
    )


def theme_folders(name: str, templates_folder: Path | None = None) -> tuple[Path, ...]:
    """The folders of the theme of this name, and of those that it stands on. Raises as `find_theme` does."""
    roots = [r for r in (templates_folder, BUILTIN) if r is not None]
    return tuple(root / n for n in _line(name, roots) for root in roots if n in names(root))


def about(folder: Path) -> dict[str, Any]:
    """What a folder's `theme.toml` says; nothing where it has none."""
    path, file = folder / "theme.toml", held(folder, "theme.toml")
    if file is None:
        return {}
    try:
        told = read_toml(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TemplateError(f"can't be read: {error}", where=str(path), hint="Mend the file") from error
    kinds = {"contract": int, "pages": int, "options": dict, "choices": dict, "titles": dict}
    for key, value in told.items():
        if key not in KEYS:
            near = get_close_matches(key, KEYS, n=1)
            hint = f"The nearest is {near[0]!r}" if near else f"There are: {', '.join(KEYS)}"
            raise TemplateError(f"unknown key {key!r}", where=str(path), hint=hint)
        if not isinstance(value, kinds.get(key, str)):
            raise TemplateError(f"{key} is no {kinds.get(key, str).__name__}", where=str(path))
    return told


def _files(folder: Path) -> dict[str, Given]:
    """Options of `theme.toml` that name files of the theme's own folder."""
    told = about(folder).get("options", {})
    origin = str(folder / "theme.toml")
    return {k: Given(value=told[k], origin=origin, folder=folder, held=True) for k in FILES if told.get(k)}


@lru_cache(maxsize=1)
def _contract() -> tuple[tuple[int, tuple[str, ...]], ...]:
    data = tomllib.loads((Path(__file__).parent / "contract.toml").read_text(encoding="utf-8"))
    return tuple((v["number"], tuple(v["changes"])) for v in data["version"])


def changes_since(contract: int) -> str:
    """What has changed in the template contract after this version, in a line; empty for the newest."""
    new = [change for number, changes in _contract() if number > contract for change in changes]
    if not new:
        return ""
    return f"The theme is for version {contract} of the template contract; since then: {'; '.join(new)}"


def _line(name: str, roots: list[Path]) -> Iterator[str]:
    """The theme, the one that it extends, and so on to the one that all others stand on."""
    seen: list[str] = []
    while name not in seen:
        if not any(name in names(root) for root in roots):
            if found := next((r for r in roots if r / name in r.glob("*") and barred(r, name)), None):
                hint = "A theme is a folder in the folder of themes: put it there, or name the one it is in"
                raise TemplateError(f"{barred(found, name)}", where=str(found / name), hint=hint)
            known = ", ".join(sorted({n for root in roots for n in names(root)}))
            what, hint = f"no theme {name!r}", f"There are: {known}"
            if not seen:
                raise UsageError(what, hint=hint)
            raise TemplateError(what, where=f"theme {seen[-1]}", hint=hint)
        seen.append(name)
        told = next((t for root in roots if name in names(root) and (t := about(root / name))), {})
        name = str(told.get("extends", BASE_THEME))
    yield from dict.fromkeys((*seen, BASE_THEME))
