"""Bytes to text: which encoding a file is in, and whether it is text at all.

Byte order marks decide first, then UTF-8 (strict), then UTF-16 without a mark (every other byte is
zero), then UTF-8 with a few broken bytes, then Windows-1252. charset-normalizer is asked only where
many bytes are beyond ASCII: it reads Windows-1252 as Windows-1250.
"""

from __future__ import annotations

import re

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
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MOSTLY_ASCII = 0.15
FEW_CONTROLS = 0.005
BROKEN = "�"


@record
class Decoded:
    """A file's text. `broken` counts characters that could not be read and stand as U+FFFD."""

    text: str
    encoding: str
    broken: int = 0


def decode(data: bytes, *, source: str) -> Decoded:
    """The text of a file, with its encoding; raises InputError where the bytes are no text.

    >>> decode("“Kami siap”".encode("cp1252"), source="a.txt").encoding
    'cp1252'
    """
    if not data.strip():
        raise InputError("is empty", where=source, hint="Give a file with an article in it")
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            raise _no_text(source, f"is {kind}, not text")
    decoded = _by_mark(data) or _as_utf8(data) or _as_utf16(data) or _mended(data) or _as_legacy(data)
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
            text = data[len(mark) :].decode(encoding.removesuffix("-sig"), errors="replace")
            return Decoded(text=text, encoding=encoding, broken=text.count(BROKEN))
    return None


def _as_utf8(data: bytes) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else Decoded(text=text, encoding="utf-8")


def _as_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: in Latin script every other byte is zero."""
    sample = data[:4096]
    half = len(sample) // 2
    if half == 0 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high > half * 0.5 and low < half * 0.05:
            text = data.decode(encoding, errors="replace")
            return Decoded(text=text, encoding=encoding, broken=text.count(BROKEN))
    return None


def _mended(data: bytes) -> Decoded | None:
    """UTF-8 with some broken bytes: more of its multi-byte characters are whole than broken."""
    whole = len(MULTIBYTE.findall(data))
    text = data.decode("utf-8", errors="replace")
    broken = text.count(BROKEN) - data.count(BROKEN.encode())
    return Decoded(text=text, encoding="utf-8", broken=broken) if whole > broken else None


def _as_legacy(data: bytes) -> Decoded | None:
    high = sum(1 for byte in data[:65536] if byte > 0x7F) / len(data[:65536])
    if high <= MOSTLY_ASCII:
        text = data.decode("cp1252", errors="replace")
        return Decoded(text=text, encoding="cp1252", broken=text.count(BROKEN))
    from charset_normalizer import from_bytes  # costs 30 ms to import, hardly ever wanted

    best = from_bytes(data[:65536]).best()
    if best is None or best.encoding == "ascii":
        return None
    text = data.decode(best.encoding, errors="replace")
    return Decoded(text=text, encoding=best.encoding, broken=text.count(BROKEN))


def _is_binary(text: str) -> bool:
    return len(CONTROL.findall(text)) > max(1, len(text) * FEW_CONTROLS)
