"""An account of a feed reader (FreshRSS, Miniflux, …) by the Google Reader API: what is in all its feeds.

The password goes to the server that the address names, over TLS, and nowhere else: no redirect is followed.
Nothing is changed there, nor marked as read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from briefing.errors import InputError
from briefing.model import Problem, record
from briefing.settings.feeds import ACCOUNT
from briefing.sources.feeds import MOST, TAG, Entry, channel_items
from briefing.sources.fetch import Fetcher, FetchError
from briefing.sources.pieces import Form, Piece
from briefing.sources.urls import is_url

ALL = "user/-/state/com.google/reading-list"
AT_ONCE = 200
"""Items that are asked for at a time."""
AUTH = re.compile(r"^Auth=(\S{1,500})$", re.MULTILINE)


@record
class Account:
    """Where an account is, and whose."""

    address: str
    user: str


def account_of(address: str) -> Account:
    """The account that an address names. Raises InputError where it names none."""
    bare = address.removeprefix(ACCOUNT)
    hint = f"Write it as {ACCOUNT}https://user@host/api/greader.php"
    where = re.sub(r"://[^/?#]*@", "://…@", address)
    try:
        parts = urlsplit(bare)
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise InputError(f"is no address: {error}", where=where, hint=hint) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not parts.username:
        raise InputError("names no account", where=where, hint=hint)
    if parts.password:
        raise InputError("has a password in it", where=where, hint="Set feeds.password_file instead")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    base = f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"
    return Account(address=base, user=unquote(parts.username))


def account_items(
    account: Account, fetcher: Fetcher, *, password: str, since: datetime
) -> Iterator[Piece | Problem]:
    """What came to the account's feeds since then, the newest first. Raises FetchError for trouble."""
    if account.address.startswith("http://") and not fetcher.terms.allow_private:
        hint = "Use https; allow_private = true in [fetch] allows it on your own network"
        raise FetchError("would send a password in the open", where=account.address, hint=hint)
    told = {"Authorization": f"GoogleLogin auth={_token(account, fetcher, password)}"}
    entries: list[Entry] = []
    origins: dict[str, str] = {}
    following = ""
    while True:
        asked = {"output": "json", "n": str(AT_ONCE), "ot": str(int(since.timestamp()))}
        asked |= {"c": following} if following else {}
        address = f"{account.address}/reader/api/0/stream/contents/{quote(ALL)}?{urlencode(asked)}"
        said = _read(fetcher.get(address, told), account)
        found = said.get("items")
        entries += (
            [_entry(one, origins) for one in found if isinstance(one, dict)]
            if isinstance(found, list)
            else []
        )
        new = said.get("continuation")
        if not found or not isinstance(new, str) or new == following or len(entries) >= MOST:
            break
        following = new
    yield from channel_items(entries[:MOST], account.address, outlets=origins)


def _token(account: Account, fetcher: Fetcher, password: str) -> str:
    """What the account's server takes for a log-in from now on."""
    fields = {"Email": account.user, "Passwd": password}
    said = fetcher.post(f"{account.address}/accounts/ClientLogin", fields)
    found = AUTH.search(said.decode("utf-8", "replace"))
    if found is None:
        hint = "Look at the user and the password; the API may need to be switched on there"
        raise FetchError("does not let this user in", where=account.address, hint=hint)
    return found[1]


def _read(data: bytes, account: Account) -> dict[str, Any]:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FetchError(f"answers what is no JSON: {error}", where=account.address) from error
    return said if isinstance(said, dict) else {}


def _entry(raw: Mapping[str, Any], origins: dict[str, str]) -> Entry:
    """An item; whose feed it is from is put into `origins`, by the item's key."""
    links = [one for name in ("canonical", "alternate") for one in _list(raw.get(name))]
    address = next((href for one in links if is_url(href := _text(one.get("href")))), "")
    texts = [
        _text(one.get("content")) for name in ("content", "summary") if isinstance(one := raw.get(name), dict)
    ]
    text = max(texts, key=len, default="")
    published = raw.get("published")
    day = ""
    if isinstance(published, int) and 0 < published < 2**33:
        day = datetime.fromtimestamp(published, UTC).isoformat(timespec="minutes")
    key = _text(raw.get("id")) or address
    origin = raw.get("origin")
    origins[key] = _text(origin.get("title")) if isinstance(origin, dict) else ""
    return Entry(
        key=key[:500] or "?",
        title=TAG.sub("", _text(raw.get("title"))),
        address=address,
        authors=(author,) if (author := _text(raw.get("author"))) and "@" not in author else (),
        days=(day,) if day else (),
        text=text,
        form=Form.PAGE if TAG.search(text) else Form.TEXT,
    )


def _list(raw: object) -> list[dict[str, Any]]:
    return [one for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []


def _text(raw: object) -> str:
    return raw.strip() if isinstance(raw, str) else ""
