"""The whole morning in one command: what is new in feeds since the last brief, and accounts of readers."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from imap_server import PASSWORD, USER, Box, imap_server
from relay import make_certificate
from web import Asked, Web, page, status, story, web

from briefing.cli import run

Said = pytest.CaptureFixture[str]


@pytest.fixture
def server() -> Iterator[Web]:
    with web() as made:
        yield made


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder, with state and cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def chosen(*feeds: str, more: str = "") -> None:
    Path("briefing.toml").write_text(
        f"format = ['json']\n[feeds]\naddresses = {json.dumps(feeds)}\n{more}\n[fetch]\n"
        "allow_private = true\npause = 0\nread_seconds = 1\ntotal_seconds = 2\npatience = 0.01\n",
        encoding="utf-8",
    )


def item(n: int, guid: str = "", link: str = "", text: str = "", day: str = "") -> str:
    told = f"<title>Kapal {n} berangkat</title><guid>{guid or n}</guid>"
    told += f"<description>{text or story(n)}</description>"
    day = f"<pubDate>{day}</pubDate>" if day else ""
    return f"<item>{told}<link>{link or f'https://contoh.example/{n}'}</link>{day}</item>"


def feed(*items: str) -> bytes:
    return page(f'<rss version="2.0"><channel><title>Contoh</title>{"".join(items)}</channel></rss>')


def made() -> list[str]:
    """The titles in the last brief."""
    (file,) = Path("reports").glob("*/briefing.json")
    return [source["article"]["title"] for source in json.loads(file.read_bytes())["sources"]]


def test_what_is_new_since_the_last_brief(server: Web, here: Path, capfd: Said) -> None:
    """Each item once, by guid or address, whichever feed it comes by; nothing new, no brief."""
    server.pages |= {"/a": feed(item(1), item(2)), "/b": feed(item(2, guid="lain"), item(3))}
    chosen(server.at("/a"), server.at("/b"), server.at("/mati"))
    assert run(["make", "--feeds"]) == 0
    assert made() == ["Kapal 1 berangkat", "Kapal 2 berangkat", "Kapal 3 berangkat"]
    assert "/mati: the server says 404" in capfd.readouterr().out
    assert run(["make", "--feeds"]) == 0
    said = capfd.readouterr()
    assert "Nothing new in 3 feeds; no brief was made" in said.out
    assert "/mati: the server says 404" in said.err
    server.pages["/a"] = feed(item(4), item(1), item(5, link="http://www.contoh.example/3/?utm_source=x"))
    assert run(["make", "--feeds"]) == 0
    assert made() == ["Kapal 4 berangkat"]


def test_a_brief_that_was_not_made_takes_nothing(server: Web, here: Path, capfd: Said) -> None:
    """Only when the brief is written is what it tells no longer new."""
    server.pages["/a"] = feed(item(1))
    chosen(server.at("/a"))
    Path("out").write_text("no folder", encoding="utf-8")
    assert run(["make", "--feeds", "--out", "out"]) == 1
    assert run(["make", "--feeds"]) == 0
    assert made() == ["Kapal 1 berangkat"]


def test_an_item_whose_page_cannot_be_had_now(server: Web, here: Path, capfd: Said) -> None:
    """It is told of, and comes the next time; one whose page is gone is read as far as the feed goes."""
    teaser = "Kapal perang itu berangkat ke Natuna pada Senin pagi dengan dua ratus awak, kata menteri ..."
    server.pages |= {
        "/a": feed(item(1, link=server.at("/1"), text=teaser), item(2, link=server.at("/2"), text=teaser)),
        "/1": status(503), "/2": status(410),
    }  # fmt: skip
    chosen(server.at("/a"))
    assert run(["make", "--feeds"]) == 0
    assert made() == ["Kapal 2 berangkat"]
    assert "503 Service Unavailable; it is left for the next time" in capfd.readouterr().out
    server.pages["/1"] = page(f"<html><body><h1>Kapal 1 berangkat</h1><p>{story(1)}</p></body></html>")
    assert run(["make", "--feeds"]) == 0
    assert made() == ["Kapal 1 berangkat"]


def test_old_items_are_passed_over(server: Web, here: Path, capfd: Said) -> None:
    """A feed that is read for the first time has more than a morning's news."""
    server.pages["/a"] = feed(item(1, day="Mon, 06 Nov 2023 08:15:00 +0700"), item(2))
    chosen(server.at("/a"))
    assert run(["make", "--feeds"]) == 0
    assert made() == ["Kapal 2 berangkat"]


def test_feeds_are_not_sent_again_unless_changed(server: Web, here: Path) -> None:
    """The cache asks by ETag; what it has is as good."""
    server.pages["/a"] = lambda asked, line: (
        status(304)
        if asked.heads.get("if-none-match") == '"1"'
        else feed(item(1)).replace(b"\r\n", b'\r\nETag: "1"\r\n', 1)
    )
    chosen(server.at("/a"))
    assert run(["make", "--feeds"]) == 0
    assert run(["make", "--feeds"]) == 0
    assert server.asked[-1].heads["if-none-match"] == '"1"'


def test_feeds_beside_other_inputs(server: Web, here: Path, seeds: Path) -> None:
    """Files that are named too, and a list of feeds in the settings."""
    server.pages["/a"] = feed(item(1))
    Path("desk.opml").write_text(f'<opml><outline xmlUrl="{server.at("/a")}"/></opml>', encoding="utf-8")
    chosen("desk.opml")
    Path("a.txt").write_text(f"Berkas sendiri\n\n{story(9)}", encoding="utf-8")
    assert run(["make", "a.txt", "--feeds"]) == 0
    assert made() == ["Berkas sendiri", "Kapal 1 berangkat"]


def test_a_page_that_should_be_a_feed(server: Web, here: Path, capfd: Said) -> None:
    """It is no news of its own; where it names its feed, that is told."""
    link = "<link type='application/rss+xml' rel='alternate' href='/umpan?a=1&amp;b=2'>"
    server.pages["/"] = page(f"<html><head>{link}</head><body><p>{story(1)}</p></body></html>")
    chosen(server.at("/"))
    assert run(["make", "--feeds"]) == 0
    said = capfd.readouterr()
    assert f"is a page, and no feed (Its feed is {server.at('/umpan?a=1&b=2')})" in said.err
    assert "no brief was made" in said.out


def test_without_feeds(here: Path, capfd: Said) -> None:
    """What to do is said, with status 2."""
    assert run(["make", "--feeds"]) == 2
    assert "the settings name no feeds" in capfd.readouterr().err
    assert run(["make"]) == 2
    chosen("https://budi:rahasia@contoh.example/rss")
    assert run(["make", "--feeds"]) == 2
    said = capfd.readouterr().err
    assert "has a password in it" in said
    assert "rahasia" not in said


def test_memory_that_others_can_write(server: Web, here: Path, capfd: Said) -> None:
    """They could have news left out, or read twice."""
    server.pages["/a"] = feed(item(1))
    chosen(server.at("/a"))
    (here / "state" / "briefing").mkdir(parents=True)
    (here / "state" / "briefing").chmod(0o777)
    assert run(["make", "--feeds"]) == 1
    assert "where others can write" in capfd.readouterr().err


# --- accounts -----------------------------------------------------------------------------------


def reader(server: Web, items: list[dict[str, object]], *, password: str = "rahasia & <x>") -> None:
    """An account as FreshRSS and Miniflux have it, two items at a time."""

    def log_in(asked: Asked, line: socket.socket) -> bytes:
        told = parse_qs(asked.body.decode())
        good = told == {"Email": ["budi"], "Passwd": [password]} and asked.method == "POST"
        return page("SID=x\nLSID=null\nAuth=budi/abc\n") if good else status(403)

    def contents(asked: Asked, line: socket.socket) -> bytes:
        if asked.heads.get("authorization") != "GoogleLogin auth=budi/abc":
            return status(401)
        at = int(parse_qs(urlsplit(asked.path).query).get("c", ["0"])[0])
        told: dict[str, object] = {"items": items[at : at + 2]}
        return page(json.dumps(told | ({"continuation": str(at + 2)} if at + 2 < len(items) else {})))

    class Pages(dict):  # type: ignore[type-arg]
        def get(self, path: str, default: object = None) -> object:
            return (
                contents
                if path.startswith("/api/reader/api/0/stream/contents/user")
                else super().get(path, default)
            )

    server.pages = Pages({"/api/accounts/ClientLogin": log_in})


def reader_item(n: int, **more: object) -> dict[str, object]:
    return {
        "id": f"tag:google.com,2005:reader/item/{n}", "title": f"Kapal {n} berangkat", "author": "Rina Sari",
        "canonical": [{"href": f"https://contoh.example/{n}"}],
        "summary": {"content": f"<p>{story(n)}</p>"},
        "origin": {"title": "ANTARA News - Terkini"}, **more,
    }  # fmt: skip


def test_an_account_of_a_reader(
    server: Web, here: Path, monkeypatch: pytest.MonkeyPatch, capfd: Said
) -> None:
    """All pages of its items, once each, with the outlet of each item's own feed; the password only there."""
    odd = {"id": 7, "canonical": "x", "summary": [], "published": "kemarin", "origin": 3}
    reader(server, [reader_item(1), reader_item(2), reader_item(3), odd])  # type: ignore[list-item]
    monkeypatch.setenv("BRIEFING_FEEDS_PASSWORD", "rahasia & <x>")
    chosen(f"reader+http://budi@127.0.0.1:{server.port}/api")
    assert run(["make", "--feeds"]) == 0
    assert made() == [f"Kapal {n} berangkat" for n in (1, 2, 3)]
    (file,) = Path("reports").glob("*/briefing.json")
    assert {s["article"]["outlet"] for s in json.loads(file.read_bytes())["sources"]} == {"ANTARA"}
    assert run(["make", "--feeds"]) == 0
    said = capfd.readouterr()
    assert "rahasia" not in said.out + said.err + file.read_text(encoding="utf-8")


def test_an_account_without_news(
    server: Web, here: Path, monkeypatch: pytest.MonkeyPatch, capfd: Said
) -> None:
    """Nothing came to its feeds."""
    reader(server, [])
    monkeypatch.setenv("BRIEFING_FEEDS_PASSWORD", "rahasia & <x>")
    chosen(f"reader+http://budi@127.0.0.1:{server.port}/api")
    assert run(["make", "--feeds"]) == 0
    assert capfd.readouterr() == ("Nothing new in 1 feed; no brief was made\n", "")


@pytest.mark.parametrize(
    ("more", "password", "says"),
    [
        ("", "", "needs a password"),
        ("", "salah", "403"),
        ("password_file = 'sandi'", "", "can be read by others"),
    ],
)
def test_an_account_that_lets_nobody_in(
    server: Web, here: Path, capfd: Said, monkeypatch: pytest.MonkeyPatch, more: str, password: str, says: str
) -> None:
    reader(server, [reader_item(1)])
    monkeypatch.setenv("BRIEFING_FEEDS_PASSWORD", password)
    Path("sandi").write_text("rahasia & <x>\n", encoding="utf-8")
    Path("sandi").chmod(0o644)
    chosen(f"reader+http://budi@127.0.0.1:{server.port}/api", more=more)
    assert run(["make", "--feeds"]) == 0
    said = capfd.readouterr()
    assert says in said.err
    assert "no brief was made" in said.out


def test_a_mailbox_among_the_feeds(here: Path, monkeypatch: pytest.MonkeyPatch, capfd: Said) -> None:
    """Its messages are read once each, and those that were in a brief are not fetched again."""
    certificate = make_certificate(here / "server.pem")
    box = Box(messages={11: letter(1), 12: letter(2)})
    monkeypatch.setenv("BRIEFING_FEEDS_PASSWORD", PASSWORD)
    monkeypatch.setenv("BRIEFING_FETCH_CA_FILE", str(certificate))
    with imap_server(certificate, box):
        chosen(f"imaps://{USER}@localhost:{box.port}/Kliping")
        assert run(["make", "--feeds"]) == 0
        assert made() == ["Kapal 1 berangkat", "Kapal 2 berangkat"]
        fetched = len([asked for asked in box.asked if "BODY.PEEK" in asked])
        assert run(["make", "--feeds"]) == 0
        assert "Nothing new in 1 feed" in capfd.readouterr().out
        assert len([asked for asked in box.asked if "BODY.PEEK" in asked]) == fetched == 2


def letter(n: int) -> bytes:
    """A newsletter with one article."""
    made_ = EmailMessage()
    made_["From"], made_["To"] = "Antara <redaksi@antaranews.com>", "m@x.example"
    made_["Subject"] = f"Kapal {n} berangkat"
    made_["Date"], made_["Message-ID"] = "Mon, 06 Nov 2023 08:15:00 +0700", f"<{n}@antaranews.com>"
    made_.set_content(story(n))
    return made_.as_bytes().replace(b"\n", b"\r\n")


def test_a_password_does_not_go_in_the_open(
    server: Web, here: Path, capfd: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither without TLS, but in one's own network, nor on to where a server redirects."""
    reader(server, [reader_item(1)])
    monkeypatch.setenv("BRIEFING_FEEDS_PASSWORD", "rahasia & <x>")
    monkeypatch.setenv("BRIEFING_FETCH_ALLOW_PRIVATE", "false")
    chosen(f"reader+http://budi@127.0.0.1:{server.port}/api")
    assert run(["make", "--feeds"]) == 0
    assert "would send a password in the open" in capfd.readouterr().err
    assert server.asked == []
    with web() as other:
        server.pages = {"/api/accounts/ClientLogin": status(307, location=other.at("/"))}
        monkeypatch.setenv("BRIEFING_FETCH_ALLOW_PRIVATE", "true")
        assert run(["make", "--feeds"]) == 0
        assert other.asked == []
