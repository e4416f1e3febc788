"""A long page is laid out in parts, and bound into a PDF that is as if it had been laid out at once."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from samples import WHOLE, brief, first, second, third

from briefing.apart import Apart
from briefing.errors import TemplateError
from briefing.render import parts, presses, render
from briefing.render.parts import cut, frame, numbered
from briefing.render.themes import find_theme
from briefing.render.worker import answer

BRIEF = brief(first(), second(), third())


@pytest.fixture(scope="module")
def bound() -> bytes:
    """The brief in parts: it is short, so what counts as long is lowered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "LONG", 1_000)
        patch.setattr(parts, "SHARE", 9_000)
        patch.setattr(presses.os, "cpu_count", lambda: 2)
        made = render(BRIEF, "pdf", options=WHOLE)
        patch.setattr(presses.os, "cpu_count", lambda: 1)
        again = render(BRIEF, "pdf", options=WHOLE)
    assert again == made, "the same brief gives the same bytes, however many processes there are"
    assert made != render(BRIEF, "pdf", options=WHOLE), "it was laid out in parts"
    return made


@pytest.fixture(scope="module")
def whole() -> bytes:
    return render(BRIEF, "pdf", options=WHOLE)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def titles(items: Any) -> list[Any]:
    return [(item.title, titles(item.children)) for item in items]


def numbers_of(pdf: pikepdf.Pdf) -> dict[int, Any]:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    assert [int(n) for n in numbers[::2]] == sorted({int(n) for n in numbers[::2]})
    return {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every element of the structure; each names the one that holds it as its parent."""
    waiting = [(kid, pdf.Root.StructTreeRoot) for kid in pdf.Root.StructTreeRoot.K]
    while waiting:
        element, holder = waiting.pop()
        assert element.P.objgen == holder.objgen
        yield element
        waiting += [(kid, element) for kid in element.K if not isinstance(kid, int) and "/S" in kid]


def places(pdf: pikepdf.Pdf) -> dict[str, int]:
    """The page of every anchor."""
    pages = {page.obj.objgen: n for n, page in enumerate(pdf.pages, start=1)}
    names = list(pdf.Root.Names.Dests.Names)
    assert [bytes(n) for n in names[::2]] == sorted(bytes(n) for n in names[::2])
    return {str(names[n]): pages[names[n + 1][0].objgen] for n in range(0, len(names), 2)}


def links(pdf: pikepdf.Pdf) -> Counter[str]:
    return Counter(str(a.Dest) for page in pdf.pages for a in page.obj.get("/Annots", []))


def test_links_lead_where_they_do_in_one_piece(bound: bytes, whole: bytes) -> None:
    """From the body to the annex and back: no link is lost, and none leads nowhere."""
    with opened(bound) as ours, opened(whole) as theirs:
        assert len(ours.pages) >= len(theirs.pages)
        assert links(ours) == links(theirs)
        assert set(places(ours)) == set(places(theirs)) >= set(links(ours))


def test_bookmarks_are_the_same(bound: bytes, whole: bytes) -> None:
    def outline(data: bytes) -> list[Any]:
        with opened(data) as pdf, pdf.open_outline() as outline:
            return titles(outline.root)

    assert outline(bound) == outline(whole) != []


def test_every_tag_holds_its_words(bound: bytes) -> None:
    """Each run of text, and each link, is told by the parent tree to be its element's."""
    with opened(bound) as pdf:
        rows, pages = numbers_of(pdf), {page.obj.objgen for page in pdf.pages}
        runs = 0
        for element in elements(pdf):
            for kid in element.K:
                if isinstance(kid, int):
                    runs += 1
                    assert element.Pg.objgen in pages
                    assert rows[int(element.Pg.StructParents)][kid].objgen == element.objgen
                elif "/Obj" in kid:
                    assert rows[int(kid.Obj.StructParent)].objgen == element.objgen
        assert runs > 500


def test_heads_of_tables_have_names_of_their_own(bound: bytes) -> None:
    with opened(bound) as pdf:
        found = list(elements(pdf))
        names = [str(e.ID) for e in found if "/ID" in e]
        assert len(names) == len(set(names))
        assert {str(h) for e in found if "/A" in e for h in e.A.get("/Headers", [])} <= set(names)


def test_fonts_of_different_glyphs_have_different_names(bound: bytes) -> None:
    """A part embeds the glyphs that it has; under one name a reader might take those of another part."""
    with opened(bound) as pdf:
        files = {
            (str(thing.FontName), thing.FontFile2.objgen)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing
        }
        assert files
        assert len({name for name, _ in files}) == len(files)
        assert all(re.fullmatch(r"/[A-Z]{6}\+.+", name) for name, _ in files)


def test_title_language_and_declaration_stay(bound: bytes) -> None:
    with opened(bound) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"


poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def pages_of(data: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


@poppler
def test_marking_title_section_and_number_stand_on_every_page(bound: bytes) -> None:
    """Running heads go on where a part begins, and pages are counted over all parts."""
    pages = pages_of(bound)
    for n, text in enumerate(pages, start=1):
        assert text.count("TLP:AMBER+STRICT") == 2, n
        assert f"Page {n} of {len(pages)}" in text
        assert ("Semenanjung Korea" in text.strip().splitlines()[0]) == (n > 1)
        assert n == 1 or re.search(r"\d [A-Z]", text.strip().splitlines()[0])


@poppler
def test_the_contents_tell_the_page(bound: bytes) -> None:
    contents = next(p for p in pages_of(bound) if "Contents" in p)
    with opened(bound) as pdf:
        found = places(pdf)
    for name, title in (("voices", "Who said what"), ("annex", "Annex: source texts")):
        told = re.search(rf"{title}\s+(\d+)", contents)
        assert told, contents
        assert int(told[1]) == found[name]


@poppler
def test_no_word_is_lost_or_said_twice(bound: bytes, whole: bytes) -> None:
    def words(data: bytes) -> Counter[str]:
        head = re.compile(r".*TLP:AMBER\+STRICT.*|.*\bDate\b.*|.*Page \d+ of.*")
        return Counter("".join(c for page in pages_of(data) for c in head.sub("", page) if c.isalpha()))

    left, right = words(bound), words(whole)
    # A table's head stands once more where a page begins with the rest of the table.
    assert sum((right - left).values()) < 100
    assert sum((left - right).values()) < 100


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_nothing_wrong(bound: bytes, tmp_path: Any) -> None:
    path = tmp_path / "bound.pdf"
    path.write_bytes(bound)
    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)


PAGE = """<html lang="en"><head><style>{css}</style></head><body><h1 id="t">T</h1><main>
<section class="a"><h2 id="a">A</h2><p>one</p></section>
<nav><a href="#b">B</a><a href="#a">A</a></nav>
<section class="b"><h2 id="b">B</h2><article><p>two</p></article>
<article id="x"><p>three</p></article></section>
<section class="c"><h2 id="c">C</h2><p>four</p></section>
</main></body></html>"""
CSS = (
    '@page { @bottom-right { content: "p " counter(page) " of " counter(pages) } @top-left { content: "x" } }'
)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LONG", 10)
    monkeypatch.setattr(parts, "SHARE", 30)


@pytest.mark.usefixtures("short")
def test_the_front_ends_with_the_contents_and_the_rest_is_cut_into_parts() -> None:
    made = cut(PAGE.format(css=CSS))
    assert made is not None
    assert "one" in made.front
    assert "two" not in made.front
    bodies = [part.split(parts.ENDS)[1] for part in made.rest]
    assert [re.findall("two|three|four", body) for body in bodies] == [["two"], ["three"], ["four"]]
    for body in bodies:
        assert body.count("<section") == body.count("</section>")
    # A part that goes on with a section has its heading, which the running head repeats, not its anchor.
    assert '<h2>B</h2><div id="the-part' in made.rest[1]
    assert '<section class="b"><article id="x">' in made.rest[1]
    assert made.anchors == {"t", "a", "b", "c", "x"}


BARE = re.sub(r"(?s)<nav>.*?</nav>\n", "", PAGE)


@pytest.mark.usefixtures("short")
def test_without_a_list_of_contents_the_front_is_as_long_as_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It ends where the first share does, not with the bottom line: the page would be white below it."""
    monkeypatch.setattr(parts, "SHARE", 120)
    made = cut(BARE.format(css=CSS))
    assert made is not None
    pieces = [made.front, *(part.split(parts.ENDS)[1] for part in made.rest)]
    assert [re.findall("one|two|three|four", piece) for piece in pieces] == [
        ["one", "two"],
        ["three", "four"],
    ]
    assert all(piece.count("<section") == piece.count("</section>") for piece in pieces)


@pytest.mark.usefixtures("short")
def test_a_front_without_a_list_of_contents_is_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It tells no page, so nothing in it changes when the pages are known."""
    monkeypatch.setattr(parts, "SHARE", 120)
    asked: list[str] = []
    done = presses._asked
    monkeypatch.setattr(presses, "_asked", lambda p, task, t: asked.append(task.name) or done(p, task, t))
    made = cut(BARE.format(css=CSS + "nav a::after { content: target-counter(attr(href), page) }"))
    assert made is not None
    with opened(presses.in_parts(made, find_theme("wire"))) as pdf:
        assert len(pdf.pages) == 2
    assert sorted(asked) == ["0", "1", "frame 0"]


@pytest.mark.usefixtures("short")
def test_what_counts_pages_is_left_to_the_frame() -> None:
    made = cut(PAGE.format(css=CSS))
    assert made is not None
    assert made.counted == ("bottom-right",)
    assert '@bottom-right { content: "" !important' in made.rest[0]
    sheet = frame(made, before=3, pages=2, total=7)
    assert '"p " counter(page) " of " "7"' in sheet
    assert "@top-left { content: none !important" in sheet
    assert "counter-reset: page 3" in sheet


@pytest.mark.usefixtures("short")
def test_the_front_tells_the_pages_of_its_links() -> None:
    css = CSS + "nav a::after { content: target-counter(attr(href), page) }"
    made = cut(PAGE.format(css=css))
    assert made is not None
    page = numbered(made, {"b": 5})
    assert '<a data-page="5" href="#b">' in page
    assert "nav a::after { content: attr(data-page) }" in page


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(
    "css",
    [
        "p::before { content: counter(page) }",
        "p { counter-increment: p }",
        "@page :left { margin: 0 }",
        "section { page: wide }",
        "a::after { content: target-text(attr(href)) }",
        "@page { @bottom-right { content: string(title) counter(page) } }",
        "i { float: footnote }",
    ],
)
def test_a_page_whose_parts_depend_on_each_other_is_not_cut(css: str) -> None:
    assert cut(PAGE.format(css=css)) is None


@pytest.mark.usefixtures("short")
def test_a_page_without_sections_or_with_open_ones_is_not_cut() -> None:
    assert cut("<style></style><main><p>x</p></main>") is None
    assert cut(PAGE.format(css="").replace("</section>", "", 1)) is None


@pytest.mark.logs_warnings
def test_a_part_that_asks_for_anything_but_the_themes_files_is_refused() -> None:
    theme = find_theme("intelligence")
    told, data = answer(
        {
            "name": "1",
            "page": '<html lang="en"><p>x<img alt="" src="file:///etc/passwd">',
            "theme": theme.name,
            "folders": [str(folder) for folder in theme.folders],
            "leads": [],
            "anchors": [],
        }
    )
    assert "no file of the theme" in told["error"]["what"]
    assert data == b""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Apart]:
    """The processes that are started."""
    out: list[Apart] = []
    monkeypatch.setattr(presses, "Apart", lambda *a, **b: out.append(Apart(*a, **b)) or out[-1])
    return out


@pytest.mark.usefixtures("short")
def test_all_processes_end_with_an_error_in_one_part(started: list[Apart]) -> None:
    """What is wrong is told as it would be for the whole page, and nobody goes on working."""
    made = cut(PAGE.format(css=CSS).replace("<p>three</p>", '<img alt="" src="https://example.org/x.png">'))
    assert made is not None
    with pytest.raises(TemplateError, match="no file of the theme"):
        presses.in_parts(made, find_theme("intelligence"))
    assert started
    assert all(one.process.poll() is not None for one in started)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("last_words", [b"", b'{"pages"', b'{"pages": 2, "length": 9}\n%PDF'])
def test_a_process_that_is_killed_is_told_in_one_line(
    last_words: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Before its answer or in the midst of it: a part is whole, or there is no file."""
    dying = f"import sys\ndef main(): sys.stdin.readline(); sys.stdout.buffer.write({last_words!r})"
    (tmp_path / "dying.py").write_text(dying, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(presses, "Apart", lambda *_, **__: Apart("dying"))
    made = cut(PAGE.format(css=CSS))
    assert made is not None
    with pytest.raises(TemplateError, match="was ended from outside") as told:
        presses.in_parts(made, find_theme("intelligence"))
    assert "\n" not in str(told.value)


def test_a_process_ends_when_nobody_waits_for_it_any_more() -> None:
    """Its requests end with whoever asks; it does not go on laying out pages for nobody."""
    page = f'<html lang="en"><p>{"word " * 200_000}'
    asked = {"name": "1", "page": page, "theme": "wire", "folders": [], "leads": [], "anchors": []}
    one = Apart("briefing.render.worker")
    said, _ = one.process.communicate(json.dumps(asked).encode() + b"\n")
    one.end()
    assert said == b""


def test_a_short_page_is_not_cut() -> None:
    assert cut(PAGE.format(css=CSS)) is None
