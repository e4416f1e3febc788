"""What is new in the feeds of the settings since the last brief that was made of them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import InputError, UsageError
from briefing.model import Problem, record
from briefing.settings import Settings
from briefing.workflow import statefile
from briefing.workflow.bounded import Bounds
from briefing.workflow.fetching import LISTED, Wanted, bring, fetcher, listed_in, state_folder

if TYPE_CHECKING:
    from briefing.sources import Piece

FILE = "feeds.sqlite"
FORGET = 180 * 24 * 3600
"""Seconds after which an item is forgotten that no feed has any more."""
SCHEMA = "CREATE TABLE seen (feed TEXT, key TEXT, at REAL NOT NULL, PRIMARY KEY (feed, key)) WITHOUT ROWID"


Mark = tuple[str, str]
"""What an item is remembered by: its feed and its guid; or no feed, and its page's address."""


@record
class New:
    """What the feeds have that was in no brief: the items, and the trouble with feeds."""

    feeds: tuple[str, ...]
    items: tuple[Piece, ...]
    problems: tuple[Problem, ...]
    marks: tuple[tuple[Mark, ...], ...]
    """What each item is remembered by."""


NONE = New(feeds=(), items=(), problems=(), marks=())


@contextmanager
def new_of_feeds(settings: Settings, environment: Mapping[str, str]) -> Iterator[New]:
    """What is new. It is remembered when the block ends well: when the brief of it is written.

    Raises UsageError where the settings name no feed.
    """
    file = state_folder(settings, environment) / FILE
    memory = Memory(file)
    new = read_feeds(settings, environment, memory)
    yield new
    memory.remember([mark for marks in new.marks for mark in marks])


class Memory:
    """What was read before. A class, since which items are asked about tells what is to be remembered."""

    def __init__(self, file: Path) -> None:
        self.file = file
        with statefile.opened(file, SCHEMA) as base:
            self._known: set[Mark] = set(base.execute("SELECT feed, key FROM seen"))
        self._met: dict[Mark, tuple[Mark, ...]] = {}
        self._taken: set[Mark] = set()
        self._still_there: set[Mark] = set()

    def is_new(self, feed: str, item: Piece) -> bool:
        """Whether an item was in no brief, and is not in hand already by way of another feed."""
        marks = item_marks(feed, item)
        if self._known.intersection(marks):
            self._still_there.update(marks)
            return False
        if self._met.get((feed, item.key)) == marks:  # asked again of the same
            return True
        if self._taken.intersection(marks):
            return False
        self._taken.update(marks)
        self._met[feed, item.key] = marks
        return True

    def marks(self, feed: str, item: Piece) -> tuple[Mark, ...]:
        """What an item that was new is remembered by, wherever its page was found in the end."""
        return self._met.get((feed, item.key), ())

    def remember(self, marks: Sequence[Mark]) -> None:
        """Keeps in mind what is in a brief now, and forgets what no feed has had for long."""
        now = time.time()
        rows = [(*mark, now) for mark in (*self._still_there, *marks)]
        with statefile.opened(self.file, SCHEMA) as base, statefile.transaction(base):
            base.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", rows)
            base.execute("DELETE FROM seen WHERE at < ?", (now - FORGET,))


def read_feeds(settings: Settings, environment: Mapping[str, str], memory: Memory) -> New:
    """What the feeds of the settings have that is not in `memory`."""
    feeds, problems = feeds_of(settings)
    wanted = Wanted(fresh=memory.is_new, since=since(settings), again=True)
    bounds = Bounds(seconds=settings.article_seconds, megabytes=settings.article_megabytes)
    with fetcher(settings, environment) as opened:
        got = bring(feeds, opened, settings, environment, wanted=wanted, bounds=bounds)
    told = [(feed, _an_item(feed, one)) for feed, group in zip(feeds, got, strict=True) for one in group]
    items = [(feed, one) for feed, one in told if not isinstance(one, Problem)]
    return New(
        feeds=feeds,
        items=tuple(item for _, item in items),
        problems=(*problems, *(one for _, one in told if isinstance(one, Problem))),
        marks=tuple(memory.marks(feed, item) for feed, item in items),
    )


def _an_item(feed: str, one: Piece | Problem) -> Piece | Problem:
    """What a feed gave; trouble, where it is no feed."""
    return one if isinstance(one, Problem) else no_feed(feed, one) or one


def no_feed(place: str, piece: Piece) -> Problem | None:
    """The trouble with what should be a feed, and is a page; none with an item of a feed."""
    from briefing.sources.feeds import feeds_named

    if piece.key:
        return None
    named = feeds_named(piece.data, place)
    hint = f"Its feed is {named[0]}" if named else "Name the address of its feed"
    return Problem(stage="fetch", where=place, message="is a page, and no feed", hint=hint)


def since(settings: Settings) -> datetime:
    """From when on items of feeds are read."""
    return datetime.now(UTC) - timedelta(days=settings.feeds.days)


def feeds_of(settings: Settings) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The feeds that the settings name, those of lists among them; and what is wrong with a list."""
    if not settings.feeds.addresses:
        hint = 'Name some: addresses = ["https://…/rss", "desk.opml"] in [feeds] of briefing.toml'
        raise UsageError("the settings name no feeds", hint=hint)
    found: list[str] = []
    problems: list[Problem] = []
    for place in settings.feeds.addresses:
        try:
            for one in _listed(place):
                (problems if isinstance(one, Problem) else found).append(one)  # type: ignore[arg-type]
        except InputError as error:
            where = error.where or place
            problems.append(Problem(stage="fetch", where=where, message=error.what, hint=error.hint or ""))
    return tuple(dict.fromkeys(found)), tuple(problems)


def _listed(place: str) -> Iterator[str | Problem]:
    file = Path(place.removeprefix(LISTED))
    if place.startswith(LISTED) or (file.suffix.lower() == ".opml" and file.exists()):
        yield from listed_in(file)
    else:
        yield place


def item_marks(feed: str, item: Piece) -> tuple[Mark, ...]:
    """What an item is known by: in its feed, and wherever else its page is named."""
    from briefing.sources.urls import canonical, is_url

    page = (("", canonical(item.where)),) if is_url(item.where) else ()
    return ((feed, item.key), *page)
