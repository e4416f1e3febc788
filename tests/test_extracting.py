"""`briefing extract` over many articles: written as they come, gone on with after a kill; on a cluster."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from pyarrow import parquet

from briefing.cli import run
from briefing.errors import InputError, OutputError
from briefing.model import Outcome
from briefing.settings import Settings
from briefing.workflow.extracting import Extracted, extract_to

TEXT = (
    "Jakarta - Kapal {n} akan dikirim ke pangkalan {n} pekan depan, kata Kolonel Wirawan {n}. Ia pergi {n}."
)


def many(folder: Path, count: int) -> Path:
    folder.mkdir(exist_ok=True)
    for n in range(count):
        (folder / f"{n:03}.txt").write_text(TEXT.format(n=n * 7919), encoding="utf-8")
    return folder


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def extracted(out: Path | None, *inputs: Path, **rest: Any) -> Extracted:
    return extract_to(out, io.BytesIO(), list(inputs), settings=rest.pop("settings", Settings()), **rest)


def test_every_article_once_in_order_by_any_number_of_processes(tmp_path: Path) -> None:
    """The same bytes with one process and with three; nothing is left beside the file."""
    folder = many(tmp_path / "in", 30)
    (folder / "011a.txt").write_text(TEXT.format(n=7919 * 3), encoding="utf-8")
    (folder / "012a.txt").write_bytes(b"\x89PNG")
    for workers in (1, 3):
        done = extracted(tmp_path / f"{workers}.jsonl", folder, workers=workers)
        assert done.counts == {Outcome.READ: 30, Outcome.DUPLICATE: 1, Outcome.FAILED: 1}
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "3.jsonl").read_bytes()
    assert [Path(line["article"]["source"]).name for line in lines(tmp_path / "1.jsonl")] == [
        f"{n:03}.txt" for n in range(30)
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.jsonl", "3.jsonl", "in"]


def test_the_same_text_with_another_marking_is_written_too(tmp_path: Path) -> None:
    """What is stricter than what stands there already must not be lost."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"TLP:RED\n\n{TEXT}", encoding="utf-8")
    extracted(tmp_path / "x.jsonl", tmp_path / "a.txt", tmp_path / "b.txt")
    assert [line["article"]["marking"] for line in lines(tmp_path / "x.jsonl")] == [None, "TLP:RED"]


def test_a_table_of_analyses(tmp_path: Path) -> None:
    """Parquet has a row for each line, with the article's fields and the analysis as JSON."""
    folder = many(tmp_path / "in", 5)
    extracted(tmp_path / "x.jsonl", folder)
    extracted(tmp_path / "x.parquet", folder)
    rows = parquet.read_table(tmp_path / "x.parquet").to_pylist()
    assert [json.loads(row["analysis"]) for row in rows] == lines(tmp_path / "x.jsonl")
    assert rows[0]["text"] == lines(tmp_path / "x.jsonl")[0]["article"]["text"]


SLOWLY = """
import sys, time
from briefing.cli import main
from briefing import workflow
whole = workflow.findings_of
def slowly(*rest):
    time.sleep(0.03)
    return whole(*rest)
workflow.findings_of = slowly
main()
"""


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_a_run_that_was_ended_goes_on(tmp_path: Path, sent: signal.Signals, status: int) -> None:
    """Whole lines are kept, a torn one is not; what was done is not read again, nothing is there twice."""
    folder, out = many(tmp_path / "in", 60), tmp_path / "x.jsonl"
    part = tmp_path / "x.jsonl.part"
    command = [sys.executable, "-c", SLOWLY, "extract", str(folder), "-o", str(out)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + 60
        while time.monotonic() < until and not (part.exists() and part.read_bytes().count(b"\n") >= 10):
            time.sleep(0.01)
        process.send_signal(sent)
        said = process.communicate()[1]
    assert process.returncode == status
    assert not out.exists()
    kept = part.read_bytes()
    if sent is signal.SIGINT:
        assert f"analyses are in {part}. The same command goes on with the rest" in said
    part.write_bytes(kept + b'{"schema": "torn')
    for line in kept.splitlines()[:8]:  # read again, these would be other texts
        Path(json.loads(line)["article"]["source"]).write_text(f"Lain. {TEXT.format(n=1)}", encoding="utf-8")
    done = extracted(out, folder)
    assert done.counts == {Outcome.READ: 60}
    assert out.read_bytes().startswith(kept[: kept.rindex(b"\n") + 1])
    assert [Path(line["article"]["source"]).name for line in lines(out)] == [f"{n:03}.txt" for n in range(60)]
    assert not part.exists()


COUNTING = """
import sys, time
from pathlib import Path
from briefing.cli import main
from briefing import workflow
seen, whole = Path(sys.argv.pop(1)), workflow.findings_of
def slowly(article, *rest):
    (seen / article.id).touch()
    time.sleep(0.03)
    return whole(article, *rest)
workflow.findings_of = slowly
main()
"""


def test_what_make_has_read_when_it_is_interrupted_is_not_read_again(tmp_path: Path) -> None:
    """It says how much that is, leaves no brief, and the next run goes on with the rest."""
    folder, first, again = many(tmp_path / "in", 40), tmp_path / "first", tmp_path / "again"
    first.mkdir()
    again.mkdir()

    def command(seen: Path) -> list[str]:
        made = ["make", str(folder), "--out", str(tmp_path / "out"), "--format", "json"]
        return [sys.executable, "-c", COUNTING, str(seen), *made]

    with subprocess.Popen(command(first), cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + 60
        while time.monotonic() < until and len(list(first.iterdir())) < 15:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
    assert process.returncode == 130
    (told,) = re.findall(r"interrupted; (\d+) of 40 articles are read, and need not be read again", said)
    assert not list((tmp_path / "out").rglob("*.json"))
    subprocess.run(command(again), cwd=ROOT, check=True, capture_output=True)
    assert len(list(again.iterdir())) == 40 - int(told)
    assert list((tmp_path / "out").rglob("briefing.json"))


def test_other_settings_begin_anew(tmp_path: Path) -> None:
    """What an earlier run left for another question is no part of this answer."""
    folder, out = many(tmp_path / "in", 3), tmp_path / "x.jsonl"
    (tmp_path / "x.jsonl.part").write_bytes(b"{}\n")
    (tmp_path / "x.jsonl.journal").write_text(
        '{"schema": "briefing.journal/1", "asked": "0"}\n[1, 2, "read", 3]\n'
    )
    assert extracted(out, folder).counts == {Outcome.READ: 3}
    assert len(lines(out)) == 3


def test_where_nothing_can_be_read_or_written(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """One line, and what was there stays as it was."""
    (tmp_path / "x.jsonl").write_text("earlier", encoding="utf-8")
    with pytest.raises(InputError, match=r"no\.txt"):
        extracted(tmp_path / "x.jsonl", tmp_path / "no.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["x.jsonl"]
    assert (tmp_path / "x.jsonl").read_text(encoding="utf-8") == "earlier"
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(OutputError):
        extracted(tmp_path / "a.txt" / "x.jsonl", tmp_path / "a.txt")
    assert run(["extract", str(tmp_path / "a.txt"), "-o", "/dev/full"]) == 1
    assert "can't be written" in capfd.readouterr().err


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The scheduler of a local cluster of two processes."""
    from distributed import LocalCluster

    os.environ["PYTHONPATH"] = str(ROOT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2, threads_per_worker=1, dashboard_address=None, worker_dashboard_address=None
        ) as made:
            yield made.scheduler_address


def test_on_a_cluster_it_is_the_same(tmp_path: Path, cluster: str) -> None:
    """Every line, in order, and what goes wrong with one article costs that one."""
    folder = many(tmp_path / "in", 40)
    (folder / "012a.txt").write_bytes(b"\x89PNG")
    extracted(tmp_path / "here.jsonl", folder)
    done = extracted(tmp_path / "there.jsonl", folder, cluster=cluster)
    assert done.counts == {Outcome.READ: 40, Outcome.FAILED: 1}
    assert (tmp_path / "there.jsonl").read_bytes() == (tmp_path / "here.jsonl").read_bytes()


def test_no_cluster_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    monkeypatch.setattr("briefing.workflow.clustered.SECONDS", "1s")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert run(["extract", str(tmp_path / "a.txt"), "--cluster", "tcp://127.0.0.1:9"]) == 1
    assert "there is no Dask scheduler" in capfd.readouterr().err
