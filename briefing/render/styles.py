"""What is wrong in the stylesheets of a page: properties that nothing knows, and what can't be read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefing.render.collecting import Fault
from briefing.render.folders import held_files
from briefing.render.missing import nearest
from briefing.render.themes import Theme

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
NESTING = ("media", "supports", "layer")
_LINKS = "No anchor "
_WARNED = re.compile(
    r"(?:Ignored|Unknown|Invalid) .*?`?'?(?P<said>[^`']+?)[`'].*?(?:, (?P<why>[a-z ]+))?\.?$"
)


@lru_cache(maxsize=1)
def known_properties() -> frozenset[str]:
    """The properties that WeasyPrint or browsers know."""
    from weasyprint.css.properties import KNOWN_PROPERTIES  # type: ignore[import-untyped]
    from weasyprint.css.validation import NOT_PRINT_MEDIA  # type: ignore[import-untyped]
    from weasyprint.css.validation.expanders import EXPANDERS  # type: ignore[import-untyped]

    ours = tomllib.loads((Path(__file__).parent / "css.toml").read_text(encoding="utf-8"))
    return frozenset((*KNOWN_PROPERTIES, *NOT_PRINT_MEDIA, *EXPANDERS, *ours["properties"]))


def check_styles(page: str, chosen: Theme) -> Iterator[Fault]:
    """The properties in a page's stylesheets that nothing knows, and the rules that can't be read."""
    import tinycss2  # type: ignore[import-untyped]

    for css in _STYLE.findall(page):
        rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
        yield from _rules(rules, chosen)


def warned(lines: Iterable[str], chosen: Theme) -> Iterator[Fault]:
    """What the layout engine warned of, with file and line where its words are found in the theme."""
    for line in lines:
        if line.startswith(_LINKS):
            # Which is told for the web page too, and once for all links alike.
            continue
        found = _WARNED.match(line)
        said = found["said"] if found else ""
        name = said.partition(":")[0].strip()
        if found and found["why"] == "unknown property" and name in known_properties():
            continue
        if found and found["why"] == "unknown property":
            yield _unknown(name, chosen)
            continue
        file, number = place(said, chosen) if said else ("", 0)
        yield Fault(what=re.sub(r" at \d+:\d+", "", line).rstrip("."), file=file, line=number)


def _unknown(name: str, chosen: Theme) -> Fault:
    near = nearest(name, known_properties())
    what = f"unknown property {name!r}" + (f"; the nearest is {near!r}" if near else "")
    file, line = place(f"{name}:", chosen)
    return Fault(what=what, file=file, line=line)


def _rules(rules: Iterable[Any], chosen: Theme) -> Iterator[Fault]:
    import tinycss2

    for rule in rules:
        if rule.type == "error":
            yield Fault(what=f"a stylesheet can't be read: {rule.message}", file="", line=0)
        elif rule.type == "at-rule" and rule.content and rule.lower_at_keyword in NESTING:
            yield from _rules(
                tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), chosen
            )
        elif rule.type == "qualified-rule":
            inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield from _declarations(inner, chosen)


def _declarations(inner: Iterable[Any], chosen: Theme) -> Iterator[Fault]:
    for one in inner:
        if one.type == "error":
            yield Fault(what=f"a stylesheet can't be read: {one.message}", file="", line=0)
        elif one.type == "declaration" and not _known(one.lower_name):
            yield _unknown(one.lower_name, chosen)


def _known(name: str) -> bool:
    """A variable, a maker's own property, or one that is known."""
    return name.startswith("-") or name in known_properties()


def place(said: str, chosen: Theme) -> tuple[str, int]:
    """The file and line of the theme where these words stand, spaces aside; ("", 0) where none has them."""
    sought = re.sub(r"\s+", "", said)
    for folder in chosen.folders:
        for path in (folder / name for name in held_files(folder) if name.endswith((".css", ".j2"))):
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                found = re.search(rf"(?<![\w-]){re.escape(sought)}", re.sub(r"\s+", "", line))
                if sought and found:
                    return str(path), number
    return "", 0
