"""Where the time and memory of one brief go: `python benchmarks/make.py [FOLDER]` (default: the seeds).

Every stage is run once in a fresh process, in the order of the work, with what it must import and
load counted apart; the last line is the whole command, `briefing make`, in a process of its own.
"""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring import ROOT, SEEDS, best, machine, run, table

DAY = "2026-11-20"
FORMATS = ("html", "pdf", "json", "txt", "md")
# One short article, to have everything loaded that is loaded at first use.
WARM = 'Contoh\n\nWina - "Rusia siap membantu," kata Lavrov, Jumat (8/12/2017).'

# A stage, its seconds, its seconds on a core, the process's peak of memory so far.
Row = tuple[str, float, float, float]


class Clock:
    """Times one step after another; memory is the process's highest so far."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def step(self, name: str, work: Callable[[], Any]) -> Any:
        """What the work gives; its time becomes a row."""
        began, began_cpu = time.perf_counter(), time.process_time()
        result = work()
        seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.rows.append((name, seconds, cpu, peak))
        return result


def stages(folder: Path) -> list[Row]:
    """Every stage with its times and the peak memory after it."""
    clock = Clock()
    clock.step("import briefing.cli", lambda: importlib.import_module("briefing.cli"))
    sources = clock.step("import sources", lambda: importlib.import_module("briefing.sources"))
    opened = clock.step("sources", lambda: [sources.read_path(p).article for p in sources.find([folder])])
    clock.step("import spaCy", lambda: importlib.import_module("spacy"))
    language = clock.step("import language", lambda: importlib.import_module("briefing.language"))
    warm = sources.read_bytes(WARM.encode(), source="warm").article
    warm_doc = clock.step("load language", lambda: language.read(warm))
    extract = clock.step("import extract", lambda: importlib.import_module("briefing.extract"))
    words = clock.step("load lexicon", lambda: importlib.import_module("briefing.lexicon").load("id"))
    clock.step("warm extract", lambda: extract.extract(warm, warm_doc, words))
    docs = clock.step("language", lambda: [language.read(a) for a in opened])
    pairs = list(zip(opened, docs, strict=True))
    found = clock.step("extract", lambda: [extract.extract(a, d, words) for a, d in pairs])
    brief = _composed(clock, found)
    render = clock.step("import render", lambda: importlib.import_module("briefing.render"))
    clock.step("import WeasyPrint", lambda: importlib.import_module("weasyprint"))
    for name in FORMATS:
        clock.step(f"render {name}", lambda name=name: render.render(brief, name))
    return clock.rows


def _composed(clock: Clock, found: list[Any]) -> Any:
    dossier, compose, codec, verify = (
        clock.step(f"import {name}", lambda name=name: importlib.import_module(f"briefing.{name}"))
        for name in ("dossier", "compose", "codec", "verify")
    )
    joined = clock.step("dossier", lambda: dossier.build(tuple(found)))
    brief = clock.step(
        "compose",
        lambda: compose.compose(
            joined, title="Daily briefing", number="1", date=DAY, language="en", marking="TLP:CLEAR"
        ),
    )
    brief = clock.step("record and back", lambda: codec.read_brief(codec.brief_json(brief)))
    clock.step("verify", lambda: verify.verify(brief))
    return brief


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SEEDS)
    parser.add_argument("--repeat", type=int, default=3, help="the quickest of so many runs counts")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(stages(options.folder)))
        return
    folder = options.folder.resolve()
    runs = [run(Path(__file__), "--inside", folder) for _ in range(options.repeat)]
    rows = json.loads(min(runs, key=lambda r: r.seconds).output)
    with tempfile.TemporaryDirectory() as out:
        command = ["-m", "briefing", "make", folder, "--date", DAY, "--out", out]
        whole = best(options.repeat, *command)
        without = best(options.repeat, *command, "--format", "json")
    print(f"{machine()}; {folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder.name}\n")
    seconds, cpu = sum(row[1] for row in rows), sum(row[2] for row in rows)
    lines = [(name, f"{s:.3f}", f"{c:.3f}", f"{c / cpu:.0%}", f"{mb:.0f}") for name, s, c, mb in rows]
    lines.append(
        ("**all stages, every format**", f"{seconds:.2f}", f"{cpu:.2f}", "100%", f"{rows[-1][3]:.0f}")
    )
    for name, done in (("", whole), (" --format json", without)):
        command = f"`briefing make{name}`"
        lines.append((command, f"{done.seconds:.2f}", f"{done.cpu:.2f}", "", f"{done.megabytes:.0f}"))
    print(table(("stage", "seconds", "on a core", "share of that", "peak MB so far"), lines))


if __name__ == "__main__":
    main()
