"""The source texts with what is cited in them: pieces of text, anchors, and ways back.

Cited stretches overlap: a quotation lies in a digest's sentence, a number in a military item. The
text is therefore cut at every edge; each piece knows whether it is cited, and the piece in which a
stretch begins carries its anchor, so that every citation has one place to lead to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, pairwise

from briefing.compose.editions import Edition
from briefing.model import (
    Brief,
    Citation,
    Difference,
    EventItem,
    MilitaryItem,
    Note,
    NoteKind,
    ParagraphKind,
    Source,
    Statement,
    record,
)
from briefing.render.filters import words_id


@record
class Piece:
    """A run of a paragraph's text. `ids` are the anchors of the cited stretches that begin here.

    `cited` is "finding" where a statement or military item cites it, "digest" where only a digest,
    "detail" where only a name or date does, and empty where nothing does.
    """

    text: str
    cited: str
    ids: tuple[str, ...]


@record
class Back:
    """A way back from cited words to where they are printed: "12", "M3", "D1", "↑", or "N2" of the notes."""

    label: str
    target: str


@record
class AnnexParagraph:
    number: int
    kind: ParagraphKind
    text: str
    pieces: tuple[Piece, ...]
    backs: tuple[Back, ...]


# Which section prints the analyst's text of a kind.
_OF_NOTES = {
    NoteKind.JUDGEMENTS: "judgements",
    NoteKind.ASSUMPTIONS: "assumptions",
    NoteKind.OUTLOOK: "outlook",
    NoteKind.GAPS: "gaps",
}

# Where stretches overlap, the first of these that holds decides how the words are marked.
_STRENGTH = ("finding", "digest", "detail")


@record
class _Use:
    citation: Citation
    cited: str
    section: str
    back: Back | None


NEIGHBOURS = 1
"""How many paragraphs before and behind a cited one are printed with it, for what it says by itself to be
read as it was meant."""


def annex(
    brief: Brief, present: Collection[str], edition: Edition, *, short: bool = False, cited: bool = False
) -> dict[int, tuple[AnnexParagraph, ...]]:
    """The paragraphs of every source by its number, cut up and anchored.

    `present` are the sections of the page: what they print is marked, and nothing else; where they are
    `short`, they print what the `edition` has of the record. Where only the `cited` paragraphs are wanted,
    they come with their neighbours, and a source of which nothing is cited has none.
    """
    uses: dict[int, list[_Use]] = {}
    for use in _uses(brief, edition, present, short):
        uses.setdefault(use.citation.source, []).append(use)
    noted = _noted(brief, present)
    whole = {s.number: _paragraphs(s, uses.get(s.number, []), noted) for s in brief.sources}
    return {number: _cited(paragraphs) for number, paragraphs in whole.items()} if cited else whole


def _uses(brief: Brief, edition: Edition, present: Collection[str], short: bool) -> Iterator[_Use]:
    """Every citation that a reader can follow, section by section."""
    printed: dict[str, Iterator[_Use]] = {
        "front": _front(brief),
        "voices": _voices(brief),
        "events": chain.from_iterable(_event(e, "events") for e in brief.events),
        "stories": _stories(brief, edition),
        "military": chain.from_iterable(map(_item, edition.military if short else brief.military)),
        "differences": _differences(brief, brief.differences, "differences"),
        "chronology": _chronology(edition) if short else _days(brief),
        "people": _people(edition),
        "digests": _digests(brief),
    }
    for section, uses in printed.items():
        if section in present:
            yield from uses


def _cited(paragraphs: Sequence[AnnexParagraph]) -> tuple[AnnexParagraph, ...]:
    """The title, the paragraphs that are cited, and their neighbours."""
    told = {n for n, p in enumerate(paragraphs) if p.backs or any(piece.cited for piece in p.pieces)}
    near = {n + step for n in told for step in range(-NEIGHBOURS, NEIGHBOURS + 1)}
    if not told:
        return ()
    return tuple(p for n, p in enumerate(paragraphs) if n in near or p.kind is ParagraphKind.TITLE)


def _stories(brief: Brief, edition: Edition) -> Iterator[_Use]:
    for story in edition.stories:
        for event in (*story.happened, *story.planned):
            yield from _event(event, "stories")
        for statement in story.said:
            yield from _statement(statement, "stories")
        for row in (row for table in story.figures for row in table.rows):
            words = row.figure.quantity_words.citation
            yield _Use(citation=words, cited="detail", section="stories", back=None)
        if story.story and story.story.name:
            back = Back(label="↑", target=f"y{story.number}")
            name = story.story.name.citation
            yield _Use(citation=name, cited="detail", section="stories", back=back)
        yield from _differences(brief, story.differences, "stories")
    for statement in edition.said:
        yield from _statement(statement, "stories")
    for event in edition.singles:
        yield from _event(event, "stories")


def _voices(brief: Brief) -> Iterator[_Use]:
    for statement in brief.statements:
        yield from _statement(statement, "voices")
    for voice in brief.voices:
        if not voice.statements:
            back = Back(label="↑", target=f"v{voice.entity}")
            yield _Use(citation=voice.name.citation, cited="detail", section="voices", back=back)


def _chronology(edition: Edition) -> Iterator[_Use]:
    for event in edition.chronology:
        back = Back(label="↑", target=f"t{event.number}")
        for citation in (event.text.citation, *event.also):
            yield _Use(citation=citation, cited="finding", section="chronology", back=back)


def _days(brief: Brief) -> Iterator[_Use]:
    """The words that give the days of the whole chronology."""
    said = [s.said_on for s in brief.statements]
    days = [*said, *(m.date for m in brief.military), *(e.date for e in brief.events)]
    for day in filter(None, days):
        yield _Use(citation=day.citation, cited="detail", section="chronology", back=None)


def _differences(brief: Brief, differences: Iterable[Difference], section: str) -> Iterator[_Use]:
    where = {s.id: s.text for s in brief.statements}
    where |= {m.id: m.text for m in brief.military} | {e.id: e.text for e in brief.events}
    for difference in differences:
        back = Back(label=f"X{difference.number}", target=f"x{difference.number}")
        for cited in (where[i] for i in difference.items if i in where):
            yield _Use(citation=cited.citation, cited="finding", section=section, back=back)


def _people(edition: Edition) -> Iterator[_Use]:
    for person in edition.people:
        back = Back(label="↑", target=f"v{person.entity}")
        for told in (person.name, person.role):
            if told:
                yield _Use(citation=told.citation, cited="detail", section="people", back=back)


def _digests(brief: Brief) -> Iterator[_Use]:
    for digest in brief.digests:
        for sentence in digest.sentences:
            back = Back(label=f"D{digest.source}", target=f"d{digest.source}")
            yield _Use(citation=sentence.citation, cited="digest", section="digests", back=back)


def _front(brief: Brief) -> Iterator[_Use]:
    for n, line in enumerate(brief.front, start=1):
        back = Back(label=f"F{n}", target=f"f{n}")
        for citation in line.citations:
            yield _Use(citation=citation, cited="finding", section="front", back=back)


def _event(event: EventItem, section: str) -> Iterator[_Use]:
    back = Back(label=f"E{event.number}", target=f"e{event.number}")
    for citation in (event.text.citation, *event.also):
        yield _Use(citation=citation, cited="finding", section=section, back=back)


def _statement(statement: Statement, section: str) -> Iterator[_Use]:
    back = Back(label=str(statement.number), target=f"p{statement.number}")
    for citation in (statement.text.citation, *statement.also):
        yield _Use(citation=citation, cited="finding", section=section, back=back)
    if statement.said_on:
        yield _Use(citation=statement.said_on.citation, cited="detail", section=section, back=back)


def _item(item: MilitaryItem) -> Iterator[_Use]:
    back = Back(label=f"M{item.number}", target=f"m{item.number}")
    yield _Use(citation=item.text.citation, cited="finding", section="military", back=back)
    if item.date:
        yield _Use(citation=item.date.citation, cited="detail", section="military", back=back)


def _noted(brief: Brief, present: Collection[str]) -> dict[tuple[int, int], tuple[Back, ...]]:
    """Ways back to the notes from the paragraphs that they cite."""
    found: dict[tuple[int, int], tuple[Back, ...]] = {}
    notes = brief.notes.sections if brief.notes else ()
    for block in (b for note in notes if _places(note, brief) & set(present) for b in note.blocks):
        for pointer in (run.pointer for run in block.runs if run.pointer):
            if pointer.source is not None and pointer.paragraph is not None:
                place = (pointer.source, pointer.paragraph)
                found[place] = (
                    *found.get(place, ()),
                    Back(label=f"N{block.number}", target=f"n{block.number}"),
                )
    return found


def _places(note: Note, brief: Brief) -> set[str]:
    """The sections that print a note: its own, or those of what it comments on."""
    if note.about is None:
        return {_OF_NOTES.get(note.kind, "")}
    if note.about.item in {m.id for m in brief.military}:
        return {"military"}
    if note.about.item or note.about.entity:
        return {"voices", "stories", "people", "events"}
    return {"digests" if note.about.source in {d.source for d in brief.digests} else "sources"}


def _paragraphs(
    source: Source, uses: list[_Use], noted: dict[tuple[int, int], tuple[Back, ...]]
) -> tuple[AnnexParagraph, ...]:
    """The source's paragraphs, each with the uses that touch it: both are walked once, in order."""
    waiting = sorted(enumerate(uses), key=lambda u: u[1].citation.start)
    touching: list[tuple[int, _Use]] = []
    out, next_ = [], 0
    for paragraph in source.article.paragraphs:
        while next_ < len(waiting) and waiting[next_][1].citation.start < paragraph.end:
            touching.append(waiting[next_])
            next_ += 1
        touching = [u for u in touching if paragraph.start < u[1].citation.end]
        here = [use for _, use in sorted(touching, key=lambda u: u[0])]
        backs = [u.back for u in here if u.back and paragraph.start <= u.citation.start]
        out.append(
            AnnexParagraph(
                number=paragraph.number,
                kind=paragraph.kind,
                text=source.article.text[paragraph.start : paragraph.end],
                pieces=_pieces(source.article.text, (paragraph.start, paragraph.end), here),
                backs=tuple(dict.fromkeys([*backs, *noted.get((source.number, paragraph.number), ())])),
            )
        )
    return tuple(out)


def _pieces(text: str, bounds: tuple[int, int], uses: Sequence[_Use]) -> tuple[Piece, ...]:
    """The text between the bounds, cut at every edge of a use: at each cut uses begin and end."""
    start, end = bounds
    begin: dict[int, list[int]] = {}
    edges = {start, end}
    for n, use in enumerate(uses):
        left = max(start, use.citation.start)
        begin.setdefault(left, []).append(n)
        edges |= {left, min(end, use.citation.end)}
    out = []
    over: list[int] = []
    for left, right in pairwise(sorted(edges)):
        over = [n for n in (*over, *begin.get(left, ())) if uses[n].citation.end > left]
        kinds = {uses[n].cited for n in over}
        here = (
            u.citation for u in (uses[n] for n in sorted(begin.get(left, ()))) if u.citation.start == left
        )
        out.append(
            Piece(
                text=text[left:right],
                cited=next((kind for kind in _STRENGTH if kind in kinds), ""),
                ids=tuple(dict.fromkeys(words_id(c) for c in here)),
            )
        )
    return tuple(out)
