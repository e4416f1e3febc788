"""What must hold of any analysis, whatever the text: shared by the robustness run and the fuzzer."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.model import Evidence, Findings


def spans(found: Findings) -> Iterator[tuple[str, Evidence]]:
    """Every stretch of text that the findings point to, with what points there."""
    for actor in found.actors:
        yield from (("mention", m) for m in actor.mentions)
        readings = (actor.role, actor.body, actor.country)
        yield from (("actor", r.evidence) for r in readings if r)
    for claim in found.claims:
        yield "claim", claim.evidence
        yield from (("claim", e) for e in (claim.cue, claim.named) if e)
        yield from (("claim", r.evidence) for r in (claim.via, claim.said_on) if r)
    for detail in found.military:
        yield "military", detail.evidence
        readings = (detail.name, detail.place, detail.date, *detail.operators)
        yield from (("military", r.evidence) for r in readings if r)
        yield from (("military", e) for e in (detail.marker,) if e)
        if detail.quantity:
            yield "military", detail.quantity.evidence
    yield from (("summary", e) for e in found.summary)


def broken(found: Findings) -> list[str]:
    """What is wrong with the findings: empty where every invariant holds."""
    article, wrong = found.article, []
    for what, evidence in spans(found):
        if evidence.article != article.id or evidence.end > len(article.text):
            wrong.append(f"{what} points outside the article: {evidence}")
        elif article.words(evidence).strip() != article.words(evidence):
            wrong.append(f"{what} begins or ends with a space: {article.words(evidence)!r}")
    actors = {a.id for a in found.actors}
    wrong += [
        f"claim {c.id} has an unknown speaker" for c in found.claims if c.speaker and c.speaker not in actors
    ]
    for name in ("actors", "claims", "military"):
        ids = [item.id for item in getattr(found, name)]
        if len(ids) != len(set(ids)):
            wrong.append(f"{name}: an id twice")
    last = 0
    for paragraph in article.paragraphs:
        if not last <= paragraph.start < paragraph.end <= len(article.text):
            wrong.append(f"paragraph {paragraph.number} is out of order")
        last = paragraph.end
    return wrong
