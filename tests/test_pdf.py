"""The PDF, read back: pages, marking, tags, bookmarks, links, fonts, metadata."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from samples import FIRST, WHOLE, article, brief, first, second, third

from briefing.errors import TemplateError
from briefing.model import Brief, Findings
from briefing.render import render

BRIEF = brief()


@pytest.fixture(scope="module")
def data() -> bytes:
    return render(BRIEF, "pdf", options=WHOLE)


@pytest.fixture(scope="module")
def pdf(data: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield opened


def pages_of(data: bytes) -> list[str]:
    """The text of each page in reading order, as poppler reads it."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def structure(node: Any) -> Iterator[Any]:
    """Every element of the structure tree, depth first."""
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from structure(kid)


def test_it_is_declared_as_tagged_and_accessible(pdf: pikepdf.Pdf) -> None:
    """PDF/UA-1 is declared; language, title and tags are there. No more is claimed."""
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == "Semenanjung Korea"


def test_headings_tables_lists_and_links_are_tagged(pdf: pikepdf.Pdf) -> None:
    kinds = [str(e.S) for e in structure(pdf.Root.StructTreeRoot)]
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Link"} <= set(kinds)
    assert kinds.count("/H1") == 1


def test_dates_in_the_file_are_the_briefs(pdf: pikepdf.Pdf) -> None:
    """Not the clock's: the same brief gives the same bytes."""
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20180201")
    assert str(pdf.docinfo["/ModDate"]).startswith("D:20180201")


def test_every_section_has_a_bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == [
        "1 Bottom line", "2 Who said what", "3 Military picture", "4 Chronology", "5 Digest of each article",
        "6 Sources", "7 Method and limits", "8 What could not be read", "9 Annex: source texts",
    ]  # fmt: skip


def test_fonts_are_ours_and_embedded(pdf: pikepdf.Pdf) -> None:
    names, embedded = set(), True
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            names.add(re.sub(r"^/[A-Z]+\+", "", str(thing.FontName)))
            embedded = embedded and any(k in thing for k in ("/FontFile", "/FontFile2", "/FontFile3"))
    assert embedded
    assert all(re.search(r"Plex|Serif", name) for name in names), names


def test_every_citation_is_a_link_within_the_file(pdf: pikepdf.Pdf) -> None:
    links = [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
    assert len(links) > 4 * len(BRIEF.statements)
    assert all("/A" not in a or a.A.S == "/GoTo" for a in links)


def test_margins_are_artifacts_and_the_body_is_not(pdf: pikepdf.Pdf) -> None:
    """A screen reader passes over marking, running head and page number; every other run has its tag."""
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    rows = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
    for page in pdf.pages:
        tagged = [int(n) for n in re.findall(rb"/MCID (\d+)", page.Contents.read_bytes())]
        row = rows[int(page.obj.StructParents)]
        assert tagged
        assert all(row[n] is not None for n in tagged)
        artifacts = sum(1 for _, op in pikepdf.parse_content_stream(page) if str(op) == "BMC")
        assert artifacts >= 5


@poppler
def test_the_marking_and_the_page_number_stand_on_every_page(data: bytes) -> None:
    pages = pages_of(data)
    for n, text in enumerate(pages, start=1):
        assert text.count("TLP:AMBER+STRICT") == 2, n
        assert f"Page {n} of {len(pages)}" in text
        assert "2018-007 · 1 February 2018" in text


@poppler
def test_the_contents_give_the_page_of_each_section(data: bytes) -> None:
    pages = pages_of(data)
    contents = next(p for p in pages if "Contents" in p)
    for number, title in ((2, "Who said what"), (9, "Annex: source texts")):
        told = re.search(rf"{number}\s+{title}\s+(\d+)", contents)
        assert told, contents
        assert f"{number} {title}" in " ".join(pages[int(told[1]) - 1].split())


@poppler
def test_no_words_are_lost(data: bytes) -> None:
    """Every paragraph of every source stands in the annex, ligatures and hyphens notwithstanding."""
    text = re.sub(r"\s+", "", "".join(pages_of(data)))
    for source in BRIEF.sources:
        for paragraph in source.article.paragraphs:
            words = source.article.text[paragraph.start : paragraph.end].split()
            assert all(word in text for word in words)


@pytest.mark.parametrize("language", ["en", "id"])
def test_one_article_alone_makes_a_file_in_either_language(language: str) -> None:
    made = render(brief(third(), language=language), "pdf")
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert str(opened.Root.Lang) == language


def long_brief() -> Brief:
    """Forty articles, one of them with a paragraph that fills more than a page."""
    many = [first(), second()]
    for n in range(38):
        line = f"Paragraf ke-{n}. " + "Latihan itu berlangsung lama sekali. " * (300 if n == 0 else 3)
        many.append(Findings(article=article((f"{FIRST[0]} {n}", line.strip()), source=f"{n}.txt")))
    return brief(*many)


@poppler
def test_long_texts_break_over_pages_and_keep_marking_and_number() -> None:
    pages = pages_of(render(long_brief(), "pdf", options=WHOLE))
    assert len(pages) > 10
    assert all(text.count("TLP:AMBER+STRICT") == 2 for text in pages)
    assert all(len(text.split()) > 12 for text in pages)


@pytest.mark.parametrize(
    "address", ["http://x.invalid/a.css", "file:///etc/passwd", "../../../pyproject.toml", "ftp://x.invalid/"]
)
@pytest.mark.logs_warnings
def test_a_theme_that_asks_for_anything_else_is_stopped(address: str, tmp_path: Any) -> None:
    """The layout engine gets the theme's own files and `data:` addresses; any other stops the rendering."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "cover.html.j2").write_text(f'<h1>x</h1><img alt="x" src="{address}">', encoding="utf-8")
    with pytest.raises(TemplateError, match="no file of the theme"):
        render(BRIEF, "pdf", theme="mine", templates_folder=tmp_path)


@pytest.mark.logs_warnings
def test_a_theme_that_attaches_a_file_of_the_machine_is_stopped(tmp_path: Any) -> None:
    """An attachment is read when the PDF is written, after the layout."""
    folder = tmp_path / "mine"
    folder.mkdir()
    link = '<h1>x</h1><a rel="attachment" href="file:///etc/passwd">x</a>'
    (folder / "cover.html.j2").write_text(link, encoding="utf-8")
    with pytest.raises(TemplateError):
        render(BRIEF, "pdf", theme="mine", templates_folder=tmp_path)
