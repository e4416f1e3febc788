"""Quotations whose speaker stands behind them, and those that go on without one.

"…," kata X            "…," katanya            "…," ia menambahkan           "…," demikian pernyataan X
"…," kata X. "…"       "…," kata X, "…"        Peluncuran itu "…," kata X (mixed, with the words before)
"""

from __future__ import annotations

import re

from briefing.extract.claims import speakers, subjects
from briefing.extract.claims.cues import WORD, Cues
from briefing.extract.claims.drafts import Draft, Span
from briefing.extract.claims.known import Names
from briefing.extract.claims.stretches import HIDDEN, Stretch, Text
from briefing.language import Quote
from briefing.lexicon import Entry
from briefing.model import Mode, record

GAP = re.compile(r"[\s,.\-–—*_]*")
WORDS = re.compile(WORD)
FEWEST = 4
"""Words of a quotation that stands alone, without anybody named: shorter ones are a manner of speaking."""
LEAD_IN = 60
"""Words before a quotation that may belong to it."""
OWN_VERB = 8
"""Words of a subject between a quotation and its verb."""


@record
class Report:
    """Words behind a quotation that report it: cue, speaker, and where they end."""

    entry: Entry
    cue: Span
    named: Span | None
    end: int
    rule: str


def quoted(text: Text, stretch: Stretch, low: int, cues: Cues, known: Names) -> list[Draft]:
    """The claims of a stretch that are quotations with their report behind them."""
    drafts: list[Draft] = []
    at, last = low, None
    quotes = stretch.quotes
    for n, quote in enumerate(quotes):
        limit = quotes[n + 1].outer_start if n + 1 < len(quotes) else stretch.end
        report = behind(text, quote, limit, cues, known)
        if report is not None:
            drafts.append(_with(text, quote, report, at, cues))
            at, last = report.end, report
        elif last is not None and drafts and _goes_on(text, last.end, quote, cues):
            drafts.append(_split(text, quote, last))
            at = quote.outer_end
    return drafts


def behind(text: Text, quote: Quote, limit: int, cues: Cues, known: Names) -> Report | None:
    """What reports a quotation behind it; none where nothing does."""
    frame = text.frame
    gap = GAP.match(frame, quote.outer_end, limit)
    at = gap.end() if gap else quote.outer_end
    while (filler := cues.filler.match(frame, at, limit)) is not None:
        at = filler.end()
    root = cues.root.match(frame, at, limit) or cues.told.match(frame, at, limit)
    if root is not None:
        entry = cues.entry(root["cue"])
        if entry is None:
            return None
        by = cues.by.match(frame, root.end(), limit)
        start = by.end() if by else root.end()
        named = None if root["nya"] else speakers.after(frame, start, limit, cues, known)
        if named is None and not root["nya"]:
            return None
        end = named[1] if named else root.end()
        return Report(entry=entry, cue=root.span(), named=named, end=end, rule="behind")
    return _noun_behind(frame, at, limit, cues, known) or _verb_behind(text, quote, at, limit, cues, known)


def _noun_behind(frame: str, at: int, limit: int, cues: Cues, known: Names) -> Report | None:
    """ "…," demikian pernyataan resmi dari X."""
    cue = cues.behind.match(frame, at, limit)
    entry = cues.entry(cue["cue"]) if cue else None
    if cue is None or entry is None:
        return None
    start = cue.end()
    while (noun := cues.statement.match(frame, start, limit)) is not None:
        start = noun.end()
    named = speakers.after(frame, start, limit, cues, known)
    if start == cue.end() and not (named and known.person(*named)):
        return None  # "…," demikian X: a person only
    if named is None or frame[slice(*named)].casefold() in cues.pointers:
        return Report(
            entry=entry, cue=cue.span(), named=None, end=named[1] if named else start, rule="behind"
        )
    return Report(entry=entry, cue=cue.span(), named=named, end=named[1], rule="behind")


def _verb_behind(text: Text, quote: Quote, at: int, limit: int, cues: Cues, known: Names) -> Report | None:
    """ "…," ia menambahkan. The quotation must not have ended its sentence."""
    around = text.text[quote.end - 1 : quote.outer_end + 2]
    if "," not in around and text.text[quote.end - 1] not in "?!":
        return None
    verb = cues.verb.search(text.frame, at, min(limit, at + 120))
    entry = cues.entry(verb["cue"]) if verb else None
    if verb is None or entry is None:
        return None
    subject = subjects.before(text.frame, at, verb.start(), cues, known)
    follows = text.frame[verb.end() : limit].lstrip()
    if subject is None or subject[0] != at or len(text.frame[at : verb.start()].split()) > OWN_VERB:
        return None
    ends = not follows or follows[0] in ".,;" + HIDDEN or cues.between.match(follows) is not None
    if not ends or "bahwa" in follows.split()[:4]:
        return None
    return Report(entry=entry, cue=verb.span(), named=subject, end=verb.end(), rule="behind")


def _with(text: Text, quote: Quote, report: Report, low: int, cues: Cues) -> Draft:
    """The claim of a quotation and its report; words before it that lead into it make it mixed."""
    start = _lead_in(text, quote, low, cues)
    if start is None:
        begin, end, mode = quote.start, _end(text, quote), Mode.DIRECT
    else:
        begin, end, mode = start, quote.outer_end, Mode.MIXED
    return Draft(
        start=begin,
        end=end,
        mode=mode,
        rule=f"{report.rule}: {text.text[slice(*report.cue)].casefold()}",
        entry=report.entry,
        cue=report.cue,
        named=report.named,
        same=report.named is None,
        tail=report.end,
    )


def _lead_in(text: Text, quote: Quote, low: int, cues: Cues) -> int | None:
    """Where words begin that stand before a quotation and are part of what is said, if any do."""
    start = low
    connective = cues.connective.match(text.frame, start, quote.outer_start)
    if connective and "," in connective[0]:
        start = connective.end()
    lead = text.frame[start : quote.outer_start]
    words = [w for w in WORDS.findall(lead) if HIDDEN not in w]
    if not words or len(words) > LEAD_IN or lead.rstrip()[-1:] in {",", ":", ".", "?", "!", "-", "–", "—"}:
        return None
    if cues.connective.fullmatch(lead.strip() + ",") or (text.text[quote.start].isupper() and len(words) > 3):
        return None
    if cues.verb.search(lead) or cues.root.search(lead) or re.search(r"[.!?]\s", lead):
        return None
    return start + len(lead) - len(lead.lstrip(" ,"))


def _goes_on(text: Text, end: int, quote: Quote, cues: Cues) -> bool:
    """Whether a quotation goes on behind its report: "…," kata X, "…" or "…," kata X. "…"."""
    gap = text.frame[end : quote.outer_start]
    return (
        gap.rstrip()[-1:] in {",", ".", ":", ";"} and not cues.verb.search(gap) and not cues.root.search(gap)
    )


def _split(text: Text, quote: Quote, report: Report) -> Draft:
    return Draft(
        start=quote.start,
        end=_end(text, quote),
        mode=Mode.DIRECT,
        rule="split",
        entry=report.entry,
        cue=report.cue,
        named=report.named,
        same=True,
        tail=quote.outer_end,
    )


def free(text: Text, stretch: Stretch) -> Draft | None:
    """A quotation that is its stretch, with nobody named: the speaker before it goes on."""
    if len(stretch.quotes) != 1:
        return None
    quote = stretch.quotes[0]
    around = text.frame[stretch.start : quote.outer_start] + text.frame[quote.outer_end : stretch.end]
    words = len(WORDS.findall(text.text[quote.start : quote.end]))
    if WORDS.search(around) or words < FEWEST:
        return None
    return Draft(
        start=quote.start,
        end=_end(text, quote),
        mode=Mode.DIRECT,
        rule="goes on",
        same=True,
        tail=stretch.end,
    )


def _end(text: Text, quote: Quote) -> int:
    """The end of the quoted words without a comma that belongs to the sentence around them."""
    return quote.start + len(text.text[quote.start : quote.end].rstrip(' ,"“”'))
