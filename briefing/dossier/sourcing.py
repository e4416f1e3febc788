"""Through whose hands words came: outlets that an article itself says it draws on."""

from __future__ import annotations

import re
from functools import lru_cache

from briefing import lexicon
from briefing.lexicon import Entry
from briefing.lexicon.countries import countries
from briefing.model import Article, Claim, Evidence, Findings, Paragraph, Reading, record

# A name: words with a capital or a figure, joined by spaces ("Radio Free Europe", "News.com.au").
_NAME = r"(?P<name>[A-Z][\w.&'-]*\w(?: [A-Z0-9][\w.&'-]*\w)*)"
_ADJECTIVES = 2
"""How many words may stand between the kind of an outlet and its name: "media Rusia RIA"."""


@record
class _Patterns:
    """What is found before an outlet's name: `told` ends there, `taken` has the name too."""

    told: re.Pattern[str]
    taken: re.Pattern[str]


def carried(findings: Findings) -> tuple[str, ...]:
    """Outlets that carried statements before this article did, in the order it names them."""
    readings = {r.evidence.start: r.value for c in findings.claims for r in chain(findings, c)}
    return tuple(dict.fromkeys(readings[start] for start in sorted(readings)))


def chain(findings: Findings, claim: Claim) -> tuple[Reading, ...]:
    """The outlets that carried a claim, first hand first, without the article's own outlet.

    Where the words were said to an outlet ("kepada media Rusia RIA") and the article goes on to
    say, in the same paragraph or the next and of the same speaker, that it takes them from another
    ("Seperti dikutip dari Radio Free Europe, … Peskov"), they came through both.
    """
    if claim.via is None:
        return ()
    taken = _taken_from(findings, claim, claim.via) if _told_to(findings.article, claim.via) else None
    return (claim.via, taken) if taken else (claim.via,)


def fires(entry: Entry, text: str) -> bool:
    """Whether an entry of `handovers.toml` does its work in a text (the checker of its examples).

    A told word stands before an outlet's name, a taken word with it, a kind between the two.
    """
    patterns = _patterns("id")
    if patterns is None:
        return False
    if entry.get("role") == "told":
        return any(patterns.told.search(text[:n]) for n in range(len(text)))
    with_kind = any(f" {w} " in f" {text} " for w in entry.words)
    return patterns.taken.search(text) is not None and (entry.get("role") == "taken" or with_kind)


def _told_to(article: Article, via: Reading) -> bool:
    """Whether the words before the outlet's name say that they were said to it."""
    patterns = _patterns(article.language)
    before = article.text[: via.evidence.start].rsplit("\n", 1)[-1]
    return patterns is not None and patterns.told.search(before) is not None


def _taken_from(findings: Findings, claim: Claim, via: Reading) -> Reading | None:
    """The one other outlet from which the article takes the words; none where it names several."""
    article, patterns = findings.article, _patterns(findings.article.language)
    readings: dict[str, Reading] = {}
    for paragraph in _here_and_next(article, via.evidence.start):
        if patterns is None or not _speaks_of(findings, claim, paragraph):
            continue
        for match in patterns.taken.finditer(article.text, paragraph.start, paragraph.end):
            start, end = match.span("name")
            if start > via.evidence.end and match["name"] != via.value and not _has_country(match, article):
                span = Evidence(article=article.id, start=start, end=end, rule="handover")
                readings.setdefault(match["name"], Reading(value=match["name"], evidence=span))
    return next(iter(readings.values())) if len(readings) == 1 else None


def _has_country(match: re.Match[str], article: Article) -> bool:
    """Whether it can't be told if a country is part of the name: "media China Daily", "media Rusia RIA"."""
    first = match["name"].split()[0]
    return match["kind"] is not None and countries(article.language).code(first) is not None


def _here_and_next(article: Article, at: int) -> tuple[Paragraph, ...]:
    here = article.paragraph_at(at)
    return () if here is None else article.paragraphs[here : here + 2]


def _speaks_of(findings: Findings, claim: Claim, paragraph: Paragraph) -> bool:
    """Whether the paragraph names the claim's speaker."""
    return any(
        paragraph.start <= m.start < paragraph.end
        for actor in findings.actors
        if actor.id == claim.speaker
        for m in actor.mentions
    )


@lru_cache(maxsize=8)
def _patterns(language: str) -> _Patterns | None:
    """The patterns of a language's word list; none where it has no list."""
    if language not in lexicon.languages() or "handovers" not in lexicon.load(language).lists:
        return None
    words: dict[str, list[str]] = {}
    for entry in lexicon.load(language)["handovers"]:
        words.setdefault(entry.get("role"), []).extend(entry.words)
    kind = rf"(?:{_any(words['kind'])})"
    between = rf"(?:(?P<kind>{kind}) (?:[a-z]\w* ){{0,{_ADJECTIVES}}}?)*"
    told = rf"(?<!\w)(?:{_any(words['told'])}) (?:{kind} )?(?:\w+ ){{0,{_ADJECTIVES}}}$"
    taken = rf"(?<!\w)(?i:{_any(words['taken'])}) {between}{_NAME}"
    return _Patterns(told=re.compile(told), taken=re.compile(taken))


def _any(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
