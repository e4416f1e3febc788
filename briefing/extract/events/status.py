"""How far the text vouches for what it tells: reported, claimed, planned, failed, denied, hypothetical.

The words that say so are one list (status.toml), and one walk back from what is told finds them, for events
and for military details alike: the nearest that governs it wins; where a clause ends, or a word takes for
real what follows ("menghentikan serangan"), the walk ends too.
"""

from __future__ import annotations

from briefing.extract.events.event_words import EventWords
from briefing.extract.events.lines import Line
from briefing.lexicon import Entry
from briefing.model import Status, record

OPEN = "open"
STATUSES = ("failed", "denied", "planned", "hypothetical", "claimed", OPEN)
"""The roles of the words that tell a status before what they govern."""
PLAIN = "no status"
"""Words that begin like a marker and are none: "tidak hanya", "selain itu"."""
REACH = 8
"""So many words before what it governs a marker may stand, unless its entry says otherwise."""
FARTHEST = 25
FAR = 20
"""So many words before a clause a plan may stand that it belongs to."""
CLINGING = (*("that", "auxiliary", "between", "light"), *("arm", "band", "describing"), *STATUSES)
"""Roles of what may stand between a marker and the verb or noun right behind it."""
BEHIND = 3
"""So many words may stand between a noun and the verb that says what became of it."""


@record
class Standing:
    """The status of what is told and the words that tell it, as places in its line."""

    status: Status = Status.REPORTED
    marker: tuple[int, int] | None = None
    open: bool = False
    """Whether the text leaves it open, so that no event is told."""


@record
class Marker:
    """Words `begin` to `end` of a line that tell a status, with their entry."""

    begin: int
    end: int
    role: str
    entry: Entry

    @property
    def standing(self) -> Standing:
        """What it makes of that which it governs."""
        told = self.entry.get("status")
        if not told:
            return Standing(open=True)
        return Standing(status=Status(told), marker=(self.begin, self.end), open=self.role == OPEN)


def standing(line: Line, at: int, floor: int, words: EventWords, *, event: bool = True) -> Standing:
    """The status of the verb or noun at a word that the nearest marker before it tells, down to `floor`."""
    place = at
    while place > max(floor, at - FARTHEST):
        plain = words.back(PLAIN, line.words, place)
        if plain < place:
            place = plain
            continue
        if _parts(line, place - 1, at, words) or words.back("factual", line.words, place) < place:
            return Standing()
        marker = _marker(line, place, words)
        counted = marker is not None and (marker.begin in line.numbers or place in line.numbers)
        # What only leaves an event open says nothing of a thing, or of a number ("hampir | 100 drone").
        says = marker is not None and (marker.entry.get("status") or (event and not counted))
        if marker is not None and says and _governs(line, marker, at, words):
            return _governed(line, marker, floor, words)
        place = marker.begin if marker is not None else place - 1
    return Standing()


def _parts(line: Line, at: int, told: int, words: EventWords) -> bool:
    """Whether a new clause begins behind a word: a relative, or a comma that joins no items of a list."""
    if line.low(at) == ",":
        return at < told - 1 and at + 1 not in line.numbers
    return words.at("relative", line.words, at) > at


def _marker(line: Line, end: int, words: EventWords) -> Marker | None:
    """The longest marker that ends before the place `end`."""
    found = {r: b for r in STATUSES if (b := words.back(r, line.words, end)) < end}
    if not found:
        return None
    role = min(found, key=lambda r: found[r])
    match = words.roles[role].match(line.words, found[role])
    return Marker(begin=found[role], end=end, role=role, entry=match[1]) if match else None


def _governs(line: Line, marker: Marker, at: int, words: EventWords) -> bool:
    """Whether a marker holds for the verb or noun at a place behind it."""
    entry = marker.entry
    if words.at("definite", line.words, marker.end) > marker.end:
        return False  # "usulan itu"
    if at - marker.end >= int(entry.get("reach", str(REACH))):
        return False
    if marker.role == Status.PLANNED and words.back("done", line.words, at) < at:
        return False  # "rencana itu | sudah disetujui"
    return entry.get("scope") != "next" or _leads(line, marker.end, at, words, entry.get("before"))


def _leads(line: Line, begin: int, at: int, words: EventWords, before: str) -> bool:
    """Whether nothing stands between but names, numbers, one verb and what clings to it.

    "diduga | menyerang", "menuduh | militer Israel | menyerang"; "sopir diduga maling | ditangkap" is not.
    """
    verbs = 0
    while begin < at:
        step = begin + 1
        if begin in line.named:
            step = line.named[begin].end
        elif begin in line.dates:
            step = line.dates[begin][0]
        elif begin in line.numbers:
            if not line.numbers[begin][1].counts:
                return False
            step = line.numbers[begin][0]
        elif begin in line.terms:
            step = line.terms[begin][0]
        elif (clinging := max(words.at(role, line.words, begin) for role in CLINGING)) > begin:
            step = clinging
        elif words.things(line, begin):
            step = begin + 1
        elif words.forms.is_active(line.low(begin)) and not verbs:
            verbs = 1
        elif begin not in line.places:
            return False
        begin = step
    active, passive = words.forms.is_active(line.low(at)), words.forms.is_passive(line.low(at))
    return active or not before or (before == "verb" and (passive or verbs > 0))


def _governed(line: Line, found: Marker, floor: int, words: EventWords) -> Standing:
    """What a word before a plan makes of it, names between: "batal | akan", "apakah | Iran | akan"."""
    told = found.standing
    if told.open or told.status not in (Status.PLANNED, Status.HYPOTHETICAL) or found.begin <= floor:
        return told
    end = found.begin
    while (before := _marker(line, end, words)) is None and end in line.named_to:
        end = line.named_to[end].begin
    if before is None or before.begin < floor:
        return told
    return before.standing if told.status is Status.PLANNED or before.role == Status.DENIED else told


def behind(line: Line, end: int, words: EventWords) -> Standing | None:
    """What is said behind a noun's phrase of what became of it: "pertemuan itu | batal", "akan digelar".

    A plan of anything but its being held leaves it open, as does what it is said to be ("adalah").
    """
    for at in range(end, min(end + BEHIND, len(line.words))):
        if words.at("is", line.words, at) > at:
            return Standing(open=True)
        if not line.words[at].text.isalpha() or words.forms.is_active(line.low(at)):
            return None
        match = words.roles["behind"].match(line.words, at)
        if match is not None:
            acts = words.forms.is_active(line.low(match[0]))  # "perundingan itu gagal | mencapai …"
            status = Status(match[1].get("status"))
            return None if acts else Standing(status=status, marker=(at, match[0]))
        ends = {words.at(role, line.words, at): role for role in STATUSES}
        after = max(ends)
        if after > at and words.at(PLAIN, line.words, at) < after:
            entry = words.roles[ends[after]].match(line.words, at)
            marker = Marker(begin=at, end=after, role=ends[after], entry=entry[1]) if entry else None
            held = words.at("light passive", line.words, after) > after
            return marker.standing if marker is not None and held else Standing(open=True)
    return None


def awaited(line: Line, begin: int, words: EventWords) -> bool:
    """Whether a clause tells what is to be done before or after something planned: "akan …, setelah | …"."""
    if words.at("after", line.words, begin) == begin:
        return False
    near = range(max(0, begin - FAR), begin)
    return any(words.at("planned", line.words, at) > at for at in near)


def conditional(line: Line, words: EventWords) -> bool:
    """Whether the sentence has a condition: nothing in it is told as having happened."""
    return any(words.at("if", line.words, at) > at for at in range(len(line.words)))


def asks(line: Line) -> bool:
    """Whether the sentence is a question, which tells nothing."""
    return any("?" in w.text for w in line.words[-2:])
