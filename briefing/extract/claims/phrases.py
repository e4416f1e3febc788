"""Noun phrases that name who speaks: from a place on ("kata | X"), and before a verb ("X | mengatakan")."""

from __future__ import annotations

from briefing.extract.claims.line import NAMING, REPORTING, Line, Phrase
from briefing.extract.sentences.row import Kind
from briefing.model import ActorKind

LONGEST = 16
"""Words of a phrase with office and body; more are a clause."""
JOINED = 4
"""Words before "dan" that still name a speaker ("Rusia dan China")."""
ADJUNCT = ("preposition", "subordinator")
ENDS = ("preposition", "subordinator", "relative", "complementiser", "contrast")
"""Classes whose words end a phrase."""
SHORT = 3
"""Letters of an abbreviation within a name, its full stop apart ("Drs. Budi")."""
OTHERS = (Kind.BODY, Kind.COUNTRY, Kind.OFFICE)
"""Behind a bracket they name another: "Kantor Berita Nasional (NNA) | Hizbullah"."""
GLUE = frozenset("&'’-@#/*_")
"""Marks within a name."""


def phrase_from(line: Line, at: int, high: int) -> Phrase | None:
    """The noun phrase that begins at a place; none where none does.

    It ends before a preposition, a verb, a day or a comma. Behind a bare office a comma and a name still
    belong to it ("kata juru bicara Pentagon, Laura Hayes, kepada …").
    """
    begin = end = at
    if at < high and (alone := line.run(at, "pronoun", "plural")):
        return line.phrase(at, alone)
    count = 0
    while at < high and count < LONGEST:
        item = line[at]
        if count and (pointing := line.run(at, "demonstrative")):
            end = pointing
            name = _named_behind(line, begin, end, high)
            end = name or end
            break
        if item.kind is Kind.MARK:
            step = _over_mark(line, begin, at, high) if count else 0
            if not step:
                break
            at, end = step, step if not line.is_mark(step - 1, GLUE) else end
            if line.is_mark(step - 1, ")") and step < high and line[step].kind in OTHERS:
                break
            continue
        if _closes(line, at, begin, end):
            break
        count += line.word_count(item)
        at = end = at + 1
    return line.phrase(begin, end) if begin < end else None


def _closes(line: Line, at: int, begin: int, end: int) -> bool:
    """Whether the phrase ends before this item."""
    item = line[at]
    if item.kind is Kind.QUOTE or line.timed(at):
        return True
    if item.kind not in (Kind.WORD, Kind.CUE):
        return False
    if line.run(at, *ENDS) and not (item.cap and at > begin):
        return at == begin or not line.run(at, "noun preposition")
    if item.cap:
        return False
    if line.run(at, "coordinator"):
        return at == begin or at + 1 >= line.high or not _opens(line, at + 1)
    return at > begin and (line.verb(at) or _person_ends(line, begin, end))


def _opens(line: Line, at: int) -> bool:
    """Whether another name or office begins here: "Rusia dan | China"."""
    return line[at].kind in NAMING or line[at].cap or bool(line.begins(at, "opens a speaker", "indefinite"))


def _person_ends(line: Line, begin: int, end: int) -> bool:
    stop = line[end - 1].stop
    return any(m.stop == stop and m.kind is ActorKind.PERSON for m in line.mentions(begin, end))


def _over_mark(line: Line, begin: int, at: int, high: int) -> int:
    """The place behind a mark that the phrase goes over: a bracket, a comma before its name, an ampersand."""
    if bracket := line.bracket(at):
        return bracket if bracket <= high else 0
    if line.is_mark(at, ","):
        return _named_behind(line, begin, at, high)
    if line.is_mark(at, ".") and line[at - 1].cap and len(line[at - 1].low) <= SHORT and at + 1 < high:
        return at + 1 if line[at + 1].kind is Kind.NAME else 0
    return at + 1 if line.is_mark(at, GLUE) and at + 1 < high and line[at + 1].kind is not Kind.MARK else 0


def _named_behind(line: Line, begin: int, end: int, high: int) -> int:
    """The place behind ", X" where that names the holder of the office before the comma; 0 if not."""
    if not (line.is_mark(end, ",") and end + 1 < high and is_office(line, begin, end)):
        return 0
    at = end + 1
    while at < high and line[at].kind in (Kind.NAME, Kind.RANK, Kind.BODY) and not line.timed(at):
        at += 1
    if at == end + 1 or line[at - 1].kind is Kind.RANK:
        return 0
    behind = line.bracket(at) or at
    follows = behind >= high or line[behind].kind is not Kind.WORD or line.run(behind, *ENDS)
    return at if follows or line.timed(behind) else 0


def is_office(line: Line, begin: int, end: int) -> bool:
    """Whether the phrase is an office or body without its holder's name ("pengacara X" names another)."""
    if line[begin].kind is Kind.NAME:
        return not line.mentions(begin, end)
    opens = line.begins(begin, "opens a speaker", "indefinite", "article") > 0
    if not (opens or line[begin].kind in (Kind.OFFICE, Kind.BODY)):
        return False
    return not line.person(begin, end) or line.begins(begin, "aide", "kin") > 0


def subject_before(line: Line, low: int, verb: int) -> Phrase | None:
    """The subject of the verb at a place, read backwards as far as `low`; none where there is none."""
    low = behind_marks(line, low, verb)
    shares = shares_subject(line, low, verb)
    end = _without_adjuncts(line, low, verb)
    if shares:
        end = _without_adjuncts(line, low, _without_coordinator(line, low, end))
    start = line.passed(_clause_start(line, low, end), "connective", high=end - 1)
    pieces = line.pieces(start, end)
    if not pieces:
        return None
    if len(pieces) > 1 and line.run(pieces[-1][0], "relative") and _names(line, *pieces[-2]):
        pieces.pop()  # "X, yang memimpin Y mengatakan": without its second comma
    chosen = [pieces[-1]]
    for piece in reversed(pieces[:-1]):
        if not _belongs(line, piece, chosen[0]):
            break
        chosen.insert(0, piece)
    begin, end = chosen[0][0], chosen[-1][1]
    begin = line.passed(begin, "connective", high=end - 1)
    if line.run(begin, *ADJUNCT) and line[begin].kind in (Kind.WORD, Kind.CUE):
        return closing_name(line, begin, end)
    doing = _doing(line, begin, end)
    if doing:
        end = _without_adjuncts(line, begin, doing) if shares else begin
    return line.phrase(begin, end) if begin < end else None


def _names(line: Line, begin: int, end: int) -> bool:
    return bool(line.mentions(begin, end)) or _opens(line, begin)


def shares_subject(line: Line, low: int, verb: int) -> bool:
    """Whether the verb shares its subject with one before it ("tiba dan mengatakan", "…, menyebut")."""
    at = _without_adverbs(line, low, verb)
    if line.is_mark(at - 1, ",") and at - 1 > low and line.run(verb, "anew"):
        return True
    return (at > low and line.back(at, "coordinator", low) >= 0) or line.back(at, "simultaneous", low) >= 0


def _without_coordinator(line: Line, low: int, end: int) -> int:
    for role in ("coordinator", "simultaneous"):
        at = line.back(end, role, low)
        if at > low:
            return at
    return end


def _without_adverbs(line: Line, low: int, end: int) -> int:
    while end > low:
        at = line.back(end, "adverb", low)
        if at < 0:
            return end
        end = at
    return end


def _without_adjuncts(line: Line, low: int, end: int) -> int:
    """Where the subject ends: adverbs, days and adverbials between it and its verb left out."""
    while end > low:
        cut = end
        while cut > low and line.is_mark(cut - 1, ","):
            cut -= 1
        comma = max((n for n in range(low, cut) if line.is_mark(n, ",")), default=low - 1)
        adverbs = _without_adverbs(line, low, cut)
        if low < adverbs < cut:
            cut = adverbs
        elif (adjunct := _adjunct(line, low, comma + 1, cut)) is not None:
            cut = adjunct
        elif comma > low and line.timed(comma + 1):
            cut = comma
        if cut == end:
            return end
        end = cut
    return end


def _adjunct(line: Line, low: int, begin: int, end: int) -> int | None:
    """Where an adverbial begins between two places, with the words of the subject before it."""
    for at in range(begin, end):
        plain = line[at].kind in (Kind.WORD, Kind.CUE) and not line[at].cap
        if not plain or not line.run(at, *ADJUNCT) or line.run(at, "noun preposition"):
            continue
        opened = _clause_start(line, low, at) < at and not line.is_mark(at - 1, ",") if at == begin else True
        if (opened or at > low) and _tells_circumstance(line, at, end) and _clause_start(line, low, at) < at:
            return at
    return None


def _tells_circumstance(line: Line, at: int, end: int) -> bool:
    """Whether the adjunct that opens here names no speaker; behind "setelah" a subject may stand."""
    if line.person(at + 1, end) or closing_name(line, at, end):
        return False
    if line.run(at, "subordinator") and not line.run(at, "preposition"):
        return not (line.mentions(at + 1, end) or (at + 1 < end and line.begins(at + 1, "opens a speaker")))
    clause = next((n for n in range(at + 1, end) if line.run(n, "subordinator")), end)
    return not line.mentions(min(clause + 1, end), end)


def closing_name(line: Line, begin: int, end: int) -> Phrase | None:
    """The name that ends an adverbial without a comma: "dalam sambutannya Wakil Kepala Bekraf Ricky Pesik".

    None where a preposition governs it ("dalam pertemuan dengan Putin").
    """
    first = end
    while first > begin and line[first - 1].kind in NAMING:
        first -= 1
    if first == end or first <= begin + 1 or not line.mentions(first, end):
        return None
    before = line[first - 1]
    if line.run(first - 1, *ADJUNCT) or before.kind is Kind.MARK:
        return None
    closed = (
        before.kind is Kind.DATE
        or line.run(first - 1, "demonstrative")
        or line.forms.possessive_stem(before.low) != before.low
    )
    return line.phrase(first, end) if closed or line.person(first, end) else None


def _clause_start(line: Line, low: int, end: int) -> int:
    """Where the clause begins that ends here: behind the last word that opens one."""
    start = low
    for at in range(low, end):
        item = line[at]
        if item.kind not in (Kind.WORD, Kind.CUE):
            continue
        behind = line.run(at, "subordinator", "complementiser", "contrast", "coordinator")
        if behind and behind <= end and not _joins_names(line, start, at):
            start = behind
    return start


def _joins_names(line: Line, start: int, at: int) -> bool:
    """Whether "dan" at a place joins two names: "Rusia | dan China"."""
    pieces = line.pieces(start, at)
    if not pieces or not line.run(at, "coordinator"):
        return False
    piece = pieces[-1]
    named = (
        line.person(at - 1, at) or line[piece[0]].kind in NAMING or line.begins(piece[0], "opens a speaker")
    )
    longest = LONGEST if named else JOINED
    return line.count(start, at) <= longest and not any(line.acts(n) for n in range(piece[0], at))


def behind_marks(line: Line, low: int, end: int) -> int:
    """Where the words begin that no full stop, colon, dash or quotation parts from the end."""
    for at in range(end - 1, low - 1, -1):
        if line.hard(at) and not line.run(at + 1, "relative"):
            return at + 1
    return low


def _doing(line: Line, begin: int, end: int) -> int:
    """Where a verb stands in what should be a noun phrase; one behind "yang" belongs to it. 0 for none."""
    for at in range(begin, end):
        if line.run(at, "relative"):
            return 0
        if at > begin and (line.acts(at) or line.run(at, "auxiliary")):
            return at
    return 0


def _belongs(line: Line, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether the piece before a comma is part of the subject: an office beside a name."""
    begin, end = left
    if line.count(begin, end) > LONGEST or line.run(begin, "connective") == end:
        return False
    if line.begins(begin, *ADJUNCT, "thing") or line.timed(begin) or line.run(right[0], "pronoun"):
        return False
    if any(line.hard(n) or line.entry(n, *REPORTING) for n in range(begin, end)):
        return False
    if (
        line.outlet(end - 1)
        or counts_things(line, begin, end)
        or any(line.acts(n) for n in range(begin + 1, end))
    ):
        return False
    start = line[begin].start
    named = any(m.start == start for m in line.mentions(begin, end))
    if named:
        other = line.person(*right) and any(m.start == line[right[0]].start for m in line.mentions(*right))
        return (line.person(begin, end) and not other) or not line.person(*right) or not line[right[0]].cap
    return line[begin].kind in (Kind.OFFICE, Kind.BODY) or bool(
        line.begins(begin, "opens a speaker", "indefinite")
    )


def counts_things(line: Line, begin: int, end: int) -> bool:
    """Whether a phrase counts what can't speak: "beberapa dokumen", "beberapa pekan lalu"."""
    few = line.passed(begin, "indefinite", high=end)
    return begin < few < end and bool(line.begins(few, "thing")) and not line.run(few, "demonstrative")


def speaks(line: Line, phrase: Phrase, *, weak: bool) -> bool:
    """Whether a phrase can name a speaker; with a `weak` verb it has to begin with somebody who speaks."""
    begin, end = phrase.begin, phrase.end
    first = line[begin]
    mentions = line.mentions(begin, end)
    if counts_things(line, begin, end) or line.timed(begin):
        return False
    if line.begins(begin, "record") and (mentions or _has(line, begin, end, Kind.OUTLET)):
        return True
    points = any(line.run(n, "demonstrative") for n in range(begin + 1, end))
    if line.begins(begin, "thing"):
        return bool(line.begins(begin, "medium")) and points
    if any(m.start == first.start for m in mentions) or (
        first.kind in NAMING and first.kind is not Kind.NAME
    ):
        return True
    if line.begins(begin, "pronoun", "plural", "opens a speaker", "indefinite", "article") or owned(
        line, begin
    ):
        return True
    if not weak and points:
        return True
    if line.forms.is_nominal(first.low) or line.count(begin, end) > LONGEST:
        return False
    if weak:
        return any(m.stop == phrase.stop and m.kind is ActorKind.PERSON for m in mentions)
    return first.cap or bool(mentions)


def owned(line: Line, at: int) -> bool:
    """Whether the word at a place is a noun of who can speak, with "-nya" ("pengacaranya")."""
    low = line[at].low
    stem = line.forms.possessive_stem(low)
    return stem != low and stem in line.words.speaking


def _has(line: Line, begin: int, end: int, kind: Kind) -> bool:
    return any(line[n].kind is kind for n in range(begin, end))


def unknown_name(line: Line, phrase: Phrase) -> bool:
    """Whether the phrase looks like a name that nobody in the article is known by."""
    items = [line[n] for n in range(phrase.begin, phrase.end)]
    plain = [i for i in items if i.kind is not Kind.MARK]
    return bool(plain) and all(i.cap for i in plain) and plain[0].kind is Kind.NAME
