"""What the rules hand on: claims before their speakers are known by id."""

from __future__ import annotations

from briefing.lexicon import Entry
from briefing.model import Mode, record

Span = tuple[int, int]


@record
class Draft:
    """A claim as its rule read it. `named` are the words that name the speaker; none where a pronoun
    clings to the cue ("katanya") or the speaker goes on: then `same` holds."""

    start: int
    end: int
    mode: Mode
    rule: str
    entry: Entry | None = None
    cue: Span | None = None
    named: Span | None = None
    same: bool = False
    inner: bool = False
    """It stands within another's claim and takes no turn ("membantah tuduhan X bahwa …")."""
    tail: int = 0
    """Where the attribution behind the content ends, as far as the rule has read it."""


@record
class Pointer:
    """A sentence that tells about what stands before it: "hal itu disampaikan X kepada Y, Kamis (7/12)"."""

    start: int
    end: int
    named: Span | None
    entry: Entry | None = None
    cue: Span | None = None
    """What reports: where the sentence before reports nothing itself, all of it was said."""
