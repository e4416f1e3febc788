"""How an article vouches for what it tells: reported, claimed, planned, failed, denied or hypothetical."""

from __future__ import annotations

from briefing.extract.events.roles import Sentence
from briefing.lexicon import Entry
from briefing.model import Status

REACH = 8
"""So many items before what it governs a marker may stand, unless its entry says otherwise."""
FARTHEST = 25
ENDS = frozenset('.;:!?"“”')
CLINGING = frozenset({"auxiliary", "quantifier", "classifier", "adjective", "service"})
"""Roles of what may stand between a negation and the noun that it denies."""
Told = tuple[Status, tuple[int, int] | None]


def status_at(row: Sentence, head: int, first: int, last: int, *, event: bool = True) -> Told:
    """The status of what `head` tells in its phrase from `first` to `last`, and the words that tell it.

    The nearest marker before it that governs it wins, or one right behind an event; a sentence end, a
    quotation mark, or a word that takes for real what follows ("menghentikan") cuts the search off.
    """
    if event and (behind := _behind(row, last + 1)) is not None:
        return behind
    place = head
    while place > max(0, head - FARTHEST):
        if place <= first and (row[place - 1].low in ENDS or _parts(row, place - 1)):
            break
        if step := row.back(place, "no status"):
            place -= step
            continue
        if row.back(place, "factual"):
            break
        step = row.back(place, "status")
        if step and _governs(row, place, head, entry := row.marker(place - step, place)):
            return Status(entry.get("status")), (row[place - step].start, row[place - 1].stop)
        place -= step or 1
    return Status.REPORTED, None


def _parts(row: Sentence, comma: int) -> bool:
    """Whether a comma parts two clauses, and no two items of a list."""
    ahead = comma + 1 + row.run(comma + 1, "quantifier")
    item = row[ahead] if ahead < len(row) else row[comma]
    listed = item.entries or item.number or item.mention or item.kind in ("designation", "name")
    joined = row.run(comma + 1, "and") or row.run(comma + 1, "inclusive")
    return row[comma].low == "," and not (listed or joined)


def _governs(row: Sentence, after: int, head: int, entry: Entry) -> bool:
    """Whether a marker that ends before the place `after` holds for the head."""
    if row.run(after, "definite"):
        return False  # "usulan itu"
    if head - after >= int(entry.get("reach", str(REACH))):
        return False
    if entry.get("scope") != "next":
        return True
    verb = after
    while verb < head and (step := row.run(verb, "auxiliary")):
        verb += step
    acts = row.verb(verb)
    if entry.get("before") == "verb" and not acts:
        return False
    between = verb + int(acts and verb < head)
    while between < head:
        number = row[between].number
        if number is not None and not number.counts:
            return False
        step = int(number is not None) or max(row.run(between, role) for role in CLINGING)
        step = step or int(bool(row[between].entries))
        if not step:
            return False
        between += step
    return True


def _behind(row: Sentence, at: int) -> Told | None:
    """ "latihan militer itu | akhirnya dibatalkan"."""
    after = at
    while after - at <= 2 and (step := row.run(after, "definite") or row.run(after, "auxiliary")):
        after += step
    for place in (at, after):
        step = row.run(place, "status behind")
        if step:
            entry = row.marker(place, place + step, "status behind")
            return Status(entry.get("status")), (row[place].start, row[place + step - 1].stop)
    return None
