"""Tables of figures, and where accounts of one thing differ, from the events of a brief's record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from briefing.dossier.figures import Counted, apart, grew, one_thing
from briefing.dossier.telling import Telling
from briefing.lexicon.spelling import plain, same_token, tokens
from briefing.model import (
    ActorKind,
    Brief,
    Cited,
    Difference,
    DifferenceKind,
    EventItem,
    FigureItem,
    FigureRow,
    FigureTable,
    Status,
    Verdict,
    Voice,
)

TOLL = ("killed", "injured", "missing", "evacuated or displaced", "missiles or drones fired", "intercepted")
"""What is counted over sources and days; of troops and aircraft articles tell parts and plans."""

_TOLD = (Status.REPORTED, Status.CLAIMED)
_OF_ONE_SOURCE = 2
_NAMES = 24


def figure_tables(brief: Brief, told: Telling) -> tuple[FigureTable, ...]:
    """The tables of the brief's figures that several sources tell, those of the first stories first."""
    found = [(e, f) for e in brief.events if e.status in _TOLD for f in e.figures if f.of in TOLL]
    counted = list(_counted(brief, told, found))
    stories = _stories(brief)
    tables = []
    for group in one_thing(counted):
        bound = [n for n in group if (counted[n].low, counted[n].high) != (None, None)]
        kept = _few_of_each(bound, found)
        of = {stories.get(found[n][0].source) for n in kept}
        items = [counted[n] for n in kept]
        if len({item.source for item in items}) < 2:
            continue
        differ = any(apart(one, other) for one, other in combinations(items, 2))
        verdict = Verdict.AGREE if not differ else Verdict.GREW if grew(items) else Verdict.DIFFER
        rows = tuple(_row(*found[n], counted[n]) for n in kept)
        story = of.pop() if len(of) == 1 else None
        tables.append((story or len(stories) + 1, items[0].of, rows, verdict, story))
    tables.sort(key=lambda t: (t[0], TOLL.index(t[1]), t[2][0].source))
    return tuple(
        FigureTable(number=n, story=story, of=of, verdict=verdict, rows=rows)
        for n, (_, of, rows, verdict, story) in enumerate(tables, start=1)
    )


def _counted(brief: Brief, told: Telling, found: Sequence[tuple[EventItem, FigureItem]]) -> Iterator[Counted]:
    stories = _stories(brief)
    published = {s.number: (s.article.published or "")[:10] for s in brief.sources}
    for event, figure in found:
        cited = event.text.citation
        sentence = told.at(cited.source, cited.start)
        yield Counted(
            of=figure.of,
            low=figure.low,
            high=figure.high,
            qualifier=figure.qualifier,
            sentence=sentence.text if sentence else event.text.value,
            source=event.source,
            matter=stories.get(event.source, -event.source),
            place=plain(event.place.value) if event.place else "",
            day=event.date.value if event.date else "",
            published=published.get(event.source, ""),
            by=frozenset(m.entity for m in event.doers),
        )


def _few_of_each(group: Sequence[int], found: Sequence[tuple[EventItem, FigureItem]]) -> list[int]:
    """Of each source the first numbers alone."""
    met: dict[int, int] = {}
    kept = []
    for place in sorted(group, key=lambda n: (found[n][0].source, found[n][0].text.citation.start)):
        source = found[place][0].source
        met[source] = met.get(source, 0) + 1
        if met[source] <= _OF_ONE_SOURCE:
            kept.append(place)
    return [n for n in group if n in kept]


def _row(event: EventItem, figure: FigureItem, counted: Counted) -> FigureRow:
    return FigureRow(event=event.id, source=event.source, day=counted.published or None, figure=figure)


def _stories(brief: Brief) -> Mapping[int, int]:
    return {source: story.number for story in brief.stories for source in story.sources}


# --- differences ---------------------------------------------------------------------------


def of_figures(tables: Sequence[FigureTable]) -> Iterator[Difference]:
    """The tables whose figures can't all hold."""
    for table in tables:
        if table.verdict is not Verdict.AGREE:
            yield Difference(
                number=0,
                kind=DifferenceKind.FIGURES,
                subject=table.of,
                items=tuple(row.event for row in table.rows),
                told=tuple(row.figure.quantity_words for row in table.rows),
                grew=table.verdict is Verdict.GREW,
            )


def of_names(brief: Brief) -> Iterator[Difference]:
    """Persons of whom sources of one story tell the same under names that are alike in a part."""
    stories, voices = _stories(brief), {v.entity: v for v in brief.voices}
    suffered: dict[int, dict[str, tuple[EventItem, Cited]]] = {}
    for event in brief.events:
        for mention in event.targets:
            voice = voices.get(mention.entity)
            if voice and voice.kind is ActorKind.PERSON and event.source in stories:
                told = suffered.setdefault(stories[event.source], {})
                told.setdefault(mention.entity, (event, mention.named))
    for told in suffered.values():
        for one, other in combinations(sorted(told)[:_NAMES], 2):
            if _alike(voices[one], voices[other]):
                items = sorted((told[one], told[other]), key=lambda t: t[0].source)
                yield Difference(
                    number=0,
                    kind=DifferenceKind.NAME,
                    subject="",
                    items=tuple(event.id for event, _ in items),
                    told=tuple(named for _, named in items),
                )


def _alike(one: Voice, other: Voice) -> bool:
    """Whether two names share a part and differ in another, and no source has both."""
    here, there = tokens(one.name.value), tokens(other.name.value)
    shared = [part for part in here if any(same_token(part, its) for its in there)]
    apart_ = len(here) > len(shared) and len(there) > len(shared)
    return bool(shared) and apart_ and len(here) == len(there) and not set(one.sources) & set(other.sources)
