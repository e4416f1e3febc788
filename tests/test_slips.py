"""Slips of the pen in settings and notes: each is told in one line, with its place and what is nearest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from samples import brief, first, second

from briefing.errors import SettingError
from briefing.settings import Settings, load
from briefing.workflow import analyse, failures, make, open_record, render, theme_of
from briefing.workflow.recipients import Kind
from briefing.workflow.strays import strays
from briefing.workflow.versions import version

SEED = "002_1d1aa39e3ef4d986.txt"
ARTICLES = [source.article for source in brief(first(), second()).sources]


@pytest.mark.parametrize("table", ["source_marking", "grading"])
@pytest.mark.parametrize(
    ("key", "nearest"),
    [
        ("Republica", "Republika"),
        ("Republika Online", "Republika"),
        ("dua.txt", "samples/dua.txt"),
        ("sample/*", "samples/*"),
        ("Republika", None),
        ("republika", None),
        ("samples/*", None),
        ("Kompas", None),
    ],
)
def test_a_key_that_misses_a_source_by_a_slip(
    tmp_path: Path, table: str, key: str, nearest: str | None
) -> None:
    """It names the nearest; an outlet that has no article today is none, since settings are for many days."""
    file = tmp_path / "briefing.toml"
    value = {"source_marking": "TLP:AMBER", "grading": "B2"}[table]
    file.write_text(f'[{table}]\n"{key}" = "{value}"\n', encoding="utf-8")
    found = strays(ARTICLES, load(file).settings)
    told = [(p.where, p.message, p.hint) for p in found]
    message = f"{table}: {key!r} is the outlet or file of no source"
    assert told == ([(f"{file}:2", message, f"The nearest is {nearest!r}")] if nearest else [])


def test_a_name_that_has_a_key_of_its_own_is_nearest_to_none(tmp_path: Path) -> None:
    """Who grades Republika and Republika Online means two outlets."""
    file = tmp_path / "briefing.toml"
    file.write_text('[grading]\nRepublika = "B2"\n"Republika Online" = "C3"\n', encoding="utf-8")
    assert strays(ARTICLES, load(file).settings) == ()


def test_a_slip_is_told_in_the_brief(seeds: Path, tmp_path: Path) -> None:
    """A marking that reached nobody is a problem of the brief, so that --strict stops there."""
    (article,) = (f.article for f in analyse([seeds / SEED]).findings)
    file = tmp_path / "briefing.toml"
    file.write_text(f'[source_marking]\n"{article.outlet}x" = "TLP:RED"\n', encoding="utf-8")
    settings = replace(load(file).settings, out=tmp_path, format=("json",))
    made = make([seeds / SEED], settings=settings, environment={"SOURCE_DATE_EPOCH": "0"})
    assert made.brief.marking == "TLP:CLEAR"
    assert f"The nearest is {article.outlet!r}" in [p.hint for p in made.brief.problems]


# --- titles that nobody chose ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "printed"),
    [("", "Daily briefing"), ("Kabar Natuna", "Kabar Natuna")],
    ids=["default", "chosen"],
)
def test_a_title_that_nobody_chose_is_in_the_readers_language(
    seeds: Path, tmp_path: Path, title: str, printed: str
) -> None:
    """Made in Indonesian, rendered in English; a chosen one stays; so do the record and the file names."""
    settings = Settings(title=title, out=tmp_path, language="id", date="2026-11-20", format=("json", "txt"))
    made = make([seeds / SEED], settings=settings)
    record, text = made.paths
    before = record.read_bytes()
    assert made.brief.title == (title or "Briefing harian")
    assert made.brief.title in text.read_text(encoding="utf-8")
    again = render(record, settings=settings, language="en")
    assert again.paths == (text,)
    assert printed in text.read_text(encoding="utf-8")
    assert (made.brief.title in text.read_text(encoding="utf-8")) is bool(title)
    assert record.read_bytes() == before
    assert failures(open_record(record)) == ()


def test_a_group_gets_the_default_title_in_its_language(seeds: Path, tmp_path: Path) -> None:
    """In the subject, in the text and in the names of what is attached."""
    settings = Settings(language="id", out=tmp_path, date="2026-11-20", format=("json",))
    mail = replace(settings, email=replace(settings.email, attach=("txt",)))
    made = make([seeds / SEED], settings=settings)
    got = version(made.brief, Kind(language="en", theme="newsletter", ceiling=""), mail)
    assert got.subject("{title}") == "TLP:CLEAR Daily briefing"
    assert made.brief.title.encode() not in got.content
    assert b"Daily briefing 2026-11-20.txt" in got.content


# --- styles that no stylesheet can use -------------------------------------------------------

VARIABLE = "is no variable of the theme. The nearest is 'muted'"


@pytest.mark.parametrize(
    ("styles", "told"),
    [
        ('accent = "#12"', 'accent = "#12" is no colour. Write a colour such as #7a1f1f'),
        ('accent = "drakred"', 'accent = "drakred" is no colour'),
        ('accent = "#7a1f1f"', None),
        ('accent = "darkred"', None),
        ('accent = "rgb(122 31 31)"', None),
        ('accent = "var(--ink)"', None),
        ('variables = {mutde = "#4a4a4a"}', f"variables.mutde {VARIABLE}"),
        ('dark = {muted = "#4a4a4"}', 'dark.muted = "#4a4a4" is no colour'),
        ('variables = {muted = "#4a4a4a", sans = "Inter"}', None),
    ],
)
def test_a_style_that_no_stylesheet_can_use(tmp_path: Path, styles: str, told: str | None) -> None:
    """It is told with its line and key before anything is made."""
    file = tmp_path / "briefing.toml"
    file.write_text(f"[theme_options]\n{styles}\n", encoding="utf-8")
    settings = load(file).settings
    if told is None:
        assert theme_of(settings).name == "intelligence"
        return
    with pytest.raises(SettingError) as error:
        theme_of(settings)
    assert str(error.value).startswith(f"{file}:2: theme_options.{told}")
