"""Bytes to text: which encoding a file is in, and whether it is text at all.

Byte order marks decide first, then UTF-8 (strict), then UTF-16 without a mark (every other byte is
zero), then UTF-8 with some broken bytes, then Windows-1252, where at least one byte beyond ASCII makes
a word or a mark in it that people write. charset-normalizer is asked only where many bytes are beyond
ASCII: it reads Windows-1252 as Windows-1250.
"""

from __future__ import annotations

import re
from dataclasses import replace

import webencodings

from briefing.errors import InputError
from briefing.model import record

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
SIGNATURES = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
}
MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}",
)
CONTROLS = bytes({*range(0x09), *range(0x0E, 0x20), 0x7F})
CHARSET = re.compile(rb"<meta\b[^<>]{0,200}\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
HEAD = 4096
"""Bytes in which a page says its encoding."""
MOSTLY_ASCII = 0.15
FEW_CONTROLS = 0.005
SAMPLE = 65536
BROKEN = "�"
WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+")
FOREIGN = re.compile(r"[ÐÞðþÿ]|(?<=[a-zß-öø-ÿ])[À-ÖØ-Þ]")
"""Letters that no word has which is written in a report: Icelandic ones, or a capital behind a small one."""
CUT_OFF = "â€"
"""What the bytes of a quotation mark or dash are in Windows-1252, without their last one."""


@record
class Decoded:
    """A file's text.

    `broken` counts bytes that could not be decoded, in whose place U+FFFD stands; `doubtful` characters
    that were decoded but make no sense where they stand, as in a file of two encodings.
    """

    text: str
    encoding: str
    broken: int = 0
    doubtful: int = 0

    @property
    def trouble(self) -> str:
        """What was wrong with the bytes, in words for the user; empty where nothing was."""
        if self.broken:
            bytes_ = "1 byte" if self.broken == 1 else f"{self.broken} bytes"
            return f"{bytes_} could not be decoded as {self.encoding}; \ufffd stands in their place"
        if self.doubtful:
            return f"is no sound UTF-8; characters that look wrong as {self.encoding}: {self.doubtful}"
        return ""


def decode(data: bytes, *, source: str, declared: str = "") -> Decoded:
    """The text of a file, with its encoding; raises InputError where the bytes are no text.

    An encoding that is `declared` beside the bytes counts where they are no UTF-8 and bear it out.

    >>> decode("“Kami siap”".encode("cp1252"), source="a.txt").encoding
    'cp1252'
    """
    if not data.strip():
        raise InputError("is empty", where=source, hint="Give a file with an article in it")
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            raise _no_text(source, f"is {kind}, not text")
    decoded = _by_mark(data) or _as_utf8(data) or _as_declared(data, declared)
    decoded = decoded or _as_utf16(data) or _mended(data) or _as_legacy(data)
    if decoded is None or _is_binary(decoded.text):
        raise _no_text(source, "is not text")
    if not decoded.text.strip("\ufeff\x00 \t\r\n"):
        raise InputError("is empty", where=source, hint="Give a file with an article in it")
    return decoded


def _no_text(source: str, what: str) -> InputError:
    return InputError(what, where=source, hint="Save the article as plain text (UTF-8)")


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            rest = data[len(mark) :]
            if encoding != "utf-8-sig" and _is_ascii_like(rest):
                return None  # two stray bytes at the head of a file of single bytes
            return _decoded(rest, encoding.removesuffix("-sig"), named=encoding)
    return None


def _decoded(data: bytes, encoding: str, *, named: str = "") -> Decoded:
    text = data.decode(encoding, errors="replace")
    sound = data.decode(encoding, errors="ignore").encode(encoding)
    return Decoded(text=text, encoding=named or encoding, broken=len(data) - len(sound))


def _is_ascii_like(data: bytes) -> bool:
    """Whether bytes are mostly ASCII and none is zero, so that they can't be UTF-16."""
    return b"\x00" not in data and _share_beyond_ascii(data) <= MOSTLY_ASCII


def _share_beyond_ascii(data: bytes) -> float:
    sample = data[:SAMPLE]
    return sum(1 for byte in sample if byte > 0x7F) / max(1, len(sample))


def _as_utf8(data: bytes) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else Decoded(text=text, encoding="utf-8")


def _as_declared(data: bytes, label: str) -> Decoded | None:
    """The text in the encoding that a server, a message or the page itself names, as browsers know it."""
    if not label and (found := CHARSET.search(data, 0, HEAD)):
        label = found[1].decode("ascii")
    known = webencodings.lookup(label) if label else None
    if known is None or known.name in {"utf-8", "x-user-defined"}:
        return None
    try:
        text = data.decode(known.codec_info.name)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else Decoded(text=text, encoding=known.name)


def _as_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: in Latin script every other byte is zero."""
    sample = data[:4096]
    half = len(sample) // 2
    if half == 0 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high > half * 0.5 and low < half * 0.05:
            return _decoded(data, encoding)
    return None


def _mended(data: bytes) -> Decoded | None:
    """UTF-8 with some broken bytes: more of its multi-byte characters are whole than make sense alone."""
    whole = len(MULTIBYTE.findall(data))
    alone = MULTIBYTE.sub(b"", data).decode("cp1252", errors="replace")
    beyond = sum(1 for c in alone if not c.isascii() and c != BROKEN)
    sense = beyond - _doubtful(alone)
    if whole > sense or (sense <= 0 and _is_ascii_like(data)):
        return _decoded(data, "utf-8")
    return None


def _as_legacy(data: bytes) -> Decoded | None:
    if _share_beyond_ascii(data) <= MOSTLY_ASCII:
        decoded = _decoded(data, "cp1252")
        return replace(decoded, doubtful=_doubtful(decoded.text))
    from charset_normalizer import from_bytes  # costs 30 ms to import, hardly ever wanted

    best = from_bytes(data[:SAMPLE]).best()
    if best is None or best.encoding == "ascii":
        return None
    return _decoded(data, best.encoding)


def _doubtful(text: str) -> int:
    """How many letters beyond ASCII stand in words that hold nearly nothing else, or are of no word."""
    doubtful = len(CUT_OFF) * text.count(CUT_OFF)
    for word in WORD.findall(text):
        beyond = sum(1 for c in word if not c.isascii())
        doubtful += beyond if beyond > len(word) / 2 else len(FOREIGN.findall(word))
    return doubtful


def _is_binary(text: str) -> bool:
    data = text.encode("utf-8", "surrogatepass")
    return len(data) - len(data.translate(None, CONTROLS)) > max(1, len(text) * FEW_CONTROLS)
