"""How soon the command line answers, and what each large import costs: `python benchmarks/start.py`.

Each line is a process of its own, the start of the interpreter included; the ratio to a process that
does nothing travels better between machines than seconds.
"""

from __future__ import annotations

import argparse

from measuring import Run, best, machine, table

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
    runs = {"nothing (Python itself)": bare}
    runs |= {f"`briefing {c}`": best(repeat, "-m", "briefing", *c.split()) for c in COMMANDS}
    runs |= {f"import {name}": best(repeat, "-c", f"import {name}") for name in IMPORTS}
    rows = [row(what, done, bare) for what, done in runs.items()]
    print(f"{machine()}\n")
    print(table(("what", "seconds", "on a core", "× Python itself", "peak MB"), rows))


def row(what: str, done: Run, bare: Run) -> tuple[str, ...]:
    """A line of the table; the ratio is of the seconds on a core."""
    ratio = done.cpu / bare.cpu
    return what, f"{done.seconds:.3f}", f"{done.cpu:.3f}", f"{ratio:.1f}", f"{done.megabytes:.0f}"


if __name__ == "__main__":
    main()
