"""Pages and feeds by their address: politely, within bounds, and from nowhere that they may not be from.

One thing at a time is asked of a server, with a pause between, and several servers at once. What an address
leads to, however it leads on, is looked at before it is connected to (`network`), and robots.txt before it is
asked for. Time, size and redirects have limits; what is packed is unpacked no further than its limit.
"""

from __future__ import annotations

import re
import ssl
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import TYPE_CHECKING

import httpcore
import httpx

from briefing import __version__
from briefing.errors import InputError
from briefing.model import record
from briefing.settings.fetch import Fetch
from briefing.sources import cache
from briefing.sources.cache import Kept
from briefing.sources.network import Network, RefusedError, Target, TimeOverError
from briefing.sources.urls import checked, host_of, joined, shown

if TYPE_CHECKING:
    from protego import Protego

MEGABYTE = 1_000_000
ROBOTS_BYTES = 500_000
ROBOTS_AGENT = "briefing"
LONGEST_PAUSE = 30.0
"""Seconds: a longer Crawl-delay of a robots.txt is kept to that."""
WANTED = "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, */*;q=0.5"
UNWANTED = re.compile(r"(image|video|audio|font)/")
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ASKED_TO_WAIT = frozenset({429, 503})
GONE = frozenset({401, 403, 404, 405, 406, 410, 451})
"""Answers that will be the same another time."""
SERVER_ERROR = 500
RETRY_PAUSE = 1.0


class FetchError(InputError):
    """An address gave nothing. It is `passing` where it may do so another time."""

    def __init__(self, what: str, *, where: str, hint: str | None = None, passing: bool = False) -> None:
        super().__init__(what, where=where, hint=hint)
        self.passing = passing


@record
class Fetched:
    """What an address gave: where it led in the end, the bytes, and what the server says that they are."""

    address: str
    at: str
    data: bytes
    kind: str = ""
    charset: str = ""


@record
class _Answer:
    """One answer of a server: its body only where that is what was wanted."""

    status: int
    headers: httpx.Headers
    data: bytes = b""


class Fetcher:
    """Fetches for one run; a context manager. A class, since all that it fetches shares its connections.

    `terms` are the settings; `folder` is where pages are kept, if they are; `now` tells the time of day.
    """

    def __init__(
        self,
        terms: Fetch,
        *,
        now: Callable[[], float],
        folder: Path | None = None,
        target: Target | None = None,
    ) -> None:
        self.terms, self.now, self.folder = terms, now, folder
        self.stopped = threading.Event()
        everywhere = Target(may_reach=lambda number: True)
        self.network = Network(target or (everywhere if terms.allow_private else Target()), self.stopped)
        self.agent = terms.user_agent or f"briefing/{__version__} (reads articles for a daily brief)"
        self.limit = int(terms.megabytes * MEGABYTE)
        self._servers: dict[str, _Server] = {}
        self._robots: dict[str, Protego | FetchError] = {}
        self._client = httpx.Client(
            transport=_Transport(terms, self.network),
            timeout=httpx.Timeout(terms.read_seconds, connect=terms.connect_seconds),
            headers={
                "User-Agent": self.agent,
                "Accept-Encoding": "gzip, deflate",
                "Accept-Language": "id, en;q=0.5, *;q=0.1",
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            trust_env=False,
        )
        if folder is not None:
            cache.tidy(folder, days=terms.cache_days, now=now())

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._client.close()

    def fetch_all(
        self, addresses: Sequence[str], *, begun: Callable[[int, str], None] = lambda done, address: None
    ) -> list[Fetched | FetchError]:
        """What each address gives, in their order, or why it gives nothing."""
        got: dict[int, Fetched | FetchError] = {}
        queues: dict[str, list[int]] = defaultdict(list)
        for n, address in enumerate(addresses):
            queues[host_of(address)].append(n)

        def serve(queue: list[int]) -> None:
            for n in queue:
                if self.stopped.is_set():
                    return
                begun(len(got), addresses[n])
                got[n] = self._tried(addresses[n])

        with ThreadPoolExecutor(max_workers=max(1, self.terms.at_once)) as pool:
            try:
                for done in [pool.submit(serve, queue) for queue in queues.values()]:
                    done.result()
            except BaseException:
                self.stopped.set()
                pool.shutdown(cancel_futures=True)
                raise
        return [got[n] for n in range(len(addresses))]

    def fetch(self, address: str) -> Fetched:
        """What the address gives, after redirects. Raises FetchError, saying what, where and what to do."""
        try:
            return self._followed(checked(address))
        except FetchError:
            raise
        except InputError as error:
            raise FetchError(error.what, where=error.where or shown(address), hint=error.hint) from error

    def post(self, address: str, fields: Mapping[str, str]) -> bytes:
        """The answer to a form, as a log-in is one. It is neither kept nor tried again."""
        answer = self._request(checked(address), "POST", {}, fields=fields)
        if answer.status != HTTPStatus.OK:
            raise _of_status(answer, address)
        return answer.data

    def get(self, address: str, headers: Mapping[str, str]) -> bytes:
        """The answer for somebody who is logged in. It is not kept, and no redirect is followed."""
        answer = self._asked(checked(address), headers)
        if answer.status != HTTPStatus.OK:
            raise _of_status(answer, address)
        return answer.data

    def _tried(self, address: str) -> Fetched | FetchError:
        try:
            return self.fetch(address)
        except FetchError as error:
            return error
        except Exception as error:  # noqa: BLE001 - one dead address must not cost the others
            said = f"could not be fetched: {type(error).__name__}: {error}"
            return FetchError(said, where=shown(address), hint="--debug shows where it failed", passing=True)

    def _followed(self, asked: str) -> Fetched:
        at, met = asked, {asked}
        for _ in range(self.terms.redirects + 1):
            self._ask_leave(at, asked)
            kept = cache.kept(self.folder, at) if self.folder else None
            answer = self._asked(at, _validators(kept))
            if answer.status in REDIRECTS and (to := answer.headers.get("location")):
                at = self._next(asked, at, to, met)
                continue
            if answer.status == HTTPStatus.NOT_MODIFIED and kept is not None:
                self._keep(kept)
                return Fetched(address=asked, at=at, data=kept.data, kind=kept.kind, charset=kept.charset)
            if answer.status != HTTPStatus.OK:
                raise _of_status(answer, asked)
            return self._new(asked, at, answer)
        raise FetchError(
            f"leads on and on: more than {self.terms.redirects} redirects",
            where=shown(asked),
            hint="Open it in a browser, and name the address that it ends at",
        )

    def _next(self, asked: str, at: str, to: str, met: set[str]) -> str:
        """Where a redirect leads."""
        try:
            following = checked(joined(at, to))
        except InputError as error:
            what = f"redirects to {shown(to)}, which {error.what}"
            raise FetchError(what, where=shown(asked), hint=error.hint) from error
        if following in met:
            raise FetchError("redirects in a circle", where=shown(asked), hint="Open it in a browser")
        met.add(following)
        return following

    def _new(self, asked: str, at: str, answer: _Answer) -> Fetched:
        kind, charset = _content_type(answer.headers.get("content-type", ""))
        page = Kept(
            address=at,
            data=answer.data,
            etag=answer.headers.get("etag", ""),
            modified=answer.headers.get("last-modified", ""),
            kind=kind,
            charset=charset,
        )
        if "no-store" not in answer.headers.get("cache-control", "").lower() and (page.etag or page.modified):
            self._keep(page)
        return Fetched(address=asked, at=at, data=answer.data, kind=kind, charset=charset)

    def _keep(self, page: Kept) -> None:
        if self.folder is not None and self.terms.cache_days:
            cache.keep(self.folder, page)

    # --- leave to ask ---------------------------------------------------------------------------

    def _ask_leave(self, at: str, asked: str) -> None:
        """Nothing where robots.txt lets this program have the address; else FetchError."""
        if not self.terms.robots:
            return
        url = httpx.URL(at)
        root = str(url.copy_with(raw_path=b"/"))
        with self._server(root).lock:
            if root not in self._robots:
                self._robots[root] = self._rules(f"{root}robots.txt")
            rules = self._robots[root]
        if isinstance(rules, FetchError):
            what = f"{rules.what} (asked for its robots.txt, without which nothing else is fetched)"
            raise FetchError(what, where=shown(asked), hint=rules.hint, passing=rules.passing)
        if not rules.can_fetch(at, ROBOTS_AGENT):
            raise FetchError(
                "may not be fetched by programs: so says its robots.txt",
                where=shown(asked),
                hint="Save the page by hand; or, where the publisher agrees, set robots = false in [fetch]",
            )
        delay = min(float(rules.crawl_delay(ROBOTS_AGENT) or 0), LONGEST_PAUSE)
        self._server(url.host).pause = max(self.terms.pause, delay)

    def _rules(self, address: str) -> Protego | FetchError:
        """What a server's robots.txt says. One that has none allows everything (RFC 9309)."""
        from protego import Protego

        at = address
        try:
            for _ in range(self.terms.redirects + 1):
                kept = cache.kept(self.folder, at) if self.folder else None
                answer = self._asked(at, _validators(kept), limit=ROBOTS_BYTES, cut=True)
                if answer.status == HTTPStatus.NOT_MODIFIED and kept is not None:
                    self._keep(kept)
                    return Protego.parse(kept.data.decode("utf-8", "replace"))
                if answer.status in REDIRECTS and (to := answer.headers.get("location")):
                    at = checked(joined(at, to))
                    continue
                if answer.status >= SERVER_ERROR or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
                    return _of_status(answer, address)
                if answer.status != HTTPStatus.OK:
                    break
                return Protego.parse(self._new(address, at, answer).data.decode("utf-8", "replace"))
        except FetchError as error:
            return error
        except InputError:
            pass  # it redirects nowhere
        return Protego.parse("")

    # --- one request ----------------------------------------------------------------------------

    def _asked(
        self, at: str, headers: Mapping[str, str], *, limit: int | None = None, cut: bool = False
    ) -> _Answer:
        """The answer, after one more try where the connection or the server failed, or asked to wait."""
        try:
            answer = self._request(at, "GET", headers, limit=limit, cut=cut)
        except FetchError as error:
            if not error.passing:
                raise
            self.stopped.wait(min(RETRY_PAUSE, self.terms.patience))
            return self._request(at, "GET", headers, limit=limit, cut=cut)
        wait = _wait(answer, self.now())
        if wait is None:
            if answer.status < SERVER_ERROR:
                return answer
            wait = min(RETRY_PAUSE, self.terms.patience)
        if wait > self.terms.patience:
            raise FetchError(
                f"asks to be left alone for {wait:.0f} s ({_status(answer.status)})",
                where=shown(at),
                hint="Try again then",
                passing=True,
            )
        self.stopped.wait(wait)
        return self._request(at, "GET", headers, limit=limit, cut=cut)

    def _request(
        self,
        at: str,
        method: str,
        headers: Mapping[str, str],
        *,
        limit: int | None = None,
        cut: bool = False,
        fields: Mapping[str, str] | None = None,
    ) -> _Answer:
        limit = self.limit if limit is None else limit
        given = {"Accept": WANTED, **headers}
        with self._turn(httpx.URL(at).host), _told(at, self.terms):
            self.network.begin(self.terms.total_seconds)
            with self._client.stream(
                method, at, headers=given, data=dict(fields) if fields else None
            ) as answer:
                body = b""
                if answer.status_code == HTTPStatus.OK:
                    body = _body(answer, at, limit, cut=cut)
                return _Answer(status=answer.status_code, headers=answer.headers, data=body)

    def _server(self, name: str) -> _Server:
        return self._servers.setdefault(name, _Server())

    @contextmanager
    def _turn(self, host: str) -> Iterator[None]:
        """A server's attention, which one request has at a time, after a pause."""
        server = self._server(host)
        with server.lock:
            self.stopped.wait(max(0.0, server.since + (server.pause or self.terms.pause) - time.monotonic()))
            try:
                yield
            finally:
                server.since = time.monotonic()


class _Server:
    """Whose turn it is with a server, and when it was last asked."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.since = -1e9
        self.pause = 0.0


class _Transport(httpx.BaseTransport):
    """httpx over connections that `Network` makes: HTTP/2 where the server speaks it."""

    def __init__(self, terms: Fetch, network: Network) -> None:
        options = {
            "ssl_context": _trusted(terms.ca_file),
            "http2": True,
            "max_connections": 4 * max(1, terms.at_once),
            "max_keepalive_connections": max(1, terms.at_once),
            "keepalive_expiry": LONGEST_PAUSE + 1,
        }
        self._pool: httpcore.ConnectionPool
        if terms.proxy:
            self._pool = httpcore.HTTPProxy(terms.proxy, network_backend=network.to_proxy(), **options)  # type: ignore[arg-type]
        else:
            self._pool = httpcore.ConnectionPool(network_backend=network, **options)  # type: ignore[arg-type]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@lru_cache(maxsize=4)
def _trusted(file: Path | None) -> ssl.SSLContext:
    """Who vouches for a server: the system's authorities, certifi's, and the user's own."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    if file is not None:
        context.load_verify_locations(cafile=str(file))
    return context


@contextmanager
def _told(at: str, terms: Fetch) -> Iterator[None]:
    """What goes wrong with a connection, as one line."""
    where = shown(at)
    try:
        yield
    except RefusedError as error:
        raise FetchError(error.what, where=where, hint=error.hint) from error
    except TimeOverError as error:
        hint = "The setting fetch.total_seconds is the limit"
        raise FetchError(
            f"took over {terms.total_seconds:g} s and was given up", where=where, hint=hint
        ) from error
    except httpcore.ConnectTimeout as error:
        what = f"could not be connected to within {terms.connect_seconds:g} s"
        raise FetchError(what, where=where, hint="Try again later", passing=True) from error
    except httpcore.TimeoutException as error:
        what = f"sent nothing for {terms.read_seconds:g} s"
        raise FetchError(what, where=where, hint="Try again later", passing=True) from error
    except httpcore.ProxyError as error:
        raise FetchError(
            f"the proxy says: {error}", where=where, hint="Look at fetch.proxy", passing=True
        ) from error
    except httpcore.ConnectError as error:
        said = _reason(error)
        hint = "Look at the name, and whether there is a connection"
        raise FetchError(
            f"could not be connected to: {said}", where=where, hint=hint, passing=True
        ) from error
    except (httpcore.NetworkError, httpcore.RemoteProtocolError) as error:
        what = f"broke off, or sent what is no HTTP: {_reason(error)}"
        raise FetchError(what, where=where, hint="Try again later", passing=True) from error
    except httpx.HTTPError as error:
        raise FetchError(
            f"answers what makes no sense: {error}", where=where, hint="Open it in a browser"
        ) from error
    except (httpcore.UnsupportedProtocol, httpcore.LocalProtocolError, httpx.InvalidURL, OSError) as error:
        raise FetchError(
            f"could not be asked: {_reason(error)}", where=where, hint="Mend the address"
        ) from error


def _reason(error: Exception) -> str:
    inner = error.__cause__ or error.__context__ or error
    return str(getattr(inner, "strerror", None) or error or type(error).__name__)


def _body(answer: httpx.Response, at: str, limit: int, *, cut: bool) -> bytes:
    """The body, unpacked, no longer than its limit; beyond that it is cut, or refused."""
    kind, _ = _content_type(answer.headers.get("content-type", ""))
    if UNWANTED.match(kind):
        raise FetchError(
            f"is {kind}, no page, feed or document", where=shown(at), hint="Name another address"
        )
    told = answer.headers.get("content-length", "")
    if not cut and told.isdecimal() and len(told) < 20 and int(told) > limit:
        raise _too_large(at, limit)
    parts, length = [], 0
    for part in _unpacked(answer, at, limit + 1):
        parts.append(part)
        length += len(part)
        if length > limit:
            if cut:
                break
            raise _too_large(at, limit)
    return b"".join(parts)[:limit]


def _unpacked(answer: httpx.Response, at: str, most: int) -> Iterator[bytes]:
    packed = answer.headers.get("content-encoding", "").strip().lower()
    if packed in ("", "identity"):
        yield from answer.iter_raw()
        return
    if packed not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"is packed as {packed!r}, which was not asked for", where=shown(at))
    unpacking = zlib.decompressobj(47 if "gzip" in packed else 15)  # 47: with the head of gzip
    bare, length = packed == "deflate", 0
    try:
        for part in answer.iter_raw():
            while part and length < most:
                try:
                    out = unpacking.decompress(part, most - length)
                except zlib.error:
                    if not bare:
                        raise
                    unpacking = zlib.decompressobj(-15)  # as some servers understand deflate
                    out = unpacking.decompress(part, most - length)
                bare, length = False, length + len(out)
                yield out
                part = unpacking.unconsumed_tail
            if length >= most or unpacking.eof:
                return
    except zlib.error as error:
        raise FetchError(
            f"is damaged: {error}", where=shown(at), hint="Try again later", passing=True
        ) from error
    if not unpacking.eof:
        raise FetchError("is cut off", where=shown(at), hint="Try again later", passing=True)


def _too_large(at: str, limit: int) -> FetchError:
    hint = "The setting fetch.megabytes is the limit"
    return FetchError(f"is larger than {limit / MEGABYTE:g} MB", where=shown(at), hint=hint)


def _validators(kept: Kept | None) -> dict[str, str]:
    """What to ask with, so that a page that is kept need not come again."""
    told = {"If-None-Match": kept.etag, "If-Modified-Since": kept.modified} if kept else {}
    return {name: value for name, value in told.items() if value}


def _content_type(told: str) -> tuple[str, str]:
    """The kind and the encoding in a Content-Type: ("text/html", "utf-8")."""
    kind, _, parameters = told.partition(";")
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", parameters, re.IGNORECASE)
    return kind.strip().lower()[:100], found[1].lower() if found else ""


def _wait(answer: _Answer, now: float) -> float | None:
    """Seconds that the server asks to wait before another try, if it does."""
    told = answer.headers.get("retry-after", "").strip() if answer.status in ASKED_TO_WAIT else ""
    if told.isdecimal() and len(told) < 12:
        return float(told)
    if told:
        try:
            when = parsedate_to_datetime(told)
            when = when if when.tzinfo else when.replace(tzinfo=UTC)
            return max(0.0, when.timestamp() - datetime.fromtimestamp(now, UTC).timestamp())
        except (ValueError, TypeError, OverflowError):
            pass
    return None


def _of_status(answer: _Answer, address: str) -> FetchError:
    status = answer.status
    hint = "Look whether the address is right" if status in GONE else "Try again later"
    return FetchError(
        f"the server says {_status(status)}", where=shown(address), hint=hint, passing=status not in GONE
    )


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
