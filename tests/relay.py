"""A real mail server on loopback, with a certificate made for the occasion, that misbehaves on demand."""

from __future__ import annotations

import asyncio
import base64
import datetime
import ipaddress
import itertools
import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from briefing.deliver.server import Security, Server

USER, PASSWORD, TOKEN = "duty", "pässword", "ya29.token"


@dataclass
class Received:
    sender: str
    recipients: list[str]
    message: bytes
    secured: bool
    logged_in: bool


@dataclass
class Relay:
    """What the server got, and what it does with each recipient and message.

    `on_recipient` and `on_message` return the server's reply, or None for yes.
    """

    host: str = "127.0.0.1"
    port: int = 0
    certificate: Path | None = None
    received: list[Received] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    on_recipient: Callable[[str], str | None] = lambda _: None
    on_message: Callable[[Any], str | None] = lambda _: None
    cut_in_data: int = 0
    per_connection: int = 10_000
    connections: int = 0

    def server(self, **fields: Any) -> Server:
        """The settings that fit."""
        known: dict[str, Any] = {
            "host": "localhost", "port": self.port, "authorities": self.certificate, "timeout": 5,
            "security": Security.STARTTLS if self.certificate else Security.NONE,
        }  # fmt: skip
        return Server(**(known | fields))

    def copies(self, mailbox: str) -> int:
        """How often a recipient was sent something."""
        return sum(r.recipients.count(mailbox) for r in self.received)


class Handler:
    def __init__(self, relay: Relay) -> None:
        self.relay = relay

    async def auth_XOAUTH2(self, _: Any, words: list[str]) -> AuthResult:  # noqa: N802
        said = base64.b64decode(words[1]).decode()
        return AuthResult(success=said == f"user={USER}\1auth=Bearer {TOKEN}\1\1", handled=False)

    async def handle_MAIL(self, _: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        session.begun = getattr(session, "begun", 0) + 1
        if session.begun > self.relay.per_connection:
            return "450 4.7.0 too many messages on this connection"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, ___: Any) -> str:  # noqa: N802
        reply = self.relay.on_recipient(address)
        if reply is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        reply = self.relay.on_message(server)
        if reply is None or reply.startswith("250"):
            self.relay.received.append(
                Received(
                    envelope.mail_from, envelope.rcpt_tos, envelope.original_content,
                    session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None,
                    bool(session.authenticated),
                )
            )  # fmt: skip
        return reply or "250 2.0.0 OK queued"


class Protocol(SMTP):
    relay: Relay

    def connection_made(self, transport: Any) -> None:
        self.relay.connections += 1
        super().connection_made(transport)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self.relay.cut_in_data:
            self.relay.cut_in_data -= 1
            await self.push("354 go on")
            await self._reader.read(1000)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


@contextmanager
def relay(
    certificate: Path | None = None,
    *,
    security: Security = Security.STARTTLS,
    login: bool = False,
    port: int = 0,
    **options: Any,
) -> Iterator[Relay]:
    """A server for as long as this lasts. With a certificate it asks for TLS first."""
    made = Relay(certificate=certificate)
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)

    def authenticate(_: Any, __: Any, ___: Any, mechanism: str, data: Any) -> AuthResult:
        good = data.login == USER.encode() and data.password == PASSWORD.encode()
        return AuthResult(success=good, handled=False)

    known: dict[str, Any] = {"hostname": "relay.example.org", "enable_SMTPUTF8": True}
    if context and security is Security.STARTTLS:
        known |= {"tls_context": context, "require_starttls": True}
    if login:
        known |= {"authenticator": authenticate, "auth_required": True, "auth_require_tls": False}

    def protocol() -> SMTP:
        with warnings.catch_warnings():  # of a login without TLS; loopback is no network
            warnings.simplefilter("ignore")
            spoken = Protocol(Handler(made), loop=loop, **(known | options))
        spoken.relay = made
        return spoken

    loop = asyncio.new_event_loop()
    implicit = context if security is Security.TLS else None
    listening = loop.run_until_complete(
        loop.create_server(protocol, "127.0.0.1", port, ssl=implicit, start_serving=True)
    )
    made.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        listening.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


@contextmanager
def scripted(last: bytes, *, pause: float = 0, early: bytes = b"") -> Iterator[int]:
    """The port of a server that takes one message and answers its end with these bytes, then hangs up.

    With a `pause` (seconds) they come one at a time, and again and again; `early` is said before the end.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def talk() -> None:
        with suppress(OSError), listening.accept()[0] as line:
            line.sendall(b"220 here\r\n")
            said, in_data = b"", False
            while not over.is_set() and (got := line.recv(65536)):
                said += got
                if in_data and (early or said.endswith(b"\r\n.\r\n")):
                    line.sendall(early or (b"" if pause else last))
                    for n in itertools.count() if pause else ():
                        if over.wait(pause):
                            break
                        line.sendall(last[n % len(last) :][:1])
                    return
                if not in_data and said.endswith(b"\r\n"):
                    in_data = said.upper().startswith(b"DATA")
                    line.sendall(b"354 go on\r\n" if in_data else b"250 yes\r\n")
                    said = b""

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        over.set()
        listening.close()
        thread.join(5)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def make_certificate(file: Path, *, days: int = 2, name: str = "localhost") -> Path:
    """A file with a key and a certificate for this machine, signed by itself; `days` < 0: out of date."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    if name == "localhost":
        names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=10))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file
