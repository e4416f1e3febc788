"""An article's blocks taken apart: title, lines of its head and foot, paragraphs of each kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.lexicon import Lexicon
from briefing.model import HeaderReading, ParagraphKind, record
from briefing.sources.bylines import foot_lines, head_lines, is_head
from briefing.sources.clean import is_credit_line, without_credit
from briefing.sources.datelines import dateline
from briefing.sources.head import URL, header_line, is_headline
from briefing.sources.markup import Block
from briefing.sources.outlets import is_publisher
from briefing.sources.page import BREADCRUMB
from briefing.sources.titles import without_suffix

LONGEST_TITLE = 200
LONGEST_HEADING = 14
SHORTEST_BODY = 12
LEAD = 2
"""Paragraphs that may stand above the date line: a standfirst, at most of two."""
SECTION = 2
SAME_TITLE = 0.5
"""Share of a title's words that a line of the text must have to be that title, told otherwise."""
ABOVE = 3
"""Lines of the head that may stand above the title."""
HEAD_BLOCKS = 12
FOOT_BLOCKS = 6
FULL_STOP = re.compile(r"[^.…]\.[\"”’]?$|[.!?,][\"”’]$")
SENTENCE_END = re.compile(r"[.!?…:;,]\s*[\"”’')\]]*$")


@record
class Parts:
    """A text taken apart: its blocks with their kinds, and what its head and foot tell."""

    blocks: tuple[Block, ...]
    readings: tuple[HeaderReading, ...]


def take_apart(blocks: Sequence[Block], lexicon: Lexicon, *, named: str = "") -> Parts:
    """Header lines out, the other blocks with their kinds; `named` is the title where it is known."""
    title, rest = _title(_with_datelines(blocks, lexicon), lexicon)
    if named:
        title, rest = _named(named, title, rest)
    kept: list[Block] = []
    readings: list[HeaderReading] = []
    date_line = 0
    addresses = sum(1 for block in rest if URL.fullmatch(block.text))  # several are a list in the text
    body = _body_begins(rest, lexicon)
    report = "\n".join(b.text for b in (*title, *rest[body:]))
    foot = max(body, len(rest) - FOOT_BLOCKS)
    above = head_lines([b.text for b in rest[:body]], report, lexicon=lexicon)
    below = foot_lines([b.text for b in rest[foot:]], lexicon=lexicon)
    for n, block in enumerate(rest):
        found = above[n] if n < body else below[n - foot] if n >= foot else None
        if found is None and body <= n <= (body or HEAD_BLOCKS):
            found = header_line(block.text, lexicon=lexicon) or None
        if found is not None and not (found and found[0].field == "url" and addresses > 1):
            readings += found
            if n <= body:
                date_line = len(kept)
        else:
            kept.append(block)
    kept = _with_kinds(kept, date_line, lexicon)
    return Parts(blocks=(*title, *kept), readings=tuple(readings))


def _with_datelines(blocks: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """A dateline on a line of its own ("Jakarta -") joined to the paragraph that it opens."""
    joined: list[Block] = []
    for block in blocks:
        opener = joined[-1].text if joined else ""
        if opener.endswith(("-", "–", "—")) and _is_prose(block):
            line = dateline(f"{opener} {block.text}", lexicon=lexicon)
            if line is not None and line.words == opener:
                joined[-1] = replace(block, text=f"{opener} {block.text}")
                continue
        joined.append(block)
    return joined


def _title(blocks: list[Block], lexicon: Lexicon) -> tuple[tuple[Block, ...], list[Block]]:
    """The title, as a block of its own, and the other blocks (its repetitions left out)."""
    above = 0
    while above < min(len(blocks), ABOVE) and _is_above(blocks[above].text, lexicon):
        above += 1
    head, rest = blocks[:above], blocks[above:]
    if rest:
        rest[0] = replace(rest[0], text=without_suffix(rest[0].text, lexicon=lexicon))
    at = 0
    while (
        at + 2 < min(len(rest), HEAD_BLOCKS)
        and _is_section(rest[at], lexicon)
        and _is_title(rest[at + 1], lexicon)
    ):
        at += 1
    rest = rest[at:]
    if len(rest) < 2 or not _is_title(rest[0], lexicon):
        return (), blocks
    title = Block(text=without_suffix(rest[0].text, lexicon=lexicon), kind=ParagraphKind.TITLE)
    folded, at = {_fold(title.text), _fold(rest[0].text)}, 1
    while at < len(rest) and _fold(rest[at].text) in folded:
        at += 1
    return (title,), [*head, *rest[at:]]


def _named(title: str, found: tuple[Block, ...], rest: list[Block]) -> tuple[tuple[Block, ...], list[Block]]:
    """The title that is known, above the other blocks; what the text has in its place is left out."""
    known = set(_fold(title).split())
    others = [b for b in found if len(known & set(_fold(b.text).split())) < SAME_TITLE * len(known)]
    return (Block(text=title, kind=ParagraphKind.TITLE),), [*(replace(b, kind=None) for b in others), *rest]


def _is_above(line: str, lexicon: Lexicon) -> bool:
    head = is_head(line, lexicon) and not is_headline(line, lexicon=lexicon)
    return head or is_publisher(line, lexicon)


def _is_section(block: Block, lexicon: Lexicon) -> bool:
    """A breadcrumb ("Home > News"), or the name of the page's section above a longer title."""
    short = len(block.text.split()) <= SECTION and _is_title(block, lexicon)
    return bool(BREADCRUMB.search(block.text)) or (short and block.kind is None)


def _is_title(block: Block, lexicon: Lexicon) -> bool:
    text = without_suffix(block.text, lexicon=lexicon)
    if block.kind is ParagraphKind.HEADING:
        return True
    if block.kind is not None or len(text) > LONGEST_TITLE:
        return False
    if is_credit_line(text, lexicon=lexicon) or BREADCRUMB.search(text):
        return False
    if re.search(r"[.;,:][\"”’')]*$", text) and not text.endswith("..."):
        return False
    if len(text.split()) >= SHORTEST_BODY and dateline(text, lexicon=lexicon) is not None:
        return False
    return is_headline(text, lexicon=lexicon) or not header_line(text, lexicon=lexicon)


def _fold(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


def _body_begins(blocks: list[Block], lexicon: Lexicon) -> int:
    """Where the body begins: at its dateline; or else behind the head's last line, or at the first prose."""
    head = blocks[:HEAD_BLOCKS]
    for n, block in enumerate(head):
        if _is_prose(block) and dateline(block.text, lexicon=lexicon):
            return n
    prose = [n for n, block in enumerate(head) if _is_body(block, lexicon)]
    before = prose[LEAD] if len(prose) > LEAD else len(head) - 1
    lines = [n for n in range(before) if header_line(head[n].text, lexicon=lexicon)]
    after = lines[-1] + 1 if lines else 0
    first = next((n for n in range(after, len(head)) if _is_body(head[n], lexicon)), 0)
    while first > after and _is_sentence(head[first - 1], lexicon):
        first -= 1
    return first


def _is_sentence(block: Block, lexicon: Lexicon) -> bool:
    """A short paragraph: a whole sentence, which no caption and no title is."""
    ended = block.kind is None and FULL_STOP.search(block.text) is not None
    return ended and not is_credit_line(block.text, lexicon=lexicon)


def _is_prose(block: Block) -> bool:
    return block.kind is None and len(block.text.split()) >= SHORTEST_BODY


def _is_body(block: Block, lexicon: Lexicon) -> bool:
    return _is_prose(block) and not is_credit_line(block.text, lexicon=lexicon)


def _with_kinds(blocks: list[Block], date_line: int, lexicon: Lexicon) -> list[Block]:
    body = _body_begins(blocks, lexicon)
    body = max(body, date_line) if date_line < len(blocks) else body
    typed: list[Block] = []
    for n, block in enumerate(blocks):
        kind, text = block.kind, block.text
        if kind is None and is_credit_line(text, lexicon=lexicon) and (n < body or n < len(blocks) - 1):
            kind, text = ParagraphKind.CAPTION, without_credit(text, lexicon=lexicon)
        elif kind is ParagraphKind.CAPTION:
            text = without_credit(text, lexicon=lexicon)
        if kind is None and n >= body and _is_heading(block, n, len(blocks)):
            kind = ParagraphKind.HEADING
        if text:
            typed.append(
                Block(text=text, kind=kind or (ParagraphKind.STANDFIRST if n < body else ParagraphKind.BODY))
            )
    return _with_caption_names(typed)


def _is_heading(block: Block, n: int, count: int) -> bool:
    text = block.text
    if not block.apart or SENTENCE_END.search(text) or len(text.split()) > LONGEST_HEADING:
        return False
    return text[:1].isupper() and 0 < n < count - 1


def _with_caption_names(blocks: list[Block]) -> list[Block]:
    """A line without a sentence directly before a caption is the picture's name, so a caption too."""
    out = list(blocks)
    for n in range(len(out) - 1):
        short = not SENTENCE_END.search(out[n].text) and len(out[n].text.split()) <= LONGEST_HEADING
        if out[n + 1].kind is ParagraphKind.CAPTION and out[n].kind is ParagraphKind.STANDFIRST and short:
            out[n] = Block(text=out[n].text, kind=ParagraphKind.CAPTION)
    return out
