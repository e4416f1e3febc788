"""Across articles: who is the same, what stands on which day, what carries most."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import actor, article, first, reading, second, third

from briefing import dossier
from briefing.lexicon.spelling import keys, plain, same_person, same_token, sound, tokens
from briefing.model import EntryKind, Evidence, Findings

CASES = tomllib.loads((Path(__file__).parent / "cases/dossier/names.toml").read_text(encoding="utf-8"))


def people(*named: tuple[str, str | None]) -> list[list[str]]:
    """The names that are joined, of persons in one article each with this country."""
    findings = []
    for n, (name, country) in enumerate(named):
        a = article((f"{name} dari Rusia, AS, dan Korea Utara, {n}",), titled=False, source=f"{n}.txt")
        words = {"RU": "Rusia", "US": "AS", "KP": "Korea Utara"}
        land = reading(a, country, words[country]) if country else None
        findings.append(Findings(article=a, actors=(actor(a, "a1", name, "person", country=land),)))
    names = {f.article.id: f.actors[0].name for f in findings}
    return [[names[article] for article, _ in e.members] for e in dossier.build(findings).entities]


@pytest.mark.parametrize("case", CASES["same"], ids=lambda c: " = ".join(c["names"]))
def test_spellings_of_one_name_are_one_person(case: dict[str, list[str]]) -> None:
    """Transliteration, hyphens, initials, a missing part and a slip of the pen do not make two persons."""
    left, right = case["names"]
    assert same_person(tokens(left), tokens(right))


@pytest.mark.parametrize("case", CASES["apart"], ids=lambda c: " ≠ ".join(c["names"]))
def test_different_persons_stay_apart(case: dict[str, list[str]]) -> None:
    """Near misses: shared surnames and short names that differ in a letter."""
    left, right = case["names"]
    assert not same_person(tokens(left), tokens(right))


def test_a_surname_joins_the_one_who_bears_it() -> None:
    assert people(("Sergey Lavrov", "RU"), ("Lavrov", "RU")) == [["Sergey Lavrov", "Lavrov"]]


def test_a_surname_that_two_bear_stands_alone() -> None:
    """Two readings and no winner: none."""
    joined = people(("Kim Jong-un", "KP"), ("Kim Young Jae", "KP"), ("Kim", "KP"))
    assert sorted(joined) == [["Kim"], ["Kim Jong-un"], ["Kim Young Jae"]]


def test_different_countries_are_never_joined() -> None:
    assert people(("Viktor Ivanov", "RU"), ("Viktor Ivanov", "US")) == [["Viktor Ivanov"], ["Viktor Ivanov"]]


def test_country_unknown_in_one_article_is_no_hindrance() -> None:
    assert people(("Viktor Ivanov", "RU"), ("Viktor Ivanov", None)) == [["Viktor Ivanov", "Viktor Ivanov"]]


def bodies(*named: tuple[str, tuple[str, ...], str | None]) -> list[int]:
    """How many articles each joined body has, of bodies with these other names and this country."""
    findings = []
    for n, (name, aliases, country) in enumerate(named):
        a = article((f"{name} di Rusia atau Ukraina {n}",), titled=False)
        words = {"RU": "Rusia", "UA": "Ukraina"}
        land = reading(a, country, words[country]) if country else None
        found = actor(a, "a1", name, "organisation", country=land, aliases=aliases)
        findings.append(Findings(article=a, actors=(found,)))
    return [len(e.members) for e in dossier.build(findings).entities]


def test_a_body_is_joined_by_its_abbreviation() -> None:
    assert bodies(("Perserikatan Bangsa-Bangsa", ("PBB",), None), ("PBB", (), None)) == [2]


def test_a_ministry_is_joined_with_and_without_its_country_in_the_name() -> None:
    assert bodies(("Kementerian Pertahanan Rusia", (), "RU"), ("Kementerian Pertahanan", (), "RU")) == [2]


def test_ministries_of_two_countries_stay_apart() -> None:
    name = "Kementerian Pertahanan"
    assert bodies((name, (), "RU"), (name, (), "UA")) == [1, 1]


def test_countries_are_joined_by_code() -> None:
    entities = dossier.build((first(), second())).entities
    assert {e.country: len(e.members) for e in entities if e.kind == "country"} == {"RU": 2, "KP": 2, "US": 2}


def test_events_are_what_has_a_day_oldest_first() -> None:
    """A statement without a day of its own is no event: when it was said, the article does not tell."""
    events = dossier.build((second(), first(), third())).days
    assert [(e.date, e.kind) for e in events] == [
        ("2017-12", EntryKind.MILITARY),
        ("2017-12-07", EntryKind.STATEMENT),
        ("2017-12-08", EntryKind.PUBLICATION),
        ("2018-01-16", EntryKind.PUBLICATION),
    ]


def test_the_same_article_given_twice_counts_once() -> None:
    made = dossier.build((first(), first()))
    assert len(made.findings) == 1
    assert [p.message for p in made.problems] == ["has the same text as samples/satu.txt"]


def test_nothing_found_is_an_empty_dossier() -> None:
    assert dossier.build(()) == dossier.build([])


@given(st.text(min_size=1, max_size=40))
def test_any_text_can_be_a_name(name: str) -> None:
    """A name is plain once it is plain, and a person is himself whenever he has two parts."""
    assert plain(plain(name)) == plain(name)
    parts = tokens(name)
    assert same_person(parts, parts) == (len(parts) > 1)
    assert all(sound(p) == sound(p.upper().casefold()) for p in parts)


@given(st.text("aeijkoswy", min_size=1, max_size=9), st.integers(0, 9), st.sampled_from(["", "a", "k", "oe"]))
def test_spellings_of_one_name_share_a_key(token: str, at: int, put: str) -> None:
    """Actors are compared only where a key is shared: so nothing that is the same may go without one."""
    for other in (token[:at] + put + token[at:], token[:at] + put + token[at + 1 :]):
        if other and same_token(token, other):
            assert set(keys(token)) & set(keys(other))


def test_entities_stand_in_order_of_first_mention() -> None:
    entities = dossier.build((first(), second())).entities
    assert [e.name for e in entities][:3] == ["Rusia", "Korea Utara", "Sergey Lavrov"]
    assert [e.id for e in entities] == [f"e{n}" for n in range(1, len(entities) + 1)]


def test_evidence_is_needed() -> None:
    with pytest.raises(ValueError, match="no evidence"):
        Evidence(article="", start=0, end=1, rule="x")
