"""Documents: Word, OpenDocument and PDF give their text, without what pages and programs add to it."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import docx
import pikepdf
import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentText
from odf.text import H, LineBreak, P, S, Span

from briefing import workflow
from briefing.model import Article, Outcome, Problem
from briefing.settings import Settings
from briefing.sources import Piece, apart, read_piece

TITLE = "Kapal Perang Dikirim ke Natuna Utara Pekan Depan"
PARAGRAPHS = [
    "Jakarta - Menteri Pertahanan mengatakan bahwa kapal-kapal perang akan dikirim ke Laut Natuna Utara pada "
    "pekan depan untuk mempertahankan kedaulatan wilayah nasional.",
    "Kementerian Luar Negeri menyampaikan ketidaksetujuannya atas pernyataan pemerintah negara tetangga "
    "mengenai perbatasan kedua negara itu, kata juru bicaranya kepada para wartawan di Jakarta.",
    "Menurut Kolonel Wirawan, latihan-latihan bersama akan diselenggarakan di sekitar pulau-pulau terluar "
    "sesudah bulan Ramadan, dengan mengikutsertakan satuan-satuan dari ketiga angkatan.",
]


def taken(name: str, data: bytes) -> tuple[list[Article], list[Problem]]:
    parts = list(apart(Piece(where=name, data=data, name=name)))
    articles = [read_piece(part).article for part in parts if isinstance(part, Piece)]
    return articles, [part for part in parts if isinstance(part, Problem)]


def in_word() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Template kosong"
    document.core_properties.author = "panitia"
    document.add_heading(TITLE, 0)
    for paragraph in PARAGRAPHS:
        document.add_paragraph(paragraph)
    row = document.add_table(1, 2).rows[0]
    row.cells[0].text, row.cells[1].text = "Fregat", "dua kapal"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def in_open_document() -> bytes:
    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text=TITLE))
    for paragraph in PARAGRAPHS:
        first, rest = paragraph.split(" ", 1)
        element = P()
        element.addElement(Span(text=first))
        element.addElement(S())
        element.addText(rest)
        document.text.addElement(element)
    last = P(text="Fregat |")
    last.addElement(LineBreak())
    last.addText("dua kapal")
    document.text.addElement(last)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def in_pdf(columns: int = 1, times: int = 1, foot: str = "counter(page)") -> bytes:
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS * times)
    style = (
        f"@page {{ size: A4; margin: 2cm; @top-center {{ content: 'Harian Kabar Pagi, 3 Mei 2023' }}"
        f" @bottom-center {{ content: {foot} }} }}"
        f" div {{ columns: {columns}; column-gap: 1cm; hyphens: auto; text-align: justify; font-size: 11pt }}"
    )
    page = f"<html lang=id><style>{style}</style><h1>{TITLE}</h1><div>{body}</div></html>"
    return bytes(weasyprint.HTML(string=page).write_pdf())


@pytest.mark.parametrize(("name", "data"), [("a.docx", in_word()), ("a.odt", in_open_document())])
def test_text_documents(name: str, data: bytes) -> None:
    """The title is the heading, not what the properties say; rows of tables are lines; names don't count."""
    for given_name in (name, "a.txt"):
        ((article,), problems) = taken(given_name, data)
        assert not problems
        assert article.title == TITLE
        assert article.authors == ()
        assert all(paragraph in article.text for paragraph in PARAGRAPHS)
        assert "Fregat | dua kapal" in " ".join(article.text.split())


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_pdf_in_columns(columns: int) -> None:
    """Paragraphs come whole and in order, with words joined that were parted, and doubled words left."""
    ((article,), problems) = taken("a.pdf", in_pdf(columns, times=8))
    assert not problems
    assert article.title == TITLE
    assert article.text.split() == f"{TITLE} {' '.join(PARAGRAPHS * 8)}".split()
    assert (
        23 <= len(article.text.split("\n\n")[1:]) <= 24
    )  # where a column ends, a paragraph's end may not show


def test_page_numbers_in_words_and_the_address_that_a_browser_prints() -> None:
    foot = "'https://kabar.example/natuna  ' counter(page) '/' counter(pages)"
    ((article,), _) = taken("a.pdf", in_pdf(2, times=12, foot=foot))
    assert article.url == "https://kabar.example/natuna"
    assert "kabar.example" not in article.text
    ((article,), _) = taken("a.pdf", in_pdf(times=1, foot="'Halaman ' counter(page) ' dari 7'"))
    assert "Halaman" not in article.text


def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(in_pdf())) as book:
        book.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def drawn() -> bytes:
    style = "<style>div { width: 3cm; height: 3cm; background: teal }</style><div></div>"
    return bytes(weasyprint.HTML(string=style).write_pdf())


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """A document with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            how = zipfile.ZIP_STORED if entry == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(entry, part if entry == name else old.read(entry), how)
    return out.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
BAD = {
    "cut.docx": (in_word()[:-300], "is a ZIP archive, and damaged or cut off"),
    "cut.odt": (in_open_document()[:-300], "is an OpenDocument text, and damaged or cut off"),
    "entities.docx": (with_part(in_word(), "word/document.xml", BOMB), "declares entities of its own"),
    "entities.odt": (with_part(in_open_document(), "content.xml", BOMB), "declares entities of its own"),
    "bomb.docx": (with_part(in_word(), "word/document.xml", b" " * 51_000_000), "is packed as bombs are"),
    "broken.docx": (
        with_part(in_word(), "word/document.xml", b"<w:document>"),
        "is a Word document, and damaged",
    ),
    "broken.odt": (
        with_part(in_open_document(), "content.xml", b"<a>"),
        "is an OpenDocument text, and damaged",
    ),
    "locked.pdf": (locked(), "is locked with a password"),
    "drawn.pdf": (drawn(), "is a PDF document without text"),
    "cut.pdf": (in_pdf()[:1500], "is a PDF document"),
    "named.html": (b"%PDF-1.7\nno such thing", "is a PDF document, and damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_document_that_can_not_be_read_is_told_in_a_line(name: str) -> None:
    data, says = BAD[name]
    articles, problems = taken(name, data)
    assert not articles
    (problem,) = problems
    assert says in problem.message
    assert "\n" not in problem.message


@pytest.mark.parametrize(
    ("name", "data", "library", "extra"),
    [
        ("a.docx", in_word(), "docx", "documents"),
        ("a.pdf", in_pdf(), "pdfplumber", "documents"),
        ("a.parquet", b"PAR1", "pyarrow", "tables"),
        ("a.warc", b"WARC/1.0\r\n", "warcio.archiveiterator", "webarchives"),
    ],
)
def test_without_its_library_a_file_is_told_with_the_remedy(
    name: str, data: bytes, library: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_bytes(data)
    monkeypatch.setitem(sys.modules, library, None)
    found = workflow.sorted_out([tmp_path / name])
    assert [i.outcome for i in found.inputs] == [Outcome.FAILED]
    assert found.problems[0].hint == f"pip install 'briefing[{extra}]'"


def test_documents_are_read_within_the_bounds_of_an_article(tmp_path: Path) -> None:
    """In the processes that read articles too, where memory is short."""
    for name, data in (("a.docx", in_word()), ("b.pdf", in_pdf(2)), ("c.odt", in_open_document())):
        (tmp_path / name).write_bytes(data)
    found = workflow.sorted_out([tmp_path])
    assert len(found.kept) == 3 or {i.outcome for i in found.inputs} == {Outcome.READ, Outcome.DUPLICATE}
    assert not found.problems


def test_a_brief_of_documents_holds_when_they_are_read_anew(tmp_path: Path) -> None:
    """The record cites the text that was taken out of a document, and it is taken out the same again."""
    (tmp_path / "a.docx").write_bytes(in_word())
    (tmp_path / "b.txt").write_text(
        "Kapal lain tiba di Ambon, kata Laksamana Budi Santoso.", encoding="utf-8"
    )
    brief = workflow.make([tmp_path], settings=Settings(format=("json",), out=tmp_path / "o")).brief
    assert [Path(s.article.source).name for s in brief.sources] == ["a.docx", "b.txt"]
    assert not workflow.reread(brief, Settings())


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 6000), st.binary(min_size=1, max_size=6), st.sampled_from([in_word(), in_pdf()]))
def test_a_sound_document_with_some_bytes_changed(at: int, changed: bytes, data: bytes) -> None:
    for broken in (data[:at] + changed + data[at + len(changed) :], data[:at]):
        for part in apart(Piece(where="a", data=broken)):
            assert isinstance(part, Piece | Problem)
