"""What is read rightly: `python benchmarks/quality.py [ANNOTATIONS TEXT…] [--errors N]`.

Scores the analysis of annotated articles with `benchmarks/score.py` and prints a Markdown table, then
the commonest kinds of error with examples. Without arguments: the seeds and their annotations in
`tests/annotations`. ANNOTATIONS is a folder of annotation files, TEXT the files or folders annotated.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from measuring import ROOT, SEEDS, table

SCORER = Path(__file__).parent / "score.py"
ANNOTATIONS = ROOT / "tests" / "annotations"
SHOWN = 110


def scored(annotations: Path, texts: list[Path]) -> tuple[dict[str, float], list[list[str]]]:
    """The figures by name, and every disagreement as (article, kind, what)."""
    with tempfile.TemporaryDirectory() as folder:
        analyses = Path(folder) / "analyses.jsonl"
        command = [sys.executable, "-m", "briefing", "extract", *map(str, texts), "-o", str(analyses)]
        subprocess.run(command, cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
        score = [sys.executable, str(SCORER), str(annotations), str(analyses), "--json", "--errors"]
        lines = subprocess.run(score, check=True, capture_output=True, text=True).stdout.splitlines()
    return json.loads(lines[0]), [line.split(" | ", 2) for line in lines[1:]]


def main() -> int:
    """The tables on standard output."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("annotations", type=Path, nargs="?", default=ANNOTATIONS)
    parser.add_argument("texts", type=Path, nargs="*", default=[SEEDS])
    parser.add_argument("--errors", type=int, default=10, help="how many kinds of error to show (10)")
    arguments = parser.parse_args()
    if not any(arguments.annotations.glob("*.json")):
        print(f"{arguments.annotations}: holds no annotations (*.json)", file=sys.stderr)
        return 1
    figures, errors = scored(arguments.annotations, arguments.texts or [SEEDS])
    print(table(("figure", "value"), [(k, f"{v:g}") for k, v in figures.items()]))
    kinds: dict[str, list[str]] = defaultdict(list)
    for _, kind, what in errors:
        kinds[kind].append(what)
    commonest = sorted(kinds.items(), key=lambda k: (-len(k[1]), k[0]))[: arguments.errors]
    print()
    print(
        table(
            ("kind of error", "times", "for example"), [(k, str(len(v)), v[0][:SHOWN]) for k, v in commonest]
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
