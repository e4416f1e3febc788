"""A long page cut into parts that can be laid out side by side, each beginning on a page of its own.

The front holds everything up to the list of contents, or, where there is none, is as long as the other parts;
the rest is cut where sections begin, or, in a long section, where the text of one source or the words of
one actor begin. Every part has the page's
stylesheet and, before it, what running heads take their words from; those pages are thrown away.
What holds page numbers waits until every part is laid out: the list of contents, and those margin
boxes that count pages, which make a page of their own, the frame, laid over the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from briefing.model import record
from briefing.render import lean

LONG = 240_000
"""How many characters of HTML make a page that is cut: about 35 pages of paper."""

SHARE = 200_000
"""How many characters a part has, about: 30 pages, so that two parts at a time take little memory."""

INNER = 0.15
"""How far from where it should be, in shares, a cut between sections is still better than one within."""

ENDS = "the-part-begins-after-this"
"""The anchor of what is thrown away."""

_TAG = re.compile(r"<(/?)(main|section|article|nav)\b[^>]*>")
_HEADING = re.compile(r"(?s)<h2\b.*?</h2>")
_ID = re.compile(r'\sid="([^"]*)"')
_LISTED = re.compile(r"<nav\b")
_STYLE = re.compile(r"(?s)(?<=<style>).*?(?=</style>)")
_MARGIN = re.compile(r"@((?:top|bottom|left|right)-[a-z-]+)\s*\{([^{}]*)\}")
_COUNTED = re.compile(r"\bcounters?\(\s*pages?\b")
_LOOKED_UP = re.compile(r"target-counter\(\s*attr\(href(?:\s+url)?\),\s*page\s*\)")
_TOTAL = re.compile(r"\bcounter\(\s*pages\s*\)")
# What depends on all that comes before it, so that a part alone would look different.
_CARRIED = re.compile(
    r"\bcounter-(?:set|increment)\s*:|\bcounter-reset\s*:(?!\s*none)|@page[^{]*:(?:left|right|nth|blank)\b"
    r"|[{;\s]page\s*:|\btarget-|\bleader\(|\bfootnote\b"
)


@record
class Parts:
    """A page in parts: the front, and the rest in order.

    `anchors` are those of the whole page, `leads` those that something in it leads to.
    """

    front: str
    leads: frozenset[str]
    rest: tuple[str, ...]
    anchors: frozenset[str]
    counted: tuple[str, ...]
    """The margin boxes that count pages ("bottom-right")."""


@record
class _Cut:
    """Where a part may begin: at an offset, in the section `within` (its opening tag and heading)."""

    at: int
    within: str
    heading: str


def cut(page: str) -> Parts | None:
    """The page in parts; none where it is short, or where a part alone would look other than in the whole."""
    style = _STYLE.search(page)
    counted = _counted(style[0]) if style else None
    places = _places(page)
    if counted is None or len(page) < LONG or places is None:
        return None
    opened, front, cuts, closed = places
    chosen = _chosen(cuts, front or opened, closed)
    if front:
        chosen.insert(0, _Cut(at=front, within="", heading=""))
    if not chosen:
        return None
    ends = [*(c.at for c in chosen[1:]), closed]
    head, tail = _without_ids(page[:opened]), page[closed:]
    rest = tuple(
        f'{head}{c.heading}<div id="{ENDS}" style="break-after: page"></div>{c.within}{page[c.at : end]}'
        + _end(page[c.at : end], c)
        + tail
        for c, end in zip(chosen, ends, strict=True)
    )
    begins = chosen[0].at
    return Parts(
        front=page[:begins] + _end(page[opened:begins], _Cut(at=opened, within="", heading="")) + tail,
        leads=lean.lead_to(page),
        rest=tuple(_hidden(part, counted) for part in rest),
        anchors=frozenset(_ID.findall(page)),
        counted=counted,
    )


def numbered(parts: Parts, numbers: Mapping[str, int]) -> str:
    """The front, with the number of the page that each of its links leads to, if it holds a list."""
    if not _LISTED.search(parts.front):
        return _hidden(parts.front, parts.counted)

    def link(match: re.Match[str]) -> str:
        return f'data-page="{numbers.get(match[1], "")}" {match[0]}'

    page = _STYLE.sub(lambda m: _LOOKED_UP.sub("attr(data-page)", m[0]), parts.front, count=1)
    return _hidden(re.sub(r'href="#([^"]+)"', link, page), parts.counted)


def frame(parts: Parts, *, before: int, pages: int, total: int) -> str:
    """So many empty pages with nothing but the margin boxes that count them, after so many `before`.

    The first page is thrown away, as in a part, unless it is the first of all.
    """
    css = _STYLE.search(parts.front)
    others = dict.fromkeys(n for n, _ in _MARGIN.findall(css[0] if css else "") if n not in parts.counted)
    # A box on a side where another one counts pages keeps its width; the others cost time for nothing.
    sides = {name.partition("-")[0] for name in parts.counted}
    beside = [name for name in others if name.partition("-")[0] in sides]
    style = _TOTAL.sub(f'"{total}"', css[0] if css else "") + _blank(beside)
    style += _blank([name for name in others if name not in beside], content="none")
    style += "@page { background: none !important } html, body { background: none !important }"
    if before:
        style += f"@page :first {{ counter-reset: page {before} }}"
    sheet = '<div style="break-after: page"></div>'
    first = f'<div id="{ENDS}" style="break-after: page"></div>' if before else ""
    language = re.search(r"<html[^>]*>", parts.front)
    opening = language[0] if language else "<html>"
    body = f"{first}{sheet * (pages - 1)}<div></div>"
    return f"<!DOCTYPE html>{opening}<head><style>{style}</style></head><body>{body}</body></html>"


def _counted(css: str) -> tuple[str, ...] | None:
    """The margin boxes that count pages; none where anything else does, or counts what a part can't know."""
    boxes = _MARGIN.findall(css)
    names = tuple(dict.fromkeys(name for name, body in boxes if _COUNTED.search(body)))
    mixed = any(re.search(r"\b(?:string|element)\(", body) for name, body in boxes if name in names)
    left = _LOOKED_UP.sub("", _MARGIN.sub("", css))
    return None if mixed or _COUNTED.search(left) or _CARRIED.search(left) else names


def _places(page: str) -> tuple[int, int, list[_Cut], int] | None:
    """Where `main` begins, the list of contents ends (0: there is none), parts may begin, and `main` ends.

    None where tags don't match.
    """
    opened = closed = front = depth = within = 0
    cuts: list[_Cut] = []
    outer: list[re.Match[str]] = []
    for tag in _TAG.finditer(page):
        closing, name = tag[1], tag[2]
        if name == "main" and not closing:
            opened = tag.end()
        elif not opened or closed:
            continue
        elif name == "main":
            closed = tag.start()
        elif closing:
            if not outer or outer.pop()[2] != name:
                return None
            front = tag.end() if name == "nav" and not outer else front
        else:
            depth = len(outer)
            if depth == 0 and name == "section":
                cuts.append(_Cut(at=tag.start(), within="", heading=""))
                within = 0
            elif depth == 1 and outer[0][2] == "section":
                heading = _HEADING.search(page, outer[0].end(), tag.start())
                within += 1
                # Not before the first: that would leave the heading alone at the end of a page.
                if heading and within > 1:
                    cuts.append(_Cut(at=tag.start(), within=outer[0][0], heading=_without_ids(heading[0])))
            outer.append(tag)
    if not closed or outer or len(cuts) < 2:
        return None
    front = min((c.at for c in cuts if c.at >= front), default=closed) if front else 0
    # Not before the first section either: that would leave a part with nothing in it.
    return opened, front, [c for c in cuts if c.at > (front or cuts[0].at)], closed


def _chosen(cuts: list[_Cut], front: int, closed: int) -> list[_Cut]:
    """The cuts nearest to equal shares of the page, those between sections first."""
    # An even number: two processes, which most machines have the cores for, end at the same time.
    count = 2 * max(1, round((closed - front) / SHARE / 2))
    share = (closed - front) / count
    out: list[_Cut] = []
    for n in range(1, count):
        ideal = front + n * share
        free = [c for c in cuts if c.at > (out[-1].at if out else front)]
        if free:
            out.append(
                min(free, key=lambda c: (abs(c.at - ideal) / share + (INNER if c.within else 0), c.at))
            )
    return out


def _end(text: str, cut_at: _Cut) -> str:
    """What closes the section that is still open at the end of a part."""
    tags = _TAG.findall(text)
    closing = sum(1 for slash, _ in tags if slash)
    return "</section>" if bool(cut_at.within) + len(tags) - 2 * closing > 0 else ""


def _without_ids(html: str) -> str:
    return _ID.sub("", html)


def _hidden(page: str, names: tuple[str, ...]) -> str:
    """The page with these margin boxes empty, as wide as they are."""
    return _STYLE.sub(lambda match: match[0] + _blank(names), page, count=1)


def _blank(names: Iterable[str], *, content: str = '""') -> str:
    style = f"content: {content} !important; visibility: hidden !important"
    boxes = " ".join(f"@{name} {{ {style} }}" for name in names)
    return f"@page {{ {boxes} }}" if boxes else ""
