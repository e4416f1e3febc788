"""Pages as pictures: what the goldens of pages are made from, and how far a page may differ from one."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from test_pictures import crowd

from briefing.model import Brief
from briefing.notes import attach
from briefing.render import render

GOLDENS = Path(__file__).parent / "golden" / "pages"
THEMES = ("intelligence", "executive", "wire", "newsletter")

DPI = 40
CELL = 7
"""Pixels across of a cell, in which only the mean counts: 4.4 mm, about a line of text."""
UNLIKE = 22
"""Levels of grey by which a cell must differ to count; another renderer's letters mostly stay below."""
FEW = 0.002
"""The share of cells that may differ: six of the 3,082 of A4. The same page by another renderer has four,
one that moved by two millimetres eighteen, one whose numbers stand upon its words twelve."""

NOTES = """+++
author = "A. Analyst"
+++

## Key judgements

It is likely that the talks go on this month [S1¶1].

## Comment on S2

One report alone says so.

## Outlook

A second round is unlikely before March [S3].
"""

Page = NDArray[np.float64]


def sample() -> Brief:
    """Five articles of nobody about nothing: every section, every picture, an analyst's notes."""
    return attach(crowd(5), NOTES, where="notes.md")


def pages(pdf: bytes, program: str = "pdftoppm") -> Iterator[bytes]:
    """The pages of a PDF as small grey PNGs, drawn by one of poppler's two renderers."""
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "p"
        (Path(folder) / "in.pdf").write_bytes(pdf)
        command = [program, "-png", "-gray", "-r", str(DPI), Path(folder) / "in.pdf", stem]
        subprocess.run(command, check=True, capture_output=True)
        for path in sorted(Path(folder).glob("p-*.png")):
            yield path.read_bytes()


def drawn() -> bool:
    """Whether poppler is here."""
    return shutil.which("pdftoppm") is not None


def all_pages() -> Iterator[tuple[str, bytes]]:
    """Every page of the whole brief, and the first of each other theme, by the name of its golden."""
    made = sample()
    for theme in THEMES:
        for n, page in enumerate(pages(render(made, "pdf", theme=theme)), start=1):
            if n == 1 or theme == THEMES[0]:
                yield f"{theme}-{n:02}.png", page


def small(png: bytes) -> bytes:
    """The picture in sixteen greys, half as large."""
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("L").quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


def read(png: bytes) -> Page:
    """The grey levels of a picture."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"), dtype=np.float64)


def apart(one: Page, other: Page) -> float:
    """The share of cells in which two pages differ; 1 where they are not even of one size."""
    if one.shape != other.shape:
        return 1.0
    return float(np.mean(np.abs(_cells(one) - _cells(other)) > UNLIKE))


def _cells(page: Page) -> Page:
    high, wide = (length // CELL * CELL for length in page.shape)
    cells = page[:high, :wide].reshape(high // CELL, CELL, wide // CELL, CELL).mean(axis=(1, 3))
    return np.asarray(cells, dtype=np.float64)
