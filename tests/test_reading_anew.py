"""What verification demands of statements and military items, read anew from the article: worked cases."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from samples import actor, article, at, brief, first, reading

from briefing.model import (
    Article,
    Brief,
    Claim,
    Evidence,
    Findings,
    MilitaryDetail,
    MilitaryKind,
    Mode,
    Reading,
    Status,
)
from briefing.verify import refusals, verify
from briefing.verify.page import page

HERE = Path(__file__).parent / "cases/verify"


def cases(name: str) -> list[Any]:
    read = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=case["why"]) for case in read]


def article_of(case: dict[str, Any]) -> Article:
    return article(tuple(case["text"].split("\n\n")), titled=False, outlet="Tempo")


def words(a: Article, said: str | None) -> Evidence | None:
    """Evidence for words of the article; "words@2" is the second place where they stand."""
    if said is None:
        return None
    text, _, nth = said.partition("@")
    return at(a, text, int(nth or 1) - 1)


def value(a: Article, told: list[str] | None) -> Reading | None:
    return reading(a, told[0], told[1]) if told else None


def refused(made: Brief) -> set[str | None]:
    """The fields that are refused."""
    found = list(refusals(made))
    assert all(r.reason for r in found)
    return {r.field for r in found}


@pytest.mark.parametrize("case", cases("speaking"))
def test_a_statement_is_read_anew(case: dict[str, Any]) -> None:
    a, said = article_of(case), case["said"]
    actors = tuple(
        actor(
            a, f"a{n}", voice["name"], voice.get("kind", "person"), key=True,
            role=value(a, voice.get("role")), country=value(a, voice.get("country")),
        )
        for n, voice in enumerate(case["voices"])
    )  # fmt: skip
    evidence = words(a, said["words"])
    assert evidence is not None
    claim = Claim(
        id="c1",
        speaker=next(x.id for x in actors if x.name == said["speaker"]),
        mode=Mode(said.get("mode", "indirect")),
        act=said.get("act", "states"),
        evidence=evidence,
        cue=words(a, said.get("cue")),
        named=words(a, said.get("named")),
        antecedent=words(a, said.get("antecedent")),
        said_on=value(a, said.get("day")),
        via=reading(a, said["outlet"]) if "outlet" in said else None,
    )
    made = brief(Findings(article=a, actors=actors, claims=(claim,)))
    assert refused(made) == ({case["refused"]} if "refused" in case else set())


@pytest.mark.parametrize("case", cases("items"))
def test_a_military_item_is_read_anew(case: dict[str, Any]) -> None:
    a, item = article_of(case), case["item"]
    evidence = words(a, item["words"])
    assert evidence is not None
    operator = value(a, item.get("operator"))
    detail = MilitaryDetail(
        id="m1",
        kind=MilitaryKind(item["kind"]),
        status=Status(item.get("status", "reported")),
        evidence=evidence,
        marker=words(a, item.get("marker")),
        place=value(a, item.get("place")),
        date=value(a, item.get("day")),
        operators=(operator,) if operator else (),
    )
    made = brief(Findings(article=a, military=(detail,)))
    assert refused(made) == ({case["refused"]} if "refused" in case else set())


def test_a_marking_below_what_was_asked_for_is_refused() -> None:
    """The floor holds for the brief and for each of its sources."""
    made = brief(first(), marking="TLP:GREEN")
    lowered = replace(made, marking="TLP:CLEAR", sources=(replace(made.sources[0], marking="TLP:CLEAR"),))
    assert verify(made) == ()
    assert [p.where for p in verify(lowered)] == ["marking", "marking"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hujan turun. Kapal tiba.", ["Hujan turun. ", "Kapal tiba."]),
        ('"Hujan turun." Kapal tiba.', ['"Hujan turun." ', "Kapal tiba."]),
        ("Letjen. Agus dan dr. Rina tiba.", ["Letjen. Agus dan dr. Rina tiba."]),
        ("Sebanyak 1.500 orang tiba.", ["Sebanyak 1.500 orang tiba."]),
        ("R. A. Kartini tiba. Hujan!", ["R. A. Kartini tiba. ", "Hujan!"]),
    ],
)
def test_sentences_as_verification_reads_them(text: str, sentences: list[str]) -> None:
    """By full stops before capitals; what it can't tell apart is one sentence."""
    a = article((text,), titled=False)
    read = page(a, ())
    assert [text[slice(*read.bounds(n, n))] for n in range(len(read.begins))] == sentences


OWN = """
[about]
title = "Status"
checks = "military"

[[entry]]
words = ["ditampik"]
status = "denied"
example = "Serangan itu ditampik Rusia."
"""


def test_a_word_of_the_users_own_lists_means_what_they_say(tmp_path: Path) -> None:
    """Where it is in no list, a marker of denial denies nothing."""
    (tmp_path / "id").mkdir()
    (tmp_path / "id/status.toml").write_text(OWN, encoding="utf-8")
    a = article(("Latihan militer itu ditampik Rusia.",), titled=False)
    detail = MilitaryDetail(
        id="m1", kind=MilitaryKind.EXERCISE, status=Status.DENIED,
        evidence=at(a, "Latihan militer itu"), marker=at(a, "ditampik"),
    )  # fmt: skip
    made = brief(Findings(article=a, military=(detail,)))
    assert [p.where for p in verify(made)] == ["military item 1, status"]
    assert verify(made, user_folder=tmp_path) == ()
