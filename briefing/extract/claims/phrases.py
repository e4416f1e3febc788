"""Noun phrases that name who speaks: from a place on ("kata | X"), and before a verb ("X | mengatakan")."""

from __future__ import annotations

import re

from briefing.extract.claims.line import NAMING, REPORTING, Line, Phrase
from briefing.extract.sentences.row import Kind
from briefing.model import ActorKind

LONGEST = 16
"""Words of a phrase with office and body; more are a clause."""
JOINED = 4
"""Words before "dan" that still name a speaker ("Rusia dan China")."""
ADJUNCT = ("preposition", "subordinator")
ENDS = (*ADJUNCT, "relative", "complementiser", "contrast")
"""Classes whose words end a phrase."""
SOMEBODY = ("opens a speaker", "indefinite")
OTHERS = (Kind.BODY, Kind.COUNTRY, Kind.OFFICE)
"""Behind a bracket they name another: "Kantor Berita Nasional (NNA) | Hizbullah"."""
DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,3}\.)+[A-Z]?[A-Za-z]{0,3}\.?")
"""A degree behind a name and a comma: "S.H.", "M.Si"."""
GLUE = frozenset("&'’-@#/*_")
"""Marks within a name."""


def phrase_from(line: Line, at: int, high: int) -> Phrase | None:
    """The noun phrase that begins at a place; none where none does.

    It ends before a preposition, a verb, a day or a comma. Behind a bare office a comma and a name still
    belong to it ("kata juru bicara Pentagon, Laura Hayes, kepada …").
    """
    begin = at
    if alone := line.run(at, "pronoun", "plural"):
        return line.phrase(at, alone)
    while at < high:
        if at > begin and (pointing := line.run(at, "demonstrative")):
            at = _named_behind(line, begin, pointing) or pointing
            break
        mark = line[at].kind is Kind.MARK
        if mark and at > begin and (behind := _over_mark(line, begin, at)):
            at = behind
            if line.is_mark(at - 1, ")") and line[at].kind in OTHERS:
                break
        elif mark or _closes(line, at, begin):
            break
        else:
            at += 1
    return line.phrase(begin, at) if begin < at else None


def _closes(line: Line, at: int, begin: int) -> bool:
    """Whether the phrase ends before this item."""
    if line.quote(at) or line.timed(at):
        return True
    if not line.plain(at):
        return False
    if line.run(at, *ENDS):
        return at == begin or not line.run(at, "noun preposition")
    if line.run(at, "coordinator"):
        return at == begin or not _opens(line, at + 1)
    return at > begin and (line.verb(at) or line.person(at - 1, at))


def _opens(line: Line, at: int) -> bool:
    """Whether another name or office begins here: "Rusia dan | China"."""
    return line[at].kind in NAMING or line[at].cap or bool(line.begins(at, *SOMEBODY))


def _over_mark(line: Line, begin: int, at: int) -> int:
    """The place behind a mark that the phrase goes over: a bracket, a comma before its name, an ampersand."""
    glued = at + 1 if line.is_mark(at, GLUE) and line[at + 1].kind is not Kind.MARK else 0
    return line.bracket(at) or _named_behind(line, begin, at) or glued


def _named_behind(line: Line, begin: int, end: int) -> int:
    """The place behind ", X" where that names the holder of the office before the comma; 0 if not."""
    if not (line.is_mark(end, ",") and is_office(line, begin, end)):
        return 0
    at = end + 1
    while line[at].kind in (Kind.NAME, Kind.RANK, Kind.BODY):
        at += 1
    behind = line.bracket(at) or at
    follows = line[behind].kind is not Kind.WORD or line.run(behind, *ENDS) or line.timed(behind)
    return at if at > end + 1 and follows else 0


def is_office(line: Line, begin: int, end: int) -> bool:
    """Whether the phrase is an office or body without its holder's name ("pengacara X" names another)."""
    if line[begin].kind is Kind.NAME:
        return not line.mentions(begin, end)
    if not (line.begins(begin, *SOMEBODY, "article") or line[begin].kind in (Kind.OFFICE, Kind.BODY)):
        return False
    return not line.person(begin, end) or line.begins(begin, "aide", "kin") > 0


def subject_before(line: Line, low: int, verb: int) -> Phrase | None:
    """The subject of the verb at a place, read backwards as far as `low`; none where there is none."""
    low = next((n + 1 for n in range(verb - 1, low - 1, -1) if _parts(line, n)), low)
    shares = shares_subject(line, low, verb)
    end = _without_adjuncts(line, low, verb)
    if shares:
        joined = (line.back(end, role, low) for role in ("coordinator", "simultaneous"))
        end = _without_adjuncts(line, low, next((at for at in joined if at > low), end))
    start = line.passed(_clause_start(line, low, end), "connective", high=end - 1)
    pieces = line.pieces(start, end)
    if not pieces:
        return None
    if len(pieces) > 1 and line.run(pieces[-1][0], "relative") and _names(line, *pieces[-2]):
        pieces.pop()  # "X, yang memimpin Y mengatakan": without its second comma
    begin, end = pieces[-1]
    for left in reversed(pieces[:-1]):
        if not _belongs(line, left, (begin, end)):
            break
        begin = left[0]
    begin = line.passed(begin, "connective", high=end - 1)
    if line[begin].kind in (Kind.WORD, Kind.CUE) and line.run(begin, *ADJUNCT):
        return closing_name(line, begin, end)
    doing = _doing(line, begin, end)
    if doing:
        end = _without_adjuncts(line, begin, doing) if shares else begin
    return line.phrase(begin, end) if begin < end else None


def _parts(line: Line, at: int) -> bool:
    """Whether a full stop, colon, dash or quotation parts what stands behind from what stands before."""
    return line.hard(at) and not line.run(at + 1, "relative")


def _names(line: Line, begin: int, end: int) -> bool:
    return bool(line.mentions(begin, end)) or _opens(line, begin)


def shares_subject(line: Line, low: int, verb: int) -> bool:
    """Whether the verb shares its subject with one before it ("tiba dan mengatakan", "…, menyebut")."""
    at = line.backed(verb, "adverb", low)
    if line.is_mark(at - 1, ",") and at - 1 > low and line.run(verb, "anew"):
        return True
    return line.back(at, "coordinator", low) >= 0 or line.back(at, "simultaneous", low) >= 0


def _without_adjuncts(line: Line, low: int, end: int) -> int:
    """Where the subject ends: adverbs, days and adverbials between it and its verb left out."""
    while end > low:
        cut = end
        while cut > low and line.is_mark(cut - 1, ","):
            cut -= 1
        comma = max((n for n in range(low, cut) if line.is_mark(n, ",")), default=low - 1)
        adverbs = line.backed(cut, "adverb", low)
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
        if not line.plain(at) or not line.run(at, *ADJUNCT) or line.run(at, "noun preposition"):
            continue
        if at > low and _tells_circumstance(line, at, end) and _clause_start(line, low, at) < at:
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
    while line[first - 1].kind in NAMING:
        first -= 1
    if first <= begin + 1 or not line.mentions(first, end) or line.run(first - 1, *ADJUNCT):
        return None
    before = line[first - 1]
    closed = line.run(first - 1, "demonstrative") or line.forms.possessive_stem(before.low) != before.low
    named = closed or before.kind is Kind.DATE or (before.kind is not Kind.MARK and line.person(first, end))
    return line.phrase(first, end) if named else None


def _clause_start(line: Line, low: int, end: int) -> int:
    """Where the clause begins that ends here: behind the last word that opens one."""
    start = low
    for at in range(low, end):
        if line[at].kind in (Kind.WORD, Kind.CUE):
            behind = line.run(at, "subordinator", "complementiser", "contrast", "coordinator")
            if behind and not _joins_names(line, start, at):
                start = min(behind, end)
    return start


def _joins_names(line: Line, start: int, at: int) -> bool:
    """Whether "dan" at a place joins two names: "Rusia | dan China"."""
    pieces = line.pieces(start, at)
    if not pieces or not line.run(at, "coordinator"):
        return False
    first = pieces[-1][0]
    named = line.person(at - 1, at) or line[first].kind in NAMING or line.begins(first, "opens a speaker") > 0
    few = line.count(start, at) <= (LONGEST if named else JOINED)
    return few and not any(line.acts(n) for n in range(first, at))


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
    if DEGREE.fullmatch(line.words_of(*right)):
        return True
    if line.count(begin, end) > LONGEST or line.run(begin, "connective") == end or line.outlet(end - 1):
        return False
    if line.begins(begin, *ADJUNCT, "thing") or line.timed(begin) or line.run(right[0], "pronoun"):
        return False
    if counts_things(line, begin, end) or any(
        line.entry(n, *REPORTING) or (n > begin and line.acts(n)) for n in range(begin, end)
    ):
        return False
    if any(m.start == line[begin].start for m in line.mentions(begin, end)):
        other = line.person(*right) and any(m.start == line[right[0]].start for m in line.mentions(*right))
        return (line.person(begin, end) and not other) or not line.person(*right) or not line[right[0]].cap
    return line[begin].kind in (Kind.OFFICE, Kind.BODY) or bool(line.begins(begin, *SOMEBODY))


def counts_things(line: Line, begin: int, end: int) -> bool:
    """Whether a phrase counts what can't speak: "beberapa dokumen", "beberapa pekan lalu"."""
    few = line.passed(begin, "indefinite", high=end)
    return begin < few < end and bool(line.begins(few, "thing")) and not line.run(few, "demonstrative")


def speaks(line: Line, phrase: Phrase, *, weak: bool) -> bool:
    """Whether a phrase can name a speaker; with a `weak` verb it has to begin with somebody who speaks."""
    begin, end = phrase.begin, phrase.end
    first, mentions = line[begin], line.mentions(begin, end)
    if counts_things(line, begin, end) or line.timed(begin):
        return False
    points = any(line.run(n, "demonstrative") for n in range(begin + 1, end))
    if line.begins(begin, "thing"):
        said = mentions and line.begins(begin, "record")
        return bool(said or (line.begins(begin, "medium") and points))
    if any(m.start == first.start for m in mentions) or (
        first.kind in NAMING and first.kind is not Kind.NAME
    ):
        return True
    stem = line.forms.possessive_stem(first.low)
    owned = stem != first.low and stem in line.words.speaking
    if owned or line.begins(begin, "pronoun", "plural", *SOMEBODY, "article") or (points and not weak):
        return True
    if line.forms.is_nominal(first.low) or line.count(begin, end) > LONGEST:
        return False
    if weak:
        return any(m.stop == phrase.stop and m.kind is ActorKind.PERSON for m in mentions)
    return first.cap or bool(mentions)


def unknown_name(line: Line, phrase: Phrase) -> bool:
    """Whether the phrase looks like a name that nobody in the article is known by."""
    items = line.items[phrase.begin : phrase.end]
    return line[phrase.begin].kind is Kind.NAME and all(i.cap or i.kind is Kind.MARK for i in items)
