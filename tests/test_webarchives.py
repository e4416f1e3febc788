"""Web archives: the pages that a server answered with, each with its address and encoding."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from briefing.model import Problem
from briefing.sources import Form, Piece, apart, read_piece

PAGE = (
    "<html><head><title>Rusia Menolak Usul</title></head><body><h1>Rusia Menolak Usul Gencatan</h1>"
    + "<p>Jakarta - “Rusia menolak usul itu”, kata Menteri Luar Negeri Sergey Lavrov di Moskwa.</p>" * 3
    + "</body></html>"
)
ANSWERS = (
    ("https://kabar.example/a", "200 OK", "text/html; charset=windows-1252", PAGE.encode("cp1252")),
    ("https://kabar.example/logo", "200 OK", "image/png", b"\x89PNG"),
    ("https://kabar.example/gone", "404 Not Found", "text/html", PAGE.encode()),
    ("https://kabar.example/b.txt", "200 OK", "text/plain", b"Jakarta - Rusia menolak usul lain."),
    ("https://kabar.example/huge", "200 OK", "text/html", b"<p>" + b"a" * 6_000_000),
)


def kept(*, packed: bool) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for address, status, kind, body in ANSWERS:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        answer = writer.create_warc_record(
            address, "response", payload=io.BytesIO(body), http_headers=headers
        )
        writer.write_record(answer)
        answer.raw_stream.close()
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "mislabelled.txt"])
def test_pages_of_a_crawl(name: str) -> None:
    """Pages and texts that were there; what is too large is told, pictures and errors are passed over."""
    parts = list(apart(Piece(where=name, data=kept(packed=name != "a.warc"), name=name)))
    page, text, huge = parts
    assert isinstance(page, Piece)
    assert (page.where, page.form, page.encoding) == ("https://kabar.example/a", Form.PAGE, "windows-1252")
    article = read_piece(page).article
    assert article.url == "https://kabar.example/a"
    assert "“Rusia menolak usul itu”" in article.text
    assert isinstance(text, Piece)
    assert text.where == "https://kabar.example/b.txt"
    assert isinstance(huge, Problem)
    assert huge.where == "https://kabar.example/huge"


def test_one_that_is_cut_off(tmp_path: Path) -> None:
    """What stood before the cut is read; the cut is told in a line."""
    data = kept(packed=True)
    for length in (40, len(data) // 8, len(data) - 10):
        parts = list(apart(Piece(where="a.warc.gz", data=data[:length], name="a.warc.gz")))
        assert all("\n" not in part.message for part in parts if isinstance(part, Problem))
    assert [part.where for part in parts][:2] == ["https://kabar.example/a", "https://kabar.example/b.txt"]
