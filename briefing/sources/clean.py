"""Boilerplate out of an article's blocks: reading tips, videos, credits, initials, promotion, tails.

Every pattern is made from `boilerplate.toml`; what goes is decided by the words and by where they
stand, never by the article or its outlet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from briefing.lexicon import Entry, Lexicon, load
from briefing.model import ParagraphKind, record
from briefing.sources.markup import BULLET, Block, tidy
from briefing.sources.outlets import is_publisher

LONG_LINE = 25
"""Words: a longer line that begins like boilerplate holds body text too."""
LONG_HEADLINE = 16
LONGEST_TITLE = 1_000
"""Letters before a video's marker in which its title is looked for."""
UNTITLED = 160
"""Letters that a text without a sentence may have before a marker, for all of it to be a video's title."""
LOOKED_UP = 50
"""Headlines of others in one article that are told from what follows by what its page says elsewhere."""
PROSE = 12
"""Words that a line of the head does not have."""
TAIL_SHARE = 0.4
"""A tail marker with more of the text than this behind it ends nothing."""
REMARK_SHARE = 0.25
"""What follows a remark on the report is no more of the text than this."""
SUMMARY_SHARE = 0.6
"""A summary below the report is no more of the text than this."""
SUMMARY_TITLE = 4
SUMMARY_BLOCKS = 3
"""Blocks of a summary without a list that may stand above a report."""
SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*(?=\s|$)")
TOKEN = re.compile(r"\S+")
LEADING = re.compile(r"\s*")
OPENING = ('"', "“", "‘", "'", "„")
INITIALS = re.compile(r"(?<=[.!?\"”’)])\s*[(\[]\s*[*a-zA-Z]{1,5}(?:\s*[/,&-]\s*[a-z*]{1,8}){0,3}\s*[)\]]\s*$")
INITIALS_ALONE = re.compile(
    r"[(\[]\s*[*a-zA-Z]{1,5}(?:\s*[/,&-]\s*[a-zA-Z*]{1,8}){0,3}\s*[)\]]|[a-z]{2,5}(?:/[a-z]{2,5}){1,3}"
)
_CODE = r"(?:[A-Z]\d{3}|[A-Z]{1,3}\s*-\s*[A-Z]{2,4}|SYS)"
_WHO = rf"(?:{_CODE}|[A-Z][a-z]*)"
_DESK = rf"\((?=[^()]*\b{_CODE}\b)\s*(?:[A-Z][A-Za-z]?\.?\s*)?{_WHO}(?:\s*/\s*{_WHO})*\s*\)"
DESK_ALONE = re.compile(_DESK)
"""Who wrote and edited it, by an agency's codes: "(Uu. Aulia/KR-AMQ)", "(T.H-ZG/S023)", "(D011)"."""
DESK = re.compile(rf"(?<=[.!?\"”’)])\s*{_DESK}\s*$")
FUNCTION_WORDS = 4
"""Lower-case words of at most so many letters may stand inside a headline ("di", "dari", "usai")."""


@record
class _Patterns:
    inline: re.Pattern[str]
    line: re.Pattern[str]
    whole: frozenset[str]
    headline: re.Pattern[str]
    headline_line: re.Pattern[str]
    video: re.Pattern[str]
    bracket: re.Pattern[str]
    tail: re.Pattern[str]
    summary: re.Pattern[str]
    remark: re.Pattern[str]
    credited: re.Pattern[str]
    credit_inside: re.Pattern[str]
    credit_before: re.Pattern[str]
    signature: re.Pattern[str]
    signed: re.Pattern[str]
    label: re.Pattern[str]
    offices: frozenset[str]
    starts: frozenset[str]


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> _Patterns:
    def words(role: str, kind: str = "") -> list[str]:
        entries = (e for e in lexicon["boilerplate"] if e.get("role") == role and e.get("kind") == kind)
        return sorted((w for e in entries for w in e.words), key=lambda w: (-len(w), w))

    def either(role: str) -> str:
        return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words(role)) + ")"

    ignore = re.IGNORECASE
    credits = rf"{either('credit')}(?:\s*[/|,–-]\s*[A-Z][\w. ]+)*"
    return _Patterns(
        inline=re.compile(rf"(?<!\w){either('inline')}(?!\w)"),
        line=re.compile(rf"{either('line')}(?!\w)", ignore),
        whole=frozenset(w.casefold() for w in words("whole")),
        headline=re.compile(rf"(?:(?<=[\s.!?\"”’)])|^){either('headline')}\s*:\s*", ignore),
        headline_line=re.compile(rf"[-*•>\s(]*{either('headline')}\s*(?::|$|(?=[A-Z]))", ignore),
        video=re.compile(rf"(?:(?<=[\s.!?\"”’)])|^){either('video')}\b", ignore),
        bracket=re.compile(rf"\(?{either('bracket')}[^\]\n]{{0,80}}\]?\)?", ignore),
        tail=re.compile(rf"{either('tail')}\s*[↓→»>.…]*\s*(?:Loading)?$", ignore),
        summary=re.compile(rf"{either('summary')}\b", ignore),
        remark=re.compile(rf"{either('remark')}(?!\w)", ignore),
        credited=re.compile(r"(?:/\s*)?(?:Foto|Photo)\s*:"),
        credit_inside=re.compile(rf"\A\s*{either('credit')}\b|[/\s]{either('credit')}\s*$"),
        credit_before=re.compile(rf"(?i:{either('credit')})/[A-Z][A-Z .]+\s(?=[A-Z][a-z])"),
        signature=re.compile(rf"[(\[]?\s*{credits}\s*[)\]]?"),
        signed=re.compile(rf"(?<=[.!?\"”’])\s*[(\[]\s*{credits}\s*[)\]]\s*$"),
        label=re.compile(rf"[-*•>\s]*{either('label')}\s*:\s*\S", ignore),
        offices=frozenset(words("opener", "office")),
        starts=frozenset(words("opener", "start")),
    )


def without_boilerplate(blocks: Iterable[Block], *, lexicon: Lexicon | None = None) -> tuple[Block, ...]:
    """The blocks that belong to the report, boilerplate inside them cut out.

    >>> [b.text for b in without_boilerplate([Block(text="BACA JUGA: Korut Diam"), Block(text="Ya. (dka)")])]
    ['Ya.']
    """
    lexicon = lexicon or load("id")
    p = _patterns(lexicon)
    kept = _until_remark(_without_summary(list(blocks), p), p)
    kept = _until_tail([b for b in kept if not b.rule], p)
    kept = _without_lists_of_others(kept, p)
    page = "\n".join(b.text for b in kept)
    above = next((n for n, b in enumerate(kept) if len(b.text.split()) >= PROSE), 0)
    cleaned = [  # an outlet's name alone is a credit in the report, but above it, it is its head
        block if n < above and is_publisher(block.text, lexicon) else _cleaned(block, page, p)
        for n, block in enumerate(kept)
    ]
    return _without_trailing_headings([b for b in cleaned if b is not None])


def is_credit_line(text: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether a block ends with a photo's credit, so that it is a caption."""
    return _between_credits(text, _patterns(lexicon or load("id"))) != (0, len(text))


def without_credit(text: str, *, lexicon: Lexicon | None = None) -> str:
    """A caption without the credit of its photo."""
    start, end = _between_credits(text, _patterns(lexicon or load("id")))
    return text[start:end].strip()


def _between_credits(text: str, p: _Patterns) -> tuple[int, int]:
    """What no credit takes: one stands at the beginning, or at the end, in brackets or as the last sentence.

    The end is looked at from behind: only what follows its last bracket or full stop can be a credit.
    """
    first = p.credit_before.match(text)
    start = first.end() if first else 0
    body = text.rstrip().removesuffix(".").rstrip()
    named = p.credited.search(body, max(start, body.rfind(".") + 1))
    ends = [named.start()] if named else []
    if body.endswith(")"):
        opened = max(start, body.rfind("(", start), body.rfind(")", start, -1))
        if body.startswith("(", opened) and p.credit_inside.search(body[opened + 1 : -1]):
            ends.append(opened)
    return start, min(ends, default=len(text))


def fires(entry: Entry, text: str) -> bool:
    """Whether an entry's words make something of the text go (the checker of `boilerplate.toml`)."""
    from briefing.sources.markup import blocks_of

    role = entry.get("role")
    if role == "credit":
        return is_credit_line(text)
    before = blocks_of("Rusia menolak usulan itu.\n\n" + text)
    after = without_boilerplate(before)
    gone = " ".join(b.text for b in before) != " ".join(b.text for b in after)
    return gone and any(w.casefold() in text.casefold() for w in entry.words)


def _without_summary(blocks: list[Block], p: _Patterns) -> list[Block]:
    """The blocks without a machine-made summary: below the report all that follows, above it its own lines.

    What is cut below is never more than a share of the whole.
    """
    whole = behind = sum(len(b.text) for b in blocks)
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if block.rule and at + 1 < len(blocks) else block
        if p.summary.match(following.text) and _is_summary(block, following, p):
            if at and behind <= SUMMARY_SHARE * whole:
                return blocks[:at]
            begun = at + (2 if block.rule else 1)
            return [*blocks[:at], *blocks[_summary_end(blocks, begun) :]]
        behind -= len(block.text)
    return blocks


def _is_summary(block: Block, title: Block, p: _Patterns) -> bool:
    """Whether a line opens a summary: behind a rule, as a heading, or alone on its line."""
    short = len(title.text.split()) <= SUMMARY_TITLE
    alone = p.summary.fullmatch(title.text.strip(" :*.")) is not None
    return block.rule or (block.kind is ParagraphKind.HEADING and short) or alone


def _summary_end(blocks: list[Block], begun: int) -> int:
    """Where a summary above the report ends: behind its list, or at the rule or heading below it."""
    end = begun
    while end < len(blocks) and BULLET.match(blocks[end].text):
        end += 1
    if end > begun:
        return end
    for n in range(begun, min(len(blocks), begun + SUMMARY_BLOCKS + 1)):
        if blocks[n].rule or blocks[n].kind is ParagraphKind.HEADING:
            return n
    return begun


def _until_remark(blocks: list[Block], p: _Patterns) -> list[Block]:
    """What stands before a remark on the report: a machine's own, or a box for questions."""
    whole = behind = sum(len(b.text) for b in blocks)
    for at, block in enumerate(blocks):
        if at and behind <= REMARK_SHARE * whole and p.remark.match(block.text.lstrip("*_>- ")):
            return blocks[: at - 1] if blocks[at - 1].rule else blocks[:at]
        behind -= len(block.text)
    return blocks


def _until_tail(blocks: list[Block], p: _Patterns) -> list[Block]:
    whole = behind = sum(len(b.text) for b in blocks)
    for at, block in enumerate(blocks):
        if p.tail.match(block.text) and behind <= TAIL_SHARE * whole:
            return blocks[:at]
        behind -= len(block.text)
    return blocks


def _without_trailing_headings(blocks: list[Block]) -> tuple[Block, ...]:
    """A heading with nothing under it is a menu's, not the article's."""
    end = len(blocks)
    while end > 1 and blocks[end - 1].kind is ParagraphKind.HEADING:
        end -= 1
    return tuple(blocks[:end])


def _without_lists_of_others(blocks: list[Block], p: _Patterns) -> list[Block]:
    """The headlines below a "Baca juga:" that stands alone out: lines without a sentence, each a headline."""
    kept: list[Block] = []
    listing = False
    for block in blocks:
        alone = p.headline_line.fullmatch(block.text) is not None
        listing = alone or (listing and _is_headline(block.text.lstrip("-*• ")) and not _ends(block.text))
        if not listing or alone:
            kept.append(block)
    return kept


def _ends(text: str) -> bool:
    """Whether a sentence ends here; a question may be a headline."""
    return text.rstrip('"”’ ').endswith(".")


def _cleaned(block: Block, page: str, p: _Patterns) -> Block | None:
    text = block.text
    if _is_boilerplate_line(text, p):
        return None
    if p.inline.search(text):
        text = p.inline.sub(" ", text)
    if "[" in text:
        text = _without_videos(text, p)
    text = _without_video_titles(text, p)
    if ":" in text:
        text = _without_headlines(text, page, p)
    text = tidy(DESK.sub("", INITIALS.sub("", text)))
    if block.kind is None and text.endswith((")", "]")):
        text = p.signed.sub("", text)
    return replace(block, text=text) if text else None


def _is_boilerplate_line(text: str, p: _Patterns) -> bool:
    bare = text.strip(" ↓→»>:.…*·•-|#0123456789").casefold()
    if not bare or bare in p.whole or p.tail.match(text):
        return True
    words = len(text.split())
    if p.line.match(text) and words <= 2 * LONG_LINE:
        return True
    if words <= LONG_LINE and _is_signature(text, p):
        return True
    if p.label.match(text) and words <= LONG_LINE and not _ends(text):
        return True
    return bool(p.headline_line.match(text)) and words <= LONG_LINE and not SENTENCE_END.search(text[:-1])


def _is_signature(text: str, p: _Patterns) -> bool:
    """Initials, an agency's codes, or a credit, alone on a line."""
    return any(known.fullmatch(text) for known in (INITIALS_ALONE, DESK_ALONE, p.signature))


def _without_videos(text: str, p: _Patterns) -> str:
    """Markers such as "[Gambas:Video CNN]" out, with the video's title that stands before them."""
    kept: list[str] = []
    near, at = "", 0
    for marker in p.bracket.finditer(text):
        before = near + text[at : marker.start()]
        at = marker.end()
        ends = [m.end() for m in SENTENCE_END.finditer(before, max(0, len(before) - LONGEST_TITLE))]
        title_at = ends[-1] if ends else 0
        short = title_at or (not kept and len(before) < UNTITLED)
        if short and (_is_headline(before[title_at:]) or p.video.match(before[title_at:].strip())):
            before = before[:title_at]
        if len(before) > LONGEST_TITLE:
            kept.append(before[:-LONGEST_TITLE])
        near = before[-LONGEST_TITLE:] + " "
    return "".join((*kept, near, text[at:]))


def _without_video_titles(text: str, p: _Patterns) -> str:
    """ "Simak Video 'Detik-detik Rudal Jatuh'" out, up to the end of its quoted title or of the block."""
    match = p.video.search(text)
    if match is None:
        return text
    rest = text[match.end() :]
    quoted = re.match(r"[^'\"“‘]{0,30}['\"“‘][^'\"”’]{3,150}['\"”’]\s*:?", rest)
    colon = re.match(r"[^.:]{0,60}:\s*$", rest)
    if quoted and not rest[quoted.end() :].strip():
        return text[: match.start()]
    return text[: match.start()] if colon else text


def _is_headline(text: str) -> bool:
    """Whether words could be a headline: few, most of them capitalised, no sentence end."""
    words = text.split()
    if not words or len(words) > LONG_HEADLINE:
        return False
    capital = sum(1 for w in words if not w[:1].islower())
    return capital >= 0.6 * len(words)


def _without_headlines(text: str, page: str, p: _Patterns) -> str:
    """ "Baca juga: <headline>" out of a paragraph that was flattened to one line."""
    kept: list[str] = []
    found = at = 0
    while (match := p.headline.search(text, at)) is not None:
        if before := text[at : match.start()].rstrip():
            kept.append(before)
        found += 1
        end = _headline_end(text, match.end(), page if found <= LOOKED_UP else "", p)
        at = LEADING.match(text, end).end()  # type: ignore[union-attr]  # it matches everywhere
    return " ".join((*kept, text[at:])).strip()


def _headline_end(text: str, start: int, page: str, p: _Patterns) -> int:
    """Where a headline ends that nothing marks: at a quotation, at a sentence that begins, at the end."""
    tokens = list(islice(TOKEN.finditer(text, start), LONG_HEADLINE * 2 + 3))
    for n, token in enumerate(tokens):
        word = token[0]
        if n and word.startswith(OPENING) and word[1:2].isupper() and len(word) > 2:
            return token.start()
        if word.endswith(("?", "!")):
            return token.end()
        if n > LONG_HEADLINE * 2 or (word[0].islower() and not _inside_headline(tokens, n)):
            return _sentence_start(tokens[:n], page, p) if n else start
    return len(text)


def _inside_headline(tokens: list[re.Match[str]], n: int) -> bool:
    """A short lower-case word between capitalised ones ("di", "dengan") goes on with the headline."""
    following = tokens[n + 1][0] if n + 1 < len(tokens) else ""
    return len(tokens[n][0]) <= FUNCTION_WORDS + 2 and (following[:1].isupper() or following[:1].isdigit())


def _sentence_start(tokens: list[re.Match[str]], page: str, p: _Patterns) -> int:
    """Which of the capitalised words before the first plain one already belong to the next sentence."""
    for n in range(len(tokens) - 1, 1, -1):
        if tokens[n][0].rstrip(",") in p.offices | p.starts:
            return tokens[n].start()
    for n in range(2, len(tokens)):
        name = " ".join(t[0] for t in tokens[n:])
        if page.count(name) > 1:
            return tokens[n].start()
    return tokens[-1].start()
