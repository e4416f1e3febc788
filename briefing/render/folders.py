"""The folders of themes, and where the names in them lead: the one place that says so.

Whoever made a theme need not be trusted with the files of this machine. Whatever a theme names (templates,
stylesheets, assets, logo, fonts, its own theme.toml) is found by `held`, which knows nothing outside the
theme's real folder; and a theme whose folder is a link out of the folder of themes is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).parents[1] / "templates"
BUILTIN = (_PACKAGE if _PACKAGE.is_dir() else Path(__file__).parents[2] / "templates").resolve()
"""Where our themes lie: in the package when it is installed, beside it in a working copy."""


def held(folder: Path, name: str) -> Path | None:
    """The real path of the file that a name means in a folder; none where there is none.

    Links, `..` and absolute paths are followed first, and then only what lies in the real folder counts.
    """
    try:
        real = folder.resolve(strict=True)
        path = (real / name).resolve(strict=True)
        return path if path.is_relative_to(real) and path.is_file() else None
    except (OSError, ValueError, RuntimeError):  # not there, no name of a file, links in a circle
        return None


def held_files(folder: Path) -> Iterator[str]:
    """The names of all files in a folder and below it, in order, without what leads out of it."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if held(folder, name):
            yield name


def is_ours(folder: Path) -> bool:
    """Whether a folder is one of the built-in themes', wherever links to it may lie."""
    return folder.resolve().is_relative_to(BUILTIN)


def names(root: Path) -> tuple[str, ...]:
    """The names of the themes in a folder of themes."""
    if not root.is_dir():
        return ()
    return tuple(sorted(p.name for p in root.iterdir() if p.is_dir() and barred(root, p.name) is None))


def barred(root: Path, name: str) -> str | None:
    """Why something in a folder of themes is no theme; none where nothing speaks against it."""
    real, theme = root.resolve(), (root / name).resolve()
    if real.parent == real:
        return "is the whole file system, and no folder of themes"
    if name.startswith("."):
        return "is hidden, and no theme"
    if not theme.is_relative_to(real) or theme == real:
        return "is a link that leads out of the folder of themes"
    return None
