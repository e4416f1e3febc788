"""What is remembered from day to day: one SQLite file with articles, what was read in them, and briefs.

    opened(file) -> Archive     made where it is missing, brought to this version where it is older

Nothing in it is needed to make a brief, and everything in it can be made again from articles and records:
trouble with it is told, and the brief goes out without it.
"""

from briefing.archive.searching import Found, Query, search
from briefing.archive.storing import Archive, Kept, opened

__all__ = ["Archive", "Found", "Kept", "Query", "opened", "search"]
