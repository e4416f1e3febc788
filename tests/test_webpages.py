"""Pages as they are saved and served: the report in them, what they tell of it, what they can't break."""

from __future__ import annotations

import gzip
import json
import quopri
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import sources
from briefing.errors import InputError
from briefing.model import Article, Problem
from briefing.sources.pieces import Form, Piece

TITLE = "Rusia Menolak Usul Baru Amerika Serikat"
FIRST = "Rusia menolak usul yang diajukan Amerika Serikat kepada PBB di New York pekan lalu, kata jubir."
SECOND = "Usul itu dinilai tidak adil bagi Korea Utara dan sekutunya di kawasan, kata juru bicara itu lagi."
THIRD = "Tidak ada yang tahu kapan perundingan itu akan dimulai lagi, dan siapa yang hadir di sana."
MENU = "".join(f'<li><a href="/{n}">Kanal {n}</a></li>' for n in range(30))
OTHERS = "".join(f'<li><a href="/b{n}">Judul Berita Lain Nomor {n} Hari Ini</a></li>' for n in range(12))
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def page(head: str = "", body: str = BODY, *, top: str = "", foot: str = "") -> str:
    """A page with menus around its report, as outlets make them."""
    return (
        f"<!doctype html><html lang='id'><head><meta charset='utf-8'>{head}</head>"
        f"<body><nav><ul>{MENU}</ul></nav>"
        f"<div class='content'><h1>{TITLE}</h1>{top}<div class='detail'>{body}</div>{foot}</div>"
        f"<div class='populer'><ul>{OTHERS}</ul></div><footer>Hak cipta 2023</footer></body></html>"
    )


def ld(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def read(text: str | bytes, where: str = "a.html", **given: Any) -> Article:
    data = text if isinstance(text, bytes) else text.encode()
    return sources.read_piece(Piece(where=where, data=data, **given)).article


def lines(article: Article) -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs]


NEWS = {
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2023-11-06T01:15:00Z",
    "author": {"@type": "Person", "name": "Dewi Kania"},
    "publisher": {"@type": "Organization", "name": "Kabar Pagi"},
    "mainEntityOfPage": {"@id": "https://kabarpagi.example/berita/1"},
}


def test_the_report_alone_is_left_of_a_page() -> None:
    """Menus, lists of other reports and the page's own foot are no part of it."""
    assert lines(read(page())) == [TITLE, FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "shape",
    [
        NEWS,
        [NEWS],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"}, NEWS]},
        {"@type": "WebPage", "mainEntity": {**NEWS, "@type": ["ReportageNewsArticle", "NewsArticle"]}},
        {**NEWS, "author": [{"name": "Dewi Kania"}]},
        {**NEWS, "author": "Dewi Kania"},
    ],
)
def test_json_ld_in_every_shape(shape: Any) -> None:
    """An object, a list, a graph, an article within a page; a moment in UTC is told as it was in Jakarta."""
    article = read(page(ld(shape)))
    assert (article.title, article.published) == (TITLE, "2023-11-06T08:15+07:00")
    assert article.authors == ("Dewi Kania",)
    assert (article.outlet, article.url) == ("Kabar Pagi", "https://kabarpagi.example/berita/1")


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[" * 100_000,
        '{"@type": "NewsArticle", "headline": {"a": 1}}',
        '{"@type": 5}',
        "null",
        '"' + "a" * 500_000,
    ],
)
def test_json_ld_that_is_broken_tells_nothing(broken: str) -> None:
    article = read(page(f'<script type="application/ld+json">{broken}</script>'))
    assert lines(article) == [TITLE, FIRST, SECOND, THIRD]


def test_elements_and_lines_tell_what_json_ld_does_not() -> None:
    """The title without the outlet behind it, the outlet by its address, the author by a line."""
    head = (
        f'<title>{TITLE} - detikNews</title><meta property="og:title" content="{TITLE} - detikNews">'
        '<meta property="article:published_time" content="2023-11-06T08:15:00+07:00">'
        '<link rel="canonical" href="https://news.detik.com/berita/d-1">'
        '<meta name="author" content="Redaksi detik">'
    )
    article = read(page(head, top="<div>Dewi Kania - detikNews</div><div>Senin, 06 Nov 2023 08:20 WIB</div>"))
    assert (article.title, article.published) == (TITLE, "2023-11-06T08:15+07:00")
    assert (article.authors, article.outlet) == (("Dewi Kania",), "detikcom")
    assert article.url == "https://news.detik.com/berita/d-1"


def test_a_page_that_calls_its_own_time_utc_is_told_by_what_it_shows() -> None:
    head = '<meta name="pubdate" content="2023-11-06T23:15:00Z">'
    article = read(page(head, top="<div>Senin, 06 Nov 2023 23:15 WIB</div>"))
    assert article.published == "2023-11-06T23:15+07:00"


def test_who_a_page_calls_its_editor_is_not_its_author() -> None:
    """Though its JSON-LD says so; where the page shows nobody else, it is believed."""
    shown = read(page(ld(NEWS), top="<div>Penulis: Budi Santoso</div><div>Editor: Dewi Kania</div>"))
    assert shown.authors == ("Budi Santoso",)
    alone = read(page(ld(NEWS), top="<div>Editor: Dewi Kania</div>"))
    assert alone.authors == ("Dewi Kania",)


@pytest.mark.parametrize(
    "name", ["Tim Redaksi", "Kabar Cyber Media", "detikcom", "admin", "https://example.org/x"]
)
def test_a_newsroom_is_no_author(name: str) -> None:
    told = {**NEWS, "author": {"@type": "Person", "name": name}}
    assert read(page(ld(told) + f'<meta name="author" content="{name}">')).authors == ()


def test_no_word_is_glued_to_its_neighbour_where_an_element_ends() -> None:
    """Links, bold type and line breaks between words; letters of one word stay one."""
    body = (
        '<p>Presiden<a href="/t"> Rusia</a> Vladimir <b>Putin</b>menolak usul itu<br>'
        "kemarin di <i>Mos</i>kow, "
        f"kata juru bicara.</p><p>{SECOND}</p><p>{THIRD}</p>"
    )
    text = read(page(body=body)).text
    assert "Presiden Rusia Vladimir Putinmenolak" in text  # so it stands on the page
    assert "itu" in lines(read(page(body=body)))[1].split()
    assert "Moskow," in text


@pytest.mark.parametrize(
    ("between", "gone"),
    [
        ('<div class="baca-juga"><a href="/x">Usul Lain Juga Ditolak Rusia.</a></div>', "Usul Lain"),
        ('<blockquote class="twitter-tweet"><p>Kami menolak usul itu!</p></blockquote>', "Kami menolak"),
        ("<figure><img src='x'><figcaption>Gedung PBB. (Foto: AFP)</figcaption></figure>", "Gedung"),
        ("<script>var a = '<p>Iklan</p>';</script><style>p {}</style>", "Iklan"),
        ("<table><tr><td>Baca juga:</td></tr><tr><td><a href='/y'>Rusia Diam</a></td></tr></table>", "Diam"),
    ],
)
def test_what_stands_within_a_report_and_is_no_part_of_it(between: str, gone: str) -> None:
    article = read(page(body=f"<p>{FIRST}</p>{between}<p>{SECOND}</p><p>{THIRD}</p>"))
    assert lines(article) == [TITLE, FIRST, SECOND, THIRD]
    assert gone not in article.text


def test_headings_and_lists_keep_their_place() -> None:
    items = f"<ul><li>{SECOND}</li><li>{THIRD}</li></ul>"
    body = f"<p>{FIRST}</p><h2>Usul Kedua</h2>{items}<p>{FIRST[:-1]} lagi.</p>"
    article = read(page(body=body))
    assert lines(article) == [TITLE, FIRST, "Usul Kedua", SECOND, THIRD, f"{FIRST[:-1]} lagi."]
    assert [p.kind.value for p in article.paragraphs][:3] == ["title", "body", "heading"]


def test_a_report_cut_by_advertisements_is_whole() -> None:
    """However many blocks stand between two of its paragraphs."""
    ads = "".join(f"<div>Iklan {n}</div>" for n in range(25))
    article = read(page(body=f"<p>{FIRST}</p>{ads}<p>{SECOND}</p><p>{THIRD}</p>"))
    assert [line for line in lines(article) if not line.startswith("Iklan")] == [TITLE, FIRST, SECOND, THIRD]


def test_a_piece_of_a_page_is_read_whole() -> None:
    """As feeds have it: nothing in it is a menu."""
    assert lines(read(f"<p>{FIRST}</p><p>{SECOND}</p>", form=Form.PAGE)) == [FIRST, SECOND]


def test_a_page_pasted_into_a_text_file_is_a_page() -> None:
    assert lines(read(page(), where="a.txt")) == [TITLE, FIRST, SECOND, THIRD]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_the_encoding_that_a_page_names(encoding: str) -> None:
    text = page(body=f"<p>“Kami siap”, kata René. {FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>")
    text = text.replace("charset='utf-8'", f"charset='{encoding}'")
    assert f"“Kami siap”, kata René. {FIRST}" in read(text.encode(encoding)).text


def pieces(folder: Path, name: str, data: bytes) -> list[Piece | Problem]:
    (folder / name).write_bytes(data)
    return list(sources.apart(sources.piece_at(folder / name, source=name)))


def test_a_saved_page_with_its_pictures(tmp_path: Path) -> None:
    """MHTML: the page is read, its parts are not, and its address is the one it was saved from."""
    part = quopri.encodestring(page().encode())
    whole = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.tempo.co/a\r\n"
        b"MIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
        b"--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: https://www.tempo.co/a\r\n\r\n" + part + b"\r\n--x--\r\n"
    )
    for name in ("a.mhtml", "a.mht", "a.txt"):
        (found,) = pieces(tmp_path, name, whole)
        assert isinstance(found, Piece)
        article = sources.read_piece(found).article
        assert lines(article) == [TITLE, FIRST, SECOND, THIRD]
        assert (article.url, article.outlet) == ("https://www.tempo.co/a", "Tempo")


def test_a_packed_page(tmp_path: Path) -> None:
    (found,) = pieces(tmp_path, "a.html.gz", gzip.compress(page().encode()))
    assert isinstance(found, Piece)
    assert lines(sources.read_piece(found).article) == [TITLE, FIRST, SECOND, THIRD]


# --- bad pages -------------------------------------------------------------------------------

DEEP = 50_000


@pytest.mark.parametrize(
    "tag", ["div", "b", "table><tr><td", "ul><li", "blockquote", "a href='/x'", "span", "font"]
)
def test_a_page_nested_without_end_is_read(tag: str) -> None:
    """50,000 deep: no recursion, and the words are there."""
    article = read(page(body=f"<{tag}>" * DEEP + BODY))
    assert FIRST in article.text


@pytest.mark.parametrize(
    "text",
    [
        page()[: len(page()) * 2 // 3],
        page()[:-200],
        page() + "<div" * 1000,
        page().replace("</p>", ""),
        page(head="<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>", body=BODY + "&b;" * 1000),
        page(body=BODY + "&" * 100_000),
        page(body=BODY + "&#x110000;&#0;&#xD800;"),
        page(body=BODY + "\0\x01\x0b<p>\x1b</p>"),
        "<?xml version='1.0' encoding='utf-16'?>" + page(),
    ],
)
def test_a_page_that_is_damaged_is_read(text: str) -> None:
    """Truncated, unclosed, with entities that would grow, with characters that no tree can hold."""
    assert FIRST in read(text).text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF document, not text"),
        (b"\x89PNG\r\n\x1a\n", "is a PNG picture, not text"),
        (b"<html><body></body></html>", "holds no words"),
        (b"<html><script>var a = 1;</script></html>", "holds no words"),
        (b"<p>" * 2_000_000, "is too large for an article: 6.0 MB, the limit is 5.0 MB"),
    ],
)
def test_a_page_that_is_none_is_one_clear_line(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        sources.read_piece(Piece(where="a.html", data=data, name="a.html"))
    assert str(caught.value.what) == message


def test_a_page_of_100_mb_is_refused_unread(tmp_path: Path) -> None:
    """By its size: its bytes are not held."""
    with (tmp_path / "a.html").open("wb") as file:
        file.truncate(100_000_000)
    piece = sources.piece_at(tmp_path / "a.html")
    assert len(piece.data) < 100_000
    with pytest.raises(InputError, match=r"is too large for an article: 100\.0 MB"):
        sources.read_piece(piece)


BAITS = {
    "divs": "<div>",
    "closers": "</p>",
    "links": '<a href="/x">Judul</a> ',
    "spans": "<span>a</span>",
    "lists": "<ul><li>Rusia menolak.</li></ul>",
    "tables": "<table><tr><td>Rusia</td></tr></table>",
    "comments": "<!-- a",
    "attributes": "<p a='",
    "paragraphs": f"<p>{FIRST}</p>",
    "headlines": "<h1>Rusia Menolak - Kompas.com</h1>",
    "metas": '<meta property="og:title" content="Rusia Menolak - Kompas.com">',
    "json": '<script type="application/ld+json">{"@type":"NewsArticle"}</script>',
    "dates": "<div>Senin, 6 November 2023</div>",
    "breaks": "Rusia menolak.<br>",
    "tweets": "<blockquote class='twitter-tweet'>a",
    "entities": "&amp;&#8212;",
}


@pytest.mark.parametrize("bait", BAITS.values(), ids=BAITS)
def test_time_grows_with_the_page_and_no_faster(bait: str) -> None:
    """Twice the page takes about twice the time, whatever it is made of."""

    def seconds(times: int) -> float:
        text = page(body=BODY + bait * times)
        begun = time.process_time()
        read(text)
        return time.process_time() - begun

    times = 40_000 // len(bait)
    seconds(times)  # what is loaded once
    short = min(seconds(times) for _ in range(2))
    long = min(seconds(4 * times) for _ in range(2))
    assert long < 4 * 2.2 * short + 0.1


PIECES = [
    *BAITS.values(),
    FIRST,
    TITLE,
    "<p>",
    "</div>",
    "<table>",
    "<td>",
    "<script>",
    "</script>",
    "<title>",
]
PIECES += ["<h2>", "\0", '"', "<", "&", "<br>", "<article>", "<body>", "<svg>", "</html>", "<textarea>"]
MARKUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=60).map("".join)


@settings(deadline=None, max_examples=80)
@given(MARKUP)
def test_any_page_is_read_or_refused(text: str) -> None:
    """Whatever is in it: an article whose paragraphs lie in its text, or one clear line."""
    try:
        article = read(("<html>" + text).encode("utf-8", "replace"))
    except InputError:
        return
    assert all(0 <= p.start < p.end <= len(article.text) for p in article.paragraphs)
    assert "<p>" not in article.text or "&lt;" in text or "<textarea>" in text or "<title>" in text
