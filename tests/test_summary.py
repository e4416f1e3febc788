"""The summary: two to four of an article's own sentences (briefing/extract/summary.py)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import language, sources
from briefing.extract.summary import MOST, Sentence, choose, fires, summary
from briefing.lexicon import Entry, load
from briefing.model import Findings, ParagraphKind

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases/summary/sentences.toml").read_text(encoding="utf-8"))["case"]
SEEDS = sorted((HERE.parent / "seeds").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["why"])
def test_the_sentences_that_carry_most_are_chosen(case: dict[str, Any]) -> None:
    """Position first; nothing cut, nothing that is no report, nothing that leans on what is missing."""
    cut = case.get("cut", [])
    places = choose([Sentence(text=t, cut=i in cut) for i, t in enumerate(case["sentences"])], load("id"))
    assert set(case.get("always", [])) <= set(places)
    assert not set(case.get("never", [])) & set(places)
    assert len(places) <= case.get("most", MOST)
    assert list(places) == sorted(places)


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_a_seed_is_told_in_whole_sentences_of_its_body(path: Path) -> None:
    """Two to four spans, in order, each a sentence of a body paragraph, with its quotations whole."""
    article = sources.read_path(path).article
    found = summary(language.read(article), load("id"), Findings(article=article))
    assert 2 <= len(found.summary) <= MOST
    body = [(p.start, p.end) for p in article.paragraphs if p.kind is ParagraphKind.BODY]
    end = 0
    for evidence in found.summary:
        words = article.words(evidence)
        assert end <= evidence.start
        assert any(start <= evidence.start and evidence.end <= stop for start, stop in body)
        assert words == words.strip()
        assert words.rstrip('"”)')[-1] in ".!?"
        assert words.count("“") == words.count("”")
        assert words.count('"') % 2 == 0
        end = evidence.end


@given(st.lists(st.text(alphabet='abc ia Hal itu." tersebut', max_size=80), max_size=8))
def test_any_sentences_give_places_among_them(texts: list[str]) -> None:
    """Whatever the sentences, what is chosen are some of them, each once and in order."""
    places = choose([Sentence(text=t) for t in texts], load("id"))
    assert list(places) == sorted(set(places))
    assert all(0 <= p < len(texts) for p in places)
    assert len(places) <= MOST


@pytest.mark.parametrize("entry", load("id")["summary"].entries, ids=lambda e: e.get("role"))
def test_every_entry_is_seen_in_its_example(entry: Entry) -> None:
    """An entry's example shows its role, its near miss does not."""
    assert entry.example
    assert all(fires(entry, text) for text in entry.example)
    assert not any(fires(entry, text) for text in entry.silent)
