"""What a check refuses: why, where a reader finds it, and what it is about, so that it can be left out."""

from __future__ import annotations

from briefing.model import (
    Citation,
    Cited,
    Digest,
    EventItem,
    MilitaryItem,
    Problem,
    Statement,
    Voice,
    record,
)

STAGE = "verify"
HINT = "Make the brief anew from its articles"

Thing = Statement | MilitaryItem | EventItem | Voice | Digest


@record
class Refusal:
    """Something printed that is not borne out.

    `where` is its place as a reader finds it ("statement 3, role"). What it is about: the `thing`, or in a
    source's head its number alone; the `field` of it, and the words that this field cites. A line that is
    made of others ("story 2") has its list's name as `part` and its `number`; where there is neither, it is
    the brief as a whole that does not hold together.
    """

    where: str
    reason: str
    thing: Thing | None = None
    source: int | None = None
    field: str | None = None
    cited: Citation | None = None
    part: str | None = None
    number: int | None = None

    def problem(self) -> Problem:
        """The refusal as it is told of a finished record."""
        return Problem(stage=STAGE, where=self.where, message=self.reason, hint=HINT)


def of_thing(
    thing: Thing, field: str | None, reason: str, cited: Cited | None = None, *, where: str | None = None
) -> Refusal:
    """A statement, military item, voice or digest; or a field of it, with what that cites."""
    return Refusal(
        where=where or _place(_name(thing), field),
        reason=reason,
        thing=thing,
        source=thing.source if not isinstance(thing, Voice) else cited.citation.source if cited else None,
        field=field,
        cited=cited.citation if cited else None,
    )


def of_source(number: int, field: str | None, reason: str) -> Refusal:
    """An article, or a field of its head."""
    return Refusal(where=_place(f"source {number}", field), reason=reason, source=number, field=field)


def of_list(where: str, reason: str, *, part: str | None = None, number: int | None = None) -> Refusal:
    """A line that is made of others, or a whole list of them: front page, chronology, differences."""
    return Refusal(where=where, reason=reason, part=part, number=number)


def _name(thing: Thing) -> str:
    match thing:
        case Statement():
            return f"statement {thing.number}"
        case MilitaryItem():
            return f"military item {thing.number}"
        case EventItem():
            return f"event {thing.number}"
        case Voice():
            return f"voice {thing.name.value}"
        case Digest():
            return f"digest of source {thing.source}"


def _place(name: str, field: str | None) -> str:
    return f"{name}, {field}" if field else name
