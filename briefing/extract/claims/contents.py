"""Where the content of a reported claim begins and ends.

What stands between a verb and its content ("kepada wartawan", "pada Selasa") is passed over; the
content ends with its clause, before another report ("dan menambahkan bahwa …", ", sang jubir
mengatakan, …"), or before words of the narrator ("…, seperti dikutip dari X").
"""

from __future__ import annotations

from briefing.extract.claims.line import DASHES, REPORTING, Line
from briefing.extract.claims.phrases import ADJUNCT, LONGEST, speaks, subject_before
from briefing.extract.sentences.row import Kind
from briefing.lexicon import Entry

SHORTEST = 3
"""Words of a content; shorter ones say too little."""
BETWEEN = 18
"""Words between a verb and what marks its content: "kepada wartawan di Moskwa pada Rabu"."""
OPENING = 8
"""Words within which a clause has its predicate."""
LEADING = 4
"""Words before a speaker's name that tell when he spoke: "pada Minggu (30/4)"."""
NEAR = 12
"""Words from "sedangkan" to the verb of another's report."""
Span = tuple[int, int]


def short(line: Line, begin: int, end: int) -> bool:
    """Whether the words between two places are too few for a content."""
    return line.count(begin, end) < SHORTEST


def behind_verb(line: Line, verb: int, entry: Entry, high: int) -> Span | None:
    """The content behind a reporting verb, up to `high` at most; none where it has none."""
    start = verb + 1
    marked = _mark(line, start, high) or _behind_circumstances(line, start, high, entry)
    if not marked:
        start = _told_to(line, start, high) or start
        if not _suffices(line, start, high, entry):
            return None
    begin = marked or start
    if entry.values.get("plain"):
        high = _another_verb(line, marked or start, high)
    stop = end(line, marked or start, high, noun=entry.get("needs") == "object" and not marked)
    while begin < stop and line.is_mark(begin, ",:"):
        begin += 1
    return (begin, stop) if begin < stop else None


def _mark(line: Line, at: int, high: int) -> int:
    """The place behind ", bahwa", "bahwa", "," or ":" that stands here; 0 where none does."""
    comma = at + line.is_mark(at, ",")
    clause = line.run(comma, "complementiser") if comma < high else 0
    if clause:
        return clause
    return at + 1 if at < high and line.is_mark(at, ",:") else 0


def _behind_circumstances(line: Line, at: int, high: int, entry: Entry) -> int:
    """Where the content begins behind words that only tell to whom, where or when; 0 where it does not."""
    opens = line.run(at, "between") or line.timed(at)
    address = line.run(at, "address") or line.timed(at)
    comma = 0
    for n in range(at, high):
        if line.entry(n, *REPORTING) or line.count(at, n) > BETWEEN or line.is_mark(n, ".;"):
            break
        if line[n].kind is Kind.QUOTE:
            return comma or (n if opens else 0)
        if n > at and (
            line.is_mark(n, ":") or (line.is_mark(n, ",") and not line.run(n + 1, "complementiser"))
        ):
            comma = comma or (n + 1 if address else 0)
            if not (address or entry.values.get("addressee")):
                break
        clause = line.run(n, "complementiser", "condition")
        if n > at and clause:
            alone = n == at + 1 and line[at].kind is Kind.WORD and not line[at].cap
            named = address or entry.values.get("addressee")
            return clause if opens or named or alone else 0
    return comma


def _told_to(line: Line, at: int, high: int) -> int:
    """The place behind those who were told, with no comma behind: "kepada wartawan | perundingan …"."""
    to = line.run(at, "told to")
    if not to:
        return 0
    for n in range(to, min(to + LEADING, high)):
        if line.outlet(n):
            return n + 1
        if press := line.run(n, "press"):
            return press
    return 0


def _suffices(line: Line, at: int, high: int, entry: Entry) -> bool:
    """Whether words that stand unmarked behind a verb can be its content."""
    if at >= high:
        return False
    if line[at].kind is Kind.QUOTE:
        return True
    needs = entry.get("needs")
    if needs == "mark":
        return False
    if entry.get("kind") == "wish":
        return not line.acts(at)
    if needs == "predicate":
        near = range(at, min(high, at + OPENING))
        relative = next((n for n in near if line.run(n, "relative")), high)
        return any(line.run(n, "auxiliary") or line.predicates(n) for n in near if n < relative)
    return True


def _another_verb(line: Line, start: int, high: int) -> int:
    """Where a further verb of the same speaker begins behind a thing: "… serangan itu | dan meminta …"."""
    for at in range(start + 1, high):
        joined = line.run(at, "coordinator", "simultaneous")
        verb = line.passed(joined, "adverb") if joined else 0
        if joined and line.entry(verb, *REPORTING) and not line.run(verb + 1, "as what"):
            return at - line.is_mark(at - 1, ",")
    return high


def end(line: Line, start: int, high: int, *, noun: bool = False) -> int:
    """Where a content ends that begins at `start`; `noun` where it is an object and no clause."""
    stop = _parenthesis(line, start, high)
    for at in range(start + 1, stop):
        if _goes_over(line, start, at, stop) or _narrator(line, at) or (noun and _aside(line, at)):
            stop = at
            break
    day = _day(line, start, stop)
    stop = day or stop
    while stop - 1 > start and line.is_mark(stop - 1, ",;:"):
        stop -= 1
    return stop


def _goes_over(line: Line, start: int, at: int, stop: int) -> bool:
    """Whether a further report begins here, by the same speaker or another."""
    return further(line, at, stop) or _others(line, start, at, stop)


def further(line: Line, at: int, stop: int) -> bool:
    """Whether the same speaker's next report begins: "dan menambahkan bahwa", "sambil menegaskan"."""
    comma = line.is_mark(at, ",")
    joined = line.run(at + comma, "coordinator", "simultaneous", "hence")
    if not joined and not comma:
        return False
    verb = line.passed(joined or at + 1, "adverb", high=stop)
    entry = line.entry(verb, *REPORTING)
    if entry is None or verb >= stop:
        return False
    marked = bool(_mark(line, verb + 1, stop)) or line.quote(verb + 1)
    if not joined:
        clause = line.run(verb + 1, "complementiser") or line.is_mark(verb + 1, ":") or line.quote(verb + 1)
        return bool(line.run(verb, "anew") or clause)
    together = line.run(at + comma, "simultaneous", "hence")
    return bool(together or marked or line.run(verb, "adds"))


def _others(line: Line, start: int, at: int, stop: int) -> bool:
    """Whether another's report begins: ", sang jubir mengatakan, …", "sedangkan Ukraina menyatakan …"."""
    comma = line.is_mark(at, ",")
    contrast = line.run(at + comma, "contrast")
    if not (comma or contrast) or short(line, start, at):
        return False
    begin = contrast or at + 1
    reach = NEAR if contrast else LONGEST
    verb = next((n for n in range(begin, min(stop, begin + reach)) if line.entry(n, "verb")), 0)
    if not verb or not (contrast or _mark(line, verb + 1, stop) or line.quote(verb + 1)):
        return False
    phrase = subject_before(line, begin, verb)
    if phrase is None or not speaks(line, phrase, weak=True):
        return False
    if not contrast:
        return phrase.begin <= begin + 1
    lead = range(begin, phrase.begin)
    return line.count(begin, phrase.begin) <= LEADING and not any(line.acts(n) for n in lead)


def _narrator(line: Line, at: int) -> bool:
    """Whether the narrator's own words begin: ", seperti dikutip dari X", "saat ditemui di Moskwa"."""
    comma = line.is_mark(at, ",")
    begin = at + comma
    like = line.passed(begin, "as")
    relative = line.run(like, "relative") if like > begin else 0
    if (comma or like > begin) and line.run(relative or like, "carried"):
        return True
    if line.run(begin, "leaves off"):
        return True
    contrast = line.run(begin, "contrast")
    pronoun = line.run(contrast, "pronoun") if contrast else 0
    negated = line.run(pronoun, "negation") if pronoun else 0
    return bool(negated and line.run(negated, "withheld"))


def _aside(line: Line, at: int) -> bool:
    """Whether circumstances begin behind an object: "… koridor bantuan | usai bentrokan"."""
    begin = at + line.is_mark(at, ",")
    aside = line.run(begin, "aside")
    return bool(aside) and not line.run(aside, "demonstrative")


def _parenthesis(line: Line, start: int, high: int) -> int:
    """Where the words between two dashes end in which a content begins: "—di mana PBB mengatakan … —"."""
    opened = sum(line.is_mark(n, "—") for n in range(line.low, start)) % 2
    return next((n for n in range(start, high) if line.is_mark(n, "—")), high) if opened else high


def _day(line: Line, start: int, stop: int) -> int:
    """Where the day of a report begins at its end: "…, Senin (4/3/2024)."; 0 where none closes the words."""
    last = stop
    while last - 1 > start and line.is_mark(last - 1, ",.;"):
        last -= 1
    day = line[last - 1] if last - 1 > start else None
    if (
        day is None
        or day.kind is not Kind.DATE
        or not day.low.endswith(")")
        or not line.is_mark(last - 2, ",")
    ):
        return 0
    near = line.back(last - 2, "near day", start) >= 0
    return 0 if near else last - 1


def before_aside(line: Line, low: int, stop: int) -> Span | None:
    """The content before "…, kata X"; none where only a connective or an adverbial stands there."""
    start = past_lead(line, low, stop)
    while stop > start and (at := line.back(stop, "like this", start)) >= 0:
        stop = at
    while stop > start and (line.is_mark(stop - 1, ",") or line.is_mark(stop - 1, DASHES)):
        stop -= 1
    while start < stop and line.is_mark(start, ","):
        start += 1
    if start >= stop or short(line, start, stop):
        return None
    comma = any(line.is_mark(n, ",") for n in range(start, stop))
    adverbial = line.run(start, *ADJUNCT) and not comma and line.count(start, stop) < OPENING
    return None if adverbial else (start, stop)


def past_lead(line: Line, start: int, stop: int) -> int:
    """Past "Selain itu," and "Dilansir Reuters, Senin (4/3/2024),"."""
    connective = line.passed(start, "connective", high=stop)
    if connective > start and line.is_mark(connective, ","):
        start = connective + 1
    while carried := carried_lead(line, start, stop):
        start = carried
    return start


def carried_lead(line: Line, at: int, stop: int) -> int:
    """The place behind "Seperti dilansir Reuters, Senin (4/3/2024),"; 0 where no such words stand here."""
    like = line.passed(at, "as", high=stop)
    like = line.run(like, "relative") or like if like > at else like
    if not line.run(like, "carried"):
        return 0
    comma = next((n for n in range(like, min(stop, like + BETWEEN)) if line.is_mark(n, ",")), 0)
    if not comma:
        return 0
    behind = line.run(comma + 1, "preposition") or comma + 1
    while line.timed(behind) or line.bracket(behind):
        behind = line.bracket(behind) or behind + 1
    return behind + 1 if behind > comma + 1 and line.is_mark(behind, ",") else comma + 1


def behind_aside(line: Line, at: int, high: int, *, loose: bool = False) -> Span | None:
    """The content behind an aside; `loose` where its comma may be missing ("menurutnya Rusia …")."""
    at = _described(line, at, high)
    if _narrator(line, at) and not any(line.is_mark(n, ",") for n in range(at + 1, high)):
        return None  # "…, kata X, demikian dilaporkan Y"
    begin = at
    while begin < high and line.is_mark(begin, ","):
        begin += 1
    clause = line.run(begin, "complementiser") if begin < high else 0
    marked = begin > at or bool(clause)
    begin = clause or begin
    if begin > at and (carried := carried_lead(line, begin, high)):
        begin = carried
    if begin >= high or not (marked or (loose and not line.run(begin, *ADJUNCT, "relative"))):
        return None
    stop = end(line, begin, high)
    return (begin, stop) if begin < stop else None


def _described(line: Line, at: int, high: int) -> int:
    """Past who somebody is (", seorang anggota parlemen,") and where he spoke (" di Moskwa,")."""
    for _ in range(2):
        comma = line.is_mark(at, ",")
        opens = (
            line[at + 1].kind in (Kind.OFFICE, Kind.RANK)
            or line.begins(at + 1, "opens a speaker", "indefinite")
            if comma and at + 1 < high
            else False
        )
        where = not comma and at < high and line.run(at, *ADJUNCT)
        close = next((n for n in range(at + 1, min(high, at + BETWEEN)) if line.is_mark(n, ",.;:")), high)
        if not (opens or where) or close >= high or not line.is_mark(close, ","):
            return at
        if opens and is_clause(line, at + 1, close):
            return at
        at = close
    return at


def is_clause(line: Line, begin: int, end: int) -> bool:
    """Whether words are a clause of their own, and no description of somebody."""
    return any(line.run(n, "auxiliary") or line.acts(n) for n in range(begin, end))


def says_something(line: Line, span: Span, *, goes_on: bool) -> bool:
    """Whether words before an aside are more than a subject, or an adverbial to a sentence that goes on."""
    begin, stop = span
    if goes_on and line.count(begin, stop) <= NEAR and line.run(begin, *ADJUNCT):
        return False
    return line.count(begin, stop) > OPENING or is_clause(line, begin + 1, stop)
