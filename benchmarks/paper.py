"""A long brief as PDF, beside headless Chromium and bare WeasyPrint: `python benchmarks/paper.py`.

All lay out the same HTML, each in processes of its own, in turns; the quickest of several runs counts.
Seconds on a core and memory are those of all processes together, sampled (the proportional set size
at its highest), so Linux is needed. Chromium is left out where there is none.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measuring import ROOT, machine, table, write_articles

DAY = "2026-11-20"
HUNDRED_PAGES = 40
MANY = 200
EVERY = 0.05
CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
THEME = "intelligence"


@dataclass(frozen=True)
class Measured:
    """A command and its children: seconds by the clock and on a core, and memory of all together."""

    seconds: float
    cpu: float
    megabytes: float
    output: str


def measured(*command: str | Path) -> Measured:
    """One run of a command."""
    peak, busy = 0.0, dict[int, float]()
    began = time.perf_counter()
    process = subprocess.Popen(
        [*map(str, command)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    ended = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(EVERY):
            family = _family(process.pid)
            peak = max(peak, sum(map(_megabytes, family)))
            busy.update({pid: seconds for pid in family if (seconds := _busy(pid))})

    watching = threading.Thread(target=watch)
    watching.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - began
    ended.set()
    watching.join()
    if process.returncode:
        raise SystemExit(f"exit status {process.returncode}: {command[0]}")
    return Measured(seconds=seconds, cpu=sum(busy.values()), megabytes=peak, output=output)


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    try:
        kids = [k for t in Path(f"/proc/{pid}/task").iterdir() for k in (t / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(member for kid in kids for member in _family(int(kid)))]


def _busy(pid: int) -> float:
    """Seconds that a process was on a core; none where it has just ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def printed(page: Path, out: Path) -> None:
    """An HTML page as PDF, as `render` makes it of the page that it has filled."""
    from briefing.render import parts, press
    from briefing.render.presses import in_parts
    from briefing.render.themes import find_theme

    chosen, html = find_theme(THEME), page.read_text(encoding="utf-8")
    whole = parts.cut(html)
    out.write_bytes(
        in_parts(whole, chosen) if whole else press.bound(press.printed(press.laid_out(html, chosen)))
    )


def filled(record: Path, out: Path, medium: str) -> None:
    """The page of a brief, for paper or for the screen."""
    from briefing import codec
    from briefing.render.templates import fill
    from briefing.render.themes import find_theme

    brief = codec.read_brief(record.read_bytes())
    began = time.perf_counter()
    page = fill("brief.html.j2", brief, find_theme(THEME), medium=medium)
    print(json.dumps(time.perf_counter() - began))
    out.write_text(page, encoding="utf-8")


def rendered(record: Path, out: Path) -> None:
    """A brief as PDF, from its record on."""
    from briefing import codec
    from briefing.render import render

    out.write_bytes(render(codec.read_brief(record.read_bytes()), "pdf"))


def made(count: int, source: Path | None, folder: Path, formats: str) -> tuple[Measured, Path]:
    """`briefing make` of so many articles, and the record that it wrote."""
    inputs, out = folder / f"in{count}", folder / f"out{count}"
    inputs.mkdir()
    write_articles(inputs, count, source=source)
    command = (sys.executable, "-m", "briefing", "make", inputs, "--date", DAY, "--out", out)
    done = measured(*command, "--format", formats)
    return done, next(out.rglob("*.json"))


def hundred_pages(source: Path | None, folder: Path, repeat: int) -> list[list[str]]:
    """Rows: what lays out the page, its time, that time beside Chromium's, memory, pages."""
    _, record = made(HUNDRED_PAGES, source, folder, "json")
    page, out = folder / "page.html", folder / "page.pdf"
    inside = (sys.executable, __file__, "--inside")
    measured(*inside, "fill", record, page)
    commands: dict[str, tuple[str | Path, ...]] = {
        "briefing, from the HTML": (*inside, "print", page, out),
        "briefing, from the record": (*inside, "render", record, out),
    }
    if browser := shutil.which("chromium"):
        aim = (f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", f"file://{page}")
        commands = {"headless Chromium": (browser, *CHROMIUM, *aim), **commands}
    runs: dict[str, list[tuple[Measured, int]]] = {name: [] for name in commands}
    for _ in range(repeat):
        for name, command in commands.items():
            runs[name].append((measured(*command), _pages(out)))
    bare = (sys.executable, "-m", "weasyprint", "-q", "-u", f"{ROOT}/templates/{THEME}/")
    runs["WeasyPrint, bare"] = [(measured(*bare, "--pdf-variant", "pdf/ua-1", page, out), _pages(out))]
    best = {name: min(done, key=lambda one: one[0].seconds) for name, done in runs.items()}
    unit = best.get("headless Chromium", next(iter(best.values())))[0]
    return [
        [
            name,
            f"{run.seconds:.1f}",
            f"{run.seconds / unit.seconds:.2f}",
            f"{run.cpu:.1f}",
            f"{run.cpu / unit.cpu:.2f}",
            f"{run.megabytes:.0f}",
            str(pages),
        ]
        for name, (run, pages) in best.items()
    ]


def many(source: Path | None, folder: Path) -> list[list[str]]:
    """Rows: what was asked of so many articles, its time and memory, and pages."""
    whole, record = made(MANY, source, folder, "html,pdf,json")
    page = measured(sys.executable, __file__, "--inside", "fill", record, folder / "many.html", "screen")
    pages = f"{_pages(next(record.parent.glob('*.pdf')))}"
    command = [f"{whole.seconds:.1f}", f"{whole.cpu:.1f}", f"{whole.megabytes:.0f}", pages]
    alone = [f"{json.loads(page.output):.1f}", "", f"{page.megabytes:.0f}", ""]
    return [
        ["`briefing make`: HTML, PDF and record", *command],
        ["filling the HTML alone, of the record", *alone],
    ]


def _pages(path: Path) -> int:
    import pikepdf

    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def _inside(task: str, source: str, out: str, *rest: str) -> None:
    work: dict[str, Any] = {"print": printed, "render": rendered}
    if task == "fill":
        filled(Path(source), Path(out), *(rest or ("paper",)))
    else:
        work[task](Path(source), Path(out))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--jsonl", type=Path, help="take the articles from this file")
    parser.add_argument("--repeat", type=int, default=3, help="the quickest of so many runs counts")
    parser.add_argument("--inside", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.inside:
        _inside(*options.inside)
        return
    name = options.jsonl.name if options.jsonl else "the seeds, varied"
    print(f"{machine()}; {name}\n\n{HUNDRED_PAGES} articles:\n")
    with tempfile.TemporaryDirectory() as folder:
        rows = hundred_pages(options.jsonl, Path(folder), options.repeat)
        print(table(("what", "seconds", "ratio", "on a core", "ratio", "peak MB", "pages"), rows))
        print(f"\n{MANY} articles:\n")
        print(table(("what", "seconds", "on a core", "peak MB", "pages"), many(options.jsonl, Path(folder))))


if __name__ == "__main__":
    main()
