"""Runs of capitalised words that may be somebody's name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefing.extract.chunks import Row
from briefing.extract.vocabulary import Vocabulary
from briefing.extract.wording import Sentence

LONGEST = 6
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
        return word.low in ("al", "el") and line.cap(at + 1) if not word.cap else False
    if word.low in vocabulary.things or (word.low in vocabulary.syllables and word.opens):
        return False
    if word.low in vocabulary.openers and word.low not in line.solo:
        return False
    return not (word.opens and word.low.endswith("nya") and word.low not in line.solo)


def _further(line: Row, begin: int, at: int) -> int:
    """How many words from here on belong to the name that began before; 0 where it ends."""
    word, vocabulary = line.words[at], line.vocabulary
    if word.text == "-" and line.low(at + 1) in vocabulary.syllables and at - begin > 1:
        return 2
    if word.low in vocabulary.particles and not word.cap:
        step = 2 if line.low(at + 1) in vocabulary.particles else 1
        return step + 1 if line.cap(at + step) and _part(line, at + step) else 0
    return int(_part(line, at))


def _part(line: Row, at: int) -> bool:
    word, vocabulary = line.words[at], line.vocabulary
    if not word.cap or line.country(at) or word.low in vocabulary.things:
        return False
    if vocabulary.organisations.match(line.words, at) or vocabulary.outlets.match(line.words, at):
        return False
    if vocabulary.heads.match(line.words, at) or vocabulary.ranks.match(line.words, at):
        return word.low in line.solo
    return bool(LETTERS.match(word.text) or INITIAL.match(word.text))


def solos(sentences: Iterable[Sentence], vocabulary: Vocabulary) -> frozenset[str]:
    """Single capitalised words that speak by themselves ("kata Budi,", "Bima menyebut"), case-folded.

    They tell where a name begins behind an office: "Ketua Umum Apkasi Mardani Maming" is later "Mardani".
    """
    found = set()
    for sentence in sentences:
        if sentence.titled:
            continue
        words, placed = sentence.words, {i for b, e, _ in sentence.countries for i in range(b, e)}
        for at, word in enumerate(words):
            if (
                at in placed
                or not word.cap
                or not LETTERS.match(word.text)
                or (word.loud and len(word.text) > 1)
            ):
                continue
            if word.low in vocabulary.openers | vocabulary.things | vocabulary.pronouns["person"].words():
                continue
            if vocabulary.organisations.match(words, at) or vocabulary.outlets.match(words, at):
                continue
            if vocabulary.offices.match(words, at) or vocabulary.heads.match(words, at):
                continue
            alone_before = at == 0 or not words[at - 1].cap
            alone_after = at + 1 == len(words) or not words[at + 1].cap
            if not (alone_before and alone_after) or vocabulary.honorifics.match(words, at):
                continue
            after = vocabulary.verbs.match(words, at + 1)
            before = at > 0 and vocabulary.roots.match(words, at - 1)
            if (after and _active(words[at + 1].low)) or before:
                found.add(word.low)
    return frozenset(found)


def _active(verb: str) -> bool:
    return verb.startswith(("me", "ber")) or verb in ("bilang", "minta")
