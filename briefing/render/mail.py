"""The two bodies of a mail: HTML with its styles inlined, and plain text; and the pictures in it.

A mail client is no browser. Gmail clips a message at 102 KB, most clients drop `<style>` in places,
SVG and scripts everywhere, and nothing may be asked for over the network. What a theme's `email.html.j2`
makes is therefore inlined, shortened until it fits, and refused where it holds what clients drop.

The template gets `medium` "email", and in `squeeze` the level of shortening (0: all is there), so that it
can say so and leave out more. It asks for a picture with `<img src="cid:map" alt="…">`.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from pathlib import Path

from briefing.compose.editions import brief_edition
from briefing.errors import TemplateError
from briefing.model import Brief, record
from briefing.render.catalogue import labels
from briefing.render.clients import asked_for
from briefing.render.pictures import PICTURES, picture_png, pictures
from briefing.render.shortening import LEVELS, shortened
from briefing.render.templates import fill
from briefing.render.text import FORMAT as TEXT
from briefing.render.text import tidy
from briefing.render.themes import Theme

HTML_TEMPLATE, TEXT_TEMPLATE = "email.html.j2", "email.txt.j2"
MAIL_THEME = "newsletter"
LIMIT = 102 * 1024 - 2048
"""Bytes of a body as it is sent; Gmail shows no more of it, and wants some for itself."""

SHORTENED = b"<!-- shortened -->\n"
"""Ends an HTML body that does not hold the whole brief: the PDF must go with it."""

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_CLASS_NAME = re.compile(r"\.([A-Za-z_][\w-]*)")
# Attributes are written with double quotes, and "<" in texts is escaped: only a tag matches.
_TAG = re.compile(r'<[a-z]\w*(?:\s+[\w:-]+="[^"]*")+\s*/?>')
_CLASS = re.compile(r' class="([^"]*)"')


@record
class Inline:
    """A picture that the HTML asks for as `cid:NAME`, drawn narrow: on a phone its letters must be read."""

    name: str
    png: bytes


def mail_html(brief: Brief, chosen: Theme, *, language: str | None = None) -> bytes:
    """The HTML body, UTF-8, short enough to be shown whole.

    Raises TemplateError where the template holds what mail clients drop or must not fetch.
    """

    def make(brief: Brief, level: int) -> bytes:
        template = mail_template(HTML_TEMPLATE, chosen)
        page = fill(template, brief, chosen, language=language, medium="email", squeeze=level)
        return inlined(page).encode() + (SHORTENED if level else b"")

    body = _fitting(brief, make)
    check(body.decode(), chosen)
    return body


def mail_text(brief: Brief, chosen: Theme, *, language: str | None = None) -> bytes:
    """The plain text body, UTF-8."""

    def make(brief: Brief, level: int) -> bytes:
        template = mail_template(TEXT_TEMPLATE, chosen)
        page = fill(template, brief, chosen, language=language, medium="email", squeeze=level, **TEXT)
        return tidy(page).encode()

    return _fitting(brief, make)


def mail_pictures(
    html: bytes,
    brief: Brief,
    *,
    language: str | None = None,
    catalogues: Path | None = None,
    full: bool = False,
) -> tuple[Inline, ...]:
    """The pictures that the HTML asks for, as PNG; of all events where it is of the `full` edition.

    Raises TemplateError where there is no such picture.
    """
    names = asked_for(html.decode()).pictures
    edition = None if full else brief_edition(brief)
    draw = pictures(brief, labels(language or brief.language, catalogues), edition=edition)
    made = []
    for name in names:
        drawn = draw(name) if name in PICTURES else None
        if drawn is None:
            known = ", ".join(PICTURES)
            raise TemplateError(
                f"{HTML_TEMPLATE} asks for the picture cid:{name}, which is not there",
                hint=f"Ask with if; there are: {known}",
            )
        made.append(Inline(name=name, png=picture_png(drawn.narrow)))
    return tuple(made)


def inlined(page: str) -> str:
    """The page with its styles in the elements themselves; rules for phones and the dark stay in the head.

    Classes that none of those rules names are taken out again: they are a fifth of the size.
    """
    import css_inline

    inliner = css_inline.CSSInliner(
        load_remote_stylesheets=False,
        keep_at_rules=True,
        keep_style_tags=False,
        keep_link_tags=True,
        minify_css=True,
    )
    made = str(inliner.inline(page))
    named = set(_CLASS_NAME.findall(" ".join(_STYLE.findall(made))))

    def kept(match: re.Match[str]) -> str:
        names = [name for name in match[1].split() if name in named]
        return f' class="{" ".join(names)}"' if names else ""

    return _TAG.sub(lambda tag: _CLASS.sub(kept, tag[0]), made)


def check(page: str, chosen: Theme) -> None:
    """Nothing where the page, its styles inlined, holds only what may be in a mail; else TemplateError."""
    for what in asked_for(page).refused:
        raise TemplateError(
            f"holds {what}, which mail clients drop or must not fetch",
            where=f"theme {chosen.name}, {HTML_TEMPLATE}",
            hint="Pictures are asked for as cid:NAME",
        )


def mail_template(name: str, chosen: Theme) -> str:
    """The theme's own template of a body; the newsletter's, in the theme's colours, where it has none."""
    return name if chosen.file(name) else f"builtin:{MAIL_THEME}/{name}"


def _fitting(brief: Brief, make: Callable[[Brief, int], bytes]) -> bytes:
    """The body at the mildest level of shortening at which it fits."""
    body = b""
    for level in range(len(LEVELS) + 1):
        body = make(shortened(brief, level), level)
        if len(binascii.b2a_qp(body)) <= LIMIT:
            break
    return body
