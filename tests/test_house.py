"""Set-up and what lies beside the code: pins, licences, and a first step that says what it needs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
SKIPPED = {".git", ".venv", "build", "dist", "reports", "seeds", "__pycache__", ".hypothesis"}
TEXTS = {"", ".py", ".sh", ".toml", ".txt", ".md", ".cfg", ".yml", ".yaml", ".json", ".j2", ".css", ".po"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def own_files() -> list[Path]:
    """The project's own text files, with or without git."""
    paths = (p for p in ROOT.rglob("*") if not SKIPPED & set(p.relative_to(ROOT).parts[:-1]))
    return [p for p in paths if p.is_file() and p.suffix in TEXTS and ".cache" not in p.name]


@pytest.mark.parametrize("line", PINS)
def test_a_pin_is_a_name_and_a_version(line: str) -> None:
    """constraints.txt says which versions; where they come from is each machine's own affair."""
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.]*", line)


def test_every_dependency_is_pinned() -> None:
    """What running, checking and building ask for in pyproject.toml has its version in constraints.txt."""
    wanted = [
        *PROJECT["project"]["dependencies"],
        *(d for extra in PROJECT["project"]["optional-dependencies"].values() for d in extra),
        *PROJECT["build-system"]["requires"],
    ]
    names = {normal(re.split(r"[\[<>=!~;\s]", requirement)[0]) for requirement in wanted}
    own = normal(PROJECT["project"]["name"])  # an extra may ask for others of its own
    assert names - {own} - {normal(pin.split("==")[0]) for pin in PINS} == set()


def test_no_lock_file() -> None:
    """A lock file would bind every user to the addresses of whoever wrote it."""
    locks = {
        "poetry.lock",
        "uv.lock",
        "pdm.lock",
        "pylock.toml",
        "Pipfile.lock",
        "package-lock.json",
        "yarn.lock",
    }
    assert not [path for path in ROOT.iterdir() if path.name in locks]


def test_no_registry_is_named() -> None:
    """Packages are asked for by name, through each machine's own clients; no file names a registry's host."""
    hosts = [("pypi", "org"), ("pythonhosted", "org"), ("deb.debian", "org"), ("archive.ubuntu", "com")]
    hosts += [("npmjs", "org"), ("npmjs", "com"), ("anaconda", "org"), ("huggingface", "co")]
    named = re.compile("|".join(re.escape(".".join(host)) for host in hosts))
    guilty = [p for p in own_files() if named.search(p.read_text(encoding="utf-8", errors="replace"))]
    assert not guilty


def test_licences_lie_beside_what_they_cover() -> None:
    """The code's licence, the list of what is not ours, and with every folder of fonts its licence."""
    assert "MIT License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert PROJECT["project"]["license-files"] == ["LICENSE", "THIRD-PARTY.md"]
    folders = {font.parent for room in ("briefing", "templates") for font in (ROOT / room).rglob("*.woff2")}
    for folder in folders:
        licences = [p for p in folder.iterdir() if "LICENSE" in p.name.upper() or "OFL" in p.name.upper()]
        assert any("SIL OPEN FONT LICENSE" in p.read_text(encoding="utf-8").upper() for p in licences), folder


def test_every_target_is_told() -> None:
    """Each target of the Makefile stands in docs/development.md, and each named there exists."""
    targets = re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    told = re.findall(r"`make ([a-z-]+)`", (ROOT / "docs" / "development.md").read_text(encoding="utf-8"))
    assert set(targets) == set(told)


def test_the_quick_tests_are_there_and_start_nothing() -> None:
    """`make quick` runs files that exist, none of which starts a command of ours or lays out a page."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    quick = re.search(r"^QUICK := (.*)$", makefile, re.MULTILINE)
    assert quick
    for name in quick[1].split():
        text = (ROOT / "tests" / f"test_{name}.py").read_text(encoding="utf-8")
        assert not re.search(r"briefing\.cli import|import weasyprint|\bpdf\(|Popen", text), name


# --- the set-up script, on machines that lack something --------------------------------------


class Machine:
    """A folder laid out as a checkout, and a PATH with the programs given on it and no others."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.bin = folder / "checkout", folder / "bin"
        for name in ("pyproject.toml", "constraints.txt", "briefing/__init__.py", "setup/install.sh"):
            (self.checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.checkout / name)
        self.bin.mkdir()
        for name in ("sh", "cat", "sha256sum", "dirname", "uname", "mktemp", "rm", "env"):
            (self.bin / name).symlink_to(shutil.which(name) or name)
        self.program("id", "echo 1000")

    def program(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def python(self, name: str, *, lacks: str) -> None:
        """A Python that does everything but what has `lacks` in it."""
        self.program(name, f'case "$2" in *{lacks}*) exit 1;; *) exec {sys.executable} "$@";; esac')

    def set_up(self) -> subprocess.CompletedProcess[str]:
        command = [str(self.bin / "sh"), "setup/install.sh"]
        environment = {"PATH": str(self.bin), "HOME": os.environ.get("HOME", "/")}
        return subprocess.run(
            command, cwd=self.checkout, env=environment, capture_output=True, text=True, check=False
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_no_python(machine: Machine) -> None:
    """Without a Python that will do, the set-up says what it looked for and how to name another."""
    machine.program("python3", "exit 127")
    done = machine.set_up()
    assert done.returncode == 1
    assert "no Python 3.11 or later" in done.stderr
    assert "make PYTHON=" in done.stderr


@pytest.mark.parametrize(
    ("lacks", "package"),
    [("ensurepip", f"python3.{sys.version_info[1]}-venv"), ("libpango", "libpango-1.0-0")],
)
def test_where_it_may_not_install_it_says_the_command(machine: Machine, lacks: str, package: str) -> None:
    """A user who is not root and has no sudo gets the one command to type, and nothing is left behind."""
    machine.python("python3", lacks=lacks)
    machine.program("apt-get", "exit 1")
    machine.program("sudo", "exit 1")
    done = machine.set_up()
    assert done.returncode == 1
    command = [
        line for line in done.stderr.splitlines() if "sudo apt-get update && sudo apt-get install" in line
    ]
    assert len(command) == 1
    assert package in command[0].split()
    assert not (machine.checkout / ".venv").exists()


def test_without_apt_it_names_what_is_missing(machine: Machine) -> None:
    """Elsewhere than on Debian the names of the missing parts are all that can be said."""
    machine.python("python3", lacks="libpango")
    done = machine.set_up()
    assert done.returncode == 1
    assert "libpango-1.0-0" in done.stderr
    assert "apt-get" not in done.stderr


def test_apt_in_its_own_words(machine: Machine) -> None:
    """Where apt-get fails, what it said is shown."""
    machine.python("python3", lacks="libpango")
    machine.program("sudo", 'while [ "${1#-}" != "$1" ]; do shift; done; exec "$@"')
    machine.program("apt-get", 'echo "E: no such thing today" >&2; exit 100')
    machine.program("true", "exit 0")
    done = machine.set_up()
    assert done.returncode == 1
    assert "E: no such thing today" in done.stderr
