"""Markings: the labels that say who may read a text, which is stricter, and which holds for a brief.

TLP 2.0 is built in (FIRST, "Traffic Light Protocol", version 2.0, August 2022: the labels, their
order, and their exact colours on black; they are never translated). Any other scheme is an ordered
list in the settings. Where two markings meet, the stricter one holds; a label that nobody knows is
taken for the strictest: what is marked wrongly must not reach too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches

from briefing.errors import MarkingError
from briefing.model import Article, Brief, HeaderReading, Marking, Problem, record

Scheme = tuple[Marking, ...]

_BLACK, _WHITE = "#000000", "#ffffff"
TLP: Scheme = (
    Marking(label="TLP:CLEAR", short="TLP:CLEAR", ink=_WHITE, ground=_BLACK),
    Marking(label="TLP:GREEN", short="TLP:GREEN", ink="#33ff00", ground=_BLACK),
    Marking(label="TLP:AMBER", short="TLP:AMBER", ink="#ffc000", ground=_BLACK),
    Marking(label="TLP:AMBER+STRICT", short="TLP:AMBER+STRICT", ink="#ffc000", ground=_BLACK),
    Marking(label="TLP:RED", short="TLP:RED", ink="#ff2b2b", ground=_BLACK),
)
FORMER = {"TLP:WHITE": "TLP:CLEAR"}
"""What TLP 1.0 called differently."""

FIELD = "marking"
KNOWN, UNKNOWN, PORTION = "marking line", "unknown marking", "portion marking"
HEAD_LINES, FOOT_LINES = 6, 4
LONGEST = 80

_COLOUR = r"#[0-9a-fA-F]{6}"
_ENTRY = re.compile(
    rf"(?P<label>[^()#]*[^()#\s])\s*(?:\((?P<short>[^()]+)\))?\s*(?:(?P<ink>{_COLOUR})(?:\s+on\s+(?P<ground>{_COLOUR}))?)?"
)
_WORD = r"marking|klasifikasi|classification|penandaan"
_FRAME = re.compile(rf"[\s*_#>\[({{-]*(?:(?i:{_WORD})\s*[:=]\s*)?[\"*_]*(?P<label>.*?)[\s*_\"\])}}.-]*")
_TLP = re.compile(r"TLP\s*:\s*([A-Z]+(?:\s*\+\s*[A-Z]+)?)", re.IGNORECASE)
_BRACKETS = re.compile(r"[\[(]\s*([^\[\]()\n]{1,60}?)\s*[\])]")


@record
class Label:
    """A label as it was read; one that the scheme has not got counts as the strictest that it has."""

    label: str
    known: bool


def own_scheme(entries: Sequence[str]) -> Scheme:
    """The scheme that a list in the settings describes, least strict first; TLP 2.0 for an empty list.

    Each entry is a label, with its short form and colours where wanted: "RAHASIA (R) #ffffff on
    #c8102e". Raises MarkingError for an entry that is none, or a label that comes twice.
    """
    if not entries:
        return TLP
    marks = tuple(_own(entry) for entry in entries)
    labels = [m.label for m in marks]
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice:
        raise MarkingError(f"the label {twice!r} comes twice", hint="Name each label once")
    return marks


def _own(entry: str) -> Marking:
    found = _ENTRY.fullmatch(entry.strip())
    if found is None:
        raise MarkingError(
            f"{entry!r} is no label of a scheme", hint='Write it as "RAHASIA (R) #ffffff on #c8102e"'
        )
    label = " ".join(found["label"].split())
    return Marking(
        label=label,
        short=(found["short"] or label).strip(),
        ink=(found["ink"] or _WHITE).lower(),
        ground=(found["ground"] or _BLACK).lower(),
    )


def of(brief: Brief) -> Scheme:
    """The scheme that the brief's labels are of."""
    return brief.scheme or TLP


def rank(label: str, scheme: Scheme) -> int:
    """How strict a label is, 0 for the least. Raises MarkingError, naming the nearest, for an unknown one."""
    labels = [m.label for m in scheme]
    if label in labels:
        return labels.index(label)
    near = get_close_matches(label, labels, n=1)
    hint = f"The nearest is {near[0]}" if near else f"There are: {', '.join(labels)}"
    raise MarkingError(f"{label!r} is no label of the scheme", hint=hint)


def strictest(labels: Iterable[str], scheme: Scheme) -> str:
    """The strictest of the labels; the least strict of the scheme where there are none."""
    return max(labels, key=lambda label: rank(label, scheme), default=scheme[0].label)


def read(text: str, scheme: Scheme = TLP) -> Label | None:
    """The label that a line is, bare, in brackets, or behind "Marking:"; none where it is anything else.

    >>> read("(tlp: amber)"), read("Label TLP:AMBER berarti terbatas.")
    (Label(label='TLP:AMBER', known=True), None)
    """
    frame = _FRAME.fullmatch(text) if len(text) <= LONGEST else None
    return _label(frame["label"], scheme) if frame else None


def portion(paragraph: str, scheme: Scheme = TLP) -> tuple[Label, str] | None:
    """The label in brackets that a paragraph begins with, and the words of it: "(TLP:RED)"."""
    found = _BRACKETS.match(paragraph)
    label = _label(found[1], scheme, short=True) if found else None
    return (label, found[0]) if found and label else None


def _label(words: str, scheme: Scheme, *, short: bool = False) -> Label | None:
    plain = " ".join(words.split())
    for mark in scheme:
        if plain == mark.label or (short and plain == mark.short):
            return Label(label=mark.label, known=True)
    found = _TLP.fullmatch(plain)
    if found is None:
        return None
    label = "TLP:" + re.sub(r"\s", "", found[1]).upper()
    label = FORMER.get(label, label)
    known = label in {m.label for m in scheme}
    return Label(label=label if known else scheme[-1].label, known=known)


def from_lines(lines: Sequence[str], scheme: Scheme = TLP) -> tuple[list[str], tuple[HeaderReading, ...]]:
    """The lines of a file with those at its head and foot that are markings made empty, and what they say."""
    filled = [n for n, line in enumerate(lines) if line.strip()]
    places = dict.fromkeys([*filled[:HEAD_LINES], *filled[-FOOT_LINES:]])
    kept = list(lines)
    readings = []
    for n in places:
        found = read(lines[n].strip(), scheme)
        if found:
            readings.append(_reading(found, lines[n].strip(), KNOWN))
            kept[n] = ""
    return kept, tuple(readings)


def from_paragraphs(paragraphs: Iterable[str], scheme: Scheme = TLP) -> tuple[HeaderReading, ...]:
    """What paragraphs that begin with a label in brackets say; it counts for the whole article."""
    found = (portion(paragraph, scheme) for paragraph in paragraphs)
    return tuple(dict.fromkeys(_reading(label, words, PORTION) for label, words in filter(None, found)))


def _reading(found: Label, words: str, rule: str) -> HeaderReading:
    return HeaderReading(field=FIELD, value=found.label, words=words, rule=rule if found.known else UNKNOWN)


def mark(article: Article, scheme: Scheme) -> tuple[Article, tuple[Problem, ...]]:
    """The article with the strictest of the labels that it carries, and what was odd about them."""
    found = [r for r in article.header if r.field == FIELD]
    if not found:
        return article, ()
    unknown = tuple(
        Problem(
            stage="sources",
            where=article.source,
            message=f"is marked {r.words!r}, which is no label here; it counts as {r.value}",
            hint="Mend the label",
        )
        for r in found
        if r.rule == UNKNOWN
    )
    return replace(article, marking=strictest((r.value for r in found), scheme)), unknown


def alike(articles: Sequence[Article], scheme: Scheme) -> list[Article]:
    """The articles, those of the same text with the strictest marking that any of them carries."""
    carried: dict[str, dict[HeaderReading, None]] = {}
    for article in articles:
        carried.setdefault(article.id, {}).update(dict.fromkeys(readings(article)))
    return [with_readings(article, carried[article.id], scheme) for article in articles]


def readings(article: Article) -> tuple[HeaderReading, ...]:
    """The labels that an article carries, with their words."""
    return tuple(r for r in article.header if r.field == FIELD)


def with_readings(article: Article, carried: Iterable[HeaderReading], scheme: Scheme) -> Article:
    """The article with the labels that its copies carry too: it is marked as the strictest of them."""
    others = tuple(r for r in carried if r not in article.header)
    return mark(replace(article, header=article.header + others), scheme)[0] if others else article
