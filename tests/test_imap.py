"""A folder of a mailbox on a server: read, left as it is, and of what was read before nothing is fetched."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from imap_server import PASSWORD, USER, Box, dovecot, has_dovecot, imap_server
from relay import make_certificate

from briefing import workflow
from briefing.errors import InputError
from briefing.model import Outcome, Problem
from briefing.settings import Settings
from briefing.settings.fetch import Fetch
from briefing.sources import Piece
from briefing.sources.imap import _utf7, folder_of, messages
from briefing.workflow.fetching import PASSWORD as VARIABLE

BODY = "Jakarta - Kapal nomor {n} akan dikirim ke pangkalan {name} pekan depan, kata Kolonel {name} Wirawan."
NAMES = ("Ranai", "Belawan", "Sorong")


def message(n: int) -> bytes:
    made = EmailMessage()
    made["From"], made["To"] = "Antara <redaksi@antaranews.com>", "meja@kantor.example"
    made["Date"], made["Subject"] = "Mon, 06 Nov 2023 08:15:00 +0700", f"Kapal Dikirim ke {NAMES[n]}"
    made["Message-ID"] = f"<{n}@antaranews.com>"
    made.set_content(
        "\n\n".join(BODY.format(n=n, name=NAMES[n]).replace("kata", word) for word in ("kata", "ujar"))
    )
    return made.as_bytes().replace(b"\n", b"\r\n")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls") / "server.pem")


@pytest.fixture
def box() -> Box:
    return Box(messages={n + 11: message(n) for n in range(3)})


def settings_with(certificate: Path) -> Settings:
    return Settings(fetch=Fetch(ca_file=certificate, read_seconds=5.0))


def address(port: int, folder: str = "Kliping") -> str:
    return f"imaps://{USER}@localhost:{port}/{folder}"


def test_messages_of_a_folder_are_inputs(certificate: Path, box: Box) -> None:
    """Read with their heads, each named by the folder and its number; and none is changed on the server."""
    with imap_server(certificate, box):
        given = [address(box.port)]
        environment = {VARIABLE: PASSWORD}
        found = workflow.sorted_out(given, settings=settings_with(certificate), environment=environment)
    assert not found.problems
    assert [i.where for i in found.inputs] == [
        f"imaps://{USER}@localhost/Kliping#{uid}" for uid in (11, 12, 13)
    ]
    assert [read.article.title for read in found.kept] == [f"Kapal Dikirim ke {name}" for name in NAMES]
    assert not [asked for asked in box.asked if asked.startswith(("SELECT", "STORE", "UID STORE"))]
    assert not [asked for asked in box.asked if "BODY[" in asked.upper() and "PEEK" not in asked.upper()]


def test_what_was_read_before_is_not_fetched(certificate: Path, box: Box) -> None:
    """By the server's own numbers; where they begin anew (UIDVALIDITY), so do we."""
    known: set[str] = set()

    def take() -> list[str]:
        folder = folder_of(address(box.port))
        taken = messages(folder, PASSWORD, wanted=lambda p: p.key not in known, authorities=certificate)
        pieces = [piece for piece in taken if isinstance(piece, Piece)]
        known.update(piece.key for piece in pieces)
        return [piece.where.rpartition("#")[2] for piece in pieces]

    with imap_server(certificate, box):
        assert take() == ["11", "12", "13"]
        box.messages[14] = message(0)
        box.asked.clear()
        assert take() == ["14"]
        assert [asked for asked in box.asked if "BODY" in asked] == ["UID FETCH 14 (BODY.PEEK[])"]
        box.validity = 8
        assert take() == ["11", "12", "13", "14"]


def test_what_goes_wrong_is_told_in_a_line(certificate: Path, box: Box, tmp_path: Path) -> None:
    """A wrong password, no such folder, a line that is cut, a certificate that is not trusted, no server."""

    def told(place: str, password: str, trusted: Path) -> str:
        given, environment = [place], {VARIABLE: password} if password else {}
        found = workflow.sorted_out(given, settings=settings_with(trusted), environment=environment)
        assert [i.outcome for i in found.inputs][-1] is Outcome.FAILED
        assert PASSWORD not in str(found.problems)
        return found.problems[-1].message

    other = make_certificate(tmp_path / "other.pem")
    with imap_server(certificate, box):
        place = address(box.port)
        assert told(place, "falsch", certificate) == "does not let in: [AUTHENTICATIONFAILED] wrong password"
        assert told(place, "", certificate) == "needs a password"
        assert told(address(box.port, "Lain"), PASSWORD, certificate) == "has no folder 'Lain'"
        assert told(place, PASSWORD, other).startswith("can't be reached: ")
        box.cut_after = 2
        assert told(place, PASSWORD, certificate).startswith("breaks off: ")
    assert told(address(box.port), PASSWORD, certificate).startswith("can't be reached: ")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("imaps://sari:rahasia@surat.example/Kliping", "has a password in it"),
        ("imaps://surat.example/Kliping", "is no address of a mailbox"),
        ("imaps://sari@surat.example:x/", "is no address of a mailbox"),
    ],
)
def test_addresses_that_are_none(wrong: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as raised:
        folder_of(wrong)
    assert "rahasia" not in str(raised.value)


def test_names_of_folders() -> None:
    """The folder that an address names, INBOX where it names none; in other letters as IMAP writes them."""
    assert folder_of("imaps://a@b.example").name == "INBOX"
    assert folder_of("imaps://a@b.example/Arsip/Kliping%20Pagi").name == "Arsip/Kliping Pagi"
    assert _utf7("Entwürfe & Ältere") == "Entw&APw-rfe &- &AMQ-ltere"


@pytest.mark.skipif(not has_dovecot(), reason="dovecot is not installed, or may not be started")
def test_debian_dovecot(certificate: Path) -> None:
    """A real server that was not made for this test gives the same. Its own user has to reach the mail."""
    with TemporaryDirectory() as named:
        folder = Path(named)
        store = mailbox.Maildir(folder / "mail")
        for n in range(3):
            store.add(message(n))
        with dovecot(certificate, folder) as port:
            place = folder_of(address(port, "INBOX"))
            taken = list(messages(place, PASSWORD, authorities=certificate, seconds=5))
        assert not [one for one in taken if isinstance(one, Problem)]
        pieces = [one.data for one in taken if isinstance(one, Piece)]
        subjects = {data.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode() for data in pieces}
        assert subjects == {f"Kapal Dikirim ke {name}" for name in NAMES}
        assert not list((folder / "mail").glob("*/*:2,*S*"))
