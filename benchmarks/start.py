"""How soon the command line answers, and what each large import costs: `python benchmarks/start.py`.

An import is measured in a process of its own, less the time of a process that imports nothing. The
last column is the ratio to starting the interpreter, which travels better between machines than seconds.
"""

from __future__ import annotations

import argparse

from measuring import best, machine, table

COMMANDS = ("--help", "make --help", "settings")
IMPORTS = (
    "typer",
    "rich.console",
    "pydantic",
    "briefing.cli",
    "babel",
    "spacy",
    "jinja2",
    "weasyprint",
    "pikepdf",
)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--repeat", type=int, default=7, help="the quickest of so many runs counts")
    repeat = parser.parse_args().repeat
    bare = best(repeat, "-c", "pass")
    rows = [("nothing (Python itself)", f"{bare.seconds:.3f}", "1.0", f"{bare.megabytes:.0f}")]
    for command in COMMANDS:
        done = best(repeat, "-m", "briefing", *command.split())
        ratio = done.seconds / bare.seconds
        rows.append((f"`briefing {command}`", f"{done.seconds:.3f}", f"{ratio:.1f}", f"{done.megabytes:.0f}"))
    for name in IMPORTS:
        done = best(repeat, "-c", f"import {name}")
        seconds = done.seconds - bare.seconds
        rows.append(
            (f"import {name}", f"{seconds:.3f}", f"{seconds / bare.seconds:.1f}", f"{done.megabytes:.0f}")
        )
    print(f"{machine()}\n")
    print(table(("what", "seconds", "× Python itself", "peak MB"), rows))


if __name__ == "__main__":
    main()
