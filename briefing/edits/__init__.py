"""An analyst's decisions, as data: applied to the record of a brief, which stays valid.

    apply(brief, edits) -> brief with edits in it, and a problem for each that could not be done

Every decision is kept in the record with author and reason. A page on which this is done by hand has to
write the same file and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from briefing import verify
from briefing.edits.correcting import correct
from briefing.edits.dropping import drop, front_without
from briefing.edits.finding import NotDoneError, listed
from briefing.edits.joining import merge, split
from briefing.edits.placing import order, pin
from briefing.edits.versions import left_of
from briefing.model import Action, Brief, Edit, FrontLine, Problem
from briefing.verify import Refusal
from briefing.verify.judging import FIELDS, id_of

__all__ = ["again", "apply", "left_of", "listed"]

STAGE = "edits"
ROUNDS = 3
UNKNOWN = "there is no line"
HINT = "`briefing lines` lists the ids"


def apply(brief: Brief, edits: Sequence[Edit], *, user_folder: Path | None = None) -> Brief:
    """The brief as the analyst wants it; those of the edits that it has already are not applied twice.

    An edit that can't be applied, or after which something in the brief were not borne out, is left out and
    told among the problems. `user_folder` has the user's own word lists.
    """
    known = {_given(edit) for edit in brief.edits}
    new = [edit for edit in dict.fromkeys(edits) if _given(edit) not in known]
    if not new:
        return brief
    made, problems = brief, list[Problem]()
    for edit in new:
        try:
            made = _one(made, edit)
        except NotDoneError as fault:
            problems.append(_problem(edit, str(fault)))
    settled = _settled(made, user_folder)
    if isinstance(settled, Refusal):
        settled, problems = _one_by_one(brief, new, user_folder)
    return replace(settled, problems=(*settled.problems, *problems))


def again(brief: Brief) -> Brief:
    """A version of a brief whose front page was chosen anew, with the edits that it has applied to that too.

    What was corrected is in its lines already. What has become idle in this version is passed over.
    """
    made = replace(brief, edits=())
    for edit in brief.edits:
        if edit.action is Action.CORRECT:
            made = replace(made, edits=(*made.edits, edit))
        elif edit.action is Action.DROP:
            front = front_without(made.front, edit.lines, edit.cited)
            made = replace(made, front=front, edits=(*made.edits, edit))
        else:
            try:
                made = _one(made, edit)
            except NotDoneError:
                continue
    settled = _settled(made)
    return made if isinstance(settled, Refusal) else settled


def _one(brief: Brief, edit: Edit) -> Brief:
    """The brief with one edit applied, and the edit in it."""
    match edit.action:
        case Action.DROP:
            made, edit = drop(brief, edit)
        case Action.CORRECT:
            made, edit = correct(brief, edit)
        case Action.PIN:
            made = pin(brief, edit)
        case Action.ORDER:
            made = order(brief, edit)
        case Action.MERGE:
            made = merge(brief, edit)
        case Action.SPLIT:
            made = split(brief, edit)
    return replace(made, edits=(*made.edits, edit))


def _one_by_one(brief: Brief, edits: Iterable[Edit], user_folder: Path | None) -> tuple[Brief, list[Problem]]:
    """The brief with each of the edits after which it is still borne out, and why the others are not done."""
    problems = []
    for edit in edits:
        try:
            settled = _settled(_one(brief, edit), user_folder)
        except NotDoneError as fault:
            problems.append(_problem(edit, str(fault)))
            continue
        if isinstance(settled, Refusal):
            problems.append(_problem(edit, f"then {settled.where} is not borne out: {settled.reason}"))
        else:
            brief = settled
    return brief, problems


def _settled(brief: Brief, user_folder: Path | None = None) -> Brief | Refusal:
    """The brief with corrections that the source does not bear out as judgements, and nothing else refused.

    Lines made of several others (a front line, a table, a difference) that no longer hold go. The first of
    what is refused still, where something is.
    """
    for _ in range(ROUNDS):
        refused = tuple(verify.refusals(brief, user_folder=user_folder))
        if not refused:
            return brief
        brief = _without_made(_as_judged(brief, refused), refused)
    return next(iter(verify.refusals(brief, user_folder=user_folder)), None) or brief


def _as_judged(brief: Brief, refused: Iterable[Refusal]) -> Brief:
    fields = {(id_of(r.thing), r.field) for r in refused}
    return replace(
        brief,
        edits=tuple(
            replace(edit, judged=True)
            if edit.field and any((edit.lines[0], name) in fields for name in FIELDS[edit.field])
            else edit
            for edit in brief.edits
        ),
    )


def _without_made(brief: Brief, refused: Iterable[Refusal]) -> Brief:
    gone = {(r.part, r.number) for r in refused}
    tables = [t for t in brief.figures if ("figures", t.number) not in gone]
    differences = [d for d in brief.differences if ("differences", d.number) not in gone]
    return replace(
        brief,
        figures=tuple(replace(t, number=n) for n, t in enumerate(tables, start=1)),
        differences=tuple(replace(d, number=n) for n, d in enumerate(differences, start=1)),
        front=tuple(_front_left(brief.front, gone)),
    )


def _front_left(front: Iterable[FrontLine], gone: set[tuple[str | None, int | None]]) -> Iterator[FrontLine]:
    return (line for n, line in enumerate(front, start=1) if ("front", n) not in gone)


def _given(edit: Edit) -> Edit:
    """The edit as its author gave it."""
    return replace(edit, judged=False, cited=())


def _problem(edit: Edit, message: str) -> Problem:
    where = f"{edit.action.value} {', '.join(edit.lines)}"
    return Problem(
        stage=STAGE, where=where, message=message, hint=HINT if message.startswith(UNKNOWN) else ""
    )
