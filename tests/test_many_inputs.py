"""Many inputs: each costs itself alone, and no more of them is held than is in work."""

from __future__ import annotations

import itertools
import json
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing import workflow
from briefing.model import Outcome, Problem
from briefing.sources import Piece
from briefing.workflow import inputs
from briefing.workflow.bounded import BOUNDS, Bounds, Failed, drawn, stream

SENTENCE = (
    "Kapal bernomor {n} tiba di pelabuhan {n} pada pukul {n}, kata Kolonel Wirawan {n} kepada wartawan {n}."
)
BROKEN = (
    b"",
    b"\x89PNG\r\n\x1a\n",
    b"PK\x03\x04cut",
    b"%PDF-1.7 cut",
    b"\x1f\x8b\x08cut",
    bytes(range(1, 256)) * 9,
)
ENDINGS = (".txt", ".md", ".html", ".zip", ".pdf", ".gz")


def many(folder: Path, count: int) -> None:
    """A folder of inputs, each tenth of them broken in one way or another."""
    folder.mkdir()
    for n in range(count):
        text = SENTENCE.format(n=n * 7919)
        if n % 10 == 9:
            kind = n // 10 % len(BROKEN)
            (folder / f"{n:04}{ENDINGS[kind]}").write_bytes(BROKEN[kind])
        elif n % 10 == 5:
            (folder / f"{n:04}.json").write_text(json.dumps([{"isi": text}]), encoding="utf-8")
        elif n % 10 == 6:
            with zipfile.ZipFile(folder / f"{n:04}.zip", "w") as archive:
                archive.writestr("a.txt", text)
        else:
            (folder / f"{n:04}.txt").write_text(text, encoding="utf-8")


def test_broken_ones_cost_themselves_alone(tmp_path: Path) -> None:
    """Of 200, of which 20 are broken, 180 are articles; the others are told in a line each."""
    many(tmp_path / "in", 200)
    found = workflow.sorted_out([tmp_path / "in"])
    assert len(found.kept) == 180
    assert [i.outcome for i in found.inputs].count(Outcome.FAILED) == 20
    assert len(found.problems) == 20
    assert all(0 < len(p.message) < 200 and "\n" not in p.message for p in found.problems)
    assert not [p for p in found.problems if "Traceback" in p.message or "Error" in p.message]


def test_what_a_reader_dies_of_costs_the_rest_of_that_input(tmp_path: Path) -> None:
    """Where a process ends in the midst of an input, what came before, and the next inputs, are read."""

    def draw(thing: str) -> Iterator[str]:
        yield f"{thing}1"
        if thing == "time":
            while True:
                pass
        if thing == "memory":
            bytearray(900_000_000)
        if thing == "killed":
            os.kill(os.getpid(), 9)
        if thing == "error":
            raise ValueError(thing)
        yield f"{thing}2"

    things = ["a", "time", "b", "memory", "c", "killed", "error", "d"]
    items = list(drawn(draw, things, Bounds(seconds=1, megabytes=100)))
    read = [item for _, item in items if isinstance(item, str)]
    assert read == ["a1", "a2", "time1", "b1", "b2", "memory1", "c1", "c2", "killed1", "error1", "d1", "d2"]
    failed = {things[at]: item.message for at, item in items if isinstance(item, Failed)}
    assert failed == {
        "time": "took over 1 s and was given up",
        "memory": "needs over 100 MB and was given up",
        "killed": "the process that read it broke down (SIGKILL)",
        "error": "ValueError: error",
    }


def test_no_more_is_asked_for_than_is_in_work() -> None:
    """From a source without an end things are taken only as fast as they are worked on."""
    taken = 0

    def endless() -> Iterator[int]:
        nonlocal taken
        for n in itertools.count():
            taken += 1
            yield n

    done = stream(lambda n: n * n, endless(), BOUNDS, workers=2)
    assert list(itertools.islice(done, 100)) == [(n, n * n) for n in range(100)]
    done.close()  # type: ignore[attr-defined]
    assert taken <= 100 + 2 * 16


def test_a_large_table_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first article is read before the rest of it is."""
    path = tmp_path / "a.jsonl"
    rows = (json.dumps({"text": SENTENCE.format(n=n) * 20}) for n in range(5_000))
    path.write_text("\n".join(rows), encoding="utf-8")
    found = list(inputs._found([path], b"", False))
    pieces = inputs.pieces_of(found, BOUNDS)
    began = time.process_time()
    first = list(itertools.islice(pieces, 20))
    pieces.close()
    assert all(isinstance(piece, Piece) for _, piece in first)
    assert time.process_time() - began < 1.0


def test_inputs_stay_in_their_order(tmp_path: Path) -> None:
    """Whatever each of them holds."""
    (tmp_path / "a.json").write_text(
        json.dumps([{"isi": SENTENCE.format(n=n)} for n in range(3)]), encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text(SENTENCE.format(n=77), encoding="utf-8")
    given = [tmp_path / "a.json", tmp_path / "no.txt", tmp_path / "b.txt"]
    opened = inputs.open_inputs(given, b"")
    names = [one.where if isinstance(one, Problem) else one.article.source for one in opened]
    assert [Path(name).name for name in names] == ["a.json#1", "a.json#1", "a.json#1", "no.txt", "b.txt"]


def test_what_is_too_large_is_refused_by_its_size(tmp_path: Path) -> None:
    """A page of 100 MB is never read; what is named as a table, a message or an archive is told too."""
    for name, head in (
        ("a.html", b"<!doctype html><p>"),
        ("a.json", b'[{"text": "'),
        ("a.pdf", b"%PDF-1.7\n"),
    ):
        with (tmp_path / name).open("wb") as file:
            file.write(head)
            file.truncate(100_000_000)
    began = time.process_time()
    found = workflow.sorted_out([tmp_path])
    assert not found.kept
    assert [i.reason.partition(":")[0] for i in found.inputs] == [
        "is too large for an article",
        "is too large for one JSON value",
        "is too large for a PDF document",
    ]
    assert time.process_time() - began < 2.0


def test_archives_come_through_a_pipe(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", SENTENCE.format(n=1))
    found = workflow.sorted_out(["-"], stdin=(tmp_path / "a.zip").read_bytes())
    assert [i.where for i in found.inputs] == ["-#a.txt"]
