"""The command line: parse, call, print; nothing else.

Exit status: 0 made; 1 not made; 2 wrong usage; 3 made, but with problems, under --strict;
130 interrupted. Commands import what they call where they call it, so that `briefing --help`
and a wrong option answer at once. Options that set a setting are named as the setting, and
`settings_of` picks them up from the context.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from typing import NoReturn

import typer

from briefing.cli import mail, memory, screen, streams, watching
from briefing.cli import options as o
from briefing.cli.context import loaded, settings_of, stdin_of
from briefing.cli.template import template
from briefing.cli.usage import WRONG_USAGE, told
from briefing.errors import BriefingError, UsageError
from briefing.settings import example

NOT_MADE = 1
WITH_PROBLEMS = 3
INTERRUPTED = 130
TERMINATED = 143

app = typer.Typer(
    name="briefing",
    help="Make a dated brief of news articles, with every line traceable to the words of its source.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.command()
def make(
    ctx: typer.Context,
    inputs: o.SomeInputs = None,
    feeds: o.Feeds = False,
    out: o.Out = None,
    date: o.Date = None,
    title: o.Title = None,
    number: o.Number = None,
    slug: o.Slug = None,
    format: o.Format = None,
    pdf_a: o.PdfA = None,
    edition: o.Edition = None,
    annex: o.Annex = None,
    theme: o.Theme = None,
    templates: o.Templates = None,
    lexicon: o.Lexicon = None,
    language: o.Language = None,
    marking: o.Marking = None,
    notes: o.Notes = None,
    edits: o.Edits = None,
    scale: o.Scale = None,
    prepared_by: o.PreparedBy = None,
    prepared_for: o.PreparedFor = None,
    since: o.Since = None,
    until: o.Until = None,
    about: o.About = None,
    map: o.Map = None,
    follow: o.Follow = None,
    fetch: o.FetchPages = False,
    use_archive: o.UseArchive = None,
    series: o.Series = None,
    strict: o.Strict = None,
    send: o.MakeSend = None,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Make the brief of articles, verified line by line.

    With --feeds, of what the feeds of the settings have that was in no brief before.
    """
    from briefing import workflow
    from briefing.workflow.feeding import NONE, new_of_feeds

    if not inputs and not feeds:
        raise UsageError("nothing is named to make a brief of", hint="Name files or folders, or give --feeds")

    chosen = settings_of(ctx)
    if send:
        mail.check_groups(chosen, send)
    given = list(inputs or ())
    with screen.progress(), new_of_feeds(chosen, os.environ) if feeds else nullcontext(NONE) as new:
        if not given and not new.items:
            screen.nothing_new(new)
            return
        made = workflow.make(
            [*given, *new.items, *new.problems],
            settings=chosen,
            stdin=stdin_of(given),
            environment=os.environ,
            fetch=fetch,
        )
    screen.made(made)
    if send:
        mail.send_record(made.brief, chosen, groups=send)
    if chosen.strict and (made.brief.problems or made.problems):
        raise typer.Exit(WITH_PROBLEMS)


@app.command()
def extract(
    ctx: typer.Context,
    inputs: o.Inputs,
    output: o.OutputFile = None,
    lexicon: o.Lexicon = None,
    since: o.Since = None,
    until: o.Until = None,
    about: o.About = None,
    map: o.Map = None,
    follow: o.Follow = None,
    fetch: o.FetchPages = False,
    workers: o.Workers = 0,
    cluster: o.Cluster = "",
    strict: o.Strict = None,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Print what is read in each article, as JSON lines."""
    from briefing.workflow.extracting import extract_to

    chosen = settings_of(ctx)
    with screen.progress():
        done = extract_to(
            output,
            sys.stdout.buffer,
            inputs,
            settings=chosen,
            stdin=stdin_of(inputs),
            environment=dict(os.environ),
            fetch=fetch,
            workers=workers,
            cluster=cluster,
        )
    screen.troubles(done.problems)
    screen.left_out(done.told, done.counts)
    if chosen.strict and done.troubled:
        raise typer.Exit(WITH_PROBLEMS)


@app.command()
def sources(
    ctx: typer.Context,
    inputs: o.Inputs,
    json: o.AsJson = False,
    since: o.Since = None,
    until: o.Until = None,
    about: o.About = None,
    map: o.Map = None,
    follow: o.Follow = None,
    fetch: o.FetchPages = False,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """List what each input gives, without making a brief.

    A line each: read, duplicate (of which), out of scope or failed, with the reason; of what is read its
    day, outlet and title.
    """
    from briefing import workflow

    chosen = settings_of(ctx)
    with screen.progress():
        found = workflow.sorted_out(
            inputs, settings=chosen, stdin=stdin_of(inputs), environment=os.environ, fetch=fetch
        )
    screen.inputs(found, as_json=json)
    if not found.kept:
        raise typer.Exit(NOT_MADE)


@app.command()
def render(
    ctx: typer.Context,
    brief: o.Record,
    out: o.RenderOut = None,
    format: o.Format = None,
    pdf_a: o.PdfA = None,
    edition: o.Edition = None,
    annex: o.Annex = None,
    theme: o.Theme = None,
    templates: o.Templates = None,
    language: o.RenderLanguage = None,
    edits: o.Edits = None,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Make the formats again from the record alone.

    The record itself stays as it is.
    """
    from briefing import workflow

    chosen = settings_of(ctx, without=("out",))
    with screen.progress():
        made = workflow.render(brief, settings=chosen, out=out, language=language)
    screen.made(made)


@app.command()
def verify(
    ctx: typer.Context,
    brief: o.Record,
    reread: o.Reread = False,
    lexicon: o.Lexicon = None,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Check a brief against its sources.

    Every quotation, name, number and date printed must be in the words that it cites.
    With --reread, all that is printed must be found when its sources are read anew.
    """
    from briefing import workflow

    chosen = settings_of(ctx)
    record = workflow.open_record(brief, trusted=chosen.trusted_keys)
    failures = (*workflow.beside(brief), *workflow.failures(record, user_folder=chosen.lexicon))
    if reread and not failures:
        failures = workflow.reread(record, chosen)
    screen.verified(brief, record, failures)
    if failures:
        raise typer.Exit(NOT_MADE)


@app.command()
def lines(
    ctx: typer.Context, brief: o.Record, settings: o.SettingsFile = None, debug: o.Debug = False
) -> None:
    """List the lines of a brief with their ids.

    By these ids the analyst's edits name them; readings that can be corrected stand before the words.
    """
    from briefing import workflow
    from briefing.edits import listed

    settings_of(ctx)
    screen.lines(listed(workflow.open_record(brief)))


app.command()(memory.search)
app.command()(memory.actor)
app.command()(memory.archive)
app.command()(mail.send)
app.command()(mail.outbox)
app.command()(mail.schedule)
app.command()(watching.watch)


@app.command()
def read(
    ctx: typer.Context,
    file: o.OneInput,
    why: o.Why = None,
    lexicon: o.Lexicon = None,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Show an article and what is read in it.

    Each thing found is shown with the rule that found it; colours on a terminal only.
    """
    from briefing import workflow
    from briefing.cli import article
    from briefing.cli import why as reasons
    from briefing.workflow.tracing import traces

    chosen = settings_of(ctx, without=("why",))
    analysed = workflow.analyse([file], settings=chosen, stdin=stdin_of([file]), environment=os.environ)
    screen.troubles(analysed.problems)
    for findings in analysed.findings:
        if why is None:
            article.show(findings)
        else:
            reasons.show(findings, traces(findings, settings=chosen), why)


@app.command()
def lint(
    ctx: typer.Context,
    notes: o.NotesFile,
    scale: o.Scale = None,
    lexicon: o.Lexicon = None,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Find words of likelihood off the scale in notes.

    And sentences that mix likelihood with confidence, headings and keys that notes do not have. A line
    each: file, line, column, what and why.
    """
    from briefing.lint import lint as findings_in
    from briefing.notes import faults
    from briefing.workflow.annotating import read_notes

    chosen = settings_of(ctx, without=("notes",))
    text = read_notes(notes, stdin_of([notes]))
    found = findings_in(text, scale=chosen.scale, user_folder=chosen.lexicon)
    wrong = faults(text, where=notes)
    screen.linted(notes, found, wrong)
    if found or wrong:
        raise typer.Exit(NOT_MADE)


app.add_typer(template)


@app.command()
def doctor(
    ctx: typer.Context,
    email: o.Email = False,
    watch: o.Watching = False,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Check what the machine must have.

    Python, packages, shared libraries, templates, fonts, word lists, models, the output folder: a
    line each, with the remedy for what is missing.
    """
    from briefing.doctor import examine, examine_email

    chosen = settings_of(ctx)
    if watch:
        checks = watching.checks(chosen)
    else:
        checks = examine_email(chosen, os.environ) if email else examine(chosen)
    screen.checks(checks)
    if any(check.needed and not check.ok for check in checks):
        raise typer.Exit(NOT_MADE)


@app.command(name="settings")
def settings_(
    ctx: typer.Context,
    show_example: o.Example = False,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Show each setting and where it came from."""
    if show_example:
        typer.echo(example(), nl=False)
    else:
        screen.settings(loaded(ctx))


@app.command(name="lexicon")
def lexicon_(
    ctx: typer.Context,
    lexicon: o.Lexicon = None,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Check the word lists by their examples.

    Each entry must fire in its examples and stay silent in its near misses.
    """
    from briefing.doctor import check_lexicon

    checked = check_lexicon(settings_of(ctx).lexicon)
    screen.lexicon(checked)
    if checked.failures:
        raise typer.Exit(NOT_MADE)


def run(arguments: Sequence[str]) -> int:
    """The exit status of the command, after saying in one line what went wrong, if anything did."""
    debug = "--debug" in arguments
    try:
        with screen.listening(debug):
            status = app(args=list(arguments), prog_name="briefing", standalone_mode=False)
        if status == INTERRUPTED:
            screen.error("interrupted; nothing half-written was left")
        return status or 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    except WRONG_USAGE as wrong:
        return told(wrong)
    except KeyboardInterrupt:
        screen.error("interrupted; nothing half-written was left")
        return INTERRUPTED
    except BriefingError as error:
        _trace(debug)
        screen.error(str(error))
        return error.exit_status
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user who did not ask for it
        _trace(debug)
        how = "" if debug else ". This is a fault of the program: run it again with --debug for the trace"
        screen.error(f"{type(error).__name__}: {error}{how}")
        return NOT_MADE
    return 0


def main() -> NoReturn:
    """The `briefing` command: runs it and ends the process with its status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    streams.prepare()
    sys.exit(run(sys.argv[1:]))


def _trace(debug: bool) -> None:
    if debug:
        import traceback

        traceback.print_exc()
