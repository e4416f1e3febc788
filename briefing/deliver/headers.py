"""Header lines: whatever the text, one header, in lines that every server takes.

A title comes from outside. A line break in it would begin a header of its own ("\\r\\nBcc: …"), so
no control character ever gets into one; what is not plain ASCII goes as encoded words (RFC 2047).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from email.charset import Charset
from email.header import Header

from briefing.addresses import Address
from briefing.controls import JOINERS

WIDTH = 76
LONGEST_PLAIN = 60
_PLAIN = re.compile(r"[ -~]*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_UTF8 = Charset("utf-8")


def clean(text: str) -> str:
    """The text in one line: runs of blanks, line breaks and unseen characters are one blank each.

    >>> clean("Korea\\r\\nBcc: all@example.org")
    'Korea Bcc: all@example.org'
    """
    kept = (" " if unicodedata.category(c) in _UNSEEN and c not in JOINERS else c for c in text)
    return " ".join("".join(kept).split())


def line(name: str, text: str) -> bytes:
    """A header of any text, folded, with its CRLF."""
    return _joined(name, [_words(clean(text), lead=len(name) + 2)])


def tokens(name: str, parts: Iterable[str], *, comma: bool = False) -> bytes:
    """A header of tokens that must stand as they are (identifiers, addresses of pages), one a line.

    Raises ValueError for one that is no plain ASCII without blanks.
    """
    given = list(parts)
    wrong = [part for part in given if not re.fullmatch("[!-~]+", part)]
    if wrong:
        raise ValueError(f"{wrong[0]!r} can't stand in a header")
    return _joined(name, given, "," if comma else "")


def mailboxes(name: str, addresses: Iterable[Address]) -> bytes:
    """A header of addresses, each with its name, one a line."""
    return _joined(name, [_mailbox(a) for a in addresses], ",")


def _mailbox(address: Address) -> str:
    name = clean(address.name)
    if not name:
        return address.mailbox
    if _ATOMS.fullmatch(name) and len(name) <= LONGEST_PLAIN and "=?" not in name:
        return f"{name} <{address.mailbox}>"
    if _PLAIN.fullmatch(name) and len(name) <= LONGEST_PLAIN and "=?" not in name:
        escaped = re.sub(r'(["\\])', r"\\\1", name)
        return f'"{escaped}" <{address.mailbox}>'
    return f"{_encoded(name)} <{address.mailbox}>"


def _words(text: str, *, lead: int) -> str:
    """The text as it stands where it is short and plain, else as encoded words."""
    if _PLAIN.fullmatch(text) and lead + len(text) <= WIDTH and "=?" not in text:
        return text
    return _encoded(text, lead=lead)


def _encoded(text: str, *, lead: int = 10) -> str:
    folded = Header(text, charset=_UTF8, maxlinelen=WIDTH, header_name="x" * max(lead - 2, 0))
    return folded.encode(linesep="\r\n")


def _joined(name: str, parts: list[str], separator: str = "") -> bytes:
    return f"{name}: ".encode() + f"{separator}\r\n ".join(parts).encode() + b"\r\n"
