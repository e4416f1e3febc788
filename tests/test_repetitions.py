"""What is told again is told once: which statements and events are one, and what the record says of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from samples import actor, article, at, reading

from briefing import dossier
from briefing.compose import compose, withhold
from briefing.dossier.repetitions import Told, repetitions
from briefing.model import (
    Brief,
    Claim,
    Event,
    Figure,
    Findings,
    Mode,
    Participant,
    Qualifier,
    Status,
)
from briefing.verify import verify

THREAT = "akan menutup pelabuhan Mombasa bagi kapal asing bila sanksi tidak dicabut"


def told(text: str, source: int, **fields: Any) -> Told:
    known: dict[str, Any] = {"start": 0, "end": len(text), "matter": 1, "statement": True, "within": text}
    return Told(text=text, source=source, **(known | fields))


# --- which are one -------------------------------------------------------------------------


def test_the_same_words_of_one_speaker_are_one() -> None:
    said = [
        told("Kami akan menutup pelabuhan Mombasa bagi semua kapal asing", 1, by=frozenset({"e1"})),
        told("Kami menutup pelabuhan Mombasa bagi semua kapal asing", 2, by=frozenset({"e1"})),
        told("Harga kopi di pasar Nairobi naik dua kali lipat", 3, by=frozenset({"e1"})),
    ]
    assert repetitions(said) == [(0, 1)]


def test_like_words_of_two_persons_are_two() -> None:
    words = "Pelabuhan Mombasa harus ditutup bagi kapal asing mulai pekan depan"
    other = "Pelabuhan Mombasa jangan dibuka bagi kapal asing sampai tahun depan"
    by = [frozenset({"e1"}), frozenset({"e2"})]
    alike = [told(words, 1, by=by[0], person=True), told(other, 2, by=by[0], person=True)]
    apart = [alike[0], replace(alike[1], by=by[1])]
    assert repetitions(alike) == [(0, 1)]
    assert repetitions(apart) == []


def test_what_one_does_again_in_a_story_with_the_same_number_is_one() -> None:
    fields: dict[str, Any] = {"statement": False, "act": "agreement", "by": frozenset({"e1"})}
    done = [
        told("Kenya setuju gencatan senjata selama 60 hari", 1, **fields, status=Status.REPORTED),
        told("syarat untuk menuntaskan jeda 60 hari telah diterima", 2, **fields, status=Status.CLAIMED),
    ]
    assert repetitions(done) == [(0, 1)]
    assert repetitions([done[0], replace(done[1], matter=2)]) == []
    assert repetitions([done[0], replace(done[1], text=done[1].text.replace("60", "90"))]) == []
    assert repetitions([done[0], replace(done[1], status=Status.DENIED)]) == []


def test_a_toll_and_what_caused_it_may_be_one() -> None:
    attack = told("serangan rudal ke pelabuhan Mombasa menewaskan 14 orang", 1, statement=False, act="attack")
    toll = told("14 orang meninggal di pelabuhan kota Mombasa, Senin", 2, statement=False, act="casualties")
    assert repetitions([attack, toll]) == [(0, 1)]
    assert repetitions([attack, replace(toll, act="exercise")]) == []


def test_an_event_that_is_only_named_in_a_position_is_not_told_again() -> None:
    fields: dict[str, Any] = {"statement": False, "act": "attack", "status": Status.REPORTED}
    happened = told("serangan rudal Kenya ke pelabuhan Mombasa menewaskan 14 orang", 1, **fields)
    named = told("pemimpin daerah mengutuk serangan rudal yang menewaskan orang di Mombasa itu", 2, **fields)
    assert repetitions([happened, named]) == [(0, 1)]
    assert repetitions([happened, replace(named, position=True)]) == []


def test_other_numbers_are_of_another_thing() -> None:
    one = "Serangan di Mombasa menewaskan 14 orang dan melukai puluhan warga sipil"
    other = "Serangan di Lamu menewaskan 90 orang dan melukai puluhan warga desa"
    assert repetitions([told(one, 1), told(other, 2)]) == []


def test_one_position_on_one_matter_is_one_whatever_its_words() -> None:
    """Who threatens the same ones twice in a story is told to threaten them once."""
    fields: dict[str, Any] = {"act": "threatens", "by": frozenset({"e1"}), "to": frozenset({"e2"})}
    said = [
        told("menutup perbatasan bila Uganda tidak menarik tentaranya", 1, **fields),
        told("langkah keras terhadap tetangga di barat, termasuk Uganda", 2, **fields),
    ]
    assert repetitions(said) == [(0, 1)]
    assert repetitions([said[0], replace(said[1], to=frozenset({"e3"}))]) == []


def test_what_somebody_condemns_is_not_the_event_itself() -> None:
    condemned = told("serangan rudal ke pelabuhan Mombasa", 1, act="condemns", by=frozenset({"e1"}))
    happened = told("serangan rudal di kota pelabuhan Mombasa pada Senin malam", 2, statement=False)
    told_by_others = [condemned, replace(happened, act="attack", status=Status.REPORTED)]
    assert repetitions(told_by_others) == []
    assert repetitions([replace(condemned, act=""), told_by_others[1]]) == [(0, 1)]


def test_a_statement_and_the_event_that_it_tells_are_one_telling() -> None:
    words = "rudal menghantam pelabuhan Mombasa pada Senin malam"
    said, event = told(words, 1), told(words, 1, statement=False, act="attack")
    again = told("Senin malam rudal menghantam pelabuhan Mombasa", 2, statement=False, act="attack")
    assert repetitions([said, event, again]) == [(0, 1, 2)]


def test_nothing_is_told_again_where_nothing_is_told() -> None:
    assert repetitions([]) == []
    assert repetitions([told("Oman", 1), told("Oman besar", 2)]) == []


# --- what the record says of it ------------------------------------------------------------


def of(name: str, line: str, words: str, **fields: Any) -> Findings:
    """An article whose president is reported with these words of the line, and in which a strike is told."""
    struck = "Rudal menghantam pelabuhan Mombasa dan menewaskan 14 orang"
    a = article(
        (f"Kabar {name}", line, f"{struck}, kata saksi di {name}."),
        source=f"kenya/{name}.txt", published="2024-03-05", outlet=name, **fields,
    )  # fmt: skip
    ruto = actor(a, "a1", "William Ruto", "person", "William Ruto", key=True)
    port = reading(a, "Mombasa", nth=a.text.count("Mombasa") - 1)
    claim = Claim(
        id="c1", speaker="a1", mode=Mode.INDIRECT, act="threatens", evidence=at(a, words),
        cue=at(a, "mengancam"), named=at(a, "William Ruto"),
    )  # fmt: skip
    figure = Figure(of="killed", low=14, high=14, qualifier=Qualifier.EXACT, evidence=at(a, "14"))
    event = Event(
        id="e1", kind="attack", status=Status.REPORTED, evidence=at(a, struck), cue=at(a, "menghantam"),
        place=port, figures=(figure,), targets=(Participant(actor="a9", evidence=at(a, "Mombasa")),),
    )  # fmt: skip
    return Findings(article=a, actors=(ruto,), claims=(claim,), events=(event,))


def morning(**fields: Any) -> Brief:
    found = (
        of("Nairobi", f"William Ruto mengancam {THREAT}.", THREAT),
        of("Lamu", f"Presiden William Ruto mengancam {THREAT} pekan ini.", f"{THREAT} pekan ini", **fields),
    )
    return compose(
        dossier.build(found), title="Pagi", number="1", date="2024-03-05", language="id", marking=""
    )


def test_the_fullest_wording_holds_the_others() -> None:
    brief = morning()
    fullest, other = sorted(brief.statements, key=lambda s: s.repeats is not None)
    assert fullest.text.value.endswith("pekan ini")
    assert other.repeats == fullest.id
    assert [c.source for c in fullest.also] == [other.source]
    assert other.also == ()


def test_events_are_told_once_too() -> None:
    brief = morning()
    first, other = sorted(brief.events, key=lambda e: e.repeats is not None)
    assert other.repeats == first.id
    assert {c.source for c in first.also} == {other.source}
    assert verify(brief) == ()


def test_what_is_withheld_is_no_repetition() -> None:
    cut = withhold(morning(marking="TLP:RED"), "TLP:GREEN")
    assert [s.also for s in cut.statements] == [()]
    assert [(e.also, e.repeats) for e in cut.events] == [((), None)]
    assert verify(cut) == ()


@pytest.mark.parametrize("kind", ["statements", "events"])
def test_a_repetition_of_what_is_not_there_is_found(kind: str) -> None:
    brief = morning()
    lines = getattr(brief, kind)
    forged = replace(brief, **{kind: tuple(replace(line, repeats="s9-c9") for line in lines)})
    assert any("s9-c9" in p.message for p in verify(forged))
