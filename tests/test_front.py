"""The front page: what stands on it, in which words, and that nothing withheld has a say in it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import article

from briefing import dossier, lexicon
from briefing.compose import compose, withhold
from briefing.dossier import standing
from briefing.dossier.independence import independent
from briefing.dossier.sentences import Sentence, sentences
from briefing.dossier.standing import alone, cut
from briefing.model import Article, Brief, Findings
from briefing.verify import verify

CASES = tomllib.loads((Path(__file__).parent / "cases/dossier/standing.toml").read_text())

STRIKE = (
    "Rudal Hantam Pelabuhan Mombasa, 14 Orang Tewas",
    "Rudal menghantam pelabuhan Mombasa, Kenya, pada Senin (4/3) malam dan menewaskan 14 orang.",
    "Serangan itu merusak dua kapal.",
    "Presiden Kenya William Ruto mengutuk serangan rudal ke pelabuhan Mombasa dan menutup wilayah udara.",
)
STRIKE_AGAIN = (
    "Serangan Rudal di Mombasa Tewaskan 14 Orang",
    "Rudal menghantam pelabuhan Mombasa di Kenya pada Senin (4/3) malam, 14 orang tewas.",
    "Presiden William Ruto mengutuk serangan rudal ke pelabuhan Mombasa.",
)
TREATY = (
    "Ghana dan Togo Teken Perjanjian Perbatasan Laut",
    "Ghana dan Togo menandatangani perjanjian perbatasan laut di Accra, Selasa (5/3).",
    "Ia menyambut hal itu.",
)


def source(lines: tuple[str, ...], name: str, **fields: Any) -> Article:
    return article(lines, source=f"kenya/{name}.txt", published="2024-03-05", **fields)


def made(*articles: Article, **fields: Any) -> Brief:
    """The brief of articles in which nothing was read: the front page needs their texts alone."""
    found = [Findings(article=a) for a in articles]
    told = {"title": "Pagi", "number": "1", "date": "2024-03-05", "language": "id", "marking": ""}
    return compose(dossier.build(found), **(told | fields))


def morning(**fields: Any) -> Brief:
    return made(
        source(STRIKE, "satu", outlet="Kompas"),
        source(STRIKE_AGAIN, "dua", outlet="Detik"),
        source(TREATY, "tiga", outlet="Tempo"),
        **fields,
    )


# --- what stands on it ---------------------------------------------------------------------


def test_what_two_sources_tell_stands_first_and_cites_both() -> None:
    brief = morning()
    first = brief.front[0]
    assert "14" in first.text
    assert {c.source for c in first.citations} == {1, 2}
    assert first.independent == 2


def test_each_event_is_told_and_none_twice() -> None:
    texts = [line.text for line in morning().front]
    assert sum("14" in text for text in texts) == 1
    assert sum("Ghana" in text for text in texts) == 1
    assert any("mengutuk" in text for text in texts)


def test_the_first_sentence_stands_for_its_title_where_there_is_room() -> None:
    """A title says most in fewest words, its first sentence more: who, where and when."""
    (treaty,) = (line for line in morning().front if "Ghana" in line.text)
    assert [c.paragraph for c in treaty.citations] == [1, 0]


def test_a_title_stands_where_its_first_sentence_tells_something_else() -> None:
    other = (TREATY[0], "Ribuan orang menonton upacara dengan payung dan bendera di tepi pantai kota.")
    (treaty,) = (line for line in made(source(other, "satu")).front if "Ghana" in line.text)
    assert treaty.citations[0].paragraph == 0


def test_an_article_in_which_nothing_is_read_gives_way_to_a_theme_of_several() -> None:
    market = source(("Pasar Kisumu Kini Punya Taman Bunga",), "empat")
    brief = made(market, source(STRIKE, "satu"), source(STRIKE_AGAIN, "dua"))
    assert brief.front[0].citations[0].source in {2, 3}
    assert brief.front[-1].citations[0].source == 1


def test_words_that_lost_their_blank_lose_against_clean_ones() -> None:
    glued = line("Rudal menghantam pelabuhanMombasa di Kenya pada Senin malam dan menewaskan 14 orang.")
    assert alone(glued) < alone(line(glued.text.replace("pelabuhanM", "pelabuhan M")))


def test_what_points_back_does_not_stand_on_it() -> None:
    assert not [line for line in morning().front if line.text.startswith(("Ia ", "Serangan itu"))]


def test_every_line_is_the_words_that_it_cites() -> None:
    brief = morning()
    texts = {s.number: s.article.text for s in brief.sources}
    for line in brief.front:
        cited = line.citations[0]
        assert line.text.strip("… ") == texts[cited.source][cited.start : cited.end].strip()
    assert verify(brief) == ()


def test_it_has_fifteen_lines_and_250_words_at_most() -> None:
    who = [
        "Ghana",
        "Togo",
        "Kenya",
        "Mali",
        "Niger",
        "Chad",
        "Gabon",
        "Benin",
        "Sudan",
        "Mesir",
        "Libya",
        "Tunisia",
    ]
    did = ["menutup", "melepas", "membeli", "menjual", "membangun", "merobohkan", "meresmikan"]
    what = [
        "bendungan",
        "bandara",
        "kilang",
        "tambang",
        "stadion",
        "museum",
        "jembatan",
        "terowongan",
        "pasar",
        "kampus",
        "radar",
    ]
    many = [
        source((f"{one} {did[n % 7]} {what[n % 9]}", f"{one} {did[n % 7]} {what[n % 9]} nomor {n}."), one)
        for n, one in enumerate(who)
    ]
    front = made(*many).front
    assert 6 <= len(front) <= 15
    assert sum(len(line.text.split()) for line in front) <= 250


def test_sources_of_one_outlet_or_agency_count_once() -> None:
    brief = made(
        source(STRIKE, "satu", outlet="Kompas"),
        source(STRIKE_AGAIN, "dua", outlet="Kompas"),
        source(TREATY, "tiga", outlet="Tempo"),
    )
    assert brief.front[0].independent == 1
    assert independent(brief, [1, 3]) == 2
    carried = tuple(replace(s, carried=("AFP",)) for s in brief.sources)
    assert independent(replace(brief, sources=carried), [1, 3]) == 1


def test_a_brief_of_nothing_has_no_front_page() -> None:
    assert made(article(("Judul",), source="a.txt")).front == () or verify(made(article(("Judul",)))) == ()


# --- withholding ---------------------------------------------------------------------------


def test_what_is_withheld_has_no_say_in_the_front_page() -> None:
    """A version without a source is the brief that the others make."""
    secret = source(STRIKE_AGAIN, "dua", outlet="Detik", marking="TLP:RED")
    others = (source(STRIKE, "satu", outlet="Kompas"), source(TREATY, "tiga", outlet="Tempo"))
    cut_down = withhold(made(others[0], secret, others[1]), "TLP:GREEN")
    assert cut_down.front == made(*others).front
    assert cut_down.stories == made(*others).stories
    assert verify(cut_down) == ()


# --- verification --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": "Rudal menghantam Nairobi."}, "is not the words"),
        ({"citations": ()}, "cites nothing"),
        ({"item": "e1-e9"}, "no event or statement"),
        ({"frame": "Serangan · 14 tewas"}, "nothing behind it"),
        ({"story": 7}, "story 7"),
        ({"independent": 3}, "3 independent"),
    ],
)
def test_a_line_that_says_other_than_its_source_is_found(change: dict[str, Any], reason: str) -> None:
    brief = morning()
    forged = replace(brief, front=(replace(brief.front[0], **change), *brief.front[1:]))
    assert reason in " ".join(p.message for p in verify(forged))


def test_a_line_cut_within_a_clause_is_found() -> None:
    brief = morning()
    line = brief.front[0]
    cited = line.citations[0]
    short = replace(cited, end=cited.start + line.text.index(" ", 8))
    text = line.text[: short.end - short.start] + "…"
    forged = replace(brief, front=(replace(line, text=text, citations=(short,), independent=1),))
    assert "is cut within a clause" in " ".join(p.message for p in verify(forged))


# --- standing alone ------------------------------------------------------------------------


def line(text: str, *, title: bool = False) -> Sentence:
    return Sentence(source=1, place=0 if title else 1, paragraph=1, start=0, end=len(text), text=text)


@pytest.mark.parametrize("case", CASES["alone"], ids=lambda c: c["text"][:40])
def test_understood_alone(case: dict[str, Any]) -> None:
    assert alone(line(case["text"], title=case.get("title", False))) >= 0.5


@pytest.mark.parametrize("case", CASES["not_alone"], ids=lambda c: c["why"])
def test_not_understood_alone(case: dict[str, Any]) -> None:
    assert alone(line(case["text"], title=case.get("title", False))) <= 0.3


@pytest.mark.parametrize("case", CASES["cut"], ids=lambda c: c["printed"][:40])
def test_cut_at_clauses(case: dict[str, Any]) -> None:
    part = cut(line(case["text"]))
    words = case["text"][part.start : part.end]
    assert f"{'… ' * part.before}{words}{'…' * part.after}" == case["printed"]


@pytest.mark.parametrize("entry", lexicon.load("id")["headlines"].entries, ids=lambda e: e.where)
def test_words_of_titles(entry: lexicon.Entry) -> None:
    assert all(standing.fires(entry, text) for text in entry.example)
    assert not any(standing.fires(entry, text) for text in entry.silent)


# --- sentences -----------------------------------------------------------------------------


def test_sentences_are_those_of_the_text() -> None:
    told = sentences(
        article(
            (
                "Kenya Tutup Pelabuhan | kenya.example",
                "NAIROBI, KENYA.com – Dr. W. Ruto menutup pelabuhan. “Kapal asing pergi. Segera,” katanya.",
            )
        ),
        1,
    )
    assert [(s.place, s.text) for s in told] == [
        (0, "Kenya Tutup Pelabuhan"),
        (1, "Dr. W. Ruto menutup pelabuhan."),
        (2, "“Kapal asing pergi."),
        (3, "Segera,” katanya."),
    ]


@given(st.text(alphabet='aA. ,!?"“”|–-1\n', max_size=80).filter(str.strip))
def test_sentences_stand_where_they_say_and_in_order(text: str) -> None:
    lines = tuple(part.strip() for part in text.split("\n\n") if part.strip())
    made_up = article(lines, titled=False)
    told = sentences(made_up, 1)
    assert all(made_up.text[s.start : s.end] == s.text and s.text.strip() for s in told)
    assert all(one.end <= other.start and one.place < other.place for one, other in pairwise(told))


# --- interests -----------------------------------------------------------------------------


def test_what_the_user_follows_comes_first() -> None:
    treaty = next(n for n, line in enumerate(morning().front) if "Ghana" in line.text)
    followed = morning(interests=(("Togo", 4.0),)).front
    assert treaty > 0
    assert "Ghana" in followed[0].text


def test_what_counts_nothing_stands_nowhere() -> None:
    assert not [line for line in morning(interests=(("Ghana", 0.0),)).front if "Ghana" in line.text]


def test_interests_hold_for_a_version_with_something_left_out() -> None:
    secret = source(STRIKE_AGAIN, "dua", outlet="Detik", marking="TLP:RED")
    others = (source(STRIKE, "satu", outlet="Kompas"), source(TREATY, "tiga", outlet="Tempo"))
    interests = (("Togo", 4.0),)
    cut_down = withhold(made(others[0], secret, others[1]), "TLP:GREEN", interests)
    assert cut_down.front == made(*others, interests=interests).front


@pytest.mark.parametrize("dateline", ["Nairobi, Kabar Kenya - - ", "Suara.example - ", "NAIROBI — "])
def test_a_sentence_begins_behind_its_date_line(dateline: str) -> None:
    told = sentences(article(("Judul", f"{dateline}Kenya menutup pelabuhan Mombasa.")), 1)
    assert told[1].text == "Kenya menutup pelabuhan Mombasa."
