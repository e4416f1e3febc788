"""The archive in a run: what was read before is not read again, and what was made is kept.

Trouble with the archive is told and costs no brief.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import __version__, codec, output
from briefing.errors import ArchiveError, BriefingError, RecordError, UsageError
from briefing.model import Article, Brief, Findings, Problem
from briefing.progress import report
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.archive import Archive

STAGE = "archive"
FILE = "archive.sqlite"
LONGEST = 120
"""Characters of a file's name."""
ROOMS = ("extract", "language", "lexicon", "sources")
"""What decides how an article is read."""


def archive_file(settings: Settings) -> Path:
    """Where the archive is: where the settings say, else in the folder for the briefs."""
    return settings.archive or settings.out / FILE


@contextmanager
def archive_of(settings: Settings) -> Iterator[Archive | None]:
    """The archive of the settings, open; none where it is not wanted, or can't be used, which is told."""
    if not settings.use_archive:
        yield None
        return
    from briefing.archive import opened

    try:
        archive = opened(archive_file(settings))
    except ArchiveError as error:
        tell(error)
        yield None
        return
    with archive:
        yield archive


@contextmanager
def asked(settings: Settings) -> Iterator[Archive]:
    """The archive, for whoever asks it. Raises ArchiveError where there is none, or it can't be used."""
    from briefing.archive import opened

    file = archive_file(settings)
    if not file.is_file():
        raise ArchiveError(
            "is not there", where=str(file), hint="`briefing make` begins one; archive names another"
        )
    with opened(file) as archive:
        yield archive


def prune(archive: Archive, before: str) -> tuple[int, int]:
    """Removes briefs of days before an ISO day, and articles not seen since; how many of each."""
    try:
        begins = datetime.fromisoformat(before).astimezone()
    except ValueError as error:
        raise UsageError(f"{before!r} is no day", hint="Give one such as 2026-01-01") from error
    return archive.prune(begins.date().isoformat(), seen_before=begins.timestamp())


def export(archive: Archive, folder: Path) -> tuple[Path, ...]:
    """The records of all briefs, each in a file of its own in the folder."""
    files = {}
    for one in archive.briefs():
        name = re.sub(r"[^\w.-]+", "-", f"{one.day}-{one.series}-{one.number}")[:LONGEST]
        files[f"{name}.json"] = codec.brief_json(archive.brief(one.id))
    return output.write_all(folder, files) if files else ()


def known(archive: Archive | None, articles: Sequence[Article], settings: Settings) -> dict[str, Findings]:
    """What was read in these articles before, by their keys (`key_of`)."""
    if archive is None or settings.extractors:  # how a plugin reads may change without a sign
        return {}
    try:
        return archive.known(articles, reader(settings.lexicon))
    except ArchiveError as error:
        tell(error)
        return {}


def remember(
    archive: Archive | None, findings: Iterable[Findings], settings: Settings, *, now: float
) -> None:
    """Keeps what was read."""
    if archive is None or settings.extractors:
        return
    try:
        archive.remember(findings, reader(settings.lexicon), now=now)
    except ArchiveError as error:
        tell(error)


def with_changes(brief: Brief, settings: Settings) -> Brief:
    """The brief with what changed since the last one of its series, where the archive has one."""
    series = settings.series or brief.title
    if not settings.use_archive or not archive_file(settings).is_file():
        return brief
    from briefing.compose.changing import changed

    with archive_of(settings) as archive:
        try:
            kept = archive.briefs(series) if archive is not None else ()
            before = [one.id for one in kept if one.day < brief.date]
            if archive is None or not before:
                return brief
            earlier = archive.brief(before[-1])
        except (ArchiveError, RecordError) as error:
            tell(error)
            return brief
    return changed(brief, earlier, series=series)


def keep(brief: Brief, settings: Settings, *, path: str, now: float) -> None:
    """Keeps a brief that was written, under its series."""
    with archive_of(settings) as archive:
        if archive is not None:
            try:
                archive.keep(brief, series=settings.series or brief.title, path=path, now=now)
                if settings.archive_days:
                    first = datetime.fromtimestamp(now).astimezone() - timedelta(days=settings.archive_days)
                    prune(archive, first.date().isoformat())
            except ArchiveError as error:
                tell(error)


def tell(error: BriefingError) -> Problem:
    """Trouble with the archive, told on the terminal; it is of no article, and stands in no brief."""
    hint = error.hint or ""
    return report(Problem(stage=STAGE, where=error.where or "", message=error.what, hint=hint))


@lru_cache(maxsize=4)
def reader(own_lists: Path | None) -> str:
    """What reads: this version, its modules, models and word lists, and the user's own word lists."""
    here = Path(__file__).parents[1]
    folders = [here / room for room in ROOMS] + ([own_lists] if own_lists else [])
    told = [__version__]
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
            found = path.stat()
            told.append(f"{path.relative_to(folder)} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:32]
