"""What stands at addresses, brought before anything is read: pages, documents, feeds and their pages, lists.

Nothing is fetched but what the user names: an address, a list of addresses or feeds ("@urls.txt",
"@desk.opml"), an account ("reader+https://…"). An item of which its feed has only the beginning is fetched
from its page, where the feed itself was fetched or the user asks for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from briefing.deliver.server import secret_in
from briefing.errors import BriefingError, InputError, UsageError
from briefing.model import HeaderReading, Problem, record
from briefing.progress import report, step, trouble
from briefing.settings import Settings
from briefing.settings.feeds import ACCOUNT
from briefing.workflow.bounded import BOUNDS, Bounds, Failed, each

if TYPE_CHECKING:
    from briefing.sources import Piece
    from briefing.sources.fetch import Fetched, Fetcher, FetchError

NAME = "briefing"
STAGE = "fetch"
RULE = "address"
PASSWORD = "BRIEFING_FEEDS_PASSWORD"  # noqa: S105 - the name of a variable
MAILBOX = "imaps://"
LISTED = "@"
"""Stands before the name of a file with addresses."""
LONGEST_LIST = 5_000_000
AHEAD = timedelta(days=1)
"""How far ahead an item may be dated: zones differ, and clocks."""

Given: TypeAlias = "str | Path | Piece | Problem"


@record
class Wanted:
    """What of a feed is wanted: which items, how far back, and what of those that can't be had now."""

    fresh: Callable[[str, Piece], bool] = lambda place, item: True
    since: datetime | None = None
    again: bool = False
    """Whether an item whose page can't be had now is left for another time, rather than read as it is."""


ALL = Wanted()


# --- folders of the user's ----------------------------------------------------------------------


def cache_folder(settings: Settings, environment: Mapping[str, str]) -> Path | None:
    """Where pages are kept: as set, else in the user's cache; none where he has no such folder."""
    return settings.fetch.cache or _of_user(environment, "XDG_CACHE_HOME", ".cache")


def state_folder(settings: Settings, environment: Mapping[str, str]) -> Path:
    """Where it is kept what was read before: as set, else among the user's own. Raises UsageError."""
    folder = settings.state or _of_user(environment, "XDG_STATE_HOME", ".local/state")
    if folder is None:
        hint = "Name a folder with the setting state"
        raise UsageError("there is no folder to keep in mind what was read", hint=hint)
    return folder


def _of_user(environment: Mapping[str, str], variable: str, below: str) -> Path | None:
    own, home = environment.get(variable, ""), environment.get("HOME", "")
    if Path(own).is_absolute():
        return Path(own) / NAME
    return Path(home) / below / NAME if Path(home).is_absolute() else None


@contextmanager
def fetcher(settings: Settings, environment: Mapping[str, str]) -> Iterator[Fetcher]:
    """What fetches, for as long as this lasts. A cache that can't be used is told of, and done without."""
    from briefing.sources import cache
    from briefing.sources.fetch import Fetcher

    folder = cache_folder(settings, environment) if settings.fetch.cache_days else None
    if folder is not None:
        try:
            cache.opened(folder)
        except InputError as error:
            report(_problem(error, str(folder)))
            folder = None
    with Fetcher(settings.fetch, now=time.time, folder=folder) as opened:
        yield opened


# --- inputs -------------------------------------------------------------------------------------


def brought(
    inputs: Iterable[Given],
    settings: Settings,
    environment: Mapping[str, str],
    *,
    fetch: bool = False,
    bounds: Bounds = BOUNDS,
) -> list[Given]:
    """The inputs, with what stands at each address in its place; the others as they are.

    With `fetch`, the pages of items are fetched too of which the file of a feed has only the beginning.
    """
    places = [one for given in inputs for one in _expanded(given)]
    named = (one for one in places if isinstance(one, str))
    remote = list(dict.fromkeys(one for one in named if is_remote(one) or (fetch and _is_feed(one))))
    if not remote:
        return places
    with fetcher(settings, environment) as opened:
        found_at = bring(remote, opened, settings, environment, whole_files=fetch, bounds=bounds)
    got = dict(zip(remote, found_at, strict=True))
    return [
        part
        for one in _once(places, got)
        for part in (got.get(one, (one,)) if isinstance(one, str) else (one,))
    ]


def _once(places: Iterable[Given], got: Mapping[str, object]) -> Iterator[Given]:
    """The places, of those that were brought each once."""
    done: set[str] = set()
    for one in places:
        if isinstance(one, str) and one in got:
            if one in done:
                continue
            done.add(one)
        yield one


def is_remote(place: str) -> bool:
    """Whether an input is an address, or an account, and no file of that name."""
    from briefing.sources.urls import is_url

    named = place.startswith(MAILBOX) or is_url(place.removeprefix(ACCOUNT))
    return named and not Path(place).exists()


def _is_feed(place: str) -> bool:
    """Whether a place is the file of a feed."""
    from briefing.sources import piece_at
    from briefing.sources.feeds import is_feed

    try:
        return place != "-" and is_feed(piece_at(Path(place)))
    except InputError:
        return False


def _expanded(given: Given) -> Iterator[Given]:
    """The addresses of a list, for its name; anything else as it is."""
    if not isinstance(given, str) or not given.startswith(LISTED) or Path(given).exists():
        yield given
        return
    try:
        yield from listed_in(Path(given.removeprefix(LISTED)))
    except InputError as error:
        yield _problem(error, given)


def listed_of(inputs: Iterable[str]) -> tuple[list[str], list[Problem]]:
    """The inputs, with the addresses of lists in the place of their names; and what is wrong with a list."""
    found = [one for given in inputs for one in _expanded(given)]
    return [str(one) for one in found if isinstance(one, str)], [
        one for one in found if isinstance(one, Problem)
    ]


def listed_in(file: Path) -> Iterator[str | Problem]:
    """The addresses in a file: one a line, or those of the feeds in an OPML list. Raises InputError."""
    from briefing.sources.feeds import kind_of_feed, opml_addresses
    from briefing.sources.urls import listed, shown

    try:
        with file.open("rb") as opened:
            data = opened.read(LONGEST_LIST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"can't be read: {reason}", where=str(file), hint="Name a file with addresses"
        ) from error
    if len(data) > LONGEST_LIST:
        raise InputError("is too large for a list of addresses", where=str(file), hint="Split it")
    if kind_of_feed(data) == "opml":
        addresses = opml_addresses(data, source=str(file))
    else:
        addresses = listed(data.decode("utf-8-sig", "replace"))
    if not addresses:
        raise InputError("holds no addresses", where=str(file), hint="Write one a line")
    for address in addresses:
        if is_remote(address):
            yield address
        else:
            hint = "One address a line, https://…; what stands behind # is a note"
            where = f"{file}: {shown(address)}"
            yield Problem(stage=STAGE, where=where, message="is no address", hint=hint)


# --- addresses ----------------------------------------------------------------------------------


def bring(
    places: Sequence[str],
    opened: Fetcher,
    settings: Settings,
    environment: Mapping[str, str],
    *,
    wanted: Wanted = ALL,
    whole_files: bool = False,
    bounds: Bounds = BOUNDS,
) -> list[tuple[Piece | Problem, ...]]:
    """What stands at each place (an address, an account, a file), in their order: feeds as their items.

    Whatever goes wrong with one is a Problem in its place.
    """
    from briefing.sources.feeds import is_feed

    got = _fetched(places, opened, settings, environment, wanted)
    feeds = [
        (n, one)
        for n, group in enumerate(got)
        for one in group
        if not isinstance(one, Problem) and not one.key and is_feed(one)
    ]
    for (n, feed), apart in zip(feeds, each(lambda pair: _items(pair[1]), feeds, bounds), strict=True):
        got[n] = [_lost(apart, feed)] if isinstance(apart, Failed) else apart
    told = [[_believed(one) for one in group] for group in got]
    chosen = [
        [one for one in group if isinstance(one, Problem) or not one.key or _is_wanted(place, one, wanted)]
        for place, group in zip(places, told, strict=True)
    ]
    return _with_pages(
        [
            (group, settings.feeds.full_text and (whole_files or is_remote(place)))
            for place, group in zip(places, chosen, strict=True)
        ],
        opened,
        wanted,
    )


def _fetched(
    places: Sequence[str], opened: Fetcher, settings: Settings, environment: Mapping[str, str], wanted: Wanted
) -> list[list[Piece | Problem]]:
    """What stands at each place, feeds not yet taken apart; an OPML list as the feeds that it lists."""
    from briefing.sources.fetch import Fetched

    pages = [p for p in places if is_remote(p) and not p.startswith((ACCOUNT, MAILBOX))]
    fetched = iter(opened.fetch_all(pages, begun=lambda done, what: step(STAGE, done, len(pages), what)))
    found: list[list[Piece | Problem]] = []
    for place in places:
        if place.startswith(ACCOUNT):
            found.append(_of_account(place, opened, settings, environment, wanted))
        elif place.startswith(MAILBOX):
            found.append(_of_mailbox(place, settings, environment, wanted))
        elif not is_remote(place):
            found.append([_of_file(place)])
        else:
            one = next(fetched)
            found.append([_piece(one) if isinstance(one, Fetched) else _problem(one, place)])
    return found


def _piece(page: Fetched) -> Piece:
    from briefing.sources.pieces import Form, Piece
    from briefing.sources.readers import kind_of

    said = page.kind in ("text/html", "application/xhtml+xml")
    # What a server calls a page may be a document all the same: the first bytes are believed.
    is_page = said and kind_of(Piece(where=page.at, data=page.data)) is None
    form = Form.PAGE if is_page else Form.UNKNOWN
    # A page tells its own address, or takes that which it was found at.
    given = (
        (HeaderReading(field="url", value=page.at, words=page.at, rule=RULE),) if form is Form.UNKNOWN else ()
    )
    name = Path(page.at.partition("?")[0]).name
    return Piece(where=page.address, data=page.data, name=name, form=form, encoding=page.charset, given=given)


def _of_file(place: str) -> Piece | Problem:
    from briefing import sources

    try:
        return sources.piece_at(Path(place))
    except InputError as error:
        return _problem(error, place)


def _of_account(
    place: str, opened: Fetcher, settings: Settings, environment: Mapping[str, str], wanted: Wanted
) -> list[Piece | Problem]:
    from briefing.sources.accounts import account_items, account_of

    since = wanted.since or datetime.now(UTC) - timedelta(days=settings.feeds.days)
    try:
        account = account_of(place)
        secret = _password(settings, environment)
        return list(account_items(account, opened, password=secret, since=since))
    except BriefingError as error:
        return [_problem(error, place.rpartition("@")[2])]


def _of_mailbox(
    place: str, settings: Settings, environment: Mapping[str, str], wanted: Wanted
) -> list[Piece | Problem]:
    """The messages of a folder on a server; what was read before is not fetched again."""
    from briefing.sources.imap import folder_of, messages

    found: list[Piece | Problem] = []
    try:
        folder = folder_of(place)
        secret = _password(settings, environment)
        taken = messages(
            folder,
            secret,
            wanted=lambda piece: wanted.fresh(place, piece),
            since=wanted.since,
            seconds=settings.fetch.read_seconds,
            authorities=settings.fetch.ca_file,
        )
        for n, one in enumerate(taken, start=1):
            step(STAGE, n, 0, one.where)
            found.append(one)
    except BriefingError as error:
        found.append(_problem(error, place))
    return found


def _password(settings: Settings, environment: Mapping[str, str]) -> str:
    """The password of accounts. Raises BriefingError where there is none, or others can read its file."""
    if settings.feeds.password_file is not None:
        return secret_in(settings.feeds.password_file)
    if secret := environment.get(PASSWORD):
        return secret
    raise InputError("needs a password", hint=f"Set {PASSWORD}, or password_file in [feeds]")


def _items(feed: Piece) -> list[Piece | Problem]:
    from briefing.sources.feeds import items

    return list(items(feed))


def _believed(item: Piece | Problem) -> Piece | Problem:
    """The item, without a day that is still to come."""
    if isinstance(item, Problem):
        return item
    day = _day(item)
    if day is None or day <= datetime.now(UTC) + AHEAD:
        return item
    what = f"is dated {day:%Y-%m-%d}, which is still to come; that day is not believed"
    told = Problem(stage=STAGE, where=item.where, message=what, hint="Look at the article's date")
    given = tuple(r for r in item.given if r.field != "published")
    return replace(item, given=given, problems=(*item.problems, told))


def _is_wanted(place: str, item: Piece, wanted: Wanted) -> bool:
    day = _day(item)
    new = wanted.since is None or day is None or day >= wanted.since
    return new and wanted.fresh(place, item)


def _day(piece: Piece) -> datetime | None:
    """When a feed says that its item was published; a time without a zone is as good as one of UTC here."""
    told = next((r.value for r in piece.given if r.field == "published" and r.rule == "feed"), "")
    try:
        day = datetime.fromisoformat(told)
    except ValueError:
        return None
    return day if day.tzinfo else day.replace(tzinfo=UTC)


def _with_pages(
    groups: Sequence[tuple[list[Piece | Problem], bool]], opened: Fetcher, wanted: Wanted
) -> list[tuple[Piece | Problem, ...]]:
    """The items, each with its page in the place of a mere beginning, where its group is to have pages."""

    def is_cut(one: Piece | Problem, to_fetch: bool) -> bool:
        return to_fetch and not isinstance(one, Problem) and one.cut

    cut = list(
        dict.fromkeys(one.where for group, to_fetch in groups for one in group if is_cut(one, to_fetch))
    )
    fetched = opened.fetch_all(cut, begun=lambda done, what: step(STAGE, done, len(cut), what))
    pages = dict(zip(cut, fetched, strict=True))
    return [
        tuple(
            _whole(one, pages[one.where], wanted)
            if not isinstance(one, Problem) and is_cut(one, to_fetch)
            else one
            for one in group
        )
        for group, to_fetch in groups
    ]


def _whole(item: Piece, page: Fetched | FetchError, wanted: Wanted) -> Piece | Problem:
    """The item as its page has it; where that can't be had, as far as the feed goes, or another time."""
    from briefing.sources.fetch import FetchError

    if isinstance(page, FetchError):
        told = _problem(page, item.where)
        if page.passing and wanted.again:
            return replace(told, message=f"{told.message}; it is left for the next time")
        what = f"only its beginning, as the feed has it, was read; its page: {told.message}"
        return replace(item, problems=(*item.problems, replace(told, where=item.where, message=what)))
    whole = _piece(page)
    given = tuple(r for r in item.given if r.field != "url")
    return replace(whole, where=page.at, given=(*given, *whole.given), key=item.key, problems=item.problems)


# --- trouble ------------------------------------------------------------------------------------


def _lost(failed: Failed, feed: Piece) -> Problem:
    if isinstance(failed.error, InputError):
        return _problem(failed.error, feed.where)
    trouble.debug("while reading %s", feed.where, exc_info=failed.error)
    what = f"is a feed that can't be read: {failed.message}"
    return Problem(stage=STAGE, where=feed.where, message=what, hint=failed.hint)


def _problem(error: BriefingError, where: str) -> Problem:
    return Problem(stage=STAGE, where=error.where or where, message=error.what, hint=error.hint or "")
