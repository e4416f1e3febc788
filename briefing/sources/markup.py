"""Decoded text to blocks: entities, Markdown marks, HTML tags and invisible characters out.

A block is a paragraph, heading or caption to be. What the words are is never changed: glued words,
spaces before commas and misspelled names stay as the article has them.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from briefing.controls import JOINERS
from briefing.model import ParagraphKind, record
from briefing.sources.tags import End, Start, Text, tags

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
JOINING = re.compile(f"[{JOINERS}]+")
LATIN = "\u024f"
"""The last letter of the Latin script, whose letters nothing joins."""
SURROGATE = re.compile(r"[\ud800-\udfff]")
SPACE = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
NEWLINE = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
ACCENT = re.compile(r"[\u0300-\u036f]")
DOUBTFUL = frozenset("\ufffd†‡ˆ¤¦¬")
"""What stands for a byte that was lost, and what it is taken for where it can't be told."""
COMBINING = re.compile(r"[^\W\d_][\u0300-\u036f]+")
PICTURE = re.compile(r"!\[")
LINK = re.compile(r"(?<!!)\[(?!\])")
TARGET = re.compile(r"\]\(")
ADDRESS = re.compile(r"\]\((?:https?:|/|mailto:)")
TARGET_END = re.compile(r"[)\s]")
TITLE = re.compile(r"(?:\s++\"[^\"\n]*+\")?+\)")
STRONG = re.compile(r"(\*\*|__)(?=\S)")
STRONG_END = {mark: re.compile(rf"(?<=\S)(?={re.escape(mark)})") for mark in ("**", "__")}
EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]+?)(?<=[^\s*_])\1(?![\w*_])")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
NOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:?")
"""A footnote's number, in the text or before the note itself."""
HEADING = re.compile(r"#{1,6}\s+")
RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|={3,})$")
BULLET = re.compile(r"(?:[-*•]|\d{1,2}[.)])\s+")
NARROWEST, WIDEST = 20, 300
"""Widths at which a text may have been wrapped, by hand or by a program."""
EARLY = 0.1
"""Lines that end early within a sentence, for each that is full, that a wrapped text may have."""
SLACK = 0.8
"""Share of the width beyond which a line counts as full that goes on in the next one."""
RUNNING = 0.25
"""Share of these that begin within a sentence, with a small letter."""
BREAKS = 2
"""Line ends within paragraphs that it takes to tell a text that was wrapped."""
DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$")
SPACES = re.compile(r"\s*")
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
    return bool(DOCUMENT.match(text, _behind_comments(text))) or len(BLOCK_TAG.findall(text, 0, 200_000)) >= 2


def _behind_comments(text: str) -> int:
    """Where a page begins that comments may stand before; at the end where one of them has none."""
    at = SPACES.match(text).end()  # type: ignore[union-attr]  # it matches everywhere
    while text.startswith("<!--", at):
        end = text.find("-->", at)
        at = SPACES.match(text, end + 3).end() if end >= 0 else len(text)  # type: ignore[union-attr]
    return at


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a plain or Markdown text, marks and entities read.

    >>> [b.text for b in blocks_of("## Latar\\n\\n**JAKARTA** &ndash; Rusia *siap*.")]
    ['Latar', 'JAKARTA – Rusia siap.']
    """
    groups = _groups(_without_comments(plain(text)).split("\n"))
    width = _width(groups)
    blocks: list[Block] = []
    for group in groups:
        first = True
        for line in _unwrap(group, width):
            block = _block(line)
            if block is not None:
                blocks.append(Block(text=block.text, kind=block.kind, rule=block.rule, apart=first))
                first = False
    return tuple(blocks)


def _without_comments(text: str) -> str:
    """The text without HTML comments; one that has no end is none."""
    if "<!--" not in text:
        return text
    pieces: list[str] = []
    at = 0
    while (begun := text.find("<!--", at)) >= 0 and (end := text.find("-->", begun + 4)) >= 0:
        pieces.append(text[at:begun])
        at = end + 3
    return "".join((*pieces, text[at:]))


def blocks_of_html(text: str) -> tuple[Block, ...]:
    """The blocks of an HTML page or piece of one: scripts, menus and tags out."""
    read = (Block(text=tidy(plain(b.text)), kind=b.kind) for b in _blocks_of_tags(text))
    return tuple(block for block in read if block.text)


def plain(text: str) -> str:
    """Entities read, invisible characters out, accents composed, line ends alike."""
    text = SURROGATE.sub("\ufffd", NEWLINE.sub("\n", text))
    for _ in range(2):  # twice: "&amp;nbsp;" is common where a page was saved from a database
        if "&" in text:
            text = ENTITY.sub(lambda m: html.unescape(m[0]), text)
    if not text.isascii():
        text = _mended(text)
    text = JOINING.sub(_joiner, INVISIBLE.sub("", NEWLINE.sub("\n", text)))
    if not ACCENT.search(text):
        return text
    # Only letters with combining accents are composed: full NFC would change other characters too.
    return COMBINING.sub(lambda m: unicodedata.normalize("NFC", m[0]), text)


def _joiner(match: re.Match[str]) -> str:
    """A joiner where it joins: between letters of other scripts than ours, or the parts of one picture."""
    before = match.string[max(match.start() - 1, 0) : match.start()]
    after = match.string[match.end() : match.end() + 1]
    return match[0][0] if min(before, after) > LATIN else ""


def _mended(text: str) -> str:
    """The text as it was before it was decoded in the wrong way: "â€œ" is “.

    Line by line, and word by word where a line holds something that can't be told for sure: only where
    characters stand together that nobody writes, and become ones that people do.
    """
    from ftfy.badness import is_bad  # costs 45 ms to import

    if not is_bad(text):
        return text
    return "\n".join(_fixed(line, " ") if is_bad(line) else line for line in text.split("\n"))


def _fixed(text: str, between: str = "") -> str:
    from ftfy import TextFixerConfig, fix_encoding

    sure = TextFixerConfig(replace_lossy_sequences=False, restore_byte_a0=False, explain=False)
    fixed = fix_encoding(text, sure)
    if not DOUBTFUL & set(text + fixed):
        return fixed
    return between.join(map(_fixed, text.split(between))) if between else text


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


def _width(groups: list[list[str]]) -> int:
    """The width at which lines were wrapped, or 0: at nearly each line's end, the next word found no room.

    A line of one word (an address) may be longer than the text is wide. Lines that are paragraphs of their
    own end wherever they end, and most of them could have held the next one's first word.
    """
    pairs = [(a.rstrip(), b.lstrip()) for group in groups for a, b in pairwise(group)]
    width = max((len(a) for a, _ in pairs if " " in a), default=0)
    full = [b for a, b in pairs if _is_full(a, b, width)]
    early = sum(1 for a, b in pairs if not _is_full(a, b, width) and not _is_end(a, b))
    if not NARROWEST <= width <= WIDEST or len(full) < BREAKS or early > EARLY * len(full):
        return 0
    return width if sum(1 for b in full if b[:1].islower()) >= RUNNING * len(full) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether a line has no room for the next one's first word, or hardly any and goes on in it."""
    needed = len(line) + 1 + len(following.split(None, 1)[0])
    return needed > width or (needed > SLACK * width and not _is_end(line, following))


def _is_end(line: str, following: str) -> bool:
    """Whether a sentence ends with a line, so that a paragraph may end there."""
    return SENTENCE_END.search(line) is not None and not following[:1].islower()


def _unwrap(lines: list[str], width: int) -> list[str]:
    """The lines of a group, those of a paragraph joined that was wrapped, as the text was or by itself."""
    width = width or _width([lines])
    if not width:
        return lines
    joined = [lines[0]]
    for above, line in pairwise(lines):
        whole, following = above.rstrip(), line.strip()
        if _begins(following) or not _is_full(whole, following, width):
            joined.append(line)
            continue
        split = whole.endswith("-") and whole[-2:-1].isalpha()  # a compound: "anak-anak"
        joined[-1] = f"{joined[-1].rstrip()}{'' if split else ' '}{following}"
    return joined


def _begins(line: str) -> bool:
    """Whether a line begins something of its own, however full the one above: a list's item, a heading."""
    return bool(BULLET.match(line) or HEADING.match(line))


def _block(line: str) -> Block | None:
    text = line.strip()
    if RULE.fullmatch(text):
        return Block(text="", rule=True)
    kind = None
    heading = HEADING.match(text)
    if heading:
        text, kind = text[heading.end() :].rstrip("#").rstrip(), ParagraphKind.HEADING
    elif text.startswith("![") and not _without_targets(text, PICTURE, TARGET, lambda _: "").strip():
        text, kind = _without_targets(text, PICTURE, TARGET, " {} ".format), ParagraphKind.CAPTION
    text = tidy(_unmark(text))
    return Block(text=text, kind=kind) if text else None


def _unmark(text: str) -> str:
    """Markdown's marks out of a line, the words between them kept."""
    text = NOTE.sub("", text) if "[^" in text else text
    text = _without_targets(text, PICTURE, TARGET) if "![" in text else text
    text = _without_targets(text, LINK, ADDRESS) if "](" in text else text
    for _ in range(2 if "*" in text or "_" in text else 0):  # twice: "***both***"
        text = _without_strong(text)
        text = EMPHASIS.sub(lambda m: m[2], text)
    if text.startswith("> "):
        text = text[2:]
    return ESCAPE.sub(r"\1", text) if "\\" in text else text


def _without_targets(
    text: str, opening: re.Pattern[str], target: re.Pattern[str], shown: Callable[[str], str] = str
) -> str:
    """The text with the words of each picture or link, as they are to be shown, in place of its Markdown.

    What was found to come next stays next until it is passed: no stretch of the text is looked through twice.
    """
    pieces: list[str] = []
    done = at = closing = stop = 0
    while closing >= 0 and (opened := opening.search(text, at)) is not None:
        at = opened.end()
        if closing < at:
            closing = text.find("]", at)
        begun = target.match(text, closing) if closing >= at else None
        if begun is None:
            continue
        if stop < begun.end():
            found = TARGET_END.search(text, begun.end())
            stop = found.start() if found else len(text)
        ended = TITLE.match(text, stop)
        if ended is not None:
            pieces += text[done : opened.start()], shown(text[at:closing])
            done = at = ended.end()
    return "".join((*pieces, text[done:]))


def _without_strong(text: str) -> str:
    """The text without the marks of words in bold type."""
    ends = {mark: [m.start() for m in pattern.finditer(text)] for mark, pattern in STRONG_END.items()}
    pieces: list[str] = []
    done = at = 0
    while (opened := STRONG.search(text, at)) is not None:
        closing = ends[opened[1]]
        n = bisect_left(closing, opened.end() + 1)
        if n == len(closing):
            at = opened.start() + 1
            continue
        pieces += text[done : opened.start()], text[opened.end() : closing[n]]
        done = at = closing[n] + 2
    return "".join((*pieces, text[done:]))


BLOCKS = frozenset((
    "p", "div", "section", "article", "main", "header", "ul", "ol", "li", "table", "tr", "td", "th",
    "blockquote", "figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr",
    "body", "dl", "dd", "dt", "pre",
))  # fmt: skip
SILENT = frozenset((
    "script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "form", "button", "select",
    "iframe", "title",
))  # fmt: skip
KINDS = {
    "figcaption": ParagraphKind.CAPTION,
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), ParagraphKind.HEADING),
}


def _blocks_of_tags(page: str) -> Iterator[Block]:
    """The text of a page by block elements."""
    pieces: list[str] = []
    silent: list[str] = []
    opened: Counter[str] = Counter()
    kind: ParagraphKind | None = None
    for piece in tags(page):
        if isinstance(piece, Text):
            if not silent and (pieces or not piece.text.isspace()):
                pieces.append(piece.text)
        elif isinstance(piece, Start) and piece.name in SILENT:
            silent.append(piece.name)
            opened[piece.name] += 1
        elif silent:
            if isinstance(piece, End) and opened[piece.name]:
                _close(piece.name, silent, opened)
        elif piece.name in BLOCKS:
            if pieces:
                yield from _flushed(pieces, kind)
            kind = KINDS.get(piece.name) if isinstance(piece, Start) else None
    yield from _flushed(pieces, kind)


def _close(name: str, silent: list[str], opened: Counter[str]) -> None:
    """End an element that is left out, and whatever stands open in it."""
    while (last := silent.pop()) != name:
        opened[last] -= 1
    opened[name] -= 1


def _flushed(pieces: list[str], kind: ParagraphKind | None) -> Iterator[Block]:
    """The block that the pieces make, if they hold any text; there are none of them afterwards."""
    text = tidy("".join(pieces))
    pieces.clear()
    if text:
        yield Block(text=text, kind=kind)
