"""Our whole reading of pages beside trafilatura's own time, in one run.

    python benchmarks/pages.py FOLDER [--rounds 5]

FOLDER holds pages as outlets serve them (.html, .htm, .html.gz). Alone: `trafilatura.extract` of a page's
bytes to its text, nothing else. With metadata: the same, and title, authors and day. Whole: `read_piece`:
decoded, the report found, what the page tells of it read, cleaned, its head and foot read, its language told.
Each page once in a round, all in turn; the quickest round of each counts, on the processor. Imports and word
lists are not counted.
"""

from __future__ import annotations

import argparse
import gzip
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import trafilatura
from measuring import machine, table

from briefing import sources
from briefing.errors import InputError
from briefing.sources.pieces import Piece

MOST = 1.3
"""How much longer our whole reading may take than trafilatura alone."""


def pages(folder: Path) -> list[bytes]:
    """The pages of a folder, unpacked."""
    paths = sorted(p for p in folder.rglob("*") if p.name.endswith((".html", ".htm", ".html.gz")))
    return [gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in paths]


def seconds(read: Callable[[bytes], object], found: Sequence[bytes]) -> float:
    """Seconds of the processor that it takes to read each page once."""
    begun = time.process_time()
    for data in found:
        with suppress(InputError):
            read(data)
    return time.process_time() - begun


def ours(data: bytes) -> object:
    """Our whole reading of a page."""
    return sources.read_piece(Piece(where="page.html", data=data))


def with_metadata(data: bytes) -> object:
    """Trafilatura's reading of a page and of what it tells."""
    return trafilatura.extract(data, with_metadata=True)


def main() -> int:
    """Prints the table; 1 where our reading takes longer than it may."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    found = pages(options.folder)
    readings = {
        "trafilatura alone": trafilatura.extract,
        "with metadata": with_metadata,
        "our whole reading": ours,
    }
    best = dict.fromkeys(readings, float("inf"))
    for read in readings.values():
        seconds(read, found)  # what is loaded once
    for _ in range(options.rounds):
        for name, read in readings.items():
            best[name] = min(best[name], seconds(read, found))
    alone = best["trafilatura alone"]
    size = sum(map(len, found)) / 1e6
    print(f"{len(found)} pages, {size:.1f} MB; {machine()}\n")
    rows = [(name, f"{s:.2f}", f"{len(found) / s:.0f}", f"{s / alone:.2f}") for name, s in best.items()]
    print(table(("reading", "seconds", "pages a second", "times trafilatura"), rows))
    return int(best["our whole reading"] > MOST * alone)


if __name__ == "__main__":
    raise SystemExit(main())
