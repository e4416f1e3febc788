"""The documents say what the program does, and the commands that they show run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import ROOT
from markdown_it import MarkdownIt

from briefing.cli import app

DOCUMENTS = sorted(path for path in (ROOT / "README.md", *ROOT.glob("docs/*.md")) if path.exists())
COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
SHELL = {"sh", "shell", "console", "bash", ""}


def shown(document: Path) -> Iterator[str]:
    """Every line with a `briefing` command in the code blocks of a document; a \\ at the end goes on."""
    for token in MarkdownIt().parse(document.read_text(encoding="utf-8")):
        if token.type == "code_block" or (token.type == "fence" and token.info.split(" ")[0] in SHELL):
            for line in token.content.replace("\\\n", " ").splitlines():
                command = line.strip().removeprefix("$ ")
                if any(program(piece) == "briefing" for piece in command.split("|")):
                    yield command


def program(command: str) -> str:
    """The first word that is no setting of a variable."""
    return next((word for word in command.split() if not re.match(r"[A-Z_]+=", word)), "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the documents suppose it: the seeds, and `briefing` on the path."""
    here = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "seeds", here / "seeds")
    (here / "bin").mkdir()
    script = here / "bin" / "briefing"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m briefing "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return here


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_commands_shown_run(document: Path, folder: Path) -> None:
    """One after the other, in one folder, each ends with status 0."""
    environment = {
        **os.environ,
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    for command in shown(document):
        done = subprocess.run(
            ["sh", "-ec", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


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
    assert re.findall(r"^## briefing (\w+)", text, re.MULTILINE) == list(COMMANDS)


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
