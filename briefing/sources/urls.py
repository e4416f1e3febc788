"""Addresses of pages and feeds: which may be asked for, and which two are the same page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from briefing.errors import InputError

SCHEMES = ("http", "https")
LONGEST = 4000
"""Characters: no page has a longer address, and no message should."""
UNPRINTABLE = re.compile(r"[\x00-\x20\x7f\\]")
TRACKING = re.compile(r"utm_\w+|[fg]bclid|gclid|fbclid|mc_[ce]id|igshid")
"""Parameters that tell where a reader came from, and nothing of the page."""
LISTED = "@"
"""Stands before the name of a file with addresses: "@urls.txt"."""


def is_url(text: str) -> bool:
    """Whether a text is meant as an address: "https://…"."""
    return text.partition("://")[0].lower() in SCHEMES and "://" in text


def checked(address: str) -> str:
    """The address as it is asked for, without what is for the browser alone (#…).

    Raises InputError where it is none, is of another kind than http and https, or has a password in it, which
    would end up in messages, in the record and in the logs of others.

    >>> checked("HTTPS://Contoh.example/Berita?id=3#komentar")
    'https://contoh.example/Berita?id=3'
    """
    import httpx

    where = shown(address)
    if len(address) > LONGEST:
        raise InputError(f"is too long for an address: {len(address)} characters", where=where)
    if UNPRINTABLE.search(address):
        raise InputError("has a space, a backslash or a control character in it", where=where, hint="Mend it")
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError) as error:
        raise InputError(f"is no address: {error}", where=where, hint="Mend it") from error
    if url.scheme not in SCHEMES:
        raise InputError(
            f"is of the kind {url.scheme!r}", where=where, hint="http and https alone are fetched"
        )
    if url.userinfo:
        raise InputError("has a name or a password in it", where=where, hint="Take it out of the address")
    if not url.host or url.port not in (None, *range(1, 65536)):
        raise InputError("names no server", where=where, hint="Mend it")
    return str(url.copy_with(fragment=None))


def shown(address: str) -> str:
    """The address as messages may have it: without a name and password, and not too long."""
    bare = re.sub(r"(://)[^/?#]*@", r"\1…@", address)
    return bare if len(bare) <= 300 else f"{bare[:300]}…"


def joined(base: str, relative: str) -> str:
    """Where a link or redirect on a page leads; the link itself, where it is no address at all."""
    try:
        return urljoin(base, relative.strip())
    except ValueError:
        return relative


def host_of(address: str) -> str:
    """The name of the server, as far as the address has one."""
    try:
        return urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""


def canonical(address: str) -> str:
    """What is the same for all addresses of one page, for telling that two are.

    >>> canonical("http://www.contoh.example/a/?utm_source=rss&id=3#top")
    'contoh.example/a?id=3'
    """
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
        told = [
            (k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(k)
        ]
    except ValueError:
        return address.strip()
    if not host:
        return address.strip()
    where = host if port in (None, 80, 443) else f"{host}:{port}"
    return urlunsplit(("", "", f"{where}{parts.path.rstrip('/')}", urlencode(told), "")).removeprefix("//")


def listed(text: str) -> tuple[str, ...]:
    """The addresses of a list: one a line, each once; what stands behind a "#" is a note.

    >>> listed("# pagi\\nhttps://contoh.example/1 # utama\\n\\nhttps://contoh.example/1")
    ('https://contoh.example/1',)
    """
    lines = (
        re.split(r"(?:^|\s)#", line, maxsplit=1)[0].strip() for line in text.lstrip("\ufeff").splitlines()
    )
    return tuple(dict.fromkeys(line for line in lines if line))
