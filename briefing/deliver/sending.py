"""Everything in the outbox that is due goes to the server, and what was put off is tried again.

The clock and the wait are passed in; so is the run's own name.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from briefing.deliver.outbox import Outbox
from briefing.deliver.smtp import BarredError, Post, UnreachableError
from briefing.progress import step, waiting

STAGE = "send"
MINUTE = 60.0


def send_due(
    outbox: Outbox,
    post: Post,
    ids: Sequence[int] | None = None,
    *,
    clock: Callable[[], float],
    wait: Callable[[float], None],
    patience: float,
) -> None:
    """Sends until nothing waits, or what waits is not due before `patience` (seconds) is over.

    Each pause is told beforehand on `trouble`, with its reason. Raises BarredError where settings or server
    must be mended; what was not sent waits on.
    """
    until = clock() + patience
    total = len(outbox.listed(ids)) if ids is not None else 0
    while True:
        reason = _round(outbox, post, ids, clock=clock, total=total)
        due = outbox.next_due(ids, now=clock())
        if due is None or due > until:
            return
        post.rest()
        pause, left = max(due - clock(), 1), (until - clock()) / MINUTE
        waiting(f"{reason}; trying again in {pause:.0f} s, for {left:.0f} minutes more")
        wait(pause)


def _round(
    outbox: Outbox, post: Post, ids: Sequence[int] | None, *, clock: Callable[[], float], total: int
) -> str:
    """Every message that is due, once; none where the server is out of reach. Gives why something waits."""
    done = 0
    try:
        while claim := outbox.claim(ids, now=clock()):
            held = claim
            recipients = [d.recipient for d in claim.deliveries]
            step(STAGE, done, max(total, done), str(recipients[0]))
            answers = post.send(
                claim.sender,
                recipients,
                claim.message,
                before_end=lambda: outbox.end(held, now=clock()),  # noqa: B023 - called before the next
            )
            outbox.settle(claim, answers, now=clock())
            done += len(recipients)
    except UnreachableError as error:
        outbox.put_off(ids, error.what, now=clock())
        return error.what
    except BarredError as error:
        outbox.put_off(ids, error.what, now=clock())
        raise
    except BaseException:
        outbox.release(now=clock())
        raise
    return "the server puts it off"


def run_name() -> str:
    """The name of this run: machine, process, and when the process began."""
    pid = os.getpid()
    return f"{socket.gethostname()}:{pid}:{_began(pid)}"


def is_alive(run: str) -> bool:
    """Whether the run of that name goes on. One on another machine can't be looked at: its lease decides."""
    host, pid, began = run.rsplit(":", 2)
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _began(int(pid)) == began


def _began(pid: int) -> str:
    """When a process began, as Linux counts it; nothing where the system does not tell."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return told.rpartition(")")[2].split()[19]
