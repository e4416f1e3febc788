"""Whether the settings of the e-mail would do: each part looked at, and the server tried. Nothing is sent."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping

from briefing import addresses
from briefing.deliver.server import Security, described
from briefing.deliver.session import LOST, reason, told
from briefing.deliver.signing import signer
from briefing.deliver.smtp import Post
from briefing.errors import BriefingError
from briefing.model import record
from briefing.settings.email import Email

UNANSWERED = "see that host and port are right, and that it runs"
"""Where a server gave no reason: a mistyped name or port is likelier than a server that is down."""


@record
class Probed:
    """One thing looked at; without `needed` it may stay as it is."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    needed: bool = True


def probe(email: Email, environment: Mapping[str, str]) -> tuple[Probed, ...]:
    """Everything that was looked at, in the order in which one would mend it."""
    return (
        _sender(email),
        *_groups(email),
        *_signature(email),
        *_server(email, environment),
    )


def _sender(email: Email) -> Probed:
    try:
        detail, ok = str(addresses.parse(email.sender)), True
    except BriefingError as error:
        detail, ok = error.what if email.sender else "not set", False
    return Probed(name="sender", ok=ok, detail=detail, remedy="set sender in [email]")


def _groups(email: Email) -> Iterator[Probed]:
    """Addresses themselves were checked when the settings were read."""
    for name, group in email.groups.items():
        count = f"{len(group.to)} address{'' if len(group.to) == 1 else 'es'}"
        ceiling = group.max_marking or email.max_marking
        detail = f"{count}, {f'nothing above {ceiling}' if ceiling else 'no limit of marking'}"
        yield Probed(name=f"group {name}", ok=bool(group.to), detail=detail, remedy="add its addresses: to")
    if not email.groups:
        yield Probed(name="groups", ok=True, detail="none; recipients are named with --to", needed=False)


def _signature(email: Email) -> Iterator[Probed]:
    if email.dkim_key is None:
        yield Probed(
            name="DKIM", ok=True, detail="no key: the mail server signs, or nobody does", needed=False
        )
        return
    domain = email.dkim_domain or email.sender.rpartition("@")[2].rstrip(">")
    try:
        signer(email.dkim_key, selector=email.dkim_selector, domain=domain)
    except BriefingError as error:
        yield Probed(name="DKIM", ok=False, detail=str(error), remedy=error.hint or "")
        return
    yield Probed(name="DKIM", ok=True, detail=f"signs as {email.dkim_selector}._domainkey.{domain}")


def _server(email: Email, environment: Mapping[str, str]) -> Iterator[Probed]:
    """Reached, secured, logged in, and ready to take mail of this sender."""
    try:
        post = Post(described(email, environment))
        with post:
            smtp = post.open()
            yield Probed(name="server", ok=True, detail=f"{post.server.where} answers")
            yield from _line(smtp, post.server.security)
            if email.username:
                how = "a token" if post.server.by_token else "a password"
                yield Probed(name="login", ok=True, detail=f"{email.username} by {how}")
            yield _offers(smtp)
            yield _takes(smtp, email)
    except BriefingError as error:
        told = f"{error.where}: {error.what}" if error.where else error.what
        yield Probed(name="server", ok=False, detail=told, remedy=error.hint or UNANSWERED)


def _line(smtp: smtplib.SMTP, security: Security) -> Iterator[Probed]:
    if not isinstance(smtp.sock, ssl.SSLSocket):
        yield Probed(name="line", ok=True, detail="open, as the settings have it", needed=False)
        return
    ends = (smtp.sock.getpeercert() or {}).get("notAfter", "")
    detail = f"{smtp.sock.version()} by {security}; the certificate is good until {ends}"
    yield Probed(name="line", ok=True, detail=detail)


def _offers(smtp: smtplib.SMTP) -> Probed:
    limit = smtp.esmtp_features.get("size", "").strip()
    size = f"messages of up to {int(limit) / 1e6:.0f} MB" if limit.isdigit() and int(limit) else "any size"
    utf8 = "any address" if smtp.has_extn("smtputf8") else "addresses in ASCII only"
    return Probed(name="takes", ok=True, detail=f"{size}, {utf8}", needed=False)


def _takes(smtp: smtplib.SMTP, email: Email) -> Probed:
    """Whether the server takes the sender; what is begun is taken back before anybody is named."""
    name, remedy = "sender there", "set sender to an address that this login may send from"
    look: Callable[[], tuple[int, bytes]] = lambda: smtp.docmd(  # noqa: E731
        "MAIL", f"FROM:<{addresses.parse(email.sender).mailbox}>"
    )
    try:
        code, words = look()
        smtp.rset()
    except (BriefingError, *LOST) as error:
        return Probed(name=name, ok=False, detail=reason(error), remedy=remedy)
    return Probed(name=name, ok=code == 250, detail=told(code, words), remedy=remedy)
