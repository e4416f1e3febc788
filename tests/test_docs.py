"""The documents say what the program does, and the commands that they show run."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer
from conftest import ROOT
from markdown_it import MarkdownIt

from briefing.cli import app

DOCUMENTS = sorted(path for path in (ROOT / "README.md", *ROOT.glob("docs/*.md")) if path.exists())


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by its name; those of a group by both names ("template new")."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name, command


COMMANDS: dict[str, Any] = dict(commands(typer.main.get_command(app)))
BLOCKS = {"fence", "code_block"}
SHELL = {"sh", "shell", "console", "bash", ""}


class Step(NamedTuple):
    """What a reader does: writes a file (its name and text), or runs a command.

    One that `fails` says what stands in the next block.
    """

    text: str
    name: str = ""
    fails: bool = False
    says: str = ""


def steps(document: Path) -> Iterator[Step]:
    """What a document has its reader do, in order.

    A code block with a file's name after its language is that file; every line with a `briefing`
    command is one, and a \\ at its end goes on.
    """
    fences = [t for t in MarkdownIt().parse(document.read_text(encoding="utf-8")) if t.type in BLOCKS]
    for token, following in zip(fences, [*fences, None][1:], strict=True):
        kind, _, name = token.info.partition(" ")
        fails = name == "fails"
        if name and not fails:
            yield Step(token.content, name=name)
        elif token.type == "code_block" or kind in SHELL:
            for line in token.content.replace("\\\n", " ").splitlines():
                command = line.strip().removeprefix("$ ")
                if any(program(piece) == "briefing" for piece in command.split("|")):
                    says = following.content if fails and following else ""
                    yield Step(command, fails=fails, says=says)


def shown(document: Path) -> Iterator[str]:
    """Every `briefing` command in the code blocks of a document."""
    return (step.text for step in steps(document) if not step.name)


def program(command: str) -> str:
    """The first word that is no setting of a variable."""
    return next((word for word in command.split() if not re.match(r"[A-Z_]+=", word)), "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as a document supposes it: the seeds, and `briefing` on the path."""
    here = tmp_path / "docs"
    here.mkdir()
    shutil.copytree(ROOT / "seeds", here / "seeds")
    (here / "bin").mkdir()
    script = here / "bin" / "briefing"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m briefing "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return here


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_commands_shown_run(document: Path, folder: Path) -> None:
    """One after the other, in one folder, each ends with status 0; one that is to fail says what is shown."""
    environment = {
        **os.environ,
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    for step in steps(document):
        if step.name:
            (folder / step.name).parent.mkdir(parents=True, exist_ok=True)
            (folder / step.name).write_text(step.text, encoding="utf-8")
            continue
        status, said = outcome(step.text, folder, environment)
        assert (status != 0) is step.fails, f"{step.text}\n{said}"
        assert not step.fails or said == step.says


def outcome(command: str, folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """The status of a command and what it said; a preview is ended as a user ends it, with Ctrl-C."""
    endless = "preview" in command.split()
    process = subprocess.Popen(
        ["sh", "-ec", f"exec {command}" if endless else command],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    first = ""
    if endless and process.stdout:
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
    said, _ = process.communicate()
    return process.returncode, first + said


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    """Every link to a file of the project leads to one."""
    text = document.read_text(encoding="utf-8")
    targets = [t.split("#")[0] for t in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in t]
    assert not [t for t in targets if t and not (document.parent / t).exists()]


def section(name: str) -> str:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    found = re.search(rf"^## briefing {name}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"docs/cli.md has no section for {name}"
    return found.group(1)


def test_every_command_has_its_section() -> None:
    """Each command of the program in docs/cli.md, and none that there isn't."""
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert re.findall(r"^## briefing ([\w ]+)", text, re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_told_in_the_words_of_its_help(name: str) -> None:
    """The table of a command has a row for each argument and option, with the words of --help."""
    expected = {}
    for parameter in COMMANDS[name].params:
        names = ", ".join([*parameter.opts, *parameter.secondary_opts])
        label = parameter.metavar if parameter.param_type_name == "argument" else names
        if parameter.param_type_name == "option" and parameter.metavar:
            label += f" {parameter.metavar}"
        expected[label] = parameter.help
    told = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", section(name), re.MULTILINE))
    assert told == expected


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example(name: str) -> None:
    """Somebody who looks a command up finds one to copy."""
    assert [c for c in shown(ROOT / "docs" / "cli.md") if re.search(rf"\bbriefing {name}\b", c)]


def test_the_examples_are_seen() -> None:
    """The reader of documents above finds commands alone, after a pipe, and after a variable."""
    found = list(shown(ROOT / "docs" / "cli.md"))
    assert [c for c in found if c.startswith("cat ")]
    assert [c for c in found if c.startswith("BRIEFING_LANGUAGE=id ")]
    assert "briefing doctor" in found
