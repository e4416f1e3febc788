"""The source texts with what is cited in them: pieces of text, anchors, and ways back.

Cited stretches overlap: a quotation lies in a digest's sentence, a number in a military item. The
text is therefore cut at every edge; each piece knows whether it is cited, and the piece in which a
stretch begins carries its anchor, so that every citation has one place to lead to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import pairwise

from briefing.model import Brief, Citation, Note, NoteKind, ParagraphKind, Source, record
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


def annex(brief: Brief, present: Collection[str]) -> dict[int, tuple[AnnexParagraph, ...]]:
    """The paragraphs of every source by its number, cut up and anchored.

    `present` are the sections of the page: no way back leads into another.
    """
    uses: dict[int, list[_Use]] = {}
    for use in _uses(brief):
        back = use.back if use.section in present else None
        uses.setdefault(use.citation.source, []).append(replace(use, back=back))
    noted = _noted(brief, present)
    return {s.number: _paragraphs(s, uses.get(s.number, []), noted) for s in brief.sources}


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
    for s in brief.statements:
        back = Back(label=str(s.number), target=f"p{s.number}")
        yield _Use(citation=s.text.citation, cited="finding", section="voices", back=back)
        if s.said_on:
            yield _Use(citation=s.said_on.citation, cited="detail", section="voices", back=back)
    for m in brief.military:
        back = Back(label=f"M{m.number}", target=f"m{m.number}")
        yield _Use(citation=m.text.citation, cited="finding", section="military", back=back)
        if m.date:
            yield _Use(citation=m.date.citation, cited="detail", section="military", back=back)
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
