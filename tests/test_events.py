"""Events: what happened, who did it to whom, where, when, how many, and how far the text vouches for it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import language
from briefing.extract import extract
from briefing.extract.events.happenings import events
from briefing.lexicon import Lexicon, load
from briefing.model import Article, Event, Evidence, Findings, Paragraph, ParagraphKind

HERE = Path(__file__).parent / "cases" / "events"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['why']}")
    for path in sorted(HERE.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
DAY = "2025-07-03"
PIECES = (
    *("Israel", "Korea Utara", "Presiden Joko Widodo", "menyerang", "diserang oleh", "serangan", "Suriah"),
    *("12 orang", "tewas", "menewaskan", "akan", "tidak", "yang", "dan", ",", '"', "(", ")", "di Gaza"),
    *(
        "pada 2 Juli 2025",
        "kata dia",
        "bertemu",
        "jika",
        "KPK",
        "menangkap",
        "sedikitnya 7 warga",
        ".",
        "\n\n",
    ),
)


def article(text: str, *, title: bool = False) -> Article:
    kind = ParagraphKind.TITLE if title else ParagraphKind.BODY
    whole = Paragraph(number=0 if title else 1, kind=kind, start=0, end=len(text))
    return Article(
        id="a", source="a", text=text, paragraphs=(whole,), language="id", digest="-", published=DAY
    )


def read(text: str, *, title: bool = False) -> Findings:
    told = article(text, title=title)
    return extract(told, language.read(told), load("id"))


def slots(found: Findings, event: Event) -> dict[str, Any]:
    names = {a.id: a.name for a in found.actors}
    return {
        "kind": event.kind,
        "text": found.article.words(event.evidence),
        "status": event.status.value,
        "doers": [names[d.actor] for d in event.doers],
        "targets": [names[t.actor] for t in event.targets],
        "place": event.place.value if event.place else "",
        "date": event.date.value if event.date else "",
        "figures": [[f.of, _end(f.low), _end(f.high)] for f in event.figures],
        "marker": found.article.words(event.marker) if event.marker else None,
        "claimed": event.claim is not None,
    }


def _end(value: float | None) -> float | str:
    return "" if value is None else value


@pytest.mark.parametrize("case", CASES)
def test_cases(case: dict[str, Any]) -> None:
    """Each sentence tells exactly these events, with exactly these slots."""
    found = read(case["text"], title=case.get("title", False))
    told = [slots(found, e) for e in found.events]
    assert [e["kind"] for e in told] == [e["kind"] for e in case["events"]]
    for slot, wanted in zip(told, case["events"], strict=True):
        assert {key: slot[key] for key in wanted} == wanted


def test_military_details_are_named() -> None:
    """An event names the military details that lie within its words."""
    found = read("Korea Utara menembakkan empat rudal balistik ke Laut Jepang pada Senin.")
    within = set(found.events[0].military)
    assert within
    assert within <= {m.id for m in found.military}


def test_without_the_word_lists_nothing_is_read() -> None:
    """A language without word lists of events has none."""
    told = article("Israel menyerang Suriah.")
    empty = Findings(article=told)
    assert events(language.read(told), Lexicon("id", {}), empty) == empty


def spans(event: Event) -> list[Evidence]:
    slots = [event.evidence, event.cue]
    slots += [p.evidence for p in (*event.doers, *event.targets)]
    slots += [f.evidence for f in event.figures]
    slots += [r.evidence for r in (event.place, event.date) if r]
    return slots + ([event.marker] if event.marker else [])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map(" ".join))
def test_every_span_holds(text: str) -> None:
    """Whatever the text: spans lie in the article, ids are found, figures have ordered ends."""
    found = read(text)
    for event in found.events:
        assert all(s.end <= len(text) for s in spans(event))
        assert {p.actor for p in (*event.doers, *event.targets)} <= {a.id for a in found.actors}
        assert not {p.actor for p in event.doers} & {p.actor for p in event.targets}
        assert event.claim is None or event.claim in {c.id for c in found.claims}
        for figure in event.figures:
            assert figure.low is not None or figure.high is not None
            assert figure.low is None or figure.high is None or figure.low <= figure.high
