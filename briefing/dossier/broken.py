"""Quoted sentences in whose midst an article says who speaks: "Kalau itu benar," kata X, "maka …"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from briefing.model import Claim, Findings, Mode

LONGEST = 160
"""How many characters may stand between the two halves."""

_BETWEEN = re.compile(r"""\s*,?\s*["”“'’]?\s*,?[^.!?"“”;:]*,?\s*["“”'‘]\s*""")


def broken(found: Findings) -> Mapping[str, tuple[bool, bool]]:
    """By the ids of claims: whether its sentence goes on there from the claim before, and in the next one.

    Halves are quoted, of one speaker, and only who says it stands between them; the second begins in lower
    case. Claims of whole sentences are left out.
    """
    quoted = sorted(
        (c for c in found.claims if c.mode is Mode.DIRECT), key=lambda claim: claim.evidence.start
    )
    goes_on = {(one.id, other.id) for one, other in pairwise(quoted) if _one_sentence(found, one, other)}
    first, second = {one for one, _ in goes_on}, {other for _, other in goes_on}
    return {id_: (id_ in second, id_ in first) for id_ in first | second}


def _one_sentence(found: Findings, one: Claim, other: Claim) -> bool:
    text = found.article.text
    between = text[one.evidence.end : other.evidence.start]
    return (
        one.speaker == other.speaker
        and len(between) <= LONGEST
        and text[other.evidence.start].islower()
        and text[one.evidence.end - 1] not in ".!?"
        and _BETWEEN.fullmatch(between) is not None
    )
