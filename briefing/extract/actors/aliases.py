"""Two names of one person, where the article says so: "Riduan alias Hambali", "X, juga dikenal sebagai Y"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.extract.sentences.chunks import Chunk, ChunkKind, Row

FILLING = frozenset({",", "(", "yang", "juga", "lebih", "atau", "dan"})
"""What may stand between a name and the words that lead to the other one."""
REACH = 9
"""Words between the two names at most."""


def other_name(line: Row, parts: Sequence[Chunk], at: int) -> int | None:
    """The place among the chunks of the other name that the article gives the bearer of this one."""
    for step in range(at + 1, len(parts)):
        if parts[step].begin - parts[at].end > REACH:
            return None
        if parts[step].kind is ChunkKind.NAME:
            between = [line.low(i) for i in range(parts[at].end, parts[step].begin)]
            said = " ".join(w for w in between if w not in FILLING)
            return step if said in line.vocabulary.aliases else None
        if parts[step].kind not in (ChunkKind.WORD, ChunkKind.MARK):
            return None
    return None


def other_names(lines: Sequence[tuple[Row, tuple[Chunk, ...]]]) -> Iterator[tuple[int, int]]:
    """Where two names of one person begin in the article, the first before the other."""
    for line, parts in lines:
        if line.sentence.titled:
            continue
        for at, chunk in enumerate(parts):
            other = other_name(line, parts, at) if chunk.kind is ChunkKind.NAME else None
            if other is not None:
                yield line.words[chunk.begin].start, line.words[parts[other].begin].start
