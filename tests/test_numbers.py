"""Indonesian numbers in words and figures (briefing/lexicon/numbers.py)."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.lexicon import load
from briefing.lexicon.numbers import find_numbers, fires

CASES = tomllib.loads((Path(__file__).parent / "cases/numbers/numbers.toml").read_text(encoding="utf-8"))[
    "case"
]
UNITS = ["", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]


def spelt(n: int) -> str:
    """The number in Indonesian words, made independently of the reader that is tested."""
    if n < 10:
        return UNITS[n]
    if n == 10:
        return "sepuluh"
    if n == 11:
        return "sebelas"
    if n < 20:
        return f"{UNITS[n - 10]} belas"
    if n < 100:
        return f"{UNITS[n // 10]} puluh {spelt(n % 10)}".strip()
    if n < 1000:
        hundred = "seratus" if n < 200 else f"{UNITS[n // 100]} ratus"
        return f"{hundred} {spelt(n % 100)}".strip()
    thousand = "seribu" if n < 2000 else f"{spelt(n // 1000)} ribu"
    return f"{thousand} {spelt(n % 1000)}".strip()


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["why"])
def test_a_number_is_read_with_its_value_and_qualifier(case: dict) -> None:
    """Every number of the text is read, in order, and nothing else is."""
    text = case["text"]
    found = find_numbers(text, load("id"))
    assert [text[n.start : n.end] for n in found] == [r["words"] for r in case["read"]]
    assert [n.value for n in found] == [r.get("value") for r in case["read"]]
    assert [(n.low, n.high) for n in found] == [(r.get("low"), r.get("high")) for r in case["read"]]
    assert [n.qualifier.value for n in found] == [r.get("qualifier", "exact") for r in case["read"]]
    assert [n.counts for n in found] == [r.get("counts", True) for r in case["read"]]


@given(st.integers(min_value=1, max_value=999_999))
def test_words_and_figures_give_the_same_value(n: int) -> None:
    """ "seribu dua ratus lima" and "1.205" are the same number."""
    grouped = f"{n:,}".replace(",", ".")
    for words in (spelt(n), grouped):
        (number,) = find_numbers(f"{words} tentara", load("id"))
        assert number.value == n


@given(st.text(alphabet="dua seratus ribu 0123456789²③½٤.,-/()Rp%ke", max_size=60))
def test_numbers_of_any_text_lie_in_order_without_overlap(text: str) -> None:
    """Offsets point into the text, and no stretch is read twice."""
    end = 0
    for number in find_numbers(text, load("id")):
        assert end <= number.start <= number.core < number.end <= len(text)
        end = number.end


@pytest.mark.parametrize("entry", load("id")["numbers"].entries, ids=lambda e: e.where)
def test_every_number_word_is_read_in_its_example(entry) -> None:
    """An entry's example fires, and its near miss stays silent."""
    if entry.get("role") not in ("exact",):
        assert all(fires(entry, text) for text in entry.example)
    assert not any(fires(entry, text) for text in entry.silent)
