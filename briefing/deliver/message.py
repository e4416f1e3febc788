"""A message as bytes: the content that all recipients share, and the head that is each one's own.

The content (text, HTML, pictures, attachments) is built once for all who get the same version; its
boundaries come from what is in it, so that the same brief gives the same bytes. Every part is
quoted-printable or base64: no server on the way has a reason to change a byte, and a DKIM
signature holds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from briefing.addresses import Address
from briefing.deliver import headers
from briefing.model import record

MAX_FILE_NAME = 150
# Only a tag asks for a picture: in a text the same letters stay what they are.
_TAG = re.compile(r'<[a-z]\w*(?:\s+[\w:-]+="[^"]*")+\s*/?>')
_ASKED = re.compile(r"""(?<=["'(])cid:([\w-]+)(?=["')])""")
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|]+')


@record
class Picture:
    """A picture within the HTML, which asks for it as `cid:NAME`."""

    name: str
    png: bytes


@record
class Attachment:
    """A file beside the message, such as "application/pdf"."""

    name: str
    media_type: str
    data: bytes


@record
class Content:
    """What a version of the brief says, ready for mail: two texts, pictures, files."""

    text: str
    html: str
    language: str
    pictures: tuple[Picture, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@record
class Head:
    """What one recipient's message has for itself; without `to` it goes to undisclosed recipients.

    `brief` (the digest of its record), `recipient` and `again` make the Message-ID: the same message
    has the same one, however often it is tried. `series` groups the briefs of a title in a reader's client.
    """

    sender: Address
    to: Address | None
    subject: str
    date: datetime
    brief: str
    recipient: str
    again: int = 0
    series: str = ""
    reply_to: Address | None = None
    unsubscribe: tuple[str, ...] = ()


def content_bytes(content: Content) -> bytes:
    """The content as a MIME entity, its own headers first: mixed(alternative(text, related(html, …)), …).

    A picture's Content-ID is one in the world (RFC 2392): clients keep pictures by it.
    """
    body = EmailMessage(policy=policy.SMTP)
    body.set_content(_lines(content.text), cte="quoted-printable")
    ids = {p.name: f"{p.name}.{hashlib.sha256(p.png).hexdigest()[:16]}@briefing" for p in content.pictures}
    name = lambda asked: f"cid:{ids.get(asked[1], asked[1])}"  # noqa: E731
    html = _TAG.sub(lambda tag: _ASKED.sub(name, tag[0]), content.html)
    body.add_alternative(_lines(html), subtype="html", cte="quoted-printable")
    _, page = body.iter_parts()
    for part in (*body.iter_parts(),):
        part["Content-Language"] = content.language
        del part["MIME-Version"]
    for picture in content.pictures:
        page.add_related(
            picture.png,
            "image",
            "png",
            cid=f"<{ids[picture.name]}>",
            disposition="inline",
            filename=f"{picture.name}.png",
        )
    body.make_mixed()
    for attachment in content.attachments:
        kind, _, subtype = attachment.media_type.partition("/")
        body.add_attachment(
            attachment.data, kind, subtype, filename=file_name(attachment.name), disposition="attachment"
        )
    _set_boundaries(body, hashlib.sha256(repr(content).encode()).hexdigest()[:16])
    return body.as_bytes()


def head_bytes(head: Head) -> bytes:
    """The headers of one recipient's message, which stand before its content."""
    domain = head.sender.domain
    identity = _identity(head.brief, head.recipient, str(head.again))
    lines = [headers.mailboxes("From", [head.sender])]
    if head.reply_to:
        lines.append(headers.mailboxes("Reply-To", [head.reply_to]))
    if head.to:
        lines.append(headers.mailboxes("To", [head.to]))
    else:
        lines.append(b"To: undisclosed-recipients:;\r\n")
    lines += [
        headers.line("Subject", head.subject),
        headers.line("Date", format_datetime(head.date)),
        headers.tokens("Message-ID", [f"<{identity}@{domain}>"]),
    ]
    if head.series:
        first = f"<series-{_identity(head.series)}@{domain}>"
        lines += [headers.tokens("In-Reply-To", [first]), headers.tokens("References", [first])]
    if head.unsubscribe:
        lines.append(headers.tokens("List-Unsubscribe", [f"<{u}>" for u in head.unsubscribe], comma=True))
    if any(address.startswith("https:") for address in head.unsubscribe):
        # The client's own button asks that page, and no other (RFC 8058).
        lines.append(headers.line("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    # Out-of-office programs answer neither the one (RFC 3834) nor the other (Exchange).
    lines += [headers.line("Auto-Submitted", "auto-generated")]
    lines += [headers.line("X-Auto-Response-Suppress", "All")]
    return b"".join(lines)


def file_name(name: str) -> str:
    """The name as every system can keep it: no separators, no control characters, not too long."""
    stem, dot, ending = headers.clean(_NOT_IN_FILE_NAMES.sub("-", name)).rpartition(".")
    return f"{stem[:MAX_FILE_NAME].strip(' .-') or 'brief'}{dot}{ending}"


def _identity(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _lines(text: str) -> str:
    """The text with line feeds alone; the policy makes CRLF of them."""
    return "\n".join(text.splitlines()) + "\n"


def _set_boundaries(part: EmailMessage, name: str) -> None:
    """Boundaries that no encoded part can hold: neither base64 nor quoted-printable has "=_"."""
    inner: Iterable[EmailMessage] = part.iter_parts()  # type: ignore[assignment]
    if part.is_multipart():
        part.set_boundary(f"=_{name}")
        for number, child in enumerate(inner):
            _set_boundaries(child, f"{name}.{number}")
