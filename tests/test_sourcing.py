"""Chains of outlets: to whom words were said, and from where an article takes them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from samples import actor, article, at, reading

from briefing import lexicon
from briefing.dossier import sourcing
from briefing.model import Claim, Findings, Mode


def found(*lines: str, via: str | None = "RIA", **fields: str) -> Findings:
    """Peskov's claim "perang usai" in an article of these lines, carried by this outlet."""
    a = article(lines, titled=False, **fields)
    claim = Claim(
        id="c1",
        speaker="a1",
        mode=Mode.INDIRECT,
        act="states",
        evidence=at(a, "perang usai"),
        via=reading(a, via) if via else None,
    )
    mentions = tuple(at(a, "Peskov", nth) for nth in range(a.text.count("Peskov")))
    peskov = replace(actor(a, "a1", "Peskov", "person"), mentions=mentions)
    return Findings(article=a, actors=(peskov,), claims=(claim,))


TOLD = "Peskov mengatakan perang usai kepada media Rusia RIA."


@pytest.mark.parametrize(
    ("lines", "outlets"),
    [
        ((TOLD, "Seperti dikutip dari Radio Free Europe (6/11), kata Peskov."), ["RIA", "Radio Free Europe"]),
        ((TOLD, "Peskov menolak, dilansir kantor berita Yonhap, Senin."), ["RIA", "Yonhap"]),
        (("Peskov mengatakan perang usai kepada RIA, dilansir AFP.",), ["RIA", "AFP"]),
        ((TOLD, "Dikutip dari News.com.au, Peskov pulang."), ["RIA", "News.com.au"]),
        # Another speaker, two paragraphs on, two outlets, no outlet, itself: no second hand.
        ((TOLD, "Seperti dikutip dari AFP, Lavrov menolak."), ["RIA"]),
        ((TOLD, "Perang itu lama.", "Dikutip dari AFP, Peskov pulang."), ["RIA"]),
        ((TOLD, "Dikutip dari AFP dan dilansir Reuters, Peskov pulang."), ["RIA"]),
        ((TOLD, "Peskov dikutip pada Senin."), ["RIA"]),
        ((TOLD, "Peskov dikutip media China Daily."), ["RIA"]),
        ((TOLD, "Peskov dikutip China Daily."), ["RIA", "China Daily"]),
        ((TOLD, "Dikutip dari RIA, Peskov pulang."), ["RIA"]),
        # Taken from an outlet, not told to it: what is taken from another stands apart.
        (("Peskov mengatakan perang usai, dilansir RIA.", "Dikutip dari AFP, Peskov pulang."), ["RIA"]),
    ],
)  # fmt: skip
def test_a_chain_goes_from_first_hand_to_the_outlet_that_was_quoted(
    lines: tuple[str, ...], outlets: list[str]
) -> None:
    made = found(*lines)
    assert [r.value for r in sourcing.chain(made, made.claims[0])] == outlets
    assert list(sourcing.carried(made)) == outlets
    for r in sourcing.chain(made, made.claims[0]):
        assert made.article.words(r.evidence) == r.value


def test_without_an_outlet_there_is_no_chain() -> None:
    made = found(TOLD, via=None)
    assert sourcing.chain(made, made.claims[0]) == ()
    assert sourcing.carried(made) == ()


def test_a_language_without_the_word_list_has_the_outlet_alone() -> None:
    made = found(TOLD, "Dikutip dari AFP, Peskov pulang.", language="sw")
    assert [r.value for r in sourcing.chain(made, made.claims[0])] == ["RIA"]


@pytest.mark.parametrize("entry", lexicon.load("id")["handovers"].entries, ids=lambda e: e.where)
def test_the_word_list_fires_on_its_examples_and_not_beside_them(entry: lexicon.Entry) -> None:
    """A told word stands before an outlet's name, a taken word with it, a kind between the two."""
    assert all(sourcing.fires(entry, text) for text in entry.example)
    assert not any(sourcing.fires(entry, text) for text in entry.silent)
