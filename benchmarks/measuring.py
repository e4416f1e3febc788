"""What the benchmarks share: a command's time and memory, articles to work on, tables to print."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
HEAD_BLOCKS = 3


@dataclass(frozen=True)
class Run:
    """One run of a command in a process of its own: seconds by the clock, and seconds on a core."""

    seconds: float
    cpu: float
    megabytes: float
    output: str


def run(*arguments: str | Path) -> Run:
    """A command of this interpreter (`-m briefing …`, a file): its times and its peak of memory."""
    command = [sys.executable, *map(str, arguments)]
    # As for any user, compiled modules are kept: a machine that forbids it would measure compiling.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit status {process.returncode}: {' '.join(command)}")
    cpu = usage.ru_utime + usage.ru_stime
    return Run(seconds=seconds, cpu=cpu, megabytes=usage.ru_maxrss / 1024, output=output)


def best(times: int, *arguments: str | Path) -> Run:
    """The quickest of several runs: what else a machine does can only make a run slower."""
    return min((run(*arguments) for _ in range(times)), key=lambda r: r.seconds)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the first column is text, the others figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """What the figures were measured on, in general terms."""
    version = ".".join(map(str, sys.version_info[:3]))
    return f"{os.cpu_count()} cores, {sys.platform}, Python {version}"


def articles(count: int, *, source: Path | None = None) -> Iterator[str]:
    """`count` different articles: from a JSONL file, or the seeds with their paragraphs in another order.

    Of a seed the head stays as it is, and the rest is shuffled by a generator seeded with the
    article's number: the same articles on every machine.
    """
    if source is not None:
        with source.open(encoding="utf-8") as lines:
            for _, line in zip(range(count), lines, strict=False):
                record = json.loads(line)
                title = record.get("title") or record.get("title_from_slug") or ""
                yield f"{title}\n\n{record.get('text') or record['body']}"
        return
    seeds = [path.read_text(encoding="utf-8-sig") for path in sorted(SEEDS.glob("*.txt"))]
    for number in range(count):
        text = seeds[number % len(seeds)]
        if number >= len(seeds):
            blocks = text.split("\n\n")
            rest = blocks[HEAD_BLOCKS:]
            random.Random(number).shuffle(rest)
            text = "\n\n".join([*blocks[:HEAD_BLOCKS], *rest, f"Tulisan ke-{number}."])
        yield text


def write_articles(folder: Path, count: int, *, source: Path | None = None) -> int:
    """Articles as files in a folder; how many words they have together."""
    words = 0
    for number, text in enumerate(articles(count, source=source)):
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
        words += len(text.split())
    return words
