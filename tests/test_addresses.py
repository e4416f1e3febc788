"""Addresses: fetched politely and within bounds, from nowhere that they may not be fetched from."""

from __future__ import annotations

import gzip
import os
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relay import make_certificate
from web import Asked, Web, page, status, web

from briefing.errors import InputError
from briefing.render.catalogue import labels
from briefing.settings.fetch import Fetch
from briefing.sources import cache
from briefing.sources.fetch import Fetched, Fetcher, FetchError
from briefing.sources.network import Target, is_public
from briefing.sources.urls import canonical, checked, listed, shown

QUICK = Fetch(
    pause=0.0, connect_seconds=0.5, read_seconds=0.25, total_seconds=0.6, megabytes=0.2, patience=0.3,
    allow_private=True,
)  # fmt: skip
TEXT = "Menteri itu tiba di pelabuhan pada Selasa pagi."
NOW = datetime(2026, 11, 29, 6, tzinfo=UTC).timestamp()


@pytest.fixture
def server() -> Iterator[Web]:
    with web() as made:
        yield made


def fetched(address: str, terms: Fetch = QUICK, **more: object) -> Fetched:
    with Fetcher(terms, now=lambda: NOW, **more) as fetcher:  # type: ignore[arg-type]
        return fetcher.fetch(address)


def refusal(address: str, terms: Fetch = QUICK, **more: object) -> FetchError:
    """Why an address gives nothing."""
    with pytest.raises(FetchError) as caught:
        fetched(address, terms, **more)
    return caught.value


# --- addresses as they are written ------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("ftp://contoh.example/a", "of the kind 'ftp'"),
        ("file:///etc/passwd", "of the kind 'file'"),
        ("https://budi:rahasia@contoh.example/", "a name or a password"),
        ("https:///berita", "names no server"),
        ("https://contoh.example:0/", "names no server"),
        ("https://contoh.example/a b", "a space"),
        ("https://contoh.example/\r\nHost: lain", "control character"),
        ("https://contoh.example:99999/", "names no server"),
        ("https://contoh.example/" + "a" * 5000, "too long"),
    ],
)
def test_what_is_no_address_to_fetch(address: str, says: str) -> None:
    """Only http and https, and no password, which would end up in messages and in the brief."""
    with pytest.raises(InputError) as caught:
        checked(address)
    assert says in caught.value.what
    assert "rahasia" not in str(caught.value)


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    """Whatever stands in a list or a feed, there is no other error; what is let through stays as it is."""
    canonical(text), shown(text)
    try:
        good = checked(f"https://contoh.example/{text}")
    except InputError:
        return
    assert checked(good) == good


def test_addresses_of_one_page() -> None:
    """With and without www, s, the final slash, a fragment, and what tells where a reader came from."""
    same = [
        "https://contoh.example/a/1", "http://www.contoh.example/a/1/", "https://CONTOH.example:443/a/1#komentar",
        "https://contoh.example/a/1?utm_source=rss&utm_medium=feed",
    ]  # fmt: skip
    assert {canonical(one) for one in same} == {"contoh.example/a/1"}
    other = [
        "https://contoh.example/a/2",
        "https://contoh.example/a/1?page=2",
        "https://contoh.example:8080/a/1",
    ]
    assert len({canonical(one) for one in other} | {"contoh.example/a/1"}) == 4


def test_a_list_of_addresses() -> None:
    """One a line; empty lines and notes are passed over; an address with a fragment keeps it."""
    text = "\ufeff# pagi ini\nhttps://a.example/1 # utama\n\n  https://a.example/2#x\nhttps://a.example/1\n"
    assert listed(text) == ("https://a.example/1", "https://a.example/2#x")


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "nonsense",
    ],
)  # fmt: skip
def test_what_is_not_of_the_open_internet(number: str) -> None:
    """Loopback, private, link-local, shared, multicast and reserved numbers, and those that hold one."""
    assert not is_public(number)


@pytest.mark.parametrize("number", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_what_is_of_the_open_internet(number: str) -> None:
    assert is_public(number)


# --- a server as it should be -----------------------------------------------------------------


def test_a_page(server: Web) -> None:
    """Its bytes as they are, what they are and in which encoding, and who asks."""
    server.pages["/a"] = page(TEXT.encode("cp1252"), content_type="text/html; charset=Windows-1252")
    got = fetched(server.at("/a#x"))
    assert (got.data, got.kind, got.charset) == (TEXT.encode("cp1252"), "text/html", "windows-1252")
    assert server.paths() == ["/a"]
    (asked,) = [one for one in server.asked if one.path == "/a"]
    assert asked.heads["user-agent"].startswith("briefing/")
    assert asked.heads["host"] == f"127.0.0.1:{server.port}"
    assert "cookie" not in asked.heads


@pytest.mark.parametrize("packed", ["gzip", "deflate", "bare deflate", "gzip in two"])
def test_a_packed_page(server: Web, packed: str) -> None:
    """gzip and both kinds of deflate, as servers send them."""
    bare = zlib.compressobj(wbits=-15)
    data = {
        "gzip": gzip.compress(TEXT.encode()), "deflate": zlib.compress(TEXT.encode()),
        "bare deflate": bare.compress(TEXT.encode()) + bare.flush(),
        "gzip in two": gzip.compress(TEXT.encode()) + b"\0\0",
    }[packed]  # fmt: skip
    server.pages["/a"] = page(data, content_encoding=packed.split()[-1] if "two" not in packed else "gzip")
    assert fetched(server.at("/a")).data == TEXT.encode()


def test_redirects_are_followed(server: Web) -> None:
    """Relative and absolute; the address at the end is told."""
    server.pages |= {
        "/a": status(301, location="/b"), "/b": status(302, location=server.at("/c")), "/c": page(TEXT),
    }  # fmt: skip
    got = fetched(server.at("/a"))
    assert (got.address, got.at) == (server.at("/a"), server.at("/c"))


def test_one_thing_at_a_time_with_a_pause(server: Web) -> None:
    """However many addresses there are: a server is asked one after the other, with the pause between."""
    server.pages |= {f"/{n}": page(f"{TEXT} {n}") for n in range(4)}
    terms = replace(QUICK, pause=0.05, at_once=4)
    with Fetcher(terms, now=lambda: NOW) as fetcher:
        got = fetcher.fetch_all([server.at(f"/{n}") for n in range(4)])
    assert [one.data for one in got if isinstance(one, Fetched)] == [f"{TEXT} {n}".encode() for n in range(4)]
    assert server.most_at_once == 1
    times = [one.at for one in server.asked]
    assert min(b - a for a, b in pairwise(times)) >= 0.045


def test_several_servers_at_once() -> None:
    """Three slow servers take hardly longer than one; a dead one and an odd one stop nobody."""

    def slow(asked: Asked, line: socket.socket) -> bytes:
        time.sleep(0.3)
        return page(TEXT)

    with web() as a, web() as b, web() as c:
        for one in (a, b, c):
            one.pages["/"] = slow
        with socket.create_server(("127.0.0.1", 0)) as dead:
            nobody = f"http://mati.example:{dead.getsockname()[1]}/"
        here = Target(resolve=lambda host, port: ["127.0.0.1"], may_reach=lambda number: True)
        terms = replace(QUICK, robots=False, patience=0.0, read_seconds=2.0, total_seconds=2.0)
        asked = [
            a.at("/", "a.example"), nobody, b.at("/", "b.example"), "gopher://x/", c.at("/", "c.example"),
            a.at("/x", "a.example"),
        ]  # fmt: skip
        with Fetcher(terms, now=lambda: NOW, target=here) as fetcher:
            began = time.monotonic()
            got = fetcher.fetch_all(asked)
            assert time.monotonic() - began < 0.8
    assert [isinstance(one, Fetched) for one in got] == [True, False, True, False, True, False]
    assert "could not be connected to" in str(got[1])


@pytest.mark.parametrize("http2", [False, True])
def test_over_tls(tmp_path: Path, http2: bool) -> None:
    """HTTP/2 where the server speaks it; the name that was asked for is the one that must be vouched for."""
    certificate = make_certificate(tmp_path / "server.pem")
    known = replace(QUICK, ca_file=certificate)
    with web(certificate, http2=http2) as server:
        server.pages["/a"] = page(TEXT)
        assert fetched(server.at("/a", "localhost"), known).data == TEXT.encode()
        assert [one.path for one in server.asked] == ["/robots.txt", "/a"]
        assert (":authority" in server.asked[0].heads) is http2
        assert "certificate" in refusal(server.at("/a", "localhost")).what
        other = Target(resolve=lambda host, port: ["127.0.0.1"], may_reach=lambda number: True)
        assert "certificate" in refusal(server.at("/a", "lain.example"), known, target=other).what


# --- robots.txt -------------------------------------------------------------------------------


def test_robots_are_respected(server: Web) -> None:
    """What is not for programs is not asked for; the rules for this program come before those for all."""
    server.pages |= {
        "/robots.txt": page("User-agent: *\nDisallow: /\n\nUser-agent: briefing\nDisallow: /tertutup\n"),
        "/a": page(TEXT), "/tertutup/b": page(TEXT), "/c": status(302, location="/tertutup/b"),
    }  # fmt: skip
    assert fetched(server.at("/a")).data == TEXT.encode()
    for path in ("/tertutup/b", "/c"):
        assert "robots.txt" in refusal(server.at(path)).what
    assert "/tertutup/b" not in server.paths()
    assert fetched(server.at("/tertutup/b"), replace(QUICK, robots=False)).data == TEXT.encode()


def test_robots_are_asked_for_once(server: Web) -> None:
    server.pages |= {"/1": page(TEXT), "/2": page(TEXT)}
    with Fetcher(QUICK, now=lambda: NOW) as fetcher:
        fetcher.fetch_all([server.at("/1"), server.at("/2")])
    assert [one.path for one in server.asked] == ["/robots.txt", "/1", "/2"]


def test_robots_are_kept_as_pages_are(server: Web, tmp_path: Path) -> None:
    """A robots.txt that has not changed is not sent again, and holds as before."""
    folder = cache.opened(tmp_path / "cache")
    rules = page("User-agent: *\nDisallow: /x\n", etag='"r"')
    server.pages |= {
        "/robots.txt": lambda asked, line: status(304) if "if-none-match" in asked.heads else rules,
        "/a": page(TEXT),
    }  # fmt: skip
    for _ in range(2):
        assert fetched(server.at("/a"), folder=folder).data == TEXT.encode()
        assert "robots.txt" in refusal(server.at("/x"), folder=folder).what
    asked = [one.heads.get("if-none-match") for one in server.asked if one.path == "/robots.txt"]
    assert asked == [None, '"r"', '"r"', '"r"']


def test_robots_that_cannot_be_had(server: Web) -> None:
    """A server at fault may have rules that can't be read now: nothing is asked of it (RFC 9309)."""
    server.pages |= {"/robots.txt": status(500), "/a": page(TEXT)}
    error = refusal(server.at("/a"), replace(QUICK, patience=0.01))
    assert "500" in error.what
    assert error.passing
    assert server.paths() == []


def test_robots_without_end(server: Web) -> None:
    """Of a robots.txt that never ends as much is read as need be."""
    server.pages |= {"/robots.txt": endless(b"User-agent: *\nDisallow: /x\n"), "/a": page(TEXT)}
    assert fetched(server.at("/a")).data == TEXT.encode()


# --- servers that misbehave -------------------------------------------------------------------


def endless(part: bytes, **heads: str) -> Callable[[Asked, socket.socket], None]:
    def send(asked: Asked, line: socket.socket) -> None:
        line.sendall(page(b"", **{"content_length": "", **heads}).replace(b"Content-Length: \r\n", b""))
        while True:
            line.sendall(part * 1000)

    return send


def trickle(what: bytes) -> Callable[[Asked, socket.socket], None]:
    """A byte at a time, soon enough that no single wait is too long."""

    def send(asked: Asked, line: socket.socket) -> None:
        for n in range(len(what)):
            line.sendall(what[n : n + 1])
            time.sleep(0.05)

    return send


def bomb() -> bytes:
    """A hundred megabytes in a hundred kilobytes."""
    packing = zlib.compressobj(9, wbits=31)
    return b"".join(packing.compress(bytes(1_000_000)) for _ in range(100)) + packing.flush()


def silent(asked: Asked, line: socket.socket) -> None:
    time.sleep(0.7)


MISBEHAVING: dict[str, tuple[object, str]] = {
    "a circle": (status(302, location="/a"), "redirects in a circle"),
    "a head a byte a second": (trickle(page(TEXT)), "took over 0.6 s"),
    "a body a byte a second": (lambda a, line: trickle(page(b"x" * 200))(a, line), "took over 0.6 s"),
    "silence": (silent, "sent nothing for 0.25 s"),
    "a body without end": (endless(b"<p>lagi</p>"), "larger than 0.2 MB"),
    "a packed body without end": (endless(b"\0", content_encoding="gzip"), "damaged"),
    "a bomb": (page(bomb(), content_encoding="gzip"), "larger than 0.2 MB"),
    "a length that is too much": (page(TEXT, content_length="99000000"), "larger than 0.2 MB"),
    "a length that is wrong": (page(TEXT, content_length="500"), "broke off"),
    "a cut body": (page(gzip.compress(TEXT.encode())[:-9], content_encoding="gzip"), "cut off"),
    "a packing that was not asked for": (page(b"x", content_encoding="br"), "packed as 'br'"),
    "no HTTP": (b"220 smtp.contoh.example ESMTP\r\n", "no HTTP"),
    "nothing": (b"", "broke off"),
    "a head without end": (b"HTTP/1.1 200 OK\r\nX-Y: " + b"z" * 300_000, "no HTTP"),
    "heads without end": (b"HTTP/1.1 200 OK\r\n" + b"X-Y: z\r\n" * 50_000, "no HTTP"),
    "a picture": (page(b"\x89PNG", content_type="image/png"), "is image/png"),
    "a film": (page(b"\0", content_type="video/mp4"), "is video/mp4"),
    "not found": (status(404), "404"),
    "gone": (status(410), "410 Gone"),
    "too many": (status(429), "429"),
    "leave me alone": (status(429, retry_after="3600"), "left alone for 3600 s"),
    "under repair": (status(503, retry_after="7200"), "left alone for 7200 s"),
    "a number of its own": (status(799), "799"),
    "out of the web": (status(302, location="file:///etc/passwd"), "of the kind 'file'"),
    "with a password": (status(302, location="http://budi:rahasia@127.0.0.1/"), "a name or a password"),
    "to what is no address": (status(302, location="http://[::1"), "makes no sense"),
    "to nowhere": (status(302), "302"),
}  # fmt: skip


@pytest.mark.parametrize("what", MISBEHAVING)
def test_a_server_that_misbehaves(server: Web, what: str) -> None:
    """Each in one line, with what, where and what to do, in no more time and memory than it is given."""
    answer, says = MISBEHAVING[what]
    server.pages["/a"] = answer  # type: ignore[assignment]
    began = time.monotonic()
    error = refusal(server.at("/a"), replace(QUICK, robots=False))
    assert says in error.what
    assert error.where == server.at("/a")
    assert "\n" not in str(error)
    assert "rahasia" not in str(error)
    assert time.monotonic() - began < 2.5
    assert error.hint or "packed" in error.what
    here = labels("id")
    assert here.problem(error.what) != error.what
    assert not error.hint or here.problem(error.hint) != error.hint


def test_redirects_without_end(server: Web) -> None:
    """Each to another address, so that it is no circle."""
    server.pages |= {f"/{n}": status(302, location=f"/{n + 1}") for n in range(20)}
    error = refusal(server.at("/0"), replace(QUICK, robots=False, redirects=3))
    assert "more than 3 redirects" in error.what
    assert server.paths() == ["/0", "/1", "/2", "/3"]


def test_a_fault_that_passes(server: Web) -> None:
    """A server that fails or breaks off is asked once more; one that does so again is told of."""
    answers = [status(500), page(TEXT), b"", page(TEXT), status(502), status(502)]
    server.pages["/a"] = lambda asked, line: answers.pop(0)
    terms = replace(QUICK, robots=False, patience=0.01)
    assert fetched(server.at("/a"), replace(terms, patience=2)).data == TEXT.encode()
    assert fetched(server.at("/a"), terms).data == TEXT.encode()
    assert refusal(server.at("/a"), replace(terms, patience=2)).passing
    assert answers == []


@pytest.mark.parametrize("form", ["seconds", "day"])
def test_a_wait_that_was_asked_for(server: Web, form: str) -> None:
    """Retry-After in seconds or as a day is waited for, where it is short enough."""
    when = format_datetime(datetime.fromtimestamp(NOW, UTC) + timedelta(seconds=1), usegmt=True)
    answers = [status(503, retry_after="1" if form == "seconds" else when), page(TEXT)]
    server.pages["/a"] = lambda asked, line: answers.pop(0)
    assert fetched(server.at("/a"), replace(QUICK, robots=False, patience=1.5)).data == TEXT.encode()
    first, second = server.asked
    assert second.at - first.at >= 0.9


# --- where nothing may be fetched from ----------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "127.1"]
)
def test_this_machine_is_not_asked(server: Web, host: str) -> None:
    """Under no spelling; nothing at all is sent there."""
    server.pages["/a"] = page(TEXT)
    error = refusal(server.at("/a", host), replace(QUICK, allow_private=False))
    assert "private network" in error.what or "not known" in error.what
    assert server.asked == []


def test_a_name_that_leads_inside(server: Web) -> None:
    """A name of the open internet whose DNS says 127.0.0.1."""
    inside = Target(resolve=lambda host, port: ["127.0.0.1"])
    error = refusal(server.at("/a", "berita.example"), QUICK, target=inside)
    assert "berita.example is 127.0.0.1" in error.what
    assert server.asked == []


def stands_for_the_internet(number: str) -> Callable[[str], bool]:
    """A number of this machine, to be taken for one of the open internet."""
    return lambda other: other == number or is_public(other)


def test_the_number_that_was_checked_is_connected_to(server: Web) -> None:
    """A name that has another number each time it is asked for (DNS rebinding) gains nothing.

    It is asked once for a connection, and what was checked is what is connected to.
    """
    server.pages["/a"] = page(TEXT)
    answers = [["127.0.0.1"], ["10.0.0.7"]]
    target = Target(resolve=lambda host, port: answers.pop(0), may_reach=stands_for_the_internet("127.0.0.1"))
    terms = replace(QUICK, robots=False)
    assert fetched(server.at("/a", "berita.example"), terms, target=target).data == TEXT.encode()
    assert answers == [["10.0.0.7"]]
    assert (
        "berita.example is 10.0.0.7" in refusal(server.at("/a", "berita.example"), terms, target=target).what
    )


def test_a_name_that_is_rebound_to_this_machine(server: Web) -> None:
    """Where nobody listens at the number that was checked, the next answer is checked as the first was."""
    server.pages["/a"] = page(TEXT)
    answers = [["127.0.0.2"], ["127.0.0.1"]]
    target = Target(resolve=lambda host, port: answers.pop(0), may_reach=stands_for_the_internet("127.0.0.2"))
    error = refusal(server.at("/a", "berita.example"), replace(QUICK, robots=False), target=target)
    assert "berita.example is 127.0.0.1" in error.what
    assert server.asked == []


def test_the_name_is_told_to_the_number(server: Web) -> None:
    """What is connected to by number is asked for by name (Host)."""
    server.pages["/a"] = page(TEXT)
    here = Target(resolve=lambda host, port: ["127.0.0.1"], may_reach=stands_for_the_internet("127.0.0.1"))
    assert fetched(server.at("/a", "berita.example"), QUICK, target=here).data == TEXT.encode()
    assert {one.heads["host"] for one in server.asked} == {f"berita.example:{server.port}"}


def test_a_redirect_inside(server: Web) -> None:
    """A server of the open internet may not send this program to one that it can't reach itself."""
    server.pages |= {"/a": status(302, location="http://dalam.example/rahasia")}

    def resolve(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"] if host == "berita.example" else ["10.0.0.7"]

    target = Target(resolve=resolve, may_reach=stands_for_the_internet("127.0.0.1"))
    error = refusal(server.at("/a", "berita.example"), replace(QUICK, robots=False), target=target)
    assert "dalam.example is 10.0.0.7" in error.what


def test_a_resolver_that_does_not_answer() -> None:
    """A name server that keeps silent takes no longer than a connection may."""

    def resolve(host: str, port: int) -> Sequence[str]:
        time.sleep(3)
        return []

    began = time.monotonic()
    error = refusal(
        "http://berita.example/", replace(QUICK, robots=False, patience=0.0), target=Target(resolve=resolve)
    )
    assert "could not be connected to" in error.what
    assert time.monotonic() - began < 2


def test_the_environment_names_no_proxy(server: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy is used that the settings name, and no other."""
    with web() as proxy:
        proxy.pages[server.at("/a")] = page("dari proxy")
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.at("/"))
        server.pages["/a"] = page(TEXT)
        assert fetched(server.at("/a")).data == TEXT.encode()
        assert proxy.asked == []
        terms = replace(QUICK, proxy=proxy.at(""), robots=False)
        assert fetched(server.at("/a"), terms).data == b"dari proxy"


def test_a_proxy_for_what_is_secured(tmp_path: Path) -> None:
    """Through a tunnel; it is still the server's certificate that counts."""
    certificate = make_certificate(tmp_path / "server.pem")

    def tunnel(asked: Asked, line: socket.socket) -> None:
        host, _, port = asked.path.partition(":")
        with socket.create_connection((host, int(port))) as there:
            line.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            back = threading.Thread(target=relay_bytes, args=(there, line), daemon=True)
            back.start()
            relay_bytes(line, there)

    with web(certificate) as server, web() as proxy:
        server.pages["/a"] = page(TEXT)
        proxy.pages[f"localhost:{server.port}"] = tunnel
        terms = replace(QUICK, ca_file=certificate, proxy=proxy.at(""), robots=False)
        assert fetched(server.at("/a", "localhost"), terms).data == TEXT.encode()
        assert [one.method for one in proxy.asked] == ["CONNECT"]
        assert "certificate" in refusal(server.at("/a", "localhost"), replace(terms, ca_file=None)).what


def relay_bytes(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)


# --- what is kept -----------------------------------------------------------------------------


def test_what_has_not_changed_is_not_sent_again(server: Web, tmp_path: Path) -> None:
    """By ETag or Last-Modified; a page that has changed comes anew, one without either is not kept."""
    folder = cache.opened(tmp_path / "cache")

    def unless_known(asked: Asked, line: socket.socket) -> bytes:
        known = asked.heads.get("if-none-match") == '"1"'
        return status(304) if known else page(TEXT, etag='"1"')

    server.pages |= {
        "/a": unless_known,
        "/b": page(TEXT),
        "/c": page(TEXT, etag='"2"', cache_control="no-store"),
    }
    for path in ("/a", "/b", "/c"):
        first = fetched(server.at(path), folder=folder)
        again = fetched(server.at(path), folder=folder)
        assert (again.data, again.kind, again.charset) == (first.data, first.kind, first.charset)
    (kept,) = folder.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    kept.write_bytes(kept.read_bytes()[:-3] + b"...")
    assert fetched(server.at("/a"), folder=folder).data == TEXT.encode()
    assert "if-none-match" not in server.asked[-1].heads


def test_the_cache_is_tidied(tmp_path: Path) -> None:
    """What was not fetched for so many days goes; what somebody else put there stays."""
    folder = cache.opened(tmp_path / "cache")
    for name in ("lama", "baru"):
        cache.keep(folder, cache.Kept(address=name, data=b"x", etag="1"))
    (folder / "surat.txt").write_text("punya saya", encoding="utf-8")
    old = next(f for f in folder.iterdir() if b'"lama"' in f.read_bytes())
    for file in (old, folder / "surat.txt"):
        os.utime(file, (NOW - 40 * 86400, NOW - 40 * 86400))
    cache.tidy(folder, days=30, now=NOW)
    assert cache.kept(folder, "lama") is None
    assert cache.kept(folder, "baru") is not None
    assert (folder / "surat.txt").exists()


def test_a_cache_that_others_can_write(tmp_path: Path) -> None:
    """They could have this program read what no publisher wrote."""
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    with pytest.raises(InputError, match="others can write"):
        cache.opened(tmp_path / "cache")
