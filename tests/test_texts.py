"""Texts as they come: wrapped, summarised, remarked upon, with heads of every kind."""

from __future__ import annotations

import random
import textwrap
import tomllib
from typing import Any

import pytest
from conftest import ROOT

from briefing import sources
from briefing.sources.titles import best_title, without_suffix

CASES = tomllib.loads((ROOT / "tests/cases/sources/texts.toml").read_text(encoding="utf-8"))["case"]
WORDS = [
    "rusia",
    "menolak",
    "usul",
    "yang",
    "diajukan",
    "amerika",
    "serikat",
    "kepada",
    "pbb",
    "di",
    "new",
    "york",
    "karena",
    "dinilai",
    "tidak",
    "adil",
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["rule"])
def test_texts_as_they_come(case: dict[str, Any]) -> None:
    """What is left of a text, and what its head tells; each rule has a near miss beside it."""
    article = sources.read_bytes(case["text"].strip().encode(), source="a.md").article
    got: dict[str, Any] = {
        "paragraphs": [f"{p.kind}: {article.text[p.start : p.end]}" for p in article.paragraphs],
        "authors": list(article.authors),
        "outlet": article.outlet,
        "published": article.published,
        "language": article.language,
    }
    expected = {name: value for name, value in case.items() if name not in {"rule", "text"}}
    assert {name: got[name] for name in expected} == expected


@pytest.mark.parametrize("width", [30, 44, 60, 72, 79, 90, 120, 200])
def test_wrapped_at_any_width_a_text_reads_as_it_was(width: int) -> None:
    """Paragraphs that a program wrapped are the paragraphs again."""
    chance = random.Random(width)
    paragraphs = [f"{' '.join(chance.choices(WORDS, k=3 * width // 4)).capitalize()}." for _ in range(4)]
    wrapped = "\n\n".join(textwrap.fill(p, width, break_on_hyphens=False) for p in paragraphs)
    article = sources.read_bytes(wrapped.encode(), source="a.txt").article
    assert [article.text[p.start : p.end] for p in article.paragraphs] == paragraphs


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Rusia Menolak Usul Itu | tempo.co", "Rusia Menolak Usul Itu"),
        ("Rusia Menolak Usul Itu - detikNews", "Rusia Menolak Usul Itu"),
        ("Rusia Menolak Usul Itu Halaman all - Kompas.com", "Rusia Menolak Usul Itu"),
        ("Rusia Menolak Usul Itu - Tekno Liputan6.com", "Rusia Menolak Usul Itu"),
        ("Rusia Menolak Usul Itu - Halaman 2 | Republika Online", "Rusia Menolak Usul Itu"),
        ("Rusia - Amerika Serikat Bertemu", "Rusia - Amerika Serikat Bertemu"),
        ("Utusan Rusia - Redaksi Tempo Bertemu di Sana", "Utusan Rusia - Redaksi Tempo Bertemu di Sana"),
        ("Buka Halaman Baru", "Buka Halaman Baru"),
        ("detikNews", "detikNews"),
    ],
)
def test_what_stands_behind_a_title(words: str, title: str) -> None:
    """Outlet, section and page number go; a dash within a title, and an outlet that it is about, stay."""
    assert without_suffix(words) == title


def test_the_best_of_the_titles_that_a_page_tells() -> None:
    """The first, unless it was cut short, or another is the same without a section behind it."""
    assert best_title(["Rusia Menolak...", "Rusia Menolak Usul Itu"]) == (
        "Rusia Menolak Usul Itu",
        "Rusia Menolak Usul Itu",
    )
    assert best_title(["Rusia Menolak Usul - Dunia", "Rusia Menolak Usul"]) == (
        "Rusia Menolak Usul",
        "Rusia Menolak Usul",
    )
    assert best_title(["Rusia Menolak Usul", "Berita Lain"]) == ("Rusia Menolak Usul", "Rusia Menolak Usul")
    assert best_title([]) is None
