"""Which outlet carried the words: "dilansir RT", "kepada kantor berita Interfax", "DikutipAFP"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from briefing.extract.claims.cues import either
from briefing.extract.claims.drafts import Span
from briefing.lexicon import Lexicon
from briefing.model import record

NAME = r"[A-Z0-9][\w.&!'’-]*(?:\s+(?:[A-Z0-9][\w.&!'’-]*|of|the|de|and)|(?<=\bAl)\s-\s[A-Z]\w+)*"
DOMAIN = r"[\w-]+(?:\.[a-z]{2,4})+"
NEAR = 40
"""Letters between an outlet and its verb: "pada Rabu (6/12)," """


@record
class Carriers:
    """The compiled words of carriers.toml."""

    by: re.Pattern[str]
    to: re.Pattern[str]
    telling: re.Pattern[str]
    """"KCNA mengutip pernyataannya", "Laman berita X pada Rabu (6/12) melaporkan"."""
    medium: re.Pattern[str]
    outlet: re.Pattern[str]
    name: re.Pattern[str]
    behind: re.Pattern[str]
    """The outlet's own name behind a comma: "kantor berita pemerintah Iran, IRNA"."""
    strict: frozenset[str]
    """Words behind which an outlet must be known for one."""


@lru_cache(maxsize=4)
def carriers(lexicon: Lexicon) -> Carriers:
    """The compiled carriers of a lexicon; its outlets are known ones too."""
    listed = lexicon["carriers"]

    def of(kind: str) -> list[str]:
        return [w for e in listed if e.get("kind") == kind for w in e.words]

    known = of("outlet")
    if "outlets" in lexicon.lists:
        known += [w for e in lexicon["outlets"] for w in e.words]
    ordered = sorted(set(known), key=lambda w: (-len(w), w))
    outlet = "(?:" + "|".join(re.escape(w) for w in ordered) + r")(?![\w-])"
    medium = rf"(?:(?i:{either(of('medium'))})\s+)"
    strict = [w for e in listed if e.values.get("strict") for w in e.words]
    by = "|".join(either([w]) for w in sorted({*of("by"), *strict}, key=lambda w: (-len(w), w)))
    return Carriers(
        by=re.compile(rf"(?<!\w)(?P<cue>(?i:{by}))(?:\s*\*?(?=[A-Z0-9*])|\s+(?=\w))"),
        to=re.compile(rf"(?<!\w)(?P<cue>(?i:{either(of('to'))}))(?:\s*(?=[A-Z])|\s+)"),
        telling=re.compile(
            rf"(?<![\w-])(?:{medium}{{1,2}}(?P<called>{NAME}|{DOMAIN})|(?P<name>{outlet}))"
            rf"(?:\s+(?:juga|pun|telah))?(?:\s+(?:pada|hari)\s[^.;:¤-]{{1,{NEAR}}}|\s*\([^)]*\))?,?"
            rf"\s+(?i:{either(of('telling'))})(?!\w)"
        ),
        medium=re.compile(medium),
        outlet=re.compile(outlet),
        name=re.compile(rf"{NAME}|{DOMAIN}"),
        behind=re.compile(rf"[^,.;]{{0,40}},\s*(?P<name>{outlet})"),
        strict=frozenset(w.casefold() for w in strict),
    )


def find_outlet(
    frame: str,
    areas: Iterable[Span],
    words: Carriers,
    persons: Iterable[Span] = (),
    states: Iterable[Span] = (),
) -> Span | None:
    """Where the first outlet is named that carried the words, in any of the areas; none where none is.

    Persons are no outlets; nor is a state, but its name may be part of one.
    """
    people, countries = tuple(persons), tuple(states)
    for start, end in areas:
        found = sorted(
            span
            for span in (
                *_by(frame, start, end, words),
                *_to(frame, start, end, words),
                *_telling(frame, start, end, words),
            )
            if not any(a < span[1] and span[0] < b for a, b in people)
            and not any(a <= span[0] and span[1] <= b for a, b in countries)
        )
        if found:
            return found[0]
    return None


def _by(frame: str, start: int, end: int, words: Carriers) -> Iterable[Span]:
    for match in words.by.finditer(frame, start, end):
        strict = " ".join(match["cue"].casefold().split()) in words.strict
        span = _name(frame, match.end(), end, words, strict=strict)
        if span:
            yield span


def _to(frame: str, start: int, end: int, words: Carriers) -> Iterable[Span]:
    for match in words.to.finditer(frame, start, end):
        span = _name(frame, match.end(), end, words, strict=True)
        if span:
            yield span


def _telling(frame: str, start: int, end: int, words: Carriers) -> Iterable[Span]:
    for match in words.telling.finditer(frame, start, end):
        yield match.span("name" if match["name"] else "called")


def _name(frame: str, at: int, end: int, words: Carriers, *, strict: bool) -> Span | None:
    """The outlet's name behind its carrier."""
    called = False
    while (medium := words.medium.match(frame, at, end)) is not None:
        at, called = medium.end(), True
    known = words.outlet.match(frame, at, end)
    name = words.name.match(frame, at, end)
    if called:
        behind = words.behind.match(frame, at, end)
        if behind and not known:
            return behind.span("name")
    if strict and not called and not known:
        return None
    if name is None:
        return known.span() if known else None
    inside = list(words.outlet.finditer(frame, name.start(), name.end()))
    if called and inside and inside[-1].end() == name.end():
        return inside[-1].span()
    stop = known.end() if strict and known and not called else name.end()
    return (name.start(), name.start() + len(_trimmed(frame[name.start() : stop])))


def _trimmed(name: str) -> str:
    """The name without a sentence's full stop or a possessive mark."""
    return name.rstrip(".'’-*")
