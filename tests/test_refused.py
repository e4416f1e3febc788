"""A brief always goes out: a line that verification refuses is left out and told, the others stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from samples import actor, article, at, first, fourth, reading, second, third

from briefing.compose import compose
from briefing.errors import VerificationError
from briefing.model import (
    Article,
    Brief,
    Citation,
    Claim,
    Dossier,
    Findings,
    FrontLine,
    HeaderReading,
    Mode,
    Paragraph,
    ParagraphKind,
    Problem,
    Status,
    Story,
)
from briefing.verify import verify
from briefing.workflow.pruning import Cut, Part, pruned
from briefing.workflow.refused import borne_out

ALL = (first(), second(), third(), fourth())
LINE = FrontLine(
    text="Rusia Siap Membantu Korut",
    frame="",
    story=None,
    citations=(Citation(source=1, paragraph=0, start=0, end=25, rule="by hand"),),
)


def composed(told: Dossier, problems: Sequence[Problem]) -> Brief:
    return compose(
        told, title="Korea", number="1", date="2018-02-01", language="en", marking="", problems=problems
    )


def made(*findings: Findings) -> Brief:
    """The brief of the findings, which holds in every line."""
    brief = borne_out(findings, composed)
    assert verify(brief) == ()
    return brief


def refused(brief: Brief) -> list[Problem]:
    """What the brief tells, apart from what the heads of its articles lack."""
    return [p for p in brief.problems if p.stage != "sources"]


def with_claim(found: Findings, id_: str, **fields: Any) -> Findings:
    claims = tuple(replace(c, **fields) if c.id == id_ else c for c in found.claims)
    return replace(found, claims=claims)


def with_detail(found: Findings, **fields: Any) -> Findings:
    return replace(found, military=(replace(found.military[0], **fields), *found.military[1:]))


def test_what_holds_is_left_as_it_is() -> None:
    """Nothing refused: nothing left out, nothing told."""
    brief = made(*ALL)
    assert len(brief.statements) == sum(len(f.claims) for f in ALL)
    assert refused(brief) == []


def test_a_statement_that_is_refused_is_left_out_and_told() -> None:
    """With its words and the reason, as trouble of its article; all the others are printed."""
    brief = made(with_claim(first(), "c2", act="denies"), *ALL[1:])
    assert "s1-c2" not in {s.id for s in brief.statements}
    assert len(brief.statements) == sum(len(f.claims) for f in ALL) - 1
    assert [s.number for s in brief.statements] == list(range(1, len(brief.statements) + 1))
    (told,) = refused(brief)
    assert (told.stage, told.where) == ("verify", "samples/satu.txt")
    assert told.message == (
        "statement left out: “Korut ingin berbicara dengan AS”: 'denies' is not what 'kata' says"
    )


def test_all_that_is_refused_in_an_article_is_told_at_once() -> None:
    found = with_claim(with_claim(first(), "c2", act="denies"), "c1", mode=Mode.DIRECT)
    brief = made(found, *ALL[1:])
    assert [p.message.partition(":")[0] for p in refused(brief)] == ["statement left out"] * 2
    assert {s.id for s in brief.statements if s.source == 1} == {"s1-c3"}


@pytest.mark.parametrize(
    ("field", "emptied", "what"),
    [
        ("name", None, "name of military item"),
        ("quantity", None, "unit of military item"),
    ],
)
def test_a_field_that_is_refused_is_emptied(field: str, emptied: Any, what: str) -> None:
    """The line stays without it."""
    found = second()
    detail = found.military[0]
    assert detail.quantity is not None
    wrong = {
        "name": reading(found.article, "Korut"),
        "quantity": replace(detail.quantity, unit="kapal"),
    }
    brief = made(first(), with_detail(found, **{field: wrong[field]}))
    (item,) = [m for m in brief.military if m.source == 2]
    assert getattr(item, field) is emptied
    (told,) = refused(brief)
    assert told.message.startswith(f"{what} left out: “6.000 personel ke Kursk”: ")


def test_an_office_that_is_refused_is_told_once() -> None:
    """It is left out of all that he says and of where he is listed; what he says stays."""
    found = first()
    wrong = tuple(
        replace(a, role=reading(found.article, "Latihan")) if a.name == "Sergey Lavrov" else a
        for a in found.actors
    )
    brief = made(replace(found, actors=wrong), *ALL[1:])
    assert {s.role for s in brief.statements if s.source == 1} == {None}
    assert len(brief.statements) == sum(len(f.claims) for f in ALL)
    assert [p.message.partition(":")[0] for p in refused(brief)] == ["role of Sergey Lavrov left out"]


def test_a_military_detail_whose_status_is_refused_is_left_out() -> None:
    brief = made(first(), with_detail(second(), status=Status.DENIED))
    assert [m.source for m in brief.military] == [1]
    assert "military item left out" in refused(brief)[0].message


def test_a_field_of_the_head_that_is_refused_is_emptied() -> None:
    """The article is read and printed as before; what was refused is told."""
    found = first()
    head = (
        *found.article.header,
        HeaderReading(field="outlet", value="Suara Pembaruan", words="Suara Merdeka", rule="byline"),
    )
    brief = made(replace(found, article=replace(found.article, header=head)), *ALL[1:])
    assert brief.sources[0].article.outlet is None
    assert brief.sources[0].article.published == "2017-12-08"
    assert [p.message for p in refused(brief)] == [
        "outlet left out: 'Suara Pembaruan' is not in 'Suara Merdeka'"
    ]


def said(line: str, act: str = "states", **head: Any) -> Findings:
    """An article of one line "Menteri Budi Santoso mengatakan …, Kamis (7/12).", with its one claim."""
    a = article(("Latihan", line), source=line, **head)
    words = line.partition("mengatakan ")[2].partition(",")[0]
    claim = Claim(
        id="c1",
        speaker="a1",
        mode=Mode.INDIRECT,
        act=act,
        evidence=at(a, words),
        cue=at(a, "mengatakan"),
        named=at(a, "Budi Santoso"),
        said_on=reading(a, "2017-12-07", "Kamis (7/12)"),
    )
    return Findings(article=a, actors=(actor(a, "a1", "Budi Santoso", "person"),), claims=(claim,))


def test_a_day_that_is_refused_takes_with_it_what_was_counted_from_it() -> None:
    """Without the article's day "Kamis (7/12)" is no day of any year: it is left out and told too."""
    line = "Menteri Budi Santoso mengatakan latihan itu usai, Kamis (7/12)."
    day = HeaderReading(field="published", value="2017-12-08", words="Jumat", rule="date line")
    brief = made(said(line, published="2017-12-08", header=(day,)))
    assert brief.sources[0].article.published is None
    assert [s.said_on for s in brief.statements] == [None]
    assert {p.message.partition(" left out")[0] for p in refused(brief)} == {"published", "said on"}


def test_an_article_whose_own_text_is_refused_is_left_out() -> None:
    """A source whose text is not the one that it was read as proves nothing; the others go out."""
    broken = replace(first(), article=replace(first().article, text=first().article.text + " "))
    brief = made(broken, *ALL[1:])
    assert [s.article.source for s in brief.sources] == [f.article.source for f in ALL[1:]]
    (told,) = refused(brief)
    assert told.where == "samples/satu.txt"
    assert told.message == "left out: has another text than the one it was read as"


def test_nothing_left_of_any_article_is_an_error() -> None:
    """Then alone there is no brief."""
    broken = replace(first(), article=replace(first().article, text=first().article.text + " "))
    with pytest.raises(VerificationError, match="source 1: not verified: has another text"):
        borne_out([broken], composed)


def test_what_is_refused_again_and_again_costs_its_article_its_findings() -> None:
    """What no cut mends: the article is listed with its text, and the brief goes out with the others."""

    def stubborn(told: Dossier, problems: Sequence[Problem]) -> Brief:
        brief = composed(told, problems)
        sources = (replace(brief.sources[0], carried=("RIA",)), *brief.sources[1:])
        return replace(brief, sources=sources) if told.findings[0].actors else brief

    brief = borne_out(ALL, stubborn)
    assert len(brief.sources) == len(ALL)
    assert not any(s.source == 1 for s in brief.statements)
    assert not brief.sources[0].read
    assert "what was read in it is left out" in refused(brief)[-1].message


def test_a_line_made_of_several_articles_is_left_out() -> None:
    """A story that is none is no longer told; what was read in its articles stays, others move up."""

    def with_stories(told: Dossier, problems: Sequence[Problem]) -> Brief:
        stories = (Story(number=1, sources=(1, 9)), Story(number=2, sources=(1, 2)))
        front = (replace(LINE, story=2),)
        return replace(composed(told, problems), stories=stories, front=front)

    brief = borne_out(ALL, with_stories)
    assert brief.stories == (Story(number=1, sources=(1, 2)),)
    assert [line.story for line in brief.front] == [1]
    assert len(brief.statements) == sum(len(f.claims) for f in ALL)
    assert [(p.where, p.message) for p in refused(brief)] == [
        ("story 1", "left out: is not of two sources that are there, or more")
    ]


def test_a_front_page_that_is_too_long_loses_its_last_lines() -> None:
    """It is cut, and the brief goes out with all that was read."""
    words = " ".join(["kapal"] * 120)
    a = article((words, "Menteri Budi Santoso tiba."), source="samples/panjang.txt")
    lines = tuple(
        replace(LINE, text=words[:end], citations=(replace(LINE.citations[0], end=end),))
        for end in (len(words), len(words) - 6, len(words) - 12)
    )

    def with_page(told: Dossier, problems: Sequence[Problem]) -> Brief:
        return replace(composed(told, problems), front=lines)

    found = Findings(article=a, actors=(actor(a, "a1", "Budi Santoso", "person", key=True),))
    brief = borne_out([found], with_page)
    assert brief.front == lines[:2]
    assert [s.article.source for s in brief.sources] == ["samples/panjang.txt"]
    assert brief.sources[0].read
    assert [p.where for p in refused(brief)] == ["front page"]


@pytest.mark.parametrize("size", [20, 60])
def test_rounds_do_not_grow_with_what_is_refused(size: int) -> None:
    """Every claim of every article is refused: the brief is composed a second time, and that is all."""
    rounds = []

    def counted(told: Dossier, problems: Sequence[Problem]) -> Brief:
        rounds.append(len(told.findings))
        return composed(told, problems)

    line = "Menteri Budi Santoso mengatakan latihan nomor {} usai, Kamis (7/12)."
    findings = [said(line.format(n), act="denies", published="2017-12-08") for n in range(size)]
    brief = borne_out(findings, counted)
    assert rounds == [size, size]
    assert brief.statements == ()
    assert len(refused(brief)) == size


# --- cutting -------------------------------------------------------------------------------


def test_whoever_is_left_out_says_nothing() -> None:
    found = pruned(first(), [Cut(part=Part.ACTOR, id="a3")])
    assert {a.id for a in found.actors} == {"a1", "a2", "a4"}
    assert {c.speaker for c in found.claims} == {"a2"}


def test_a_mention_is_left_out_by_its_place() -> None:
    """Another mention of the same words stays; an actor whose last mention it was is left out."""
    russia = first().actors[0]
    cut = Cut(part=Part.MENTION, start=russia.mentions[0].start, end=russia.mentions[0].end)
    left = {a.id: a for a in pruned(first(), [cut]).actors}
    assert left["a1"].mentions == russia.mentions[1:]


def test_one_of_several_operators_is_left_out_by_its_place() -> None:
    found = first()
    korea = reading(found.article, "KP", "Korut", 2)
    detail = found.military[0]
    both = replace(found, military=(replace(detail, operators=(*detail.operators, korea)),))
    cut = Cut(
        part=Part.DETAIL, id="m1", field="operators", start=korea.evidence.start, end=korea.evidence.end
    )
    assert pruned(both, [cut]).military[0].operators == detail.operators


def test_a_title_that_is_left_out_is_the_texts_own() -> None:
    found = first()
    wrong: Article = replace(found.article, title="Perang Usai")
    cut = Cut(part=Part.HEAD, field="title")
    assert pruned(replace(found, article=wrong), [cut]).article.title == found.article.title
    body = Paragraph(number=1, kind=ParagraphKind.BODY, start=0, end=len(found.article.text))
    untitled = replace(wrong, paragraphs=(body,))
    assert pruned(replace(found, article=untitled), [cut]).article.title is None
