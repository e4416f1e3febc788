"""The committed brief of the seeds is what the program makes of them today."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

EXAMPLE = ROOT / "reports" / "example"


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    subprocess.run([sys.executable, ROOT / "setup" / "example.py", folder], check=True, capture_output=True)
    return folder


def text_of(pdf: Path) -> str:
    """The PDF's text without spaces and hyphens, which depend on where its lines break."""
    done = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
    return re.sub(r"[\s\u00ad\u2010-]+", "", done.stdout)


@pytest.mark.parametrize("name", ["briefing.json", "briefing.html"])
def test_same_bytes(anew: Path, name: str) -> None:
    """Same input, same bytes. Where a change is meant: `make example`, and look at the difference."""
    assert (anew / name).read_bytes() == (EXAMPLE / name).read_bytes()


def test_same_pdf(anew: Path) -> None:
    """With the same libraries the PDF has the same bytes; others may break its lines elsewhere."""
    if (anew / "made-with.txt").read_bytes() != (EXAMPLE / "made-with.txt").read_bytes():
        pytest.skip("other versions of the libraries than the example was made with")
    assert (anew / "briefing.pdf").read_bytes() == (EXAMPLE / "briefing.pdf").read_bytes()


def test_every_line_of_the_front_page_is_on_paper(anew: Path) -> None:
    """Each line of the front page stands in the PDF, word for word."""
    brief = json.loads((anew / "briefing.json").read_bytes())
    paper = text_of(anew / "briefing.pdf")
    lines = [re.sub(r"[\s\u00ad\u2010-]+", "", line["text"]) for line in brief["front"]]
    assert len(lines) >= 6
    assert [line for line in lines if line not in paper] == []
