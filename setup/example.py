"""Makes the committed brief of the seeds: `python setup/example.py reports/example`.

The day is fixed, so that the same input gives the same bytes. `made-with.txt` names what a PDF's
bytes depend on beside the project itself: with the same of these, the PDF is the same too.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zlib
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent
DAY = "2026-11-20"
PACKAGES = ("weasyprint", "pydyf", "fonttools", "pikepdf", "jinja2", "babel", "pyphen", "tinyhtml5")


def made_with() -> str:
    """The versions that a PDF's bytes depend on, a line each."""
    from weasyprint.text.ffi import pango

    versions = {name: version(name) for name in PACKAGES}
    versions["pango"] = str(pango.pango_version())
    versions["zlib"] = zlib.ZLIB_RUNTIME_VERSION
    versions["python"] = ".".join(platform.python_version_tuple()[:2])
    return "".join(f"{name} {number}\n" for name, number in versions.items())


def make_example(folder: Path) -> None:
    """The brief of the seeds in the folder, by the command that any user would type."""
    epoch = int(datetime.fromisoformat(DAY).replace(tzinfo=UTC).timestamp())
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "briefing", "make", "seeds/", "--date", DAY, "--out", out]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("BRIEFING_")}
        environment["SOURCE_DATE_EPOCH"] = str(epoch)
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        folder.mkdir(parents=True, exist_ok=True)
        for path in Path(out, DAY).iterdir():
            shutil.copyfile(path, folder / path.name)
    (folder / "made-with.txt").write_text(made_with(), encoding="utf-8")


if __name__ == "__main__":
    make_example(Path(sys.argv[1]))
