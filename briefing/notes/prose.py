"""Markdown to blocks of plain runs: parsed, sanitised, and taken apart, so that no markup is left.

What the record keeps is text with a style, a citation or an address. Whatever else Markdown or HTML
in the notes may hold (scripts, images, styles, handlers) is gone before the first run is made.
"""

from __future__ import annotations

from html.parser import HTMLParser

from briefing import markings
from briefing.errors import NotesError
from briefing.model import BlockKind, NoteRun, RunStyle, record
from briefing.notes.citing import CITATION, Index

TAGS = {"p", "ul", "ol", "li", "strong", "b", "em", "i", "code", "pre", "blockquote", "a", "br"}
HEADINGS = {f"h{n}" for n in range(1, 7)}
SCHEMES = {"http", "https", "mailto"}
STYLES = {
    "strong": RunStyle.STRONG,
    "b": RunStyle.STRONG,
    "em": RunStyle.EMPHASIS,
    "i": RunStyle.EMPHASIS,
    "code": RunStyle.CODE,
}
KINDS = {"p": BlockKind.PARAGRAPH, "li": BlockKind.ITEM, "blockquote": BlockKind.QUOTE} | dict.fromkeys(
    HEADINGS, BlockKind.HEADING
)


@record
class Block:
    """A block as written; `marking` is the label in brackets that it began with."""

    kind: BlockKind
    runs: tuple[NoteRun, ...]
    marking: str | None


def blocks(text: str, index: Index, *, where: str, scheme: markings.Scheme = markings.TLP) -> list[Block]:
    """The blocks of a section's Markdown, in order; empty ones left out."""
    import nh3
    from markdown import Markdown  # type: ignore[import-untyped]

    html = Markdown(output_format="html").convert(text)
    clean = nh3.clean(
        html,
        tags=TAGS | HEADINGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    reader.end_block()
    made = (_block(kind, runs, index, where, scheme) for kind, runs in reader.found)
    return [block for block in made if block.runs]


class _Reader(HTMLParser):
    """Collects runs by block from HTML that nh3 has cleaned, so that every tag in it is known and closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[BlockKind, list[NoteRun]]] = []
        self.open: list[tuple[str, str | None]] = []
        self.runs: list[NoteRun] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.runs.append(NoteRun(text=" "))
            return
        if tag in KINDS or tag in {"ul", "ol", "pre"}:
            self.end_block()
        self.open.append((tag, dict(attrs).get("href")))

    def handle_endtag(self, tag: str) -> None:
        if tag in KINDS or tag in {"ul", "ol", "pre"}:
            self.end_block()
        for n in range(len(self.open) - 1, -1, -1):
            if self.open[n][0] == tag:
                del self.open[n:]
                break

    def handle_data(self, data: str) -> None:
        styles = [STYLES[tag] for tag, _ in self.open if tag in STYLES]
        style = RunStyle.CODE if RunStyle.CODE in styles else next(iter(styles), RunStyle.PLAIN)
        url = next((href for tag, href in reversed(self.open) if tag == "a" and href), None)
        self.runs.append(NoteRun(text=data, style=style, url=url))

    def end_block(self) -> None:
        """The runs so far become a block of the kind that is open; the innermost but `p` decides."""
        kinds = [KINDS[tag] for tag, _ in self.open if tag in KINDS and tag != "p"]
        if any(run.text.strip() for run in self.runs):
            self.found.append((kinds[-1] if kinds else BlockKind.PARAGRAPH, self.runs))
        self.runs = []


def _block(kind: BlockKind, runs: list[NoteRun], index: Index, where: str, scheme: markings.Scheme) -> Block:
    own = markings.portion(runs[0].text.lstrip(), scheme)
    if own:
        label, words = own
        if not label.known:
            raise NotesError(
                f"{words} is no label of the scheme",
                where=where,
                hint=f"There are: {', '.join(m.label for m in scheme)}",
            )
        first = NoteRun(
            text=runs[0].text.lstrip()[len(words) :].lstrip(), style=runs[0].style, url=runs[0].url
        )
        runs = [first, *runs[1:]]
    cut = [piece for run in _tidied(runs) for piece in _cited(run, index, where)]
    return Block(kind=kind, runs=tuple(cut), marking=own[0].label if own else None)


def _tidied(runs: list[NoteRun]) -> list[NoteRun]:
    """Runs with single spaces, none at the ends of the block; neighbours that are alike joined."""
    out: list[NoteRun] = []
    for run in runs:
        text = " ".join(run.text.split())
        text = (
            (" " if run.text[:1].isspace() else "") + text + (" " if run.text[-1:].isspace() and text else "")
        )
        if out and (out[-1].style, out[-1].url) == (run.style, run.url):
            text = out.pop().text + text
        if not out or out[-1].text.endswith(" "):
            text = text.lstrip()
        if text:
            out.append(NoteRun(text=text.replace("  ", " "), style=run.style, url=run.url))
    if out:
        last = out.pop()
        out += [NoteRun(text=last.text.rstrip(), style=last.style, url=last.url)] if last.text.strip() else []
    return out


def _cited(run: NoteRun, index: Index, where: str) -> list[NoteRun]:
    """A run cut at its citations, each a run with what it leads to; code is left as it is."""
    if run.style is RunStyle.CODE:
        return [run]
    out, at = [], 0
    for match in CITATION.finditer(run.text):
        pieces = (run.text[at : match.start()], run.text[match.end() :])
        if pieces[0]:
            out.append(NoteRun(text=pieces[0], style=run.style, url=run.url))
        out.append(NoteRun(text="", pointer=index.pointer(match["what"], where)))
        at = match.end()
    rest = run.text[at:]
    return [*out, NoteRun(text=rest, style=run.style, url=run.url)] if rest else out
