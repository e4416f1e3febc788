"""Runs of capitalised words that may be somebody's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefing.extract.sentences.chunks import Row
from briefing.extract.sentences.spacing import plural
from briefing.extract.sentences.vocabulary import ARTICLES, Vocabulary, Word
from briefing.extract.sentences.wording import Sentence

LONGEST = 6
PLACES = frozenset({"di", "ke", "wilayah", "kota"})
SYLLABLE = 5
"""No Korean syllable has more letters."""
DERIVED_LENGTH = 8
DERIVED = re.compile(r"(?:di|ter|me|ber|se|ke|pe)[a-z]{3,}(?:kan|i|an|nya)$")
"""Verbs and nouns with prefix and suffix: with a capital they only begin a sentence ("Diindikasikan")."""
SONYA = 6
"""A capitalised word in -nya that is longer than this is no name ("Tujuannya")."""
INITIAL = re.compile(r"(?:[A-Z]\.?){1,3}$|[A-Z][a-z]?\.$")
LETTERS = re.compile(r"[^\W\d_]+(?:[-'’‘ʼ.][^\W\d_]+)*\.?$")


def name_at(line: Row, at: int) -> int | None:
    """The end of the run of name words that starts here; none where no name can start."""
    if not _starts(line, at):
        return None
    end = at + 1
    while end < len(line.words) and end - at < LONGEST:
        step = _further(line, at, end)
        if not step:
            break
        end += step
    return end


def _starts(line: Row, at: int) -> bool:
    word, vocabulary = line.words[at], line.vocabulary
    if not word.cap or (not LETTERS.match(word.text) and not INITIAL.match(word.text)):
        return word.low in ARTICLES and line.cap(at + 1) if not word.cap else False
    if word.low in line.solo and not word.loud:
        return True
    if word.low in vocabulary.things:
        return False
    if word.low in vocabulary.openers and not _given(line, at):
        return False
    if word.low in vocabulary.region_heads or _noun(line, at):
        return False
    if plural(word.text) or (word.opens and word.low in vocabulary.nouns):
        return False
    return not (word.low.endswith("nya") and len(word.low) > SONYA)


def _given(line: Row, at: int) -> bool:
    """Whether what else opens sentences is a first name here: "Gubernur Odesa | Oleh Kiper"."""
    word = line.words[at]
    behind = line.cap(at + 1) and line.country(at + 1) is None
    return bool(word.low in line.vocabulary.given and not word.opens and behind)


def _noun(line: Row, at: int) -> bool:
    """Whether a sentence begins with a common noun: the article has it in lower case, or "itu" follows."""
    word = line.words[at]
    if not word.opens:
        return False
    if len(word.low) > DERIVED_LENGTH and DERIVED.match(word.low):
        return True
    return word.low in line.common or line.low(at + 1) in ("itu", "tersebut", "ini")


def _further(line: Row, begin: int, at: int) -> int:
    """How many words from here on belong to the name that began before; 0 where it ends."""
    word, vocabulary = line.words[at], line.vocabulary
    if word.text == "-" and at - begin > 1 and _syllable(line, begin, at + 1):
        return 2
    if word.low in vocabulary.particles and not word.cap:
        step = 2 if line.low(at + 1) in vocabulary.particles or line.text(at + 1) == "-" else 1
        return step + 1 if line.cap(at + step) and _part(line, at + step) else 0
    return int(_part(line, at))


def _syllable(line: Row, begin: int, at: int) -> bool:
    """Whether a lower-case word behind a hyphen closes a Korean name ("Kim Jong - un")."""
    low = line.low(at)
    if low in line.vocabulary.syllables:
        return True
    korean = line.low(begin) in line.vocabulary.family_first
    return korean and low.isalpha() and not line.cap(at) and len(low) <= SYLLABLE


def _part(line: Row, at: int) -> bool:
    word, vocabulary = line.words[at], line.vocabulary
    if not word.cap or line.country(at) or word.low in vocabulary.things or plural(word.text):
        return False
    if word.low not in vocabulary.starts:
        return bool(LETTERS.match(word.text) or INITIAL.match(word.text))
    known = vocabulary.organisations.match(line.words, at) or vocabulary.outlets.match(line.words, at)
    if known:
        return known[0] == at + 1 and not word.loud and not line.words[at - 1].opens
    if vocabulary.heads.match(line.words, at) or vocabulary.ranks.match(line.words, at):
        return word.low in line.solo
    return bool(LETTERS.match(word.text) or INITIAL.match(word.text))


def solos(sentences: Iterable[Sentence], vocabulary: Vocabulary, common: frozenset[str]) -> frozenset[str]:
    """Single capitalised words that speak by themselves ("kata Budi,", "Bima menyebut"), case-folded.

    They tell where a name begins behind an office: "Ketua Umum Perpada Hasnan Wiraga" is later "Hasnan".
    """
    found = set()
    for sentence in sentences:
        if sentence.titled:
            continue
        placed = {i for b, e, _ in sentence.countries for i in range(b, e)}
        for at, word in enumerate(sentence.words):
            if (
                word.cap
                and at not in placed
                and _alone(sentence.words, at, vocabulary)
                and _says(sentence.words, at, vocabulary, common)
            ):
                found.add(word.low)
    return frozenset(found)


def _alone(words: Sequence[Word], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a capitalised word stands with none beside it."""
    word = words[at]
    if not word.cap or not LETTERS.match(word.text) or (word.loud and len(word.text) > 1):
        return False
    last = words[at - 1] if at else word
    before = at == 0 or not last.cap or (last.opens and last.low in vocabulary.openers)
    return before and (at + 1 == len(words) or not words[at + 1].cap)


def _says(words: Sequence[Word], at: int, vocabulary: Vocabulary, common: frozenset[str]) -> bool:
    """Whether a word is the subject of a reporting verb, and can be a person's name."""
    word = words[at]
    if any(word.low in vocabulary.pronouns[kind].words() for kind in ("person", "several")):
        return False
    tables = (vocabulary.organisations, vocabulary.outlets, vocabulary.heads)
    if any(t.match(words, at) for t in tables) or (at > 0 and words[at - 1].low in PLACES):
        return False
    office = vocabulary.offices.match(words, at)
    if office and office[1].get("kind") == "office":
        return False
    if at > 0 and vocabulary.roots.match(words, at - 1) and not words[at - 1].cap:
        return True
    if word.low in vocabulary.openers or word.low in vocabulary.things:
        return False
    if office or vocabulary.honorifics.match(words, at):
        return False
    if word.opens and (word.low in common or word.low.endswith("nya")):
        return False
    after = vocabulary.verbs.match(words, at + 1)
    return bool(after and _active(words[at + 1].low))


def _active(verb: str) -> bool:
    return verb.startswith(("me", "ber")) or verb in ("bilang", "minta")
