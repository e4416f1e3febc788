"""Claims: who says what, in which words, how, carried by whom and when (briefing/extract/claims/)."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import language, lexicon
from briefing.extract.actors import actors
from briefing.extract.claims import claims
from briefing.model import Article, Claim, Findings, Mode, Paragraph, ParagraphKind
from briefing.sources import read_path

CASES = Path(__file__).parent / "cases/claims"
LEXICON = lexicon.load("id")
DEFAULT = {"direct": "direct", "via": ""}
"""The mode of a file's claims that name none; indirect in the others."""


def cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.toml")):
        listed = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
        found += [
            pytest.param(c, DEFAULT.get(path.stem, "indirect"), id=f"{path.stem}: {c['rule']}")
            for c in listed
        ]
    return found


def read(text: str, kind: ParagraphKind = ParagraphKind.BODY) -> Findings:
    """The claims of a text, published on Friday, 8 December 2017."""
    paragraphs, at = [], 0
    for number, block in enumerate(text.split("\n\n"), start=1):
        paragraphs.append(Paragraph(number=number, kind=kind, start=at, end=at + len(block)))
        at += len(block) + 2
    article = Article(
        id="x",
        source="x",
        text=text,
        paragraphs=tuple(paragraphs),
        language="id",
        digest="-",
        published="2017-12-08",
    )
    doc = language.read(article)
    return claims(doc, LEXICON, actors(doc, LEXICON, Findings(article=article)))


def told(found: Findings, claim: Claim) -> dict[str, str]:
    """What a case may say about a claim; "" for nobody and nothing."""
    names = {a.id: a.name for a in found.actors}
    return {
        "speaker": names[claim.speaker] if claim.speaker else "",
        "mode": claim.mode.value,
        "act": claim.act,
        "text": found.article.words(claim.evidence),
        "cue": found.article.words(claim.cue) if claim.cue else "",
        "named": found.article.words(claim.named) if claim.named else "",
        "via": claim.via.value if claim.via else "",
        "said_on": claim.said_on.value if claim.said_on else "",
    }


@pytest.mark.parametrize(("case", "mode"), cases())
def test_what_is_read(case: dict[str, Any], mode: str) -> None:
    """Each worked case gives its claims, in order, and no others."""
    found = read(case["text"].strip())
    expected = [({"mode": mode} if mode else {}) | claim for claim in case["claims"]]
    got = [told(found, claim) for claim in found.claims]
    assert [{k: g[k] for k in e} for g, e in zip(got, expected, strict=False)] == expected
    assert len(got) == len(expected), got


def test_a_title_says_nothing_that_the_body_does_not_say() -> None:
    """Titles, standfirsts and captions are not read for claims: the body repeats them."""
    text = "Rusia menyatakan siap untuk membantu mereka."
    assert read(text).claims
    for kind in (ParagraphKind.TITLE, ParagraphKind.STANDFIRST, ParagraphKind.CAPTION, ParagraphKind.HEADING):
        assert not read(text, kind).claims


def test_claims_are_numbered_in_reading_order(seeds: Path) -> None:
    """ "c1", "c2" … by where the content begins; the same article always gives the same claims."""
    for path in sorted(seeds.glob("*.txt")):
        article = read_path(path).article
        doc = language.read(article)
        whom = actors(doc, LEXICON, Findings(article=article))
        found = claims(doc, LEXICON, whom)
        assert [c.id for c in found.claims] == [f"c{n}" for n in range(1, len(found.claims) + 1)]
        starts = [c.evidence.start for c in found.claims]
        assert starts == sorted(starts)
        assert claims(language.read(article), LEXICON, whom).claims == found.claims


def test_claims_of_an_article_do_not_overlap(seeds: Path) -> None:
    """The outer of two claims stands; only a disputed claim may lie within another."""
    for path in sorted(seeds.glob("*.txt")):
        article = read_path(path).article
        doc = language.read(article)
        spans = [
            (c.evidence.start, c.evidence.end) for c in claims(doc, LEXICON, Findings(article=article)).claims
        ]
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


MARKS = ('"', "“", "”", ",", ".", " ", "\n\n", "(", ")", "-")
WORDS = (
    "kata",
    "katanya",
    "mengatakan",
    "bahwa",
    "menurut",
    "dia",
    "Putin",
    "Rusia",
    "Kamis (7/12)",
    "dilansir",
)
MORE = (
    "dilansir",
    "AFP",
    "dan",
    "menambahkan",
    "Hal itu disampaikan",
    "demikian",
    "klaim",
    "tuduhan",
    "sebagai",
)
PIECES = st.sampled_from((*MARKS, *WORDS, *MORE))


@given(st.lists(PIECES, max_size=30))
def test_any_order_of_the_words_is_read(pieces: list[str]) -> None:
    """Whatever stands in the text: every span lies in it, no content is empty, and nothing fails."""
    text = " ".join(pieces).strip()
    if not text:
        return
    found = read(text)
    for claim in found.claims:
        assert 0 <= claim.evidence.start < claim.evidence.end <= len(text)
        assert found.article.words(claim.evidence).strip()
        assert claim.mode in Mode


@pytest.mark.parametrize("opening", ["Bahwa, dan", "Putin pergi karena, dan", "Ia pulang, tetapi, dan"])
def test_a_comma_alone_between_two_openers_of_a_clause_joins_nothing(opening: str) -> None:
    """ "karena, dan …": a clause may be opened twice with nothing in between."""
    assert read(f"{opening} Lavrov mengatakan hal itu benar.").article.text.startswith(opening)
