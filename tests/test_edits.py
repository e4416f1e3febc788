"""An analyst's decisions as data: applied, kept with name and reason, and the record stays borne out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import WHOLE, brief, first, fourth, second, third

from briefing import codec, workflow
from briefing.cli import run
from briefing.compose import withhold
from briefing.edits import apply, listed
from briefing.errors import EditsError
from briefing.model import Action, Brief, Digest, Edit, Field, Verdict
from briefing.render import render
from briefing.render.catalogue import labels
from briefing.render.frames import framed
from briefing.verify import verify

AMBER = (("Republika", "TLP:AMBER"),)


def edit(action: str, *lines: str, **told: Any) -> Edit:
    told = {"author": "A. Analyst", "reason": "as I see it"} | told
    if "field" in told:
        told["field"] = Field(told["field"])
    return Edit(action=Action(action), lines=lines, **told)


def correct(line: str, field: str, value: str, **told: Any) -> Edit:
    return edit("correct", line, field=field, value=value, **told)


def edited(*edits: Edit, of: Brief | None = None) -> Brief:
    """The brief with the edits, none of which was left out, and of which all is borne out."""
    before = of or brief()
    made = apply(before, edits)
    assert made.problems == before.problems
    assert verify(made) == ()
    assert codec.read_brief(codec.brief_json(made)) == made
    return made


def left_out(*edits: Edit, of: Brief | None = None) -> list[str]:
    """Why the edits are left out: the brief is as it was but for the problems."""
    before = of or brief()
    made = apply(before, edits)
    assert replace(made, problems=before.problems) == before
    return [p.message for p in made.problems[len(before.problems) :]]


def statement(made: Brief, id_: str) -> Any:
    return next(s for s in made.statements if s.id == id_)


# --- dropped -------------------------------------------------------------------------------


def test_a_dropped_line_is_in_no_part_of_the_brief() -> None:
    made = edited(edit("drop", "s1-c1"), edit("drop", "m1-m1"))
    data = replace(made, edits=(), sources=(), digests=())
    assert b'"s1-c1"' not in codec.brief_json(data)
    assert b'"m1-m1"' not in codec.brief_json(data)
    assert not [f for f in made.front if "Moskow siap membantu" in f.text]
    assert [s.number for s in made.statements] == list(range(1, len(made.statements) + 1))


def test_a_digest_has_no_sentence_of_a_dropped_line() -> None:
    """Nor is its paragraph in the annex of what is cited, where nothing else there is."""
    before = brief()
    said = before.statements[0]
    sentence = replace(said.text, value=said.text.value)
    before = replace(before, digests=(Digest(source=said.source, sentences=(sentence,)),))
    assert edited(edit("drop", said.id), of=before).digests == ()
    other = next(s for s in before.statements if s.source == said.source and s.id != said.id)
    assert edited(edit("drop", other.id), of=before).digests == before.digests


def test_of_a_dropped_front_line_what_is_behind_it_stays() -> None:
    made = edited(edit("drop", "f1-132"))
    assert "f1-132" not in [f.id for f in made.front]
    assert statement(made, "s1-c2")


def test_what_was_told_with_a_dropped_line_goes_with_it() -> None:
    merged = edited(edit("merge", "s1-c1", "s1-c2"))
    made = edited(edit("drop", "s1-c1"), of=merged)
    assert not {"s1-c1", "s1-c2"} & {s.id for s in made.statements}


# --- the front page ------------------------------------------------------------------------


def test_a_pinned_line_stands_first_and_the_next_behind_it() -> None:
    made = edited(edit("pin", "f1-132"), edit("pin", "s1-c3"))
    assert [f.item for f in made.front[:2]] == ["s1-c2", "s1-c3"]
    assert made.front[1].text == "perang tidak terhindarkan"


def test_a_military_item_can_be_pinned() -> None:
    assert "6.000 personel ke Kursk" in edited(edit("pin", "m2-m1")).front[0].text


def test_front_lines_are_put_in_order_in_the_places_they_have() -> None:
    before = [f.id for f in brief().front]
    first_, second_, *rest = before
    made = edited(edit("order", second_, first_))
    assert [f.id for f in made.front] == [second_, first_, *rest]


# --- merged and split ----------------------------------------------------------------------


def test_merged_lines_are_one_with_all_citations() -> None:
    made = edited(edit("merge", "s1-c2", "s2-c2"))
    one, other = statement(made, "s1-c2"), statement(made, "s2-c2")
    assert other.repeats == "s1-c2"
    assert other.text.citation in one.also
    assert {c.source for f in made.front if f.item == "s1-c2" for c in f.citations} == {1, 2}


def test_split_undoes_a_merge() -> None:
    before = brief()
    merged = edited(edit("merge", "s1-c2", "s2-c2"))
    made = edited(edit("split", "s1-c2"), of=merged)
    assert made.statements == before.statements


def test_front_lines_are_merged_and_split_by_their_own_ids() -> None:
    merged = edited(edit("merge", "f2-0", "f3-0"))
    assert len(merged.front) == len(brief().front) - 1
    made = edited(edit("split", "f2-0", "f3-0"), of=merged)
    assert sorted(f.text for f in made.front) == sorted(f.text for f in brief().front)


# --- corrected -----------------------------------------------------------------------------


def test_a_reading_with_words_of_the_source_is_the_sources() -> None:
    """It is cited, held against the source, and nobody's judgement; the last word on a reading holds."""
    guessed = edited(correct("s1-c1", "day", "2017-12-09"))
    made = edited(correct("s1-c1", "day", "2017-12-07", words="Kamis (7/12)"), of=guessed)
    day = statement(made, "s1-c1").said_on
    assert (day.value, day.citation.paragraph) == ("2017-12-07", 1)
    assert [e.judged for e in made.edits] == [False, False]
    assert [e.date for e in made.chronology if e.item == "s1-c1"] == ["2017-12-07"]
    assert "analyst: A. Analyst" not in render(made, "txt", options=WHOLE).decode()


def test_a_reading_that_its_words_do_not_bear_out_is_a_judgement() -> None:
    made = edited(correct("s1-c2", "day", "2017-12-09", words="Kamis (7/12)"))
    assert [e.judged for e in made.edits] == [True]


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("s1-c2", "speaker", "Rex Tillerson"),
        ("s2-c2", "act", "warns"),
        ("s2-c1", "day", "2018-01-15"),
        ("m2-m1", "status", "denied"),
        ("m1-m1", "figure", "240"),
        ("m1-m1", "day", "2017-11"),
    ],
)
def test_a_judgement_is_printed_under_his_name_in_every_format(line: str, field: str, value: str) -> None:
    made = edited(correct(line, field, value))
    assert [e.judged for e in made.edits] == [True]
    for format in ("txt", "md", "html"):
        assert "(analyst: A. Analyst)" in render(made, format, options=WHOLE).decode()
        assert "(analyst: A. Analyst)" not in render(brief(), format, options=WHOLE).decode()
        assert "(analis: A. Analyst)" in render(made, format, language="id", options=WHOLE).decode()


def test_the_frame_of_a_front_line_names_him_too() -> None:
    made = framed(edited(correct("s2-c2", "act", "warns", author="Analyst 7")), labels("en"))
    assert next(f.frame for f in made.front if f.item == "s2-c2").endswith("(analyst: Analyst 7)")
    assert verify(made) == ()


def test_words_of_the_source_can_name_a_speaker_whom_nobody_read() -> None:
    made = edited(correct("s3-c1", "speaker", "seorang pejabat", words="seorang pejabat"))
    assert [v.statements for v in made.voices if v.name.value == "seorang pejabat"] == [("s3-c1",)]


def test_quoted_words_can_not_be_corrected() -> None:
    data = b'[[edit]]\naction="correct"\nlines="s1-c1"\nfield="text"\nvalue="x"\nauthor="A"\nreason="r"'
    edits, problems = codec.read_edits(data)
    assert edits == ()
    assert "'speaker', 'act', 'day', 'status' or 'figure'" in problems[0].message


def test_verify_refuses_a_judgement_that_the_line_does_not_say_or_nobody_answers_for() -> None:
    made = edited(correct("s2-c2", "act", "warns"))
    [kept] = made.edits
    for changed in (
        replace(kept, value="praises"),
        replace(kept, author=" "),
        replace(kept, lines=("s9-c9",)),
    ):
        assert verify(replace(made, edits=(changed,)))
    assert verify(replace(made, edits=()))


# --- figures over sources ------------------------------------------------------------------

ONE = """Serangan Rudal di Mombasa Tewaskan 14 Orang
Kompas.com, Selasa, 5 Maret 2024

NAIROBI - Serangan rudal menghantam pelabuhan Mombasa di Kenya pada Senin (4/3/2024). Sedikitnya 14 orang \
tewas dalam serangan itu.
"""
OTHER = """Serangan Rudal di Mombasa, 20 Orang Tewas
Detik.com, Selasa, 5 Maret 2024

NAIROBI - Serangan rudal menghantam pelabuhan Mombasa pada Senin (4/3/2024) malam. Sebanyak 20 orang \
tewas dalam serangan itu.
"""


@pytest.fixture(scope="module")
def strike(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    """The brief of two articles that give other figures for one strike."""
    folder = tmp_path_factory.mktemp("strike")
    for name, text in (("1.txt", ONE), ("2.txt", OTHER)):
        (folder / name).write_text(text, encoding="utf-8")
    asked = workflow.Settings(out=folder / "out", format=("json",), date="2024-03-06")
    made = workflow.make([folder], settings=asked).brief
    assert [t.verdict for t in made.figures] == [Verdict.DIFFER]
    return made


def test_a_corrected_figure_is_so_in_its_table_and_the_verdict_with_it(strike: Brief) -> None:
    made = edited(*(correct(id_, "figure", "20") for id_ in ("e1-e1", "e1-e3")), of=strike)
    assert {r.figure.low for r in made.figures[0].rows} == {20}
    assert (made.figures[0].verdict, made.differences) == (Verdict.AGREE, ())
    told = " ".join(render(made, "txt").decode().split())
    assert "20 (analyst: A. Analyst)" in told
    assert "edited by hand (A. Analyst)" in told


def test_a_figure_in_words_of_the_source_says_what_they_say(strike: Brief) -> None:
    made = edited(correct("e1-e1", "figure", "14", words="Sedikitnya 14"), of=strike)
    figure = next(e for e in made.events if e.id == "e1-e1").figures[0]
    assert (figure.low, figure.high, made.edits[0].judged) == (14, None, False)
    assert left_out(correct("e1-e1", "figure", "20", words="Sedikitnya 14"), of=strike)


def test_a_dropped_event_is_in_no_table_and_no_difference(strike: Brief) -> None:
    made = edited(edit("drop", "e2-e1", "e2-e3"), of=strike)
    assert (made.figures, made.differences) == ((), ())


# --- what can't be done --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (edit("drop", "s9-c9"), "there is no line 's9-c9'"),
        (edit("order", "s1-c3", "f1-132"), "there is no line 's1-c3' on the front page"),
        (edit("merge", "s1-c1"), "names one line alone"),
        (edit("merge", "s1-c1", "m1-m1"), "names a military item"),
        (edit("split", "s1-c1"), "nothing is told with 's1-c1'"),
        (correct("s1-c1", "status", "denied"), "has no 'status' to correct; it has: speaker, act, day"),
        (correct("s1-c1", "act", "sings"), "'sings' is no act"),
        (correct("s1-c1", "day", "tomorrow"), "'tomorrow' is no day"),
        (correct("s1-c1", "day", "2017-12-07", words="besok"), "'besok' is not in the words of source 1"),
        (correct("s1-c1", "speaker", "Nobody"), "'Nobody' is nobody of the brief"),
        (correct("m1-m1", "figure", "many"), "'many' is no figure"),
        (correct("m1-m1", "figure", "7", words="sekitar 230"), "'sekitar 230' says 230, not 7"),
        (correct("m1-m1", "status", "sure"), "'sure' is no status"),
    ],
)
def test_what_can_not_be_done_is_told_in_a_line_and_the_rest_goes_on(wrong: Edit, why: str) -> None:
    [told] = left_out(wrong)
    assert why in told
    made = apply(brief(), [wrong, edit("drop", "s1-c1")])
    assert [e.lines for e in made.edits] == [("s1-c1",)]


IDS = [id_ for _, id_, _ in listed(brief())]
VALUES = [
    "Rex Tillerson",
    "Sergey Lavrov",
    "warns",
    "denies",
    "2017-12",
    "2018-01-16",
    "denied",
    "reported",
    "7",
]
WORDS = ["Sergei Lavrov", "menuduh", "Kamis (7/12)", "diklaim", "6.000", "seorang pejabat"]
EDITS = st.builds(
    Edit,
    action=st.sampled_from(Action),
    lines=st.lists(st.sampled_from(IDS), min_size=1, max_size=3).map(tuple),
    author=st.just("A"),
    reason=st.just("r"),
    field=st.sampled_from(Field),
    value=st.sampled_from(VALUES),
    words=st.none() | st.sampled_from(WORDS),
)


@settings(max_examples=60)
@given(st.lists(EDITS, max_size=6))
def test_whatever_is_decided_the_record_is_borne_out(edits: list[Edit]) -> None:
    """Each edit is in the record or told among the problems, and no second time when applied again."""
    made = apply(brief(), edits)
    assert verify(made) == ()
    done = len(made.edits) + len(made.problems) - len(brief().problems)
    assert done >= len(set(edits)) > 0 or not edits
    again = apply(made, [e for e in edits if e in made.edits])
    assert again == made


# --- versions for those who may read less --------------------------------------------------


def test_what_was_dropped_stays_out_of_versions_with_less_in_them() -> None:
    """Ids are those of the version; reasons, which may tell of what is withheld, stay behind."""
    whole = brief(third(), second(), first(), marking="", source_marking=AMBER)
    assert "f3-27" in [f.id for f in whole.front]
    made = edited(edit("drop", "f3-27"), edit("pin", "f3-132"), correct("s3-c3", "act", "warns"), of=whole)
    version = withhold(made, "TLP:CLEAR")
    assert verify(version) == ()
    assert not [f for f in version.front if "Moskow siap membantu" in f.text]
    assert version.front[0].item == "s2-c2"
    assert [(e.lines, e.reason, e.judged) for e in version.edits] == [
        (("f2-27",), "", False),
        (("f2-132",), "", False),
        (("s2-c3",), "", True),
    ]


def test_a_speaker_whom_only_a_withheld_source_names_is_nobody_in_the_version() -> None:
    whole = brief(first(), second(), fourth(), marking="", source_marking=AMBER)
    made = edited(correct("s1-c2", "speaker", "Rex Tillerson"), of=whole)
    version = withhold(made, "TLP:CLEAR")
    assert verify(version) == ()
    assert "Tillerson" not in codec.brief_json(version).decode()
    assert statement(version, "s1-c2").entity is None


# --- the file ------------------------------------------------------------------------------

FILE = """author = "A. Analyst"

[[edit]]
action = "drop"
lines = "s1-c1"
reason = "told better elsewhere"

[[edit]]
action = "correct"
lines = "s1-c2"
field = "day"
value = 2017-12-07
reason = "the talks were that Thursday"

[[edit]]
action = "pin"
lines = ["s1-c3"]
"""


def test_a_file_of_edits_is_read_and_one_that_is_wrong_costs_itself_alone() -> None:
    edits, problems = codec.read_edits(FILE.encode())
    assert [(e.action, e.lines, e.value, e.author) for e in edits] == [
        (Action.DROP, ("s1-c1",), None, "A. Analyst"),
        (Action.CORRECT, ("s1-c2",), "2017-12-07", "A. Analyst"),
    ]
    assert [(p.where, p.message) for p in problems] == [("edits.toml, edit 3", "has no reason")]


@pytest.mark.parametrize("data", [b"\xff", b"[[edit", b'edit = "x"', b'[edits]\nline = "s1-c1"'])
def test_what_is_no_file_of_edits_is_refused(data: bytes) -> None:
    with pytest.raises(EditsError) as raised:
        codec.read_edits(data)
    assert raised.value.where == "edits.toml"


TOML = st.sampled_from(['"drop"', '"s1-c1"', "7", "[]", '["s1-c1", 7]', "{}", "2024-01-16", "true", '""'])


@given(st.dictionaries(st.sampled_from(["action", "lines", "field", "value", "x", "reason"]), TOML))
def test_any_table_is_an_edit_or_a_problem(table: dict[str, str]) -> None:
    body = "\n".join(f"{key} = {value}" for key, value in table.items())
    edits, problems = codec.read_edits(f'author = "A"\n[[edit]]\n{body}'.encode())
    assert len(edits) + len(problems) == 1


def test_make_render_and_verify_with_edits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """By option and beside the brief; what is unknown is told, a record that is rendered stays as it is."""
    monkeypatch.chdir(tmp_path)
    seed = str(next((ROOT / "seeds").glob("000_*.txt")))
    made = ["make", seed, "--date", "2026-11-20", "--format", "json,txt"]
    assert run(made) == 0
    record = Path("reports/2026-11-20/briefing.json")
    assert run(["lines", str(record)]) == 0
    id_, words = next(
        line.split("  ", 1) for line in capfd.readouterr().out.splitlines() if line.startswith("s1-")
    )
    told = words.split(": ", 1)[1]
    drop = f'[[edit]]\naction = "drop"\nlines = "{id_}"\nauthor = "A. Analyst"\nreason = "old"\n'
    Path("mine.toml").write_text(drop + drop.replace(id_, "s7-c7"), encoding="utf-8")
    before = record.read_bytes()
    assert run(["render", str(record), "--format", "json,md", "--out", "o", "--edits", "mine.toml"]) == 0
    assert "drop s7-c7: there is no line 's7-c7'" in capfd.readouterr().out
    assert record.read_bytes() == before
    assert run(["verify", "o/briefing.json"]) == 0
    again = codec.read_brief(Path("o/briefing.json").read_bytes())
    assert id_ not in {s.id for s in again.statements}
    assert [(e.author, e.reason) for e in again.edits] == [("A. Analyst", "old")]
    record.with_name("edits.toml").write_text(drop, encoding="utf-8")
    assert run(made) == 0
    text = record.with_suffix(".txt").read_text(encoding="utf-8")
    assert " ".join(told.split()) not in " ".join(text.split("ANNEX")[0].split())
    assert codec.read_brief(record.read_bytes()).edits == again.edits
