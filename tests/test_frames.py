"""Frames of the front page: what the slots hold, in the reader's language, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from test_repetitions import morning

from briefing.lexicon import load
from briefing.model import (
    ActorKind,
    Brief,
    Citation,
    Cited,
    EventItem,
    FigureItem,
    FrontLine,
    Mention,
    Qualifier,
    Status,
    Voice,
)
from briefing.render.catalogue import labels
from briefing.render.frames import framed
from briefing.verify import verify

AT = Citation(source=1, paragraph=1, start=0, end=4, rule="by hand")


def land(entity: str, name: str, code: str) -> Voice:
    return Voice(
        entity=entity, name=Cited(value=name, citation=AT), also=(), kind=ActorKind.COUNTRY, role=None,
        country=Cited(value=code, citation=AT), sources=(1,), statements=(),
    )  # fmt: skip


def brief(**slots: Any) -> Brief:
    """A brief with one line, and behind it an event with these slots."""
    made = morning()
    voices = (land("e1", "Kenya", "KE"), land("e2", "Jerman", "DE"))
    known: dict[str, Any] = {"id": "e1-e1", "number": 1, "source": 1, "kind": "attack", "marker": None}
    text = Cited(value="Kenya", citation=AT)
    event = EventItem(**(known | {"status": Status.REPORTED, "text": text, "cue": text} | slots))
    line = FrontLine(text="Kenya", frame="", story=None, citations=(AT,), item=event.id)
    return replace(made, voices=voices, events=(event,), front=(line,))


def frame(language: str, **slots: Any) -> str:
    return framed(brief(**slots), labels(language)).front[0].frame


def mention(entity: str) -> tuple[Mention, ...]:
    return (Mention(entity=entity, named=Cited(value="Kenya", citation=AT)),)


def killed(low: float | None, high: float | None, qualifier: Qualifier) -> tuple[FigureItem, ...]:
    words = Cited(value="14", citation=AT)
    return (FigureItem(of="killed", low=low, high=high, qualifier=qualifier, quantity_words=words),)


def test_who_does_what_to_whom_when_and_how_many() -> None:
    slots: dict[str, Any] = {
        "doers": mention("e1"), "targets": mention("e2"), "date": Cited(value="2024-03-04", citation=AT),
        "figures": killed(1400, 1400, Qualifier.EXACT),
    }  # fmt: skip
    assert frame("en", **slots) == "Attack · Kenya → Germany · 4 March 2024 · 1,400 killed"
    assert frame("id", **slots) == "Serangan · Kenya → Jerman · 4 Maret 2024 · 1.400 tewas"


def test_a_place_stands_for_those_who_suffer_it_where_nobody_is_named() -> None:
    place = Cited(value="Nairobi", citation=AT)
    assert frame("en", doers=mention("e2"), place=place) == "Attack · Germany → Nairobi"
    assert frame("en", targets=mention("e1"), place=place) == "Attack · Kenya · Nairobi"
    assert frame("en", place=place) == "Attack · Nairobi"


def test_what_is_not_plainly_reported_says_so() -> None:
    marker = Cited(value="diklaim", citation=AT)
    assert frame("en", status=Status.CLAIMED, marker=marker) == "Attack (claimed)"


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "told"),
    [
        (14, 14, Qualifier.EXACT, "14"),
        (14, None, Qualifier.AT_LEAST, "≥14"),
        (None, 14, Qualifier.UP_TO, "≤14"),
        (14, None, Qualifier.OVER, ">14"),
        (14, 14, Qualifier.ABOUT, "≈14"),
        (10, 14, Qualifier.EXACT, "10–14"),
    ],
)
def test_how_exact_a_number_is(
    low: float | None, high: float | None, qualifier: Qualifier, told: str
) -> None:
    assert frame("en", figures=killed(low, high, qualifier)) == f"Attack · {told} killed"


def test_a_line_with_nothing_behind_it_has_no_frame() -> None:
    made = brief()
    bare = replace(made, front=(replace(made.front[0], item=None),))
    assert framed(bare, labels("en")).front[0].frame == ""


def test_a_statement_is_framed_by_its_act() -> None:
    made = morning()
    said = made.statements[0]
    line = replace(made.front[0], citations=(said.text.citation,), item=said.id)
    assert framed(replace(made, front=(line,)), labels("en")).front[0].frame == "William Ruto threatens"


def test_a_number_that_the_slots_have_not_is_found() -> None:
    made = morning()
    lines = [line for line in framed(made, labels("id")).front if "14" in line.frame]
    assert verify(framed(made, labels("id"))) == ()
    forged = replace(made, front=(replace(lines[0], frame=lines[0].frame.replace("14", "40")),))
    assert any("40" in p.message for p in verify(forged))


def test_every_kind_and_figure_of_the_lexicon_has_a_label() -> None:
    lists = [entry for name in load("id").lists for entry in load("id")[name] if name.startswith("event")]
    kinds, figures = ({e.get(key) for e in lists} - {""} for key in ("kind", "figure"))
    for language in ("en", "id"):
        named = labels(language)
        for context, words in (("event", kinds), ("figure", figures)):
            assert all(named._string(word, context) for word in words)
