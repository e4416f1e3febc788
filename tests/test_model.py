"""The shipped Indonesian models: what they find, what they weigh, and that anybody can load them."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT
from spacy.language import Language

from briefing.language import parse, pipeline, read
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


def test_names_alone_run_without_the_parser() -> None:
    """Reading an article leaves tags and dependencies out: they cost more than all the rest."""
    assert not any(token.dep or token.pos for token in read(article(REPORT)))


def test_parse_touches_only_the_chosen_sentences() -> None:
    """Chosen sentences get a tree each; the others, the sentence borders and the names stay as they were."""
    doc = read(article(REPORT))
    borders = [(s.start, s.end) for s in doc.sents]
    names = [(e.start, e.end, e.label_) for e in doc.ents]
    chosen = [s for s in doc.sents if "menyambut" in s.text]
    assert parse(doc, chosen)
    assert [(s.start, s.end) for s in doc.sents] == borders
    assert [(e.start, e.end, e.label_) for e in doc.ents] == names
    for sentence in doc.sents:
        parsed = sentence.start == chosen[0].start
        words = [t for t in sentence if not t.is_space]
        assert all(bool(t.dep_) == parsed for t in words)
        assert all(sentence.start <= t.head.i < sentence.end for t in words)
    assert sum(t.dep_ == "ROOT" for t in chosen[0]) == 1


def test_parse_finds_subject_and_object() -> None:
    """What the reading of claims needs of a tree: the verb, who did it, and to what."""
    doc = read(article(REPORT))
    last = list(doc.sents)[-1]
    assert parse(doc, [last])
    tree = {t.dep_: (t.text, t.head.text) for t in last}
    assert tree["ROOT"][0] == "mengirim"
    assert tree["nsubj"] == ("Rusia", "mengirim")
    assert tree["obj"] == ("bantuan", "mengirim")


def test_parse_again_adds_and_takes_nothing_away() -> None:
    """A second call for other sentences keeps the trees of the first."""
    doc = read(article(REPORT))
    sentences = list(doc.sents)
    parse(doc, sentences[-1:])
    first = [(t.dep_, t.head.i) for t in sentences[-1]]
    parse(doc, sentences)
    assert [(t.dep_, t.head.i) for t in sentences[-1]] == first
    assert all(t.dep_ for t in doc if not t.is_space)


def test_reading_the_same_text_twice_gives_the_same() -> None:
    """No chance in the models: same input, same names."""
    first, second = (read(article(REPORT)) for _ in range(2))
    assert first.to_bytes(exclude=["tensor"]) == second.to_bytes(exclude=["tensor"])


def test_parts_have_their_usual_names() -> None:
    """A user's own program finds spaCy's parts under spaCy's names, and our sentence marker first."""
    nlp: Language = pipeline.pipeline("id")
    assert nlp.pipe_names == ["briefing_sentences", "ner", "tok2vec", "morphologizer", "parser"]
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
        "print([e.text for e in doc.ents], len(list(doc.sents)), doc[0].pos_)"
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
    assert done.stdout.strip() == "['Vladimir Putin', 'Beijing'] 2 PROPN"


def test_licence_credits_and_size() -> None:
    """The models lie under their own licence, with the corpora named, and weigh 25 MB at most."""
    assert "Attribution-ShareAlike 4.0 International" in (MODEL / "LICENSE").read_text(encoding="utf-8")
    credits_ = (MODEL / "CREDITS.md").read_text(encoding="utf-8")
    for corpus in ("idner-news-2k", "NERGrit", "NERP", "NER UI", "GSD", "PUD", "CSUI"):
        assert corpus in credits_
    assert sum(p.stat().st_size for p in MODEL.rglob("*") if p.is_file()) <= 25_000_000


def test_no_words_of_the_corpora_ship() -> None:
    """The vocabulary holds the names of labels only, and nothing in the folder can run code."""
    strings = (MODEL / "vocab" / "strings.json").read_text(encoding="utf-8")
    assert len(strings) < 5_000
    assert not [p.name for p in MODEL.rglob("*") if p.suffix in {".pkl", ".pickle", ".py", ".so"}]
