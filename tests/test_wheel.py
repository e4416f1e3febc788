"""The wheel has everything in it: a brief is made with nothing of the checkout at hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

OURS = ("briefing", "templates")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout by the project's own build backend, with nothing fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a new environment into which the wheel was installed.

    The packages that it depends on are lent by the environment of the tests, by a path that comes
    after the new one's own; its editable installation of this checkout is not lent with them.
    """
    home = tmp_path_factory.mktemp("elsewhere")
    venv.create(home, symlinks=True)
    interpreter = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", interpreter, "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", wheel], check=True)
    (site,) = home.glob("lib/python*/site-packages")
    lent = sysconfig.get_path("purelib")
    (site / "lent.pth").write_text(f"{lent}\n", encoding="utf-8")
    return interpreter


def test_every_data_file_is_in_the_wheel(wheel: Path) -> None:
    """Templates, fonts, word lists, catalogues and models: what lies in the rooms lies in the wheel."""
    shipped = set(zipfile.ZipFile(wheel).namelist())
    ours = [p for room in OURS for p in (ROOT / room).rglob("*") if p.is_file() and p.suffix != ".pyc"]
    expected = {
        (
            Path("briefing", p.relative_to(ROOT))
            if p.is_relative_to(ROOT / "templates")
            else p.relative_to(ROOT)
        )
        for p in ours
    }
    assert expected
    assert {str(path) for path in expected} - shipped == set()


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    """No tests, no seeds, no scripts of ours land in somebody's site-packages."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"briefing"}


def test_a_brief_from_the_wheel_alone(python: Path, seeds: Path, tmp_path: Path) -> None:
    """Outside the checkout, in an environment that knows only the wheel, `briefing make` makes a brief."""
    shutil.copytree(seeds, tmp_path / "articles")
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "BRIEFING_", "VIRTUAL"))
    }
    where = subprocess.run(
        [python, "-c", "import briefing; print(briefing.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(python.parent.parent)
    made = subprocess.run(
        [python.parent / "briefing", "make", "articles", "--date", "2026-11-20"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    names = {path.name for path in (tmp_path / "reports" / "2026-11-20").iterdir()}
    assert names == {"briefing.pdf", "briefing.html", "briefing.json", "briefing.sums"}
