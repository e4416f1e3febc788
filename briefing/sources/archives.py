"""Archives taken apart: ZIP, tar, and single files packed with gzip, bzip2 or xz.

An archive comes from outside: what in it leads elsewhere (by its name, or as a link), is packed as bombs are,
or is locked, is told and not opened. Nothing is ever unpacked to the disk.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from briefing.errors import InputError
from briefing.model import Problem
from briefing.sources import sidecar
from briefing.sources.pieces import Piece

STAGE = "sources"
LARGEST = 50_000_000
"""Bytes of one file in an archive."""
SWOLLEN = 200
"""How many times its packed size a file may have, from `SMALL` bytes on; text has five to ten times."""
SMALL = 1_000_000
PACKED: dict[bytes, Callable[[BinaryIO], BinaryIO]] = {
    b"\x1f\x8b": lambda file: cast("BinaryIO", gzip.GzipFile(fileobj=file)),
    b"BZh": lambda file: cast("BinaryIO", bz2.BZ2File(file)),
    b"\xfd7zXZ\x00": lambda file: cast("BinaryIO", lzma.LZMAFile(file)),  # noqa: SIM115 - closed with the file
}
"""What opens a packed file, by its first bytes."""
ENDINGS = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".gz": "", ".bz2": "", ".xz": ""}
BLOCK = 512
MAGIC = slice(257, 262)
"""Where a tar archive says that it is one."""
FAULTS = (OSError, EOFError, zlib.error, lzma.LZMAError)
UNREADABLE = (zipfile.BadZipFile, *FAULTS, NotImplementedError, RuntimeError)
"""What a file in a ZIP archive raises that is damaged, locked, or packed in a way that is not known."""
DAMAGED = "Save or fetch it again"


def zipped(piece: Piece) -> Iterator[Piece | Problem]:
    """The files in a ZIP archive."""
    with piece.open() as file:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, *FAULTS, ValueError) as error:
            what = "is a ZIP archive, and damaged or cut off"
            raise InputError(what, where=piece.where, hint=DAMAGED) from error
        for entry in archive.infolist():
            if entry.is_dir() or _is_litter(entry.filename):
                continue
            where = f"{piece.where}#{entry.filename}"
            if why := _barred_from_zip(entry):
                yield _barred(where, why)
                continue
            try:
                with archive.open(entry) as held:
                    data = held.read(LARGEST + 1)
            except UNREADABLE as error:
                yield _barred(where, f"can't be unpacked: {error}")
                continue
            yield _told_of(_file(piece, entry.filename, data), archive, entry.filename)


def _told_of(part: Piece, archive: zipfile.ZipFile, name: str) -> Piece:
    """A file in a ZIP archive with what the sidecar beside it tells, if there is one that can be read."""
    try:
        entry = archive.getinfo(name + sidecar.ENDING)
        if entry.file_size > sidecar.LARGEST or _barred_from_zip(entry):
            return part
        data = archive.read(entry)
    except (KeyError, *UNREADABLE):
        return part
    read = sidecar.read_sidecar(data, where=part.where + sidecar.ENDING)
    return replace(part, given=read.given, problems=read.problems)


def _barred_from_zip(entry: zipfile.ZipInfo) -> str:
    """Why a file in a ZIP archive is not opened; empty where it is."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link, and was not followed"
    if entry.flag_bits & 1:
        return "is locked with a password"
    if entry.file_size > max(SMALL, SWOLLEN * entry.compress_size):
        return "is packed as bombs are, and was not opened"
    return _barred_by(entry.filename, entry.file_size)


def tarred(piece: Piece) -> Iterator[Piece | Problem]:
    """The files in a tar archive, packed or not."""
    with piece.open() as file:
        opener = _opener(piece.data)
        stream = opener(file) if opener else file
        try:
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                yield from _members(archive, piece)
        except (tarfile.TarError, *FAULTS) as error:
            what = f"is a tar archive, and damaged or cut off: {error}"
            raise InputError(what, where=piece.where, hint=DAMAGED) from error


def _members(archive: tarfile.TarFile, piece: Piece) -> Iterator[Piece | Problem]:
    for member in archive:
        if member.isdir() or _is_litter(member.name):
            continue
        where = f"{piece.where}#{member.name}"
        if member.islnk() or member.issym():
            yield _barred(where, "is a link, and was not followed")
        elif not member.isfile():
            yield _barred(where, "is no file")
        elif why := _barred_by(member.name, member.size):
            yield _barred(where, why)
            if member.size > LARGEST:
                yield _barred(piece.where, "was not read beyond that file")
                return
        else:
            held = archive.extractfile(member)
            yield _file(piece, member.name, held.read() if held else b"")


def unpacked(piece: Piece) -> Iterator[Piece | Problem]:
    """The one file that is packed in another: article.html.gz."""
    opener = _opener(piece.data)
    with piece.open() as file:
        try:
            data = opener(file).read(LARGEST + 1) if opener else b""
        except FAULTS as error:
            what = f"is a packed file, and damaged or cut off: {error}"
            raise InputError(what, where=piece.where, hint=DAMAGED) from error
    if len(data) > LARGEST:
        what = f"is too large when it is unpacked: over {LARGEST / 1e6:.0f} MB"
        raise InputError(what, where=piece.where, hint="Unpack it, and name the files")
    name = piece.name or piece.where
    ending = next((e for e in ENDINGS if name.lower().endswith(e)), "")
    inner = name[: len(name) - len(ending)] + ENDINGS.get(ending, "")
    yield replace(piece, data=data, name=inner, file=None)


def is_tar(piece: Piece) -> bool:
    """Whether a piece is a tar archive, packed or not, told from its first bytes."""
    return beginning(piece, BLOCK)[MAGIC] == b"ustar"


def beginning(piece: Piece, length: int) -> bytes:
    """The first bytes of what is packed in a piece, or its own where it is not packed."""
    opener = _opener(piece.data)
    if opener is None:
        return piece.data[:length]
    try:
        with piece.open() as file:
            return opener(file).read(length)
    except FAULTS:
        return b""


def _opener(data: bytes) -> Callable[[BinaryIO], BinaryIO] | None:
    return next((opens for magic, opens in PACKED.items() if data.startswith(magic)), None)


def _file(piece: Piece, name: str, data: bytes) -> Piece:
    return Piece(where=f"{piece.where}#{name}", data=data, name=PurePosixPath(name).name)


def _barred_by(name: str, size: int) -> str:
    """Why a file in an archive is not opened, as far as its name and size tell."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or path.parts[0].endswith(":"):
        return "leads out of the archive by its name, and was not opened"
    if size > LARGEST:
        return f"is too large: {size / 1e6:.0f} MB, the limit is {LARGEST / 1e6:.0f} MB"
    return ""


def _is_litter(name: str) -> bool:
    """Whether a file is hidden, or one that a system leaves beside others."""
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in name.split("/"))


def _barred(where: str, why: str) -> Problem:
    return Problem(stage=STAGE, where=where, message=why)
