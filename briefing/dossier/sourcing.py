"""Through whose hands words came: outlets that an article itself says it draws on."""

from __future__ import annotations

from briefing.model import Claim, Findings, Reading


def carried(findings: Findings) -> tuple[str, ...]:
    """Outlets that carried statements before this article did, in the order it names them."""
    readings = sorted((c.via for c in findings.claims if c.via), key=lambda r: r.evidence.start)
    return tuple(dict.fromkeys(r.value for r in readings))


def chain(findings: Findings, claim: Claim) -> tuple[Reading, ...]:
    """The outlets that carried a claim, first hand first, without the article's own outlet."""
    return (claim.via,) if claim.via else ()
