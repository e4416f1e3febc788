"""Tables of articles: CSV, JSON, JSON Lines and Parquet, whatever their columns are called."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from briefing import workflow
from briefing.errors import SettingError
from briefing.model import Article, Outcome, Problem
from briefing.settings import Settings, load
from briefing.sources import Piece, apart, read_piece

TEXT = "Jakarta - Rusia menolak usul itu, kata Menteri Luar Negeri Sergey Lavrov di Moskwa. Ia tidak merinci."
USUAL = {"title": "Rusia Menolak Usul", "text": TEXT, "published": "2017-12-08T17:19:00+07:00"}
USUAL |= {"url": "https://kabar.example/a", "outlet": "Kabar Pagi", "author": "Sari Utami"}
OWN = {"judul": "title", "isi": "text", "tanggal": "published", "tautan": "url", "media": "outlet"}


def rows_of(name: str, data: bytes, **rest: Any) -> tuple[list[Article], list[Problem]]:
    """The articles in a table, and the rows that are none."""
    parts = list(apart(Piece(where=name, data=data, name=name, **rest)))
    read = [read_piece(part).article for part in parts if isinstance(part, Piece)]
    return read, [part for part in parts if isinstance(part, Problem)]


def in_csv(rows: list[dict[str, Any]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def in_parquet(rows: list[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows), out)
    return out.getvalue()


KINDS = {
    "a.csv": in_csv,
    "a.tsv": lambda rows: in_csv(rows, "\t"),
    "semicolons.csv": lambda rows: in_csv(rows, ";"),
    "a.json": lambda rows: json.dumps(rows, indent=1).encode(),
    "within.json": lambda rows: json.dumps({"status": "ok", "data": {"items": rows}}).encode(),
    "a.jsonl": lambda rows: "\n".join(map(json.dumps, rows)).encode(),
    "lines.json": lambda rows: "\n".join(map(json.dumps, rows)).encode(),
    "a.parquet": in_parquet,
    "mislabelled.txt": in_parquet,
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_table_gives_the_same(name: str) -> None:
    rows = [USUAL, {**USUAL, "text": TEXT.replace("Rusia", "Ukraina"), "title": "Ukraina Menolak Usul"}]
    articles, problems = rows_of(name, KINDS[name](rows))
    assert not problems
    assert [a.title for a in articles] == ["Rusia Menolak Usul", "Ukraina Menolak Usul"]
    first = articles[0]
    assert TEXT in first.text
    assert first.published == "2017-12-08T17:19+07:00"
    assert (first.outlet, first.url, first.authors) == (
        "Kabar Pagi",
        "https://kabar.example/a",
        ("Sari Utami",),
    )


@pytest.mark.parametrize(
    "row",
    [
        {"Judul": "Rusia Menolak Usul", "Isi": TEXT, "Tanggal": "8 Desember 2017"},
        {"headline": "Rusia Menolak Usul", "body": f"<p>{TEXT}</p>", "date": "2017/12/08 17:19"},
        {"article": {"title": "Rusia Menolak Usul", "text": TEXT, "published": "2017-12-08"}},
        {"title": "Rusia Menolak Usul", "content": TEXT, "authors": [{"name": "A"}], "date": "2017-12-08"},
    ],
)
def test_usual_names_of_columns(row: dict[str, Any]) -> None:
    (article,), problems = rows_of("a.jsonl", json.dumps(row).encode())
    assert not problems
    assert article.title == "Rusia Menolak Usul"
    assert (article.published or "")[:10] == "2017-12-08"
    assert TEXT in article.text


def test_days_of_parquet_are_days() -> None:
    moment = datetime(2017, 12, 8, 10, 19, tzinfo=UTC)
    (article,), _ = rows_of("a.parquet", in_parquet([{**USUAL, "published": moment}]))
    assert article.published == "2017-12-08T10:19+00:00"


def test_columns_that_the_user_names(tmp_path: Path) -> None:
    """They count before the usual names, for tables in archives too."""
    row = {"judul": "Rusia Menolak Usul", "text": "bukan ini", "isi_lengkap": TEXT, "terbit": "2017-12-08"}
    (tmp_path / "a.csv").write_bytes(in_csv([row]))
    settings = Settings(map=("text=isi_lengkap", "published=terbit"))
    (read,) = workflow.sorted_out([tmp_path / "a.csv"], settings=settings).kept
    assert "bukan ini" not in read.article.text
    assert read.article.published == "2017-12-08"


@pytest.mark.parametrize("wrong", ["text", "text=", "nothing=isi"])
def test_a_map_that_is_none(wrong: str) -> None:
    with pytest.raises(SettingError, match="maps no field to a column"):
        load(options={"map": wrong})


FIRST, SECOND = json.dumps(USUAL).encode(), json.dumps({"text": f"{TEXT} Dua."}).encode()
ROW = TEXT.encode()
BAD_ROWS = {
    "a.csv": (
        b'title,text\nA,"' + ROW + b'"\nB,\nC,x,y,z\nD,"' + ROW + b' Dua."\n',
        {"a.csv#3": "line 3 has no text", "a.csv#4": "line 4 has 4 columns, the head has 2"},
    ),
    "a.jsonl": (
        FIRST + b'\n{"text": "x\n[1]\n' + SECOND,
        {"a.jsonl#2": "line 2 is no JSON: Invalid control", "a.jsonl#3": "line 3 is no record"},
    ),
    "deep.jsonl": (
        FIRST + b'\n{"a":' + b"[" * 50_000 + b"\n" + SECOND,
        {"deep.jsonl#2": "line 2 can't be read: nested too deeply"},
    ),
    "cut.json": (
        json.dumps([USUAL, {"text": f"{TEXT} Dua."}, USUAL], indent=1).encode()[:-150],
        {"cut.json#13": "line 13 is no JSON, and the rest was not read"},
    ),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_is_told_with_its_line_and_stops_nothing(name: str) -> None:
    data, told = BAD_ROWS[name]
    articles, problems = rows_of(name, data)
    assert len(articles) == 2
    assert [p.where for p in problems] == list(told)
    for problem, message in zip(problems, told.values(), strict=True):
        assert problem.message.startswith(message)


def test_a_table_without_articles_says_its_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(in_csv([{"nama": "A", "umur": n} for n in range(100)]))
    found = workflow.sorted_out([tmp_path / "a.csv"])
    assert not found.kept
    assert len(found.inputs) < 30
    assert found.inputs[-1].outcome is Outcome.FAILED
    assert "no column with the text of articles (columns: nama, umur)" in found.inputs[-1].reason
    assert found.problems[-1].hint == "Name it: --map text=COLUMN"


def test_rows_are_read_one_by_one(tmp_path: Path) -> None:
    """A large table is never held as a whole: its first article is there before the rest is read."""
    path = tmp_path / "large.jsonl"
    with path.open("wb") as file:
        for n in range(2_000):
            file.write(json.dumps({"text": f"{TEXT} {n} " + "kata " * 800}).encode() + b"\n")
    head = path.read_bytes()[:65536]
    parts = apart(Piece(where="large.jsonl", data=head, name="large.jsonl", file=path))
    assert isinstance(next(parts), Piece)
    assert sum(1 for part in parts if isinstance(part, Piece)) == 1_999


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.json", "a.jsonl", "a.parquet", "a.tsv"]))
def test_any_bytes_in_any_table(data: bytes, name: str) -> None:
    for start in (
        data,
        b"PAR1" + data,
        b'[{"text": "' + data,
        b'{"text":"a"}\n{' + data,
        b"text,title\n" + data,
    ):
        parts = apart(Piece(where=name, data=start, name=name))
        assert isinstance(parts, Iterator)
        assert all(isinstance(part, Piece | Problem) for part in parts)
