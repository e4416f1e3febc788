"""Numbers, names and offices in which sources of one story differ, as their own words tell them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import actor, article, at, brief, reading

from briefing.dossier.counting import counts
from briefing.dossier.naming import offices_apart, spelled_apart
from briefing.model import Brief, Claim, DifferenceKind, Findings, Mode
from briefing.verify import verify


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Badai itu menewaskan sedikitnya 12 orang dan melukai 40 lainnya.", [("killed", "", 12)]),
        ("Warga yang tewas akibat badai itu mencapai 67 orang.", [("killed", "", 67)]),
        ("Sebanyak 20 nelayan dinyatakan hilang.", [("missing", "nelayan", 20)]),
        ("Sebanyak 300 rumah rusak.", [("", "rumah", 300)]),
        ("Dari 67 orang itu, 11 di antaranya anak-anak.", []),
        ("Korban tewas 111 orang, termasuk 24 perempuan.", [("killed", "", 111)]),
        ("Badai itu datang pada 2 Juli 2017.", []),
    ],
)
def test_a_number_counts_what_stands_near_it(text: str, read: list[tuple[str, str, int]]) -> None:
    """A fate, else the noun behind it; a part of another number counts nothing by itself."""
    assert [(c.figure, c.noun, c.number.value) for c in counts(text, "id")] == read


@given(st.text(alphabet="0123456789 .,-aiudt\n", max_size=80))
def test_counts_lie_in_the_text_in_order(text: str) -> None:
    spans = [(c.number.start, c.number.end) for c in counts(text, "id")]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Anwar Syarief", "Anwar Syarif", True),
        ("Abdul Kadir Zaelani", "Abdul Qadir Jailani", False),
        ("Kim Song-hui", "Kim Song Hui", False),
        ("Budi Santoso", "Budi Hartono", False),
        ("Budi Santoso", "Budi", False),
    ],
)
def test_names_are_spelled_apart(one: str, other: str, *, apart: bool) -> None:
    assert spelled_apart(one, other) is apart


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (("juru bicara", ""), ("Sekretaris Pers", ""), True),
        (("Ketua", "KPU"), ("Wakil Ketua", "KPU"), True),
        (("Ketua", "KPU"), ("Menteri", "Bawaslu"), False),
        (("Menteri Pertahanan", ""), ("Menteri", ""), False),
        (("calon gubernur", ""), ("warga", ""), False),
    ],
)
def test_offices_of_one_person(one: tuple[str, str], other: tuple[str, str], *, apart: bool) -> None:
    """Apart are offices without a common word, and a deputy's; those of two bodies may both be held."""
    assert offices_apart(one, other, "id") is apart


LINES = (
    "Badai Landa Pulau Pemba, Puluhan Rumah Rusak",
    "Badai melanda pulau Pemba pada Minggu pagi dan merusak {houses} rumah warga di tepi pantai.",
    "Kami masih menghitung rumah warga yang rusak di tepi pantai pulau Pemba itu, kata {role} {name}.",
)
SAID = "Kami masih menghitung rumah warga yang rusak di tepi pantai pulau Pemba itu"


def told(outlet: str, *, houses: str = "40", role: str = "juru bicara", name: str = "Omari Juma") -> Findings:
    lines = [line.format(houses=houses, role=role, name=name) for line in LINES]
    a = article(tuple(lines), source=f"pemba/{outlet}.txt", published="2024-03-04", outlet=outlet)
    speaker = replace(actor(a, "a1", name, "person"), role=reading(a, role))
    claims = [
        Claim(
            id=f"c{n}",
            speaker="a1",
            mode=Mode.INDIRECT,
            act="states",
            evidence=at(a, words),
            cue=at(a, "kata"),
            named=at(a, name),
        )
        for n, words in enumerate((lines[1].rstrip("."), SAID), start=1)
    ]
    return Findings(article=a, actors=(speaker,), claims=tuple(claims))


def differences(made: Brief) -> list[tuple[DifferenceKind, list[str]]]:
    return [(d.kind, [words.value for words in d.told]) for d in made.differences]


def test_numbers_of_one_thing_that_cannot_both_hold_differ() -> None:
    made = brief(told("satu"), told("dua", houses="60"))
    assert differences(made) == [(DifferenceKind.FIGURES, ["40", "60"])]
    assert not [r for r in verify(made) if "difference" in r.where]


def test_at_least_forty_and_sixty_both_hold() -> None:
    assert differences(brief(told("satu", houses="sedikitnya 40"), told("dua", houses="60"))) == []


def test_more_than_a_count_that_is_not_round_is_that_count() -> None:
    """ "More than 40" and 60 both hold; "more than 1,331" stood there once, and 1,647 stands there now."""
    assert differences(brief(told("satu", houses="lebih dari 40"), told("dua", houses="60"))) == []
    made = brief(told("satu", houses="lebih dari 1.331"), told("dua", houses="1.647"))
    assert differences(made) == [(DifferenceKind.FIGURES, ["lebih dari 1.331", "1.647"])]
    assert not [r for r in verify(made) if "difference" in r.where]


def test_a_name_in_two_spellings_differs() -> None:
    made = brief(told("satu"), told("dua", name="Omary Juma"))
    assert differences(made) == [(DifferenceKind.NAME, ["Omari Juma", "Omary Juma"])]
    assert not [r for r in verify(made) if "difference" in r.where]


def test_one_who_speaks_in_two_offices_differs() -> None:
    made = brief(told("satu"), told("dua", role="Sekretaris Pers"))
    assert differences(made) == [(DifferenceKind.ROLE, ["juru bicara", "Sekretaris Pers"])]
    assert not [r for r in verify(made) if "difference" in r.where]


def test_a_difference_of_words_that_are_not_there_is_refused() -> None:
    made = brief(told("satu"), told("dua", houses="60"))
    (found,) = made.differences
    forged = replace(found, told=(found.told[0], replace(found.told[1], value="70")))
    assert [r.where for r in verify(replace(made, differences=(forged,)))] == ["difference 1"]
    same = replace(found, told=(found.told[0], found.told[0]))
    assert "difference 1" in [r.where for r in verify(replace(made, differences=(same,)))]
