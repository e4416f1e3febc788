"""What docs/design.md says of sizes and colours is what the stylesheets have."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

TOLD = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
CSS = {
    name: (ROOT / "templates" / "intelligence" / f"{name}.css").read_text(encoding="utf-8")
    for name in ("common", "screen", "paper", "marking")
}
COLOURS = re.findall(
    r"^\| (\w+) \|[^|]+\| (#\w{6}) \| ([\d.]+) \| (#\w{6}) \| ([\d.]+) \|$", TOLD, re.MULTILINE
)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2: 1 where they are one, 21 of black and white."""

    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("name", "light", "on_light", "dark", "on_dark"), COLOURS, ids=[c[0] for c in COLOURS]
)
def test_colours_are_told_as_they_are(name: str, light: str, on_light: str, dark: str, on_dark: str) -> None:
    """The value in the stylesheet, and its contrast against the page, which is enough for small text."""
    for css, colour, told in ((CSS["common"], light, on_light), (CSS["screen"], dark, on_dark)):
        ground = re.search(r"--paper: (#\w{6})", css)
        assert f"--{name}: {colour};" in css
        assert ground
        assert contrast(colour, ground[1]) == pytest.approx(float(told), abs=0.06)
        assert contrast(colour, ground[1]) >= 4.5


def test_every_colour_of_text_is_told() -> None:
    grounds = {"rule", "wash", "paper", "mark", "mark-ink", "judged-wash"}
    variables = set(re.findall(r"--([\w-]+): #", CSS["common"])) - grounds
    assert {colour[0] for colour in COLOURS} == variables


@pytest.mark.parametrize(
    ("use", "sheet", "rule"),
    [
        ("Title", "paper", r"h1 \{[^}]*font-size: ([\d.]+)pt"),
        ("Section", "paper", r"\nh2 \{[^}]*font-size: ([\d.]+)pt"),
        ("Marking", "marking", r"\.marking \{[^}]*font-size: ([\d.]+)pt"),
        ("Actor, article", "paper", r"h3 \{[^}]*font-size: ([\d.]+)pt"),
        ("Front page", "paper", r"\.front li \{[^}]*font-size: ([\d.]+)pt"),
        ("Text", "paper", r"html \{ font-size: ([\d.]+)pt"),
        ("Table", "paper", r"\ntable \{[^}]*font-size: ([\d.]+)pt"),
        ("Note in the margin", "paper", r"\.digest > \.meta \{[^}]*font-size: ([\d.]+)pt"),
    ],
)
def test_sizes_are_told_as_they_are(use: str, sheet: str, rule: str) -> None:
    size = re.search(rule, CSS[sheet])
    assert size
    assert f"| {use} | {size[1]} pt" in TOLD


def test_nothing_on_paper_is_too_small() -> None:
    """The smallest size told is the smallest there is, on A4."""
    smallest = re.search(r"nothing printed is smaller than ([\d.]+) points", TOLD)
    assert smallest
    on_a4 = CSS["paper"].split("{% if scale != 1 %}")[0]
    assert min(float(s) for s in re.findall(r"font-size: ([\d.]+)pt", on_a4)) == float(smallest[1])
