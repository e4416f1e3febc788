"""What somebody wrote beside an article counts before what it says, and is never read as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import sources
from briefing.errors import InputError
from briefing.sources.sidecar import read_front_matter, read_sidecar

BODY = (
    "Moskow - Rusia menolak usul yang diajukan Amerika Serikat kepada PBB di New York pekan lalu.\n\n"
    "Usul itu dinilai tidak adil bagi sekutunya di kawasan, kata juru bicara kementerian itu lagi.\n"
)
TOML = """
judul = "Rusia Tolak Usul"
author = ["Dewi Kania", "Budi Santoso"]
date = 2023-11-06T08:15:00+07:00
outlet = "detikNews"
url = "https://news.detik.com/a"
marking = "TLP:AMBER"
"""
YAML = """---
title: Rusia Tolak Usul
author: [Dewi Kania, Budi Santoso]
date: 2023-11-06T08:15:00+07:00
tags: [rusia, pbb]
outlet: detikNews
url: https://news.detik.com/a
marking: TLP:AMBER
---
"""
FIELDS = (
    "Rusia Tolak Usul",
    "2023-11-06T08:15+07:00",
    ("Dewi Kania", "Budi Santoso"),
    "detikcom",
    "TLP:AMBER",
)


def told(read: sources.Read) -> tuple[object, ...]:
    article = read.article
    return (article.title, article.published, article.authors, article.outlet, article.marking)


def test_a_sidecar_tells_of_the_article_beside_it(tmp_path: Path) -> None:
    """In a folder, or named by a pattern of the shell that takes it in too, it is no article of its own."""
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "a.txt.toml").write_text(TOML, encoding="utf-8")
    assert sources.find([tmp_path]) == [tmp_path / "a.txt"]
    assert sources.find(sorted(tmp_path.iterdir())) == [tmp_path / "a.txt"]
    read = sources.read_path(tmp_path / "a.txt")
    assert told(read) == FIELDS
    assert read.problems == ()
    assert {r.rule for r in read.article.header if r.field == "outlet"} == {"sidecar"}
    assert "detik" not in read.article.text


@pytest.mark.parametrize("front", [YAML, f"+++\n{TOML}+++\n"], ids=["YAML", "TOML"])
def test_front_matter_tells_of_the_article_below_it(front: str) -> None:
    """Keys that are none of ours are others' affair there, and pass."""
    read = sources.read_bytes((front + BODY).encode(), source="a.md")
    assert told(read) == FIELDS
    assert read.problems == ()
    assert [p.kind.value for p in read.article.paragraphs] == ["title", "body", "body"]
    assert "tags" not in read.article.text


def test_front_matter_that_is_no_sound_yaml_is_read_line_by_line() -> None:
    """A colon in a title is what most of it is broken by."""
    read = sources.read_bytes(f"---\ntitle: Rusia: Usul Ditolak\n---\n{BODY}".encode(), source="a.md")
    assert read.article.title == "Rusia: Usul Ditolak"


@pytest.mark.parametrize(
    "text",
    [
        f"---\n{BODY}",
        f"---\n\n{BODY}\n---\n{BODY}",
        f"+++ {BODY}",
        f"---\nlayout: post\n---\n{BODY}",
    ],
)
def test_a_rule_above_a_text_is_no_front_matter(text: str) -> None:
    assert read_front_matter(text, where="a.md").text == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('published = "kemarin"', "published: 'kemarin' is no day with its year"),
        ("tanggal = 1970-01-01", "tanggal: '1970-01-01' is no day with its year"),
        ('url = "berita/a"', "url: 'berita/a' is no address of a page"),
        ('colour = "red"', "colour: is no field of an article"),
        ("title = { a = 1 }", "title: is no text"),
        ("title = ", "can't be read: "),
        ("a = " + "[" * 9000, "can't be read: "),
        (f'title = "{"x" * 70_000}"', "is larger than 64 KB, and was not read"),
    ],
)
def test_what_is_wrong_in_a_sidecar_is_one_line_and_the_article_is_read(
    tmp_path: Path, data: str, message: str
) -> None:
    """It names the field and the file; whatever else is in it counts."""
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "a.txt.toml").write_text(f'outlet = "Tempo"\n{data}', encoding="utf-8")
    read = sources.read_path(tmp_path / "a.txt", source="a.txt")
    (problem,) = read.problems
    assert problem.where == "a.txt.toml"
    assert problem.message.startswith(message)
    assert "\n" not in problem.message
    assert read.article.outlet == (None if message.startswith(("can't", "is larger")) else "Tempo")


def test_an_article_whose_marking_nobody_understands_is_not_read(tmp_path: Path) -> None:
    """The line names the field; one of TLP that is unknown counts as the strictest."""
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "a.txt.toml").write_text('marking = "terbatas"', encoding="utf-8")
    with pytest.raises(InputError, match="marking: 'terbatas' is no label here"):
        sources.read_path(tmp_path / "a.txt")
    (tmp_path / "a.txt.toml").write_text('marking = "TLP:PINK"', encoding="utf-8")
    read = sources.read_path(tmp_path / "a.txt")
    assert read.article.marking == "TLP:RED"
    assert "no label here" in read.problems[0].message


def test_a_sidecar_that_leads_out_of_its_folder_is_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "secret.toml"
    inside.mkdir()
    outside.write_text('title = "Rahasia"', encoding="utf-8")
    (inside / "a.txt").write_text(BODY, encoding="utf-8")
    (inside / "a.txt.toml").symlink_to(outside)
    assert sources.read_path(inside / "a.txt", within=inside).article.title is None


@given(st.text(max_size=200) | st.text("---\n: ab[]{}&*!|>", max_size=80).map(lambda t: f"---\n{t}\n---\n"))
def test_any_front_matter_leaves_text_or_says_why(text: str) -> None:
    """No head of a file stops the reading of the rest."""
    beside = read_front_matter(text, where="a")
    assert text.endswith(beside.text)


@given(st.binary(max_size=200))
def test_any_sidecar_is_read_or_told(data: bytes) -> None:
    assert all("\n" not in p.where for p in read_sidecar(data, where="a.toml").problems)
