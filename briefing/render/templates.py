"""Themes and the environment in which their templates run: sandboxed, strict, escaping.

A theme is a folder of templates, stylesheets and fonts. A user's folder of themes is laid on top of
ours file by file; what a theme lacks comes from `intelligence`; a template extends ours by name: `{%
extends "builtin:intelligence/brief.html.j2" %}`. Text from articles is data: it is never template source,
never marked safe, and a template can read no file but its theme's.
"""

from __future__ import annotations

import base64
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from briefing.errors import TemplateError
from briefing.model import Brief, record
from briefing.render.annex import annex
from briefing.render.catalogue import Labels, labels
from briefing.render.filters import filters, visible
from briefing.render.outline import outline

_PACKAGE = Path(__file__).parents[1] / "templates"
BUILTIN = _PACKAGE if _PACKAGE.is_dir() else Path(__file__).parents[2] / "templates"
"""Where our themes lie: in the package when it is installed, beside it in a working copy."""

BASE_THEME = "intelligence"
FONT_TYPE = "font/woff2"


@record
class Theme:
    """A theme by name: its folders, a user's first, and what `theme.toml` says."""

    name: str
    folders: tuple[Path, ...]
    description: str
    options: dict[str, Any]

    def file(self, name: str) -> Path | None:
        """A file of the theme; none where there is none, or where the name leads out of its folder."""
        for folder in self.folders:
            path = (folder / name).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path
        return None


def find_theme(name: str, templates_folder: Path | None = None) -> Theme:
    """The theme of this name. Raises TemplateError, naming those there are, where there is none."""
    roots = [r for r in (templates_folder, BUILTIN) if r is not None]
    if not any(name in _themes(root) for root in roots):
        known = ", ".join(sorted({n for root in roots for n in _themes(root)}))
        raise TemplateError(f"no theme {name!r}", hint=f"There are: {known}")
    # What a theme does not have itself comes from the one that all others stand on.
    names = dict.fromkeys((name, BASE_THEME))
    folders = tuple(root / n for n in names for root in roots if n in _themes(root))
    told = [_about(folder / "theme.toml") for folder in reversed(folders)]
    options = {key: value for about in told for key, value in about.get("options", {}).items()}
    description = next((about["description"] for about in reversed(told) if "description" in about), "")
    return Theme(name=name, folders=folders, description=str(description), options=options)


def _themes(root: Path) -> set[str]:
    return {p.name for p in root.iterdir() if p.is_dir()} if root.is_dir() else set()


def _about(path: Path) -> dict[str, Any]:
    """What a folder's `theme.toml` says; nothing where it has none."""
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TemplateError(f"can't be read: {error}", where=str(path), hint="Mend the file") from error


def fill(
    template: str,
    brief: Brief,
    chosen: Theme,
    *,
    language: str | None = None,
    medium: str = "screen",
    show: Callable[[Any], Any] | None = None,
    autoescape: bool = True,
    extra: Mapping[str, Callable[..., Any]] | None = None,
) -> str:
    """A template of the theme, filled with the brief.

    Jinja2 escapes values for HTML; `show` is what another format does to every value that is printed
    (what it returns as Markup is not escaped again), `extra` are filters of that format. Raises
    TemplateError with file, line and reason.
    """
    words = labels(language or brief.language)
    environment = _environment(chosen, autoescape=autoescape, finalize=show or shown)
    environment.filters.update(filters(brief, words))
    environment.filters.update(extra or {})
    environment.globals.update(_globals(brief, words, chosen, medium))
    try:
        return environment.get_template(template).render(brief=brief)
    except TemplateNotFound as error:
        raise TemplateError(f"has no file {error}", where=f"theme {chosen.name}") from error
    except TemplateSyntaxError as error:
        where = f"{error.filename or error.name}, line {error.lineno}"
        raise TemplateError(f"{error.message}", where=where) from error
    except (JinjaError, TypeError, ValueError, KeyError, AttributeError) as error:
        raise TemplateError(f"{error}", where=f"{chosen.name}/{template}, {_line(error)}") from error


def _line(error: BaseException) -> str:
    """The innermost line of a template that the error came through."""
    place, step = "line unknown", error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if name.endswith((".j2", ".css")):
            place = f"{Path(name).name}, line {step.tb_lineno}"
        step = step.tb_next
    return place


def _environment(chosen: Theme, *, autoescape: bool, finalize: Callable[[Any], Any]) -> SandboxedEnvironment:
    loaders: list[BaseLoader] = [FileSystemLoader(folder) for folder in chosen.folders]
    loaders.append(PrefixLoader({"builtin": FileSystemLoader(BUILTIN)}, delimiter=":"))
    return SandboxedEnvironment(
        loader=ChoiceLoader(loaders),
        undefined=StrictUndefined,
        autoescape=autoescape,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def shown(value: Any) -> Any:
    """What a value prints as: text without control characters; nothing at all is an error, not "None"."""
    if value is None:
        raise TypeError("a value that is not there was printed; ask for it with if")
    if isinstance(value, Markup):
        return Markup(visible(value))  # noqa: S704 # it was markup before
    return visible(value) if isinstance(value, str) else value


def _globals(brief: Brief, words: Labels, chosen: Theme, medium: str) -> dict[str, Any]:
    """What every template can use beside `brief`."""
    sections, absent = outline(brief, words)
    return {
        "_": words.text,
        "ngettext": words.plural,
        "language": words.language,
        "medium": medium,
        "options": chosen.options,
        "sections": sections,
        "absent": absent,
        "statements": {s.id: s for s in brief.statements},
        "items": {m.id: m for m in brief.military},
        "voices": {v.entity: v for v in brief.voices},
        "sources": {s.number: s for s in brief.sources},
        "annex": annex(brief),
        "asset": _asset(chosen, medium),
    }


def _asset(chosen: Theme, medium: str) -> Callable[[str], str]:
    """Where a stylesheet finds a file of the theme: within the page on screen, by name on paper."""

    def asset(name: str) -> str:
        path = chosen.file(name)
        if path is None:
            raise TemplateError(f"has no file {name!r}", where=f"theme {chosen.name}")
        if medium == "paper":
            return name
        return f"data:{FONT_TYPE};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"

    return asset
