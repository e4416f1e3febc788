"""Making themes: a new one, the list, what templates can use, the check, the preview."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import tomllib
import typing
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from samples import brief

from briefing import codec, model, verify
from briefing.cli import run
from briefing.errors import BriefingError, TemplateError
from briefing.render import reference
from briefing.render.catalogue import labels
from briefing.render.filters import filters
from briefing.render.standards import filters as standards_filters
from briefing.render.templates import _globals
from briefing.render.themes import find_theme
from briefing.settings import Settings
from briefing.theming import briefs, checking, describing
from briefing.theming.checking import check
from briefing.theming.creating import create, listed
from briefing.theming.preview import serve
from briefing.workflow.confined import Confined

Said = pytest.CaptureFixture[str]
SHORT = ("the sample", "an empty brief")
CASES = tomllib.loads((ROOT / "tests/cases/themes/faults.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with nothing in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def theme(folder: Path, **files: str) -> Settings:
    """Settings with a theme `mine` of these HTML templates."""
    for name, text in files.items():
        path = folder / "themes" / "mine" / f"{name}.html.j2"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Settings(theme="mine", templates=folder / "themes", out=folder / "reports")


# --- new and list ----------------------------------------------------------------------------


@pytest.mark.parametrize("base", ["intelligence", "executive", "wire", "newsletter"])
def test_a_new_theme_is_small_and_extends(base: str, here: Path) -> None:
    """Three files, a page of text in all; as it stands it makes the same brief as what it extends."""
    paths = create("mine", base, here / "themes")
    assert {p.name for p in paths} == {"theme.toml", "brief.html.j2", "mine.css"}
    assert sum(p.stat().st_size for p in paths) < 2_500
    own = find_theme("mine", here / "themes")
    assert own.options == find_theme(base).options
    assert own.pages == find_theme(base).pages
    with Confined(Settings(theme="mine", templates=here / "themes")) as apart:
        made = apart.render(brief(), "html").decode()
    assert "Semenanjung Korea" in made
    assert (
        f'{{% extends "builtin:{base}/brief.html.j2" %}}' in (here / "themes/mine/brief.html.j2").read_text()
    )


@pytest.mark.parametrize(
    ("name", "base", "says"),
    [
        ("Mine!", "intelligence", "can't be the name of a theme"),
        ("../mine", "intelligence", "can't be the name of a theme"),
        ("wire", "intelligence", "'wire' is a built-in theme"),
        ("mine", "wires", "There are: executive, intelligence, newsletter, wire"),
        ("there", "wire", "is there already"),
    ],
)
def test_a_theme_that_cannot_be_begun(name: str, base: str, says: str, here: Path) -> None:
    """One line says why; nothing is written."""
    (here / "themes" / "there").mkdir(parents=True)
    with pytest.raises(BriefingError) as caught:
        create(name, base, here / "themes")
    assert says in str(caught.value)
    assert [p.name for p in (here / "themes").rglob("*")] == ["there"]


@pytest.mark.parametrize("command", ["new mine --from nix", "check nix", "preview nix"])
def test_a_theme_that_is_not_there(command: str, here: Path, capfd: Said) -> None:
    """Wrong usage, as for any unknown value; the line lists the themes there are."""
    assert run(["template", *command.split()]) == 2
    (told,) = capfd.readouterr().err.splitlines()
    assert "theme 'nix'. There are: executive, intelligence, newsletter, wire" in told


def test_the_list_names_ours_and_yours(here: Path, capfd: Said) -> None:
    create("mine", "wire", here / "themes")
    assert [t.name for t in listed(here / "themes")] == [
        "executive",
        "intelligence",
        "newsletter",
        "wire",
        "mine",
    ]
    assert all(t.description for t in listed(here / "themes"))
    assert run(["template", "list", "--templates", "themes"]) == 0
    assert "mine" in capfd.readouterr().out


# --- fields ----------------------------------------------------------------------------------


def records() -> dict[str, set[str]]:
    """Every record that a brief can hold, with its fields."""
    found: dict[str, set[str]] = {}

    def walk(kind: Any) -> None:
        for inner in typing.get_args(kind):
            walk(inner)
        if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__name__ not in found:
            hints = typing.get_type_hints(kind)
            found[kind.__name__] = set(hints)
            for of in hints.values():
                walk(of)

    walk(model.Brief)
    return found


def test_every_field_has_its_meaning() -> None:
    """reference.toml tells each field of each record, and none that there isn't."""
    assert {name: set(told) for name, told in reference.meanings()["fields"].items()} == records()


def test_every_name_and_filter_has_its_meaning() -> None:
    """What templates are given beside the brief, and every filter, stands in reference.toml."""
    made = brief()
    given = _globals(made, labels("en"), find_theme("intelligence"), "screen")
    assert set(reference.meanings()["names"]) == {*given, "brief", "squeeze"}
    ours = {*filters(made, labels("en")), *standards_filters(made), "wrap"}
    assert set(reference.meanings()["filters"]) == ours


def test_fields_are_shown_with_values_of_the_brief() -> None:
    by_path = {field.path: field for field in describing.fields(brief())}
    assert by_path["brief.title"].value == "Semenanjung Korea"
    assert by_path["brief.statements[].speaker.value"].value == "Sergei Lavrov"
    assert by_path["brief.period"].type == "pair of text or none"
    assert by_path["brief.military[].status"].type.startswith("one of: reported, claimed")
    assert all(field.meaning for field in by_path.values())


def test_fields_can_be_looked_up(here: Path, capfd: Said) -> None:
    assert run(["template", "fields", "chain"]) == 0
    out = capfd.readouterr().out
    assert "brief.statements[].chain[].value" in out
    assert "brief.title" not in out


def test_a_field_that_is_not_there_is_told(here: Path, capfd: Said) -> None:
    """A misspelt word: one line with the nearest, not silence."""
    assert run(["template", "fields", "statemnts"]) == 2
    assert "has 'statemnts' in it. The nearest is 'statements'" in capfd.readouterr().err


def test_the_schema_describes_the_record(capfd: Said) -> None:
    """As JSON Schema: every record, every field, with its meaning as description."""
    assert run(["template", "fields", "--schema"]) == 0
    schema = json.loads(capfd.readouterr().out)
    assert schema["properties"]["title"]["description"] == "Title of the brief."
    assert set(schema["$defs"]) >= set(records()) - {"Brief"}
    described = [p for d in schema["$defs"].values() for p in d.get("properties", {}).values()]
    assert all("description" in p for p in described)


# --- the briefs to try on --------------------------------------------------------------------


def test_the_sample_is_sound_and_has_everything() -> None:
    """Borne out by its sources, and with a value for nearly every field, the analyst's notes among them."""
    sample = briefs.sample()
    assert verify.verify(sample) == ()
    filled = {f.path for f in describing.fields(sample) if f.value}
    assert {
        "brief.notes.author",
        "brief.military[].place.value",
        "brief.statements[].chain[].value",
    } <= filled


def test_the_sample_is_what_its_articles_make(tmp_path: Path) -> None:
    """Made anew with `python setup/sample.py` when the reading changes: the shipped one still can be read."""
    sys.path.insert(0, str(ROOT / "setup"))
    try:
        from sample import make_sample
    finally:
        sys.path.pop(0)
    made = codec.read_brief(make_sample(tmp_path).read_bytes())
    assert [s.article for s in made.sources] == [s.article for s in briefs.sample().sources]


def test_briefs_that_are_apt_to_break_a_theme(tmp_path: Path) -> None:
    names = dict(briefs.trials(tmp_path))
    assert len(names) == 4
    assert not names["an empty brief"].statements
    assert len(names["a huge brief"].sources) == 50
    bare = names["a brief with everything optional left out"]
    assert {s.role for s in bare.statements} == {None}
    assert {s.article.title for s in bare.sources} == {None}
    assert bare.notes is None


def test_a_huge_brief_has_numbers_of_its_own() -> None:
    huge = briefs.many(briefs.sample(), 3)
    for things in (huge.statements, huge.military, huge.sources):
        assert [t.number for t in things] == list(range(1, len(things) + 1))  # type: ignore[attr-defined]
    assert len({s.id for s in huge.statements}) == len(huge.statements)
    assert {s.entity for s in huge.statements if s.entity} <= {v.entity for v in huge.voices}
    assert verify.verify(huge) == ()


def test_the_last_brief_is_the_newest_record(tmp_path: Path) -> None:
    """Whatever else lies in the folder of reports."""
    assert briefs.newest(tmp_path) is None
    for n, title in enumerate(("older", "newer")):
        path = tmp_path / f"{title}.json"
        path.write_bytes(codec.brief_json(brief(title=title)))
        os.utime(path, (n, n))
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    last = briefs.newest(tmp_path)
    assert last is not None
    assert last.title == "newer"


# --- found without being told where ------------------------------------------------------------


def test_a_new_theme_is_found_where_new_puts_it(
    here: Path, seeds: Path, few: None, capfd: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By list, check and make, with no word in the settings; and by settings that name the theme alone."""
    monkeypatch.chdir(here)
    assert run(["template", "new", "house"]) == 0
    (here / "themes" / "house" / "cover.html.j2").write_text("<h1>{{ brief.title }} of the house</h1>")
    assert run(["template", "list"]) == 0
    assert "house" in capfd.readouterr().out
    article = str(next(seeds.glob("*.txt")))
    assert run(["make", article, "--theme", "house", "--format", "html", "--out", "a"]) == 0
    assert "of the house" in next((here / "a").rglob("*.html")).read_text(encoding="utf-8")
    (here / "briefing.toml").write_text('theme = "house"\n', encoding="utf-8")
    assert run(["make", article, "--format", "html", "--out", "b"]) == 0
    assert "of the house" in next((here / "b").rglob("*.html")).read_text(encoding="utf-8")
    (here / "themes" / "house" / "cover.html.j2").write_text("{{ brief.titel }}")
    assert run(["template", "check", "house"]) == 1
    assert "nearest is 'title'" in capfd.readouterr().err


def test_a_folder_that_happens_to_lie_there_changes_none_of_ours(
    here: Path, seeds: Path, capfd: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a theme that is asked for, by another name; and only where nobody else can write."""
    monkeypatch.chdir(here)
    for name in ("intelligence", "other"):
        (here / "themes" / name).mkdir(parents=True)
        (here / "themes" / name / "cover.html.j2").write_text("<h1>theirs</h1>")
    article = str(next(seeds.glob("*.txt")))
    assert run(["make", article, "--format", "html", "--out", "a"]) == 0
    assert "theirs" not in next((here / "a").rglob("*.html")).read_text(encoding="utf-8")
    (here / "themes").chmod(0o777)
    assert run(["make", article, "--theme", "other", "--format", "html", "--out", "b"]) == 2
    assert "no theme 'other'" in capfd.readouterr().err


# --- check -----------------------------------------------------------------------------------


def test_fonts_and_labels_are_looked_at_too(
    here: Path, few: None, capfd: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A font that is none, a catalogue that can't be read, a label with a value that there is not."""
    monkeypatch.chdir(here)
    theme = here / "themes" / "mine"
    (theme / "fonts").mkdir(parents=True)
    (theme / "fonts" / "own.ttf").write_text("no font")
    (here / "labels").mkdir()
    (here / "labels" / "fr.po").write_text(
        'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "Part %(number)s"\nmsgstr "Partie %(nombre)s"\n\n'
        'msgid "Sources"\nmsgstr "Sources"\n',
        encoding="utf-8",
    )
    (here / "labels" / "de.po").write_bytes(b'msgid "x"\nmsgstr "\xff"\n')
    (here / "briefing.toml").write_text('labels = "labels"\n', encoding="utf-8")
    assert run(["template", "check", "mine"]) == 1
    told = capfd.readouterr().err
    assert "own.ttf" in told
    assert "is no font" in told
    assert "fr.po:4" in told
    assert "there are: %(number)s" in told
    assert "de.po" in told


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample and the empty brief alone: what breaks is the same, and sooner known."""
    every = briefs.trials
    monkeypatch.setattr(checking, "trials", lambda folder: [t for t in every(folder) if t[0] in SHORT])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_fault_is_told_with_file_line_and_nearest_name(
    case: dict[str, Any], here: Path, few: None, capfd: Said
) -> None:
    """Every fault of a theme is found, each in a line of its own."""
    for name, text in case["files"].items():
        path = here / "themes" / "mine" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert run(["template", "check", "mine", "--templates", "themes"]) == 1
    told = capfd.readouterr().err.splitlines()
    for says in case["says"]:
        assert [line for line in told if all(part in line for part in says)], (says, told)
    assert len(told) == len(case["says"]), told


@pytest.mark.parametrize("name", ["intelligence", "executive", "wire", "newsletter"])
def test_our_own_themes_have_no_faults(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On every brief, though with a less huge one."""
    monkeypatch.setattr(briefs, "HUGE", 2)
    assert check(Settings(theme=name, out=tmp_path)) == ()


def test_a_new_theme_has_no_faults(here: Path, few: None, capfd: Said) -> None:
    create("mine", "wire", here / "themes")
    assert run(["template", "check", "mine", "--templates", "themes"]) == 0
    assert capfd.readouterr().out == "mine: no faults\n"


# --- apart, with a limit ---------------------------------------------------------------------

ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


def test_a_theme_that_never_ends_is_stopped(here: Path) -> None:
    """Loops within loops pass the sandbox; the time limit of the settings ends them, in one clear line."""
    settings = dataclasses.replace(theme(here, cover=ENDLESS), theme_seconds=8)
    with Confined(settings) as apart:
        with pytest.raises(TemplateError) as caught:
            apart.render(brief(), "html")
        (here / "themes/mine/cover.html.j2").write_text("<h1>better</h1>", encoding="utf-8")
        assert b"better" in apart.render(brief(), "html")
    assert str(caught.value) == (
        "theme mine: took over 8 s for html and was stopped. "
        "Look for loops within loops; the setting theme_seconds is the limit"
    )


def test_a_theme_that_swells_is_stopped(here: Path) -> None:
    """Memory is bounded too, and a theme that includes itself comes to an end."""
    for text, says in (
        ("{{ 'x' * 9999999999 }}", "needs over 4 GB"),
        ('{% include "cover.html.j2" %}', "without end"),
    ):
        with Confined(theme(here, cover=text)) as apart, pytest.raises(TemplateError, match=says):
            apart.render(brief(), "html")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<h1>\n{{ 1 / 0 }}</h1>", "division by zero"),
        ("\n{% for n in range(10 ** 9) %}{% endfor %}", "Range too big"),
    ],
)
def test_what_a_template_works_out_fails_at_its_line(here: Path, text: str, says: str) -> None:
    """Arithmetic is told like a misspelt name: file, line and reason, no name of a Python class."""
    with Confined(theme(here, cover=text)) as apart, pytest.raises(TemplateError, match=says) as caught:
        apart.render(brief(), "html")
    assert "cover.html.j2, line 2: " in str(caught.value)
    assert "Error" not in str(caught.value)


def test_make_stops_such_a_theme_too(here: Path, seeds: Path, capfd: Said) -> None:
    """Whatever command renders: exit status 1, one line, nothing written."""
    theme(here, cover=ENDLESS)
    (here / "briefing.toml").write_text(
        'theme = "mine"\ntemplates = "themes"\ntheme_seconds = 2\n', encoding="utf-8"
    )
    record = here / "brief.json"
    record.write_bytes(codec.brief_json(brief()))
    assert run(["render", str(record), "--format", "html"]) == 1
    assert "took over 2 s for html" in capfd.readouterr().err
    assert sorted(p.name for p in here.iterdir()) == ["brief.json", "briefing.toml", "themes"]


def test_what_is_rendered_apart_is_the_same(here: Path) -> None:
    """The same bytes as in this process."""
    shutil.copytree(ROOT / "templates/wire", here / "themes/mine")
    from briefing.render import render

    with Confined(Settings(theme="mine", templates=here / "themes")) as apart:
        assert apart.render(brief(), "txt") == render(
            brief(), "txt", theme="mine", templates_folder=here / "themes"
        )


# --- preview ---------------------------------------------------------------------------------


@pytest.fixture
def preview(here: Path) -> Iterator[tuple[Path, Callable[[str], bytes]]]:
    """A running preview: the folder of the theme, and what the browser gets at an address."""
    settings = theme(here, cover="<h1>first</h1>")
    addresses: list[str] = []
    ready, ended = threading.Event(), threading.Event()

    def started(address: str) -> None:
        addresses.append(address)
        ready.set()

    options = {"watched": [here / "themes"], "port": 0, "started": started, "ended": ended}
    thread = threading.Thread(target=serve, args=(brief(), lambda: settings), kwargs=options)
    thread.start()
    assert ready.wait(10)

    def get(path: str) -> bytes:
        with urllib.request.urlopen(addresses[0].rstrip("/") + path) as answer:
            return bytes(answer.read())

    yield here / "themes" / "mine", get
    ended.set()
    thread.join(20)
    assert not thread.is_alive()


def until(get: Callable[[str], bytes], true: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The state once it is as wanted."""
    for _ in range(600):
        state = json.loads(get("/state"))
        if true(state):
            return typing.cast(dict[str, Any], state)
        time.sleep(0.05)
    raise AssertionError(state)


def test_a_save_shows_in_the_preview(preview: tuple[Path, Callable[[str], bytes]]) -> None:
    """Web page and PDF side by side; what is saved is shown, an error in its place, then the mended page."""
    folder, get = preview
    assert b"<iframe" in get("/")
    until(get, lambda state: state["html"]["version"] == 1 and state["pdf"]["version"] == 1)
    assert b"<h1>first</h1>" in get("/page.html")
    assert get("/page.pdf").startswith(b"%PDF")
    (folder / "cover.html.j2").write_text("\n<h1>{{ brief.titel }}</h1>", encoding="utf-8")
    state = until(get, lambda state: bool(state["html"]["error"] and state["pdf"]["error"]))
    assert re.search(r"cover\.html\.j2, line 2: .*'titel'; the nearest is 'title'", state["html"]["error"])
    assert b"<h1>first</h1>" in get("/page.html")
    (folder / "cover.html.j2").write_text("<h1>second</h1>", encoding="utf-8")
    until(get, lambda state: state["html"]["version"] == 2 and not state["html"]["error"])
    assert b"<h1>second</h1>" in get("/page.html")


def test_the_preview_is_for_this_machine_alone(preview: tuple[Path, Callable[[str], bytes]]) -> None:
    """Another site can't read it under a name of its own; nothing but its own pages is served."""
    _, get = preview
    with pytest.raises(urllib.error.HTTPError, match="404"):
        get("/../pyproject.toml")


def test_ctrl_c_ends_the_preview(here: Path) -> None:
    """With status 0, since that is how it is meant to end."""
    theme(here, cover="<h1>x</h1>")
    command = [sys.executable, "-m", "briefing", "template", "preview", "mine", "--templates", "themes"]
    process = subprocess.Popen(
        [*command, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    assert "http://127.0.0.1:" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "")
