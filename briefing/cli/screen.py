"""What the commands show: results on standard output, trouble and progress on standard error.

Texts of articles and names of files are other people's: control and direction characters in
them are shown as "\ufffd", never sent to the terminal.
"""

from __future__ import annotations

import json
import logging
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from briefing import controls
from briefing.model import Outcome
from briefing.progress import trouble as listened

if TYPE_CHECKING:
    from briefing.doctor import Check, CheckedLexicon
    from briefing.errors import NotesError
    from briefing.lint import Finding
    from briefing.model import Article, Brief, Input, Problem
    from briefing.settings import Loaded
    from briefing.workflow import Made
    from briefing.workflow.feeding import New
    from briefing.workflow.outcomes import Sorted

KIBIBYTE = 1024


def counted(inputs: Iterable[Input]) -> str:
    """How many inputs there were, and of each outcome: "12 inputs: 10 read, 1 duplicate, 1 failed"."""
    return _counted(Counter(one.outcome for one in inputs))


def _counted(of: Counter[Outcome]) -> str:
    told = ", ".join(f"{of[outcome]:,} {outcome}" for outcome in Outcome if of[outcome])
    return f"{_count(of.total(), 'input')}: {told}"


def visible(text: str) -> str:
    """The text with nothing in it that a terminal would obey; as long as before, lines kept."""
    return controls.visible(text.replace("\t", "\ufffd"))


def line(text: str) -> str:
    """The text safe and on one line."""
    return visible(" ".join(text.split()))


def error(message: str) -> None:
    """One line on standard error."""
    typer.echo(f"briefing: {line(message)}", err=True)


def made(result: Made) -> None:
    """What was made, where, from how many articles, with what trouble, in how long."""
    brief = result.brief
    articles = _count(len(brief.sources), "article")
    typer.echo(
        f"Made {line(brief.title)} {line(brief.number)} of {brief.date} from {articles}"
        f" in {result.seconds:.1f} s"
    )
    if any(i.outcome is not Outcome.READ for i in brief.inputs):
        typer.echo(counted(brief.inputs))
    for one in brief.inputs:
        if one.outcome not in {Outcome.READ, Outcome.FAILED}:
            typer.echo(f"  {_became(one)}")
    for path in result.paths:
        typer.echo(f"  {line(str(path))}  ({size(path.stat().st_size)})")
    if brief.problems:
        typer.echo(f"{_count(len(brief.problems), 'problem')}, told in the brief too:")
        for problem in brief.problems:
            typer.echo(f"  {_told(problem)}")
    for problem in result.problems:
        typer.echo(_told(problem))
    if not (brief.problems or result.problems):
        typer.echo("No problems")


def left_out(told: Sequence[Input], counts: Counter[Outcome]) -> None:
    """Each input that was left out, and how many became what, on standard error; nothing if all were read."""
    if not counts.total() - counts[Outcome.READ]:
        return
    for one in told:
        if one.outcome in {Outcome.DUPLICATE, Outcome.OUT_OF_SCOPE}:
            error(_became(one))
    error(_counted(counts))


def inputs(found: Sorted, *, as_json: bool) -> None:
    """What became of each input, in a line each: as a table, or as JSON."""
    articles = {read.article.source: read.article for read in found.kept}
    rows = [(one, articles.get(one.where)) for one in found.inputs]
    if as_json:
        for one, article in rows:
            typer.echo(json.dumps(_row(one, article), ensure_ascii=True))
        return
    for one, article in rows:
        known = [(article.published or "")[:10], article.outlet, article.title] if article else []
        told = [one.reason, *known] if one.outcome is not Outcome.READ else known
        typer.echo(f"{one.outcome:<12}  {line(one.where)}  {line(' · '.join(k for k in told if k))}".rstrip())
    typer.echo(counted(found.inputs))


def _row(one: Input, article: Article | None) -> dict[str, str | None]:
    head = {
        name: getattr(article, name, None) for name in ("title", "outlet", "published", "language", "url")
    }
    return {"input": one.where, "outcome": one.outcome, "reason": one.reason, "of": one.of or None, **head}


def _became(one: Input) -> str:
    return line(f"{one.where}: {one.outcome}: {one.reason}")


def nothing_new(new: New) -> None:
    """That there was nothing to make a brief of; the trouble with feeds on standard error."""
    troubles(new.problems)
    typer.echo(f"Nothing new in {_count(len(new.feeds), 'feed')}; no brief was made")


def lines(listed: Iterable[tuple[str, str, str]]) -> None:
    """Each line with its id, under the part of the brief that it is of."""
    last = ""
    for part, id_, words in listed:
        if part != last:
            typer.echo(f"# {part}")
            last = part
        typer.echo(f"{line(id_)}  {line(words)}")


@contextmanager
def pauses() -> Iterator[None]:
    """Tells on standard error, while it is open, why the work stands still."""
    handler = _Pauses()
    listened.addHandler(handler)
    try:
        yield
    finally:
        listened.removeHandler(handler)


class _Pauses(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, "waits", False):
            error(record.getMessage())


def troubles(problems: Iterable[Problem]) -> None:
    """Each problem in a line on standard error."""
    for problem in problems:
        error(_told(problem))


def verified(file: Path, brief: Brief, failures: Sequence[Problem]) -> None:
    """Whether the brief is borne out by its sources, and each line that is not."""
    printed = len(brief.statements) + len(brief.military) + len(brief.digests)
    sources = _count(len(brief.sources), "source")
    if not failures:
        typer.echo(f"{line(str(file))}: verified: {printed} passages against {sources}")
    for failure in failures:
        error(_told(failure))


def linted(file: str, found: Sequence[Finding], wrong: Sequence[NotesError]) -> None:
    """What is wrong with the form; then each finding as file:line:column, its words and what is amiss."""
    for error in wrong:
        typer.echo(line(str(error)))
    for finding in found:
        typer.echo(line(f"{file}:{finding.line}:{finding.column}: '{finding.words}' {finding.message}"))
    if not found and not wrong:
        typer.echo(f"{line(file)}: nothing found")


def checks(looked_up: Iterable[Check]) -> None:
    """Each check of the machine in a line; what is missing with its remedy."""
    for check in looked_up:
        state = "ok" if check.ok else "missing" if check.needed else "without"
        remedy = f"; to mend it: {check.remedy}" if check.remedy and not check.ok else ""
        typer.echo(f"{state:<8} {check.name:<20} {line(check.detail)}{remedy}")


def settings(loaded: Loaded) -> None:
    """Every setting: key, value, and where it came from."""
    rows = [(key, loaded.seen(key), origin) for key, origin in loaded.origins.items()]
    rows.insert(0, ("setting", "value", "from"))
    widths = [max(len(row[n]) for row in rows) for n in (0, 1)]
    for key, value, origin in rows:
        typer.echo(f"{key:<{widths[0]}}  {visible(value):<{widths[1]}}  {line(origin)}")


def lexicon(checked: CheckedLexicon) -> None:
    """How many entries were tried, and each one that fails its own examples."""
    for failure in checked.failures:
        error(failure)
    state = f"{_count(len(checked.failures), 'failure')}" if checked.failures else "all as they should"
    typer.echo(
        f"{_count(checked.entries, 'entry', 'entries')}, {_count(checked.examples, 'example')}: {state}"
    )


@contextmanager
def listening(debug: bool) -> Iterator[None]:
    """With `debug`, everything the library tells goes to standard error while this lasts."""
    if not debug:
        yield
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(relativeCreated)6d ms  %(name)s: %(message)s"))
    logger = logging.getLogger("briefing")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.setLevel(before)
        logger.removeHandler(handler)


@contextmanager
def progress() -> Iterator[None]:
    """A bar on a terminal for as long as this lasts; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    from briefing.cli.bar import bar

    with bar():
        yield


def _told(problem: Problem) -> str:
    hint = f" ({problem.hint})" if problem.hint else ""
    return line(f"{problem.where}: {problem.message}{hint}")


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size(length: int) -> str:
    """A number of bytes as a reader takes it in."""
    return f"{max(1, round(length / KIBIBYTE)):,} KB"
