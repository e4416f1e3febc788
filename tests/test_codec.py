"""Records become files and files records: the contract of `extract`, and the record of a brief."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import codec, workflow
from briefing.errors import RecordError
from briefing.model import (
    Actor,
    ActorKind,
    Article,
    Brief,
    Claim,
    Event,
    Evidence,
    Figure,
    Findings,
    MilitaryDetail,
    MilitaryKind,
    Mode,
    Paragraph,
    ParagraphKind,
    Problem,
    Qualifier,
    Quantity,
    Reading,
    Status,
)
from briefing.settings import Settings

TEXT = "Lavrov: “AS mengirim dua B-1B”, kata Menlu Rusia itu, Kamis."


def evidence(words: str, rule: str = "a rule") -> Evidence:
    start = TEXT.index(words)
    return Evidence(article="x", start=start, end=start + len(words), rule=rule)


def findings(text: str = TEXT, value: float | None = 2.0) -> Findings:
    """One of everything, read in one sentence."""
    article = Article(
        id="x",
        source="news/x.txt",
        text=text,
        paragraphs=(Paragraph(number=1, kind=ParagraphKind.BODY, start=0, end=len(text)),),
        language="id",
        digest="0" * 64,
        title="Judul",
        authors=("Rizki",),
        published="2017-12-08T17:19+07:00",
    )
    country = Reading(value="RU", evidence=evidence("Rusia"))
    lavrov = Actor(
        id="a1",
        name="Lavrov",
        kind=ActorKind.PERSON,
        mentions=(evidence("Lavrov"),),
        role=Reading(value="Menlu", evidence=evidence("Menlu")),
        country=country,
        key=True,
    )
    claim = Claim(
        id="c1",
        speaker="a1",
        mode=Mode.DIRECT,
        act="states",
        evidence=evidence("AS mengirim dua B-1B", "quotation before its verb"),
        cue=evidence("kata"),
        said_on=Reading(value="2017-12-07", evidence=evidence("Kamis")),
    )
    bombers = MilitaryDetail(
        id="m1",
        kind=MilitaryKind.PLATFORM,
        status=Status.CLAIMED,
        evidence=evidence("dua B-1B"),
        name=Reading(value="B-1B", evidence=evidence("B-1B")),
        quantity=Quantity(value=value, unit=None, qualifier=Qualifier.EXACT, evidence=evidence("dua")),
        operators=(Reading(value="US", evidence=evidence("AS")),),
    )
    sent = Event(
        id="e1",
        kind="deployment",
        status=Status.REPORTED,
        evidence=evidence("AS mengirim dua B-1B", "event"),
        cue=evidence("mengirim"),
        figures=(Figure(of="aircraft", low=2, high=2, qualifier=Qualifier.EXACT, evidence=evidence("dua")),),
        military=("m1",),
        claim="c1",
    )
    problem = Problem(stage="claims", where="news/x.txt", message="an open quotation", hint="look")
    return Findings(
        article=article,
        actors=(lavrov,),
        claims=(claim,),
        military=(bombers,),
        events=(sent,),
        summary=(evidence(TEXT),),
        problems=(problem,),
    )


def test_the_contract() -> None:
    """Every field of briefing.analysis/1, by name, with its value; a field without a value is null."""
    assert codec.analysis(findings()) == {
        "schema": "briefing.analysis/1",
        "article": {
            "id": "x",
            "source": "news/x.txt",
            "title": "Judul",
            "outlet": None,
            "authors": ["Rizki"],
            "published": "2017-12-08T17:19+07:00",
            "dateline": None,
            "language": "id",
            "url": None,
            "marking": None,
            "text": TEXT,
        },
        "summary": [{"text": TEXT, "start": 0, "end": len(TEXT)}],
        "actors": [
            {
                "id": "a1",
                "name": "Lavrov",
                "kind": "person",
                "role": "Menlu",
                "country": "RU",
                "aliases": [],
                "key": True,
                "mentions": [{"start": 0, "end": 6}],
            }
        ],
        "claims": [
            {
                "id": "c1",
                "speaker": "a1",
                "mode": "direct",
                "text": "AS mengirim dua B-1B",
                "start": 9,
                "end": 29,
                "cue": "kata",
                "via": None,
                "said_on": "2017-12-07",
                "act": "states",
                "named": None,
                "antecedent": None,
                "rule": "quotation before its verb",
            }
        ],
        "military": [
            {
                "id": "m1",
                "kind": "platform",
                "text": "dua B-1B",
                "start": 21,
                "end": 29,
                "name": "B-1B",
                "quantity": 2,
                "low": None,
                "high": None,
                "unit": None,
                "operators": ["US"],
                "place": None,
                "date": None,
                "status": "claimed",
                "rule": "a rule",
            }
        ],
        "events": [
            {
                "id": "e1",
                "kind": "deployment",
                "text": "AS mengirim dua B-1B",
                "start": 9,
                "end": 29,
                "doers": [],
                "targets": [],
                "place": None,
                "date": None,
                "status": "reported",
                "figures": [
                    {"of": "aircraft", "low": 2, "high": 2, "qualifier": "exact", "start": 21, "end": 24}
                ],
                "military": ["m1"],
                "claim": "c1",
                "rule": "event",
            }
        ],
        "problems": [{"stage": "claims", "message": "an open quotation", "hint": "look"}],
    }


@pytest.mark.parametrize(("value", "shown"), [(2.0, "2"), (1.5, "1.5"), (6000.0, "6000"), (None, "null")])
def test_a_quantity_is_as_whole_as_it_is(value: float | None, shown: str) -> None:
    """Two bombers are 2, not 2.0; "ribuan" has words and no value."""
    line = codec.analyses_json([findings(value=value)]).decode()
    assert f'"quantity": {shown},' in line


@given(st.text(min_size=1))
def test_a_line_is_an_analysis_whatever_the_text(text: str) -> None:
    """Line breaks of every kind, quotation marks, emoji: one line each, and the text comes back."""
    found = replace(findings(), actors=(), claims=(), military=(), summary=())
    found = replace(found, article=replace(found.article, text=text))
    lines = codec.analyses_json([found, found]).split(b"\n")
    assert len(lines) == 3
    assert lines[2] == b""
    assert json.loads(lines[0])["article"]["text"] == text


def test_a_file_name_that_is_no_utf8() -> None:
    """Such a name reaches Python with lone surrogates; it is escaped, and the line stays valid JSON."""
    found = findings()
    found = replace(found, article=replace(found.article, source="laporan\udcff.txt"))
    assert json.loads(codec.analyses_json([found]))["article"]["source"] == "laporan\udcff.txt"


# --- the record of a brief -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Brief:
    """The brief of the seeds."""
    out = tmp_path_factory.mktemp("reports")
    return workflow.make([seeds], settings=Settings(out=out, date="2026-11-20", format=("json",))).brief


def test_a_brief_comes_back_as_it_was(brief: Brief) -> None:
    """Reading what was written gives an equal record, and writing that the same bytes."""
    data = codec.brief_json(brief)
    assert codec.read_brief(data) == brief
    assert codec.brief_json(codec.read_brief(data)) == data


def test_a_record_names_its_schema_first(brief: Brief) -> None:
    """A program that looks at the first line knows what it has before it."""
    assert codec.brief_json(brief).startswith(b'{\n  "schema": "briefing.brief/1",\n')


def changed(record: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    *parents, last = path.split(".")
    place: Any = record
    for key in parents:
        place = place[int(key) if key.isdigit() else key]
    place[last] = value
    return record


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("schema", "briefing.brief/9", "briefing.brief/9"),
        ("schema", None, "no record of a brief"),
        ("marking", 7, "marking"),
        ("sources.0.number", "one", "sources.0.number"),
        ("sources.1.article.paragraphs.0.kind", "poem", "sources.1.article.paragraphs.0.kind"),
        ("statements", None, "statements"),
    ],
)
def test_a_damaged_record_is_named(brief: Brief, path: str, value: object, says: str) -> None:
    """The file, the field, and what to do."""
    record = changed(json.loads(codec.brief_json(brief)), path, value)
    with pytest.raises(RecordError, match=r"^mine\.json: .*Make the brief anew") as caught:
        codec.read_brief(json.dumps(record).encode(), source="mine.json")
    assert says in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe\x00", b"[]", b'"text"', b"NaN", b"[" * 100_000])
def test_what_is_no_record_at_all(data: bytes) -> None:
    """Any bytes but those of a record: a RecordError, never another."""
    with pytest.raises(RecordError):
        codec.read_brief(data)
