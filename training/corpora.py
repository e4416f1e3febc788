"""Corpora with one word and its label a line, what their labels mean here, and the words of treebanks.

The corpora and their licences are named in `briefing/language/id/model/CREDITS.md`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

# Labels of the corpora that mean one of ours; TIME and QUANTITY mean none.
LABELS = {
    "PER": "PER", "PERSON": "PER", "PPL": "PER",
    "LOC": "LOC", "LOCATION": "LOC", "PLACE": "LOC", "PLC": "LOC",
    "ORG": "ORG", "ORGANIZATION": "ORG", "ORGANISATION": "ORG",
}  # fmt: skip

# NERP's products, events and foods may hold a body's name: neither a mention nor certainly none.
UNSURE = frozenset({"IND", "EVT", "FNB", "NNP"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and their labels, as a corpus file has them ("B-PER", "O")."""

    words: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def key(self) -> str:
        """What is left when case, spaces and marks are gone: the same for every form of a sentence.

        NERP's training part holds 321 of idner's test sentences, in lower case: such a key finds them.
        """
        return re.sub(r"[^a-z0-9]", "", "".join(self.words).lower())


def read(path: Path) -> list[Sentence]:
    """The sentences of a file: word first, label last on a line, an empty line between sentences."""
    sentences, words, labels = [], [], []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        parts = line.split("\t") if "\t" in line else line.split()
        if not line.strip():
            if words:
                sentences.append(Sentence(tuple(words), tuple(labels)))
            words, labels = [], []
        elif len(parts) > 1 and parts[0].strip():
            words.append(parts[0].strip())
            labels.append(parts[-1].strip())
    return sentences


def treebank_words(path: Path) -> list[tuple[str, ...]]:
    """The words of each sentence of a CoNLL-U file, as they are written: clitics are not split off."""
    sentences: list[tuple[str, ...]] = []
    words: list[str] = []
    split = 0  # the number of the last part of a word that is written as one ("2-3")
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        number, _, rest = line.partition("\t")
        if not line.strip():
            if words:
                sentences.append(tuple(words))
            words, split = [], 0
        elif "-" in number and line[0] != "#":
            split = int(number.partition("-")[2])
            words.append(rest.partition("\t")[0])
        elif number.isdecimal() and int(number) > split:
            words.append(rest.partition("\t")[0])
    return sentences


def mentions(labels: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """(first word, word after the last, label without B- and I-), in order."""
    found: list[tuple[int, int, str]] = []
    for at, label in enumerate(labels):
        kind = label.partition("-")[2]
        if not kind:
            continue
        if label.startswith("I-") and found and found[-1][1:] == (at, kind):
            found[-1] = (found[-1][0], at + 1, kind)
        elif label.startswith("B-"):
            found.append((at, at + 1, kind))
    return found


def proper_nouns_unsure(sentence: Sentence, tags: Sentence) -> Sentence:
    """The sentence with its unlabelled proper nouns as unsure: NERP marks hardly any organisation.

    `tags` is the same sentence from the part-of-speech files ("B-NNP").
    """
    labels = tuple(
        "B-NNP" if label == "O" and tag.endswith("NNP") else label
        for label, tag in zip(sentence.labels, tags.labels, strict=True)
    )
    return Sentence(sentence.words, labels)
