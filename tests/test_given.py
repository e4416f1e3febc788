"""What is known beside a text counts before what the text says, and its words are kept."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import brief

from briefing.model import Findings, HeaderReading
from briefing.sources import read_piece
from briefing.sources.beside import read_field, read_fields
from briefing.sources.days import day_of
from briefing.sources.pieces import Form, Piece
from briefing.verify import verify

TITLE = "Rusia Menolak Usul Baru Amerika Serikat"
BODY = (
    "Jakarta, Suara Pembaruan - Rusia menolak usul yang diajukan Amerika Serikat kepada PBB di New York "
    "pekan lalu, kata juru bicara.\n\nUsul itu dinilai tidak adil bagi sekutunya, kata juru bicara itu lagi."
)
HEAD = "Budi Santoso - detikNews\nRabu, 05 Nov 2025 10:12 WIB"
ROW = {
    "title": "Rusia Tolak Usul",
    "published": "Thu, 06 Nov 2025 01:00:00 GMT",
    "author": "Agus Setiawan; Dewi Kania",
    "outlet": "tempo.co",
    "url": "https://www.tempo.co/a",
    "dateline": "Moskow",
    "marking": "TLP:AMBER",
}


def piece(text: str, given: tuple[HeaderReading, ...] = (), **more: str) -> Piece:
    return Piece(where="a.txt", data=text.encode(), given=given, form=Form.TEXT, **more)


def test_what_is_given_counts_before_what_the_text_says() -> None:
    """Title, day, authors, outlet, address and dateline are the row's, not those of the page's own head."""
    readings, wrong = read_fields(ROW, rule="row")
    article = read_piece(piece(f"{TITLE}\n{HEAD}\n\n{BODY}", readings)).article
    assert not wrong
    assert article.title == "Rusia Tolak Usul"
    assert (article.published, article.outlet) == ("2025-11-06T01:00+00:00", "Tempo")
    assert article.authors == ("Agus Setiawan", "Dewi Kania")
    assert (article.url, article.dateline) == ("https://www.tempo.co/a", "Moskow")
    assert article.marking == "TLP:AMBER"
    assert TITLE not in article.text  # the same title, told otherwise
    assert {r.rule for r in article.header if r.field != "marking"} == {"row"}


def test_what_is_not_given_is_read_from_the_text() -> None:
    readings, _ = read_fields({"url": "https://example.org/a"}, rule="feed")
    article = read_piece(piece(f"{TITLE}\n{HEAD}\n\n{BODY}", readings)).article
    assert (article.title, article.published) == (TITLE, "2025-11-05T10:12+07:00")
    assert (article.outlet, article.authors) == ("Suara Pembaruan", ("Budi Santoso",))
    assert article.url == "https://example.org/a"


def test_of_two_that_give_a_field_the_first_counts() -> None:
    """A feed's item is given before its page; of markings each counts, the strictest most."""
    feed, _ = read_fields({"author": "Budi Santoso", "marking": "TLP:RED"}, rule="feed")
    page, _ = read_fields({"author": "Dewi Kania", "outlet": "Tempo", "marking": "TLP:GREEN"}, rule="page")
    article = read_piece(piece(BODY, (*feed, *page))).article
    assert (article.authors, article.outlet, article.marking) == (("Budi Santoso",), "Tempo", "TLP:RED")


def test_a_title_that_is_another_leaves_the_line_in_the_text() -> None:
    """Nothing is lost that the given title does not say again."""
    readings, _ = read_fields({"title": "Kabar Pagi dari Moskow"}, rule="sidecar")
    article = read_piece(piece(f"{TITLE}\n\n{BODY}", readings)).article
    assert article.title == "Kabar Pagi dari Moskow"
    assert TITLE in article.text


def test_verify_reads_the_given_words_anew() -> None:
    """A brief whose source has a day or an author that the given words do not bear out is told of."""
    readings, _ = read_fields(ROW, rule="row")
    sound = read_piece(piece(BODY, readings)).article
    assert not [p for p in verify(brief(Findings(article=sound))) if "is not in" in p.message]
    for field, value in (("published", "2025-11-08"), ("author", "Siti Rahma"), ("outlet", "Kompas")):
        header = tuple(dataclasses.replace(r, value=value) if r.field == field else r for r in sound.header)
        told = {"published": {"published": value}, "outlet": {"outlet": value}}.get(field, {})
        forged = dataclasses.replace(sound, header=header, **told)  # type: ignore[arg-type]
        problems = verify(brief(Findings(article=forged)))
        assert any("is not in" in p.message for p in problems), field


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2023-11-06T08:15:00+07:00", "2023-11-06T08:15+07:00"),
        ("2023-11-06T01:15:00.123Z", "2023-11-06T01:15+00:00"),
        ("2023-11-06 08:15:00+0700", "2023-11-06T08:15+07:00"),
        ("2023/11/06 08:15:00", "2023-11-06T08:15"),
        ("2023-11-06", "2023-11-06"),
        ("Wed, 06 Dec 2023 08:15:00 +0700", "2023-12-06T08:15+07:00"),
        ("Senin, 6 November 2023 | 08:15 WIB", "2023-11-06T08:15+07:00"),
        ("6 November 2023", "2023-11-06"),
        ("1970-01-01T00:00:00Z", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("2023-13-06", None),
        ("kemarin", None),
        ("6 November", None),
        ("", None),
    ],
)
def test_a_day_as_it_is_written_beside_a_text(words: str, day: str | None) -> None:
    assert day_of(words) == day


@given(
    st.text(max_size=60) | st.from_regex(r"\A\d{1,5}[-/]\d{1,3}[-/]\d{1,3}([T ]\d\d:\d\d(Z|[+-]\d{4})?)?\Z")
)
def test_any_words_are_a_day_or_none(words: str) -> None:
    day = day_of(words)
    assert day is None or (day[4] == day[7] == "-" and day >= "0001")


@pytest.mark.parametrize(
    ("field", "words", "message"),
    [
        ("published", "kemarin", "'kemarin' is no day with its year"),
        ("url", "tempo.co/a", "'tempo.co/a' is no address of a page"),
        ("url", "file:///etc/passwd", "'file:///etc/passwd' is no address of a page"),
        ("title", "x" * 301, "has more than 300 letters"),
        ("colour", "red", "is no field of an article"),
    ],
)
def test_what_is_wrong_is_told_by_the_field(field: str, words: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"is no|has more") as caught:
        read_field(field, words, rule="row")
    assert str(caught.value) == message


def test_a_declared_encoding_counts_where_the_bytes_bear_it_out() -> None:
    """What a server says: not where the bytes are sound UTF-8, nor where it is an encoding of no text."""
    words = f"{TITLE}\n\n{BODY} Москва молчит."
    for encoding, label in (("cp1251", "windows-1251"), ("utf-8", "iso-8859-1"), ("utf-8", "rot13")):
        read = read_piece(Piece(where="a", data=words.encode(encoding), form=Form.TEXT, encoding=label))
        assert "Москва молчит." in read.article.text, label


def test_a_file_is_read_as_a_piece(tmp_path: Path) -> None:
    from briefing.sources import read_path

    (tmp_path / "a.txt").write_text(f"{TITLE}\n\n{BODY}", encoding="utf-8")
    assert read_path(tmp_path / "a.txt", source="a.txt") == read_piece(piece(f"{TITLE}\n\n{BODY}"))
