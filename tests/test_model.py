"""The shipped Indonesian model: what it finds, what it weighs, and that anybody can load it."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT
from spacy.language import Language

from briefing.language import pipeline, read
from briefing.model import Article, Paragraph, ParagraphKind

MODEL = ROOT / "briefing" / "language" / "id" / "model"
CASES = tomllib.loads((ROOT / "tests/cases/model/names.toml").read_text(encoding="utf-8"))["case"]

REPORT = (
    "Menlu Rusia Kunjungi Seoul\n\n"
    "SEOUL – Menteri Luar Negeri Rusia Sergei Lavrov tiba di Seoul. "
    "“Kami menghendaki perdamaian,” kata Lavrov. Presiden Yoon Suk-yeol menyambut kunjungan itu.\n\n"
    "Rusia mengirim bantuan ke Ukraina."
)


def article(text: str) -> Article:
    body = Paragraph(number=1, kind=ParagraphKind.BODY, start=0, end=len(text))
    return Article(id="a", source="a.txt", text=text, paragraphs=(body,), language="id", digest="0")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_names(case: dict[str, object]) -> None:
    """Well-known names are found in fresh sentences, whole and with the right label; weapons are none."""
    doc = read(article(str(case["text"])))
    assert [[e.label_, e.text] for e in doc.ents] == case["names"]


def test_names_keep_to_the_text() -> None:
    """Every name stands where the offsets say, and within one sentence."""
    doc = read(article(REPORT))
    assert doc.text == REPORT
    assert doc.ents
    for name in doc.ents:
        assert REPORT[name.start_char : name.end_char] == name.text
        assert name.text == name.text.strip()
        assert sum(s.start < name.end and name.start < s.end for s in doc.sents) == 1


def test_reading_the_same_text_twice_gives_the_same() -> None:
    """No chance in the model: same input, same names."""
    first, second = (read(article(REPORT)) for _ in range(2))
    assert first.to_bytes(exclude=["tensor"]) == second.to_bytes(exclude=["tensor"])


def test_parts_have_their_usual_names() -> None:
    """A user's own program finds spaCy's parts under spaCy's names, and our sentence marker first."""
    nlp: Language = pipeline.pipeline("id")
    assert nlp.pipe_names == ["briefing_sentences", "ner"]
    assert set(nlp.get_pipe("ner").labels) == {"PER", "ORG", "LOC"}
    assert nlp.meta["license"] == "CC BY-SA 4.0"


def test_spacy_loads_the_folder_in_any_program(tmp_path: Path) -> None:
    """`import spacy; spacy.load(folder)` is enough where briefing is installed: its entry points do the rest.

    The entry points are laid out as an installer would from pyproject.toml, so that the test doesn't
    depend on how this environment was made.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = []
    for group, points in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {target}" for name, target in points.items())]
    installed = tmp_path / "briefing-0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: briefing\nVersion: 0\n", encoding="utf-8"
    )
    (installed / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    code = (
        "import spacy, sys; doc = spacy.load(sys.argv[1])('Vladimir Putin tiba di Beijing. Ia menolak.');"
        "print([e.text for e in doc.ents], len(list(doc.sents)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(MODEL)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "['Vladimir Putin', 'Beijing'] 2"


def test_licence_credits_and_size() -> None:
    """The model lies under its own licence, with the corpora named, and weighs 10 MB at most."""
    assert "Attribution-ShareAlike 4.0 International" in (MODEL / "LICENSE").read_text(encoding="utf-8")
    credits_ = (MODEL / "CREDITS.md").read_text(encoding="utf-8")
    for corpus in ("idner-news-2k", "NERGrit", "NERP", "NER UI", "GSD", "PUD", "CSUI"):
        assert corpus in credits_
    assert sum(p.stat().st_size for p in MODEL.rglob("*") if p.is_file()) <= 10_000_000


def test_no_words_of_the_corpora_ship() -> None:
    """The vocabulary holds the names of labels only, and nothing in the folder can run code."""
    strings = (MODEL / "vocab" / "strings.json").read_text(encoding="utf-8")
    assert len(strings) < 5_000
    assert not [p.name for p in MODEL.rglob("*") if p.suffix in {".pkl", ".pickle", ".py", ".so"}]
