"""The outbox: one row for each recipient of each brief, on the disk before anything is sent.

The file is the promise that nobody gets a brief twice. A row goes from `waiting` to `sending` (a run
has claimed it) to `ending` (all but the message's end is with the server) to what became of it. Each
step is one transaction. A run that dies while `sending` has sent nothing that counts, so the row waits
again; one that dies while `ending` leaves it `unsure`, and only a person can have that tried again.
Two runs at once share the rows, since a claim is made and kept by the run's own name.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from briefing.addresses import parse
from briefing.deliver import ledger
from briefing.deliver.ledger import ledger_of, line_of
from briefing.deliver.rows import Claim, Delivery, Letter, State, broken, opened
from briefing.deliver.smtp import Answer, Outcome
from briefing.errors import AddressError, UsageError

PAUSES = (60, 120, 300, 900, 1800, 3600, 7200, 14400)
"""Seconds until the next try, after each refusal that may pass; the last goes on."""
GIVE_UP = 2 * 24 * 3600
LEASE = 1800
LOST_ROW = "the ledger says that it was sent, and the outbox had lost its row"
TOGETHER = 50
"""As many recipients share one handing-over of the same message (Bcc)."""


_FINAL = {Outcome.DELIVERED: State.DELIVERED, Outcome.REFUSED: State.REFUSED, Outcome.UNSURE: State.UNSURE}
AHEAD = 2 * PAUSES[-1]
"""Seconds: what is due later than that was put off by a clock that ran ahead, and is due now."""
_DUE = f"state = 'waiting' AND (due <= ?1 OR due > ?1 + {AHEAD})"
_AMONG = "(? IS NULL OR id IN (SELECT value FROM json_each(?)))"
"""Takes the list of ids twice; without one, every row is meant."""


class Outbox:
    """The file, open for one run; a context manager.

    A class, because every step needs the same open file and the run's name.
    `alive` tells whether the run of that name still goes on.
    """

    def __init__(self, file: Path, *, run: str, alive: Callable[[str], bool]) -> None:
        self.file, self.run, self.alive = file, run, alive
        self._base = opened(file)
        try:
            self._mend_ledger()
        except BaseException:
            self._base.close()
            raise

    def __enter__(self) -> Outbox:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def known(self, brief: str) -> dict[str, Delivery]:
        """The last row of each recipient of a brief, by the key of the address."""
        rows = self._rows("WHERE brief = ? ORDER BY again", (brief,))
        return {d.recipient.key: d for d in rows}

    def put(self, brief: str, letters: Sequence[Letter], *, now: float) -> tuple[int, ...]:
        """The ids of the new rows. A recipient who has one for this brief and `again` gets none.

        Where the ledger has him and the outbox does not, the row is unsure from the first.
        """
        new = []
        with self._transaction():
            sent = self._ledger()
            for letter in letters:
                lost = line_of(brief, letter.recipient.key, letter.again) in sent
                content = hashlib.sha256(letter.content).hexdigest()
                cursor = self._base.execute(
                    "INSERT OR IGNORE INTO delivery (brief, mailbox, again, sender, recipient, subject, head,"
                    " content, state, answer, queued, changed, due) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                    (
                        *(brief, letter.recipient.key, letter.again, str(letter.sender)),
                        *(str(letter.recipient), letter.subject, letter.head, content),
                        *(State.UNSURE if lost else State.WAITING, LOST_ROW if lost else "", now, now, now),
                    ),
                )
                if cursor.rowcount:
                    new.append(int(cursor.lastrowid or 0))
                    self._base.execute(
                        "INSERT OR IGNORE INTO content VALUES (?, ?)", (content, letter.content)
                    )
        return tuple(new)

    def claim(self, ids: Sequence[int] | None = None, *, now: float) -> Claim | None:
        """The next message that is due, now this run's own; none where nothing is.

        `ids` are the rows to choose from; without them, all.
        """
        # A claim that a power cut takes back does no harm: nothing is finished before `end`.
        with self._transaction(durable=False):
            self._recover(now)
            first = self._base.execute(
                f"SELECT sender, head, content FROM delivery WHERE {_DUE} AND {_AMONG} ORDER BY id",  # noqa: S608
                (now, _list(ids), _list(ids)),
            ).fetchone()
            if first is None:
                return None
            sender, head, content = first
            mine = self._rows(
                f"WHERE {_DUE} AND {_AMONG} AND content = ? AND head = ? ORDER BY id LIMIT ?",
                (now, _list(ids), _list(ids), content, head, TOGETHER),
            )
            for delivery in mine:
                self._base.execute(
                    "UPDATE delivery SET state = ?, run = ?, lease = ?, changed = ? WHERE id = ?",
                    (State.SENDING, self.run, now + LEASE, now, delivery.id),
                )
            (body,) = self._base.execute("SELECT bytes FROM content WHERE id = ?", (content,)).fetchone()
        return Claim(deliveries=tuple(mine), sender=parse(sender), message=bytes(head) + bytes(body))

    def end(self, claim: Claim, *, now: float) -> bool:
        """Whether the claim still holds; if so, the message may now be finished, and only by this run."""
        with self._transaction():
            held = self._rows("WHERE run = ? AND state = ?", (self.run, State.SENDING))
            if not {d.id for d in claim.deliveries} <= {d.id for d in held}:
                return False
            for delivery in claim.deliveries:
                self._base.execute(
                    "UPDATE delivery SET state = ?, changed = ? WHERE id = ?",
                    (State.ENDING, now, delivery.id),
                )
            self._enter(claim.deliveries)
        return True

    def settle(self, claim: Claim, answers: dict[str, Answer], *, now: float) -> None:
        """Write down what became of each of the claim's recipients."""
        with self._transaction():
            for delivery in claim.deliveries:
                self._settle(delivery, answers[delivery.recipient.mailbox], now)
            self._tidy()

    def put_off(self, ids: Sequence[int] | None, words: str, *, now: float) -> None:
        """One more failed try for all rows that are due or claimed by this run."""
        answer = Answer(outcome=Outcome.LATER, words=words)
        with self._transaction():
            mine = self._rows("WHERE run = ? AND state = ?", (self.run, State.SENDING))
            due = self._rows(f"WHERE {_DUE} AND {_AMONG}", (now, _list(ids), _list(ids)))
            for delivery in (*mine, *due):
                self._settle(delivery, answer, now, force=True)

    def release(self, *, now: float) -> None:
        """Give back what this run has claimed and not sent."""
        with self._transaction():
            self._base.execute(
                "UPDATE delivery SET state = ?, run = '', changed = ? WHERE run = ? AND state = ?",
                (State.WAITING, now, self.run, State.SENDING),
            )

    def next_due(self, ids: Sequence[int] | None = None, *, now: float) -> float | None:
        """When the next waiting row may be tried; none where none waits."""
        query = (
            f"SELECT min(CASE WHEN due > ?1 + {AHEAD} THEN ?1 ELSE due END) FROM delivery"  # noqa: S608
            f" WHERE state = 'waiting' AND {_AMONG}"
        )
        ((due,),) = self._asked(query, (now, _list(ids), _list(ids)))
        return None if due is None else float(due)

    def due(self, *, now: float) -> tuple[Delivery, ...]:
        """The rows that may be tried now."""
        # All rows are read, so that a damaged one is told.
        waiting = (d for d in self.listed() if d.state is State.WAITING)
        return tuple(d for d in waiting if not now < d.due <= now + AHEAD)

    def unsure(self) -> tuple[Delivery, ...]:
        """The rows of which nobody knows whether the server has them: a person must decide."""
        return tuple(self._rows("WHERE state = ? ORDER BY id", (State.UNSURE,)))

    def recover(self, *, now: float) -> None:
        """Put right what runs that are gone have left half-done."""
        with self._transaction():
            self._recover(now)

    def listed(self, ids: Sequence[int] | None = None) -> tuple[Delivery, ...]:
        """The rows in the order in which they came."""
        return tuple(self._rows(f"WHERE {_AMONG} ORDER BY id", (_list(ids), _list(ids))))

    def retry(self, ids: Sequence[int], *, now: float) -> None:
        """Make rows due at once, whatever became of them. Raises UsageError for one that can't be."""
        with self._transaction():
            self._recover(now)
            for delivery in self._all(ids):
                if delivery.state in (State.DELIVERED, State.DROPPED, State.SENDING, State.ENDING):
                    what = f"{delivery.id} is {delivery.state}"
                    raise UsageError(what, hint="What was delivered goes out again with `send --again`")
                self._base.execute(
                    "UPDATE delivery SET state = ?, due = ?, queued = ? WHERE id = ?",
                    (State.WAITING, now, now, delivery.id),
                )

    def drop(self, ids: Sequence[int], *, now: float) -> None:
        """Take rows out, so that they are never sent. Raises UsageError for one that can't be."""
        with self._transaction():
            self._recover(now)
            for delivery in self._all(ids):
                if delivery.state in (State.DELIVERED, State.SENDING, State.ENDING):
                    raise UsageError(f"{delivery.id} is {delivery.state}", hint="It can't be taken out")
                self._base.execute(
                    "UPDATE delivery SET state = ?, changed = ? WHERE id = ?",
                    (State.DROPPED, now, delivery.id),
                )
            self._tidy()

    def _ledger(self) -> frozenset[str]:
        try:
            return ledger.read(ledger_of(self.file))
        except OSError as error:
            raise broken(self.file, error) from error

    def _enter(self, deliveries: Sequence[Delivery]) -> None:
        """Writes rows into the ledger, before the end of their message goes out."""
        lines = [line_of(d.brief, d.recipient.key, d.again) for d in deliveries]
        try:
            ledger.add(ledger_of(self.file), lines)
        except OSError as error:
            raise broken(self.file, error) from error

    def _mend_ledger(self) -> None:
        """Writes the ledger anew from the rows where it is gone: the outbox was copied without it."""
        if ledger_of(self.file).exists():
            return
        over = (State.DELIVERED, State.UNSURE, State.ENDING)
        rows = self._rows("WHERE state IN (?, ?, ?) ORDER BY id", over)
        if rows:
            self._enter(rows)

    def _settle(self, delivery: Delivery, answer: Answer, now: float, *, force: bool = False) -> None:
        tries = delivery.tries + 1
        state = _FINAL.get(answer.outcome, State.WAITING)
        words, due = answer.words, now + PAUSES[min(tries, len(PAUSES)) - 1]
        if state is State.WAITING and now - delivery.queued > GIVE_UP:
            state, words = State.REFUSED, f"given up after {tries} tries: {words}"
        self._base.execute(
            "UPDATE delivery SET state = ?, tries = ?, answer = ?, changed = ?, due = ?, run = '', lease = 0"
            " WHERE id = ? AND (run = ? OR ?)",
            (state, tries, words, now, due, delivery.id, self.run, force),
        )

    def _recover(self, now: float) -> None:
        """Rows of runs that are gone: not sent where only claimed, unsure where the end was on its way."""
        held = self._base.execute(
            "SELECT id, state, run, lease FROM delivery WHERE state IN (?, ?)", (State.SENDING, State.ENDING)
        ).fetchall()
        gone = {
            run
            for _, _, run, lease in held
            if run != self.run and (not now <= lease <= now + AHEAD or not self.alive(run))
        }
        for id_, state, run, _ in held:
            if run in gone:
                unsure = state == State.ENDING
                words = "the run ended before the server's answer was written down" if unsure else ""
                self._base.execute(
                    "UPDATE delivery SET state = ?, run = '', changed = ?,"
                    " answer = CASE ? WHEN '' THEN answer ELSE ? END WHERE id = ?",
                    (State.UNSURE if unsure else State.WAITING, now, words, words, id_),
                )

    def _tidy(self) -> None:
        """Contents that no row can need any more are not kept."""
        self._base.execute(
            "DELETE FROM content WHERE id NOT IN (SELECT content FROM delivery WHERE state NOT IN (?, ?))",
            (State.DELIVERED, State.DROPPED),
        )

    def _all(self, ids: Sequence[int]) -> list[Delivery]:
        found = self._rows(f"WHERE {_AMONG} ORDER BY id", (_list(ids), _list(ids)))
        missing = set(ids) - {d.id for d in found}
        if missing:
            raise UsageError(f"the outbox has no {min(missing)}", hint="`briefing outbox list` shows them")
        return found

    def _rows(self, where: str, values: Sequence[object]) -> list[Delivery]:
        columns = "id, brief, recipient, subject, state, tries, answer, queued, changed, due, again"
        query = f"SELECT {columns} FROM delivery {where}"  # noqa: S608 - both are ours
        found = []
        for row in self._asked(query, tuple(values)):
            cells = dict(zip(columns.split(", "), row, strict=True))
            try:
                cells |= {"recipient": parse(cells["recipient"]), "state": State(cells["state"])}
            except (AddressError, ValueError, TypeError) as error:
                raise broken(self.file, ValueError(f"row {cells['id']} is damaged: {error}")) from error
            found.append(Delivery(**cells))
        return found

    def _asked(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """What the file answers. Raises DeliveryError where it is damaged."""
        try:
            return self._base.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise broken(self.file, error) from error

    @contextmanager
    def _transaction(self, *, durable: bool = True) -> Iterator[None]:
        """One step, whole or not at all; `durable` ones outlast a power cut from here on."""
        try:
            self._base.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")
        except sqlite3.Error as error:
            raise broken(self.file, error) from error


def _list(ids: Sequence[int] | None) -> str | None:
    return None if ids is None else json.dumps(list(ids))
