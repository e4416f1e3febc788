"""The outbox: what is in it is sent, once, whatever happens on the way."""

from __future__ import annotations

import os
import signal
import smtplib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from relay import Relay, relay

from briefing.addresses import Address, parse
from briefing.cli import run, screen
from briefing.deliver import ledger
from briefing.deliver.outbox import GIVE_UP, LEASE, PAUSES, Outbox
from briefing.deliver.rows import Letter, State, broken
from briefing.deliver.sending import is_alive, run_name, send_due
from briefing.deliver.server import Security
from briefing.deliver.smtp import Answer, BarredError, Outcome, Post
from briefing.errors import DeliveryError, UsageError

SENDER = parse("Duty desk <duty@example.org>")
BRIEF = "b" * 64


class Clock:
    """A clock that goes on when somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server() -> Iterator[Relay]:
    with relay() as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "outbox.sqlite"


def outbox(file: Path, run: str = "one", *, dead: tuple[str, ...] = ()) -> Outbox:
    return Outbox(file, run=run, alive=lambda name: name not in dead)


def letter(address: str, *, again: int = 0, content: bytes = b"\r\nbody\r\n", head: bytes = b"") -> Letter:
    to = parse(address)
    return Letter(
        sender=SENDER, recipient=to, subject="Brief", content=content, again=again,
        head=head or f"Subject: Brief\r\nTo: {to.mailbox}\r\n".encode(),
    )  # fmt: skip


def people(count: int) -> list[Letter]:
    return [letter(f"r{n}@example.org") for n in range(count)]


def states(box: Outbox) -> list[str]:
    return [d.state.value for d in box.listed()]


def deliver(box: Outbox, server: Relay, clock: Clock, *, patience: float = 600) -> None:
    with Post(server.server()) as post:
        send_due(box, post, clock=clock, wait=clock.wait, patience=patience)


@pytest.mark.parametrize("count", [1, 3, 100])
def test_everybody_gets_it_once(file: Path, server: Relay, clock: Clock, count: int) -> None:
    """However many; a second run finds nothing to do."""
    with outbox(file) as box:
        ids = box.put(BRIEF, people(count), now=clock())
        deliver(box, server, clock)
        assert len(ids) == count
        assert states(box) == ["delivered"] * count
        assert box.put(BRIEF, people(count), now=clock()) == ()
        deliver(box, server, clock)
    assert sorted(r for got in server.received for r in got.recipients) == sorted(
        x.recipient.mailbox for x in people(count)
    )
    assert server.connections <= 2


def test_the_same_mailbox_in_other_letters_is_the_same(file: Path) -> None:
    """Case and the name beside it make no other recipient; a plus sign does."""
    with outbox(file) as box:
        given = ["Desk <desk@example.org>", "DESK@Example.org", "desk+asia@example.org"]
        assert len(box.put(BRIEF, [letter(a) for a in given], now=0)) == 2
        assert len(box.put("c" * 64, [letter("desk@example.org")], now=0)) == 1
        assert len(box.put(BRIEF, [letter("desk@example.org", again=1)], now=0)) == 1


def test_a_refusal_that_may_pass_is_tried_again(file: Path, server: Relay, clock: Clock) -> None:
    """4xx twice, then yes: with growing pauses, one copy."""
    replies = ["451 4.3.0 busy", "450 4.2.0 greylisted", None]
    server.on_message = lambda _: replies.pop(0)
    with outbox(file) as box:
        box.put(BRIEF, people(1), now=clock())
        deliver(box, server, clock)
        (done,) = box.listed()
    assert (done.state, done.tries) == (State.DELIVERED, 3)
    assert clock.waits == [60, 120]
    assert len(server.received) == 1


def test_a_pause_is_told_before_it_begins(
    file: Path, server: Relay, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its reason, and for how long it is tried: a run that waits does not look like a dead one."""
    server.on_message = lambda _: "451 4.3.0 busy"
    with outbox(file) as box, screen.pauses():
        box.put(BRIEF, people(1), now=clock())
        deliver(box, server, clock, patience=150)
        with Post(server.server(port=1)) as nobody:
            send_due(box, nobody, clock=clock, wait=clock.wait, patience=900)
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "briefing: the server puts it off; trying again in 60 s, for 2 minutes more"
    assert "can't be reached" in told[-1]
    assert "trying again in" in told[-1]


def test_a_refusal_for_good_is_not(file: Path, server: Relay, clock: Clock) -> None:
    """5xx for one of three: the other two have it, and that one is not asked again."""
    server.on_recipient = lambda a: "550 5.1.1 unknown" if a.startswith("r1@") else None
    with outbox(file) as box:
        box.put(BRIEF, people(3), now=clock())
        deliver(box, server, clock)
        assert states(box) == ["delivered", "refused", "delivered"]
        assert box.listed()[1].answer == "550 5.1.1 unknown"
        assert box.next_due(now=clock()) is None
    assert clock.waits == []


def test_the_server_is_gone_for_the_first_two_tries(file: Path, clock: Clock) -> None:
    """What can't be reached is waited for, and all who waited are sent to in one go."""
    with relay() as server, outbox(file) as box:
        settings = server.server()
        box.put(BRIEF, people(3), now=clock())
        posts = [Post(server.server(port=1)), Post(server.server(port=1)), Post(settings)]
        for n, post in enumerate(posts):
            with post:
                send_due(box, post, clock=clock, wait=clock.wait, patience=0)
            clock.now += PAUSES[n]
        assert states(box) == ["delivered"] * 3
        assert [d.tries for d in box.listed()] == [3, 3, 3]
        assert server.copies("r0@example.org") == 1


def test_patience_ends(file: Path, server: Relay, clock: Clock) -> None:
    """What is not due before it ends is left for the next run, with the answer that it had."""
    server.on_message = lambda _: "451 busy"
    with outbox(file) as box:
        box.put(BRIEF, people(1), now=clock())
        deliver(box, server, clock, patience=200)
        (left,) = box.listed()
        assert (left.state, left.tries, left.answer) == (State.WAITING, 3, "451 busy")
        assert clock.waits == [60, 120]
        assert left.due > clock()


def test_it_is_given_up_in_the_end(file: Path, server: Relay, clock: Clock) -> None:
    """After two days of refusals nobody waits for the brief any more."""
    server.on_message = lambda _: "451 busy"
    with outbox(file) as box:
        box.put(BRIEF, people(1), now=clock())
        deliver(box, server, clock, patience=GIVE_UP * 2)
        (left,) = box.listed()
    assert left.state is State.REFUSED
    assert left.answer.startswith("given up after ")
    assert clock.waits == sorted(clock.waits)
    assert set(clock.waits) == set(PAUSES)


def test_a_line_cut_after_the_message_is_a_question(file: Path, server: Relay, clock: Clock) -> None:
    """The server may have it. It is not sent a second time, until a person says so."""
    server.on_message = lambda one: one.transport.abort()
    with outbox(file) as box:
        (id_,) = box.put(BRIEF, people(1), now=clock())
        deliver(box, server, clock)
        assert states(box) == ["unsure"]
        deliver(box, server, clock)
        server.on_message = lambda _: None
        deliver(box, server, clock)
        assert len(server.received) == 1  # what the server had when it cut the line
        box.retry([id_], now=clock())
        deliver(box, server, clock)
        assert states(box) == ["delivered"]


def test_a_line_cut_within_the_message_is_none(file: Path, server: Relay, clock: Clock) -> None:
    """The server can't have the whole of it; it is tried again and arrives once."""
    server.cut_in_data = 1
    with outbox(file) as box:
        box.put(BRIEF, [letter("a@example.org", content=(b"x" * 70 + b"\r\n") * 100_000)], now=clock())
        deliver(box, server, clock)
        assert states(box) == ["delivered"]
    assert len(server.received) == 1


def test_what_a_person_must_mend_ends_the_run(file: Path, clock: Clock) -> None:
    """No pause mends a wrong setting; what was not sent waits on."""
    with relay() as server, outbox(file) as box:
        box.put(BRIEF, people(2), now=clock())
        with Post(server.server(security=Security.STARTTLS)) as post, pytest.raises(BarredError):
            send_due(box, post, clock=clock, wait=clock.wait, patience=600)
        assert states(box) == ["waiting", "waiting"]
        assert "STARTTLS" in box.listed()[0].answer
        assert clock.waits == []


def test_a_message_for_all_goes_in_one(file: Path, server: Relay, clock: Clock) -> None:
    """Recipients of the same bytes (Bcc) share one handing-over, each with a row of his own."""
    same = [letter(f"r{n}@example.org", head=b"To: undisclosed-recipients:;\r\n") for n in range(3)]
    server.on_recipient = lambda a: "452 full" if a.startswith("r1@") else None
    with outbox(file) as box:
        box.put(BRIEF, same, now=clock())
        deliver(box, server, clock, patience=0)
        assert states(box) == ["delivered", "waiting", "delivered"]
        server.on_recipient = lambda _: None
        clock.now += 60
        deliver(box, server, clock)
    assert [r.recipients for r in server.received] == [
        ["r0@example.org", "r2@example.org"],
        ["r1@example.org"],
    ]


def test_two_runs_at_once_share_the_work(file: Path, clock: Clock) -> None:
    """What one run has claimed, the other can't."""
    with outbox(file, "one") as first, outbox(file, "two") as second:
        first.put(BRIEF, people(3), now=clock())
        claims = [first.claim(now=1000), second.claim(now=1000), first.claim(now=1000)]
        assert [c.deliveries[0].id for c in claims if c] == [1, 2, 3]
        assert second.claim(now=1000) is None


@pytest.mark.parametrize(("dead", "later"), [(("one",), 1.0), ((), LEASE + 1.0)])
def test_a_dead_run_has_sent_nothing_that_counts(file: Path, dead: tuple[str, ...], later: float) -> None:
    """A claim without an end goes to the next run: at once where the run is known to be gone, else
    when its time is over. Should the first one come back, it can't finish the message any more."""
    with outbox(file, "one") as first, outbox(file, "two", dead=dead) as second:
        first.put(BRIEF, people(1), now=0)
        lost = first.claim(now=0)
        assert lost is not None
        taken = second.claim(now=later)
        assert taken is not None
        assert first.end(lost, now=later) is False
        assert second.end(taken, now=later) is True
        first.settle(lost, {"r0@example.org": Answer(outcome=Outcome.LATER, words="late")}, now=later)
        assert states(second) == ["ending"]


def test_a_run_that_died_at_the_end_leaves_a_question(file: Path) -> None:
    """Whether the server has it, nobody knows; it is not sent again by itself."""
    with outbox(file, "one") as first, outbox(file, "two", dead=("one",)) as second:
        first.put(BRIEF, people(1), now=0)
        claim = first.claim(now=0)
        assert claim is not None
        assert first.end(claim, now=0)
        assert second.claim(now=1) is None
        assert states(second) == ["unsure"]
        assert second.put(BRIEF, people(1), now=2) == ()


PROGRAM = """
import sys, time
sys.path.insert(0, "tests")
from pathlib import Path
from briefing.deliver.outbox import Outbox
from briefing.deliver.sending import is_alive, run_name, send_due
from briefing.deliver.server import Security, Server
from briefing.deliver.server import Security
from briefing.deliver.smtp import Post

# All that take part begin together.
start, wanted = Path(sys.argv[1] + "-start"), int(sys.argv[3]) if sys.argv[3:] else 1
start.mkdir(exist_ok=True)
(start / run_name()).touch()
while len(list(start.iterdir())) < wanted:
    time.sleep(0.01)

with Outbox(Path(sys.argv[1]), run=run_name(), alive=is_alive) as box:
    server = Server(host="127.0.0.1", port=int(sys.argv[2]), security=Security.NONE)
    with Post(server) as post:
        send_due(box, post, clock=time.time, wait=time.sleep, patience=0)
"""


@pytest.mark.parametrize(("when", "left"), [("between", "delivered"), ("at the end", "unsure")])
def test_killed_between_two_recipients(file: Path, server: Relay, when: str, left: str) -> None:
    """SIGKILL, then a second run: everybody has it, nobody twice, and it did not wait for a lease."""
    running: list[subprocess.Popen[bytes]] = []
    killed: list[int] = []

    def kill(what: Any) -> None:
        second = what == "r1@example.org" if when == "between" else len(server.received) == 1
        if running and second and not killed:
            running[0].kill()
            running[0].wait()
            killed.append(1)

    if when == "between":
        server.on_recipient = kill
    else:
        server.on_message = kill
    with outbox(file, "test") as box:
        box.put(BRIEF, people(4), now=0)
    command = [sys.executable, "-c", PROGRAM, str(file), str(server.port)]
    running.append(subprocess.Popen(command, cwd=ROOT))
    assert running[0].wait() == -signal.SIGKILL
    again = subprocess.run(command, cwd=ROOT, check=False)
    assert again.returncode == 0
    with outbox(file, "test") as box:
        assert states(box) == ["delivered", left, "delivered", "delivered"]
    assert [server.copies(f"r{n}@example.org") for n in range(4)] == [1, 1, 1, 1]


class Died(BaseException):
    """What ends a run as a power cut does: nothing that comes after it is done."""


@contextmanager
def dying(before: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """After so many steps (one to the disk, one to the server) every further one fails."""
    taken = 0
    transaction, send = Outbox._transaction, smtplib.SMTP.send

    def step() -> None:
        nonlocal taken
        taken += 1
        if taken > before:
            raise Died

    def to_disk(self: Outbox, **options: Any) -> Any:
        step()
        return transaction(self, **options)

    def to_server(self: smtplib.SMTP, words: Any) -> None:
        step()
        send(self, words)

    with monkeypatch.context() as patched:
        patched.setattr(Outbox, "_transaction", to_disk)
        patched.setattr(smtplib.SMTP, "send", to_server)
        yield


def test_a_crash_at_any_point(
    tmp_path: Path, server: Relay, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the first run ends, the second sends what is left: nobody gets it twice, nobody is forgotten,
    and of one message at most it can't be said."""
    ended, steps = False, 0
    while not ended:
        server.received.clear()
        file = tmp_path / f"{steps}.sqlite"
        with outbox(file, "one") as box:
            box.put(BRIEF, people(3), now=clock())
            post = Post(server.server())
            try:
                with dying(steps, monkeypatch), post:
                    send_due(box, post, clock=clock, wait=clock.wait, patience=0)
                ended = True
            except Died:
                post._close()
        with outbox(file, "two", dead=("one",)) as box:
            deliver(box, server, clock, patience=0)
            rows = box.listed()
        assert {row.state for row in rows} <= {State.DELIVERED, State.UNSURE}
        assert sum(row.state is State.UNSURE for row in rows) <= 1
        for row in rows:
            copies = server.copies(row.recipient.mailbox)
            assert copies <= 1
            assert copies == 1 or row.state is State.UNSURE
        steps += 1
    assert steps > 20


def test_two_programs_at_once(file: Path, server: Relay) -> None:
    """Two processes on one outbox: everybody once."""
    with outbox(file, "test") as box:
        box.put(BRIEF, people(40), now=0)
    command = [sys.executable, "-c", PROGRAM, str(file), str(server.port), "2"]
    both = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    assert [server.copies(f"r{n}@example.org") for n in range(40)] == [1] * 40
    assert server.connections == 2


def test_dropped_and_tried_again(file: Path) -> None:
    """What is dropped stays unsent; what is refused may be tried again by hand; what is done is done."""
    with outbox(file) as box:
        ids = box.put(BRIEF, people(3), now=0)
        box.drop(ids[:1], now=0)
        claim = box.claim(now=0)
        assert claim is not None
        assert claim.deliveries[0].id == ids[1]
        box.settle(claim, {"r1@example.org": Answer(outcome=Outcome.REFUSED, words="550 no")}, now=0)
        box.retry(ids[1:], now=5)
        assert states(box) == ["dropped", "waiting", "waiting"]
        with pytest.raises(UsageError, match="1 is dropped"):
            box.retry(ids[:1], now=5)
        with pytest.raises(UsageError, match="the outbox has no 99"):
            box.drop([99], now=5)


def test_what_was_delivered_is_not_kept(file: Path, server: Relay, clock: Clock) -> None:
    """The content goes when nobody waits for it any more; that it was delivered stays."""
    with outbox(file) as box:
        box.put(BRIEF, [letter("a@example.org", content=b"\r\nSECRET WORDS\r\n")], now=clock())
        deliver(box, server, clock)
        assert len(box.listed()) == 1
    assert b"SECRET WORDS" not in file.read_bytes()


def test_only_its_owner_reads_it(file: Path) -> None:
    """It holds addresses, and for a while messages."""
    with outbox(file):
        assert file.stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_outbox(file: Path, tmp_path: Path) -> None:
    """Something else of that name, a newer version, a folder that may not be written: said in one line."""
    file.write_bytes(b"no database" * 100)
    with pytest.raises(DeliveryError, match="the outbox can't be used"):
        outbox(file)
    newer = tmp_path / "newer.sqlite"
    with sqlite3.connect(newer) as base:
        base.execute("PRAGMA user_version = 9")
    base.close()
    with pytest.raises(DeliveryError, match="version 9"):
        outbox(newer)
    with pytest.raises(DeliveryError, match="the outbox can't be used"):
        outbox(tmp_path)


def test_this_run_is_alive() -> None:
    """A run is told by machine, process and when that began, so that a number used again is another run."""
    here = run_name()
    assert is_alive(here)
    host, pid, began = here.rsplit(":", 2)
    assert int(pid) == os.getpid()
    assert not is_alive(f"{host}:{2**22 - 3}:{began}")
    assert not is_alive(f"{host}:{pid}:1")
    assert is_alive(f"elsewhere:{pid}:1")


def test_addresses_come_back_as_they_went_in(file: Path) -> None:
    """Whatever stands before the @, and beside it."""
    odd = ['"Doe, J." <"john doe"@example.org>', "ñandú+x@bücher.example", 'O\'Neil "Q" <o@example.org>']
    with outbox(file) as box:
        box.put(BRIEF, [letter(a) for a in odd], now=0)
        back: list[Address] = [d.recipient for d in box.listed()]
    assert back == [parse(a) for a in odd]


@pytest.mark.parametrize(
    "how", ["emptied", "put back from an older copy", "copied without what lies beside it"]
)
def test_an_outbox_that_lost_its_rows_sends_nothing_twice(
    file: Path, server: Relay, clock: Clock, how: str
) -> None:
    """The ledger knows who was sent what: those rows are unsure, and a person is asked."""
    with outbox(file) as box:
        box.put("c" * 64, people(1), now=clock())
        older = file.read_bytes()
        deliver(box, server, clock)
        box.put(BRIEF, people(2), now=clock())
        deliver(box, server, clock)
        newest = file.read_bytes()
    for beside in ("-wal", "-shm"):
        file.with_name(file.name + beside).unlink(missing_ok=True)
    file.unlink()
    if how != "emptied":
        file.write_bytes(older if "older" in how else newest)
    had = len(server.received)
    with outbox(file) as box:
        box.put(BRIEF, [*people(2), letter("new@example.org")], now=clock())
        deliver(box, server, clock)
        known = {d.recipient.mailbox: d.state.value for d in box.known(BRIEF).values()}
    assert known.pop("new@example.org") == "delivered"
    assert set(known.values()) <= {"unsure", "delivered"}
    assert len(server.received) == had + 1


def test_a_ledger_that_is_gone_is_written_anew(file: Path, server: Relay, clock: Clock) -> None:
    """From the rows of the outbox, so that it holds from here on."""
    with outbox(file) as box:
        box.put(BRIEF, people(2), now=clock())
        deliver(box, server, clock)
    kept = ledger.read(ledger.ledger_of(file))
    ledger.ledger_of(file).unlink()
    outbox(file).__exit__()
    assert ledger.read(ledger.ledger_of(file)) == kept
    assert len(kept) == 2


def test_a_line_that_a_crash_cut_off_is_not_read_with_the_next(tmp_path: Path) -> None:
    """What was being written when the power went counts for nothing, and spoils nothing."""
    file = tmp_path / "x.sent"
    ledger.add(file, ["one 0", "two 0"])
    file.write_bytes(file.read_bytes()[:-3])
    ledger.add(file, ["three 0"])
    assert {"one 0", "three 0"} <= ledger.read(file)
    assert "two 0" not in ledger.read(file)


def test_a_clock_that_ran_ahead_parks_nothing(file: Path, server: Relay, clock: Clock) -> None:
    """Rows put off, or held, by a run whose clock was years ahead are taken up when it is set right."""
    years = 5 * 365 * 24 * 3600
    with outbox(file) as box:
        box.put(BRIEF, people(2), now=clock() + years)
        box.claim([1], now=clock() + years)
        box.put_off([2], "not now", now=clock() + years)
    with outbox(file, "two", dead=("one",)) as box:
        box.recover(now=clock())
        assert box.next_due(now=clock()) == clock()
        assert len(box.due(now=clock())) == 2
        deliver(box, server, clock)
        assert states(box) == ["delivered"] * 2


def test_a_full_disk_is_no_reason_for_another_outbox(file: Path) -> None:
    """What to do is told so that nobody gets a brief twice by it."""
    told = broken(file, sqlite3.OperationalError("database or disk is full"))
    assert "Free some space" in str(told)
    file.touch()
    assert "Another outbox would not know" in str(broken(file, sqlite3.DatabaseError("malformed")))


def test_what_is_unsure_is_told_by_every_later_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """With the two ways on, and exit status 3, until a person has decided."""
    monkeypatch.chdir(tmp_path)
    with outbox(tmp_path / "reports" / "outbox.sqlite") as box:
        box.put(BRIEF, people(1), now=0)
        box.settle(
            one := box.claim(now=0), {"r0@example.org": Answer(outcome=Outcome.UNSURE, words="?")}, now=0
        )  # type: ignore[arg-type]
        assert one is not None
    assert run(["outbox", "list"]) == 3
    told = capfd.readouterr().err
    assert "briefing outbox retry 1" in told
    assert "briefing outbox drop 1" in told
    assert run(["outbox", "drop", "1"]) == 0
    assert run(["outbox", "list"]) == 0
