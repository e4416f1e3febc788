"""E-mail addresses: what one is, how it stands in a header, and when two are the same.

RFC 5321 and 5322 as far as people use them, RFC 6531 for letters beyond ASCII before the @, IDNA
2008 for those behind it. An address comes from a settings file or a command line; what could end a
header line or a command in it is refused, never mended.
"""

from __future__ import annotations

import re
import unicodedata

from briefing.errors import AddressError
from briefing.model import record

LONGEST_LOCAL, LONGEST = 64, 254
HINT = "Write it as desk@example.org or Duty desk <desk@example.org>"

_NAMED = re.compile(r"(?P<name>.*?)\s*<(?P<inner>[^<>]*)>", re.DOTALL)
_QUOTED = re.compile(r'"(?P<inside>(?:[^"\\]|\\.)*)"', re.DOTALL)
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\U0010ffff]+"
_DOT_ATOM = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_UNPRINTED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@record
class Address:
    """A mailbox and the name that stands beside it. `domain` is ASCII (punycode), lower case."""

    local: str
    domain: str
    name: str = ""

    @property
    def mailbox(self) -> str:
        """The address as commands and headers have it; what is no plain word is quoted."""
        if _DOT_ATOM.fullmatch(self.local):
            return f"{self.local}@{self.domain}"
        return '"{}"@{}'.format(re.sub(r'(["\\])', r"\\\1", self.local), self.domain)

    @property
    def key(self) -> str:
        """The same for two spellings of one mailbox: servers that tell case apart are unheard of."""
        return f"{self.local.casefold()}@{self.domain}"

    @property
    def needs_utf8(self) -> bool:
        """Whether only servers with SMTPUTF8 can carry it."""
        return not self.local.isascii()

    def __str__(self) -> str:
        return f"{self.name} <{self.mailbox}>" if self.name else self.mailbox


def parse(text: str) -> Address:
    """The address that a text is. Raises AddressError, saying what is wrong with it.

    >>> parse("Chief <a+b@Bücher.example>")
    Address(local='a+b', domain='xn--bcher-kva.example', name='Chief')
    """
    odd = next((c for c in text if unicodedata.category(c) in _UNPRINTED), None)
    if odd is not None:
        raise AddressError(f"{text!r} holds the character U+{ord(odd):04X}", hint=HINT)
    named = _NAMED.fullmatch(text.strip())
    name, mailbox = (named["name"], named["inner"]) if named else ("", text)
    local, at, domain = mailbox.strip().rpartition("@")
    if not at:
        raise AddressError(f"{text!r} is no e-mail address: it has no @", hint=HINT)
    address = Address(local=_local(local, text), domain=_domain(domain, text), name=_name(name))
    if len(address.mailbox.encode()) > LONGEST:
        raise AddressError(f"{text!r} is longer than {LONGEST} bytes", hint=HINT)
    return address


def check(text: str) -> str | None:
    """What is wrong with an address; none where nothing is."""
    try:
        parse(text)
    except AddressError as error:
        return error.what
    return None


def _name(text: str) -> str:
    quoted = _QUOTED.fullmatch(text.strip())
    inside = re.sub(r"\\(.)", r"\1", quoted["inside"]) if quoted else text
    return " ".join(inside.split())


def _local(text: str, whole: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    local = unicodedata.normalize("NFC", re.sub(r"\\(.)", r"\1", quoted["inside"]) if quoted else text)
    if not local or not (quoted or _DOT_ATOM.fullmatch(local)):
        raise AddressError(f"{whole!r} has no good name before the @", hint=HINT)
    if len(local.encode()) > LONGEST_LOCAL:
        raise AddressError(f"{whole!r} has more than {LONGEST_LOCAL} bytes before the @", hint=HINT)
    return local


def _domain(text: str, whole: str) -> str:
    domain = text.lower()
    if not domain.isascii():
        import idna

        try:
            domain = idna.encode(text, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise AddressError(f"{whole!r} has no good domain: {error}", hint=HINT) from error
    if not domain or not all(_LABEL.fullmatch(label) for label in domain.split(".")):
        raise AddressError(f"{whole!r} has no good domain", hint=HINT)
    return domain
