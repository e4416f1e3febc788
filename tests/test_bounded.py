"""No article takes longer than its length allows: what once took the square of it, under a generous bound."""

from __future__ import annotations

import re
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import language, sources
from briefing.errors import InputError
from briefing.language import pipeline
from briefing.lexicon import load
from briefing.sources.tags import End, Start, Text, tags

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import baits

LENGTH = 64 * 1024
SECONDS = 3.0
"""Processor time for 64 KB; each takes a tenth of it. What is in the way took from 8 s to for ever."""
PAGE = "<p>Rusia menolak.</p><p>Ukraina menerima.</p>"

REPEATED = (
    "<!-- a -->", "<!--", "Foto: ", "Foto: a. ", "(Dok. ", ".( ", "**a ", "__a ", "*a", "![", "![](",
    '![](a "', "[a ", "[a](https:", "# a ", "Baca juga: ", "Baca juga: Korea Utara Diam ", "Simak Video ",
    "a. [Gambas:Video CNN] ", "5 Januari 2024 ", "Senin (4/3/2024) ", "kata\n", "# kata\n", "kata\n\n",
    '"Ya," kata dia. ', "5 Mei, dua hari lalu ",
)  # fmt: skip
MARKED_UP = (
    "<a ", "<a b='c' ", "<a b='", "<div>", "<b><p>", "</", "</p x", "<!", "<?", "<script>", "<nav></form>",
    "&", "&#9", "<p a=b", "<![CDATA[", "<title>", "<!-->",
)  # fmt: skip


def seconds_for(text: str) -> float:
    """The processor time that it takes to read a text, whether or not it is an article."""
    began = time.process_time()
    with suppress(InputError):
        sources.read_bytes(text.encode(), source="bait.txt")
    return time.process_time() - began


@pytest.mark.parametrize("piece", REPEATED)
def test_a_piece_that_is_repeated_takes_no_longer_than_other_text(piece: str) -> None:
    assert seconds_for("Rusia menolak usulan itu.\n\n" + piece * (LENGTH // len(piece)) + " x") < SECONDS


@pytest.mark.parametrize("piece", MARKED_UP)
def test_a_page_takes_no_longer_whatever_is_repeated_in_it(piece: str) -> None:
    assert seconds_for(PAGE + piece * (LENGTH // len(piece))) < SECONDS


def test_comments_before_a_page_are_passed_over_one_by_one() -> None:
    """A pattern for any number of them tried all ways in which they could be one: 300 bytes took for ever."""
    comments = "<!-- satu -->" * 2_000
    assert seconds_for(comments) < SECONDS
    article = sources.read_bytes((comments + "<html><p>Rusia menolak.</p>").encode(), source="a.html").article
    assert article.text == "Rusia menolak."


def test_lines_without_a_sentence_are_read_line_by_line() -> None:
    """200,000 lines took 90 s: each was compared with what the page had before or behind it."""
    assert seconds_for("kata\n" * 100_000 + "Rusia menolak usulan itu.") < 4 * SECONDS


def test_a_long_article_is_read_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """The recogniser takes 15 KB for each token that it reads at once; in pieces it finds the same names."""
    seed = min(Path("seeds").glob("*.txt"))
    article = sources.read_path(seed).article
    whole = language.read(article)
    monkeypatch.setattr(pipeline, "PIECE", 150)
    pieces = language.read(article)
    assert len(whole) > 300
    assert [(e.text, e.start, e.label_) for e in pieces.ents] == [
        (e.text, e.start, e.label_) for e in whole.ents
    ]


def test_a_sentence_without_end_is_cut() -> None:
    """What compares the words of a sentence with each other is given 250 of them at most."""
    doc = pipeline.blank("id")("kata " * 1_000)
    assert [len(sentence) for sentence in doc.sents] == [250] * 4
    assert len(list(pipeline.blank("id")("kata " * 240).sents)) == 1


READ = (
    "mengatakan bahwa ", "membantah ", "menurut ", "dilansir Reuters ", "kata ", "TNI ", "Rusia ",
    "12 rudal ", "Putin. ", '"Ya," kata Budi. ', "rudal\n\n", "Budi Agus ", ", ", "Rusia menyerang Ukraina, ",
)  # fmt: skip


@pytest.mark.parametrize("piece", READ)
def test_reading_and_composing_take_no_longer_whatever_is_repeated(piece: str) -> None:
    """From the file to the verified brief, 16 KB of it; some took 6 s, with the square of their length."""
    spent = baits.seconds(baits.Bait("bait", (piece,), ""), 16)
    assert sum(spent.values()) < 2 * SECONDS


def test_baits_are_made_of_every_kind_of_pattern_and_of_every_word_list() -> None:
    """What a pattern matches, its beginnings among them; words one by one, in turn, nested."""
    pattern = re.compile(r"(Foto|Gambar)\s*:\s*\d{2}(?<!x)\1")
    made = {bait.pieces[0] for bait in baits.of_patterns({pattern: "briefing.x"})}
    assert made >= {"F", "Foto : 55Foto", "Gambar   :   55Gambar"}
    names = {b.name.split(":")[0].split()[0] for b in baits.of_word_lists()}
    assert names == set(load("id").lists)
    assert baits.slope((8, 16, 32), (0.1, 0.4, 1.6)) == pytest.approx(2)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('<a title="a > b">x</a>', [Start("a"), Text("x"), End("a")]),
        ("a < b &lt; c &amp c", [Text("a < b < c & c")]),
        ("<BR/>x<!-- <p> -->y", [Start("br"), Text("x"), Text("y")]),
        ("<script>a<b '<p>'</script>x", [Start("script"), Text("a<b '<p>'"), End("script"), Text("x")]),
        ("x<!doctype html>y<?php z ?>", [Text("x"), Text("y")]),
        ("x<!-->y", [Text("x"), Text("y")]),
        ("x</ p>y</>z", [Text("x"), Text("y"), Text("z")]),
        ("<p>x<a href='", [Start("p"), Text("x")]),
        ("<p>x<!-- y", [Start("p"), Text("x")]),
        ("&#" + "9" * 5_000 + ";", [Text("&#" + "9" * 5_000 + ";")]),
    ],
)  # fmt: skip
def test_what_counts_as_a_tag_is_what_browsers_take_for_one(page: str, found: list[object]) -> None:
    assert list(tags(page)) == found


@given(st.text(alphabet="<>/!-?\"'= apscript&;#x", max_size=80))
def test_any_page_is_read_to_its_end(page: str) -> None:
    for piece in tags(page):
        assert isinstance(piece, Start | End | Text)
        assert piece[0]
