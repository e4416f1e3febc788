"""Pages of the PDF as pictures: nothing has moved that was not meant to move."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pages
import pytest
from pages import FEW, GOLDENS, apart, read

from briefing.render import render

pytestmark = pytest.mark.skipif(not pages.drawn(), reason="poppler-utils is not installed")


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    return dict(pages.all_pages())


def test_every_page_has_its_golden(drawn: dict[str, bytes]) -> None:
    """No page more, none less; all together are small."""
    goldens = {path.name: path.stat().st_size for path in GOLDENS.glob("*.png")}
    assert sorted(goldens) == sorted(drawn)
    assert sum(goldens.values()) < 400_000


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDENS.glob("*.png")))
def test_a_page_looks_as_it_did(drawn: dict[str, bytes], name: str, tmp_path: Path) -> None:
    """Where a change is meant: `make goldens`, and look at the pictures."""
    now = tmp_path / name
    now.write_bytes(drawn[name])
    differs = apart(read(drawn[name]), read((GOLDENS / name).read_bytes()))
    assert differs <= FEW, f"{differs:.1%} of the page is not as in tests/golden/pages; now: {now}"


@pytest.mark.skipif(shutil.which("pdftocairo") is None, reason="pdftocairo is not installed")
def test_another_renderer_is_within_tolerance(drawn: dict[str, bytes]) -> None:
    """The same page drawn by other code has other edges, and is the same page."""
    other = next(pages.pages(render(pages.sample(), "pdf"), program="pdftocairo"))
    differs = apart(read(other), read(drawn["intelligence-01.png"]))
    assert 0 < differs <= FEW


def test_a_page_that_moved_fails(drawn: dict[str, bytes]) -> None:
    """Two millimetres, in either direction, on any page."""
    for name, png in drawn.items():
        page = read(png)
        assert min(apart(page, np.roll(page, 3, axis)) for axis in (0, 1)) > FEW, name


@pytest.mark.parametrize(
    "fault",
    [
        ".front li { padding: 1mm 0 }",
        ".front li > p, .para > p { margin-right: 0 }",
        "h2 { margin-bottom: 5mm }",
        ".picture { display: none }",
        "html { font-size: 9.8pt }",
        "@page { margin-left: 20mm }",
    ],
)
def test_a_broken_page_fails(fault: str, tmp_path: Path) -> None:
    """Faults of a stylesheet such as happen: numbers upon words, a note upon a text, a picture lost."""
    theme = tmp_path / "intelligence"
    theme.mkdir()
    ours = '{% include "builtin:intelligence/paper.css" %}'
    (theme / "paper.css").write_text(f"{ours}\n{fault}\n", encoding="utf-8")
    broken = list(pages.pages(render(pages.sample(), "pdf", templates_folder=tmp_path)))
    goldens = sorted(GOLDENS.glob("intelligence-*.png"))
    worst = max(
        (apart(read(now), read(was.read_bytes())) for now, was in zip(broken, goldens, strict=False)),
    )
    assert worst > FEW
