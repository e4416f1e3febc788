"""Mail as input: messages, mailboxes, newsletters, what is forwarded, and what is attached."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import workflow
from briefing.model import Article, Problem
from briefing.sources import Piece, apart, read_piece
from briefing.sources.mail import _is_forwarding, words_of_mail

TITLE = "Kapal Perang Dikirim ke Natuna"
SENTENCES = (
    "Jakarta - Menteri Pertahanan mengatakan bahwa dua kapal perang akan dikirim ke Laut Natuna pekan depan.",
    "“Kami siap mempertahankan kedaulatan”, kata Kolonel Wirawan kepada para wartawan di pangkalan Ranai.",
    "Pemerintah negara tetangga belum menanggapi rencana itu, demikian juru bicara kementerian di ibu kota.",
)
BODY = "\n\n".join(SENTENCES)
DAY = "Mon, 06 Nov 2023 08:15:00 +0700"


def message(text: str = BODY, html: str = "", **heads: str) -> EmailMessage:
    made = EmailMessage()
    defaults = {
        "From": "Antara <redaksi@antaranews.com>",
        "To": "meja@kantor.example",
        "Date": DAY,
        "Subject": TITLE,
    }
    for name, value in (defaults | {k.replace("_", "-"): v for k, v in heads.items()}).items():
        made[name] = value
    if text:
        made.set_content(text)
    if html and text:
        made.add_alternative(html, subtype="html")
    elif html:
        made.set_content(html, subtype="html")
    return made


def taken(data: bytes, name: str = "a.eml") -> tuple[list[Article], list[Problem]]:
    parts = list(apart(Piece(where=name, data=data, name=name)))
    articles = [read_piece(part).article for part in parts if isinstance(part, Piece)]
    return articles, [part for part in parts if isinstance(part, Problem)]


def only(made: EmailMessage, name: str = "a.eml") -> Article:
    (article,), problems = taken(made.as_bytes(), name)
    assert not problems
    return article


PAGE = f"<html><body><h1>{TITLE}</h1>" + "".join(f"<p>{s}</p>" for s in SENTENCES) + "</body></html>"


@pytest.mark.parametrize(
    "made",
    [
        message(),
        message(text="", html=PAGE),
        message(text="Lihat versi HTML.", html=PAGE),
        message(Subject="=?utf-8?q?Kapal_Perang_Dikirim_ke_Natuna?="),
    ],
)
@pytest.mark.parametrize("name", ["a.eml", "saved.txt"])
def test_a_message_with_an_article(made: EmailMessage, name: str) -> None:
    """Subject, day and outlet are the head's; the text is the plain part, or HTML if that says more."""
    article = only(made, name)
    assert (article.title, article.outlet) == (TITLE, "ANTARA")
    assert article.published == "2023-11-06T08:15+07:00"
    assert all(sentence in article.text for sentence in SENTENCES)
    assert "meja@kantor" not in article.text


FORWARDS = {
    "gmail": "Tolong dibaca.\n\n---------- Forwarded message ---------\n"
    f"From: Antara <redaksi@antaranews.com>\nDate: {DAY}\nSubject: {TITLE}\n"
    f"To: <meja@kantor.example>\n\n\n{BODY}",
    "gmail in Indonesian": "---------- Pesan terusan ---------\nDari: Antara <redaksi@antaranews.com>\n"
    f"Tanggal: Sen, 6 Nov 2023 08.15\nPerihal: {TITLE}\nKepada: <meja@kantor.example>\n\n{BODY}",
    "outlook": "Untuk diketahui\n\n-----Original Message-----\nFrom: Antara <redaksi@antaranews.com>\n"
    f"Sent: Monday, 6 November 2023 08:15\nTo: Meja\nSubject: {TITLE}\n\n{BODY}",
    "apple": "Begin forwarded message:\n\n"
    f"> From: Antara <redaksi@antaranews.com>\n> Subject: {TITLE}\n> Date: 6 November 2023 08:15:00 GMT+7\n"
    "> To: meja@kantor.example\n> \n" + "".join(f"> {line}\n" for line in BODY.split("\n")),
    "without a line": f"Dari: Antara <redaksi@antaranews.com>\nDikirim: 6 November 2023 08:15\n"
    f"Kepada: Meja\nSubjek: {TITLE}\n\n{BODY}",
    "twice": f"---------- Forwarded message ---------\nFrom: Budi <budi@kantor.example>\nDate: {DAY}\n"
    f"Subject: Fwd: {TITLE}\nTo: Meja\n\n---------- Forwarded message ---------\n"
    f"From: Antara <redaksi@antaranews.com>\nDate: {DAY}\nSubject: {TITLE}\nTo: Budi\n\n{BODY}",
}


@pytest.mark.parametrize("how", FORWARDS)
def test_a_forwarded_article_has_its_own_head(how: str) -> None:
    """Neither the colleague's day nor his subject, nor the words that he put above it."""
    heads = {"From": "Sari <sari@kantor.example>", "Date": "Fri, 10 Nov 2023 17:00:00 +0700"}
    article = only(message(FORWARDS[how], Subject=f"Fwd: {TITLE} (penting)", **heads))
    assert (article.title, article.outlet) == (TITLE, "ANTARA")
    assert (article.published or "")[:10] == "2023-11-06"
    assert article.text.split("\n\n")[1:] == list(SENTENCES)


def test_passed_on_without_its_head_it_has_no_day() -> None:
    """The day on which somebody passed an article on is not the article's."""
    article = only(message(From="Sari <sari@kantor.example>", Subject=f"FW: {TITLE}"))
    assert (article.title, article.outlet, article.published) == (TITLE, None, None)


def newsletter(*, html: bool) -> EmailMessage:
    """Two articles under their headings, an advertisement and a foot."""
    titles = ("Kapal Perang Dikirim ke Natuna", "Latihan Bersama Digelar di Ambon")
    bodies = (SENTENCES, tuple(s.replace("Natuna", "Banda").replace("Ranai", "Ambon") for s in SENTENCES))
    heads = {
        "From": "Kabar Pagi <surat@kabar.example>",
        "Subject": "Kabar hari ini",
        "List_Id": "<kabar.example>",
    }
    if html:
        pieces = [
            f"<h2>{t}</h2>" + "".join(f"<p>{s}</p>" for s in b) for t, b in zip(titles, bodies, strict=True)
        ]
        return message(
            text="",
            html=f"<html><body>{''.join(pieces)}<h2>Promo</h2><p>Beli kopi.</p></body></html>",
            **heads,
        )
    pieces = [f"{'=' * 30}\n\n{t}\n\n" + "\n\n".join(b) + "\n\n" for t, b in zip(titles, bodies, strict=True)]
    return message(f"Selamat pagi\n\n{''.join(pieces)}{'=' * 30}\n\nBerhenti berlangganan", **heads)


@pytest.mark.parametrize("html", [True, False])
def test_a_newsletter_gives_its_articles(html: bool) -> None:
    articles, problems = taken(newsletter(html=html).as_bytes())
    assert not problems
    assert [a.title for a in articles] == [
        "Kapal Perang Dikirim ke Natuna",
        "Latihan Bersama Digelar di Ambon",
    ]
    assert [a.source for a in articles] == ["a.eml#1", "a.eml#2"]
    assert {(a.published or "")[:10] for a in articles} == {"2023-11-06"}
    assert {a.outlet for a in articles} == {"Kabar Pagi"}
    assert "Banda" not in articles[0].text
    assert "kopi" not in articles[1].text


def test_attachments_are_pieces() -> None:
    """Files and messages; a covering note is no article, and pictures are passed over."""
    made = message("Terlampir artikelnya.", Subject="artikel", From="Sari <sari@kantor.example>")
    made.add_attachment(
        f"{TITLE}\n\n{BODY}".encode(), maintype="text", subtype="plain", filename="../berita.txt"
    )
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    made.add_attachment(message(text=BODY.replace("Natuna", "Banda")))
    articles, problems = taken(made.as_bytes())
    assert not problems
    assert [a.source for a in articles] == ["a.eml#../berita.txt", "a.eml#message4"]
    assert articles[1].outlet == "ANTARA"


def test_a_mailbox(tmp_path: Path) -> None:
    """Every message, also one in whose text a line begins with "From", and through the bounded readers."""
    box = mailbox.mbox(tmp_path / "kotak.mbox")
    for n in range(30):
        box.add(message(f"{BODY}\n\nFrom sini kapal nomor {n} berlayar, kata {'Wirawan ' * n}."))
    box.close()
    found = workflow.sorted_out([tmp_path / "kotak.mbox"])
    assert not found.problems
    assert [i.where for i in found.inputs] == [f"{tmp_path / 'kotak.mbox'}#{n}" for n in range(1, 31)]
    assert found.kept[0].article.text.count("From sini kapal nomor") == 1


@pytest.mark.parametrize(
    "words", [*words_of_mail()["forwarded"]["lines"], words_of_mail()["forwarded"]["example"]]
)
def test_lines_above_what_is_forwarded(words: str) -> None:
    assert _is_forwarding(f"-------- {words.title()} --------")
    assert not _is_forwarding(words_of_mail()["forwarded"]["not"])


BROKEN: dict[str, Any] = {
    "empty": b"From: a@b.example\nDate: x\n\n",
    "no boundary": b"From: a@b.example\nDate: x\nContent-Type: multipart/mixed\n\nabc",
    "cut": newsletter(html=True).as_bytes()[:400],
    "charset": b"From: a@b.example\nDate: x\nContent-Type: text/plain; charset=no-such\n\n" + BODY.encode(),
    "head": b"From: \xff\xfe <<>>\nDate: \x00\nSubject: =?x?q?\xff?=\n\n" + BODY.encode(),
    "nested": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(500)
    ),
    "bomb": b"From: a@b.example\nDate: x\nContent-Type: text/html\n\n" + b"<div>" * 50_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_message_is_told_in_a_line_or_read(name: str) -> None:
    for part in apart(Piece(where="a.eml", data=BROKEN[name], name="a.eml")):
        assert isinstance(part, Piece) or "\n" not in part.message


@given(st.binary(max_size=300), st.integers(0, 900), st.sampled_from([True, False]))
def test_any_bytes_in_mail(data: bytes, at: int, html: bool) -> None:
    whole = newsletter(html=html).as_bytes()
    for broken in (
        whole[:at] + data + whole[at:],
        b"From a@b.example Mon Nov  6 08:15:00 2023\n" + whole[:at] + data,
    ):
        for part in apart(Piece(where="a", data=broken)):
            assert isinstance(part, Piece | Problem)
