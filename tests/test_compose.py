"""Dossier -> Brief: what is printed, in which order, and what is left out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from samples import FIRST, WHOLE, actor, article, at, brief, first, fourth, reading, second, third

from briefing import codec
from briefing.compose import SCHEMA
from briefing.dossier.broken import broken
from briefing.errors import RecordError
from briefing.model import Brief, Claim, EntryKind, Findings, Mode
from briefing.render import render
from briefing.verify import verify


def said(made: Brief) -> list[tuple[int, str | None, str]]:
    return [(s.number, s.speaker.value if s.speaker else None, s.text.value) for s in made.statements]


def test_statements_are_numbered_in_print_order() -> None:
    """By actor, the one who speaks in most articles first; each one's newest first; nobody's last."""
    assert said(brief()) == [
        (1, "Sergei Lavrov", "AS memicu perang"),
        (2, "Sergey Lavrov", "Korut ingin berbicara dengan AS"),
        (3, "Sergey Lavrov", "Moskow siap membantu pembicaraan itu"),
        (4, "Rex Tillerson", "Tidak ada pembicaraan tanpa syarat"),
        (5, "Korea Utara", "perang tidak terhindarkan"),
        (6, None, "latihan itu biasa"),
    ]


def test_a_voice_has_one_name_and_the_others_beside_it() -> None:
    lavrov = brief().voices[0]
    assert (lavrov.name.value, [c.value for c in lavrov.also]) == ("Sergey Lavrov", ["Sergei Lavrov"])
    assert lavrov.role is not None
    assert (lavrov.role.value, lavrov.sources) == ("Menteri Luar Negeri", (1, 2))


def test_an_office_is_printed_with_the_body_that_it_is_of() -> None:
    """Where no country tells whose it is; a country that the body's name has is not told twice."""
    made = brief(fourth())
    assert made.statements[0].body is not None
    assert made.statements[0].body.value == "NATO"
    text = render(made, "txt", options=WHOLE).decode()
    assert "MARK RUTTE (Secretary-General, NATO)" in text
    assert (
        "MARK RUTTE (Sekretaris Jenderal, NATO)" in render(made, "txt", language="id", options=WHOLE).decode()
    )


def test_who_speaks_for_a_country_without_a_name_is_told_in_the_sources_words() -> None:
    """ "Rusia" in the heading, and an official in the line; a name of it ("Moskow") tells nothing more."""
    assert (
        "States through “Seorang pejabat Rusia”: latihan itu ditunda"
        in render(brief(fourth()), "txt", options=WHOLE).decode()
    )
    assert "through" not in render(brief(first(), second()), "txt").decode()


def test_half_a_sentence_shows_that_it_is_one() -> None:
    """Where the source says in its midst who speaks; the cited words themselves stay as they are."""
    made = brief(fourth())
    halves = [s for s in made.statements if s.continued or s.continues]
    assert [(s.text.value, s.continues, s.continued) for s in halves] == [
        ("Kalau itu benar", False, True),
        ("maka perang akan meluas.", True, False),
    ]
    text = render(made, "txt", options=WHOLE).decode()
    assert "States: “Kalau itu benar” … [S1 ¶1]" in text
    assert "States: … “maka perang akan meluas.” [S1 ¶1]" in text


def test_two_whole_sentences_are_no_halves() -> None:
    a = article(("J", "“Itu benar,” kata Ani. “Perang akan meluas.”"))
    ani = actor(a, "a1", "Ani", "person")
    claims = tuple(
        Claim(id=f"c{n}", speaker="a1", mode=Mode.DIRECT, act="states", evidence=at(a, words))
        for n, words in enumerate(("Itu benar", "Perang akan meluas."))
    )
    assert broken(Findings(article=a, actors=(ani,), claims=claims)) == {}


def test_those_whom_an_article_is_about_are_voices_though_silent() -> None:
    made = brief()
    assert [v.name.value for v in made.voices if not v.statements] == ["Rusia", "Amerika Serikat"]


def test_a_statement_tells_whom_its_words_name() -> None:
    """Each once, by the first words that name him; the speaker himself is not among them."""
    made = brief()
    names = {v.entity: v.name.value for v in made.voices}
    told = {s.number: [(names[m.entity], m.named.value) for m in s.about] for s in made.statements}
    assert told[3] == [("Rusia", "Moskow")]
    assert told[5] == []


def test_a_name_within_a_name_and_a_pronoun_name_nobody_else() -> None:
    """The Russia of "Menlu Rusia Sergey Lavrov" is not spoken of, nor whoever "dia" is."""
    a = article(("Judul", "Ani diam. Budi mengatakan, dia dan Menlu Rusia Sergey Lavrov akan bertemu."))
    found = Findings(
        article=a,
        actors=(
            actor(a, "a1", "Budi", "person", "Budi", "dia"),
            actor(a, "a2", "Rusia", "country", country=reading(a, "RU", "Rusia")),
            actor(a, "a3", "Sergey Lavrov", "person", "Menlu Rusia Sergey Lavrov"),
            actor(a, "a4", "Ani", "person", "Ani", "dia"),
        ),
        claims=(
            Claim(
                id="c1", speaker="a1", mode=Mode.INDIRECT, act="states",
                evidence=at(a, "dia dan Menlu Rusia Sergey Lavrov akan bertemu"),
            ),
        ),
    )  # fmt: skip
    made = brief(found)
    assert [m.named.value for m in made.statements[0].about] == ["Menlu Rusia Sergey Lavrov"]
    assert verify(made) == ()


def test_citations_name_source_and_paragraph() -> None:
    made = brief()
    assert [(s.text.citation.source, s.text.citation.paragraph) for s in made.statements] == [
        (2, 2), (1, 2), (1, 1), (2, 1), (1, 3), (3, 1),
    ]  # fmt: skip


def test_words_of_a_title_are_in_paragraph_zero() -> None:
    found = first()
    claim = replace(
        found.claims[0], evidence=replace(found.claims[0].evidence, start=6, end=18), said_on=None
    )
    made = brief(replace(found, claims=(claim,)))
    assert made.statements[0].text.value == "Siap Membant"
    assert made.statements[0].text.citation.paragraph == 0


def test_military_rows_stand_by_kind() -> None:
    made = brief()
    assert [(m.number, m.kind.value, m.quantity, m.status.value) for m in made.military] == [
        (1, "platform", 230.0, "reported"),
        (2, "deployment", 6000.0, "claimed"),
    ]


def test_the_chronology_is_oldest_first() -> None:
    assert [(e.date, e.kind) for e in brief().chronology] == [
        ("2017-12", EntryKind.MILITARY),
        ("2017-12-07", EntryKind.STATEMENT),
        ("2017-12-08", EntryKind.PUBLICATION),
        ("2018-01-16", EntryKind.PUBLICATION),
    ]


def test_the_period_is_that_of_the_dated_articles() -> None:
    assert brief().period == ("2017-12-08", "2018-01-16")
    assert brief(third()).period is None


def test_an_article_that_gave_nothing_is_listed_as_not_read() -> None:
    silent = replace(third(), claims=())
    assert [s.read for s in brief(first(), silent).sources] == [True, False]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("role", "Presiden", "Sergey Lavrov"), ("country", "KP", "Rusia"), ("country", "US", "Lavrov")],
)
def test_a_reading_that_its_words_do_not_bear_out_is_left_out_and_told(
    field: str, value: str, words: str
) -> None:
    found = first()
    wrong = reading(found.article, value, words)
    actors = tuple(replace(a, **{field: wrong}) if a.id == "a3" else a for a in found.actors)
    made = brief(replace(found, actors=actors))
    lavrov = next(v for v in made.voices if v.name.value == "Sergey Lavrov")
    assert getattr(lavrov, field) is None
    assert [p.message for p in made.problems if p.stage == "compose"] == [
        f"{field.replace('_', ' ')} left out: {value!r} is not in the words {words!r}"
    ]
    assert verify(made) == ()


def test_problems_of_all_stages_stand_once_each() -> None:
    made = brief(first(), first(), second())
    assert [(p.stage, p.where) for p in made.problems] == [
        ("sources", "samples/foto.png"),
        ("dossier", "samples/satu.txt"),
    ]


@pytest.mark.parametrize("language", ["und", "en", "sw"])
def test_an_article_in_a_language_without_word_lists_is_listed(language: str) -> None:
    """Its day was read from its head, by whatever means; nothing else is."""
    source = article(FIRST, language=language, published="2017-12-08", header=first().article.header)
    made = brief(Findings(article=source))
    assert [s.read for s in made.sources] == [False]
    assert verify(made) == ()


def test_a_brief_of_nothing_is_a_brief() -> None:
    made = brief(replace(third(), claims=()))
    assert (made.statements, made.voices, made.chronology) == ((), (), ())
    assert verify(made) == ()


# --- the record ------------------------------------------------------------------------------


def test_an_older_record_is_read() -> None:
    """One that still lists what the front page stands for now (`bottom_line`)."""
    made = brief()
    older = json.loads(codec.brief_json(made)) | {"bottom_line": [made.statements[0].id]}
    assert codec.read_brief(json.dumps(older).encode()) == made


def test_the_record_is_read_back_as_it_was_written() -> None:
    made = brief()
    data = codec.brief_json(made)
    assert codec.read_brief(data) == made
    assert codec.brief_json(codec.read_brief(data)) == data
    assert made.schema == SCHEMA == codec.BRIEF_SCHEMA


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe", "is no JSON"),
        (b"{", "is no JSON"),
        (b"[]", "is no record of a brief"),
        (b"{}", "is no record of a brief"),
        (b'{"schema": "briefing.brief/9"}', "has schema 'briefing.brief/9', not 'briefing.brief/1'"),
        (b'{"schema": "briefing.brief/1"}', "title: Field required"),
    ],
)
def test_a_damaged_record_is_one_clear_line(data: bytes, message: str) -> None:
    with pytest.raises(RecordError, match=message) as caught:
        codec.read_brief(data, source="x/brief.json")
    assert caught.value.where == "x/brief.json"
    assert caught.value.hint


def test_a_wrong_type_deep_in_the_record_is_named_by_its_place() -> None:
    data = codec.brief_json(brief()).replace(b'"number": 1,', b'"number": "one",', 1)
    with pytest.raises(RecordError, match=r"statements\.0\.number: Input should be a valid integer"):
        codec.read_brief(data)
