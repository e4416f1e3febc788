"""Every article of a collection read once: `python benchmarks/robustness.py ARTICLES [--limit N]`.

ARTICLES is a JSONL file with a `body` (and perhaps an `id`) a line, or a folder of text files. For
each article the invariants of an analysis are checked (benchmarks/invariants.py) and it is timed, on
the processor; the process's memory is looked at after each tenth. Exit status 1 where an invariant is
broken, an article fails, or one takes more than LIMIT seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from invariants import broken
from measuring import machine, table

from briefing import extract, language, lexicon, sources

LIMIT = 2.0
SHOWN = 10


def resident() -> float:
    """The memory that this process holds now, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def texts(place: Path, limit: int | None) -> Iterator[tuple[str, bytes]]:
    """The articles, by name."""
    if place.is_dir():
        for n, path in enumerate(sorted(place.glob("*.txt"))):
            if limit is None or n < limit:
                yield path.name, path.read_bytes()
        return
    with place.open(encoding="utf-8") as lines:
        for n, line in enumerate(lines):
            if limit is None or n < limit:
                data = json.loads(line)
                yield str(data.get("id", n)), data["body"].encode()


def main() -> int:
    """The table on standard output, what went wrong before it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--limit", type=int, help="read only the first N")
    arguments = parser.parse_args()
    if not arguments.articles.exists():
        print(f"{arguments.articles}: is not there. Name a JSONL file or a folder of texts", file=sys.stderr)
        return 1
    words = lexicon.load("id")
    wrong, seconds, memory, counts = [], [], [], {"actors": 0, "claims": 0, "military": 0}
    for name, data in texts(arguments.articles, arguments.limit):
        began = time.process_time()
        try:
            article = sources.read_bytes(data, source=name).article
            found = extract.extract(article, language.read(article), words)
            wrong += [f"{name}: {line}" for line in broken(found)]
            for key in counts:
                counts[key] += len(getattr(found, key))
        except Exception:  # noqa: BLE001 - counted and shown: that is what this command is for
            wrong.append(f"{name}: {traceback.format_exc(limit=-2)}")
        seconds.append(time.process_time() - began)
        if seconds[-1] > LIMIT:
            wrong.append(f"{name}: took {seconds[-1]:.1f} s")
        memory.append(resident())
    if not seconds:
        print(f"{arguments.articles}: holds no article", file=sys.stderr)
        return 1
    for line in wrong[:SHOWN]:
        print(line, file=sys.stderr)
    n, ordered = len(seconds), sorted(seconds)
    rows = [
        ("articles", str(n)),
        ("something wrong", str(len(wrong))),
        ("seconds in all", f"{sum(seconds):.1f}"),
        (
            "seconds an article: median, 99 %, most",
            f"{ordered[n // 2]:.3f}, {ordered[n * 99 // 100]:.3f}, {ordered[-1]:.3f}",
        ),
        (
            "memory after a tenth, half, all (MB)",
            f"{memory[n // 10]:.0f}, {memory[n // 2]:.0f}, {memory[-1]:.0f}",
        ),
        *((f"{key} an article", f"{count / n:.1f}") for key, count in counts.items()),
    ]
    print(machine())
    print(table(("what", "figure"), rows))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
