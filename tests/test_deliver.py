"""Handing messages to a mail server: real servers on loopback, polite ones and others."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from relay import PASSWORD, TOKEN, USER, Relay, make_certificate, relay, scripted

from briefing.addresses import parse
from briefing.deliver.server import Security, Server, secret_in, token_from
from briefing.deliver.smtp import BarredError, Outcome, Post, UnreachableError
from briefing.errors import DeliveryError

SENDER = parse("Duty desk <duty@example.org>")
CHIEF, DESK, ELSE = parse("chief@example.org"), parse("desk@example.org"), parse("else@example.org")
MESSAGE = b"Subject: x\r\n\r\n.dots\r\n..\r\nend\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls") / "server.pem")


@pytest.fixture
def open_relay() -> Iterator[Relay]:
    with relay() as server:
        yield server


def outcomes(server: Server, *recipients: Any, message: bytes = MESSAGE) -> list[str]:
    with Post(server) as post:
        answers = post.send(SENDER, recipients, message)
    return [answers[r.mailbox].outcome.value for r in recipients]


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_secured_line_with_a_login(certificate: Path, security: Security) -> None:
    """TLS comes before the login, the certificate is checked, and every byte arrives."""
    with relay(certificate, security=security, login=True) as server:
        settings = server.server(security=security, username=USER, secret=PASSWORD)
        assert outcomes(settings, CHIEF, DESK) == ["delivered", "delivered"]
    (got,) = server.received
    assert (got.secured, got.logged_in) == (True, True)
    assert got.sender == "duty@example.org"
    assert got.recipients == ["chief@example.org", "desk@example.org"]
    assert got.message == MESSAGE


def test_one_connection_for_many_messages(open_relay: Relay) -> None:
    """A session is opened once."""
    with Post(open_relay.server()) as post:
        for recipient in (CHIEF, DESK, ELSE):
            assert post.send(SENDER, [recipient], MESSAGE)[recipient.mailbox].outcome == "delivered"
    assert open_relay.connections == 1
    assert len(open_relay.received) == 3


def test_a_server_that_closes_after_each_message(open_relay: Relay) -> None:
    """The next message gets a connection of its own."""

    with Post(open_relay.server()) as post:
        post.send(SENDER, [CHIEF], MESSAGE)
        assert post._open is not None
        post._open.sock.shutdown(socket.SHUT_RDWR)  # what a server's idle limit comes to
        assert post.send(SENDER, [DESK], MESSAGE)[DESK.mailbox].outcome == "delivered"
    assert open_relay.connections == 2


def test_a_server_that_takes_so_many_on_a_connection(open_relay: Relay) -> None:
    """What it puts off for that is sent at once on a new one."""
    open_relay.per_connection = 2
    with Post(open_relay.server()) as post:
        for n in range(5):
            to = parse(f"r{n}@example.org")
            assert post.send(SENDER, [to], MESSAGE)[to.mailbox].outcome == "delivered"
    assert open_relay.connections == 3


def test_one_of_three_is_refused(open_relay: Relay) -> None:
    """Each recipient has an answer of his own; the other two get the message."""
    open_relay.on_recipient = lambda a: "550 5.1.1 no such user" if a.startswith("desk") else None
    with Post(open_relay.server()) as post:
        answers = post.send(SENDER, [CHIEF, DESK, ELSE], MESSAGE)
    assert [a.outcome for a in answers.values()] == [Outcome.REFUSED, Outcome.DELIVERED, Outcome.DELIVERED]
    assert answers[DESK.mailbox].words == "550 5.1.1 no such user"
    assert open_relay.received[0].recipients == [CHIEF.mailbox, ELSE.mailbox]


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ("451 4.3.0 try again later", "later"),
        ("452 4.2.2 mailbox full", "later"),
        ("421 4.3.2 shutting down", "later"),
        ("554 5.7.1 spam", "refused"),
        ("552 5.3.4 too large", "refused"),
        ("250 2.0.0 OK", "delivered"),
    ],
)
def test_what_a_reply_means(open_relay: Relay, reply: str, outcome: str) -> None:
    """4xx may be tried again, 5xx may not."""
    open_relay.on_message = lambda _: reply
    assert outcomes(open_relay.server(), CHIEF) == [outcome]


def test_a_line_lost_before_the_end_of_the_message(open_relay: Relay) -> None:
    """The server can't have it: it may be tried again."""
    open_relay.cut_in_data = 1
    long = MESSAGE + b"x" * 70 + b"\r\n"
    assert outcomes(open_relay.server(), CHIEF, message=long * 100_000) == ["later"]
    assert open_relay.received == []


def test_a_line_lost_after_the_end_of_the_message(open_relay: Relay) -> None:
    """The server may have it or not. That is told, and not taken for a no."""
    open_relay.on_message = lambda server: server.transport.abort()
    assert outcomes(open_relay.server(), CHIEF) == ["unsure"]


@pytest.mark.parametrize(
    "last", [b"", b"2", b"25", b"250", b"25\r\n", b"999 what\r\n", b"ok\r\n", b"250-on\r\n"]
)
def test_a_reply_that_is_cut_off_or_none_is_a_question(last: bytes) -> None:
    """Only a whole line with a code of three figures says what became of the message."""
    with scripted(last) as port, Post(_of(port)) as post:
        (answer,) = post.send(SENDER, [DESK], MESSAGE).values()
    assert answer.outcome is Outcome.UNSURE


@pytest.mark.parametrize(
    ("last", "outcome"),
    [(b"250 yes\r\n", Outcome.DELIVERED), (b"250-yes\r\n250 it is\r\n", Outcome.DELIVERED),
     (b"421 too busy\r\n", Outcome.LATER), (b"554 no\r\n", Outcome.REFUSED)],
)  # fmt: skip
def test_a_whole_reply_says_what_became_of_it(last: bytes, outcome: Outcome) -> None:
    with scripted(last) as port, Post(_of(port)) as post:
        (answer,) = post.send(SENDER, [DESK], MESSAGE).values()
    assert answer.outcome is outcome


def test_what_the_server_says_before_the_end_leaves_no_doubt() -> None:
    """It can't have a message whose end it was not sent, though the claim was made certain meanwhile."""

    def before_end() -> bool:
        time.sleep(0.3)
        return True

    with scripted(b"", early=b"421 closing\r\n") as port, Post(_of(port)) as post:
        (answer,) = post.send(SENDER, [DESK], MESSAGE, before_end=before_end).values()
    assert answer.outcome is Outcome.LATER


@pytest.mark.parametrize("last", [b"250-and so on\r\n", b"2"])
def test_a_reply_that_never_ends_is_given_up(last: bytes) -> None:
    """The timeout holds for the reply as a whole, however it trickles in."""
    began = time.monotonic()
    with scripted(last, pause=0.02) as port, Post(_of(port, timeout=1)) as post:
        (answer,) = post.send(SENDER, [DESK], MESSAGE).values()
    assert answer.outcome is Outcome.UNSURE
    assert time.monotonic() - began < 20


def _of(port: int, **fields: Any) -> Server:
    return Server(**{"host": "127.0.0.1", "port": port, "security": Security.NONE, "timeout": 5, **fields})


def test_the_end_is_held_back_without_a_claim(open_relay: Relay) -> None:
    """Who lost his claim on a message does not finish it."""
    with Post(open_relay.server()) as post:
        answers = post.send(SENDER, [CHIEF], MESSAGE, before_end=lambda: False)
    assert answers[CHIEF.mailbox].outcome == "later"
    assert open_relay.received == []


def test_a_fault_of_ours_within_a_message(open_relay: Relay) -> None:
    """What we say after it is not taken for a part of the message."""
    with Post(open_relay.server()) as post:
        with pytest.raises(KeyboardInterrupt):
            post.send(SENDER, [CHIEF], MESSAGE, before_end=_interrupted)
        assert post.send(SENDER, [DESK], MESSAGE)[DESK.mailbox].outcome == "delivered"
    assert [r.recipients for r in open_relay.received] == [[DESK.mailbox]]


def _interrupted() -> bool:
    raise KeyboardInterrupt


def test_nobody_listens(open_relay: Relay) -> None:
    """A server that is not there may be there later."""
    settings = open_relay.server(port=1)
    with pytest.raises(UnreachableError, match="can't be reached"), Post(settings) as post:
        post.send(SENDER, [CHIEF], MESSAGE)


def test_a_server_that_says_nothing(open_relay: Relay) -> None:
    """It is not waited for without end: before the message it may be tried later, after it nobody knows."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = open_relay.server(port=silent.getsockname()[1], timeout=0.2)
        with pytest.raises(UnreachableError, match="timed out"), Post(settings) as post:
            post.send(SENDER, [CHIEF], MESSAGE)
    open_relay.on_message = lambda _: time.sleep(1)
    assert outcomes(open_relay.server(timeout=0.2), CHIEF) == ["unsure"]


def test_a_wrong_password(certificate: Path) -> None:
    """A person must mend it; the password is in no message."""
    with relay(certificate, login=True) as server:
        settings = server.server(username=USER, secret="guess me")
        with pytest.raises(BarredError, match="refuses the login of 'duty': 535") as caught:
            outcomes(settings, CHIEF)
    assert "guess me" not in str(caught.value)
    assert "guess me" not in repr(settings)


@pytest.mark.parametrize(
    ("options", "told"),
    [({"days": -1}, "certificate has expired"), ({"name": "other.example"}, "Hostname mismatch")],
)
def test_a_certificate_that_is_not_to_be_trusted(tmp_path: Path, options: Any, told: str) -> None:
    """Out of date, for another name: nothing is sent, no password said."""
    bad = make_certificate(tmp_path / "bad.pem", **options)
    with relay(bad, login=True) as server, pytest.raises(BarredError, match=told):
        outcomes(server.server(username=USER, secret=PASSWORD), CHIEF)
    assert server.received == []


def test_a_certificate_of_an_unknown_authority(certificate: Path) -> None:
    """Signed by itself: refused, unless the settings name it."""
    with relay(certificate) as server, pytest.raises(BarredError, match="self-signed certificate"):
        outcomes(server.server(authorities=None), CHIEF)


def test_starttls_taken_out_on_the_way(open_relay: Relay) -> None:
    """A server that was set up for STARTTLS and no longer offers it gets nothing, not even a login."""
    settings = open_relay.server(security=Security.STARTTLS, username=USER, secret=PASSWORD)
    with pytest.raises(BarredError, match="offers no STARTTLS"):
        outcomes(settings, CHIEF)
    assert open_relay.received == []


def test_the_wrong_port(open_relay: Relay) -> None:
    """TLS spoken to a server that waits for plain words: the message says which port is usual for what."""
    with pytest.raises((BarredError, UnreachableError)) as caught:
        outcomes(open_relay.server(security=Security.TLS), CHIEF)
    assert "no TLS" in str(caught.value)


@pytest.mark.parametrize("host", ["mail.example.org", "192.0.2.1", "localhost.example.org", "::2"])
def test_an_open_line_goes_to_this_machine_only(host: str) -> None:
    """Unless the settings allow it; a password goes over none."""
    open_line = {"host": host, "port": 25, "security": Security.NONE}
    with pytest.raises(DeliveryError, match="not this machine"):
        Post(Server(**open_line))
    Post(Server(**open_line, allow_plain=True))
    with pytest.raises(DeliveryError, match="open line"):
        Post(Server(**open_line, allow_plain=True, username="duty"))


def test_a_message_that_the_server_will_not_take(open_relay: Relay) -> None:
    """The limit that the server names is kept without sending the message first."""
    with relay(data_size_limit=1000) as server:
        assert outcomes(server.server(), CHIEF, message=MESSAGE * 100) == ["refused"]
    assert server.received == []


def test_letters_beyond_ascii_before_the_at() -> None:
    """They need a server with SMTPUTF8; the domain never does."""
    odd = parse("ñandú+x@bücher.example")
    with relay() as server:
        assert outcomes(server.server(), odd) == ["delivered"]
        assert outcomes(server.server(), parse("a@bücher.example")) == ["delivered"]
    assert server.received[0].recipients == ["ñandú+x@xn--bcher-kva.example"]
    with relay(enable_SMTPUTF8=False) as server:
        assert outcomes(server.server(), odd) == ["refused"]
        assert outcomes(server.server(), parse("a@bücher.example")) == ["delivered"]


def test_a_quoted_address(open_relay: Relay) -> None:
    """Quotes, blanks and plus signs arrive as they were given."""
    odd = [parse('"john doe"@example.org'), parse("a+b@example.org")]
    assert outcomes(open_relay.server(), *odd) == ["delivered", "delivered"]
    assert open_relay.received[0].recipients == ['"john doe"@example.org', "a+b@example.org"]


def test_a_token_instead_of_a_password(certificate: Path) -> None:
    """XOAUTH2: what a command prints is the token; a wrong one is refused as a wrong password is."""
    with relay(certificate, login=True) as server:
        settings = server.server(username=USER, by_token=True, secret=token_from(f"echo {TOKEN}"))
        assert outcomes(settings, CHIEF) == ["delivered"]
        with pytest.raises(BarredError, match="refuses the login"):
            outcomes(server.server(username=USER, by_token=True, secret="old"), CHIEF)
    assert [r.logged_in for r in server.received] == [True]


@pytest.mark.parametrize(
    ("command", "told"),
    [("false", "ended with status 1"), ("no-such-program-here x", "No such file"), ("'", "No closing")],
)
def test_a_token_command_that_fails(command: str, told: str) -> None:
    """The reason, and the command as it was set."""
    with pytest.raises(DeliveryError, match=told):
        token_from(command)


def test_a_password_file(tmp_path: Path) -> None:
    """Only its owner may read it, and its first line is the password."""
    file = tmp_path / "password"
    file.write_text("pässword\nnote\n", encoding="utf-8")
    file.chmod(0o600)
    assert secret_in(file) == PASSWORD
    file.chmod(0o640)
    with pytest.raises(DeliveryError, match="can be read by others"):
        secret_in(file)
    file.chmod(0o600)
    file.write_text("", encoding="utf-8")
    with pytest.raises(DeliveryError, match="is empty"):
        secret_in(file)
    with pytest.raises(DeliveryError, match="No such file"):
        secret_in(tmp_path / "none")
