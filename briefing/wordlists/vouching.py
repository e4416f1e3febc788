"""The examples of the words that say how far an article vouches for something, tried on the real rules."""

from __future__ import annotations

from briefing.extract.events.military import fires as military
from briefing.lexicon import Entry
from briefing.wordlists.happenings import fires as events
from briefing.wordlists.happenings import read


def fires(entry: Entry, text: str) -> bool:
    """Whether an event or a military detail of the text has the entry's status by one of its words.

    A word that keeps others from telling one must matter to an event, or stand where a detail is read.
    """
    if not entry.get("status"):
        return events(entry, text) or military(entry, text)
    found = read(entry, text)
    told = [(e.status, e.marker) for e in found.events] + [(d.status, d.marker) for d in found.military]
    here = [marker for status, marker in told if marker is not None and status == entry.get("status")]
    markers = {found.article.words(marker).casefold() for marker in here}
    return any(word.casefold() in markers for word in entry.words)
