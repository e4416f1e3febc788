"""Landlock: a process gives up, for itself and for good, every file that it does not name (Linux 5.13 on).

Asked for by its three system calls, since Python has no words for it. Where the kernel does not offer it,
nothing is given up, and `lock` says so: what holds a theme within its folder elsewhere holds there too.

Source: the kernel's Documentation/userspace-api/landlock.rst.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38

READ_FILE, READ_DIR, TRUNCATE = 1 << 2, 1 << 3, 1 << 14
FOR_FILES = 1 << 0 | 1 << 1 | READ_FILE | TRUNCATE | 1 << 15
"""What can be allowed for a file; the rest is of folders."""

READ = READ_FILE | READ_DIR
"""Opening files to read, and listing folders. Running programs is not part of it."""
KEEP = READ | 1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | TRUNCATE
"""Besides, making, changing and removing files and folders."""

# By version: every right to files that the kernel can take away; then TCP, abstract sockets and signals.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NETWORK, _NETWORK_FROM = 1 << 0 | 1 << 1, 4
_SCOPES, _SCOPES_FROM = 1 << 0 | 1 << 1, 6


class _Rules(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("files", "network", "scopes")]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def version() -> int:
    """Which version of Landlock the kernel offers; 0 where it offers none."""
    return max(0, _called(_CREATE, None, 0, _ASK_VERSION)) if sys.platform == "linux" else 0


def lock(*, read: Iterable[Path] = (), listed: Iterable[Path] = (), keep: Iterable[Path] = ()) -> bool:
    """Whether from here on this process reads only `read`, lists also `listed`, and changes only `keep`.

    With them goes all that lies below them. Programs can't be started any more, nor, where the kernel
    knows how, connections made or signals sent to others. Threads that run already are not bound.
    """
    found = version()
    if not found:
        return False
    files = (1 << _FILE_RIGHTS[min(found, max(_FILE_RIGHTS))]) - 1
    rules = _Rules(
        files=files,
        network=_NETWORK if found >= _NETWORK_FROM else 0,
        scopes=_SCOPES if found >= _SCOPES_FROM else 0,
    )
    known = 8 * (1 + (found >= _NETWORK_FROM) + (found >= _SCOPES_FROM))
    handle = _called(_CREATE, ctypes.byref(rules), known, 0)
    if handle < 0:
        return False
    try:
        for paths, rights in ((read, READ), (listed, READ_DIR), (keep, KEEP)):
            for path in paths:
                _allow(handle, path, rights & files)
        _called_by_name("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return _called(_RESTRICT, handle, 0) == 0
    finally:
        os.close(handle)


def _allow(rules: int, path: Path, rights: int) -> None:
    """Allows what is at a path, and below it. One that is not there allows nothing."""
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        allowed = rights if path.is_dir() else rights & FOR_FILES
        beneath = _Beneath(allowed=allowed, folder=folder)
        _called(_ADD, rules, _PATH_BENEATH, ctypes.byref(beneath), 0)
    finally:
        os.close(folder)


def _called(number: int, *values: object) -> int:
    """What a system call answers; below zero where it failed, or where there is no way to call it."""
    return _called_by_name("syscall", number, *values)


def _called_by_name(name: str, *values: object) -> int:
    try:
        function = getattr(ctypes.CDLL(None), name)
    except (OSError, TypeError, AttributeError):
        return -1
    function.restype = ctypes.c_long
    wide = [ctypes.c_long(value) if isinstance(value, int) else value for value in values]
    return int(function(*wide))
