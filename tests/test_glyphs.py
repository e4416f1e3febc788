"""A character that no font has is told: which it is, and what to install."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import samples

from briefing import codec
from briefing.cli import run
from briefing.render import glyphs
from briefing.settings import Settings
from briefing.workflow import render

NOWHERE = "\U0010fffd"
"""A character for private use that no font has."""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """The record of a brief with that character in it."""
    brief = replace(samples.brief(samples.first()), title=f"Morning {NOWHERE}")
    file = tmp_path / "brief.json"
    file.write_bytes(codec.brief_json(brief))
    return file


@pytest.mark.logs_warnings
@pytest.mark.parametrize("own", [False, True])
def test_boxes_in_the_pdf_are_told(record: Path, tmp_path: Path, own: bool) -> None:
    """Whether it is laid out here or, in a theme of the user's, apart."""
    (tmp_path / "themes" / "wire").mkdir(parents=True)
    (tmp_path / "themes" / "wire" / "theme.toml").write_text('description = "mine"\n')
    settings = Settings(format=("pdf",), theme="wire", templates=tmp_path / "themes" if own else None)
    made = render(record, settings=settings, out=tmp_path / "out")
    (problem,) = made.problems
    assert problem.message.startswith(f"no font here has {NOWHERE} (U+10FFFD); the PDF has boxes")
    assert "fonts-noto-cjk" in problem.hint


@pytest.mark.logs_warnings
def test_the_command_shows_it(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["render", str(record), "--format", "pdf"]) == 0
    assert "U+10FFFD" in capfd.readouterr().out


def test_nothing_is_told_of_what_has_its_letters(tmp_path: Path) -> None:
    file = tmp_path / "brief.json"
    file.write_bytes(codec.brief_json(samples.brief(samples.first())))
    assert render(file, settings=Settings(format=("pdf",)), out=tmp_path / "out").problems == ()


def test_many_are_told_in_one_line() -> None:
    """The first by name, the others by their number."""
    (problem,) = glyphs.problems([chr(0xAC00 + n) for n in range(30)])
    assert "가 (Hangul U+AC00)" in problem.message
    assert "and 22 more" in problem.message


@pytest.mark.logs_warnings
def test_doctor_names_the_scripts_without_a_font(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a remark: a brief without them needs none."""
    monkeypatch.setitem(glyphs.SAMPLES, "Nowhere", NOWHERE)
    assert "Nowhere" in glyphs.scripts_lacking()
    assert "Latin" not in glyphs.scripts_lacking()
    run(["doctor"])
    out = capfd.readouterr().out
    assert "scripts" in out
    assert "Nowhere" in out
