"""A process that lays out parts of a long page, one after another, as it is asked: `presses` starts it.

A request is a line of JSON, an answer a line of JSON and then the PDF, as many bytes as the line says.
It ends when there are no more requests, in the midst of its work too: nobody waits for it any more.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from hashlib import md5
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

from briefing.errors import TemplateError
from briefing.render import press
from briefing.render.margins import margins_as_artifacts
from briefing.render.parts import ENDS
from briefing.render.themes import Theme

_POINTS = 0.75
"""A CSS pixel is three quarters of a PDF's point."""


class _Kept(logging.Handler):
    """Keeps what WeasyPrint warns of, to be told with the answer."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, line: logging.LogRecord) -> None:
        self.lines.append(line.getMessage())


def main() -> None:
    """Answers requests until standard input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr
    import weasyprint  # type: ignore[import-untyped]  # noqa: F401 - while the page is still being filled

    kept = _Kept()
    logger = logging.getLogger("weasyprint")
    logger.handlers[:] = [kept]
    for line in _requests():
        kept.lines.clear()
        told, data = answer(json.loads(line))
        header = {**told, "warnings": kept.lines, "length": len(data)}
        answers.write(json.dumps(header).encode() + b"\n" + data)
        answers.flush()
        gc.collect()


def _requests() -> Iterator[bytes]:
    """The lines of standard input, read beside the work: when they end, so does this process."""
    lines: SimpleQueue[bytes] = SimpleQueue()

    def read() -> None:
        for line in sys.stdin.buffer:
            lines.put(line)
        os._exit(0)

    Thread(target=read, daemon=True).start()
    while True:
        yield lines.get()


def answer(asked: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """What a part holds (pages, anchors, bookmarks, by page and point), and its PDF; or what went wrong."""
    folders = tuple(Path(folder) for folder in asked["folders"])
    theme = Theme(name=asked["theme"], folders=folders, description="", options={})
    try:
        document = press.laid_out(asked["page"], theme, kept={*asked["leads"], ENDS})
    except TemplateError as error:
        return _wrong(error), b""
    begins = next((n + 1 for n, page in enumerate(document.pages) if ENDS in page.anchors), 0)
    document = document.copy(document.pages[begins:])
    told = {
        "pages": len(document.pages),
        "anchors": _anchors(document.pages),
        "bookmarks": [
            [level, label, n, *_point(page, *point)]
            for n, page in enumerate(document.pages)
            for level, label, point, _ in page.bookmarks
        ],
    }
    _lead_outside(document.pages, frozenset(asked["anchors"]))
    try:
        data = press.printed(document, finish=lambda _, pdf: _finished(pdf, document, asked["name"]))
    except TemplateError as error:
        return _wrong(error), b""
    return told, data


def _wrong(error: TemplateError) -> dict[str, Any]:
    return {"error": {"what": error.what, "where": error.where, "hint": error.hint}}


def _anchors(pages: Any) -> dict[str, tuple[int, float, float]]:
    """Where each anchor lies: the first place of that name holds."""
    out: dict[str, tuple[int, float, float]] = {}
    for n, page in enumerate(pages):
        for name, (x, y, *_) in page.anchors.items():
            out.setdefault(name, (n, *_point(page, x, y)))
    return out


def _point(page: Any, x: float, y: float) -> tuple[float, float]:
    """A place on a page as a PDF counts it, from the bottom."""
    return x * _POINTS, (page.height - y) * _POINTS


def _lead_outside(pages: Any, anchors: frozenset[str]) -> None:
    """Has links into other parts stay: WeasyPrint drops those whose anchor it does not know.

    The anchors that are put in for them are left out when the parts are bound.
    """
    known = {name for page in pages for name in page.anchors}
    wanted = {target for page in pages for kind, target, *_ in page.links if kind == "internal"}
    for name in sorted((wanted - known) & anchors):
        pages[0].anchors[name] = (0, 0, 0, 0)


def _finished(pdf: Any, document: Any, name: str) -> None:
    """Margins as artifacts; names of table heads and fonts, and what is drawn with, end with the part."""
    import pydyf  # type: ignore[import-untyped]

    if "StructTreeRoot" in pdf.catalog:
        margins_as_artifacts(document, pdf)
    for thing in pdf.objects:
        if not isinstance(thing, dict):
            continue
        for key in ("BaseFont", "FontName"):
            if key in thing:
                thing[key] = _subset(bytes(thing[key]), name)
        if thing.get("Type") != "/StructElem":
            continue
        if "ID" in thing:
            thing["ID"] = pydyf.String(f"{name}-{thing['ID'].string}")
        if "A" in thing and "Headers" in thing["A"]:
            heads = thing["A"]["Headers"]
            thing["A"]["Headers"] = pydyf.Array(pydyf.String(f"{name}-{head.string}") for head in heads)
    for reference in pdf.page_references:
        page = pdf.objects[int(reference.split()[0])]
        stream = pdf.objects[int(page["Contents"].split()[0])].stream
        stream[:] = [b"q", *stream, b"Q"]


def _subset(font: bytes, part: str) -> bytes:
    """The font's name ("/ABCDEF+Plex") with a tag of its own: each part embeds the glyphs that it has."""
    tag, plus, name = font.removeprefix(b"/").partition(b"+")
    digest = md5(tag + part.encode(), usedforsecurity=False).digest()
    return b"/" + bytes(65 + n % 26 for n in digest[: len(tag)]) + plus + name


if __name__ == "__main__":
    main()
