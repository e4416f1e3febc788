"""Military details of an article: weapons, platforms, exercises, tests, strikes, deployments, supplies,
casualties, facilities, operations and units, with number, name, operators, place, day and status.

A grammar, not a list of catchwords: terms of the lexicon are heads, phrases.py grows noun phrases
around them, clauses.py reads events that a verb tells, operators.py finds whose they are, merging.py
leaves one detail for one thing. Words that are military only in company ("serangan", "pasukan")
count only where the article speaks of unmistakable things as well; see `_gate`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from briefing.extract.events.details import detail
from briefing.extract.events.doers import Doer, State, doers
from briefing.extract.events.heads import counts, noun_phrases, said_elsewhere, told_by_verbs, turned
from briefing.extract.events.merging import Draft, merge
from briefing.extract.events.operators import KNOWN, Spoken, keys, operators
from briefing.extract.events.phrase import ITEMS, Phrase
from briefing.extract.events.status import status_of
from briefing.extract.events.timing import day_of
from briefing.extract.sentences.grammar import Grammar, grammar
from briefing.extract.sentences.terms import TERM_LISTS, Piece, find_terms, pieces
from briefing.lexicon import Entry, Lexicon, load
from briefing.lexicon.countries import CountryMention, FormKind, countries
from briefing.lexicon.dates import find_dates
from briefing.lexicon.numbers import find_numbers
from briefing.model import ActorKind, Article, Findings, ParagraphKind, Status

READ = frozenset({ParagraphKind.BODY, ParagraphKind.CAPTION, ParagraphKind.STANDFIRST})


def military(doc: Doc, lexicon: Lexicon, found: Findings) -> Findings:
    """The findings with the article's military details, numbered in reading order."""
    article = found.article
    spans = tuple(
        (start, start + len(words))
        for start, end in ((s.start_char, s.end_char) for s in doc.sents)
        if (words := article.text[start:end].rstrip())
    )
    drafts = read(article, spans, lexicon, found)
    details = tuple(detail(article, draft, f"m{n}") for n, draft in enumerate(drafts, start=1))
    return replace(found, military=details)


def read(
    article: Article, spans: Sequence[tuple[int, int]], lexicon: Lexicon, found: Findings
) -> tuple[Draft, ...]:
    """The drafts of an article's details; `spans` are its sentences."""
    if not all(name in lexicon.lists for name in (*TERM_LISTS, "numbers", "dates")):
        return ()
    text, words = article.text, grammar(lexicon)
    terms = find_terms(text, lexicon)
    if not any(_unmistakable(e, state=True) for p in terms for e in p.entries):
        return ()
    row = pieces(
        text,
        lexicon,
        terms=terms,
        numbers=find_numbers(text, lexicon),
        nations=_states(article, found, lexicon.language),
        dates=find_dates(text, published=article.published, language=lexicon.language),
    )
    starts = [p.start for p in row]
    sentences = [s for span in _body(article, spans, words) if (s := _within(row, starts, span))]
    weight = _gate(sentences, words)
    if not weight:
        return ()
    named = tuple(
        State(code=p.nation.code, start=p.start, end=p.end, rule="named before") for p in row if p.nation
    )
    spoken = Spoken(topic=named[:1], named=named)
    drafts: list[Draft] = []
    for sentence in sentences:
        drafts += _sentence(sentence, found, words, spoken, weight)
    return merge(_in_war(drafts), text)


def _states(article: Article, found: Findings, language: str) -> Iterator[CountryMention]:
    """Where the text names a state, or a body that belongs to one ("TNI", "Pentagon")."""
    yield from countries(language).find(article.text)
    for actor in found.actors:
        if actor.kind is ActorKind.ORGANISATION and actor.country is not None:
            for mention in actor.mentions:
                yield CountryMention(
                    start=mention.start, end=mention.end, code=actor.country.value, kind=FormKind.NAME
                )


def _in_war(drafts: list[Draft]) -> list[Draft]:
    """Where an article tells of strikes and of no test, what is fired is fired at somebody."""
    tested = any(d.kind == "test" and not d.phrase.entry.get("turns") for d in drafts)
    if not tested and any(d.kind == "strike" for d in drafts):
        for draft in drafts:
            if draft.phrase.entry.get("turns"):
                draft.phrase.entry = turned(draft.phrase.entry)
    return drafts


def _body(article: Article, spans: Sequence[tuple[int, int]], words: Grammar) -> Iterator[tuple[int, int]]:
    """The sentences to read: of the body, not of titles, and not of a machine-made summary at the foot."""
    kinds = [(p.start, p.end, p.kind) for p in article.paragraphs]
    asides = words.roles["aside"]
    for start, end in spans:
        kind = next((k for s, e, k in kinds if s <= start < e), ParagraphKind.BODY)
        if any(article.text[start:end].lstrip("#* ").casefold().startswith(a) for a in asides):
            return
        if kind in READ:
            yield start, end


def _within(row: Sequence[Piece], starts: Sequence[int], span: tuple[int, int]) -> tuple[Piece, ...]:
    first, last = bisect_left(starts, span[0]), bisect_left(starts, span[1])
    return tuple([p for p in row[first:last] if p.end <= span[1]])


def _gate(sentences: Sequence[Sequence[Piece]], words: Grammar) -> int:
    """0: no military article; 1: read what is unmistakable; 2: read what counts in company too.

    One unmistakable word may be a figure of speech; two different ones, or one in a sentence that
    names a state or a designation, are not, unless words of civil life outnumber them.
    """
    strong: set[str] = set()
    civil: set[str] = set()
    company = False
    for sentence in sentences:
        state = any(p.nation for p in sentence)
        listed = [p for p in sentence if p.entries]
        mine = {p.low for p in listed if any(_unmistakable(e, state=state) for e in p.entries)}
        strong |= mine
        civil |= words.roles["civil"].intersection([p.low for p in sentence])
        company = company or (bool(mine) and (state or any(p.kind == "designation" for p in sentence)))
    if len(civil) > len(strong):
        return 0
    return 2 if company or len(strong) > 1 else 1


def _unmistakable(entry: Entry, *, state: bool) -> bool:
    """Military wherever it stands; or beside a state, as soldiers are ("tentara", "pasukan")."""
    return entry.get("strength") == "strong" or (state and bool(entry.values.get("beside_state")))


def _aside(row: Sequence[Piece], found: Findings) -> Iterator[tuple[int, int]]:
    """Where a sentence names who says it, beside what is said: "Menurut militer Israel, dua roket jatuh"."""
    for claim in found.claims:
        named, rule = claim.named, claim.evidence.rule or ""
        if named and rule.startswith("aside:") and row[0].start <= named.start < row[-1].end:
            yield named.start, named.end


def _sentence(
    row: Sequence[Piece], found: Findings, words: Grammar, spoken: Spoken, weight: int
) -> list[Draft]:
    nouns = list(noun_phrases(row, words))
    told = [*told_by_verbs(row, nouns, words), *(_named_group(p, found) for p in nouns)]
    targets = [(n.start, n.end) for p in told for n in p.targets]
    subjects = [(row[p.first].start, row[p.head].start) for p in told if p.entry.get("form") == "verb"]
    acting = doers(row, found.actors, [*targets, *_aside(row, found)], words, subjects=subjects)
    traded: dict[int, tuple[State, ...]] = {}
    drafts: list[Draft] = []
    for phrase in (p for p in told if counts(p, weight) and not said_elsewhere(p, told)):
        draft = _draft(phrase, acting, spoken, words, told)
        if phrase.head in traded:
            draft.operators = traded[phrase.head]
        elif phrase.entry.get("trade"):
            traded.update(dict.fromkeys((i.head for i in phrase.inner), draft.operators))
        if not _only_meant(draft):
            drafts.append(draft)
    return drafts


def _named_group(phrase: Phrase, found: Findings) -> Phrase:
    """The phrase with an armed group's whole name ("Pasukan | Demokratik Suriah"), or with it as its owner
    and not as its name ("pangkalan udara | ISIS").
    """
    groups = {m.start: m.end for a in found.actors if a.kind is ActorKind.GROUP for m in a.mentions}
    begin = phrase.row[phrase.head].start
    if phrase.kind == "unit" and begin in groups:
        end = groups[begin]
        phrase.name, phrase.designation, phrase.foreign, phrase.owners = (begin, end), True, True, []
        phrase.last = max(phrase.last, *(n for n, p in enumerate(phrase.row) if p.end <= end))
    elif phrase.name and not phrase.designation and phrase.name[0] in groups:
        phrase.name, phrase.foreign, phrase.owners = None, True, []
    return phrase


def _only_meant(draft: Draft) -> bool:
    """A strike that is only threatened, feared or denied and is not described ("menyerang Pyongyang")."""
    phrase = draft.phrase
    bare = phrase.entry.get("strength") == "weak"
    before = [p.low for p in phrase.row[max(0, phrase.head - 2) : phrase.head]]
    if draft.kind == "strike" and bare and phrase.entry.get("form") == "verb" and "untuk" in before:
        return True
    return draft.kind == "strike" and bare and draft.status not in (Status.REPORTED, Status.CLAIMED)


def _draft(
    phrase: Phrase, acting: Sequence[Doer], spoken: Spoken, words: Grammar, told: Sequence[Phrase]
) -> Draft:
    states, how = operators(phrase, acting, spoken, words)
    status, marker = status_of(phrase, words)
    if how == "doer" and not states:
        spoken.topic = ()
    if states and how in ("told", "doer") and phrase.kind != "casualties":
        if states[0].rule != KNOWN:
            spoken.topic = states
        if phrase.kind in ITEMS:
            spoken.owned.update(dict.fromkeys(keys(phrase), states))
    return Draft(
        phrase=phrase,
        start=phrase.start,
        end=phrase.end,
        rule=f"military {phrase.kind}: {phrase.entry.where}",
        operators=states,
        found=how,
        status=status,
        marker=marker,
        date=day_of(phrase, told, words),
    )


def fires(entry: Entry, text: str) -> bool:
    """Whether the entry does its work in a text; the checker of the military word lists' examples.

    A term must be the head of a detail, or the item of one; an idiom must keep its words from being
    read; a status must be the one told; a small word must stand in a text in which a detail is read.
    """
    article = Article(
        id="example",
        source="example",
        text=text,
        paragraphs=(),
        language="id",
        digest="-",
        published="2025-07-02",
    )
    spans = [m.span() for m in re.finditer(r"\S.*?(?:[.!?](?=\s|$)|$)", text)]
    drafts = read(article, spans, load("id"), Findings(article=article))
    stands = any(re.search(rf"(?<!\w){re.escape(w)}", text, re.IGNORECASE) for w in entry.words)
    if entry.where.startswith("id/military_idioms") or entry.get("role") in ("aside", "civil"):
        return stands and not drafts
    if entry.get("status"):
        return any(d.status == entry.get("status") for d in drafts) and stands
    if entry.get("role"):
        return bool(drafts) and stands
    return any(_is_head(entry, phrase) for d in drafts for phrase in (d.phrase, *d.phrase.inner))


def _is_head(entry: Entry, phrase: Phrase) -> bool:
    if entry.get("form") == "people":
        return phrase.kind == "casualties" and entry in phrase.row[phrase.head].entries
    head = phrase.row[phrase.head]
    return entry.where in (
        phrase.entry.where,
        *(e.where for e in head.entries if e.get("kind") == phrase.kind),
    )
