"""From a draft to the record: every value with the words it was read from."""

from __future__ import annotations

from briefing.extract.events.merging import Draft
from briefing.extract.events.phrase import ITEMS, Phrase
from briefing.model import Article, Evidence, MilitaryDetail, MilitaryKind, Quantity, Reading


def detail(article: Article, draft: Draft, number: str) -> MilitaryDetail:
    """The record of a draft; `number` is its id ("m1")."""

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
        low=number.low,
        high=number.high,
    )
