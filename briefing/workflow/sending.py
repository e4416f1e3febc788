"""From a brief's record to its readers: built, put into the outbox, handed to the mail server."""

from __future__ import annotations

import email
import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from email import policy
from pathlib import Path

from briefing import addresses, codec, output
from briefing.addresses import Address
from briefing.deliver.message import Head, head_bytes
from briefing.deliver.outbox import Outbox
from briefing.deliver.rows import Delivery, Letter, State, outbox_file
from briefing.deliver.sending import is_alive, run_name, send_due
from briefing.deliver.server import described
from briefing.deliver.signing import Signer, sign, signer
from briefing.deliver.smtp import Post
from briefing.model import Brief, record
from briefing.progress import step
from briefing.settings import Settings
from briefing.workflow.recipients import Kind, Recipient, recipients, sender
from briefing.workflow.versions import Version, version

MINUTE = 60
TO_SEND = (State.WAITING, State.SENDING, State.ENDING)


@record
class Built:
    """A message as it would be sent, and the size of what is in it."""

    letter: Letter
    version: Version

    @property
    def message(self) -> bytes:
        """Every byte that goes to the server."""
        return self.letter.head + self.letter.content


@record
class Sent:
    """What became of the brief: a row for each recipient, and those who had theirs from an earlier run."""

    rows: tuple[Delivery, ...]
    before: tuple[Delivery, ...] = ()
    unsure: tuple[Delivery, ...] = ()
    """Rows of other briefs of which nobody knows whether they arrived."""


def people(
    settings: Settings, *, to: Sequence[str] = (), groups: Sequence[str] = (), to_me: bool = False
) -> tuple[Recipient, ...]:
    """Who is to get the brief; with `to_me` the sender alone, the version of the first who is named."""
    if not to_me:
        return recipients(settings, to, groups)
    desk = sender(settings)
    first, *_ = recipients(settings, to if to or groups else [str(desk)], groups)
    return (replace(first, address=replace(desk, name="")),)


def build(
    brief: Brief,
    readers: Sequence[Recipient],
    *,
    settings: Settings,
    digest: str,
    again: Mapping[str, int] | None = None,
    now: float,
) -> tuple[Built, ...]:
    """The message for each recipient, in their order; each version is made once."""
    desk = sender(settings)
    made: dict[Kind, Version] = {}
    signing = _signer(settings, desk)
    signed: dict[bytes, bytes] = {}
    built = []
    for n, reader in enumerate(readers):
        step("build", n, len(readers), str(reader.address))
        if reader.kind not in made:
            made[reader.kind] = version(brief, reader.kind, settings)
        its = made[reader.kind]
        count = (again or {}).get(reader.address.key, 0)
        head = _head(reader, its, settings, desk, digest, count, now)
        if signing and head not in signed:
            signed[head] = sign(head + its.content, signing) + head
        letter = Letter(
            sender=desk,
            recipient=reader.address,
            subject=its.subject(settings.email.subject),
            head=signed.get(head, head),
            content=its.content,
            again=count,
        )
        built.append(Built(letter=letter, version=its))
    return tuple(built)


def send(
    brief: Brief,
    readers: Sequence[Recipient],
    *,
    settings: Settings,
    environment: Mapping[str, str],
    again: bool = False,
    test: bool = False,
    clock: Callable[[], float] = time.time,
    wait: Callable[[float], None] = time.sleep,
) -> Sent:
    """What became of the brief with each recipient, after as many tries as patience allows.

    Nobody who has it, or may have it, gets it a second time, unless `again`; a `test` counts for
    nothing. Raises BarredError where settings or server must be mended; what was not sent is in the
    outbox then.
    """
    digest = f"test {clock()}" if test else identity(brief)
    wanted = {reader.address.key for reader in readers}
    with open_outbox(settings) as outbox, Post(described(settings.email, environment)) as post:
        outbox.recover(now=clock())
        known = outbox.known(digest)
        counts = {key: d.again + 1 for key, d in known.items() if again and d.state not in TO_SEND}
        new = [r for r in readers if r.address.key not in known or r.address.key in counts]
        built = build(brief, new, settings=settings, digest=digest, again=counts, now=clock())
        outbox.put(digest, [b.letter for b in built], now=clock())
        mine = [d for key, d in outbox.known(digest).items() if key in wanted]
        ids = [d.id for d in mine if d.state in TO_SEND]
        send_due(outbox, post, ids, clock=clock, wait=wait, patience=settings.email.patience * MINUTE)
        of_this = {d.id for d in mine}
        return Sent(
            rows=outbox.listed(ids),
            before=tuple(d for d in mine if d.id not in set(ids)),
            unsure=tuple(d for d in outbox.unsure() if d.id not in of_this),
        )


def dry_run(built: Sequence[Built], file: Path) -> tuple[Path, ...]:
    """The files with what would be sent: one for each version, to the first who gets it."""
    firsts = {one.letter.content: one for one in reversed(built)}
    written = []
    for n, one in enumerate(one for one in built if firsts[one.letter.content] is one):
        name = file if n == 0 else file.with_name(f"{file.stem}-{n + 1}{file.suffix}")
        written.append(output.write(name, one.message))
    return tuple(written)


def parts(content: bytes) -> tuple[tuple[str, str, int], ...]:
    """The parts of a content: media type, file name, and bytes."""
    read = email.message_from_bytes(content, policy=policy.default)
    return tuple(
        (p.get_content_type(), p.get_filename() or "", len(p.get_payload(decode=True) or b""))
        for p in read.walk()
        if not p.is_multipart()
    )


def retry(
    settings: Settings,
    environment: Mapping[str, str],
    ids: Sequence[int] = (),
    *,
    clock: Callable[[], float] = time.time,
) -> Sent:
    """The rows that were due, or named by their ids, after one more try."""
    with open_outbox(settings) as outbox:
        outbox.recover(now=clock())
        if ids:
            outbox.retry(ids, now=clock())
        due = [d.id for d in outbox.due(now=clock())]
        chosen = list(ids) or due
        if chosen:
            with Post(described(settings.email, environment)) as post:
                send_due(outbox, post, chosen, clock=clock, wait=time.sleep, patience=0)
        others = tuple(d for d in outbox.unsure() if d.id not in set(chosen))
        return Sent(rows=outbox.listed(chosen), unsure=others)


def open_outbox(settings: Settings) -> Outbox:
    """The outbox of the settings: of its own, or in the folder for the briefs."""
    return Outbox(outbox_file(settings), run=run_name(), alive=is_alive)


def identity(brief: Brief) -> str:
    """What tells a brief from every other: the digest of its record."""
    return hashlib.sha256(codec.brief_json(brief)).hexdigest()


def _signer(settings: Settings, desk: Address) -> Signer | None:
    own = settings.email
    if own.dkim_key is None:
        return None
    return signer(own.dkim_key, selector=own.dkim_selector, domain=own.dkim_domain or desk.domain)


def _head(
    reader: Recipient,
    version: Version,
    settings: Settings,
    desk: Address,
    digest: str,
    again: int,
    now: float,
) -> bytes:
    """The head of one recipient's message; in a message for all, one that names nobody."""
    own, alone = settings.email, settings.email.mode == "each"
    return head_bytes(
        Head(
            sender=replace(desk, name=version.line(desk.name)),
            to=reader.address if alone else None,
            subject=version.subject(own.subject),
            date=datetime.fromtimestamp(int(now)).astimezone(),
            brief=digest,
            recipient=reader.address.key if alone else repr(reader.kind),
            again=again,
            series=own.series or version.brief.title,
            reply_to=addresses.parse(own.reply_to) if own.reply_to else None,
            unsubscribe=own.unsubscribe,
        )
    )
