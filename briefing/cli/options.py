"""The arguments and options of the commands, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from briefing.settings import FILE_NAME, declared


def _sets(key: str, metavar: str, *names: str) -> Any:
    """An option that sets a setting: its help is the setting's own meaning."""
    names = names or (f"--{key.replace('_', '-')}",)
    return typer.Option(*names, help=declared()[key].meaning, metavar=metavar, show_default=False)


def _option(name: str, metavar: str, help: str) -> Any:
    return typer.Option(*name.split(), help=help, metavar=metavar, show_default=False)


_INPUT = typer.Argument(
    metavar="INPUT",
    help="Files, folders (with all they hold), addresses, @FILE with addresses, or - for standard input.",
)
Inputs = Annotated[list[str], _INPUT]
SomeInputs = Annotated[list[str] | None, _INPUT]
Feeds = Annotated[
    bool, typer.Option("--feeds", help="Read what is new in the feeds of the settings since the last brief.")
]
OneInput = Annotated[str, typer.Argument(metavar="FILE", help="An article, or - for standard input.")]
Why = Annotated[
    str | None,
    _option(
        "--why", "WORDS", "Show instead how the sentences with these words were read; all of them for ''."
    ),
]
Record = Annotated[Path, typer.Argument(metavar="BRIEF.json", help="The record that `make` left.")]
NotesFile = Annotated[
    str, typer.Argument(metavar="NOTES.md", help="The analyst's notes, or - for standard input.")
]

Since = Annotated[str | None, _sets("since", "DAY")]
Until = Annotated[str | None, _sets("until", "DAY")]
About = Annotated[str | None, _sets("about", "LIST")]
Map = Annotated[str | None, _sets("map", "LIST")]
Workers = Annotated[
    int, _option("--workers", "N", "Processes at the most. Default: one a processor, four at the most.")
]
Cluster = Annotated[
    str, _option("--cluster", "ADDRESS", "Scheduler of a Dask cluster that does the work: tcp://host:8786.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON lines instead of a table.")]
Out = Annotated[str | None, _sets("out", "FOLDER")]
Date = Annotated[str | None, _sets("date", "DAY")]
Title = Annotated[str | None, _sets("title", "TEXT")]
Number = Annotated[str | None, _sets("number", "TEXT")]
Slug = Annotated[str | None, _sets("slug", "NAME")]
Format = Annotated[str | None, _sets("format", "LIST")]
Edition = Annotated[str | None, _sets("edition", "NAME")]
Annex = Annotated[str | None, _sets("annex", "NAME")]
Theme = Annotated[str | None, _sets("theme", "NAME")]
Templates = Annotated[str | None, _sets("templates", "FOLDER")]
Lexicon = Annotated[str | None, _sets("lexicon", "FOLDER")]
Language = Annotated[str | None, _sets("language", "CODE")]
Marking = Annotated[str | None, _sets("marking", "LABEL")]
Notes = Annotated[str | None, _sets("notes", "FILE")]
Edits = Annotated[str | None, _sets("edits", "FILE")]
Scale = Annotated[str | None, _sets("scale", "NAME")]
PreparedBy = Annotated[str | None, _sets("prepared_by", "TEXT")]
PreparedFor = Annotated[str | None, _sets("prepared_for", "TEXT")]
UseArchive = Annotated[
    bool | None,
    typer.Option("--archive/--no-archive", help=declared()["use_archive"].meaning, show_default=False),
]
Series = Annotated[str | None, _sets("series", "NAME")]
Words = Annotated[
    str, typer.Argument(metavar="[WORDS]", help="Words to look for; all must be there.", show_default=False)
]
ActorName = Annotated[str, typer.Argument(metavar="NAME", help="The name, or a part of it.")]
OfActor = Annotated[str, _option("--actor", "NAME", "Only what this actor said or took part in.")]
OfCountry = Annotated[
    str, _option("--country", "CODE", "Only lines that name this country (ISO 3166-1, such as KP).")
]
OfKind = Annotated[
    str, _option("--kind", "NAME", "Only statements, events, or an act or kind of event (denies, attack).")
]
AtPlace = Annotated[str, _option("--place", "NAME", "Only events at this place.")]
From = Annotated[str, _option("--from", "DAY", "The first day.")]
To_ = Annotated[str, _option("--to", "DAY", "The last day.")]
Form = Annotated[
    str, _option("--format", "NAME", "How answers are printed: table, json (a line each) or html.")
]
ArchiveAction = Annotated[str, typer.Argument(metavar="ACTION", help="list, check, backup, prune or export.")]
ToFile = Annotated[Path | None, _option("--to", "PATH", "The file of a backup, or the folder of an export.")]
Before = Annotated[
    str,
    _option("--before", "DAY", "What is older goes: briefs by their day, articles by when they were seen."),
]
Strict = Annotated[
    bool | None, typer.Option("--strict/--no-strict", help=declared()["strict"].meaning, show_default=False)
]
Reread = Annotated[
    bool,
    typer.Option(
        "--reread",
        help="Analyse its source texts anew, and the files again that are still there: all must be found.",
    ),
]
Follow = Annotated[
    bool | None, typer.Option("--follow/--no-follow", help=declared()["follow"].meaning, show_default=False)
]
FetchPages = Annotated[
    bool,
    typer.Option(
        "--fetch", help="Fetch the pages of items of which the file of a feed has only the beginning."
    ),
]
PdfA = Annotated[
    bool | None, typer.Option("--pdf-a/--no-pdf-a", help=declared()["pdf_a"].meaning, show_default=False)
]

OutputFile = Annotated[
    Path | None, _option("--output -o", "FILE", "File to write to. Default: standard output.")
]
RenderOut = Annotated[
    Path | None, _option("--out", "FOLDER", "Folder to write to. Default: the folder of the record.")
]
RenderLanguage = Annotated[
    str | None,
    _option("--language", "CODE", "Language of labels, dates and numbers. Default: the brief's own."),
]
Example = Annotated[
    bool, typer.Option("--example", help="Print a settings file with every setting explained.")
]
SettingsFile = Annotated[
    Path | None,
    _option(
        "--settings", "FILE", f"Settings file. Default: {FILE_NAME} in the working folder, if there is one."
    ),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error arose.")]

To = Annotated[list[str] | None, _option("--to", "ADDRESS", "Who is to get it; may be given several times.")]
Groups = Annotated[
    list[str] | None, _option("--group", "NAME", "A group of the settings; may be given several times.")
]
Again = Annotated[bool, typer.Option("--again", help="Send it to those, too, who have it.")]
DryRun = Annotated[
    Path | None, _option("--dry-run", "OUT.eml", "Write what would be sent to a file, and send nothing.")
]
ToMe = Annotated[
    bool, typer.Option("--to-me", help="Send a test to the sender alone; it counts for nothing.")
]
Send = Annotated[
    list[str] | None,
    _option("--send", "NAME", "A group to send it to. Default: all that the settings have."),
]
MakeSend = Annotated[
    list[str] | None, _option("--send", "NAME", "Send it to a group of the settings, once it is made.")
]
OutboxAction = Annotated[str, typer.Argument(metavar="ACTION", help="list, retry or drop.")]
OutboxIds = Annotated[
    list[int] | None, typer.Argument(metavar="NUMBER", help="Rows, by the numbers that list shows.")
]
At = Annotated[str, _option("--at", "HH:MM", "When the morning run begins. Default: 06:00.")]
Every = Annotated[
    int,
    typer.Option(
        "--every",
        metavar="MINUTES",
        help="Minutes between two looks. Default: 15.",
        min=1,
        show_default=False,
    ),
]
Once = Annotated[bool, typer.Option("--once", help="Look once and end, as a timer has it.")]
WatchUnits = Annotated[
    bool, typer.Option("--watch", help="A hardened unit and a timer for `briefing watch` instead.")
]
UnitUser = Annotated[str, _option("--user", "NAME", "User of the units of --watch. Default: briefing.")]
UnitFolder = Annotated[
    Path | None, _option("--output -o", "FOLDER", "Write the units of --watch into this folder.")
]
Watching = Annotated[
    bool, typer.Option("--watch", help="Check whether the watch is alive, and when it last worked.")
]
Weekdays = Annotated[bool, typer.Option("--weekdays", help="Monday to Friday only.")]
Email = Annotated[
    bool, typer.Option("--email", help="Check the settings of the e-mail; try the server, send nothing.")
]
