"""The order of the house: imports point one way, and what costs or binds is imported in one room."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache

import pytest
from conftest import ROOT

PACKAGE = ROOT / "briefing"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))

# Low to high. A room may import itself and the rooms of the lines above it, nothing else.
ORDER = (
    {"", "model", "errors", "controls"},
    {"codec", "plugins", "progress", "markings", "addresses", "landlock", "owning", "toml"},
    {"apart"},
    {"lexicon", "settings"},
    {"language", "lint"},
    {"sources"},
    {"extract"},
    {"dossier", "verify"},
    {"edits", "wordlists"},
    {"compose"},
    {"archive"},
    {"render", "deliver", "output", "notes"},
    {"workflow", "doctor"},
    {"theming"},
    {"cli"},
    {"__main__"},
)
RANK = {room: rank for rank, rooms in enumerate(ORDER) for room in rooms}

# What only these rooms may import.
ONLY_IN = {
    "spacy": {"language", "extract"},
    "jinja2": {"render"},
    "weasyprint": {"render"},
    "smtplib": {"deliver"},
    "httpx": {"sources"},
    "httpcore": {"sources"},
    "feedparser": {"sources"},
    "typer": {"cli"},
    "rich": {"cli"},
}

# Clock, network, environment and chance are passed in; these rooms are where they come from.
OUTSIDE = {"time", "random", "secrets", "uuid", "socket", "http", "urllib.request", "subprocess", "getpass"}
MAY_LOOK_OUTSIDE = {
    "apart",
    "sources",
    "settings",
    "progress",
    "deliver",
    "workflow",
    "doctor",
    "cli",
    "__main__",
    "theming",
}

# The rooms that read language: what they know of it is data.
READING = {"lexicon", "language", "extract", "dossier"}
NO_LANGUAGE = {"wordlists/reports.py": "the roles that entries of our own word lists name"}

COSTLY = {
    "spacy",
    "thinc",
    "numpy",
    "weasyprint",
    "jinja2",
    "pikepdf",
    "babel",
    "fontTools",
    "requests",
    "torch",
    "httpx",
    "feedparser",
}


def room(module: str) -> str:
    """The room that a module belongs to: `dossier/entities.py` is in dossier, `cli.py` is cli."""
    first = module.split("/")[0].removesuffix(".py")
    return "" if first == "__init__" else first


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"))


def imports(module: str) -> Iterator[tuple[str, int]]:
    """Every module imported anywhere in a module, and the line: "briefing.model", "spacy.tokens"."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: relative import; name the room"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_one_way(module: str) -> None:
    """A module imports from its own room and from lower ones; only workflow knows several stages."""
    here = room(module)
    assert here in RANK, f"{module}: a new room; give it its place in ORDER"
    for name, line in imports(module):
        if name.split(".")[0] != "briefing":
            continue
        there = name.split(".")[1]
        there = there if there in RANK else ""
        allowed = there == here or RANK[there] < RANK[here]
        assert allowed, f"{module}:{line}: {here or 'briefing'} imports {name}, which is not below it"


@pytest.mark.parametrize("module", MODULES)
def test_what_binds_is_imported_in_one_room(module: str) -> None:
    """spaCy, Jinja2, WeasyPrint, smtplib, Typer and Rich could each be exchanged in one place."""
    for name, line in imports(module):
        rooms = ONLY_IN.get(name.split(".")[0])
        assert rooms is None or room(module) in rooms, f"{module}:{line}: {name} belongs to {rooms}"


@pytest.mark.parametrize("module", [m for m in MODULES if room(m) not in MAY_LOOK_OUTSIDE])
def test_stages_see_nothing_but_their_input(module: str) -> None:
    """No clock, network, environment or chance in a stage: same input, same bytes."""
    for name, line in imports(module):
        outside = any(name == o or name.startswith(f"{o}.") for o in OUTSIDE)
        assert not outside, f"{module}:{line}: {name} is passed in, not looked up"
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"now", "utcnow", "today", "environ", "getenv"}, f"{module}:{node.lineno}"


@pytest.mark.parametrize("module", MODULES)
def test_the_library_never_prints(module: str) -> None:
    """Whoever calls the library decides what is shown; the command line shows through its console."""
    calls = (n for n in ast.walk(tree(module)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name))
    assert not [f"{module}:{call.lineno}" for call in calls if call.func.id == "print"]


def words_in(node: ast.AST) -> list[str]:
    """The words that a literal lists: a set, list or tuple, a text to be split, a pattern's branches."""
    match node:
        case ast.Set(elts=elements) | ast.List(elts=elements) | ast.Tuple(elts=elements):
            listed = [e.value for e in elements if isinstance(e, ast.Constant) and isinstance(e.value, str)]
        case ast.Constant(value=str(text)) if text.count("|") > 1:
            listed = re.split(r"[|()]", text)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split")):
            listed = text.split()
        case _:
            return []
    return [word for word in listed if re.fullmatch(r"(?=.*[a-z])[^\W\d_]{3,}( [^\W\d_]+)*", word)]


@pytest.mark.parametrize("module", [m for m in MODULES if room(m) in READING and m not in NO_LANGUAGE])
def test_words_belong_to_the_lexicon(module: str) -> None:
    """More than five words in a literal of a reading room are an entry of a word list, with its example."""
    for node in ast.walk(tree(module)):
        words = words_in(node)
        assert len(words) <= 5, f"{module}:{node.lineno}: {words}"


def test_every_word_list_is_used() -> None:
    """A lexicon file that no module names is dead weight."""
    named = {
        node.value
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    lists = {path.stem for path in (PACKAGE / "lexicon").glob("*/*.toml")}
    assert lists
    assert not {name for name in lists if name not in named and f"{name}.toml" not in named}


@pytest.mark.parametrize("what", ["briefing.cli", "briefing.workflow"])
def test_what_costs_time_is_imported_where_it_is_used(what: str) -> None:
    """`briefing --help` and a wrong option answer at once: importing loads none of the large packages."""
    code = f"import {what}, sys; print(*sorted({COSTLY!r} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.split() == []
