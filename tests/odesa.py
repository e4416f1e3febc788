"""Two sources of one story that differ: what the tests of stories and differences start from."""

from __future__ import annotations

import re
from typing import Any

from samples import actor, article, at, reading

from briefing.model import (
    Claim,
    Evidence,
    Findings,
    MilitaryDetail,
    MilitaryKind,
    Mode,
    Qualifier,
    Quantity,
    Reading,
    Status,
)

ONE = (
    "Serangan Rudal di Pelabuhan Odesa Tewaskan 14 Orang",
    "Serangan rudal Rusia menghantam pelabuhan Odesa, Ukraina, Senin malam, dan menewaskan 14 orang.",
    "Volodymyr Zelensky menuduh Rusia sengaja menyerang gudang gandum milik sipil di pelabuhan Odesa.",
)
OTHER = (
    "Kremlin: Gudang Gandum Odesa Bukan Sasaran",
    "Serangan rudal Rusia di pelabuhan Odesa, Ukraina, itu menewaskan 17 orang, kata pejabat setempat.",
    "Dmitry Peskov membantah Rusia sengaja menyerang gudang gandum milik sipil di Odesa.",
)


def killed(
    found: Findings,
    words: str,
    value: float,
    *,
    unit: str = "orang",
    qualifier: Qualifier = Qualifier.EXACT,
    date: Reading | None = None,
    place: Reading | None = None,
) -> MilitaryDetail:
    """Casualties by these words of the article."""
    return MilitaryDetail(
        id=f"m{len(found.military) + 1}",
        kind=MilitaryKind.CASUALTIES,
        status=Status.REPORTED,
        evidence=at(found.article, words),
        quantity=Quantity(value=value, unit=unit, qualifier=qualifier, evidence=_number(found, words)),
        date=date,
        place=place,
    )


def _number(found: Findings, words: str) -> Evidence:
    """The figures among the words; a test may give them another value."""
    figures = re.search(r"\d+", words)
    start = at(found.article, words).start + (figures.start() if figures else 0)
    return Evidence(article=found.article.id, start=start, end=start + 2, rule="by hand")


def said(found: Findings, speaker: str, cue: str, act: str, words: str) -> Claim:
    """What the actor of this id says, by these words of the article."""
    return Claim(
        id=f"c{len(found.claims) + 1}",
        speaker=speaker,
        mode=Mode.INDIRECT,
        act=act,
        evidence=at(found.article, words),
        cue=at(found.article, cue),
        named=found.actors[0].mentions[0],
    )


def one(**fields: Any) -> Findings:
    """Fourteen killed, and what Zelensky says."""
    given = {"source": "odesa/satu.txt", "outlet": "Kompas.com", "published": "2025-11-03"}
    a = article(ONE, **(given | fields))
    bare = Findings(article=a, actors=(actor(a, "a1", "Volodymyr Zelensky", "person", key=True),))
    claim = said(bare, "a1", "menuduh", "accuses", ONE[2].partition("menuduh ")[2].rstrip("."))
    toll = killed(bare, "menewaskan 14 orang", 14)
    return Findings(article=a, actors=bare.actors, claims=(claim,), military=(toll,))


def other(**fields: Any) -> Findings:
    """Seventeen killed, and Peskov's denial."""
    given = {"source": "odesa/dua.txt", "outlet": "Tempo", "published": "2025-11-04"}
    a = article(OTHER, **(given | fields))
    bare = Findings(article=a, actors=(actor(a, "a1", "Dmitry Peskov", "person", key=True),))
    claim = said(bare, "a1", "membantah", "denies", OTHER[2].partition("membantah ")[2].rstrip("."))
    toll = killed(bare, "menewaskan 17 orang", 17, place=reading(a, "Odesa", "Odesa", 1))
    return Findings(article=a, actors=bare.actors, claims=(claim,), military=(toll,))
