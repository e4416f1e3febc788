"""Who does an event and who suffers it: the actors named right before and behind the word that tells it.

Only what the grammar says is taken. Before an active verb stands who does it, behind it who suffers it,
with a passive the other way round. The words between must be known (auxiliaries, days, brackets), and a
name must be a whole noun phrase: "militer Israel" acts for Israel, "warga Israel" does not. Where anything
else stands in between, nobody is named.
"""

from __future__ import annotations

from dataclasses import replace

from briefing.extract.events.circumstances import place_at
from briefing.extract.events.event_words import Cue, EventWords
from briefing.extract.events.lines import Line, Naming
from briefing.extract.events.status import STATUSES
from briefing.extract.sentences.chunks import ChunkKind
from briefing.model import ActorKind, record

OPENS = frozenset(",;:—–-\"“”'‘(")
TITLES = frozenset({ChunkKind.OFFICE, ChunkKind.RANK})
LONGEST_BRACKET = 8
WEAPONS = frozenset({"weapon", "platform", "missile"})
MOST = 6
"""No more actors than these are taken from one list of names."""

Names = tuple[Naming, ...]


@record
class Parts:
    """Doers, targets, and the word behind all that belongs to the cue's own phrase."""

    doers: Names = ()
    targets: Names = ()
    end: int
    someone: bool = False
    """Whether an office or rank follows, whoever holds it: "menahan | Bupati Klaten"."""
    place: tuple[int, int] | None = None
    """Where an object or "ke" names no actor but a place."""


def parts(line: Line, cue: Cue, words: EventWords) -> Parts:
    """Who does and who suffers what a cue tells, by its form; nobody does it to himself."""
    read = _by_form(line, cue, words)
    both = {n.actor.id for n in read.doers} & {n.actor.id for n in read.targets}
    return replace(read, doers=(), targets=()) if both else read


def _by_form(line: Line, cue: Cue, words: EventWords) -> Parts:
    if cue.form == "noun":
        return _of_noun(line, cue, words)
    before = subject(line, cue.begin, words)
    acts = cue.form in ("active", "bare") or cue.entry.get("subject") == "doer"
    speaks = acts and any(n.person for n in before) and _speaks(line, before[-1].end, cue, words)
    if speaks and not cue.is_("personal"):
        before = ()
    if cue.form == "state":
        with_them, end = _partners(line, cue.end, words) if cue.is_("mutual") else ((), cue.end)
        if cue.entry.get("subject") == "doer":
            return Parts(doers=(*before, *with_them), end=end)
        return Parts(targets=before if cue.entry.get("subject") == "target" else (), end=end)
    if cue.form == "passive":
        doers, end = following(line, _over(line, cue.end, words, "by"), words)
        return Parts(doers=doers, targets=before, end=end)
    if cue.entry.values.get("things") is False:
        return Parts(doers=before, end=cue.end)
    targets, end = following(line, cue.end, words)
    where = None
    if cue.is_("toll") and not targets:
        at = _over(line, cue.end, words, "auxiliary")
        where = place_at(line, at, words) if at in line.places and at not in line.named else None
    chunk = line.chunks.get(cue.end)
    someone = chunk is not None and chunk.kind in TITLES
    return Parts(doers=before, targets=targets, end=end, place=where, someone=someone)


def _speaks(line: Line, begin: int, cue: Cue, words: EventWords) -> bool:
    """Whether the person named only says what others do: "juru bicara itu mengancam akan | menyerang"."""
    roles = ("saying", "hypothetical", "claimed")
    return any(words.at(r, line.words, at) > at for r in roles for at in range(begin, cue.begin))


# --- before the verb ---------------------------------------------------------------------------


def subject(line: Line, at: int, words: EventWords) -> Names:
    """The actors whose noun phrase ends before the verb at `at`, auxiliaries put aside."""
    end = _before_auxiliaries(line, at, words)
    found: list[Naming] = []
    listed = False
    while (name := line.named_to.get(end)) is not None and len(found) < MOST:
        if found and found[0].person != name.person:
            return tuple(reversed(found)) if line.low(end) == "," else ()
        found.append(name)
        begin = _phrase_begin(line, name, words)
        joined = _over_joint(line, begin, words, listed=listed)
        if joined == begin or joined not in line.named_to:
            return tuple(reversed(found)) if _opens(line, begin, words) else ()
        listed, end = True, joined
    return ()


def _before_auxiliaries(line: Line, at: int, words: EventWords) -> int:
    """The place behind the subject: "Israel | pada Rabu (2/7) kembali | menyerang"."""
    relative = False
    while at > 0:
        step = words.back("auxiliary", line.words, at)
        if step == at:
            step = line.dates_to.get(at, at)
            if step < at:
                step = min(words.back(role, line.words, step) for role in ("on", "bound"))
        if step == at:
            step = _before_bracket(line, at)
        if step == at and line.low(at - 1) == "," and _dated(line, at, words):
            step = at - 1
        if step == at and words.back("relative", line.words, at) < at and not relative:
            relative, step = True, at - 1
        if step == at:
            for role in (*STATUSES, "saying"):
                step = min(step, words.back(role, line.words, at))
        if step == at:
            return at
        at = step
    return at


def _dated(line: Line, at: int, words: EventWords) -> bool:
    """Whether the comma before `at` stands beside a day: "Israel, Senin (2/7), menyerang"."""
    return at - 1 in line.dates_to or at in line.dates or words.at("on", line.words, at) > at


def _before_bracket(line: Line, at: int) -> int:
    if line.low(at - 1) != ")":
        return at
    for begin in range(at - 2, max(-1, at - LONGEST_BRACKET), -1):
        if line.low(begin) == "(":
            return begin
    return at


def _phrase_begin(line: Line, name: Naming, words: EventWords) -> int:
    """Where the noun phrase of a name begins: with an office or rank, or with what acts for a state."""
    begin = name.begin
    if name.person:
        if (step := words.back("relation", line.words, begin)) < begin:
            return step
        while begin > 0 and (chunk := line.chunks_to.get(begin)) and chunk.kind in TITLES:
            begin = chunk.begin
        while (step := words.back("title", line.words, begin)) < begin:
            begin = step
        return begin
    if (step := words.back("owner", line.words, begin)) < begin:
        begin = step
    arms = _arms(name)
    while (step := min(words.back(role, line.words, begin) for role in arms)) < begin:
        begin = step
    return begin


def _arms(name: Naming) -> tuple[str, ...]:
    """What may act in a name: soldiers and governments a state's, rebels and gunmen only a group's."""
    return ("arm",) if name.actor.kind is ActorKind.COUNTRY else ("arm", "band")


def _opens(line: Line, begin: int, words: EventWords) -> bool:
    """Whether a noun phrase may begin a clause here."""
    if _related(line, begin, words):
        return False
    if begin == 0:
        return True
    low = line.low(begin - 1)
    if low in OPENS:
        placed = low == "," and begin - 1 in line.places_to
        return not placed
    if begin in line.dates_to or words.says(line, begin - 1):
        return True
    border = words.back("border", line.words, begin)
    return border < begin and words.at("including", line.words, border) < begin


def _related(line: Line, at: int, words: EventWords) -> bool:
    """Whether somebody begins here who is another's: "istri", "sekretaris", but no "Sekretaris Jenderal"."""
    end = words.at("relation", line.words, at)
    chunk = line.chunks.get(at)
    return end > at and (chunk is None or chunk.end <= end)


def _over_joint(line: Line, begin: int, words: EventWords, *, listed: bool) -> int:
    """Past "dan", or past a comma inside a list that ends in "dan"; `begin` itself where nothing joins."""
    end = words.back("joint", line.words, begin)
    if end < begin:
        return end - 1 if line.low(end - 1) == "," else end
    if line.low(begin - 1) in ("-", "–", "/") or (listed and line.low(begin - 1) == ","):
        return begin - 1
    return begin


# --- behind the verb ---------------------------------------------------------------------------


def following(line: Line, at: int, words: EventWords) -> tuple[Names, int]:
    """The actors whose noun phrase begins here, and the place behind them."""
    found: list[Naming] = []
    end = at
    begin = _over(line, at, words, "auxiliary")
    while len(found) < MOST:
        name = _named_in(line, begin, words)
        if name is None:
            break
        found.append(name)
        end = _over_bracket(line, name.end)
        begin = _next_listed(line, end, words)
        if begin == end:
            break
    return tuple(found), end


def _named_in(line: Line, at: int, words: EventWords) -> Naming | None:
    """The name of the noun phrase that begins here: "Presiden AS | Donald Trump", "militer | Israel"."""
    if _related(line, at, words):
        return None
    begin, at = at, _over(line, at, words, "title")
    chunk = line.chunks.get(at)
    titled = at > begin
    while chunk is not None and chunk.kind in TITLES:
        titled, at = True, chunk.end
        chunk = line.chunks.get(at)
    name = line.named.get(at)
    if titled:
        return name if name is not None and name.person else None
    if name is None:
        bare, at = at, _over(line, at, words, "arm", "band", "owner")
        name = line.named.get(at)
        if name is None or name.person:
            return None
        return name if "band" in _arms(name) or _over(line, bare, words, "arm", "owner") == at else None
    return name


def _next_listed(line: Line, at: int, words: EventWords) -> int:
    """Past "dan", or a comma that another name and "dan" follow."""
    step = words.at("joint", line.words, at)
    if step > at:
        return step
    if line.low(at) == "," and (name := _named_in(line, at + 1, words)) is not None:
        behind = name.end + (line.low(name.end) == ",")
        return at + 1 if words.at("joint", line.words, behind) > behind else at
    return at


def _over(line: Line, at: int, words: EventWords, *roles: str) -> int:
    """The place behind all words of the roles that stand here."""
    while True:
        step = max(words.at(role, line.words, at) for role in roles)
        if step == at:
            return at
        at = step


def _over_bracket(line: Line, at: int) -> int:
    if line.low(at) != "(":
        return at
    for end in range(at + 1, min(at + LONGEST_BRACKET, len(line.words))):
        if line.low(end) == ")":
            return end + 1
    return at


def _partners(line: Line, at: int, words: EventWords) -> tuple[Names, int]:
    """ "bertemu (dengan) Donald Trump"."""
    step = words.at("with", line.words, at)
    found, end = following(line, step, words)
    return (found, end) if found else ((), at)


# --- around a noun -----------------------------------------------------------------------------


def _of_noun(line: Line, cue: Cue, words: EventWords) -> Parts:
    """ "(Israel melancarkan) serangan udara Israel ke Gaza": who is named behind it, and by which word."""
    doers: list[Naming] = []
    targets: list[Naming] = []
    light = words.back("light", line.words, cue.begin)
    if light < cue.begin or line.headline:
        doers += subject(line, light, words)
    at = _over_kind(line, cue.end, words)
    own, at = following(line, at, words)
    if cue.entry.get("genitive") == "target":
        targets += [name for name in own if name.person]
    elif cue.entry.get("genitive") == "doer":
        doers += own
    where = None
    while (step := _adjunct(line, at, cue, words)) is not None:
        role, names, at = step
        if role == "doer":
            doers += names
        elif role == "target":
            targets += names
        elif role == "place" and where is None:
            where = place_at(line, at, words)
            at = where[1] if where is not None else at
    return Parts(doers=tuple(doers), targets=tuple(targets), end=at, place=where)


def _over_kind(line: Line, at: int, words: EventWords) -> int:
    """Past what says of what kind it is: "serangan | brutal", "serangan | rudal-drone"."""
    at = _over(line, at, words, "describing")
    at = _over_measure(line, at, words)
    while at < len(line.words) and words.things(line, at) & WEAPONS:
        at = line.terms[at][0] if at in line.terms else at + 1
    return _over(line, at, words, "describing")


def _over_measure(line: Line, at: int, words: EventWords) -> int:
    """Past how strong it was: "gempa | berkekuatan 6,2 Skala Richter (SR)"."""
    after = words.at("measured", line.words, at)
    if after == at or after not in line.numbers:
        return at
    after = line.numbers[after][0]
    return _over_bracket(line, _over(line, after, words, "unit"))


def _adjunct(line: Line, at: int, cue: Cue, words: EventWords) -> tuple[str, Names, int] | None:
    """What follows the noun: (doer, target, place or nothing; names; the word behind, or of the place)."""
    at = _over(line, at, words, "describing")
    day = words.at("on", line.words, at)
    if day in line.dates:
        return "", (), line.dates[day][0]
    by = words.at("by", line.words, words.at("light passive", line.words, at))
    if by > at:
        names, end = following(line, by, words)
        return ("doer", names, end) if names else None
    for role in ("against", "hits"):
        against = words.at(role, line.words, at)
        if against > at:
            names, end = following(line, against, words)
            struck = role == "against" or cue.entry.get("genitive")
            if names and struck and not (role == "hits" and names[0].person):
                return "target", names, end
            return ("place", (), against) if place_at(line, against, words) is not None else None
    with_them = words.at("with", line.words, at)
    if with_them > at and cue.is_("mutual"):
        names, end = following(line, with_them, words)
        return ("doer", names, end) if names else None
    return None
