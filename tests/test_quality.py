"""What is read in the five sample articles, against their annotations."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))
from quality import ANNOTATIONS, scored  # noqa: E402 - the benchmark is what is tried

BARS = {
    "attributed.f1": 0.85,
    "actor.f1": 0.80,
    "actor.key": 0.95,
    "military.f1": 0.75,
    "meta": 0.9,
    "clean": 1.0,
    "grounded": 1.0,
}


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return scored(ANNOTATIONS, [ROOT / "seeds"])[0]


def test_every_annotated_article_is_read(figures: dict[str, float]) -> None:
    """Five articles, none of them missing."""
    assert (figures["articles"], figures["missing"]) == (5, 0)


@pytest.mark.parametrize(("figure", "bar"), BARS.items())
def test_the_bar_is_reached(figures: dict[str, float], figure: str, bar: float) -> None:
    """The least that the samples must be read with; benchmarks/quality.py shows what is missed."""
    assert figures[figure] >= bar
