"""What `verify` catches: `python benchmarks/tampering.py ARTICLES [--each N] [--limit N] [--reread]`.

ARTICLES is a folder of text files, or a JSONL file with a `body` a line. Of each article a brief is
made, which must hold as it is; then one thing in it is changed so that it says something else, while all
that a glance would notice stays in step: the citation is moved along, lists and numbers fit, days stand
in the chronology. A kind of tampering is tried up to N times over all articles, at most twice an article.
Printed is how many of each kind are caught; exit status 1 where a brief that nobody touched is refused.
With `--reread` what `verify --reread` catches stands beside it; the article lies in a file for that.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from measuring import machine, table

from briefing import compose, workflow
from briefing.errors import BriefingError
from briefing.model import (
    ActorKind,
    Article,
    Brief,
    ChronologyEntry,
    Citation,
    Cited,
    Dossier,
    EntryKind,
    EventItem,
    HeaderReading,
    Mention,
    MilitaryItem,
    MilitaryKind,
    Mode,
    Problem,
    Statement,
    Status,
    Voice,
)
from briefing.settings import Settings
from briefing.verify import verify
from briefing.workflow.refused import borne_out

EACH = 40
AN_ARTICLE = 2
DAY = "2026-11-20"
MARKED = "TLP:AMBER"
SETTINGS = Settings(date=DAY, title="Brief", number="1")

SPAN = Citation(source=1, paragraph=0, start=0, end=1, rule="tampered")

Tamper = Callable[[Brief, random.Random], Iterator[Brief]]
KINDS: dict[str, Tamper] = {}
BEYOND = {
    "statement left out",
    "military item left out",
    "outlet invented, with its words",
    "day invented, with its words",
    "author invented, with his words",
    "source text forged",
    "label lost with its line",
}
"""What no reading of the record alone can tell: the record is whole and sound, and another one."""


def kind(name: str) -> Callable[[Tamper], Tamper]:
    """Enter a way of tampering under its name."""

    def entered(tamper: Tamper) -> Tamper:
        KINDS[name] = tamper
        return tamper

    return entered


# --- keeping in step -----------------------------------------------------------------------


def in_step(brief: Brief) -> Brief:
    """The brief with its lists made anew from its lines, as whoever tampers with care would."""
    statements = tuple(replace(s, number=n) for n, s in enumerate(brief.statements, start=1))
    military = tuple(replace(m, number=n) for n, m in enumerate(brief.military, start=1))
    own: dict[str | None, list[str]] = {}
    for s in statements:
        own.setdefault(s.entity, []).append(s.id)
    ids = {s.id for s in statements if s.speaker} | {m.id for m in military}
    told = {s.id for s in statements}
    events = tuple(
        replace(
            e,
            military=tuple(m for m in e.military if m in ids),
            statement=e.statement if e.statement in told else None,
        )
        for e in brief.events
    )
    dated: list[tuple[EntryKind, Statement | MilitaryItem | EventItem, Cited | None]] = [
        *((EntryKind.STATEMENT, s, s.said_on) for s in statements),
        *((EntryKind.MILITARY, m, m.date) for m in military),
        *((EntryKind.EVENT, e, e.date) for e in events),
    ]
    days = [e for e in brief.chronology if e.kind is EntryKind.PUBLICATION]
    days += [
        ChronologyEntry(date=day.value, kind=kind, source=thing.source, item=thing.id)
        for kind, thing, day in dated
        if day
    ]
    there = {*ids, *(e.id for e in events), *(s.id for s in statements), None}
    passed_on = {c.value for s in statements for c in s.chain}
    return replace(
        brief,
        statements=statements,
        military=military,
        events=events,
        front=tuple(line for line in brief.front if line.item in there),
        voices=tuple(replace(v, statements=tuple(own.get(v.entity, ()))) for v in brief.voices),
        chronology=tuple(sorted(days, key=lambda entry: entry.date)),
        differences=tuple(d for d in brief.differences if set(d.items) <= ids),
        sources=tuple(
            replace(s, carried=tuple(c for c in s.carried if c in passed_on)) for s in brief.sources
        ),
    )


def with_statement(brief: Brief, n: int, **changed: Any) -> Brief:
    """The brief with other fields in one statement."""
    own = brief.statements
    return in_step(replace(brief, statements=(*own[:n], replace(own[n], **changed), *own[n + 1 :])))


def with_item(brief: Brief, n: int, **changed: Any) -> Brief:
    """The brief with other fields in one military item."""
    own = brief.military
    return in_step(replace(brief, military=(*own[:n], replace(own[n], **changed), *own[n + 1 :])))


def with_article(brief: Brief, **changed: Any) -> Brief:
    """The brief with other fields in its one article."""
    (source,) = brief.sources
    return replace(brief, sources=(replace(source, article=replace(source.article, **changed)),))


def _article_of(brief: Brief) -> Article:
    return brief.sources[0].article


def _shuffled(things: Iterable[Any], chance: random.Random) -> list[Any]:
    return chance.sample(listed := list(things), len(listed))


def _numbered(things: Sequence[Any], chance: random.Random) -> list[tuple[int, Any]]:
    return _shuffled(enumerate(things), chance)


def others(brief: Brief, field: str, cited: Cited | None, chance: random.Random) -> list[Cited]:
    """What other statements and items of the article have in a field, with another value."""
    things = [*brief.statements, *brief.military]
    values = [getattr(thing, field, None) for thing in things]
    return _shuffled(
        dict.fromkeys(v for v in values if v and (cited is None or v.value != cited.value)), chance
    )


# --- who says it ---------------------------------------------------------------------------


def spoken_by(statement: Statement, voice: Voice, **changed: Any) -> dict[str, Any]:
    """The fields of a statement that is somebody else's."""
    own = {"entity": voice.entity, "speaker": voice.name, "role": voice.role, "country": voice.country}
    about = tuple(m for m in statement.about if m.entity != voice.entity)
    return {**own, "body": voice.body, "antecedent": None, "about": about, **changed}


def _speakers(brief: Brief, chance: random.Random) -> Iterator[tuple[int, Statement, Voice]]:
    for n, statement in _numbered(brief.statements, chance):
        for voice in _shuffled(brief.voices, chance)[:2]:
            if voice.entity != statement.entity and statement.speaker:
                yield n, statement, voice


@kind("another speaker")
def _another_speaker(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    for n, statement, voice in _speakers(brief, chance):
        yield with_statement(brief, n, **spoken_by(statement, voice))


@kind("another speaker, with words that name him")
def _another_speaker_named(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    for n, statement, voice in _speakers(brief, chance):
        words = voice.name.citation
        named = Cited(value=_article_of(brief).text[words.start : words.end], citation=words)
        yield with_statement(brief, n, **spoken_by(statement, voice, named=named))


@kind("another speaker, with the nearest words that name him")
def _another_speaker_near(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    for n, statement, voice in _speakers(brief, chance):
        mentions = mentions_of(voice, brief)
        if mentions:
            near = min(mentions, key=lambda c: abs(c.citation.start - statement.text.citation.start))
            yield with_statement(brief, n, **spoken_by(statement, voice, named=near))


@kind("a speaker where nobody is named")
def _speaker_of_nobody(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    for n, statement in _numbered(brief.statements, chance):
        for voice in _shuffled(brief.voices, chance)[:1]:
            if statement.speaker is None:
                yield with_statement(brief, n, **spoken_by(statement, voice))


def mentions_of(voice: Voice, brief: Brief) -> list[Cited]:
    """Where the article has a name of somebody, word for word."""
    article, out = _article_of(brief), []
    for name in {voice.name.value, *(c.value for c in voice.also), voice.name.value.split()[-1]}:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", article.text):
            out += [cited_at(article, match.start(), match.end())]
    return [c for c in out if c]


def cited_at(article: Article, start: int, end: int, value: str | None = None) -> Any:
    """Words of the article, cited; none where they are of no paragraph."""
    paragraph = next((p for p in article.paragraphs if p.start <= start < end <= p.end), None)
    if paragraph is None or not article.text[start:end].strip():
        return None
    citation = replace(SPAN, paragraph=paragraph.number, start=start, end=end)
    return Cited(value=value or article.text[start:end], citation=citation)


# --- fields of another item, with their citation -------------------------------------------


def moved(field: str) -> Tamper:
    """A field of another statement or item of the article in place of the own one, its citation with it."""

    def tamper(brief: Brief, chance: random.Random) -> Iterator[Brief]:
        for n, thing in _numbered(brief.statements, chance):
            for other in others(brief, field, getattr(thing, field), chance)[:1]:
                yield with_statement(brief, n, **{field: other})

    return tamper


def moved_with_voice(field: str) -> Tamper:
    """The same for what is told of the speaker: in all that he says, and where he is listed."""

    def tamper(brief: Brief, chance: random.Random) -> Iterator[Brief]:
        for n, voice in _numbered(brief.voices, chance):
            for other in others(brief, field, getattr(voice, field), chance)[:1]:
                if getattr(voice, field) and voice.statements:
                    told = tuple(
                        replace(s, **{field: other}) if s.entity == voice.entity else s
                        for s in brief.statements
                    )
                    heard = (*brief.voices[:n], replace(voice, **{field: other}), *brief.voices[n + 1 :])
                    yield replace(brief, statements=told, voices=heard)

    return tamper


def moved_in_items(field: str) -> Tamper:
    """The same for military items; an empty field is filled."""

    def tamper(brief: Brief, chance: random.Random) -> Iterator[Brief]:
        for n, item in _numbered(brief.military, chance):
            for other in others(brief, field, getattr(item, field), chance)[:1]:
                yield with_item(brief, n, **{field: other})

    return tamper


KINDS["office of another speaker"] = moved_with_voice("role")
KINDS["country of another speaker"] = moved_with_voice("country")
KINDS["day of another statement"] = moved("said_on")
for name, field in (("place", "place"), ("day", "date")):
    KINDS[f"{name} of another item"] = moved_in_items(field)


@kind("outlet of another statement")
def _outlet(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    chains = [s.chain for s in brief.statements if s.chain]
    for n, statement in _numbered(brief.statements, chance):
        for chain in chains:
            if {c.value for c in chain} != {c.value for c in statement.chain}:
                carried = tuple(dict.fromkeys((*brief.sources[0].carried, *(c.value for c in chain))))
                sources = (replace(brief.sources[0], carried=carried),)
                yield with_statement(replace(brief, sources=sources), n, chain=chain)
                break


@kind("operator of another item")
def _operator(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    every = [c for m in brief.military for c in m.operators]
    every += [v.country for v in brief.voices if v.country and v.kind is ActorKind.COUNTRY]
    for n, item in _numbered(brief.military, chance):
        new = [c for c in every if c.value not in {o.value for o in item.operators}]
        if new:
            yield with_item(brief, n, operators=(chance.choice(new),))


@kind("somebody else spoken about")
def _about(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    for n, statement in _numbered(brief.statements, chance):
        for voice in _shuffled(brief.voices, chance):
            if statement.about and voice.entity not in {
                statement.entity,
                *(m.entity for m in statement.about),
            }:
                mention = Mention(entity=voice.entity, named=statement.about[0].named)
                yield with_statement(brief, n, about=(mention, *statement.about[1:]))
                break


# --- what is done with words ---------------------------------------------------------------


@kind("another act, with its word")
def _act(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    acts = ("states", "denies", "threatens", "accuses", "demands", "promises", "rejects")
    for n, statement in _numbered(brief.statements, chance):
        if statement.cue:
            yield with_statement(brief, n, act=chance.choice([a for a in acts if a != statement.act]))


@kind("another act, without a word for it")
def _act_alone(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    acts = ("denies", "threatens", "accuses", "demands", "promises", "rejects")
    for n, statement in _numbered(brief.statements, chance):
        yield with_statement(brief, n, cue=None, act=chance.choice([a for a in acts if a != statement.act]))


@kind("another act, with another statement's word")
def _act_moved(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    for n, statement in _numbered(brief.statements, chance):
        for other in _shuffled(brief.statements, chance):
            if other.cue and other.act != statement.act:
                yield with_statement(brief, n, cue=other.cue, act=other.act)
                break


@kind("reported words as a quotation")
def _quoted(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    for n, statement in _numbered(brief.statements, chance):
        if statement.mode is Mode.INDIRECT:
            yield with_statement(brief, n, mode=Mode.DIRECT)


@kind("a span over two quotations")
def _two_quotations(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    direct = sorted(
        (s for s in brief.statements if s.mode is Mode.DIRECT), key=lambda s: s.text.citation.start
    )
    pairs = [(a, b) for a, b in pairwise(direct) if _same_paragraph(a, b)]
    for first, second in _shuffled(pairs, chance):
        yield spread(brief, first, first.text.citation.start, second.text.citation.end)


@kind("a span over the outlet's words")
def _outlets_words(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    for _, statement in _numbered(brief.statements, chance):
        words = [c.citation for c in (statement.cue, statement.named) if c]
        same = [c for c in words if c.paragraph == statement.text.citation.paragraph]
        if same:
            start = min(statement.text.citation.start, *(c.start for c in same))
            end = max(statement.text.citation.end, *(c.end for c in same))
            yield spread(brief, statement, start, end)


@kind("a span over the next sentence")
def _next_sentence(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    article = _article_of(brief)
    for _, statement in _numbered(brief.statements, chance):
        span = statement.text.citation
        paragraph = next(p for p in article.paragraphs if p.number == span.paragraph)
        stop = re.compile(r"[.!?][\"”’]?(?=\s|$)")
        ends = [m.end() for m in stop.finditer(article.text, span.end + 2, paragraph.end)]
        if ends and ends[0] - span.end > 40:
            yield spread(brief, statement, span.start, ends[0])


def _same_paragraph(one: Statement, other: Statement) -> bool:
    return one.text.citation.paragraph == other.text.citation.paragraph


def spread(brief: Brief, statement: Statement, start: int, end: int) -> Brief:
    """The brief with a statement's words from here to there."""
    n = brief.statements.index(statement)
    text = replace(statement.text.citation, start=start, end=end)
    value = _article_of(brief).text[start:end]
    return with_statement(brief, n, text=Cited(value=value, citation=text))


# --- military items ------------------------------------------------------------------------


@kind("another kind of item")
def _item_kind(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    for n, item in _numbered(brief.military, chance):
        yield with_item(brief, n, kind=chance.choice([k for k in MilitaryKind if k is not item.kind]))


@kind("denied by any word")
def _denied(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    article = _article_of(brief)
    for n, item in _numbered(brief.military, chance):
        paragraph = next(p for p in article.paragraphs if p.number == item.text.citation.paragraph)
        words = list(re.finditer(r"\w{4,}", article.text[paragraph.start : paragraph.end]))
        match = chance.choice(words)
        marker = cited_at(article, paragraph.start + match.start(), paragraph.start + match.end())
        if item.status is not Status.DENIED:
            yield with_item(brief, n, status=Status.DENIED, marker=marker)


@kind("a plan, claim or denial as a fact")
def _as_fact(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    for n, item in _numbered(brief.military, chance):
        if item.marker:
            yield with_item(brief, n, status=Status.REPORTED, marker=None)


@kind("status of another item")
def _status_moved(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    for n, item in _numbered(brief.military, chance):
        for other in _shuffled(brief.military, chance):
            if other.marker and other.status is not item.status:
                yield with_item(brief, n, status=other.status, marker=other.marker)
                break


@kind("number of another item")
def _number_moved(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    names = ("quantity", "low", "high", "unit", "qualifier", "quantity_words")
    for n, item in _numbered(brief.military, chance):
        for other in _shuffled(brief.military, chance):
            if other.quantity is not None and other.quantity != item.quantity:
                yield with_item(brief, n, **{name: getattr(other, name) for name in names})
                break


# --- what is in the record, and what is not ------------------------------------------------


@kind("statement left out")
def _statement_out(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    for n, _ in _numbered(brief.statements, chance):
        yield in_step(replace(brief, statements=(*brief.statements[:n], *brief.statements[n + 1 :])))


@kind("military item left out")
def _item_out(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    for n, _ in _numbered(brief.military, chance):
        yield in_step(replace(brief, military=(*brief.military[:n], *brief.military[n + 1 :])))


def invented(field: str, value: str, words: str, **changed: Any) -> Tamper:
    """A head that says something else, with a line to bear it out."""

    def tamper(brief: Brief, chance: random.Random) -> Iterator[Brief]:
        reading = HeaderReading(field=field, value=value, words=words, rule="name in the head")
        kept = tuple(r for r in _article_of(brief).header if r.field != field)
        made = with_article(brief, header=(*kept, reading), **changed)
        if field == "published":
            days = [e for e in brief.chronology if e.kind is not EntryKind.PUBLICATION]
            days.append(ChronologyEntry(date=value, kind=EntryKind.PUBLICATION, source=1, item=None))
            made = replace(made, period=(value, value), chronology=tuple(sorted(days, key=lambda e: e.date)))
        yield made

    return tamper


KINDS["outlet invented, with its words"] = invented(
    "outlet", "Warta Kota Lama", "Warta Kota Lama", outlet="Warta Kota Lama"
)
KINDS["day invented, with its words"] = invented(
    "published", "2019-02-13", "Rabu, 13 Februari 2019", published="2019-02-13"
)
KINDS["author invented, with his words"] = invented(
    "author", "Bayu Lesmana", "Oleh Bayu Lesmana", authors=("Bayu Lesmana",)
)


@kind("source text forged")
def forged(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    """A word of a statement is another one, in the source too, whose id is made anew; the file is another."""
    article = _article_of(brief)
    for n, statement in _numbered(brief.statements, chance):
        span = statement.text.citation
        for match in _shuffled(re.finditer(r"\b[a-z]{4,}\b", article.text[span.start : span.end]), chance):
            start, end = span.start + match.start(), span.start + match.end()
            text = article.text[:start] + match[0][::-1] + article.text[end:]
            id_ = hashlib.sha256(text.encode()).hexdigest()[:12]
            told = replace(statement.text, value=text[span.start : span.end])
            yield with_article(with_statement(brief, n, text=told), text=text, id=id_)
            break


# --- labels --------------------------------------------------------------------------------


def marked(brief: Brief, label: str, **source: Any) -> Brief:
    """The brief with another label, and its source with other fields."""
    return replace(brief, marking=label, sources=(replace(brief.sources[0], **source),))


@kind("the brief's label lowered")
def _label_lowered(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    if _article_of(brief).marking:
        yield marked(brief, "TLP:CLEAR")


@kind("label of brief and source lowered")
def _both_lowered(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    if _article_of(brief).marking:
        yield with_article(marked(brief, "TLP:CLEAR", marking="TLP:CLEAR"), marking="TLP:CLEAR")


@kind("label below what was asked for")
def _below_floor(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    if not _article_of(brief).marking:
        yield marked(replace(brief, floor="TLP:GREEN"), "TLP:CLEAR", marking="TLP:CLEAR")


@kind("label lost with its line")
def _label_lost(brief: Brief, chance: random.Random) -> Iterator[Brief]:
    if _article_of(brief).marking:
        kept = tuple(r for r in _article_of(brief).header if r.field != "marking")
        made = marked(brief, "TLP:CLEAR", marking="TLP:CLEAR")
        yield with_article(replace(made, floor="TLP:CLEAR"), marking=None, header=kept)


# --- the run -------------------------------------------------------------------------------


def texts(place: Path) -> Iterator[tuple[str, str]]:
    """The articles, by name."""
    if place.is_dir():
        yield from (
            (p.name, p.read_text(encoding="utf-8", errors="replace")) for p in sorted(place.glob("*.txt"))
        )
        return
    with place.open(encoding="utf-8") as lines:
        yield from ((str(n), json.loads(line)["body"]) for n, line in enumerate(lines))


def brief_of(text: str, file: Path | None = None) -> tuple[Brief, int]:
    """The brief of one article, as `make` leaves it; and how many refused lines it left out of it."""
    if file is None:
        found = workflow.analyse(["-"], stdin=text.encode()).findings
    else:
        file.write_text(text, encoding="utf-8")
        found = workflow.analyse([file]).findings

    def composed(told: Dossier, problems: Sequence[Problem]) -> Brief:
        return compose.compose(
            told, title="Brief", number="1", date=DAY, language="en", marking="", problems=problems
        )

    brief = borne_out(found, composed)
    return brief, sum(problem.stage == "verify" for problem in brief.problems)


def main() -> int:
    """The table on standard output; briefs that are refused untouched before it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--each", type=int, default=EACH, help="so many tamperings of a kind")
    parser.add_argument("--limit", type=int, help="read only the first N")
    parser.add_argument("--show", help="print what is not caught of this kind")
    parser.add_argument("--reread", action="store_true", help="try verify --reread too")
    arguments = parser.parse_args()
    chance, clean, refused, lines, left_out = random.Random(7), 0, 0, 0, 0
    tried, caught, reread = (dict.fromkeys(KINDS, 0) for _ in range(3))
    place = Path(tempfile.mkdtemp()) / "article.txt" if arguments.reread else None
    for n, (name, text) in enumerate(islice(texts(arguments.articles), arguments.limit)):
        try:
            brief, dropped = brief_of(f"{MARKED}\n\n{text}" if n % 4 == 0 else text, place)
        except BriefingError as error:
            print(f"{name}: {error}", file=sys.stderr)
            continue
        faults = verify(brief)
        if faults:
            refused += 1
            print(f"{name}: refused untouched: {faults[0].where}: {faults[0].message}", file=sys.stderr)
            continue
        clean += 1
        lines += len(brief.statements) + len(brief.military) + len(brief.events)
        left_out += dropped
        for what, tamper in KINDS.items():
            left = min(AN_ARTICLE, arguments.each - tried[what])
            for made in islice(tamper(brief, chance), left):
                found = bool(verify(made))
                tried[what] += 1
                caught[what] += found
                reread[what] += found or (place is not None and bool(workflow.reread(made, SETTINGS)))
                if what == arguments.show and not found:
                    print(f"{name}: {difference(brief, made)}")
        if all(count >= arguments.each for count in tried.values()):
            break
    rows = [
        (what, str(tried[what]), _share(caught[what], tried[what]), _share(reread[what], tried[what]))
        for what in KINDS
    ]
    readable = [what for what in KINDS if what not in BEYOND]
    for title, kinds in (("of those that reading can tell", readable), ("of all", list(KINDS))):
        total, found_in_all = sum(tried[w] for w in kinds), sum(caught[w] for w in kinds)
        anew = sum(reread[w] for w in kinds)
        rows.append((title, str(total), _share(found_in_all, total), _share(anew, total)))
    print(machine())
    heads = ("tampering", "tried", "caught", "with --reread")
    print(table(heads, rows) if arguments.reread else table(heads[:3], [row[:3] for row in rows]))
    print(
        f"{clean} briefs with {lines} lines untouched, {refused} refused; {left_out} lines left out in making"
    )
    return 1 if refused else 0


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def difference(one: Any, other: Any, way: str = "") -> str:
    """The first field in which two records differ, with both values."""
    if is_dataclass(one) and type(one) is type(other):
        return "; ".join(
            told
            for f in fields(one)
            if f.name not in {"chronology", "voices"}
            and (told := difference(getattr(one, f.name), getattr(other, f.name), f"{way}.{f.name}"))
        )
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return "; ".join(told for n, (a, b) in pairs if (told := difference(a, b, f"{way}[{n}]")))
    return "" if one == other else f"{way}: {one!r} -> {other!r}"


if __name__ == "__main__":
    sys.exit(main())
