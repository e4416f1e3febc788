"""Settings: four layers, one declaration, and an error that names key, value and place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from briefing import settings
from briefing.errors import SettingError
from briefing.model import record
from briefing.settings import Given, Settings, declared, load, shown
from briefing.settings.declaring import setting, table
from briefing.settings.email import Email
from briefing.settings.email import Group as Recipients
from briefing.settings.lines import lines
from briefing.settings.reading import built, from_environment, from_file

CASES = tomllib.loads((ROOT / "tests/cases/settings/wrong.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "briefing.toml"


def test_nothing_set() -> None:
    """Without a file, variables or options every value is the declared default, and says so."""
    loaded = load()
    assert loaded.settings == Settings()
    assert set(loaded.origins.values()) == {"built-in"}


def test_each_layer_lies_over_the_one_before(file: Path) -> None:
    """Built-in < file < environment < command line; each value knows which layer it came from."""
    file.write_text('# ours\ntitle = "File"\ntheme = "wire"\nlanguage = "id"\n', encoding="utf-8")
    loaded = load(
        file,
        environment={"BRIEFING_THEME": "executive", "BRIEFING_LANGUAGE": "en"},
        options={"language": "id"},
    )
    assert loaded.settings.title == "File"
    assert loaded.settings.theme == "executive"
    assert loaded.settings.language == "id"
    assert loaded.settings.marking == ""
    assert loaded.origins["title"] == f"{file}:2"
    assert loaded.origins["theme"] == "BRIEFING_THEME"
    assert loaded.origins["language"] == "--language"
    assert loaded.origins["marking"] == "built-in"


def test_an_option_that_was_not_given_sets_nothing() -> None:
    """An option left out on the command line comes as None and leaves the lower layers alone."""
    loaded = load(environment={"BRIEFING_STRICT": "yes"}, options={"strict": None})
    assert loaded.settings.strict is True
    assert loaded.origins["strict"] == "BRIEFING_STRICT"


@pytest.mark.parametrize(("text", "value"), [("1", True), ("no", False), ("TRUE", True), (" off ", None)])
def test_yes_and_no_in_the_environment(text: str, value: bool | None) -> None:
    """true, yes, 1 and their opposites; anything else is refused rather than taken for one of them."""
    environment = {"BRIEFING_STRICT": text}
    if value is None:
        with pytest.raises(SettingError, match="true or false"):
            load(environment=environment)
    else:
        assert load(environment=environment).settings.strict is value


def test_lists_are_split_at_commas() -> None:
    """In the environment and on the command line a list is a text with commas; doubles count once."""
    assert load(options={"format": "html, txt,html"}).settings.format == ("html", "txt")
    assert load(environment={"BRIEFING_FORMAT": "json"}).settings.format == ("json",)


def test_a_folder_in_a_file_is_meant_from_that_file(tmp_path: Path) -> None:
    """`templates = "house"` in /etc/desk/briefing.toml is /etc/desk/house, wherever one runs from."""
    (tmp_path / "desk" / "house").mkdir(parents=True)
    file = tmp_path / "desk" / "briefing.toml"
    file.write_text('templates = "house"\nout = "/srv/briefs"\nlexicon = ""\n', encoding="utf-8")
    loaded = load(file).settings
    assert loaded.templates == tmp_path / "desk" / "house"
    assert loaded.out == Path("/srv/briefs")
    assert loaded.lexicon is None
    assert load(options={"out": "briefs"}).settings.out == Path("briefs")


def test_a_day_may_stand_without_quotation_marks(file: Path) -> None:
    """TOML has days of its own."""
    file.write_text("date = 2026-11-20\n", encoding="utf-8")
    assert load(file).settings.date == "2026-11-20"


def test_a_byte_order_mark_is_no_part_of_the_first_key(file: Path) -> None:
    """Some editors put one."""
    file.write_bytes("\ufefftitle = 'Asia'\n".encode())
    assert load(file).settings.title == "Asia"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_what_does_not_fit_is_named(
    case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A SettingError, ending the command with status 2, names key, value and place."""
    monkeypatch.chdir(tmp_path)
    file = Path("briefing.toml") if "file" in case else None
    if file:
        file.write_text(case["file"], encoding="utf-8")
    with pytest.raises(SettingError) as caught:
        load(file, environment=case.get("environment", {}), options=case.get("options", {}))
    missing = [text for text in case["says"] if text not in str(caught.value)]
    assert not missing, str(caught.value)
    assert "rahasia" not in str(caught.value)
    assert caught.value.exit_status == 2


def test_a_text_that_is_no_utf8() -> None:
    """Bytes that are no text reach Python as lone surrogates, which no format can hold."""
    with pytest.raises(SettingError, match=r"title = .* is not a text"):
        load(options={"title": "Asia \udcff"})


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_settings_file_that_cannot_be_read(file: Path, content: bytes | None) -> None:
    """A file named with --settings that is not there, or no text, is an error and not passed over."""
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingError, match=r"briefing\.toml.*--settings"):
        load(file)


def test_every_setting_is_explained() -> None:
    """Each has a meaning that ends as a sentence and fits a line of help, and a default of its type."""
    assert {key.split(".")[0] for key in declared()} == {field.name for field in fields(Settings)}
    for one in declared().values():
        assert one.meaning.endswith("."), one.key
        assert len(one.meaning) < 110, one.key


def test_the_example_file_is_printed_from_the_declarations() -> None:
    """The committed briefing.example.toml is what `briefing settings --example` prints."""
    assert (ROOT / "briefing.example.toml").read_text(encoding="utf-8") == settings.example()


def test_the_example_file_says_what_holds(file: Path) -> None:
    """With the # taken from its lines the example is a settings file that changes nothing."""
    lines = settings.example().splitlines()
    bare = [line[1:] if re.match(r"#(\w+ = |\[)", line) else line for line in lines]
    file.write_text("\n".join(bare), encoding="utf-8")
    loaded = load(file)
    group = Email(groups={"NAME": Recipients()})  # a name stands there for one's own
    assert loaded.settings == Settings(out=file.parent / "reports", email=group)
    free = {key for key, setting in declared().items() if setting.free}
    assert {key for key, origin in loaded.origins.items() if not origin.startswith(str(file))} == free


@pytest.mark.parametrize("value", ['a "b" \\ c', "line\nbreak", True, ("x", "y"), "ümläut – “q”"])
def test_a_value_is_shown_as_toml(value: object) -> None:
    """What `briefing settings` shows can be put into a settings file as it stands."""
    read = tomllib.loads(f"key = {shown(value)}")["key"]
    assert (tuple(read) if isinstance(read, list) else read) == value


# --- tables ----------------------------------------------------------------------------------


@record
class Group:
    """A table for each name: `[post.groups.desk]`."""

    to: tuple[str, ...] = setting((), "Addresses.")
    theme: str = setting("newsletter", "Theme.")


@record
class Post:
    """A table: `[post]`."""

    host: str = setting("", "Server.")
    port: int = setting(587, "Port.", lambda value: None if int(value) > 0 else "is no port")
    groups: Mapping[str, Group] = table("Groups of readers.")


@record
class Nested:
    """Settings with every kind of table."""

    title: str = setting("", "Title.")
    post: Post = table("Post.", Post())
    extra: Mapping[str, Given] = table("What others check.")


NESTED = """\
title = "A"
extra.far = true

[post]
host = "mail"

[post.groups.desk]
to = [
  "a@example.org",
]
[post.groups."night desk"]
theme = "wire"

[extra.inner]
x = 1
"""


def nested(file: Path, text: str, **environment: str) -> Nested:
    file.write_text(text, encoding="utf-8")
    found = from_file(Nested, file) | from_environment(Nested, environment)
    return built(Nested, found)  # type: ignore[no-any-return]


def test_tables_are_records_within_records(file: Path) -> None:
    """A table, a table for each name, and a table whose keys somebody else checks, with their lines."""
    read = nested(file, NESTED)
    assert read.post.host == "mail"
    assert read.post.port == 587
    assert {name: (g.to, g.theme) for name, g in read.post.groups.items()} == {
        "desk": (("a@example.org",), "newsletter"),
        "night desk": ((), "wire"),
    }
    assert read.extra["far"] == Given(value=True, origin=f"{file}:2", folder=file.parent)
    assert read.extra["inner"] == Given(value={"x": 1}, origin=f"{file}:14", folder=file.parent)


def test_variables_reach_into_tables(file: Path) -> None:
    """BRIEFING_POST_PORT sets post.port, BRIEFING_EXTRA_COLOUR a key of the free table."""
    read = nested(file, NESTED, BRIEFING_POST_PORT="25", BRIEFING_EXTRA_COLOUR="red")
    assert read.post.port == 25
    assert read.extra["colour"].value == "red"
    assert read.extra["colour"].origin == "BRIEFING_EXTRA_COLOUR"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[post]\n\nhots = 'x'", ["briefing.toml:3", "'post.hots'", "nearest is 'post.host'"]),
        (
            "[post.groups.desk]\nthme = 'x'",
            ["briefing.toml:2", "'post.groups.desk.thme'", "NAME.theme"],
        ),
        ("[post]\nport = '25'", ["briefing.toml:2", 'post.port = "25" is not a whole number']),
        ("[post]\nport = -1", ["briefing.toml:2", "post.port = -1 is no port"]),
        ("post = 'mail'", ["briefing.toml:1", "post"]),
        ("extra = 3", ["briefing.toml:1", "extra = 3 is not a table"]),
    ],
)
def test_what_does_not_fit_in_a_table_is_named(file: Path, text: str, says: list[str]) -> None:
    """With the whole key, its line, and the nearest known key."""
    with pytest.raises(SettingError) as caught:
        nested(file, text)
    assert [s for s in says if s not in str(caught.value)] == [], str(caught.value)


def test_the_line_of_every_key() -> None:
    """Whatever stands over several lines: lists, texts, and what looks like a key within them."""
    text = 'a = """\n[b]\nb = 1\n"""\n# c = 2\n[t]\nb = [\n "]",\n]\nd = {e = 1}\n\n[[r]]\nf = 1'
    assert lines(text) == {
        ("a",): 1, ("t",): 6, ("t", "b"): 7, ("t", "d"): 10, ("t", "d", "e"): 10, ("r",): 12, ("r", "f"): 13,
    }  # fmt: skip


def test_a_language_of_ones_own(tmp_path: Path) -> None:
    """A catalogue in the folder of labels makes its language a known one; others are still refused."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "fr.po").touch()
    file = tmp_path / "briefing.toml"
    file.write_text('labels = "own"\nlanguage = "fr"\n', encoding="utf-8")
    assert load(file).settings.language == "fr"
    file.write_text('labels = "own"\nlanguage = "de"\n', encoding="utf-8")
    with pytest.raises(SettingError, match=r"briefing\.toml:2: language = .*en, id, fr.*setting labels"):
        load(file)
