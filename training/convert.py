"""The corpora as spaCy training files: `python -m training.convert CORPORA build/training`.

CORPORA is a folder with ner/ and ud/ as `training/README.md` lists them. Everything is drawn from one
seed; the same corpora give the same files.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from briefing.language.pipeline import blank
from training import augment
from training.corpora import Sentence, proper_nouns_unsure, read, treebank_words
from training.marked import Marked, joined, marked
from training.names import Names
from training.truecase import truecase, usual_case

SEED = 7
BETWEEN = (" ", " ", " ", "\n\n", "\n")
EDGES = "\"'“”‘’(),.;: "
HELD_OUT = 60
"""Sentences of each corpus's training part that choose the best of the training's models."""

TREEBANKS = ("gsd-r2.0-train.conllu", "pud.conllu", "csui-train.conllu")
"""They show beside the other corpora how a word is usually capitalised; nothing else of them is used."""


def main() -> None:
    """Convert the corpora."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("corpora", type=Path)
    options.add_argument("out", type=Path)
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    convert_names(given.corpora / "ner", given.corpora / "ud", given.out)


def convert_names(folder: Path, treebanks: Path, out: Path) -> None:
    """names-train, names-dev and the three test files."""
    rng, nlp = Random(SEED), blank("id")
    tests = {
        "idner": read(folder / "idner-news-2k/test.txt"),
        "nerui": read(folder / "nerui/nerui.test.01.tsv"),
        "nergrit": read(folder / "nergrit/valid_preprocess.txt"),
    }
    taken = {s.key for sentences in tests.values() for s in sentences}
    parts = {
        "idner": [*read(folder / "idner-news-2k/train.txt"), *read(folder / "idner-news-2k/dev.txt")],
        "nerui": [*read(folder / "nerui/nerui.train.01.tsv"), *read(folder / "nerui/nerui.dev.01.tsv")],
        "nergrit": read(folder / "nergrit/train_preprocess.txt"),
    }
    parts = {name: [s for s in sentences if s.key not in taken] for name, sentences in parts.items()}
    held_out = [s for sentences in parts.values() for s in sentences[-HELD_OUT:]]
    training = {name: sentences[:-HELD_OUT] for name, sentences in parts.items()}
    taken |= {s.key for s in held_out}
    training = {name: [s for s in kept if s.key not in taken] for name, kept in training.items()}
    texts = [s.words for kept in training.values() for s in kept] + [
        words for name in TREEBANKS for words in treebank_words(treebanks / name)
    ]
    nerp = _nerp(folder / "nerp", taken, usual_case(texts))

    names = Names(rng)
    single = [marked(s, rng) for kept in training.values() for s in kept]
    idner = [marked(s, rng) for s in training["idner"]]
    everything = [*single, *idner, *(marked(s, rng) for s in nerp), *dressed(single, names)]
    rng.shuffle(everything)
    write(out / "names-train.spacy", [to_doc(nlp, group) for group in groups(everything, rng)])
    write(out / "names-dev.spacy", [to_doc(nlp, marked(s, rng)) for s in held_out])
    for name, sentences in tests.items():
        write(out / f"names-test-{name}.spacy", [to_doc(nlp, marked(s, rng)) for s in sentences])


def _nerp(folder: Path, taken: set[str], usual: dict[str, str]) -> list[Sentence]:
    """NERP's training part, without what a test has, with capitals, its unlabelled names unsure."""
    sentences = []
    words = read(folder / "train_preprocess.txt")
    tags = read(folder / "posp.train.txt")
    for sentence, tagged in zip(words, tags, strict=True):
        if sentence.words == tagged.words and sentence.key not in taken:
            sentences.append(proper_nouns_unsure(truecase(sentence, tagged, usual), tagged))
    return sentences


def dressed(sentences: list[Marked], names: Names) -> list[Marked]:
    """The sentences again with other names, datelines, capitals and quotation marks; and our own scenes."""
    rng = names.rng
    swapped = [s for _ in range(2) for s in (augment.swap(one, names) for one in sentences) if s]
    both = sentences + swapped
    curly = [augment.with_curly_quotes(s) for s in rng.sample(both, 2500) if '"' in s.text]
    scenes = names.scenes(12)
    return [
        *swapped,
        *scenes,
        *(augment.with_dateline(s, names) for s in rng.sample(both, 900)),
        *(augment.as_headline(s) for s in rng.sample(both, 900) + rng.sample(scenes, 200)),
        *(augment.in_lower_case(s) for s in rng.sample(sentences, 250)),
        *(augment.in_capitals(s) for s in rng.sample(both, 100)),
        *curly,
    ]


def groups(sentences: list[Marked], rng: Random) -> list[Marked]:
    """The sentences put together as small articles: one to five, in one paragraph or several."""
    grouped, at = [], 0
    while at < len(sentences):
        many = rng.choice((1, 1, 2, 3, 4, 5))
        whole = sentences[at]
        for one in sentences[at + 1 : at + many]:
            whole = joined([whole, one], rng.choice(BETWEEN))
        grouped.append(whole)
        at += many
    return grouped


def to_doc(nlp: Language, sentence: Marked) -> Doc:
    """The text, tokenized as the shipped tokenizer does, with its mentions widened to whole tokens."""
    doc = nlp.make_doc(sentence.text)
    spans: list[Span] = []
    used: set[int] = set()
    for start, end, label in sentence.mentions:
        start, end = without_edges(sentence.text, start, end)
        span = doc.char_span(start, end, label=label, alignment_mode="expand") if start < end else None
        if span is not None and not used.intersection(range(span.start, span.end)):
            spans.append(span)
            used.update(range(span.start, span.end))
    unsure = [doc.char_span(a, b, alignment_mode="expand") for a, b in sentence.unsure if a < b]
    missing = sorted({t.i for span in unsure if span is not None for t in span} - used)
    doc.set_ents(spans, missing=[Span(doc, i, i + 1) for i in missing], default="outside")
    return doc


def without_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without marks at its edges that a corpus let in; a full stop of "Jr." or "Tbk." stays."""
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES and not text[start:end].endswith(("Tbk.", "Jr.")):
        end -= 1
    return start, end


def write(path: Path, docs: list[Doc]) -> None:
    """Leave a training file, and say what is in it."""
    DocBin(docs=docs).to_disk(path)
    names = sum(len(doc.ents) for doc in docs)
    print(f"{path.name}: {len(docs)} texts, {sum(map(len, docs))} tokens, {names} mentions")


if __name__ == "__main__":
    main()
