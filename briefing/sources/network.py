"""Connections that go nowhere but where they may, and end when their time is over.

What a name stands for is asked once, looked at, and then connected to by number: whoever answers for the
name can't give a harmless address to the one who checks and another to the one who connects. Each step of a
connection (a line of a head, a byte of a body) is given no more time than is left for the whole.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from briefing.errors import InputError
from briefing.model import record

Resolver = Callable[[str, int], Sequence[str]]
"""Gives the numeric addresses of a server, by its name and port."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
LONGEST_ANSWER = 10.0
"""Seconds at the most for the answer of the system's resolver."""
LOOK_UP = 0.5
"""Seconds between two looks whether the whole is still wanted."""


class RefusedError(InputError):
    """An address leads where nothing may be fetched from."""


@record
class Target:
    """Who resolves names, and which numeric addresses may be connected to."""

    resolve: Resolver = lambda host, port: looked_up(host, port)
    may_reach: Callable[[str], bool] = lambda number: is_public(number)


def looked_up(host: str, port: int) -> tuple[str, ...]:
    """The numeric addresses of a server as the system knows them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(where[0]) for *_, where in found))


def is_public(number: str) -> bool:
    """Whether a numeric address is one of the open internet.

    One that has another within it (IPv4 in IPv6, 6to4, Teredo, NAT64) must be so in both.

    >>> [is_public(n) for n in ("8.8.8.8", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1")]
    [True, False, False, False]
    """
    try:
        address = ipaddress.ip_address(number)
    except ValueError:  # with a zone ("fe80::1%eth0"), or no number at all
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return all(_is_open(one) for one in (address, *_within(address)))


def _is_open(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    site = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    return address.is_global and not (address.is_multicast or address.is_reserved or site)


def _within(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> Iterable[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    if isinstance(address, ipaddress.IPv6Address):
        if address.sixtofour:
            return (address.sixtofour,)
        if address.teredo:
            return address.teredo
        if address in NAT64:
            return (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF),)
    return ()


class TimeOverError(httpcore.TimeoutException):
    """What was asked for took all the time that it has."""


class Network(httpcore.NetworkBackend):
    """Makes the connections of a client; `begin` gives what follows in this thread its time.

    A class, as httpcore wants it.
    """

    def __init__(self, target: Target, stopped: threading.Event, own: threading.local | None = None) -> None:
        self.target, self.stopped = target, stopped
        self._plain = httpcore.SyncBackend()
        self._own = own or threading.local()

    def to_proxy(self) -> Network:
        """The same for connections to a proxy, wherever it is; it is the proxy that looks names up then."""
        return Network(Target(may_reach=lambda number: True), self.stopped, self._own)

    def begin(self, seconds: float) -> None:
        """From now on this thread has so many seconds for all that it asks for."""
        self._own.until = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """Seconds that a step may take. Raises the timeout where none are left."""
        left = float(self._own.until) - time.monotonic()
        if left <= 0 or self.stopped.is_set():
            raise TimeOverError("the time for the whole is over")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the server that answers."""
        trouble: Exception = httpcore.ConnectError("has no address")
        for number in self._allowed(host, port, timeout):
            try:
                stream = self._plain.connect_tcp(
                    number, port, self.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
            else:
                return _Stream(stream, self)
        raise trouble

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Never: no address names one."""
        raise httpcore.ConnectError("sockets of this machine are not connected to")

    def sleep(self, seconds: float) -> None:
        """Waits, but no longer than this client is wanted."""
        self.stopped.wait(seconds)

    def _allowed(self, host: str, port: int, timeout: float | None) -> list[str]:
        """The numbers that may be connected to. Raises RefusedError where the name has others alone."""
        numbers = _answer(
            self.target.resolve, host.strip("[]"), port, min(LONGEST_ANSWER, self.left(timeout))
        )
        open_ = [number for number in numbers if self.target.may_reach(number)]
        if numbers and not open_:
            raise RefusedError(
                f"leads into a private network ({host} is {numbers[0]})",
                hint="allow_private = true in [fetch] allows it",
            )
        return open_


def _answer(resolve: Resolver, host: str, port: int, seconds: float) -> Sequence[str]:
    """What the resolver says within so many seconds; the system's own knows no limit."""
    said: list[Sequence[str] | Exception] = []

    def ask() -> None:
        try:
            said.append(resolve(host, port))
        except Exception as error:  # noqa: BLE001 - raised again on the other side
            said.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    match said:
        case []:
            raise httpcore.ConnectTimeout(f"no answer within {seconds:g} s to where {host} is")
        case [OSError() | UnicodeError() as error]:
            reason = getattr(error, "strerror", None) or str(error)
            raise httpcore.ConnectError(f"the name {host} is not known: {reason}")
        case [Exception() as error]:
            raise error
        case [numbers]:
            return numbers  # type: ignore[return-value]
    raise AssertionError(said)


class _Stream(httpcore.NetworkStream):
    """A connection whose every step counts against the time of the thread that takes it."""

    def __init__(self, stream: httpcore.NetworkStream, network: Network) -> None:
        self._stream, self._network = stream, network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes. Looks up now and then, so that Ctrl-C need not wait for a silent server."""
        until = time.monotonic() + self._network.left(timeout)
        while True:
            left = max(0.001, until - time.monotonic())
            try:
                return self._stream.read(max_bytes, min(LOOK_UP, self._network.left(left)))
            except httpcore.ReadTimeout:
                if time.monotonic() >= until:
                    self._network.left(None)
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._network.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._network.left(timeout))
        return _Stream(secured, self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
