"""What stands between title and body on lines of its own: labels above names, outlets, whoever wrote it.

A page is copied line by line, so that "Reporter: Daniel Wijaya" becomes two lines, and a name that stood in
bold above the date has no label at all. Only there, where nothing but a head is to be expected, such
lines are read; `header_line` reads those that tell by themselves what they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.lexicon import Lexicon
from briefing.lexicon.countries import countries_of
from briefing.model import HeaderReading
from briefing.sources.clean import is_credit_line
from briefing.sources.head import header_line, label_alone, signed_line
from briefing.sources.names import NAME, is_name, spelled
from briefing.sources.outlets import outlet_name

NAMES_BELOW = 3
"""Names on lines of their own that one label may stand above."""
BETWEEN = re.compile(r"\s*[|/,]\s*")
SHORTEST, LONGEST = 2, 4
"""Words of a name that no label tells."""

Told = tuple[HeaderReading, ...]


def head_lines(lines: Sequence[str], text: str, *, lexicon: Lexicon) -> list[Told | None]:
    """What each line above the body tells, nothing where it is only part of the head; none for other lines.

    `text` is that of the report itself: nobody is taken for its author who is named in it.
    """
    told = _labelled(lines, lexicon)
    for n, line in enumerate(lines):
        if told[n] is None:
            told[n] = () if label_alone(line, lexicon=lexicon) else signed_line(line, lexicon=lexicon)
    if any(t is not None for t in told) and not any(
        r.field == "author" for found in told for r in found or ()
    ):
        _read_unlabelled(lines, text, told, lexicon)
    return told


def foot_lines(lines: Sequence[str], *, lexicon: Lexicon) -> list[Told | None]:
    """What each line below the body tells: by itself, by a label beside it, as a name in capitals."""
    told = _labelled(lines, lexicon)
    signed = any(r.field == "author" for found in told for r in found or ())
    if lines and told[-1] is None and not signed:
        told[-1] = _shouted(lines[-1], lexicon)
    return told


def _shouted(line: str, lexicon: Lexicon) -> Told | None:
    """Who signs a report at its foot in capitals, alone or beside an agency: "DEWI KANIA | REUTERS"."""
    pieces = [piece.strip(" .-") for piece in BETWEEN.split(line)]
    names = [piece for piece in pieces if outlet_name(piece, lexicon) is None]
    if not names or not all(p.isupper() and SHORTEST <= len(p.split()) <= LONGEST for p in names):
        return None
    if not all(is_name(piece, lexicon=lexicon) and piece.replace(" ", "").isalpha() for piece in names):
        return None
    rule = "name in capitals at the foot"
    return tuple(HeaderReading(field="author", value=spelled(n), words=line, rule=rule) for n in names)


def _labelled(lines: Sequence[str], lexicon: Lexicon) -> list[Told | None]:
    """What each line tells by itself, or with the label above or below it; none for other lines."""
    told: list[Told | None] = [header_line(line, lexicon=lexicon) or None for line in lines]
    for n, line in enumerate(lines):
        label = label_alone(line, lexicon=lexicon) if told[n] is None else None
        if label is not None:
            _read_named(lines, n, told, label, lexicon)
    return told


def is_head(line: str, lexicon: Lexicon) -> bool:
    """Whether a line is one of a head by itself, whatever stands around it."""
    return bool(header_line(line, lexicon=lexicon) or label_alone(line, lexicon=lexicon))


def _read_named(lines: Sequence[str], n: int, told: list[Told | None], label: str, lexicon: Lexicon) -> None:
    """The names below a label that stands alone; else the one above it ("Dewi Kania", then "Jurnalis")."""
    below = n + 1
    while below < min(len(lines), n + 1 + NAMES_BELOW) and _is_named(lines, below, told, lexicon):
        told[below] = header_line(f"{label}: {lines[below]}", lexicon=lexicon)
        below += 1
    if below == n + 1:
        if not (n and _is_named(lines, n - 1, told, lexicon)):
            return
        told[n - 1] = header_line(f"{label}: {lines[n - 1]}", lexicon=lexicon)
    for m in (n - 1, *range(n + 1, below)):
        found = told[m] if m >= 0 else None
        if found and lines[m] not in {r.words for r in found}:
            told[m] = tuple(replace(r, words=lines[m]) for r in found)
    told[n] = ()


def _is_named(lines: Sequence[str], n: int, told: Sequence[Told | None], lexicon: Lexicon) -> bool:
    """Whether a line that tells nothing by itself is a name, or an outlet, below or above a label."""
    line = lines[n]
    if told[n] is not None or label_alone(line, lexicon=lexicon) or is_credit_line(line, lexicon=lexicon):
        return False
    return is_name(line, lexicon=lexicon) or outlet_name(line, lexicon) is not None


def _read_unlabelled(lines: Sequence[str], text: str, told: list[Told | None], lexicon: Lexicon) -> None:
    """A name without a label, next to another line of the head, is whoever wrote the report."""
    for n, line in enumerate(lines):
        beside = (n and told[n - 1] is not None) or (n + 1 < len(lines) and told[n + 1] is not None)
        captioned = n + 1 < len(lines) and is_credit_line(lines[n + 1], lexicon=lexicon)
        if told[n] is None and beside and not captioned and _is_person(line, text, lexicon):
            told[n] = (HeaderReading(field="author", value=line, words=line, rule="name beside the head"),)
            return


def _is_person(line: str, text: str, lexicon: Lexicon) -> bool:
    """Whether a line is somebody's name: no place, no section of a paper, nobody whom the report names."""
    words = line.split()
    if not (SHORTEST <= len(words) <= LONGEST and NAME.fullmatch(line)) or any(c.isdigit() for c in line):
        return False
    if line in text or any(w.isupper() and len(w.strip(".")) > 1 for w in words):
        return False
    common = {w.casefold() for name in ("bylines", "places") for e in lexicon[name] for w in e.words}
    common |= set(text.split())  # a name is not written small anywhere; the words of a section's title are
    if common & {line.casefold(), *(w.casefold() for w in words)}:
        return False
    return not countries_of(lexicon).find(line)
