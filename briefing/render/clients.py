"""What the HTML of a mail asks of the client: pictures that come with it, and what no client should grant.

Looked at once its styles are inlined, as it is sent, and held against a list of what may be in it
(`mailable.toml`): whatever is not known there, under any name and however it is written, is refused. It is
read by parsers, as clients read it, since an article may say `<script>` or `src="http://…"` as text, and a
style may spell `url(` as `u\\72l(`. What comments hold for Outlook alone is read like the rest.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from briefing.model import record

CID = "cid:"
_NAME = re.compile(r"[\w-]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_IGNORED = re.compile(r"[\0-\x20]")
"""Characters that a client may pass over in an address."""

_CONDITIONAL = re.compile(r"\s*\[if [^\]<>]*\]>(.*)<!\[endif\]\s*", re.DOTALL)
_MARKER = re.compile(r"\s*(?:\[if [^\]<>]*\](?:>(?:<!(?:--)?)?)?|(?:<!)?\[endif\])\s*")
# Within a conditional comment, where no parser says what belongs to what: nothing but plain text and tags.
_PIECE = re.compile(
    r"""(?P<text>[^<]+) | <!--\s*--> | </[a-z][\w:]*\s*>
      | <style(?P<kind>(?:\s+[\w:-]+\s*=\s*"[^"<>]*")*)\s*>(?P<css>[^<]*)</style\s*>
      | <(?P<tag>[a-z][\w:]*)(?P<attributes>(?:\s+[\w:-]+\s*=\s*"[^"<>]*")*)\s*/?>""",
    re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r'([\w:-]+)\s*=\s*"([^"]*)"')
_BARE = {"skip_comments": True, "skip_whitespace": True}
_LONGEST = 60


@record
class Asked:
    """The pictures that a page asks for by name, and what is refused of it."""

    pictures: tuple[str, ...]
    refused: tuple[str, ...]


@lru_cache(maxsize=4)
def asked_for(page: str) -> Asked:
    """What a page asks for."""
    import tinyhtml5  # type: ignore[import-untyped]

    try:
        tree = tinyhtml5.parse(page, namespace_html_elements=False)
        found = list(_page(tree))
    except RecursionError:
        found = [(False, "what is nested too deeply to be looked at")]
    pictures = (what for granted, what in found if granted)
    refused = (what[:_LONGEST] for granted, what in found if not granted)
    return Asked(pictures=tuple(dict.fromkeys(pictures)), refused=tuple(dict.fromkeys(refused)))


@lru_cache(maxsize=1)
def _known() -> Mapping[str, Any]:
    """The list of what may be in a mail, as sets."""
    told = tomllib.loads((Path(__file__).parent / "mailable.toml").read_text(encoding="utf-8"))
    attributes = {name: frozenset(listed) for name, listed in told.pop("attributes").items()}
    return {"attributes": attributes, **{name: frozenset(listed) for name, listed in told.items()}}


# Each of these yields what it meets: whether it is granted (the name of a picture), or not (what is wrong).
Met = Iterator[tuple[bool, str]]


def _page(tree: Any) -> Met:
    for element in tree.iter():
        if not isinstance(element.tag, str):
            yield from _comment(element.text or "")
            continue
        yield from _element(element.tag, element.attrib)
        if element.tag == "style":
            yield from _sheet(element.text or "")


def _element(tag: str, attributes: Mapping[str, str]) -> Met:
    known = _known()
    if tag not in known["elements"]:
        yield False, f"<{tag.rpartition('}')[2]}>"
        return
    own = known["attributes"]["every"] | known["attributes"].get(tag, frozenset())
    for name, value in attributes.items():
        if name not in own and not name.startswith("aria-"):
            yield False, f"{name}= in <{tag}>"
        elif name == "style":
            yield from _declarations(value)
        elif name == "src":
            yield _picture(value)
        elif name == "href" and not _leads(value):
            yield False, f"a link to {value}"
        elif name == "http-equiv" and value.strip().lower() not in known["equivalents"]:
            yield False, f"<meta http-equiv={value}>"


def _picture(address: str) -> tuple[bool, str]:
    """A picture that comes with the mail, or what is asked for instead."""
    name = address.strip().removeprefix(CID)
    granted = address.strip().startswith(CID) and _NAME.fullmatch(name) is not None
    return granted, name if granted else f"a picture from {address or 'nowhere'}"


def _leads(address: str) -> bool:
    """Whether an address is one for the reader to follow."""
    plain = _IGNORED.sub("", address)
    scheme = _SCHEME.match(plain)
    return scheme[1].lower() in _known()["schemes"] if scheme else plain.startswith("#")


def _comment(text: str) -> Met:
    """A comment: what is in it is for Outlook where it is conditional, and else nothing that is markup."""
    if found := _CONDITIONAL.fullmatch(text):
        yield from _pieces(found[1])
    elif not _MARKER.fullmatch(text) and ("<" in text or text.lstrip().startswith(("?", "["))):
        yield False, f"a comment with markup in it: {text.strip()}"


def _pieces(text: str) -> Met:
    at = 0
    while at < len(text):
        found = _PIECE.match(text, at)
        if found is None:
            yield False, f"a conditional comment that can't be read: {text[at:]}"
            return
        if found["css"] is not None:
            yield from _element("style", _attributes(found["kind"]))
            yield from _sheet(found["css"])
        elif found["tag"]:
            yield from _element(found["tag"].lower(), _attributes(found["attributes"]))
        at = found.end()


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def _sheet(css: str) -> Met:
    import tinycss2  # type: ignore[import-untyped]

    yield from _rules(tinycss2.parse_stylesheet(css, **_BARE))


def _declarations(css: str) -> Met:
    import tinycss2

    yield from _rules(tinycss2.parse_blocks_contents(css, **_BARE))


def _rules(rules: Iterable[Any]) -> Met:
    """Rules and declarations, and the rules within rules."""
    import tinycss2

    known = _known()
    for rule in rules:
        if rule.type == "error":
            yield False, f"a style that can't be read ({rule.message})"
        elif rule.type == "at-rule" and rule.lower_at_keyword not in known["at_rules"]:
            yield False, f"@{rule.lower_at_keyword}"
        elif rule.type == "declaration":
            yield from _declaration(rule)
        elif rule.type == "at-rule" and rule.content is not None:
            yield from _rules(tinycss2.parse_rule_list(rule.content, **_BARE))
        elif rule.type == "qualified-rule":
            yield from _rules(tinycss2.parse_blocks_contents(rule.content, **_BARE))


def _declaration(one: Any) -> Met:
    known = _known()
    words = {token.lower_value for token in one.value if token.type == "ident"}
    if one.lower_name in known["properties_refused"]:
        yield False, f"{one.lower_name}:"
    elif one.lower_name == "position" and (dropped := words & known["positions_refused"]):
        yield False, f"position: {min(dropped)}"
    yield from _values(one.value)


def _values(tokens: Iterable[Any]) -> Met:
    """The functions and addresses in a value, whatever they stand in."""
    for token in tokens:
        if token.type == "error":
            yield False, f"a style that can't be read ({token.message})"
        elif token.type == "url":
            yield _picture(token.value)
        elif token.type == "function" and token.lower_name == "url":
            yield _picture("".join(t.value for t in token.arguments if t.type == "string"))
        elif token.type == "function" and token.lower_name not in _known()["functions"]:
            yield False, f"{token.lower_name}("
        elif token.type == "function":
            yield from _values(token.arguments)
        elif token.type.endswith(" block"):
            yield from _values(token.content)
