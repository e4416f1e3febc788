"""Outlets: who signs an article, by the names of `outlets.toml` or by an address ("kabarpagi.co.id")."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from briefing.lexicon import Entry, Lexicon

SITE = r"[A-Za-z0-9-]+(?:\.[A-Za-z]{2,10}){1,2}"


@lru_cache(maxsize=4)
def signature(lexicon: Lexicon) -> str:
    """A pattern for everything that an outlet signs with."""
    words = sorted((w for e in lexicon["outlets"] for w in e.words), key=lambda w: (-len(w), w))
    return "(?:(?i:" + "|".join(map(re.escape, words)) + rf")|{SITE})"


@lru_cache(maxsize=4)
def listed(lexicon: Lexicon) -> re.Pattern[str]:
    """A pattern for the outlets that are listed, wherever they stand in a line."""
    words = sorted((w for e in lexicon["outlets"] for w in e.words), key=lambda w: (-len(w), w))
    return re.compile(r"(?<!\w)(?i:" + "|".join(map(re.escape, words)) + r")(?!\w)")


@lru_cache(maxsize=4)
def _names(lexicon: Lexicon) -> dict[str, tuple[str, str]]:
    """Usual name and kind by every signature, lower-cased, and by the usual name itself."""
    names = {w: (e.get("name"), e.get("kind")) for w, e in lexicon["outlets"].by_word().items()}
    return {name.casefold(): (name, kind) for name, kind in names.values()} | names


def outlet_name(words: str, lexicon: Lexicon) -> str | None:
    """The usual name of an outlet as it signs itself, or none where the words are no outlet's."""
    words = words.strip()
    known = _names(lexicon).get(words.casefold())
    if known is not None:
        return known[0]
    return words if re.fullmatch(SITE, words) else None


def is_publisher(words: str, lexicon: Lexicon) -> bool:
    """Whether an outlet publishes under its own name; an agency's reports are carried by others."""
    known = _names(lexicon).get(words.strip().casefold())
    return known is not None and known[1] == "outlet"


@lru_cache(maxsize=4)
def _at_home(lexicon: Lexicon) -> frozenset[str]:
    homes = {e.get("code") for e in lexicon["countries"] if e.values.get("home")}
    return frozenset(e.get("name") for e in lexicon["outlets"] if e.get("country") in homes)


def is_at_home(outlet: str | None, lexicon: Lexicon) -> bool:
    """Whether an outlet is of the country in which most is written in the lexicon's language."""
    return outlet in _at_home(lexicon)


@lru_cache(maxsize=4)
def _domains(lexicon: Lexicon) -> dict[str, Entry]:
    return {d: e for e in lexicon["outlets"] for d in (e.get("domain"), *e.values.get("domains", ())) if d}


def publisher_at(address: str, lexicon: Lexicon) -> Entry | None:
    """The outlet whose page an address leads to: that of the domain, or of one that it belongs to."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return None
    labels = host.casefold().removesuffix(".").split(".")
    domains = (".".join(labels[n:]) for n in range(len(labels) - 1))
    return next((e for d in domains if (e := _domains(lexicon).get(d)) is not None), None)
