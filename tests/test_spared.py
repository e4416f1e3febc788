"""What goes wrong with one article costs that article alone: time, memory, a crash, any exception."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from briefing import compose, extract, sources, workflow
from briefing.cli import run
from briefing.errors import InputError, OutputError
from briefing.lexicon import load
from briefing.lexicon.numbers import find_numbers
from briefing.model import Article, Findings
from briefing.progress import trouble
from briefing.settings import Settings
from briefing.workflow.bounded import Bounds, Failed, each

ROOT = Path(__file__).parent.parent
SHORT = Settings(article_seconds=1, article_megabytes=300)
BOUNDS = Bounds(seconds=1, megabytes=300)


def endless() -> None:
    while True:
        pass


def endless_pattern() -> None:
    """Takes for ever within one call, where Python itself has nothing to say."""
    re.match(r"(a+)+$", "a" * 60 + "b")


def too_large() -> None:
    bytearray(2_000_000_000)


def crash() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def wrong() -> None:
    raise ValueError("a number of 310 digits")


MISHAPS: list[tuple[Callable[[], None], str]] = [
    (endless, "took over 1 s and was given up"),
    (endless_pattern, "took over 1 s and was given up"),
    (too_large, "needs over 300 MB and was given up"),
    (crash, "the process that read it broke down (SIGKILL)"),
    (wrong, "ValueError: a number of 310 digits"),
]


@pytest.fixture
def three(tmp_path: Path, seeds: Path) -> list[Path]:
    """Three articles; the second is the bad one."""
    texts = sorted(seeds.glob("*.txt"))[:3]
    files = [tmp_path / name for name in ("first.txt", "bad.txt", "third.txt")]
    for file, seed in zip(files, texts, strict=True):
        file.write_bytes(seed.read_bytes())
    return files


@pytest.mark.parametrize(("mishap", "message"), MISHAPS)
def test_an_article_that_is_too_much_costs_itself_alone(
    three: list[Path], monkeypatch: pytest.MonkeyPatch, mishap: Callable[[], None], message: str
) -> None:
    """The article stays among the sources with a problem that names its file; the others are read."""
    whole = extract.extract

    def extracted(article: Article, *rest: object) -> Findings:
        if article.source.endswith("bad.txt"):
            mishap()
        return whole(article, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(extract, "extract", extracted)
    analysed = workflow.analyse(three, settings=SHORT)
    assert [bool(found.claims) for found in analysed.findings] == [True, False, True]
    (problem,) = analysed.findings[1].problems
    assert problem.where == str(three[1])
    assert problem.message == f"could not be analysed: {message}"


@pytest.mark.parametrize(("mishap", "message"), MISHAPS)
def test_a_file_that_is_too_much_to_read_is_told_and_the_rest_goes_on(
    three: list[Path], monkeypatch: pytest.MonkeyPatch, mishap: Callable[[], None], message: str
) -> None:
    whole = sources.read_piece

    def read(piece: sources.Piece, **rest: object) -> sources.Read:
        if piece.name == "bad.txt":
            mishap()
        return whole(piece, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(sources, "read_piece", read)
    analysed = workflow.analyse(three, settings=SHORT)
    assert [Path(found.article.source).name for found in analysed.findings] == ["first.txt", "third.txt"]
    (problem,) = analysed.problems
    assert (problem.where, problem.message) == (str(three[1]), f"could not be read: {message}")


def test_where_no_article_can_be_read_each_is_named(
    three: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extract, "extract", lambda *_: wrong())
    with pytest.raises(InputError, match=r"first\.txt: could not be analysed: ValueError.*bad\.txt"):
        workflow.analyse(three, settings=SHORT)


def test_things_are_done_in_their_order_whoever_does_them() -> None:
    """Results, and what is told on the way, come in the order of the things, on any number of processors."""

    def slowly(n: int) -> int:
        time.sleep(0.05 * (n % 2 == 0))
        trouble.warning("at %d", n)
        return n * n

    heard: list[str] = []
    handler = _Heard(heard)
    trouble.addHandler(handler)
    try:
        done = each(slowly, range(9), BOUNDS)
    finally:
        trouble.removeHandler(handler)
    assert done == [n * n for n in range(9)]
    assert heard == [f"at {n}" for n in range(9)]


class _Heard(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__()
        self.heard = heard

    def emit(self, line: logging.LogRecord) -> None:
        self.heard.append(line.getMessage())


def test_what_stands_still_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting takes no processor time; after ten times the seconds it ends all the same."""
    monkeypatch.setattr("briefing.workflow.bounded.STANDSTILL", 1)
    first, second = each(lambda n: time.sleep(60 * n) or n, [0, 1], BOUNDS)
    assert first == 0
    assert isinstance(second, Failed)
    assert second.message == "was given up: nothing went on for minutes"


def test_what_can_not_be_sent_back_is_told() -> None:
    """A plugin may bring anything about: an error that can't be made again, a result that can't be sent."""

    class OddError(Exception):
        def __init__(self, one: int, two: int) -> None:
            super().__init__(f"{one} and {two}")

    def odd(n: int) -> object:
        if n:
            raise OddError(1, 2)
        return lambda: None

    result, error = each(odd, [0, 1], BOUNDS)
    assert isinstance(result, Failed)
    assert "pickle" in result.message
    assert isinstance(error, Failed)
    assert error.message == "OddError: 1 and 2"


WAITING = """
import os, sys, time
from pathlib import Path
from briefing import extract
from briefing.cli import main
waiting = Path(sys.argv.pop(1))
def slowly(*_):
    (waiting / str(os.getpid())).touch()
    time.sleep(60)
extract.extract = slowly
from briefing import workflow
workflow._ready = lambda *_: None
main()
"""


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_processes_end_with_the_one_that_forked_them(
    three: list[Path], tmp_path: Path, sent: signal.Signals
) -> None:
    waiting = tmp_path / "waiting"
    waiting.mkdir()
    command = [sys.executable, "-c", WAITING, waiting, "extract", *three]
    with subprocess.Popen([str(w) for w in command], cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        until(lambda: any(waiting.iterdir()) or process.poll() is not None)
        process.send_signal(sent)
        _, said = process.communicate(timeout=30)
    children = [int(path.name) for path in waiting.iterdir()]
    assert children
    assert "Traceback" not in said
    until(lambda: not any(is_there(pid) for pid in children))


def until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it never came about")


def is_there(pid: int) -> bool:
    """Whether a process lives; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


# --- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("digits", [16, 26, 310, 5_000])
def test_a_number_without_end_is_no_number(
    digits: int, tmp_path: Path, seeds: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its words are printed, it has no value. Of 26 digits it killed the brief, of 310 all analyses."""
    endless = "9" * digits
    (first, *_) = sorted(seeds.glob("*.txt"))
    (tmp_path / "a.txt").write_bytes(first.read_bytes())
    (tmp_path / "b.txt").write_text(
        f"Rusia Kirim Rudal\n\nMOSKOW, Kompas - Rusia mengirim {endless} rudal ke Suriah, Senin (4/3).\n\n"
        f'"Kami mengirim {endless} kapal perang," kata Menteri Luar Negeri Rusia Sergei Lavrov.\n',
        encoding="utf-8",
    )
    assert run(["extract", str(tmp_path)]) == 0
    printed = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert {detail["quantity"] for detail in printed[1]["military"]} == {None}
    formats = [word for name in ("html", "txt", "md", "json") for word in ("--format", name)]
    assert run(["make", str(tmp_path), "--out", str(tmp_path / "out"), *formats]) == 0


def test_words_of_scale_without_end_have_no_value_and_are_read_once() -> None:
    """ "2 triliun triliun …" is one number, of no value: it would be read again from each of its words."""
    (number,) = find_numbers("2 " + "triliun " * 50_000 + "rudal", load("id"))
    assert number.value is None


# --- composing and printing ---------------------------------------------------------------------


def failing_for(name: str, whole: Callable[..., object]) -> Callable[..., object]:
    """A composer that fails wherever anything read in an article of this name is to be told."""

    def composed(dossier: object, **rest: object) -> object:
        for found in dossier.findings:  # type: ignore[attr-defined]
            if found.article.source.endswith(name) and found.claims:
                wrong()
        return whole(dossier, **rest)

    return composed


def test_an_article_that_no_brief_can_be_made_with_is_left_out(
    three: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stays among the sources, the problem names its file, and the others' findings are all printed."""
    settings = Settings(out=tmp_path / "out", format=("json",))
    usual = workflow.make([three[0], three[2]], settings=settings).brief
    monkeypatch.setattr(compose, "compose", failing_for("bad.txt", compose.compose))
    brief = workflow.make(three, settings=settings).brief
    assert [source.article.source for source in brief.sources] == [str(file) for file in three]
    assert {s.text.value for s in brief.statements} == {s.text.value for s in usual.statements}
    told = [p for p in brief.problems if p.stage == "compose"]
    assert [(p.where, "ValueError: a number of 310 digits" in p.message) for p in told] == [
        (str(three[1]), True)
    ]


def test_what_goes_wrong_with_no_article_is_raised_as_it_is(
    three: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(out=tmp_path / "out", format=("json",))
    monkeypatch.setattr(compose, "compose", lambda *_, **__: wrong())
    with pytest.raises(ValueError, match="310 digits"):
        workflow.make(three, settings=settings)
    monkeypatch.undo()
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        workflow.make(three, settings=replace(settings, out=tmp_path / "file"))
