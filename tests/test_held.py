"""A theme that somebody else made can't have files of this machine: every way and place to name one."""

from __future__ import annotations

import base64
import io
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import brief, first

from briefing.errors import BriefingError, SettingError, TemplateError, UsageError
from briefing.render import find_theme, render
from briefing.render.checking import check_files
from briefing.render.folders import BUILTIN, held, held_files, is_ours, names
from briefing.settings import Given, Settings
from briefing.workflow import rendered
from briefing.workflow.confined import Confined

BRIEF = brief(first())
SECRET = "SECRET-of-this-machine"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{SECRET}</text></svg>'


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a secret in files of several kinds, and themes/mine beside it."""
    for name in ("secret.txt", "secret.html.j2", "secret.css", "secret.svg", "secret"):
        (tmp_path / name).write_text(SVG, encoding="utf-8")
    (tmp_path / "themes" / "mine").mkdir(parents=True)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "secret.svg").write_text(SVG, encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BRIEFING_EMAIL_PASSWORD", SECRET)
    return tmp_path


def linked(mine: Path, name: str, target: str) -> None:
    (mine / name).symlink_to(target)


# What the name leads to, and how it is written in the theme; HERE is the folder with the secret.
NAMES = [
    "../../secret.svg",
    "x/../../../secret.svg",
    "./.././../secret.svg",
    "HERE/secret.svg",
    "//HERE/secret.svg",
    "HERE/themes/mine/../../secret.svg",
    "~/secret.svg",
    "link.svg",
    "relative.svg",
    "chain.svg",
    "folder/secret.svg",
    "up/up/secret.svg",
    "root/HERE/secret.svg",
    "circle.svg",
    "nowhere.svg",
    "secret.svg\0",
    "s" * 5000 + ".svg",
    "file://HERE/secret.svg",
    "/proc/self/environ",
    "environ.svg",
    "pipe.svg",
]


@pytest.fixture
def mine(machine: Path) -> Path:
    """A theme's folder with links of every kind out of it."""
    mine = machine / "themes" / "mine"
    linked(mine, "link.svg", str(machine / "secret.svg"))
    linked(mine, "relative.svg", "../../secret.svg")
    linked(mine, "chain.svg", "link.svg")
    linked(mine, "folder", str(machine))
    linked(mine, "up", "..")
    linked(mine, "root", "/")
    linked(mine, "circle.svg", "circle.svg")
    linked(mine, "nowhere.svg", "/nowhere/at/all.svg")
    linked(mine, "environ.svg", "/proc/self/environ")
    os.mkfifo(mine / "pipe.svg")
    (mine / "own.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (mine / "inner").mkdir()
    linked(mine / "inner", "back.svg", "../own.svg")
    return mine


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_out_is_no_file(mine: Path, machine: Path, name: str) -> None:
    assert held(mine, name.replace("HERE", str(machine))) is None


def test_a_name_that_leads_within_is_one(mine: Path) -> None:
    """Also by a link, as long as it stays in the folder, and whatever link the folder is reached by."""
    linked(mine.parent, "alias", "mine")
    for folder in (mine, mine.parent / "alias"):
        for name in ("own.svg", "inner/back.svg", "inner/../own.svg", "./own.svg"):
            assert held(folder, name) == (mine / "own.svg").resolve()
    assert list(held_files(mine)) == ["inner/back.svg", "own.svg"]


@given(st.lists(st.sampled_from(["..", ".", "", "a", "out", "own", "in", "~", "\\..", "%2e%2e"]), max_size=8))
def test_whatever_is_found_lies_within(parts: list[str]) -> None:
    """For any path of such pieces: none, or a file whose real path is in the real folder."""
    folder = _tree()
    found = held(folder, "/".join(parts))
    assert found is None or found.resolve().is_relative_to(folder.resolve())


def _tree(made: list[Path] = []) -> Path:  # noqa: B006 - one folder for all examples
    if not made:
        top = Path(tempfile.mkdtemp())
        (top / "theme" / "a").mkdir(parents=True)
        (top / "own").write_text(SECRET)
        (top / "theme" / "own").write_text("own")
        (top / "theme" / "a" / "out").symlink_to("../..")
        (top / "theme" / "out").symlink_to(top)
        (top / "theme" / "in").symlink_to("a")
        made.append(top / "theme")
    return made[0]


# --- every place in which a theme names a file --------------------------------------------------

PAGE = "<!DOCTYPE html><html lang='en'><head><title>x</title>{head}</head><body><p>x</p>{body}</body></html>"


def of(body: str = "", *, head: str = "") -> dict[str, str]:
    """A theme whose page is short, and has this in it."""
    return {"brief.html.j2": PAGE.replace("{body}", body).replace("{head}", head)}


PLACES: dict[str, Callable[[str], dict[str, str]]] = {
    "a template": lambda name: of(f"{{% include {name!r} %}}"),
    "the template it extends": lambda name: {"brief.html.j2": f"{{% extends {name!r} %}}"},
    "macros": lambda name: of(f"{{% import {name!r} as m %}}{{{{ m }}}}"),
    "one of ours": lambda name: of(f"{{% include 'builtin:' ~ {name!r} %}}"),
    "an asset": lambda name: of(f"<img alt='' src='{{{{ asset({name!r}) }}}}'>"),
    "a logo": lambda name: {
        "theme.toml": f"[options]\nlogo = {toml(name)}\n",
        **of("<img alt='' src='{{ options.logo }}'>"),
    },
    "a font": lambda name: {"theme.toml": f"[options]\nfonts = [{toml(name)}]\n", **of()},
    "a style's address": lambda name: of(f"<p style='background: url({name})'>x</p>"),
    "a picture": lambda name: of(f"<img alt='' src='{name}'>"),
    "an attachment": lambda name: of(f"<a rel='attachment' href='{name}'>x</a>"),
    "a stylesheet": lambda name: of(head=f"<link rel='stylesheet' href='{name}'>"),
    "an import": lambda name: of(head=f"<style>@import '{name}';</style>"),
    "a font-face": lambda name: of(
        "<h1>x</h1>",
        head=f"<style>@font-face {{font-family: x; src: url('{name}')}} h1 {{font-family: x}}</style>",
    ),
    "a picture in a picture": lambda name: {
        **of("<img alt='' src='{{ asset(\"in.svg\") }}'>"),
        "in.svg": f'<svg xmlns="http://www.w3.org/2000/svg" width="9"><image href="{name}"/></svg>',
    },
}


FILLED = ("a template", "the template it extends", "macros", "one of ours", "an asset", "a logo", "a font")
"""Places that are met when the page is filled; the others when it is laid out."""


def toml(name: str) -> str:
    return '"' + name.replace("\0", "\\u0000") + '"'


@pytest.mark.logs_warnings
@pytest.mark.parametrize("place", PLACES)
def test_no_place_in_a_theme_leads_out_of_it(mine: Path, machine: Path, place: str) -> None:
    """Rendered for real, in the process apart: the secret is in no page, and no file is made of it."""
    with Confined(Settings(theme="mine", templates=mine.parent)) as apart:
        for name in NAMES:
            for file, text in PLACES[place](name.replace("HERE", str(machine))).items():
                (mine / file).write_text(text, encoding="utf-8")
            for format in ("html",) if place in FILLED else ("pdf",):
                try:
                    data, said = apart.render(BRIEF, format), ""
                except BriefingError as error:
                    data, said = b"", str(error)
                assert SECRET not in said
                assert not holds(data, SECRET)


def holds(data: bytes, words: str) -> bool:
    """Whether words stand in a page or PDF: as they are, within an address, compressed or attached."""
    pieces = [data]
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pieces += [o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream) and plain(o)]
            pieces += [o.read_raw_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream)]
    packed = re.findall(rb"base64,([A-Za-z0-9+/=]+)", data)
    return any(words.encode() in piece for piece in (*pieces, *map(base64.b64decode, packed)))


def plain(stream: pikepdf.Stream) -> bool:
    """Whether a stream is no picture, which can't be read as text."""
    return stream.get("/Subtype") != "/Image"


@pytest.mark.parametrize("place", ["an asset", "a template", "a logo"])
def test_what_is_the_themes_own_is_printed(mine: Path, place: str) -> None:
    """The same places do print what lies in the theme: the tests above are of something."""
    (mine / "own.svg").write_text(SVG, encoding="utf-8")
    for file, text in PLACES[place]("own.svg").items():
        (mine / file).write_text(text, encoding="utf-8")
    with Confined(Settings(theme="mine", templates=mine.parent)) as apart:
        assert holds(apart.render(BRIEF, "html"), SECRET)


def test_nothing_is_told_of_files_outside_when_a_theme_is_checked(mine: Path, machine: Path) -> None:
    """A link with a template's name: its lines must not come back in a fault."""
    (machine / "secret.css").write_text(f"{{% {SECRET} %}}", encoding="utf-8")
    linked(mine, "link.css", "../../secret.css")
    linked(mine, "theme.toml", str(machine / "secret.txt"))
    (mine / "cover.html.j2").write_text("{% include 'builtin:../../secret.css' %}", encoding="utf-8")
    told = check_files(find_theme("mine", mine.parent))
    assert [fault.what for fault in told if "no file" in fault.what]
    assert SECRET not in str(told)


# --- the folder of the theme itself -------------------------------------------------------------


@pytest.mark.parametrize("target", ["/", "..", ".", "../..", "/proc/self", "/etc", "HERE"])
def test_a_theme_whose_folder_leads_out_is_none(machine: Path, target: str) -> None:
    """The real folder of a theme lies in the real folder of themes; else it is told, and nothing is read."""
    themes = machine / "themes"
    linked(themes, "evil", target.replace("HERE", str(machine)))
    assert names(themes) == ("mine",)
    with pytest.raises(TemplateError, match="a link that leads out of the folder of themes"):
        render(BRIEF, "html", theme="evil", templates_folder=themes)
    (themes / "mine" / "theme.toml").write_text('extends = "evil"\n', encoding="utf-8")
    with pytest.raises(TemplateError, match="a link that leads out of the folder of themes"):
        render(BRIEF, "html", theme="mine", templates_folder=themes)


@pytest.mark.parametrize("name", ["..", ".", "/", "../home", "HERE/home", "", "mine/..", "mine/../../home"])
def test_the_name_of_a_theme_is_no_path(machine: Path, name: str) -> None:
    """Neither in the settings nor where a theme says which one it extends."""
    name = name.replace("HERE", str(machine))
    with pytest.raises(UsageError, match="no theme"):
        find_theme(name, machine / "themes")
    (machine / "themes" / "mine" / "theme.toml").write_text(f'extends = "{name}"\n', encoding="utf-8")
    with pytest.raises(TemplateError, match="no theme"):
        find_theme("mine", machine / "themes")


def test_the_whole_file_system_is_no_folder_of_themes(machine: Path) -> None:
    """Nor is what is hidden a theme, such as .ssh in a folder of themes that is somebody's home."""
    linked(machine, "all", "/")
    with pytest.raises(TemplateError, match="the whole file system"):
        find_theme("proc", machine / "all")
    (machine / "themes" / ".ssh").mkdir()
    with pytest.raises(TemplateError, match="hidden"):
        find_theme(".ssh", machine / "themes")


def test_a_folder_that_only_looks_like_ours_is_the_users(machine: Path) -> None:
    """Whether a theme is rendered apart is decided by where its folder really is."""
    (machine / "themes" / "intelligence").mkdir()
    around = BUILTIN / ".." / os.path.relpath(machine, BUILTIN.parent) / "themes"
    assert around.is_dir()
    assert find_theme("intelligence", around).own
    assert not find_theme("intelligence").own
    assert is_ours(BUILTIN / "wire")


# --- what the settings name --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["plain words", "BRIEFING_EMAIL_PASSWORD=x", "", "<html><svg/></html>", "<svg"]
)
@pytest.mark.parametrize("ending", [".png", ".jpg", ".jpeg", ".svg"])
def test_a_logo_that_is_no_picture_is_refused(machine: Path, text: str, ending: str) -> None:
    """A link with the name of a picture does not send another file out with the brief."""
    (machine / "other").write_text(text, encoding="utf-8")
    linked(machine, f"logo{ending}", str(machine / "other"))
    (machine / f"copy{ending}").write_text(text, encoding="utf-8")
    for name in (f"logo{ending}", f"copy{ending}"):
        logo = Given(value=name, origin="briefing.toml:3", folder=machine)
        with pytest.raises(SettingError, match=r"is none of|no picture"):
            find_theme("intelligence", options={"logo": logo})


def test_the_users_own_logo_may_lie_anywhere(machine: Path) -> None:
    """Whoever writes the settings names his own files; a theme of his gets this one and no other."""
    logo = Given(value="../home/secret.svg", origin="briefing.toml:3", folder=machine / "themes")
    settings = Settings(theme="mine", templates=machine / "themes", theme_options={"logo": logo})
    page = rendered(BRIEF, ["html"], stem="x", settings=settings)["x.html"]
    assert b"data:image/svg+xml;base64," in page
