"""Inputs of every kind, and many of them: `python benchmarks/inputs.py [--jsonl FILE] [--cluster] [COUNT…]`.

The first table lists so many inputs (texts, tables, archives, messages), of which each tenth is broken,
without reading what is in the articles: time and memory must grow no faster than their number. The second has
as many articles of one table (JSON Lines) read by `extract`, with one process and with two; with `--cluster`
also on a local Dask cluster of two processes. What a million costs is worked out from each row.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from measuring import Run, articles, machine, run, table

COUNTS = (250, 500, 1000)
BROKEN = (
    b"",
    b"\x89PNG\r\n\x1a\n",
    b"PK\x03\x04cut",
    b"%PDF-1.7 cut",
    b"\x1f\x8b\x08cut",
    bytes(range(1, 256)) * 9,
)
ENDINGS = (".txt", ".md", ".html", ".zip", ".pdf", ".gz")
TENTH = 10
MILLION = 1_000_000


def write_inputs(folder: Path, count: int, source: Path | None) -> int:
    """Inputs of several kinds, each tenth broken; how many of them are sound."""
    sound = 0
    for n, text in enumerate(articles(count, source=source)):
        path = folder / f"{n:05}"
        kind = n % TENTH
        if kind == TENTH - 1:
            which = n // TENTH % len(BROKEN)
            path.with_suffix(ENDINGS[which]).write_bytes(BROKEN[which])
            continue
        sound += 1
        if kind == 0:
            path.with_suffix(".json").write_text(json.dumps([{"isi": text}]), encoding="utf-8")
        elif kind == 1:
            with zipfile.ZipFile(path.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("a.txt", text)
        elif kind == 2:
            message = EmailMessage()
            message["From"], message["Date"] = "a@kabar.example", "Mon, 06 Nov 2023 08:15:00 +0700"
            message.set_content(text)
            path.with_suffix(".eml").write_bytes(message.as_bytes())
        else:
            path.with_suffix(".txt").write_text(text, encoding="utf-8")
    return sound


def listed(count: int, source: Path | None) -> list[str]:
    """The row of so many inputs that are listed."""
    with tempfile.TemporaryDirectory() as named:
        sound = write_inputs(Path(named), count, source)
        done = run("-m", "briefing", "sources", named, "--json")
    outcomes = [json.loads(line)["outcome"] for line in done.output.splitlines()]
    failed = outcomes.count("failed")
    return [
        f"{count:,}",
        f"{len(outcomes) - failed:,} of {sound:,}",
        f"{failed:,}",
        f"{done.seconds:.1f}",
        f"{done.cpu:.1f}",
        f"{1000 * done.cpu / count:.1f}",
        f"{done.megabytes:.0f}",
    ]


def extracted(count: int, source: Path | None, *options: str) -> Run:
    """So many articles of one table, read by `extract`."""
    with tempfile.TemporaryDirectory() as named:
        rows = Path(named, "in.jsonl")
        with rows.open("w", encoding="utf-8") as file:
            for text in articles(count, source=source):
                file.write(json.dumps({"isi": text}) + "\n")
        return run("-m", "briefing", "extract", rows, "-o", Path(named, "x.jsonl"), *options)


@contextmanager
def local_cluster() -> Iterator[str]:
    """The scheduler of two processes on this machine."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def row(name: str, count: int, done: Run) -> list[str]:
    """The row of a run of `extract`, with what a million such articles cost."""
    hours = MILLION * done.seconds / count / 3600
    return [
        f"{count:,}, {name}",
        f"{done.seconds:.1f}",
        f"{done.cpu:.1f}",
        f"{count / done.seconds:.1f}",
        f"{done.megabytes:.0f}",
        f"{hours:.1f}",
    ]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int, default=COUNTS, metavar="COUNT")
    parser.add_argument("--jsonl", type=Path, help="take the articles from this file")
    parser.add_argument("--cluster", action="store_true", help="on a local Dask cluster too")
    options = parser.parse_args()
    print(f"{machine()}; {options.jsonl.name if options.jsonl else 'the seeds, varied'}\n")
    head = ("inputs", "articles", "told as failed", "seconds", "on a core", "ms each", "peak MB")
    print(table(head, [listed(count, options.jsonl) for count in options.counts]))
    rows = []
    for count in options.counts:
        for workers in (1, 2):
            done = extracted(count, options.jsonl, "--workers", str(workers))
            rows.append(row("one process" if workers == 1 else "two processes", count, done))
            sys.stdout.flush()
    if options.cluster:
        with local_cluster() as address:
            count = options.counts[-1]
            rows.append(row("cluster of two", count, extracted(count, options.jsonl, "--cluster", address)))
    head = ("articles", "seconds", "on a core", "articles a second", "peak MB", "hours for a million")
    print("\n" + table(head, rows))


if __name__ == "__main__":
    main()
