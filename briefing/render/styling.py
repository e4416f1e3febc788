"""Whether the styles that the settings give a theme are such that its stylesheets can use them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from briefing.errors import SettingError
from briefing.render.missing import nearest
from briefing.render.themes import Theme
from briefing.settings import Given, shown

VARIABLES = ("variables", "dark")
SHEETS = (".css", ".j2")
COLOUR = "a colour such as #7a1f1f, rgb(122 31 31) or darkred"
_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_COMPUTED = re.compile(r"(?:var|color-mix)\(")
_VARIABLE = re.compile(r"--([a-z][\w-]*)", re.IGNORECASE)


def check_styles(theme: Theme, options: Mapping[str, Given]) -> None:
    """Nothing where colours are colours and variables are some that the theme has; else SettingError.

    What else a variable may hold depends on where a stylesheet uses it, and which fonts there are on the
    reader's machine, so neither is looked at.
    """
    for key, what, hint in _wrong(theme, options):
        raise SettingError(f"theme_options.{key} {what}", where=options[key.split(".")[0]].origin, hint=hint)


def _wrong(theme: Theme, options: Mapping[str, Given]) -> Iterator[tuple[str, str, str]]:
    """What is wrong, by key."""
    accent = options["accent"].value if "accent" in options else ""
    if accent and not _is_colour(str(accent)):
        yield "accent", f"= {shown(accent)} is no colour", f"Write {COLOUR}"
    for table in VARIABLES:
        given = options[table].value if table in options else {}
        known = _variables(theme) if given else ()
        for name, value in given.items() if isinstance(given, dict) else ():
            if name not in known:
                near = nearest(name, known)
                hint = f"The nearest is {near!r}" if near else f"There are: {', '.join(known)}"
                yield f"{table}.{name}", "is no variable of the theme", hint
            if str(value).startswith("#") and not _HEX.fullmatch(str(value)):
                yield f"{table}.{name}", f"= {shown(value)} is no colour", f"Write {COLOUR}"


def _is_colour(text: str) -> bool:
    from tinycss2.color4 import parse_color  # type: ignore[import-untyped]

    return bool(_COMPUTED.match(text.strip())) or parse_color(text) is not None


def _variables(theme: Theme) -> tuple[str, ...]:
    """Every variable that a stylesheet or template of the theme sets or uses."""
    paths = [theme.file(name) for name in theme.files() if name.endswith(SHEETS)]
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in paths if path)
    return tuple(sorted({name for text in texts for name in _VARIABLE.findall(text)}))
