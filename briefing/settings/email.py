"""The settings of the brief by e-mail: the server, the message, and groups of recipients."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from briefing import addresses, markings
from briefing.errors import MarkingError, SettingError
from briefing.model import record
from briefing.settings.declaring import setting, table

if TYPE_CHECKING:
    from briefing.settings import Settings

SUBJECT_FIELDS = ("title", "number", "date", "day", "marking", "articles", "prepared_by", "prepared_for")
SUBJECT = "{marking} {title}, {day}"
MODES = ("each", "bcc")
SECURITY = ("starttls", "tls", "none")


def _address(value: str) -> str | None:
    return addresses.check(_filled(value))


def _filled(template: str) -> str:
    """A template of an address with its fields filled by a letter, for looking at the rest."""
    return re.sub(r"\{\w+\}", "x", template)


def _one_of(*known: str) -> Callable[[str], str | None]:
    return lambda value: None if value in known else f"must be one of: {', '.join(known)}"


def _fields(value: str) -> str | None:
    try:
        names = [name for _, name, spec, _ in Formatter().parse(value) if name is not None or spec]
    except ValueError as error:
        return f"is no template: {error}"
    wrong = [name for name in names if name not in SUBJECT_FIELDS]
    known = ", ".join(f"{{{name}}}" for name in SUBJECT_FIELDS)
    return f"has {{{wrong[0]}}}, which is none of: {known}" if wrong else None


def _sender(value: str) -> str | None:
    return _fields(value) or _address(value)


def _port(value: str) -> str | None:
    return None if 0 < int(value) < 2**16 else "is no port"


def _positive(value: str) -> str | None:
    return None if int(value) > 0 else "must be 1 or more"


def _not_negative(value: str) -> str | None:
    return None if int(value) >= 0 else "must be 0 or more"


def _file(value: str) -> str | None:
    return None if Path(value).is_file() else "is no file that is there"


def _host(value: str) -> str | None:
    return None if re.fullmatch(r"[\w.:-]+", value) else "is no name of a server"


@record
class Group:
    """Recipients who get the same version of the brief."""

    to: tuple[str, ...] = setting((), "Who is in the group: addresses, with or without a name.")
    language: str = setting("", "Language of the group's version: en or id. Empty: the brief's own.")
    theme: str = setting("", "Theme of the group's version. Empty: that of [email].")
    max_marking: str = setting("", "Nothing marked higher reaches the group. Empty: as in [email].")


@record
class Email:
    """How the brief is sent. Without `host` and `sender` nothing is."""

    host: str = setting("", "Mail server that takes the messages.", _host)
    port: int = setting(587, "Port of the mail server: 587 for starttls, 465 for tls, 25 within.", _port)
    security: str = setting("starttls", "How the line is secured: starttls, tls or none.", _one_of(*SECURITY))
    allow_plain: bool = setting(False, "Whether security = none may go to another machine than this one.")
    ca_file: Path | None = setting(
        None, "Certificates of authorities to trust beside the system's, in PEM.", _file
    )
    username: str = setting("", "Who logs in. Empty: nobody does. The password: BRIEFING_EMAIL_PASSWORD.")
    password_file: Path | None = setting(
        None, "File with the password in its first line, readable by its owner alone."
    )
    token_command: str = setting(
        "", "Command that prints an access token for XOAUTH2, for a password.", secret=True
    )
    timeout: int = setting(60, "Seconds to wait for any answer of the server.", _positive)
    sender: str = setting("", "Whom messages come from: Duty desk <duty@example.org>.", _sender)
    reply_to: str = setting("", "Where answers go, if not to the sender.", _address)
    subject: str = setting(SUBJECT, "Subject, from {title}, {day} and more (docs/email.md).", _fields)
    unsubscribe: tuple[str, ...] = setting(
        (), "How to be taken off the list: mailto: or https: addresses, for List-Unsubscribe."
    )
    series: str = setting("", "Name under which clients group the briefs. Empty: the title.")
    mode: str = setting(
        "each", "each: a message for each recipient. bcc: one for all, without names.", _one_of(*MODES)
    )
    attach: tuple[str, ...] = setting(("pdf",), "Formats to attach.")
    theme: str = setting("newsletter", "Theme of the messages.")
    max_marking: str = setting("", "Nothing marked higher is sent to anybody. Empty: no limit.")
    patience: int = setting(
        10, "Minutes that send itself goes on trying after refusals that may pass.", _not_negative
    )
    outbox: Path | None = setting(None, "File of the outbox. Default: outbox.sqlite in the folder out.")
    dkim_key: Path | None = setting(None, "Private key for DKIM signatures, in PEM.", _file)
    dkim_selector: str = setting("", "Selector under which the DNS has the key's other half.")
    dkim_domain: str = setting("", "Domain that signs. Empty: the sender's.")
    groups: Mapping[str, Group] = table("Groups of recipients, a table [email.groups.NAME] for each.")


def agree(settings: Settings, origins: Mapping[str, str]) -> None:
    """Nothing when addresses, labels and what goes together are right; else SettingError with the line."""
    for key, what, hint in _wrong(settings):
        raise SettingError(f"{key}: {what}", where=origins.get(key), hint=hint)


def _wrong(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """What is wrong, by key."""
    email, scheme = settings.email, markings.own_scheme(settings.marking_scheme)
    for name, group in email.groups.items():
        for one in group.to:
            if what := addresses.check(one):
                yield f"email.groups.{name}.to", what, addresses.HINT
    for address in email.unsubscribe:
        if not re.fullmatch(r"(mailto:[!-~]+@[!-~]+|https://[!-~]+)", address) or set(address) & set("<>,"):
            yield "email.unsubscribe", f"{address!r} is no mailto: or https: address", "Mend it"
    ceilings = {f"email.groups.{name}.max_marking": g.max_marking for name, g in email.groups.items()}
    for key, label in {"email.max_marking": email.max_marking, **ceilings}.items():
        try:
            if label:
                markings.rank(label, scheme)
        except MarkingError as error:
            yield key, error.what, error.hint or ""
    if email.dkim_key and not email.dkim_selector:
        yield "email.dkim_key", "has no dkim_selector beside it", "Set dkim_selector too"
    if email.password_file and email.token_command:
        yield "email.token_command", "stands beside password_file", "Set one of them"
