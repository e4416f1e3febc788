"""The morning run as cron and systemd have it: text to be put where it belongs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from briefing.errors import UsageError
from briefing.model import record

EVERY = 15
"""Minutes between looks into the outbox."""
NAME = "briefing"


@record
class Run:
    """What is run each morning, where, and when."""

    program: tuple[str, ...]
    """The words that run briefing: a file, or an interpreter and what it is to run."""
    folder: Path
    inputs: tuple[str, ...]
    groups: tuple[str, ...]
    settings: Path | None
    at: str
    weekdays: bool = False


def printed(run: Run) -> str:
    """A cron table and four systemd units, each under a line that says where it goes.

    Raises UsageError for a time that is none, and for a name that would not stay on its line.
    """
    hour, minute = _time(run.at)
    for word in (str(run.folder), *run.program, *run.inputs, *run.groups, str(run.settings or "")):
        if not word.isprintable():
            raise UsageError(f"{word!r} can't stand in a schedule", hint="Rename it, without line breaks")
    options = ["--settings", str(run.settings)] if run.settings else []
    sent = [word for group in run.groups for word in ("--send", group)]
    make = [*run.program, "make", *run.inputs, *sent, *options]
    retry = [*run.program, "outbox", "retry", *options]
    days = "Mon..Fri " if run.weekdays else ""
    folder = str(run.folder)
    return "\n".join(
        [
            "# crontab -e",
            f"{minute} {hour} * * {'1-5' if run.weekdays else '*'} {_cron(folder, make)}",
            f"*/{EVERY} * * * * {_cron(folder, retry)}",
            "",
            *_units("", folder, make, f"{days}*-*-* {hour:02}:{minute:02}:00", "the brief of the morning"),
            *_units("-outbox", folder, retry, f"*:0/{EVERY}", "what waits in the outbox"),
            "# systemctl --user daemon-reload",
            f"# systemctl --user enable --now {NAME}.timer {NAME}-outbox.timer",
            "# loginctl enable-linger",
            "",
        ]
    )


def _time(at: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", at)
    hour, minute = (int(found[1]), int(found[2])) if found else (99, 0)
    if hour > 23 or minute > 59:
        raise UsageError(f"{at!r} is no time of day", hint="Write it as 06:00")
    return hour, minute


def _cron(folder: str, words: list[str]) -> str:
    """A command for a cron table, where % would end the line."""
    return f"cd {shlex.quote(folder)} && {shlex.join(words)}".replace("%", r"\%")


def _units(suffix: str, folder: str, words: list[str], when: str, what: str) -> list[str]:
    place = f"~/.config/systemd/user/{NAME}{suffix}"
    return [
        f"# {place}.service",
        "[Unit]",
        f"Description=briefing: {what}",
        "",
        "[Service]",
        "Type=oneshot",
        f"WorkingDirectory={folder.replace('%', '%%')}",
        "# Holds BRIEFING_EMAIL_PASSWORD=…, where no password_file is set",
        "EnvironmentFile=-%h/.config/briefing/environment",
        f"ExecStart={' '.join(_systemd(word) for word in words)}",
        "",
        f"# {place}.timer",
        "[Timer]",
        f"OnCalendar={when}",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
        "",
    ]


def _systemd(word: str) -> str:
    """A word of a unit's command line: quoted where it must be, % and $ doubled."""
    word = word.replace("%", "%%").replace("$", "$$")
    if re.fullmatch(r"[\w@%+=:,./$-]+", word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
