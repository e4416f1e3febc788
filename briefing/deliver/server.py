"""A mail server as the settings describe it: where it is, how the line is secured, who logs in."""

from __future__ import annotations

import ipaddress
import os
import re
import shlex
import ssl
import stat
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from pathlib import Path

from briefing.errors import DeliveryError, SettingError
from briefing.model import record
from briefing.settings.email import Email

TOKEN_SECONDS = 30
LONGEST_REASON = 120
_NAME = re.compile(r"[\w.-]{1,40}")
_WORD = re.compile(r"""[^\s"'=:,;()]{8,}|(?<=[=:])[^\s"',;()]+""")
_LETTERS = re.compile(r"[^\W\d_]{8,24}")
"""Words that are no token."""
PASSWORD = "BRIEFING_EMAIL_PASSWORD"  # noqa: S105 - the name of the variable


class Security(StrEnum):
    """How the line to the server is secured."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@record
class Server:
    """One mail server. `secret` is the password, or with `by_token` the access token."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    username: str = ""
    secret: str = field(default="", repr=False)
    by_token: bool = False
    allow_plain: bool = False
    authorities: Path | None = None
    timeout: float = 60

    @property
    def where(self) -> str:
        """The server's name in messages."""
        return f"{self.host}:{self.port}"


def described(email: Email, environment: Mapping[str, str]) -> Server:
    """The server of the settings, its password from the environment, a file or a command.

    Raises SettingError where something is not set, DeliveryError where a secret can't be had.
    """
    if not email.host:
        raise SettingError("email.host is not set", hint="Name the mail server; see docs/email.md")
    secret, by_token = environment.get(PASSWORD, ""), False
    if email.username and not secret and email.token_command:
        secret, by_token = token_from(email.token_command), True
    elif email.username and not secret and email.password_file:
        secret = secret_in(email.password_file)
    if email.username and not secret:
        hint = f"Set {PASSWORD}, password_file or token_command"
        raise SettingError(f"there is no password for {email.username!r}", hint=hint)
    return Server(
        host=email.host,
        port=email.port,
        security=Security(email.security),
        username=email.username,
        secret=secret,
        by_token=by_token,
        allow_plain=email.allow_plain,
        authorities=email.ca_file,
        timeout=email.timeout,
    )


def is_loopback(host: str) -> bool:
    """Whether the host is this machine by its own address; a name that only might be is not."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def check(server: Server) -> None:
    """Nothing where the line is as safe as it must be; else DeliveryError.

    An open line goes to this machine only, unless the settings allow another; a password never does.
    """
    if server.security is not Security.NONE or is_loopback(server.host):
        return
    if not server.allow_plain:
        raise DeliveryError(
            'security is "none", and the server is not this machine',
            where=server.where,
            hint='Set security to "starttls" or "tls"; allow_plain = true sends in the open all the same',
        )
    if server.username:
        raise DeliveryError(
            "a password would go over an open line",
            where=server.where,
            hint='Set security to "starttls" or "tls", or leave username out',
        )


def trust(server: Server) -> ssl.SSLContext:
    """The rules for the server's certificate: signed by a known authority, in date, for this name."""
    try:
        context = ssl.create_default_context()
        if server.authorities:
            context.load_verify_locations(cafile=server.authorities)
    except (OSError, ssl.SSLError) as error:
        raise DeliveryError(
            f"holds no certificates: {error}", where=str(server.authorities), hint="Set ca_file right"
        ) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def secret_in(file: Path) -> str:
    """The first line of a file that nobody but its owner can read. Raises DeliveryError for any other."""
    hint = "Put the password into its first line"
    try:
        lines = owners_alone(file, hint=hint).decode().splitlines()
    except UnicodeDecodeError as error:
        raise DeliveryError("is no text", where=str(file), hint=hint) from error
    if not lines or not lines[0]:
        raise DeliveryError("is empty", where=str(file), hint=hint)
    return lines[0]


def owners_alone(file: Path, *, hint: str) -> bytes:
    """What is in a file that nobody but its owner can read. Raises DeliveryError for any other."""
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            data = opened.read()
    except OSError as error:
        raise DeliveryError(f"can't be read: {error.strerror}", where=str(file), hint=hint) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise DeliveryError(
            "can be read by others", where=str(file), hint=f"Run: chmod 600 {shlex.quote(str(file))}"
        )
    return data


def token_from(command: str) -> str:
    """The first line that a command prints: an access token. No shell is asked.

    Either may hold a secret: an error tells no more than the program's name and the gist of the reason.
    """
    words: list[str] = []
    try:
        words = shlex.split(command)
        done = subprocess.run(  # noqa: S603 - the command is the user's own setting
            words,
            capture_output=True,
            text=True,
            timeout=TOKEN_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise _no_token(words, f"it took over {TOKEN_SECONDS} seconds") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise _no_token(words, reason) from None
    lines = done.stdout.splitlines()
    if done.returncode or not lines or not lines[0].strip():
        told = done.stderr.strip().splitlines()
        reason = _gist(told[-1]) if told else f"it ended with status {done.returncode} and no token"
        raise _no_token(words, reason)
    return lines[0].strip()


def _no_token(words: Sequence[str], reason: str) -> DeliveryError:
    name = Path(words[0]).name if words else ""
    where = f"email.token_command ({name} …)" if _NAME.fullmatch(name) else "email.token_command"
    hint = "Run the command by hand to see why"
    return DeliveryError(f"the token command failed: {reason}", where=where, hint=hint)


def _gist(line: str) -> str:
    """A program's own line, cut short; of its long words only those of plain letters, which are no token."""
    return _WORD.sub(lambda word: word[0] if _LETTERS.fullmatch(word[0]) else "…", line)[:LONGEST_REASON]
