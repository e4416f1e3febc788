"""Figures of one thing over sources and days, and the differences that events of several sources show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from samples import actor, article, at

from briefing import dossier
from briefing.compose import compose, withhold
from briefing.model import (
    Brief,
    DifferenceKind,
    Event,
    Figure,
    Findings,
    Participant,
    Qualifier,
    Status,
    Verdict,
)
from briefing.verify import verify

TITLE = "Gempa Guncang Pulau Pemba, {} Orang Tewas"
LEAD = "Gempa mengguncang pulau Pemba pada Minggu pagi dan menewaskan {} orang, kata badan bencana."


def toll(
    number: str,
    name: str,
    *,
    day: str = "2024-03-04",
    low: float | None = None,
    high: float | None = None,
    qualifier: Qualifier = Qualifier.EXACT,
    victim: str = "",
    **fields: Any,
) -> Findings:
    """An article about an earthquake, with the number of its dead as the words give it."""
    value = float(number.split()[-1])
    line = LEAD.format(number) + (f" {victim} termasuk yang tewas dalam gempa itu." if victim else "")
    a = article(
        (TITLE.format(number), line), source=f"pemba/{name}.txt", published=day, outlet=name, **fields
    )
    bounds = (value, value) if low is None and high is None else (low, high)
    figure = Figure(
        of="killed", low=bounds[0], high=bounds[1], qualifier=qualifier, evidence=at(a, number, 1)
    )
    quake = Event(
        id="e1", kind="accident or disaster", status=Status.REPORTED, figures=(figure,),
        evidence=at(a, LEAD.format(number).partition(", kata")[0]), cue=at(a, "Gempa", 1),
    )  # fmt: skip
    if not victim:
        return Findings(article=a, events=(quake,))
    died = Event(
        id="e2", kind="casualties", status=Status.REPORTED, cue=at(a, "tewas", 0),
        evidence=at(a, f"{victim} termasuk yang tewas"),
        targets=(Participant(actor="a1", evidence=at(a, victim)),),
    )  # fmt: skip
    died = replace(died, cue=at(a, "tewas", a.text[: a.text.index("termasuk yang tewas")].count("tewas")))
    return Findings(article=a, actors=(actor(a, "a1", victim, "person"),), events=(quake, died))


def made(*found: Findings) -> Brief:
    told: Mapping[str, Any] = {"title": "Pagi", "number": "1", "date": "2024-03-05", "language": "id"}
    brief = compose(dossier.build(found), marking="", **told)
    assert verify(brief) == ()
    return brief


def verdicts(*found: Findings) -> list[Verdict]:
    return [table.verdict for table in made(*found).figures]


def test_figures_that_rise_with_the_days_grew() -> None:
    brief = made(toll("120", "satu"), toll("140", "dua", day="2024-03-05"))
    (table,) = brief.figures
    assert (table.of, table.verdict, table.story) == ("killed", Verdict.GREW, 1)
    assert [row.figure.quantity_words.value for row in table.rows] == ["120", "140"]
    assert [(d.kind, d.grew) for d in brief.differences] == [(DifferenceKind.FIGURES, True)]


def test_figures_of_one_day_that_cannot_both_hold_differ() -> None:
    brief = made(toll("120", "satu"), toll("140", "dua"))
    assert [table.verdict for table in brief.figures] == [Verdict.DIFFER]
    assert [d.grew for d in brief.differences] == [False]


def test_figures_that_fall_with_the_days_differ() -> None:
    assert verdicts(toll("140", "satu"), toll("120", "dua", day="2024-03-05")) == [Verdict.DIFFER]


def test_figures_that_can_both_hold_agree() -> None:
    least = toll("sedikitnya 120", "satu", low=120, qualifier=Qualifier.AT_LEAST)
    assert verdicts(least, toll("140", "dua")) == [Verdict.AGREE]
    assert made(least, toll("140", "dua")).differences == ()


def test_figures_of_another_order_of_size_are_of_another_thing() -> None:
    assert verdicts(toll("12", "satu"), toll("4000", "dua")) == []


def test_a_figure_of_one_source_makes_no_table() -> None:
    assert verdicts(toll("12", "satu")) == []


def test_one_victim_under_two_names_differs_in_the_name() -> None:
    brief = made(toll("120", "satu", victim="Omari Juma"), toll("120", "dua", victim="Omari Shein"))
    (found,) = brief.differences
    assert found.kind is DifferenceKind.NAME
    assert [words.value for words in found.told] == ["Omari Juma", "Omari Shein"]


def test_two_that_one_source_tells_apart_are_two() -> None:
    brief = made(toll("120", "satu", victim="Omari Juma"), toll("120", "dua", victim="Salma Shein"))
    assert brief.differences == ()


def test_what_is_withheld_is_in_no_table() -> None:
    again = toll("120", "tiga", victim="Salma Shein")
    brief = made(toll("120", "satu"), toll("140", "dua", marking="TLP:RED"), again)
    cut = withhold(brief, "TLP:GREEN")
    assert [(t.verdict, len(t.rows)) for t in cut.figures] == [(Verdict.AGREE, 2)]
    assert cut.differences == ()
    assert verify(cut) == ()


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("figures", {"verdict": Verdict.AGREE}),
        ("figures", {"of": "injured"}),
        ("figures", {"story": 7}),
        ("differences", {"told": ()}),
        ("differences", {"items": ("e1-e1",)}),
        ("stories", {"name": None, "first": "2024-03-09"}),
        ("stories", {"items": ("e9-e1",)}),
    ],
)
def test_what_its_events_do_not_tell_is_found(path: str, change: dict[str, Any]) -> None:
    brief = made(toll("120", "satu"), toll("140", "dua"))
    lines = getattr(brief, path)
    forged = replace(brief, **{path: (replace(lines[0], **change), *lines[1:])})
    assert verify(forged) != ()


def test_a_story_has_the_best_title_and_the_days_that_it_is_of() -> None:
    (story,) = made(toll("120", "satu"), toll("140", "dua", day="2024-03-05")).stories
    assert story.name is not None
    assert story.name.value.startswith("Gempa Guncang Pulau Pemba")
    assert (story.first, story.latest) == ("2024-03-04", "2024-03-05")
    assert set(story.items) <= {"e1-e1", "e2-e1"}
