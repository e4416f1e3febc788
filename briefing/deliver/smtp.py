"""Handing messages to a mail server, with an answer for each recipient.

Who answered what decides what may be done next. A 4xx or a lost line is `LATER`: it may be tried
again. A 5xx is `REFUSED`: it may not. Between the last byte of a message and the server's answer
nobody can know whether the server has it: a line lost there is `UNSURE`, and is not tried again by
itself, since a second copy would be worse than a question.
"""

from __future__ import annotations

import re
import select
import smtplib
from collections.abc import Callable, Sequence
from enum import StrEnum
from types import TracebackType
from typing import Any

from briefing.addresses import Address
from briefing.deliver import server as servers
from briefing.deliver.server import Server
from briefing.deliver.session import LOST, BarredError, UnreachableError, opened, reason, told
from briefing.model import record

__all__ = ["Answer", "BarredError", "Outcome", "Post", "UnreachableError"]


class Outcome(StrEnum):
    """What became of a message to one recipient."""

    DELIVERED = "delivered"
    LATER = "later"
    REFUSED = "refused"
    UNSURE = "unsure"


@record
class Answer:
    """What the server said to one recipient's message, in its own words."""

    outcome: Outcome
    words: str


class Post:
    """A connection to a server, opened when the first message needs it; a context manager.

    A class, because the connection lives over many messages and is opened anew where it was lost.
    """

    def __init__(self, server: Server) -> None:
        servers.check(server)
        self.server = server
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Post:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rest()

    def rest(self) -> None:
        """Take leave of the server; the next message opens a connection anew."""
        if self._open is not None:
            try:
                self._open.quit()
            except LOST:
                self._open.close()
            self._open = None

    def send(
        self,
        sender: Address,
        recipients: Sequence[Address],
        message: bytes,
        *,
        before_end: Callable[[], bool] = lambda: True,
    ) -> dict[str, Answer]:
        """The answer for each recipient, by mailbox.

        `before_end` is called when all but the end of the message is with the server: what it says
        decides whether the message is finished, so that a claim on it can be made certain first.
        Raises UnreachableError or BarredError where there is no session to be had.
        """
        try:
            smtp = self._session(sender, recipients, message)
        except LOST as error:
            raise self._lost(error) from error
        if isinstance(smtp, Answer):
            return {r.mailbox: smtp for r in recipients}
        answers: dict[str, Answer] = {}
        try:
            self._recipients(smtp, recipients, answers)
            taken = [r for r in recipients if answers[r.mailbox].outcome is Outcome.DELIVERED]
            if taken:
                for recipient in taken:
                    del answers[recipient.mailbox]
                answer = self._data(smtp, message, before_end)
                answers |= {r.mailbox: answer for r in taken}
        except LOST as error:
            self._close()
            lost = Answer(outcome=Outcome.LATER, words=f"the connection was lost: {reason(error)}")
            return {r.mailbox: lost for r in recipients} | answers
        except BaseException:
            # Whatever is said next on this line would be read as part of the message.
            self._close()
            raise
        self._reset()
        return answers

    def _session(
        self, sender: Address, recipients: Sequence[Address], message: bytes
    ) -> smtplib.SMTP | Answer:
        """A connection on which the server has taken the sender; or why this message can't go at all."""
        for _ in range(2):
            fresh = self._open is None
            smtp = self.open()
            barrier = _barrier(smtp, sender, recipients, message)
            if barrier is not None:
                return barrier
            try:
                code, words = _mail(smtp, sender, recipients, message)
            except LOST:
                self._close()
                if fresh:
                    raise
                continue  # an idle or worn-out connection; a new one may do
            if 400 <= code < 500 and not fresh:
                self._close()  # so many messages to a connection, says many a server
                continue
            if code == 250:
                return smtp
            if code in (421, -1):
                self._close()
            else:
                self._reset()
            return _answer(code, words)
        raise UnreachableError("the server closes every connection", where=self.server.where)

    def open(self) -> smtplib.SMTP:
        """The connection, secured and logged in. Raises UnreachableError or BarredError."""
        if self._open is None:
            self._open = opened(self.server)
        return self._open

    def _recipients(
        self, smtp: smtplib.SMTP, recipients: Sequence[Address], answers: dict[str, Answer]
    ) -> None:
        for recipient in recipients:
            code, words = smtp.docmd("RCPT", f"TO:<{recipient.mailbox}>")
            if code == 421:
                raise smtplib.SMTPServerDisconnected(told(code, words))
            answers[recipient.mailbox] = _answer(code, words)

    def _data(self, smtp: smtplib.SMTP, message: bytes, before_end: Callable[[], bool]) -> Answer:
        """The server's answer to the message itself."""
        code, words = smtp.docmd("DATA")
        if code != 354:
            return _answer(code if code >= 400 else 451, words)
        smtp.send(re.sub(rb"(?m)^\.", b"..", message))
        if _has_spoken(smtp):
            # Nothing is due from the server yet: it has given up, and does not have the whole message.
            raise smtplib.SMTPServerDisconnected("the server ended it before the message did")
        if not before_end():
            # Another run has taken it over; without its end the server drops what it has.
            self._close()
            return Answer(outcome=Outcome.LATER, words="another run took this over")
        if _has_spoken(smtp):  # meanwhile: to make the claim certain takes time
            raise smtplib.SMTPServerDisconnected("the server ended it before the message did")
        # Where this fails the end has not left this machine, and there is no doubt.
        smtp.send(b".\r\n")
        try:
            code, words = smtp.getreply()
        except LOST as error:
            self._close()
            return Answer(outcome=Outcome.UNSURE, words=f"the answer never came: {reason(error)}")
        if not 200 <= code < 600:
            self._close()
            return Answer(outcome=Outcome.UNSURE, words=f"the answer can't be read: {told(code, words)}")
        if code == 421:
            self._close()
        return _answer(code, words)

    def _reset(self) -> None:
        """The connection ready for the next message, or given up."""
        if self._open is not None:
            try:
                self._open.rset()
            except LOST:
                self._close()

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _lost(self, error: BaseException) -> UnreachableError:
        self._close()
        return UnreachableError(f"can't be reached: {reason(error)}", where=self.server.where)


def _has_spoken(smtp: smtplib.SMTP) -> bool:
    return smtp.sock is not None and bool(select.select([smtp.sock], [], [], 0)[0])


def _barrier(
    smtp: smtplib.SMTP, sender: Address, recipients: Sequence[Address], message: bytes
) -> Answer | None:
    """What the server has said beforehand that it can't do with this message."""
    limit = smtp.esmtp_features.get("size", "").strip()
    if limit.isdigit() and 0 < int(limit) < len(message):
        words = f"the message has {len(message):,} bytes, and the server takes {int(limit):,}"
        return Answer(outcome=Outcome.REFUSED, words=words)
    if _needs_utf8(sender, recipients) and not smtp.has_extn("smtputf8"):
        words = "the server can't carry letters beyond ASCII before the @ (SMTPUTF8)"
        return Answer(outcome=Outcome.REFUSED, words=words)
    return None


def _needs_utf8(sender: Address, recipients: Sequence[Address]) -> bool:
    return any(a.needs_utf8 for a in (sender, *recipients))


def _mail(
    smtp: smtplib.SMTP, sender: Address, recipients: Sequence[Address], message: bytes
) -> tuple[int, bytes]:
    options = f" SIZE={len(message)}" if smtp.has_extn("size") else ""
    utf8 = _needs_utf8(sender, recipients)
    smtp.command_encoding = "utf-8" if utf8 else "ascii"
    if utf8:
        options += " BODY=8BITMIME SMTPUTF8" if smtp.has_extn("8bitmime") else " SMTPUTF8"
    return smtp.docmd("MAIL", f"FROM:<{sender.mailbox}>{options}")


def _answer(code: int, words: Any) -> Answer:
    if 200 <= code < 300:
        outcome = Outcome.DELIVERED
    elif 500 <= code < 600:
        outcome = Outcome.REFUSED
    else:
        outcome = Outcome.LATER
    return Answer(outcome=outcome, words=told(code, words))
