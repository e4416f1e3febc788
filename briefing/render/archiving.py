"""The PDF for keeping: PDF/A-3a as well, with the brief's record and its source texts within it.

What PDF/A-3 (ISO 19005-3) asks for beyond the tagged PDF: a colour profile for its colours, links that are
printed, no smoothed pictures, its own entry in the metadata, with a description of the entry of PDF/UA, and
of each file within it what it is and how it belongs to the page. Dates are the brief's. The same brief
gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from briefing import codec
from briefing.model import Brief, Source, record
from briefing.render import press
from briefing.render.pdf import pdf
from briefing.render.themes import Theme

FORMAT = "pdf/a-3"
PROFILE = "sRGB2014.icc"
PRINTED = 4
"""The flag of an annotation that is printed with its page; PDF/A allows no other."""

_END = b"</rdf:RDF>"


@record
class Enclosed:
    """A file within the PDF; its `relation`: "Data" that the pages are made from, or their "Source"."""

    name: str
    media_type: str
    relation: str
    description: str
    data: bytes


def pdf_a(brief: Brief, chosen: Theme, *, language: str | None = None) -> bytes:
    """The brief as PDF/A-3a and PDF/UA-1 (both declared), with `brief.json` and the source texts in it."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf(brief, chosen, language=language))) as book:
        _enclose(book, list(enclosed(brief)), day=brief.date)
        _set_colours(book)
        _settle(book)
        _declare(book)
        return press.saved(book)


def enclosed(brief: Brief) -> Iterator[Enclosed]:
    """The files that go into the PDF: the record, and the text of every source as it was read."""
    yield Enclosed(
        name="brief.json",
        media_type="application/json",
        relation="Data",
        description=f"{brief.title}, {brief.number}",
        data=codec.brief_json(brief),
    )
    for source in brief.sources:
        yield Enclosed(
            name=f"S{source.number}.txt",
            media_type="text/plain",
            relation="Source",
            description=_description(source),
            data=source.article.text.encode(),
        )


def _description(source: Source) -> str:
    """ "S1: Title, Outlet, 2017-12-08 (seeds/a.txt)", without what is not known."""
    a = source.article
    told = ", ".join(text for text in (a.title, a.outlet, a.published) if text)
    return f"S{source.number}: {told} ({a.source})" if told else f"S{source.number}: {a.source}"


def _enclose(book: Any, files: list[Enclosed], *, day: str) -> None:
    """The files as parts of the whole document, by name and in order."""
    import pikepdf

    date = f"D:{day.replace('-', '')}000000Z"
    specs = [book.make_indirect(_specification(book, file, date)) for file in files]
    named = sorted(zip((file.name for file in files), specs, strict=True), key=lambda pair: pair[0])
    names = book.Root.get("/Names", pikepdf.Dictionary())
    names.EmbeddedFiles = pikepdf.Dictionary(
        Names=pikepdf.Array([part for name, spec in named for part in (pikepdf.String(name), spec)])
    )
    book.Root.Names = names
    book.Root.AF = pikepdf.Array(specs)


def _specification(book: Any, file: Enclosed, date: str) -> Any:
    import pikepdf

    stream = book.make_stream(
        file.data,
        Type=pikepdf.Name.EmbeddedFile,
        Subtype=pikepdf.Name(f"/{file.media_type}"),
        Params=pikepdf.Dictionary(
            Size=len(file.data),
            CreationDate=pikepdf.String(date),
            ModDate=pikepdf.String(date),
            # What the format asks for, to find damage and not forgery.
            CheckSum=pikepdf.String(hashlib.md5(file.data, usedforsecurity=False).digest()),
        ),
    )
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Filespec,
        F=pikepdf.String(file.name),
        UF=pikepdf.String(file.name),
        Desc=pikepdf.String(file.description),
        AFRelationship=pikepdf.Name(f"/{file.relation}"),
        EF=pikepdf.Dictionary(F=stream, UF=stream),
    )


def _set_colours(book: Any) -> None:
    """What the colours mean: sRGB, by the profile that WeasyPrint brings along."""
    import pikepdf

    profile = (resources.files("weasyprint.pdf") / PROFILE).read_bytes()
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB2014"),
        Info=pikepdf.String("sRGB2014"),
        DestOutputProfile=book.make_stream(profile, N=3),
    )
    book.Root.OutputIntents = pikepdf.Array([book.make_indirect(intent)])


def _declare(book: Any) -> None:
    """The metadata with the entry of PDF/A, and with the description of PDF/UA's that PDF/A asks for."""
    import pikepdf

    told = bytes(book.Root.Metadata.read_bytes())
    entries = (Path(__file__).parent / "pdf_a.xmp").read_bytes()
    names = {"Type": pikepdf.Name.Metadata, "Subtype": pikepdf.Name.XML}
    book.Root.Metadata = book.make_stream(told.replace(_END, entries + _END, 1), **names)


def _settle(book: Any) -> None:
    """Links are printed with their page; no picture is smoothed by whoever shows it."""
    import pikepdf

    for page in book.pages:
        for annotation in page.obj.get("/Annots", ()):
            annotation.F = PRINTED
    for thing in book.objects:
        if isinstance(thing, pikepdf.Stream) and "/Interpolate" in thing:
            thing.Interpolate = False
