"""What stands in the margins of a PDF's pages, marked as an artifact: a screen reader passes it over.

WeasyPrint marks running heads and page numbers as tagged text, but leaves them out of the structure
tree (its issue 1836). Here such runs of text become artifacts; nothing that is seen changes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any


def margins_as_artifacts(data: bytes) -> bytes:
    """The same PDF with every run of text that no element of its structure holds as an artifact."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        tree = pdf.Root.StructTreeRoot
        held: dict[Any, set[int]] = {}
        for page_number, mark in _leaves(tree):
            held.setdefault(page_number, set()).add(mark)
        rows = _parent_tree(tree.ParentTree)
        for page in pdf.pages:
            row = rows[int(page.obj.StructParents)]
            marks = set(range(len(row))) - held.get(page.obj.objgen, set())
            page.Contents = pdf.make_stream(_as_artifacts(page.Contents.read_bytes(), marks))
            for mark in marks:
                row[mark] = None
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _leaves(element: Any, page: Any = None) -> Iterator[tuple[Any, int]]:
    """The page (by its object number) and mark of every run of text in an element."""
    page = element.Pg if "/Pg" in element else page
    for kid in element.K:
        if isinstance(kid, int):
            yield page.objgen, kid
        elif "/MCID" in kid:
            yield (kid.Pg if "/Pg" in kid else page).objgen, int(kid.MCID)
        elif "/K" in kid:
            yield from _leaves(kid, page)


def _parent_tree(tree: Any) -> dict[int, Any]:
    """The rows of a number tree without further levels, which is how WeasyPrint writes it."""
    numbers = list(tree.Nums)
    return {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}


def _as_artifacts(stream: bytes, marks: set[int]) -> bytes:
    """The page's drawing with these runs of text begun as artifacts."""

    def begin(match: re.Match[bytes]) -> bytes:
        return b"/Artifact\nBMC" if int(match[1]) in marks else match[0]

    return re.sub(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC", begin, stream)
