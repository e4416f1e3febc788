"""Processes that can reach little: what one of them sees of the machine, tried from within."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from briefing import apart, landlock
from briefing.apart import Apart

# What runs within: each line of Python that it is told is tried, and the answer is its value or its error.
PROBE = """
import json, sys
def main():
    for line in sys.stdin:
        try:
            answer = eval(line)
        except Exception as error:
            answer = type(error).__name__
        print(json.dumps(answer), flush=True)
"""
SECRET = "hunter2-of-the-desk"

locked = pytest.mark.skipif(not landlock.version(), reason="the kernel offers no Landlock")


@pytest.fixture
def tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """A function that has an expression tried in a process apart, which reads `mine` and lists `themes`."""
    for name in ("modules", "themes", "themes/mine", "themes/other", "private"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file.txt").write_text(f"in {name}", encoding="utf-8")
    (tmp_path / "modules" / "probe.py").write_text(PROBE, encoding="utf-8")
    (tmp_path / "themes" / "mine" / "out.txt").symlink_to(tmp_path / "private" / "file.txt")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "modules"))
    monkeypatch.setenv("BRIEFING_EMAIL_PASSWORD", SECRET)
    process = Apart("probe", reads=[tmp_path / "themes" / "mine"], lists=[tmp_path / "themes"])

    def answer(expression: str) -> Any:
        asked = expression.replace("HERE", str(tmp_path)).replace("PID", str(os.getpid()))
        process.told.write(asked.encode() + b"\n")
        process.told.flush()
        return json.loads(process.answers.readline())

    yield answer
    process.end()


Tried = Callable[[str], Any]


def test_what_it_is_given_it_can_use(tried: Tried) -> None:
    """Its own files, the program, and a folder for what it writes."""
    assert tried("open('HERE/themes/mine/file.txt').read()") == "in themes/mine"
    assert tried("sorted(__import__('os').listdir('HERE/themes'))") == ["file.txt", "mine", "other"]
    assert tried("__import__('briefing.render').__name__") == "briefing"
    assert tried("__import__('tempfile').NamedTemporaryFile().write(b'kept')") == 4


def test_its_environment_holds_no_secret(tried: Tried) -> None:
    """A password in a variable is not handed on, by whatever name; nor does the system tell it."""
    assert SECRET not in str(tried("dict(__import__('os').environ)"))
    assert set(tried("list(__import__('os').environ)")) - {"TMPDIR", "TEMP"} <= {*apart.KEPT}
    assert SECRET not in str(tried("open('/proc/self/environ').read()"))
    assert tried("'HERE' in __import__('sys').path") is False


@locked
@pytest.mark.parametrize(
    "expression",
    [
        "open('HERE/private/file.txt').read()",
        "open('HERE/themes/mine/out.txt').read()",
        "open('HERE/themes/mine/../../private/file.txt').read()",
        "open('HERE/themes/other/file.txt').read()",
        "open('HERE/themes/file.txt').read()",
        "open('/etc/passwd').read()",
        "open('/etc/hostname').read()",
        "open('/proc/self/environ').read()",
        "open('/proc/PID/environ').read()",
        "open('/proc/PID/cwd/pyproject.toml').read()",
        "__import__('os').listdir('HERE')",
        "__import__('os').listdir('/')",
        "__import__('os').readlink('HERE/x') or open('HERE/x')",
        "open('HERE/themes/mine/file.txt', 'w').write('changed')",
        "open('HERE/themes/mine/new.txt', 'w')",
        "__import__('os').remove('HERE/themes/mine/file.txt')",
        "__import__('os').rename('HERE/private/file.txt', 'HERE/themes/mine/here.txt')",
        "__import__('os').link('HERE/private/file.txt', 'HERE/themes/mine/here.txt')",
        "__import__('os').symlink('HERE/private/file.txt', 'HERE/themes/mine/here.txt')",
        "__import__('subprocess').run(['/bin/cat', 'HERE/private/file.txt'])",
        "__import__('subprocess').run(['/bin/true'])",
    ],
)
def test_what_it_is_not_given_the_kernel_refuses(tried: Tried, expression: str, tmp_path: Path) -> None:
    """By whatever way it asks: the process has given up the right to it."""
    assert tried(expression) in {"PermissionError", "FileNotFoundError", "OSError"}
    assert (tmp_path / "themes" / "mine" / "file.txt").read_text(encoding="utf-8") == "in themes/mine"


@locked
@pytest.mark.skipif(landlock.version() < 4, reason="this kernel's Landlock knows no network")
def test_it_reaches_no_server(tried: Tried) -> None:
    """Not even one on this machine, which takes connections from everybody else."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert tried(f"__import__('socket').create_connection(('127.0.0.1', {port}))") == "PermissionError"
        assert tried("__import__('socket').create_server(('127.0.0.1', 0))") == "PermissionError"


def test_where_there_is_no_landlock_nothing_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel without it, or none that is Linux at all."""
    monkeypatch.setattr("sys.platform", "elsewhere")
    assert landlock.version() == 0
    assert landlock.lock(read=[Path("/")]) is False


def test_nothing_is_left_of_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its folder goes with it, whatever is in there."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    process = Apart("briefing.workflow.worker")
    (Path(process.folder) / "left").mkdir()
    process.end()
    assert process.process.returncode is not None
    assert not list(tmp_path.iterdir())


STARTER = """
import sys, time
from briefing.apart import Apart
process = Apart("endless")
print(process.folder, process.process.pid, flush=True)
time.sleep(600)
"""


def test_what_a_killed_run_left_is_swept_and_its_helpers_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process apart ends with the one that started it; the next run removes its folder."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "endless.py").write_text("def main():\n    while True: pass\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'modules'}{os.pathsep}{ROOT}")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    started = subprocess.Popen(
        [sys.executable, "-c", STARTER], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert started.stdout is not None
    with started.stdout as told:
        folder, pid = told.readline().split()
    kept = Apart("endless")
    assert Path(folder).is_dir(), "one that goes on keeps its folder"
    started.kill()
    started.wait()
    until = time.monotonic() + 30
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()
    Apart("endless").end()
    assert not Path(folder).exists()
    assert Path(kept.folder).is_dir()
    kept.end()
