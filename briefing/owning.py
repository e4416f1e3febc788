"""Whether a file is the user's own: what others may write is no order to this program, and keeps no promise.

As `ssh` does with its keys: the file, the folder it lies in and every folder above must be such that nobody
but the user and the machine's administrator can change them or put another in their place. A folder in which
everybody may write but change only what is his own (/tmp) will do, and so will a group that has the user
alone in it, which many systems give to each user.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

ROOT = 0


def others_hand(path: Path) -> str | None:
    """By what others can have their hand in a file; none where it is the user's own, or there are no owners.

    A link is as safe as both ends. A file that is not there yet is as safe as its folder.
    """
    if not hasattr(os, "geteuid"):  # Windows has other means
        return None
    try:
        return next(_hands(path), None)
    except (OSError, RuntimeError) as error:
        return f"can't be looked at ({error})"


def _hands(path: Path) -> Iterator[str]:
    mine = {os.geteuid(), ROOT}
    real = path.resolve()
    for end in dict.fromkeys((path, real)):
        if not (end.exists() or end.is_symlink()):
            continue
        found = end.lstat()
        if found.st_uid not in mine:
            yield f"belongs to {_name(found.st_uid)}"
        if not end.is_symlink() and _is_open(end, found):
            yield "can be written by others"
    for folder in dict.fromkeys((*(path.parent.resolve() / "x").parents, *real.parents)):
        if not folder.exists():
            continue
        found = folder.stat()
        if found.st_uid not in mine:
            yield f"lies in {folder}, which belongs to {_name(found.st_uid)}"
        if _is_open(folder, found) and not found.st_mode & stat.S_ISVTX:
            yield f"lies in {folder}, where others can write"


def _is_open(path: Path, found: os.stat_result) -> bool:
    """Whether others than the owner may write: everybody, a group of several, or whom a list names."""
    if found.st_mode & stat.S_IWOTH:
        return True
    return bool(found.st_mode & stat.S_IWGRP) and not (_is_private(found.st_gid) and not _has_list(path))


def _is_private(group: int) -> bool:
    """Whether a group is the user's own, with nobody else in it."""
    import grp
    import pwd

    try:
        user, named = pwd.getpwuid(os.geteuid()), grp.getgrgid(group)
    except KeyError:
        return False
    return user.pw_gid == group and named.gr_name == user.pw_name and set(named.gr_mem) <= {user.pw_name}


def _has_list(path: Path) -> bool:
    """Whether a list of further users and groups goes with a file (POSIX ACL)."""
    try:
        return "system.posix_acl_access" in os.listxattr(path)
    except (AttributeError, OSError):  # no such system, no such lists
        return False


def _name(user: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"
