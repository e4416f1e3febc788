"""What templates call: dates, numbers, names and terms in the reader's form, citations, anchors."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from babel.units import format_unit

from briefing import lexicon
from briefing.controls import visible
from briefing.lexicon.countries import countries
from briefing.model import (
    ActorKind,
    Brief,
    Citation,
    Cited,
    EventItem,
    MilitaryItem,
    Problem,
    Statement,
    Voice,
)
from briefing.render.catalogue import Labels, Term

_MONTHS = 12
_DAYS = 31
_LARGE = 1e20
_TELLING = 5
"""Letters of a word that can tell who speaks: "pejabat", not "itu"."""


def filters(brief: Brief, labels: Labels) -> dict[str, Callable[..., Any]]:
    """The filters of a brief, by the names that templates use."""

    def day(iso: str) -> str:
        return _day(iso, labels, "long")

    def short_day(iso: str) -> str:
        return _day(iso, labels, "medium")

    def period(days: tuple[str, str]) -> str:
        first, last = (short_day(d) for d in days)
        return first if first == last else f"{first} – {last}"

    def number(value: float) -> str:
        # Babel's arithmetic ends at 28 digits; a record may say anything.
        return str(format_decimal(value, locale=labels.locale)) if abs(value) < _LARGE else f"{value:g}"

    def age(iso: str) -> str:
        return _age(iso, brief.date, labels)

    def named(value: str, context: str) -> str:
        return labels.named(context, str(value))

    def term(value: str, context: str) -> Term:
        return labels.term(context, value)

    def name(voice: Voice) -> Term:
        return _name(voice, brief, labels)

    def trouble(message: str) -> Term:
        text = labels.problem(message)
        return Term(text=text, original=text == message)

    def unit(item: MilitaryItem) -> Term:
        told = item.unit or ""
        one = labels.term("one unit", told) if item.quantity == 1 else None
        return one if one and not one.original else labels.term("unit", told)

    def office(
        role: Cited | None, country: Cited | None, kind: ActorKind, body: Cited | None = None
    ) -> tuple[Term, ...]:
        land = country if kind is not ActorKind.COUNTRY else None
        return tuple(_office(role, land, body, brief, labels))

    def place(value: str) -> Term:
        return _place(value, labels)

    def country(code: str) -> str:
        return _country(code, labels)

    def language(code: str) -> str:
        known = labels.locale.languages if code != "und" else {}
        return str(known.get(code) or labels.text("not recognised"))

    judges = {e.lines[0]: e.author for e in reversed(brief.edits) if e.judged}

    def judged(line: Statement | EventItem | MilitaryItem) -> str:
        """Whose judgement a reading of the line is; empty where all of it is read from the source."""
        return judges.get(line.id, "")

    return {
        "judged": judged,
        "day": day,
        "short_day": short_day,
        "period": period,
        "number": number,
        "age": age,
        "named": named,
        "term": term,
        "name": name,
        "place": place,
        "country": country,
        "office": office,
        "unit": unit,
        "through": through(brief),
        "language_name": language,
        "words_id": words_id,
        "slug": slug,
        "capital": capital,
        "visible": visible,
        "file": file,
        "fingerprint": fingerprint,
        "fit": fit,
        "fullest": fullest,
        "others": others,
        "whose": _whose(brief),
        "trouble": trouble,
    }


def file(source: str) -> str:
    """An article's file as a reader is told it: of a path from the root no more than folder and name.

    What folders the maker's machine has is nobody else's business; the record has the path as it was given.
    """
    parts = re.split(r"[/\\]", source)
    rooted = "://" not in source and (parts[0] == "" or parts[0].endswith(":"))
    return "/".join(parts[-2:]) if rooted and len(parts) > 2 else source


def others(thing: Statement | EventItem) -> list[Citation]:
    """Where other sources tell the same: the first place in each."""
    first = {c.source: c for c in reversed(thing.also) if c.source != thing.text.citation.source}
    return sorted(first.values(), key=lambda c: c.source)


def _whose(brief: Brief) -> Callable[[Problem], str]:
    """What a problem is of: the number of the source, where it is of one."""
    numbers = {s.article.source: f"S{s.number}" for s in brief.sources}
    return lambda problem: numbers.get(problem.where) or file(problem.where)


def words_id(citation: Citation) -> str:
    """The anchor of cited words in the annex."""
    return f"w{citation.source}-{citation.start}-{citation.end}"


def fingerprint(text: str) -> str:
    """The SHA-256 of a script's text as a content security policy names it."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def fullest(items: Sequence[MilitaryItem], most: int) -> list[MilitaryItem]:
    """The items of which most is told (how many, whose, where, when), at most so many, in their order."""

    def told(item: MilitaryItem) -> int:
        return sum(map(bool, (item.quantity_words, item.operators, item.place, item.date)))

    first = sorted(items, key=lambda item: (-told(item), item.number))[:most]
    return sorted(first, key=lambda item: item.number)


def fit(things: Sequence[Any], most: int, letters: int, by_id: Mapping[str, Any] | None = None) -> list[Any]:
    """The first of a list: at most so many, as fit in so many letters with their words; one at least.

    A list of ids is looked up in `by_id`.
    """
    taken: list[Any] = []
    for thing in things[:most]:
        found = by_id[thing] if by_id is not None else thing
        letters -= len(found.text.value)
        if taken and letters < 0:
            break
        taken.append(found)
    return taken


def slug(text: str) -> str:
    """Lower-case letters and digits joined by hyphens: the marking's name as a CSS class."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def capital(text: str) -> str:
    """The text with its first letter capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def newest(statement: Statement, published: str | None) -> str | None:
    """The day a statement is filed under: its own, else its article's."""
    return statement.said_on.value if statement.said_on else published


def _day(iso: str, labels: Labels, width: str) -> str:
    """As fine as it is told: "8 December 2017", "December 2017", "2017"."""
    parts = [int(p) for p in iso[:10].split("-")]
    if len(parts) == 3:
        return str(format_date(date(*parts), format=width, locale=labels.locale))
    if len(parts) == 2:
        first = date(parts[0], parts[1], 1)
        return str(format_skeleton("yMMMM" if width == "long" else "yMMM", first, locale=labels.locale))
    return str(parts[0])


def _age(iso: str, today: str, labels: Labels) -> str:
    """How old something was on the brief's day: in days, then months, then years and months."""
    then, now = date.fromisoformat(iso[:10]), date.fromisoformat(today)
    days = (now - then).days
    if days < _DAYS:
        return _unit(max(days, 0), "day", labels)
    months = (now.year - then.year) * _MONTHS + now.month - then.month - (now.day < then.day)
    years, months = divmod(months, _MONTHS)
    parts = [(years, "year"), (months, "month")]
    return " ".join(_unit(n, unit, labels) for n, unit in parts if n)


def _unit(count: int, unit: str, labels: Labels) -> str:
    return str(format_unit(count, f"duration-{unit}", length="long", locale=labels.locale))


def _country(code: str, labels: Labels) -> str:
    """The usual name: "Inggris" rather than CLDR's "Inggris Raya"."""
    return countries(labels.language).name(code)


def _name(voice: Voice, brief: Brief, labels: Labels) -> Term:
    """A country by its name in the reader's language; a body glossed where the catalogue knows it."""
    if voice.kind is ActorKind.COUNTRY and voice.country:
        return Term(text=_country(voice.country.value, labels), original=False)
    if voice.kind is ActorKind.PERSON:
        return Term(text=voice.name.value, original=False)
    source = brief.sources[voice.name.citation.source - 1].article.language
    if voice.country and source in lexicon.languages():
        own = countries(source).name(voice.country.value)
        bare = labels.term("name", voice.name.value.removesuffix(own).strip())
        if not bare.original:
            return bare
    return labels.term("name", voice.name.value)


def _office(
    role: Cited | None, country: Cited | None, body: Cited | None, brief: Brief, labels: Labels
) -> Iterator[Term]:
    """Role, body and country, each once: a body whose name has the country's is not followed by it."""
    if role:
        yield labels.term("role", role.value)
    named = None
    if body:
        source = brief.sources[body.citation.source - 1].article.language
        mentions = countries(source).find(body.value) if source in lexicon.languages() else ()
        last = mentions[-1] if mentions and mentions[-1].end == len(body.value) else None
        bare = labels.term("name", body.value[: last.start].strip() if last else body.value)
        if bare.original:
            named = {mention.code for mention in mentions}
            bare = labels.term("name", body.value)
        yield bare
    if country and country.value not in (named or ()):
        yield Term(text=_country(country.value, labels), original=False)


def through(brief: Brief) -> Callable[[Statement], str]:
    """A filter: the words for whoever speaks for a body or country, where they are no name of it.

    "Seorang pejabat Pentagon" speaks for the Pentagon; a reader is told that it is an official who does.
    """
    names = {
        v.entity: {v.name.value.casefold(), *(c.value.casefold() for c in v.also)}
        for v in brief.voices
        if v.kind is not ActorKind.PERSON
    }

    def words(statement: Statement) -> str:
        known = names.get(statement.entity or "")
        if known is None or statement.named is None:
            return ""
        told = statement.named.value
        bare = re.sub(r"\s*\([^()]*\)$", "", told.casefold())
        if any(bare == name or bare.endswith(f", {name}") for name in known):
            return ""
        plain = [w for w in re.findall(r"[^\W\d_]+", told) if w.islower() and len(w) >= _TELLING]
        return told if plain and " " in told else ""

    return words


def _place(value: str, labels: Labels) -> Term:
    glossed = labels.term("place", value)
    return glossed
