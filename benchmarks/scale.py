"""Articles a second for 1, 100 and 1,000 articles: `python benchmarks/scale.py [--jsonl FILE] [COUNT…]`.

The articles are the seeds, beyond the fifth with their paragraphs in another order, or the first
of a JSONL file with a "text" or "body" in each line. `extract` is the reading alone, `make` a whole
brief as JSON and HTML; PDF is left to make.py, as its time goes by pages and not by articles.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from measuring import machine, run, table, write_articles

COUNTS = (1, 100, 1000)


def measured(count: int, source: Path | None) -> list[list[str]]:
    """Two rows of the table: reading so many articles, and making a brief of them."""
    with tempfile.TemporaryDirectory() as folder:
        inputs, out = Path(folder, "in"), Path(folder, "out")
        inputs.mkdir()
        words = write_articles(inputs, count, source=source)
        runs = {
            "extract": run("-m", "briefing", "extract", inputs, "-o", Path(folder, "x.jsonl")),
            "make": run("-m", "briefing", "make", inputs, "--out", out, "--format", "html,json"),
        }
    return [
        [
            f"{count:,}",
            name,
            f"{done.seconds:.1f}",
            f"{done.cpu:.1f}",
            f"{count / done.seconds:.1f}",
            f"{words / done.seconds:,.0f}",
            f"{done.megabytes:.0f}",
        ]
        for name, done in runs.items()
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int, default=COUNTS, metavar="COUNT")
    parser.add_argument("--jsonl", type=Path, help="take the articles from this file")
    options = parser.parse_args()
    rows = [row for count in options.counts for row in measured(count, options.jsonl)]
    print(f"{machine()}; {options.jsonl.name if options.jsonl else 'the seeds, varied'}\n")
    print(
        table(
            ("articles", "command", "seconds", "on a core", "articles a second", "words a second", "peak MB"),
            rows,
        )
    )


if __name__ == "__main__":
    main()
