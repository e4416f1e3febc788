"""The command line: parse, call, print; an exit status that means what docs/cli.md says."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import ROOT

import briefing.cli
from briefing import settings as settings_
from briefing import workflow
from briefing.cli import article, run, screen
from briefing.errors import BriefingError

DAY = "2026-11-20"
SEED = "002_1d1aa39e3ef4d986.txt"
Said = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with one article in it."""
    shutil.copy(seeds / SEED, tmp_path / SEED)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def made(here: Path, capfd: Said) -> Path:
    """A record that `make` left."""
    assert run(["make", SEED, "--date", DAY, "--format", "json"]) == 0
    capfd.readouterr()
    return here / "reports" / DAY / "briefing.json"


def test_make_says_what_it_made(here: Path, capfd: Said) -> None:
    """What, of which day, from how many articles, in how long, where, and with what trouble."""
    assert run(["make", SEED, "--date", DAY, "--format", "html,json"]) == 0
    said = capfd.readouterr()
    first, *files = said.out.splitlines()
    assert first.startswith(f"Made Daily briefing 2026-324 of {DAY} from 1 article in ")
    assert files[0].startswith(f"  reports/{DAY}/briefing.html  (")
    assert files[1].startswith(f"  reports/{DAY}/briefing.json  (")
    assert "problem" in files[2].lower()
    assert said.err == ""


def test_options_reach_the_brief(here: Path) -> None:
    """Each option that sets something of the brief is found in its record."""
    options = {
        "--title": "Semenanjung", "--number": "7", "--language": "id", "--marking": "TLP:GREEN",
        "--prepared-by": "Meja Asia", "--prepared-for": "Menteri", "--date": "2024-02-29",
    }  # fmt: skip
    words = [word for pair in options.items() for word in pair]
    assert run(["make", SEED, "--format", "json", "--out", "out", *words]) == 0
    brief = json.loads((here / "out/2024-02-29/semenanjung.json").read_text(encoding="utf-8"))
    keys = {key.removeprefix("--").replace("-", "_") for key in options}
    assert {key: brief[key] for key in keys} == {
        key.removeprefix("--").replace("-", "_"): value for key, value in options.items()
    }


def test_settings_come_from_the_working_folder(
    here: Path, capfd: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    """briefing.toml there, BRIEFING_* over it, options over both; `settings` shows which is which."""
    (here / "briefing.toml").write_text("title = 'Asia'\ntheme = 'wire'\n", encoding="utf-8")
    monkeypatch.setenv("BRIEFING_THEME", "executive")
    assert run(["settings"]) == 0
    rows = {line.split()[0]: line.split()[1:] for line in capfd.readouterr().out.splitlines()}
    assert rows["title"] == ['"Asia"', "briefing.toml:1"]
    assert rows["theme"] == ['"executive"', "BRIEFING_THEME"]
    assert rows["language"] == ['"en"', "built-in"]
    assert set(rows) == {"setting", *(key for key, one in settings_.declared().items() if one.variable)}


def test_another_settings_file(here: Path, capfd: Said) -> None:
    """--settings is read in the place of briefing.toml, not beside it."""
    (here / "briefing.toml").write_text("title = 'Asia'\n", encoding="utf-8")
    (here / "other.toml").write_text("theme = 'wire'\n", encoding="utf-8")
    assert run(["settings", "--settings", "other.toml"]) == 0
    out = capfd.readouterr().out
    assert "other.toml:1" in out
    assert "Asia" not in out


def test_settings_example(capfd: Said) -> None:
    """The example file, ready to be redirected into briefing.toml."""
    assert run(["settings", "--example"]) == 0
    assert capfd.readouterr().out == settings_.example()


def test_extract_prints_one_analysis_a_line(here: Path, seeds: Path, capfd: Said) -> None:
    """In the order of the inputs, to standard output or to a file; nothing else is printed."""
    assert run(["extract", str(seeds)]) == 0
    said = capfd.readouterr()
    analyses = [json.loads(line) for line in said.out.splitlines()]
    assert [Path(a["article"]["source"]).name for a in analyses] == sorted(p.name for p in seeds.iterdir())
    assert {a["schema"] for a in analyses} == {"briefing.analysis/1"}
    assert said.err == ""
    assert run(["extract", str(seeds), "-o", "all.jsonl"]) == 0
    assert (here / "all.jsonl").read_text(encoding="utf-8") == said.out
    assert capfd.readouterr().out == ""


def test_extract_goes_on_past_what_cannot_be_read(here: Path, capfd: Said) -> None:
    """The trouble stands on standard error, so that the lines can be piped on."""
    (here / "bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run(["extract", "bad.txt", SEED]) == 0
    said = capfd.readouterr()
    assert len(said.out.splitlines()) == 1
    assert said.err.startswith("briefing: bad.txt: is a PNG picture")
    assert run(["extract", "bad.txt", SEED, "--strict"]) == 3


def test_standard_input(here: Path, capfd: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """- is standard input, for make, extract and read."""
    data = (here / SEED).read_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert run(["extract", "-"]) == 0
    assert json.loads(capfd.readouterr().out)["article"]["source"] == "-"


def test_render_makes_the_formats_from_the_record_alone(made: Path, capfd: Said) -> None:
    """Beside the record or elsewhere, in another language too; the articles need not be there."""
    before = made.read_bytes()
    (made.parents[2] / SEED).unlink()
    assert run(["render", str(made), "--format", "txt,json"]) == 0
    assert sorted(p.name for p in made.parent.iterdir()) == ["briefing.json", "briefing.sums", "briefing.txt"]
    assert run(["render", str(made), "--format", "txt", "--language", "id", "--out", "id"]) == 0
    assert Path("id/briefing.txt").read_bytes() != (made.parent / "briefing.txt").read_bytes()
    assert made.read_bytes() == before
    assert "briefing.json" not in capfd.readouterr().out


def test_render_is_what_make_left(here: Path) -> None:
    """The record holds everything: the same bytes come from it as came with it."""
    assert run(["make", SEED, "--date", DAY, "--format", "html,txt,md,json"]) == 0
    folder = here / "reports" / DAY
    assert (
        run(["render", str(folder / "briefing.json"), "--format", "html,txt,md,json", "--out", "again"]) == 0
    )
    for path in folder.iterdir():
        assert (here / "again" / path.name).read_bytes() == path.read_bytes()


def test_verify(made: Path, capfd: Said) -> None:
    """A brief that `make` left passes; one in which somebody changed a quotation does not."""
    assert run(["verify", str(made)]) == 0
    assert "verified" in capfd.readouterr().out
    brief = json.loads(made.read_text(encoding="utf-8"))
    brief["statements"][0]["text"]["value"] = "Kami menyerah"
    made.write_text(json.dumps(brief), encoding="utf-8")
    assert run(["verify", str(made)]) == 1
    assert capfd.readouterr().err.startswith("briefing: ")


def test_render_refuses_what_is_not_verified(made: Path, capfd: Said) -> None:
    """A changed record is not rendered."""
    brief = json.loads(made.read_text(encoding="utf-8"))
    brief["statements"][0]["text"]["value"] = "Kami menyerah"
    made.write_text(json.dumps(brief), encoding="utf-8")
    assert run(["render", str(made), "--format", "txt"]) == 1
    assert "briefing.sums" in capfd.readouterr().err
    made.with_suffix(".sums").unlink()
    assert run(["render", str(made), "--format", "txt"]) == 1
    assert "not verified" in capfd.readouterr().err
    assert not made.with_suffix(".txt").exists()


@pytest.mark.parametrize("command", ["verify", "render"])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "can't be read"),
        (b"\xff\xfe", "is no JSON"),
        (b"[]", "no record"),
        (b'{"schema": "x/9"}', "x/9"),
    ],
)
def test_no_record(here: Path, capfd: Said, command: str, content: bytes | None, says: str) -> None:
    """One line names the file and what is wrong with it."""
    if content is not None:
        (here / "record.json").write_bytes(content)
    assert run([command, "record.json"]) == 1
    err = capfd.readouterr().err
    assert err.startswith("briefing: record.json: ")
    assert says in err
    assert err.count("\n") == 1


def test_read_shows_what_was_found_and_by_which_rule(here: Path, capfd: Said) -> None:
    """Paragraphs, then tables; in a pipe without colours."""
    assert run(["read", SEED]) == 0
    out = capfd.readouterr().out
    assert "¶1" in out
    assert "Sergey Lavrov" in out
    assert "rule" in out
    assert "\x1b" not in out


def test_read_in_colours_on_a_terminal(here: Path) -> None:
    """Each kind of span has a colour of its own, told in a legend."""
    from rich.console import Console

    (findings,) = workflow.analyse([SEED]).findings
    written = io.StringIO()
    article.show(findings, Console(file=written, force_terminal=True, color_system="standard", width=100))
    colours = {
        style: written.getvalue().count(f"\x1b[{code}m") for style, code in {"actor": 36, "claim": 32}.items()
    }
    assert all(count > 3 for count in colours.values()), colours


def test_doctor(here: Path, capfd: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line for each thing; where something needed is missing, its remedy and status 1."""
    assert run(["doctor"]) == 0
    assert "missing" not in capfd.readouterr().out
    monkeypatch.setattr("briefing.doctor.LIBRARIES", {"Pango": ("libnothing.so.0",)})
    assert run(["doctor"]) == 1
    (line,) = [line for line in capfd.readouterr().out.splitlines() if line.startswith("missing")]
    assert "Pango" in line
    assert "apt-get install" in line


def test_doctor_finds_an_output_folder_that_cannot_be(here: Path, capfd: Said) -> None:
    """The folder of the settings is tried."""
    (here / "briefing.toml").write_text(f"out = '{SEED}/reports'\n", encoding="utf-8")
    assert run(["doctor"]) == 1
    assert "Not a directory" in capfd.readouterr().out


def test_lexicon(capfd: Said) -> None:
    """Our own word lists pass their own examples."""
    assert run(["lexicon"]) == 0
    assert "all as they should" in capfd.readouterr().out


def test_lexicon_names_file_and_entry(here: Path, capfd: Said) -> None:
    """A user's list is checked along, and an entry that fails is named; status 1."""
    (here / "mine" / "id").mkdir(parents=True)
    text = (
        "[about]\ntitle = 'x'\nchecks = 'numbers'\n[[entry]]\nwords = ['gajah']\nexample = 'seekor gajah'\n"
    )
    (here / "mine" / "id" / "numbers.toml").write_text(text, encoding="utf-8")
    assert run(["lexicon", "--lexicon", "mine"]) == 1
    said = capfd.readouterr()
    assert "id/numbers.toml#1 (gajah): does not fire" in said.err


@pytest.mark.parametrize(
    ("checks", "entry", "says"),
    [
        ("words", "words = ['gajah']\nexample = 'seekor gajah'\nnot = 'harimau'", None),
        (
            "words",
            "words = ['gajah']\nexample = 'harimau'",
            "id/animals.toml#1 (gajah): does not fire in its",
        ),
        (
            "words",
            "words = ['gajah']\nexample = 'gajah'\nnot = 'gajahmada'",
            "fires where it must not: 'gajahmada'",
        ),
        ("words", "words = ['gajah']", "id/animals.toml#1 (gajah): has no example"),
        ("wrods", "words = ['gajah']\nexample = 'gajah'", "checks = 'wrods' is none of: words"),
        ("", "words = ['gajah']\nexample = 'gajah'", "checks = '' is none of: words"),
    ],
)
def test_what_an_entry_must_do(
    here: Path, monkeypatch: pytest.MonkeyPatch, checks: str, entry: str, says: str | None
) -> None:
    """Fire in its examples, be silent in its near misses, have an example, and a reading that tries it."""
    from briefing import doctor, lexicon

    checkers = SimpleNamespace(CHECKERS={"words": lambda entry, text: entry.words[0] in text})
    monkeypatch.setitem(sys.modules, "briefing.wordlists.checks", checkers)  # type: ignore[arg-type]
    monkeypatch.setattr(lexicon, "languages", lambda: ("id",))
    monkeypatch.setattr(lexicon, "HERE", here / "none of ours")
    (here / "mine" / "id").mkdir(parents=True)
    text = f"[about]\ntitle = 'Animals'\nchecks = '{checks}'\n[[entry]]\n{entry}\n"
    (here / "mine" / "id" / "animals.toml").write_text(text, encoding="utf-8")
    failures = doctor.check_lexicon(here / "mine").failures
    assert len(failures) == (says is not None)
    assert all(str(says) in failure for failure in failures)


# --- whatever happens ----------------------------------------------------------------------------


def test_no_traceback_reaches_a_user(here: Path, capfd: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the program is one line that says how to get the trace; with --debug it is shown."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr(workflow, "make", broken)
    assert run(["make", SEED]) == 1
    assert capfd.readouterr().err == (
        "briefing: ZeroDivisionError: by zero. "
        "This is a fault of the program: run it again with --debug for the trace\n"
    )
    assert run(["make", SEED, "--debug"]) == 1
    assert "Traceback" in capfd.readouterr().err


def test_a_fault_in_one_article_costs_only_that_article(
    here: Path, capfd: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The article stays among the sources, unread, and the fault is told."""
    from briefing import extract

    shutil.copy(ROOT / "seeds" / "004_a5336afc67e5747c.txt", here / "other.txt")
    whole = extract.extract

    def faulty(given: object, *rest: object) -> object:
        if given.source == "other.txt":  # type: ignore[attr-defined]
            raise IndexError("list index out of range")
        return whole(given, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(extract, "extract", faulty)
    assert run(["make", SEED, "other.txt", "--date", DAY, "--format", "json"]) == 0
    assert "other.txt: could not be analysed: IndexError" in capfd.readouterr().out
    brief = json.loads((here / "reports" / DAY / "briefing.json").read_text(encoding="utf-8"))
    assert [source["read"] for source in brief["sources"]] == [True, False]


def test_an_interruption_is_one_line(capfd: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 130, as shells expect."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(workflow, "make", interrupted)
    assert run(["make", "x"]) == 130
    assert capfd.readouterr().err == "briefing: interrupted; nothing half-written was left\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["mke"], "No such command 'mke'. Did you mean 'make'? See briefing --help"),
        (["make", "--formt", "pdf", "x"], "No such option: --formt"),
        (["make", "x", "--date"], "Option '--date' requires an argument"),
        (["verify"], "Missing argument 'BRIEF.json'. See briefing verify --help"),
        (
            ["template", "cheek"],
            "No such command 'cheek'. Did you mean 'check'? See briefing template --help",
        ),
        (["outbox", "retry", "one"], "Invalid value for 'NUMBER'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage(arguments: list[str], says: str, capfd: Said) -> None:
    """Status 2 and one line: what is wrong, the nearest that there is, and where to read on."""
    assert run(arguments) == 2
    told = capfd.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert told.err.startswith("briefing: ")
    assert says in told.err


@pytest.mark.parametrize("arguments", [[], ["template"]])
def test_a_command_without_anything_shows_its_help(arguments: list[str], capfd: Said) -> None:
    assert run(arguments) == 2
    told = capfd.readouterr()
    assert "Usage: briefing" in told.out + told.err


@pytest.mark.parametrize(
    "name", ["make", "extract", "render", "verify", "read", "doctor", "settings", "lexicon"]
)
def test_every_command_takes_a_settings_file_and_debug(name: str, capfd: Said) -> None:
    """--settings and --debug are understood everywhere."""
    assert run([name, "--help"]) == 0
    out = capfd.readouterr().out
    assert "--settings FILE" in out
    assert "--debug" in out


def shell(command: str) -> subprocess.CompletedProcess[str]:
    """Runs a line of bash in which `briefing` is the command under test; a fault in a pipe is its status."""
    line = f"set -o pipefail; briefing() {{ '{sys.executable}' -m briefing \"$@\"; }}; {command}"
    return subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, check=False)


PRINTING = [
    "extract seeds",
    "read seeds/002_1d1aa39e3ef4d986.txt",
    "template fields",
    "template fields --schema",
    "settings --example",
    "--help",
]


@pytest.mark.parametrize("command", PRINTING)
def test_output_on_a_full_disk(command: str) -> None:
    """Whatever a command prints, a disk without room for it is told in one plain line."""
    done = shell(f"briefing {command} > /dev/full")
    assert done.returncode == briefing.cli.NOT_MADE
    assert done.stderr == (
        "briefing: standard output: can't be written: No space left on device."
        " Free some space, or write to another place\n"
    )


@pytest.mark.parametrize("command", PRINTING)
def test_a_reader_that_goes_away(command: str) -> None:
    """`briefing … | true` ends without a word; a closed output is as good as /dev/null."""
    assert shell(f"briefing {command} | true").stderr == ""
    done = shell(f"briefing {command} >&-")
    assert (done.returncode, done.stderr) == (0, "")


def test_help_is_quick_because_it_loads_little() -> None:
    """`briefing --help` loads neither the language nor the rendering, nor rich."""
    code = "import sys, briefing.cli; briefing.cli.run(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    assert not loaded & {"spacy", "numpy", "weasyprint", "jinja2", "rich", "babel"}
    assert not {"briefing.workflow", "briefing.render", "briefing.extract"} & set(done.stderr.split())


def test_a_terminal_obeys_nothing_from_outside() -> None:
    """Control and direction characters are shown, one for one, so that columns keep their places."""
    text = "a\x1b[31m\u202eb\tc\nd\x9b\udc80\u2028 ‘é’ 漢"
    assert screen.visible(text) == "a\ufffd[31m\ufffdb\ufffdc\nd\ufffd\ufffd\ufffd ‘é’ 漢"
    assert screen.line("two\n lines\x07") == "two lines\ufffd"


def test_the_bar_follows_the_steps(monkeypatch: pytest.MonkeyPatch, capfd: Said) -> None:
    """On a terminal the steps that the library tells move a bar, on standard error; then it is gone."""
    from briefing import progress

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with screen.progress():
        progress.step("analyse", 1, 2, "a[bold].txt")
    assert capfd.readouterr().out == ""
    assert not [h for h in progress.progress.handlers if type(h).__name__ == "_Follow"]


def test_statuses_are_those_of_the_errors() -> None:
    """Each error carries the status that the command ends with."""
    assert BriefingError("x").exit_status == briefing.cli.NOT_MADE == 1
    assert {error.exit_status for error in BriefingError.__subclasses__()} == {1, 2, briefing.cli.INTERRUPTED}


def test_read_can_be_asked_why(seeds: Path, capfd: Said) -> None:
    """`read --why` shows the row, the shape that took a cue or its refusal, the scored candidates."""
    assert run(["read", str(seeds / "000_8703bd384effe786.txt"), "--why", "Kosachev menyatakan"]) == 0
    shown = capfd.readouterr().out
    assert "[cue menyatakan]" in shown
    assert "name, verb and content: read:" in shown
    assert re.search(r"\+\d\.\d Konsantin Kosachev: person named", shown)
    assert "Interfax" not in shown
