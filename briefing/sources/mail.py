"""Mail taken apart: messages and mailboxes to the articles in them.

A newsletter holds several articles under headings of their own; a forwarded message has the head of the one
that it forwards, whose sender, day and subject count; files that are attached are pieces of their own. The
day and subject of a message are those of its article, but for one that somebody forwarded or answered.
"""

from __future__ import annotations

import email
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email import policy
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from briefing.errors import InputError
from briefing.lexicon import load
from briefing.model import HeaderReading, ParagraphKind, Problem, record
from briefing.sources.beside import read_field
from briefing.sources.markup import Block, blocks_of, blocks_of_html, plain
from briefing.sources.outlets import outlet_name, publisher_at
from briefing.sources.pieces import Form, Piece

STAGE = "sources"
RULE = "mail"
LARGEST = 50_000_000
"""Bytes of one message."""
ENVELOPE = re.compile(rb"From \S+.{0,80}\d\d:\d\d")
"""The line before each message of a mailbox."""
HEADER = re.compile(rb"(?:>?From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*\n")
CERTAIN = re.compile(rb"^(from|date|message-id|mime-version|received|return-path|delivered-to):", re.I | re.M)
QUOTED = re.compile(rb"^>(>*From )")
ADDRESS = re.compile(r"\s*\"?(.*?)\"?\s*<([^<>\s]+@[^<>\s]+)>\s*")
QUOTE = re.compile(r"^(?:>[ \t]?)+", re.M)
RULED = re.compile(r"[-=*_~#•· ]{5,}")
SHORTEST = 40
"""Words under a heading of a newsletter that make an article; and of a message that is no covering note."""
SEVERAL = 2
HEAD = 12
"""Lines in which the head of a forwarded message stands."""
LONGEST_HEADING = 20
PASSED_OVER = ("image", "audio", "video")
NO_FILES = frozenset(
    {"application/pkcs7-signature", "application/pgp-signature", "text/calendar", "application/ics"}
)
POLICY = policy.default.clone(refold_source="none")


@record
class _Part:
    """A text with what is known of it: a message, one that it forwards, or an article of a newsletter."""

    text: str
    given: tuple[HeaderReading, ...] = ()


def is_mailbox(piece: Piece) -> bool:
    """Whether a piece is a mailbox (mbox), told from its first line."""
    return ENVELOPE.match(piece.data) is not None


def is_message(piece: Piece) -> bool:
    """Whether a piece is a message: it begins with a head of which two lines at least are those of mail."""
    head = piece.data.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    certain = {name.lower() for name in CERTAIN.findall(head)}
    return HEADER.match(head + b"\n") is not None and len(certain) >= 2


def mailbox(piece: Piece) -> Iterator[Piece | Problem]:
    """The messages of a mailbox, one after the other."""
    with piece.open() as file:
        for n, message in enumerate(_messages(file), start=1):
            where = f"{piece.where}#{n}"
            if len(message) > LARGEST:
                yield Problem(stage=STAGE, where=where, message="is too large for a message")
            else:
                yield Piece(where=where, data=message, name=f"{n}.eml")


def _messages(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of each message; one that is too large gives its beginning, a byte more than may be."""
    lines: list[bytes] = []
    size, blank = 0, True
    for line in file:
        if blank and ENVELOPE.match(line):
            if lines:
                yield b"".join(lines)
            lines, size, blank = [], 0, False
            continue
        blank = not line.strip()
        size += len(line)
        if size <= LARGEST + len(line):
            lines.append(QUOTED.sub(rb"\1", line))
    if lines:
        yield b"".join(lines)


def articles(piece: Piece) -> Iterator[Piece | Problem]:
    """The articles of a message: in its text, and in the files attached to it."""
    if piece.size > LARGEST:
        raise InputError("is too large for a message", where=piece.where, hint="Save what is in it")
    with piece.open() as file:
        message = email.message_from_bytes(file.read(), policy=POLICY)
    files = list(_attached(message, piece))
    parts = _parts(message)
    if files and sum(len(part.text.split()) for part in parts) < SHORTEST:
        parts = []  # a covering note
    if not parts and not files:
        raise InputError("is a message without text", where=piece.where, hint="Look at it in a mail program")
    for n, part in enumerate(parts, start=1):
        where = piece.where if len(parts) == 1 else f"{piece.where}#{n}"
        data = part.text.encode("utf-8", "replace")
        given = piece.given + part.given  # what a sidecar tells counts first
        yield Piece(where=where, data=data, form=Form.TEXT, encoding="utf-8", given=given, key=_id(message))
    yield from files


def _id(message: EmailMessage) -> str:
    return _header(message, "Message-ID").strip()


# --- what is attached -------------------------------------------------------------------------


def _attached(message: EmailMessage, piece: Piece) -> Iterator[Piece | Problem]:
    """The files of a message, and messages in it; pictures and signatures are passed over."""
    for n, part in enumerate(_leaves(message), start=1):
        kind, name = part.get_content_type(), part.get_filename() or ""
        passed_over = part.get_content_maintype() in PASSED_OVER or kind in NO_FILES
        if kind == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            if isinstance(inner, EmailMessage):
                yield Piece(where=f"{piece.where}#message{n}", data=inner.as_bytes(), name="message.eml")
        elif name and not passed_over:
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                yield Piece(where=f"{piece.where}#{name}", data=data, name=Path(name).name)


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts of a message that hold no others, but for messages; however they lie within one another."""
    waiting: list[Any] = [message]
    while waiting:
        part = waiting.pop()
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            waiting += reversed(part.get_payload())
        else:
            yield part


# --- what is written --------------------------------------------------------------------------


def _parts(message: EmailMessage) -> list[_Part]:
    blocks = _blocks(message)
    given = _given(
        _header(message, "From"),
        _header(message, "Date"),
        _header(message, "Subject"),
        of_list=_of_list(message),
    )
    lines = [block.text for block in blocks]
    for n, line in enumerate(lines):
        if _is_forwarding(line):
            return _forwarded(blocks[n + 1 :])
    for n, line in enumerate(lines[:HEAD]):
        head, _ = _head_at(lines, n)
        if {"from", "subject"} <= head.keys() and {"date", "other"} & head.keys() and line:
            return _forwarded(blocks[n:])
    several = _several(blocks, given) if _of_list(message) else []
    return several or ([_Part(text=_joined(blocks), given=given)] if any(lines) else [])


def _blocks(message: EmailMessage) -> list[Block]:
    """The text of a message in blocks: of its plain part, unless that has much less than its HTML part."""
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in _leaves(message):
        if part.get_content_type() in texts and not part.get_filename():
            texts[part.get_content_type()].append(_content(part))
    plain_text = QUOTE.sub("", "\n\n".join(texts["text/plain"]))
    html_blocks = [block for text in texts["text/html"] for block in blocks_of_html(text)]
    words = sum(len(block.text.split()) for block in html_blocks)
    if html_blocks and (words and len(plain_text.split()) < words / 2):
        return html_blocks
    return list(blocks_of(_with_headings(plain_text))) if plain_text.strip() else html_blocks


def _content(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset("utf-8")
    try:
        return data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return data.decode("utf-8", "replace")


def _joined(blocks: Iterable[Block]) -> str:
    return "\n\n".join(
        f"# {block.text}" if block.kind is ParagraphKind.HEADING else block.text for block in blocks
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name) or "")
    except (ValueError, IndexError, AttributeError, TypeError):  # a head that the library can't take apart
        return ""


def _of_list(message: EmailMessage) -> bool:
    return any(name in message for name in ("List-Id", "List-Unsubscribe", "List-Post"))


# --- who, when, of what -----------------------------------------------------------------------


def _given(sender: str, day: str, subject: str, *, of_list: bool = False) -> tuple[HeaderReading, ...]:
    """What a head tells of the article under it; nothing but the title where somebody passed it on."""
    title, passed_on = _subject(subject)
    fields = [("title", title)]
    if not passed_on:
        fields.append(("published", day))
    readings: list[HeaderReading] = []
    for field, words in fields:
        try:
            readings += read_field(field, words, rule=RULE)
        except ValueError:
            continue
    outlet = "" if passed_on else _outlet(sender, of_list=of_list)
    if outlet:
        readings.append(HeaderReading(field="outlet", value=outlet, words=sender, rule=RULE))
    return tuple(readings)


def _subject(words: str) -> tuple[str, bool]:
    """A subject without what mail programs put before it, and whether there was such."""
    rest, passed_on = words.strip(), False
    while found := _patterns()["prefix"].match(rest):
        rest, passed_on = rest[found.end() :], True
    return rest, passed_on


def _outlet(sender: str, *, of_list: bool) -> str:
    """The outlet that sends: one that is known by its name or domain, or the sender of a newsletter."""
    found = ADDRESS.fullmatch(sender)
    name, address = (found[1], found[2]) if found else ("", sender.strip())
    known = outlet_name(name, load("id")) if name and " at " not in name else None
    publisher = publisher_at(f"https://{address.rpartition('@')[2]}", load("id"))
    if known and "." not in known:
        return known
    return publisher.get("name") if publisher else name if of_list else ""


# --- what is forwarded ------------------------------------------------------------------------


def _forwarded(blocks: Sequence[Block]) -> list[_Part]:
    """The article that is forwarded, with what the head above it tells; of several the innermost."""
    lines = [line for block in blocks for line in block.text.split("\n")]
    head, end = _head_at(lines, 0)
    for n, line in enumerate(lines[end:], start=end):
        if _is_forwarding(line):
            head, end = _head_at(lines, n + 1)
    given = _given(head.get("from", ""), head.get("date", ""), head.get("subject", ""))
    text = "\n\n".join(line for line in lines[end:] if line.strip())
    return [_Part(text=text, given=given)] if text.strip() else []


def _head_at(lines: Sequence[str], start: int) -> tuple[dict[str, str], int]:
    """The labelled lines of a head, and where it ends."""
    head: dict[str, str] = {}
    end = start
    for n in range(start, min(len(lines), start + HEAD)):
        for inner in lines[n].split("\n"):
            found = _patterns()["label"].match(plain(inner).strip(" *"))
            if found:
                head.setdefault(_labels()[found[1].casefold()], found[2].strip(" *"))
                end = n + 1
        if end <= n and (head or lines[n].strip()):
            break
    return head, end


def _is_forwarding(line: str) -> bool:
    return _patterns()["forwarded"].fullmatch(line.strip(" -_*>=:\t")) is not None


# --- newsletters ------------------------------------------------------------------------------


def _several(blocks: Sequence[Block], given: Sequence[HeaderReading]) -> list[_Part]:
    """The articles of a newsletter, each under its heading; none where there are not several."""
    made: list[list[Block]] = []
    for block in blocks:
        if block.kind is ParagraphKind.HEADING:
            made.append([block])
        elif made:
            made[-1].append(block)
    whole = [part for part in made if sum(len(b.text.split()) for b in part[1:]) >= SHORTEST]
    if len(whole) < SEVERAL:
        return []
    shared = tuple(reading for reading in given if reading.field != "title")
    return [_Part(text=_joined(part), given=shared) for part in whole]


def _with_headings(text: str) -> str:
    """A plain text, with the short lines under its rules ("=====") marked as headings."""
    lines = text.split("\n")
    ruled = False
    for n, line in enumerate(lines):
        words = line.split()
        if ruled and words and not RULED.fullmatch(line.strip()):
            ruled = False
            if 2 <= len(words) <= LONGEST_HEADING and words[-1][-1] not in ".:;,":
                lines[n] = f"# {line.strip()}"
        ruled = ruled or RULED.fullmatch(line.strip()) is not None
    return "\n".join(lines)


# --- the words of mail programs ---------------------------------------------------------------


@lru_cache(maxsize=1)
def words_of_mail() -> Mapping[str, Any]:
    """The data file: what stands above what is forwarded, labels of heads, what stands before a subject."""
    return tomllib.loads((Path(__file__).parent / "mail.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _labels() -> Mapping[str, str]:
    return {word: field for field, words in words_of_mail()["labels"].items() for word in words}


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    def one_of(words: Iterable[str]) -> str:
        return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))

    told = words_of_mail()
    return {
        "forwarded": re.compile(rf"(?:{one_of(told['forwarded']['lines'])})", re.IGNORECASE),
        "label": re.compile(rf"({one_of(_labels())})\s*:\**\s*(.*)", re.IGNORECASE | re.DOTALL),
        "prefix": re.compile(
            rf"\s*(?:{one_of(told['prefixes']['words'])})\s*(?:\[\d+\])?:\s*", re.IGNORECASE
        ),
    }
