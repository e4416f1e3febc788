"""The figures of docs/scorecard.md: `python -m training.evaluate CORPORA`, all from raw text.

Names count where start, end and label are the corpus's own. Tags and dependencies are scored as in the
CoNLL shared tasks: F over tokens, a token being right only where its characters are the same.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Hashable, Iterable
from pathlib import Path
from random import Random

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from training import corpora, treebank
from training.convert import SEED, without_edges
from training.marked import Marked, marked
from training.package import SHIPPED

HERE = Path(__file__).parent
NAMES = {
    "idner test": "ner/idner-news-2k/test.txt",
    "nerui, fold 1": "ner/nerui/nerui.test.01.tsv",
    "NERGrit valid": "ner/nergrit/valid_preprocess.txt",
}
TREES = {"gsd": "ud/gsd-test.conllu", "csui": "ud/csui-test.conllu"}
LABELS = ("PER", "ORG", "LOC")
RELATIONS = ("nsubj", "obj", "obl", "nmod", "ccomp", "parataxis", "appos", "flat", "conj")


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("corpora", type=Path)
    options.add_argument("--model", type=Path, default=SHIPPED)
    given = options.parse_args()
    nlp = spacy.load(given.model)
    print_names(nlp, given.corpora)
    if "parser" in nlp.pipe_names:
        print_trees(nlp, given.corpora)


# --- names ---------------------------------------------------------------------------------


def print_names(nlp: Language, folder: Path) -> None:
    """Precision, recall and F over all mentions, and F of each label."""
    print("| test part | sentences | mentions | precision | recall | F | " + " | ".join(LABELS) + " |")
    print("|---|---|---|---|---|---|" + "---|" * len(LABELS))
    parsing = [name for name in ("tok2vec", "morphologizer", "parser") if name in nlp.pipe_names]
    with nlp.select_pipes(disable=parsing):
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


# --- trees ---------------------------------------------------------------------------------


def print_trees(nlp: Language, folder: Path) -> None:
    """UPOS, UAS and LAS beside published figures, then F of the relations that the reading uses."""
    published = tomllib.loads((HERE / "published.toml").read_text(encoding="utf-8"))
    print("\n| test part | model | UPOS | UAS | LAS |\n|---|---|---|---|---|")
    tables = {}
    for name, path in TREES.items():
        counts = count_trees(nlp, [tree for _, tree in treebank.read(folder / path)])
        tables[name] = counts
        found, there = counts["found"].total(), counts["there"].total()
        ours = [100 * scores(counts[kind].total(), found, there)[2] for kind in ("tag", "head", "both")]
        for model, figures in [("this one", ours), *published[name].items()]:
            print(f"| {name} | {model} | " + " | ".join(f"{x:.2f}" for x in figures) + " |")
    print("\n| test part | " + " | ".join(RELATIONS) + " |\n|---|" + "---|" * len(RELATIONS))
    for name, c in tables.items():
        each = (scores(c["both"][r], c["found"][r], c["there"][r])[2] for r in RELATIONS)
        print(f"| {name} | " + " | ".join(f"{f:.2f}" for f in each) + " |")


def count_trees(nlp: Language, trees: list[treebank.Tree]) -> dict[str, Counter[Hashable]]:
    """Tokens by relation: to be found, found, with the right tag, head, and head and relation."""
    counts: dict[str, Counter[Hashable]] = {k: Counter() for k in ("there", "found", "tag", "head", "both")}
    texts = ["".join(t.form + " " * t.space for t in tree).rstrip() for tree in trees]
    for tree, doc in zip(trees, nlp.pipe(texts), strict=True):
        spans, at = [], 0
        for token in tree:
            spans.append((at, at + len(token.form)))
            at += len(token.form) + token.space
        wanted = {s: (t.tag, spans[t.head], t.relation) for s, t in zip(spans, tree, strict=True)}
        counts["there"].update(relation for _, _, relation in wanted.values())
        for token in doc:
            if token.is_space:
                continue
            span = (token.idx, token.idx + len(token))
            head = (token.head.idx, token.head.idx + len(token.head))
            counts["found"][token.dep_] += 1
            if span not in wanted:
                continue
            tag, right_head, relation = wanted[span]
            counts["tag"][relation] += token.pos_ == tag
            counts["head"][relation] += head == right_head
            counts["both"][relation] += head == right_head and token.dep_ == relation
    return counts


def scores(right: int, found: int, there: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    precision, recall = right / found if found else 0.0, right / there if there else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


if __name__ == "__main__":
    main()
