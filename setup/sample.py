"""Makes the brief that `briefing template` shows where there is no other: `python setup/sample.py`.

Its two articles and its notes are invented, and lie beside it (briefing/theming/sample/).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "briefing" / "theming" / "sample"
DAY = "2026-03-09"
OPTIONS = {
    "--date": DAY,
    "--title": "Sample brief",
    "--notes": "notes.md",
    "--prepared-by": "Desk",
    "--prepared-for": "Readers of templates",
    "--format": "json",
}


def make_sample(out: Path) -> Path:
    """The record, made in a folder."""
    options = [word for option in OPTIONS.items() for word in option]
    command = [sys.executable, "-m", "briefing", "make", "satu.txt", "dua.txt", *options, "--out", out]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BRIEFING_")}
    subprocess.run(command, cwd=SAMPLE, env={**environment, "PYTHONPATH": str(ROOT)}, check=True)
    return out / DAY / "sample-brief.json"


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        made = make_sample(Path(folder))
        (SAMPLE / "sample.json").write_bytes(made.read_bytes())
