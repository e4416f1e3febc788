"""What stands in the margins of a PDF's pages, marked as an artifact: a screen reader passes it over.

WeasyPrint marks running heads and page numbers as tagged text, but leaves them out of the structure
tree (its issue 1836). Here such runs of text become artifacts; nothing that is seen changes.
"""

from __future__ import annotations

from typing import Any


def margins_as_artifacts(document: Any, pdf: Any) -> None:
    """Makes an artifact of every run of text that no element of the structure holds.

    A `finisher` of WeasyPrint's: `pdf` holds the objects of the file before they are written.
    """
    tree = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _object(pdf, tree["ParentTree"])["Nums"]
    rows = dict(zip(numbers[::2], numbers[1::2], strict=True))
    held = _held(pdf, tree)
    for reference in pdf.page_references:
        page = _object(pdf, reference)
        row = rows[page["StructParents"]]
        free = set(range(len(row))) - held.get(reference, set())
        _as_artifacts(_object(pdf, page["Contents"]).stream, free)
        for mark in free:
            row[mark] = b"null"


def _object(pdf: Any, reference: Any) -> Any:
    """The object that a reference ("12 0 R") stands for."""
    return pdf.objects[int(reference.split()[0])]


def _held(pdf: Any, tree: Any) -> dict[bytes, set[int]]:
    """The marks that an element of the structure holds, by the reference of their page."""
    held: dict[bytes, set[int]] = {}
    waiting = list(tree["K"])
    while waiting:
        element = _object(pdf, waiting.pop())
        for kid in element.get("K", ()):
            if isinstance(kid, int):
                held.setdefault(element["Pg"], set()).add(kid)
            else:
                waiting.append(kid)
    return held


def _as_artifacts(stream: list[Any], marks: set[int]) -> None:
    """Has these runs of text begin as artifacts; a run begins with its tag, its properties and `BDC`."""
    for at, item in enumerate(stream):
        if isinstance(item, dict) and item.get("MCID") in marks and stream[at + 1] == b"BDC":
            stream[at - 1 : at + 2] = [b"/Artifact", b"", b"BMC"]
