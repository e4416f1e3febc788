"""Dates: what is read, what it is resolved to, and what only looks like one."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from briefing.lexicon import Entry, load
from briefing.lexicon.dates import find_dates, fires

CASES = tomllib.loads((ROOT / "tests/cases/dates/dates.toml").read_text(encoding="utf-8"))["case"]
PIECES = [
    "Kamis",
    "(7/12)",
    "7",
    "Juli",
    "2017",
    "tahun",
    "lalu",
    "pekan",
    "pada",
    "/",
    "-",
    ",",
    "32",
    "Mei",
    "\n",
]
ISO = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@pytest.mark.parametrize("case", CASES, ids=[c["rule"] for c in CASES])
def test_worked_cases(case: dict[str, Any]) -> None:
    """Each case names its rule; near misses find nothing."""
    text = case["text"]
    found = find_dates(text, published=case["published"] or None)
    assert [f"{d.value}|{text[d.start : d.end]}" for d in found] == case["dates"]


@pytest.mark.parametrize("entry", load("id")["dates"].entries, ids=lambda e: e.words[0])
def test_every_entry_fires(entry: Entry) -> None:
    """The examples of the word list are read through its words, and the near misses are not."""
    assert all(fires(entry, text) for text in entry.example)
    assert not any(fires(entry, text) for text in entry.silent)


@pytest.mark.parametrize("published", [None, "2017-12-08", "2017-12-08T17:19+07:00"])
def test_a_time_of_publication_is_its_day(published: str | None) -> None:
    """Date and date-time do alike; without either "kemarin" stays out."""
    values = [d.value for d in find_dates("Kemarin, 7 Juli 2016.", published=published)]
    assert values == (["2017-12-07", "2016-07-07"] if published else ["2016-07-07"])


@given(
    text=st.lists(st.sampled_from(PIECES) | st.text(max_size=5)).map(" ".join),
    published=st.none() | st.dates().map(str) | st.text(max_size=12),
)
def test_any_text_gives_dates_in_order(text: str, published: str | None) -> None:
    """Whatever the text: ISO values, inside the text, in order, without overlap."""
    after = 0
    for date in find_dates(text, published=published):
        assert after <= date.start < date.end <= len(text)
        assert ISO.fullmatch(date.value)
        after = date.end
