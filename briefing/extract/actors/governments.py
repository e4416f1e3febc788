"""Where a country's name, or its capital's, stands for the country as one that acts: not for a place.

"Moskow selalu mengadvokasi …" and "hubungan dengan Pyongyang" are governments; "di Moskow", "ke
Pyongyang" and "Wina, Austria" are places. A war or operation "di Suriah" touches the country itself.
"""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.extract.sentences.chunks import Chunk, ChunkKind, Row
from briefing.lexicon import Entry, Lexicon, load
from briefing.lexicon.countries import FormKind, countries

VERB = re.compile(r"(?:me|ber|di|ter)[a-z]{3,}$")
HOME = "ID"
"""Jakarta is where most articles are written, and nearly always a place."""
WEAK = "country:capital-of"
AUXILIARY = frozenset({"akan", "telah", "sudah", "tidak", "siap"})
BETWEEN = frozenset({"juga", "kembali", "selalu", "sama", "mungkin"})


def reads_as_country(line: Row, chunk: Chunk, parts: tuple[Chunk, ...], at: int) -> str | None:
    """The rule by which a country chunk names an actor; none where it is a mere place."""
    mention = chunk.mention
    if mention is None or _place(line, chunk, parts, at):
        return None
    if mention.kind is not FormKind.CAPITAL:
        return f"country:{mention.kind.value}"
    return _acts(line, chunk)


def _place(line: Row, chunk: Chunk, parts: tuple[Chunk, ...], at: int) -> bool:
    before = line.low(chunk.begin - 1)
    if before == "di":
        return not _war_before(line, chunk.begin - 1)
    if before != "," or at < 2 or _speaks(line, chunk.end):
        return False
    near = parts[at - 2]
    if near.kind not in (ChunkKind.NAME, ChunkKind.COUNTRY):
        return False
    ahead = {line.low(i) for i in range(max(0, near.begin - 2), near.begin)}
    return bool(ahead & {"di", "ke", "dari", "wilayah", "kota"})


def _war_before(line: Row, at: int) -> bool:
    return any(line.low(i) in line.vocabulary.wars for i in range(max(0, at - 3), at))


def _acts(line: Row, chunk: Chunk) -> str | None:
    """The rule by which a capital stands for a government: before a verb, or behind a noun or "dengan".

    Behind a noun ("kesepakatan Paris") it may yet be a place: that rule needs the country named elsewhere.
    """
    before, after = line.low(chunk.begin - 1), line.low(chunk.end)
    if before in line.vocabulary.place_before or (chunk.begin == 0 and line.text(chunk.end) in "-–—(,"):
        return None
    joined = after in ("dan", "-", "serta") and line.country(chunk.end + 1)
    joined = joined or (before in ("dan", "-") and line.country(chunk.begin - 2))
    if chunk.mention and chunk.mention.code == HOME:
        return WEAK if joined else None
    if after in AUXILIARY | BETWEEN or (VERB.match(after) and after not in line.vocabulary.place_before):
        return "country:capital"
    if _speaks(line, chunk.end):
        return "country:capital"
    behind = before.isalpha() and not line.cap(chunk.begin - 1)
    return WEAK if joined or behind else None


def _speaks(line: Row, end: int) -> bool:
    """Whether a verb of saying follows, one word between: "Moskow | terus menampik", "Tokyo | khawatir"."""
    verbs, after = line.vocabulary.verbs, line.low(end)
    if verbs.match(line.words, end):
        return True
    adverb = after.isalpha() and not line.cap(end) and after not in line.vocabulary.place_before
    return adverb and after != "yang" and verbs.match(line.words, end + 1) is not None


def fires(entry: Entry, text: str) -> bool:
    """Whether a form of an entry of `countries.toml` is read in the text as its country names an actor."""
    from briefing.extract.sentences.reading import example_lines

    lexicon = _lexicon()
    if entry.get("kind") == "glued":
        return any(m.end < len(text) and text[m.end].isalpha() for m in countries("id").find(text))
    found = [
        (line, chunk, parts, at)
        for line, parts in example_lines(text, lexicon)
        for at, chunk in enumerate(parts)
    ]
    if entry.get("kind") == "place":
        return any(w in text for w in entry.words) and not any(c.mention for _, c, _, _ in found)
    for line, chunk, parts, at in found:
        office = chunk.office.country if chunk.office else None
        body = chunk.body.country if chunk.body else None
        held = office or body
        if held and held[2] == entry.get("code"):
            return True
        words = line.sentence.words[chunk.begin : chunk.end]
        named = chunk.mention and chunk.mention.code == entry.get("code") and words
        if named and reads_as_country(line, chunk, parts, at):
            return True
    return False


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return load("id")
