"""Where the content of a reported claim begins and ends.

What stands between a verb and its content ("kepada wartawan", "pada Selasa") is passed over; the
content ends with its clause, before another report ("dan menambahkan bahwa …", ", sang jubir
mengatakan, …"), or before words of the narrator ("…, seperti dikutip dari X").
"""

from __future__ import annotations

from briefing.extract.claims.line import DASHES, REPORTING, Line
from briefing.extract.claims.phrases import ADJUNCT, LONGEST, SOMEBODY, speaks, subject_before
from briefing.extract.sentences.row import Kind
from briefing.lexicon import Entry

SHORTEST = 3
"""Words of a content; shorter ones say too little."""
BETWEEN = 18
"""Words between a verb and what marks its content: "kepada wartawan di Moskwa pada Rabu"."""
OPENING = 8
"""Words within which a clause has its predicate."""
LEADING = 4
"""Words between "sedangkan" and who speaks then."""
NEAR = 12
"""Words from "sedangkan" to the verb of another's report."""
Span = tuple[int, int]


def short(line: Line, begin: int, end: int) -> bool:
    """Whether the words between two places are too few for a content."""
    return line.count(begin, end) < SHORTEST


def behind_verb(line: Line, verb: int, entry: Entry, high: int) -> Span | None:
    """The content behind a reporting verb, up to `high` at most; none where it has none."""
    marked = _mark(line, verb + 1) or _behind_circumstances(line, verb + 1, high, entry)
    begin = marked or verb + 1
    if not marked and not _suffices(line, begin, high, entry):
        return None
    if entry.values.get("plain"):
        high = _another_verb(line, begin, high)
    stop = end(line, begin, high, noun=entry.get("needs") == "object" and not marked)
    while line.is_mark(begin, ",:"):
        begin += 1
    return (begin, stop) if begin < stop else None


def _mark(line: Line, at: int) -> int:
    """The place behind ", bahwa", "bahwa", "," or ":" that stands here; 0 where none does."""
    clause = line.run(at + line.is_mark(at, ","), "complementiser")
    return clause or (at + 1 if line.is_mark(at, ",:") else 0)


def _behind_circumstances(line: Line, at: int, high: int, entry: Entry) -> int:
    """Where the content begins behind words that only tell to whom, where or when; 0 where it does not."""
    opens, address = line.run(at, "between"), line.run(at, "address")
    told = address or entry.values.get("addressee")
    comma = 0
    for n in range(at, high):
        if line.entry(n, *REPORTING) or line.count(at, n) > BETWEEN or line.is_mark(n, ".;"):
            break
        if line.quote(n):
            return comma or (n if opens else 0)
        if n > at and line.is_mark(n, ",:") and not line.run(n + 1, "complementiser"):
            comma = comma or (n + 1 if address else 0)
            if not told:
                break
        clause = line.run(n, "complementiser", "condition") if n > at else 0
        if clause:
            return clause if opens or told or (n == at + 1 and line.plain(at)) else 0
    return comma


def _suffices(line: Line, at: int, high: int, entry: Entry) -> bool:
    """Whether words that stand unmarked behind a verb can be its content."""
    if line.quote(at):
        return True
    needs = entry.get("needs")
    if needs == "mark" or entry.get("kind") == "wish":
        return needs != "mark" and not line.acts(at)
    if needs == "predicate":
        near = range(at, min(high, at + OPENING))
        relative = next((n for n in near if line.run(n, "relative")), high)
        befalls = (line.plain(n) and line.forms.is_involuntary(line[n].low) for n in near if n < relative)
        return is_clause(line, at, min(near.stop, relative)) or any(befalls)
    return at < high


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
    stop = high
    for at in range(start + 1, high):
        another = further(line, at, high) or _others(line, start, at, high)
        if another or _narrator(line, at) or (noun and _aside(line, at)):
            stop = at
            break
    while line.is_mark(stop - 1, ",;:."):
        stop -= 1
    day = line[stop - 1]
    if day.kind is Kind.DATE and day.low.endswith(")") and line.is_mark(stop - 2, ","):
        stop -= 2  # the day of the report: "…, Senin (4/3/2024)."
    return stop


def further(line: Line, at: int, stop: int) -> bool:
    """Whether the same speaker's next report begins: "dan menambahkan bahwa", "sambil menegaskan"."""
    comma = line.is_mark(at, ",")
    joined = line.run(at + comma, "coordinator", "simultaneous", "hence")
    if not joined and not comma:
        return False
    verb = line.passed(joined or at + 1, "adverb", high=stop)
    if verb >= stop or line.entry(verb, *REPORTING) is None:
        return False
    if not joined:
        return bool(line.run(verb, "anew") or line.run(verb + 1, "complementiser"))
    return bool(line.run(at + comma, "simultaneous", "hence") or _mark(line, verb + 1))


def _others(line: Line, start: int, at: int, stop: int) -> bool:
    """Whether another's report begins: ", sang jubir mengatakan, …", "sedangkan Ukraina menyatakan …"."""
    comma = line.is_mark(at, ",")
    contrast = line.run(at + comma, "contrast")
    if not (comma or contrast) or short(line, start, at):
        return False
    begin = contrast or at + 1
    reach = NEAR if contrast else LONGEST
    verb = next((n for n in range(begin, min(stop, begin + reach)) if line.entry(n, "verb")), 0)
    if not verb or not (contrast or _mark(line, verb + 1)):
        return False
    phrase = subject_before(line, begin, verb)
    near = phrase and line.count(begin, phrase.begin) <= (LEADING if contrast else 1)
    return bool(near and phrase and speaks(line, phrase, weak=True))


def _narrator(line: Line, at: int) -> bool:
    """Whether the narrator's own words begin: ", seperti dikutip dari X", "saat ditemui di Moskwa"."""
    comma = line.is_mark(at, ",")
    begin = at + comma
    like = line.passed(begin, "as")
    carried = (comma or like > begin) and line.run(line.run(like, "relative") or like, "carried")
    return bool(carried or line.run(begin, "leaves off"))


def _aside(line: Line, at: int) -> bool:
    """Whether circumstances begin behind an object: "… koridor bantuan | usai bentrokan"."""
    aside = line.run(at + line.is_mark(at, ","), "aside")
    return bool(aside) and not line.run(aside, "demonstrative")


def before_aside(line: Line, low: int, stop: int) -> Span | None:
    """The content before "…, kata X"; none where only a connective or an adverbial stands there."""
    start = past_lead(line, low, stop)
    stop = line.backed(stop, "like this", start)
    while line.is_mark(stop - 1, ",") or line.is_mark(stop - 1, DASHES):
        stop -= 1
    if short(line, start, stop):
        return None
    comma = any(line.is_mark(n, ",") for n in range(start, stop))
    adverbial = line.run(start, *ADJUNCT) and not comma and line.count(start, stop) < OPENING
    return None if adverbial else (start, stop)


def past_lead(line: Line, start: int, stop: int) -> int:
    """Past "Selain itu," and "Dilansir Reuters, Senin (4/3/2024),"."""
    start = line.past_connective(start, stop)
    while carried := carried_lead(line, start, stop):
        start = carried
    return start


def carried_lead(line: Line, at: int, stop: int) -> int:
    """The place behind "Seperti dilansir Reuters, Senin (4/3/2024),"; 0 where no such words stand here."""
    like = line.passed(at, "as", high=stop)
    if not line.run(line.run(like, "relative") or like, "carried"):
        return 0
    comma = next((n for n in range(like, min(stop, like + BETWEEN)) if line.is_mark(n, ",")), 0)
    behind = line.past_days(comma + 1)
    return (behind + 1 if line.is_mark(behind, ",") else comma + 1) if comma else 0


def behind_aside(line: Line, at: int, high: int, *, loose: bool = False) -> Span | None:
    """The content behind an aside; `loose` where its comma may be missing ("menurutnya Rusia …")."""
    at = _described(line, at, high)
    if _narrator(line, at) and not any(line.is_mark(n, ",") for n in range(at + 1, high)):
        return None  # "…, kata X, demikian dilaporkan Y"
    begin = at
    while line.is_mark(begin, ","):
        begin += 1
    begin = line.run(begin, "complementiser") or begin
    if begin > at:
        begin = carried_lead(line, begin, high) or begin
    elif not loose or line.run(begin, *ADJUNCT, "relative"):
        return None
    stop = end(line, begin, high) if begin < high else begin
    return (begin, stop) if begin < stop else None


def _described(line: Line, at: int, high: int) -> int:
    """Past who somebody is (", seorang anggota parlemen,") and where he spoke (" di Moskwa,")."""
    for _ in range(2):
        comma = line.is_mark(at, ",")
        opens = comma and (
            line[at + 1].kind in (Kind.OFFICE, Kind.RANK) or line.begins(at + 1, *SOMEBODY) > 0
        )
        where = not comma and line.run(at, *ADJUNCT)
        close = next((n for n in range(at + 1, min(high, at + BETWEEN)) if line.is_mark(n, ",.;:")), high)
        if not (opens or where) or not line.is_mark(close, ",") or (opens and is_clause(line, at + 1, close)):
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
