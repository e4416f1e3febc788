"""The day of a military detail, as far as its sentence tells it."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extract.grammar import Grammar
from briefing.extract.phrase import ITEMS, Phrase
from briefing.lexicon.dates import DateMention

DAY = len("2017-12-08")
CUTS = frozenset('"“”;')


def day_of(phrase: Phrase, told: Sequence[Phrase], words: Grammar) -> tuple[str, int, int] | None:
    """ISO date and span: the phrase's own date, or one of its sentence that no verb of saying parts from it.

    A month or year inside another phrase belongs to that phrase alone ("sejak invasi pada 2022"), and
    dates no thing, only an event.
    """
    own = phrase.date or next((i.date for i in phrase.inner if i.date is not None), None)
    if own is not None:
        return own.value, own.start, own.end
    row = phrase.row
    near: list[tuple[int, DateMention]] = []
    for at, piece in enumerate(row):
        if piece.date is None or (len(piece.date.value) < DAY and not _free(phrase, at, told)):
            continue
        low, high = sorted((at, phrase.head))
        if _reported(phrase, at, words) or not any(
            words.run(row, p, "report") or row[p].text in CUTS for p in range(low + 1, high)
        ):
            near.append((abs(at - phrase.head), piece.date))
    if not near:
        return None
    _, date = min(near, key=lambda n: n[0])
    return date.value, date.start, date.end


def _free(phrase: Phrase, at: int, told: Sequence[Phrase]) -> bool:
    """Whether a month or year may date this event: it stands in no other phrase, and before it."""
    taken = any(p is not phrase and p.first <= at <= p.last for p in told)
    return phrase.kind not in ITEMS and not taken and at < phrase.head


def _reported(phrase: Phrase, at: int, words: Grammar) -> bool:
    """ "New Delhi mengatakan pada Jumat bahwa Pakistan menembakkan …": a launch is news of its day.

    Only where the verb follows with no "telah" or "akan" that would set it at another time.
    """
    row = phrase.row
    if phrase.kind not in ("test", "strike") or phrase.entry.get("form") != "verb" or at + 1 >= len(row):
        return False
    between = row[at + 2 : phrase.head]
    return row[at + 1].low == "bahwa" and all(p.nation is not None for p in between) and bool(between)
