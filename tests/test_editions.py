"""What the editions print: how much, nothing twice, every link alive, one page where it is to be one."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from samples import brief, first, fourth, second, third

from briefing.compose.editions import SHOWN, brief_edition
from briefing.model import Brief, Citation, EventItem, Problem, Source, Status
from briefing.render import render
from briefing.settings import Given
from briefing.theming.briefs import many, sample

THEMES = ("intelligence", "executive", "wire", "newsletter")


def chosen(**options: object) -> dict[str, Given]:
    return {name: Given(value=value, origin="tests") for name, value in options.items()}


def crowd(times: int) -> Brief:
    """The sample so many times over, with a front page of the usual length."""
    made = many(sample(), times)
    return replace(made, front=made.front[:8])


def words(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize("times", [10, 40])
def test_the_brief_edition_has_a_quarter_of_the_words_at_most(times: int) -> None:
    """Before the annex, which the text edition leaves out; from fifteen articles up."""
    made = crowd(times)
    longer = tuple(
        replace(s, article=replace(s.article, text=s.article.text + " kata" * 300)) for s in made.sources
    )
    made = replace(made, sources=longer)
    went_in = sum(words(s.article.text) for s in made.sources)
    assert words(render(made, "txt", options=chosen(edition="brief")).decode()) <= went_in / 4


def test_nothing_is_printed_twice_in_stories() -> None:
    """An event and the statement that tells it are one stretch of words: one of them is printed."""
    made = replace(brief(first(), second(), third(), fourth()), front=())
    events = tuple(
        EventItem(
            id=f"{s.id}-e", number=s.number, source=s.source, kind="talks", status=Status.REPORTED,
            marker=None, text=s.text, cue=s.text,
        )
        for s in made.statements
    )  # fmt: skip
    edition = brief_edition(replace(made, events=events))
    lines = [x for t in edition.stories for x in (*t.happened, *t.said, *t.planned)]
    lines += [*edition.singles, *edition.said]
    stretches = sorted((x.source, x.text.citation.start, x.text.citation.end) for x in lines)
    assert len(stretches) > 2
    assert all(a[0] < b[0] or a[2] <= b[1] for a, b in pairwise(stretches))


def test_of_many_sources_those_are_listed_that_are_cited() -> None:
    """The others are counted; of a few all are listed."""
    assert brief_edition(crowd(4)).sources == crowd(4).sources
    made = crowd(40)
    edition = brief_edition(made)
    listed = {s.number for s in edition.sources}
    assert edition.left_out["sources"] == len(made.sources) - len(listed) > 0
    assert {c.source for line in made.front for c in line.citations} <= listed
    page = render(made, "html").decode()
    assert set(map(int, re.findall(r">\[S(\d+) ", page))) <= listed


def test_what_is_told_in_many_places_names_a_few() -> None:
    """In the brief edition; the full edition names all."""
    made = crowd(10)
    line = brief_edition(made).said[0]
    also = tuple(
        Citation(source=n, paragraph=1, start=0, end=4, rule="test") for n in range(5, 5 + 2 * SHOWN)
    )
    with_more = replace(line, also=also)
    told = replace(made, statements=tuple(with_more if s == line else s for s in made.statements))
    assert f"+{SHOWN}" in render(told, "txt").decode()
    assert f"+{SHOWN}" not in render(told, "txt", options=chosen(edition="full")).decode()


def test_problems_of_readings_stand_in_the_full_edition() -> None:
    """What cost an article is told in both; a reading that was left out is counted in the brief edition."""
    made = brief(first(), second())
    problems = (
        Problem(stage="sources", where="gone.txt", message="can't be read"),
        Problem(stage="verify", where=made.sources[0].article.source, message="statement left out"),
    )
    made = replace(made, problems=problems)
    short = render(made, "html").decode()
    assert "can&#39;t be read" in short
    assert "statement left out" not in short
    assert "1 note on what was read" in short
    assert "S1</td><td lang" in render(made, "html", options=chosen(edition="full")).decode()


@pytest.mark.parametrize("edition", ["brief", "full", "page"])
@pytest.mark.parametrize("annex", ["cited", "full", "none"])
def test_sections_can_be_mixed_without_a_dead_link(edition: str, annex: str) -> None:
    """Those of the full edition in the brief one, and the other way about."""
    for sections in (
        ["front", "voices", "military", "chronology", "sources", "annex"],
        ["stories", "events", "differences", "digests", "people", "annex"],
        ["military", "judgements", "annex"],
    ):
        options = chosen(edition=edition, annex=annex, sections=sections)
        page = render(sample(), "html", options=options).decode()
        ids = Counter(re.findall(r'\sid="([^"]+)"', page))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
        if "annex" in sections and annex != "none" and edition != "page":
            assert not re.search(r'<a class="cite">', page), "what is cited is in the annex"


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["en", "id"])
def test_the_page_edition_is_one_page(theme: str, language: str) -> None:
    """In every theme, of however much; what found no room is counted on it."""
    made = many(sample(), 25)
    pdf = render(made, "pdf", theme=theme, language=language, options=chosen(edition="page"))
    assert pages(pdf) == 1


def test_a_theme_of_one_page_can_print_more() -> None:
    """The edition says how long it is, not the theme."""
    made = brief(first(), second(), third(), fourth())
    assert pages(render(made, "pdf", theme="executive", options=chosen(edition="brief"))) > 1


def test_the_head_tells_how_old_and_which_undated() -> None:
    made = brief(first(), second())
    undated = replace(made.sources[1], article=replace(made.sources[1].article, published=None, header=()))
    sources: tuple[Source, ...] = (made.sources[0], undated)
    text = render(replace(made, sources=sources), "txt").decode()
    assert re.search(r"Sources: 2 articles, 1 undated, oldest: \d+", text)
