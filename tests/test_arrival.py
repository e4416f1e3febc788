"""From the record to what readers hold: through real servers, read back, and looked at in a browser."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
import samples
from browser import Page, browser, program
from conftest import ROOT
from relay import PASSWORD, USER, Relay, free_port, make_certificate, relay
from test_send import body, chosen, many, read

from briefing import codec, render
from briefing.cli import run
from briefing.model import Brief
from briefing.settings.email import Group
from briefing.workflow import sending

AXE = importlib.util.find_spec("axe_playwright_python")


@pytest.fixture(scope="module")
def brief() -> Brief:
    return samples.brief(samples.third())


@pytest.fixture
def server() -> Iterator[Relay]:
    with relay() as made:
        yield made


def valid(message: bytes) -> None:
    """CRLF alone, lines as short as every server takes, and every part whole in the charset that it tells."""
    assert message.replace(b"\r\n", b"").translate(None, b"\r\n") == message.replace(b"\r\n", b"")
    assert max(map(len, message.split(b"\r\n"))) < 998
    for part in read(message).walk():
        assert part.defects == []
        if not part.is_multipart():
            part.get_content()


# --- to whom -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 500])
def test_everybody_has_one_copy(brief: Brief, tmp_path: Path, count: int) -> None:
    """Over TLS with a login: a message for each, in which he alone is named; a second run sends nothing."""
    theme = tmp_path / "themes" / "small"
    theme.mkdir(parents=True)
    (theme / "email.html.j2").write_text("<html><body><p>{{ brief.title }}</p></body></html>")
    (theme / "email.txt.j2").write_text("{{ brief.title }}")
    certificate = make_certificate(tmp_path / "server.pem")
    to = tuple(f"Reader {n} <r{n}@example.org>" for n in range(count))
    with relay(certificate, login=True) as server:
        ours = chosen(
            tmp_path, server.port, security="starttls", username=USER, ca_file=certificate, theme="small",
            groups={"all": Group(to=to)},
        )  # fmt: skip
        ours = replace(ours, templates=tmp_path / "themes")
        people = sending.people(ours, groups=("all",))
        environment = {"BRIEFING_EMAIL_PASSWORD": PASSWORD}
        sent = sending.send(brief, people, settings=ours, environment=environment)
        again = sending.send(brief, people, settings=ours, environment=environment)
    assert [row.state for row in sent.rows] == ["delivered"] * count
    assert (len(again.rows), len(again.before)) == (0, count)
    assert all(got.secured and got.logged_in for got in server.received)
    assert [read(got.message)["To"] for got in server.received] == list(to)
    assert [got.recipients for got in server.received] == [[f"r{n}@example.org"] for n in range(count)]
    valid(server.received[-1].message)


@pytest.mark.parametrize(
    ("given", "envelope", "name"),
    [
        ("desk+asia@example.org", "desk+asia@example.org", ""),
        ("Chief <chief@b\u00fccher.example>", "chief@xn--bcher-kva.example", "Chief"),
        ('"Doe, J. \\"Jo\\"" <"john doe"@example.org>', '"john doe"@example.org', 'Doe, J. "Jo"'),
        ("\u00d1and\u00fa <\u00f1and\u00fa@example.org>", "\u00f1and\u00fa@example.org", "\u00d1and\u00fa"),
        ("O'Neil (x) <o'neil@example.org>", "o'neil@example.org", "O'Neil (x)"),
    ],
)
def test_addresses_arrive_as_they_are(
    brief: Brief, tmp_path: Path, server: Relay, given: str, envelope: str, name: str
) -> None:
    """A plus sign, a domain beyond ASCII, quotation marks, letters beyond ASCII before the @."""
    ours = chosen(tmp_path, server.port)
    sent = sending.send(brief, sending.people(ours, to=(given,)), settings=ours, environment={})
    assert [row.state for row in sent.rows] == ["delivered"]
    (got,) = server.received
    assert got.recipients == [envelope]
    (to,) = read(got.message)["To"].addresses
    mailbox = to.addr_spec.encode(errors="surrogateescape").decode()  # as the parser keeps raw UTF-8
    assert (to.display_name, mailbox) == (name, envelope)


def test_nothing_begins_a_header_on_its_way(tmp_path: Path, server: Relay) -> None:
    """Line breaks in title, sender's name and group name: one recipient, and no header that is not ours."""
    evil = "x\r\nBcc: all@example.org\r\n\r\n<b>y"
    known = {"from", "to", "subject", "date", "message-id", "in-reply-to", "references", "auto-submitted"}
    known |= {"x-auto-response-suppress", "mime-version", "content-type", "x-peer", "x-mailfrom", "x-rcptto"}
    made = samples.brief(samples.first(), title=evil, prepared_by=evil)
    ours = chosen(
        tmp_path,
        server.port,
        sender="{prepared_by} <duty@example.org>",
        groups={evil: Group(to=("a@b.org",))},
    )
    sending.send(made, sending.people(ours, groups=(evil,)), settings=ours, environment={})
    (got,) = server.received
    assert got.recipients == ["a@b.org"]
    assert {name.lower() for name in read(got.message).keys()} <= known  # noqa: SIM118
    valid(got.message)


# --- what happens on the way ---------------------------------------------------------------------


def test_the_server_comes_back_after_two_tries(brief: Brief, tmp_path: Path) -> None:
    """`send` waits with growing pauses, and sends when somebody listens at last."""
    port, now, waits = free_port(), [0.0], list[float]()
    ours = chosen(tmp_path, port, patience=10)
    with ExitStack() as running:
        servers: list[Relay] = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            now[0] += seconds
            if len(waits) == 2:
                servers.append(running.enter_context(relay(port=port)))

        people = sending.people(ours, groups=("morning",))
        sent = sending.send(
            brief, people, settings=ours, environment={}, clock=lambda: now[0], wait=wait
        )  # fmt: skip
    assert [(row.state, row.tries) for row in sent.rows] == [("delivered", 3)] * 2
    assert waits == [60, 120]
    assert [servers[0].copies(f"{n}@example.org") for n in ("chief", "desk")] == [1, 1]


def test_the_command_is_killed_between_two_recipients(
    brief: Brief, tmp_path: Path, server: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGKILL; the same command again sends to the rest, and to nobody twice."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "brief.json").write_bytes(codec.brief_json(brief))
    names = [f"r{n}@example.org" for n in range(4)]
    (tmp_path / "briefing.toml").write_text(
        f'[email]\nhost = "localhost"\nport = {server.port}\nsecurity = "none"\nattach = []\npatience = 0\n'
        f'sender = "duty@example.org"\n[email.groups.morning]\nto = {json.dumps(names)}\n',
        encoding="utf-8",
    )
    arguments = ["send", "brief.json", "--group", "morning"]
    command = [sys.executable, "-c", "from briefing.cli import main; main()", *arguments]
    going: list[subprocess.Popen[bytes]] = []

    def kill(mailbox: str) -> None:
        if mailbox == names[2] and going[0].poll() is None:
            going[0].kill()
            going[0].wait()

    server.on_recipient = kill
    going.append(subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}))
    assert going[0].wait() == -signal.SIGKILL
    assert [server.copies(name) for name in names] == [1, 1, 0, 0]
    assert run(arguments) == 0
    assert [server.copies(name) for name in names] == [1, 1, 1, 1]


# --- what arrives --------------------------------------------------------------------------------


def test_a_brief_of_two_hundred_articles(
    tmp_path: Path, server: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It arrives whole, short enough to be shown whole."""
    # Setting so many pages takes a minute and is tried elsewhere.
    monkeypatch.setattr(render, "FORMATS", {**render.FORMATS, "pdf": lambda *_, **__: b"%PDF-1.7 \n.\n" * 9})
    monkeypatch.setattr("briefing.workflow.check", lambda _: None)
    ours = chosen(tmp_path, server.port)
    large = many(200)
    sending.send(large, sending.people(ours, to=("a@example.org",)), settings=ours, environment={})
    (got,) = server.received
    valid(got.message)
    message = read(got.message)
    page = message.get_body(("html",))
    assert page is not None
    assert len(page.as_bytes()) < 102 * 1024
    # It is whole: no PDF has to say the rest.
    assert "the attached PDF" not in page.get_content()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    if program() is None:
        pytest.skip("no browser: apt-get install chromium, as setup does it")
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def laid_out(message: EmailMessage, folder: Path) -> Path:
    """The HTML of a message in a file, its pictures beside it, as a client shows it."""
    html = body(message, "html")
    for part in message.walk():
        if part["Content-ID"]:
            name = part["Content-ID"].strip("<>")
            (folder / f"{name}.png").write_bytes(part.get_content())
            html = html.replace(f'src="cid:{name}"', f'src="{name}.png"')
    assert "cid:" not in html
    file = folder / "mail.html"
    file.write_text(html, encoding="utf-8")
    return file


@pytest.mark.parametrize("language", ["en", "id"])
def test_as_a_client_shows_it(tmp_path: Path, server: Relay, page: Page, language: str) -> None:
    """On a phone and at a desk, light and dark: nothing wider than the screen, every picture there, every
    letter told apart from its ground."""
    example = codec.read_brief((ROOT / "reports/example/briefing.json").read_bytes())
    ours = chosen(tmp_path, server.port, groups={"a": Group(to=("a@example.org",), language=language)})
    sending.send(example, sending.people(ours, groups=("a",)), settings=ours, environment={})
    message = read(server.received[0].message)
    file = laid_out(message, tmp_path)
    for width in (360, 800):
        for scheme in ("light", "dark"):
            page.look(width=width, scheme=scheme)
            page.open(file)
            assert page.run("document.documentElement.scrollWidth") == width
            shown = page.run("[...document.images].map(i => i.complete && i.naturalWidth / i.width)")
            assert len(shown) == sum(p.get_content_maintype() == "image" for p in message.walk())
            assert all(fineness >= 1.5 for fineness in shown)
            if (width, scheme) in ((360, "dark"), (800, "light")):
                assert found(page) == []


def found(page: Page) -> list[str]:
    """What axe-core holds against the page, of serious or critical weight."""
    if AXE is None or AXE.origin is None:
        return []
    page.run(Path(AXE.origin).with_name("axe.min.js").read_text(encoding="utf-8") + "; 0")
    told = json.loads(page.run("axe.run().then(r => JSON.stringify(r.violations))"))
    return [
        f"{v['id']}: {re.sub(' style=.*', '', n['html'])[:160]}"
        for v in told
        if v["impact"] in {"serious", "critical"}
        for n in v["nodes"]
    ]
