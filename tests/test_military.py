"""Military details (briefing/extract/military.py and the modules it is made of)."""

from __future__ import annotations

import pytest

from briefing.extract.military import fires
from briefing.lexicon import Entry, load

LISTS = ("weapons", "platforms", "units", "events", "names", "idioms", "phrases")
ENTRIES = [e for name in LISTS for e in load("id")[f"military_{name}"]] + [
    *load("id")["places"],
    *load("id")["status"],
]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: f"{e.where} {e.words[0]}")
def test_every_entry_fires_in_its_example_and_in_no_near_miss(entry: Entry) -> None:
    """An entry's example is read by the entry, and its near miss is not."""
    assert entry.example
    for text in entry.example:
        assert fires(entry, text), text
    for text in entry.silent:
        assert not fires(entry, text), text
