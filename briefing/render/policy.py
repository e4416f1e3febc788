"""The content security policy of the web page: there whatever a theme of the user's makes of the page.

Our own templates have it in their head. A theme may override that place, or the whole page, so the policy is
put in again where the browser reads it before anything else; two policies hold both. It forbids every address
but `data:`; what a policy does not reach (a page that leads away by itself, names looked up beforehand) is
refused.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256

from briefing.errors import TemplateError
from briefing.render.themes import Theme

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; script-src {scripts};"
    " base-uri 'none'; form-action 'none'"
)
_META = '<meta http-equiv="{name}" content="{content}">'
# Attributes in which nothing can stand that a browser would read in another way.
_HEAD = re.compile(r'\s*<!DOCTYPE html>\s*<html(?:\s+[a-z:-]+="[^"<>&]*")*\s*>\s*<head>', re.IGNORECASE)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_NAME = re.compile(r"<([a-z][^\s/>]*)", re.IGNORECASE)
_TEMPLATE = re.compile(r"<(/?)template", re.IGNORECASE)
_WITHOUT_SCRIPTS = re.compile(r"<(/?)noscript", re.IGNORECASE)
LINKS = frozenset({"icon", "canonical", "author", "license", "help", "alternate"})
"""What a <link> may be: none of these has a browser ask for anything that the policy forbids."""


def policed(page: str, chosen: Theme) -> str:
    """The page with the policy in its head. Raises TemplateError where it leads away by itself."""
    check(page, chosen)
    begun = _HEAD.match(page)
    start, rest = (begun[0], page[begun.end() :]) if begun else ("<!DOCTYPE html>", page)
    return f"{start}\n{_policy(page)}\n{rest}"


def check(page: str, chosen: Theme) -> None:
    """Nothing where all that the page does by itself is within the policy; else TemplateError."""
    for what in _leading_away(page):
        raise TemplateError(
            f"holds {what}, by which a page asks for something, or leads away, by itself",
            where=f"theme {chosen.name}, brief.html.j2",
            hint="A page needs nothing from outside",
        )


def _policy(page: str) -> str:
    """The policy in tags. The scripts of the page are the theme's own, since what is text is escaped."""
    prints = [b64encode(sha256(text.encode()).digest()).decode() for text in _SCRIPT.findall(page)]
    scripts = " ".join(f"'sha256-{one}'" for one in dict.fromkeys(prints)) or "'none'"
    return (
        '<meta charset="utf-8">\n'
        + _META.format(name="Content-Security-Policy", content=POLICY.format(scripts=scripts))
        + _META.format(name="x-dns-prefetch-control", content="off")
    )


def _leading_away(page: str) -> Iterator[str]:
    """What leads away by itself, as a parser of browsers' kind sees it, with scripts switched on and off."""
    import nh3

    found: dict[str, None] = {}

    def look(tag: str, name: str, value: str) -> None:
        words = value.lower().split()
        if tag == "meta" and words == ["refresh"]:
            found["<meta http-equiv=refresh>"] = None
        elif tag == "link" and not set(words) <= {*LINKS, "shortcut"}:
            found[f"<link rel={value}>"] = None

    page = _TEMPLATE.sub(r"<\1span", page)
    # All elements stay, so that each is read in the place where it stands.
    names = {name.lower() for name in _NAME.findall(page)} | {"foreignObject"}
    for one in (page, _WITHOUT_SCRIPTS.sub(r"<\1span", page)):
        nh3.clean(
            one,
            tags=names | {"span"},
            clean_content_tags=set(),
            attributes={"meta": {"http-equiv"}, "link": {"rel"}},
            attribute_filter=look,
            link_rel=None,
        )
    yield from found
