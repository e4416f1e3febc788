"""From inputs to findings, and from inputs to files: the only module that calls several stages.

Here, and nowhere below, the clock is read. Stages are imported where they are called, since
spaCy and WeasyPrint cost time that `render` or `verify` alone need not pay.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import codec, markings, output, plugins
from briefing.errors import (
    BriefingError,
    InputError,
    RecordError,
    StoppedError,
    UsageError,
    VerificationError,
)
from briefing.model import Article, Brief, Dossier, Findings, Input, Problem, record
from briefing.plugins import Kind
from briefing.progress import report, step, trouble
from briefing.settings import Settings
from briefing.settings.standards import pairs, weights
from briefing.workflow import remembering
from briefing.workflow.annotating import annotated
from briefing.workflow.bounded import Bounds, Failed, stream
from briefing.workflow.editing import edited
from briefing.workflow.fetching import Given, brought
from briefing.workflow.inputs import nothing_read, open_inputs
from briefing.workflow.outcomes import Sorted, sort_out, with_failed
from briefing.workflow.sparing import sparing
from briefing.workflow.titles import default_title, titled, with_frames

if TYPE_CHECKING:
    from briefing.archive import Archive
    from briefing.render.themes import Theme

RECORD = "json"
SLUG = "briefing"
SUMS = ".sums"
LONGEST_SLUG = 80
BUILT_IN = Settings()

Extractors = Sequence[Callable[..., Findings]]


@record
class Analysed:
    """Findings of every article that could be opened, and the trouble with inputs that could not."""

    findings: tuple[Findings, ...]
    problems: tuple[Problem, ...]
    inputs: tuple[Input, ...] = ()
    """What became of each input, in their order."""


@record
class Made:
    """What was left where: the files, the brief in them, how long it took, and what the record can't tell."""

    paths: tuple[Path, ...]
    brief: Brief
    seconds: float
    problems: tuple[Problem, ...] = ()


def analyse(
    inputs: Iterable[Given],
    *,
    settings: Settings = BUILT_IN,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    fetch: bool = False,
    archive: bool = False,
) -> Analysed:
    """The findings of all articles in the inputs: files, folders, "-" (`stdin`), addresses, plugins' "x:…".

    Trouble with one input or article becomes a Problem. Raises InputError when nothing at all
    could be read or analysed. With `archive`, what that knows is not read again.
    """
    extractors = [plugins.find(Kind.EXTRACTOR, name) for name in settings.extractors]
    scheme = markings.own_scheme(settings.marking_scheme)
    bounds = Bounds(seconds=settings.article_seconds, megabytes=settings.article_megabytes)
    given = sorted_out(inputs, settings=settings, stdin=stdin, environment=environment, fetch=fetch)
    if not given.kept:
        raise nothing_read(given.problems, given.inputs)
    articles = markings.alike([read.article for read in given.kept], scheme)
    opened = [(article, read.problems) for article, read in zip(articles, given.kept, strict=True)]
    with remembering.archive_of(settings if archive else replace(settings, use_archive=False)) as kept:
        read = _read(articles, settings, extractors, bounds, kept)
    findings = tuple(
        _faulty(*one, found) if isinstance(found, Failed) else _after(one[1], found)
        for one, found in zip(opened, read, strict=True)
    )
    if all(isinstance(found, Failed) for found in read):
        raise nothing_read([*given.problems, *(found.problems[-1] for found in findings)])
    step("analyse", len(opened), len(opened))
    failed = {
        f.article.id: f.problems[-1] for f, r in zip(findings, read, strict=True) if isinstance(r, Failed)
    }
    return Analysed(findings=findings, problems=given.problems, inputs=with_failed(given.inputs, failed))


def _read(
    articles: Sequence[Article],
    settings: Settings,
    extractors: Extractors,
    bounds: Bounds,
    archive: Archive | None = None,
) -> list[Findings | Failed]:
    """What is read in each article: what the archive knows of it, or read now, and kept there.

    What is read when the user interrupts is kept too.
    """
    from briefing.archive.storing import key_of

    before = remembering.known(archive, articles, settings)
    new = [article for article in articles if key_of(article) not in before]
    if new:
        make_ready({article.language for article in new}, settings)
    read: list[Findings | Failed] = []
    done = stream(
        lambda n: findings_of(new[n], (), settings, extractors),
        range(len(new)),
        bounds,
        begun=lambda done, n: step("analyse", done, len(new), new[n].source),
    )
    try:
        read += (outcome for _, outcome in done)
    except KeyboardInterrupt as stop:
        if archive is None or not read:
            raise
        what = f"interrupted; {len(read):,} of {len(new):,} articles are read, and need not be read again"
        raise StoppedError(what, hint="Nothing half-written was left") from stop
    finally:
        found = (f for f in read if isinstance(f, Findings))
        remembering.remember(archive, found, settings, now=time.time())
    fresh = iter(read)
    return [before.get(key_of(article)) or next(fresh) for article in articles]


def _after(met: tuple[Problem, ...], found: Findings) -> Findings:
    """The findings with what was met on reading the file before what was met on reading the text."""
    return replace(found, problems=(*met, *found.problems))


def findings_in(
    article: Article, met: tuple[Problem, ...], settings: Settings, extractors: Extractors
) -> Findings:
    """The findings of one article; the article alone, with the reason, where anything goes wrong with it."""
    try:
        return findings_of(article, met, settings, extractors)
    except (BriefingError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - one article must not cost the others theirs
        trouble.debug("%s", error, exc_info=error)
        return _faulty(article, met, Failed(message=f"{type(error).__name__}: {error}", error=error))


def sorted_out(
    inputs: Iterable[Given],
    *,
    settings: Settings = BUILT_IN,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    fetch: bool = False,
) -> Sorted:
    """The articles in the inputs, and what became of each input, without anything read in the articles."""
    from briefing import language

    scheme = markings.own_scheme(settings.marking_scheme)
    bounds = Bounds(seconds=settings.article_seconds, megabytes=settings.article_megabytes)
    inputs = brought(inputs, settings, environment or {}, fetch=fetch, bounds=bounds)
    opened = open_inputs(
        inputs, stdin, scheme, follow=settings.follow, bounds=bounds, columns=settings.columns
    )
    return sort_out(opened, settings, language.supported())


def make(
    inputs: Iterable[Given],
    *,
    settings: Settings = BUILT_IN,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    fetch: bool = False,
) -> Made:
    """The brief of the inputs, verified and written in every format asked for, or in none.

    A line that is not borne out by its source is left out, and told among the brief's problems; so is what
    was read in an article that no brief can be made with. Raises
    VerificationError when nothing can be made of any article, OutputError when the files can't be written;
    nothing is left then.
    """
    from briefing.render import glyphs
    from briefing.workflow.refused import borne_out
    from briefing.workflow.strays import strays

    began = time.perf_counter()
    check_formats(settings.format)
    theme = theme_of(settings)
    day = brief_day(settings, environment or {})
    folder = settings.out / day.isoformat()
    analysed = analyse(
        inputs, settings=settings, stdin=stdin, environment=environment, fetch=fetch, archive=True
    )
    met = (*analysed.problems, *strays([f.article for f in analysed.findings], settings))
    today = brief_day(replace(settings, date=""), environment or {})

    def made(findings: Sequence[Findings], spared: Sequence[Problem]) -> tuple[Brief, dict[str, bytes]]:
        known = (*met, *spared)
        verified = borne_out(
            findings,
            lambda told, left: composed(told, (*known, *left), day, today, settings, inputs=analysed.inputs),
            user_folder=settings.lexicon,
        )
        told = remembering.with_changes(verified, settings)
        brief = edited(told, settings, folder)
        if settings.notes is not None:
            brief = annotated(brief, settings)
        if brief is not verified:
            brief = _as_read(brief)
            check(brief, user_folder=settings.lexicon)
        return brief, _signed(
            rendered(brief, settings.format, stem=slug(settings), settings=settings), settings
        )

    with glyphs.lacking() as lacking:
        brief, files = sparing(analysed.findings, made, own_theme=theme.own)
    paths = output.write_all(folder, files, sums=f"{slug(settings)}{SUMS}")
    remembering.keep(brief, settings, path=str(folder), now=time.time())
    seconds = time.perf_counter() - began
    return Made(paths=paths, brief=brief, seconds=seconds, problems=glyphs.problems(lacking))


def composed(
    told: Dossier,
    problems: Sequence[Problem],
    day: date,
    today: date,
    settings: Settings,
    scheme: markings.Scheme | None = None,
    inputs: Sequence[Input] = (),
) -> Brief:
    """The brief of a dossier as the settings ask for it, without the analyst's edits and notes."""
    from briefing import compose

    brief = compose.compose(
        told,
        title=settings.title or default_title(settings.language, settings.labels),
        number=settings.number or f"{day:%Y}-{day:%j}",
        date=day.isoformat(),
        language=settings.language,
        marking=settings.marking,
        scheme=scheme or markings.own_scheme(settings.marking_scheme),
        source_marking=pairs(settings.source_marking),
        grading=pairs(settings.grading),
        interests=weights(settings.interests),
        prepared_by=settings.prepared_by or None,
        prepared_for=settings.prepared_for or None,
        problems=problems,
        inputs=inputs,
        today=today.isoformat(),
    )
    return _as_read(with_frames(brief, settings.labels))


def _as_read(brief: Brief) -> Brief:
    """The brief as a reader of its record will get it: that is what is checked and printed."""
    return codec.read_brief(codec.brief_json(brief))


def render(
    record_file: Path, *, settings: Settings, out: Path | None = None, language: str | None = None
) -> Made:
    """Every format again from a brief's record and edits, beside it or in `out`; the record stays."""
    from briefing.render import glyphs

    began = time.perf_counter()
    check_formats(settings.format)
    theme_of(settings)
    brief = open_record(record_file, trusted=settings.trusted_keys)
    check(brief, user_folder=settings.lexicon)
    brief = edited(brief, settings, record_file.parent)
    check(brief, user_folder=settings.lexicon)
    folder = out or record_file.parent
    with glyphs.lacking() as lacking:
        files = rendered(brief, settings.format, stem=record_file.stem, settings=settings, language=language)
    kept = {n: data for n, data in files.items() if (folder / n).resolve() != record_file.resolve()}
    paths = output.write_all(folder, kept, sums=f"{record_file.stem}{SUMS}")
    seconds = time.perf_counter() - began
    return Made(paths=paths, brief=brief, seconds=seconds, problems=glyphs.problems(lacking))


def _signed(files: dict[str, bytes], settings: Settings) -> dict[str, bytes]:
    """The files with a signature of the record among them, where the settings name a key."""
    if settings.sign_key is None:
        return files
    from briefing.workflow.signatures import SUFFIX, signature

    records = [name for name in files if name.endswith(f".{RECORD}")]
    return {**files, **{name + SUFFIX: signature(files[name], settings.sign_key) for name in records}}


def open_record(file: Path, *, trusted: Path | None = None) -> Brief:
    """The brief in a record file; with `trusted`, one that one of these public keys signed.

    Raises RecordError, InputError or SignatureError with the file's name. A record that is not the one that
    was made here last (a run was killed, or it was changed by hand) is none.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(
            f"can't be read: {error.strerror}", where=str(file), hint="Name the .json that `make` left"
        ) from error
    if file.name in output.changed(file.parent, f"{file.stem}{SUMS}"):
        raise RecordError(
            f"is not the one that {file.stem}{SUMS} tells of: a run was cut off, or it was changed since",
            where=str(file),
            hint=f"Make it anew; or remove {file.stem}{SUMS} if it is meant to be so",
        )
    if trusted is not None:
        from briefing.workflow.signatures import check as check_signature

        check_signature(file, data, trusted)
    return codec.read_brief(data, source=str(file))


def beside(file: Path) -> tuple[Problem, ...]:
    """The files beside a record that are not those that were made with it."""
    others = (name for name in output.changed(file.parent, f"{file.stem}{SUMS}") if name != file.name)
    hint = "Make it anew from the record: briefing render"
    return tuple(
        Problem(
            stage="verify", where=str(file.parent / name), message="is not the one that was made", hint=hint
        )
        for name in others
    )


def check(brief: Brief, *, user_folder: Path | None = None) -> None:
    """Nothing when every printed line is borne out by its source; else VerificationError."""
    found = failures(brief, user_folder=user_folder)
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise VerificationError(
            f"not verified: {found[0].message}{more}", where=found[0].where, hint="Nothing was written"
        )


def failures(brief: Brief, *, user_folder: Path | None = None) -> tuple[Problem, ...]:
    """What in the brief is not borne out by the words that it cites."""
    from briefing import verify

    step("verify", 0, 1)
    return verify.verify(brief, user_folder=user_folder)


def reread(brief: Brief, settings: Settings) -> tuple[Problem, ...]:
    """What the brief says otherwise than its source texts, and the files that are still there, read anew."""
    from briefing.workflow import rereading

    return rereading.differences(brief, settings)


def check_formats(formats: Sequence[str]) -> None:
    """Nothing when all formats are known, built in or a plugin's; else UsageError with the known ones."""
    from briefing.render import FORMATS

    if not formats:
        raise UsageError("no format is asked for", hint=f"There are: {', '.join(FORMATS)}")
    names = tuple(FORMATS)
    for name in formats:
        if name not in names:
            plugins.check(Kind.FORMAT, name, plugins.known(Kind.FORMAT, names))


def theme_of(settings: Settings) -> Theme:
    """The theme that is asked for, with its options, whose colours and variables there are.

    Raises as `briefing.render.find_theme` does.
    """
    from briefing.render.styling import check_styles

    theme = _theme(settings)
    check_styles(theme, settings.options)
    return theme


def _theme(settings: Settings) -> Theme:
    """The theme, whether or not it has every variable: that of a mail need not have those of the brief's."""
    from briefing.render import find_theme

    return find_theme(settings.theme, settings.templates, options=settings.options, labels=settings.labels)


def rendered(
    brief: Brief, formats: Sequence[str], *, stem: str, settings: Settings, language: str | None = None
) -> dict[str, bytes]:
    """The bytes of every format, by file name; a title that nobody chose is in the language asked for."""
    from briefing import render
    from briefing.render import archiving
    from briefing.workflow.confined import Confined

    theme = _theme(settings)
    printed = titled(brief, language or brief.language, settings.labels)
    kept = with_frames(brief, settings.labels)
    makers = {**render.FORMATS, **render.MAIL, **render.KEPT}
    files = {}
    with Confined(settings) as apart:
        for n, name in enumerate(formats):
            step("render", n, len(formats), name)
            shown = kept if name == RECORD else printed
            as_ = archiving.FORMAT if name == "pdf" and settings.pdf_a else name
            if name not in makers:
                files[f"{stem}.{name}"] = plugins.find(Kind.FORMAT, name)(brief)
            elif theme.own:
                files[f"{stem}.{name}"] = apart.render(shown, as_, language=language)
            else:
                files[f"{stem}.{name}"] = makers[as_](shown, theme, language=language)
    step("render", len(formats), len(formats))
    return files


def brief_day(settings: Settings, environment: Mapping[str, str]) -> date:
    """The day of the brief: as set, else that of SOURCE_DATE_EPOCH, else today."""
    if settings.date:
        return date.fromisoformat(settings.date)
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now().astimezone().date()
    try:
        return datetime.fromtimestamp(int(epoch), tz=UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"SOURCE_DATE_EPOCH is {epoch!r}, no number of seconds", hint="Set it right, or give --date"
        ) from error


def slug(settings: Settings) -> str:
    """The file name of the brief, without ending: as set, from the title, or "briefing"."""
    if settings.slug or not settings.title:
        return settings.slug or SLUG
    plain = unicodedata.normalize("NFKD", settings.title).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", plain)[:LONGEST_SLUG].strip("-") or SLUG


def findings_of(
    article: Article, met: tuple[Problem, ...], settings: Settings, extractors: Extractors
) -> Findings:
    """What was read in one article; the article alone where its language is not read here."""
    from briefing import extract, language, lexicon

    bare = Findings(article=article, problems=met)
    if article.language not in language.supported():
        known = ", ".join(language.supported())
        return _with(
            bare,
            f"is in a language that is not read here ({article.language})",
            hint=f"It is listed among the sources; languages read: {known}",
        )
    words = lexicon.load(article.language, settings.lexicon)
    doc = language.read(article)
    found = extract.extract(article, doc, words)
    for extractor in extractors:
        found = extractor(doc, words, found)
    return replace(found, problems=(*met, *found.problems))


def make_ready(languages: set[str], settings: Settings) -> None:
    """Loads what reading takes before processes are forked for it, so that each has it."""
    from briefing import language

    for code in sorted(languages.intersection(language.supported())):
        _ready(code, settings.lexicon)


@lru_cache(maxsize=8)
def _ready(code: str, folder: Path | None) -> None:
    """Nothing, with all loaded and compiled that an example of each word list needs."""
    from briefing import extract, language, lexicon, sources

    words = lexicon.load(code, folder)
    with suppress(Exception):  # it is told of the article that it happens to
        article = sources.read_bytes(lexicon.sample(words).encode(), source="").article
        article = replace(article, language=code)
        extract.extract(article, language.read(article), words)


def _faulty(article: Article, met: tuple[Problem, ...], fault: Failed) -> Findings:
    if isinstance(fault.error, BriefingError):
        raise fault.error
    return _with(
        Findings(article=article, problems=met),
        f"could not be analysed: {fault.message}",
        hint=fault.hint or "It is listed among the sources; --debug shows where it failed",
    )


def _with(bare: Findings, message: str, *, hint: str) -> Findings:
    problem = report(Problem(stage="language", where=bare.article.source, message=message, hint=hint))
    return replace(bare, problems=(*bare.problems, problem))
