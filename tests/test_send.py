"""A brief as mail: what is in it, who gets which version, and what the commands say."""

from __future__ import annotations

import base64
import email
import email.policy
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import samples
from conftest import ROOT
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from relay import PASSWORD, USER, Relay, free_port, make_certificate, relay

from briefing import codec, settings, workflow
from briefing.cli import run
from briefing.deliver.probing import probe
from briefing.deliver.schedule import Run, printed
from briefing.errors import AddressError, MarkingError, SettingError, TemplateError, UsageError
from briefing.model import Brief
from briefing.render import find_theme, mail
from briefing.render.shortening import LEVELS, shortened
from briefing.settings import Settings
from briefing.settings.email import Email, Group
from briefing.workflow import sending
from briefing.workflow.sending import Built

Said = pytest.CaptureFixture[str]
NOW = datetime(2018, 2, 1, 6).timestamp()
CLIENTS = ("gmail.*", "outlook.*", "apple-mail.*", "yahoo.*", "samsung-email.*")
# What some client does not know, and why the mail is whole without it.
DONE_WITHOUT = {
    "@media": "a phone's width and the dark: without them the mail is set for a desk, and light",
    "<style> element": "holds nothing but those rules",
    "display:none": "the preheader is as small as a dot besides, and in the background's colour",
    "overflow": "of the preheader",
    "hyphens": "of the marking, which has nothing to be broken",
    "white-space": "of the marking, which stands on a line of its own",
    "aria-hidden attribute": "of the preheader",
    "role attribute": "of tables that hold the layout",
    "<body> element": "its colours stand on the table too",
    "height property": "of pictures, which have a width",
}


def chosen(tmp_path: Path, port: int = 0, **fields: Any) -> Settings:
    known: dict[str, Any] = {
        "host": "localhost", "port": port, "security": "none", "sender": "Duty desk <duty@example.org>",
        "attach": (), "patience": 0, "timeout": 5,
        "groups": {"morning": Group(to=("Chief <chief@example.org>", "desk@example.org"))},
    }  # fmt: skip
    return Settings(out=tmp_path / "reports", email=Email(**(known | fields)))


def built(brief: Brief, chosen: Settings, *to: str, groups: tuple[str, ...] = ()) -> tuple[Built, ...]:
    people = sending.people(chosen, to=to, groups=groups)
    return sending.build(brief, people, settings=chosen, digest=sending.identity(brief), now=NOW)


def read(message: bytes) -> EmailMessage:
    made = email.message_from_bytes(message, policy=email.policy.default)
    assert isinstance(made, EmailMessage)
    return made


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.fixture(scope="module")
def brief() -> Brief:
    return samples.brief(samples.first(), samples.second())


@pytest.fixture(scope="module")
def small() -> Brief:
    """Without pictures, for what is about sending and not about the message."""
    return samples.brief(samples.third())


@pytest.fixture
def server() -> Iterator[Relay]:
    with relay() as made:
        yield made


# --- the message ---------------------------------------------------------------------------------


def test_the_message_read_back(brief: Brief, tmp_path: Path) -> None:
    """Text and HTML beside one another, pictures within, files beside; headers that programs go by."""
    ours = chosen(
        tmp_path, attach=("txt", "md"), reply_to="Desk <desk@example.org>",
        unsubscribe=("mailto:off@example.org", "https://example.org/off"),
    )  # fmt: skip
    (one,) = built(brief, ours, "Jörg Müller <chief@example.org>")
    message = read(one.message)
    assert message["Subject"] == "TLP:AMBER+STRICT Semenanjung Korea, 1 February 2018"
    assert message["From"] == "Duty desk <duty@example.org>"
    assert message["To"].addresses[0].display_name == "Jörg Müller"
    assert message["Reply-To"] == "Desk <desk@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<mailto:off@example.org>, <https://example.org/off>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Date"].datetime.timestamp() == NOW
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", message["Message-ID"])
    assert message.get_content_type() == "multipart/mixed"
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds[:4] == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html"]
    assert kinds[-2:] == ["text/plain", "text/markdown"]
    asked = re.findall(r'<img src="cid:([^"]+)"[^>]* alt="[^"]{20,}"', body(message, "html"))
    pictures = {p["Content-ID"].strip("<>"): p for p in message.walk() if p["Content-ID"]}
    assert list(pictures) == asked
    assert all(re.fullmatch(r"(map|claims)\.[0-9a-f]{16}@briefing", name) for name in asked)
    assert all(p.get_content().startswith(b"\x89PNG") for p in pictures.values())
    assert {p.get_content_disposition() for p in pictures.values()} <= {"inline"}
    assert "Sergey Lavrov" in body(message, "html")
    assert "Sergey Lavrov" in body(message, "plain")
    names = [a.get_filename() for a in message.iter_attachments()]
    assert names == ["Semenanjung Korea 2018-02-01.txt", "Semenanjung Korea 2018-02-01.md"]


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_byte_is_fit_to_travel(brief: Brief, tmp_path: Path, language: str) -> None:
    """CRLF alone, lines far below 998 bytes, ASCII, the charset told; and the same bytes every time."""
    ours = chosen(tmp_path, attach=("html",), groups={"a": Group(to=("a@example.org",), language=language)})
    (one,) = built(brief, ours, groups=("a",))
    bare = one.message.replace(b"\r\n", b"")
    assert b"\n" not in bare
    assert b"\r" not in bare
    assert max(map(len, one.message.split(b"\r\n"))) <= 78
    assert one.message.isascii()
    texts = [
        p for p in read(one.message).walk() if p.get_content_maintype() == "text" and not p.get_filename()
    ]
    assert [p.get_content_charset() for p in texts] == ["utf-8", "utf-8"]
    assert [p["Content-Language"] for p in texts] == [language, language]
    (same,) = built(brief, ours, groups=("a",))
    assert same.message == one.message


def test_the_pdf_goes_with_it(brief: Brief, tmp_path: Path) -> None:
    """A PDF, named in UTF-8, whole."""
    titled = replace(brief, title="Ringkasan “Natuna” – ñ/é")
    (one,) = built(titled, chosen(tmp_path, attach=("pdf",)), "a@example.org")
    (file,) = read(one.message).iter_attachments()
    assert file.get_content_type() == "application/pdf"
    assert file.get_filename() == "Ringkasan “Natuna” – ñ-é 2018-02-01.pdf"
    assert file.get_content().startswith(b"%PDF-")


def test_briefs_of_a_series_are_grouped(brief: Brief, tmp_path: Path) -> None:
    """The same first message for all of a title; a message of its own for each brief and recipient."""
    ours = chosen(tmp_path)
    today = built(brief, ours, "a@example.org", "b@example.org")
    (tomorrow,) = built(replace(brief, number="2018-008"), ours, "a@example.org")
    (other,) = built(replace(brief, title="Natuna"), ours, "a@example.org")
    heads = [read(one.message) for one in (*today, tomorrow, other)]
    assert len({h["Message-ID"] for h in heads}) == 4
    assert [h["References"] for h in heads[:3]] == [heads[0]["References"]] * 3
    assert heads[3]["References"] != heads[0]["References"]


@pytest.mark.parametrize(
    ("template", "subject"),
    [
        ("{title} ({articles})", "TLP:AMBER+STRICT Semenanjung Korea (2)"),
        ("{marking}: {number}, {date}", "TLP:AMBER+STRICT: 2018-007, 2018-02-01"),
        ("{title} [{marking}]", "TLP:AMBER+STRICT Semenanjung Korea"),
        ("{title} - {marking}", "TLP:AMBER+STRICT Semenanjung Korea"),
        ("{marking} {title} ({marking}) {number}", "TLP:AMBER+STRICT Semenanjung Korea 2018-007"),
        ("TLP:AMBER {title}", "TLP:AMBER+STRICT TLP:AMBER Semenanjung Korea"),
        ("{marking}", "TLP:AMBER+STRICT"),
    ],
)
def test_the_marking_stands_first(brief: Brief, tmp_path: Path, template: str, subject: str) -> None:
    """Whatever the template says, and once."""
    (one,) = built(brief, chosen(tmp_path, subject=template), "a@example.org")
    assert one.letter.subject == read(one.message)["Subject"] == subject


def test_a_marking_in_the_title_too_is_said_once(brief: Brief, tmp_path: Path) -> None:
    """As some title their briefs; another marking in it stays."""
    titled = replace(brief, title="Korea [TLP:AMBER+STRICT] and TLP:RED")
    (one,) = built(titled, chosen(tmp_path), "a@example.org")
    assert one.letter.subject == "TLP:AMBER+STRICT Korea and TLP:RED, 1 February 2018"


def test_only_a_page_can_be_asked_by_a_button(brief: Brief, tmp_path: Path) -> None:
    """List-Unsubscribe-Post goes with an https: address alone (RFC 8058)."""
    (one,) = built(brief, chosen(tmp_path, unsubscribe=("mailto:off@example.org",)), "a@example.org")
    assert read(one.message)["List-Unsubscribe-Post"] is None


def test_the_sender_is_a_template_too(brief: Brief, tmp_path: Path) -> None:
    """Its name; the address stays as it is."""
    (one,) = built(brief, chosen(tmp_path, sender="Duty {number} <duty@example.org>"), "a@example.org")
    assert read(one.message)["From"] == "Duty 2018-007 <duty@example.org>"


@pytest.mark.parametrize(
    "evil", ["Korea\r\nBcc: all@example.org", "Korea\nBcc: all@example.org\n\nx", "K\x0bBcc: x"]
)
def test_a_title_begins_no_header(tmp_path: Path, evil: str) -> None:
    """A line break in a title is a blank in the subject."""
    (one,) = built(samples.brief(samples.first(), title=evil), chosen(tmp_path), "a@example.org")
    message = read(one.message)
    assert message["Bcc"] is None
    assert "Bcc: " in message["Subject"]
    assert [k for k in message.keys() if k.lower() == "bcc"] == []  # noqa: SIM118


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    """Tags, pictures, encoded words from articles are shown letter for letter."""
    evil = '<img src="http://example.org/x.png"><script>x</script> =?utf-8?q?Bcc?= cid:map'
    page = mail.mail_html(samples.hostile(evil), find_theme("newsletter")).decode()
    assert "<script" not in page
    assert not re.search(r"<img[^>]*http:", page)
    (one,) = built(samples.brief(samples.first(), title=evil), chosen(tmp_path), "a@example.org")
    message = read(one.message)
    assert "<script>x</script> =?utf-8?q?Bcc?= cid:map" in message["Subject"]
    assert "=?utf-8?q?Bcc?= cid:map" in body(message, "html")


@pytest.mark.parametrize(
    "evil", ["a@example.org\r\nBcc: b@example.org", "x\r\nBcc: b <a@example.org>", "a\n@b.c", "<>", ""]
)
def test_a_recipient_begins_no_header(tmp_path: Path, evil: str) -> None:
    """What holds a line break is no address."""
    with pytest.raises(AddressError):
        sending.people(chosen(tmp_path), to=(evil,))


def test_a_group_name_begins_no_header(tmp_path: Path) -> None:
    """It is looked up, and stands in no message."""
    name = "x\r\nBcc: b@example.org"
    ours = chosen(tmp_path, groups={name: Group(to=("a@example.org",))})
    (one,) = built(samples.brief(samples.first()), ours, groups=(name,))
    assert b"Bcc" not in one.message
    with pytest.raises(UsageError, match="no group"):
        sending.people(ours, groups=("y\r\nBcc",))


def test_one_message_for_all_names_nobody(brief: Brief, tmp_path: Path, server: Relay) -> None:
    """Bcc: the same bytes for all, with no address in them."""
    ours = chosen(tmp_path, server.port, mode="bcc")
    people = sending.people(ours, groups=("morning",))
    sent = sending.send(brief, people, settings=ours, environment={})
    assert [r.state for r in sent.rows] == ["delivered", "delivered"]
    (got,) = server.received
    assert got.recipients == ["chief@example.org", "desk@example.org"]
    assert read(got.message)["To"] == "undisclosed-recipients:;"
    assert b"chief@" not in got.message


def test_a_signature_that_holds_after_the_way(brief: Brief, tmp_path: Path, server: Relay) -> None:
    """DKIM, verified on what arrived; one changed letter breaks it."""
    import dkim

    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # small, to be quick
    file = tmp_path / "dkim.pem"
    encodings = (serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL)
    file.write_bytes(key.private_bytes(*encodings, serialization.NoEncryption()))
    file.chmod(0o600)
    ours = chosen(tmp_path, server.port, dkim_key=file, dkim_selector="brief")
    sending.send(brief, sending.people(ours, to=("a@example.org",)), settings=ours, environment={})
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    (got,) = server.received

    def verified(message: bytes) -> bool:
        return bool(dkim.verify(message, minkey=512, dnsfunc=lambda name, timeout=5: record))

    assert verified(got.message)
    assert not verified(got.message.replace(b"Lavrov", b"Lavrow"))
    file.chmod(0o644)
    with pytest.raises(Exception, match="can be read by others"):
        built(brief, ours, "b@example.org")


# --- what clients show ---------------------------------------------------------------------------


def many(count: int) -> Brief:
    """A brief with this many articles' worth of statements."""
    base = samples.brief(samples.first(), samples.second())
    sources = tuple(replace(base.sources[n % 2], number=n + 1) for n in range(count))
    statements = [
        replace(base.statements[n % len(base.statements)], id=f"x{n}", number=n + 1)
        for n in range(count * 12)
    ]
    of = {v.entity: tuple(s.id for s in statements if s.entity == v.entity) for v in base.voices}
    voices = tuple(replace(v, statements=of[v.entity]) for v in base.voices)
    military = tuple(
        replace(base.military[n % len(base.military)], id=f"y{n}", number=n + 1) for n in range(count * 4)
    )
    digests = tuple(replace(base.digests[n % 2], source=n + 1) for n in range(count))
    return replace(
        base, sources=sources, statements=tuple(statements), voices=voices, military=military,
        digests=digests, chronology=(),
    )  # fmt: skip


def test_a_large_brief_is_shown_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under what Gmail shows; else shortened by rule, with a line that says so and points to the PDF."""
    theme = find_theme("newsletter")
    whole = mail.mail_html(many(12), theme)
    assert len(mail.mail_html(many(40), theme)) < 102 * 1024
    monkeypatch.setattr(mail, "LIMIT", len(whole) - 2000)
    page = mail.mail_html(many(12), theme)
    assert len(page) < len(whole)
    assert page.endswith(mail.SHORTENED)
    assert b"the attached PDF has the whole brief" in page
    assert len(mail.mail_text(many(40), theme)) < 102 * 1024


def test_a_small_brief_is_not_shortened(brief: Brief) -> None:
    """Nothing is left out where there is room."""
    page = mail.mail_html(brief, find_theme("newsletter"))
    assert not page.endswith(mail.SHORTENED)
    assert b"attached PDF" not in page


def test_a_shortened_mail_has_the_pdf_beside_it(
    brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the settings ask for no file."""
    monkeypatch.setattr(mail, "LIMIT", 9000)
    (one,) = built(brief, chosen(tmp_path), "a@example.org")
    assert [a.get_content_type() for a in read(one.message).iter_attachments()] == ["application/pdf"]


def test_a_shortened_text_begins_with_its_marking(brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line that says it was shortened is text too, and comes after the label."""
    monkeypatch.setattr(mail, "LIMIT", 1000)
    text = mail.mail_text(brief, find_theme("newsletter")).decode()
    assert text.split("\n\n")[0] == brief.marking
    assert "the attached PDF has the whole brief" in text.split("\n\n")[1]


@pytest.mark.parametrize("level", range(len(LEVELS) + 1))
def test_a_shortened_brief_hangs_together(level: int) -> None:
    """Whatever a statement, voice or entry points to is still there, under the number that it had."""
    whole = many(40)
    short = shortened(whole, level)
    ids = {s.id for s in short.statements} | {m.id for m in short.military}
    voices = {v.entity for v in short.voices}
    assert {s for v in short.voices for s in v.statements} <= ids
    assert {s.entity for s in short.statements if s.entity} <= voices
    assert {e.item for e in short.chronology if e.item} <= ids
    assert set(short.statements) <= set(whole.statements)
    assert len(short.statements) <= len(shortened(whole, max(level - 1, 0)).statements)


@pytest.mark.parametrize(
    "piece",
    [
        "<svg></svg>", "<script>x</script>", '<img src="http://example.org/x.png">', '<link href="x">',
        "<style>p { background: url(https://example.org/x.png) }</style>", '<img src="x.png">',
        '<p onclick="x">', '<p style="position: fixed">', "<style>@import 'x.css';</style>", "<form></form>",
        '<img src="data:image/png;base64,AAAA">',
    ],
)  # fmt: skip
def test_what_clients_drop_is_refused(brief: Brief, tmp_path: Path, piece: str) -> None:
    """A theme with such a thing in its mail is told so, and nothing is sent."""
    theme = tmp_path / "themes" / "mine"
    theme.mkdir(parents=True)
    (theme / "email.html.j2").write_text(f"<html><body><p>x</p>{piece}</body></html>", encoding="utf-8")
    with pytest.raises(TemplateError, match="mail clients drop or must not fetch"):
        mail.mail_html(brief, find_theme("mine", tmp_path / "themes"))


@pytest.mark.parametrize("theme", ["newsletter", "intelligence", "executive", "wire"])
def test_every_theme_can_be_sent(brief: Brief, theme: str) -> None:
    """A theme without templates for mail takes the newsletter's; no link leads to nowhere."""
    page = mail.mail_html(brief, find_theme(theme))
    assert b"Sergey Lavrov" in page
    assert b'href="#' not in page
    assert b"Sergey Lavrov" in mail.mail_text(brief, find_theme(theme))


def test_a_theme_of_ones_own_extends_ours(brief: Brief, tmp_path: Path) -> None:
    """One block replaced, the rest as it was; rendered in a process of its own."""
    theme = tmp_path / "themes" / "mine"
    theme.mkdir(parents=True)
    (theme / "email.html.j2").write_text(
        '{% extends "builtin:newsletter/email.html.j2" %}{% block head %}OURS{% endblock %}',
        encoding="utf-8",
    )
    ours = replace(chosen(tmp_path, theme="mine"), templates=tmp_path / "themes")
    (one,) = built(brief, ours, "a@example.org")
    page = body(read(one.message), "html")
    assert "OURS" in page
    assert "Sergey Lavrov" in page
    assert "background-color:#eef1f4" in page


def test_common_clients_know_what_it_uses(brief: Brief) -> None:
    """By the tables of caniemail.com: what a client lacks is among what the mail can do without."""
    folder = ROOT / "build" / "npm"
    if not (shutil.which("node") and (folder / "node_modules" / "caniemail").is_dir()):
        pytest.skip("needs npm: make setup-test installs caniemail with it")
    checked = subprocess.run(
        ["node", ROOT / "tests" / "caniemail.mjs", folder, *CLIENTS],
        input=mail.mail_html(brief, find_theme("newsletter")), capture_output=True, check=True,
    )  # fmt: skip
    lacking = json.loads(checked.stdout)
    assert {name: clients for name, clients in lacking.items() if name not in DONE_WITHOUT} == {}


# --- who gets what -------------------------------------------------------------------------------


@pytest.fixture
def mixed() -> Brief:
    """The first article is TLP:GREEN, the second TLP:AMBER."""
    marks = (("Suara Pembaruan", "TLP:GREEN"), ("Republika", "TLP:AMBER"))
    return samples.brief(
        samples.first(), samples.second(), marking="", source_marking=marks, problems=(), prepared_for=None
    )


def test_nothing_above_a_groups_ceiling_reaches_it(mixed: Brief, tmp_path: Path) -> None:
    """A TLP:AMBER item is in no part of a TLP:GREEN group's message; its absence gives nothing away."""
    groups = {
        "green": Group(to=("green@example.org",), max_marking="TLP:GREEN"),
        "amber": Group(to=("amber@example.org", "green@example.org"), max_marking="TLP:AMBER", language="id"),
    }
    ours = chosen(tmp_path, groups=groups, attach=("txt", "html", "json"))
    green, amber = built(mixed, ours, groups=("green", "amber"))
    said = {}
    for name, one in (("green", green), ("amber", amber)):
        message = read(one.message)
        parts = [p for p in message.walk() if p.get_content_maintype() in ("text", "application")]
        said[name] = message.as_string() + "".join(
            (p.get_payload(decode=True) or b"").decode()
            for p in parts  # type: ignore[union-attr]
        )
    assert str(green.letter.recipient) == "green@example.org"
    for words in ("Tillerson", "Republika", "TLP:AMBER", "Kursk"):
        assert words not in said["green"]
        assert words in said["amber"]
    assert "Material above the marking of this version is not part of it." in said["green"]
    assert green.letter.subject.startswith("TLP:GREEN ")
    assert amber.letter.subject.startswith("TLP:AMBER ")
    assert "1 Februari 2018" in amber.letter.subject


def test_what_is_withheld_leaves_no_trace(tmp_path: Path) -> None:
    """Whatever article was withheld, a group gets the same bytes: subject, preheader, counts, pictures, the
    PDF, the record, the files' names. The Message-ID alone tells two briefs apart."""
    files = ("samples/dua.txt", "samples/tiga.txt")
    marks = (("samples/satu.txt", "TLP:GREEN"), *((name, "TLP:AMBER") for name in files))
    green = Group(to=("green@example.org",), max_marking="TLP:GREEN")
    ours = chosen(tmp_path, groups={"green": green}, attach=("pdf", "html", "json", "txt", "md"))
    sent = []
    for closed in ((samples.second(),), (samples.third(),), (samples.second(), samples.third())):
        made = samples.brief(
            samples.first(), *closed, marking="", source_marking=marks, problems=(), prepared_for=None
        )
        assert made.marking == "TLP:AMBER"
        (one,) = built(made, ours, groups=("green",))
        sent.append(re.sub(rb"(?m)^Message-ID: .*\r\n", b"", one.message))
    assert sent[0] == sent[1] == sent[2]
    assert "Material above the marking of this version is not part of it." in body(read(sent[0]), "html")


def test_a_brief_above_a_groups_ceiling_is_not_sent(brief: Brief, tmp_path: Path) -> None:
    """The maker's own marking holds for the whole, and can't be cut away."""
    ours = chosen(tmp_path, groups={"green": Group(to=("a@example.org",), max_marking="TLP:GREEN")})
    with pytest.raises(MarkingError, match="TLP:GREEN"):
        built(brief, ours, groups=("green",))
    with pytest.raises(MarkingError):
        built(brief, chosen(tmp_path, max_marking="TLP:CLEAR"), "a@example.org")


def test_a_language_and_a_theme_for_each_group(brief: Brief, tmp_path: Path) -> None:
    """Each group's own, else those of all."""
    groups = {
        "a": Group(to=("a@example.org",), theme="wire"),
        "b": Group(to=("b@example.org",), language="id"),
    }
    wire, own = built(brief, chosen(tmp_path, groups=groups), groups=("a", "b"))
    pages = [body(read(one.message), "html") for one in (wire, own)]
    assert ["Newsletter 2018-007" in page or "Buletin 2018-007" in page for page in pages] == [False, True]
    assert ['lang="id" dir' in page for page in pages] == [False, True]
    assert "Bottom line" in pages[0]
    assert "Intisari" in pages[1]


def test_each_mailbox_once(tmp_path: Path) -> None:
    """Named alone and in a group, in capitals and not: one message, the version of the first naming."""
    ours = chosen(tmp_path, groups={"a": Group(to=("Desk@example.org", "b@example.org"), language="id")})
    people = sending.people(ours, to=("desk@EXAMPLE.org",), groups=("a",))
    assert [str(p.address) for p in people] == ["desk@example.org", "b@example.org"]
    assert [p.kind.language for p in people] == ["", "id"]


def test_nobody_or_nowhere(brief: Brief, tmp_path: Path) -> None:
    """Who is not named, what is not set, which group there is not."""
    with pytest.raises(UsageError, match="nobody is named"):
        sending.people(chosen(tmp_path))
    with pytest.raises(UsageError, match=r"no group 'mornin'.*'morning'"):
        sending.people(chosen(tmp_path), groups=("mornin",))
    with pytest.raises(SettingError, match=r"email\.sender is not set"):
        built(brief, chosen(tmp_path, sender=""), "a@example.org")
    people = sending.people(chosen(tmp_path), to=("a@example.org",))
    with pytest.raises(SettingError, match=r"email\.host is not set"):
        sending.send(brief, people, settings=chosen(tmp_path, host=""), environment={})
    with pytest.raises(SettingError, match="no password for 'duty'"):
        sending.send(brief, people, settings=chosen(tmp_path, username="duty"), environment={})


# --- sending -------------------------------------------------------------------------------------


def test_a_second_run_sends_to_those_without(small: Brief, tmp_path: Path, server: Relay) -> None:
    """Whoever has it is left alone; who was added since gets it; with `again`, everybody."""
    ours = chosen(tmp_path, server.port)

    def go(*to: str, again: bool = False) -> list[int]:
        people = sending.people(ours, to=to, groups=("morning",))
        sent = sending.send(small, people, settings=ours, environment={}, again=again)
        return [len(sent.rows), len(sent.before)]

    assert go() == [2, 0]
    assert go("late@example.org") == [1, 2]
    assert go("late@example.org") == [0, 3]
    assert server.copies("chief@example.org") == server.copies("late@example.org") == 1
    assert go(again=True) == [2, 0]
    assert server.copies("chief@example.org") == 2
    ids = [read(r.message)["Message-ID"] for r in server.received if r.recipients == ["chief@example.org"]]
    assert len(set(ids)) == 2


def test_another_brief_is_another(small: Brief, tmp_path: Path, server: Relay) -> None:
    """The same record is the same brief; one made anew with other words is not."""
    ours = chosen(tmp_path, server.port)
    people = sending.people(ours, to=("a@example.org",))
    for one in (small, codec.read_brief(codec.brief_json(small)), replace(small, number="2018-008")):
        sending.send(one, people, settings=ours, environment={})
    assert server.copies("a@example.org") == 2


def test_a_test_counts_for_nothing(small: Brief, tmp_path: Path, server: Relay) -> None:
    """The sender gets a group's version, as often as asked, and the group still gets its own."""
    ours = chosen(tmp_path, server.port)
    for _ in range(2):
        me = sending.people(ours, groups=("morning",), to_me=True)
        sending.send(small, me, settings=ours, environment={}, test=True)
    sent = sending.send(small, sending.people(ours, to=("duty@example.org",)), settings=ours, environment={})
    assert len(sent.rows) == 1
    assert server.copies("duty@example.org") == 3
    assert server.copies("chief@example.org") == 0


def test_the_lines_of_its_settings(small: Brief, tmp_path: Path) -> None:
    """TLS with a login, the password from the environment or a file, as briefing.toml has it."""
    certificate = make_certificate(tmp_path / "server.pem")
    secret = tmp_path / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    secret.chmod(0o600)
    for fields, environment in (
        ({}, {"BRIEFING_EMAIL_PASSWORD": PASSWORD}),
        ({"password_file": secret}, {}),
    ):
        with relay(certificate, login=True) as server:
            ours = chosen(
                tmp_path, server.port, security="starttls", username=USER, ca_file=certificate, **fields
            )
            people = sending.people(ours, to=(f"a{len(fields)}@example.org",))
            sending.send(small, people, settings=ours, environment=environment)
        assert [(r.secured, r.logged_in) for r in server.received] == [(True, True)]


# --- the commands --------------------------------------------------------------------------------


@pytest.fixture
def here(small: Brief, server: Relay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a record and settings that fit the server."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "brief.json").write_bytes(codec.brief_json(small))
    (tmp_path / "briefing.toml").write_text(
        f'[email]\nhost = "localhost"\nport = {server.port}\nsecurity = "none"\nattach = []\npatience = 0\n'
        'sender = "Duty desk <duty@example.org>"\n\n[email.groups.morning]\n'
        'to = ["Chief <chief@example.org>", "desk@example.org", "else@example.org"]\n',
        encoding="utf-8",
    )
    return tmp_path


def test_send_says_what_became_of_it(here: Path, server: Relay, capfd: Said) -> None:
    """5xx for one of three: a row for each, the server's words, status 1; then nothing more to do."""
    server.on_recipient = lambda a: "550 5.1.1 unknown" if a.startswith("desk") else None
    assert run(["send", "brief.json", "--group", "morning"]) == 1
    rows = capfd.readouterr().out.splitlines()
    assert ["delivered" in rows[0], "refused" in rows[1], "delivered" in rows[2]] == [True] * 3
    assert "550 5.1.1 unknown" in rows[1]
    assert run(["send", "brief.json", "--group", "morning"]) == 1
    assert "desk@example.org: refused before; --again sends it again" in capfd.readouterr().out
    server.on_recipient = lambda _: None
    assert run(["outbox", "retry", "2"]) == 0
    assert run(["send", "brief.json", "--group", "morning"]) == 0
    assert [server.copies(f"{n}@example.org") for n in ("chief", "desk", "else")] == [1, 1, 1]


def test_an_empty_outbox_says_so(here: Path, capfd: Said) -> None:
    """Nothing shown would look like a fault; `retry`, which cron runs, is silent with nothing to do."""
    assert run(["outbox", "retry"]) == 0
    assert run(["outbox", "list"]) == 0
    assert capfd.readouterr().out == "nothing was sent yet, and nothing waits\n"


def test_what_waits_is_in_the_outbox(here: Path, server: Relay, capfd: Said) -> None:
    """4xx: status 1, a row with the next try; `retry` leaves it till it is due, with its number not."""
    server.on_message = lambda _: "451 busy"
    assert run(["send", "brief.json", "--to", "a@example.org", "--to", "b@example.org"]) == 1
    assert run(["outbox", "list"]) == 0
    out = capfd.readouterr().out
    assert "waiting" in out
    assert "451 busy" in out
    assert "next try" in out
    server.on_message = lambda _: None
    assert run(["outbox", "retry"]) == 0
    assert server.received == []
    assert run(["outbox", "retry", "1"]) == 0
    assert run(["outbox", "drop", "2"]) == 0
    assert [r.recipients for r in server.received] == [["a@example.org"]]
    capfd.readouterr()
    assert run(["outbox", "list"]) == 0
    assert [line.split()[1] for line in capfd.readouterr().out.splitlines()] == ["delivered", "dropped"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["outbox", "drop"], "nothing is named"),
        (["outbox", "retry", "7"], "the outbox has no 7"),
        (["outbox", "lsit"], "no action 'lsit'"),
        (["send", "brief.json"], "nobody is named"),
        (["send", "brief.json", "--to", "a@b@c"], "no good name before the @"),
        (["schedule", ".", "--at", "25:00"], "no time of day"),
        (["schedule", "artciles"], "artciles: no such file or folder. Make it first, or name another"),
        (["schedule", "-"], "-: no such file or folder"),
    ],
)
def test_wrong_usage(here: Path, capfd: Said, arguments: list[str], told: str) -> None:
    """Status 2, and a line that says what."""
    assert run(arguments) == 2
    assert told in capfd.readouterr().err


def test_dry_run(here: Path, server: Relay, capfd: Said) -> None:
    """Exactly what would be sent, in a file; recipients, subject, sizes, parts on the screen; no row."""
    assert run(["send", "brief.json", "--group", "morning", "--dry-run", "out.eml"]) == 0
    out = capfd.readouterr().out
    assert "Chief <chief@example.org>: TLP:AMBER+STRICT Semenanjung Korea, 1 February 2018" in out
    assert "  text/html  (" in out
    assert "Written, not sent: out.eml" in out
    assert read((here / "out.eml").read_bytes())["To"] == "Chief <chief@example.org>"
    assert server.connections == 0
    assert not (here / "reports").exists()
    assert run(["send", "brief.json", "--group", "morning"]) == 0
    first = next(r for r in server.received if r.recipients == ["chief@example.org"])
    undated = [re.sub(rb"Date: .*\r\n", b"", m) for m in (first.message, (here / "out.eml").read_bytes())]
    assert undated[0] == undated[1]


def test_to_me(here: Path, server: Relay) -> None:
    """A test goes to the sender and to nobody else."""
    assert run(["send", "brief.json", "--group", "morning", "--to-me"]) == 0
    assert [r.recipients for r in server.received] == [["duty@example.org"]]


def test_make_and_send_in_one_go(here: Path, server: Relay, seeds: Path) -> None:
    """The brief is made, then sent to the group."""
    seed = str(seeds / "002_1d1aa39e3ef4d986.txt")
    assert run(["make", seed, "--date", "2026-11-20", "--format", "json", "--send", "morning"]) == 0
    assert [server.copies(f"{n}@example.org") for n in ("chief", "desk", "else")] == [1, 1, 1]
    assert (here / "reports/2026-11-20/briefing.json").exists()


def test_make_looks_at_the_group_first(here: Path, capfd: Said) -> None:
    """A group that there is not ends the command before the work begins."""
    assert run(["make", "brief.json", "--send", "mornin"]) == 2
    assert "no group 'mornin'" in capfd.readouterr().err
    assert not (here / "reports").exists()


def test_doctor_tries_the_server(here: Path, server: Relay, capfd: Said) -> None:
    """Each part in a line, nothing sent; a server that is not there is told with status 1."""
    assert run(["doctor", "--email"]) == 0
    out = capfd.readouterr().out
    assert re.search(r"^ok +server +localhost:\d+ answers$", out, re.MULTILINE)
    assert re.search(r"^ok +group morning +3 addresses", out, re.MULTILINE)
    assert server.received == []
    toml = here / "briefing.toml"
    as_it_is = toml.read_text(encoding="utf-8")
    toml.write_text(as_it_is.replace('"none"', '"starttls"'), encoding="utf-8")
    assert run(["doctor", "--email"]) == 1
    assert "offers no STARTTLS" in capfd.readouterr().out
    toml.write_text(as_it_is.replace(str(server.port), "1"), encoding="utf-8")
    assert run(["doctor", "--email"]) == 1
    assert "missing  server               localhost:1: can't be reached" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("days", "password", "told", "remedy"),
    [
        (2, PASSWORD, "", ""),
        (2, "guess", "refuses the login of 'duty': 535", "BRIEFING_EMAIL_PASSWORD"),
        (-1, PASSWORD, "certificate has expired", "ca_file"),
    ],
)
def test_doctor_tells_what_to_mend(tmp_path: Path, days: int, password: str, told: str, remedy: str) -> None:
    """A wrong password, a certificate out of date: what, and what to do; the password is not shown."""
    certificate = make_certificate(tmp_path / "server.pem", days=days)
    with relay(certificate, login=True) as server:
        ours = chosen(tmp_path, server.port, security="starttls", username=USER, ca_file=certificate)
        looked = probe(ours.email, {"BRIEFING_EMAIL_PASSWORD": password})
    wrong = [one for one in looked if not one.ok]
    assert [told in one.detail and remedy in one.remedy for one in wrong] == [True] * bool(told)
    assert password not in str(looked)
    assert server.received == []


def test_doctor_says_what_to_look_at_where_nobody_answers(tmp_path: Path) -> None:
    """Somebody who sets it up has a wrong name or port more often than a server that is down."""
    looked = probe(chosen(tmp_path, free_port()).email, {})
    assert [(one.name, one.remedy) for one in looked if not one.ok] == [
        ("server", "see that host and port are right, and that it runs")
    ]


def test_schedule(here: Path, capfd: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cron line and units for every group of the settings."""
    monkeypatch.setattr(sys, "argv", ["/usr/bin/briefing", "schedule"])
    (here / "my articles").mkdir()
    assert run(["schedule", "my articles", "--at", "5:30", "--weekdays"]) == 0
    out = capfd.readouterr().out
    assert re.search(r"^30 5 \* \* 1-5 cd \S+ && \S+ make 'my articles' --send morning$", out, re.MULTILINE)
    assert re.search(r'^ExecStart=\S+ make "my articles" --send morning$', out, re.MULTILINE)
    assert "OnCalendar=Mon..Fri *-*-* 05:30:00" in out


def test_a_schedule_runs_what_was_run(here: Path, capfd: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m briefing` shows itself as a file of the package, which cron can't run."""
    monkeypatch.setattr(sys, "argv", ["/somewhere/briefing/__main__.py", "schedule"])
    (here / "articles").mkdir()
    assert run(["schedule", "articles"]) == 0
    program = f"{shlex.quote(sys.executable)} -m briefing"
    assert f"&& {program} make articles --send morning" in capfd.readouterr().out


def test_a_schedule_quotes_what_must_be() -> None:
    """Per cent signs end a cron line and begin a specifier of systemd; dollars are variables there."""
    run_ = Run(
        program=("/opt/b c/briefing",), folder=Path("/srv/100%"), inputs=("a$b", 'q"x'), groups=("m",),
        settings=Path("/etc/b.toml"), at="06:00",
    )  # fmt: skip
    text = printed(run_)
    assert r"""cd /srv/100\% && '/opt/b c/briefing' make 'a$b' 'q"x' --send m""" in text
    assert 'ExecStart="/opt/b c/briefing" make a$$b "q\\"x" --send m --settings /etc/b.toml' in text
    assert "WorkingDirectory=/srv/100%%" in text


@pytest.mark.parametrize("field", ["inputs", "groups"])
def test_a_schedule_is_what_it_says(field: str) -> None:
    """A line break in a name would begin a line of cron's own."""
    known = {"inputs": ("x",), "groups": ()} | {field: ("x\n* * * * * other",)}
    with pytest.raises(UsageError, match="can't stand in a schedule"):
        printed(Run(program=("/bin/b",), folder=Path("/srv"), settings=None, at="06:00", **known))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_reads_the_units(tmp_path: Path) -> None:
    """systemd itself finds nothing wrong in them."""
    text = printed(
        Run(program=("/bin/true",), folder=tmp_path, inputs=("x",), groups=(), settings=None, at="6:00")
    )
    units = re.findall(r"^# \S+/(briefing\S*\.(?:service|timer))\n((?:(?!# ~|# systemctl).*\n)+)", text, re.M)
    assert len(units) == 4
    for name, unit in units:
        (tmp_path / name).write_text(unit, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name, _ in units)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).returncode == 0


def test_the_password_is_no_setting(here: Path, capfd: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read where it is used, and shown nowhere."""
    monkeypatch.setenv("BRIEFING_EMAIL_PASSWORD", "hush hush")
    assert run(["settings"]) == 0
    assert "hush" not in capfd.readouterr().out
    assert "BRIEFING_EMAIL_PASSWORD" in settings.SECRETS


def test_a_record_that_fails_is_not_sent(here: Path, server: Relay, capfd: Said) -> None:
    """What is not borne out by its sources goes to nobody."""
    brief = workflow.open_record(here / "brief.json")
    first = brief.statements[0]
    false = replace(first, text=replace(first.text, value="Something else"))
    bad = codec.brief_json(replace(brief, statements=(false, *brief.statements[1:])))
    (here / "bad.json").write_bytes(bad)
    assert run(["send", "bad.json", "--to", "a@example.org"]) == 1
    assert "not verified" in capfd.readouterr().err
    assert server.connections == 0
