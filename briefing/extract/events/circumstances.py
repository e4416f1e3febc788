"""Where and on which day an event was, where its own clause says so and nothing else there could have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.extract.events.event_words import EventWords
from briefing.extract.events.lines import Line
from briefing.lexicon.dates import DateMention

FAR = 40
"""No place or day is looked for farther than so many words from the cue."""
NOUNS = 3
"""So many words may stand between "di" and the place: "di wilayah utara | Suriah"."""
YEAR = 4
DAY = len("2017-12-08")
CUTS = frozenset('"“”;')
BOUND = 8
"""So many words before a day a word may stand that makes it a bound ("sejak")."""
SAID = 5
"""So many words before a day the verb of saying may stand that it belongs to."""
PHRASE = ("describing", "against")
KEPT = ("hits", "light passive", "between", "auxiliary", "measured", *PHRASE)
"""Verbs with these roles belong to the event before them."""
Own = Sequence[tuple[int, int]]
"""The words of a line that tell the event itself: its verb, its toll."""


def place(line: Line, at: int, end: int, words: EventWords, own: Own) -> tuple[int, int] | None:
    """The words of the place that "di" names behind the cue, before another clause, verb or comma."""
    end = min(end, at + FAR, len(line.words))
    while at < end:
        after = words.at("at", line.words, at)
        if after > at:
            found = place_at(line, after, words)
            if found is None and any(words.at("at", line.words, i) > i for i in range(after, after + NOUNS)):
                at = after
                continue
            return None if found and _again(line, found[1], words) else found
        caused = words.back("cause", line.words, at) < at
        noun = not caused and any(c.form == "noun" for c in words.cues(line.words, at, headline=False))
        away = words.at("away", line.words, at) > at
        if away or (noun and not _within(at, own)) or line.low(at) == "," or _elsewhere(line, at, words, own):
            return None
        at = _over(line, at, own)
    return None


def _again(line: Line, at: int, words: EventWords) -> bool:
    """Whether another "di" and place follow: "di Kampung Melayu | di Bandung"."""
    after = words.at("at", line.words, at)
    return after > at and place_at(line, after, words) is not None


def _within(at: int, own: Own) -> bool:
    return any(begin <= at < end for begin, end in own)


def opening(line: Line, begin: int, words: EventWords) -> tuple[int, int] | None:
    """The place that a clause opens with: "Di Homs, …"."""
    after = words.at("at", line.words, begin)
    found = place_at(line, after, words) if after > begin else None
    return found if found is not None and line.low(found[1]) == "," else None


def place_at(line: Line, at: int, words: EventWords) -> tuple[int, int] | None:
    """The place named here, with the larger one behind a comma: "Homs, Suriah"."""
    begin = at
    while at - begin < NOUNS and (step := words.at("near", line.words, at)) >= line.places.get(at, at + 1):
        at = step
    if at not in line.places:
        return None
    first = begin if begin == at or line.words[begin].cap else at
    end = _whole(line, line.places[at])
    while line.low(end) == "," and end + 1 in line.places and not _listed(line, line.places[end + 1], words):
        end = line.places[end + 1]
    another = line.low(end) == "," and end + 1 in line.places
    return None if _listed(line, end, words) or another else (first, end)


def _whole(line: Line, end: int) -> int:
    """The end of a place's name, whose last words the recogniser may have missed: "Tanjakan | Emen"."""
    while not line.headline and end < len(line.words) and line.words[end].cap:
        if end in line.named or end in line.dates or end in line.places:
            break
        end += 1
    return end


def _listed(line: Line, at: int, words: EventWords) -> bool:
    """Whether a list of places goes on here: then none of them alone is the place."""
    joins = any(words.at(role, line.words, at) > at for role in ("joint", "range"))
    return joins and at + 1 in line.places


def day(line: Line, span: tuple[int, int], cue: int, words: EventWords, own: Own) -> DateMention | None:
    """The day or month of an event, if exactly one in its own clause can be.

    Before the cue it stands in the clause that begins with `span`, behind it before any other verb.
    """
    found = [*_before(line, span[0], cue, words), *_behind(line, cue, span[1], words, own)]
    return found[0] if len(found) == 1 else None


def _before(line: Line, begin: int, cue: int, words: EventWords) -> Iterator[DateMention]:
    if words.tells(line.words, begin):
        return
    for at in range(max(begin, cue - FAR), cue):
        if words.tells(line.words, at) or words.at("relative", line.words, at) > at:
            return
        if at in line.dates and _dates(line, at, cue, words):
            yield line.dates[at][1]


def _behind(line: Line, cue: int, end: int, words: EventWords, own: Own) -> Iterator[DateMention]:
    at, end = cue, min(end, cue + FAR, len(line.words))
    while at < end:
        if at in line.dates:
            if _dates(line, at, cue, words):
                yield line.dates[at][1]
            at = line.dates[at][0]
        elif _elsewhere(line, at, words, own):
            return
        else:
            at = _over(line, at, own)


def _over(line: Line, at: int, own: Own) -> int:
    """The next word, past what belongs to the event."""
    return next((end for begin, end in own if begin <= at < end), at + 1)


def _elsewhere(line: Line, at: int, words: EventWords, own: Own) -> bool:
    """Whether something else begins here: another clause, a relative, another verb, a statement."""
    if _within(at, own):
        return False
    low = line.low(at)
    new = any(words.at(role, line.words, at) > at for role in ("border", "relative"))
    verb = words.forms.is_active(low) or words.forms.is_passive(low)
    kept = any(words.at(role, line.words, at) > at for role in KEPT)
    return new or words.tells(line.words, at) or (verb and not kept and not line.words[at].cap)


def _dates(line: Line, at: int, cue: int, words: EventWords) -> bool:
    """Whether a day or month dates what is told at the cue, and no beginning, end or name of a law."""
    before = words.back("on", line.words, at)
    bounded = words.back("since", line.words, before) < before
    several = range(at, line.dates[at][0])
    if any(words.at("range", line.words, i) > i for i in several):
        return False  # "30 dan 31 Desember"
    return len(line.dates[at][1].value) > YEAR and not (bounded or _bounded(line, at, cue, words))


def _bounded(line: Line, day: int, at: int, words: EventWords) -> bool:
    """Whether it is the day of what something came after: "Sejak invasi pada 24 Februari 2022, …"."""
    if day < at and not any(line.low(i) == "," for i in range(day, at)):
        return False
    for place in range(day, max(-1, day - BOUND), -1):
        if place <= at < day or (place < day and not line.words[place].text.isalnum()):
            return False
        if words.back("bound", line.words, place) < place:
            return True
    return False


def nearest_day(line: Line, at: int, words: EventWords, *, news: bool) -> DateMention | None:
    """The nearest day of a sentence, for what has none in its own clause, if no verb of saying parts them.

    "X mengatakan pada Jumat bahwa Y menembakkan …": a launch is `news` of the day on which it is told, if
    its verb stands in the present.
    """
    near: list[tuple[int, DateMention]] = []
    for begin, (end, date) in line.dates.items():
        if len(date.value) < DAY or not _dates(line, begin, at, words):
            continue
        if news and words.at("that", line.words, end) > end and _names_only(line, end + 1, at):
            near.append((abs(begin - at), date))
        elif not (begin < at and _of_saying(line, begin, words)):
            low, high = sorted((begin, at))
            between = range(low + 1, high)
            after = begin < at and any(words.at("apart", line.words, i) > i for i in between)
            if not after and not any(words.tells(line.words, i) or line.low(i) in CUTS for i in between):
                near.append((high - low, date))
    return min(near, key=lambda n: n[0], default=(0, None))[1]


def _names_only(line: Line, begin: int, end: int) -> bool:
    return begin < end and all(begin in line.named or line.words[i].cap for i in range(begin, end))


def _of_saying(line: Line, at: int, words: EventWords) -> bool:
    """Whether a verb of saying stands before a day in its clause: "kata pejabat itu | pada Selasa, …"."""
    for place in range(at - 1, max(-1, at - 1 - SAID), -1):
        if not line.words[place].text.isalnum() or words.at("that", line.words, place) > place:
            return False
        if words.tells(line.words, place):
            return True
    return False
