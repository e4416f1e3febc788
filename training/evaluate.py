"""The figures of the model in docs/scorecard.md: `python -m training.evaluate CORPORA`, all from raw text.

Names count where start, end and label are the corpus's own.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Hashable, Iterable
from pathlib import Path
from random import Random

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from training import corpora
from training.convert import SEED, without_edges
from training.marked import Marked, marked
from training.package import SHIPPED

NAMES = {
    "idner test": "ner/idner-news-2k/test.txt",
    "nerui, fold 1": "ner/nerui/nerui.test.01.tsv",
    "NERGrit valid": "ner/nergrit/valid_preprocess.txt",
}
LABELS = ("PER", "ORG", "LOC")


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("corpora", type=Path)
    options.add_argument("--model", type=Path, default=SHIPPED)
    given = options.parse_args()
    print_names(spacy.load(given.model), given.corpora)


def print_names(nlp: Language, folder: Path) -> None:
    """Precision, recall and F over all mentions, and F of each label."""
    print("| test part | sentences | mentions | precision | recall | F | " + " | ".join(LABELS) + " |")
    print("|---|---|---|---|---|---|" + "---|" * len(LABELS))
    for name, path in NAMES.items():
        texts = [marked(s, Random(SEED)) for s in corpora.read(folder / path)]
        right, found, there = count_names(texts, nlp.pipe(t.text for t in texts))
        p, r, f = scores(right.total(), found.total(), there.total())
        each = (scores(right[label], found[label], there[label])[2] for label in LABELS)
        rest = " | ".join(f"{x:.3f}" for x in (p, r, f, *each))
        print(f"| {name} | {len(texts)} | {there.total()} | {rest} |")


def count_names(
    texts: Iterable[Marked], docs: Iterable[Doc]
) -> tuple[Counter[Hashable], Counter[Hashable], Counter[Hashable]]:
    """Mentions by label: found rightly, found, and to be found."""
    right: Counter[Hashable] = Counter()
    found: Counter[Hashable] = Counter()
    there: Counter[Hashable] = Counter()
    for text, doc in zip(texts, docs, strict=True):
        wanted = {(*without_edges(text.text, a, b), label) for a, b, label in text.mentions}
        given = {(e.start_char, e.end_char, e.label_) for e in doc.ents}
        there.update(label for *_, label in wanted)
        found.update(label for *_, label in given)
        right.update(label for *_, label in wanted & given)
    return right, found, there


def scores(right: int, found: int, there: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    precision, recall = right / found if found else 0.0, right / there if there else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


if __name__ == "__main__":
    main()
