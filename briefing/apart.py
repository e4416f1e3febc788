"""Processes of this program's own that can reach little: what is made of others' files is made in them.

Such a process starts with an emptied environment, so that no password is in it, and takes no module from
the working folder. Before it does anything else it locks itself in (`landlock`): it reads this program,
the system's libraries and fonts, and the folders named; it writes into a folder that ends with it.
"""

from __future__ import annotations

import importlib
import json
import mimetypes
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from briefing import landlock

OUTER = Path(__file__).parents[1]
"""Where the package lies."""

KEPT = (
    *("HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "SYSTEMROOT"),
    *("FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"),
    *("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "WEASYPRINT_DLL_DIRECTORIES"),
)
"""Variables without which libraries and fonts are not found: folders and languages, no secrets."""

SYSTEM = (
    *("/usr", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store", "/opt/homebrew"),
    *("/etc/fonts", "/etc/ld.so.cache", "/etc/localtime", "/var/cache/fontconfig", "/dev/urandom"),
    *("/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf", "/etc/crypto-policies"),
    *mimetypes.knownfiles,
)
"""What libraries read of the system."""
FONTS = (".fonts", ".fontconfig", ".local/share/fonts", ".cache/fontconfig", ".config/fontconfig")
"""Where users have fonts of their own, in their home."""

_PROGRAM = (
    "import json, sys; told = json.loads(sys.argv[1]); sys.path[:0] = told['path'];"
    " from briefing import apart; apart.run(told)"
)


PREFIX = "briefing-"
HELD = ".held"
LOOK = 0.5
"""Seconds between two looks whether the process that started this one is still there."""


class Apart:
    """A process that answers on its standard output to what it is told on its standard input.

    A class, since it owns a process and a folder that must end with it: `end`. `module` is the one whose
    `main` it runs; `reads` are files and folders that it may read, `lists` folders whose names it may.
    """

    def __init__(self, module: str, *, reads: Sequence[Path] = (), lists: Sequence[Path] = ()) -> None:
        _sweep()
        self.folder = tempfile.mkdtemp(prefix=PREFIX)
        self._held = _hold(Path(self.folder))
        path = [p for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p]
        told = {
            "module": module,
            "path": [str(OUTER), *path],
            "reads": [str(p.absolute()) for p in reads],
            "lists": [str(p.absolute()) for p in lists],
            "keeps": self.folder,
            "parent": os.getpid(),
        }
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            # -P: nothing that lies in the working folder is taken for a module.
            [sys.executable, "-P", "-c", _PROGRAM, json.dumps(told)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=emptied(os.environ, temporary=self.folder),
        )
        self.told = cast(IO[bytes], self.process.stdin)
        self.answers = cast(IO[bytes], self.process.stdout)

    def kill(self) -> None:
        """Stops the process, whatever it is doing; whoever waits for its answer has none."""
        self.process.kill()

    def end(self) -> None:
        """Ends the process, and what it has written is gone."""
        self.process.kill()
        self.process.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._held is not None:
            os.close(self._held)
            self._held = None


def _hold(folder: Path) -> int | None:
    """A lock on the folder for as long as this process lives; none where the system has no such locks."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    held = os.open(folder / HELD, os.O_RDWR | os.O_CREAT, 0o600)
    with suppress(OSError):
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return held


def _sweep() -> None:
    """Removes the folders of our own that killed runs left: nobody holds them any more."""
    try:
        import fcntl
    except ImportError:
        return
    for mark in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{HELD}"):
        with suppress(OSError):
            if mark.lstat().st_uid != os.geteuid() or mark.is_symlink() or mark.parent.is_symlink():
                continue
            held = os.open(mark, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(mark.parent, ignore_errors=True)
            finally:
                os.close(held)


def _end_with(parent: int) -> None:
    """Ends this process when the one that started it is gone, whatever it is doing."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def emptied(environment: Mapping[str, str], *, temporary: str) -> dict[str, str]:
    """What is left of an environment for a process apart."""
    return {**{k: v for k, v in environment.items() if k in KEPT}, "TMPDIR": temporary, "TEMP": temporary}


def run(told: Mapping[str, Any]) -> None:
    """What the process does: locks itself in, and then runs its module."""
    _end_with(told["parent"])
    landlock.lock(
        read=[*_program(), *map(Path, told["reads"])],
        listed=map(Path, told["lists"]),
        keep=[Path(told["keeps"]), Path(os.devnull)],
    )
    importlib.import_module(told["module"]).main()


def _program() -> Iterator[Path]:
    """What this program is made of; of a working copy, the package and the templates alone."""
    yield from map(Path, SYSTEM)
    yield from (Path("~").expanduser() / name for name in FONTS if "HOME" in os.environ)
    yield from map(Path, {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix})
    yield from (OUTER / "briefing", OUTER / "templates")
    yield from (path for path in map(Path, sys.path) if path.is_absolute() and path != OUTER)
