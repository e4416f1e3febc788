"""Whatever is wrong with what it is given, the command says so in one clear line."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.cli import run
from briefing.deliver.outbox import Outbox
from briefing.toml import DEEPEST, read_toml

Said = pytest.CaptureFixture[str]

TOML = {
    "brackets without end": ("[" * 3000, "nested too deeply"),
    "tables within tables": ("{a=" * 3000 + "1" + "}" * 3000, "nested too deeply"),
    "closed brackets": ("[" * 200 + "]" * 200, "nested too deeply"),
    "a number of 5,000 digits": ("9" * 5000, "number that is too long"),
    "no value": ("", "Invalid value"),
}


def told(arguments: list[str], capfd: Said) -> str:
    """The one line that a command ends with."""
    assert run(arguments) in {1, 2}
    (line,) = capfd.readouterr().err.splitlines()
    assert "fault of the program" not in line
    return line


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", TOML)
def test_toml_that_cannot_be_read(name: str, here: Path, capfd: Said) -> None:
    """In the settings, a theme, a word list and the analyst's notes: what is wrong, and in which file."""
    text, says = TOML[name]
    (here / "bad.toml").write_text(f"title = {text}\n", encoding="utf-8")
    line = told(["settings", "--settings", "bad.toml"], capfd)
    assert says in line
    assert "bad.toml" in line
    (here / "themes" / "mine").mkdir(parents=True)
    (here / "themes" / "mine" / "theme.toml").write_text(f"pages = {text}\n", encoding="utf-8")
    line = told(["make", "x", "--theme", "mine", "--templates", "themes"], capfd)
    assert says in line
    assert "theme.toml" in line
    (here / "notes.md").write_text(f"+++\nauthor = {text}\n+++\n", encoding="utf-8")
    assert run(["lint", "notes.md"]) == 1
    said = "".join(capfd.readouterr())
    assert says in said
    assert "notes.md" in said


def test_keys_within_keys_are_too_deep_too() -> None:
    with pytest.raises(tomllib.TOMLDecodeError, match="nested too deeply"):
        read_toml(".".join(["a"] * 3000) + " = 1")
    assert read_toml(".".join(["a"] * (DEEPEST - 1)) + " = 1")


@given(st.text(st.sampled_from("[]{}=.,\"'a9\n #-_")))
def test_any_text_is_toml_or_that_one_error(text: str) -> None:
    try:
        read_toml(text)
    except tomllib.TOMLDecodeError:
        return


@pytest.mark.parametrize("command", ["read", "lint"])
def test_standard_input_that_is_closed(command: str) -> None:
    """As a service manager may start it."""
    program = [sys.executable, "-m", "briefing", command, "-"]
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "briefing: standard input: is closed. Name a file, or pipe an article in\n"


@pytest.mark.parametrize("address", ["https://127.0.0.1/news/a", "http://127.0.0.1//b", "ftp://x.example"])
def test_an_address_is_told_as_it_was_given(address: str, here: Path, capfd: Said) -> None:
    """No slash of it is lost; an address of this machine, or of another kind, is not fetched."""
    assert told(["make", address], capfd).startswith(f"briefing: {address}: ")


# --- damaged outboxes ----------------------------------------------------------------------------


@pytest.fixture
def box(here: Path) -> Path:
    """An outbox with a row in it, which the settings name."""
    settings = '[email]\nhost = "localhost"\nsender = "a@example.org"\noutbox = "box.sqlite"\n'
    (here / "briefing.toml").write_text(settings, encoding="utf-8")
    file = here / "box.sqlite"
    with Outbox(file, run="a", alive=lambda run: False):
        pass
    base = sqlite3.connect(file)
    base.execute("PRAGMA journal_mode = DELETE")
    columns = "brief, mailbox, again, sender, recipient, subject, head, content, state, queued, changed, due"
    row = ("b", "m", 0, "a@example.org", "b@example.org", "x", b"", "c", "delivered", 0, 0, 0)
    base.execute(f"INSERT INTO delivery ({columns}) VALUES ({','.join('?' * len(row))})", row)
    base.commit()
    base.close()
    return file


DAMAGE = {
    "a state that there is not": "UPDATE delivery SET state = 'odd'",
    "no state": "UPDATE delivery SET state = x'ff00'",
    "an address that is none": "UPDATE delivery SET recipient = 'nobody'",
    "bytes for an address": "UPDATE delivery SET recipient = x'ff'",
    "a table that is gone": "DROP TABLE delivery",
    "another table of that name": "DROP TABLE delivery; CREATE TABLE delivery (id, brief)",
    "a newer version": "PRAGMA user_version = 99",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_row_is_told_with_the_file(damage: str, box: Path, capfd: Said) -> None:
    base = sqlite3.connect(box)
    base.executescript(DAMAGE[damage])
    base.close()
    for command in (["outbox", "list"], ["outbox", "retry"]):
        assert "box.sqlite: " in told(command, capfd)


@pytest.mark.parametrize("start", [0, 16, 100, 2000, 4096, 5000, 8192, 12288])
@pytest.mark.parametrize("length", [1, 100, 4096, None])
def test_a_file_that_is_damaged_anywhere(start: int, length: int | None, box: Path, capfd: Said) -> None:
    """Overwritten, or cut off: it is read all the same, or one line says that it can't be."""
    data = bytearray(box.read_bytes())
    if length is None:
        del data[start:]
    else:
        data[start : start + length] = b"\xff" * len(data[start : start + length])
    box.write_bytes(data)
    run(["outbox", "list"])
    err = capfd.readouterr().err
    assert "fault of the program" not in err
    assert err.count("\n") <= 1
