"""Decoded text to blocks: entities, Markdown marks, HTML tags and invisible characters out.

A block is a paragraph, heading or caption to be. What the words are is never changed: glued words,
spaces before commas and misspelled names stay as the article has them.
"""

from __future__ import annotations

import html
import re
import unicodedata
from html.parser import HTMLParser

from briefing.model import ParagraphKind, record

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
SURROGATE = re.compile(r"[\ud800-\udfff]")
SPACE = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
NEWLINE = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
MOJIBAKE = re.compile(r"â€[\u0080-\u00bfœ™˜“”–—•…†‡‰‹›]|Â(?=[\u00a0\u00ab\u00bb])")
ACCENT = re.compile(r"[\u0300-\u036f]")
COMBINING = re.compile(r"[^\W\d_][\u0300-\u036f]+")
IMAGE = re.compile(r"!\[([^\]\n]*)\]\([^)\s]*(?:\s+\"[^\"\n]*\")?\)")
LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\((?:https?:|/|mailto:)[^)\s]*\)")
STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]+?)(?<=[^\s*_])\1(?![\w*_])")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!\"'>~|])")
HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|={3,})$")
BULLET = re.compile(r"(?:[-*•]|\d{1,2}[.)])\s+")
WRAPPED = range(40, 101)
"""Line lengths of text that was wrapped by hand or by a mail program."""
DOCUMENT = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
BLOCK_TAG = re.compile(r"</(?:p|div|h[1-6]|li|td|article|section)\s*>|<br\s*/?>", re.IGNORECASE)


@record
class Block:
    """A stretch of the page as it is read: `kind` is none until it is known."""

    text: str
    kind: ParagraphKind | None = None
    apart: bool = True
    """A blank line or a tag stands before it."""
    rule: bool = False
    """A horizontal rule: no text, but it tells what follows from what went before."""


def is_html(text: str) -> bool:
    """Whether a text is an HTML page or a piece of one. A lone tag in prose makes no page."""
    return bool(DOCUMENT.match(text)) or len(BLOCK_TAG.findall(text, 0, 200_000)) >= 2


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a plain or Markdown text, marks and entities read.

    >>> [b.text for b in blocks_of("## Latar\\n\\n**JAKARTA** &ndash; Rusia *siap*.")]
    ['Latar', 'JAKARTA – Rusia siap.']
    """
    lines = plain(text).split("\n")
    blocks: list[Block] = []
    for group in _groups(lines):
        first = True
        for line in _unwrap(group):
            block = _block(line)
            if block is not None:
                blocks.append(Block(text=block.text, kind=block.kind, rule=block.rule, apart=first))
                first = False
    return tuple(blocks)


def blocks_of_html(text: str) -> tuple[Block, ...]:
    """The blocks of an HTML page or piece of one: scripts, menus and tags out."""
    reader = _PageReader()
    reader.feed(SURROGATE.sub("\ufffd", NEWLINE.sub("\n", text)))
    reader.close()
    reader.flush()
    return tuple(Block(text=tidy(plain(b.text)), kind=b.kind) for b in reader.blocks if tidy(plain(b.text)))


def plain(text: str) -> str:
    """Entities read, invisible characters out, accents composed, line ends alike."""
    text = SURROGATE.sub("\ufffd", NEWLINE.sub("\n", text))
    for _ in range(2):  # twice: "&amp;nbsp;" is common where a page was saved from a database
        if "&" in text:
            text = ENTITY.sub(lambda m: html.unescape(m[0]), text)
    if "â€" in text or "Â" in text:
        text = MOJIBAKE.sub(_reread, text)
    text = INVISIBLE.sub("", NEWLINE.sub("\n", text))
    if not ACCENT.search(text):
        return text
    # Only letters with combining accents are composed: full NFC would change other characters too.
    return COMBINING.sub(lambda m: unicodedata.normalize("NFC", m[0]), text)


def _reread(match: re.Match[str]) -> str:
    """A mark that was UTF-8 and was read as Windows-1252 on its way here: "â€œ" is “."""
    data = b"".join(c.encode("cp1252", "ignore") or c.encode("latin-1", "ignore") for c in match[0])
    return data.decode("utf-8", "ignore")


def tidy(text: str) -> str:
    """One line, single spaces, none at the ends."""
    return SPACE.sub(" ", text.replace("\n", " ")).strip()


def _groups(lines: list[str]) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [g for g in groups if g]


def _unwrap(lines: list[str]) -> list[str]:
    """The lines of a group, joined where they are one paragraph wrapped at a fixed width."""
    lengths = [len(line.rstrip()) for line in lines[:-1]]
    if len(lines) < 3 or min(lengths) not in WRAPPED or max(lengths) not in WRAPPED:
        return lines
    ends = sum(1 for line in lines[:-1] if line.rstrip().endswith((".", "!", "?", '"', "”", ":")))
    running = sum(1 for line in lines[1:] if line.lstrip()[:1].islower())
    return [" ".join(lines)] if running and ends <= len(lines) / 2 else lines


def _block(line: str) -> Block | None:
    text = line.strip()
    if RULE.fullmatch(text):
        return Block(text="", rule=True)
    kind = None
    heading = HEADING.fullmatch(text)
    if heading:
        text, kind = heading[1], ParagraphKind.HEADING
    elif IMAGE.match(text) and IMAGE.sub("", text).strip() == "":
        text, kind = " ".join(m[1] for m in IMAGE.finditer(text)), ParagraphKind.CAPTION
    text = tidy(_unmark(text))
    return Block(text=text, kind=kind) if text else None


def _unmark(text: str) -> str:
    """Markdown's marks out of a line, the words between them kept."""
    text = IMAGE.sub(lambda m: m[1], text) if "![" in text else text
    text = LINK.sub(lambda m: m[1], text) if "](" in text else text
    for _ in range(2 if "*" in text or "_" in text else 0):  # twice: "***both***"
        text = STRONG.sub(lambda m: m[2], text)
        text = EMPHASIS.sub(lambda m: m[2], text)
    if text.startswith("> "):
        text = text[2:]
    return ESCAPE.sub(r"\1", text) if "\\" in text else text


class _PageReader(HTMLParser):
    """Collects the text of a page by block elements."""

    BLOCKS = frozenset(
        [
            "p",
            "div",
            "section",
            "article",
            "main",
            "header",
            "ul",
            "ol",
            "li",
            "table",
            "tr",
            "td",
            "th",
            "blockquote",
            "figure",
            "figcaption",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "br",
            "hr",
            "body",
            "dl",
            "dd",
            "dt",
            "pre",
        ]
    )
    SILENT = frozenset(
        [
            "script",
            "style",
            "noscript",
            "template",
            "svg",
            "nav",
            "footer",
            "aside",
            "form",
            "button",
            "select",
            "iframe",
            "title",
        ]
    )
    VOID = frozenset(["br", "hr", "img", "input", "meta", "link", "source", "wbr"])

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.pieces: list[str] = []
        self.silent: list[str] = []
        self.kind: ParagraphKind | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.silent or tag in self.SILENT:
            if tag in self.SILENT:
                self.silent.append(tag)
            return
        if tag in self.BLOCKS:
            self.flush()
            if tag == "figcaption":
                self.kind = ParagraphKind.CAPTION
            elif tag in {"h2", "h3", "h4", "h5", "h6"}:
                self.kind = ParagraphKind.HEADING

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag in self.silent:
                while self.silent.pop() != tag:
                    pass
            return
        if tag in self.BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(data)

    def flush(self) -> None:
        """End the block that is being read."""
        text = tidy("".join(self.pieces))
        if text:
            self.blocks.append(Block(text=text, kind=self.kind))
        self.pieces.clear()
        self.kind = None
