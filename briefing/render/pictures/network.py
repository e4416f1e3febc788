"""Who speaks about whom: speakers at the left, those whom their words name at the right.

Each pair has a line of its own with the acts written at its beginning, so that no label can fall on
another; speakers and named stand in two columns, ordered so that lines cross little.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from briefing.model import ActorKind, Statement, Voice, record
from briefing.render.pictures import svg
from briefing.render.pictures.lettering import LEADING, SIZE, SMALL, shortened, width, wrapped
from briefing.render.pictures.palette import TONES
from briefing.render.pictures.sheet import (
    FEWEST,
    WIDE,
    Drawing,
    Picture,
    Table,
    legend,
    sheet,
    some,
    spoken,
)
from briefing.render.pictures.wording import Wording

_MOST = 18
"""Pairs drawn: about a third of a page. The table has all."""
_GAP = 6.0
_ROUNDS = 4
DASHES = {"critical": "7 3", "supportive": "1.5 3", "neutral": None}


@record
class Pair:
    """A speaker, one whom his words name, and the acts with which they do, most frequent first."""

    speaker: str
    named: str
    acts: tuple[tuple[str, int], ...]
    count: int
    tone: str


@record
class _Columns:
    """Where the columns begin, and where lines begin and end."""

    acts: float
    start: float
    end: float
    across: float


_WIDE = _Columns(acts=142, start=322, end=462, across=640)
_NARROW = _Columns(acts=82, start=184, end=230, across=340)


def network(words: Wording) -> Picture | None:
    """The picture; none where there are fewer than three pairs."""
    pairs = _pairs(words)
    if len(pairs) < FEWEST:
        return None

    def draw(across: int) -> Drawing:
        return _draw(pairs[:_MOST], _WIDE if across >= WIDE else _NARROW, words)

    notes = [
        words.text(
            "A line leads from a speaker to those whom the words name, apart from the speaker's own country."
        )
    ]
    if len({p.tone for p in pairs}) > 1:
        notes.append(words.text("How a line is drawn follows the verb that the source uses."))
    if (rest := len(pairs) - _MOST) > 0:
        notes.append(
            words.plural("%(count)s more pair is left out.", "%(count)s more pairs are left out.", rest)
        )
    told = some([f"{p.speaker} → {p.named}: {_acts(p, words)}" for p in pairs], 6)
    table = Table(
        head=(words.text("Speaker"), words.text("About"), words.text("Acts")),
        rows=tuple((p.speaker, p.named, _acts(p, words)) for p in pairs),
    )
    return sheet(
        "network",
        words.text("Who speaks about whom"),
        told,
        draw,
        table,
        sources=spoken(words.brief),
        notes=notes,
    )


def _pairs(words: Wording) -> list[Pair]:
    """Every pair, the most frequent first."""
    voices = {v.entity: v for v in words.brief.voices}
    found: dict[tuple[str, str], Counter[str]] = {}
    for s in words.brief.statements:
        for mention in s.about:
            named = voices[mention.entity]
            if s.entity and not _own_country(s, voices[s.entity], named):
                found.setdefault((s.entity, named.entity), Counter())[s.act] += 1
    order = {v.entity: n for n, v in enumerate(words.brief.voices)}
    ranked = sorted(found.items(), key=lambda x: (-x[1].total(), order[x[0][0]], order[x[0][1]]))
    return [
        Pair(
            speaker=words.voice(voices[a]),
            named=words.voice(voices[b]),
            acts=tuple(acts.most_common()),
            count=acts.total(),
            tone=next((t for t in TONES[:2] if any(act in _acts_of(t) for act in acts)), "neutral"),
        )
        for (a, b), acts in ranked
    ]


def _own_country(statement: Statement, speaker: Voice, named: Voice) -> bool:
    """Whether the one named is the country that the speaker speaks for."""
    country = statement.country or speaker.country
    return (
        named.kind is ActorKind.COUNTRY
        and country is not None
        and named.country is not None
        and country.value == named.country.value
    )


@lru_cache(maxsize=4)
def _acts_of(tone: str) -> frozenset[str]:
    lists = tomllib.loads(Path(__file__).with_name("tones.toml").read_text(encoding="utf-8"))
    return frozenset(lists[tone])


def _acts(pair: Pair, words: Wording) -> str:
    return ", ".join(f"{words.named('act', act)}\u00a0{n}" for act, n in pair.acts)


def _draw(pairs: Sequence[Pair], columns: _Columns, words: Wording) -> Drawing:
    grouped = _ordered(pairs)
    key = _key(grouped, columns, words)
    top = key.height + 6
    out, starts, y = [key.body], dict[Pair, float](), top
    for speaker, group in groupby(grouped, key=lambda p: p.speaker):
        body, ends, bottom = _speaker(speaker, list(group), y, columns, words)
        out.append(body)
        starts |= ends
        y = bottom + _GAP
    names, targets, low = _named(grouped, starts, (top, y), columns)
    ordered = sorted(grouped, key=lambda p: TONES.index(p.tone), reverse=True)
    out.extend(_line(pair, starts[pair], targets[pair.named], columns) for pair in ordered)
    return Drawing(body=Markup("").join(out) + names, height=max(y, low))


def _ordered(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs by speaker, each one's in the order in which those named come to stand at the right."""
    speakers = list(dict.fromkeys(p.speaker for p in pairs))
    order = sorted(pairs, key=lambda p: speakers.index(p.speaker))
    for _ in range(_ROUNDS):
        middle = _middles(order, {p: float(n) for n, p in enumerate(order)})
        order.sort(key=lambda p: (speakers.index(p.speaker), middle[p.named], p.named))
    return order


def _middles(pairs: Sequence[Pair], starts: Mapping[Pair, float]) -> dict[str, float]:
    """For each one named, the middle of where the lines to him begin."""
    leading: dict[str, list[float]] = {}
    for pair in pairs:
        leading.setdefault(pair.named, []).extend([starts[pair]] * pair.count)
    return {name: sum(where) / len(where) for name, where in leading.items()}


def _key(pairs: Sequence[Pair], columns: _Columns, words: Wording) -> Drawing:
    said = {
        "critical": words.text("critical verb"),
        "supportive": words.text("supportive verb"),
        "neutral": words.text("other verb"),
    }
    used = [t for t in TONES if any(p.tone == t for p in pairs)]
    if len(used) == 1:
        return Drawing(body=Markup(""), height=0)
    signs = [(svg.curve("M-13 0L13 0", colour=t, width=2, dash=DASHES[t]), said[t]) for t in used]
    return legend(signs, across=columns.across, mark=26)


def _speaker(
    speaker: str, pairs: Sequence[Pair], y: float, columns: _Columns, words: Wording
) -> tuple[Markup, dict[Pair, float], float]:
    """A speaker's name beside his acts, one row for each whom he names; where each row's line begins."""
    step = SMALL * LEADING
    acts = [wrapped(_acts(p, words), columns.start - columns.acts - 8, size=SMALL) for p in pairs]
    name = wrapped(speaker, columns.acts - 10, most=3, bold=True)
    out = [svg.rule((0, y), (columns.start, y), width=0.6)]
    out.append(svg.lines(name, (0, y + SIZE + 3), step=SIZE * 1.15, bold=True))
    starts, row = {}, y + 1.5
    for pair, told in zip(pairs, acts, strict=True):
        high = len(told) * step + 3.5
        out.append(
            svg.lines(
                told,
                (columns.start - 6, row + SMALL + 1.5),
                step=step,
                colour="muted",
                size=SMALL,
                anchor="end",
            )
        )
        starts[pair] = row + high / 2
        row += high
    return Markup("").join(out), starts, max(row, y + 3 + len(name) * SIZE * 1.15 + 3)


def _named(
    pairs: Sequence[Pair], starts: dict[Pair, float], room: tuple[float, float], columns: _Columns
) -> tuple[Markup, dict[str, float], float]:
    """The names at the right, each about where the lines that lead to it come from; where they end."""
    counts: Counter[str] = Counter()
    for pair in pairs:
        counts[pair.named] += pair.count
    middle = _middles(pairs, starts)
    order = sorted(counts, key=lambda n: (middle[n], n))
    texts = {n: _counted(n, counts[n], columns.across - columns.end - 12) for n in order}
    high = {n: len(texts[n]) * SIZE * 1.15 + 6 for n in order}
    top, bottom = room
    spare = max(0.0, (bottom - top - sum(high.values())) / len(order))
    out, ends, y = [], {}, top + spare / 2
    for name in order:
        ends[name] = y + high[name] / 2
        first = ends[name] + SIZE * 0.35 - (len(texts[name]) - 1) * SIZE * 0.575
        out.append(svg.lines(texts[name], (columns.end + 12, first), step=SIZE * 1.15, bold=True))
        y += high[name] + spare
    return Markup("").join(out), ends, y - spare / 2


def _counted(name: str, count: int, room: float) -> tuple[str, ...]:
    """A name with its number behind it, which is never what is cut off."""
    *lines, last = wrapped(name, room, most=3, bold=True)
    number = f" ({count})"
    if width(last + number, bold=True) > room and len(lines) < 2:
        return (*lines, last, number.strip())
    return (*lines, shortened(last, room - width(number, bold=True), bold=True) + number)


def _line(pair: Pair, start: float, end: float, columns: _Columns) -> Markup:
    """A line that grows thicker with the number of statements, and its arrow."""
    a, b, bend = columns.start, columns.end, (columns.end - columns.start) * 0.5
    n = svg.number
    d = f"M{n(a)} {n(start)}C{n(a + bend)} {n(start)} {n(b - bend)} {n(end)} {n(b)} {n(end)}"
    line = svg.curve(d, colour=pair.tone, width=0.9 + 0.45 * min(pair.count, 7), dash=DASHES[pair.tone])
    return line + svg.shape("path", fill=pair.tone, d=f"M{n(b + 7)} {n(end)}l-8 -4v8z")
