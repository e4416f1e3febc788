"""What is wrong in a theme: read from its files, and met when a brief is rendered in it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import TemplateError as JinjaError
from jinja2 import TemplateSyntaxError, nodes

from briefing.errors import BriefingError
from briefing.model import Brief
from briefing.render import mail, policy, templates
from briefing.render.catalogue import labels, read
from briefing.render.collecting import Fault, collecting, printing
from briefing.render.folders import BUILTIN, held, held_files, is_ours, names
from briefing.render.markdown import FORMAT as MARKDOWN
from briefing.render.missing import nearest
from briefing.render.options import FONTS
from briefing.render.pdf import pdf
from briefing.render.styles import check_styles, place, warned
from briefing.render.text import FORMAT as TEXT
from briefing.render.themes import Theme, changes_since

_ID = re.compile(r'\sid="([^"]+)"')
_LINK = re.compile(r'\shref="#([^"]+)"')
_VALUE = re.compile(r"%\((\w+)\)")
_NUMBERED = re.compile(r"(?<=[a-z])\d.*$")

PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "html": ("brief.html.j2", {"medium": "screen"}),
    "pdf": ("brief.html.j2", {"medium": "paper"}),
    "txt": ("brief.txt.j2", TEXT),
    "md": ("brief.md.j2", MARKDOWN),
    "email": (mail.HTML_TEMPLATE, {"medium": "email"}),
    "email text": (mail.TEXT_TEMPLATE, {"medium": "email", **TEXT}),
}
"""Every page of a theme: its template, and how `fill` is told to fill it."""


def check_files(chosen: Theme) -> tuple[Fault, ...]:
    """What is wrong in the files of a theme, whether or not a brief makes them run."""
    found: list[Fault] = []
    for folder in _folders(chosen):
        for name in held_files(folder):
            if name.endswith(templates.ENDINGS):
                found += _template(folder / name, chosen)
            elif name.lower().endswith(FONTS):
                found += _font(folder / name)
        found += _strays(folder, chosen)
    found += _labels(chosen.labels) if chosen.labels else ()
    for id_ in chosen.titles:
        name = f"sections/{id_}.html.j2"
        if chosen.file(name) is None:
            found.append(Fault(what=f"titles names {id_!r}, but there is no {name}", file="theme.toml"))
    return tuple(dict.fromkeys(found))


def check_format(
    brief: Brief, format: str, chosen: Theme, *, language: str | None = None
) -> tuple[Fault, ...]:
    """What is met when the brief is rendered in a format: every missing name, not the first alone."""
    template, how = PAGES[format]
    if format in {"email", "email text"}:
        template = mail.mail_template(template, chosen)
    faults: list[Fault] = []
    show = printing(how.get("show", templates.shown), faults)
    given = {**how, "show": show, "undefined": lambda known: collecting(known, faults)}
    try:
        page = templates.fill(template, brief, chosen, language=language, **given)
        if format == "pdf" and not faults:
            with _Hearing() as heard:
                pdf(brief, chosen, language=language)
            faults += warned(heard.lines, chosen)
        elif format in {"html", "email"}:
            faults += check_styles(page, chosen)
        if format in {"html", "pdf"}:
            faults += _astray(page, chosen)
        if format == "html":
            policy.check(page, chosen)
        if format == "email":
            mail.check(mail.inlined(page), chosen)
    except BriefingError as error:
        faults.append(_fault(error))
    if faults and (since := changes_since(chosen.contract)):
        faults.append(Fault(what=since, file="theme.toml"))
    return tuple(dict.fromkeys(faults))


def _astray(page: str, chosen: Theme) -> Iterator[Fault]:
    """Links that lead nowhere on the page; those numbered alike are told once: "#m…" for "#m1", "#m2"."""
    there = set(_ID.findall(page))
    led = dict.fromkeys(target for target in _LINK.findall(page) if target not in there)
    for stem, numbered in dict.fromkeys(_NUMBERED.subn("", target) for target in led):
        file, line = place(f'"#{stem}{{{{' if numbered else f'"#{stem}"', chosen)
        what = f"a link to #{stem}{'…' if numbered else ''}, which is not on the page"
        yield Fault(what=what, file=file, line=line)


def _folders(chosen: Theme) -> list[Path]:
    """The user's folders of the theme; where there are none, the theme's own."""
    return list(chosen.own_folders) or [chosen.folders[0]]


def _template(path: Path, chosen: Theme) -> Iterator[Fault]:
    """What is wrong in a template as it stands: its form, its filters, the files that it names."""
    environment = templates.bare_environment(chosen)
    try:
        source = path.read_text(encoding="utf-8")
        tree = environment.parse(source, filename=str(path))
        environment.compile(tree, filename=str(path))
    except UnicodeDecodeError as error:
        yield Fault(what=f"is no UTF-8 text: {error}", file=str(path))
        return
    except (TemplateSyntaxError, JinjaError) as error:
        yield _fault(templates.told(error, chosen, path.name, filters=tuple(environment.filters)))
        return
    for node, name in _named_files(tree):
        known = chosen.files()
        within = name.removeprefix("builtin:")
        there = bool(held(BUILTIN, within)) if name.startswith("builtin:") else name in known
        if not there:
            among = _builtin_files() if name.startswith("builtin:") else known
            near = nearest(within, among)
            what = f"there is no file {name!r}" + (f"; the nearest is {near!r}" if near else "")
            yield Fault(what=what, file=str(path), line=node.lineno)


def _font(path: Path) -> Iterator[Fault]:
    """What is wrong with a file that has a font's name."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    try:
        with TTFont(path, lazy=True) as font:
            if not font.getBestCmap():
                yield Fault(what="is a font without letters", file=str(path))
    except Exception as error:  # noqa: BLE001 - a file that is no font can be wrong in any way
        yield Fault(what=f"is no font: {error or type(error).__name__}", file=str(path))


def _labels(folder: Path) -> Iterator[Fault]:
    """What is wrong in the user's label catalogues: their form, and values that there are not."""
    for path in sorted(folder.glob("*.po")):
        try:
            catalogue = read(path)
            labels(path.stem, folder)
        except BriefingError as error:
            yield _fault(error)
            continue
        for message in catalogue:
            for text in message.string if isinstance(message.string, tuple) else (message.string,):
                if text and (what := _lost_values(message.id, str(text))):
                    yield Fault(what=what, file=str(path), line=message.lineno or 0)


def _lost_values(ids: Any, text: str) -> str | None:
    """What is wrong with the values in a label, %(name)s; none where all are among those of the original."""
    known = set(_VALUE.findall(" ".join(ids) if isinstance(ids, tuple) else str(ids)))
    try:
        text % dict.fromkeys(known, "x") if known else None
    except (KeyError, ValueError, TypeError) as error:
        names = ", ".join(f"%({name})s" for name in sorted(known))
        return f"{text!r} can't be filled in ({error}); there are: {names}"
    return None


def _named_files(tree: nodes.Template) -> Iterator[tuple[nodes.Node, str]]:
    """Every file that a template names outright: to extend, include, import, or as an asset."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        named: Any = node.template  # type: ignore[attr-defined]
        if isinstance(named, nodes.Const) and isinstance(named.value, str):
            yield node, named.value
    for call in tree.find_all(nodes.Call):
        first = call.args[0] if call.args else None
        if isinstance(call.node, nodes.Name) and call.node.name == "asset" and isinstance(first, nodes.Const):
            yield call, str(first.value)


def _strays(folder: Path, chosen: Theme) -> Iterator[Fault]:
    """Files that look like ours by a slip of the pen, and so change nothing."""
    if is_ours(folder):
        return
    below = {name.partition("/")[2] for name in _builtin_files()}
    ours = [name for name in below if name.endswith(templates.ENDINGS)]
    theirs = list(held_files(folder))
    read = (folder / name for name in theirs if name.endswith(".j2"))
    text = "".join(path.read_text(encoding="utf-8", errors="replace") for path in read)
    for name in theirs:
        id_ = name.removeprefix("sections/").removesuffix(".html.j2")
        if not name.endswith(templates.ENDINGS) or name in ours or name in text or id_ in chosen.titles:
            continue
        near = nearest(name, ours)
        if near:
            yield Fault(
                what=f"nothing uses this file; the nearest that is used is {near!r}", file=str(folder / name)
            )


def _builtin_files() -> tuple[str, ...]:
    return tuple(f"{theme}/{name}" for theme in names(BUILTIN) for name in held_files(BUILTIN / theme))


def _fault(error: BriefingError) -> Fault:
    """An error as a fault: its file and line are in the place that it names."""
    file, _, line = (error.where or "").rpartition(", line ")
    hint = f". {error.hint}" if error.hint else ""
    if not line.isdigit():
        return Fault(what=f"{error.what}{hint}", file=error.where or "")
    return Fault(what=f"{error.what}{hint}", file=file, line=int(line))


class _Hearing(logging.Handler):
    """Keeps what the layout engine says for as long as it lasts."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def __enter__(self) -> _Hearing:
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, *raised: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)
