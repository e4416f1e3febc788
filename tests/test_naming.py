"""Who is meant (briefing/extract/actors/naming.py, salience.py)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import language
from briefing.extract.actors import actors
from briefing.extract.actors.naming import resolve
from briefing.extract.sentences.reading import example
from briefing.lexicon import load
from briefing.model import Findings

HERE = Path(__file__).parent / "cases/actors"
CASES = [
    pytest.param(case, id=case["why"])
    for case in tomllib.loads((HERE / "naming.toml").read_text(encoding="utf-8"))["case"]
]
TEXT = "Menlu Rusia Sergey Lavrov bertemu Menlu AS Rex Tillerson. “Kami siap,” kata dia di Wina."


def meant(text: str, words: str, start: int) -> str:
    made = example(text)
    doc = language.read(made)
    found = actors(doc, load("id"), Findings(article=made))
    who = resolve(words, start, found, doc, load("id"))
    return next((a.name for a in found.actors if a.id == who), "")


@pytest.mark.parametrize("case", CASES)
def test_who_is_meant(case: dict[str, Any]) -> None:
    """The words at their place mean this actor, or nobody who is named."""
    start = -1
    for _ in range(case.get("at", 1)):
        start = case["text"].index(case["words"], start + 1)
    assert meant(case["text"], case["words"], start) == case["who"]


def test_nobody_where_nobody_is_named() -> None:
    """Without actors, or without words, nobody is meant."""
    made = example("Rapat itu ditunda, kata dia.")
    doc = language.read(made)
    assert resolve("dia", 25, Findings(article=made), doc, load("id")) is None
    assert meant(TEXT, " ", 0) == ""


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 30))
def test_any_stretch_means_an_actor_or_nobody(start: int, length: int) -> None:
    """Whatever stretch is asked about, the answer is an actor of the article or none."""
    made = example(TEXT)
    doc = language.read(made)
    found = actors(doc, load("id"), Findings(article=made))
    who = resolve(TEXT[start : start + length], start, found, doc, load("id"))
    assert who is None or who in {a.id for a in found.actors}
