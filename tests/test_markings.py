"""Markings: exact labels, the strictest inherited, portions told, versions with nothing above a ceiling."""

from __future__ import annotations

import dataclasses
import io
import itertools
import re
import subprocess
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from samples import WHOLE, brief, first, second, third

from briefing import codec, markings, notes, sources
from briefing.compose import withhold
from briefing.errors import MarkingError, SettingError
from briefing.markings import TLP, own_scheme, rank, read, strictest
from briefing.model import Brief, Findings, Marking
from briefing.render import FORMATS, render
from briefing.render.templates import BUILTIN
from briefing.settings import Settings, load
from briefing.verify import verify
from briefing.workflow import make

CASES = tomllib.loads((ROOT / "tests/cases/markings/lines.toml").read_text(encoding="utf-8"))["case"]
OWN = own_scheme(["BIASA", "TERBATAS (T) #1a1a1a on #ffd100", "RAHASIA (R) #ffffff on #c8102e"])
AMBER = (("Republika", "TLP:AMBER"),)


def mixed(**options: Any) -> Brief:
    """The sample brief, its second source marked TLP:AMBER, the others not marked."""
    return brief(first(), second(), third(), **({"marking": "", "source_marking": AMBER} | options))


# --- labels ----------------------------------------------------------------------------------


def test_tlp_has_its_labels_in_order_and_its_colours() -> None:
    """FIRST, TLP 2.0: least strict first; each on black."""
    assert [(m.label, m.ink) for m in TLP] == [
        ("TLP:CLEAR", "#ffffff"),
        ("TLP:GREEN", "#33ff00"),
        ("TLP:AMBER", "#ffc000"),
        ("TLP:AMBER+STRICT", "#ffc000"),
        ("TLP:RED", "#ff2b2b"),
    ]
    assert {m.ground for m in TLP} == {"#000000"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["line"])
def test_a_line_that_is_a_label(case: dict[str, Any]) -> None:
    """Bare, framed, or behind "Marking:"; a label in a sentence is none; an unknown one is the strictest."""
    found = read(case["line"], own_scheme(case.get("scheme", ())))
    assert (found.label if found else None) == case.get("label")
    assert found is None or found.known is not case.get("unknown", False)


@given(st.text(max_size=100))
def test_any_line_can_be_read(line: str) -> None:
    found = read(line)
    assert found is None or found.label in {m.label for m in TLP}


@given(st.lists(st.sampled_from([m.label for m in TLP])))
def test_the_strictest_is_above_all(labels: list[str]) -> None:
    """And the least strict label where there are none."""
    assert all(rank(label, TLP) <= rank(strictest(labels, TLP), TLP) for label in labels)
    assert strictest([], TLP) == "TLP:CLEAR"


def test_an_own_scheme_has_order_short_forms_and_colours() -> None:
    assert OWN[1] == Marking(label="TERBATAS", short="T", ink="#1a1a1a", ground="#ffd100")
    assert OWN[0] == Marking(label="BIASA", short="BIASA", ink="#ffffff", ground="#000000")
    assert own_scheme([]) == TLP


@pytest.mark.parametrize("entries", [["(R)"], ["A", "B", "A"], ["RAHASIA (R"], [""]])
def test_a_scheme_that_is_none(entries: list[str]) -> None:
    with pytest.raises(MarkingError):
        own_scheme(entries)


def test_an_unknown_label_names_the_nearest() -> None:
    with pytest.raises(MarkingError, match="The nearest is TLP:AMBER"):
        rank("TLP:AMBRE", TLP)


# --- what a file carries ---------------------------------------------------------------------

BODY = (
    "Rusia Siap Membantu\n\nMoskow - Menteri Luar Negeri Rusia Sergey Lavrov berbicara di kota itu kemarin."
)
PAGE = f"<html><body><p>TLP:AMBER</p><h1>Rusia Siap</h1><p>{BODY}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        (f"TLP:AMBER\n{BODY}", "TLP:AMBER", "TLP:AMBER"),
        (f"{BODY}\nTLP:RED", "TLP:RED", "TLP:RED"),
        (f"---\nmarking: TLP:GREEN\n---\n\n{BODY}", "TLP:GREEN", "marking: TLP:GREEN"),
        (f"TLP:GREEN\n\n{BODY}\n\n**TLP:AMBER**", "TLP:AMBER", "**TLP:AMBER**"),
        (PAGE, "TLP:AMBER", "TLP:AMBER"),
    ],
)
def test_a_label_at_head_or_foot_marks_the_article_and_is_no_text(text: str, label: str, words: str) -> None:
    """It is kept as a reading of the head, in the file's own words; of several the strictest holds."""
    article = sources.read_bytes(text.encode(), source="a.txt").article
    assert article.marking == label
    assert words in [r.words for r in article.header if r.field == "marking"]
    assert "TLP" not in article.text


def test_a_paragraphs_own_label_marks_the_article() -> None:
    """It stays in the text, since it belongs to its paragraph."""
    article = sources.read_bytes(f"{BODY}\n\n(TLP:RED) Ini tidak untuk umum.".encode(), source="a").article
    assert article.marking == "TLP:RED"
    assert "(TLP:RED) Ini" in article.text


def test_a_label_in_brackets_is_not_lost_with_its_line() -> None:
    """`verify` reads the paragraphs of a record anew: taken out of the head, the label still holds."""
    article = sources.read_bytes(f"{BODY}\n\n(TLP:RED) Ini tidak untuk umum.".encode(), source="a").article
    made = brief(Findings(article=article))
    assert verify(made) == ()
    bare = replace(article, marking=None, header=tuple(r for r in article.header if r.field != "marking"))
    forged = replace(
        made, marking="TLP:CLEAR", sources=(replace(made.sources[0], article=bare, marking="TLP:CLEAR"),)
    )
    assert any("a paragraph is (TLP:RED)" in problem.message for problem in verify(forged))


def test_a_label_in_a_sentence_marks_nothing() -> None:
    article = sources.read_bytes(f"{BODY} Label TLP:RED dipakai.".encode(), source="a").article
    assert article.marking is None


def test_an_unknown_label_counts_as_the_strictest_and_is_told() -> None:
    """What is marked wrongly must not reach too many."""
    found = sources.read_bytes(f"TLP:PINK\n{BODY}".encode(), source="a.txt")
    assert found.article.marking == "TLP:RED"
    assert "TLP:PINK" in found.problems[0].message


def test_the_same_text_twice_has_the_strictest_of_its_markings(tmp_path: Path) -> None:
    """It counts once as a source; the copy that is not marked does not lower it."""
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"TLP:AMBER\n{BODY}", encoding="utf-8")
    settings = Settings(out=tmp_path / "out", format=("json",), date="2026-11-20")
    made = make([tmp_path], settings=settings).brief
    assert len(made.sources) == 1
    assert made.marking == "TLP:AMBER"


# --- what the brief inherits -----------------------------------------------------------------


def test_a_brief_is_marked_as_its_strictest_source() -> None:
    """A source that carries no label has the least that was asked for."""
    made = mixed()
    assert made.marking == "TLP:AMBER"
    assert [s.marking for s in made.sources] == ["TLP:CLEAR", "TLP:AMBER", "TLP:CLEAR"]
    assert verify(made) == ()


def test_a_marking_asked_for_is_a_floor() -> None:
    made = mixed(marking="TLP:RED")
    assert (made.marking, made.floor) == ("TLP:RED", "TLP:RED")
    assert [s.marking for s in made.sources] == ["TLP:RED", "TLP:AMBER", "TLP:RED"]


def test_a_lower_one_than_a_source_has_is_raised_and_told() -> None:
    made = mixed(marking="TLP:GREEN")
    assert made.marking == "TLP:AMBER"
    assert [(p.where, p.message) for p in made.problems if "asked for" in p.message] == [
        ("samples/dua.txt", "is TLP:AMBER: so is the brief, though TLP:GREEN was asked for")
    ]


def test_the_settings_can_raise_a_source_but_not_lower_it() -> None:
    found = second()
    marked = replace(found, article=replace(found.article, marking="TLP:RED"))
    assert brief(marked, marking="", source_marking=AMBER).marking == "TLP:RED"


def test_a_marking_of_no_scheme_stands_alone() -> None:
    """Any text may mark a brief, but nothing can be compared with it."""
    assert brief(marking="NUR FÜR DEN DIENSTGEBRAUCH").marking == "NUR FÜR DEN DIENSTGEBRAUCH"
    with pytest.raises(MarkingError, match="can't be compared with TLP:AMBER"):
        mixed(marking="INTERN")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ('[source_marking]\n"Republika" = "TLP:PINK"', ["briefing.toml:2", "TLP:PINK"]),
        ('marking = "RAHASIA"\nmarking_scheme = ["BIASA"]', ["briefing.toml:1", "RAHASIA", "BIASA"]),
        ('marking_scheme = ["A", "A (X)"]', ["briefing.toml:1", "'A' comes twice"]),
        ('[grading]\n"Republika" = "B9"', ["briefing.toml:2", "B9", "A1 to F6"]),
        ('notes = "none.md"', ["briefing.toml:1", "none.md", "no file"]),
        ('scale = "icd"', ["briefing.toml:1", "icd203, phia"]),
    ],
)
def test_settings_that_do_not_fit(
    file: str, says: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("briefing.toml").write_text(file, encoding="utf-8")
    with pytest.raises(SettingError) as caught:
        load(Path("briefing.toml"))
    assert [text for text in says if text not in str(caught.value)] == []


def test_a_lower_marking_in_the_record_is_caught() -> None:
    """The check of a brief compares its labels again."""
    made = mixed()
    lowered = replace(made.sources[1], marking="TLP:CLEAR")
    article = replace(made.sources[1].article, marking="TLP:AMBER")
    assert verify(replace(made, marking="TLP:GREEN"))
    assert verify(
        replace(made, sources=(made.sources[0], replace(lowered, article=article), made.sources[2]))
    )
    assert verify(replace(made, marking="TLP:PINK"))


# --- on the page -----------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["html", "txt", "md"])
@pytest.mark.parametrize("language", ["en", "id"])
def test_portions_are_marked_where_sources_differ(format: str, language: str) -> None:
    """Each statement, military item, digest and source; the label is not translated."""
    text = render(mixed(), format, language=language, options=WHOLE).decode().replace("\\", "")
    assert text.count("(TLP:AMBER)") >= 6
    assert text.count("(TLP:CLEAR)") >= 6


@pytest.mark.parametrize("format", ["html", "txt", "md"])
def test_where_all_are_alike_portions_bear_no_label(format: str) -> None:
    assert "(TLP:" not in render(brief(marking="TLP:AMBER"), format, options=WHOLE).decode()


def test_a_portion_is_marked_as_all_that_stands_in_it() -> None:
    """A name or office that another source tells raises the line that it is printed in."""
    text = render(mixed(source_marking=(("Suara Pembaruan", "TLP:AMBER"),)), "txt").decode()
    assert "(TLP:AMBER) Sergey Lavrov accuses: Sergei Lavrov menuduh AS memicu" in " ".join(text.split())


def test_an_own_scheme_is_printed_in_its_colours() -> None:
    """From the record alone, in its order, with its short forms at the portions."""
    made = brief(first(), second(), marking="", scheme=OWN, source_marking=(("Republika", "RAHASIA"),))
    page = render(codec.read_brief(codec.brief_json(made)), "html", options=WHOLE).decode()
    assert made.marking == "RAHASIA"
    assert re.search(r"\.marking\.own-2[^{]*\{ color: #ffffff; background: #c8102e; \}", page)
    assert 'class="marking own-2"' in page
    assert "(R)" in page
    assert "(BIASA)" in page


def test_a_marking_colour_is_a_colour() -> None:
    """A record from elsewhere can't bring anything else into the stylesheet."""
    with pytest.raises(ValueError, match="no marking"):
        Marking(label="A", short="A", ink="red;}", ground="#000000")


def test_the_stylesheet_knows_every_label_of_tlp() -> None:
    css = "".join(p.read_text(encoding="utf-8") for p in (BUILTIN / "intelligence").glob("*.css"))
    for mark in TLP:
        name = mark.label.lower().replace(":", "-").replace("+", "-")
        assert f".marking.{name}" in css


# --- versions with something left out --------------------------------------------------------

NOTES = """+++
author = "A. Analyst"
+++
## Key judgements

(TLP:CLEAR) Open zebra judgement [S1¶2].

Closed walrus judgement [S2¶1].

(TLP:CLEAR) A lower label than its giraffe source [S2¶1].

## Comment on S2

(TLP:CLEAR) An ocelot comment on what is withheld.

## Comment on Sergey Lavrov

(TLP:CLEAR) Open okapi comment [claim:s3-c1].
"""


def words_of(made: Brief, number: int) -> set[str]:
    """Words that only this source has."""
    texts = {s.number: set(re.findall(r"\w+", s.article.text)) for s in made.sources}
    others: set[str] = set().union(*(words for n, words in texts.items() if n != number))
    return {w for w in texts[number] - others if len(w) > 3}


def text_of(made: Brief, format: str) -> str:
    """What a format says; of a PDF its text and its metadata."""
    data = render(made, format, options=WHOLE)
    if format != "pdf":
        return data.decode()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        meta = str(dict(pdf.docinfo.items()))
    shown = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout
    return meta + shown.decode()


def test_nothing_of_a_withheld_source_is_left_in_any_format() -> None:
    """No word of its text, outlet, file or problems; and what remains is borne out."""
    made = notes.attach(mixed(), NOTES, where="n.md")
    cut = withhold(made, "TLP:GREEN")
    gone = words_of(made, 2) | {"Republika", "dua.txt", "walrus", "giraffe", "ocelot", "TLP:AMBER"}
    assert len(gone) > 12
    assert verify(cut) == ()
    for format in FORMATS:
        text = text_of(cut, format)
        assert "zebra" in text
        assert "okapi" in text
        style = re.compile(r"<style>.*?</style>|<script>.*?</script>", re.DOTALL)
        shown = style.sub("", text)
        assert {w for w in gone if re.search(rf"\b{re.escape(w)}\b", shown)} == set(), format


def test_what_is_left_is_numbered_anew() -> None:
    """No gap tells how much is missing; it says in one line that something is."""
    cut = withhold(mixed(), "TLP:GREEN")
    assert [s.number for s in cut.sources] == [1, 2]
    assert [s.number for s in cut.statements] == list(range(1, len(cut.statements) + 1))
    assert [m.number for m in cut.military] == [1]
    assert {s.id[:2] for s in cut.statements} == {"s1", "s2"}
    assert [v.entity for v in cut.voices] == [f"e{n}" for n in range(1, len(cut.voices) + 1)]
    assert cut.period == ("2017-12-08", "2017-12-08")
    assert cut.marking == "TLP:CLEAR"
    for form, theme in itertools.product(("html", "txt", "md"), ("intelligence", "newsletter")):
        said = " ".join(render(cut, form, theme=theme).decode().split())
        assert "Material above the marking" in said, "whichever sections a theme prints"
    assert "without trouble" not in render(cut, "txt", options=WHOLE).decode()


def test_a_voice_keeps_what_the_sources_that_are_left_tell_of_it() -> None:
    """Name, office and country are theirs, or are gone."""
    without_first = withhold(mixed(source_marking=(("Suara Pembaruan", "TLP:AMBER"),)), "TLP:CLEAR")
    lavrov = next(v for v in without_first.voices if "Lavrov" in v.name.value)
    assert (lavrov.name.value, lavrov.also, lavrov.role) == ("Sergei Lavrov", (), None)
    assert verify(without_first) == ()


def test_what_is_withheld_has_no_say_in_what_is_left() -> None:
    """Beside whatever other article: the same lines in the same order, the same front page."""
    marks = (("samples/dua.txt", "TLP:AMBER"), ("samples/tiga.txt", "TLP:AMBER"))
    cuts = [
        withhold(brief(*findings, marking="", source_marking=marks), "TLP:GREEN")
        for findings in ((first(), second()), (first(), third()), (second(), first(), third()))
    ]
    for cut in cuts[1:]:
        for name in ("front", "military", "chronology", "digests", "sources", "problems", "period"):
            assert getattr(cut, name) == getattr(cuts[0], name), name
        assert [s.text for s in cut.statements] == [s.text for s in cuts[0].statements]
        assert [v.name.value for v in cut.voices] == [v.name.value for v in cuts[0].voices]
    assert cuts[0].front


def test_of_whom_only_withheld_articles_treat_nothing_is_said() -> None:
    """An actor without words of its own is in a brief since an article is about it; which one is not told."""
    made = mixed()
    silent = replace(made.voices[0], entity="e99", statements=())
    told = replace(made, voices=(*made.voices, silent))
    names = [v.name.value for v in withhold(told, "TLP:GREEN").voices]
    assert names == [v.name.value for v in withhold(made, "TLP:GREEN").voices]


def test_nothing_above_the_ceiling_leaves_the_brief_as_it_is() -> None:
    made = mixed()
    assert withhold(made, "TLP:AMBER") is made
    assert withhold(made, "TLP:RED") is made


def test_below_what_was_asked_for_nothing_is_handed_on() -> None:
    """The maker's own marking holds for the brief as a whole, and can't be cut away."""
    with pytest.raises(MarkingError, match="the brief as a whole is TLP:GREEN"):
        withhold(mixed(marking="TLP:GREEN"), "TLP:CLEAR")
    with pytest.raises(MarkingError, match="no label of the scheme"):
        withhold(mixed(), "TLP:BLUE")


def test_all_withheld_is_an_empty_brief() -> None:
    made = mixed(source_marking=(("samples/*", "TLP:AMBER"),))
    cut = withhold(made, "TLP:GREEN")
    assert (cut.sources, cut.statements, cut.voices) == ((), (), ())
    assert verify(cut) == ()
    assert all(render(cut, format, options=WHOLE) for format in FORMATS)


def test_an_older_record_without_labels_at_its_sources_is_withheld_whole() -> None:
    made = brief(marking="TLP:AMBER")
    older = replace(made, floor="", sources=tuple(replace(s, marking="") for s in made.sources))
    assert withhold(older, "TLP:GREEN").sources == ()


def test_every_field_of_a_brief_is_thought_of() -> None:
    """A new field needs a decision: can it hold words of a source that must be withheld?"""
    assert {f.name for f in dataclasses.fields(Brief)} == {
        # the maker's own, or of the brief as a whole
        "schema", "title", "number", "date", "language", "generator", "prepared_by", "prepared_for",
        "scheme", "floor",
        # made anew by withhold
        "marking", "period", "statements", "voices", "military", "chronology", "digests",
        "sources", "problems", "withheld", "notes", "stories", "differences", "events", "front", "figures",
            "since",
        "edits", "inputs",
    }  # fmt: skip


@given(st.sets(st.integers(0, 2)), st.sampled_from([m.label for m in TLP]))
def test_any_choice_of_sources_leaves_a_brief_that_holds(closed: set[int], ceiling: str) -> None:
    """Whichever sources are marked, and whatever the ceiling: verified, and nothing above it."""
    files = ("samples/satu.txt", "samples/dua.txt", "samples/tiga.txt")
    made = mixed(source_marking=tuple((files[n], "TLP:AMBER") for n in sorted(closed)))
    cut = withhold(made, ceiling)
    assert verify(cut) == ()
    assert all(rank(s.marking, TLP) <= rank(ceiling, TLP) for s in cut.sources)
    assert markings.rank(cut.marking, TLP) <= rank(ceiling, TLP)


def test_the_samples_have_words_of_their_own() -> None:
    """Else the search for them would prove nothing."""
    assert all(words_of(mixed(), n) for n in (1, 2, 3))
