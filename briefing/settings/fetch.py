"""The settings of fetching: how long, how much and how politely pages and feeds are asked for."""

from __future__ import annotations

import re
from pathlib import Path

from briefing.model import record
from briefing.settings.declaring import Check, setting


def _above(least: float) -> Check:
    return lambda value: None if float(value) > least else f"must be more than {least:g}"


def _from(least: float) -> Check:
    return lambda value: None if float(value) >= least else f"must be {least:g} or more"


def _file(value: str) -> str | None:
    return None if Path(value).is_file() else "is no file that is there"


def _proxy(value: str) -> str | None:
    return None if re.fullmatch(r"https?://[^\s/@]+(:\d+)?/?", value) else "is no address of a proxy"


@record
class Fetch:
    """How addresses are fetched. Nothing is, unless the user names an address or a feed."""

    at_once: int = setting(
        4, "Servers that are asked at the same time; each is asked one thing at a time.", _from(1)
    )
    pause: float = setting(1.0, "Seconds between two requests to the same server.", _from(0))
    connect_seconds: float = setting(10.0, "Seconds to wait for a connection.", _above(0))
    read_seconds: float = setting(20.0, "Seconds to wait for the next bytes of an answer.", _above(0))
    total_seconds: float = setting(60.0, "Seconds that one answer may take in all.", _above(0))
    redirects: int = setting(5, "Redirects that are followed for one address.", _from(0))
    megabytes: float = setting(10.0, "Megabytes that one answer may have, when it is unpacked.", _above(0))
    patience: float = setting(
        60.0, "Seconds that a server may ask to wait (Retry-After); for longer it is left alone.", _from(0)
    )
    robots: bool = setting(True, "Whether robots.txt is respected. false: where the publisher has agreed.")
    allow_private: bool = setting(
        False, "Whether addresses of this machine and of private networks may be fetched."
    )
    user_agent: str = setting("", "How the program names itself to servers. Empty: briefing and its version.")
    proxy: str = setting(
        "", "Proxy for all requests. Empty: none, whatever the environment says.", _proxy, secret=True
    )
    ca_file: Path | None = setting(
        None, "Certificates of authorities to trust beside the system's, in PEM.", _file
    )
    cache: Path | None = setting(None, "Folder of pages fetched before. Empty: briefing in the user's cache.")
    cache_days: int = setting(30, "Days that a page stays in the cache after it was last fetched.", _from(0))
