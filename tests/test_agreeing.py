"""What a record says of its own cited words: a line whose words all stand there can mislead all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import odesa
import pytest
from samples import brief, first, fourth, second, third
from test_verify import put

from briefing import codec
from briefing.model import (
    BlockKind,
    Brief,
    MilitaryKind,
    Mode,
    Note,
    NoteBlock,
    NoteKind,
    NoteRun,
    Notes,
    Qualifier,
    Status,
)
from briefing.verify import verify

BRIEF = brief(first(), second(), third(), fourth())
DIFFERING = brief(odesa.one(), odesa.other())
SAID = {s.id: n for n, s in enumerate(BRIEF.statements)}
ITEMS = {m.id: n for n, m in enumerate(BRIEF.military)}


def faults(made: Brief) -> list[str]:
    return [problem.where for problem in verify(made)]


def of(id_: str, field: str, value: Any) -> Brief:
    """The brief with another value in a statement or military item."""
    where = ("statements", SAID[id_]) if id_ in SAID else ("military", ITEMS[id_])
    return put(BRIEF, (*where, field), value)


def test_what_agrees_has_no_faults() -> None:
    assert faults(BRIEF) == []
    assert faults(DIFFERING) == []


@pytest.mark.parametrize(
    ("id_", "field", "value", "where"),
    [
        ("s1-c1", "act", "denies", "act"),
        ("s1-c3", "act", "states", "act"),
        ("s1-c1", "mode", Mode.DIRECT, "mode"),
        ("s1-c1", "said_on", replace(BRIEF.statements[SAID["s1-c1"]].said_on, value="Kamis"), "said_on"),
        ("s1-c1", "role", BRIEF.statements[SAID["s2-c1"]].role, "role"),
        ("s1-c1", "country", BRIEF.statements[SAID["s2-c1"]].country, "country"),
        ("m2-m1", "status", Status.REPORTED, "status"),
        ("m2-m1", "status", Status.PLANNED, "status"),
        ("m2-m1", "marker", None, "status"),
        ("m1-m1", "qualifier", Qualifier.EXACT, "qualifier"),
        ("m2-m1", "qualifier", Qualifier.AT_LEAST, "qualifier"),
        ("m1-m1", "unit", "kapal", "unit"),
        ("m1-m1", "operators", BRIEF.military[ITEMS["m2-m1"]].operators, "operators"),
        ("m1-m1", "place", BRIEF.military[ITEMS["m2-m1"]].place, "place"),
        ("m1-m1", "name", BRIEF.military[ITEMS["m2-m1"]].name, "name"),
        ("m2-m1", "quantity_words", BRIEF.military[ITEMS["m1-m1"]].quantity_words, "quantity_words"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_another_manner_status_number_or_owner_is_caught(
    id_: str, field: str, value: Any, where: str
) -> None:
    assert any(place.endswith(where) for place in faults(of(id_, field, value)))


def test_words_given_to_another_speaker_are_caught() -> None:
    """Consistently, in the statement and in both voices: the source's own words still name Lavrov."""
    lavrov, tillerson = (
        next(v for v in BRIEF.voices if v.name.value == name) for name in ("Sergey Lavrov", "Rex Tillerson")
    )
    taken = BRIEF.statements[SAID["s1-c1"]]
    moved = of("s1-c1", "entity", tillerson.entity)
    moved = put(moved, ("statements", SAID["s1-c1"], "speaker"), tillerson.name)
    for voice, statements in (
        (lavrov, tuple(s for s in lavrov.statements if s != taken.id)),
        (tillerson, (*tillerson.statements, taken.id)),
    ):
        moved = put(moved, ("voices", BRIEF.voices.index(voice), "statements"), statements)
    assert f"statement {taken.number}, speaker" in faults(moved)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda b: replace(b, statements=b.statements[::-1]), "statements"),
        (lambda b: replace(b, military=b.military[::-1]), "military"),
        (lambda b: put(b, ("voices", 0, "statements"), b.voices[0].statements[:-1]), "voice Sergey Lavrov"),
        (lambda b: replace(b, chronology=b.chronology[1:]), "chronology"),
        (lambda b: replace(b, chronology=(*b.chronology, b.chronology[-1])), "chronology"),
        (lambda b: replace(b, date="gestern"), "date"),
        (lambda b: put(b, ("digests", 0, "source"), 99), "digest 1"),
        (lambda b: put(b, ("digests", 0, "source"), 2), "digest 1"),
        (lambda b: put(b, ("sources", 0, "article", "title"), "Perang Usai"), "source 1, title"),
        (lambda b: put(b, ("sources", 0, "article", "title"), None), "source 1, title"),
        (lambda b: put(b, ("sources", 0, "article", "dateline"), "Kyiv"), "source 1, dateline"),
        (lambda b: put(b, ("sources", 0, "article", "authors"), ("John Doe",)), "source 1, authors"),
    ],
)
def test_a_list_that_does_not_fit_the_rest_is_caught(change: Callable[[Brief], Brief], where: str) -> None:
    assert where in faults(change(BRIEF))


@pytest.mark.parametrize(
    "change",
    [
        lambda b: replace(b, stories=()),
        lambda b: put(b, ("military", 0, "kind"), MilitaryKind.STRIKE),
        lambda b: put(b, ("differences", 0, "items"), (*b.differences[0].items, b.differences[0].items[0])),
    ],
)
def test_figures_of_two_things_are_no_difference(change: Callable[[Brief], Brief]) -> None:
    assert "difference 1" in faults(change(DIFFERING))


def noted(*blocks: NoteBlock) -> Brief:
    section = Note(kind=NoteKind.OUTLOOK, about=None, blocks=blocks)
    return replace(BRIEF, notes=Notes(author=None, date=None, language="en", sections=(section,)))


def linked(url: str) -> Brief:
    runs = (NoteRun(text="lihat", url=url),)
    return noted(NoteBlock(number=1, kind=BlockKind.PARAGRAPH, marking=BRIEF.marking, runs=runs))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " https://x"]
)
def test_a_link_that_a_browser_would_run_is_caught(url: str) -> None:
    assert faults(linked(url)) == ["note 1"]


@pytest.mark.parametrize("url", ["https://example.org/", "http://example.org", "mailto:desk@example.org"])
def test_a_link_to_a_page_or_an_address_is_none(url: str) -> None:
    assert faults(linked(url)) == []


def test_a_section_of_notes_with_nothing_in_it_is_caught() -> None:
    assert faults(noted()) == ["notes"]


def test_a_word_that_our_lists_do_not_know_is_no_fault() -> None:
    """A user's own word lists may have it: the act of such a word is taken as it is."""
    made = of("s2-c1", "act", "rejects")
    assert made.statements[SAID["s2-c1"]].cue is not None
    assert faults(made) == []
    assert codec.read_brief(codec.brief_json(made)) == made
