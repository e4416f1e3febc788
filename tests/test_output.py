"""Files are written whole or not at all, and several of them together or none."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from briefing import output
from briefing.errors import OutputError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_are_written_and_nothing_else(tmp_path: Path) -> None:
    """The folder is made where it is missing, and holds the files and nothing beside them."""
    folder = tmp_path / "reports" / "2026-11-20"
    paths = output.write_all(folder, {"a.html": b"<p>", "a.json": b"{}"})
    assert paths == (folder / "a.html", folder / "a.json")
    assert [path.read_bytes() for path in paths] == [b"<p>", b"{}"]
    assert names(folder) == ["a.html", "a.json"]


def test_earlier_files_are_replaced(tmp_path: Path) -> None:
    """A second run leaves its own files, and no copies of the first one's."""
    output.write_all(tmp_path, {"a": b"first", "b": b"first"})
    output.write_all(tmp_path, {"a": b"second", "b": b"second"})
    assert names(tmp_path) == ["a", "b"]
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == b"second"


def test_files_have_the_permissions_that_the_user_asks_for(tmp_path: Path) -> None:
    """The umask decides, as for any other program; temporary files' tighter ones don't stay."""
    before = os.umask(0o027)
    try:
        (path,) = output.write_all(tmp_path, {"a": b""})
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_where_one_cannot_take_its_name_none_does(tmp_path: Path) -> None:
    """A folder stands where the second file should go: the first one's earlier text stays too."""
    (tmp_path / "a").write_bytes(b"earlier")
    (tmp_path / "b").mkdir()
    with pytest.raises(OutputError, match="b is a folder"):
        output.write_all(tmp_path, {"new": b"x", "a": b"later", "b": b"x"})
    assert names(tmp_path) == ["a", "b"]
    assert (tmp_path / "a").read_bytes() == b"earlier"


def test_interrupted_between_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C at the worst moment, when the first file has its name already: it is taken back."""
    (tmp_path / "b").write_bytes(b"earlier")
    replace = Path.replace
    calls = []

    def interrupted(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        output.write_all(tmp_path, {"a": b"later", "b": b"later"})
    assert names(tmp_path) == ["b"]
    assert (tmp_path / "b").read_bytes() == b"earlier"


def test_folders_made_on_the_way_are_gone_again(tmp_path: Path) -> None:
    """A failure leaves no empty folders."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="Not a directory"):
        output.write_all(tmp_path / "file" / "deeper", {"a": b""})
    with pytest.raises(OutputError, match="name too long"):
        output.write_all(tmp_path / "new" / "deeper", {"a" * 300: b""})
    assert names(tmp_path) == ["file"]


SUMS = "brief.sums"
WRITER = """
import sys
from pathlib import Path
from briefing import output
sys.stdout.write("ready\\n"); sys.stdout.flush()
for n in range(int(sys.argv[3])):
    data = f"{sys.argv[2]}-{n}".encode() * 1000
    output.write_all(Path(sys.argv[1]), {name: data for name in ("a", "b", "c")}, sums="brief.sums")
"""


def writer(folder: Path, name: str, times: int) -> subprocess.Popen[str]:
    """A process that writes three files of one run, again and again."""
    command = [sys.executable, "-c", WRITER, str(folder), name, str(times)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as told:
        assert told.readline() == "ready\n"
    return process


def runs_in(folder: Path) -> set[bytes]:
    """The runs that the files in a folder are of."""
    return {path.read_bytes()[:20] for path in folder.iterdir() if path.name in {"a", "b", "c"}}


def test_the_list_of_sums_tells_what_was_changed(tmp_path: Path) -> None:
    """In the form of sha256sum; files of other runs into the folder stay in it; what is gone is no change."""
    output.write_all(tmp_path, {"a": b"first", "b": b"first"}, sums=SUMS)
    assert output.write_all(tmp_path, {"c": b"later"}, sums=SUMS) == (tmp_path / "c",)
    assert [line.split()[1] for line in (tmp_path / SUMS).read_text().splitlines()] == ["a", "b", "c"]
    assert output.changed(tmp_path, SUMS) == ()
    (tmp_path / "a").unlink()
    (tmp_path / "b").write_bytes(b"other")
    assert output.changed(tmp_path, SUMS) == ("b",)
    assert output.changed(tmp_path, "no.sums") == ()


def test_two_runs_at_once_write_one_after_the_other(tmp_path: Path) -> None:
    """All files are of one run at the end, and the list says so."""
    both = [writer(tmp_path, name, 40) for name in ("one", "two")]
    assert [process.wait() for process in both] == [0, 0]
    assert len(runs_in(tmp_path)) == 1
    assert output.changed(tmp_path, SUMS) == ()
    assert names(tmp_path) == ["a", "b", SUMS, "c"]


def test_a_run_that_is_killed_is_told_and_swept(tmp_path: Path) -> None:
    """At whatever moment: files of two runs never stand side by side unnoticed."""
    for n in range(12):
        process = writer(tmp_path, f"run{n}", 1_000_000)
        time.sleep(0.002 * n)
        process.kill()
        process.wait()
        assert len(runs_in(tmp_path)) <= 1 or output.changed(tmp_path, SUMS)
    output.write_all(tmp_path, dict.fromkeys(("a", "b", "c"), b"whole"), sums=SUMS)
    assert names(tmp_path) == ["a", "b", SUMS, "c"]
    assert output.changed(tmp_path, SUMS) == ()


FULL = """
import resource, sys
from pathlib import Path
from briefing import errors, output
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    output.write_all(Path(sys.argv[1]), {"small": b"later", "large": b"x" * 5000})
except errors.OutputError as error:
    print(error)
"""


def test_a_file_that_grows_too_large(tmp_path: Path) -> None:
    """The limit on a file's size is met in the middle of the second file: nothing changes."""
    (tmp_path / "small").write_bytes(b"earlier")
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "nothing was written: File too large" in done.stdout
    assert names(tmp_path) == ["small"]
    assert (tmp_path / "small").read_bytes() == b"earlier"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk; the limit on a file's size stands in for it above")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk(small_disk: Path) -> None:
    """The disk is full in the middle of the second file: the earlier one stays, whole."""
    (small_disk / "small").write_bytes(b"earlier")
    with pytest.raises(OutputError, match="No space left on device"):
        output.write_all(small_disk / "deep", {"small": b"later", "large": b"x" * 100_000})
    with pytest.raises(OutputError, match="No space left on device"):
        output.write_all(small_disk, {"small": b"later", "large": b"x" * 100_000})
    assert names(small_disk) == ["small"]
    assert (small_disk / "small").read_bytes() == b"earlier"


def test_what_is_no_regular_file_is_written_to_and_not_replaced() -> None:
    """`-o /dev/null` as root must not make a file of it."""
    output.write(Path("/dev/null"), b"text")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_whether_a_folder_is_writable(tmp_path: Path) -> None:
    """Looked up by trying, since permissions do not tell all; nothing is left of the try."""
    assert output.writable(tmp_path / "new" / "deeper") is None
    (tmp_path / "file").write_bytes(b"")
    assert "Not a directory" in str(output.writable(tmp_path / "file" / "deeper"))
    assert names(tmp_path) == ["file"]
