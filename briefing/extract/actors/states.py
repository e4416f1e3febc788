"""Where a country's name, or its capital's, stands for the country as one that acts: not for a place.

"Moskow selalu mengadvokasi …" and "hubungan dengan Pyongyang" are governments; "di Moskow", "ke
Pyongyang" and "Wina, Austria" are places. A war or operation "di Suriah" touches the country itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.extract.actors.people import Line, speaks
from briefing.extract.sentences.chunks import Chunk, ChunkKind, Row
from briefing.lexicon.countries import FormKind

WEAK = "country:capital-of"
"""A capital behind a noun ("kesepakatan Paris"): a country only where it is named elsewhere too."""


def states(lines: Sequence[Line]) -> Iterator[tuple[str, int, int, str]]:
    """Every mention of a country that acts or is dealt with: its code, offsets, and the rule that says so."""
    for line, parts in lines:
        for at, chunk in enumerate(parts):
            rule = reads_as_country(line, parts, at)
            if chunk.mention and rule:
                yield chunk.mention.code, chunk.mention.start, chunk.mention.end, rule
            weak = chunk.body.country if chunk.body and chunk.body.weak else None
            for inside, why in ((_own_country(chunk), "country:office"), (weak, "country:service")):
                if inside and line.country(inside[0]):
                    begin, end, code = inside
                    yield code, line.words[begin].start, line.words[end - 1].end, why


def _own_country(chunk: Chunk) -> tuple[int, int, str] | None:
    """The country that an office phrase names outside the name of its body."""
    office = chunk.office
    if office is None or office.country is None:
        return None
    body = office.body
    within = body is not None and not body.weak and body.begin <= office.country[0] < body.end
    return None if within else office.country


def reads_as_country(line: Row, parts: Sequence[Chunk], at: int) -> str | None:
    """The rule by which a country chunk names an actor; none where it is a mere place."""
    chunk = parts[at]
    if chunk.mention is None or _place(line, parts, at):
        return None
    if chunk.mention.kind is not FormKind.CAPITAL:
        return f"country:{chunk.mention.kind.value}"
    return _acts(line, chunk)


def _place(line: Row, parts: Sequence[Chunk], at: int) -> bool:
    chunk, vocabulary = parts[at], line.vocabulary
    before = chunk.begin - 1
    if line.low(before) in vocabulary.inside:
        return not any(line.low(i) in vocabulary.wars for i in range(max(0, before - 3), before))
    if line.text(before) != "," or at < 2 or speaks(line, chunk.end):
        return False
    near = parts[at - 2]
    if near.kind not in (ChunkKind.NAME, ChunkKind.COUNTRY):
        return False
    heads = vocabulary.place_before if near.kind is ChunkKind.NAME else vocabulary.place_heads
    return any(line.low(i) in heads for i in range(max(0, near.begin - 2), near.begin))


def _acts(line: Row, chunk: Chunk) -> str | None:
    """The rule by which a capital stands for a government: before a verb, or behind a noun or "dengan"."""
    vocabulary = line.vocabulary
    before, after = line.low(chunk.begin - 1), line.low(chunk.end)
    if before in vocabulary.place_before or (chunk.begin == 0 and line.text(chunk.end) in "-–—(,"):
        return None
    joins = {*vocabulary.joins, "-"}
    joined = (after in joins and line.country(chunk.end + 1)) or (
        before in joins and line.country(chunk.begin - 2)
    )
    if chunk.mention and chunk.mention.code == vocabulary.home:
        # The seat of government at home is where most articles are written, and nearly always a place.
        return WEAK if joined else None
    verb = vocabulary.is_verb(after) and after not in vocabulary.place_before
    verb = verb or vocabulary.verbs.match(line.words, chunk.end) is not None
    if verb or after in vocabulary.adverbs or speaks(line, chunk.end):
        return "country:capital"
    return WEAK if joined or (before.isalpha() and not line.cap(chunk.begin - 1)) else None
