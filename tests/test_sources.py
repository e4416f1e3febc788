"""From bytes to articles: what is kept, what goes, and what the head of a page tells."""

from __future__ import annotations

import os
import socket
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from briefing import sources
from briefing.errors import InputError
from briefing.language.detection import detect
from briefing.lexicon import Entry, load
from briefing.model import Article, HeaderReading, ParagraphKind, Problem
from briefing.sources import clean, datelines, head, published
from briefing.sources.markup import blocks_of
from briefing.sources.pieces import Piece
from briefing.workflow.inputs import open_inputs

TITLE = "Rusia Menolak Usul Baru Amerika Serikat"
SAID = "Rusia menolak usul yang diajukan Amerika Serikat kepada PBB di New York pekan lalu, kata juru bicara."
MORE = "Usul itu dinilai tidak adil bagi Korea Utara dan sekutunya di kawasan, kata juru bicara itu lagi."
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def cases(name: str) -> list[dict[str, Any]]:
    path = ROOT / "tests/cases/sources" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["case"]


def read(text: str | bytes) -> Article:
    data = text.encode() if isinstance(text, str) else text
    return sources.read_bytes(data, source="a.txt").article


def paragraphs(article: Article) -> list[tuple[str, str]]:
    return [(p.kind.value, article.text[p.start : p.end]) for p in article.paragraphs]


def seed(number: str) -> Article:
    (path,) = [p for p in SEEDS if p.name.startswith(number)]
    return sources.read_path(path).article


# --- the seeds: facts asserted by hand -------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "day", "place", "outlet", "authors"),
    [
        ("000", "2017-12-08T17:19+07:00", "Wina", "Suara Pembaruan", ("Natasia Christy Wahyuni",)),
        ("001", "2017-12-14", "Pyongyang", None, ("Erha Aprili Ramadhoni",)),
        ("002", "2024-01-16", "Istanbul", "Republika", ()),
        ("003", "2017-11-06T08:15+07:00", "Moskow", "Liputan6.com", ("Rizki Akbar Hasan",)),
        ("004", None, "Pyongyang", None, ()),
    ],
)
def test_the_head_of_a_seed(
    number: str, day: str | None, place: str, outlet: str | None, authors: tuple[str, ...]
) -> None:
    """Date, place, outlet and authors as the page names them; 004 names no date and gets none."""
    article = seed(number)
    assert (article.published, article.dateline, article.outlet) == (day, place, outlet)
    assert article.authors == authors
    assert article.language == "id"


def test_a_title_repeated_at_the_top_stands_once() -> None:
    """Seed 000 begins with its title twice; the caption under it is a caption, its credit gone."""
    first, second, third, *_ = paragraphs(seed("000"))
    assert first == ("title", "Rusia Akan Bantu Korut untuk Berdialog dengan AS")
    assert second[0] == "caption"
    assert second[1].endswith("rudal balistik antarbenua.")
    assert third[1].startswith("Wina - Korea Utara ingin")


def test_an_article_without_a_title_has_none() -> None:
    """Seed 001 begins with its dateline: that is the first paragraph, number 1."""
    article = seed("001")
    assert article.title is None
    assert article.paragraphs[0].number == 1
    assert article.text.startswith("PYONGYANG – Perwakilan")


def test_standfirst_captions_and_headings_keep_their_kind() -> None:
    """Seed 003 has all of them; the picture's name is part of its caption."""
    kinds = [kind for kind, _ in paragraphs(seed("003"))]
    assert kinds[:5] == ["title", "standfirst", "caption", "caption", "body"]
    headings = [words for kind, words in paragraphs(seed("003")) if kind == "heading"]
    assert headings == [
        "Terakhir Bertemu di KTT G-20 Hamburg 2017",
        "Jelang Lawatan Trump ke Asia, Dua Jet AS Unjuk Gigi di Semenanjung",
    ]


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
def test_every_reading_of_the_head_has_its_words(path: Path) -> None:
    """The words are verbatim in the file; the dateline's open the first body paragraph."""
    article = sources.read_path(path).article
    page = path.read_text(encoding="utf-8")
    assert all(reading.words in page for reading in article.header)
    opening = next(p for p in article.paragraphs if p.kind is ParagraphKind.BODY)
    (words,) = {r.words for r in article.header if r.field == "dateline"}
    assert article.text.startswith(words, opening.start)


# --- worked cases ----------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("datelines"), ids=lambda c: c["opens"][:30])
def test_datelines(case: dict[str, str]) -> None:
    """Place and outlet in every order; a dash in a sentence makes no dateline."""
    line = datelines.dateline(case["opens"])
    got = (line.place or "", line.outlet or "", line.words) if line else ("", "", "")
    assert got == (case["place"], case["outlet"], case["words"])


@pytest.mark.parametrize("case", cases("head_lines"), ids=lambda c: c["line"][:30])
def test_lines_of_the_head(case: dict[str, Any]) -> None:
    """Bylines, date lines and sources; sentences and headings are none."""
    assert [f"{r.field}={r.value}" for r in head.header_line(case["line"])] == case["reads"]


@pytest.mark.parametrize("case", cases("heads"), ids=lambda c: c["head"].strip()[:40])
def test_heads_of_several_lines(case: dict[str, Any]) -> None:
    """Labels above names, outlets alone, names beside the date: read between title and body, and no text."""
    report = f"{case['opens']} {SAID}".strip()
    article = read(f"{TITLE}\n\n{case['head']}\n{report}\n\n{MORE}\n")
    got = (article.outlet or "", list(article.authors), article.published or "")
    assert got == (case["outlet"], case["authors"], case["published"])
    assert article.title == TITLE
    assert article.text.split("\n\n") == [TITLE, *case.get("kept", []), report, MORE]
    assert all(reading.words in f"{case['head']}{report}" for reading in article.header)


def test_a_foot_of_several_lines() -> None:
    """Names below their labels at the end of the report are no text; a heading there stays."""
    article = read(
        f"{TITLE}\n\nMoskow - {SAID}\n\nLaporan\n\n{MORE}\n\nReporter\nRakha Pradana\nEditor\nNur Aminah\n"
    )
    assert article.authors == ("Rakha Pradana",)
    assert article.text.split("\n\n") == [TITLE, f"Moskow - {SAID}", "Laporan", MORE]


def test_a_head_in_a_page_copied_whole() -> None:
    """Its short lines are no menu."""
    menu = "Home\nNasional\nInternasional\nEkonomi\nOlahraga\nHiburan\nTeknologi\nOtomotif\n"
    head = "Reporter\nDaniel S. Wijaya\nEditor\nJati Putra Hanan Toro\nRabu, 5 November 2025 10:12 WIB\n"
    article = read(f"{menu}\n{TITLE}\n\n{head}\nMoskow - {SAID}\n\n{MORE}\n")
    assert (article.title, article.authors) == (TITLE, ("Daniel S. Wijaya",))
    assert article.published == "2025-11-05T10:12+07:00"
    assert article.text.split("\n\n") == [TITLE, f"Moskow - {SAID}", MORE]


@pytest.mark.parametrize("case", cases("published"), ids=lambda c: c["rule"])
def test_the_day_that_the_body_gives(case: dict[str, Any]) -> None:
    """A carried report's day, or a statement's; never an event's."""
    reading = published.published_by(case["paragraphs"])
    assert (reading.value if reading else "") == case["day"]


@pytest.mark.parametrize("case", cases("boilerplate"), ids=lambda c: c["rule"])
def test_boilerplate(case: dict[str, Any]) -> None:
    """What belongs to the page goes, what belongs to the report stays."""
    assert [b.text for b in clean.without_boilerplate(blocks_of(case["text"]))] == case["kept"]


def entries(name: str) -> list[Entry]:
    return list(load("id")[name])


@pytest.mark.parametrize(
    ("entry", "fires"),
    [
        *((e, clean.fires) for e in entries("boilerplate")),
        *((e, head.fires) for e in entries("bylines")),
        *((e, datelines.fires) for e in entries("outlets")),
        *((e, published.fires) for e in entries("dating")),
    ],
    ids=lambda value: value.where if isinstance(value, Entry) else "",
)
def test_every_entry_fires(entry: Entry, fires: Any) -> None:
    """The examples of the word lists are read through their words, and the near misses are not."""
    assert entry.example
    assert all(fires(entry, text) for text in entry.example)
    assert not any(fires(entry, text) for text in entry.silent)


# --- markup and encodings --------------------------------------------------------------------


def test_markdown_marks_go_and_words_stay() -> None:
    """Emphasis, escapes, links and headings are read; a picture leaves its caption, not its address."""
    text = (
        "# Judul Berita\n\n![Presiden di Jakarta. ](https://example.com/a.jpg)\n\n"
        '**JAKARTA, KOMPAS.com-** Ia berkata, \\"Kami *siap*,\\" menurut '
        "[AFP](https://example.com) kemarin malam.\n\n"
        "## Latar\n\nHarga 3*4 dan nama_berkas_ini tetap tinggal seperti adanya di sini."
    )
    assert paragraphs(read(text)) == [
        ("title", "Judul Berita"),
        ("caption", "Presiden di Jakarta."),
        ("body", 'JAKARTA, KOMPAS.com- Ia berkata, "Kami siap," menurut AFP kemarin malam.'),
        ("heading", "Latar"),
        ("body", "Harga 3*4 dan nama_berkas_ini tetap tinggal seperti adanya di sini."),
    ]


def test_entities_are_read_and_words_are_never_repaired() -> None:
    """&ldquo; is a quotation mark, &nbsp; a space; glued words and odd spaces in words stay."""
    text = "TEMPO.CO, Jakarta -&nbsp;Inggrisakan &ldquo;aneh&rdquo; &mdash; Kim Jong - un ( Korut ), R&D."
    assert read(text).text == "TEMPO.CO, Jakarta - Inggrisakan “aneh” — Kim Jong - un ( Korut ), R&D."


def test_marks_that_were_read_wrongly_before_are_read_again() -> None:
    """UTF-8 that somebody took for Windows-1252 on its way here; other words with these letters stay."""
    text = "â€œKami siap,â€\u009d kata Lavrov â€“ Rusiaâ€™s menlu, di Côte dâ\u20acIvoire Âge."
    assert read(text).text == "“Kami siap,” kata Lavrov – Rusia’s menlu, di Côte dâ€Ivoire Âge."


def test_invisible_characters_go() -> None:
    """Zero-width characters, soft hyphens and controls are no part of the words; accents are composed."""
    assert read("Ru\u200bsia me\u00adnolak usul Zele\u0301n pada hari itu juga.\x07").text == (
        "Rusia menolak usul Zelén pada hari itu juga."
    )


def test_template_and_script_in_a_text_stay_as_they_are() -> None:
    """They are words of the article; who prints them has to see to it."""
    text = "Rusia menolak {{ 7*7 }} dan <script>alert(1)</script> serta {% raw %} itu."
    assert read(text).text == text


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_encodings(encoding: str, name: str) -> None:
    """The same words whatever the encoding, with a mark or without; line ends alike."""
    text = "PYONGYANG – Rusia siap.\r\n\r\n“Kami siap,” kata Zelén."
    article = read(text.encode(encoding))
    assert article.text == text.replace("\r\n", "\n")
    assert article.encoding == name


UTF8 = "could not be decoded as utf-8; \ufffd stands in their place"


@pytest.mark.parametrize(
    ("data", "reads", "says"),
    [
        ("“Kami siap” – kata".encode() + b" Mosk\xffow dan \xfe.", "Mosk\ufffdow", f"2 bytes {UTF8}"),
        (b"Kata Lavrov di Moskow. \xff\xfe\xc3 Ia diam.", "\ufffd\ufffd\ufffd Ia", f"3 bytes {UTF8}"),
        (b"\xff\xfeKata Lavrov di Moskow.", "Kata Lavrov", f"2 bytes {UTF8}"),
        (b"Kata Lavrov, \xe2\x80\x9ckami siap\xe2\x80", "“kami siap\ufffd", f"2 bytes {UTF8}"),
        ("Kata Lavrov (Лавров), diplomat senior itu.".encode("cp1251"), "Kata Lavrov", f"6 bytes {UTF8}"),
        (
            b"\x93Kami siap\x94 kata Lavrov \xff\xfe\xc3 di Moskow.",
            "“Kami siap”",
            "look wrong as cp1252: 3",
        ),
        (b"\x93Kami siap\x94 kata Mosk\x81w.", "“Kami siap”", "1 byte could not be decoded as cp1252"),
        (b"\x93Kami siap,\x94 kata Zel\xe9n, \x85 \x96 Fran\xe7ois.", "Zelén, … – François", ""),
        (b"Presiden Ren\xe9 di S\xe3o Paulo.", "René di São", ""),
    ],
)
def test_broken_bytes_are_told(data: bytes, reads: str, says: str) -> None:
    """How many bytes are no text and what stands in their place; sound Windows-1252 needs no telling."""
    done = sources.read_bytes(data, source="a.txt")
    assert reads in done.article.text
    assert [says in p.message for p in done.problems] == ([True] if says else [])


def test_html_in_a_text_file() -> None:
    """It is a page: tags and scripts go, and blocks stay apart."""
    page = (
        "<!doctype html><html><head><title>x</title><script>var a = '<p>';</script></head>"
        "<body><nav>Menu</nav><h1>Rusia Menolak Usul AS</h1>"
        "<p>MOSKOW – Rusia <b>menolak</b> usul itu &amp; diam saja sejak kemarin di sana.</p>"
        "<p>Korut diam.</p></body></html>"
    )
    done = sources.read_bytes(page.encode(), source="a.txt")
    assert paragraphs(done.article) == [
        ("title", "Rusia Menolak Usul AS"),
        ("body", "MOSKOW – Rusia menolak usul itu & diam saja sejak kemarin di sana."),
        ("body", "Korut diam."),
    ]
    assert done.problems == ()


def test_wrapped_lines_are_one_paragraph() -> None:
    """Text wrapped at a fixed width is joined; lines that are paragraphs of their own are not."""
    wrapped = (
        "Rusia menolak usul yang diajukan Amerika Serikat kepada\n"
        "Perserikatan Bangsa-Bangsa di New York karena usul itu\n"
        "dinilai tidak adil bagi Korea Utara dan sekutunya."
    )
    assert read(wrapped).text == wrapped.replace("\n", " ")


def test_two_dates_in_the_head_and_no_winner() -> None:
    """None is taken, and a problem names both."""
    text = (
        "Rusia Menolak\n\nJumat, 8 Desember 2017 | 17:19 WIB\nSabtu, 9 Desember 2017 | 08:00 WIB\n\n"
        "Wina - Rusia menolak usul yang diajukan Amerika Serikat kepada PBB kemarin malam."
    )
    done = sources.read_bytes(text.encode(), source="a.txt")
    assert done.article.published is None
    assert [p.message for p in done.problems] == ["its head names 2 days: 2017-12-08, 2017-12-09"]


def test_a_page_copied_whole() -> None:
    """Menus above and lists of other articles below are left out; title, date and byline are found."""
    menu = "Home\nNasional\nInternasional\nEkonomi\nOlahraga\nHiburan\nTeknologi\nOtomotif\n"
    body = "Rusia menolak usul yang diajukan Amerika Serikat kepada PBB di New York pekan lalu.\n"
    others = "".join(f"Berita Lain Nomor {n} Hari Ini\n" for n in range(9))
    article = read(
        f"{menu}Rusia Menolak Usul Baru AS\nSelasa, 16 Januari 2024, 16:15 WIB\n{body * 3}{others}"
    )
    assert article.title == "Rusia Menolak Usul Baru AS"
    assert article.published == "2024-01-16T16:15+07:00"
    assert article.text.count("Rusia menolak usul") == 3
    assert "Berita Lain" not in article.text
    assert "Otomotif" not in article.text


# --- files and bad input ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        (b"\xff\xfe \x00", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"%PDF-1.7\n", "PDF"),
        (bytes(range(256)) * 9, "is not text"),
        (b"--- 123 ... 456 ---", "holds no words"),
    ],
)
def test_what_is_no_article(data: bytes, says: str) -> None:
    """The error says what, where and what to do."""
    with pytest.raises(InputError, match=says) as caught:
        sources.read_bytes(data, source="a.txt")
    assert caught.value.where == "a.txt"
    assert caught.value.hint


def test_a_file_too_large(tmp_path: Path) -> None:
    """The limit is a parameter, and the size is told."""
    path = tmp_path / "large.txt"
    path.write_bytes(b"Kata Lavrov. " * 100)
    assert sources.read_path(path, limit=1300).article.text
    with pytest.raises(InputError, match="too large"):
        sources.read_path(path, limit=1299)


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    """A missing file, a broken link and a folder are each named as what they are."""
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    for name, says in (("link.txt", "leads nowhere"), ("none.txt", "can't be read"), ("", "is a folder")):
        with pytest.raises(InputError, match=says):
            sources.read_path(tmp_path / name)


def test_what_is_no_file_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe, a socket and a device are told of by what they are; nobody waits for a writer."""
    monkeypatch.chdir(tmp_path)  # the address of a socket is short
    os.mkfifo("pipe.txt")
    (tmp_path / "link.txt").symlink_to("pipe.txt")
    (tmp_path / "device.txt").symlink_to(os.devnull)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        assert [p.name for p in sources.find([tmp_path])] == ["device.txt", "link.txt", "pipe.txt", "socket"]
    kinds = {"pipe.txt": "a named pipe", "link.txt": "a named pipe", "socket": "a socket"}
    for name, kind in {**kinds, "device.txt": "a device"}.items():
        with pytest.raises(InputError, match=f"is {kind}, not a file"):
            sources.read_path(tmp_path / name)


def test_what_is_found_in_a_folder(tmp_path: Path) -> None:
    """Texts and Markdown, recursively, in order, each once; hidden ones and others are passed over."""
    for name in ("b.txt", "sub/a.md", "sub/c.TXT", ".hidden/d.txt", "e.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Kata Lavrov.", encoding="utf-8")
    found = sources.find([tmp_path, tmp_path / "b.txt"])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["b.txt", "sub/a.md", "sub/c.TXT"]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder of articles with every kind of link out of it, and links that stay within it."""
    for name in (
        "inbox/own.txt",
        "inbox/sub/deep.txt",
        "private/secret.txt",
        "private/key",
        "inbox-2/near.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(f"Rusia menolak usul itu, kata {name}.", encoding="utf-8")
    inbox = tmp_path / "inbox"
    links = {
        "absolute.txt": tmp_path / "private" / "secret.txt",
        "relative.md": "../private/secret.txt",
        "renamed.txt": "../private/key",
        "chain.txt": "absolute.txt",
        "sub/up.txt": "../../private/secret.txt",
        "passwd.txt": "/etc/passwd",
        "environ.txt": "/proc/self/environ",
        "near.txt": "../inbox-2/near.txt",
        "through.txt": "folder/secret.txt",
        "folder": "../private",
        "top": "/",
        "parent": "..",
        "inner.txt": "sub/deep.txt",
        "inner": "sub",
    }
    for name, target in links.items():
        (inbox / name).symlink_to(target)
    (inbox / "circle.txt").symlink_to("circle.txt")
    return inbox


OUT = {"absolute.txt", "relative.md", "renamed.txt", "chain.txt", "up.txt", "passwd.txt", "environ.txt"}
OUT |= {"near.txt", "through.txt", "folder", "top", "parent"}


def given_by(inputs: list[Path | str], *, follow: bool = False) -> tuple[list[Article], list[Problem]]:
    """The articles in the inputs, and the trouble with the others."""
    opened = open_inputs(inputs, b"", follow=follow)
    articles = [one.article for one in opened if isinstance(one, sources.Read)]
    return articles, [one for one in opened if isinstance(one, Problem)]


@pytest.mark.parametrize("how", ["as it is", "from within", "by a link", "with a slash"])
def test_links_that_leave_a_folder_are_told_and_not_read(
    inbox: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the folder is named; what it really holds is read, a link that stays within it too."""
    monkeypatch.chdir(inbox)
    (inbox.parent / "alias").symlink_to("inbox")
    given = {"as it is": inbox, "from within": ".", "by a link": inbox.parent / "alias"}.get(how, f"{inbox}/")
    opened, problems = given_by([given])
    assert {Path(article.source).name for article in opened} == {"own.txt", "deep.txt", "inner.txt"}
    told = {Path(p.where).name: p for p in problems}
    assert set(told) == OUT | {"circle.txt"}
    assert all("by a link, and was not read" in told[name].message for name in OUT)
    assert all("--follow" in told[name].hint for name in OUT)
    assert not [a for a in opened if "private" in a.text or "root:" in a.text]


def test_links_are_followed_where_that_is_asked_for(tmp_path: Path) -> None:
    """Files and folders elsewhere, those in a circle once."""
    for name in ("inbox/own.txt", "other/a.txt", "other/sub/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(f"Rusia menolak usul itu, kata {name}.", encoding="utf-8")
    (tmp_path / "inbox" / "others").symlink_to("../other")
    (tmp_path / "inbox" / "again").symlink_to("../other")
    (tmp_path / "other" / "sub" / "round").symlink_to("..")
    (tmp_path / "inbox" / "b.txt").symlink_to("../other/sub/b.txt")
    opened, problems = given_by([tmp_path / "inbox"], follow=True)
    assert not problems
    assert sorted(Path(a.source).name for a in opened) == ["a.txt", "b.txt", "b.txt", "own.txt"]


def test_what_is_named_itself_is_read(inbox: Path) -> None:
    """A link on the command line is whose hand wrote it."""
    opened, problems = given_by([inbox / "absolute.txt", inbox / "folder"])
    assert not problems
    assert [Path(a.source).name for a in opened] == ["absolute.txt", "secret.txt"]


def test_a_list_that_the_report_announces_stays() -> None:
    """Numbered items, and short lines under a colon, are no menu."""
    body = "Rusia menolak usul yang diajukan Amerika Serikat kepada PBB di New York pekan lalu.\n\n"
    names = [f"Prajurit {name}" for name in ("Marwan", "Edy", "Hidayat", "Danar", "Ridai", "Agung", "Arh")]
    numbered = "\n".join(f"{n}. {name}" for n, name in enumerate(names, start=1))
    for listed in (numbered, "Korban luka:\n" + "\n".join(names)):
        text = read(f"{body}{listed}\n\n{body}").text
        assert all(name in text for name in names)


def test_the_name_of_a_file_tells_nothing(tmp_path: Path) -> None:
    """The same bytes under another name are the same article."""
    data = b"Rusia menolak usul itu."
    one = sources.read_bytes(data, source="2017-12-08_kompas_rusia-menolak.txt").article
    assert (one.published, one.outlet, one.title) == (None, None, None)
    assert one.id == sources.read_bytes(data, source="x.txt").article.id


# --- any bytes -------------------------------------------------------------------------------

MARKS = ("\n", "\n\n", "[Gambas:", "---\n## Ringkasan", "**", "<p>", "</p>", "&nbsp;", "\u200b", "\x00")
PHRASES = (
    "Jakarta - ",
    "BACA JUGA: ",
    "(Foto: AFP)",
    "Baca juga: Rusia Menolak ",
    "Senin (4/3/2024)",
    "Ia menolak usul itu. ",
    "oleh ",
)
PIECES = st.sampled_from(MARKS + PHRASES)


def check(article: Article) -> None:
    """Paragraphs lie in the text in order, apart by an empty line, and cover it."""
    after = 0
    for n, paragraph in enumerate(article.paragraphs):
        assert paragraph.start == after + (2 if n else 0)
        assert paragraph.end > paragraph.start
        words = article.text[paragraph.start : paragraph.end]
        assert words == words.strip()
        assert "\n" not in words
        after = paragraph.end
    assert after == len(article.text)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_bytes(data: bytes) -> None:
    """Either an InputError or an article whose paragraphs cover its text."""
    try:
        done = sources.read_bytes(data, source="a.txt")
    except InputError:
        return
    check(done.article)


@given(st.lists(PIECES | st.text(max_size=12), max_size=30).map("".join))
def test_any_text(text: str) -> None:
    """Whatever marks stand together: the same bytes, the same article, and nothing crosses a border."""
    try:
        done = sources.read_bytes(text.encode("utf-8", "surrogatepass"), source="a.txt")
    except InputError:
        return
    check(done.article)
    assert done == sources.read_bytes(text.encode("utf-8", "surrogatepass"), source="a.txt")


@pytest.mark.parametrize(("outlet", "language"), [("ANTARA", "id"), ("Warta Lama", "und")])
def test_an_outlet_settles_a_language_that_its_words_leave_open(outlet: str, language: str) -> None:
    """A short report of an Indonesian outlet is Indonesian; of one that is not listed it stays open."""
    by = HeaderReading(field="outlet", value=outlet, words=outlet, rule="feed")
    piece = Piece(where="a", data=b"Warta Lama, Kalabahi 5/11 2015: 6,2 SR.", given=(by,))
    assert detect(piece.data.decode()) == "und"
    assert sources.read_piece(piece).article.language == language
