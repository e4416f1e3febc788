"""Claims: somebody's words or position as the article gives them.

Stretch by stretch: quotations with their report behind them, then what is reported indirectly in the
words around, then quotations that go on. The speakers are resolved last, in reading order, for "dia"
and a quotation with nobody named mean whoever spoke before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.extract.claims import asides, pointers, quoted, stretches
from briefing.extract.claims.cue_patterns import cues
from briefing.extract.claims.cues import Cues
from briefing.extract.claims.drafts import Draft, Pointer, Span
from briefing.extract.claims.known import Names, names
from briefing.extract.claims.reported import Reader
from briefing.extract.claims.stretches import Stretch, Text
from briefing.extract.claims.turns import Turns
from briefing.extract.claims.via import carriers, find_outlet
from briefing.lexicon import Lexicon
from briefing.lexicon.dates import DateMention, find_dates
from briefing.model import Article, Claim, Evidence, Findings, Mode, Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc

STATES = "states"
DAY = len("2017-12-08")
ENDS = frozenset('.!"”')
"""What a sentence that states something ends with."""


def claims(doc: Doc, lexicon: Lexicon, found: Findings) -> Findings:
    """The findings with the claims of the article's body, in reading order."""
    words = cues(lexicon)
    article = found.article
    text = stretches.read(article, doc, words)
    known = names(found)
    turns = Turns(doc, lexicon, found, text, known, words)
    days = find_dates(article.text, published=article.published, language=lexicon.language)
    made: list[Claim] = []
    before: Stretch | None = None
    for n, stretch in enumerate(text.stretches):
        low = stretches.past_dateline(article, text, stretch)
        pointer = pointers.pointer(text, stretch, low, words, known)
        if pointer is None:
            drafts = drafts_of(text, stretch, low, words, known)
            said = [
                (d, turns.speaker(d, stretch), _around(drafts, i, stretch, low)) for i, d in enumerate(drafts)
            ]
            made += [_claim(*d, article, text, lexicon, known, days) for d in said]
            before = stretch
            continue
        who = turns.turn(pointer.named, stretch)
        if before is not None:
            near = before is text.stretches[n - 1] and who is not None
            draft = _said_before(article, text, before, pointer, words) if near else None
            if draft is not None and not (made and made[-1].evidence.end > draft.start):
                around = ((pointer.start, pointer.end), (before.start, draft.start))
                made.append(_claim(draft, who, around, article, text, lexicon, known, days))
            if made and made[-1].evidence.end > before.start:
                made[-1] = _pointed(made[-1], pointer, article, text, lexicon, known, days)
    return replace(found, claims=tuple(replace(c, id=f"c{n}") for n, c in enumerate(made, start=1)))


def drafts_of(text: Text, stretch: Stretch, low: int, words: Cues, known: Names) -> list[Draft]:
    """The claims of one stretch, in order; their speakers are not yet looked up."""
    direct = quoted.quoted(text, stretch, low, words, known)
    drafts: list[Draft] = []
    at = low
    for draft in direct:
        if draft.rule != "split":
            drafts += Reader(text, stretch, (at, draft.start), words, known).read()
        drafts.append(draft)
        at = max(draft.tail, draft.end)
    if direct:
        report = words.report.search(text.frame, at, stretch.end)
        if report is not None:
            reader = Reader(text, stretch, (report.start(), stretch.end), words, known)
            reader.subject = direct[-1].named
            drafts += reader.read()
    else:
        drafts += Reader(text, stretch, (low, stretch.end), words, known).read()
    if not drafts and (alone := quoted.free(text, stretch)) is not None:
        drafts.append(alone)
    return sorted(drafts, key=lambda d: (d.start, -d.end))


def _said_before(
    article: Article, text: Text, before: Stretch, pointer: Pointer, words: Cues
) -> Draft | None:
    """The sentence before a pointer as what was said; none where it is no statement."""
    if pointer.cue is None or pointer.entry is None or text.text[before.end - 1] not in ENDS:
        return None
    low = stretches.past_dateline(article, text, before)
    said = asides.left(text, low, before.end, words)
    if said is None:
        return None
    start, end = said[0], said[0] + len(text.text[slice(*said)].rstrip(" .!"))
    inside = any(start <= q.outer_start < end for q in before.quotes)
    return Draft(
        start=start,
        end=end,
        mode=Mode.MIXED if inside else Mode.INDIRECT,
        rule=f"said before: {text.text[slice(*pointer.cue)].casefold()}",
        entry=pointer.entry,
        cue=pointer.cue,
        named=pointer.named,
    )


def _around(drafts: Sequence[Draft], n: int, stretch: Stretch, low: int) -> tuple[Span, ...]:
    """Where the words stand that tell about a claim: outlet and day. Behind it first, where its report is."""
    draft = drafts[n]
    before = (max((d.end for d in drafts[:n]), default=stretch.start), draft.start)
    behind = (draft.end, min((d.start for d in drafts[n + 1 :] if d.start >= draft.end), default=stretch.end))
    if draft.cue and draft.cue[0] >= draft.end:
        first = (low, draft.start) if n == 0 else (draft.start, draft.start)
        return tuple(a for a in (behind, first) if a[0] < a[1])
    lead = (stretch.start, min(d.start for d in drafts))
    return tuple(a for a in (before, behind, lead) if a[0] < a[1])


def _claim(
    draft: Draft,
    speaker: str | None,
    around: Sequence[Span],
    article: Article,
    text: Text,
    lexicon: Lexicon,
    known: Names,
    days: Sequence[DateMention],
) -> Claim:
    def evidence(span: Span | None) -> Evidence | None:
        return Evidence(article=article.id, start=span[0], end=span[1], rule=draft.rule) if span else None

    outlet = find_outlet(text.frame, around, carriers(lexicon), known.persons, known.states)
    own = draft.named
    if outlet and own and own[0] <= outlet[0] < own[1] and (speaker is None or known.at(outlet[0])):
        # "KCNA melaporkan", "menurut X seperti dilansir Y": its own words, carried by another if by any
        other = find_outlet(text.frame, around, carriers(lexicon), (*known.persons, own), known.states)
        outlet = other or (None if speaker else outlet)
    return Claim(
        id="c",
        speaker=speaker,
        mode=draft.mode,
        act=draft.entry.get("act", STATES) if draft.entry else STATES,
        evidence=Evidence(article=article.id, start=draft.start, end=draft.end, rule=draft.rule),
        cue=evidence(draft.cue),
        named=evidence(draft.named),
        via=_reading(article, outlet, "carrier"),
        said_on=None if draft.entry and draft.entry.get("kind") == "per" else _day(article, around, days),
    )


def _reading(article: Article, span: Span | None, rule: str) -> Reading | None:
    if span is None:
        return None
    return Reading(
        value=article.text[slice(*span)],
        evidence=Evidence(article=article.id, start=span[0], end=span[1], rule=rule),
    )


def _day(article: Article, around: Sequence[Span], days: Sequence[DateMention]) -> Reading | None:
    """The first full day told in the words around a claim."""
    for start, end in around:
        for day in days:
            if start <= day.start and day.end <= end and len(day.value) == DAY:
                where = Evidence(article=article.id, start=day.start, end=day.end, rule=f"date: {day.rule}")
                return Reading(value=day.value, evidence=where)
    return None


def _pointed(
    last: Claim,
    pointer: Pointer,
    article: Article,
    text: Text,
    lexicon: Lexicon,
    known: Names,
    days: Sequence[DateMention],
) -> Claim:
    """A claim with what the pointer behind it tells: outlet and day, where it has none yet."""
    area = ((pointer.start, pointer.end),)
    outlet = find_outlet(text.frame, area, carriers(lexicon), known.persons, known.states)
    return replace(
        last,
        via=last.via or _reading(article, outlet, "carrier: pointer"),
        said_on=last.said_on or _day(article, area, days),
    )


__all__ = ["Mode", "claims", "drafts_of"]
