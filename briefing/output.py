"""Files written whole or not at all, and several of them together or none.

Each file is written beside its place under a temporary name; only when all are written do they
take their names, and where even that fails half-way, the earlier files are put back. A reader
never sees half a file, and a full disk or Ctrl-C leaves the folder as it was. Two runs at once write one
after the other; what a killed one left behind is swept by the next. Should a run be killed while files take
their names, the list of sums, which is written last, tells it: `changed`.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from briefing.errors import OutputError

MODE = 0o666
PART = ".part"


def write_all(folder: Path, files: Mapping[str, bytes], *, sums: str = "") -> tuple[Path, ...]:
    """The paths of the files, now in `folder`, which is made where it is missing.

    `sums` names a list of their SHA-256 sums, in the form of the command sha256sum, which is kept beside them
    and takes its name last; files of earlier runs that are listed there stay in it. Raises OutputError where
    any of them can't be written; then none of them is, and folders made on the way are gone again.
    """
    made: list[Path] = []
    written: list[tuple[Path, Path]] = []
    try:
        _make_folder(folder, made)
        with _alone(folder):
            _sweep(folder)
            listed = {sums: _listed(folder, files, sums)} if sums else {}
            for name, data in {**files, **listed}.items():
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
    return tuple(target for _, target in written if target.name != sums)


def changed(folder: Path, sums: str) -> tuple[str, ...]:
    """The files that are not those that the list tells; none where there is no list. What is gone is none."""
    found = ((name, _sum_of(folder / name), known) for name, known in _read_sums(folder / sums).items())
    return tuple(name for name, sum_, known in found if sum_ and sum_ != known)


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


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Waits until no other run writes into the folder, and keeps others waiting meanwhile."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _sweep(folder: Path) -> None:
    """Removes what a killed run left: whoever writes here is alone, so nobody needs it."""
    for left in folder.glob(f".*{PART}"):
        with suppress(OSError):
            left.unlink()


def _listed(folder: Path, files: Mapping[str, bytes], sums: str) -> bytes:
    known = {name: sum_ for name, sum_ in _read_sums(folder / sums).items() if (folder / name).is_file()}
    new = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return "".join(f"{sum_}  {name}\n" for name, sum_ in sorted({**known, **new}.items())).encode()


def _read_sums(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    found = (line.partition("  ") for line in lines)
    return {name: sum_ for sum_, gap, name in found if gap and "/" not in name}


def _sum_of(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _reserve(folder: Path, name: str) -> Path:
    handle, path = tempfile.mkstemp(prefix=f".{name}.", suffix=PART, dir=folder)
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
