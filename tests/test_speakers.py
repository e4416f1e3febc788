"""Who is meant by the words that name a speaker, among scored candidates (extract/claims/speakers.py)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from briefing import language, lexicon
from briefing.extract.actors import actors
from briefing.extract.claims import shapes
from briefing.extract.claims.line import Line, Names
from briefing.extract.claims.speakers import Candidate, Choice, Speakers, weights
from briefing.extract.claims.words import words_of
from briefing.extract.sentences.reading import example
from briefing.extract.sentences.row import read_text
from briefing.model import Findings

LEXICON = lexicon.load("id")
CASES = tomllib.loads((Path(__file__).parent / "cases/speakers/who.toml").read_text(encoding="utf-8"))["case"]


def who(text: str, words: str, at: int = 1) -> tuple[str, Choice]:
    """The name of whoever is meant by words of a text, the lines before them read as claims are."""
    article = example(text)
    doc = language.read(article)
    found = actors(doc, LEXICON, Findings(article=article))
    start = -1
    for _ in range(at):
        start = text.index(words, start + 1)
    row, speakers = read_text(doc, article, LEXICON), Speakers(Names(found))
    for stretch in row.stretches:
        line = Line(row, stretch, words_of(LEXICON), speakers.names)
        if stretch.start <= start < stretch.stop:
            places = [n for n, item in enumerate(line.items) if start <= item.start < start + len(words)]
            choice = speakers.named(line, line.phrase(places[0], places[-1] + 1))
            names = {a.id: a.name for a in found.actors}
            return names.get(choice.speaker or "", ""), choice
        drafts = shapes.read(line, [])
        speakers.enter(line)
        for draft in drafts:
            speakers.choose(line, draft)
    raise AssertionError(words)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["why"])
def test_who_is_meant(case: dict[str, Any]) -> None:
    """Each worked case names its actor, or nobody."""
    assert who(case["text"], case["words"], case.get("at", 1))[0] == case["who"]


def test_a_choice_can_say_why() -> None:
    """The candidates come with what speaks for and against them, the best first; the sum is the score."""
    text = "Menlu Rusia Sergey Lavrov bertemu dengan Presiden AS Donald Trump. Dia menegaskan hal itu."
    name, choice = who(text, "Dia")
    assert name == "Sergey Lavrov"
    assert [c.score for c in choice.candidates] == sorted((c.score for c in choice.candidates), reverse=True)
    first = choice.candidates[0]
    assert isinstance(first, Candidate)
    table = weights().features
    assert first.score == pytest.approx(
        sum(table[f.split("*")[0]] * float(f.partition("*")[2] or 1) for f in first.features)
    )


def test_a_pronoun_has_its_antecedent_on_record() -> None:
    """Who is meant by "dia" was named before: the last such place is told."""
    text = "Menlu Rusia Sergey Lavrov tiba. Lavrov duduk. Dia menegaskan hal itu."
    _, choice = who(text, "Dia")
    assert choice.antecedent is not None
    assert text[choice.antecedent.start : choice.antecedent.stop] == "Lavrov"
    assert who(text, "Lavrov", 2)[1].antecedent is None


def test_below_the_margin_nobody_is_named() -> None:
    """Two who may be meant alike: the source does not say who."""
    text = "Presiden Rusia Vladimir Putin tiba. Seorang warga Moskwa melihatnya. Dia menegaskan hal itu."
    assert who(text, "Dia")[0] == ""
