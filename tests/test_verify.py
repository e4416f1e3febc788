"""Everything printed is borne out by the words it cites: each kind of field, tampered with, is caught."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args, get_type_hints

import pytest
from samples import brief, first, fourth, second, third

from briefing import model
from briefing.lexicon.dates import find_dates
from briefing.model import Article, Brief, Citation, Cited, EntryKind, Mode, Paragraph, ParagraphKind
from briefing.verify import CHECKS, verify
from briefing.verify.fields import bears_out

BRIEF = brief(first(), second(), third(), fourth())


def cited_fields(record: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Cited]]:
    """Every `Cited` in a record with the way to it."""
    if isinstance(record, Cited):
        yield path, record
    elif dataclasses.is_dataclass(record):
        for field in dataclasses.fields(record):
            yield from cited_fields(getattr(record, field.name), (*path, field.name))
    elif isinstance(record, tuple):
        for n, part in enumerate(record):
            yield from cited_fields(part, (*path, n))


def put(record: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The record with the value at the end of the way."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return (*record[:step], put(record[step], rest, value), *record[step + 1 :])
    return replace(record, **{step: put(getattr(record, step), rest, value)})


ALL = [pytest.param(path, cited, id=".".join(map(str, path))) for path, cited in cited_fields(BRIEF)]


def test_a_brief_as_composed_is_borne_out() -> None:
    assert verify(BRIEF) == ()


def test_the_sample_has_every_kind_of_cited_field() -> None:
    """Else the tests below would leave a kind out."""
    kinds = {
        next(step for step in reversed(path) if isinstance(step, str)) for path, _ in cited_fields(BRIEF)
    }
    assert kinds | {"told"} == set(CHECKS)  # what differs between events: tests/test_figures.py


def test_every_cited_field_of_the_records_has_a_check() -> None:
    """A new field of type `Cited` in a record of the brief needs a check."""
    named = set()
    for record in vars(model).values():
        if dataclasses.is_dataclass(record) and isinstance(record, type):
            for name, kind in get_type_hints(record).items():
                if Cited in (kind, *get_args(kind)):
                    named.add(name)
    assert named == set(CHECKS)


@pytest.mark.parametrize(("path", "cited"), ALL)
@pytest.mark.parametrize("wrong", ["Zimbabwe", "1999-01-01", "ZW", "17", ""])
def test_another_value_is_caught(path: tuple[Any, ...], cited: Cited, wrong: str) -> None:
    assert verify(put(BRIEF, path, replace(cited, value=wrong)))


@pytest.mark.parametrize(("path", "cited"), ALL)
def test_a_letter_changed_is_caught(path: tuple[Any, ...], cited: Cited) -> None:
    assert verify(put(BRIEF, path, replace(cited, value=cited.value[:-1] + "q")))


def elsewhere(c: Citation, field: str) -> Citation:
    text = BRIEF.sources[c.source - 1].article.text
    changes: dict[str, dict[str, Any]] = {
        "one character on": {"start": c.start + 1},
        "the full stop before the end": {"start": len(text) - 1, "end": len(text)},
        "beyond the text": {"end": len(text) + 1},
        "before the text": {"start": -1},
        "nothing": {"end": c.start},
        "another paragraph's number": {"paragraph": c.paragraph + 1},
        "another source": {"source": c.source % len(BRIEF.sources) + 1},
        "no source": {"source": 99},
    }
    return replace(c, **changes[field])


@pytest.mark.parametrize(("path", "cited"), ALL)
@pytest.mark.parametrize(
    "change",
    [
        "the full stop before the end", "beyond the text", "before the text", "nothing",
        "another paragraph's number", "another source", "no source",
    ],
)  # fmt: skip
def test_a_citation_that_leads_elsewhere_is_caught(path: tuple[Any, ...], cited: Cited, change: str) -> None:
    assert verify(put(BRIEF, path, replace(cited, citation=elsewhere(cited.citation, change))))


@pytest.mark.parametrize(("path", "cited"), [p for p in ALL if p.values[0][-1] == "text"])
def test_a_quotation_is_its_words_to_the_letter(path: tuple[Any, ...], cited: Cited) -> None:
    assert verify(put(BRIEF, path, replace(cited, value=cited.value.upper())))
    assert verify(put(BRIEF, path, replace(cited, value=cited.value + " ")))
    assert verify(put(BRIEF, path, replace(cited, citation=elsewhere(cited.citation, "one character on"))))


SOURCES = BRIEF.sources
TEXT = SOURCES[0].article.text
S1, M2 = BRIEF.statements[0], BRIEF.military[1]


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("military", 1, "quantity"), 6001.0, "quantity"),
        (("military", 1, "quantity"), None, "quantity"),
        (("military", 1, "low"), 4000.0, "quantity"),
        (("military", 1, "quantity_words"), None, "quantity"),
        (("military", 1, "source"), 1, "military item 2"),
        (("statements", 0, "source"), 1, "statement 1"),
        (("statements", 0, "entity"), "e99", "statement 1"),
        (("statements", 0, "entity"), None, "statement 1"),
        (("statements", 0, "entity"), BRIEF.statements[3].entity, "statement 1"),
        (("statements", 0, "id"), BRIEF.statements[1].id, "statements"),
        (("military", 0, "id"), M2.id, "military"),
        (("statements", 2, "about", 0, "entity"), BRIEF.statements[2].entity, "statement 3, about"),
        (("statements", 2, "about", 0, "entity"), BRIEF.statements[4].entity, "statement 3, about"),
        (("statements", 2, "about", 0, "entity"), "e99", "statement 3, about"),
        (("statements", 2, "about", 0, "named"), BRIEF.statements[2].named, "statement 3, about"),
        (("voices", 0, "statements"), (BRIEF.statements[4].id,), "voice Sergey Lavrov"),
        (("voices", 0, "sources"), (9,), "voice Sergey Lavrov"),
        (("chronology", 0, "date"), "2017-11", "chronology 1"),
        (("chronology", 0, "item"), "m9-m9", "chronology 1"),
        (("chronology", 0, "kind"), EntryKind.PUBLICATION, "chronology 1"),
        (("chronology", 2, "source"), 2, "chronology 3"),
        (("period",), ("2017-12-01", "2018-01-16"), "period"),
        (("period",), None, "period"),
        (("sources", 0, "number"), 2, "source 1"),
        (("sources", 0, "carried"), ("RIA",), "source 1, carried"),
        (("sources", 0, "article", "published"), "2017-12-09", "source 1, published"),
        (("sources", 0, "article", "header", 0, "value"), "2017-12-09", "source 1, published"),
        (("sources", 0, "article", "header", 0, "words"), "Jumat, 9 Desember 2017", "source 1, published"),
        (("sources", 0, "article", "text"), TEXT.replace("Moskow", "Moskwa"), "statements 3"),
        (("sources", 0, "article", "text"), "x", "source 1"),
        (("digests", 0, "sentences", 0, "value"), "Moskow siap.", "digests 1"),
    ],
)  # fmt: skip
def test_a_brief_that_contradicts_itself_is_caught(path: tuple[Any, ...], value: Any, where: str) -> None:
    found = verify(put(BRIEF, path, value))
    assert any(problem.where.startswith(where) or where in problem.where for problem in found), found
    assert all(p.stage == "verify" and p.hint for p in found)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("title",), "Another title"),
        (("marking",), "TLP:RED"),
        (("statements", 0, "mode"), Mode.MIXED),
        (("prepared_by",), "Somebody"),
    ],
)
def test_what_is_not_read_from_a_source_may_change(path: tuple[Any, ...], value: Any) -> None:
    """Title, marking and choice are the maker's, not the sources'."""
    assert verify(put(BRIEF, path, value)) == ()


def test_a_dash_of_office_may_stand_abbreviated_in_the_source() -> None:
    """Tillerson is "Menlu" in his source; "Menteri Luar Negeri" would do too, "Menteri" would not."""
    voice = next(n for n, v in enumerate(BRIEF.voices) if v.name.value == "Rex Tillerson")
    role = BRIEF.voices[voice].role
    assert role is not None
    assert role.value == "Menlu"
    assert verify(put(BRIEF, ("voices", voice, "role", "value"), "Menteri"))


def brief_of(article_change: dict[str, Any]) -> Brief:
    article = replace(SOURCES[0].article, **article_change)
    return put(BRIEF, ("sources", 0, "article"), article)


def test_a_text_swapped_under_the_brief_is_caught() -> None:
    """The article's id is made from its text."""
    assert verify(brief_of({"text": SOURCES[0].article.text + " "}))


def article_of(*paragraphs: str) -> Article:
    """An undated article of these paragraphs."""
    text, at, made = "\n\n".join(paragraphs), 0, []
    for number, words in enumerate(paragraphs, start=1):
        made.append(Paragraph(number=number, kind=ParagraphKind.BODY, start=at, end=at + len(words)))
        at += len(words) + 2
    return Article(id="a", source="a", text=text, paragraphs=tuple(made), language="id", digest="-")


@pytest.mark.parametrize(
    ("words", "code", "right"), [("TNI", "ID", True), ("Nangarhar", "AF", True), ("TNI", "AF", False)]
)
def test_a_body_or_region_that_the_lists_know_names_its_country(words: str, code: str, right: bool) -> None:
    article = article_of(f"Anggota {words} tiba di lokasi.")
    citation = Citation(source=1, paragraph=1, start=8, end=8 + len(words), rule="-")
    assert (bears_out("country", Cited(value=code, citation=citation), article) is None) is right


def test_a_year_may_stand_in_a_paragraph_nearby() -> None:
    """As the reading of dates has it: an undated article names its year once."""
    article = article_of("Latihan itu dimulai pada 12 Oktober 2016.", "Kapal itu tiba pada November.")
    start = article.text.index("November")
    told = [m.value for m in find_dates(article.text, published=None) if m.start == start]
    citation = Citation(source=1, paragraph=2, start=start, end=start + len("November"), rule="-")
    for value in ("2016-11", "2017-11"):
        cited = Cited(value=value, citation=citation)
        assert (bears_out("date", cited, article) is None) is (value in told)
    assert told == ["2016-11"]
