"""Whatever the text: no crash, and every finding points to words of the article."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import extract, language, lexicon, sources
from briefing.errors import InputError

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from invariants import broken

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
WORDS = sorted({w for p in SEEDS for w in p.read_text(encoding="utf-8").split()})
MARKS = [
    '"',
    "“",
    "”",
    ",",
    ".",
    "\n\n",
    "(",
    ")",
    "–",
    "‘",
    "’",
    "kata",
    "bahwa",
    "menurut",
    "dua",
    "(7/12)",
]

# News in disorder reaches further into the rules than random characters do.
news = st.lists(st.sampled_from(WORDS) | st.sampled_from(MARKS), min_size=1, max_size=120).map(" ".join)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(max_size=400) | news)
def test_every_finding_points_to_words_of_the_article(text: str) -> None:
    """The offsets invariant: all spans lie in the text, all ids are unique, all speakers are actors."""
    try:
        article = sources.read_bytes(text.encode("utf-8", "replace"), source="any").article
    except InputError:
        return
    found = extract.extract(article, language.read(article), lexicon.load("id"))
    assert broken(found) == []
