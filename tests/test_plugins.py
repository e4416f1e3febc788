"""Plugins: plain functions of other packages, found by entry point."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing import plugins
from briefing.errors import BriefingError, UsageError
from briefing.plugins import Kind

Install = Callable[[str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs a package "house-style" with the given entry points and module."""

    def installed(points: str, module: str) -> None:
        about = tmp_path / "house_style-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: house-style\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text(points)
        (tmp_path / "house_style.py").write_text(module)
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "house_style", raising=False)

    return installed


def test_a_plugin_is_found_by_its_name(install: Install) -> None:
    """The name of the entry point is the name to ask for; what it points to is the function."""
    install("[briefing.formats]\ndocx = house_style:docx\n", "def docx(brief):\n    return b'PK'\n")
    assert plugins.known(Kind.FORMAT, ("pdf", "html")) == ("pdf", "html", "docx")
    assert plugins.find(Kind.FORMAT, "docx")(None) == b"PK"


def test_kinds_are_apart(install: Install) -> None:
    """A source is not offered where a format is asked for."""
    install("[briefing.sources]\nwiki = house_style:wiki\n", "wiki = print\n")
    assert "wiki" not in plugins.known(Kind.FORMAT)
    assert "wiki" in plugins.known(Kind.SOURCE)


def test_what_is_built_in_keeps_its_name(install: Install) -> None:
    """A plugin named as a built-in format adds nothing and replaces nothing."""
    install("[briefing.formats]\npdf = house_style:pdf\n", "pdf = print\n")
    assert plugins.known(Kind.FORMAT, ("pdf",)) == ("pdf",)


def test_an_unknown_name_lists_the_known_ones(install: Install) -> None:
    """The nearest first, then all; none at all is said too."""
    install("[briefing.extractors]\nweather = house_style:weather\n", "weather = print\n")
    with pytest.raises(
        UsageError, match=r"unknown extractor 'wether'. The nearest is 'weather'. There are: weather"
    ):
        plugins.find(Kind.EXTRACTOR, "wether")
    with pytest.raises(UsageError, match=r"unknown source 'x'. There are: none"):
        plugins.check(Kind.SOURCE, "x", ())


@pytest.mark.parametrize(
    ("module", "says"),
    [
        ("import nothing_of_that_name", "ModuleNotFoundError"),
        ("docx = 1 / 0", "ZeroDivisionError"),
        ("docs = print", "AttributeError"),
        ("docx = 7", "is no function"),
    ],
)
def test_a_broken_plugin_is_named_with_its_package(install: Install, module: str, says: str) -> None:
    """One line with the plugin, its package and what to do; its own traceback stays behind it."""
    install("[briefing.formats]\ndocx = house_style:docx\n", module)
    with pytest.raises(BriefingError, match=rf"format 'docx' of house-style .*{says}.*uninstall house-style"):
        plugins.find(Kind.FORMAT, "docx")
