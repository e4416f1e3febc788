"""Archives of articles: what is in them is read, and what would harm is told and not opened."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model import Problem
from briefing.sources import Limits, Piece, apart

TEXT = b"Jakarta - Rusia menolak usul itu, kata Lavrov."
FILES = {"a.txt": TEXT, "sub/b.md": TEXT + b" Dua.", "foto.jpg": b"\xff\xd8\xff", ".hidden.txt": TEXT}
READ = [TEXT, TEXT + b" Dua."]


def in_zip(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def in_tar(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def taken(name: str, data: bytes, limits: Limits | None = None) -> tuple[list[Piece], list[Problem]]:
    parts = list(apart(Piece(where=name, data=data, name=name), limits or Limits()))
    return [p for p in parts if isinstance(p, Piece)], [p for p in parts if isinstance(p, Problem)]


ARCHIVES: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "a.zip": in_zip,
    "stored.zip": lambda files: in_zip(files, zipfile.ZIP_STORED),
    "a.tar": in_tar,
    "a.tar.gz": lambda files: gzip.compress(in_tar(files)),
    "a.tar.bz2": lambda files: bz2.compress(in_tar(files)),
    "a.tar.xz": lambda files: lzma.compress(in_tar(files)),
    "mislabelled.html": in_zip,
    "mislabelled.txt": lambda files: gzip.compress(in_tar(files)),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_files_in_an_archive(name: str) -> None:
    """Those that are looked for in a folder, whatever the archive is named; each says where it is from."""
    pieces, problems = taken(name, ARCHIVES[name](FILES))
    assert not problems
    assert [piece.data for piece in pieces] == READ
    assert [piece.where for piece in pieces] == [f"{name}#a.txt", f"{name}#sub/b.md"]


def test_archives_within_archives_and_a_packed_file() -> None:
    inner = in_zip({"deep.tar.gz": gzip.compress(in_tar({"a.txt": TEXT}))})
    ((piece,), problems) = taken("a.zip", in_zip({"inner.zip": inner}))
    assert (piece.data, problems) == (TEXT, [])
    assert piece.where == "a.zip#inner.zip#deep.tar.gz#a.txt"
    ((page,), _) = taken("a.html.gz", gzip.compress(b"<!doctype html><p>Rusia"))
    assert (page.name, page.where) == ("a.html", "a.html.gz")


def test_a_sidecar_in_an_archive_tells_of_its_article() -> None:
    """In a ZIP archive, as in a folder."""
    told = b'outlet = "Kabar Pagi"\npublished = 2023-05-03\n'
    ((piece,), problems) = taken("a.zip", in_zip({"a.txt": TEXT, "a.txt.toml": told}))
    assert not problems
    assert {(r.field, r.value) for r in piece.given} == {
        ("outlet", "Kabar Pagi"),
        ("published", "2023-05-03"),
    }


def linked(kind: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("link.txt")
        entry.type, entry.linkname = kind, "/etc/passwd"
        archive.addfile(entry)
    return out.getvalue()


def linked_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("link.txt")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def locked_zip() -> bytes:
    data = bytearray(in_zip({"a.txt": TEXT}))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(magic) + at
        data[place : place + 2] = struct.pack("<H", 1)
    return bytes(data)


def nested(depth: int) -> bytes:
    data = in_zip({"a.txt": TEXT})
    for n in range(depth):
        data = in_zip({f"{n}.zip": data})
    return data


HARM = {
    "up.zip": (in_zip({"../up.txt": TEXT}), "leads out of the archive by its name"),
    "top.tar": (in_tar({"/etc/up.txt": TEXT}), "leads out of the archive by its name"),
    "drive.zip": (in_zip({"C:\\up.txt": TEXT}), "leads out of the archive by its name"),
    "sym.tar": (linked(tarfile.SYMTYPE), "is a link"),
    "hard.tar": (linked(tarfile.LNKTYPE), "is a link"),
    "fifo.tar": (linked(tarfile.FIFOTYPE), "is no file"),
    "sym.zip": (linked_zip(), "is a link"),
    "locked.zip": (locked_zip(), "is locked with a password"),
    "bomb.zip": (in_zip({"a.txt": bytes(30_000_000)}), "is packed as bombs are"),
    "bomb.gz": (gzip.compress(bytes(60_000_000)), "is too large when it is unpacked"),
    "bomb.tar.gz": (gzip.compress(in_tar({"a.txt": bytes(60_000_000)})), "is too large: 60 MB"),
    "bomb.xz": (lzma.compress(bytes(60_000_000), preset=0), "is too large when it is unpacked"),
    "nested.zip": (nested(9), "lies within 5 others"),
    "cut.zip": (in_zip(FILES)[:-40], "is a ZIP archive, and damaged or cut off"),
    "cut.tar": (in_tar(FILES)[:700], "is a tar archive, and damaged or cut off"),
    "cut.gz": (gzip.compress(TEXT * 50)[:-12], "is a packed file, and damaged or cut off"),
    "broken.xz": (lzma.compress(TEXT)[:9] + b"xxxxxxxx", "is a packed file, and damaged or cut off"),
}


@pytest.mark.parametrize("name", HARM)
def test_what_would_harm_is_told_in_a_line(name: str) -> None:
    data, says = HARM[name]
    pieces, problems = taken(name, data)
    assert not [p for p in pieces if len(p.data) > 10_000_000]
    assert len(problems) <= 2
    assert says in problems[0].message
    assert "\n" not in problems[0].message


def test_no_more_comes_out_than_may() -> None:
    """Neither more pieces nor more bytes than the limits, over all levels; what came before is read."""
    many = in_zip({f"{n}.txt": TEXT for n in range(50)})
    pieces, (problem,) = taken("a.zip", in_zip({"one.zip": many, "two.zip": many}), Limits(pieces=70))
    assert len(pieces) == 68
    assert "more than may come out of one input" in problem.message
    pieces, (problem,) = taken("a.zip", many, Limits(bytes=1_000, swelling=0))
    assert len(pieces) == 1_000 // len(TEXT)


@given(
    st.binary(max_size=300), st.sampled_from([b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00", b""])
)
def test_any_bytes_in_an_archive(data: bytes, magic: bytes) -> None:
    for name in ("a.zip", "a.tar", "a.gz"):
        for whole in (magic + data, in_zip({"a.zip": magic + data}), in_tar(FILES)[:300] + data):
            pieces, problems = taken(name, whole)
            assert pieces or problems or not whole


@given(st.integers(0, 600), st.binary(min_size=1, max_size=4), st.sampled_from(sorted(ARCHIVES)))
def test_a_sound_archive_with_some_bytes_changed(at: int, changed: bytes, name: str) -> None:
    data = ARCHIVES[name](FILES)
    taken(name, data[:at] + changed + data[at + len(changed) :])
    taken(name, data[:at])
