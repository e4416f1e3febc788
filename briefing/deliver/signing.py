"""DKIM: a signature of the sender's domain over what the reader sees (RFC 6376), made with dkimpy."""

from __future__ import annotations

from pathlib import Path

from briefing.deliver.server import owners_alone
from briefing.errors import DeliveryError
from briefing.model import record

SIGNED = ("From", "To", "Subject", "Date", "Message-ID", "Reply-To", "In-Reply-To", "References")
SIGNED_TOO = ("List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type")
INSTALL = "pip install 'briefing[dkim]'"


@record
class Signer:
    """A key in PEM, and the selector and domain under which its public half is in the DNS."""

    key: bytes
    selector: str
    domain: str


def signer(key: Path, *, selector: str, domain: str) -> Signer:
    """The signer with the key in a file that only its owner can read. Raises DeliveryError."""
    data = owners_alone(key, hint="Name the private key, in PEM")
    if b"PRIVATE KEY" not in data:
        raise DeliveryError("is no private key in PEM", where=str(key), hint="Set dkim_key right")
    made = Signer(key=data, selector=selector, domain=domain)
    sign(b"From: a@example.org\r\n\r\n\r\n", made)
    return made


def sign(message: bytes, signer: Signer) -> bytes:
    """The signature's header, to stand before the message. Raises DeliveryError where the key is none."""
    try:
        import dkim  # type: ignore[import-untyped]
    except ImportError as error:
        raise DeliveryError("dkim_key is set, but dkimpy is not installed", hint=INSTALL) from error
    try:
        header = dkim.sign(
            message,
            signer.selector.encode(),
            signer.domain.encode(),
            signer.key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name.lower().encode() for name in (*SIGNED, *SIGNED_TOO)],
        )
    except dkim.DKIMException as error:
        raise DeliveryError(f"the DKIM key can't be used: {error}", hint="Set dkim_key right") from error
    return bytes(header)
