"""Feeds: every kind taken apart to its items, with days, texts and addresses as they are told."""

from __future__ import annotations

import json
import time
import tomllib
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import InputError
from briefing.model import Problem
from briefing.sources import apart, read_piece
from briefing.sources.feeds import items, kind_of_feed, opml_addresses
from briefing.sources.pieces import Form, Piece

CASES = tomllib.loads((ROOT / "tests/cases/sources/feeds.toml").read_text(encoding="utf-8"))["case"]
BODY = "<p>" + "Kapal itu berangkat dari pelabuhan pada pagi hari dengan dua ratus penumpang. " * 12 + "</p>"


def feed(
    *inner: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>', title: str = "Harian Contoh"
) -> str:
    return f'{head}<rss version="2.0"><channel><title>{title}</title>{"".join(inner)}</channel></rss>'


def item(title: str = "Kapal tiba", **fields: str) -> str:
    told = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f"<item><title>{title}</title>{told}</item>"


def taken(data: str | bytes, **more: Any) -> list[Piece | Problem]:
    raw = data.encode() if isinstance(data, str) else data
    return list(items(Piece(where="umpan.xml", data=raw, **more)))


def pieces(data: str | bytes, **more: Any) -> list[Piece]:
    return [one for one in taken(data, **more) if isinstance(one, Piece)]


def told(piece: Piece, field: str) -> str | None:
    return next((r.value for r in piece.given if r.field == field), None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_items_of_a_feed(case: dict[str, Any]) -> None:
    """What each item gives, as the case says it."""
    found = pieces(case["feed"].encode(case.get("encoding", "utf-8")))
    assert len(found) == len(case["item"])
    for piece, wanted in zip(found, case["item"], strict=True):
        fields = {"title": "", "url": "", "published": "", "author": "", "outlet": ""}
        got = {name: told(piece, name) or "" for name in fields} | {
            "key": piece.key, "cut": piece.cut, "where": piece.where, "form": piece.form.value,
            "text": piece.data.decode(),
        }  # fmt: skip
        assert {name: got[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("\n \ufeff<?xml version='1.0'?>\n<!-- <html> -->\n<rss version='2.0'>", "feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        ("<rdf:RDF xmlns='x'>", "feed"),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='0.91'>", "feed"),
        ("<!DOCTYPE html><html><body><rss >", ""),
        ("<html><head><link type='application/rss+xml'>", ""),
        ("Berita tentang <rss version='2.0'>", ""),
        ("<opml version='2.0'>", "opml"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "json"),
        ('{"version": 1, "items": []}', ""),
        ("<!DOCTYPE rss [", ""),
        ("", ""),
    ],
)
def test_a_feed_is_told_from_its_first_bytes(head: str, kind: str) -> None:
    """Whatever it is named, and whatever stands before its first element."""
    assert kind_of_feed(head.encode()) == kind
    if kind == "feed":
        assert kind_of_feed(head.strip().encode("utf-16")) == kind


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize("declared", ["", "right", "wrong"])
def test_an_encoding_that_is_undeclared_or_wrong(encoding: str, declared: str) -> None:
    """The bytes' own word counts."""
    name = {"": "", "right": f' encoding="{encoding}"', "wrong": ' encoding="us-ascii"'}[declared]
    text = feed(item("Café di Cádiz — “tenang”" if encoding != "iso-8859-1" else "Café di Cádiz", link="https://a.example/1"),
                head=f'<?xml version="1.0"{name}?>')  # fmt: skip
    (piece,) = pieces(text.encode(encoding))
    assert (told(piece, "title") or "").startswith("Café di Cádiz")


def test_an_encoding_that_the_server_declares() -> None:
    """Beside the bytes, as for a page."""
    text = feed(item("Привет"), head='<?xml version="1.0"?>')
    (piece,) = pieces(text.encode("koi8-r"), encoding="koi8-r")
    assert told(piece, "title") == "Привет"


def test_an_item_that_stands_twice() -> None:
    """By its guid, or by its page's address however that is written, the first one counts."""
    found = pieces(
        feed(
            item("Satu", guid="a", link="https://contoh.example/1"),
            item("Satu lagi", guid="a", link="https://contoh.example/2"),
            item("Satu, ketiga kali", guid="b", link="http://www.contoh.example/1/?utm_source=rss"),
            item("Dua", guid="c", link="https://contoh.example/2"),
        )
    )
    assert [told(piece, "title") for piece in found] == ["Satu", "Dua"]


def test_days_that_are_none() -> None:
    """A clock that was never set tells no day; words that are none are told once for the feed."""
    found = taken(
        feed(
            item("A", pubDate="Thu, 01 Jan 1970 00:00:00 GMT", link="https://a.example/1"),
            item("B", pubDate="kemarin sore", link="https://a.example/2"),
            item("C", pubDate="Wed, 31 Dec 1969 16:00:00 -0800", link="https://a.example/3"),
        )
    )
    *three, problem = found
    assert [told(one, "published") for one in three if isinstance(one, Piece)] == [None] * 3
    assert isinstance(problem, Problem)
    assert "2 items" in problem.message
    assert "1970" in problem.message


def test_an_item_becomes_an_article() -> None:
    """The feed's title, day and address count, and its text is read as a page is."""
    text = feed(
        item(
            "Kapal tiba di pelabuhan", link="https://contoh.example/1", pubDate="Jum, 08 Des 2017 10:11 WIB",
            description=f"<![CDATA[{BODY}]]>",
        )
    )  # fmt: skip
    (piece,) = apart(Piece(where="umpan.txt", data=text.encode()))
    assert isinstance(piece, Piece)
    article = read_piece(piece).article
    assert (article.title, article.url) == ("Kapal tiba di pelabuhan", "https://contoh.example/1")
    assert (article.published or "").startswith("2017-12-08T10:11")
    assert "dua ratus penumpang" in article.text
    assert "<p>" not in article.text


# --- JSON Feed, OPML --------------------------------------------------------------------------


def test_a_json_feed() -> None:
    """Version 1 and 1.1; what is of another type than it should be is left out and stops nothing."""
    data = {
        "version": "https://jsonfeed.org/version/1.1", "title": "Harian Contoh",
        "home_page_url": "https://contoh.example/",
        "items": [
            {"id": 7, "url": "/1", "title": "Satu", "content_html": BODY,
             "date_published": "2026-11-28T23:30:00+07:00",
             "authors": [{"name": "Rina Sari"}, {"url": "x"}, "y"]},
            {"id": "8", "content_text": "Kapal tiba < siang.", "author": {"name": "Budi"}, "title": 3},
            {"id": "9", "url": ["x"], "summary": "Kapal & awak …", "date_published": 12},
            "bukan item", None,
        ],
    }  # fmt: skip
    found = pieces(json.dumps(data))
    assert [(one.key, one.where, one.form, one.cut) for one in found] == [
        ("7", "https://contoh.example/1", Form.PAGE, False),
        ("8", "umpan.xml#2", Form.TEXT, False),
        ("9", "umpan.xml#3", Form.PAGE, False),
    ]
    assert told(found[0], "published") == "2026-11-28T23:30+07:00"
    assert [told(one, "author") for one in found] == ["Rina Sari", "Budi", None]
    assert found[1].data == b"Kapal tiba < siang."


def test_a_list_of_feeds() -> None:
    """Every feed of the list at any depth, each once; a slip in the export does not spoil the rest."""
    text = """<?xml version="1.0"?><opml version="2.0"><body><outline text="Dunia & Asia">
      <outline type="rss" xmlUrl="https://a.example/rss" /><outline xmlurl="https://b.example/atom"/>
      </outline><outline xmlUrl="https://a.example/rss"/><outline text="kosong"/></body></opml>"""
    assert opml_addresses(text.encode(), source="a.opml") == (
        "https://a.example/rss",
        "https://b.example/atom",
    )
    with pytest.raises(InputError, match="without feeds"):
        opml_addresses(b"<opml/>", source="a.opml")
    (problem,) = apart(Piece(where="a.opml", data=text.encode()))
    assert isinstance(problem, Problem)
    assert "@a.opml" in problem.hint


# --- feeds that are broken, or meant to break -----------------------------------------------------


def bomb() -> str:
    """A billion laughs, and a file of this machine."""
    each = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    head = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">{each}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    )
    return feed(item("&i;", description="&x; isi", link="https://a.example/1"), head=head)


def test_entities_are_not_expanded() -> None:
    """Neither a feed's own, nor files or addresses of others; the same holds for a list of feeds."""
    began = time.process_time()
    (piece,) = pieces(bomb())
    assert len(told(piece, "title") or "") < 1000
    assert b"root" not in piece.data
    listed = bomb().replace("rss", "opml").replace("<item>", '<outline xmlUrl="&i;"/><outline xmlUrl="&x;"/>')
    with pytest.raises(InputError, match="without feeds"):
        opml_addresses(listed.encode(), source="a.opml")
    assert time.process_time() - began < 5


def test_nothing_is_opened_for_a_feed(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed whose text is the name of a file, or an address, is not that file or what is there."""
    (tmp_path / "lain.xml").write_text(feed(item("Rahasia")), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for text in ("lain.xml", str(tmp_path / "lain.xml"), "http://127.0.0.1:9/"):
        with pytest.raises(InputError):
            taken(text)


def found_or_error(data: bytes) -> list[Piece | Problem] | str | None:
    """What is found in what is said to be a feed, or where the clear line says that the trouble is."""
    try:
        found = taken(data)
    except InputError as error:
        return "two lines" if "\n" in str(error) else error.where
    for one in found:
        if isinstance(one, Piece):
            one.data.decode()
            assert one.key
            assert all(r.words and r.value for r in one.given)
    return found


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_feed(cut: float) -> None:
    """What came whole is read."""
    whole = feed(*(item(f"Berita {n}", link=f"https://a.example/{n}", description=BODY) for n in range(10)))
    found = pieces(whole[: int(len(whole) * cut)])
    assert len(found) >= int(10 * cut) - 1


@pytest.mark.parametrize(
    "data", [b"", b"<rss", b"<rss>\0\0", b"%PDF-1.7", b"{}", b"\x1f\x8b\x08", b"<rss version='2.0'/>"]
)
def test_what_is_no_feed(data: bytes) -> None:
    """A clear line, or nothing in it."""
    assert found_or_error(data) in ([], "umpan.xml")


def test_more_items_than_anybody_reads() -> None:
    """Of a feed without end the first thousand."""
    many = (item(f"Berita {n}", link=f"https://a.example/{n}") for n in range(1100))
    assert len(pieces(feed(*many))) == 1000


PARTS = st.sampled_from(
    ["<rss version='2.0'>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "<br>",
     "https://a.example/1", "<pubDate>", "Jum, 08 Des 2017", "<![CDATA[", "]]>", "&amp;", "&x;", "<!--",
     "<feed>", "<entry>", "<guid>", "<", "&#0;", "<content type='xhtml'>", "\udcff", "\0", "<?xml",
     "encoding='utf-16'", "<author>", "<description>"]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(PARTS | st.text(max_size=8), max_size=30))
def test_any_xml(parts: list[str]) -> None:
    """Whatever is sent as a feed: items, or one clear error."""
    data = ("<rss version='2.0'>" + "".join(parts)).encode("utf-8", "surrogatepass")
    found = found_or_error(data)
    assert isinstance(found, list) or found == "umpan.xml"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "url", "title", "authors", "name", "content_html", "summary"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=80)
@given(st.lists(JSON, max_size=5), st.binary(max_size=20))
def test_any_json(raw: list[Any], after: bytes) -> None:
    """The same for a JSON Feed."""
    data = json.dumps({"version": "https://jsonfeed.org/version/1", "items": raw}).encode()
    assert isinstance(found_or_error(data), list)
    found = found_or_error(data + after)
    assert isinstance(found, list) or found == "umpan.xml"
