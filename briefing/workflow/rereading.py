"""A record read anew: what it says otherwise than its own source texts, analysed again, and than the files.

Verification looks at each printed line and the words that it cites. What is left out, or was put in with
care, it can't tell; that is found here. The texts in the record are analysed as `make` does it, the brief is
composed and the edits in the record are applied, and all that is printed must come out the same. Files that
still lie where the record says are read again too: their text and head must be those of the record.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from briefing import __version__, markings, plugins
from briefing.errors import BriefingError, InputError
from briefing.model import Article, Brief, Cited, Findings, FrontLine, Problem, record
from briefing.plugins import Kind
from briefing.progress import step
from briefing.settings import Settings
from briefing.workflow.bounded import Bounds, Failed, each
from briefing.workflow.titles import with_frames

STAGE = "verify"
LINES = ("statements", "military", "events")
"""Lists whose lines have an id."""
MADE = ("voices", "chronology", "digests", "stories", "figures", "differences")
"""Lists that are made of these lines."""
HEAD = ("title", "outlet", "authors", "published", "dateline", "url")
LONGEST = 60


@record
class _Fault:
    """A difference: where it is, what is different, and the words on both sides."""

    where: str
    message: str

    def problem(self, hint: str) -> Problem:
        return Problem(stage=STAGE, where=self.where, message=self.message, hint=hint)


def differences(brief: Brief, settings: Settings) -> tuple[Problem, ...]:
    """What the record says otherwise than its sources, read anew; empty when all is found again.

    `settings` are those that the brief was made with, as far as they bear on reading: word lists, extractors,
    interests.
    """
    hint = ""
    if brief.generator != f"briefing {__version__}":
        hint = f"The record was made by {brief.generator}; this is {__version__}, which may read otherwise"
    faults = [*_of_files(brief), *_of_texts(brief)]
    anew = _anew(brief, settings)
    faults += _of_lines(brief, anew)
    faults += _of_lists(brief, anew)
    faults += _of_front(brief, anew)
    return tuple(fault.problem(hint) for fault in faults)


# --- the sources ------------------------------------------------------------------------------


def _of_texts(brief: Brief) -> Iterator[_Fault]:
    """Texts that are not those whose sum is kept in the article's id."""
    for source in brief.sources:
        text = source.article.text.encode("utf-8", "surrogatepass")
        if hashlib.sha256(text).hexdigest()[:12] != source.article.id:
            yield _Fault(where=f"source {source.number}", message="its text is not the one that was read")


def _of_files(brief: Brief) -> Iterator[_Fault]:
    """Files that are still where the record says, and are others, or say something else."""
    from briefing import sources

    scheme = markings.of(brief)
    for source in brief.sources:
        path = Path(source.article.source)
        where = f"source {source.number} ({source.article.source})"
        if not path.is_file():
            continue
        try:
            read = sources.read_path(path, source=source.article.source, scheme=scheme).article
        except InputError as error:
            yield _Fault(where=where, message=f"the file can't be read anew: {error.what}")
            continue
        if read.digest != source.article.digest:
            yield _Fault(where=where, message="the file has changed since it was read")
            continue
        yield from _of_file(where, source.article, read)


def _of_file(where: str, kept: Article, read: Article) -> Iterator[_Fault]:
    if kept.text != read.text:
        yield _Fault(where=where, message="its text is not that of the file")
    for field in HEAD:
        ours, theirs = getattr(kept, field), getattr(read, field)
        if ours != theirs:
            yield _Fault(where=where, message=f"{field} is {_short(ours)}, the file says {_short(theirs)}")
    lost = {r.words for r in read.header} - {r.words for r in kept.header}
    for words in sorted(lost):
        yield _Fault(where=where, message=f"a line of the file's head is missing: {_short(words)}")


# --- what was read in them --------------------------------------------------------------------


def _anew(brief: Brief, settings: Settings) -> Brief:
    """The brief as it is made today of the texts in the record, with the edits and notes in it."""
    from briefing import workflow
    from briefing.edits import apply
    from briefing.workflow.refused import borne_out

    findings = _findings([source.article for source in brief.sources], settings)
    given = replace(
        settings,
        title=brief.title,
        number=brief.number,
        language=brief.language if brief.language in {"en", "id"} else settings.language,
        marking=brief.floor,
        marking_scheme=(),
        prepared_by=brief.prepared_by or "",
        prepared_for=brief.prepared_for or "",
    )
    day = date.fromisoformat(brief.date)
    composed = borne_out(
        findings,
        lambda told, left: workflow.composed(told, left, day, day, given, markings.of(brief)),
        user_folder=settings.lexicon,
    )
    made = apply(composed, brief.edits, user_folder=settings.lexicon) if brief.edits else composed
    return with_frames(made, settings.labels)


def _findings(articles: Sequence[Article], settings: Settings) -> list[Findings]:
    from briefing import workflow

    extractors = [plugins.find(Kind.EXTRACTOR, name) for name in settings.extractors]
    bounds = Bounds(seconds=settings.article_seconds, megabytes=settings.article_megabytes)
    workflow.make_ready({article.language for article in articles}, settings)
    read = each(
        lambda article: workflow.findings_of(article, (), settings, extractors),
        articles,
        bounds,
        begun=lambda done, article: step("analyse", done, len(articles), article.source),
    )
    step("analyse", len(articles), len(articles))
    for found in read:
        if isinstance(found, Failed) and isinstance(found.error, BriefingError):
            raise found.error
    return [
        Findings(article=article) if isinstance(found, Failed) else found
        for article, found in zip(articles, read, strict=True)
    ]


def _of_lines(brief: Brief, anew: Brief) -> Iterator[_Fault]:
    """Statements, military items and events that are not read, are missing, or read otherwise."""
    for name in LINES:
        kept = {line.id: line for line in getattr(brief, name)}
        read = {line.id: line for line in getattr(anew, name)}
        dropped = {line for edit in brief.edits for line in edit.lines}
        for key, line in kept.items():
            where = f"{name}, {key}"
            if key not in read:
                yield _Fault(where=where, message=f"is not read in its source: {_short(line.text.value)}")
            else:
                yield from _between(where, line, read[key])
        for key in read.keys() - kept.keys() - dropped:
            words = _short(read[key].text.value)
            yield _Fault(where=f"{name}, {key}", message=f"is left out of the record: {words}")


def _between(where: str, kept: Any, read: Any) -> Iterator[_Fault]:
    for field in dataclasses.fields(kept):
        ours, theirs = getattr(kept, field.name), getattr(read, field.name)
        if ours != theirs:
            message = f"{field.name} is {_short(ours)}, its source is read as {_short(theirs)}"
            yield _Fault(where=where, message=message)


def _of_lists(brief: Brief, anew: Brief) -> Iterator[_Fault]:
    """Lists made of the lines: one difference each is told, since the others follow from it."""
    for name in MADE:
        kept, read = getattr(brief, name), getattr(anew, name)
        if kept == read:
            continue
        n = next((n for n, (a, b) in enumerate(zip(kept, read, strict=False)) if a != b), None)
        if n is None:
            message = f"has {len(kept)} entries, of its sources {len(read)} are made"
            yield _Fault(where=name, message=message)
        else:
            fields = [fault.message for fault in _between(name, kept[n], read[n])]
            yield _Fault(where=f"{name} {n + 1}", message=fields[0])


def _of_front(brief: Brief, anew: Brief) -> Iterator[_Fault]:
    """Lines of the front page that are told otherwise; which lines stand there is the user's own interest."""
    read = {line.text: line for line in anew.front}
    for line in brief.front:
        if line.text in read:
            yield from _between(f"front page, {_short(line.text)}", _bare(line), _bare(read[line.text]))


def _bare(line: FrontLine) -> FrontLine:
    return replace(line, story=None, news=None)


def _short(value: object) -> str:
    """A value in few words: that of a citation with its place, the first of many."""
    if isinstance(value, Cited):
        said = f"{value.value!r} ({value.citation.start}-{value.citation.end})"
    else:
        said = "none" if value is None or value == () else repr(value)
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
