"""A session with a mail server: connected, the line secured, logged in, or the reason why not.

What may pass by itself (no route, a server that is busy) is told apart from what a person must mend
(a wrong password, a certificate that is not to be trusted, an offer of STARTTLS that is not there).
"""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl
import time
from typing import Any

from briefing.deliver import server as servers
from briefing.deliver.headers import clean
from briefing.deliver.server import Security, Server
from briefing.errors import DeliveryError

LONGEST_ANSWER = 300
LONGEST_LINE = 8_192
MOST_LINES = 1_000
"""Lines of one reply: one with more has no end."""
ASK = "Look at host and port, or ask who runs the server"
LOGIN = "Set username, and BRIEFING_EMAIL_PASSWORD, password_file or token_command, right"
LOST = (OSError, smtplib.SMTPException)
"""What smtplib raises where a connection ends or a reply is none."""


class UnreachableError(DeliveryError):
    """The server could not be reached, or put us off; it may pass by itself."""


class BarredError(DeliveryError):
    """Settings or server must be mended first: login, certificate, a line that can't be secured."""


class Line(smtplib.SMTP):
    """A connection whose server has `timeout` seconds for the whole of a reply, however it trickles in.

    A reply that is cut off in the midst of a line, or goes on for ever, is none: the line is lost.
    """

    def getreply(self) -> tuple[int, bytes]:
        """Code and words of the next reply, as in the class above."""
        if self.file is None:
            self.file = self.sock.makefile("rb")  # type: ignore[union-attr]
        until = time.monotonic() + self.timeout
        lines: list[bytes] = []
        while len(lines) < MOST_LINES:
            line = self._line(until)
            lines.append(line[4:].strip())
            if line[3:4] != b"-" or not line[:3].isdigit():
                if self.sock is not None:
                    self.sock.settimeout(self.timeout)
                return (int(line[:3]) if line[:3].isdigit() else -1), b"\n".join(lines)
        self.close()
        raise smtplib.SMTPServerDisconnected("the reply has no end")

    def _line(self, until: float) -> bytes:
        """One line with its end; one read at a time, since a timeout holds for each."""
        line = b""
        while not line.endswith(b"\n") and len(line) < LONGEST_LINE:
            left = until - time.monotonic()
            if left <= 0 or self.sock is None or self.file is None:
                raise TimeoutError("timed out")
            self.sock.settimeout(left)
            ahead = self.file.peek(1)
            if not ahead:
                self.close()
                cut = "the reply was cut off" if line else "Connection unexpectedly closed"
                raise smtplib.SMTPServerDisconnected(cut)
            line += self.file.read(ahead.find(b"\n") + 1 or len(ahead))
        return line


class SecureLine(Line, smtplib.SMTP_SSL):
    """The same, secured from the first byte."""


def opened(server: Server) -> smtplib.SMTP:
    """A connection, secured and logged in."""
    context = None if server.security is Security.NONE else servers.trust(server)
    host = server.host if server.host.isascii() else server.host.encode("idna").decode("ascii")
    smtp: smtplib.SMTP | None = None
    try:
        if server.security is Security.TLS:
            smtp = SecureLine(timeout=server.timeout, context=context)
        else:
            smtp = Line(timeout=server.timeout)
        # The name that the certificate is checked against; smtplib sets it only when it connects itself.
        smtp._host = host  # type: ignore[attr-defined]
        _expect(server, smtp.connect(host, server.port), "refuses to serve us")
        if smtp.sock is not None:
            # A message's end goes apart from the message; without this it waits 40 ms each time.
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            _start_tls(server, smtp, context)
        if server.username:
            _log_in(server, smtp)
    except BaseException as error:
        if smtp is not None:
            smtp.close()
        if isinstance(error, ssl.SSLError):
            raise _unsafe(server, error) from error
        if isinstance(error, LOST):
            raise UnreachableError(f"can't be reached: {reason(error)}", where=server.where) from error
        raise
    return smtp


def _start_tls(server: Server, smtp: smtplib.SMTP, context: ssl.SSLContext | None) -> None:
    if not smtp.has_extn("starttls"):
        raise BarredError(
            "the server offers no STARTTLS, or something on the way has taken the offer out",
            where=server.where,
            hint='Nothing was sent. Port 465 with security = "tls" may do, or ask who runs the network',
        )
    _expect(server, smtp.starttls(context=context), "refuses STARTTLS")
    smtp.ehlo_or_helo_if_needed()


def _log_in(server: Server, smtp: smtplib.SMTP) -> None:
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if not offered:
        raise BarredError(
            "the server offers no login", where=server.where, hint="Leave username out, or try another port"
        )
    if server.by_token:
        said = f"user={server.username}\1auth=Bearer {server.secret}\1\1"
        code, words = smtp.docmd("AUTH", f"XOAUTH2 {_base64(said)}")
        if code == 334:  # why not, for programs; an empty line asks for the answer itself
            code, words = smtp.docmd("")
    elif "PLAIN" in offered or "LOGIN" not in offered:
        code, words = smtp.docmd(
            "AUTH", f"PLAIN {_base64(f'{chr(0)}{server.username}{chr(0)}{server.secret}')}"
        )
    else:
        code, words = smtp.docmd("AUTH", f"LOGIN {_base64(server.username)}")
        if code == 334:
            code, words = smtp.docmd(_base64(server.secret))
    what = f"refuses the login of {server.username!r}"
    _expect(server, (code, words), what, wanted=(235,), hint=LOGIN)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _expect(
    server: Server, reply: tuple[int, Any], what: str, *, wanted: tuple[int, ...] = (220,), hint: str = ASK
) -> None:
    code, words = reply
    if code in wanted:
        return
    said = f"{what}: {told(code, words)}"
    if 400 <= code < 500 or code == -1:
        raise UnreachableError(said, where=server.where)
    raise BarredError(said, where=server.where, hint=hint)


def _unsafe(server: Server, error: ssl.SSLError) -> BarredError:
    if isinstance(error, ssl.SSLCertVerificationError):
        what = f"the certificate of {server.host} is not to be trusted: {error.verify_message}"
        return BarredError(what, where=server.where, hint="A company's own authority is named with ca_file")
    hint = 'Port 587 usually has security = "starttls", port 465 "tls"'
    return BarredError(f"no TLS: {error.reason or error}", where=server.where, hint=hint)


def told(code: int, words: Any) -> str:
    """What the server said, in one line."""
    text = words.decode("utf-8", errors="replace") if isinstance(words, bytes) else str(words)
    return clean(f"{code} {text}")[:LONGEST_ANSWER]


def reason(error: BaseException) -> str:
    """Why a connection ended, in one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        return told(error.smtp_code, error.smtp_error)
    if isinstance(error, OSError) and error.strerror:
        return str(error.strerror)
    return clean(str(error))[:LONGEST_ANSWER] or type(error).__name__
