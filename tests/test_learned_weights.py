"""How the weights that decide who speaks are learned (training/speakers.py), on articles made up for it."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.extract.claims.speakers import WEIGHTS, Candidate, Weights, weights
from training import speakers
from training.speakers import Example, Figures, best, learn, sheet, told, written

TEXTS = {
    "harbour.txt": (
        "Menteri Pertahanan Norwegia Kari Solheim tiba di Bodø. Ia mengatakan armada itu siap berlayar.\n\n"
        '"Kami menunggu perintah dari ibu kota," kata dia.',
        {
            "Kari Solheim": "armada itu siap berlayar",
            "Kari Solheim ": "Kami menunggu perintah dari ibu kota",
        },
    ),
    "talks.txt": (
        "Presiden Kenya Amos Kiprono bertemu dengan Menteri Luar Negeri Norwegia Kari Solheim. "
        "Dia menegaskan perundingan itu akan dibuka lagi.\n\n"
        "Solheim menyatakan kapal bantuan sudah berangkat dari Bodø.",
        {
            "Amos Kiprono": "perundingan itu akan dibuka lagi",
            "Kari Solheim": "kapal bantuan sudah berangkat dari Bodø",
        },
    ),
    "border.txt": (
        "Juru bicara kepolisian Kenya Peter Mwangi mengatakan perbatasan utara ditutup. "
        "Ia menambahkan dua jalan masih dibuka.",
        {"Peter Mwangi": "perbatasan utara ditutup", "Peter Mwangi ": "dua jalan masih dibuka"},
    ),
}
"""Articles, and who says what in them."""


@pytest.fixture
def annotated(tmp_path: Path) -> tuple[Path, Path]:
    gold, articles = tmp_path / "gold", tmp_path / "articles"
    gold.mkdir()
    articles.mkdir()
    for name, (text, said) in TEXTS.items():
        (articles / name).write_text(f"Kabar dari Bodø\n\n{text}\n", encoding="utf-8")
        people = sorted({person.strip() for person in said})
        notes = {
            "file": name,
            "actors": [{"name": person, "kind": "person", "aliases": []} for person in people],
            "claims": [{"speaker": person.strip(), "text": text} for person, text in said.items()],
        }
        (gold / f"{name}.json").write_text(json.dumps(notes), encoding="utf-8")
    return gold, articles


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return shutil.copy(WEIGHTS, tmp_path / "weights.toml")


def test_learned_from_articles(
    annotated: tuple[Path, Path], table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every statement is found with its speaker, the figures are told, the table keeps its reasons."""
    before = tomllib.loads(table.read_text(encoding="utf-8"))["features"]
    assert speakers.main([*map(str, annotated), "--table", str(table), "--write"]) == 0
    out = capsys.readouterr().out
    assert "the table as it stands" in out
    assert "right 1.000 (6 of 6)" in out
    after = tomllib.loads(table.read_text(encoding="utf-8"))["features"]
    assert {n: (r["start"], r["why"]) for n, r in after.items()} == {
        n: (r["start"], r["why"]) for n, r in before.items()
    }
    assert after["last in focus"]["weight"] > after["last in focus"]["start"]


def test_the_same_articles_give_the_same_table(annotated: tuple[Path, Path], table: Path) -> None:
    """Learning has no chance in it, and starts from the same place whatever was learned before."""
    texts = []
    for _ in range(2):
        assert speakers.main([*map(str, annotated), "--table", str(table), "--write"]) == 0
        texts.append(table.read_bytes())
    assert texts[0] == texts[1]


def test_without_articles_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without annotations is told, and nothing is written."""
    assert speakers.main([str(tmp_path), str(tmp_path), "--write"]) == 1
    assert "holds no annotation" in capsys.readouterr().err


def example(right: str, **features: tuple[str, ...]) -> Example:
    candidates = tuple(Candidate(actor=a, features=f, score=0.0) for a, f in features.items())
    return Example(candidates=candidates, right=frozenset({right} if right else ()))


def test_what_is_right_counts_more_and_keeps_its_sign() -> None:
    """A feature of the right ones gains, one of the wrong ones loses, but none changes sides."""
    start = {"near": 0.5, "named": 0.5, "a source": -1.0}
    examples = [example("x", x=("near",), y=("named",))] * 30 + [example("z", z=("near", "a source"))] * 30
    learned, _ = learn(sheet(examples, list(start)), start, 1.0, 0.1)
    assert learned["near"] > start["near"]
    assert 0 <= learned["named"] < start["named"]
    assert start["a source"] < learned["a source"] <= 0


def test_where_nobody_is_right_nobody_gains() -> None:
    """Statements of nobody known raise what a speaker must reach."""
    start = {"near": 0.5}
    _, nobody = learn(sheet([example("", x=("near",))] * 20, list(start)), start, 1.0, 0.1)
    assert nobody > 1.0


def test_few_examples_change_little() -> None:
    """A weight is drawn to its start: two statements move it less than two hundred."""
    start = {"near": 0.5, "named": 0.5}
    few, many = (
        learn(sheet([example("x", x=("near",), y=("named",))] * n, list(start)), start, 1.0, 3.0)[0]
        for n in (2, 200)
    )
    assert start["near"] <= few["near"] < many["near"]


def test_told_counts_a_wrong_name_and_not_an_abstention() -> None:
    """Naming nobody where somebody spoke is not right, but it is not misattributed either."""
    table = Weights(features={"near": 2.0, "named": 1.5}, floor=1.0, margin=1.0)
    assert told(example("x", x=("near",), y=("named",)), table) == Figures(wanted=1)
    assert told(example("y", x=("near",)), table) == Figures(wanted=1, named=1, wrong=1)
    assert told(example("x", x=("near",)), table) == Figures(wanted=1, right=1, named=1)


FIGURES = st.builds(
    lambda named, wrong, right: Figures(wanted=100, named=named, wrong=min(wrong, named), right=right),
    st.integers(1, 100),
    st.integers(0, 100),
    st.integers(0, 100),
)


@given(st.dictionaries(st.tuples(st.floats(0, 3), st.floats(0, 3), st.floats(0, 3)), FIGURES, min_size=1))
def test_the_best_setting_names_few_wrong_ones(choices: dict[tuple[float, float, float], Figures]) -> None:
    """A setting with few wrong names is taken if there is one, and of these the one with most right ones."""
    chosen = choices[best(choices)]
    fit = [f for f in choices.values() if f.misattributed <= speakers.WRONG]
    if fit:
        assert chosen.misattributed <= speakers.WRONG
        assert chosen.right == max(f.right for f in fit)
    else:
        assert chosen.misattributed == min(f.misattributed for f in choices.values())


def test_a_table_is_written_as_it_is_read(table: Path) -> None:
    """The shipped table, written with its own weights, is itself."""
    text = table.read_text(encoding="utf-8")
    assert written(text, weights(table)) == text


def test_the_shipped_table_is_short_and_tells_why() -> None:
    """One line a feature, each with its reason, none on the other side than where it started."""
    rows = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))["features"]
    assert all(row["why"] and row["weight"] * row["start"] >= 0 for row in rows.values())
