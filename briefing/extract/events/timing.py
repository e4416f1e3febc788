"""The day of a military detail, as far as its sentence tells it."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extract.events.phrases import ITEMS, Phrase
from briefing.extract.events.roles import Sentence
from briefing.lexicon.dates import DateMention

DAY = len("2017-12-08")
CUTS = frozenset('"“”;')
REACH = 8
"""So many items before a day a word may stand that makes it a bound ("sejak")."""
BEHIND = 3
"""So many items behind a toll the attack that caused it may begin."""
TRAIL = 5
"""So many pieces behind an event a week or month may follow that dates it."""


def day_of(phrase: Phrase, told: Sequence[Phrase]) -> tuple[str, int, int] | None:
    """ISO date and span: the phrase's own date, or one of its sentence that no verb of saying parts from it.

    A month or year inside another phrase belongs to that phrase alone ("sejak invasi pada 2022"), and
    dates no thing, only an event.
    """
    own = phrase.date or next((i.date for i in phrase.inner if i.date is not None), None)
    own = own or _of_cause(phrase, told)
    if own is not None:
        return own.value, own.start, own.end
    row = phrase.row
    near: list[tuple[int, DateMention]] = []
    for at, piece in enumerate(row):
        if piece.date is None or (len(piece.date.value) < DAY and not _free(phrase, at, told)):
            continue
        if _bounds(row, at, phrase.head):
            continue
        saying = at < phrase.head and _of_saying(row, at) and not _reported(phrase, at)
        if saying or _anothers(phrase, piece.date, told):
            continue
        low, high = sorted((at, phrase.head))
        if _reported(phrase, at) or not any(
            row.run(p, "report") or row[p].low in CUTS for p in range(low + 1, high)
        ):
            near.append((abs(at - phrase.head), piece.date))
    if not near:
        return None
    _, date = min(near, key=lambda n: n[0])
    return date.value, date.start, date.end


def _bounds(row: Sentence, at: int, head: int) -> bool:
    """Whether it only tells since when, or is the day of what something else came after.

    "per 3 Juni"; "Sejak invasi pada 24 Februari 2022, Rusia menembakkan …" dates no missile.
    """
    for place in range(at, max(-1, at - REACH), -1):
        if place <= head < at or (place < at and row[place].kind == "mark"):
            return False
        if row.back(place, "bound"):
            return True
    return False


def _of_cause(phrase: Phrase, told: Sequence[Phrase]) -> DateMention | None:
    """The day of the attack that killed: "menewaskan 20 orang dalam serangan | pada 2023"."""
    if phrase.kind != "casualties":
        return None
    causes = (p for p in told if p.kind == "strike" and phrase.first <= p.first <= phrase.last + BEHIND)
    return next((p.date for p in causes if p.date is not None), None)


def _of_saying(row: Sentence, at: int) -> bool:
    """Whether a verb of saying stands before it in its clause: "kata pejabat itu | pada Selasa, …"."""
    for place in range(at - 1, max(-1, at - 1 - TRAIL), -1):
        if row[place].kind == "mark" or row.run(place, "that"):
            return False
        if row.run(place, "report"):
            return True
    return False


def _anothers(phrase: Phrase, date: DateMention, told: Sequence[Phrase]) -> bool:
    """Whether it dates another event: "Rusia, yang menginvasi Ukraina pada 24 Februari, menargetkan …"."""
    if phrase.kind in ITEMS or phrase.kind == "casualties":
        return False
    return any(p.date == date and p.kind not in ITEMS and p is not phrase for p in told)


def _free(phrase: Phrase, at: int, told: Sequence[Phrase]) -> bool:
    """Whether a month or year may date this event: it stands in no other phrase, and before it."""
    taken = any(p is not phrase and p.first <= at <= p.last for p in told)
    return phrase.kind not in ITEMS and not taken and (at < phrase.head or _trails(phrase, at, told))


def _trails(phrase: Phrase, at: int, told: Sequence[Phrase]) -> bool:
    """Whether it follows close behind: "serangan udara AS di dekat Sarmada, Suriah, | pekan lalu"."""
    between = any(phrase.last < p.head < at for p in told)
    close = phrase.last < at <= phrase.last + TRAIL
    return close and not between and all(p.kind != "term" for p in phrase.row[phrase.last + 1 : at])


def _reported(phrase: Phrase, at: int) -> bool:
    """ "New Delhi mengatakan pada Jumat bahwa Pakistan menembakkan …": a launch is news of its day.

    Only where the verb follows with no "telah" or "akan" that would set it at another time.
    """
    row = phrase.row
    if phrase.kind not in ("test", "strike") or phrase.entry.get("form") != "verb" or at + 1 >= len(row):
        return False
    between = row[at + 2 : phrase.head]
    return row.run(at + 1, "that") > 0 and all(p.mention is not None for p in between) and bool(between)
