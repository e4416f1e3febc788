"""Actors (briefing/extract/actors/)."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import language
from briefing.extract.actors import actors
from briefing.extract.actors.identity import same_name
from briefing.lexicon import load
from briefing.lexicon.countries import countries
from briefing.lexicon.register import registered
from briefing.model import Actor, ActorKind, Article, Findings, Paragraph, ParagraphKind

KNOWN: defaultdict[str, set[str]] = defaultdict(set)
"""Names of bodies known for one country's, by its code."""
for entry in load("id").lists["organisations"]:
    KNOWN[entry.get("country")] |= set(entry.words)
HERE = Path(__file__).parent / "cases/actors"
CASES = [
    pytest.param(case, id=f"{name}: {case['why']}")
    for name in ("persons", "bodies")
    for case in tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["case"]
]
PIECES = (
    *("Menlu", "Rusia", "AS", "Sergey Lavrov", "Lavrov", "Kim Jong - un", "kata", "mengatakan", "PBB", "dan"),
    *("Kementerian Luar Negeri", "(NSC)", "di", "Moskow", "juru bicara", "Brigjen", "(37)", "Kabupaten", ","),
    *(
        ".",
        '"',
        "-",
        "Al",
        "al-Assad",
        "pemberontak",
        "Kantor Perdana Menteri",
        "yang",
        "X",
        "Daop 1",
        "“",
        "”",
    ),
)


def article(text: str, *, title: str = "") -> Article:
    parts, kinds = [], []
    if title:
        parts, kinds = [title], [ParagraphKind.TITLE]
    whole = "\n\n".join([*parts, text])
    start = len(whole) - len(text)
    paragraphs = [Paragraph(number=0, kind=kinds[0], start=0, end=len(title))] if title else []
    paragraphs.append(Paragraph(number=1, kind=ParagraphKind.BODY, start=start, end=len(whole)))
    return Article(
        id="case", source="case", text=whole, paragraphs=tuple(paragraphs), language="id", digest="-"
    )


def read(text: str, *, title: str = "") -> tuple[Actor, ...]:
    made = article(text, title=title)
    return actors(language.read(made), load("id"), Findings(article=made)).actors


def told(actor: Actor) -> str:
    role = actor.role.value if actor.role else "-"
    country = actor.country.value if actor.country else "-"
    return f"{actor.name} | {actor.kind.value} | {role} | {country}"


@pytest.mark.parametrize("case", CASES)
def test_actors_of_a_text(case: dict[str, Any]) -> None:
    """All actors of the text and no others, with role and country as the words tell."""
    assert sorted(told(a) for a in read(case["text"])) == sorted(case["actors"])


def test_forms_are_merged() -> None:
    """Every form in the article is a mention of one actor; the fullest is its name."""
    found = read("Lavrov tiba. Menlu Rusia Sergey Lavrov menolak. Lavrov pergi.", title="Lavrov Menolak Usul")
    lavrov = next(a for a in found if a.kind is ActorKind.PERSON)
    assert (lavrov.name, lavrov.aliases, len(lavrov.mentions)) == ("Sergey Lavrov", ("Lavrov",), 4)
    assert lavrov.key


def test_an_office_alone_is_a_form_of_its_holder() -> None:
    """ "kata Presiden" is a mention of the president who was named."""
    found = read("Presiden Joko Widodo meninjau bandara. “Bagus sekali,” kata Presiden.")
    widodo = next(a for a in found if a.name == "Joko Widodo")
    assert "Presiden" in widodo.aliases
    assert "person:office-alone" in {m.rule for m in widodo.mentions}


def test_a_headline_names_nobody_new() -> None:
    """In a headline in title case only names that the body tells are names."""
    found = read("Korut menembakkan rudal, kata Kim Jong-un.", title="Kim Jong Un Sebut Musuh Gentar")
    assert {a.name for a in found} == {"Korea Utara", "Kim Jong-un"}
    assert "Kim Jong Un" in next(a for a in found if a.kind is ActorKind.PERSON).aliases


def test_a_headline_in_lower_case_is_survived() -> None:
    """ "korea utara desak as" capitalises nothing; the body tells the names."""
    found = read("Korea Utara mendesak AS.", title="korea utara desak as soal sanksi")
    assert {a.name for a in found} == {"Korea Utara", "Amerika Serikat"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sergey Lavrov", "Sergei Lavrov", True),
        ("Kim Jong Un", "Kim Jong", True),
        ("Donald Trump", "Melania Trump", False),
        ("Kim Young Jae", "Kim Jong Un", False),
        ("Trump", "Trump", True),
    ],
)
def test_forms_of_one_name(one: str, other: str, same: bool) -> None:
    """A name within the other, or a slightly different spelling of one word."""
    assert same_name(tuple(one.casefold().split()), tuple(other.casefold().split())) is same


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("sergei lavrov", "RU"),
        ("volodymyr zelensky", "UA"),
        ("abdel fattah sisi", "EG"),
        ("antonio guterres", ""),
        ("lavrov", None),
        ("mark ii", None),
        ("budi hartono wibowo", None),
    ],
)
def test_the_register_knows_full_names(name: str, code: str | None) -> None:
    """In any spelling; empty for who served several countries, none for whom it does not know."""
    assert registered(tuple(name.split())) == code


def test_a_known_name_tells_a_country_only_where_the_article_names_it() -> None:
    """The register says whom an office-holder served, and what is printed must still cite the article."""
    text = "Menteri Pertahanan Andrei Ravkov menolak."
    (alone,) = (a for a in read(text) if a.kind is ActorKind.PERSON)
    (told,) = (a for a in read(text + " Polandia dan Belarus setuju.") if a.kind is ActorKind.PERSON)
    assert alone.country is None
    assert told.country is not None
    assert (told.country.value, told.country.evidence.rule) == ("BY", "country:register")


def test_an_office_alone_is_its_holder() -> None:
    """ "kata Presiden" is the president named last; another country's is somebody else."""
    text = "Presiden Polandia Jan Nowak tiba. Presiden menolak. Presiden Rusia setuju."
    (jan,) = (a for a in read(text) if a.kind is ActorKind.PERSON)
    assert jan.aliases == ("Presiden",)


def test_numbers_follow_the_order_of_mention() -> None:
    """ "a1", "a2", … in the order in which the article first names them."""
    found = read("Rusia dan Jepang menolak. Menlu Rusia Sergey Lavrov pergi.")
    assert [a.id for a in found] == [f"a{n}" for n in range(1, len(found) + 1)]
    starts = [a.mentions[0].start for a in found]
    assert starts == sorted(starts)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map(" ".join))
def test_any_text_is_read(text: str) -> None:
    """Whatever the text: mentions in range and apart, names and roles in the words they cite."""
    if not text.strip():
        return
    made = article(text)
    table = countries("id")
    for actor in actors(language.read(made), load("id"), Findings(article=made)).actors:
        last = 0
        for mention in actor.mentions:
            assert last <= mention.start < mention.end <= len(text)
            last = mention.end
        words = [" ".join(made.words(m).split()) for m in actor.mentions]
        assert actor.name in words or actor.kind is ActorKind.COUNTRY
        if actor.country:
            said = " ".join(made.words(actor.country.evidence).split())
            assert table.code(said) == actor.country.value or said in KNOWN[actor.country.value]
