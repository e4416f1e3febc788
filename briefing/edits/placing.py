"""The front page by hand: what stands first, in which order, and what is one line of it."""

from __future__ import annotations

from dataclasses import replace

from briefing.dossier.independence import independent
from briefing.edits.finding import NotDoneError, article_of, front_line, line
from briefing.model import Action, Brief, Citation, Edit, EventItem, FrontLine, Statement
from briefing.verify.front import WORDS


def pin(brief: Brief, edit: Edit) -> Brief:
    """The brief with the lines first on its front page, behind those that were pinned before.

    An item that is not there yet is put there; what no longer fits goes at the end.
    """
    own = [front_line(brief, id_) or _made_of(brief, id_) for id_ in edit.lines]
    pinned = list(dict.fromkeys(own))
    ids = [id_ for e in brief.edits if e.action is Action.PIN for id_ in e.lines]
    before = [found for id_ in ids if (found := front_line(brief, id_)) and found not in pinned]
    first = [*dict.fromkeys(before), *pinned]
    return replace(brief, front=_fitting([*first, *(f for f in brief.front if f not in first)], len(first)))


def _fitting(front: list[FrontLine], least: int) -> tuple[FrontLine, ...]:
    """As many lines as the page has words for; those that are pinned in any case."""
    while len(front) > least and sum(len(f.text.split()) for f in front) > WORDS:
        front = front[:-1]
    return tuple(front)


def _made_of(brief: Brief, id_: str) -> FrontLine:
    """A line of the front page with the words of an item."""
    item = line(brief, id_)
    also = item.also if isinstance(item, Statement | EventItem) else ()
    made = _line(brief, item.text.citation, also)
    return replace(made, item=item.id) if isinstance(item, Statement | EventItem) else made


def _line(brief: Brief, cited: Citation, also: tuple[Citation, ...] = ()) -> FrontLine:
    """A line with the words cited, of the story that their source is of."""
    story = next((s.number for s in brief.stories if cited.source in s.sources), None)
    return FrontLine(
        text=article_of(brief, cited.source).text[cited.start : cited.end],
        frame="",
        story=story,
        citations=(cited, *also),
        independent=independent(brief, [cited.source, *(c.source for c in also)]),
    )


def order(brief: Brief, edit: Edit) -> Brief:
    """The brief with these lines of its front page in this order, in the places that they have together."""
    own = [_there(brief, id_) for id_ in edit.lines]
    if len(set(own)) != len(own):
        raise NotDoneError("names a line twice")
    places = sorted(brief.front.index(f) for f in own)
    front = list(brief.front)
    for place, found in zip(places, own, strict=True):
        front[place] = found
    return replace(brief, front=tuple(front))


def merge_front(brief: Brief, edit: Edit) -> Brief:
    """The brief with the first of the lines in the place of all, with all their citations."""
    first, *others = dict.fromkeys(_there(brief, id_) for id_ in edit.lines)
    if not others:
        raise NotDoneError("names one line alone, or lines that are one already")
    citations = tuple(dict.fromkeys((*first.citations, *(c for o in others for c in o.citations))))
    one = _counted(brief, replace(first, citations=citations))
    return replace(brief, front=tuple(one if f == first else f for f in brief.front if f not in others))


def split_front(brief: Brief, edit: Edit) -> Brief:
    """The brief with the citations named, or all, in lines of their own behind the first."""
    first = _there(brief, edit.lines[0])
    ids = {f"f{c.source}-{c.start}": c for c in first.citations[1:]}
    if strange := [id_ for id_ in edit.lines[1:] if id_ not in ids]:
        raise NotDoneError(f"{strange[0]!r} is not told with {first.id!r}")
    out = [ids[id_] for id_ in edit.lines[1:]] or list(first.citations[1:])
    if not out:
        raise NotDoneError(f"nothing is told with {first.id!r}")
    one = _counted(brief, replace(first, citations=tuple(c for c in first.citations if c not in out)))
    at = brief.front.index(first)
    own = [_line(brief, c) for c in out]
    return replace(brief, front=(*brief.front[:at], one, *own, *brief.front[at + 1 :]))


def _counted(brief: Brief, front: FrontLine) -> FrontLine:
    return replace(front, independent=independent(brief, [c.source for c in front.citations]))


def _there(brief: Brief, id_: str) -> FrontLine:
    found = front_line(brief, id_)
    if found is None:
        raise NotDoneError(f"there is no line {id_!r} on the front page")
    return found
