"""Runs of capitalised words that may be somebody's name, and where in a longer run the name begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefing.extract.sentences.chunks import PERSON, Row
from briefing.extract.sentences.vocabulary import ARTICLES, Vocabulary, Word, spelled
from briefing.extract.sentences.wording import Sentence, plural
from briefing.lexicon.register import registered
from briefing.lexicon.spelling import tokens

LONGEST = 6
AHEAD = 8
"""What stands between an office and its holder's name has no more words than this."""
SYLLABLE = 5
"""No Korean syllable has more letters."""
CLINGING = 6
"""A capitalised word with a clinging possessive that is longer than this is no name ("Tujuannya")."""
DERIVED = 8
"""A longer word that looks like a verb only begins a sentence with its capital ("Diindikasikan")."""
SHORT = 2
"""Two capitals are initials ("RZ Panca Putra"); more are a body ("KPUD")."""
INITIAL = re.compile(r"(?:[A-Z]\.?){1,3}$|[A-Z][a-z]?\.$")
LETTERS = re.compile(r"[^\W\d_]+(?:[-'’‘ʼ.]{1,2}[^\W\d_]+)*\.?$")
QUOTES = frozenset("\"'“”‘’")

# What speaks for a place in a run of capitalised words as the beginning of a person's name (see `border`).
KNOWN, LABELLED, GIVEN, ALONE, LEFT, BODILY, NOTHING = 4, 3, 2, 4, 1, -3, -1
LENGTHS = {1: -1, 2: 2, 3: 1, 4: 0}
"""What a name of so many words has by itself; a longer one has less than nothing."""
BEHIND = 4
"""What a place must have where the person is named behind the run, after a comma or a rank."""


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
    word, vocabulary, low = line.words[at], line.vocabulary, line.low(at)
    if not word.cap:
        return low in ARTICLES and line.cap(at + 1)
    if plural(word.text) or not (LETTERS.match(word.text) or INITIAL.match(word.text)):
        return False
    if low in line.solo and not word.loud:
        return True
    if low in vocabulary.things or low in vocabulary.region_heads or _noun(line, at):
        return False
    # A country's name within a sea's or a paper's; one that is read as a first name stands in the list.
    if word.text in vocabulary.lands and all(begin != at for begin, _, _ in line.sentence.countries):
        return False
    # What else opens sentences may be a first name: "Gubernur Odesa | Oleh Kiper".
    given = low in vocabulary.given and not word.opens and line.cap(at + 1)
    if (low in vocabulary.openers and not given) or (word.opens and low in vocabulary.nouns):
        return False
    return vocabulary.forms.possessive_stem(low) == low or len(low) <= CLINGING


def _noun(line: Row, at: int) -> bool:
    """Whether a sentence begins with a common noun: the article has it in lower case, or "itu" follows."""
    word = line.words[at]
    if not word.opens:
        return False
    verb = len(word.low) > DERIVED and line.vocabulary.is_verb(word.low)
    return verb or word.low in line.common or line.low(at + 1) in line.vocabulary.pointers


def _further(line: Row, begin: int, at: int) -> int:
    """How many words from here on belong to the name that began before; 0 where it ends."""
    word, vocabulary = line.words[at], line.vocabulary
    if word.text == "-" and at - begin > 1 and _syllable(line, begin, at + 1):
        return 2
    if word.low in vocabulary.particles and not word.cap:
        step = 1 + (line.low(at + 1) in vocabulary.particles or line.text(at + 1) == "-")
        return step + 1 if line.cap(at + step) else 0
    if word.text in QUOTES and line.text(at + 2) in QUOTES and line.cap(at + 1):
        return 4 if line.cap(at + 3) else 0
    return int(_part(line, at))


def _syllable(line: Row, begin: int, at: int) -> bool:
    """Whether a word behind a hyphen closes a Korean name ("Kim Jong - un")."""
    low, korean = line.low(at), line.low(begin) in line.vocabulary.family_first
    return low in line.vocabulary.syllables or (korean and low.isalpha() and len(low) <= SYLLABLE)


def _part(line: Row, at: int) -> bool:
    word, vocabulary = line.words[at], line.vocabulary
    if not word.cap or line.country(at) or word.low in vocabulary.things or plural(word.text):
        return False
    if word.low in vocabulary.starts:
        known = vocabulary.organisations.match(line.words, at) or vocabulary.outlets.match(line.words, at)
        if known:
            return known[0] == at + 1 and not word.loud and not line.words[at - 1].opens
        if vocabulary.heads.match(line.words, at) or vocabulary.ranks.match(line.words, at):
            return word.low in line.solo
    return bool(LETTERS.match(word.text) or INITIAL.match(word.text))


def first_name(words: Sequence[Word], begin: int, end: int, vocabulary: Vocabulary, *, behind: bool) -> bool:
    """Whether a country's or capital's name is a first name here: "kata Georgia Malone".

    `behind`: another country's name stands right before it ("Taiwan Wellington Nowak").
    """
    alone = end == begin + 1 and (words[begin].low in vocabulary.given or behind)
    if not alone or not words[end : end + 1] or not words[end].cap:
        return False
    ends = vocabulary.region_tails | vocabulary.things | vocabulary.domains
    land = words[end].text in vocabulary.lands or words[end].low in ends
    return not land and (behind or not words[max(0, begin - 1)].cap or begin == 0)


def border(line: Row, begin: int, *, needs: bool = False, serves: bool = False) -> int:
    """Where a person's name begins in the capitalised words behind an office; their end where none does.

    "Lemdiklat Polri | Budi Santoso", "Lingkar Madani | Ray Rangkuti". Each place is weighed by what stands
    before and behind it. `needs`: the office says little without a body, one is likely to stand first;
    `serves`: who is named behind it may be the one served ("pengacara X, Y").
    """
    end = begin
    while end - begin < AHEAD and _runs(line, begin, end):
        end += 1
    if end == begin:
        return begin
    best, at = max((_weight(line, begin, at, end, needs=needs), -at) for at in range(begin, end))
    return -at if best > (BEHIND if _named_behind(line, end, serves=serves) else NOTHING) else end


def _runs(line: Row, begin: int, at: int) -> bool:
    """Whether the run of words goes on: a capital, a particle or "dan" between two, no body or rank."""
    vocabulary, words = line.vocabulary, line.words
    if line.country(at) or line.cap(at):
        tables = (vocabulary.ranks, vocabulary.honorifics, vocabulary.heads, vocabulary.organisations)
        other = line.country(at) or any(t.match(words, at) for t in tables)
        return line.low(at) in line.solo or not other
    joins = line.low(at) in vocabulary.joins and _bodily(line, at - 1) and _bodily(line, at + 1)
    return at > begin and line.cap(at + 1) and (joins or line.low(at) in vocabulary.particles)


def _named_behind(line: Row, end: int, *, serves: bool) -> bool:
    """Whether the person is named behind the run: after a rank, a body, a bracket or a comma."""
    vocabulary, bracket, country = line.vocabulary, line.abbreviation(end), line.country(end)
    if (bracket and line.words[end + 1].loud) or (country and line.cap(country[0])):
        return True
    at = end + (line.text(end) == ",")
    if any(t.match(line.words, at) for t in (vocabulary.ranks, vocabulary.heads, vocabulary.organisations)):
        return True
    if serves or at == end or line.low(at) in vocabulary.openers or vocabulary.offices.match(line.words, at):
        return False
    behind = name_at(line, at) or at
    many = behind - at >= SHORT or line.low(at) in line.solo
    ends = line.text(behind) in (",", "(", ".") or line.low(behind) in vocabulary.inside
    return many and (ends or vocabulary.verbs.match(line.words, behind) is not None)


def _weight(line: Row, begin: int, at: int, end: int, *, needs: bool) -> int:
    """What speaks for a name that begins here and ends with the run, the words before it being a body's."""
    words, vocabulary = line.words[at:end], line.vocabulary
    if not line.cap(at) or not _starts(line, at):
        return BODILY
    stop, label = line.labels.get(at, (0, ""))
    alone = [w.low in line.solo for w in words]
    total = KNOWN * (vocabulary.known.match(line.words, at) is not None)
    total += KNOWN * (registered(tokens(spelled(words))) is not None)
    total += LABELLED * (label == PERSON and stop <= end)
    total += LABELLED * (at > begin and line.label(begin, at) not in ("", PERSON))
    near = ((b, line.labels.get(b, (0, ""))) for b in range(max(0, at - AHEAD), at))
    inside = next((b for b, (e, said) in near if said == PERSON and at < e), at)
    titled = at == begin and vocabulary.offices.match(line.words, inside) is not None
    total += LABELLED if titled else -LABELLED * (begin <= inside < at)
    first = words[1] if len(words) > 1 and INITIAL.match(words[0].text) else words[0]
    total += GIVEN * (first.low in vocabulary.given or first.low in vocabulary.family_first)
    total += ALONE if alone[0] else LEFT if alone[-1] else -ALONE * any(alone)
    total += LENGTHS.get(len(words), NOTHING)
    total += BODILY * sum(_bodily(line, i) for i in range(at, end))
    for i in range(begin, at):
        personal = line.low(i) in line.solo or line.low(i) in vocabulary.given
        total += LEFT if _bodily(line, i) else BODILY + NOTHING if personal else NOTHING
    return total + (LEFT if at == begin and not needs else NOTHING if at == begin else 0)


def _bodily(line: Row, at: int) -> bool:
    """Whether a word is one of bodies and places, not of persons."""
    word, vocabulary = line.words[at], line.vocabulary
    if word.low in line.solo:
        return False
    if (word.loud and len(word.text) > SHORT) or line.domain(at) or vocabulary.regions.match(line.words, at):
        return True
    return any(word.low in w for w in (vocabulary.region_heads, vocabulary.foreign, vocabulary.things))


def solos(sentences: Iterable[Sentence], vocabulary: Vocabulary, common: frozenset[str]) -> frozenset[str]:
    """Single capitalised words that speak by themselves ("kata Budi,", "Bima menyebut"), case-folded.

    They tell where a name begins behind an office: "Ketua Umum Perpada Hasnan Wiraga" is later "Hasnan".
    """
    found = set()
    for sentence in (s for s in sentences if not s.titled):
        placed = {i for b, e, _ in sentence.countries for i in range(b, e)}
        for at, word in enumerate(sentence.words):
            alone = word.cap and at not in placed and _alone(sentence.words, at, vocabulary)
            if alone and _says(sentence.words, at, vocabulary, common):
                found.add(word.low)
    return frozenset(found)


def _alone(words: Sequence[Word], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a capitalised word stands with none beside it."""
    word = words[at]
    if not LETTERS.match(word.text) or (word.loud and len(word.text) > 1):
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
    if any(t.match(words, at) for t in tables) or (at > 0 and words[at - 1].low in vocabulary.place_heads):
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
    if word.opens and (word.low in common or vocabulary.forms.possessive_stem(word.low) != word.low):
        return False
    return bool(vocabulary.verbs.match(words, at + 1) and vocabulary.is_active(words[at + 1].low))
