"""Which sources tell one story, and where their accounts of one thing differ."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import odesa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import WHOLE, article, at, brief, first, reading, second, third

from briefing import codec, dossier, lexicon
from briefing.compose import withhold
from briefing.dossier import agreement
from briefing.dossier.stories import stories
from briefing.model import (
    Claim,
    DifferenceKind,
    Event,
    Findings,
    MilitaryDetail,
    MilitaryKind,
    Mode,
    Qualifier,
    Quantity,
    Status,
    Story,
)
from briefing.render import render
from briefing.render.shortening import LEVELS, shortened
from briefing.sources import read_path
from briefing.verify import verify

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))


def told(*findings: Findings) -> list[list[str]]:
    """The stories, by the files of their articles."""
    files = {f.article.id: f.article.source for f in findings}
    return [[files[article] for article in story] for story in stories([f.article for f in findings])]


# --- stories -------------------------------------------------------------------------------


def test_articles_close_in_words_and_days_are_one_story() -> None:
    assert sorted(*told(odesa.one(), odesa.other(), first())) == ["odesa/dua.txt", "odesa/satu.txt"]


def test_what_lies_weeks_apart_is_another_story() -> None:
    assert told(odesa.one(), odesa.other(published="2025-12-24")) == []


def test_a_month_alone_tells_no_days() -> None:
    """As for an undated article, words have to say more then."""
    assert told(odesa.one(published="2025-11"), odesa.other()) == told(
        odesa.one(published=None), odesa.other()
    )


def test_the_same_report_undated_is_one_story() -> None:
    again = article((*odesa.ONE, "Laporan ini diperbarui."), source="odesa/lagi.txt")
    assert told(odesa.one(published=None), Findings(article=again)) == [["odesa/satu.txt", "odesa/lagi.txt"]]


def test_one_subject_is_not_one_story() -> None:
    """The seeds are all of Russia and North Korea, and of five events."""
    assert stories([read_path(path).article for path in SEEDS]) == ()


def test_the_order_of_the_articles_does_not_matter() -> None:
    findings = (first(), odesa.one(), second(), odesa.other())
    groups = {tuple(map(frozenset, stories([f.article for f in order]))) for order in permutations(findings)}
    assert len(groups) == 1


@given(st.lists(st.text(alphabet="abcd ", min_size=1, max_size=40).filter(str.strip), max_size=8))
def test_an_article_is_of_one_story_at_most(texts: list[str]) -> None:
    """Whatever the texts are: stories have two articles or more, and share none."""
    made = [article((f"{n} {text}",), titled=False) for n, text in enumerate(texts)]
    found = stories(made)
    members = [article for story in found for article in story]
    assert len(set(members)) == len(members)
    assert all(len(story) > 1 for story in found)


# --- figures -------------------------------------------------------------------------------


def figures(*changed: MilitaryDetail, among: Findings | None = None) -> list[str]:
    """The subjects of figures that differ between the first source and one with these details."""
    found = replace(among or odesa.other(), military=changed)
    made = dossier.build((odesa.one(), found))
    return [d.subject for d in made.disagreements if d.kind is DifferenceKind.FIGURES]


SECOND = odesa.other()
TOLL = "menewaskan 17 orang"


def test_two_tolls_of_one_story_are_set_side_by_side() -> None:
    (found,) = (d for d in dossier.build((odesa.one(), SECOND)).disagreements if d.subject)
    assert found.subject == "killed"
    assert found.items == ((odesa.one().article.id, "m1"), (SECOND.article.id, "m1"))


@pytest.mark.parametrize(
    ("why", "detail"),
    [
        ("the same number", odesa.killed(SECOND, TOLL, 14)),
        ("more than ten may be fourteen", odesa.killed(SECOND, TOLL, 10, qualifier=Qualifier.OVER)),
        ("at least ten may be fourteen", odesa.killed(SECOND, TOLL, 10, qualifier=Qualifier.AT_LEAST)),
        ("about fifteen may be fourteen", odesa.killed(SECOND, TOLL, 15, qualifier=Qualifier.ABOUT)),
        ("up to twenty may be fourteen", odesa.killed(SECOND, TOLL, 20, qualifier=Qualifier.UP_TO)),
        ("those killed beside others are no total", odesa.killed(SECOND, TOLL, 17, unit="orang lainnya")),
        ("soldiers are not all people", odesa.killed(SECOND, TOLL, 17, unit="tentara")),
        ("another order of size is another thing", odesa.killed(SECOND, TOLL, 330_000)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_figures_that_need_not_differ_are_left_alone(why: str, detail: MilitaryDetail) -> None:
    assert figures(detail) == [], why


def test_a_toll_of_another_year_or_another_place_is_another_toll() -> None:
    one_place = replace(odesa.one(), military=())
    one_place = replace(
        one_place,
        military=(
            odesa.killed(one_place, "menewaskan 14 orang", 14, place=reading(one_place.article, "Odesa")),
        ),
    )
    elsewhere = reading(SECOND.article, "Kyiv", "Ukraina")
    far = replace(SECOND, military=(odesa.killed(SECOND, TOLL, 17, place=elsewhere),))
    old = odesa.killed(SECOND, TOLL, 17, date=reading(SECOND.article, "2022-02-24", "itu"))
    assert not [d for d in dossier.build((one_place, far)).disagreements if d.subject]
    assert figures(old) == []


def test_wounded_are_not_set_against_killed() -> None:
    lines = (*odesa.OTHER[:1], odesa.OTHER[1].replace("menewaskan", "melukai"), odesa.OTHER[2])
    found = Findings(article=article(lines, source="odesa/tiga.txt", published="2025-11-04"))
    assert figures(odesa.killed(found, "melukai 17 orang", 17), among=found) == []


def test_of_one_number_for_two_things_one_is_told() -> None:
    """A clause "menembakkan 12 rudal" is a strike, and has rounds: one difference, of the rounds."""

    def fired(day: str, number: int) -> Findings:
        line = f"{odesa.ONE[1]} Rusia menembakkan {number} rudal Iskander ke pelabuhan Odesa, Ukraina."
        a = article((odesa.ONE[0], line), source=f"{number}.txt", published=day)
        quantity = Quantity(
            value=number, unit="rudal", qualifier=Qualifier.EXACT, evidence=at(a, f"{number} rudal")
        )
        return Findings(
            article=a,
            military=tuple(
                MilitaryDetail(
                    id=f"m{n}",
                    kind=kind,
                    status=Status.REPORTED,
                    evidence=at(a, words),
                    name=reading(a, "Iskander"),
                    quantity=quantity,
                )
                for n, (kind, words) in enumerate(
                    [
                        (MilitaryKind.STRIKE, f"menembakkan {number} rudal Iskander"),
                        (MilitaryKind.WEAPON, f"{number} rudal Iskander"),
                    ]
                )
            ),
        )

    made = dossier.build((fired("2025-11-03", 12), fired("2025-11-04", 15)))
    assert [d.subject for d in made.disagreements] == ["weapon"]


# --- denials -------------------------------------------------------------------------------


def denials(*findings: Findings) -> list[int]:
    """How many denials stand with each statement that is denied."""
    made = dossier.build(findings)
    return [len(d.items) - 1 for d in made.disagreements if d.kind is DifferenceKind.DENIAL]


def test_a_denial_stands_with_what_it_denies() -> None:
    (found,) = (d for d in dossier.build((odesa.one(), SECOND)).disagreements if not d.subject)
    assert found.items == ((odesa.one().article.id, "c1"), (SECOND.article.id, "c1"))


def test_an_event_that_somebody_denies_stands_with_his_denial() -> None:
    told_ = Event(
        id="e1", kind="attack", status=Status.REPORTED,
        evidence=odesa.one().claims[0].evidence, cue=odesa.one().claims[0].evidence,
    )  # fmt: skip
    one = replace(odesa.one(), claims=(), events=(told_,))
    (found,) = (d for d in dossier.build((one, SECOND)).disagreements if not d.subject)
    assert found.items == ((one.article.id, "e1"), (SECOND.article.id, "c1"))
    made = brief(one, SECOND, marking="TLP:CLEAR")
    assert [d.items for d in made.differences if d.kind is DifferenceKind.DENIAL] == [("e1-e1", "s2-c1")]
    for format_ in ("html", "txt", "md"):
        assert (
            odesa.ONE[2].partition("menuduh ")[2].rstrip(".")[:30]
            in render(made, format_, options=WHOLE).decode()
        )


def none_of_it(words: str) -> Findings:
    """An article in which a source that nobody knows says so."""
    lines = (*odesa.OTHER[:2], f"Sumber militer mengatakan {words}.")
    a = article(lines, source="odesa/dua.txt", published="2025-11-04")
    claim = Claim(
        id="c1", speaker=None, mode=Mode.INDIRECT, act="states",
        evidence=at(a, words), cue=at(a, "mengatakan"), named=at(a, "Sumber militer"),
    )  # fmt: skip
    return Findings(article=a, claims=(claim,))


def test_none_of_it_is_a_denial_by_whoever_says_so() -> None:
    """ "Tidak ada gudang" denies a warehouse, "tidak ada korban" does not; who says so need not be known."""
    none = none_of_it("tidak ada gudang gandum milik sipil yang diserang di pelabuhan Odesa")
    assert denials(odesa.one(), none) == [1]
    made = brief(odesa.one(), none, marking="TLP:CLEAR")
    assert not [r for r in verify(made) if "difference" in r.where]
    for format_ in ("html", "txt", "md"):
        assert "Sumber militer" in render(made, format_, options=WHOLE).decode()
    victims = none_of_it("tidak ada korban di gudang gandum milik sipil yang diserang di pelabuhan Odesa")
    assert denials(odesa.one(), victims) == []


def test_a_denial_of_something_else_stands_alone() -> None:
    far = odesa.other(published="2026-02-01")
    assert denials(odesa.one(), far) == []
    words = "Rusia sengaja menyerang"
    short = replace(SECOND, claims=(odesa.said(SECOND, "a1", "membantah", "denies", words),))
    short = replace(short, claims=(replace(short.claims[0], id="c1"),))
    assert denials(odesa.one(), short) == [], "three words in common may be of anything"


def test_who_says_no_himself_is_not_denied() -> None:
    lines = (
        *odesa.ONE[:2],
        "Volodymyr Zelensky menyebut Rusia tidak menyerang gudang gandum milik sipil di Odesa.",
    )
    agrees = replace(odesa.one(), article=article(lines, source="odesa/x.txt", published="2025-11-03"))
    agrees = replace(
        agrees, actors=(replace(agrees.actors[0], mentions=(at(agrees.article, "Volodymyr Zelensky"),)),)
    )
    words = lines[2].partition("menyebut ")[2].rstrip(".")
    agrees = replace(agrees, claims=(), military=())
    agrees = replace(agrees, claims=(odesa.said(agrees, "a1", "menyebut", "states", words),))
    assert denials(agrees, SECOND) == []


@pytest.mark.parametrize("entry", lexicon.load("id")["agreement"].entries, ids=lambda e: e.where)
def test_the_word_list_fires_on_its_examples_and_not_beside_them(entry: lexicon.Entry) -> None:
    assert all(agreement.fires(entry, text) for text in entry.example)
    assert not any(agreement.fires(entry, text) for text in entry.silent)


# --- in a brief ----------------------------------------------------------------------------


BRIEF = brief(odesa.one(), SECOND, third(), marking="TLP:CLEAR")


def test_a_brief_has_them_by_number_and_is_borne_out() -> None:
    assert [set(s.sources) for s in BRIEF.stories] == [{1, 2}]
    assert [(d.kind.value, d.items) for d in BRIEF.differences] == [
        ("figures", ("m1-m1", "m2-m1")),
        ("denial", ("s1-c1", "s2-c1")),
    ]
    assert verify(BRIEF) == ()
    assert codec.read_brief(codec.brief_json(BRIEF)) == BRIEF


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"stories": (Story(number=1, sources=(1, 9)),)}, "story 1"),
        ({"stories": (Story(number=1, sources=(1,)),)}, "story 1"),
        ({"differences": (replace(BRIEF.differences[0], items=("m1-m1", "m9-m1")),)}, "difference 1"),
        ({"differences": (replace(BRIEF.differences[0], items=("m1-m1",)),)}, "difference 1"),
        ({"differences": (replace(BRIEF.differences[1], items=("s2-c1", "s1-c1")),)}, "difference 2"),
        ({"differences": (replace(BRIEF.differences[1], items=("s1-c1",)),)}, "difference 2"),
        ({"military": tuple(replace(m, quantity=14.0) for m in BRIEF.military)}, "difference 1"),
    ],
)
def test_one_that_is_none_is_caught(changed: dict[str, object], where: str) -> None:
    problems = verify(replace(BRIEF, **changed))
    assert where in {problem.where for problem in problems}


def test_what_is_withheld_differs_from_nothing() -> None:
    """The denial's source is above the ceiling: neither it, nor that somebody denies, is told."""
    closed = replace(BRIEF.sources[1], marking="TLP:RED")
    marked = replace(BRIEF, marking="TLP:RED", sources=(BRIEF.sources[0], closed, BRIEF.sources[2]))
    left = withhold(marked, "TLP:GREEN")
    assert (left.stories, left.differences) == ((), ())
    assert verify(left) == ()


SECTION = {
    "html": '<section class="differences">',
    "txt": "WHERE SOURCES DIFFER",
    "md": "Where sources differ",
}
TOLD = (
    "Killed: 14",
    "17",
    "menewaskan 14 orang",
    "[S1 ¶1",
    "menewaskan 17 orang",
    "[S2 ¶1",
    "Denied by Dmitry Peskov",
    "Volodymyr Zelensky accuses:",
    "[S1 ¶2",
    "Dmitry Peskov denies:",
    "[S2 ¶2",
)


@pytest.mark.parametrize("theme", ["intelligence", "wire"])
@pytest.mark.parametrize("format", SECTION)
def test_each_account_is_printed_with_its_source(format: str, theme: str) -> None:
    """Figures by their numbers, a denial after what it denies; every line leads to its words."""
    page = render(BRIEF, format, theme=theme, options=WHOLE).decode().partition(SECTION[format])[2]
    words = " ".join(re.sub(r"<[^>]+>|[*\\]|&#160;", " ", page).split())
    for told in TOLD:
        assert told in words
        words = words.partition(told)[2]


def test_the_labels_are_in_the_readers_language() -> None:
    text = render(BRIEF, "txt", language="id", options=WHOLE).decode()
    assert "PERBEDAAN ANTARSUMBER" in text
    assert "Tewas: 14 orang / 17 orang" in text
    assert "Dibantah oleh Dmitry Peskov" in text


def test_sources_of_one_story_name_each_other() -> None:
    text = " ".join(render(BRIEF, "txt", options=WHOLE).decode().split())
    assert "Same story: S2" in text
    assert "Same story: S1" in text


def test_a_brief_without_differences_says_so_in_one_line() -> None:
    text = " ".join(render(brief(first()), "txt", options=WHOLE).decode().split())
    assert "WHERE SOURCES DIFFER" not in text
    assert "No differing figures or denials were found by rule." in text


def test_what_differs_is_kept_where_a_mail_is_shortened() -> None:
    for level in range(len(LEVELS)):
        short = shortened(BRIEF, level)
        held = {s.id for s in short.statements} | {m.id for m in short.military}
        assert {i for d in short.differences for i in d.items} <= held
        assert short.differences == BRIEF.differences
    assert shortened(BRIEF, len(LEVELS)).differences == ()
