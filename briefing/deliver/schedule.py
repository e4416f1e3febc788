"""The morning run as cron and systemd have it: text to be put where it belongs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
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
    feeds: bool = False
    every: int = EVERY
    """Minutes between two looks of a watch."""


def printed(run: Run) -> str:
    """A cron table and four systemd units, each under a line that says where it goes.

    Raises UsageError for a time that is none, and for a name that would not stay on its line.
    """
    hour, minute = _time(run.at)
    _check(run)
    options = ["--settings", str(run.settings)] if run.settings else []
    sent = [word for group in run.groups for word in ("--send", group)]
    fed = ["--feeds"] if run.feeds else []
    make = [*run.program, "make", *run.inputs, *fed, *sent, *options]
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


def _check(run: Run) -> None:
    """Nothing where each name stays on its line."""
    for word in (str(run.folder), *run.program, *run.inputs, *run.groups, str(run.settings or "")):
        if not word.isprintable():
            raise UsageError(f"{word!r} can't stand in a schedule", hint="Rename it, without line breaks")


SPARING = (
    "NoNewPrivileges=yes",
    "RestrictSUIDSGID=yes",
    "RestrictRealtime=yes",
    "LockPersonality=yes",
    "SystemCallArchitectures=native",
)
"""What a unit can give up that a user runs for himself."""
WATCH = f"{NAME}-watch"
HARDENING = """\
# An ordinary user, who sees the system but can write only its own folders
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallArchitectures=native
SystemCallFilter=@system-service landlock_create_ruleset landlock_add_rule landlock_restrict_self
SystemCallFilter=~@privileged @mount @reboot @swap @clock @module @debug
SystemCallErrorNumber=EPERM
UMask=0077
MemoryMax=4G
TasksMax=256
TimeoutStartSec=2h"""


def watch_units(run: Run, *, user: str) -> dict[str, str]:
    """The unit and the timer of a watch, by their file names, for /etc/systemd/system.

    State, cache and briefs are in folders of the unit's own; all else of the system is for reading alone.
    Raises UsageError as `printed` does, and for a user who can have no such name.
    """
    _check(run)
    _time(run.at)
    if not re.fullmatch(r"[a-z_][a-z0-9_-]{0,30}", user) or user == "root":
        raise UsageError(f"{user!r} is no ordinary user", hint="Make one: useradd --system briefing")
    options = ["--settings", str(run.settings)] if run.settings else []
    sent = [word for group in run.groups for word in ("--send", group)]
    told = ["--at", run.at, "--every", str(run.every), *(["--weekdays"] if run.weekdays else [])]
    fed = ["--feeds"] if run.feeds else []
    words = [*run.program, "watch", *run.inputs, *fed, *sent, *told, "--once", *options]
    service = f"""\
[Unit]
Description=briefing: takes what appears, makes the brief and sends it
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={user}
WorkingDirectory={str(run.folder).replace("%", "%%")}
# Holds BRIEFING_EMAIL_PASSWORD=…, BRIEFING_FEEDS_PASSWORD=…, where no files with passwords are set
EnvironmentFile=-/etc/briefing/environment
StateDirectory={NAME}
StateDirectoryMode=0700
CacheDirectory={NAME}
CacheDirectoryMode=0700
Environment=HOME=%S/{NAME} BRIEFING_STATE=%S/{NAME} BRIEFING_FETCH_CACHE=%C/{NAME}
Environment=BRIEFING_OUT=%S/{NAME}/reports
ExecStart={" ".join(_systemd(word) for word in words)}

{HARDENING}
"""
    timer = f"""\
[Unit]
Description=briefing: looks every {run.every} minutes

[Timer]
OnCalendar={_often(run.every)}
Persistent=true

[Install]
WantedBy=timers.target
"""
    return {f"{WATCH}.service": service, f"{WATCH}.timer": timer}


def watch_printed(units: Mapping[str, str]) -> str:
    """The units, each under a line that says where it goes, and what starts them."""
    told = [f"# /etc/systemd/system/{name}\n{text}" for name, text in units.items()]
    after = ["# systemctl daemon-reload", f"# systemctl enable --now {WATCH}.timer", ""]
    return "\n".join([*told, *after])


def _often(minutes: int) -> str:
    """Every so many minutes as systemd has it; what does not divide an hour becomes what does."""
    if minutes < 60:
        return f"*:0/{max(n for n in range(1, minutes + 1) if 60 % n == 0)}"
    return f"0/{min(24, max(1, minutes // 60))}:00"


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
        *SPARING,
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
