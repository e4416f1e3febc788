"""Parts of a page, each a PDF, bound into one: pages, structure, anchors and bookmarks are one again."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from briefing.model import record
from briefing.render.press import saved

Bookmark = tuple[int, str, int, float, float]
"""Level, label, page, and the point on it that is led to."""


@record
class Sheets:
    """A part laid out: its PDF, and what it holds, by page (from 0) and point."""

    data: bytes
    pages: int
    anchors: Mapping[str, tuple[int, float, float]]
    bookmarks: tuple[Bookmark, ...]


def bind(parts: Sequence[Sheets], *, frames: Sequence[Sheets] = ()) -> bytes:
    """One PDF of all parts in order, with the frames' pages laid over theirs as artifacts.

    The first part gives title, language and dates. Tags stay what they are: the parts' elements stand one
    after another in one document, as WeasyPrint puts those of its pages.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(parts[0].data)) as book:
        begins = [0]
        for part in parts[1:]:
            begins.append(len(book.pages))
            with pikepdf.open(io.BytesIO(part.data)) as more:
                _append(book, more)
        _lay_over(book, frames)
        _name_places(book, parts, begins)
        _mark_places(book, parts, begins)
        return saved(book)


def _append(book: Any, more: Any) -> None:
    """The pages of another PDF, and their elements, behind those that are there."""
    first = len(book.pages)
    with warnings.catch_warnings():
        # pikepdf warns that named places are not copied: `_name_places` makes all of them anew.
        warnings.simplefilter("ignore")
        book.pages.extend(more.pages)
    tree, added = book.Root.StructTreeRoot, book.copy_foreign(more.Root.StructTreeRoot)
    numbers = tree.ParentTree.Nums
    following = max(int(n) for n in list(numbers)[::2]) + 1
    for page in list(book.pages)[first:]:
        page.obj.StructParents = int(page.obj.StructParents) + following
        for annotation in page.obj.get("/Annots", ()):
            if "/StructParent" in annotation:
                annotation.StructParent = int(annotation.StructParent) + following
    rows = list(added.ParentTree.Nums)
    for n in range(0, len(rows), 2):
        numbers.append(int(rows[n]) + following)
        numbers.append(rows[n + 1])
    document = tree.K[0]
    for element in added.K[0].K:
        element.P = document
        document.K.append(element)


def _lay_over(book: Any, frames: Sequence[Sheets]) -> None:
    """Each page of the frames over the page of the same number, outside the structure."""
    import pikepdf

    at = 0
    for sheets in frames:
        with pikepdf.open(io.BytesIO(sheets.data)) as frame:
            for over in frame.pages:
                form = book.copy_foreign(over.as_form_xobject())
                page = book.pages[at]
                resources = pikepdf.Dictionary(dict(page.obj.Resources.items()))
                drawn = dict(resources.XObject.items()) if "/XObject" in resources else {}
                resources.XObject = pikepdf.Dictionary({**drawn, "/Frame": form})
                page.obj.Resources = resources
                page.contents_add(b"/Artifact\nBMC\nq /Frame Do Q\nEMC")
                at += 1


def _name_places(book: Any, parts: Iterable[Sheets], begins: Iterable[int]) -> None:
    """Every anchor by its name, in the one place that it has."""
    import pikepdf

    places: dict[str, Any] = {}
    for part, begin in zip(parts, begins, strict=True):
        for name, (page, x, y) in part.anchors.items():
            places.setdefault(name, _place(book, begin + page, x, y))
    names = [item for name in sorted(places) for item in (pikepdf.String(name), places[name])]
    book.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary(Names=pikepdf.Array(names)))


def _place(book: Any, page: int, x: float, y: float) -> Any:
    import pikepdf

    numbers = [round(x, 2), round(y, 2), 0]
    return pikepdf.Array([book.pages[page].obj, pikepdf.Name.XYZ, *numbers])


def _mark_places(book: Any, parts: Iterable[Sheets], begins: Iterable[int]) -> None:
    """The bookmarks of all parts as one outline: each under the nearest one before it of a higher level."""
    import pikepdf

    if "/Outlines" in book.Root:
        del book.Root.Outlines
    with book.open_outline() as outline:
        above: list[tuple[int, Any]] = [(0, outline.root)]
        for part, begin in zip(parts, begins, strict=True):
            for level, label, page, x, y in part.bookmarks:
                item = pikepdf.OutlineItem(label, _place(book, begin + page, x, y))
                item.is_closed = False
                while above[-1][0] >= level:
                    above.pop()
                above[-1][1].append(item)
                above.append((level, item.children))
