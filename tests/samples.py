"""Articles, findings and a brief made by hand: what the tests of the later stages start from."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from briefing import dossier
from briefing.compose import compose
from briefing.model import (
    Actor,
    ActorKind,
    Article,
    Brief,
    Claim,
    Evidence,
    Findings,
    HeaderReading,
    MilitaryDetail,
    MilitaryKind,
    Mode,
    Paragraph,
    ParagraphKind,
    Problem,
    Qualifier,
    Quantity,
    Reading,
    Status,
)
from briefing.settings import Given

WHOLE = {"edition": Given(value="full", origin="tests"), "annex": Given(value="full", origin="tests")}
"""Options of a theme that prints all that a brief has."""

FIRST = (
    "Rusia Siap Membantu Korut",
    "Menteri Luar Negeri Rusia Sergey Lavrov mengatakan, Moskow siap membantu pembicaraan itu, Kamis (7/12).",
    "“Korut ingin berbicara dengan AS,” kata Lavrov kepada kantor berita Interfax.",
    "Korut mengancam perang tidak terhindarkan. Latihan itu menampilkan sekitar 230 pesawat AS di "
    "Semenanjung Korea pada Desember 2017.",
)
SECOND = (
    "AS Menolak Usul Rusia",
    "Menlu AS Rex Tillerson menolak usul itu. “Tidak ada pembicaraan tanpa syarat,” tolak Tillerson.",
    "Sergei Lavrov menuduh AS memicu perang. Korut diklaim mengirim 6.000 personel ke Kursk.",
)
FOURTH = (
    "NATO Menunggu",
    "“Kalau itu benar,” kata Sekretaris Jenderal NATO Mark Rutte, “maka perang akan meluas.”",
    "Seorang pejabat Rusia mengatakan latihan itu ditunda.",
)
THIRD = ("Tanpa tanggal dan tanpa judul, seorang pejabat menyebut latihan itu biasa.",)


def article(lines: tuple[str, ...], *, titled: bool = True, **fields: Any) -> Article:
    """An article of these lines; the first is the title where it has one."""
    paragraphs, at = [], 0
    for n, line in enumerate(lines, start=0 if titled else 1):
        kind = ParagraphKind.TITLE if titled and n == 0 else ParagraphKind.BODY
        paragraphs.append(Paragraph(number=n, kind=kind, start=at, end=at + len(line)))
        at += len(line) + 2
    text = "\n\n".join(lines)
    digest = hashlib.sha256(text.encode()).hexdigest()
    known: dict[str, Any] = {
        "source": "samples/a.txt",
        "language": "id",
        "title": lines[0] if titled else None,
    }
    return Article(id=digest[:12], text=text, paragraphs=tuple(paragraphs), digest=digest, **(known | fields))


def at(a: Article, words: str, nth: int = 0, rule: str = "by hand") -> Evidence:
    """Evidence for the nth place where these words stand."""
    start = -1
    for _ in range(nth + 1):
        start = a.text.index(words, start + 1)
    return Evidence(article=a.id, start=start, end=start + len(words), rule=rule)


def reading(a: Article, value: str, words: str | None = None, nth: int = 0) -> Reading:
    """A value read from these words, or from words that are the value."""
    return Reading(value=value, evidence=at(a, words or value, nth))


def actor(a: Article, id_: str, name: str, kind: str, *mentions: str, **fields: Any) -> Actor:
    """An actor mentioned by these words (each at its first place), or by the name."""
    return Actor(
        id=id_,
        name=name,
        kind=ActorKind(kind),
        mentions=tuple(at(a, words) for words in mentions or (name,)),
        **fields,
    )


def first() -> Findings:
    a = article(
        FIRST,
        source="samples/satu.txt",
        outlet="Suara Pembaruan",
        authors=("Natasia Wahyuni",),
        published="2017-12-08",
        dateline="Wina",
        header=(
            HeaderReading(
                field="published", value="2017-12-08", words="Jumat, 8 Desember 2017", rule="date line"
            ),
            HeaderReading(field="author", value="Natasia Wahyuni", words="Natasia Wahyuni", rule="byline"),
            HeaderReading(field="dateline", value="Wina", words="Wina -", rule="dateline"),
        ),
    )
    russia = reading(a, "RU", "Rusia", 1)
    return Findings(
        article=a,
        actors=(
            actor(
                a, "a1", "Rusia", "country", "Rusia", "Moskow", key=True, country=reading(a, "RU", "Rusia"),
            ),
            actor(a, "a2", "Korea Utara", "country", "Korut", country=reading(a, "KP", "Korut"), key=True),
            actor(
                a, "a3", "Sergey Lavrov", "person", "Sergey Lavrov", country=russia, key=True,
                role=reading(a, "Menteri Luar Negeri"), aliases=("Lavrov",),
            ),
            actor(a, "a4", "Amerika Serikat", "country", "AS", country=reading(a, "US", "AS"), key=True),
        ),
        claims=(
            Claim(
                id="c1", speaker="a3", mode=Mode.INDIRECT, act="states",
                evidence=at(a, "Moskow siap membantu pembicaraan itu"), cue=at(a, "mengatakan"),
                named=at(a, "Sergey Lavrov"), said_on=reading(a, "2017-12-07", "Kamis (7/12)"),
            ),
            Claim(
                id="c2", speaker="a3", mode=Mode.DIRECT, act="states",
                evidence=at(a, "Korut ingin berbicara dengan AS"), cue=at(a, "kata"),
                named=at(a, "Lavrov", 1), via=reading(a, "Interfax"), antecedent=at(a, "Sergey Lavrov"),
            ),
            Claim(
                id="c3", speaker="a2", mode=Mode.INDIRECT, act="threatens",
                evidence=at(a, "perang tidak terhindarkan"), cue=at(a, "mengancam"), named=at(a, "Korut", 2),
            ),
        ),
        military=(
            MilitaryDetail(
                id="m1", kind=MilitaryKind.PLATFORM, status=Status.REPORTED,
                evidence=at(a, "sekitar 230 pesawat AS"), operators=(reading(a, "US", "AS", 1),),
                quantity=Quantity(
                    value=230, unit="pesawat", qualifier=Qualifier.ABOUT, evidence=at(a, "sekitar 230")
                ),
                place=reading(a, "Semenanjung Korea"), date=reading(a, "2017-12", "Desember 2017"),
            ),
        ),
        summary=(at(a, FIRST[1]),),
    )  # fmt: skip


def second() -> Findings:
    a = article(
        SECOND,
        source="samples/dua.txt",
        outlet="Republika",
        published="2018-01-16",
        header=(
            HeaderReading(
                field="published", value="2018-01-16", words="Selasa (16/1/2018)", rule="date line"
            ),
        ),
    )
    return Findings(
        article=a,
        actors=(
            actor(a, "a1", "Amerika Serikat", "country", "AS", country=reading(a, "US", "AS"), key=True),
            actor(
                a, "a2", "Rex Tillerson", "person", "Rex Tillerson", "Tillerson", key=True,
                role=reading(a, "Menlu"), country=reading(a, "US", "AS", 1),
            ),
            actor(a, "a3", "Sergei Lavrov", "person", key=True),
            actor(a, "a4", "Rusia", "country", country=reading(a, "RU", "Rusia"), key=True),
            actor(a, "a5", "Korea Utara", "country", "Korut", country=reading(a, "KP", "Korut")),
        ),
        claims=(
            Claim(
                id="c1", speaker="a2", mode=Mode.DIRECT, act="rejects",
                evidence=at(a, "Tidak ada pembicaraan tanpa syarat"), cue=at(a, "tolak"),
                named=at(a, "Tillerson", 1),
            ),
            Claim(
                id="c2", speaker="a3", mode=Mode.INDIRECT, act="accuses",
                evidence=at(a, "AS memicu perang"), cue=at(a, "menuduh"), named=at(a, "Sergei Lavrov"),
            ),
        ),
        military=(
            MilitaryDetail(
                id="m1", kind=MilitaryKind.DEPLOYMENT, status=Status.CLAIMED,
                evidence=at(a, "6.000 personel ke Kursk"), marker=at(a, "diklaim"),
                operators=(reading(a, "KP", "Korut"),), place=reading(a, "Kursk"),
                name=reading(a, "personel"),
                quantity=Quantity(
                    value=6000, unit="personel", qualifier=Qualifier.EXACT, evidence=at(a, "6.000")
                ),
            ),
        ),
        summary=(at(a, "Menlu AS Rex Tillerson menolak usul itu."),),
    )  # fmt: skip


def third() -> Findings:
    """Undated, untitled, and what is said in it is nobody's."""
    a = article(THIRD, titled=False, source="samples/tiga.txt")
    claim = Claim(
        id="c1",
        speaker=None,
        mode=Mode.INDIRECT,
        act="states",
        evidence=at(a, "latihan itu biasa"),
        cue=at(a, "menyebut"),
    )
    return Findings(article=a, claims=(claim,))


def fourth() -> Findings:
    """A sentence in two halves, the head of a body that is no state's, and an official without a name."""
    a = article(FOURTH, source="samples/empat.txt", outlet="Tempo", published="2018-01-20")
    return Findings(
        article=a,
        actors=(
            actor(
                a, "a1", "Mark Rutte", "person", key=True,
                role=reading(a, "Sekretaris Jenderal"), body=reading(a, "NATO", nth=1),
            ),
            actor(a, "a2", "Rusia", "country", country=reading(a, "RU", "Rusia"), key=True),
        ),
        claims=(
            Claim(
                id="c1", speaker="a1", mode=Mode.DIRECT, act="states", cue=at(a, "kata"),
                evidence=at(a, "Kalau itu benar"), named=at(a, "Mark Rutte"),
            ),
            Claim(
                id="c2", speaker="a1", mode=Mode.DIRECT, act="states", cue=at(a, "kata"),
                evidence=at(a, "maka perang akan meluas."), named=at(a, "Mark Rutte"),
            ),
            Claim(
                id="c3", speaker="a2", mode=Mode.INDIRECT, act="states", cue=at(a, "mengatakan"),
                evidence=at(a, "latihan itu ditunda"), named=at(a, "Seorang pejabat Rusia"),
            ),
        ),
    )  # fmt: skip


def brief(*findings: Findings, **options: Any) -> Brief:
    """The brief of these findings, or of all three."""
    given: dict[str, Any] = {
        "title": "Semenanjung Korea",
        "number": "2018-007",
        "date": "2018-02-01",
        "language": "en",
        "marking": "TLP:AMBER+STRICT",
        "prepared_for": "Desk",
        "problems": (
            Problem(stage="sources", where="samples/foto.png", message="is no text", hint="Leave it out"),
        ),
    }
    return compose(dossier.build(findings or (first(), second(), third())), **(given | options))


def hostile(text: str) -> Brief:
    """A brief in which every text from outside is this one."""
    a = article(
        (text, f"{text} mengatakan {text} di {text}."),
        outlet=text, authors=(text,), source=text, dateline=text, language="id",
    )  # fmt: skip
    body = len(text) + 2
    span = Evidence(article=a.id, start=body, end=body + len(text), rule="by hand")
    said = replace(
        span, start=a.text.index(text, body + len(text)), end=a.text.index(text, body + len(text)) + len(text)
    )
    value = Reading(value=text, evidence=span)
    found = Findings(
        article=a,
        actors=(Actor(id="a1", name=text, kind=ActorKind.PERSON, mentions=(span,), role=value, key=True),),
        claims=(
            Claim(id="c1", speaker="a1", mode=Mode.DIRECT, act="states", evidence=said, via=value),
            Claim(id="c2", speaker=None, mode=Mode.INDIRECT, act="states", evidence=said),
        ),
        military=(
            MilitaryDetail(
                id="m1", kind=MilitaryKind.WEAPON, status=Status.REPORTED, evidence=span,
                name=value, place=value,
                quantity=Quantity(value=None, unit=text, qualifier=Qualifier.EXACT, evidence=span),
            ),
        ),
        summary=(span,),
        problems=(Problem(stage="extract", where=text, message=text, hint=text),),
    )  # fmt: skip
    return brief(found, title=text, number=text, marking=text, prepared_by=text, prepared_for=text)
