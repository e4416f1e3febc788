"""Files written whole or not at all, and several of them together or none.

Each file is written beside its place under a temporary name; only when all are written do they
take their names, and where even that fails half-way, the earlier files are put back. A reader
never sees half a file, and a full disk or Ctrl-C leaves the folder as it was.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from briefing.errors import OutputError

MODE = 0o666


def write_all(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """The paths of the files, now in `folder`, which is made where it is missing.

    Raises OutputError where any of them can't be written; then none of them is, and folders made
    on the way are gone again.
    """
    made: list[Path] = []
    written: list[tuple[Path, Path]] = []
    try:
        _make_folder(folder, made)
        for name, data in files.items():
            written.append((_reserve(folder, name), folder / name))
            _write(written[-1][0], data)
        _take_names(written)
    except BaseException as error:
        _remove([temporary for temporary, _ in written], reversed(made))
        if isinstance(error, OSError):
            raise OutputError(
                f"nothing was written: {error.strerror or error}",
                where=str(folder),
                hint="Free some space, mend the permissions, or name another folder",
            ) from error
        raise
    return tuple(target for _, target in written)


def write(path: Path, data: bytes) -> Path:
    """The path of the one file, now whole in its place. Raises OutputError.

    What is no regular file (/dev/stdout, a named pipe) is written to, not replaced.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        try:
            path.write_bytes(data)
        except OSError as error:
            raise OutputError(
                f"can't be written: {error.strerror or error}", where=str(path), hint="Name a file"
            ) from error
        return path
    return write_all(path.parent, {path.name: data})[0]


def writable(folder: Path) -> str | None:
    """None where files can be written into the folder (made if missing), else the reason."""
    made: list[Path] = []
    try:
        _make_folder(folder, made)
        _remove([_reserve(folder, "doctor")], reversed(made))
    except OSError as error:
        _remove([], reversed(made))
        return error.strerror or str(error)
    return None


def _make_folder(folder: Path, made: list[Path]) -> None:
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    for path in reversed(missing):
        path.mkdir()
        made.append(path)


def _reserve(folder: Path, name: str) -> Path:
    handle, path = tempfile.mkstemp(prefix=f".{name}.", suffix=".part", dir=folder)
    os.close(handle)
    return Path(path)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(MODE & ~_umask())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _take_names(written: list[tuple[Path, Path]]) -> None:
    earlier: list[tuple[Path, Path | None]] = []
    try:
        for temporary, target in written:
            kept = _set_aside(target) if target.exists() else None
            earlier.append((target, kept))
            temporary.replace(target)
    except BaseException:
        for target, kept in reversed(earlier):
            if kept is not None:
                kept.replace(target)
                # Between two names of the same file rename does nothing, and both stay.
                kept.unlink(missing_ok=True)
            else:
                target.unlink(missing_ok=True)
        raise
    _remove([kept for _, kept in earlier if kept is not None], ())


def _set_aside(target: Path) -> Path:
    """Another name for the earlier file, which keeps its own until the new one takes it."""
    if target.is_dir():
        raise IsADirectoryError(None, f"{target.name} is a folder")
    kept = _reserve(target.parent, target.name)
    kept.unlink()
    try:
        kept.hardlink_to(target)
    except OSError:  # a file system without hard links
        kept.write_bytes(target.read_bytes())
    return kept


def _remove(files: list[Path], folders: object) -> None:
    for file in files:
        with suppress(OSError):
            file.unlink(missing_ok=True)
    for folder in folders:  # type: ignore[attr-defined]
        with suppress(OSError):
            folder.rmdir()
