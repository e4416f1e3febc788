"""Reports by a noun or a passive: "pengakuan X bahwa …", "melayangkan protes atas …", "dikatakan X, …"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.extract.claims import asides, relays, speakers
from briefing.extract.claims.drafts import Span

if TYPE_CHECKING:
    from briefing.extract.claims.reported import Reader

OF = re.compile(r"\s+(?:resmi\s+|terbaru\s+|keras\s+)?(?:dari\s+|oleh\s+)?", re.IGNORECASE)
JOINT = 120
"""Letters between a noun that reports and what joins it with its content."""
PHRASE = 10
"""Words of a speaker's name between them."""


def with_object(reader: Reader, match: re.Match[str]) -> None:
    """ "X melayangkan protes (kepada Y) atas …"."""
    entry = reader.cues.entry(match["cue"])
    named = reader.doer(match.start(), weak=True)
    over = reader.cues.over.match(reader.frame, match.end(), reader.high)
    if entry is not None and named is not None and over is not None:
        reader.add((over.end(), reader.end(over.end())), entry, match.span("cue"), named, "object")


def told(reader: Reader, match: re.Match[str]) -> None:
    """ "Dikatakan X, …": a passive that leads on (one that points back is a pointer)."""
    entry = reader.cues.entry(match["cue"])
    as_told = reader.cues.as_told.search(reader.frame, reader.done, match.start())
    if entry is None or (reader.frame[reader.done : match.start()].strip() and not as_told):
        return
    start = by.end() if (by := reader.cues.by.match(reader.frame, match.end(), reader.high)) else match.end()
    alone = match["nya"] or (bool(entry.values.get("alone")) and reader.frame[start : start + 1] == ",")
    named = None if alone else speakers.after(reader.frame, start, reader.high, reader.cues, reader.known)
    if not alone and (
        named is None or not reader.names(named, entry) or relays.outlet(reader.frame, named, reader.cues)
    ):
        return
    end = named[1] if named else start
    if as_told and (left := asides.left(reader.text, reader.done, as_told.start(), reader.cues)) is not None:
        reader.add(left, entry, match.span("cue"), named, "told")
        return
    found = asides.behind_aside(reader.text, end, reader.high, reader.cues, reader.known)
    if found is not None:
        reader.add(found, entry, match.span("cue"), named, "told")


def closing(reader: Reader, match: re.Match[str]) -> None:
    """ "…, demikian laporan X": a noun behind the content, and whose it is."""
    entry = reader.cues.entry(match["cue"])
    noun = reader.cues.statement.match(reader.frame, match.end(), reader.high)
    if entry is None or noun is None or reader.frame[reader.done : match.start()].rstrip()[-1:] != ",":
        return
    start = asides.to_name(reader.frame, match.end(), reader.high, reader.cues, reader.known)
    named = speakers.after(reader.frame, start, reader.high, reader.cues, reader.known)
    left = asides.left(reader.text, reader.done, match.start(), reader.cues)
    if named is not None and left is not None and reader.names(named, entry):
        reader.add(left, entry, match.span("cue"), named, "closing")
        reader.at = reader.done = max(reader.at, named[1])


def noun(reader: Reader, match: re.Match[str], *, inner: bool = False) -> None:
    """ "pengakuan X bahwa …", "pengumuman X yang menyatakan …"."""
    entry = reader.cues.entry(match["cue"])
    joint = reader.cues.joint.search(reader.frame, match.end(), min(reader.high, match.end() + JOINT))
    if entry is None or joint is None:
        return
    of = OF.match(reader.frame, match.end(), joint.start())
    start = of.end() if of else match.end()
    words = reader.frame[start : joint.start()].rstrip(" ,")
    span = (start, start + len(words))
    if (
        not reader.known.any(*span)
        or len(words.split()) > PHRASE
        or "," in words
        or reader.cues.verb.search(words)
    ):
        return
    reader.add((joint.end(), reader.end(joint.end())), entry, match.span("cue"), span, "noun", inner=inner)


def disputed(reader: Reader, found: Span) -> None:
    """The words that a speaker disputes: "mempertanyakan tuduhan X yang menyebut …" tells both."""
    match = reader.cues.noun.match(reader.frame, *found)
    if match is not None:
        at = reader.at
        noun(reader, match, inner=True)
        reader.at = reader.done = at
