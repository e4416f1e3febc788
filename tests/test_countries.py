"""Countries (briefing/lexicon/countries.py): names, codes, and where a text names them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.lexicon.countries import FormKind, countries

PIECES = (
    "Rusia",
    "AS",
    "Korut",
    "as",
    "Laut China Selatan",
    "Jepang",
    "Gedung Putih",
    "-",
    " ",
    ",",
    "akan",
    "é",
)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("Korea Utara", "KP"),
        ("Korut", "KP"),
        ("AS", "US"),
        ("Gedung Putih", "US"),
        ("Moskwa", "RU"),
        ("China", "CN"),
        ("Tiongkok", "CN"),
        ("RUSIA", "RU"),
        ("North Korea", "KP"),
        ("as", None),
        ("Semenanjung Korea", None),
        ("akan", None),
    ],
)
def test_a_form_has_its_code(form: str, code: str | None) -> None:
    """Any form leads to the ISO code; case counts, for "as" is a word of its own."""
    assert countries("id").code(form) == code


@pytest.mark.parametrize(
    ("code", "name"), [("KP", "Korea Utara"), ("GB", "Inggris"), ("CN", "China"), ("ZQ", "ZQ")]
)
def test_a_code_has_its_usual_name(code: str, name: str) -> None:
    """The name that Indonesian news uses, where CLDR's is another; an unknown code stays as it is."""
    assert countries("id").name(code) == name


def test_another_language_has_cldr_names_alone() -> None:
    """A language without a word list still has its names and codes."""
    english = countries("en")
    assert english.name("KP") == "North Korea"
    assert english.code("North Korea") == "KP"
    assert [m.code for m in english.find("North Korea warns Japan")] == ["KP", "JP"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Latihan AS-Korsel dan Rusia.", ["AS", "Korsel", "Rusia"]),
        ("PemerintahJepangsebelumnya protes; Inggrisakan membeli.", ["Jepang", "Inggris"]),
        ("Armada di Laut China Selatan dan Amerika Latin.", []),
        ("Perubahan itu dan kenyataan di Malinau.", []),
        ("Republik Demokratik Rakyat Korea (DPRK)", ["Republik Demokratik Rakyat Korea", "DPRK"]),
    ],
)
def test_names_are_found_in_a_text(text: str, found: list[str]) -> None:
    """The longest form wins; what a page glued is found; seas and parts of words are not."""
    assert [text[m.start : m.end] for m in countries("id").find(text)] == found


def test_a_capital_is_marked() -> None:
    """Whether a capital stands for a government is for the reader of the sentence to tell."""
    kinds = [m.kind for m in countries("id").find("Moskow, Kremlin, Rusia, RI")]
    assert kinds == [FormKind.CAPITAL, FormKind.METONYM, FormKind.NAME, FormKind.ABBREVIATION]


def test_the_forms_can_be_listed() -> None:
    """Every form has a code of two letters."""
    assert all(len(form.code) == 2 for form in countries("id"))


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map("".join))
def test_mentions_lie_in_the_text_and_apart(text: str) -> None:
    """In any text: offsets in range, in order, not within one another, each a form of its code."""
    table, last = countries("id"), 0
    for mention in table.find(text):
        assert last <= mention.start < mention.end <= len(text)
        assert table.code(text[mention.start : mention.end]) == mention.code
        last = mention.end
