"""The environment in which a theme's templates run: sandboxed, strict, escaping.

A template extends ours by name: `{% extends "builtin:intelligence/brief.html.j2" %}`. Text from
articles is data: it is never template source, never marked safe, and a template can read no file but
its theme's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    TemplateNotFound,
    TemplatesNotFound,
    TemplateSyntaxError,
    Undefined,
)
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from briefing.compose.editions import brief_edition
from briefing.controls import visible
from briefing.errors import TemplateError
from briefing.model import Brief
from briefing.render import reference, standards
from briefing.render.annex import annex
from briefing.render.catalogue import Labels, labels
from briefing.render.filters import filters
from briefing.render.folders import BUILTIN, held
from briefing.render.frames import framed
from briefing.render.linking import live
from briefing.render.missing import nearest, strict
from briefing.render.options import data_address
from briefing.render.outline import outline
from briefing.render.pictures import pictures
from briefing.render.pictures.palette import DARK
from briefing.render.themes import Theme, changes_since
from briefing.render.wrapping import breakable

ENDINGS = (".j2", ".css", ".js")
"""What the names of templates end in."""


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
    squeeze: int = 0,
    undefined: Callable[[Iterable[str]], type[Undefined]] = strict,
) -> str:
    """A template of the theme, filled with the brief.

    Jinja2 escapes values for HTML; `show` is what another format does to every value that is printed
    (what it returns as Markup is not escaped again), `extra` are filters of that format. `squeeze`
    is how often the page was too long before. `undefined` makes what stands for names that are not
    there; by default the first one stops the rendering. Raises TemplateError with file, line and reason.
    """
    words = labels(language or brief.language, chosen.labels)
    brief = framed(brief, words)
    known = {**_globals(brief, words, chosen, medium), "squeeze": squeeze}
    environment = _environment(
        chosen,
        autoescape=autoescape,
        finalize=show or shown,
        undefined=undefined((*known, "brief")),
    )
    environment.filters.update(filters(brief, words))
    environment.filters.update(standards.filters(brief))
    environment.filters.update(extra or {})
    environment.globals.update(known)
    try:
        page = environment.get_template(template).render(brief=brief)
    except (JinjaError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        raise told(error, chosen, template, filters=tuple(environment.filters)) from error
    return page if show or not autoescape else breakable(live(page))


def told(error: Exception, chosen: Theme, template: str, *, filters: tuple[str, ...] = ()) -> TemplateError:
    """What went wrong in a template: file, line, the reason, and the nearest name that there is."""
    hint = changes_since(chosen.contract) or None
    if isinstance(error, TemplateNotFound):
        name = str(error.templates[-1] if isinstance(error, TemplatesNotFound) else error)
        near = nearest(name, chosen.files())
        what = f"has no file {name!r}" + (f"; the nearest is {near!r}" if near else "")
        return TemplateError(what, where=line_of(error) or f"theme {chosen.name}", hint=hint)
    if isinstance(error, TemplateSyntaxError):
        where = f"{error.filename or error.name}, line {error.lineno}"
        what, name = f"{error.message}", str(error.message).partition("'")[2].partition("'")[0]
        if "No filter named" in what and (near := nearest(name, filters)):
            what = f"{what.rstrip('.')}; the nearest is {near!r}"
        return TemplateError(what, where=where, hint=hint)
    place = line_of(error) or f"{chosen.name}/{template}"
    return TemplateError(f"{error}", where=place, hint=hint)


def line_of(error: BaseException) -> str | None:
    """The innermost line of a template that the error came through: "…/mine/cover.html.j2, line 3"."""
    place, step = None, error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if name.endswith(ENDINGS):
            place = f"{name}, line {step.tb_lineno}"
        step = step.tb_next
    return place


def bare_environment(chosen: Theme) -> SandboxedEnvironment:
    """An environment that knows the filters and can read the theme's templates, but has no brief."""
    environment = _environment(chosen, autoescape=True, finalize=shown, undefined=Undefined)
    environment.filters.update({f.path.removeprefix("|"): shown for f in reference.filters()})
    return environment


class _Folder(FileSystemLoader):
    """A folder of templates; a link in it that leads out of it is no file of the theme."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if held(Path(self.searchpath[0]), template) is None:
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


def _environment(
    chosen: Theme, *, autoescape: bool, finalize: Callable[[Any], Any], undefined: type[Undefined]
) -> SandboxedEnvironment:
    loaders: list[BaseLoader] = [_Folder(folder) for folder in chosen.folders]
    loaders.append(PrefixLoader({"builtin": _Folder(BUILTIN)}, delimiter=":"))
    return SandboxedEnvironment(
        loader=ChoiceLoader(loaders),
        undefined=undefined,
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
    edition = brief_edition(brief)
    sections, absent = outline(brief, words, edition, chosen)
    return {
        "_": words.text,
        "ngettext": words.plural,
        "language": words.language,
        "medium": medium,
        "options": chosen.options,
        "sections": sections,
        "present": {section.id: section.number for section in sections},
        "absent": absent,
        "statements": {s.id: s for s in brief.statements},
        "items": {m.id: m for m in brief.military},
        "events": {e.id: e for e in brief.events},
        "edition": edition,
        "voices": {v.entity: v for v in brief.voices},
        "sources": {s.number: s for s in brief.sources},
        "same_story": {n: tuple(o for o in y.sources if o != n) for y in brief.stories for n in y.sources},
        "annex": annex(
            brief,
            {section.id for section in sections},
            edition,
            short=chosen.options.get("edition") == "brief",
            cited=chosen.options.get("annex") == "cited",
        ),
        "notes": standards.analyst(brief),
        "sourcing": standards.sourcing(brief),
        "counts": _counts(brief),
        "asset": _asset(chosen, medium),
        "picture": pictures(
            brief, words, edition=None if chosen.options.get("edition") == "full" else edition
        ),
        "dark_colours": DARK,
    }


def _counts(brief: Brief) -> dict[int, dict[str, int]]:
    """How many statements and military items come from each source, by its number."""
    said = Counter(s.source for s in brief.statements)
    seen = Counter(m.source for m in brief.military)
    return {s.number: {"statements": said[s.number], "military": seen[s.number]} for s in brief.sources}


def _asset(chosen: Theme, medium: str) -> Callable[[str], str]:
    """Where a stylesheet finds a file of the theme: within the page on screen, by name on paper."""

    def asset(name: str) -> str:
        path = chosen.file(name)
        if path is None:
            raise TemplateError(f"has no file {name!r}", where=f"theme {chosen.name}")
        if medium == "paper":
            return name
        return data_address(path)

    return asset
