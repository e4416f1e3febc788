"""Military details of an article: weapons, platforms, exercises, tests, strikes, deployments, supplies,
casualties, facilities, operations and units, with number, name, operators, place, day and status.

A grammar, not a list of catchwords: terms of the lexicon are heads, phrases.py grows noun phrases
around them, clauses.py reads events that a verb tells, operators.py finds whose they are, merging.py
leaves one detail for one thing. Words that are military only in company ("serangan", "pasukan")
count only where the article speaks of unmistakable things as well; see `_gate`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from briefing.extract import clauses
from briefing.extract.grammar import Grammar, grammar
from briefing.extract.merging import Draft, merge
from briefing.extract.operators import Doer, Spoken, State, doers, keys, operators
from briefing.extract.phrase import ITEMS, Phrase
from briefing.extract.phrases import read_phrase
from briefing.extract.status import status_of
from briefing.extract.terms import Piece, pieces
from briefing.lexicon import Entry, Lexicon
from briefing.lexicon.countries import countries
from briefing.lexicon.dates import DateMention, find_dates
from briefing.lexicon.numbers import find_numbers
from briefing.model import (
    Article,
    Evidence,
    Findings,
    MilitaryDetail,
    MilitaryKind,
    ParagraphKind,
    Quantity,
    Reading,
)

DAY = len("2017-12-08")
READ = frozenset({ParagraphKind.BODY, ParagraphKind.CAPTION, ParagraphKind.STANDFIRST})


def military(doc: Doc, lexicon: Lexicon, found: Findings) -> Findings:
    """The findings with the article's military details, numbered in reading order."""
    from dataclasses import replace

    article = found.article
    spans = tuple((s.start_char, s.end_char) for s in doc.sents if s.text.strip())
    drafts = read(article, spans, lexicon, found)
    details = tuple(_detail(article, draft, f"m{n}") for n, draft in enumerate(drafts, start=1))
    return replace(found, military=details)


def read(
    article: Article, spans: Sequence[tuple[int, int]], lexicon: Lexicon, found: Findings
) -> tuple[Draft, ...]:
    """The drafts of an article's details; `spans` are its sentences."""
    text, words = article.text, grammar(lexicon)
    row = pieces(
        text,
        lexicon,
        numbers=find_numbers(text, lexicon),
        nations=countries(article.language).find(text),
        dates=find_dates(text, published=article.published, language=article.language),
    )
    sentences = [s for span in _body(article, spans, words) if (s := _within(row, span))]
    weight = _gate(sentences)
    if not weight:
        return ()
    named = tuple(
        State(code=p.nation.code, start=p.start, end=p.end, rule="named before") for p in row if p.nation
    )
    spoken = Spoken(topic=named[:1], named=named)
    drafts: list[Draft] = []
    for sentence in sentences:
        drafts += _sentence(sentence, found, words, spoken, weight)
    return merge(drafts, text)


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


def _within(row: Sequence[Piece], span: tuple[int, int]) -> tuple[Piece, ...]:
    return tuple(p for p in row if span[0] <= p.start < span[1] and p.end <= span[1])


def _gate(sentences: Sequence[Sequence[Piece]]) -> int:
    """0: no military article, read nothing; 1: read what is unmistakable; 2: read what counts in company too."""
    strong = {p.low for s in sentences for p in s if any(e.get("strength") == "strong" for e in p.entries)}
    return 0 if not strong else 1 if len(strong) < 2 else 2


def _sentence(
    row: Sequence[Piece], found: Findings, words: Grammar, spoken: Spoken, weight: int
) -> list[Draft]:
    nouns = list(_noun_phrases(row, words))
    told = [*nouns, *_clauses(row, nouns, words)]
    targets = [(n.start, n.end) for p in told for n in p.targets]
    acting = doers(row, found.actors, targets, words)
    drafts: list[Draft] = []
    for phrase in told:
        if _counts(phrase, weight) and not _hypernym(phrase):
            drafts.append(_draft(phrase, acting, spoken, words))
    return drafts


def _hypernym(phrase: Phrase) -> bool:
    """ "kapal perang lainnya, seperti frigate": the list behind it tells what is meant."""
    tail = [p.low for p in phrase.row[phrase.last : phrase.last + 3]]
    return phrase.number is None and tail[1:] == [",", "seperti"] and tail[0] in ("lainnya", "lain")


def _noun_phrases(row: Sequence[Piece], words: Grammar) -> Iterator[Phrase]:
    """Every phrase around a noun of the lexicon, in reading order; a phrase inside another only if it counts something."""
    at = 0
    while at < len(row):
        phrase = _best(row, at, words) if row[at].entries else None
        if phrase is None:
            at += 1
            continue
        yield phrase
        yield from (i for i in phrase.inner if i.number is not None or i.designation)
        at = phrase.core + 1


def _best(row: Sequence[Piece], at: int, words: Grammar) -> Phrase | None:
    """The reading of a piece as a head: an item, an event, or a light noun that has its item."""
    for entry in row[at].entries:
        form = entry.get("form")
        if entry.get("kind") in ITEMS or form == "noun":
            return read_phrase(row, at, entry, words)
        if form in ("light", "named", "series", "ship") and (
            (phrase := read_phrase(row, at, entry, words)).inner or form != "light"
        ):
            return phrase
    return None


def _clauses(row: Sequence[Piece], nouns: Sequence[Phrase], words: Grammar) -> Iterator[Phrase]:
    """The events that a verb tells."""
    struck = any(p.kind == "strike" for p in nouns)
    for at, piece in enumerate(row):
        for entry in piece.entries:
            clause = _clause(row, at, entry, nouns, words)
            if clause is None:
                continue
            if entry.get("turns") and (struck or clause.targets):
                if struck:
                    continue
                clause.entry = _turned(entry)
            yield clause
            break


def _clause(
    row: Sequence[Piece], at: int, entry: Entry, nouns: Sequence[Phrase], words: Grammar
) -> Phrase | None:
    match entry.get("form"):
        case "verb":
            return clauses.verb_clause(row, at, entry, words)
        case "passive":
            return clauses.passive_clause(row, at, entry, nouns, words)
        case "toll":
            return clauses.toll(row, at, entry, words)
    return None


def _turned(entry: Entry) -> Entry:
    """The same entry as the kind that it turns to: a missile fired at somebody is no test."""
    from dataclasses import replace
    from types import MappingProxyType

    return replace(entry, values=MappingProxyType({**entry.values, "kind": entry.get("turns")}))


def _counts(phrase: Phrase, weight: int) -> bool:
    """Whether a phrase says enough to be a detail."""
    entry = phrase.entry
    if entry.get("strength") == "weak" and weight < 2:
        return False
    owned = bool(phrase.owners or phrase.sources or phrase.partners or phrase.foreign)
    match entry.get("needs"):
        case "owner":
            return owned
        case "number":
            return phrase.number is not None and (owned or phrase.number.value is not None)
        case "owner or target":
            return owned or bool(phrase.targets or phrase.date) or phrase.possessive
        case "name":
            return phrase.name is not None
    if entry.values.get("generic") and not phrase.inner:
        told = phrase.number is not None or phrase.designation or phrase.name is not None
        return owned or told or (phrase.kind not in ITEMS and bool(phrase.place or phrase.date))
    return True


def _draft(phrase: Phrase, acting: Sequence[Doer], spoken: Spoken, words: Grammar) -> Draft:
    states, how = operators(phrase, acting, spoken, words)
    status, marker = status_of(phrase, words)
    if states and how in ("told", "doer"):
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
        date=_day(phrase, words),
    )


def _day(phrase: Phrase, words: Grammar) -> tuple[str, int, int] | None:
    """The day of a detail: its own, or a day of its sentence that no verb of saying parts from it.

    A month or year belongs to the phrase it stands in and to no other.
    """
    row = phrase.row
    own = phrase.date or next((i.date for i in phrase.inner if i.date is not None), None)
    if own is not None:
        return own.value, own.start, own.end
    near: list[tuple[int, DateMention]] = []
    for at, piece in enumerate(row):
        if piece.date is None or len(piece.date.value) < DAY:
            continue
        low, high = sorted((at, phrase.head))
        if not any(words.run(row, p, "report") or row[p].text in '"“”;' for p in range(low + 1, high)):
            near.append((abs(at - phrase.head), piece.date))
    if not near:
        return None
    _, date = min(near, key=lambda n: n[0])
    return date.value, date.start, date.end


def _detail(article: Article, draft: Draft, number: str) -> MilitaryDetail:
    def at(start: int, end: int, rule: str = draft.rule) -> Evidence:
        return Evidence(article=article.id, start=start, end=end, rule=rule)

    def reading(span: tuple[int, int] | None, rule: str) -> Reading | None:
        return (
            None if span is None else Reading(value=article.text[span[0] : span[1]], evidence=at(*span, rule))
        )

    phrase = draft.phrase
    name = phrase.name or next((i.name for i in phrase.inner if i.name), None) or _type(phrase)
    return MilitaryDetail(
        id=number,
        kind=MilitaryKind(draft.kind),
        status=draft.status,
        evidence=at(draft.start, draft.end),
        name=reading(name, "military name"),
        quantity=_quantity(article, draft),
        operators=tuple(
            Reading(value=s.code, evidence=at(s.start, s.end, f"operator: {s.rule}")) for s in draft.operators
        ),
        place=reading(phrase.place, "military place"),
        date=None
        if draft.date is None
        else Reading(value=draft.date[0], evidence=at(draft.date[1], draft.date[2], "military date")),
        marker=None if draft.marker is None else at(*draft.marker, f"status: {draft.status}"),
    )


def _type(phrase: Phrase) -> tuple[int, int] | None:
    """The kind of thing where it has no name of its own: "rudal balistik antarbenua"."""
    if phrase.kind in ITEMS:
        last = phrase.row[phrase.type_end]
        return phrase.row[phrase.head].start, last.end - (len("nya") if last.possessive else 0)
    inner = phrase.inner[0] if phrase.inner else None
    return _type(inner) if inner else None


def _quantity(article: Article, draft: Draft) -> Quantity | None:
    phrase = draft.phrase
    number = phrase.number or next((i.number for i in phrase.inner if i.number is not None), None)
    if number is None:
        return None
    unit = phrase.unit or next((i.unit or _type(i) for i in phrase.inner), None) or _type(phrase)
    return Quantity(
        value=number.value,
        unit=article.text[unit[0] : unit[1]] if unit else None,
        qualifier=number.qualifier,
        evidence=Evidence(article=article.id, start=number.start, end=number.end, rule=number.rule),
    )
