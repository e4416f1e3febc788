"""The shapes in which an article says that somebody says something; `SHAPES` is the ordered list of them.

Each is a function from a place in a line to the claims that it reads there, or to the reason why it
reads none. Quotations come first; what their reports leave over is read from left to right, and what
one claim covers is not read again, so that of a claim within a claim the outer one stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from briefing.extract.claims import contents
from briefing.extract.claims.contents import Span
from briefing.extract.claims.line import DASHES, NAMING, REPORTING, Line, Phrase
from briefing.extract.claims.phrases import (
    ADJUNCT,
    phrase_from,
    shares_subject,
    speaks,
    subject_before,
    unknown_name,
)
from briefing.extract.sentences.row import Kind
from briefing.lexicon import Entry
from briefing.model import Mode, record

LEAD_IN = 60
"""Words before a quotation that may belong to it."""
FEWEST = 4
"""Words of a quotation that stands alone, without anybody named: shorter ones are a manner of speaking."""
OWN_VERB = 8
"""Words of a subject between a quotation and its verb."""
STRAY = 3
"""Words behind a quotation that don't make its claim a mixed one."""
SPOKEN = 10
"""Words of the speaker's name behind a noun that reports, and of a subject before "yang"."""


class Why(StrEnum):
    """Why a shape reads no claim at a cue."""

    NO_REPORT = "nothing behind the quotation reports it"
    NO_SPEAKER = "no words name who speaks"
    THING = "its subject is a thing, and can't speak"
    NEGATED = "it is not said, not yet, or only may be"
    IDIOM = "the object makes it another verb (“meminta maaf”)"
    NO_CONTENT = "nothing stands behind it that could have been said"
    SHORT = "what was said is shorter than three words"
    NO_ASIDE = "the cue does not stand aside of a clause"
    OUTLET = "an outlet hands on what somebody else says"
    HINT = "a statement hints, nobody claims"
    DESCRIBES = "it describes somebody, or is no clause of its own"
    QUESTION = "somebody asks, and states nothing"
    COVERED = "a claim covers it already"
    OTHER = "not this shape"


@record
class Refusal:
    """A shape's reason. `subject` is who the verb is about, `read` a place behind what was read."""

    why: Why
    subject: Phrase | None = None
    read: int = 0


@record
class Draft:
    """A claim as its shape read it: places in the line, who speaks not yet looked up.

    `named` are the words that name the speaker; none where a pronoun clings to the cue ("katanya") or
    where the speaker goes on. `inner` lies within another's claim ("membantah tuduhan X bahwa …").
    """

    start: int
    stop: int
    mode: Mode
    rule: str
    begin: int
    end: int
    entry: Entry | None = None
    cue: int | None = None
    named: Phrase | None = None
    inner: bool = False
    tail: int = 0
    """The place behind content and attribution, as far as the shape has read."""


@record
class Step:
    """What came of one shape at one cue, for `read --why`."""

    shape: str
    place: int
    result: tuple[Draft, ...] | Refusal


@dataclass
class Walk:
    """A line while it is read: between `done` and `high` it is free; drafts grow from left to right."""

    line: Line
    done: int
    high: int
    subject: Phrase | None = None
    """Whom the last verb was about, for a verb that shares its subject ("… dan mengatakan bahwa")."""
    same: bool = False
    """Whether the last quotation's speaker goes on, named by a pronoun ("…," katanya, seraya …)."""
    passed: int = 0
    """Where the last verb ended whose subject says nothing: another's may stand right behind it."""
    drafts: list[Draft] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


Result = tuple[Draft, ...] | Refusal
Shape = Callable[[Walk, int], Result]


def draft_of(
    walk: Walk, found: Span, entry: Entry, cue: int, named: Phrase | None, rule: str, *, tail: int = 0
) -> Result:
    """The claim of a content, its mode told by the quotations in it; a refusal where it says too little."""
    line = walk.line
    begin, end = found
    quotes = [n for n in range(begin, end) if line.quote(n)]
    mode = Mode.MIXED if quotes else Mode.INDIRECT
    start, stop = line[begin].start, line[end - 1].stop
    if quotes and _is_whole(line, begin, end, quotes[0], quotes[-1]):
        mode = Mode.DIRECT
        start, stop = line.quoted(quotes[0])
        begin, end, tail = quotes[0], quotes[-1] + 1, max(tail, end)
    else:
        stop = start + len(line.text.article.text[start:stop].rstrip(" ,.;:\n"))
        if contents.short(line, begin, end):
            return Refusal(why=Why.SHORT, subject=named)
    return (
        Draft(
            start=start,
            stop=stop,
            mode=mode,
            rule=f"{rule}: {line[cue].low}",
            begin=begin,
            end=end,
            entry=entry,
            cue=cue,
            named=named,
            tail=max(tail, end),
        ),
    )


def _is_whole(line: Line, begin: int, end: int, first: int, last: int) -> bool:
    """Whether a content is a quotation and nothing else, or "… sebagai" and a quotation."""
    bare = all(line.is_mark(n, ",:") for n in range(begin, first))
    lead = range(begin, first)
    calls = bool(lead) and len(lead) <= SPOKEN + 2 and not any(line[n].kind is Kind.MARK for n in lead)
    calls = calls and line.run(first - 1, "as what") > 0
    return (bare or calls) and line.count(last + 1, end) <= STRAY


# --- quotations ----------------------------------------------------------------------------


def quotation_reported(walk: Walk, at: int) -> Result:
    """ "…," kata X · "…," katanya · "…," ia menambahkan · "…," demikian pernyataan X."""
    line = walk.line
    limit = next((n for n in line.quotes if n > at), line.high)
    begin = at + 1
    while begin < limit and line[begin].kind is Kind.MARK and not line.is_mark(begin, "("):
        begin += 1
    begin = _past_footnote(line, begin, limit)
    cue = line.passed(begin, "like this", high=limit)
    for reads in (_root_behind, _noun_behind, _verb_behind):
        report = reads(line, at, cue if reads is _root_behind else begin, limit)
        if report is not None:
            return (_quotation(walk, at, *report),)
    return Refusal(why=Why.NO_REPORT)


def _past_footnote(line: Line, at: int, limit: int) -> int:
    """Past a footnote's mark between a quotation and its verb: "[3]", "(2)"."""
    behind = line.bracket(at)
    short = behind and behind <= limit and line.count(at, behind) <= 1
    return behind if short and line[at + 1].low.isdecimal() else at


Report = tuple[int, Entry, Phrase | None, int]


def _root_behind(line: Line, quote: int, at: int, limit: int) -> Report | None:
    entry = line.entry(at, "root", "told")
    if entry is None or at >= limit:
        return None
    if line[at].possessive:
        return at, entry, None, at + 1
    by = line.run(at + 1, "agent") or at + 1
    named = phrase_from(line, by, limit)
    return (at, entry, named, named.end) if named else None


def _noun_behind(line: Line, quote: int, at: int, limit: int) -> Report | None:
    """ "…," demikian pernyataan resmi dari X."""
    entry = line.entry(at, "behind")
    if entry is None or at >= limit:
        return None
    start = _past_nouns(line, at + 1, limit)
    named = phrase_from(line, start, limit)
    if start == at + 1 and not (named and line.person(named.begin, named.end)):
        return None  # "…," demikian X: a person only
    if named is None or line.run(named.begin, "demonstrative"):
        return at, entry, None, named.end if named else start
    return at, entry, named, named.end


def _past_nouns(line: Line, at: int, high: int) -> int:
    """Past "pernyataan resmi dari", "pernyataan yang dikeluarkan oleh"."""
    while at < high:
        step = line.run(at, "statement") or (at + 1 if line.entry(at, "noun", "told") else 0)
        relative = line.run(at, "relative")
        if not step and line.run(at, "agent"):
            step = line.run(at, "agent")
        if relative and relative < high and line.forms.is_passive(line[relative].low):
            step = relative + 1
        if not step:
            break
        at = step
    return at


def _verb_behind(line: Line, quote: int, at: int, limit: int) -> Report | None:
    """ "…," ia menambahkan. The quotation must not have ended its sentence."""
    if not line.runs_on(quote):
        return None
    verb = next((n for n in range(at, min(limit, at + 2 * OWN_VERB)) if line.entry(n, "verb")), 0)
    entry = line.entry(verb, "verb") if verb else None
    if entry is None or line.count(at, verb) > OWN_VERB:
        return None
    named = subject_before(line, at, verb)
    if named is None or named.begin != at:
        return None
    behind = verb + 1
    closes = (
        behind >= limit
        or line[behind].kind is not Kind.WORD
        or line.run(behind, "between")
        or line.timed(behind)
    )
    clause = any(line.run(n, "complementiser") for n in range(behind, min(limit, behind + 4)))
    return (verb, entry, named, behind) if closes and not clause else None


def _quotation(walk: Walk, quote: int, cue: int, entry: Entry, named: Phrase | None, tail: int) -> Draft:
    """The claim of a quotation and its report; words before it that lead into it make it mixed."""
    line = walk.line
    begin = _lead_in(walk, quote)
    start, stop = line.quoted(quote)
    if begin is not None:
        start, stop = line[begin].start, line[quote].stop
    return Draft(
        start=start,
        stop=stop,
        mode=Mode.DIRECT if begin is None else Mode.MIXED,
        rule=f"behind: {line[cue].low}",
        begin=quote if begin is None else begin,
        end=quote + 1,
        entry=entry,
        cue=cue,
        named=named,
        tail=tail,
    )


def _lead_in(walk: Walk, quote: int) -> int | None:
    """Where words begin that stand before a quotation and are part of what is said, if any do."""
    line, start = walk.line, walk.done
    connective = line.passed(start, "connective", high=quote)
    if connective > start and line.is_mark(connective, ","):
        start = connective + 1
    count = line.count(start, quote)
    last = line[quote - 1] if quote > start else None
    if not count or count > LEAD_IN or last is None or last.kind is Kind.MARK:
        return None
    if line.passed(start, "connective", high=quote) == quote or (
        line.text.article.text[line.quoted(quote)[0]].isupper() and count > STRAY
    ):
        return None
    if any(
        line.quote(n) or line.is_mark(n, ".!?") or line.entry(n, *REPORTING, "root")
        for n in range(start, quote)
    ):
        return None
    while line.is_mark(start, ","):
        start += 1
    return start


def quotation_goes_on(walk: Walk, at: int) -> Result:
    """ "…," kata X, "…" and "…," kata X. "…": the second quotation is the same speaker's."""
    line = walk.line
    last = walk.drafts[-1] if walk.drafts else None
    if last is None or last.cue is None:
        return Refusal(why=Why.OTHER)
    gap = range(max(last.tail, last.end), at)
    marked = at > walk.done and line.is_mark(at - 1, ",.:;")
    if not marked or any(line.entry(n, *REPORTING, "root") for n in gap):
        return Refusal(why=Why.OTHER)
    start, stop = line.quoted(at)
    return (
        replace(
            last, start=start, stop=stop, mode=Mode.DIRECT, rule="split", begin=at, end=at + 1, tail=at + 1
        ),
    )


def quotation_alone(walk: Walk, at: int) -> Result:
    """A quotation that is its stretch, with nobody named: the speaker before it goes on."""
    line = walk.line
    others = [n for n in range(line.low, line.high) if n != at and line[n].kind is not Kind.MARK]
    if others or line.count(at, at + 1) < FEWEST:
        return Refusal(why=Why.OTHER)
    start, stop = line.quoted(at)
    return (
        Draft(start=start, stop=stop, mode=Mode.DIRECT, rule="goes on", begin=at, end=at + 1, tail=line.high),
    )


def name_and_colon(walk: Walk, at: int) -> Result:
    """X: "…" · Dari X: "…" — a name, a colon and a quotation."""
    line = walk.line
    if not (line.is_mark(at - 1, ":") and at - 1 > walk.done):
        return Refusal(why=Why.OTHER)
    begin = line.run(walk.done, "from") or walk.done
    named = phrase_from(line, begin, at - 1)
    if named is None or named.end != at - 1 or not line.mentions(named.begin, named.end):
        return Refusal(why=Why.OTHER)
    start, stop = line.quoted(at)
    return (
        Draft(
            start=start,
            stop=stop,
            mode=Mode.DIRECT,
            rule="colon",
            begin=at,
            end=at + 1,
            named=named,
            tail=at + 1,
        ),
    )


# --- verbs ---------------------------------------------------------------------------------


def verb_and_content(walk: Walk, at: int) -> Result:
    """X mengatakan (kepada wartawan) (bahwa) …: the subject before, the content behind."""
    line = walk.line
    entry = line.entry(at, *REPORTING)
    if entry is None:
        return Refusal(why=Why.OTHER)
    low = max(walk.done, line.low)
    before = at
    while (adverb := line.back(before, "adverb", low)) >= 0:
        before = adverb
    relative = line.back(before, "relative", low)
    if relative >= 0:
        return _described(walk, at, entry, relative)
    negated = line.back(before, "negation", low)
    if negated >= 0:
        return Refusal(why=Why.NEGATED, subject=subject_of(walk, negated, weak=True))
    named = subject_of(walk, at, weak=bool(entry.values.get("weak")))
    if named is None and walk.same and line.back(before, "simultaneous", low) >= 0:
        found = contents.behind_verb(line, at, entry, walk.high)
        return draft_of(walk, found, entry, at, None, "verb") if found else Refusal(why=Why.NO_CONTENT)
    if named is None:
        return Refusal(why=Why.NO_SPEAKER, read=at + 1)
    if entry.values.get("hints") and line.begins(named.begin, "medium"):
        return Refusal(why=Why.HINT, subject=named, read=at + 1)
    if entry.get("act") == "reports" and is_outlet(line, named) and not line.mentions(named.begin, named.end):
        return Refusal(why=Why.OUTLET, subject=named, read=at + 1)
    if _is_idiom(line, at):
        return Refusal(why=Why.IDIOM, subject=named)
    found = _content_before(walk, at, named)
    if found:
        return draft_of(walk, found, entry, at, named, "behind", tail=_past_day(line, at + 1, walk.high))
    found = contents.behind_verb(line, at, entry, walk.high)
    if found is None:
        return Refusal(why=Why.NO_CONTENT, subject=named)
    if relays(line, named) and (inner := told_by_another(walk, found[0])):
        return Refusal(why=Why.OUTLET, read=inner)
    drafts = draft_of(walk, found, entry, at, named, "verb")
    if entry.values.get("disputes") and not isinstance(drafts, Refusal):
        drafts = (*drafts, *_disputed(walk, found[0]))
    return drafts


def subject_of(walk: Walk, verb: int, *, weak: bool) -> Phrase | None:
    """Who does what the verb says; the last verb's subject behind "dan"."""
    line = walk.line
    if walk.subject is not None:
        at = verb
        while (adverb := line.back(at, "adverb", walk.done)) >= 0:
            at = adverb
        for role in ("coordinator", "simultaneous", "contrast", "hence"):
            joined = line.back(at, role, walk.done)
            if joined >= 0 and (joined == walk.done or shares_subject(line, walk.done, verb)):
                return walk.subject
        if line.is_mark(at - 1, ",") and at - 1 <= walk.done:
            return walk.subject  # "X menegaskan …, menyebut …"
    phrase = subject_before(line, walk.done, verb)
    if phrase is None and walk.passed > walk.done:
        phrase = subject_before(line, walk.passed, verb)
        phrase = phrase if phrase and phrase.begin == walk.passed else None
    if phrase is None or speaks(line, phrase, weak=weak):
        return phrase
    marked = line.is_mark(verb + 1, ",:") or line.run(verb + 1, "complementiser") or line.quote(verb + 1)
    return phrase if marked and unknown_name(line, phrase) else None


def _described(walk: Walk, at: int, entry: Entry, relative: int) -> Result:
    """ "X, yang mengatakan …" and "X mengeluarkan pernyataan yang mengecam …"."""
    line = walk.line
    issued = line.back(relative, "issued", walk.done)
    named: Phrase | None = None
    if issued >= 0:
        named = subject_of(walk, issued, weak=True)
    elif line.is_mark(relative - 1, ",") and relative - 1 > walk.done:
        begin = relative - 2
        if line.person(begin, relative - 1):
            named = line.phrase(begin, relative - 1)
    found = contents.behind_verb(line, at, entry, walk.high) if named else None
    if named is None or found is None:
        return Refusal(why=Why.DESCRIBES)
    return draft_of(walk, found, entry, at, named, "verb")


def _is_idiom(line: Line, at: int) -> bool:
    objects = line.words.idioms.get(line[at].low, ())
    behind = line[at].end
    return any(tuple(line.text.lows[behind : behind + len(o)]) == o for o in objects)


def _content_before(walk: Walk, at: int, named: Phrase) -> Span | None:
    """The content before subject and verb: "…, kantor berita SANA melaporkan."."""
    line = walk.line
    if not (named.begin - 1 > walk.done and line.is_mark(named.begin - 1, ",")):
        return None
    end = _past_day(line, at + 1, walk.high)
    if end < walk.high and line.quote(end):
        return None
    rest = [n for n in range(end, walk.high) if line[n].kind is not Kind.MARK]
    if rest and not (line.is_mark(end, ",") and line.run(rest[0], *ADJUNCT, "carried", "as")):
        return None
    return contents.before_aside(line, walk.done, named.begin)


def _past_day(line: Line, at: int, high: int) -> int:
    """Past the day right behind a verb: "melaporkan pada Rabu"."""
    day = line.run(at, "preposition") or at
    end = day
    while end < high and (line.timed(end) or line.bracket(end)):
        end = line.bracket(end) or end + 1
    return end if end > day else at


def is_outlet(line: Line, named: Phrase) -> bool:
    """Whether the phrase is the name of an outlet, which carries words and has none of its own."""
    return line.outlet(named.end - 1)


def relays(line: Line, named: Phrase) -> bool:
    """Whether the phrase names an outlet, or calls itself one: "laman berita X", "koran itu"."""
    return is_outlet(line, named) or bool(line.begins(named.begin, "medium", "carrier medium"))


def told_by_another(walk: Walk, begin: int) -> int:
    """The place itself where words report what somebody else says ("para aktivis menyebutkan …"), or 0.

    A position ("KCNA menyebutkan Korut menolak …") stays with whoever tells it.
    """
    line = walk.line
    verb = next((n for n in line.cues if begin <= n < walk.high and line.entry(n, "verb")), 0)
    entry = line.entry(verb, "verb") if verb else None
    if entry is None or entry.get("needs") == "object" or line.back(verb, "negation", begin) >= 0:
        return 0
    named = subject_before(line, begin, verb)
    if named is None or not speaks(line, named, weak=True) or line.run(named.begin, "pronoun"):
        return 0
    lead = range(begin, named.begin)
    return begin if len(lead) <= STRAY + 2 and not any(line.acts(n) for n in lead) else 0


# --- asides --------------------------------------------------------------------------------


def aside(walk: Walk, at: int) -> Result:
    """…, kata X · …, kata X, … · menurut X, …"""
    line = walk.line
    entry = line.entry(at, "root", "per")
    if entry is None:
        return Refusal(why=Why.OTHER)
    per = entry.get("kind") == "per"
    if per and (closing := _trailing(walk, at, entry)) is not None:
        return closing
    if not _stands_aside(walk, at, per=per):
        return Refusal(why=Why.NO_ASIDE)
    named: Phrase | None = None
    end = at + 1
    if line[at].possessive:
        if entry.values.get("bare") and not line.is_mark(end, ","):
            return Refusal(why=Why.NO_ASIDE)  # "komentarnya muncul setelah …"
    else:
        named = phrase_from(line, _to_name(line, end, walk.high), walk.high)
        if named is None or not _names(walk, named, entry):
            return Refusal(why=Why.NO_SPEAKER)
        if entry.values.get("lends") and is_outlet(line, named):
            return Refusal(why=Why.OUTLET)
        end = named.end
        if per and _opens(walk, at):
            behind = contents.behind_aside(line, end, walk.high)
            if behind and (inner := told_by_another(walk, behind[0])):
                return Refusal(why=Why.OUTLET, read=inner)  # "Menurut X, Y mengatakan …": Y's words
    found = _sides(walk, at, end)
    if not found:
        return Refusal(why=Why.NO_CONTENT, read=end)
    drafts: list[Draft] = []
    for side in found:
        if side[0] >= end and line.entry(side[0], *REPORTING):
            return tuple(drafts) or Refusal(why=Why.NO_CONTENT, subject=named, read=end)
        result = draft_of(walk, side, entry, at, named, "aside", tail=end)
        drafts += () if isinstance(result, Refusal) else result
    return tuple(drafts) or Refusal(why=Why.SHORT, read=end)


def _opens(walk: Walk, at: int) -> bool:
    """Whether nothing but a connective stands before a place."""
    begin = walk.line.passed(walk.done, "connective", high=at)
    return begin + walk.line.is_mark(begin, ",") >= at


def _stands_aside(walk: Walk, at: int, *, per: bool) -> bool:
    """Whether a cue begins its clause: behind a comma, at the start, or behind "selain itu"."""
    line, start = walk.line, at
    while (like := line.back(start, "like this", walk.done)) >= 0:
        start = like
    if per and any(line.is_mark(n, ",") for n in range(at + 1, min(at + 3, walk.high))):
        return True
    if (
        start <= walk.done
        or line.quote(start - 1)
        or line.is_mark(start - 1, ",;")
        or line.is_mark(start - 1, DASHES)
    ):
        return True
    return line.passed(walk.done, "connective", high=start) == start


def _trailing(walk: Walk, at: int, entry: Entry) -> Result | None:
    """ "menurut X" that closes a clause with no comma before it: "… tenggelam di sana menurut X pada Rabu".

    Where a verb stands right before it, it tells how something is done ("dibagi menurut …").
    """
    line = walk.line
    named = phrase_from(line, at + 1, walk.high)
    begin = max((n + 1 for n in range(walk.done, at) if line.is_mark(n, ",")), default=walk.done)
    if named is None or is_outlet(line, named) or line.count(begin, at) < FEWEST:
        return None
    last = at - 1
    if (
        line.run(last, *ADJUNCT, "coordinator", "relative", "auxiliary")
        or line.acts(last)
        or line.is_mark(last, ",")
    ):
        return None
    ends = named.end >= walk.high or line[named.end].kind is not Kind.WORD or line.run(named.end, *ADJUNCT)
    if (
        not (ends or line.timed(named.end))
        or not contents.is_clause(line, begin, at)
        or not speaks(line, named, weak=True)
    ):
        return None
    left = contents.before_aside(line, walk.done, at)
    return draft_of(walk, left, entry, at, named, "aside", tail=named.end) if left else None


def _to_name(line: Line, at: int, high: int) -> int:
    """Where the speaker is named behind a cue: past "laporan" in "menurut laporan X"."""
    start = _past_nouns(line, at, high)
    if start == at:
        return at
    speaker = start < high and (
        line[start].kind in NAMING or line.begins(start, "opens a speaker") or line[start].cap
    )
    return start if speaker else at


def _names(walk: Walk, named: Phrase, entry: Entry) -> bool:
    """Whether the phrase behind a cue names a speaker; an everyday word ("jelas") needs a better sign."""
    line = walk.line
    bare = bool(entry.values.get("bare"))
    if bare or entry.get("kind") == "per":
        opening = named.begin <= walk.done + 2
        return speaks(line, named, weak=bare and opening)
    first = line[named.begin]
    return (
        first.cap
        or first.kind in NAMING
        or bool(line.begins(named.begin, "pronoun", "plural", "opens a speaker", "indefinite", "article"))
        or speaks(line, named, weak=True)
    )


def _sides(walk: Walk, cue: int, behind: int) -> list[Span]:
    """The contents before and behind an aside, a mere subject before it left out ("Ia, kata Bey, …")."""
    line = walk.line
    before = contents.before_aside(line, walk.done, cue)
    right = contents.behind_aside(line, behind, walk.high, loose=before is None)
    if right is None and before is not None and behind < walk.high and line.run(behind, "auxiliary"):
        right = (behind, contents.end(line, behind, walk.high))
    if before is None or right is None:
        return [side for side in (before, right) if side]
    goes_on = not line.run(right[0], "leaves", "carried") and not line.timed(right[0])
    if not contents.says_something(line, before, goes_on=goes_on):
        return [right]
    return [before, right] if goes_on else [before]


# --- nouns and passives --------------------------------------------------------------------


def passive(walk: Walk, at: int) -> Result:
    """Dikatakan X, …: a passive that leads on (one that points back is a pointer)."""
    line = walk.line
    entry = line.entry(at, "told")
    if entry is None:
        return Refusal(why=Why.OTHER)
    begin = line.back(at, "relative", walk.done)
    begin = begin if begin >= 0 else at
    like = line.back(begin, "as", walk.done)
    if like < 0 and at > walk.done and any(line[n].kind is not Kind.MARK for n in range(walk.done, at)):
        return Refusal(why=Why.DESCRIBES)
    start = line.run(at + 1, "agent") or at + 1
    alone = line[at].possessive or (bool(entry.values.get("alone")) and line.is_mark(start, ","))
    named = None if alone else phrase_from(line, start, walk.high)
    if not alone and (named is None or not _names(walk, named, entry)):
        return Refusal(why=Why.NO_SPEAKER)
    if named and is_outlet(line, named):
        return Refusal(why=Why.OUTLET)
    end = named.end if named else start
    left = contents.before_aside(line, walk.done, like) if like > walk.done else None
    found = left or contents.behind_aside(line, end, walk.high)
    return draft_of(walk, found, entry, at, named, "told", tail=end) if found else Refusal(why=Why.NO_CONTENT)


def noun_of_saying(walk: Walk, at: int) -> Result:
    """Pengakuan X bahwa … · pengumuman X yang menyatakan …"""
    return _noun(walk, at)


def _noun(walk: Walk, at: int) -> Result:
    line = walk.line
    entry = line.entry(at, "noun")
    if entry is None or line[at].possessive:
        return Refusal(why=Why.OTHER)
    start = line.passed(at + 1, "of")
    named = phrase_from(line, start, walk.high)
    if (
        named is None
        or not line.mentions(named.begin, named.end)
        or line.count(named.begin, named.end) > SPOKEN
    ):
        return Refusal(why=Why.NO_SPEAKER)
    joint = _joint(line, named.end, walk.high)
    if not joint:
        return Refusal(why=Why.NO_CONTENT)
    return draft_of(walk, (joint, contents.end(line, joint, walk.high)), entry, at, named, "noun")


def _joint(line: Line, at: int, high: int) -> int:
    """The place behind "bahwa" or "yang menyatakan (bahwa)"; 0 where neither stands here."""
    at += line.is_mark(at, ",")
    relative = line.run(at, "relative")
    if relative:
        verb = line.passed(relative, "adverb")
        if line.entry(verb, *REPORTING) is None or verb + 1 >= high:
            return 0
        return line.run(verb + 1, "complementiser") or verb + 1
    clause = line.run(at, "complementiser")
    return clause if clause < high else 0


def _disputed(walk: Walk, begin: int) -> Iterator[Draft]:
    """The words that a speaker disputes: "mempertanyakan tuduhan X yang menyebut …" tells both."""
    result = _noun(walk, begin)
    if not isinstance(result, Refusal):
        yield from (replace(draft, inner=True) for draft in result)


def noun_as_object(walk: Walk, at: int) -> Result:
    """X melayangkan protes (kepada Y) atas …"""
    line = walk.line
    entry = line.entry(at, "object")
    if entry is None:
        return Refusal(why=Why.OTHER)
    named = subject_of(walk, at, weak=True)
    over = next(
        (line.run(n, "over") for n in range(at + 1, min(walk.high, at + SPOKEN)) if line.run(n, "over")), 0
    )
    if named is None:
        return Refusal(why=Why.NO_SPEAKER)
    if not over or over >= walk.high:
        return Refusal(why=Why.NO_CONTENT, subject=named)
    return draft_of(walk, (over, contents.end(line, over, walk.high)), entry, at, named, "object")


def closing(walk: Walk, at: int) -> Result:
    """…, demikian laporan X: a noun behind the content, and whose it is."""
    line = walk.line
    entry = line.entry(at, "behind")
    start = _past_nouns(line, at + 1, walk.high) if entry else 0
    if entry is None or start == at + 1 or not (at > walk.done and line.is_mark(at - 1, ",")):
        return Refusal(why=Why.OTHER)
    named = phrase_from(line, _to_name(line, at + 1, walk.high), walk.high)
    left = contents.before_aside(line, walk.done, at)
    if named is None or left is None or not _names(walk, named, entry):
        return Refusal(why=Why.NO_SPEAKER)
    return draft_of(walk, left, entry, at, named, "closing", tail=named.end)


QUOTED: tuple[tuple[str, Shape], ...] = (
    ("quotation, cue and name", quotation_reported),
    ("quotation that goes on", quotation_goes_on),
    ("name, colon and quotation", name_and_colon),
)
TOLD: tuple[tuple[str, Shape], ...] = (
    ("noun as the verb's object", noun_as_object),
    ("name, verb and content", verb_and_content),
    ("aside: “kata X”, “menurut X”", aside),
    ("passive: “dikatakan X”", passive),
    ("noun of saying", noun_of_saying),
    ("closing noun: “demikian laporan X”", closing),
)
ALONE: tuple[tuple[str, Shape], ...] = (("quotation alone", quotation_alone),)
SHAPES = (*QUOTED, *TOLD, *ALONE)
"""All shapes in the order in which they are tried (pointers.py reads sentences that only point back)."""


def read(line: Line, steps: list[Step]) -> list[Draft]:
    """The claims of a line, in order; what every shape made of every cue is added to `steps`."""
    direct = Walk(line=line, done=line.low, high=line.high, steps=steps)
    for at in line.quotes:
        if at >= direct.done:
            _try(direct, at, QUOTED)
    drafts: list[Draft] = []
    at = line.low
    for draft in direct.drafts:
        if draft.rule != "split":
            drafts += _region(line, at, draft.begin, steps)
        drafts.append(draft)
        at = max(draft.tail, draft.end)
    if not direct.drafts:
        drafts += _region(line, at, line.high, steps)
    elif begin := _further(line, at):
        drafts += _region(line, begin, line.high, steps, last=direct.drafts[-1])
    if not drafts and len(line.quotes) == 1:
        alone = Walk(line=line, done=line.low, high=line.high, steps=steps)
        _try(alone, line.quotes[0], ALONE)
        drafts = alone.drafts
    return sorted(drafts, key=lambda d: (d.start, -d.stop))


def _further(line: Line, at: int) -> int:
    """Where a further report begins behind the last quotation's: "…," kata X sambil menegaskan …"""
    return next((n for n in range(at, line.high) if contents.further(line, n, line.high)), 0)


def _region(line: Line, low: int, high: int, steps: list[Step], last: Draft | None = None) -> list[Draft]:
    """The claims between two places, read from left to right."""
    named = last.named if last else None
    same = last is not None and named is None
    walk = Walk(line=line, done=low, high=high, subject=named, same=same, passed=low, steps=steps)
    at = low
    for cue in line.cues:
        if at <= cue < high:
            at = max(at, _try(walk, cue, TOLD))
    return walk.drafts


def _try(walk: Walk, at: int, shapes: tuple[tuple[str, Shape], ...]) -> int:
    """Try the shapes at a place; the first that reads something is taken. Gives where to go on."""
    for name, shape in shapes:
        result = shape(walk, at)
        if isinstance(result, Refusal) and result.why is Why.OTHER:
            continue
        walk.steps.append(Step(shape=name, place=at, result=result))
        if isinstance(result, Refusal):
            walk.subject = result.subject or walk.subject
            if result.why is Why.OUTLET and result.read and not result.subject:
                walk.done, walk.subject = result.read, None
            elif result.why in (Why.NO_CONTENT, Why.SHORT) and result.read:
                walk.done = max(walk.done, result.read)
            else:
                walk.passed = max(walk.passed, result.read)
            continue
        walk.drafts += result
        walk.done = max(walk.done, *(max(d.tail, d.end) for d in result))
        walk.subject = result[0].named or walk.subject
        return walk.done
    return at + 1
