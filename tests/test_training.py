"""How corpora become training material, each step on a sample small enough to be read."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.language.pipeline import blank
from training import augment, package
from training.convert import groups, to_doc, without_edges
from training.corpora import Sentence, mentions, proper_nouns_unsure, read, treebank_words
from training.evaluate import count_names, scores
from training.marked import Marked, joined, marked, set_text
from training.names import Names, items, lists
from training.officeholders import register
from training.truecase import truecase, usual_case

SENTENCE = Sentence(
    ("Menlu", "Budi", "Santoso", "tiba", "di", "Jakarta", ",", '"', "kata", "dia", '"', "."),
    ("O", "B-PERSON", "I-PERSON", "O", "O", "B-PLACE", "O", "O", "O", "O", "O", "O"),
)


def words_of(sentence: Marked) -> list[tuple[str, str]]:
    return [(sentence.text[a:b], label) for a, b, label in sentence.mentions]


# --- corpora -------------------------------------------------------------------------------


def test_read_takes_first_and_last_of_a_line(tmp_path: Path) -> None:
    """A word may have a tag between itself and its label; an empty line ends a sentence."""
    path = tmp_path / "corpus.txt"
    path.write_text("Budi PROPN B-PER\ntiba VERB O\n\nIa\tO\n", encoding="utf-8")
    assert read(path) == [Sentence(("Budi", "tiba"), ("B-PER", "O")), Sentence(("Ia",), ("O",))]


def test_a_mention_ends_where_another_begins() -> None:
    """B- begins a mention even right behind another; I- of another label is none."""
    assert mentions(("B-PER", "I-PER", "B-PER", "O", "I-LOC", "B-LOC", "I-ORG")) == [
        (0, 2, "PER"),
        (2, 3, "PER"),
        (5, 6, "LOC"),
    ]


def test_key_is_the_same_in_any_dress() -> None:
    """Case, marks and cuts between words don't hide that a test sentence stands in a training part."""
    again = Sentence(("menlu", "budi", "santoso", "tiba", "di", "jakarta", "kata", "dia"), ("O",) * 8)
    assert again.key == SENTENCE.key


def test_unlabelled_proper_nouns_are_unsure() -> None:
    """NERP marks no organisations: a proper noun without label is missing, not outside."""
    sentence = Sentence(("telkom", "rugi"), ("O", "O"))
    tags = Sentence(("telkom", "rugi"), ("B-NNP", "B-VBI"))
    text = marked(proper_nouns_unsure(sentence, tags), Random(1))
    assert (text.mentions, text.unsure) == ((), ((0, 6),))
    doc = to_doc(blank("id"), text)
    assert [t.ent_iob_ for t in doc] == ["", "O"]


def test_truecase_as_others_write_it() -> None:
    """Names get the case that they have elsewhere, other words only at the start of a sentence."""
    usual = usual_case([("di", "DKI", "dan", "DKI")])
    sentence = Sentence(("warga", "dki", "dan", "budi", "kdrt"), ("O", "B-PLC", "O", "B-PPL", "O"))
    tags = Sentence(sentence.words, ("B-NNO", "B-NNP", "B-CCN", "B-NNP", "B-NNP"))
    assert truecase(sentence, tags, usual).words == ("Warga", "DKI", "dan", "Budi", "KDRT")


# --- text ----------------------------------------------------------------------------------


def test_spaces_as_a_newspaper_sets_them() -> None:
    """Marks close up to their words, quotation marks to what they enclose, reduplications at the hyphen."""
    assert marked(SENTENCE, Random(1)).text == 'Menlu Budi Santoso tiba di Jakarta, "kata dia".'
    text, _ = set_text(("anak", "-", "anak", "(", "3", "/", "4", ")"), Random(1))
    assert text == "anak-anak (3/4)"


@given(st.lists(st.sampled_from([*"ab-/\"'(),.“”", "Budi", "di"]), min_size=1), st.integers(0, 9))
def test_every_word_stands_where_it_is_said_to(words: list[str], seed: int) -> None:
    """Offsets are true for any words."""
    text, offsets = set_text(tuple(words), Random(seed))
    assert [text[a:b] for a, b in offsets] == words
    assert all(first[1] <= second[0] for first, second in pairwise(offsets))


def test_joined_moves_the_marks() -> None:
    """Mentions stay on their words when texts are put together."""
    one = marked(SENTENCE, Random(1))
    assert words_of(joined([one, one], "\n\n")) == words_of(one) * 2
    (whole,) = groups([one], Random(1))
    assert whole == one


@pytest.mark.parametrize(
    ("text", "left"),
    [('"Budi",', "Budi"), ("PT Telkom Tbk.", "PT Telkom Tbk."), ("(Jakarta)", "Jakarta"), ('",', "")],
)
def test_edges(text: str, left: str) -> None:
    """Marks at the edge of a mention are the corpus's slip; the full stop of an abbreviation is not."""
    start, end = without_edges(text, 0, len(text))
    assert text[start:end] == left


# --- other dress ---------------------------------------------------------------------------


def test_swap_replaces_names_by_names() -> None:
    """Only mentions change; what is marked afterwards is a name of the same label, or an office's parts."""
    names, changed = Names(Random(5)), 0
    for _ in range(50):
        new = augment.swap(marked(SENTENCE, Random(1)), names)
        if new is None:
            continue
        changed += 1
        assert new.text.startswith("Menlu ")
        assert new.text.endswith(', "kata dia".')
        assert {label for _, label in words_of(new)} == {"PER", "LOC"}
    assert changed > 30


def test_swap_leaves_unsure_sentences_alone() -> None:
    """Where a name may stand unmarked there is nothing to be learned from replacing another."""
    assert augment.swap(Marked("Budi di Telkom", ((0, 4, "PER"),), ((8, 14),)), Names(Random(1))) is None


@pytest.mark.parametrize(
    ("dress", "text"),
    [
        (augment.in_capitals, 'BUDI TIBA, "KATA DIA" DI SOLO.'),
        (augment.in_lower_case, 'budi tiba, "kata dia" di solo.'),
        (augment.as_headline, 'Budi Tiba, "Kata Dia" di Solo'),
        (augment.with_curly_quotes, "Budi tiba, “kata dia” di Solo."),
    ],
)
def test_dress_keeps_the_marks(dress: object, text: str) -> None:
    """Another case or other quotation marks move no mention."""
    plain = Marked('Budi tiba, "kata dia" di Solo.', ((0, 4, "PER"), (25, 29, "LOC")))
    dressed = dress(plain)  # type: ignore[operator]
    assert dressed.text == text
    assert dressed.mentions == plain.mentions


def test_scenes_are_filled_and_seeded() -> None:
    """No open place is left; weapons are not marked; the same seed writes the same scenes."""
    first, second = (Names(Random(3)).scenes(2) for _ in range(2))
    assert first == second
    weapons = set(items("names.toml", "things", "weapons"))
    for scene in first:
        assert not set(scene.text) & set("{}")
        assert not weapons & {words for words, _ in words_of(scene)}
        assert all(words == words.strip() and words for words, _ in words_of(scene))


def test_scenes_are_our_own(seeds: Path) -> None:
    """No four words in a row are those of a sample article: the model is measured on such articles."""

    def fours(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}

    read_before = set().union(*(fours(p.read_text(encoding="utf-8")) for p in seeds.glob("*.txt")))
    assert read_before
    pieces = re.split(r"\{\w+\}|\n", str(lists("scenes.toml")["lines"]))
    assert not {four for piece in pieces for four in fours(piece)} & read_before


def test_dateline() -> None:
    """Place and outlet of a dateline are marked, and nothing else of it."""
    names = Names(Random(2))
    for _ in range(60):
        line = names.dateline()
        left = line.text
        for words, _ in words_of(line):
            left = left.replace(words, "")
        assert line.mentions
        assert not [c for c in left if c.isalnum()], line.text


# --- treebanks -----------------------------------------------------------------------------

CONLLU = """# text = Ia menyetujuinya.
1	Ia	ia	PRON	_	_	2	nsubj	_	_
2-3	menyetujuinya	_	_	_	_	_	_	_	SpaceAfter=No
2	menyetujui	setuju	VERB	_	_	0	root	_	_
3	nya	nya	PRON	_	_	2	obj:x	_	_
3.1	itu	itu	PRON	_	_	_	_	_	_
4	.	.	PUNCT	_	_	2	punct	_	_

1	Budi	Budi	PROPN	_	_	0	root	_	_
"""


def test_the_words_of_a_treebank_are_whole(tmp_path: Path) -> None:
    """A clitic that the treebank splits off stays on its word; a word that is only thought is none."""
    path = tmp_path / "trees.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    assert treebank_words(path) == [("Ia", "menyetujuinya", "."), ("Budi",)]


# --- packaging -----------------------------------------------------------------------------


def test_what_ships_is_what_packaging_leaves(tmp_path: Path) -> None:
    """The shipped folder, packaged anew, is the same to the last byte: tokenizer, recogniser, credits.

    Only `meta.json` may differ, which says with which spaCy it was packaged.
    """
    package.package(package.SHIPPED, tmp_path / "model")
    files = [p for p in sorted(package.SHIPPED.rglob("*")) if p.is_file() and p.name != "meta.json"]
    assert len(files) > 5
    for path in files:
        again = tmp_path / "model" / path.relative_to(package.SHIPPED)
        assert again.read_bytes() == path.read_bytes(), path.name


# --- figures -------------------------------------------------------------------------------


def test_a_name_counts_whole_and_rightly_labelled() -> None:
    """Precision, recall and F over exact stretches; a wrong label is both a miss and a false find."""
    nlp = blank("id")
    text = Marked("Budi di Solo", ((0, 4, "PER"), (8, 12, "LOC")))
    doc = to_doc(nlp, Marked(text.text, ((0, 4, "PER"), (8, 12, "ORG"))))
    right, found, there = count_names([text], [doc])
    assert (right.total(), found.total(), there.total()) == (1, 2, 2)
    assert scores(1, 2, 2) == (0.5, 0.5, 0.5)
    assert scores(0, 0, 2) == (0.0, 0.0, 0.0)


# --- register of office-holders --------------------------------------------------------------


def test_the_register_keeps_names_that_tell_a_country() -> None:
    """Under its country stands every name in Latin letters of two words, but nobody of two countries."""
    rows = [
        {"country": "PL", "person": "Jan Nowák, Lord of Kielce"},
        {"country": "PL", "person": "Jan Nowak"},
        {"country": "", "person": "Karim Danial"},
        {"country": "PL", "person": "Igor Samsonov"},
        {"country": "RU", "person": "Igor Samsonov"},
        {"country": "RU", "person": "Oleg"},
        {"country": "JP", "person": "伊藤 伸彰"},
    ]
    told = [line for line in register(rows).splitlines() if not line.startswith("#")]
    assert told == ["[-]", "Karim Danial", "[PL]", "Jan Nowak"]
