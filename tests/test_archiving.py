"""The PDF for keeping, read back: what PDF/A-3 asks for, and the files within it."""

from __future__ import annotations

import hashlib
import io
import shutil
import struct
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from samples import brief

from briefing import codec
from briefing.cli import run
from briefing.render import render
from briefing.render.archiving import FORMAT
from briefing.settings import Given, Settings
from briefing.workflow import rendered

BRIEF = brief()
BUILT_IN = Settings()
DAY = "D:20180201"
FORBIDDEN = {
    "/JavaScript",
    "/Launch",
    "/Sound",
    "/Movie",
    "/ResetForm",
    "/ImportData",
    "/GoToR",
    "/SubmitForm",
}


def png(size: int = 8) -> bytes:
    """A small square picture, made here."""
    rows = b"".join(b"\x00" + b"\x7a\x1f\x1f" * size for _ in range(size))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """With a picture in it, which PDF/A restricts."""
    folder = tmp_path_factory.mktemp("logo")
    (folder / "logo.png").write_bytes(png())
    logo = {"logo": Given(value="logo.png", origin="briefing.toml", folder=folder)}
    return render(BRIEF, FORMAT, options=logo)


@pytest.fixture(scope="module")
def pdf(data: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield opened


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    return (thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream))


def test_both_standards_are_declared(pdf: pikepdf.Pdf) -> None:
    """PDF/A-3 at level A, and PDF/UA-1; the entry of the latter is described, as PDF/A asks."""
    with pdf.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
        assert meta["pdfuaid:part"] == "1"
    told = bytes(pdf.Root.Metadata.read_bytes()).decode()
    assert "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>" in told
    assert pdf.pdf_version == "1.7"
    assert len(pdf.trailer.ID) == 2


def test_it_is_tagged_and_has_a_language(pdf: pikepdf.Pdf) -> None:
    """Which level A is about."""
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en"
    kinds = {str(thing.S) for thing in dictionaries(pdf) if thing.get("/Type") == "/StructElem"}
    assert {"/Document", "/H1", "/H2", "/P", "/Table", "/Figure", "/Link"} <= kinds


def test_what_is_told_twice_is_told_alike(pdf: pikepdf.Pdf) -> None:
    """The old entries of a PDF and the metadata."""
    with pdf.open_metadata() as meta:
        alike = {
            "/Title": meta["dc:title"],
            "/Author": ", ".join(meta["dc:creator"]),
            "/Subject": meta["dc:description"],
            "/Keywords": meta["pdf:Keywords"],
            "/Creator": meta["xmp:CreatorTool"],
            "/Producer": meta["pdf:Producer"],
            "/CreationDate": f"D:{meta['xmp:CreateDate'].replace('-', '')}",
            "/ModDate": f"D:{meta['xmp:ModifyDate'].replace('-', '')}",
        }
    assert {key: str(value) for key, value in pdf.docinfo.items()} == alike


def test_colours_have_a_profile(pdf: pikepdf.Pdf) -> None:
    """sRGB, as an ICC profile for three colours; nothing is in colours that it does not cover."""
    (intent,) = pdf.Root.OutputIntents
    assert str(intent.S) == "/GTS_PDFA1"
    profile = bytes(intent.DestOutputProfile.read_bytes())
    assert int(intent.DestOutputProfile.N) == 3
    assert profile[16:20] == b"RGB "
    assert profile[36:40] == b"acsp"
    assert not any("/DeviceCMYK" in str(thing.get("/ColorSpace", "")) for thing in dictionaries(pdf))


def test_nothing_is_forbidden(pdf: pikepdf.Pdf) -> None:
    """No encryption, scripts, actions of its own or smoothed pictures; links are printed."""
    assert not pdf.is_encrypted
    assert not {"/AA", "/OpenAction", "/AcroForm", "/OCProperties", "/Requirements"} & set(pdf.Root.keys())
    things = list(dictionaries(pdf))
    assert not FORBIDDEN & {str(thing.get("/S", "")) for thing in things}
    assert {bool(thing.Interpolate) for thing in things if "/Interpolate" in thing} == {False}
    links = [a for page in pdf.pages for a in page.obj.get("/Annots", ())]
    assert links
    assert {int(a.F) for a in links} == {4}


def test_fonts_are_embedded_and_map_to_text(pdf: pikepdf.Pdf) -> None:
    fonts = [t for t in dictionaries(pdf) if t.get("/Type") == "/Font" and t.get("/Subtype") == "/Type0"]
    assert fonts
    for font in fonts:
        (inner,) = font.DescendantFonts
        assert "/ToUnicode" in font
        assert {"/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())
        assert inner.get("/CIDToGIDMap") == "/Identity" or "/FontFile3" in inner.FontDescriptor


def test_the_record_and_the_source_texts_are_in_it(pdf: pikepdf.Pdf) -> None:
    """As `briefing make` writes the one, and as the others were read: the record's offsets count in them."""
    inside = {str(spec.UF): spec for spec in pdf.Root.AF}
    assert list(inside) == ["brief.json", "S1.txt", "S2.txt", "S3.txt"]
    assert inside["brief.json"].EF.F.read_bytes() == render(BRIEF, "json") == codec.brief_json(BRIEF)
    for source in BRIEF.sources:
        assert inside[f"S{source.number}.txt"].EF.F.read_bytes() == source.article.text.encode()
    assert {str(spec.AFRelationship) for name, spec in inside.items() if name != "brief.json"} == {"/Source"}
    assert str(inside["brief.json"].AFRelationship) == "/Data"
    assert str(inside["brief.json"].EF.F.Subtype) == "/application/json"
    assert str(inside["S1.txt"].EF.F.Subtype) == "/text/plain"
    assert str(inside["S1.txt"].Desc) == (
        "S1: Rusia Siap Membantu Korut, Suara Pembaruan, 2017-12-08 (samples/satu.txt)"
    )
    named = list(pdf.Root.Names.EmbeddedFiles.Names)
    assert [str(name) for name in named[::2]] == sorted(inside)


def test_sizes_sums_and_dates_of_the_files(pdf: pikepdf.Pdf) -> None:
    """All dates are the brief's."""
    for spec in pdf.Root.AF:
        content, told = bytes(spec.EF.F.read_bytes()), spec.EF.F.Params
        assert int(told.Size) == len(content)
        assert bytes(told.CheckSum) == hashlib.md5(content, usedforsecurity=False).digest()
        assert {str(told.ModDate), str(told.CreationDate)} == {f"{DAY}000000Z"}


def test_the_pages_are_those_of_the_other_pdf(pdf: pikepdf.Pdf) -> None:
    """Without the logo: page by page what is drawn, and where its links lead."""
    with (
        pikepdf.open(io.BytesIO(render(BRIEF, "pdf"))) as plain,
        pikepdf.open(io.BytesIO(render(BRIEF, FORMAT))) as kept,
    ):
        for one, other in zip(plain.pages, kept.pages, strict=True):
            assert one.Contents.read_bytes() == other.Contents.read_bytes()
        assert list(plain.Root.Names.Dests.Names)[::2] == list(kept.Root.Names.Dests.Names)[::2]
        assert "/AF" not in plain.Root


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_nothing_wrong(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "kept.pdf"
    file.write_bytes(data)
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)


def test_the_same_brief_gives_the_same_bytes() -> None:
    assert render(BRIEF, FORMAT) == render(BRIEF, FORMAT)


def test_the_setting_makes_it(tmp_path: Path) -> None:
    """With a theme of one's own too, which is rendered apart; the file keeps its name."""
    own = tmp_path / "themes" / "mine"
    own.mkdir(parents=True)
    (own / "cover.html.j2").write_text("<h1>{{ brief.title }}</h1>", encoding="utf-8")
    for settings in (BUILT_IN, replace(BUILT_IN, theme="mine", templates=tmp_path / "themes")):
        made = rendered(BRIEF, ("pdf",), stem="b", settings=replace(settings, pdf_a=True))
        assert list(made) == ["b.pdf"]
        with pikepdf.open(io.BytesIO(made["b.pdf"])) as pdf:
            assert len(pdf.Root.AF) == 4


def test_the_option_makes_it(tmp_path: Path) -> None:
    record = tmp_path / "brief.json"
    record.write_bytes(codec.brief_json(BRIEF))
    assert run(["render", str(record), "--format", "pdf", "--pdf-a", "--out", str(tmp_path / "out")]) == 0
    with pikepdf.open(tmp_path / "out" / "brief.pdf") as pdf:
        assert bytes(pdf.Root.AF[0].EF.F.read_bytes()) == record.read_bytes()
