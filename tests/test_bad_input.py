"""Bad input: one clear line each, and the other articles still make the brief."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from briefing.cli import run

GOOD = "002_1d1aa39e3ef4d986.txt"
DAY = "2026-11-20"
HEAD = "Menlu Bertemu di Jakarta\n\nKompas.com - Senin (6/11/2017)\n\n"
BODY = '"Kami menolak sanksi baru terhadap Korea Utara," kata Lavrov di Moskow, Senin (6/11/2017).\n'


@pytest.fixture
def articles(tmp_path: Path, seeds: Path) -> Path:
    """A folder with one good article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    shutil.copy(seeds / GOOD, folder / "good.txt")
    return folder


class Ran:
    """What a `briefing make` of the inputs said and left."""

    def __init__(self, status: int, out: str, err: str, folder: Path) -> None:
        self.status, self.out, self.err, self.folder = status, out, err, folder

    @property
    def brief(self) -> dict[str, Any]:
        return json.loads((self.folder / DAY / "briefing.json").read_text(encoding="utf-8"))

    @property
    def troubles(self) -> list[str]:
        return [f"{p['where']}: {p['message']}" for p in self.brief["problems"]]

    def text(self, ending: str) -> str:
        return (self.folder / DAY / f"briefing.{ending}").read_text(encoding="utf-8")


Make = Callable[..., Ran]


@pytest.fixture
def make(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Make:
    """Runs `briefing make` in an empty folder, without the PDF, which takes its time."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "reports"

    def made(*arguments: object, format: str = "html,json") -> Ran:
        command = ["make", "--date", DAY, "--format", format, "--out", str(folder), *map(str, arguments)]
        status = run(command)
        said = capfd.readouterr()
        return Ran(status, said.out, said.err, folder)

    return made


def one_line(err: str) -> str:
    lines = err.splitlines()
    assert len(lines) == 1, err
    assert lines[0].startswith("briefing: ")
    return lines[0]


def test_no_input(make: Make) -> None:
    """Wrong usage, and nothing is made."""
    ran = make()
    assert ran.status == 2
    assert "nothing is named" in ran.err
    assert not ran.folder.exists()


def test_an_input_that_is_not_there(make: Make) -> None:
    """Named alone, it ends the command."""
    ran = make("nowhere.txt")
    assert ran.status == 1
    assert "nowhere.txt" in one_line(ran.err)
    assert not ran.folder.exists()


def test_an_empty_folder(make: Make, tmp_path: Path) -> None:
    """Named alone, it ends the command; what was looked for is said."""
    (tmp_path / "empty").mkdir()
    ran = make("empty")
    assert ran.status == 1
    assert "empty: holds no articles" in one_line(ran.err)


def test_several_inputs_and_no_article_in_any(make: Make, tmp_path: Path) -> None:
    """One line names each of them with its trouble."""
    (tmp_path / "empty").mkdir()
    ran = make("empty", "nowhere.txt")
    line = one_line(ran.err)
    assert "empty: holds no articles" in line
    assert "nowhere.txt: can't be read" in line


BAD_FILES = {
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "PNG"),
    "random bytes": (bytes((i * i * 7 + i * 31) % 256 for i in range(4096)), "not text"),
    "empty": (b"", "empty"),
    "nothing but blanks": (b" \n\t\n \r\n", "empty"),
    "50 MB": (b"Kata Lavrov di Moskow. " * 2_174_000, "too large"),
}


@pytest.mark.parametrize(("data", "says"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_holds_no_article(make: Make, articles: Path, data: bytes, says: str) -> None:
    """A line says what is wrong with it; the other article makes the brief, which tells the trouble too."""
    (articles / "bad.txt").write_bytes(data)
    ran = make(articles)
    assert ran.status == 0
    assert len(ran.brief["sources"]) == 1
    (told,) = [line for line in ran.out.splitlines() if "bad.txt" in line]
    assert says in told
    assert [t for t in ran.troubles if "bad.txt" in t and says in t]


def test_a_broken_link(make: Make, articles: Path) -> None:
    """A link that leads nowhere is told, and the other article makes the brief."""
    (articles / "link.txt").symlink_to("gone.txt")
    ran = make(articles)
    assert ran.status == 0
    assert [t for t in ran.troubles if "link.txt: is a link that leads nowhere" in t]


def test_a_named_pipe(make: Make, articles: Path) -> None:
    """It is told of, never opened, in a folder as on the command line; the other article makes the brief."""
    os.mkfifo(articles / "pipe.txt")
    for inputs in ([articles], [articles / "good.txt", articles / "pipe.txt"]):
        ran = make(*inputs)
        assert ran.status == 0
        assert len(ran.brief["sources"]) == 1
        (told,) = ran.troubles
        assert "pipe.txt: is a named pipe, not a file" in told
    ran = make(articles / "pipe.txt")
    assert ran.status == 1
    assert "is a named pipe, not a file" in one_line(ran.err)


def bound(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs briefing bound by permissions: as root, without the right to pass over them."""
    command = [sys.executable, "-m", "briefing", *map(str, arguments)]
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root passes over permissions, and setpriv is not there to take that from it")
        rights = "-dac_override,-dac_read_search"
        command = ["setpriv", "--inh-caps", rights, "--bounding-set", rights, *command]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_file_that_may_not_be_read(articles: Path, tmp_path: Path) -> None:
    """Permission denied is told, and the other article makes the brief."""
    (articles / "secret.txt").write_text(HEAD + BODY, encoding="utf-8")
    (articles / "secret.txt").chmod(0)
    out = tmp_path / "reports"
    done = bound("make", articles, "--format", "json", "--out", out, "--date", DAY, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "secret.txt: can't be read: Permission denied" in done.stdout
    assert (out / DAY / "briefing.json").exists()


def test_a_folder_that_may_not_be_written(articles: Path, tmp_path: Path) -> None:
    """One line with the folder and the reason; nothing is left."""
    out = tmp_path / "closed"
    out.mkdir()
    out.chmod(0o555)
    done = bound("make", articles, "--format", "json", "--out", out, folder=tmp_path)
    assert done.returncode == 1
    assert str(out) in one_line(done.stderr)
    assert "Permission denied" in done.stderr
    assert not list(out.iterdir())


def test_a_full_disk_in_the_middle(make: Make, articles: Path, tmp_path: Path) -> None:
    """A file may not grow beyond 4 KB: nothing half-written is left, and the earlier brief stays.

    How a disk that is really full is met, tests/test_output.py tries on a small one.
    """
    earlier = make(articles, format="json,txt")
    before = {path.name: path.read_bytes() for path in (earlier.folder / DAY).iterdir()}
    briefing = f'"{sys.executable}" -m briefing'
    command = (
        f"ulimit -f 8; {briefing} make articles --date {DAY} --title Later --slug briefing --format txt,json"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "nothing was written: File too large" in one_line(done.stderr)
    assert {path.name: path.read_bytes() for path in (earlier.folder / DAY).iterdir()} == before


def test_output_where_a_file_stands(make: Make, articles: Path, tmp_path: Path) -> None:
    """One line; the file stays as it was."""
    (tmp_path / "reports").write_text("a file", encoding="utf-8")
    ran = make(articles)
    assert ran.status == 1
    assert "nothing was written" in one_line(ran.err)
    assert (tmp_path / "reports").read_text(encoding="utf-8") == "a file"


def test_bad_utf8(make: Make, articles: Path) -> None:
    """Broken bytes are shown as such and told; the article is read all the same."""
    text = HEAD + BODY.replace('"Kami', "“Kami").replace(',"', ",”") * 4
    data = text.encode().replace(b"Moskow", b"Mosk\xff\xfeow", 1)
    (articles / "broken.txt").write_bytes(data)
    ran = make(articles)
    assert ran.status == 0
    assert len(ran.brief["sources"]) == 2
    assert [t for t in ran.troubles if "broken.txt" in t]


def test_one_line(make: Make, articles: Path) -> None:
    """An article of one line is a source as any other."""
    (articles / "line.txt").write_text(BODY, encoding="utf-8")
    ran = make(articles)
    assert ran.status == 0
    assert len(ran.brief["sources"]) == 2


def test_the_same_article_twice(make: Make, articles: Path) -> None:
    """It counts once, and the brief says so; named twice, the same file is simply read once."""
    shutil.copy(articles / "good.txt", articles / "again.txt")
    ran = make(articles, articles / "good.txt")
    assert ran.status == 0
    assert len(ran.brief["sources"]) == 1
    (told,) = [i for i in ran.brief["inputs"] if i["outcome"] == "duplicate"]
    assert "good.txt" in told["where"]
    assert "again.txt" in told["of"]
    assert told["source"] == 1


def test_html_pasted_into_a_text_file(make: Make, articles: Path) -> None:
    """No tag reaches the brief's text."""
    page = (
        f"<html><body><h1>Menlu Bertemu</h1><p>{BODY}</p><p>{BODY.replace('baru', 'lama')}</p></body></html>"
    )
    (articles / "page.txt").write_text(page, encoding="utf-8")
    ran = make(articles)
    assert ran.status == 0
    assert len(ran.brief["sources"]) == 2
    assert not [s for s in ran.brief["sources"] if "<p>" in s["article"]["text"]]


def test_a_quotation_mark_that_is_never_closed(make: Make, articles: Path) -> None:
    """The article is read, and the mark does not swallow the rest of it."""
    text = HEAD + '"Kami menolak sanksi baru, kata Lavrov di Moskow.\n\n' + BODY
    (articles / "open.txt").write_text(text, encoding="utf-8")
    ran = make(articles)
    assert ran.status == 0
    assert len(ran.brief["sources"]) == 2
    assert not [s for s in ran.brief["statements"] if "\n\n" in s["text"]["value"]]


HOSTILE = "Sidang {{ 7*7 }} <script>alert(1)</script> {% raw %} & [tautan](javascript:alert(1))"


def test_code_in_an_article_is_printed_as_text(make: Make, articles: Path) -> None:
    """Template and script are shown letter by letter in every format, and run in none."""
    text = f"{HOSTILE}\n\n" + BODY.replace("sanksi baru", f"sanksi {HOSTILE}")
    (articles / "hostile.txt").write_text(text, encoding="utf-8")
    ran = make(articles, "--title", HOSTILE, "--slug", "briefing", format="html,json,txt,md")
    assert ran.status == 0
    assert HOSTILE in [s["article"]["title"] for s in ran.brief["sources"]]
    page = ran.text("html")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'href="javascript:' not in page
    assert "<script>alert" not in ran.text("md")
    for ending in ("html", "txt"):
        assert "{{ 7*7 }}" in ran.text(ending)
        assert "Sidang 49" not in ran.text(ending)


def test_control_characters_do_not_reach_the_terminal(make: Make, articles: Path) -> None:
    """Neither from a file's name nor from a title."""
    (articles / "red\x1b[31m.txt").write_bytes(b"")
    ran = make(articles, "--title", "Daily \x1b[31m")
    assert ran.status == 0
    assert "\x1b" not in ran.out + ran.err


def test_a_file_name_that_is_no_utf8(make: Make, articles: Path) -> None:
    """Names of files are bytes; one that is no text is shown with a mark in the place of what can't be."""
    (articles / os.fsdecode(b"laporan\xff.txt")).write_text(HEAD + BODY, encoding="utf-8")
    ran = make(articles)
    assert ran.status == 0
    assert [s for s in ran.brief["sources"] if s["article"]["source"].endswith("laporan\ufffd.txt")]


def test_a_bad_setting(make: Make, articles: Path, tmp_path: Path) -> None:
    """Key, value, file and line are named; the status is that of wrong usage."""
    (tmp_path / "briefing.toml").write_text('title = "Asia"\nlanguage = "xx"\n', encoding="utf-8")
    ran = make(articles)
    assert ran.status == 2
    assert 'briefing.toml:2: language = "xx"' in one_line(ran.err)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--format", "pdf,docx"], "unknown format 'docx'"),
        (["--format", ""], "no format"),
        (["--theme", "nothing-like-it"], "nothing-like-it"),
        (["--language", "xx"], "must be one of: en, id"),
        (["--scale", "mine"], "must be one of: icd203, phia"),
        (["--templates", "nowhere"], "no folder that is there"),
        (["--lexicon", "nowhere"], "no folder that is there"),
        (["--notes", "nowhere.md"], "no file that is there"),
        (["--send", "nobody"], "no group 'nobody'"),
        (["--date", "tomorrow"], "tomorrow"),
        (["--marking", "TLP:PINK"], "TLP:PINK"),
        (["--settings", "nowhere.toml"], "nowhere.toml"),
    ],
)
def test_a_bad_option(
    make: Make, articles: Path, arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wrong usage, whichever the option: named in one line, before any article is read; nothing is made."""
    monkeypatch.setattr("briefing.workflow.open_inputs", None)
    ran = make(articles, *arguments) if arguments[0] != "--format" else make(articles, format=arguments[1])
    assert ran.status == 2
    assert says in one_line(ran.err)
    assert not ran.folder.exists()


def test_another_language(make: Make, articles: Path) -> None:
    """An article that can't be read here is a source all the same, and told among the problems."""
    text = "Ministers meet in Vienna\n\n" + "The minister said on Monday that the talks would go on. " * 8
    (articles / "english.txt").write_text(text, encoding="utf-8")
    ran = make(articles)
    assert ran.status == 0
    assert {s["read"] for s in ran.brief["sources"]} == {True, False}
    assert [t for t in ran.troubles if "english.txt: is in a language that is not read here (en)" in t]


def test_strict(make: Make, articles: Path) -> None:
    """With --strict a brief made with problems is left all the same, and the status says so."""
    (articles / "bad.txt").write_bytes(b"")
    ran = make(articles, "--strict")
    assert ran.status == 3
    assert ran.brief["sources"]


SLOW = """
import sys, time
from briefing import verify
from briefing.cli import main
waiting = sys.argv.pop(1)
def slowly(brief, user_folder):
    open(waiting, "w").close()
    time.sleep(60)
verify.refusals = slowly
main()
"""


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted(articles: Path, tmp_path: Path, sent: signal.Signals, status: int) -> None:
    """Ctrl-C in the middle: one line at most, no traceback, no file; likewise when the system ends it."""
    waiting, out = tmp_path / "waiting", tmp_path / "reports"
    command = [sys.executable, "-c", SLOW, waiting, "make", articles, "--out", out, "--format", "json"]
    with subprocess.Popen(
        [str(word) for word in command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        for _ in range(600):
            if waiting.exists() or process.poll() is not None:
                break
            time.sleep(0.05)
        process.send_signal(sent)
        out_text, err = process.communicate(timeout=30)
    assert process.returncode == status
    assert out_text == ""
    if sent is signal.SIGINT:
        assert "interrupted" in one_line(err)
    assert "Traceback" not in err
    assert not (out / DAY).exists()
