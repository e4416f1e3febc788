"""Work on a Dask cluster: pieces go out in batches, and what becomes of them comes back in their order.

On each machine of the cluster a batch is worked on in the same bounded processes as here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from briefing.errors import BriefingError
from briefing.workflow.bounded import Bounds, Failed, stream

T = TypeVar("T")
R = TypeVar("R")

BATCH = 16
"""Pieces that go out together."""
AHEAD = 3
"""Batches for each process of the cluster that wait there."""
SECONDS = "10s"
"""How long a scheduler is waited for."""
AGAIN = 2
"""How often a batch is given to another process when the one that had it is gone."""


def on_cluster(
    do: Callable[[T], R],
    things: Iterable[T],
    bounds: Bounds,
    *,
    address: str,
    begun: Callable[[int, T], None] = lambda done, thing: None,
) -> Iterator[tuple[T, R | Failed]]:
    """Each thing and what `do` makes of it, or why it makes nothing of it, in their order.

    Raises BriefingError where there is no cluster at the address, or no way to speak to it.
    """
    try:
        from distributed import Client
    except ImportError as error:
        hint = "pip install 'briefing[cluster]'"
        raise BriefingError("to use a cluster takes dask.distributed", where=address, hint=hint) from error
    try:
        connect: Any = Client
        client: Any = connect(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        hint = "Name its scheduler: tcp://host:8786"
        raise BriefingError("there is no Dask scheduler", where=address, hint=hint) from error
    with client:
        threads = max(1, sum(client.nthreads().values()))
        out: deque[tuple[list[T], Any]] = deque()
        coming, done = iter(things), 0
        while True:
            while len(out) < AHEAD * threads and (some := list(islice(coming, BATCH))):
                for thing in some:
                    begun(done, thing)
                out.append((some, client.submit(_batch, do, some, bounds, pure=False, retries=AGAIN)))
            if not out:
                return
            some, future = out.popleft()
            yield from zip(some, _result(future, some), strict=True)
            done += len(some)


def _result(future: Any, some: list[T]) -> list[Any]:
    try:
        return list(future.result())
    except BriefingError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever happened over there costs one batch
        return [Failed(message=f"the cluster gave it up: {type(error).__name__}: {error}") for _ in some]


def _batch(do: Callable[[T], R], some: list[T], bounds: Bounds) -> list[R | Failed]:
    """What becomes of a batch, over there."""
    from briefing.workflow.extracting import make_all_ready

    make_all_ready(do)  # type: ignore[arg-type]
    return [outcome for _, outcome in stream(do, some, bounds, workers=1)]
