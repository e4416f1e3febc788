"""How much the brief edition holds, in words and in lines of paper, and what each of its rows takes.

Both are estimates from above: of the words of the text edition, and of the lines of the built-in theme
`intelligence` on A4, the roomiest of the four. Whatever goes in, what is chosen by them comes out within
the front page and five more, and from fifteen articles up within a quarter of the words that went in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from briefing.model import Brief, EventItem, FrontLine, MilitaryItem, Problem, Source, Statement, record

SHARE = 0.25
"""What part of the words that went in the pages before the annex may have."""
FEW = 15
"""Of fewer articles a brief is longer than that part: its head and tables take what they take."""
LEAST = 260
"""Words for stories and tables of so few articles."""
PAGES, PAGE = 5, 43
"""Pages behind the front page, and lines on one, less what stays empty where a table does not break."""

_ACROSS = 74
"""Letters on a line of a paragraph, beside which its notes stand."""
_ROW_ACROSS = 26
"""Letters on a line of a cell that tells what."""
_TITLE_ACROSS = 62
_HEADING = 4.2
"""Lines of a section's heading with what is above and below it."""
_HEADINGS = 7
_MAP = 18
_HEAD, _METHOD, _SUMMARY = 30, 62, 45
"""Words of the head and the section titles, the method, and the summary of sources without its names."""
_FRAME, _CITATION, _DAY = 5, 2, 5


@record
class Room:
    """Words, and lines of paper."""

    words: float = 0
    lines: float = 0

    def __add__(self, other: Room) -> Room:
        return Room(words=self.words + other.words, lines=self.lines + other.lines)

    def __sub__(self, other: Room) -> Room:
        return Room(words=self.words - other.words, lines=self.lines - other.lines)

    def part(self, share: float) -> Room:
        """A share of it."""
        return Room(words=self.words * share, lines=self.lines * share)

    def holds(self, other: Room) -> bool:
        """Whether there is enough of both for the other."""
        return other.words <= self.words and other.lines <= self.lines


def left(brief: Brief, sources: Sequence[Source], problems: Sequence[Problem], notes: Room) -> Room:
    """What stories, tables and lists have together, beside what is always printed."""
    went_in = sum(len(s.article.text.split()) for s in brief.sources)
    fixed = Room(words=_HEAD + _METHOD + _SUMMARY, lines=_HEADING * _HEADINGS + _MAP + 9) + notes
    fixed += Room(words=sum(map(_front_words, brief.front)))
    fixed += total(_source(source) for source in sources) + total(map(_problem, problems))
    words = went_in * SHARE - fixed.words
    few = LEAST if len(brief.sources) < FEW else 0
    return Room(words=max(few, words), lines=max(0, PAGES * PAGE - fixed.lines))


def total(rooms: Iterable[Room]) -> Room:
    """What they take together."""
    return sum(rooms, Room())


def paragraph(line: EventItem | Statement) -> Room:
    """An event or statement of a story, with kind or speaker, citations and what stands beside it."""
    words = len(line.text.value.split()) + 9
    return Room(words=words, lines=max(1.8, ceil((len(line.text.value) + 40) / _ACROSS)) + 0.45)


def heading(words: str, sources: Sequence[int]) -> Room:
    """The name of a story with the numbers of its sources."""
    return Room(words=len(words.split()) + len(sources) + 2, lines=ceil(len(words) / _ACROSS) + 2.2)


def military(item: MilitaryItem) -> Room:
    """A row of the military picture."""
    lines = ceil(len(item.text.value) / _ROW_ACROSS)
    return Room(words=len(item.text.value.split()) + 17, lines=0.95 * lines + 0.75)


def day(event: EventItem) -> Room:
    """A row of the chronology."""
    return Room(words=len(event.text.value.split()) + 11, lines=ceil(len(event.text.value) / 68) + 0.6)


def person() -> Room:
    """A line of who is who."""
    return Room(words=9, lines=0.95)


def figures(rows: int) -> Room:
    """A table of one number."""
    return Room(words=3 + 8 * rows, lines=0.4 + ceil(rows / 3))


def difference(texts: Iterable[str]) -> Room:
    """A line that sets these words side by side."""
    text = " ".join(texts)
    return Room(words=len(text.split()) + 12, lines=ceil((len(text) + 60) / _ACROSS) + 1)


def _front_words(line: FrontLine) -> int:
    """A line of the front page with its frame, day and the sources that carry it."""
    carried = len({c.source for c in line.citations})
    more = carried + 5 if carried > 1 else 0
    return len(line.text.split()) + _FRAME + _CITATION + _DAY + more


def _source(source: Source) -> Room:
    title = source.article.title or ""
    words = len(title.split()) + len((source.article.outlet or "").split()) + len(source.carried) + 6
    return Room(words=words, lines=max(1, ceil(len(title) / _TITLE_ACROSS)) * 0.86 + 0.25)


def _problem(problem: Problem) -> Room:
    text = f"{problem.where} {problem.message} {problem.hint or ''}"
    return Room(words=len(text.split()) + 1, lines=max(1, ceil(len(text) / 90)) + 0.6)
