"""The examples of the claims' word lists, tried on the real rules."""

from __future__ import annotations

import re
from dataclasses import replace

from briefing import language
from briefing.extract.actors import actors
from briefing.extract.claims import claims
from briefing.lexicon import Entry, Lexicon, WordList, load
from briefing.model import Article, Claim, Findings, Paragraph, ParagraphKind

PUBLISHED = "2017-12-08"
CUES = frozenset({"root", "verb", "wish", "per", "noun", "behind"})
CARRIERS = frozenset({"by", "to", "medium", "outlet", "part"})
SILENCING = frozenset({"thing", "negation", "idiom", "asking"})
NAMING = frozenset(
    {"person", "body", "aide", "kin", "private", "pronoun", "plural", "demonstrative", "article"}
)
NAMING |= {"modifier", "posted", "nameless", "record", "medium", "single", "former", "official", "own side"}
NAMING |= {"someone", "noun preposition", "of the state"}
CONTENT = frozenset({"auxiliary"})
"""Roles by where their words show in an example: they name the speaker, or stand in the content."""


def fires(entry: Entry, text: str) -> bool:
    """Whether the entry does its work in a text.

    A cue must report a claim and a carrier its outlet; a word that silences must stand where nothing
    is claimed; a word around a speaker must stand in his name or, by its role, outside name and content.
    """
    found = _read(text, _with(entry))
    kind, role = entry.get("kind"), entry.get("role")
    if role in SILENCING:
        return _stands(entry, text) and not found.claims
    if kind == "told":
        return _stands(entry, text) and any(c.speaker for c in found.claims)
    return any(_works(entry, kind, role, found.article, claim) for claim in found.claims)


def _works(entry: Entry, kind: str, role: str, article: Article, claim: Claim) -> bool:
    named = article.words(claim.named) if claim.named else ""
    if kind in CUES:
        cue = article.words(claim.cue).casefold() if claim.cue else ""
        return cue.removesuffix("nya") in _low(entry) or cue in _low(entry)
    if kind == "telling":
        return claim.via is not None and _stands(entry, article.text)
    if kind == "report":
        return claim.via is not None and _stands(entry, article.text[claim.evidence.end :])
    if kind == "sign":
        return claim.via is not None and _stands(entry, claim.via.value)
    if kind == "outlet":
        return claim.via is not None and claim.via.value in entry.words
    if kind in CARRIERS:
        return claim.via is not None and _stands(entry, article.text[: claim.via.evidence.start])
    if role in NAMING:
        return _stands(entry, named)
    if role in CONTENT:
        return _stands(entry, article.words(claim.evidence))
    outside = article.text.replace(article.words(claim.evidence), " ").replace(named or "\0", " ")
    return _stands(entry, outside)


def _stands(entry: Entry, text: str) -> bool:
    """Whether one of the entry's words stands in the text."""
    return any(re.search(rf"(?<!\w){re.escape(w)}(?:nya)?(?!\w)", text, re.IGNORECASE) for w in entry.words)


def _low(entry: Entry) -> set[str]:
    return {w.casefold() for w in entry.words}


def _with(entry: Entry) -> Lexicon:
    """The lexicon with the entry in it, which may come from a user's folder."""
    base = load("id")
    name = entry.where.split("/")[-1].partition(".toml")[0]
    listed = base.lists.get(name)
    if listed is None or entry in listed.entries:
        return base
    longer: WordList = replace(listed, entries=(entry, *listed.entries))
    return Lexicon("id", {**base.lists, name: longer})


def _read(text: str, lexicon: Lexicon) -> Findings:
    """The claims of a text of one paragraph."""
    whole = Paragraph(number=1, kind=ParagraphKind.BODY, start=0, end=len(text))
    article = Article(
        id="example",
        source="example",
        text=text,
        paragraphs=(whole,),
        language="id",
        digest="-",
        published=PUBLISHED,
    )
    doc = language.read(article)
    return claims(doc, lexicon, actors(doc, lexicon, Findings(article=article)))
