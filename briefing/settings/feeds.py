"""The settings of feeds: which are read each morning, and how far back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.errors import SettingError
from briefing.model import record
from briefing.settings.declaring import setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.settings import Settings

ACCOUNT = "reader+"
"""Stands before the address of an account: "reader+https://user@host/api/greader.php"."""


def _days(value: str) -> str | None:
    return None if int(value) > 0 else "must be 1 or more"


@record
class Feeds:
    """What `make --feeds` and `watch` read."""

    addresses: tuple[str, ...] = setting(
        (),
        "Feeds: addresses, files, OPML lists, accounts (reader+https://user@host/…), mailboxes (imaps://…).",
    )
    password_file: Path | None = setting(
        None, "File with the password of accounts, for its owner alone. Or: BRIEFING_FEEDS_PASSWORD."
    )
    days: int = setting(7, "Days back that items of feeds are read; older ones are passed over.", _days)
    full_text: bool = setting(
        True, "Whether an item of which a feed has only the beginning is fetched from its page."
    )


def agree(settings: Settings, origins: Mapping[str, str]) -> None:
    """Nothing when no password stands in an address; else SettingError."""
    for what in _wrong(settings.feeds.addresses):
        hint = "Put it into password_file, or BRIEFING_FEEDS_PASSWORD"
        raise SettingError(f"feeds.addresses: {what}", where=origins.get("feeds.addresses"), hint=hint)


def _wrong(addresses: tuple[str, ...]) -> Iterator[str]:
    for address in addresses:
        try:
            if urlsplit(address).password:
                yield "an address has a password in it"
        except ValueError:
            yield f"{address!r} is no address"
