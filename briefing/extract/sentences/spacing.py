"""Words that a tokenised text writes with blanks around their hyphen, put together again.

Articles that went through a tokenizer have "Al - Masri", "aset - aset", "Abdul - Malik" for "Al-Masri",
"aset-aset", "Abdul-Malik". Such a word is compared without the blanks and printed with them, as the
article has it. "AS - Korsel" and "Trump - Putin" stay two names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.extract.sentences.vocabulary import Vocabulary, Word, word

HYPHEN = "-"
SUFFIXES = ("", "nya", "ku", "mu", "an", "lah", "kah")
"""What may follow the second half of a doubled word ("sekutu-sekutunya")."""
PREFIXED = 2
"""A doubled stem may have a prefix of at least so many letters before its first half ("disebut-sebut")."""
PERSON = "PER"


def rejoined(
    words: Sequence[Word], vocabulary: Vocabulary, said: Sequence[tuple[int, int, str]]
) -> Iterator[Word]:
    """The words of a sentence, those that a hyphen between blanks cuts in one piece again.

    `said` are the recogniser's labels: it takes "Abdul - Malik" for one person's name.
    """
    at = 0
    while at < len(words):
        joint = at + 1 < len(words) - 1 and words[at + 1].text == HYPHEN
        if joint and _one(words[at], words[at + 2], vocabulary, said) and _blanks(words[at : at + 3]):
            yield _together(words[at], words[at + 2])
            at += 3
        else:
            yield words[at]
            at += 1


def spaced(joined: Word) -> bool:
    """Whether the article writes this word with blanks around its hyphen."""
    return joined.end - joined.start > len(joined.text)


def plural(text: str) -> bool:
    """Whether a word is a common noun doubled, whatever its capital: "Aset-aset", "Obat-obatan".

    >>> plural("Obat-obatan"), plural("Jong-un"), plural("Perangin-Angin")
    (True, False, False)
    """
    left, _, right = text.partition(HYPHEN)
    return right.islower() and _doubled(left.casefold(), right)


def _blanks(three: Sequence[Word]) -> bool:
    return three[0].end < three[1].start and three[1].end < three[2].start


def _together(left: Word, right: Word) -> Word:
    whole = word(f"{left.text}{HYPHEN}{right.text}", left.start, opens=left.opens)
    return whole._replace(end=right.end, cap=left.cap or right.cap)


def _one(left: Word, right: Word, vocabulary: Vocabulary, said: Sequence[tuple[int, int, str]]) -> bool:
    """Whether the hyphen is within one word: behind an Arabic article, in a doubled word, in a first name."""
    if left.mark or right.mark or left.loud:
        return False
    if right.cap and left.low in vocabulary.articles:
        return True
    named = left.cap and right.cap
    first = left.low in vocabulary.given and _within(left, right, said)
    return (named and (first or left.low in vocabulary.compounds)) or _doubled(left.low, right.low)


def _doubled(left: str, right: str) -> bool:
    stem = next((right.removesuffix(s) for s in SUFFIXES if right.removesuffix(s) == left), "")
    return bool(stem) or (
        len(right) > PREFIXED and left.endswith(right) and len(left) - len(right) >= PREFIXED
    )


def _within(left: Word, right: Word, said: Sequence[tuple[int, int, str]]) -> bool:
    return any(label == PERSON and start <= left.start and right.end <= end for start, end, label in said)
