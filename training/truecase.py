"""Capitals for a corpus that has none (NERP), as the other corpora write the same words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from training.corpora import Sentence

VOWELS = re.compile("[aeiou]")
SMALL = frozenset(("dan", "di", "of", "the", "van", "bin", "binti"))
ENDS = frozenset(".!?")


def usual_case(texts: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """For each word in lower case, the form that it mostly has inside a sentence; at least twice seen."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for words in texts:
        for before, word in pairwise(words):
            if before not in {".", '"', ":", "“", "!", "?"}:
                forms[word.lower()][word] += 1
    return {word: seen.most_common(1)[0][0] for word, seen in forms.items() if seen.total() > 1}


def truecase(sentence: Sentence, tags: Sentence, usual: dict[str, str]) -> Sentence:
    """The sentence with capitals: at its start, and where a word is labelled or tagged a proper noun."""
    words, starts = [], True
    for word, label, tag in zip(sentence.words, sentence.labels, tags.labels, strict=True):
        if label != "O" or tag.endswith("NNP"):
            words.append(_name(word, usual))
        else:
            words.append(word[:1].upper() + word[1:] if starts else word)
        starts = word in ENDS or (starts and not word[0].isalnum())
    return Sentence(tuple(words), sentence.labels)


def _name(word: str, usual: dict[str, str]) -> str:
    known = usual.get(word, word)
    if known != word or word in SMALL:
        return known
    if word.isalpha() and len(word) <= 5 and not VOWELS.search(word):
        return word.upper()
    return word[:1].upper() + word[1:]
