"""The shapes in which an article says that somebody says something; `SHAPES` is the ordered list of them.

Each is a function from a place in a line to the claims that it reads there, or to the reason why it
reads none. Quotations come first; what their reports leave over is read from left to right, and what
one claim covers is not read again, so that of a claim within a claim the outer one stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from briefing.extract.claims import contents
from briefing.extract.claims.contents import Span
from briefing.extract.claims.line import DASHES, NAMING, REPORTING, Line, Phrase
from briefing.extract.claims.phrases import (
    ADJUNCT,
    SOMEBODY,
    phrase_from,
    shares_subject,
    speaks,
    subject_before,
    unknown_name,
)
from briefing.extract.sentences.row import Kind
from briefing.lexicon import Entry
from briefing.model import Mode, record

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
    DESCRIBES = "it describes somebody, or is no clause of its own"
    QUESTION = "somebody asks, and states nothing"
    HINT = "a statement hints, nobody claims"
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
    line: Line,
    found: Span,
    rule: str,
    *,
    entry: Entry | None = None,
    cue: int | None = None,
    named: Phrase | None = None,
    tail: int = 0,
) -> Result:
    """The claim of a content, its mode told by the quotations in it; a refusal where it says too little."""
    begin, end = found
    quotes = [n for n in range(begin, end) if line.quote(n)]
    tail = max(tail, end)
    if quotes and _is_whole(line, begin, end, quotes[0], quotes[-1]):
        mode, (start, stop) = Mode.DIRECT, line.quoted(quotes[0])
        begin, end = quotes[0], quotes[-1] + 1
        if named and line.text.article.text[stop - 1] == "?" and line.heads(named, "asking"):
            return Refusal(why=Why.QUESTION, read=tail)
    else:
        mode, start = Mode.MIXED if quotes else Mode.INDIRECT, line[begin].start
        stop = start + len(line.text.article.text[start : line[end - 1].stop].rstrip(" ,.;:!\n"))
        if contents.short(line, begin, end):
            return Refusal(why=Why.SHORT, subject=named)
    draft = Draft(
        start=start,
        stop=stop,
        mode=mode,
        rule=rule if cue is None else f"{rule}: {line[cue].low}",
        begin=begin,
        end=end,
        entry=entry,
        cue=cue,
        named=named,
        tail=tail,
    )
    return (draft,)


def _is_whole(line: Line, begin: int, end: int, first: int, last: int) -> bool:
    """Whether a content is a quotation and nothing else, or "… sebagai" and a quotation."""
    bare = all(line.is_mark(n, ",:") for n in range(begin, first))
    lead = range(begin, first)
    calls = len(lead) <= SPOKEN + 2 and not any(line[n].kind is Kind.MARK for n in lead)
    return (bare or (calls and line.run(first - 1, "as what") > 0)) and line.count(last + 1, end) <= STRAY


# --- quotations ----------------------------------------------------------------------------

Report = tuple[int, Entry, Phrase | None, int]
"""The words that report a quotation: cue, its entry, who speaks, where they end."""


def quotation_reported(walk: Walk, at: int) -> Result:
    """ "…," kata X · "…," katanya · "…," ia menambahkan · "…," demikian pernyataan X."""
    line = walk.line
    limit = next((n for n in line.quotes if n > at), line.high)
    begin = at + 1
    while begin < limit and line[begin].kind is Kind.MARK:
        footnote = line.bracket(begin)  # "[3]", "(2)" between a quotation and its verb
        begin = footnote if footnote and line.count(begin, footnote) <= 1 else begin + 1
    report = (
        _root_behind(line, line.passed(begin, "like this", high=limit), limit)
        or _noun_behind(line, begin, limit)
        or _verb_behind(line, at, begin, limit)
    )
    if report is None:
        return Refusal(why=Why.NO_REPORT)
    cue, entry, named, tail = report
    return draft_of(
        line, (_lead_in(walk, at), at + 1), "behind", entry=entry, cue=cue, named=named, tail=tail
    )


def _root_behind(line: Line, at: int, limit: int) -> Report | None:
    entry = line.entry(at, "root", "told")
    if entry is None or line[at].possessive:
        return (at, entry, None, at + 1) if entry else None
    named = phrase_from(line, line.passed(at + 1, "agent"), limit)
    return (at, entry, named, named.end) if named else None


def _noun_behind(line: Line, at: int, limit: int) -> Report | None:
    """ "…," demikian pernyataan resmi dari X; without a noun X must be a person."""
    entry = line.entry(at, "behind")
    start = _past_nouns(line, at + 1, limit)
    named = phrase_from(line, start, limit)
    person = named is not None and line.person(named.begin, named.end)
    if entry is None or (start == at + 1 and not person):
        return None
    return at, entry, named, named.end if named else start


def _past_nouns(line: Line, at: int, high: int) -> int:
    """Past "pernyataan resmi dari", "pernyataan yang dikeluarkan oleh"."""
    while at < high:
        step = line.run(at, "statement", "agent") or (at + 1 if line.entry(at, "noun", "told") else 0)
        relative = line.run(at, "relative")
        if relative and line.forms.is_passive(line[relative].low):
            step = relative + 1
        if not step:
            break
        at = step
    return at


def _verb_behind(line: Line, quote: int, at: int, limit: int) -> Report | None:
    """ "…," ia menambahkan. The quotation must not have ended its sentence."""
    near = range(at, min(limit, at + OWN_VERB)) if line.runs_on(quote) else ()
    verb = next((n for n in near if line.entry(n, "verb")), 0)
    entry = line.entry(verb, "verb") if verb else None
    named = subject_before(line, at, verb) if entry else None
    if entry is None or named is None or named.begin != at:
        return None
    closes = line[verb + 1].kind is not Kind.WORD or line.run(verb + 1, "between") or line.timed(verb + 1)
    return (verb, entry, named, verb + 1) if closes else None


def _lead_in(walk: Walk, quote: int) -> int:
    """Where words begin that stand before a quotation and are part of what is said; its place for none."""
    line = walk.line
    start = line.past_connective(walk.done, quote)
    count = line.count(start, quote)
    begins = line.text.article.text[line.quoted(quote)[0]].isupper() and count > STRAY
    if not count or begins or line[quote - 1].kind is Kind.MARK:
        return quote
    return quote if any(line.quote(n) or line.entry(n, *REPORTING) for n in range(start, quote)) else start


def quotation_goes_on(walk: Walk, at: int) -> Result:
    """ "…," kata X, "…" and "…," kata X. "…": the second quotation is the same speaker's."""
    line = walk.line
    last = walk.drafts[-1] if walk.drafts else None
    if last is None or last.cue is None or not line.is_mark(at - 1, ",.:;"):
        return Refusal(why=Why.OTHER)
    if any(line.entry(n, *REPORTING, "root") for n in range(max(last.tail, last.end), at)):
        return Refusal(why=Why.OTHER)
    again = draft_of(line, (at, at + 1), "split", entry=last.entry, cue=last.cue, named=last.named)
    return tuple(replace(draft, rule="split") for draft in again) if isinstance(again, tuple) else again


def quotation_alone(walk: Walk, at: int) -> Result:
    """A quotation that is its stretch, with nobody named: the speaker before it goes on."""
    line = walk.line
    others = any(line[n].kind is not Kind.MARK for n in range(line.low, line.high) if n != at)
    if others or line.count(at, at + 1) < FEWEST:
        return Refusal(why=Why.OTHER)
    return draft_of(line, (at, at + 1), "goes on", tail=line.high)


def name_and_colon(walk: Walk, at: int) -> Result:
    """X: "…" · Dari X: "…" — a name, a colon and a quotation."""
    line = walk.line
    named = phrase_from(line, line.run(walk.done, "from") or walk.done, at - 1)
    if not line.is_mark(at - 1, ":") or named is None or named.end != at - 1:
        return Refusal(why=Why.OTHER)
    if not line.mentions(named.begin, named.end):
        return Refusal(why=Why.OTHER)
    return draft_of(line, (at, at + 1), "colon", named=named)


# --- verbs ---------------------------------------------------------------------------------


def verb_and_content(walk: Walk, at: int) -> Result:
    """X mengatakan (kepada wartawan) (bahwa) …: the subject before, the content behind."""
    line = walk.line
    entry = line.entry(at, *REPORTING)
    if entry is None:
        return Refusal(why=Why.OTHER)
    low = max(walk.done, line.low)
    before = line.backed(at, "adverb", low)
    relative, negated = (line.back(before, role, low) for role in ("relative", "negation"))
    if relative >= 0:
        return _described(walk, at, entry, relative)
    if negated >= 0:
        return Refusal(why=Why.NEGATED, subject=subject_of(walk, negated, weak=True))
    named = subject_of(walk, at, weak=bool(entry.values.get("weak")))
    if named is None and not (walk.same and line.back(before, "simultaneous", low) >= 0):
        return Refusal(why=Why.NO_SPEAKER, read=at + 1)
    if named and entry.values.get("hints") and line.begins(named.begin, "medium"):
        return Refusal(why=Why.HINT, subject=named, read=at + 1)
    outlet = named is not None and line.outlet(named.end - 1)
    if named and outlet and entry.get("act") == "reports" and not line.mentions(named.begin, named.end):
        return Refusal(why=Why.OUTLET, subject=named, read=at + 1)
    if _is_idiom(line, at):
        return Refusal(why=Why.IDIOM, subject=named)
    if named and (found := _content_before(walk, at, named)):
        tail = line.past_days(at + 1)
        return draft_of(line, found, "behind", entry=entry, cue=at, named=named, tail=tail)
    found = contents.behind_verb(line, at, entry, walk.high)
    if found is None:
        return Refusal(why=Why.NO_CONTENT, subject=named)
    relays = outlet or (named and line.begins(named.begin, "medium", "carrier medium"))
    if relays and told_by_another(walk, found[0]):
        return Refusal(why=Why.OUTLET, read=found[0])
    drafts = draft_of(line, found, "verb", entry=entry, cue=at, named=named)
    if entry.values.get("disputes") and not isinstance(drafts, Refusal):
        # "mempertanyakan tuduhan X yang menyebut …" tells X's words too.
        disputed = noun_of_saying(walk, found[0])
        if not isinstance(disputed, Refusal):
            drafts = (*drafts, *(replace(draft, inner=True) for draft in disputed))
    return drafts


def subject_of(walk: Walk, verb: int, *, weak: bool) -> Phrase | None:
    """Who does what the verb says; the last verb's subject behind "dan"."""
    line = walk.line
    if walk.subject is not None:
        at = line.backed(verb, "adverb", walk.done)
        for role in ("coordinator", "simultaneous", "contrast", "hence"):
            joined = line.back(at, role, walk.done)
            if joined >= 0 and (joined == walk.done or shares_subject(line, walk.done, verb)):
                return walk.subject
        if line.is_mark(at - 1, ",") and at - 1 <= walk.done:
            return walk.subject  # "X menegaskan …, menyebut …"
    phrase = subject_before(line, walk.done, verb)
    if phrase is None and walk.passed > walk.done:
        phrase = subject_before(line, walk.passed, verb)
    if phrase is None or speaks(line, phrase, weak=weak):
        return phrase
    marked = line.is_mark(verb + 1, ",:") or line.run(verb + 1, "complementiser")
    return phrase if marked and unknown_name(line, phrase) else None


def _described(walk: Walk, at: int, entry: Entry, relative: int) -> Result:
    """ "X, yang mengatakan …" and "X mengeluarkan pernyataan yang mengecam …"."""
    line = walk.line
    issued = line.back(relative, "issued", walk.done)
    named: Phrase | None = None
    if issued >= 0:
        named = subject_of(walk, issued, weak=True)
    elif line.is_mark(relative - 1, ",") and line.person(relative - 2, relative - 1):
        named = line.phrase(relative - 2, relative - 1)
    found = contents.behind_verb(line, at, entry, walk.high) if named else None
    if found is None:
        return Refusal(why=Why.DESCRIBES)
    return draft_of(line, found, "verb", entry=entry, cue=at, named=named)


def _is_idiom(line: Line, at: int) -> bool:
    objects = line.words.idioms.get(line[at].low, ())
    behind = line[at].end
    return any(tuple(line.text.lows[behind : behind + len(o)]) == o for o in objects)


def _content_before(walk: Walk, at: int, named: Phrase) -> Span | None:
    """The content before subject and verb: "…, kantor berita SANA melaporkan."."""
    line = walk.line
    if named.begin - 1 <= walk.done or not line.is_mark(named.begin - 1, ","):
        return None
    end = line.past_days(at + 1)
    rest = next((n for n in range(end, walk.high) if line[n].kind is not Kind.MARK), None)
    if rest is not None and not (line.is_mark(end, ",") and line.run(rest, *ADJUNCT, "carried", "as")):
        return None
    return contents.before_aside(line, walk.done, named.begin)


def told_by_another(walk: Walk, begin: int) -> bool:
    """Whether words report what somebody else says ("para aktivis menyebutkan …").

    A position ("KCNA menyebutkan Korut menolak …") stays with whoever tells it.
    """
    line = walk.line
    verb = next((n for n in line.cues if begin <= n < walk.high and line.entry(n, "verb")), 0)
    entry = line.entry(verb, "verb") if verb else None
    if entry is None or entry.get("needs") == "object" or line.back(verb, "negation", begin) >= 0:
        return False
    named = subject_before(line, begin, verb)
    near = named and named.begin - begin <= STRAY + 2 and not line.run(named.begin, "pronoun")
    return bool(near and named and speaks(line, named, weak=True))


# --- asides --------------------------------------------------------------------------------


def aside(walk: Walk, at: int) -> Result:
    """…, kata X · …, kata X, … · menurut X, …"""
    line = walk.line
    entry = line.entry(at, "root", "per")
    if entry is None:
        return Refusal(why=Why.OTHER)
    per = entry.get("kind") == "per"
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
        if entry.values.get("lends") and line.outlet(named.end - 1):
            return Refusal(why=Why.OUTLET)
        end = named.end
        if per and line.past_connective(walk.done, at) >= at:
            behind = contents.behind_aside(line, end, walk.high)
            if behind and told_by_another(walk, behind[0]):
                return Refusal(why=Why.OUTLET, read=behind[0])  # "Menurut X, Y mengatakan …": Y's words
    drafts: tuple[Draft, ...] = ()
    why = Why.NO_CONTENT
    for side in _sides(walk, at, end):
        if side[0] >= end and line.entry(side[0], *REPORTING):
            break
        result = draft_of(line, side, "aside", entry=entry, cue=at, named=named, tail=end)
        why = Why.SHORT
        drafts += () if isinstance(result, Refusal) else result
    return drafts or Refusal(why=why, subject=named if why is Why.NO_CONTENT else None, read=end)


def _stands_aside(walk: Walk, at: int, *, per: bool) -> bool:
    """Whether a cue begins its clause: behind a comma, at the start, or behind "selain itu"."""
    line = walk.line
    start = line.backed(at, "like this", walk.done)
    if per and any(line.is_mark(n, ",") for n in (at + 1, at + 2)):
        return True
    marked = line.quote(start - 1) or line.is_mark(start - 1, ",;") or line.is_mark(start - 1, DASHES)
    return marked or start <= walk.done or line.passed(walk.done, "connective", high=start) == start


def _to_name(line: Line, at: int, high: int) -> int:
    """Where the speaker is named behind a cue: past "laporan" in "menurut laporan X"."""
    start = _past_nouns(line, at, high)
    speaker = line[start].kind in NAMING or line[start].cap or line.begins(start, "opens a speaker")
    return start if speaker else at


def _names(walk: Walk, named: Phrase, entry: Entry) -> bool:
    """Whether the phrase behind a cue names a speaker; an everyday word ("jelas") needs a better sign."""
    line, first = walk.line, walk.line[named.begin]
    bare = bool(entry.values.get("bare"))
    if bare or entry.get("kind") == "per":
        return speaks(line, named, weak=bare and named.begin <= walk.done + 2)
    roles = ("pronoun", "plural", *SOMEBODY, "article")
    sure = first.cap or first.kind in NAMING or line.begins(named.begin, *roles)
    return bool(sure) or speaks(line, named, weak=True)


def _sides(walk: Walk, cue: int, behind: int) -> list[Span]:
    """The contents before and behind an aside, a mere subject before it left out ("Ia, kata Bey, …")."""
    line = walk.line
    before = contents.before_aside(line, walk.done, cue)
    right = contents.behind_aside(line, behind, walk.high, loose=before is None)
    if right is None and before is not None and line.run(behind, "auxiliary"):
        right = behind, contents.end(line, behind, walk.high)
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
    like = line.back(begin if begin >= 0 else at, "as", walk.done)
    if like < 0 and any(line[n].kind is not Kind.MARK for n in range(walk.done, at)):
        return Refusal(why=Why.DESCRIBES)
    start = line.run(at + 1, "agent") or at + 1
    alone = line[at].possessive or (bool(entry.values.get("alone")) and line.is_mark(start, ","))
    named = None if alone else phrase_from(line, start, walk.high)
    if not alone and (named is None or not _names(walk, named, entry)):
        return Refusal(why=Why.NO_SPEAKER)
    if named and line.outlet(named.end - 1):
        return Refusal(why=Why.OUTLET)
    end = named.end if named else start
    found = contents.before_aside(line, walk.done, like) if like > walk.done else None
    found = found or contents.behind_aside(line, end, walk.high)
    if found is None:
        return Refusal(why=Why.NO_CONTENT)
    return draft_of(line, found, "told", entry=entry, cue=at, named=named, tail=end)


def noun_of_saying(walk: Walk, at: int) -> Result:
    """Pengakuan X bahwa … · pengumuman X yang menyatakan …"""
    line = walk.line
    entry = line.entry(at, "noun")
    if entry is None or line[at].possessive:
        return Refusal(why=Why.OTHER)
    named = phrase_from(line, line.passed(at + 1, "of"), walk.high)
    if named is None or not line.mentions(named.begin, named.end):
        return Refusal(why=Why.NO_SPEAKER)
    start = named.end + line.is_mark(named.end, ",")
    relative = line.run(start, "relative")
    verb = line.passed(relative, "adverb") if relative else 0
    begin = verb + 1 if verb and line.entry(verb, *REPORTING) else 0 if verb else start
    clause = line.run(begin, "complementiser") or (begin if verb else 0)
    if not begin or not clause or clause >= walk.high:
        return Refusal(why=Why.NO_CONTENT)
    found = clause, contents.end(line, clause, walk.high)
    return draft_of(line, found, "noun", entry=entry, cue=at, named=named)


def closing(walk: Walk, at: int) -> Result:
    """…, demikian laporan X: a noun behind the content, and whose it is."""
    line = walk.line
    report = _noun_behind(line, at, walk.high) if line.is_mark(at - 1, ",") else None
    left = contents.before_aside(line, walk.done, at) if report else None
    if report is None or left is None or report[2] is None or not _names(walk, report[2], report[1]):
        return Refusal(why=Why.OTHER)
    return draft_of(line, left, "closing", entry=report[1], cue=at, named=report[2], tail=report[3])


QUOTED: tuple[tuple[str, Shape], ...] = (
    ("quotation, cue and name", quotation_reported),
    ("quotation that goes on", quotation_goes_on),
    ("name, colon and quotation", name_and_colon),
)
TOLD: tuple[tuple[str, Shape], ...] = (
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
