"""The source texts with what is cited in them: pieces of text, anchors, and ways back.

Cited stretches overlap: a quotation lies in a digest's sentence, a number in a military item. The
text is therefore cut at every edge; each piece knows whether it is cited, and the piece in which a
stretch begins carries its anchor, so that every citation has one place to lead to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from briefing.compose.editions import Edition
from briefing.model import (
    Brief,
    Citation,
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
    brief: Brief, present: Collection[str], edition: Edition, *, full: bool = True, cited: bool = False
) -> dict[int, tuple[AnnexParagraph, ...]]:
    """The paragraphs of every source by its number, cut up and anchored.

    `present` are the sections of the page: no way back leads into another. Unless it is the `full` edition
    only what the `edition` prints is marked. Where only the `cited` paragraphs are wanted, they come with
    their neighbours, and a source of which nothing is cited has none.
    """
    uses: dict[int, list[_Use]] = {}
    for use in chain(_uses(brief) if full else _printed(brief, edition), _people(edition, present)):
        back = use.back if use.section in present else None
        uses.setdefault(use.citation.source, []).append(replace(use, back=back))
    noted = _noted(brief, present)
    whole = {s.number: _paragraphs(s, uses.get(s.number, []), noted) for s in brief.sources}
    return {number: _cited(paragraphs) for number, paragraphs in whole.items()} if cited else whole


def _cited(paragraphs: Sequence[AnnexParagraph]) -> tuple[AnnexParagraph, ...]:
    """The title, the paragraphs that are cited, and their neighbours."""
    told = {n for n, p in enumerate(paragraphs) if p.backs or any(piece.cited for piece in p.pieces)}
    near = {n + step for n in told for step in range(-NEIGHBOURS, NEIGHBOURS + 1)}
    if not told:
        return ()
    return tuple(p for n, p in enumerate(paragraphs) if n in near or p.kind is ParagraphKind.TITLE)


def _printed(brief: Brief, edition: Edition) -> Iterator[_Use]:
    """Every citation that the brief edition prints, in its order."""
    yield from _front(brief)
    for story in edition.stories:
        for event in (*story.happened, *story.planned):
            yield from _event(event, "stories")
        for statement in story.said:
            yield from _statement(statement, "stories")
    for statement in edition.said:
        yield from _statement(statement, "stories")
    for event in edition.singles:
        yield from _event(event, "stories")
    for event in edition.chronology:
        back = Back(label="↑", target=f"t{event.number}")
        for citation in (event.text.citation, *event.also):
            yield _Use(citation=citation, cited="finding", section="chronology", back=back)
    for item in edition.military:
        yield from _item(item)
    for table in (f for story in edition.stories for f in story.figures):
        for row in table.rows:
            words = row.figure.quantity_words.citation
            yield _Use(citation=words, cited="detail", section="stories", back=None)
    for story in edition.stories:
        if story.story and story.story.name:
            back = Back(label="↑", target=f"y{story.number}")
            name = story.story.name.citation
            yield _Use(citation=name, cited="detail", section="stories", back=back)
    for difference in (d for story in edition.stories for d in story.differences):
        back = Back(label=f"X{difference.number}", target=f"x{difference.number}")
        where = {s.id: s.text for s in brief.statements}
        where |= {m.id: m.text for m in brief.military} | {e.id: e.text for e in brief.events}
        for cited in (where[i] for i in difference.items if i in where):
            yield _Use(citation=cited.citation, cited="finding", section="stories", back=back)


def _people(edition: Edition, present: Collection[str]) -> Iterator[_Use]:
    for person in edition.people if "people" in present else ():
        back = Back(label="↑", target=f"v{person.entity}")
        for told in (person.name, person.role):
            if told:
                yield _Use(citation=told.citation, cited="detail", section="people", back=back)


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
    for block in (b for note in notes if _place(note, brief) in present for b in note.blocks):
        for pointer in (run.pointer for run in block.runs if run.pointer):
            if pointer.source is not None and pointer.paragraph is not None:
                place = (pointer.source, pointer.paragraph)
                found[place] = (
                    *found.get(place, ()),
                    Back(label=f"N{block.number}", target=f"n{block.number}"),
                )
    return found


def _place(note: Note, brief: Brief) -> str:
    """The section in which a note is printed: its own, or that of what it comments on."""
    if note.about is None:
        return _OF_NOTES.get(note.kind, "")
    if note.about.item in {m.id for m in brief.military}:
        return "military"
    if note.about.item or note.about.entity:
        return "voices"
    return "digests" if note.about.source in {d.source for d in brief.digests} else "sources"


def _uses(brief: Brief) -> Iterator[_Use]:
    """Every citation that a reader can follow, in the order of the brief."""
    yield from _front(brief)
    for s in brief.statements:
        yield from _statement(s, "voices")
    for e in brief.events:
        yield from _event(e, "events")
    for m in brief.military:
        yield from _item(m)
    for v in brief.voices:
        if not v.statements:
            back = Back(label="↑", target=f"v{v.entity}")
            yield _Use(citation=v.name.citation, cited="detail", section="voices", back=back)
    for d in brief.digests:
        for sentence in d.sentences:
            back = Back(label=f"D{d.source}", target=f"d{d.source}")
            yield _Use(citation=sentence.citation, cited="digest", section="digests", back=back)


def _paragraphs(
    source: Source, uses: list[_Use], noted: dict[tuple[int, int], tuple[Back, ...]]
) -> tuple[AnnexParagraph, ...]:
    out = []
    for paragraph in source.article.paragraphs:
        touching = [u for u in uses if u.citation.start < paragraph.end and paragraph.start < u.citation.end]
        beginning = [u for u in touching if paragraph.start <= u.citation.start]
        out.append(
            AnnexParagraph(
                number=paragraph.number,
                kind=paragraph.kind,
                text=source.article.text[paragraph.start : paragraph.end],
                pieces=_pieces(source.article.text, (paragraph.start, paragraph.end), touching),
                backs=tuple(
                    dict.fromkeys(
                        [
                            *(u.back for u in beginning if u.back),
                            *noted.get((source.number, paragraph.number), ()),
                        ]
                    )
                ),
            )
        )
    return tuple(out)


def _pieces(text: str, bounds: tuple[int, int], uses: list[_Use]) -> tuple[Piece, ...]:
    start, end = bounds
    edges = {start, end}
    for use in uses:
        edges |= {max(start, use.citation.start), min(end, use.citation.end)}
    cuts = sorted(edges)
    out = []
    for left, right in pairwise(cuts):
        over = [u for u in uses if u.citation.start <= left and right <= u.citation.end]
        begin = dict.fromkeys(words_id(u.citation) for u in over if u.citation.start == left)
        cited = next((kind for kind in _STRENGTH if any(u.cited == kind for u in over)), "")
        out.append(Piece(text=text[left:right], cited=cited, ids=tuple(begin)))
    return tuple(out)
