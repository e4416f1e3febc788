"""The pages in a real browser: clean by axe-core, worked by hand and by keyboard, whole without a script."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import odesa
import pytest
from browser import Page, browser, program
from conftest import ROOT
from samples import WHOLE, brief, first

from briefing import codec
from briefing.model import Brief
from briefing.render import render

# Named only: its Python half, which drives another browser, is not wanted.
AXE = importlib.util.find_spec("axe_playwright_python")

pytestmark = [
    pytest.mark.skipif(program() is None, reason="no browser: apt-get install chromium, as setup does it"),
    pytest.mark.skipif(AXE is None, reason="no axe-core: make setup-test installs it"),
]

BRIEF = brief()
"""Undated and untitled sources, a speaker without a name, a problem."""
NOTED = codec.read_brief((ROOT / "briefing/theming/sample/sample.json").read_bytes())
MARKED = replace(
    NOTED,
    marking="TLP:AMBER",
    sources=(NOTED.sources[0], replace(NOTED.sources[1], marking="TLP:AMBER")),
)
"""With an analyst's notes, and sources that differ in marking."""
DIFFERING = brief(odesa.one(), first(), odesa.other())
"""Two sources of one story, which differ."""
REAL = codec.read_brief((ROOT / "reports/example/briefing.json").read_bytes())
"""The five sample articles: every picture is drawn."""

THEMES = ("intelligence", "executive", "wire", "newsletter")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def shown(page: Page, tmp_path: Path) -> Page:
    """The example in the theme that has controls, as a reader at a desk first sees it."""
    page.look()
    page.open(written(tmp_path, REAL, "intelligence"))
    page.run("localStorage.clear()")
    page.open(tmp_path / "page.html")
    return page


def written(folder: Path, made: Brief, theme: str, language: str = "en") -> Path:
    file = folder / "page.html"
    file.write_bytes(render(replace(made, language=language), "html", theme=theme, options=WHOLE))
    return file


def found(page: Page) -> list[str]:
    """What axe-core holds against the page as it stands, of serious or critical weight."""
    assert AXE is not None
    assert AXE.origin
    page.run(Path(AXE.origin).with_name("axe.min.js").read_text(encoding="utf-8") + "; 0")
    told = page.run("axe.run().then(r => JSON.stringify(r.violations))")
    return [
        f"{v['id']} ({v['impact']}): {v['help']}: {n['html'][:160]}"
        for v in json.loads(told)
        if v["impact"] in {"serious", "critical"}
        for n in v["nodes"]
    ]


# --- axe-core --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("made", [BRIEF, MARKED, DIFFERING], ids=["gaps", "notes", "differences"])
def test_axe_finds_nothing_serious(
    page: Page, made: Brief, theme: str, language: str, tmp_path: Path
) -> None:
    """In every theme and language, light and dark."""
    file = written(tmp_path, made, theme, language)
    for scheme in ("light", "dark"):
        page.look(scheme=scheme)
        page.open(file)
        assert (scheme, found(page)) == (scheme, [])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_serious_in_a_real_brief(
    page: Page, theme: str, width: int, scheme: str, tmp_path: Path
) -> None:
    """On a phone and at a desk, with everything unfolded that unfolds."""
    page.look(width=width, scheme=scheme)
    page.open(written(tmp_path, REAL, theme))
    page.run("for (const d of document.querySelectorAll('details')) d.open = true")
    page.run("document.querySelectorAll('.para a.cite').forEach((a, n) => n < 3 && a.click())")
    assert found(page) == []


def test_axe_would_find_something(page: Page, tmp_path: Path) -> None:
    """The check can fail: grey on white, and a picture without words."""
    file = tmp_path / "bad.html"
    file.write_text("<p style='color: #bbb'>Grey</p><img src=''>", encoding="utf-8")
    page.look()
    page.open(file)
    names = {line.split()[0] for line in found(page)}
    assert {"color-contrast", "image-alt", "html-has-lang", "document-title"} <= names


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_is_wider_than_the_window(page: Page, theme: str, width: int, tmp_path: Path) -> None:
    """No page is scrolled sideways; the one table that is too wide scrolls within itself."""
    page.look(width=width)
    page.open(written(tmp_path, REAL, theme))
    assert page.run("document.documentElement.scrollWidth") <= width


# --- the controls ----------------------------------------------------------------------------


def choose(page: Page, name: str, value: str) -> None:
    """What a reader's choice in a control does."""
    page.run(
        "((name, value) => { const control = document.forms[0].elements[name]; control.value = value;"
        f" control.dispatchEvent(new Event('input', {{bubbles: true}})) }})({name!r}, {value!r})"
    )


def seen(page: Page) -> list[dict[str, str]]:
    """The data of the entries that are on the page."""
    told = page.run(
        "JSON.stringify([...document.querySelectorAll('[data-item]')]"
        ".filter(e => e.offsetParent).map(e => ({...e.dataset, text: e.innerText})))"
    )
    return list(json.loads(told))


def test_actor(shown: Page) -> None:
    """Only what this actor says, or what is told of this country's arms."""
    everything = len(seen(shown))
    actor = next(v.entity for v in REAL.voices if len(v.statements) > 1)
    choose(shown, "actor", actor)
    left = seen(shown)
    assert 0 < len(left) < everything
    assert all(actor in e["actors"].split() for e in left)
    assert shown.run("document.querySelector('.controls output').textContent") == (
        f"{len(left)} of {everything} entries shown"
    )
    assert shown.run("[...document.querySelectorAll('.voice')].filter(e => e.offsetParent).length") == 1


def test_source(shown: Page) -> None:
    choose(shown, "source", "2")
    assert {e["source"] for e in seen(shown)} == {"2"}


def test_story(page: Page, tmp_path: Path) -> None:
    """What the sources of one story have; where no story is told there is no such control."""
    page.look()
    page.open(written(tmp_path, DIFFERING, "intelligence"))
    assert page.run("document.querySelectorAll('.difference').length") == 2
    choose(page, "story", "1 3")
    assert {e["source"] for e in seen(page)} == {"1", "3"}
    choose(page, "source", "2")
    assert seen(page) == []
    assert page.run("document.querySelector('.difference').offsetParent") is None
    page.open(written(tmp_path, BRIEF, "intelligence"))
    assert page.run("document.forms[0].elements.story === undefined")


def test_dates(shown: Page) -> None:
    """A day, a month or a year is within the range as far as it tells; what has no day is not."""
    choose(shown, "from", "2017-12-01")
    choose(shown, "until", "2017-12-31")
    days = {e["day"] for e in seen(shown)}
    assert days
    assert all("2017-12-31" >= day >= "2017-12-01"[: len(day)] for day in days)


def test_search(shown: Page) -> None:
    """All words, in any order, whatever their case; the speaker in the heading counts too."""
    choose(shown, "words", "RUSIA nuklir")
    texts = [e["text"].lower() for e in seen(shown)]
    assert texts
    choose(shown, "words", "no such words")
    assert seen(shown) == []
    assert shown.run("document.querySelector('.voices').offsetParent") is None


def test_show_all(shown: Page) -> None:
    """The button is there only where something is hidden, and brings everything back."""
    everything = len(seen(shown))
    button = "document.forms[0].elements.clear"
    assert shown.run(f"{button}.hidden")
    choose(shown, "words", "nuklir")
    assert not shown.run(f"{button}.hidden")
    shown.run(f"{button}.click(); new Promise(r => setTimeout(r, 50))")
    assert len(seen(shown)) == everything


def test_evidence_unfolds_by_keyboard(shown: Page) -> None:
    """Enter on a citation shows the paragraph with the cited words, Enter again folds it."""
    shown.run("document.querySelector('.voice .para a.cite').focus()")
    state = (
        "(a => [a.getAttribute('aria-expanded'),"
        " a.closest('.para').querySelector('.evidence mark.here')?.textContent])"
        "(document.activeElement)"
    )
    assert shown.run(state) == ["false", None]
    shown.press("Enter", 13, "\r")
    statement = next(v for v in REAL.voices if v.statements).statements[0]
    words = next(s for s in REAL.statements if s.id == statement).text.value
    assert shown.run(state) == ["true", words]
    shown.press("Enter", 13, "\r")
    assert shown.run(state) == ["false", None]


def test_dark_is_chosen_and_kept(shown: Page, tmp_path: Path) -> None:
    """The button turns the page dark, says so, and the next visit finds it dark."""
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    button = "document.forms[0].elements.scheme"
    light = shown.run(ground)
    shown.run(f"{button}.click()")
    dark = shown.run(ground)
    assert dark != light
    assert shown.run(f"{button}.getAttribute('aria-pressed')") == "true"
    shown.open(tmp_path / "page.html")
    assert shown.run(ground) == dark
    shown.run(f"{button}.click()")
    assert shown.run(ground) == light


def test_pictures_are_dark_where_the_page_is(shown: Page) -> None:
    """By the reader's system or by the button: no black line on a black ground."""
    lines = "getComputedStyle(document.querySelector('.picture text')).fill"
    light = shown.run(lines)
    shown.run("document.forms[0].elements.scheme.click()")
    dark = shown.run(lines)
    assert dark != light
    shown.look(scheme="dark")
    assert shown.run(lines) == dark
    shown.run("document.forms[0].elements.scheme.click()")
    assert shown.run(lines) == light


def test_a_filtered_target_is_shown(shown: Page) -> None:
    """A link to something that a filter hides brings it back."""
    choose(shown, "source", "2")
    first = "document.querySelector('.para[data-source=\"1\"]')"
    assert shown.run(f"{first}.offsetParent") is None
    shown.run(f"location.hash = {first}.id; new Promise(r => setTimeout(r, 50))")
    assert shown.run(f"{first}.offsetParent !== null")


def test_every_control_is_reached_and_seen_by_keyboard(shown: Page) -> None:
    """Tab goes through the controls in their order, each with an outline where it has the focus."""
    shown.run("document.forms[0].elements.words.focus()")
    names = []
    for _ in range(12):
        name, outline = shown.run("(e => [e.name, getComputedStyle(e).outlineStyle])(document.activeElement)")
        assert outline != "none"
        if name and name not in names:
            names.append(name)
        shown.press("Tab", 9)
    assert names == ["words", "actor", "source", "from", "until", "scheme"]


# --- paper, and no script --------------------------------------------------------------------


def test_print_is_black_on_white_without_controls(shown: Page) -> None:
    """Also where the screen was dark; a sheet of paper has nothing to click."""
    shown.run("document.forms[0].elements.scheme.click()")
    shown.look(media="print", scheme="dark")
    assert shown.run("getComputedStyle(document.forms[0]).display") == "none"
    assert shown.run("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert shown.run("getComputedStyle(document.querySelector('.para')).color") == "rgb(0, 0, 0)"
    assert shown.run("getComputedStyle(document.querySelector('.picture text')).fill") == "rgb(23, 33, 43)"


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("theme", THEMES)
def test_every_page_that_a_browser_prints_bears_the_marking(page: Page, theme: str, tmp_path: Path) -> None:
    """In its head and its foot, whoever prints it; the PDF is better, and is not always what is printed."""
    page.look()
    page.open(written(tmp_path, MARKED, theme))
    (tmp_path / "page.pdf").write_bytes(page.printed())
    told = subprocess.run(["pdftotext", tmp_path / "page.pdf", "-"], capture_output=True, check=True)
    pages = told.stdout.decode().split("\f")[:-1]
    assert pages
    assert [text for text in pages if sum(line == "TLP:AMBER" for line in text.splitlines()) < 2] == []


@pytest.mark.parametrize("theme", THEMES)
def test_without_a_script_everything_is_there(page: Page, theme: str, tmp_path: Path) -> None:
    """The same entries and the same words; only the controls, which could do nothing, are away."""
    page.look()
    file = written(tmp_path, REAL, theme)
    page.open(file)
    words = "document.querySelector('main').innerText"
    with_script = page.run(words)
    page.look(script=False)
    page.open(file)
    assert page.run(words) == with_script
    assert page.run("[...document.querySelectorAll('main *')].filter(e => e.hidden).length") == 0
    assert page.run("[...document.forms].every(f => !f.offsetParent)")
    page.look()
