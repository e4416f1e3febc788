"""A watch: everything once, in a brief, to everybody, whatever it is killed over."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from imap_server import PASSWORD, USER, Box, imap_server
from relay import Relay, make_certificate, relay
from web import Web, page, status, story, web

from briefing.cli import run
from briefing.errors import BriefingError, UsageError
from briefing.settings import Settings
from briefing.settings.email import Email, Group
from briefing.settings.feeds import Feeds
from briefing.settings.fetch import Fetch
from briefing.workflow import sending, watching
from briefing.workflow.watching import Done, Plan

MORNING = datetime(2026, 11, 30, 5, 0).astimezone()
READERS = ("a@example.org", "b@example.org")
Said = pytest.CaptureFixture[str]


@dataclass
class Desk:
    """A desk with a folder, a feed, a mail server, and a clock that is set by hand."""

    folder: Path
    server: Web
    post: Relay
    now: datetime = MORNING
    items: list[int] = field(default_factory=list)

    @property
    def inbox(self) -> Path:
        return self.folder / "in"

    @property
    def settings(self) -> Settings:
        return Settings(
            out=self.folder / "reports",
            state=self.folder / "state",
            format=("json",),
            feeds=Feeds(addresses=(self.server.at("/rss"),)),
            fetch=Fetch(
                pause=0.0, read_seconds=2.0, total_seconds=3.0, patience=0.0, allow_private=True,
                cache_days=0, robots=False,
            ),
            email=Email(
                host="localhost", port=self.post.port, security="none", sender="desk@example.org", attach=(),
                groups={"morning": Group(to=READERS)}, patience=0, outbox=self.folder / "outbox.sqlite",
            ),
        )  # fmt: skip

    @property
    def plan(self) -> Plan:
        return Plan(inputs=(str(self.inbox),), feeds=True, at="06:00", minutes=15, groups=("morning",))

    def at(self, hour: int, minute: int = 0, *, days: int = 0) -> None:
        self.now = (MORNING + timedelta(days=days)).replace(hour=hour, minute=minute)

    def file(self, n: int, name: str = "") -> Path:
        """An article in the folder, that has lain there for a while."""
        path = self.inbox / (name or f"{n}.txt")
        path.write_text(f"Berita nomor {n}\n\n{story(n)}\n", encoding="utf-8")
        old = self.now.timestamp() - 60
        os.utime(path, (old, old))
        return path

    def item(self, n: int) -> None:
        """An item in the feed."""
        self.items.append(n)
        told = "".join(
            f"<item><title>Berita nomor {k}</title><guid>{k}</guid>"
            f"<description>{story(k)}</description></item>"
            for k in self.items
        )
        self.server.pages["/rss"] = page(
            f'<rss version="2.0"><channel><title>x</title>{told}</channel></rss>'
        )

    def look(self, **more: object) -> Done:
        plan = replace(self.plan, **more)  # type: ignore[arg-type]
        folder = self.settings.state
        assert folder
        return watching.look(plan, self.settings, {}, folder, clock=self.now.timestamp)

    def look_apart(self, *, seconds: float = 60, commits: int = 0, **more: object) -> bool:
        """Whether a look in a process of its own came to its end, or was killed: after so many seconds, or as
        soon as it had written so many things down.
        """
        child = os.fork()
        if child == 0:
            try:
                sqlite3.connect = deadly(commits)  # type: ignore[assignment]
                self.look(**more)
            finally:
                os._exit(0)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return status == 0
            time.sleep(0.002)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return False

    def told(self) -> dict[str, list[str]]:
        """The titles in the brief of each day."""
        return {
            path.parent.name: sorted(s["article"]["title"] for s in json.loads(path.read_bytes())["sources"])
            for path in self.folder.glob("reports/*/briefing.json")
        }

    def copies(self) -> list[int]:
        return [self.post.copies(reader) for reader in READERS]


def deadly(commits: int) -> Callable[..., sqlite3.Connection]:
    """Connections to SQLite whose process is killed right behind so many commits, of whichever file."""
    real, done = sqlite3.connect, []

    class Deadly(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            found = super().execute(sql, *values)
            if sql == "COMMIT":
                done.append(sql)
                if len(done) == commits:
                    os.kill(os.getpid(), signal.SIGKILL)
            return found

    return lambda *told, **more: real(*told, **more, factory=Deadly)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with web() as server, relay() as post:
        made = Desk(tmp_path, server, post)
        made.inbox.mkdir()
        yield made


def titles(*numbers: int) -> list[str]:
    return sorted(f"Berita nomor {n}" for n in numbers)


def test_a_day(desk: Desk) -> None:
    """What came in before the hour is in the brief of the day, what came after in the next one; each once."""
    desk.file(0)
    desk.item(1)
    assert desk.look() == Done(taken=2, briefs=(), problems=())
    assert desk.look() == Done(taken=0, briefs=(), problems=())
    desk.at(6)
    desk.file(2)
    assert desk.look() == Done(taken=1, briefs=("2026-11-30",), problems=())
    assert desk.copies() == [1, 1]
    desk.at(9)
    desk.item(3)
    desk.file(0, "nama-lain.txt")
    assert desk.look() == Done(taken=1, briefs=(), problems=())
    desk.at(7, days=1)
    assert desk.look().briefs == ("2026-12-01",)
    assert desk.told() == {"2026-11-30": titles(0, 1, 2), "2026-12-01": titles(3)}
    assert desk.copies() == [2, 2]
    desk.at(7, days=2)
    assert desk.look() == Done(taken=0, briefs=(), problems=())
    assert desk.copies() == [2, 2]


def check_all_told(desk: Desk, expected: dict[str, list[str]]) -> None:
    """Everything is in one brief, and each reader has one message for each; or whether he has is asked."""
    assert desk.told() == expected
    with sending.open_outbox(desk.settings) as box:
        rows = box.listed()
    assert len(rows) == len(READERS) * len(expected)
    for reader in READERS:
        states = [row.state for row in rows if str(row.recipient) == reader]
        assert set(states) <= {"delivered", "unsure"}
        assert len(expected) - states.count("unsure") <= desk.post.copies(reader) <= len(expected)


def test_killed_behind_each_step(desk: Desk) -> None:
    """Killed when it has just written down its first, second, … step: the next run goes on from there."""
    desk.at(6)
    desk.file(0)
    desk.look(groups=())  # loads here what each process has then
    expected = {desk.now.date().isoformat(): titles(0)}
    ended, n = False, 1
    while not ended:
        desk.at(6, days=n)
        desk.file(2 * n)
        desk.item(2 * n + 1)
        ended = desk.look_apart(commits=n, groups=())
        assert ended or desk.look_apart(groups=())
        expected[desk.now.date().isoformat()] = titles(2 * n, 2 * n + 1)
        n += 1
    assert n > 6
    assert desk.told() == expected


def test_killed_at_any_point(desk: Desk) -> None:
    """Killed over and over at moments that lie anywhere: nothing is lost, and nothing comes twice."""
    chance = random.Random(7)
    desk.at(6)
    desk.file(0)
    desk.look()  # loads here what each process has then
    expected = {desk.now.date().isoformat(): titles(0)}
    whole, killed = 0.0, 0
    for day in range(1, 4):
        desk.at(6, days=day)
        desk.file(2 * day)
        desk.item(2 * day + 1)
        expected[desk.now.date().isoformat()] = titles(2 * day, 2 * day + 1)
        for _ in range(7 if whole else 0):
            killed += not desk.look_apart(seconds=whole * chance.uniform(0.02, 0.8))
        began = time.monotonic()
        assert desk.look_apart()
        whole = whole or time.monotonic() - began
    assert killed >= 3
    check_all_told(desk, expected)


def test_a_file_that_is_still_being_written(desk: Desk) -> None:
    """It is taken when it has been left alone for a while."""
    path = desk.file(0)
    fresh = desk.now.timestamp() - 1
    os.utime(path, (fresh, fresh))
    assert desk.look().taken == 0
    desk.at(5, 15)
    assert desk.look().taken == 1


def test_what_is_gone_again(desk: Desk) -> None:
    """What was taken is told, though the file is deleted and the feed has it no more."""
    path = desk.file(0)
    desk.item(1)
    desk.look()
    path.unlink()
    desk.server.pages["/rss"] = status(503)
    desk.at(6)
    done = desk.look()
    assert done.briefs == ("2026-11-30",)
    assert "503" in done.problems[0].message
    assert desk.told() == {"2026-11-30": titles(0, 1)}


def test_a_brief_that_cannot_be_made(desk: Desk) -> None:
    """With nothing to read in what came in, it is left to the next day's, and nothing of it is lost."""
    empty = desk.inbox / "kosong.txt"
    empty.write_bytes(b"")
    os.utime(empty, (0, 0))
    desk.server.pages["/rss"] = page("<rss version='2.0'><channel><title>x</title></channel></rss>")
    desk.at(6)
    done = desk.look()
    assert "is empty" in done.problems[-1].message
    assert done.briefs == ()
    desk.at(6, days=1)
    desk.file(1)
    assert desk.look().briefs == ("2026-12-01",)
    record = json.loads((desk.folder / "reports/2026-12-01/briefing.json").read_bytes())
    assert any("kosong.txt" in problem["where"] for problem in record["problems"])


def test_a_disk_that_is_full(desk: Desk) -> None:
    """What may pass is tried again at the next look."""
    desk.file(0)
    desk.item(1)
    desk.at(6)
    (desk.folder / "reports").write_text("in the way", encoding="utf-8")
    assert desk.look().briefs == ()
    (desk.folder / "reports").unlink()
    assert desk.look().briefs == ("2026-11-30",)
    assert desk.copies() == [1, 1]


def test_a_mail_server_that_is_away(desk: Desk) -> None:
    """The brief waits in the outbox, and goes out when the server is back, once."""
    desk.file(0)
    desk.item(1)
    desk.at(6)
    desk.post.on_recipient = lambda _: "451 4.3.0 later"
    done = desk.look()
    assert done.briefs == ("2026-11-30",)
    assert {problem.message.partition(":")[0] for problem in done.problems} == {"waiting"}
    desk.post.on_recipient = lambda _: None
    with sending.open_outbox(desk.settings) as box:
        box.retry([row.id for row in box.listed()], now=0)
    desk.look()
    assert desk.copies() == [1, 1]


def test_a_page_that_should_be_a_feed(desk: Desk) -> None:
    """A page is taken where it is named itself, and not where feeds are."""
    desk.server.pages |= {"/rss": page(f"<html><body><h1>Depan</h1><p>{story(1)}</p></body></html>")}
    done = desk.look()
    assert (done.taken, [p.message for p in done.problems]) == (0, ["is a page, and no feed"])
    assert desk.look(inputs=(desk.server.at("/rss"),), feeds=False).taken == 1
    assert desk.look(inputs=(desk.server.at("/rss"),), feeds=False).taken == 0


def test_a_mailbox(desk: Desk, tmp_path: Path) -> None:
    """What comes into a folder on a mail server is taken as what appears in a folder on the disk."""
    certificate = make_certificate(tmp_path / "server.pem")
    head = "From: a@example.org\r\nTo: b@example.org\r\nDate: Mon, 30 Nov 2026 04:00:00 +0000\r\n"
    box = Box(messages={3: f"{head}Subject: Berita nomor 4\r\n\r\n{story(4)}\r\n".encode()})
    with imap_server(certificate, box):
        settings = desk.settings
        settings = replace(settings, fetch=replace(settings.fetch, ca_file=certificate))
        plan = replace(desk.plan, inputs=(f"imaps://{USER}@localhost:{box.port}/Kliping",), feeds=False)
        secret = {"BRIEFING_FEEDS_PASSWORD": PASSWORD}
        assert settings.state
        for taken in (1, 0):
            done = watching.look(plan, settings, secret, settings.state, clock=desk.now.timestamp)
            assert (done.taken, done.problems) == (taken, ())
    desk.at(6)
    assert desk.look(inputs=(), feeds=False).briefs == ("2026-11-30",)
    assert desk.told() == {"2026-11-30": titles(4)}


def test_weekdays(desk: Desk) -> None:
    """On a Saturday nothing is made; Monday's brief has it all."""
    desk.file(0)
    desk.at(7, days=5)
    assert desk.look(weekdays=True).briefs == ()
    desk.at(7, days=7)
    assert desk.look(weekdays=True).briefs == ("2026-12-07",)


def test_briefs_in_the_folder_are_no_articles(desk: Desk) -> None:
    """The folder for the briefs may lie in the one that is watched."""
    plan = replace(desk.plan, inputs=(str(desk.folder),), feeds=False)
    (desk.folder / "reports").mkdir()
    (desk.folder / "reports" / "alt.txt").write_text(story(1), encoding="utf-8")
    os.utime(desk.folder / "reports" / "alt.txt", (0, 0))
    assert desk.look(inputs=plan.inputs, feeds=False).taken == 0


def test_two_at_once(desk: Desk) -> None:
    """The second one says so, and does nothing."""
    folder = desk.settings.state
    assert folder
    with watching.alone(folder), pytest.raises(BriefingError, match="another watch is at work"):
        watching.watch(desk.plan, desk.settings, {}, once=True)


def test_pauses(desk: Desk) -> None:
    """The next look is in the usual time, or at the hour of the brief where that comes first."""
    pauses: list[float] = []

    def wait(seconds: float) -> None:
        pauses.append(seconds)
        desk.now += timedelta(seconds=seconds)
        if len(pauses) == 5:
            raise EnoughError

    desk.at(5, 20)
    desk.item(0)
    with pytest.raises(EnoughError):
        watching.watch(desk.plan, desk.settings, {}, clock=lambda: desk.now.timestamp(), wait=wait)
    assert pauses == [900, 900, 600, 900, 900]
    assert desk.copies() == [1, 1]


def test_a_state_folder_that_cannot_be_used_now(desk: Desk) -> None:
    """A watch goes on, and has what it could not take at the next look."""
    looks: list[Done] = []
    folder = desk.settings.state
    assert folder
    desk.file(0)
    desk.item(1)

    def wait(seconds: float) -> None:
        if len(looks) == 2:
            raise EnoughError
        folder.chmod(0o700)

    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(EnoughError):
        watching.watch(
            desk.plan, desk.settings, {}, clock=lambda: desk.now.timestamp(), looked=looks.append, wait=wait
        )
    assert [done.taken for done in looks] == [0, 2]
    assert "others can write" in looks[0].problems[0].message


class EnoughError(Exception):
    """A watch has no end of its own."""


def test_whether_it_is_alive(desk: Desk) -> None:
    """When it last looked, what waits, how far the last brief has come, and what troubles it."""

    def signs() -> dict[str, tuple[bool, str]]:
        told = watching.signs(desk.settings, {}, now=desk.now.timestamp())
        return {sign.name: (sign.ok, sign.detail) for sign in told}

    assert not signs()["watch"][0]
    desk.file(0)
    desk.look()
    assert signs() == {
        "watch": (True, "last looked 0 s ago, every 15 minutes"),
        "waiting": (True, "1 for the brief at 06:00"),
        "trouble": (False, f"{desk.server.at('/rss')}: the server says 404 Not Found"),
    }
    desk.at(6)
    desk.item(1)
    desk.look()
    assert signs()["last brief"] == (True, "that of 2026-11-30 is sent")
    desk.at(9)
    assert signs()["watch"] == (
        False,
        "last looked 3 hours ago, every 15 minutes",
    )


@pytest.mark.parametrize("at", ["25:00", "6", "six", "06:60", "06:00:00", ""])
def test_no_time_of_day(at: str) -> None:
    with pytest.raises(UsageError, match="no time of day"):
        watching.hour_of(at)


def test_the_commands(desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: Said) -> None:
    """`watch --once` looks once; `doctor --watch` says that it did."""
    monkeypatch.chdir(desk.folder)
    monkeypatch.setenv("BRIEFING_STATE", str(desk.folder / "state"))
    monkeypatch.setenv("BRIEFING_FORMAT", "json")
    assert run(["doctor", "--watch"]) == 1
    assert "none ever looked" in capfd.readouterr().out
    desk.file(0)
    assert run(["watch", "in", "--once", "--at", "00:00"]) == 0
    said = capfd.readouterr()
    assert "Took 1; made the brief of" in said.out
    assert run(["doctor", "--watch"]) == 0
    assert "last looked" in capfd.readouterr().out
    assert run(["watch", "--once"]) == 2
    assert "nothing is named to watch" in capfd.readouterr().err


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_the_units(desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: Said) -> None:
    """systemd finds nothing wrong in them, and little that they may do."""
    monkeypatch.chdir(desk.folder)
    monkeypatch.setattr("sys.argv", ["/bin/true"])
    assert run(["schedule", "in", "--feeds", "--watch", "--at", "05:30", "--output", "units"]) == 0
    capfd.readouterr()
    assert run(["schedule", "in", "--watch"]) == 0
    assert "# systemctl enable --now briefing-watch.timer" in capfd.readouterr().out
    service, timer = desk.folder / "units/briefing-watch.service", desk.folder / "units/briefing-watch.timer"
    verified = subprocess.run(
        ["systemd-analyze", "verify", service, timer], capture_output=True, text=True, check=False
    )
    ours = [
        line for line in verified.stderr.splitlines() if "briefing" in line and "user" not in line.lower()
    ]
    assert ours == []
    text = service.read_text(encoding="utf-8")
    assert "watch in --feeds --at 05:30 --every 15 --once" in text
    for line in ("User=briefing", "ProtectSystem=strict", "StateDirectory=briefing", "NoNewPrivileges=yes"):
        assert line in text.splitlines()
    assert run(["schedule", "in", "--watch", "--user", "root"]) == 2
