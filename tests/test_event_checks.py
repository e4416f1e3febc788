"""Events are held against their words like everything else that is printed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from samples import actor, article, at, brief, first, reading
from test_verify import put

from briefing.model import (
    Brief,
    ChronologyEntry,
    Citation,
    Cited,
    EntryKind,
    Event,
    EventItem,
    Evidence,
    Figure,
    FigureItem,
    Findings,
    Mention,
    Participant,
    Qualifier,
    Status,
)
from briefing.verify import verify
from briefing.workflow.pruning import Cut, Part, pruned

STRIKE = ("Serangan di Gaza", "Israel menyerang Gaza pada Senin (6/1/2020) dan sedikitnya 7 orang tewas.")


def found() -> Findings:
    """An article with one event: who, whom, where, when and how many."""
    a = article(STRIKE, source="samples/lima.txt", published="2020-01-07", outlet="Tempo")
    event = Event(
        id="h1", kind="attack", status=Status.REPORTED,
        evidence=at(a, STRIKE[1]), cue=at(a, "menyerang"),
        doers=(Participant(actor="a1", evidence=at(a, "Israel")),),
        place=reading(a, "Gaza", nth=1), date=reading(a, "2020-01-06", "Senin (6/1/2020)"),
        figures=(
            Figure(
                of="killed", low=7, high=None, qualifier=Qualifier.AT_LEAST, evidence=at(a, "sedikitnya 7")
            ),
        ),
    )  # fmt: skip
    israel = actor(a, "a1", "Israel", "country", country=reading(a, "IL", "Israel"), key=True)
    return Findings(article=a, actors=(israel,), events=(event,))


def printed() -> Brief:
    """Its brief with that event, as it is printed."""
    findings = found()
    made = brief(findings, first())
    (event,) = findings.events

    def cite(evidence: Evidence) -> Citation:
        return Citation(source=1, paragraph=1, start=evidence.start, end=evidence.end, rule="by hand")

    def words(evidence: Evidence, value: str = "") -> Cited:
        return Cited(value=value or findings.article.words(evidence), citation=cite(evidence))

    assert event.place
    assert event.date
    (figure,) = event.figures
    israel = next(v.entity for v in made.voices if v.name.value == "Israel")
    item = EventItem(
        id="h1-h1", number=1, source=1, kind="attack", status=Status.REPORTED, marker=None,
        text=words(event.evidence), cue=words(event.cue),
        doers=(Mention(entity=israel, named=words(event.doers[0].evidence)),),
        place=words(event.place.evidence, "Gaza"), date=words(event.date.evidence, "2020-01-06"),
        figures=(
            FigureItem(
                of="killed", low=7.0, high=None, qualifier=Qualifier.AT_LEAST,
                quantity_words=words(figure.evidence),
            ),
        ),
    )  # fmt: skip
    others = (entry for entry in made.chronology if entry.kind is not EntryKind.EVENT)
    own = ChronologyEntry(date="2020-01-06", kind=EntryKind.EVENT, source=1, item="h1-h1")
    days = tuple(sorted((*others, own), key=lambda entry: entry.date))
    return replace(made, events=(item,), front=(), chronology=days)


BRIEF = printed()
CITED = BRIEF.events[0].text


def test_an_event_as_read_is_borne_out() -> None:
    assert verify(BRIEF) == ()


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("kind",), "exercise", "event 1, kind"),
        (("status",), Status.DENIED, "event 1, status"),
        (("marker",), BRIEF.events[0].place, "event 1, status"),
        (("cue",), BRIEF.voices[0].name, "event 1"),
        (("figures", 0, "low"), 8.0, "event 1, figures"),
        (("figures", 0, "high"), 70.0, "event 1, figures"),
        (("figures", 0, "qualifier"), Qualifier.EXACT, "event 1, figures"),
        (("figures", 0, "quantity_words", "value"), "7", "events 1, quantity_words"),
        (("doers", 0, "entity"), "e99", "event 1, doers"),
        (("doers", 0, "named"), BRIEF.events[0].place, "event 1, doers"),
        (("targets",), (Mention(entity=BRIEF.voices[0].entity, named=CITED),), "event 1, targets"),
        (("place", "value"), "Rafah", "events 1, place"),
        (("date", "value"), "2020-01-07", "events 1, date"),
        (("military",), ("m1-m1",), "event 1, military"),
        (("statement",), "s9-c9", "event 1, statement"),
        (("also",), (replace(CITED.citation, paragraph=0),), "event 1, also"),
        (("also",), (replace(CITED.citation, source=9),), "event 1, also"),
        (("number",), 2, "events"),
        (("source",), 2, "event 1"),
    ],
)
def test_an_event_that_says_other_than_its_words_is_caught(
    path: tuple[Any, ...], value: Any, where: str
) -> None:
    faults = [p.where for p in verify(put(BRIEF, ("events", 0, *path), value))]
    assert where in faults


def test_an_event_without_whoever_is_left_out() -> None:
    """Sides, details and claims that are cut leave the event without them; the event stays."""
    (event,) = pruned(found(), [Cut(part=Part.ACTOR, id="a1")]).events
    assert event.doers == ()
    assert event.place is not None


def test_a_figure_of_an_event_is_left_out_by_its_place() -> None:
    (figure,) = found().events[0].figures
    span = {"start": figure.evidence.start, "end": figure.evidence.end}
    cut = Cut(part=Part.EVENT, id="h1", field="figures", **span)
    (event,) = pruned(found(), [cut]).events
    assert event.figures == ()
    assert event.doers
