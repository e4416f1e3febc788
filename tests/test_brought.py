"""What stands at addresses, in a run: pages, lists of addresses, feeds and the pages of their items."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from web import Web, page, status, story, web

from briefing.errors import InputError
from briefing.model import Article
from briefing.settings import Settings
from briefing.settings.feeds import Feeds
from briefing.settings.fetch import Fetch
from briefing.workflow import Analysed, analyse

QUICK = Fetch(
    pause=0.0, connect_seconds=1.0, read_seconds=1.0, total_seconds=2.0, patience=0.01, allow_private=True,
    cache_days=0,
)  # fmt: skip
SETTINGS = Settings(fetch=QUICK)


def article(n: int) -> str:
    return (
        f"<html><head><title>Kapal berangkat {n}</title></head>"
        f"<body><h1>Kapal perang berangkat ke utara {n}</h1>"
        f"<p>Senin, 6 November 2023</p><p>{story(n)}</p></body></html>"
    )


def rss(server: Web, *inner: str) -> str:
    head = f'<rss version="2.0"><channel><title>Contoh</title><link>{server.at("/")}</link>'
    return f"{head}{''.join(inner)}</channel></rss>"


def item(title: str, link: str, text: str, day: str = "Mon, 06 Nov 2023 08:15:00 +0700") -> str:
    told = f"<title>{title}</title><link>{link}</link><pubDate>{day}</pubDate>"
    return f"<item>{told}<description>{text}</description></item>"


@pytest.fixture
def server() -> Iterator[Web]:
    with web() as made:
        yield made


def articles(analysed: Analysed) -> list[Article]:
    return [found.article for found in analysed.findings]


def told(analysed: Analysed) -> list[str]:
    problems = [*analysed.problems, *(p for found in analysed.findings for p in found.problems)]
    return [f"{p.where}: {p.message}. {p.hint}" for p in problems]


def test_an_address_and_a_list_of_them(server: Web, tmp_path: Path) -> None:
    """Each address in its place, each once; what is dead or none is told of and stops nothing."""
    server.pages |= {f"/{n}": page(article(n)) for n in (1, 2, 3)}
    (tmp_path / "a.txt").write_text(f"Berkas sendiri\n\n{story(7)}", encoding="utf-8")
    listed = tmp_path / "urls.txt"
    listed.write_text(
        f"# pagi\n{server.at('/2')} # dua\n{server.at('/mati')}\nkapal\n{server.at('/1')}\n", encoding="utf-8"
    )
    inputs = [server.at("/1"), str(tmp_path / "a.txt"), f"@{listed}", server.at("/3"), "gopher://x/"]
    analysed = analyse(inputs, settings=SETTINGS)
    assert [one.source for one in articles(analysed)] == [
        server.at("/1"), str(tmp_path / "a.txt"), server.at("/2"), server.at("/3"),
    ]  # fmt: skip
    assert articles(analysed)[0].title == "Kapal perang berangkat ke utara 1"
    assert server.paths() == ["/1", "/2", "/mati", "/3"]
    trouble = "\n".join(told(analysed))
    assert f"{server.at('/mati')}: the server says 404" in trouble
    assert "urls.txt: kapal: is no address" in trouble
    assert "gopher://x/: is an address of another kind" in trouble


def test_nothing_is_fetched_unless_it_is_named(server: Web, tmp_path: Path) -> None:
    """Neither what an article links to, nor what a feed's file or a list of feeds in a folder names."""
    (tmp_path / "a.txt").write_text(f"Berita\n\n{story(1)} {server.at('/1')}", encoding="utf-8")
    (tmp_path / "b.xml").write_text(
        rss(server, item("Kapal tiba", server.at("/2"), story(2))), encoding="utf-8"
    )
    (tmp_path / "c.opml").write_text(
        f'<opml><body><outline xmlUrl="{server.at("/3")}"/></body></opml>', encoding="utf-8"
    )
    analysed = analyse([str(tmp_path)], settings=SETTINGS)
    assert len(articles(analysed)) == 2
    assert server.asked == []
    assert "c.opml: is a list of feeds" in "\n".join(told(analysed))


def test_a_feed_with_the_pages_of_its_items(server: Web) -> None:
    """Of a teaser the page is read, with what the feed says of it; a whole text is read as it is."""
    whole = story(5)
    server.pages |= {
        "/rss": page(
            rss(
                server,
                item("Kapal perang berangkat 1", server.at("/1"), "Dua kapal ..."),
                item("Penuh", server.at("/5"), whole),
            ),
            content_type="application/rss+xml",
        ),
        "/1": status(302, location="/satu"), "/satu": page(article(1)),
    }  # fmt: skip
    first, second = articles(analyse([server.at("/rss")], settings=SETTINGS))
    assert first.source == server.at("/satu")
    assert "tiga kecamatan" in first.text
    assert (first.published or "").startswith("2023-11-06T08:15")
    assert (second.title, second.url) == ("Penuh", server.at("/5"))
    assert server.paths() == ["/rss", "/1", "/satu"]


def test_the_file_of_a_feed_with_fetch(server: Web, tmp_path: Path) -> None:
    """--fetch is the user's word that the pages of a file's items may be fetched."""
    file = tmp_path / "b.xml"
    file.write_text(
        rss(server, item("Kapal perang berangkat 1", server.at("/1"), "Dua kapal ...")), encoding="utf-8"
    )
    server.pages["/1"] = page(article(1))
    (one,) = articles(analyse([str(file)], settings=SETTINGS, fetch=True))
    assert "tiga kecamatan" in one.text


def test_a_page_that_cannot_be_had(server: Web) -> None:
    """The item is read as far as its feed goes, and says so."""
    teaser = "Dua kapal perang berangkat ke Laut Natuna pada Senin pagi dengan dua ratus awak ..."
    server.pages |= {"/rss": page(rss(server, item("Kapal", server.at("/1"), teaser))), "/1": status(410)}
    analysed = analyse([server.at("/rss")], settings=SETTINGS)
    (one,) = articles(analysed)
    assert "Natuna" in one.text
    assert (
        "only its beginning, as the feed has it, was read; its page: the server says 410 Gone"
        in "\n".join(told(analysed))
    )


def test_a_day_that_is_still_to_come(server: Web) -> None:
    """A feed whose clock goes wrong does not date an article."""
    server.pages["/rss"] = page(
        rss(
            server,
            item("Kapal", server.at("/1"), story(1), day="Mon, 06 Nov 2123 08:15:00 +0700"),
        )
    )
    analysed = analyse([server.at("/rss")], settings=SETTINGS)
    assert articles(analysed)[0].published != "2123-11-06T08:15+07:00"
    assert "dated 2123-11-06, which is still to come" in "\n".join(told(analysed))


def test_a_list_of_feeds(server: Web, tmp_path: Path) -> None:
    """@desk.opml reads every feed of the list; a broken one and a page that is none stop nothing."""
    server.pages |= {
        "/a": page(rss(server, item("A", server.at("/1"), story(1)))),
        "/b": page('{"version": "https://jsonfeed.org/version/1", "items": {}}'),
        "/c": page(rss(server, item("C", server.at("/2"), story(2)))),
    }  # fmt: skip
    outlines = "".join(f'<outline xmlUrl="{server.at(path)}"/>' for path in ("/a", "/b", "/x", "/c"))
    (tmp_path / "desk.opml").write_text(f"<opml><body>{outlines}</body></opml>", encoding="utf-8")
    analysed = analyse([f"@{tmp_path / 'desk.opml'}"], settings=SETTINGS)
    assert [one.title for one in articles(analysed)] == ["A", "C"]
    trouble = "\n".join(told(analysed))
    assert f"{server.at('/b')}: is a feed without items" in trouble
    assert f"{server.at('/x')}: the server says 404" in trouble


def test_a_declared_encoding(server: Web) -> None:
    """Told by the server, beside a page that says nothing of it."""
    body = f"<p>{story(1)}</p><p>{story(2)}</p>"
    text = f"<html><body><h1>Kapal tiba di Cádiz</h1>{body}</body></html>"
    server.pages["/1"] = page(text.encode("cp1252"), content_type="text/html; charset=windows-1252")
    (one,) = articles(analyse([server.at("/1")], settings=SETTINGS))
    assert one.title == "Kapal tiba di Cádiz"
    assert one.encoding.replace("windows-", "cp") == "cp1252"


def test_what_a_server_calls_a_page(server: Web) -> None:
    """The first bytes are believed: a packed text under the name of a page is unpacked."""
    text = f"Berita dalam arsip\n\n{story(1)}\n"
    server.pages["/berita"] = page(gzip.compress(text.encode()), content_type="text/html")
    (one,) = articles(analyse([server.at("/berita")], settings=SETTINGS))
    assert one.title == "Berita dalam arsip"


def test_what_is_wrong_with_a_list(tmp_path: Path) -> None:
    """No such file, and one without an address: one line each."""
    (tmp_path / "kosong.txt").write_text("# nanti\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        analyse([f"@{tmp_path}/tidak.txt", f"@{tmp_path}/kosong.txt"], settings=SETTINGS)
    assert "tidak.txt: can't be read" in str(caught.value)
    assert "kosong.txt: holds no addresses" in str(caught.value)


def test_full_text_can_be_left_out(server: Web) -> None:
    """full_text = false reads what the feed has, and fetches no page."""
    teaser = "Dua kapal perang berangkat ke Laut Natuna pada Senin pagi dengan dua ratus awak ..."
    server.pages["/rss"] = page(rss(server, item("Kapal", server.at("/1"), teaser)))
    analyse([server.at("/rss")], settings=Settings(fetch=QUICK, feeds=Feeds(full_text=False)))
    assert server.paths() == ["/rss"]
