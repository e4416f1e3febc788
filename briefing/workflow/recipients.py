"""Who gets which version of a brief: groups and single addresses, each mailbox once."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from briefing import addresses
from briefing.addresses import Address
from briefing.errors import SettingError, UsageError
from briefing.model import record
from briefing.settings import Settings
from briefing.settings.email import Email


@record
class Kind:
    """A version of the brief: its language (none: the brief's own), the theme of the mail, and the
    highest marking that may be in it (none: no limit)."""

    language: str
    theme: str
    ceiling: str


@record
class Recipient:
    """Somebody and the version that is for him."""

    address: Address
    kind: Kind


def recipients(settings: Settings, to: Sequence[str], groups: Sequence[str]) -> tuple[Recipient, ...]:
    """Everybody named, each mailbox once: who is named alone first, then group by group.

    Raises UsageError where a group is unknown or nobody is named, AddressError for what is no address.
    """
    email = settings.email
    own = Kind(language="", theme=email.theme, ceiling=email.max_marking)
    found = [Recipient(address=addresses.parse(text), kind=own) for text in to]
    for name in groups:
        group = email.groups.get(name)
        if group is None:
            raise _no_group(name, email)
        kind = Kind(
            language=group.language,
            theme=group.theme or email.theme,
            ceiling=group.max_marking or email.max_marking,
        )
        found += [Recipient(address=addresses.parse(text), kind=kind) for text in group.to]
    once: dict[str, Recipient] = {}
    for recipient in found:
        once.setdefault(recipient.address.key, recipient)
    if not once:
        raise UsageError("nobody is named", hint="Name somebody with --to, or a group with --group")
    return tuple(once.values())


def sender(settings: Settings) -> Address:
    """Whom messages come from, fields of the name still to be filled. Raises SettingError without one."""
    if not settings.email.sender:
        raise SettingError("email.sender is not set", hint="Set it to Duty desk <duty@example.org>")
    return addresses.parse(settings.email.sender)


def _no_group(name: str, email: Email) -> UsageError:
    near = get_close_matches(name, email.groups, n=1)
    known = ", ".join(email.groups) or "none"
    hint = f"The nearest is {near[0]!r}" if near else f"There are: {known}"
    return UsageError(f"no group {name!r} in the settings", hint=hint)
