"""`briefing template …`: making themes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli import options as o
from briefing.cli import screen, themes
from briefing.cli.context import loaded, own_themes, settings_of
from briefing.settings import FILE_NAME, THEMES

if TYPE_CHECKING:
    from briefing.model import Brief
    from briefing.settings import Settings

PORT = 8765

NewTheme = Annotated[str, typer.Argument(metavar="NAME", help="Name of the theme; its folder gets it.")]
Base = Annotated[
    str,
    typer.Option("--from", metavar="THEME", help="The built-in theme that it extends.", show_default=False),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--in",
        metavar="FOLDER",
        help="Folder for it. Default: that of the setting templates, else themes.",
        show_default=False,
    ),
]
ThemeName = Annotated[
    str | None, typer.Argument(metavar="THEME", help="The theme. Default: that of the settings.")
]
About = Annotated[
    str, typer.Argument(metavar="WORDS", help="Only what has these letters in its path or meaning.")
]
Schema = Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of the record instead.")]
FromBrief = Annotated[
    Path | None,
    typer.Option(
        "--brief",
        metavar="BRIEF.json",
        help="The record to take values from. Default: the last one made, else a sample.",
        show_default=False,
    ),
]
PortNumber = Annotated[
    int,
    typer.Option(
        "--port",
        metavar="NUMBER",
        help="Port of this machine; another where it is taken.",
        show_default=False,
    ),
]

template = typer.Typer(
    name="template",
    help="Make a theme of your own: begin one, see what it can use, check it, look at it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@template.command()
def new(
    ctx: typer.Context,
    name: NewTheme,
    base: Base = "intelligence",
    folder: Folder = None,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Begin a theme: a small folder that extends a built-in one."""
    from briefing.theming.creating import create

    place = folder or settings_of(ctx).templates or THEMES
    themes.begun(name, place, create(name, base, place))


@template.command(name="list")
def list_(
    ctx: typer.Context,
    templates: o.Templates = None,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """List the themes there are."""
    from briefing.theming.creating import listed

    themes.themes(listed(settings_of(ctx).templates or own_themes()))


@template.command()
def fields(
    ctx: typer.Context,
    about: About = "",
    schema: Schema = False,
    brief: FromBrief = None,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """List what a template can use.

    Every field of the brief with its type, its meaning and a value from the last brief; the other
    names; the filters.
    """
    from briefing.theming import describing

    if schema:
        sys.stdout.buffer.write(describing.schema())
        sys.stdout.buffer.flush()
    else:
        themes.fields(describing.fields(_brief(brief, settings_of(ctx)), about))


@template.command()
def check(
    ctx: typer.Context,
    theme: ThemeName = None,
    templates: o.Templates = None,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Try a theme on briefs that are apt to break it.

    A real one, an empty one, a huge one, one with all that is optional left out; in every format.
    """
    from briefing.theming.checking import check

    chosen = settings_of(ctx)
    with screen.progress():
        found = check(chosen)
    themes.checked(chosen.theme, found)
    if found:
        raise typer.Exit(1)


@template.command()
def preview(
    ctx: typer.Context,
    theme: ThemeName = None,
    port: PortNumber = PORT,
    brief: FromBrief = None,
    templates: o.Templates = None,
    settings: o.SettingsFile = None,
    debug: o.Debug = False,
) -> None:
    """Show a theme in the browser while it is being written.

    HTML and PDF side by side; a save shows within a second, an error where it arose. Ctrl-C ends it.
    """
    from briefing.theming.preview import serve
    from briefing.workflow import theme_of

    chosen = settings_of(ctx)
    shown = _brief(brief, chosen)
    files = [settings or Path(FILE_NAME), *([chosen.templates] if chosen.templates else [])]
    theme_of(chosen)
    serve(
        shown,
        lambda: loaded(ctx).settings,
        watched=files,
        port=port,
        started=lambda address: typer.echo(f"{chosen.theme}: {address}  (Ctrl-C ends it)"),
    )


def _brief(record: Path | None, settings: Settings) -> Brief:
    """The brief that was named, else the last one made, else the one that ships for trying."""
    from briefing.theming.briefs import newest, sample
    from briefing.workflow import open_record

    return open_record(record) if record else newest(settings.out) or sample()
